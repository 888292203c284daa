#!/usr/bin/env python3
"""Makes testdata/: keys, certificates/, corpus/, broken/, demo/ and their expectations.

Needs Python 3.11 with `cryptography` 48, openssl 3 with its legacy provider,
keytool 17, NSS (certutil, pk12util) and Bouncy Castle at
/usr/share/java/bcprov.jar. None of it is needed to build or test `oces`: what
this script wrote is committed, and what is committed is the truth.

Every person and organisation is invented. The CVR numbers fail the modulus 11
check, so nobody can bear them. The leaf certificates bear the real names and
key identifiers of real issuers (facts) but are signed by throw-away keys: no
chain check accepts them. The private keys beside them protect nothing.

Keys and the encrypted stores hold random salt: they are kept when present.
`--fresh` makes them anew. Everything else comes out the same every time.
"""
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

HERE = os.path.dirname(os.path.abspath(__file__))
FRESH = "--fresh" in sys.argv
BOUNCY = "/usr/share/java/bcprov.jar"
if FRESH:
    for folder in ("certificates", "corpus", "broken", "demo", "made"):
        shutil.rmtree(f"{HERE}/{folder}", ignore_errors=True)
OWN_CVR, PARTNER_CVR = "99887766", "99776655"
OWN, PARTNER = "Fjordby Kommune", "Havblik Data ApS"
PASSWORD = "changeit"


# --- DER ------------------------------------------------------------------

def tlv(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + body


def seq(*parts):
    return tlv(0x30, *parts)


def set_of(*parts):
    return tlv(0x31, *sorted(parts))


def octets(data):
    return tlv(0x04, data)


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    out = []
    for arc in [arcs[0] * 40 + arcs[1]] + arcs[2:]:
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(0x80 | arc & 0x7F)
        out += reversed(septets)
    return tlv(0x06, bytes(out))


def utf8(text):
    return tlv(0x0C, text.encode())


def printable(text):
    return tlv(0x13, text.encode("ascii"))


def ia5(text):
    return tlv(0x16, text.encode("ascii"))


def utc_time(day):
    return tlv(0x17, day.replace("-", "")[2:].encode() + b"000000Z")


C, O, OU, CN, SERIAL = "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.3", "2.5.4.5"
GIVEN, SURNAME, ORGANISATION_ID = "2.5.4.42", "2.5.4.4", "2.5.4.97"


def attribute(kind, value):
    return seq(oid(kind), value)


def name(*rdns):
    """A Name; an RDN is a list of attributes, its SET in DER order."""
    return seq(*(set_of(*(attribute(kind, value) for kind, value in rdn)) for rdn in rdns))


# --- Keys -----------------------------------------------------------------

def load_key(label):
    path = f"{HERE}/made/keys/{label}.pem"
    if not os.path.exists(path):
        os.makedirs(f"{HERE}/made/keys", exist_ok=True)
        key = rsa.generate_private_key(65537, 2048)
        with open(path, "wb") as out:
            out.write(key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption()))
    with open(path, "rb") as file:
        return serialization.load_pem_private_key(file.read(), None)


KEYS = {label: load_key(label) for label in
        # `lone`: no private key lies anywhere but in made/keys/. `store`: in stores
        # only. `clear`: unencrypted beside its certificate. `mime`: signed a mail,
        # and is not here. The rest are the
        # demo's, one a service, and the signer of everything.
        ["lone", "store", "clear", "mime", "signer", "chain", "partner",
         "web", "tomcat", "kombit", "skat", "post", "data", "robot", "kubernetes", "mail", "oces3", "test",
         "school", "login", "health", "deeds", "invoice", "sync", "gateway", "gateway3", "parking", "unnamed"]}


def key_pem(label):
    with open(f"{HERE}/made/keys/{label}.pem") as file:
        return file.read()


def spki(label):
    return KEYS[label].public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def key_identifier(label):
    bits = KEYS[label].public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    return hashlib.sha1(bits).digest()


# --- Issuers: facts of the real authorities ---------------------------------

def trust2408(common, string=utf8, organisation="TRUST2408"):
    return name([(C, printable("DK"))], [(O, string(organisation))], [(CN, string(common))])


def danske_stat(common, unit=None):
    middle = [[(OU, utf8(unit))]] if unit else []
    return name([(CN, utf8(common))], *middle, [(O, utf8("Den Danske Stat"))], [(C, printable("DK"))])


ISSUERS = {  # label: (name, key identifier)
    "I": (name([(C, printable("DK"))], [(O, printable("TDC"))], [(CN, printable("TDC OCES CA"))]),
          "60b585ec56647e121927671d50154b73ae3bf912"),
    "I-test": (name([(C, printable("DK"))], [(O, printable("TDC"))],
                    [(CN, printable("TDC OCES Systemtest CA II"))]),
               "1c9809471a4c38b910c504295bf1f44e806acc7e"),
    "II-root": (trust2408("TRUST2408 OCES Primary CA", printable),
                "f66df8b148b3414301db8644e51805b75ecc0637"),
    "II-1": (trust2408("TRUST2408 OCES CA I"), "dc3e20390451750a18fdbf89d5aea5a52a4b7277"),
    "II-2": (trust2408("TRUST2408 OCES CA II"), "998fba0d89ae211a427a0aae1a4c4e22ff10eb8c"),
    "II-3": (trust2408("TRUST2408 OCES CA III"), "c658314f962d52fbf60b78f7cadc1ed8dabca384"),
    "II-4": (trust2408("TRUST2408 OCES CA IV"), "5cbb7562163299aa36a0b89afb6fa70c5ff00ad5"),
    "II-5": (trust2408("TRUST2408 OCES CA V"), "14e78cec34ea66a4c3f5abc794cbd4e4abf53728"),
    "II-test-22": (trust2408("TRUST2408 Systemtest XXII CA"), "aba8014419b0b34399dafa7cccd2001803e73cbf"),
    "II-test-34": (trust2408("TRUST2408 Systemtest XXXIV CA"), "cd6c6897397219a435ab64eaf411a38187f8693b"),
    "III": (danske_stat("Den Danske Stat OCES udstedende-CA 1"), "4c01e2ca73bcc3be380a383d36b05c749c7b97b9"),
    "III-test": (danske_stat("Den Danske Stat OCES udstedende-CA 1", "Test - cti"),
                 "7f289fd9719942e275e7d735762e4d08256d765e"),
    "III-qualified": (danske_stat("Den Danske Stat kvalificeret udstedende-CA 1"),
                      "33a8b7423af9ad84ec2912cdeb14175bee3dfeb2"),
    # Not real: what must not be taken for the real ones.
    "look-alike": (trust2408("TRUST2408 OCES CA IV"), "00112233445566778899aabbccddeeff00112233"),
    "no-aki": (trust2408("TRUST2408 OCES CA II"), None),
    "near-miss": (trust2408("TRUST2408 Systemtest XXII CA", organisation="TRUST2048"),
                  "ffeeddccbbaa99887766554433221100ffeeddcc"),
    "unknown": (trust2408("TRUST2408 OCES CA IX"), "0102030405060708090a0b0c0d0e0f1011121314"),
    "unknown-III": (danske_stat("Den Danske Stat OCES udstedende-CA 7"),
                    "1102030405060708090a0b0c0d0e0f1011121314"),
    "ordinary": (name([(C, printable("DK"))], [(O, utf8("Opdigtet Tillid A/S"))],
                      [(CN, utf8("Opdigtet Server CA 3"))]),
                 "2102030405060708090a0b0c0d0e0f1011121314"),
    # An invented issuing CA that a certificate of this script vouches for.
    "chain": (name([(C, printable("DK"))], [(O, utf8("Fjordby Proeve"))],
                   [(CN, utf8("Fjordby Proeve OCES CA"))]), None),
}

