"""Copies, breaks and describes the stores that javastores.sh has made.

Lines of an `.expected` file, in the order in which things stand in the store:
  reader ID                      the reader that must claim the file, or none
  certificate SHA256 key|- ALIAS
  key paired|unpaired PUBLIC|- ALIAS
  problem KIND WORDS             WORDS occur in the detail
"""
import hashlib, pathlib, struct, sys

out = pathlib.Path(sys.argv[1])
der = {name: pathlib.Path(name + ".crt").read_bytes() for name in ("root", "other", "rsa", "ec")}
sha = {name: hashlib.sha256(data).hexdigest() for name, data in der.items()}


def read(name):
    return pathlib.Path(name).read_bytes()


def modified(text):
    units = text.encode("utf-16-be")
    encoded = b""
    for (unit,) in struct.iter_unpack(">H", units):
        if 0 < unit < 0x80:
            encoded += bytes([unit])
        elif unit < 0x800:
            encoded += bytes([0xC0 | unit >> 6, 0x80 | unit & 63])
        else:
            encoded += bytes([0xE0 | unit >> 12, 0x80 | unit >> 6 & 63, 0x80 | unit & 63])
    return encoded


def utf(text):
    return struct.pack(">H", len(modified(text))) + modified(text)


def write(reader, name, data, certificates=(), keys=(), problems=(), claimed=True, order=None):
    folder = out / "containers" / reader
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    place = lambda alias: (order or data).find(utf(alias)) if alias else 0
    lines = ["reader " + (reader if claimed else "none")]
    for cert, key, alias in sorted(certificates, key=lambda row: place(row[2])):
        lines.append(f"certificate {sha[cert]} {'key' if key else '-'} {alias}".rstrip())
    for paired, public, alias in sorted(keys, key=lambda row: place(row[2])):
        lines.append(f"key {'paired' if paired else 'unpaired'} {public} {alias}")
    lines += [f"problem {kind} {words}" for kind, words in problems]
    (folder / (name + ".expected")).write_text("\n".join(lines) + "\n")


MIXED = [("rsa", True, "fjordby integration"), ("root", False, "fjordby integration"),
         ("root", False, "eksempel rod"), ("other", False, "anden")]
MIXED_KEY = [(True, "-", "fjordby integration")]
DANISH = [("ec", True, "nøgle æøå 🔑"), ("root", False, "nøgle æøå 🔑"), ("other", False, "blåbærgrød")]
TRUST = [("root", False, "rod"), ("other", False, "anden")]
SECRET = [("ec", True, "robot"), ("root", False, "robot"), ("root", False, "rod")]
ROBOT = [(True, "-", "robot")]


def without(rows, *aliases):
    return [row for row in rows if row[2] not in aliases]


def aliases_in_order(data, rows):
    return sorted({row[2] for row in rows}, key=lambda alias: data.find(utf(alias)))


# --- JKS and JCEKS -----------------------------------------------------------
for kind in ("jks", "jceks"):
    write(kind, "mixed." + kind, read("mixed." + kind), MIXED, MIXED_KEY)
jks = read("mixed.jks")
write("jks", "trust.jks", read("trust.jks"), TRUST)
write("jks", "empty.jks", read("empty.jks"))
write("jks", "danish.jks", read("danish.jks"), DANISH, [(True, "-", "nøgle æøå 🔑")])
secret = read("secret.jceks")
assert secret[12:16] == b"\0\0\0\3", "the secret key is to stand first"
write("jceks", "secret-first.jceks", secret, SECRET, ROBOT)

# Version 1 has no type before a certificate.
write("jks", "version-1.jks", jks[:7] + b"\1" + jks[8:].replace(utf("X.509"), b""), MIXED, MIXED_KEY)
write("jks", "version-3.jks", jks[:7] + b"\3" + jks[8:], problems=[("unsupported", "version 3")])
write("jks", "no-digest.jks", jks[:-20], MIXED, MIXED_KEY, [("corrupt", "digest")])
head = jks[:76]
write("jks", "bomb-count.jks", jks[:8] + b"\xff" * 4 + jks[12:], MIXED, MIXED_KEY, [("corrupt", "entry 4 of 4294967295")])
entry = struct.pack(">I", 1) + utf("x") + struct.pack(">Q", 1_700_000_000_000) + b"\xff" * 4
write("jks", "bomb-76.jks", (jks[:8] + b"\xff" * 4 + entry).ljust(76, b"\0"), keys=[(False, "-", "x")],
      problems=[("corrupt", "entry 1 of 4294967295 “x”: its private key runs past the end of the file")])
