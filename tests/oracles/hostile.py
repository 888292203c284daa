"""Makes a tree whose names are hostile: each string of `hostile.json` stands in
every place that foreigners write. Needs nothing but Python, and makes the same tree
every time.

Behaviour:
1. Certificates are copies of `testdata/certificates` with another subject,
   serial number and e-mail address: `oces` checks no signature, so they count.
2. Each string names a directory, a file, a locked store, a member of a ZIP and
   of a tar, an alias of a Java keystore, a friendly name in PKCS #12, and is
   the subject's O, OU, CN, serialNumber and e-mail address. A configuration
   file names it as a keystore and beside NemID.
3. What a place cannot hold is left out there: `/` and NUL in names of files.
"""

import base64
import hashlib
import io
import itertools
import json
import struct
import tarfile
import zlib
from pathlib import Path

CERTIFICATES = Path(__file__).resolve().parents[2] / "testdata" / "certificates"
TEMPLATES = ("ii-voces-ca-4.pem", "ii-moces.pem", "iii-system-expiring.pem")
LIST = Path(__file__).resolve().parent / "hostile.json"


def strings():
    """The octets of each string of `hostile.json`."""
    for one in itertools.chain(*json.loads(LIST.read_text(encoding="ascii")).values()):
        if isinstance(one, str):
            yield one.encode()
        elif "hex" in one:
            yield bytes.fromhex(one["hex"])
        else:
            yield (one.get("before", "") + one["text"] * one["times"]).encode()


STRINGS = list(strings())


def make(directory):
    """Writes the tree into an empty directory."""
    certificates = [certificate(at, text) for at, text in enumerate(STRINGS)]
    for at, text in enumerate(STRINGS):
        folder = bytes(directory) + b"/" + file_name(text)
        Path(folder.decode("utf-8", "surrogateescape")).mkdir()
        write(folder + b"/" + file_name(text), pem(certificates[at]))
        write(folder + b"/" + file_name(text, b".p12"), locked(text))
    named = list(zip(STRINGS, certificates))
    (directory / "members.zip").write_bytes(zipped(named))
    (directory / "members.tar").write_bytes(tarred(named))
    (directory / "aliases.jks").write_bytes(keystore(named))
    (directory / "friendly.p12").write_bytes(pkcs12(*(certificate_bag(text, der) for text, der in named)))
    lines = [b"javax.net.ssl.keyStore=/opt/%s.jks\nurl=https://applet.danid.dk/%s\n" % (text, text) for text in STRINGS]
    (directory / "refers.properties").write_bytes(b"".join(lines))


def write(path, content):
    with open(path, "wb") as file:
        file.write(content)


def file_name(text, end=b""):
    """As much of it as a file system takes."""
    return text.replace(b"/", "∕".encode()).replace(b"\0", b"")[:240] + end


# DER.

def tlv(tag, *parts):
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


def seq(*parts):
    return tlv(0x30, *parts)


def children(der):
    """The elements within one element."""
    _, start, end = header(der, 0)
    found = []
    while start < end:
        stop = header(der, start)[2]
        found.append(der[start:stop])
        start = stop
    return found


def header(der, at):
    size, start = der[at + 1], at + 2
    if size >= 0x80:
        start += size & 0x7F
        size = int.from_bytes(der[at + 2:start], "big")
    return der[at], start, start + size


def oid(dotted):
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray()
    for arc in (first * 40 + second, *rest):
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(0x80 | arc & 0x7F)
        out += bytes(reversed(septets))
    return tlv(0x06, bytes(out))


def attribute(kind, text, tag=0x0C):
    return tlv(0x31, seq(oid(kind), tlv(tag, text)))


# Certificates.

