"""Keystores: JKS and PKCS #7 written here, encrypted PKCS #12 by whoever is there.

The encrypted ones hold random salt: they differ from machine to machine in
nothing but those octets. Python's `cryptography` makes a thousand in a second;
without it `openssl` is called for each.
"""

import hashlib
import subprocess
import tempfile
from pathlib import Path

from trees.shapes import oid, pem, tlv

DATA, SIGNED = oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.7.2")


def jks(ders):
    """A truststore in Sun's format, with its checksum under `changeit`."""
    out = bytearray((0xFEEDFEED).to_bytes(4, "big") + (2).to_bytes(4, "big") + len(ders).to_bytes(4, "big"))
    for at, der in enumerate(ders):
        alias = f"ca{at}".encode()
        out += (2).to_bytes(4, "big") + len(alias).to_bytes(2, "big") + alias + (0).to_bytes(8, "big")
        out += (5).to_bytes(2, "big") + b"X.509" + len(der).to_bytes(4, "big") + der
    return bytes(out) + hashlib.sha1("changeit".encode("utf-16-be") + b"Mighty Aphrodite" + out).digest()


def p7(ders):
    """A bag of certificates: SignedData that signs nothing."""
    signed = tlv(0x30, tlv(0x02, b"\1"), tlv(0x31), tlv(0x30, DATA), tlv(0xA0, *ders), tlv(0x31))
    return tlv(0x30, SIGNED, tlv(0xA0, signed))


def p12(ders):
    """A PKCS #12 without a password: clear certificate bags and no MAC."""
    bags = [tlv(0x30, oid("1.2.840.113549.1.12.10.1.3"), tlv(0xA0, tlv(
        0x30, oid("1.2.840.113549.1.9.22.1"), tlv(0xA0, tlv(0x04, der))))) for der in ders]
    safe = tlv(0x30, tlv(0x30, DATA, tlv(0xA0, tlv(0x04, tlv(0x30, *bags)))))
    return tlv(0x30, tlv(0x02, b"\3"), tlv(0x30, DATA, tlv(0xA0, tlv(0x04, safe))))


def locked_p12(der, password, modern):
    """A PKCS #12 under a password: AES-256 and PBKDF2-SHA256, or 3DES and the
    old derivation over SHA-1; 2,048 rounds; without a private key, which would have to fit. None where nobody can
    make it."""
    try:
        return by_cryptography(der, password, modern)
    except ImportError:
        return by_openssl(der, password, modern)


def by_cryptography(der, password, modern):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

    sort = pkcs12.PBES.PBESv2SHA256AndAES256CBC if modern else pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC
    lock = (PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2048).key_cert_algorithm(sort)
            .hmac_hash(hashes.SHA256() if modern else hashes.SHA1()).build(password.encode()))
    return pkcs12.serialize_key_and_certificates(b"system", None, x509.load_der_x509_certificate(der), None, lock)


def by_openssl(der, password, modern):
    sort = ("AES-256-CBC", "SHA256") if modern else ("PBE-SHA1-3DES", "SHA1")
    with tempfile.TemporaryDirectory() as scratch:
        (source := Path(scratch, "one.pem")).write_bytes(pem(der))
        made = subprocess.run(
            ["openssl", "pkcs12", "-export", "-nokeys", "-in", str(source), "-certpbe", sort[0], "-macalg", sort[1],
             "-iter", "2048", "-passout", f"pass:{password}"], stdout=subprocess.PIPE, check=False)
    return made.stdout if made.returncode == 0 else None