write("jks", "header.jks", jks[:10], problems=[("corrupt", "header")])
chain = struct.pack(">I", 1) + utf("x") + struct.pack(">Q", 1_700_000_000_000) + b"\0\0\0\2\x30\0" + b"\xff" * 4
write("jks", "bomb-chain.jks", jks[:8] + b"\0\0\0\1" + chain + utf("X.509")
      + struct.pack(">I", len(der["ec"])) + der["ec"] + bytes(20), [("ec", True, "x")], [(True, "-", "x")],
      [("corrupt", "certificate 2 of 4294967295 of its chain")])
unknown = jks.replace(utf("X.509"), utf("X.510"), 1)
first = aliases_in_order(jks, MIXED)[0]
lost = [row for row in MIXED if row[2] == first][0]
write("jks", "other-type.jks", unknown, [row for row in MIXED if row is not lost],
      [(lost[2] != "fjordby integration", "-", "fjordby integration")], [("unsupported", "X.510")])

order = aliases_in_order(jks, MIXED)
cut = jks.find(utf(order[-1]))
write("jks", "cut-in-last.jks", jks[:cut + 300], without(MIXED, order[-1]),
      without(MIXED_KEY, order[-1]) or [(False, "-", order[-1])],
      [("corrupt", f"entry 3 of 3 “{order[-1]}”")], order=jks)
# The middle entry's alias claims 64 KiB: its siblings stay.
at = jks.find(utf(order[1]))
write("jks", "damaged-alias.jks", jks[:at] + b"\xff\xff" + jks[at + 2:], without(MIXED, order[1]),
      without(MIXED_KEY, order[1]), [("corrupt", "entry 2 of 3: its alias runs past")], order=jks)
# The private key's length is damaged: the chain is found again behind it.
at = jks.find(utf("fjordby integration")) + len(utf("fjordby integration")) + 8
write("jks", "damaged-key.jks", jks[:at] + b"\x7f" + jks[at + 1:], MIXED, MIXED_KEY,
      [("corrupt", "“fjordby integration”: its private key runs past")])
# The length of the key's own certificate is damaged: the rest is found again.
at = jks.find(der["rsa"]) - 4
write("jks", "damaged-length.jks", jks[:at] + b"\x7f" + jks[at + 1:], [row for row in MIXED if row[0] != "rsa"],
      [(False, "-", "fjordby integration")], [("corrupt", "certificate 1 of 2 of its chain")])
# The content of the key's own certificate is damaged.
at = jks.find(der["rsa"]) + 4
write("jks", "damaged-certificate.jks", jks[:at] + b"\x31" + jks[at + 1:], [row for row in MIXED if row[0] != "rsa"],
      [(False, "-", "fjordby integration")], [("corrupt", "certificate 1 of 2 of its chain is damaged")])
# The chain counts fewer certificates than it has, the store fewer entries.
at = jks.find(der["rsa"]) - 4 - len(utf("X.509")) - 4
write("jks", "damaged-chain.jks", jks[:at] + b"\0\0\0\1" + jks[at + 4:], MIXED, MIXED_KEY, [("corrupt", "its chain is longer than it counts")])
write("jks", "damaged-count.jks", jks[:11] + b"\1" + jks[12:], MIXED, MIXED_KEY, [("corrupt", "counts 1 entries and holds more")])
# A secret key whose object is damaged at its start.
at = secret.find(b"\xac\xed\0\5")
write("jceks", "damaged-secret.jceks", secret[:at] + b"\0" + secret[at + 1:], SECRET, ROBOT, [("corrupt", "secret key is damaged")])

