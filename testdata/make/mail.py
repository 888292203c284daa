"""Writes testdata/hidden/mail: messages and mailboxes, signed and encrypted.

    python3 testdata/make/mail.py

Needs openssl and the Python package `cryptography`. The certificates bear the
names of real authorities and are signed by a throw-away key. Encrypting is
random, so files that are there stay as they are; delete one to make it anew.
`expected.tsv` is written by hand.
"""
import base64, datetime, gzip, os, struct, subprocess, tempfile, zlib
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "hidden", "mail")
KEYS = os.path.join(HERE, "..", "made", "keys")
WORK = tempfile.mkdtemp()
TRUST2408 = [(NameOID.COUNTRY_NAME, "DK"), (NameOID.ORGANIZATION_NAME, "TRUST2408"),
             (NameOID.COMMON_NAME, "TRUST2408 OCES CA IV")]
DANSKE_STAT = [(NameOID.COMMON_NAME, "Den Danske Stat OCES udstedende-CA 1"),
               (NameOID.ORGANIZATION_NAME, "Den Danske Stat"), (NameOID.COUNTRY_NAME, "DK")]
AUTHORITY_KEY = {"II": "5cbb7562163299aa36a0b89afb6fa70c5ff00ad5", "III": "4c01e2ca73bcc3be380a383d36b05c749c7b97b9"}


def key(label, curve=False):
    """A key of made/keys, made there if it is not."""
    path = f"{KEYS}/{label}.pem"
    if not os.path.exists(path):
        made = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
        with open(path, "wb") as out:
            out.write(made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
    with open(path, "rb") as file:
        return serialization.load_pem_private_key(file.read(), None)


def leaf(common, private, generation="II"):
    """A certificate, written to the working folder with its key."""
    names = TRUST2408 if generation == "II" else DANSKE_STAT
    issuer = x509.Name([x509.NameAttribute(kind, text) for kind, text in names])
    serial = "CVR:99887766-RID:" + str(zlib.crc32(common.encode()) % 10**8)
    subject = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Fjordby Kommune // CVR:99887766"),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
        x509.NameAttribute(NameOID.SERIAL_NUMBER, serial if generation == "II" else "UI:DK-E:G:" + common)])
    usage = x509.KeyUsage(True, True, True, True, True, False, False, False, False)
    certificate = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(private.public_key())
        .serial_number(zlib.crc32(common.encode())).not_valid_before(datetime.datetime(2021, 3, 1))
        .not_valid_after(datetime.datetime(2024, 3, 1)).add_extension(usage, True)
        .add_extension(x509.AuthorityKeyIdentifier(bytes.fromhex(AUTHORITY_KEY[generation]), None, None), False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), False)
        .sign(key("signer"), hashes.SHA256()))
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    path = f"{WORK}/{common.replace(' ', '-')}.pem"
    with open(path, "wb") as out:
        out.write(pem)
    with open(path[:-4] + ".key", "wb") as out:
        out.write(private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                        serialization.NoEncryption()))
    return path, certificate


SAVED, SAVED_CERTIFICATE = leaf("mail saved", key("mail-saved"))
LOST, _ = leaf("mail lost", key("mail-lost"))
CURVE, CURVE_CERTIFICATE = leaf("mail curve", key("mail-curve", True))
SIGNER, SIGNER_CERTIFICATE = leaf("mail signer", key("mail-signer", True))
NEW, _ = leaf("mail new", key("mail-lost"), "III")
DER = SIGNER_CERTIFICATE.public_bytes(serialization.Encoding.DER)
PEM = SIGNER_CERTIFICATE.public_bytes(serialization.Encoding.PEM)


def openssl(*arguments, content):
    return subprocess.run(["openssl", *arguments], input=content, check=True, stdout=subprocess.PIPE).stdout


def sign(content, *options, form="SMIME"):
    return openssl("cms", "-sign", "-signer", SIGNER, "-inkey", SIGNER[:-4] + ".key", "-nosmimecap", "-outform", form,
                   *options, content=content)


def encrypt(content, *recipients, options=("-aes256",), form="SMIME"):
    return openssl("cms", "-encrypt", *options, "-outform", form, *recipients, content=content)