POLICY = {  # (generation, kind): the version that the issuing CA wrote
    ("II", "poces"): "1.2.208.169.1.1.1.1.5", ("II", "moces"): "1.2.208.169.1.1.1.2.6",
    ("II", "voces"): "1.2.208.169.1.1.1.3.5", ("II", "foces"): "1.2.208.169.1.1.1.4.3",
    ("II-test", "poces"): "1.3.6.1.4.1.31313.2.4.6.1.5", ("II-test", "moces"): "1.3.6.1.4.1.31313.2.4.6.2.6",
    ("II-test", "voces"): "1.3.6.1.4.1.31313.2.4.6.3.5", ("II-test", "foces"): "1.3.6.1.4.1.31313.2.4.6.4.3",
    ("I", "moces"): "1.2.208.169.1.1.1.2.4", ("I", "voces"): "1.2.208.169.1.1.1.3.3",
    ("I-test", "moces"): "1.1.1.1.1.1.1.1.1.2", ("I-test", "voces"): "1.1.1.1.1.1.1.1.1.3",
    ("III", "employee"): "1.2.208.169.1.1.1.2.7",
    ("III", "organisation"): "1.2.208.169.1.1.1.3.7.1", ("III", "system"): "1.2.208.169.1.1.1.3.7.1",
}
# digitalSignature is the first bit of the first octet (RFC 5280, 4.2.1.3).
USAGE = {"poces": b"\x03\x03\xf8", "moces": b"\x03\x03\xf8", "voces": b"\x03\x03\xb8", "foces": b"\x03\x03\xb8",
         "employee": b"\x03\x05\xe0", "organisation": b"\x03\x05\xe0", "system": b"\x03\x05\xa0",
         "ca": b"\x03\x01\x06"}


# --- Certificates -----------------------------------------------------------

def extension(kind, value, critical=False):
    return seq(oid(kind), tlv(0x01, b"\xff") if critical else b"", octets(value))


def malformed_notice():
    """A UserNotice as in real certificates: Latin-1 in a VisibleString, which ASN.1 forbids."""
    text = "Opdigtet certifikat, der kun gælder i prøver.".encode("latin-1")
    reference = seq(ia5("OPDIGTET"), seq(integer(1)))
    return seq(oid("1.3.6.1.5.5.7.2.2"), seq(reference, tlv(0x1A, text)))


def policies(generation, kind):
    number = POLICY[generation, kind]
    if generation.startswith("III"):
        return seq(seq(oid("0.4.0.2042.1.1")), seq(oid(number)))
    practice = seq(oid("1.3.6.1.5.5.7.2.1"), ia5("http://repository.example/"))
    return seq(seq(oid(number), seq(practice, malformed_notice())))


def usage_bits(kind):
    encoded = USAGE[kind]
    return tlv(0x03, encoded[1:])


def crl_points(issuer):
    uri = tlv(0xA0, tlv(0xA0, tlv(0x86, b"http://crl.example/list.crl")))
    directory = tlv(0xA0, tlv(0xA0, tlv(0xA4, issuer)))
    return seq(seq(uri), seq(directory))


def number_of(text, modulus):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big") % modulus


def sign(tbs):
    algorithm = seq(oid("1.2.840.113549.1.1.11"), tlv(0x05))
    signature = KEYS["signer"].sign(tbs, padding.PKCS1v15(), hashes.SHA256())
    return seq(tbs, algorithm, tlv(0x03, b"\0" + signature))


def assemble(label, issuer, subject, days, key, extensions, serial=None):
    algorithm = seq(oid("1.2.840.113549.1.1.11"), tlv(0x05))
    serial = serial or 0x40000000 + number_of(label, 0x3FFFFFFF)
    validity = seq(utc_time(days[0]), utc_time(days[1]))
    return sign(seq(tlv(0xA0, integer(2)), integer(serial), algorithm, issuer, validity,
                    subject, spki(key), tlv(0xA3, seq(*extensions))))


def old_subject(common, kind, cvr, organisation):
    number = number_of(common, 10**8)
    identifier = {"poces": f"PID:9208-2002-2-{number:012}", "moces": f"CVR:{cvr}-RID:{number:08}",
                  "voces": f"CVR:{cvr}-UID:{number:08}", "foces": f"CVR:{cvr}-FID:{number:08}"}[kind]
    holder = "Ingen organisatorisk tilknytning" if kind == "poces" else f"{organisation} // CVR:{cvr}"
    return name([(C, printable("DK"))], [(O, utf8(holder))], [(CN, utf8(common)), (SERIAL, printable(identifier))])


def new_subject(common, kind, cvr, organisation, holder):
    digest = hashlib.sha256(holder.encode()).hexdigest()
    uuid = f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"
    letter = "E" if kind == "employee" else "O"
    tail = [[(SERIAL, printable(f"UI:DK-{letter}:G:{uuid}"))], [(O, utf8(organisation))],
            [(ORGANISATION_ID, utf8(f"NTRDK-{cvr}"))], [(C, printable("DK"))]]
    if kind != "employee":
        return name([(CN, utf8(common))], *tail)
    given, _, surname = common.rpartition(" ")
    return name([(CN, utf8(common))], [(GIVEN, utf8(given))], [(SURNAME, utf8(surname))], *tail)


def leaf(common, issuer="II-4", kind="voces", days=("2021-03-01", "2024-03-01"), key="lone",
         cvr=OWN_CVR, organisation=OWN, email=None, holder=None, extra=(), serial=None):
    issuer_name, identifier = ISSUERS[issuer]
    policy_of = "I" if issuer == "I" else "I-test" if issuer == "I-test" else \
        "III" if "III" in issuer else "II-test" if issuer.startswith("II-test") else "II"
    modern = policy_of == "III"
    subject = new_subject(common, kind, cvr, organisation, holder or common) if modern else \
        old_subject(common, kind, cvr, organisation)
    aki = [extension("2.5.29.35", seq(tlv(0x80, bytes.fromhex(identifier))))] if identifier else \
        [extension("2.5.29.35", seq(tlv(0x80, key_identifier("chain"))))] if issuer == "chain" else []
    san = [extension("2.5.29.17", seq(tlv(0x81, email.encode())))] if email else []
    usage = extension("2.5.29.15", usage_bits(kind), critical=True)
    middle = [extension("2.5.29.32", policies(policy_of, kind)), *san,
              extension("2.5.29.31", crl_points(issuer_name)), *aki,
              extension("2.5.29.14", octets(key_identifier(key))), *extra]
    constraints = extension("2.5.29.19", seq(), critical=modern)
    extensions = [constraints, *middle, usage] if modern else [usage, *middle, constraints]
    return assemble(common + issuer, issuer_name, subject, days, key, extensions, serial)


def chain_ca():
    issuer_name, identifier = ISSUERS["II-root"]
    return assemble("chain-ca", issuer_name, ISSUERS["chain"][0], ("2016-05-01", "2031-05-01"), "chain", [
        extension("2.5.29.19", seq(tlv(0x01, b"\xff")), critical=True),
        extension("2.5.29.15", usage_bits("ca"), critical=True),
        extension("2.5.29.35", seq(tlv(0x80, bytes.fromhex(identifier)))),
        extension("2.5.29.14", octets(key_identifier("chain")))])


def ordinary(common, key="lone", padding_octets=0, ca=False):
    """A certificate that has nothing to do with OCES."""
    issuer_name, identifier = ISSUERS["ordinary"]
    subject = name([(C, printable("DK"))], [(O, utf8(OWN))], [(CN, utf8(common))])
    filler = [extension("1.3.6.1.4.1.55555.1", octets(b"\x55" * padding_octets))] if padding_octets else []
    constraints = [extension("2.5.29.19", seq(tlv(0x01, b"\xff")), critical=True)] if ca else []
    return assemble(common, issuer_name, subject, ("2025-01-01", "2027-06-01"), key, [
        extension("2.5.29.35", seq(tlv(0x80, bytes.fromhex(identifier)))), *constraints, *filler])


# --- Text forms ---------------------------------------------------------------

def b64(data):
    return base64.b64encode(data).decode()


def lines_of(text, width=64):
    return [text[at:at + width] for at in range(0, len(text), width)]


def wrap(data, width=64, newline="\n"):
    return newline.join(lines_of(b64(data), width)) + newline


