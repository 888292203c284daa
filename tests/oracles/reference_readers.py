"""What openssl and Python's cryptography read of each store in a folder.

    python reference_readers.py FOLDER KINDS.json > READ.json

Runs in a venv that has cryptography. KINDS.json tells each file's kind and the
store it came from; stores of one origin have one password, which is found on
the unharmed copy. READ.json: file to {SHA-256 of a certificate: [serial, readers]}.
"""

import concurrent.futures
import hashlib
import json
import re
import subprocess
import sys
import warnings
from base64 import b64decode
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7, pkcs12

PASSWORDS = ("changeit", "hemmelig", "", "Test1234", "secret", "password")
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.S)


def main(folder, kinds):
    warnings.simplefilter("ignore")
    folder, kinds = Path(folder), json.loads(Path(kinds).read_text())
    passwords = {origin: password_of(folder / name)
                 for name, (kind, origin) in kinds.items() if kind == "p12" and name.startswith("whole-")}

    def read(name):
        kind, origin = kinds[name]
        return name, both(folder / name, kind, passwords.get(origin, ""))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        print(json.dumps(dict(pool.map(read, sorted(kinds)))))


def password_of(path):
    fits = [word for word in PASSWORDS if by_openssl(path, "p12", word)]
    return fits[0] if fits else ""


def both(path, kind, password):
    found = {}
    for reader, ders in (("openssl", by_openssl(path, kind, password)), ("cryptography", by_python(path, kind, password))):
        for der in ders:
            entry = found.setdefault(hashlib.sha256(der).hexdigest(), [serial(der), []])
            if reader not in entry[1]:
                entry[1].append(reader)
    return found


def serial(der):
    """As the report writes it: openssl keeps BER inside, which cryptography refuses."""
    fields = inside(inside(der))
    if fields[:1] == b"\xa0":
        fields = inside(fields, behind=True)
    return inside(fields).hex().lstrip("0") if fields[:1] == b"\2" else ""


def inside(ber, behind=False):
    """The content of the first element, and what follows it; or only what follows."""
    if len(ber) < 2:
        return b""
    size = 2 + (ber[1] & 0x7f if ber[1] > 0x80 else 0)
    length = int.from_bytes(ber[2:size], "big") if size > 2 else ber[1]
    if behind:
        at = ber.index(b"\0\0", 2) + 2 if ber[1] == 0x80 else size + length
        return ber[at:]
    return ber[size:] if ber[0] & 0x20 else ber[size:size + length]


def by_openssl(path, kind, password):
    """Certificates in DER; openssl writes them anew where their outside is not DER."""
    ways = {
        # Without its MAC too: what can be decrypted can be read.
        "p12": [["pkcs12", "-nokeys", "-legacy", "-nomacver", "-passin", f"pass:{password}"]],
        "p7": [["pkcs7", "-inform", "DER", "-print_certs"]],
        "p7pem": [["pkcs7", "-print_certs"]],
        "pem": [["storeutl", "-noout", "-certs"], ["x509"]],
        "der": [["x509", "-inform", "DER"]],
    }[kind]
    ders = []
    for command in ways:
        if command[0] == "storeutl":
            ran = subprocess.run(["openssl", "storeutl", "-certs", path], capture_output=True, timeout=20)
        else:
            ran = subprocess.run(["openssl", *command, "-in", path], capture_output=True, timeout=20)
        ders += [b64decode(text) for text in PEM.findall(ran.stdout)]
    return ders


def by_python(path, kind, password):
    octets = path.read_bytes()
    try:
        if kind == "p12":
            store = pkcs12.load_pkcs12(octets, password.encode())
            certificates = [store.cert, *store.additional_certs]
            certificates = [one.certificate for one in certificates if one]
        else:
            load = {"p7": pkcs7.load_der_pkcs7_certificates, "p7pem": pkcs7.load_pem_pkcs7_certificates,
                    "pem": x509.load_pem_x509_certificates,
                    "der": lambda octets: [x509.load_der_x509_certificate(octets)]}[kind]
            certificates = load(octets)
        return [one.public_bytes(Encoding.DER) for one in certificates]
    except BaseException:  # its panics in Rust are no Exception
        return []


if __name__ == "__main__":
    main(*sys.argv[1:])