def certificate(at, text):
    """A copy of a template that bears the text in its subject."""
    whole = children(unpem((CERTIFICATES / TEMPLATES[at % len(TEMPLATES)]).read_text(encoding="ascii")))
    tbs = children(whole[0])
    tbs[1] = tlv(0x02, b"\x4b" + hashlib.sha256(text).digest()[:7])
    old, new = b"CVR:99887766-FID:%08d" % at, b"UI:DK-O:G:%08d-0000-4000-8000-000000000000" % at
    number = new if TEMPLATES[at % len(TEMPLATES)].startswith("iii") else old
    tbs[5] = seq(
        attribute("2.5.4.6", b"DK", 0x13), attribute("2.5.4.10", text + b" // CVR:99887766"), attribute("2.5.4.11", bmp(text), 0x1E),
        attribute("2.5.4.3", text), attribute("2.5.4.5", number + text if at % 2 else number), attribute("2.5.4.97", b"NTRDK-99887766"))
    mail = seq(oid("2.5.29.17"), tlv(0x04, seq(tlv(0x81, text + b"@fjordby.example"))))
    kept = [one for one in children(children(tbs[7])[0]) if oid("2.5.29.17") not in one]
    tbs[7] = tlv(0xA3, seq(*kept, mail))
    return seq(seq(*tbs), *whole[1:])


def bmp(text):
    """UTF-16 as BMPString holds it: lone surrogates too."""
    return text.decode("utf-8", "surrogateescape").encode("utf-16-be", "surrogatepass")


def pem(der):
    return b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"


def unpem(text):
    return base64.b64decode("".join(line for line in text.splitlines() if not line.startswith("-")))


# Stores.

def keystore(named):
    """A Java keystore: each certificate with a key, that is octets without meaning."""
    def text(value):
        return struct.pack(">H", len(value)) + value

    def long(value):
        return struct.pack(">I", len(value)) + value

    out = struct.pack(">III", 0xFEEDFEED, 2, len(named))
    for name, der in named:
        # Modified UTF-8 writes NUL with two octets.
        alias = text(name.replace(b"\0", b"\xc0\x80"))
        key = seq(seq(oid("1.3.6.1.4.1.42.2.17.1.1"), tlv(0x05)), tlv(0x04, hashlib.sha256(name).digest()))
        out += struct.pack(">I", 1) + alias + bytes(8) + long(key) + struct.pack(">I", 1) + text(b"X.509") + long(der)
    return out + hashlib.sha1("changeit".encode("utf-16-be") + b"Mighty Aphrodite" + out).digest()


DATA, ENCRYPTED = oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.7.6")
SCHEME = seq(oid("1.2.840.113549.1.12.1.3"), seq(tlv(0x04, b"saltsalt"), tlv(0x02, b"\x08\x00")))


def pkcs12(*bags, more=()):
    """A PFX in the clear, without a MAC."""
    safe = seq(DATA, tlv(0xA0, tlv(0x04, seq(*bags))))
    return seq(tlv(0x02, b"\x03"), seq(DATA, tlv(0xA0, tlv(0x04, seq(safe, *more)))))


def locked(name):
    """A key under a name that everybody can read, and a safe that nobody can open."""
    octets = hashlib.sha256(name).digest()
    key = seq(oid("1.2.840.113549.1.12.10.1.2"), tlv(0xA0, seq(SCHEME, tlv(0x04, octets))), friendly(name))
    hidden = seq(tlv(0x02, b"\0"), seq(DATA, SCHEME, tlv(0x80, octets)))
    return pkcs12(key, more=[seq(ENCRYPTED, tlv(0xA0, hidden))])


def certificate_bag(name, der):
    value = seq(oid("1.2.840.113549.1.9.22.1"), tlv(0xA0, tlv(0x04, der)))
    return seq(oid("1.2.840.113549.1.12.10.1.3"), tlv(0xA0, value), friendly(name))


def friendly(name):
    return tlv(0x31, seq(oid("1.2.840.113549.1.9.20"), tlv(0x31, tlv(0x1E, bmp(name)))))


# Archives.

def zipped(named):
    """A ZIP whose names are octets as they are."""
    body, directory = bytearray(), bytearray()
    for name, content in named:
        flags = 0x800 if is_utf8(name) else 0
        fixed = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0x21, zlib.crc32(content), len(content), len(content), len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + fixed + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + fixed + name + content
    end = struct.pack("<HHHHIIH", 0, 0, len(named), len(named), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\5\6" + end)


def is_utf8(name):
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def tarred(named):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in named:
            member = tarfile.TarInfo(name.replace(b"\0", b"").decode("utf-8", "surrogateescape"))
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()