def pem(data, label="CERTIFICATE", width=64, newline="\n"):
    return f"-----BEGIN {label}-----{newline}{wrap(data, width, newline)}-----END {label}-----{newline}"


def prefixed(text, prefix):
    return "".join(prefix + line + "\n" for line in text.splitlines())


def quoted(text, before, after, last, width=0):
    """Source code that builds `text`: one literal a line."""
    pieces = lines_of(text, width) if width else [line + "\\n" for line in text.splitlines()]
    return "".join(f"    {before}{piece}{after}\n" for piece in pieces[:-1]) + f"    {before}{pieces[-1]}{last}\n"


# --- Stores -----------------------------------------------------------------------

def run(*command, stdin=None, **env):
    done = subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **env}, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout


KEYTOOL = ["keytool", "-J-Duser.language=en"]
BC = ["-provider", "org.bouncycastle.jce.provider.BouncyCastleProvider", "-providerpath", BOUNCY]


def pkcs12(der, key, alias, password=PASSWORD, options=(), others=()):
    with tempfile.TemporaryDirectory() as at:
        with open(f"{at}/c.pem", "w") as out:
            out.write(pem(der))
        with open(f"{at}/o.pem", "w") as out:
            out.write("".join(map(pem, others)))
        chain = ["-certfile", f"{at}/o.pem"] if others else []
        from_key = ["-inkey", f"{HERE}/made/keys/{key}.pem"] if key else ["-nokeys"]
        naming = ["-name", alias] if alias and key else ["-caname", alias] if alias else []
        return run("openssl", "pkcs12", "-export", *from_key, "-in", f"{at}/c.pem", *chain, *naming,
                   "-passout", f"pass:{password}", *options)


def java(kind, entries, password=PASSWORD, flags=(), provider=()):
    """A store by keytool; an entry is (alias, der, key label or None)."""
    with tempfile.TemporaryDirectory() as at:
        store = f"{at}/store"
        common = ["-noprompt", *provider]
        for alias, der, key in entries:
            if key:
                with open(f"{at}/in.p12", "wb") as out:
                    out.write(pkcs12(der, key, alias))
                run(*KEYTOOL, *flags, "-importkeystore", *common, "-srckeystore", f"{at}/in.p12", "-srcstoretype",
                    "PKCS12", "-srcstorepass", PASSWORD, "-srcalias", alias, "-destkeystore", store, "-deststoretype", kind,
                    "-deststorepass", password, "-destkeypass", password)
            else:
                with open(f"{at}/in.der", "wb") as out:
                    out.write(der)
                run(*KEYTOOL, *flags, "-importcert", *common, "-alias", alias, "-file", f"{at}/in.der",
                    "-keystore", store, "-storetype", kind, "-storepass", password)
        with open(store, "rb") as file:
            return file.read()


def nss_export(der, key, alias):
    with tempfile.TemporaryDirectory() as at:
        with open(f"{at}/in.p12", "wb") as out:
            out.write(pkcs12(der, key, alias))
        run("certutil", "-N", "-d", f"sql:{at}", "--empty-password")
        run("pk12util", "-i", f"{at}/in.p12", "-d", f"sql:{at}", "-W", PASSWORD, "-K", "")
        run("pk12util", "-o", f"{at}/out.p12", "-n", alias, "-d", f"sql:{at}", "-W", PASSWORD, "-K", "")
        with open(f"{at}/out.p12", "rb") as file:
            return file.read()


def pkcs7(*certificates):
    """Degenerate SignedData (RFC 5652, section 5.1): certificates only, in DER."""
    signed = seq(integer(1), tlv(0x31), seq(oid("1.2.840.113549.1.7.1")), tlv(0xA0, *certificates), tlv(0x31))
    return seq(oid("1.2.840.113549.1.7.2"), tlv(0xA0, signed))


def indefinite(tag, *parts):
    return bytes([tag, 0x80]) + b"".join(parts) + b"\0\0"


def pkcs7_ber(*certificates):
    """The same with indefinite lengths, as streaming writers make it."""
    signed = indefinite(0x30, integer(1), tlv(0x31), indefinite(0x30, oid("1.2.840.113549.1.7.1")),
                        indefinite(0xA0, *certificates), tlv(0x31))
    return indefinite(0x30, oid("1.2.840.113549.1.7.2"), indefinite(0xA0, signed))


def cms_signed(der, key):
    with tempfile.TemporaryDirectory() as at:
        with open(f"{at}/c.pem", "w") as out:
            out.write(pem(der))
        with open(f"{at}/m.txt", "w") as out:
            out.write("Hej fra Fjordby\n")
        return run("openssl", "smime", "-sign", "-in", f"{at}/m.txt", "-signer", f"{at}/c.pem", "-inkey",
                   f"{HERE}/made/keys/{key}.pem", "-from", "post@fjordby.example", "-to", "post@havblik.example",
                   "-subject", "Hej").decode()


def trusted(der):
    """OpenSSL's certificate with trust settings behind it (X509_CERT_AUX)."""
    return pem(der + seq(seq(oid("1.3.6.1.5.5.7.3.2"))), "TRUSTED CERTIFICATE")


def write(path, data, kept=False):
    """Writes a file. A `kept` one is made by `data()` and only when it is not there."""
    path = f"{HERE}/{path}"
    if kept:
        if os.path.exists(path) and not FRESH:
            with open(path, "rb") as file:
                return file.read()
        data = data()
    data = data.encode() if isinstance(data, str) else data
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data)
    return data


def cached(label, make):
    """Bytes with random salt that go into a text: kept in made/ beside this script."""
    return write(f"made/{label}", make, kept=True)


def tsv(path, header, rows):
    write(path, "".join("\t".join(row) + "\n" for row in [header, *rows]))


# --- corpus/: one certificate a form -------------------------------------------------

CORPUS = []


def case(file, content, *rows, kept=False):
    """One file and what it holds: (cn, format, alias, private key, steps).

    The key is `yes` in the same entry, `beside` it in the clear, or `no`.
    """
    assert file not in {row[0] for row in CORPUS}, file
    data = write(f"corpus/{file}", content, kept)
    CORPUS.extend((file, *row) for row in rows)
    return data


def pem_case(file, form, *, key="lone", row_key="no", told="pem"):
    """A file whose text is `form(pem text)`; the certificate is named for the file."""
    common = file.rpartition(".")[0]
    case(file, form(pem(leaf(common, key=key))), (common, told, "-", row_key, "-"))


def base64_case(file, form, steps="-", told="base64"):
    common = file.rpartition(".")[0]
    case(file, form(leaf(common)), (common, told, "-", "no", steps))


def corpus_pem_labels():
    for label in ["CERTIFICATE", "X509 CERTIFICATE"]:
        file = "pem-" + label.lower().replace(" ", "-")
        case(file + ".pem", pem(leaf(file), label), (file, "pem", "-", "no", "-"))
    case("pem-trusted.pem", trusted(leaf("pem-trusted")), ("pem-trusted", "pem", "-", "no", "-"))
    case("pem-pkcs7.pem", pem(pkcs7(leaf("pem-pkcs7")), "PKCS7"), ("pem-pkcs7", "pkcs7", "-", "no", "-"))
    case("pem-pkcs7-ber.pem", pem(pkcs7_ber(leaf("pem-pkcs7-ber")), "PKCS7"),
         ("pem-pkcs7-ber", "pkcs7", "-", "no", "-"))
    case("pem-cms.pem", pem(pkcs7(leaf("pem-cms")), "CMS"), ("pem-cms", "pkcs7", "-", "no", "-"))