# --- BKS, UBER, BCFKS ---------------------------------------------------------
bks = read("mixed.bks")
write("bks", "mixed.bks", bks, MIXED, MIXED_KEY)
write("bks", "version-1.bks", read("mixed.bks-v1"), MIXED, MIXED_KEY)
write("bks", "trust.bks", read("trust.bks"), TRUST)
write("bks", "empty.bks", read("empty.bks"))
write("bks", "danish.bks", read("danish.bks"), DANISH, [(True, "-", "nøgle æøå 🔑")])
write("bks", "secret.bks", read("secret.bks"), SECRET, ROBOT)
write("bks", "no-mac.bks", bks[:-20], MIXED, MIXED_KEY, [("corrupt", "MAC")])


def bks_certificate(name):
    return utf("X.509") + struct.pack(">I", len(der[name])) + der[name]


key_der = read("rsa.pkcs8.der")
spki = __import__("subprocess").run(["openssl", "x509", "-in", "rsa.pem", "-noout", "-pubkey"], capture_output=True, text=True, check=True).stdout
import base64
spki = base64.b64decode("".join(line for line in spki.splitlines() if "-" not in line))
PUBLIC_RSA = hashlib.sha256(spki[24:]).hexdigest()
point = __import__("subprocess").run(["openssl", "x509", "-in", "ec.pem", "-noout", "-pubkey"], capture_output=True, text=True, check=True).stdout
PUBLIC_EC = hashlib.sha256(base64.b64decode("".join(line for line in point.splitlines() if "-" not in line))[26:]).hexdigest()
start = b"\2" + utf("i klar") + struct.pack(">Q", 1_700_000_000_000)
body = b"\0" + utf("PKCS#8") + utf("RSA") + struct.pack(">I", len(key_der)) + key_der
clear = start + struct.pack(">I", 1) + bks_certificate("rsa") + body
alone = start.replace(b"i klar", b"ingenA") + struct.pack(">I", 0) + body
write("bks", "clear-key.bks", bks[:32] + clear + alone + b"\0" + bytes(20), [("rsa", True, "i klar")],
      [(True, PUBLIC_RSA, "i klar"), (False, PUBLIC_RSA, "ingenA")])
order = aliases_in_order(bks, MIXED)
cut = bks.find(utf(order[-1]))
write("bks", "cut-in-last.bks", bks[:cut + 300], without(MIXED, order[-1]),
      without(MIXED_KEY, order[-1]) or [(False, "-", order[-1])], [("corrupt", f"entry 3 “{order[-1]}”")], order=bks)
at = bks.find(utf(order[1]))
write("bks", "damaged-alias.bks", bks[:at] + b"\xff\xff" + bks[at + 2:], without(MIXED, order[1]),
      without(MIXED_KEY, order[1]), [("corrupt", "entry 2: its alias runs past")], order=bks)
at = bks.find(der["rsa"]) - 4
write("bks", "damaged-length.bks", bks[:at] + b"\x7f" + bks[at + 1:], [row for row in MIXED if row[0] != "rsa"],
      [(False, "-", "fjordby integration")], [("corrupt", "certificate 1 of 2 of its chain")])
write("bks", "bomb-chain.bks", bks[:32] + start + b"\xff" * 4 + bks_certificate("rsa"), [("rsa", True, "i klar")],
      [(True, "-", "i klar")], [("corrupt", "certificate 2 of 4294967295")])
uber = read("mixed.uber")
write("uber", "mixed.uber", uber, problems=[("locked", "encrypted as a whole")])
write("uber", "cut.uber", uber[:-7], problems=[("locked", "encrypted as a whole"), ("corrupt", "whole block")])
write("uber", "counters.uber", struct.pack(">II", 2, 20) + bytes(20) + struct.pack(">I", 1500) + bytes(range(64, 128)), claimed=False)
bcfks = read("mixed.bcfks")
write("bcfks", "mixed.bcfks", bcfks, problems=[("locked", "encrypted as a whole")])
write("bcfks", "cut.bcfks", bcfks[:-9], problems=[("locked", "encrypted as a whole"), ("corrupt", "cut short")])
write("bcfks", "encrypted-key.der", read("ec.encrypted.der"), claimed=False)

# --- PKCS #7 -------------------------------------------------------------------
p7b = read("three.p7b")
THREE = sorted([(name, False, "") for name in ("rsa", "root", "other")], key=lambda row: p7b.find(der[row[0]]))
SIGNED = [("ec", False, ""), ("root", False, "")]