TEXT = b"Content-Type: text/plain\r\n\r\nHej fra Fjordby\r\n"
COUNT = [0]


def mail(entity, subject="Hej"):
    """An entity with the header of a message before its own."""
    COUNT[0] += 1
    header = (f"From: ane@fjordby.example\nTo: bo@havblik.example\nSubject: {subject}\n"
              f"Date: Tue, 2 Mar 2021 10:11:12 +0100\nMessage-ID: <{COUNT[0]}@fjordby.example>\n")
    return header.encode() + entity


def mixed(*parts, boundary="=_1"):
    body = b"".join(b"--" + boundary.encode() + b"\n" + part + b"\n" for part in parts)
    head = f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{boundary}"\n\nIndledning\n'.encode()
    return head + body + b"--" + boundary.encode() + b"--\nEfterskrift\n"


def attached(content, names, kind="application/octet-stream"):
    return (f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n"
            f"Content-Disposition: attachment;\n\t{names}\n\n").encode() + base64.encodebytes(content)


def write(name, content):
    path = f"{OUT}/{name}"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path):
        with open(path, "wb") as out:
            out.write(content() if callable(content) else content)
    with open(path, "rb") as file:
        return file.read()


def tlv(tag, *parts):
    body = b"".join(parts)
    digits = len(body).to_bytes((len(body).bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (digits if len(body) < 128 else bytes([0x80 | len(digits)]) + digits) + body


def compressed(content):
    """CompressedData (RFC 3274)."""
    algorithm = tlv(0x30, bytes.fromhex("060b2a864886f70d0109100308"))
    inner = tlv(0x30, bytes.fromhex("06092a864886f70d010701"), tlv(0xA0, tlv(4, zlib.compress(content, 9))))
    data = tlv(0x30, b"\x02\x01\x00", algorithm, inner)
    return tlv(0x30, bytes.fromhex("060b2a864886f70d0109100109"), tlv(0xA0, data))


def compound(tree):
    """A compound file (MS-CFB, version 3): a dict of dicts and octets."""
    entries, mini, big = [], b"", []

    def add(name, node):
        number = len(entries)
        entries.append([name, node, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF])
        if isinstance(node, dict):
            children = sorted(node, key=lambda name: (len(name), name.upper()))
            numbers = [add(child, node[child]) for child in children]
            # A tree of right branches only is in order, if not in balance.
            for one, other in zip(numbers, numbers[1:]):
                entries[one][3] = other
            entries[number][4] = numbers[0] if numbers else 0xFFFFFFFF
        return number

    add("Root Entry", tree)
    starts, mini_fat = {}, []
    for at, (_, node, *_rest) in enumerate(entries):
        if isinstance(node, bytes) and len(node) < 4096:
            count = -(-len(node) // 64)
            starts[at] = len(mini_fat) if count else 0xFFFFFFFE
            mini_fat += [len(mini_fat) + n + 1 for n in range(count - 1)] + [0xFFFFFFFE] * bool(count)
            mini += node.ljust(count * 64, b"\0")
    fat, sectors = [0xFFFFFFFD], [b""]

    def chain(content):
        count = -(-len(content) // 512)
        start = len(fat)
        fat.extend([start + n + 1 for n in range(count - 1)] + [0xFFFFFFFE] * bool(count))
        sectors.extend(content[n * 512:(n + 1) * 512].ljust(512, b"\0") for n in range(count))
        return start if count else 0xFFFFFFFE

    for at, (_, node, *_rest) in enumerate(entries):
        if isinstance(node, bytes) and len(node) >= 4096:
            starts[at] = chain(node)
    starts[0] = chain(mini)
    mini_start = chain(b"".join(struct.pack("<I", n) for n in mini_fat))
    records = b""
    for at, (name, node, left, right, child) in enumerate(entries):
        wide = name.encode("utf-16-le")
        kind = 5 if at == 0 else 1 if isinstance(node, dict) else 2
        size = len(mini) if at == 0 else len(node) if isinstance(node, bytes) else 0
        records += wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide) + 2, kind, 1, left, right, child)
        records += bytes(36) + struct.pack("<IQ", starts.get(at, 0), size)
    records = records.ljust(-(-len(records) // 512) * 512, b"\0")
    directory = chain(records)
    assert len(fat) <= 128
    sectors[0] = b"".join(struct.pack("<I", n) for n in fat).ljust(512, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, mini_start, -(-len(mini_fat) * 4 // 512), 0xFFFFFFFE, 0)
    return (header + struct.pack("<I", 0)).ljust(512, b"\xff") + b"".join(sectors)


def wide(text):
    return text.encode("utf-16-le")


def outlook(body, *attachments):
    tree = {"__properties_version1.0": bytes(32), "__nameid_version1.0": {"__substg1.0_00020102": bytes(16)},
            "__substg1.0_1000001F": wide(body)}
    for number, (name, content) in enumerate(attachments):
        inside = {"__properties_version1.0": bytes(8)}
        if isinstance(content, dict):
            inside["__substg1.0_3701000D"] = content
        else:
            inside |= {"__substg1.0_37010102": content, "__substg1.0_3707001F": wide(name)}
        tree[f"__attach_version1.0_#{number:08X}"] = inside
    return tree


os.makedirs(OUT, exist_ok=True)

# --- Signed ----------------------------------------------------------------
signed = write("signed.eml", lambda: mail(sign(TEXT)))
write("opaque-der.eml", lambda: mail(sign(mixed(attached(DER, "filename=a.cer")), "-nodetach", "-noindef")))
write("opaque-ber.eml", lambda: mail(sign(mixed(attached(DER, "filename=a.cer")), "-nodetach", "-stream")))
write("opaque-off.p7m", lambda: sign(b"Content-Type: text/plain\r\n\r\n" + PEM, "-nodetach", form="DER"))
write("without-certificate.eml", lambda: mail(sign(TEXT, "-nocerts")))
write("without-certificate-by-key.eml", lambda: mail(sign(TEXT, "-nocerts", "-keyid")))

# --- Encrypted ---------------------------------------------------------------
encrypted = write("inbox/saved.eml", lambda: mail(encrypt(TEXT, SAVED)))
write("inbox/saved-by-key.eml", lambda: mail(encrypt(TEXT, SAVED, options=("-aes256", "-keyid"))))
write("inbox/saved-both.eml", lambda: mail(encrypt(TEXT, LOST, SAVED)))
write("inbox/lost.eml", lambda: mail(encrypt(TEXT, LOST)))
write("inbox/lost-by-key.eml", lambda: mail(encrypt(TEXT, LOST, options=("-aes256", "-keyid"))))
write("inbox/curve.eml", lambda: mail(encrypt(TEXT, CURVE)))
write("inbox/curve-by-key.eml", lambda: mail(encrypt(TEXT, CURVE, options=("-aes256", "-keyid"))))
write("inbox/authenticated.eml", lambda: mail(encrypt(TEXT, SAVED, options=("-aes-256-gcm",))))
write("inbox/indefinite.eml", lambda: mail(encrypt(TEXT, SAVED, options=("-aes256", "-stream"))))
write("inbox/new.eml", lambda: mail(encrypt(TEXT, NEW)))
write("inbox/password.eml", lambda: mail(openssl(
    "cms", "-encrypt", "-aes256", "-pwri_password", "hemmelig", "-outform", "SMIME", content=TEXT)))
triple = lambda: sign(encrypt(sign(TEXT), LOST), "-nodetach")
write("inbox/triple.eml", lambda: mail(triple()))
write("smime.p7m", lambda: encrypt(TEXT, SAVED, form="DER"))
write("armoured.txt", lambda: encrypt(TEXT, LOST, form="PEM"))
write("recipient.p12", lambda: pkcs12.serialize_key_and_certificates(
    b"saved", key("mail-saved"), SAVED_CERTIFICATE, None,
    serialization.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1000)
    .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).hmac_hash(hashes.SHA256()).build(b"changeit")))
write("curve.pem", lambda: CURVE_CERTIFICATE.public_bytes(serialization.Encoding.PEM))

# --- Parts -------------------------------------------------------------------
rfc822 = lambda inner: b"Content-Type: message/rfc822\n\n" + inner
write("forwarded.eml", lambda: mail(mixed(TEXT, rfc822(mail(encrypt(TEXT, LOST))), rfc822(mail(sign(TEXT))))))
write("attachments.eml", lambda: mail(mixed(
    attached(gzip.compress(PEM, mtime=0), 'filename="=?iso-8859-1?Q?s=E6t.gz?="'),
    attached(DER, "filename*0*=utf-8''bl%C3%A5b%C3%A6r; filename*1=gr; filename*2*=%C3%B8d.cer"),
    attached(DER, "x=y", 'application/pkix-cert; name="=?utf-8?B?w6ZibGUuY2Vy?="')), "=?utf-8?Q?Bl=C3=A5b=C3=A6r?="))
write("quoted.eml", lambda: mail(
    b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    + b"K=C3=A6re Bo\n" + PEM.replace(b"=", b"=3D").replace(b"\nMII", b"\nMI=\nI")))
write("plain.eml", lambda: mail(b"\n" + PEM))
write("apple.emlx", lambda: b"1234\n" + mail(mixed(attached(DER, "filename=a.cer"))) + b"<?xml version=\"1.0\"?>\n")
write("saved-page.mhtml", lambda: b"From: <Saved by Blink>\nSubject: x\n" + mixed(attached(DER, "filename=a.cer")))
write("compressed.eml", lambda: mail(
    b"MIME-Version: 1.0\n" + attached(compressed(encrypt(TEXT, LOST)), "filename=smime.p7z", "application/pkcs7-mime")))

# --- Mailboxes -----------------------------------------------------------------
post = lambda message: b"From ane@fjordby.example Tue Mar  2 10:11:12 2021\n" + message.replace(b"\r\n", b"\n") + b"\n"
write("box", lambda: post(mail(sign(TEXT))) + post(mail(encrypt(TEXT, SAVED)))
      + post(b"From: a@b.example\nTo: c@d.example\n\nFrom here on\n\nFrom 10:10 to 11:11\n\n" + PEM))
write("box.gz", lambda: gzip.compress(post(mail(encrypt(TEXT, LOST))), mtime=0))
write("Maildir/cur/1614679872.M1P1.fjordby_2,S", lambda: mail(encrypt(TEXT, LOST)))

# --- Outlook -------------------------------------------------------------------
inner = lambda: outlook("x" * 100, ("indre.cer", DER))
write("outlook.msg", lambda: compound(outlook(
    "Hej\r\n" + PEM.decode(), ("blåbær.cer", DER), ("smime.p7m", encrypt(TEXT, SAVED, form="DER")), ("", inner()))))
write("outlook-signed.msg", lambda: compound(outlook("x" * 100, ("smime.p7m", sign(TEXT)))))
write("old.doc", lambda: compound({"WordDocument": bytes(3000) + DER + bytes(3000), "Data": {"x": PEM}}))

# --- Broken and worse ------------------------------------------------------------
write("cut-in-certificate.eml", lambda: signed[:signed.index(b"smime.p7s\"\n\n") + 700])
write("cut-before-certificate.eml", lambda: signed[:signed.index(b"Content-Type: application/pkcs7-signature")])
write("cut-encrypted.eml", lambda: encrypted[:-150])
write("strange-base64.eml", lambda: mail(mixed(attached(DER, "filename=a.cer"))).replace(b"\nMII", b"\n*II", 1))
write("cut.msg", lambda: open(f"{OUT}/outlook.msg", "rb").read()[:4000])
level = lambda n: f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n".encode()
write("bomb.eml.gz", lambda: gzip.compress(mail(b"".join(map(level, range(5_000)))), mtime=0))
write("bomb-parts.eml.gz", lambda: gzip.compress(mail(mixed(*[TEXT] * 100, *[level(n) for n in range(2_000)])), mtime=0))

# --- No mail -----------------------------------------------------------------------
write("METADATA", b"Metadata-Version: 2.1\nName: oces\nAuthor-email: a@b.example\nDate: x\n\n" + PEM)
write("settings.yaml", b"from: a@b.example\nto: c@d.example\nsubject: x\n\ncertificate: |\n  " + PEM.replace(b"\n", b"\n  "))
write("answer.http", b"HTTP/1.1 200 OK\nDate: x\nFrom: y\nContent-Type: text/plain\n\n" + PEM)