def corpus_pem_layout():
    pem_case("pem-crlf.pem", lambda t: t.replace("\n", "\r\n"))
    pem_case("pem-cr-only.pem", lambda t: t.replace("\n", "\r"))
    pem_case("pem-bom.pem", lambda t: "\ufeff" + t)
    pem_case("pem-leading-text.pem", lambda t: "Certificate:\n    Data:\n        Version: 3 (0x2)\n        "
             "Issuer: C = DK, O = TRUST2408, CN = TRUST2408 OCES CA IV\n" + t)
    pem_case("pem-latin1-text.pem", lambda t: "Fællesnøgle på årets server\n".encode("latin-1") + t.encode())
    pem_case("pem-bag-attributes.pem", lambda t: "Bag Attributes\n    friendlyName: integration\n    localKeyID: "
             "01 02 03 04 \nsubject=C = DK\n\nissuer=C = DK, O = TRUST2408\n\n" + t)
    pem_case("pem-76-columns.pem", lambda t: "-----BEGIN CERTIFICATE-----\n" + "\n".join(
        lines_of("".join(t.splitlines()[1:-1]), 76)) + "\n-----END CERTIFICATE-----\n")
    pem_case("pem-one-long-line.pem", lambda t: "-----BEGIN CERTIFICATE-----\n" + "".join(
        t.splitlines()[1:-1]) + "\n-----END CERTIFICATE-----")
    pem_case("pem-blank-lines.pem", lambda t: t.replace("\n", "\n\n"))
    pem_case("pem-trailing-spaces.pem", lambda t: t.replace("\n", "  \t\n"))
    pem_case("pem-one-line-spaces.conf", lambda t: "ssl_cert = " + t.strip().replace("\n", " ") + "\n")
    pem_case("pem-one-line-bare.conf", lambda t: "cert=" + t.replace("\n", "") + "\n")
    pem_case("pem-headers-inside.pem", lambda t: t.replace(
        "CERTIFICATE-----\n", "CERTIFICATE-----\nSubject: C=DK, CN=integration\nX-Key: 1/2\n\n", 1))
    pem_case("pem-label-mismatch.pem", lambda t: t.replace("END CERTIFICATE", "END X509 CERTIFICATE"))
    pem_case("pem-no-begin.pem", lambda t: t.partition("\n")[2], told="base64")
    pem_case("pem-no-end.pem", lambda t: t.partition("-----END")[0])
    pem_case("pem-no-newline-at-end.pem", str.strip)
    pem_case("pem-empty-lines-around.pem", lambda t: "\n" * 5 + t + "\n" * 5)
    pem_case("pem-key-first.pem", lambda t: key_pem("clear") + t, key="clear", row_key="beside")
    pem_case("pem-key-last.pem", lambda t: t + key_pem("clear"), key="clear", row_key="beside")
    long = leaf("pem-long", extra=[extension("1.3.6.1.4.1.55555.1", octets(b"\x55" * 17000))])
    case("pem-long.pem", pem(long), ("pem-long", "pem", "-", "no", "-"))
    for file, join in [("pem-two-on-one-line", lambda a, b: a.rstrip("\n") + b),
                       ("pem-two-missing-end", lambda a, b: a.partition("-----END")[0] + b),
                       ("pem-two-missing-begin", lambda a, b: a + b.partition("\n")[2]),
                       ("pem-good-bad-good", lambda a, b: a + bad_block() + b),
                       ("pem-good-cut-good", lambda a, b: a + "\n".join(
                           pem(leaf("cut away")).splitlines()[:9]) + "\n" + b)]:
        first, second = leaf(file + "-1"), leaf(file + "-2")
        case(file + ".pem", join(pem(first), pem(second)),
             # Without its BEGIN line, a block is bare base64.
             *((f"{file}-{at}", "base64" if at == 2 and "missing-begin" in file else "pem", "-", "no", "-")
               for at in (1, 2)))


def bad_block():
    broken = pem(leaf("broken neighbour")).splitlines()
    broken[4] = "####" + broken[4][4:]
    return "\n".join(broken) + "\n"


def corpus_pem_quoting():
    pem_case("pem-yaml.yaml", lambda t: "tls:\n  certificate: |\n" + prefixed(t, "    ") + "  other: 1\n")
    pem_case("pem-tab.conf", lambda t: "<ca>\n" + prefixed(t, "\t\t") + "</ca>\n")
    pem_case("pem-toml.toml", lambda t: 'certificate = """\n' + t + '"""\n')
    pem_case("pem-heredoc.sh", lambda t: "cat > /etc/ssl/x.pem <<EOF\n" + t + "EOF\n")
    for label, prefix, ending in [("quote", "> ", "eml"), ("quote-twice", "> > ", "eml"), ("quote-tight", ">", "eml"),
                                  ("hash", "# ", "conf"), ("slashes", "// ", "c"), ("star", " * ", "java"),
                                  ("pipe", "| ", "txt"), ("semicolon", "; ", "ini"), ("dashes", "-- ", "sql"),
                                  ("diff-plus", "+", "diff"), ("diff-minus", "-", "diff"),
                                  ("diff-indented", "+    ", "patch"), ("rem", "REM ", "bat")]:
        pem_case(f"pem-{label}.{ending}", lambda t, prefix=prefix: prefixed(t, prefix))


def corpus_pem_escapes():
    pem_case("pem-json-n.json", lambda t: json.dumps({"certificate": t, "n": 1}))
    pem_case("pem-json-rn.json", lambda t: json.dumps({"certificate": t.replace("\n", "\r\n")}))
    pem_case("pem-json-slash.json", lambda t: json.dumps({"certificate": t}).replace("/", "\\/"))
    pem_case("pem-json-unicode.json", lambda t: json.dumps({"certificate": t}).replace("+", "\\u002b").replace(
        "/", "\\u002f").replace("=", "\\u003d"))
    pem_case("pem-json-unicode-upper.json", lambda t: json.dumps({"certificate": t}).replace(
        "+", "\\u002B").replace("/", "\\u002F").replace("=", "\\u003D").replace("\\n", "\\u000A"))
    pem_case("pem-json-in-json.json", lambda t: json.dumps({"body": json.dumps({"certificate": t})}))
    pem_case("pem-env-n.env", lambda t: "OCES_CERT=\"" + t.strip().replace("\n", "\\n") + "\"\n")
    pem_case("pem-log-n.log", lambda t: "2023-04-01 INFO signer cert=" + t.strip().replace("\n", "\\n") + " ok\n")
    pem_case("pem-url-encoded.txt", lambda t: "cert=" + t.replace("+", "%2B").replace("/", "%2F").replace(
        "=", "%3D").replace("\n", "%0A").replace(" ", "%20") + "&x=1\n", told="base64")
    pem_case("pem-xml-cdata.xml", lambda t: "<c><![CDATA[" + t + "]]></c>\n")
    pem_case("pem-xml-references.xml", lambda t: "<c v=\"" + t.replace("\n", "&#10;") + "\"/>\n")
    pem_case("pem-properties.properties", lambda t: "cert=" + t.strip().replace("\n", "\\n\\\n    ") + "\n")


def corpus_pem_source():
    pem_case("pem-java.java", lambda t: "String c =\n" + quoted(t, '"', '" +', '";'))
    pem_case("pem-java-leading.java", lambda t: "String c = \"\"\n" + quoted(t, '+ "', '"', '";'))
    pem_case("pem-csharp.cs", lambda t: "var c =\n" + quoted(t, '"', '" +', '";').replace("\\n", "\\r\\n"))
    pem_case("pem-csharp-verbatim.cs", lambda t: 'var c = @"' + t + '";\n')
    pem_case("pem-python.py", lambda t: "C = (\n" + quoted(t, '"', '"', '")'))
    pem_case("pem-php.php", lambda t: "<?php $c =\n" + quoted(t, '"', '" .', '";'))
    pem_case("pem-js.js", lambda t: "const c =\n" + quoted(t, "'", "' +", "';"))
    pem_case("pem-js-array.js", lambda t: "const c = [\n" + quoted(t, "'", "',", "'].join('')"))
    pem_case("pem-vb.vb", lambda t: "c = _\n" + quoted(t, '"', '" & _', '"').replace("\\n", ""))
    pem_case("pem-vb-vbcrlf.vb", lambda t: "c = _\n" + quoted(t, '"', '" & vbCrLf & _', '"').replace("\\n", ""))
    pem_case("pem-c.c", lambda t: "const char *c =\n" + quoted(t, '"', '"', '";'))
    pem_case("pem-go.go", lambda t: "const c = `" + t + "`\n")
    pem_case("pem-sql.sql", lambda t: "INSERT INTO cert VALUES (1,'" + t.replace("\n", "\\n") + "');\n")


