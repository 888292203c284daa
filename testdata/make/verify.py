"""Makes testdata/verify: keystores under a throw-away hierarchy that
catalogue.toml declares to be OCES III. Names are invented, every key is thrown
away. Run once; the results are committed. Needs Python with cryptography,
openssl 3 and keytool."""

import datetime as dt
import pathlib
import subprocess
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as ser
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID as N, ObjectIdentifier as Oid

OUT = pathlib.Path(__file__).resolve().parent.parent / "verify"
PASSWORD = "fjordby-hemmelig"
PEM, DER = ser.Encoding.PEM, ser.Encoding.DER


def day(text):
    return dt.datetime.fromisoformat(text + "T12:00:00+00:00")


def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=3072)


def ca_name(name, test):
    unit = [x509.NameAttribute(N.ORGANIZATIONAL_UNIT_NAME, "Test - fjordby")] if test else []
    parts = [x509.NameAttribute(N.COMMON_NAME, name), *unit]
    parts += [x509.NameAttribute(N.ORGANIZATION_NAME, "Fjordby Stat"), x509.NameAttribute(N.COUNTRY_NAME, "DK")]
    return x509.Name(parts)


def leaf_name(name, identifier, person=False):
    parts = [x509.NameAttribute(N.COMMON_NAME, name)]
    if person:
        parts += [x509.NameAttribute(N.GIVEN_NAME, "Ane"), x509.NameAttribute(N.SURNAME, "Fjord")]
    parts += [
        x509.NameAttribute(N.SERIAL_NUMBER, identifier),
        x509.NameAttribute(N.ORGANIZATION_NAME, "Fjordby Kommune"),
        x509.NameAttribute(N.ORGANIZATION_IDENTIFIER, "NTRDK-99887766"),
        x509.NameAttribute(N.COUNTRY_NAME, "DK"),
    ]
    return x509.Name(parts)


def sign(subject, public, issuer, issuer_key, begins, ends, ca, bits=(), email=None, pss=True):
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(day(begins))
        .not_valid_after(day(ends))
        .add_extension(x509.BasicConstraints(ca, 0 if ca and subject != issuer else None), True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
    )
    names = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"]
    names += ["key_cert_sign", "crl_sign", "encipher_only", "decipher_only"]
    usage = ("key_cert_sign", "crl_sign") if ca else bits
    builder = builder.add_extension(x509.KeyUsage(**{name: name in usage for name in names}), True)
    if not ca:
        policies = [x509.PolicyInformation(Oid(oid), None) for oid in ("0.4.0.2042.1.1", "1.2.208.169.1.1.1.3.7.1")]
        builder = builder.add_extension(x509.CertificatePolicies(policies), False)
    if email:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.RFC822Name(email)]), False)
    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32) if pss else None
    return builder.sign(issuer_key, hashes.SHA256(), rsa_padding=scheme)


class Hierarchy:
    def __init__(self, test):
        self.root_key, self.issuing_key = key(), key()
        root, self.name = ca_name("Fjordby rod-CA", test), ca_name("Fjordby udstedende-CA 1", test)
        self.root = sign(root, self.root_key.public_key(), root, self.root_key, "2021-11-09", "2046-11-03", True)
        public = self.issuing_key.public_key()
        self.issuing = sign(self.name, public, root, self.root_key, "2021-11-10", "2041-11-08", True)

    def leaf(self, subject, public, begins="2026-05-01", ends="2029-05-01", bits=("digital_signature", "key_encipherment"), **more):
        return sign(subject, public, self.name, self.issuing_key, begins, ends, False, bits, **more)


def pem(*certificates):
    return b"".join(certificate.public_bytes(PEM) for certificate in certificates)


def plain(private):
    return private.private_bytes(PEM, ser.PrivateFormat.PKCS8, ser.NoEncryption())


def p12(name, private, certificates, *options, password=PASSWORD):
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        (work / "key").write_bytes(plain(private))
        (work / "leaf").write_bytes(pem(certificates[0]))
        (work / "chain").write_bytes(pem(*certificates[1:]))
        command = ["openssl", "pkcs12", "-export", "-inkey", work / "key", "-in", work / "leaf", "-out", OUT / name]
        command += ["-certfile", work / "chain"] if certificates[1:] else []
        subprocess.run([*command, "-name", name.split(".")[0], "-passout", f"pass:{password}", *options], check=True)


