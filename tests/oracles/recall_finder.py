"""Finds certificates in its own slow way, to hold `oces` to it. It shares no
code and no table with `src`: what packs is unpacked by Python's modules, what
is a store is opened by `openssl` and `keytool`, text is turned over until PEM,
base64 or hexadecimal comes out, and DER is looked for at every offset. What it
takes for a certificate counts only if `openssl` reads it.
"""

import base64
import bz2
import email
import functools
import hashlib
import io
import lzma
import os
import re
import resource
import sqlite3
import ssl
import subprocess
import tarfile
import zipfile
import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

PASSWORDS = ("changeit", "", "password", "Opfundet-mixed-kodeord")
DEPTH = 8
# Bombs are for others: so much of a content is looked at, in octets, and so
# long a program may think, in seconds of processor time.
MOST = 64 << 20
PATIENCE = 5
DER = re.compile(rb"\x30(?:\x82..|\x81.|\x83...)\x30[\x81-\x83]", re.S)
NOISE = re.compile(rb"[\s\"'\\,;|>#*&()]+")
# One string literal that goes on in the next.
JOINT = re.compile(rb"[\"'][ \t]*[+.&_]?[ \t]*\r?\n[ \t]*[+.&]?[ \t]*[\"']")
PEM = re.compile(rb"-----BEGIN ([A-Z0-9# ]*)-----(.{16,400000}?)-----END", re.S)
HEX = re.compile(rb"(?:(?:\\x|0x|\\\\x)?[0-9A-Fa-f]{2}[\s:,\\\-]{0,12}){300,}")
ENTITY = re.compile(rb"&#(x[0-9A-Fa-f]{1,4}|[0-9]{1,5});")


def find(paths, scratch):
    """SHA-256 of each certificate, and the paths of its files."""
    candidates = {}
    paths = [path for path in paths if path.is_file() and not path.is_symlink()]
    with ProcessPoolExecutor() as pool:
        for path, held in zip(paths, pool.map(functools.partial(in_file, scratch), paths, chunksize=8)):
            for der in held:
                candidates.setdefault(der, set()).add(str(path))
    return {hashlib.sha256(der).hexdigest(): sorted(candidates[der]) for der in certificates(list(candidates))}


def in_file(scratch, path):
    return look(path.read_bytes()[:4 * MOST], scratch, 0)


def look(data, scratch, depth):
    """Everything in a content that may be a certificate."""
    found = set(ders(data))
    if depth > DEPTH or len(data) < 64:
        return found
    for inner in {*unpacked(data, scratch), *texts(data)}:
        found |= look(inner[:MOST], scratch, depth + 1)
    return found


def certificates(ders):
    """Those that openssl reads. It takes many at once and refuses all for one
    that is none: then each half is asked for."""
    if not ders:
        return []
    pem = "".join(ssl.DER_cert_to_PEM_cert(der) for der in ders).encode()
    if run(["openssl", "crl2pkcs7", "-nocrl", "-certfile", "/dev/stdin", "-outform", "DER"], pem).returncode == 0:
        return ders
    half = len(ders) // 2
    return certificates(ders[:half]) + certificates(ders[half:]) if half else []


def tlv(data, at):
    """Where the content of an element begins and ends."""
    first = data[at + 1]
    if first < 128:
        return at + 2, at + 2 + first
    size = first & 127
    begin = at + 2 + size
    return begin, begin + int.from_bytes(data[at + 2:begin], "big")


def ders(data):
    """Elements that have a certificate's three parts: body, algorithm, bits."""
    for match in re.finditer(b"(?=" + DER.pattern + b")", data, re.S):
        at = match.start()
        try:
            begin, end = tlv(data, at)
            _, body = tlv(data, begin)
            _, algorithm = tlv(data, body)
            if end <= len(data) and end - at > 100 and data[body] == 0x30 and data[algorithm] == 0x03 \
                    and tlv(data, algorithm)[1] == end:
                yield data[at:end]
        except IndexError:
            continue