def saml(value):
    return ("<?xml version=\"1.0\"?>\n<KeyInfo xmlns=\"http://www.w3.org/2000/09/xmldsig#\">\n  <X509Data>\n"
            f"    <X509Certificate>{value}</X509Certificate>\n  </X509Data>\n</KeyInfo>\n")


def corpus_pem_apart():
    """Lines of PEM that stand apart in other text, and spaces that are none of ASCII's."""
    def each(form):
        return lambda t: "".join(form(at, line) for at, line in enumerate(t.splitlines()))
    pem_case("pem-log-times.log", each(lambda at, line: f"2023-01-02 12:00:{at:02} INFO [w-{at % 7}] app: {line}\n"))
    pem_case("pem-log-syslog.log", each(lambda at, line: f"Jan  2 12:00:{at:02} host app[12{at}]: {line}\n"))
    pem_case("pem-log-docker.log", each(lambda at, line: json.dumps(
        {"log": line + "\n", "stream": "stdout", "time": f"2023-01-02T12:00:00.{at * 7919:09}Z"}) + "\n"))
    pem_case("pem-numbered.txt", each(lambda at, line: f"{at + 9:5}\t{line}\n"))
    pem_case("pem-grep.txt", each(lambda at, line: f"conf/x.pem:{at + 9}:{line}\n"))
    pem_case("pem-html-p.html", each(lambda at, line: f"<p>{line}</p>\n"))
    pem_case("pem-outlook.html", each(lambda at, line: "<p class=MsoNormal><span lang=DA style='font-size:10.0pt'>"
             f"{line}<o:p></o:p></span></p>\n"))
    pem_case("pem-docx.xml", each(lambda at, line: f'<w:p w:rsidR="00A"><w:r><w:t>{line}</w:t></w:r></w:p>'))
    pem_case("pem-c-comments.c", each(lambda at, line: f'  "{line}\\n" /* line {at} of it */\n'))
    pem_case("pem-powershell.ps1", lambda t: '$c="' + t.replace("\n", "`r`n") + '"\n')
    pem_case("pem-echo.bat", each(lambda at, line: f"echo {line}>> c:\\x.pem\r\n"))
    pem_case("pem-append.java", each(lambda at, line: f'sb.append("{line}\\n");\n'))
    pem_case("pem-chr.vb", each(lambda at, line: f'"{line}" & Chr(13) & Chr(10) & _\n'))
    pem_case("pem-list.yaml", each(lambda at, line: f'- "{line}"\n'))
    pem_case("pem-json-array-in-json.json", lambda t: json.dumps({"a": json.dumps(t.splitlines(), indent=2)}))
    pem_case("pem-no-break-space.txt", lambda t: t.replace("\n", "\u00a0\n"))
    pem_case("pem-no-break-space-latin1.txt", lambda t: t.replace("\n", "\u00a0\n").encode("latin-1"))
    pem_case("pem-zero-width.txt", each(lambda at, line: line[:9] + "\u200b" * ("-" not in line) + line[9:] + "\n"))
    pem_case("pem-line-separator.txt", lambda t: t.replace("\n", "\u2028"))
    pem_case("pem-entities.html", lambda t: t.replace("+", "&plus;").replace("/", "&sol;").replace("\n", "&NewLine;"))
    pem_case("pem-escaped-twice.xml", lambda t: "&lt;a b=&quot;" + t.replace("\n", "&amp;#xA;") + "&quot;&gt;")
    pem_case("pem-quoted-printable.eml", each(
        lambda at, line: f"{line[:40]}=\r\n{line[40:]}=0D=0A=\r\n".replace("==\r\n=0D", "=3D=\r\n=0D")))


def corpus_base64_text():
    base64_case("b64-log-times.log", lambda d: "".join(
        f"2023-01-02 12:00:{at:02} INFO app: {line}\n" for at, line in enumerate(lines_of(b64(d)))))
    base64_case("b64-url-alphabet.json", lambda d: json.dumps(
        {"x5c": [base64.urlsafe_b64encode(d).decode().rstrip("=")]}))
    for file, join in [("b64-lines.txt", lambda parts: "\n".join(parts) + "\n"),
                       ("b64-unpadded.txt", lambda parts: "".join(part.rstrip("=") for part in parts))]:
        # Between them these have no padding, one `=` and two.
        names = [file.rpartition(".")[0] + "-" + "x" * at for at in range(1, 7)]
        case(file, join([b64(leaf(common)) for common in names]),
             *((common, "base64", "-", "no", "-") for common in names))
    base64_case("b64-xml-one-line.xml", lambda d: saml(b64(d)))
    base64_case("b64-xml-wrapped.xml", lambda d: saml("\n" + wrap(d)))
    base64_case("b64-xml-76.xml", lambda d: saml("\r\n" + wrap(d, 76, "\r\n")))
    base64_case("b64-xml-indented.xml", lambda d: saml("\n" + prefixed(wrap(d), " " * 10) + " " * 8))
    base64_case("b64-xml-cr-decimal.xml", lambda d: saml(wrap(d, 76, "&#13;\n")))
    base64_case("b64-xml-cr-hex.xml", lambda d: saml(wrap(d, 76, "&#xD;\n")))
    base64_case("b64-xml-lf-decimal.xml", lambda d: saml(wrap(d, 64, "&#10;")))
    base64_case("b64-xml-crlf-hex.xml", lambda d: saml(wrap(d, 64, "&#xD;&#xA;")))
    base64_case("b64-xml-attribute.xml", lambda d: f'<certificate encoded="{b64(d)}"/>\n')
    base64_case("b64-xml-spaces.xml", lambda d: saml(wrap(d).strip().replace("\n", " ")))
    base64_case("b64-xml-escaped.xml", lambda d: "<string>" + saml(wrap(d, 76)).replace("<", "&lt;").replace(">", "&gt;")
                + "</string>\n")
    base64_case("b64-wsse.xml", lambda d: "<wsse:BinarySecurityToken ValueType=\"#X509v3\">" + b64(d) +
                "</wsse:BinarySecurityToken>")
    base64_case("b64-properties.properties", lambda d: "a=1\ncert=" + "\\\n  ".join(lines_of(b64(d))) + "\nb=2\n")
    base64_case("b64-env.env", lambda d: "A=1\nCERT=" + b64(d) + "\nB=2\n")
    base64_case("b64-yaml-folded.yaml", lambda d: "cert: >-\n" + prefixed(wrap(d), "  ") + "next: 1\n")
    base64_case("b64-url-encoded.txt", lambda d: "SigCert=" + b64(d).replace("+", "%2B").replace(
        "/", "%2F").replace("=", "%3D") + "&x=1\n")
    base64_case("b64-html.html", lambda d: "<html><body><pre>" + wrap(d, 60) + "</pre></body></html>\n")
    base64_case("b64-html-br.html", lambda d: "<td>" + wrap(d, 60, "<br/>\n") + "</td>\n")
    base64_case("b64-alone.b64", lambda d: wrap(d, 76))
    base64_case("b64-alone-crlf.txt", lambda d: wrap(d, 64, "\r\n"))
    base64_case("b64-csv.csv", lambda d: "id;cert;kind\n7;" + b64(d) + ";VOCES\n")
    base64_case("b64-ldif.ldif", lambda d: "dn: cn=x\nuserCertificate;binary:: " + "\n ".join(
        lines_of(b64(d), 52)) + "\ncn: x\n")
    base64_case("b64-json-slash.json", lambda d: json.dumps({"cert": b64(d)}).replace("/", "\\/"))
    base64_case("b64-json-unicode.json", lambda d: json.dumps({"cert": b64(d)}).replace("+", "\\u002b").replace(
        "/", "\\u002f").replace("=", "\\u003d"))
    base64_case("b64-json-wrapped.json", lambda d: json.dumps({"cert": wrap(d)}))
    base64_case("b64-no-padding.txt", lambda d: "cert: " + b64(d).rstrip("=") + "\n")
    base64_case("b64-quoted-mail.eml", lambda d: prefixed(wrap(d, 72), "> "))
    base64_case("b64-mime.eml", lambda d: "Content-Type: application/pkix-cert\nContent-Transfer-Encoding: base64\n\n"
                + wrap(d, 76) + "\n--b1--\n", "member", "der")
    for file, before in [("b64-php-dot.php", ("'", "' .", "';")), ("b64-java.java", ('"', '" +', '";')),
                         ("b64-csharp.cs", ('@"', '" +', '";')), ("b64-python.py", ("'", "'", "')")),
                         ("b64-js.js", ("'", "' +", "';")), ("b64-vb.vb", ('"', '" & _', '"')),
                         ("b64-c.c", ('"', '"', '";')), ("b64-python-backslash.py", ("'", "' \\", "'")),
                         ("b64-java-leading.java", ('+ "', '"', '";'))]:
        base64_case(file, lambda d, b=before: "cert =\n" + quoted(b64(d), *b, width=64))
    chain = [f"b64-x5c-{at}" for at in (1, 2, 3)]
    case("b64-x5c.json", json.dumps({"kty": "RSA", "x5c": [b64(leaf(c)) for c in chain]}),
         *((c, "base64", "-", "no", "-") for c in chain))
    two = [f"b64-saml-{use}" for use in ("signing", "encryption")]
    case("b64-saml.xml", "<EntityDescriptor>" + "".join(saml(b64(leaf(c))) for c in two) + "</EntityDescriptor>",
         *((c, "base64", "-", "no", "-") for c in two))