def main():
    OUT.mkdir(exist_ok=True)
    production, test = Hierarchy(False), Hierarchy(True)
    catalogue = 'version = "fjordby"\n\n[[family]]\ngeneration = "III"\norganisation = "Fjordby Stat"\n'
    for hierarchy, environment in ((production, "production"), (test, "test")):
        for certificate, role in ((hierarchy.root, "root"), (hierarchy.issuing, "issuing")):
            catalogue += f'\n[[authority]]\ngeneration = "III"\nenvironment = "{environment}"\nrole = "{role}"\n'
            catalogue += f'certificate = """\n{pem(certificate).decode()}"""\n'
    (OUT / "catalogue.toml").write_text(catalogue)

    private, other = key(), key()
    system = leaf_name("journal-integration", "UI:DK-O:G:0b9a8c7d-1111-4222-8333-444455556666")
    leaf = production.leaf(system, private.public_key())
    chain = (leaf, production.issuing)
    aes = ["-keypbe", "AES-256-CBC", "-macalg", "sha1", "-iter", "2000"]
    # As MitID Erhverv makes them: certificates in the clear, the key under AES.
    p12("as-issued.p12", private, (*chain, production.root), "-certpbe", "NONE", *aes)
    p12("encrypted.p12", private, chain)
    p12("legacy.p12", private, chain, "-legacy")
    p12("default-password.p12", private, chain, password="changeit")
    p12("no-chain.p12", private, (leaf,))
    p12("of-the-test.p12", private, (test.leaf(system, private.public_key()), test.issuing))
    p12("mixed.p12", private, (*chain, test.issuing))
    p12("expired.p12", private, (production.leaf(system, private.public_key(), "2023-05-01", "2026-05-01"), production.issuing))
    p12("expiring.p12", private, (production.leaf(system, private.public_key(), "2024-01-10", "2027-01-10"), production.issuing))
    p12("not-yet.p12", private, (production.leaf(system, private.public_key(), "2026-12-24", "2029-12-24"), production.issuing))
    p12("pkcs1-signature.p12", private, (production.leaf(system, private.public_key(), pss=False), production.issuing))
    old = x509.load_pem_x509_certificate((OUT.parent / "certificates" / "ii-voces-ca-1.pem").read_bytes())
    p12("with-oces2.p12", private, (*chain, old))

    signing = ("digital_signature", "content_commitment", "key_encipherment")
    seal = leaf_name("Fjordby Kommune", "UI:DK-O:G:0b9a8c7d-7777-4888-8999-aaaabbbbcccc")
    mail = production.leaf(seal, private.public_key(), bits=signing, email="sikkermail@fjordby.example")
    p12("mail.p12", private, (mail, production.issuing))
    person = leaf_name("Ane Fjord", "UI:DK-E:G:0b9a8c7d-dddd-4eee-8fff-000011112222", True)
    employee = production.leaf(person, private.public_key(), bits=signing, email="ane@fjordby.example")
    p12("employee.p12", private, (employee, production.issuing))

    (OUT / "right.pem").write_bytes(pem(*chain) + plain(private))
    (OUT / "wrong-order.pem").write_bytes(plain(private) + pem(production.issuing, leaf))
    (OUT / "root-between.pem").write_bytes(pem(leaf, production.root, production.issuing) + plain(private))
    (OUT / "wrong-key.pem").write_bytes(pem(*chain) + plain(other))
    sealed = private.private_bytes(PEM, ser.PrivateFormat.PKCS8, ser.BestAvailableEncryption(PASSWORD.encode()))
    (OUT / "encrypted-key.pem").write_bytes(pem(*chain) + sealed)
    for folder, file in (("beside", private), ("alone", None)):
        (OUT / folder).mkdir(exist_ok=True)
        (OUT / folder / "server.crt").write_bytes(pem(*chain))
        if file:
            (OUT / folder / "server.key").write_bytes(plain(file))
            (OUT / folder / "other.key").write_bytes(plain(other))
    (OUT / "store.jks").unlink(missing_ok=True)
    command = ["keytool", "-importkeystore", "-srckeystore", OUT / "encrypted.p12", "-srcstorepass", PASSWORD]
    command += ["-destkeystore", OUT / "store.jks", "-deststoretype", "JKS", "-deststorepass", PASSWORD]
    subprocess.run(command, check=True, capture_output=True)


main()