def signers(data):
    return sorted(SIGNED, key=lambda row: data.find(der[row[0]]))


def tlv(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([0x80 | len(digits)]) + digits) + content


def ber(tag, *parts):
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def signed(wrap, certificates, tail=tlv(0x31)):
    data = bytes.fromhex("06092a864886f70d010701")
    oid = bytes.fromhex("06092a864886f70d010702")
    body = wrap(0x30, b"\2\1\1", tlv(0x31), wrap(0x30, data), wrap(0xA0, *certificates), tail)
    return body, wrap(0x30, oid, wrap(0xA0, body))


write("pkcs7", "three.p7b", p7b, THREE)
write("pkcs7", "three-crlf.p7b", p7b + b"\r\n", THREE)
for name in ("detached", "attached", "stream"):
    data = read(name + ".p7s")
    write("pkcs7", name + ".p7s", data, signers(data))
assert read("stream.p7s")[:2] == b"\x30\x80"
write("pkcs7", "without-certificates.p7s", read("without.p7s"))
write("pkcs7", "enveloped.p7m", read("enveloped.p7m"), claimed=False)
pair = [der["rsa"], der["root"]]
PAIR = [("rsa", False, ""), ("root", False, "")]
bare, whole = signed(ber, pair)
write("pkcs7", "ber.p7b", whole, PAIR)
write("pkcs7", "bare.p7b", signed(tlv, pair)[0], PAIR)
write("pkcs7", "bare-ber.p7b", bare, PAIR)
between = [tlv(0xA2, b"\2\1\7"), der["rsa"], tlv(0xA1, tlv(0x30, b"\2\1\1")), tlv(0xA3, b"\5\0"), der["root"]]
write("pkcs7", "attribute-certificates.p7b", signed(tlv, between)[1], PAIR)
write("pkcs7", "attribute-certificates-ber.p7b", signed(ber, between)[1], PAIR)
netscape = bytes.fromhex("06096086480186f8420205")
write("pkcs7", "netscape.p7c", tlv(0x30, netscape, tlv(0xA0, tlv(0x30, *pair))), PAIR)
at = p7b.find(der[THREE[1][0]])
write("pkcs7", "cut-in-second.p7b", p7b[:at + 100], THREE[:1], [], [("corrupt", "certificate 2 is damaged or cut short")])
write("pkcs7", "cut-behind-second.p7b", p7b[:at + len(der[THREE[1][0]])], THREE[:2], [], [("corrupt", "ends before")])
write("pkcs7", "damaged-second.p7b", p7b[:at + 4] + b"\x31" + p7b[at + 5:], [THREE[0], THREE[2]], [],
      [("corrupt", "certificate 2 is damaged")])
write("pkcs7", "damaged-length.p7b", p7b[:at + 2] + b"\x7f" + p7b[at + 3:], [THREE[0], THREE[2]], [],
      [("corrupt", "certificate 2 is damaged")])
write("pkcs7", "cut.ber.p7b", whole[:whole.find(der["root"]) + 50], PAIR[:1], [], [("corrupt", "certificate 2")])
write("pkcs7", "header.p7b", p7b[:15], problems=[("corrupt", "cut short")])

# --- keys ------------------------------------------------------------------------
keys = out / "keys"
keys.mkdir(exist_ok=True)
for name, public in (("rsa.pkcs1.der", PUBLIC_RSA), ("rsa.pkcs8.der", PUBLIC_RSA), ("ec.sec1.der", PUBLIC_EC),
                     ("ec.pkcs8.der", PUBLIC_EC), ("ed25519.pkcs8.der", "-"), ("ec.encrypted.der", "encrypted"),
                     ("ec.encrypted-pkcs12.der", "encrypted")):
    (keys / name).write_bytes(read(name))
    (keys / (name + ".expected")).write_text(public + "\n")
for name, public in (("rsa.pkcs1.pem", PUBLIC_RSA), ("ec.pkcs8.pem", PUBLIC_EC)):
    (keys / name).write_bytes(read(name))
    (keys / (name + ".expected")).write_text(public + "\n")