def corpus_base64_containers():
    def p7(file, form, make=pkcs7, filler=0):
        common = file.rpartition(".")[0]
        parts = [leaf(common)] + ([ordinary("filler " + common, padding_octets=filler)] if filler else [])
        case(file, form(make(*parts)), (common, "pkcs7", "-", "no", "base64"))
    p7("b64-pkcs7.txt", wrap)
    p7("b64-pkcs7-one-line.json", lambda d: json.dumps({"chain": b64(d)}))
    p7("b64-pkcs7-ber.xml", lambda d: f"<X509Certificates>{b64(d)}</X509Certificates>", pkcs7_ber)
    for size, start in [(20000, "MIJ"), (40000, "MIK"), (56000, "MIL"), (70000, "MIM")]:
        def checked(data, start=start):
            assert b64(data).startswith(start)
            return wrap(data, 76)
        p7(f"b64-pkcs7-{start.lower()}.p7b", checked, filler=size)

    def p12(file, form, options=(), make=None, filler=0):
        common = file.rpartition(".")[0]
        others = [ordinary("filler " + common, padding_octets=filler)] if filler else []
        data = cached(common + ".p12", make or (
            lambda: pkcs12(leaf(common, key="store"), "store", common, options=options, others=others)))
        case(file, form(data), (common, "pkcs12", common, "yes", "base64"))
    p12("b64-pkcs12.properties", lambda d: "keystore=" + b64(d) + "\n")
    p12("b64-pkcs12-java.java", lambda d: "byte[] k = d(\n" + quoted(b64(d), '"', '" +', '");', width=76))
    p12("b64-pkcs12-wrapped.txt", lambda d: wrap(d, 76))
    p12("b64-pkcs12-k8s.yaml", lambda d: f"kind: Secret\ndata:\n  keystore.p12: {b64(d)}\n")
    p12("b64-pkcs12-long.txt", lambda d: wrap(d, 76), filler=17000)

    def outer_ber():
        made = pkcs12(leaf("b64-pkcs12-ber", key="store"), "store", "b64-pkcs12-ber")
        return reframe(made)
    p12("b64-pkcs12-ber.cs", lambda d: 'const string K =\n' + quoted(b64(d), '"', '" +', '";', width=76), make=outer_ber)
    # What NemID's program saved: a page around a PKCS#12. Here the certificate
    # lies in clear, so that it can be found without the person's password.
    p12("keyfile-backup.html", lambda d: "<html><head><title>Sikkerhedskopi</title></head><body>\n"
        "<form><input type=\"hidden\" name=\"pkcs12\" value=\"" + b64(d) + "\"></form></body></html>\n",
        options=["-certpbe", "NONE"])


def reframe(der):
    """The same PFX (RFC 7292, section 4) with indefinite outer lengths: `MIACAQMw…`."""
    at = 4 if der[1] == 0x82 else 2 + (der[1] & 0x7F if der[1] & 0x80 else 0)
    return indefinite(0x30, der[at:])


def secret(**data):
    return "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\ndata:\n" + "".join(
        f"  {name.replace('_', '.')}: {value}\n" for name, value in data.items())


def corpus_kubernetes():
    def row(common, key="no"):
        return (common, "pem", "-", key, "base64")

    def text(value):
        return b64(value.encode())
    case("k8s-secret.yaml", secret(tls_crt=text(pem(leaf("k8s-secret", key="clear"))), tls_key=text(key_pem("clear"))),
         row("k8s-secret", "beside"))
    case("k8s-key-first.yaml", secret(all_pem=text(key_pem("clear") + pem(leaf("k8s-key-first", key="clear")))),
         row("k8s-key-first", "beside"))
    for at in range(3):  # every alignment of `-----BEGIN` in the base64 groups
        common = f"k8s-text-first-{at}"
        case(common + ".yaml", secret(ca_crt=text("# note" + "!" * at + "\n" + pem(leaf(common)))), row(common))
    case("k8s-crlf.json", json.dumps({"data": {"tls.crt": text(pem(leaf("k8s-crlf"), newline="\r\n"))}}), row("k8s-crlf"))
    case("k8s-wrapped.yaml", "data:\n  tls.crt: |\n" + prefixed(wrap(pem(leaf("k8s-wrapped")).encode(), 76), "    "),
         row("k8s-wrapped"))
    case("k8s-bag-attributes.yaml", secret(tls_crt=text("Bag Attributes\n    friendlyName: x\n" +
                                                      pem(leaf("k8s-bag-attributes")))), row("k8s-bag-attributes"))
    case("k8s-two.yaml", secret(ca_crt=text(pem(leaf("k8s-two-1")) + pem(leaf("k8s-two-2")))),
         row("k8s-two-1"), row("k8s-two-2"))
    case("kubeconfig.yaml", "clusters:\n- cluster:\n    certificate-authority-data: " + text(pem(ordinary("cluster", ca=True)))
         + "\nusers:\n- user:\n    client-certificate-data: " + text(pem(leaf("kubeconfig", key="clear")))
         + "\n    client-key-data: " + text(key_pem("clear")) + "\n", row("kubeconfig", "beside"))
    case("k8s-der.yaml", secret(ca_der=b64(leaf("k8s-der"))), ("k8s-der", "base64", "-", "no", "-"))


def corpus_utf16():
    for order, codec in [("le", "utf-16-le"), ("be", "utf-16-be")]:
        for marked in (True, False):
            mark = "\ufeff" if marked else ""
            common = f"utf16{order}-{'bom' if marked else 'bare'}"
            case(f"{common}-pem.reg", (mark + pem(leaf(common + "-pem"), newline="\r\n")).encode(codec),
                 (common + "-pem", "pem", "-", "no", "utf-16"))
            case(f"{common}-xml.xml", (mark + saml(b64(leaf(common + "-xml")))).encode(codec),
                 (common + "-xml", "base64", "-", "no", "utf-16"))
    case("utf16le-zero-width.txt", ("\ufeff" + pem(leaf("utf16le-zero-width")).replace("\n", "\u200b\n")).encode("utf-16-le"),
         ("utf16le-zero-width", "pem", "-", "no", "utf-16"))
    case("utf16le-odd.bin", b"\x01" + pem(leaf("utf16le-odd")).encode("utf-16-le"),
         ("utf16le-odd", "pem", "-", "no", "utf-16"))


