"""Writes the PKCS#12 files that no usual tool makes, from the bags up."""
import datetime, hashlib, hmac, sys
from cryptography import x509
from cryptography.hazmat.decrepit.ciphers.algorithms import RC2, TripleDES
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

OUT = sys.argv[1]
PASSWORD = "hemmelig"
USUAL = ["certificate key leaf leaf", "certificate - issuing", "certificate - root"]
DATA, SIGNED, ENVELOPED, ENCRYPTED = ("1.2.840.113549.1.7.%d" % n for n in (1, 2, 3, 6))


def der(name):
    return open(f"{OUT}/{name}.der", "rb").read()


def tlv(tag, *parts):
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    digits = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + body


def seq(*parts): return tlv(0x30, *parts)
def octets(body): return tlv(4, body)
def explicit(*parts): return tlv(0xA0, *parts)
def integer(n): return tlv(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    out = b""
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        digits = [arc & 127]
        while arc := arc >> 7:
            digits.append(128 | arc & 127)
        out += bytes(reversed(digits))
    return tlv(6, out)


def algorithm(dotted, *parameters): return seq(oid(dotted), *(parameters or [b"\5\0"]))


def kdf(name, purpose, password, salt, iterations, length):
    """RFC 7292 appendix B.2; `password` as octets."""
    block = 128 if name in ("sha384", "sha512", "sha512_256") else 64
    def fill(x): return (x * block)[: -(-len(x) // block) * block]
    mixed, out = bytearray(fill(salt) + fill(password)), b""
    while len(out) < length:
        digest = hashlib.new(name, bytes([purpose]) * block + bytes(mixed)).digest()
        for _ in range(iterations - 1):
            digest = hashlib.new(name, digest).digest()
        out += digest
        add = int.from_bytes((digest * block)[:block], "big") + 1
        for at in range(0, len(mixed), block):
            part = (int.from_bytes(mixed[at : at + block], "big") + add) % (1 << 8 * block)
            mixed[at : at + block] = part.to_bytes(block, "big")
    return out[:length]


def wide(password): return password.encode("utf-16-be") + b"\0\0"
def pad(body, block): return body + bytes([block - len(body) % block]) * (block - len(body) % block)


def cbc(cipher, iv, body):
    encryptor = Cipher(cipher, modes.CBC(iv)).encryptor()
    return encryptor.update(pad(body, len(iv))) + encryptor.finalize()


def attribute(dotted, value): return seq(oid(dotted), tlv(0x31, value))


def attributes(name=None, key_id=None):
    parts = []
    if name:
        parts.append(attribute("1.2.840.113549.1.9.20", tlv(0x1E, name.encode("utf-16-be"))))
    if key_id:
        parts.append(attribute("1.2.840.113549.1.9.21", octets(key_id)))
    return tlv(0x31, *parts) if parts else b""


def bag(number, value, *attrs): return seq(oid("1.2.840.113549.1.12.10.1.%d" % number), explicit(value), *attrs)


def certificate(name, *attrs, content=None, kind=1):
    body = der(name) if isinstance(name, str) else name
    return bag(3, seq(oid("1.2.840.113549.1.9.22.%d" % kind), explicit(content or octets(body))), *attrs)


KEY_ID = hashlib.sha1(der("leaf")).digest()
CERTIFICATES = [certificate("leaf", attributes("leaf", KEY_ID)), certificate("issuing"), certificate("root")]
# A shrouded key that nothing may ever open: its cipher does not even exist.
KEY = bag(2, seq(algorithm("1.2.3.4"), octets(b"not for you" * 9)), attributes("leaf", KEY_ID))
SAFE = seq(*CERTIFICATES)


def clear(body): return seq(oid(DATA), explicit(octets(body)))


def encrypted(algorithm_, ciphertext):
    info = seq(oid(DATA), algorithm_, tlv(0x80, ciphertext))
    return seq(oid(ENCRYPTED), explicit(seq(integer(0), info)))


PRFS = {"sha1": 7, "sha224": 8, "sha256": 9, "sha384": 10, "sha512": 11, "sha512_256": 13}


def pbkdf2(prf, salt, iterations, length=None):
    function = b"" if prf == "sha1" else algorithm("1.2.840.113549.2.%d" % PRFS[prf])
    return algorithm("1.2.840.113549.1.5.12", seq(octets(salt), integer(iterations), integer(length) if length else b"", function))


def pbes2(body, prf="sha256", cipher="aes256", iterations=10, password=PASSWORD.encode()):
    salt = b"saltsalt"
    length = {"aes256": 32, "3des": 24, "rc2": 16}[cipher]
    real = min(iterations, 10)
    key = hashlib.pbkdf2_hmac(prf, password, salt, real, length)
    iv = b"initialvectorsix"[: 16 if cipher == "aes256" else 8]
    made = {"aes256": algorithms.AES, "3des": TripleDES, "rc2": RC2}[cipher](key)
    scheme = {
        "aes256": algorithm("2.16.840.1.101.3.4.1.42", octets(iv)),
        "3des": algorithm("1.2.840.113549.3.7", octets(iv)),
        "rc2": algorithm("1.2.840.113549.3.2", seq(integer(58), octets(iv))),
    }[cipher]
    derivation = pbkdf2(prf, salt, iterations, length if cipher == "rc2" else None)
    return encrypted(algorithm("1.2.840.113549.1.5.13", seq(derivation, scheme)), cbc(made, iv, body))


def pbe(body, iterations=10, password=wide(PASSWORD), salt=b"saltsalt"):
    key, iv = (kdf("sha1", purpose, password, salt, iterations, length) for purpose, length in ((1, 24), (2, 8)))
    parameters = seq(octets(salt), integer(iterations))
    return encrypted(algorithm("1.2.840.113549.1.12.1.3", parameters), cbc(TripleDES(key), iv, body))


DIGESTS = {"sha1": "1.3.14.3.2.26", **{name: f"2.16.840.1.101.3.4.2.{n}" for name, n in dict(sha256=1, sha384=2, sha512=3, sha224=4, sha512_256=6).items()}}


def mac(authenticated, name="sha256", iterations=10, password=wide(PASSWORD), salt=b"macsalt!"):
    key = kdf(name, 3, password, salt, min(iterations, 10), hashlib.new(name).digest_size)
    digest = hmac.new(key, authenticated, name).digest()
    return seq(seq(algorithm(DIGESTS[name]), octets(digest)), octets(salt), integer(iterations))


def pbmac1(authenticated, name="sha256"):
    key = hashlib.pbkdf2_hmac(name, PASSWORD.encode(), b"macsalt!", 10, 32)
    parameters = seq(pbkdf2(name, b"macsalt!", 10, 32), algorithm("1.2.840.113549.2.%d" % PRFS[name]))
    digest = hmac.new(key, authenticated, name).digest()
    return seq(seq(algorithm("1.2.840.113549.1.5.14", parameters), octets(digest)), octets(b"NOT USED"), integer(1))


def pfx(*safes, made=mac, **options):
    authenticated = seq(*safes)
    return seq(integer(3), clear(authenticated), made(authenticated, **options) if made else b"")


def put(case, body, *expected, password=PASSWORD):
    open(f"{OUT}/{case}.p12", "wb").write(body)
    lines = ([f"password {password}"] if password is not None else []) + list(expected)
    open(f"{OUT}/{case}.expected", "w").write("".join(line + "\n" for line in lines))


def usual(case, body, *more): put(case, body, *USUAL, "keys 1", *more)


def ber(body, at=0, chunk=100):
    """The element at `at` with indefinite lengths and strings in segments."""
    def head(at):
        length, start = body[at + 1], at + 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(body[at + 2 : start], "big")
        return body[at], start, start + length
    tag, start, end = head(at)
    if tag & 0x20:
        inner = b""
        while start < end:
            inner += ber(body, start, chunk)
            start = head(start)[2]
        return bytes([tag, 0x80]) + inner + b"\0\0"
    if tag == 4 and end - start > chunk or tag == 0x80:
        parts = [octets(body[k : min(k + chunk, end)]) for k in range(start, end, chunk)]
        return bytes([tag | 0x20, 0x80]) + b"".join(parts) + b"\0\0"
    return body[at:end]


two = (pbes2(SAFE), clear(seq(KEY)))
for prf in PRFS:
    usual(f"odd-prf-{prf.replace('_', '-')}", pfx(pbes2(SAFE, prf), clear(seq(KEY))))
    usual(f"odd-pbmac1-{prf.replace('_', '-')}", pfx(*two, made=lambda a, p=prf: pbmac1(a, p)))
for cipher in ("3des", "rc2"):
    usual(f"odd-pbes2-{cipher}", pfx(pbes2(SAFE, "sha1", cipher), clear(seq(KEY))))
usual("odd-no-mac", pfx(*two, made=None))
usual("odd-no-mac-pbe", pfx(pbe(SAFE), clear(seq(KEY)), made=None))
usual("odd-wide-pbkdf2", pfx(pbes2(SAFE, password=wide(PASSWORD)), clear(seq(KEY))))
put("odd-empty-zero-octets", pfx(pbe(SAFE, password=b""), clear(seq(KEY)), password=b""), *USUAL, "keys 1", password="")
usual("odd-salts", pfx(pbe(SAFE, salt=b""), clear(seq(KEY)), salt=b"long" * 500))
usual("odd-trailing", pfx(*two) + b"\r\n")
usual("odd-ber-outside", ber(pfx(*two)))
deep = [ber(pbes2(ber(SAFE))), ber(clear(ber(seq(KEY))))]
deep_safes = b"\x30\x80" + b"".join(deep) + b"\0\0"
deep_string = b"\x24\x80" + octets(deep_safes[:70]) + octets(deep_safes[70:]) + b"\0\0"
deep_content = b"\x30\x80" + oid(DATA) + b"\xa0\x80" + deep_string + b"\0\0" + b"\0\0"
usual("odd-ber-inside", b"\x30\x80" + integer(3) + deep_content + mac(deep_safes) + b"\0\0")
leaf = der("leaf")
segments = tlv(0x24, octets(leaf[:100]), octets(leaf[100:]))
safe = seq(certificate("leaf", attributes("leaf", KEY_ID), content=segments), *CERTIFICATES[1:])
usual("odd-certificate-in-segments", pfx(pbes2(safe), clear(seq(KEY))))
usual("odd-key-in-encrypted-safe", pfx(pbes2(SAFE), pbes2(seq(KEY))))
# Told twice: without its key as it stands in the clear, then with it.
put("odd-key-hidden-certificates-clear", pfx(clear(SAFE), pbes2(seq(KEY))), "certificate - leaf leaf", *USUAL, "keys 1")
nameless = bag(2, seq(algorithm("1.2.3.4"), octets(b"no")))
put("odd-no-key-ids", pfx(pbes2(seq(*map(certificate, ("root", "leaf", "issuing")))), clear(seq(nameless))),
    "certificate key leaf", "certificate - issuing", "certificate - root", "keys 1")
windows = attributes(None, b"\1\0\0\0")
put("odd-windows-key-ids", pfx(pbes2(seq(certificate("issuing"), certificate("leaf", windows))), clear(seq(bag(2, seq(algorithm("1.2.3.4"), octets(b"no")), windows)))),
    "certificate key leaf", "certificate - issuing", "keys 1")
nested = CERTIFICATES[0]
for _ in range(4):
    nested = bag(6, seq(nested))
usual("odd-nested", pfx(pbes2(seq(nested, *CERTIFICATES[1:])), clear(seq(KEY))))
for _ in range(40):
    nested = bag(6, seq(nested))
put("odd-nested-too-deep", pfx(pbes2(seq(nested, *CERTIFICATES[1:])), clear(seq(KEY))), *USUAL[1:], "keys 1", "problem limit-exceeded")
crl = bag(4, seq(oid("1.2.840.113549.1.9.23.1"), explicit(octets(b"list"))))
secret = bag(5, seq(oid("1.2.3"), explicit(octets(b"secret"))))
sdsi = certificate("leaf", kind=2, content=tlv(22, b"abc"))
broken = certificate(b"\x30\x03\x02\x01\x01")
strange = bag(9, seq())
usual("odd-bad-siblings", pfx(pbes2(seq(crl, secret, sdsi, broken, strange, b"\x30\0", *CERTIFICATES)), clear(seq(KEY))),
      "problem corrupt", "problem corrupt", "problem unsupported", "problem unsupported")
def skewed(authenticated): return mac(authenticated, password=wide("something else"))
usual("odd-mac-damaged", pfx(*two, made=skewed), "problem corrupt")
usual("odd-mac-unknown", pfx(*two, made=lambda a: mac(a).replace(oid(DIGESTS["sha256"]), oid("2.16.840.1.101.3.4.2.99"))))
usual("odd-mac-iterations", pfx(*two, iterations=2**31), "problem limit-exceeded")
put("odd-safe-iterations", pfx(pbes2(SAFE, iterations=2**31), pbes2(seq(certificate("root"))), clear(seq(KEY))), "certificate - root", "keys 1", "problem limit-exceeded")
put("odd-all-iterations", pfx(pbes2(SAFE, iterations=2**31), clear(seq(KEY)), iterations=2**31), "keys 1", "problem limit-exceeded")
noise = algorithm("2.16.840.1.101.3.4.1.46", seq())
put("odd-cipher-unknown", pfx(encrypted(noise, b"noise"), *two), *USUAL, "keys 1", "problem unsupported")
put("odd-scrypt", pfx(encrypted(algorithm("1.2.840.113549.1.5.13", seq(algorithm("1.3.6.1.4.1.11591.4.11", seq()), noise)), b"noise")), "keys 0", "problem unsupported")
put("odd-content-damaged", pfx(encrypted(algorithm("1.2.840.113549.1.12.1.3", seq(octets(b"salt"), integer(9))), b"noise" * 32), clear(seq(KEY))), "keys 1", "problem corrupt")
put("odd-for-a-key", pfx(seq(oid(ENVELOPED), explicit(seq(integer(0)))), clear(SAFE)), "certificate - leaf leaf", *USUAL[1:], "keys 0", "problem unsupported", password=None)
put("odd-signed", seq(integer(3), seq(oid(SIGNED), explicit(seq(integer(1))))), "keys 0", "problem unsupported", password=None)
put("odd-wrong-password", pfx(*two), "keys 1", "problem locked", password="another")
whole = pfx(*two, made=None)
put("odd-cut", whole[: whole.index(octets(b"initialvectorsix")) + 18 + len(leaf) + 400], "certificate - leaf leaf", "keys 0", *["problem corrupt"] * 3)
put("odd-empty-store", pfx(clear(seq())), "keys 0", password=None)

ROOT_KEY = ec.generate_private_key(ec.SECP256R1())
many = []
for number in range(70):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Fjordby {number}")])
    day = datetime.datetime(2020, 1, 1)
    made = x509.CertificateBuilder(name, name, ROOT_KEY.public_key(), number + 1, day, day + datetime.timedelta(9000))
    many.append(made.sign(ROOT_KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
put("odd-many", pfx(pbes2(seq(*(certificate(one, attributes(f"nr {at}")) for at, one in enumerate(many))))), *(f"certificate - * nr {at}" for at in range(70)), "keys 0")