def unpacked(data, scratch):
    """What hides in archives, stores, mail and databases."""
    if data[:2] == b"\x1f\x8b":
        yield from attempt(lambda: [gunzip(data)])
    if data[:3] == b"BZh":
        yield from attempt(lambda: [bz2.BZ2Decompressor().decompress(data, MOST)])
    if data[:6] == b"\xfd7zXZ\0" or data[:3] == b"\x5d\0\0":
        yield from attempt(lambda: [lzma.LZMADecompressor().decompress(data, MOST)])
    if b"PK\x05\x06" in data[-66_000:]:
        yield from attempt(lambda: zipped(data))
    if data[257:262] == b"ustar":
        yield from attempt(lambda: [*tarred(data)])
    if data[:8] == b"!<arch>\n":
        yield from attempt(lambda: [*ar(data)])
    if data[:15] == b"SQLite format 3":
        yield from attempt(lambda: rows(data, scratch))
    if re.match(rb"\x30(?:\x82..|\x81.|\x83...|\x80)\x02\x01\x03\x30", data, re.S):
        yield from attempt(lambda: openssl_pkcs12(data))
    if data[:4] in (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce"):
        yield from attempt(lambda: keytool(data, scratch))
    if re.search(rb"(?mi)^content-(?:type|transfer-encoding):", data[:200_000]):
        for message in re.split(rb"(?m)^From .*\n(?=[A-Z][A-Za-z-]*:)", data):
            yield from attempt(lambda message=message: [*mail(message)])


def attempt(make):
    """A damaged archive gives nothing; that `oces` says more is no fault of either."""
    try:
        return list(make())
    except Exception:
        return []


def gunzip(data):
    """Every member, as far as it goes."""
    whole = b""
    while data and len(whole) < MOST:
        one = zlib.decompressobj(31)
        whole += one.decompress(data, MOST)
        data = one.unused_data
    return whole


def run(command, data=None):
    given = {"stdin": subprocess.DEVNULL} if data is None else {"input": data}
    patience = functools.partial(resource.setrlimit, resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    return subprocess.run(command, capture_output=True, check=False, preexec_fn=patience, **given)


def zipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [content for info in archive.infolist() if info.file_size < MOST for content in attempt(lambda info=info: [archive.read(info)])]


def tarred(data):
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            if member.isreg() and member.size < MOST:
                yield archive.extractfile(member).read()


def ar(data):
    at = 8
    while at + 60 <= len(data):
        size = int(data[at + 48:at + 58])
        yield data[at + 60:at + 60 + size]
        at += 60 + size + size % 2


def rows(data, scratch):
    path = scratch / f"{os.getpid()}.sqlite"
    path.write_bytes(data)
    base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    base.text_factory = bytes
    names = [name for name, in base.execute("select name from sqlite_master where type = 'table'")]
    for name in names:
        for row in base.execute(f'select * from "{name.decode()}"'):
            yield from (value for value in row if isinstance(value, bytes))
    base.close()


def openssl_pkcs12(data):
    for password in PASSWORDS:
        for legacy in ([], ["-legacy"]):
            command = ["openssl", "pkcs12", "-nokeys", "-passin", f"pass:{password}", *legacy]
            ran = run(command, data)
            if ran.returncode == 0:
                return [ran.stdout]
    return []


def keytool(data, scratch):
    path = scratch / f"{os.getpid()}.jks"
    path.write_bytes(data)
    command = ["keytool", "-list", "-rfc", "-keystore", path, "-storepass", "changeit"]
    return [run(command).stdout]


def mail(data):
    for part in email.message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if content:
            yield content


def texts(data):
    """The same text turned over: other widths, escapes undone, then decoded."""
    for text in {data, *wide(data)}:
        if not re.search(rb"MI[I-M]|-----BEGIN|LS0tLS1|3082|30[ :,]{1,2}(?:0x)?82|x30|TUlJ", text):
            continue
        for plain in {text, plainer(text)}:
            yield from pems(plain)
            yield from bare(plain)
            yield from hexadecimal(plain)
        if text is not data:
            yield text


def wide(data):
    for code in ("utf-16-le", "utf-16-be"):
        mark = "-----BEGIN".encode(code), "MII".encode(code)
        if any(one in data for one in mark):
            at = min(data.find(one) for one in mark if one in data) % 2
            yield data[at:].decode(code, "replace").encode()


def plainer(text):
    """Escapes of JSON, XML, URLs and quoted-printable undone."""
    text = re.sub(rb"=\r?\n", b"", text) if b"=3D" in text else text
    text = ENTITY.sub(lambda m: bytes([int(m[1][1:], 16) if m[1][:1] == b"x" else int(m[1])][:1])
                      if m[1] in (b"10", b"13", b"xA", b"xD", b"xa", b"xd", b"x0A", b"x0D", b"43", b"x2B") else b"", text)
    text = re.sub(rb"\\+u00(0[aAdD]|2[bBfF]|3[dD])", lambda m: bytes.fromhex(m[1].decode()), text)
    text = JOINT.sub(b"", re.sub(rb"\\+[nrt]", b"\n", text).replace(b"\\/", b"/"))
    return re.sub(rb"%(0[aAdD]|2[bBfF0]|3[dD])", lambda m: bytes.fromhex(m[1].decode()), text)


def decoded(text):
    text = NOISE.sub(b"", text).replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=")
    return base64.b64decode(text[:len(text) - (len(text) % 4 == 1)] + b"==", validate=False)


def pems(text):
    for match in PEM.finditer(text):
        lines = [line for line in match[2].split(b"\n") if b": " not in line]
        yield from attempt(lambda lines=lines: [decoded(b"\n".join(lines))])


def bare(text):
    """Base64 from where a DER sequence, PEM or base64 of base64 may begin; as
    much as stands without anything that is neither base64 nor noise."""
    end = 0
    run = re.compile(rb"(?:[A-Za-z0-9/+=_-]|[\s\"'\\,;|>#*&()]{1,80}?)+")
    for match in re.finditer(rb"MI[I-M][A-Za-z0-9+/_-]|LS0tLS1CRUdJTi|TUlJ", text):
        if match.start() >= end:
            content = run.match(text, match.start())[0][:400_000]
            yield from attempt(lambda content=content: [decoded(content)])
            one = re.match(rb"[A-Za-z0-9/+_-]+", content)[0]
            yield from attempt(lambda one=one: [decoded(one)])
            end = match.start() + len(one)


def hexadecimal(text):
    for match in HEX.finditer(text):
        yield from attempt(lambda match=match: [bytes.fromhex(re.sub(rb"0x|[^0-9A-Fa-f]", b"", match[0]).decode())])