def noise(size, seed):
    """Bytes without a meaning, the same every time."""
    out = b"".join(hashlib.sha256(f"{seed}{at}".encode()).digest() for at in range(size // 32 + 1))
    return out[:size]


def corpus_der():
    def der(file, form):
        common = file.rpartition(".")[0]
        case(file, form(leaf(common)), (common, "der", "-", "no", "-"))
    der("der.cer", bytes)
    der("der-named-pem.pem", bytes)
    der("der-trailing.crt", lambda d: d + b"\r\n")
    der("der-odd-offset.bin", lambda d: noise(4097, "a") + d + noise(333, "b"))
    der("der-in-elf.so", lambda d: b"\x7fELF\x02\x01\x01" + bytes(57) + noise(6000, "c") + d + bytes(100) + noise(900, "d"))
    der("der-in-registry.dat", lambda d: b"regf" + bytes(60) + b"\x20\0\0\0\x01\0\0\0" + len(d).to_bytes(4, "little") + d)
    der("der-after-text.txt", lambda d: b"certificate follows:\n" + d)
    three = [f"der-several-{at}" for at in (1, 2, 3)]
    case("der-several.bin", b"".join(map(leaf, three)), *((c, "der", "-", "no", "-") for c in three))
    long_form = leaf("der-after-false-starts")
    case("der-after-false-starts.bin", b"\x30\x82" * 40 + b"\x30\x82\xff\xff\x30\x82" + long_form,
         ("der-after-false-starts", "der", "-", "no", "-"))


def corpus_stores():
    def p7(file, data):
        case(file, data, (file.rpartition(".")[0], "pkcs7", "-", "no", "-"))
    p7("p7b-der.p7b", pkcs7(leaf("p7b-der")))
    p7("p7b-ber.p7s", pkcs7_ber(leaf("p7b-ber")))
    case("smime-signed.eml", lambda: cms_signed(leaf("smime-signed", key="mime"), "mime"),
         ("smime-signed", "pkcs7", "-", "no", "member"), kept=True)

    def p12(file, options=(), password=PASSWORD, make=None, key="store", alias=None):
        common = file.rpartition(".")[0]
        alias = common if alias is None else alias
        case(file, make or (lambda: pkcs12(leaf(common, key=key or "lone"), key, alias, password, options)),
             (common, "pkcs12", alias or "-", "yes" if key else "no", "-"), kept=True)
    legacy = ["-legacy", "-macalg", "sha1"]
    p12("p12-changeit.p12")
    p12("p12-empty-password.pfx", password="")
    p12("p12-empty-legacy.pfx", password="", options=["-legacy"])
    p12("p12-no-mac.p12", options=["-certpbe", "NONE", "-nomac"])
    p12("p12-all-clear.p12", options=["-certpbe", "NONE", "-keypbe", "NONE", "-nomac"], key="clear")
    p12("p12-legacy.p12", options=["-legacy"])
    p12("p12-3des.p12", options=["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"])
    p12("p12-rc2-128.p12", options=[*legacy, "-keypbe", "PBE-SHA1-RC2-128", "-certpbe", "PBE-SHA1-RC2-128"])
    p12("p12-rc4-128.p12", options=[*legacy, "-keypbe", "PBE-SHA1-RC4-128", "-certpbe", "PBE-SHA1-RC4-128"])
    p12("p12-sha512.p12", options=["-keypbe", "AES-128-CBC", "-certpbe", "AES-128-CBC", "-macalg", "sha512"])
    p12("p12-danish-alias.p12", alias="Økonomi på tværs")
    p12("p12-no-alias.p12", alias="")
    p12("p12-trailing.p12", make=lambda: pkcs12(leaf("p12-trailing", key="store"), "store", "p12-trailing") + b"\r\n")
    p12("p12-certificate-only.p12", key=None, alias="")
    p12("p12-named-jks.jks")
    p12("p12-named-cer.cer")
    p12("p12-nss.p12", make=lambda: nss_export(leaf("p12-nss", key="store"), "store", "p12-nss"))
    p12("p12-outer-ber.p12", make=lambda: reframe(pkcs12(leaf("p12-outer-ber", key="store"), "store", "p12-outer-ber")))
    p12("p12-java.p12", make=lambda: java("PKCS12", [("p12-java", leaf("p12-java", key="store"), "store")]))
    p12("p12-java-trust.p12", alias="p12-java-trust", key=None,
        make=lambda: java("PKCS12", [("p12-java-trust", leaf("p12-java-trust"), None)]))
    p12("p12-java-passwordless.p12", alias="p12-java-passwordless", key=None, make=lambda: java(
        "PKCS12", [("p12-java-passwordless", leaf("p12-java-passwordless"), None)],
        flags=["-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE", "-J-Dkeystore.pkcs12.macAlgorithm=NONE"]))
    p12("p12-bouncy-castle.p12", make=lambda: java(
        "PKCS12", [("p12-bouncy-castle", leaf("p12-bouncy-castle", key="store"), "store")],
        provider=[*BC, "-providername", "BC"]))
    for kind, ending, provider in [("JKS", "jks", ()), ("JCEKS", "jceks", ()), ("BKS", "bks", BC)]:
        key_entry, trust_entry = f"{ending}-key", f"{ending}-trust"
        # No default password opens it: certificates must come without one.
        case(f"{ending}-store.{ending}", lambda k=kind, p=provider, a=key_entry, b=trust_entry: java(
            k, [(a, leaf(a, key="store"), "store"), (b, leaf(b), None)], password="ikke-standard-99", provider=p),
            (key_entry, ending, key_entry, "yes", "-"), (trust_entry, ending, trust_entry, "no", "-"), kept=True)
    case("jks-named-bin.bin", lambda: java("JKS", [("ældre", leaf("jks-named-bin"), None)]),
         ("jks-named-bin", "jks", "ældre", "no", "-"), kept=True)


def make_corpus():
    corpus_pem_labels()
    corpus_pem_layout()
    corpus_pem_quoting()
    corpus_pem_escapes()
    corpus_pem_source()
    corpus_pem_apart()
    corpus_base64_text()
    corpus_base64_containers()
    corpus_kubernetes()
    corpus_utf16()
    corpus_der()
    corpus_stores()
    tsv("corpus/expected.tsv", ("file", "cn", "format", "alias", "private key", "steps"), CORPUS)


# --- certificates/: every verdict once -------------------------------------------------

def make_certificates():
    """PEM files with the verdict of each on 2026-11-21."""
    rows = []

    def add(file, der, verdict, *more):
        write(f"certificates/{file}.pem", pem(der))
        rows.append((file + ".pem", verdict, *more))

    def two(file, generation, environment, kind, status, issuer, **more):
        letter = "oces1" if generation == "I" else "oces2"
        add(file, leaf(file, issuer=issuer, kind=kind, **more), "listed", generation, environment, kind,
            "key-identifier", status, f"{letter}-certificate")
    old, blocked = ("2017-05-02", "2020-05-02"), ("2021-03-01", "2024-03-01")
    for at in range(1, 6):
        two(f"ii-voces-ca-{at}", "II", "production", "voces", "blocked", f"II-{at}", days=blocked)
    two("ii-foces (funktionscertifikat)", "II", "production", "foces", "blocked", "II-4", days=blocked)
    two("ii-moces", "II", "production", "moces", "blocked", "II-5", days=blocked, email="ane@fjordby.example")
    two("ii-poces", "II", "production", "poces", "blocked", "II-2", days=blocked)
    two("ii-expired-before-the-block", "II", "production", "voces", "expired", "II-3", days=old)
    two("ii-last-day-before", "II", "production", "voces", "expired", "II-3", days=("2020-10-31", "2023-10-30"))
    two("ii-outlives-today", "II", "production", "foces", "blocked", "II-5", days=("2023-10-01", "2027-10-01"))
    two("ii-test-voces", "II", "test", "voces", "retired", "II-test-22", days=blocked)
    two("ii-test-foces (funktionscertifikat)", "II", "test", "foces", "retired", "II-test-34", days=blocked)
    two("i-moces", "I", "production", "moces", "retired", "I", days=("2008-01-01", "2010-01-01"))
    two("i-voces", "I", "production", "voces", "retired", "I", days=("2008-01-01", "2010-01-01"))
    two("i-test-voces", "I", "test", "voces", "retired", "I-test", days=("2008-01-01", "2010-01-01"))

    def three(file, environment, kind, status, rule, days, **more):
        add(file, leaf(file, issuer="III-test" if environment == "test" else "III", kind=kind, days=days, **more),
            "listed", "III", environment, kind, "key-identifier", status, rule)
    current, expiring, expired = ("2025-02-01", "2028-02-01"), ("2023-12-20", "2026-12-20"), ("2022-09-01", "2025-09-01")
    three("iii-system", "production", "system", "current", "-", current)
    three("iii-organisation", "production", "organisation", "current", "-", current)
    three("iii Ane Fjord", "production", "employee", "current", "-", current, email="ane@fjordby.example")
    three("iii-system-expiring", "production", "system", "expiring", "oces3-expiring", expiring)
    three("iii-organisation-expired", "production", "organisation", "expired", "oces3-expired", expired)
    three("iii-not-yet", "production", "system", "not-yet", "-", ("2026-12-01", "2029-12-01"))
    three("iii-test-system", "test", "system", "current", "-", current)
    three("iii-test-expired", "test", "organisation", "expired", "oces3-expired", expired)
    nothing = ("-",) * 5
    add("no-key-identifier", leaf("no-key-identifier", issuer="no-aki", days=blocked), "listed",
        "II", "production", "voces", "issuer-name", "blocked", "oces2-certificate")
    add("chain-ca", chain_ca(), "listed", "II", "production", "-", "chain", "retired", "oces2-ca")
    add("chain-leaf", leaf("chain-leaf", issuer="chain", days=blocked), "listed", "II", "production", "voces", "chain",
        "blocked", "oces2-certificate")
    add("iii-qualified", leaf("iii-qualified", issuer="III-qualified", kind="employee", days=current), "listed",
        "III", "production", "-", "key-identifier", "current", "-")
    add("look-alike", leaf("look-alike", issuer="look-alike"), "look-alike", *nothing, "look-alike")
    add("near-miss", leaf("near-miss", issuer="near-miss"), "look-alike", *nothing, "look-alike")
    add("unknown-authority", leaf("unknown-authority", issuer="unknown"), "unlisted", *nothing, "unknown-authority")
    add("unknown-authority-iii", leaf("unknown-authority-iii", issuer="unknown-III", kind="system", days=current),
        "unlisted", *nothing, "unknown-authority")
    add("ordinary", ordinary("ordinary.fjordby.example"), "unlisted", *nothing, "-")
    add("ordinary-ca", ordinary("Fjordby Intern CA", ca=True), "unlisted", *nothing, "-")
    tsv("certificates/expected.tsv", ("file", "verdict", "generation", "environment", "kind", "evidence", "status",
                                       "rule"), rows)


# --- broken/: what cannot be read, and must not stop the rest ------------------------------

def jks_by_hand(entries, password=PASSWORD):
    """A Java keystore of trusted certificates (sun.security.provider.JavaKeyStore, version 2)."""
    def text(value):
        return len(value.encode()).to_bytes(2, "big") + value.encode()
    body = bytes.fromhex("feedfeed00000002") + len(entries).to_bytes(4, "big")
    for alias, der in entries:
        body += b"\0\0\0\x02" + text(alias) + bytes(8) + text("X.509") + len(der).to_bytes(4, "big") + der
    return body + hashlib.sha1(password.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()


def with_iterations(der, count):
    """The PFX with another iteration count in its MacData (RFC 7292, section 4)."""
    outer = 4
    first = der[:outer]
    assert first[:2] == b"\x30\x82"
    at = der.rindex(b"\x02\x02\x08\x00")
    old_mac = der.rindex(b"\x30", 0, at - 40)
    while True:  # the MacData SEQUENCE is the one that ends where the file ends
        size = der[old_mac + 1]
        if size < 0x80 and old_mac + 2 + size == len(der):
            break
        old_mac = der.rindex(b"\x30", 0, old_mac)
    mac = seq(der[old_mac + 2:at], integer(count))
    return seq(der[outer:old_mac], mac)


ODD = "linje\nnr 2\x1b[31mrød\x1b[0m \u202etxt.drejet\u2066 \u0007slut"


def make_broken():
    rows = []

    def add(file, data, kinds, found="-", kept=False):
        data = write(f"broken/{file}", data, kept)
        rows.append((file, kinds, found))
        return data
    whole = cached("broken-whole.p12", lambda: pkcs12(leaf("broken-whole", key="store"), "store", "hel"))
    flipped = bytearray(whole)
    flipped[len(whole) // 3] ^= 0x10
    shape = bytearray(whole)
    shape[2] ^= 0x40
    add("empty.p12", b"", "unrecognized|corrupt")
    add("empty.jks", b"", "unrecognized|corrupt")
    add("empty.pem", b"", "-")
    add("text.p12", "Nøglen ligger hos Ane.\n", "unrecognized|corrupt")
    add("page.jks", "<html><body>404 findes ikke</body></html>\n", "unrecognized")
    add("truncated.p12", whole[:len(whole) // 2], "corrupt")
    add("flipped-content.p12", bytes(flipped), "locked|corrupt")
    add("flipped-length.p12", bytes(shape), "corrupt|unrecognized")
    add("iterations.p12", with_iterations(whole, 2**31 - 1), "limit-exceeded|locked")
    add("unknown-password.p12", lambda: pkcs12(leaf("unknown-password", key="store"), "store",
                                              "fagsystem (funktionscertifikat)", "ukendt-for-alle-73"), "locked", kept=True)
    # `changeit` fits, but a person's store is tried only with passwords named for it.
    backup = cached("keyfile-locked.p12", lambda: pkcs12(leaf("keyfile-locked", kind="moces", key="store"),
                                                         "store", "Ane Fjord"))
    add("keyfile-locked.html", "<html><head><title>Sikkerhedskopi</title></head><body>\n<form><input type=\"hidden\" "
        "name=\"pkcs12\" value=\"" + b64(backup) + "\"></form></body></html>\n", "locked")
    # 76 bytes that claim 2^31-1 entries, and an entry that claims a certificate of 2 GiB.
    claims = bytes.fromhex("feedfeed000000027fffffff00000002") + b"\0\x04evil" + bytes(8) + b"\0\x05X.509" + b"\x7f\xff\xff\xff"
    add("gigabytes.jks", claims.ljust(76, b"\0"), "corrupt|limit-exceeded")
    store = jks_by_hand([("foer", leaf("jks-before")), ("efter", leaf("jks-after"))])
    add("truncated.jks", store[:len(store) - 700], "corrupt", "jks-before")
    for kind in ("UBER", "BCFKS"):
        add(f"locked.{kind.lower()}", lambda k=kind: java(k, [("a", leaf("locked-" + k), None)], password="ukendt-73",
                                                         provider=BC), "locked", kept=True)
    add("truncated.pem", pem(leaf("truncated"))[:700], "-|corrupt")
    # Damage in the second line hides whose it is; a reader may skip nothing silently.
    second = pem(leaf("damaged-early")).splitlines()
    second[2] = "- #" + second[2][3:]
    add("damaged-early.pem", "\n".join(second) + "\n", "corrupt")
    # A foreign certificate with a constructed BIT STRING: damaged, but plainly none of ours.
    foreign = bytearray(ordinary("foreign damaged"))
    foreign[foreign.rindex(b"\x03\x82\x01\x01")] = 0x23
    add("damaged-foreign.pem", pem(bytes(foreign)), "-")
    add("truncated.cer", leaf("truncated-der")[:600], "-|corrupt")
    add("odd-subject.pem", pem(leaf(ODD)), "-", "*odd")
    add("odd-alias.jks", jks_by_hand([(ODD, leaf("odd-alias"))]), "-", "odd-alias")
    tsv("broken/expected.tsv", ("file", "failure kinds, one of", "still found"), rows)


def main():
    make_certificates()
    make_corpus()
    make_broken()
    # The demo is told in a file of its own, with the tools of this one.
    sys.modules["make"] = sys.modules[__name__]
    sys.path.insert(0, f"{HERE}/make")
    import demo
    demo.make_demo()


if __name__ == "__main__":
    main()
