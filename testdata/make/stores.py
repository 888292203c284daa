#!/usr/bin/env python3
"""Makes testdata/hidden/stores/: what browsers and operating systems keep
certificates in, and the expectation of each file.

Needs Python 3.11 with `cryptography` 48, NSS (certutil and pk12util that still
know `dbm:`), gpgsm and keytool 17. What these tools wrote is kept when present,
since it holds random salt; `--fresh` makes it anew. Everything else comes out
the same every time. The hives, keychains, serialized stores and the
big-endian Berkeley DB are written here from their published layouts: no
Windows and no macOS was at hand.

The names are invented; the keys protect nothing.
"""
import base64
import datetime
import hashlib
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = f"{HERE}/hidden/stores"
FRESH = "--fresh" in sys.argv
ROWS = []


# --- Certificates -----------------------------------------------------------

SIGNER = ec.derive_private_key(0x5709E5, ec.SECP256R1())
ISSUER = x509.Name([
    x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "DK"),
    x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "TRUST2408"),
    x509.NameAttribute(x509.NameOID.COMMON_NAME, "TRUST2408 OCES CA II")])
MADE = {}


def certificate(common, key=None, names=0):
    """A leaf in DER; `names` alternative names make it as large as is wanted."""
    if common in MADE:
        return MADE[common]
    number = len(MADE) + 1
    key = key or ec.derive_private_key(number, ec.SECP256R1())
    subject = x509.Name([
        x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "DK"),
        x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Fjordby Kommune // CVR:99887766"),
        x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])
    day = datetime.datetime(2020, 1, 1)
    builder = x509.CertificateBuilder(
        ISSUER, subject, key.public_key(), 0x5A000000 + number, day, day + datetime.timedelta(1400))
    if names:
        alternative = [x509.DNSName(f"{hashlib.sha256(f'{common} {at}'.encode()).hexdigest()}.fjordby.test")
                       for at in range(names)]
        builder = builder.add_extension(x509.SubjectAlternativeName(alternative), False)
    made = builder.sign(SIGNER, hashes.SHA256(), ecdsa_deterministic=True)
    MADE[common] = made.public_bytes(serialization.Encoding.DER)
    return MADE[common]


def sha1(data):
    return hashlib.sha1(data).digest()


def thumbprint(der):
    return sha1(der).hex().upper()


# --- Files and their expectations -------------------------------------------

def path(name):
    full = f"{OUT}/{name}"
    os.makedirs(os.path.dirname(full), exist_ok=True)
    return full


def expect(file, *rows):
    """Each row: what, way, format, alias, key."""
    for row in rows or [("-", "-", "-", "-", "-")]:
        ROWS.append("\t".join((file, *row)))


def write(file, data, *rows):
    with open(path(file), "wb") as out:
        out.write(data)
    expect(file, *rows)


def read(file):
    with open(path(file), "rb") as source:
        return source.read()


def made(file):
    """Whether a tool's file is to be made."""
    return FRESH or not os.path.exists(path(file))


def row(common, form, alias="-", key="no", way="-"):
    return (common, way, form, alias, key)


def failure(kind, way="-"):
    return (f"!{kind}", way, "-", "-", "-")


def run(*command, **options):
    subprocess.run(command, check=True, capture_output=True, **options)


# --- NSS ----------------------------------------------------------------------

with open(f"{HERE}/made/keys/clear.pem", "rb") as pem:
    RSA_KEY = serialization.load_pem_private_key(pem.read(), None)
NSS_LEAF = certificate("stores nss leaf", RSA_KEY)
NSS_OTHER = certificate("stores nss other")
NSS_SPLIT = certificate("stores nss split", names=60)
# What is larger than 14 KiB NSS itself puts into files of `cert8.dir`.
DBM_LONG = certificate("stores dbm large", names=120)


def nss(kind, names, certificates):
    with tempfile.TemporaryDirectory() as folder:
        database = f"{kind}:{folder}"
        run("certutil", "-N", "-d", database, "--empty-password")
        leaf = x509.load_der_x509_certificate(NSS_LEAF)
        encryption = serialization.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1000).build(b"x")
        with open(f"{folder}/leaf.p12", "wb") as out:
            out.write(pkcs12.serialize_key_and_certificates("min nøgle".encode(), RSA_KEY, leaf, None, encryption))
        run("pk12util", "-i", f"{folder}/leaf.p12", "-d", database, "-W", "x")
        for nickname, der in certificates:
            run("certutil", "-A", "-n", nickname, "-t", ",,", "-d", database, input=der)
        for name, file in names:
            shutil.copy(f"{folder}/{name}", path(file))
            os.chmod(path(file), 0o644)


if made("nss/cert9.db"):
    nss("sql", [("cert9.db", "nss/cert9.db"), ("key4.db", "nss/key4.db")],
        [("anden æøå", NSS_OTHER), ("delt", NSS_SPLIT)])
if made("nss/cert8.db"):
    nss("dbm", [("cert8.db", "nss/cert8.db"), ("key3.db", "nss/key3.db")],
        [("anden æøå", NSS_OTHER), ("stor", DBM_LONG)])
NSS_ROWS = [row("stores nss leaf", "nss", "min nøgle"), row("stores nss other", "nss", "anden æøå"),
            row("stores nss split", "nss", "delt")]
expect("nss/cert9.db", *NSS_ROWS)
expect("nss/key4.db")
expect("nss/cert8.db", row("stores nss leaf", "nss-dbm", "min nøgle"), row("stores nss other", "nss-dbm", "anden æøå"),
       row("stores dbm large", "nss-dbm", "stor"))
expect("nss/key3.db")

cert9 = read("nss/cert9.db")
wal = bytearray(cert9)
wal[18:20] = b"\2\2"
write("nss/wal-mode.db", bytes(wal), *NSS_ROWS)


def sqlite(file, statements, *rows):
    """A database that SQLite itself writes, with tables of our own."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/made.db", isolation_level=None)
        connection.execute("pragma page_size = 1024")
        for statement, *values in statements:
            connection.execute(statement, values)
        connection.close()
        with open(f"{folder}/made.db", "rb") as source:
            data = bytearray(source.read())
    # The number of the library that wrote it.
    data[96:100] = struct.pack(">I", 3045001)
    write(file, bytes(data), *rows)


PLAIN = "CREATE TABLE nssPublic (id PRIMARY KEY, a0, a3, a11, a102)"
INSERT = "insert into nssPublic values (?, ?, ?, ?, ?)"
ONE, SPLIT = certificate("stores sqlite one"), certificate("stores sqlite split", names=20)
sqlite("nss/split-small-pages.db",
       [(PLAIN,), (INSERT, 1, b"\0\0\0\1", b"et", ONE, sha1(b"1")), (INSERT, 2, b"\0\0\0\1", b"delt", SPLIT, b"")],
       row("stores sqlite one", "nss", "et"), row("stores sqlite split", "nss", "delt"))
sqlite("nss/no-certificate.db",
       [(PLAIN,), (INSERT, 1, b"\0\0\0\1", b"et", ONE, b""), (INSERT, 2, b"\0\0\0\1", b"ikke et", b"nothing", b"")],
       row("stores sqlite one", "nss", "et"), failure("corrupt"))
# A view is never run; what stands in the table is carved all the same.
sqlite("nss/bomb-view.db",
       [("CREATE TABLE other (id, a0, a3, a11, a102)",),
        ("insert into other values (1, x'00000001', 'et', ?, '')", ONE),
        ("CREATE VIEW nssPublic as with recursive n(x) as (select 1 union all select x + 1 from n) "
         "select x'00000001' a0, x a3, zeroblob(100000000) a11, x a102 from n -- CREATE TABLE nssPublic (",)],
       row("stores sqlite one", "der"))
sqlite("nss/bomb-generated.db",
       [("CREATE TABLE nssPublic (id, a0, a11, a102, a3 generated always as (hex(zeroblob(400000000))))",),
        ("insert into nssPublic (id, a0, a11, a102) values (1, x'00000001', ?, '')", ONE)],
       row("stores sqlite one", "der"), failure("limit-exceeded"))
sqlite("nss/another-database.db", [("CREATE TABLE cookies (id, value)",), ("insert into cookies values (1, 'TABLE nssPublic')",)])
small = bytearray(read("nss/split-small-pages.db"))
write("nss/cut.db", bytes(small[:-1024]), row("stores sqlite one", "nss", "et"), failure("corrupt"))


# --- Berkeley DB 1.85, written big-endian with pages of 512 octets -------------

def dbm(pairs, order=">", page=512):
    """One bucket. Each pair begins on a page of its own in the chain."""
    pages = [[]]

    def slots(numbers, data):
        free = page - len(data)
        body = struct.pack(f"{order}{len(numbers) + 3}H", len(numbers), *numbers,
                           free - 2 * (len(numbers) + 3), free)
        return body.ljust(free, b"\0") + data

    def address(number):
        # The overflow pages follow bucket 0.
        return number
    out, number = [], 0
    # The bucket itself is empty and points to the first overflow page.
    for key, value in pairs:
        number += 1
        small = len(key) + len(value) + 24 < page
        parts = [(key + value, None)] if small else []
        if not small:
            parts.append((key, 2))
            room = page - 2 * 9
            for at in range(0, len(value), room):
                parts.append((value[at:at + room], 3 if at + room >= len(value) else 2))
        for index, (data, mark) in enumerate(parts):
            out.append((data, mark, len(key) if small else None))
        number += len(parts) - 1
    images = [slots([address(1), 0] if out else [], b"")]
    for at, (data, mark, key_length) in enumerate(out):
        following = [address(at + 2), 0] if at + 1 < len(out) else []
        if mark is None:
            # Data before key, both at the end of the page.
            image = data[key_length:] + data[:key_length]
            numbers = [page - key_length, page - len(data)] + following
            images.append(slots(numbers, image))
        else:
            images.append(slots([page - len(data), mark] + following, data))
    header = struct.pack(">17I", 0x061561, 2, 4321 if order == ">" else 1234, page, 9, 256, 256, 8,
                         1, 0, 0, 1, 0, 65536, len(pairs), 1, 0)
    spares = struct.pack(">32I", *([0] * 32))
    return (header + spares).ljust(page, b"\0") + b"".join(images)


def cert8_entry(nickname, der):
    name = nickname.encode() + b"\0"
    return b"\x08\1\0" + b"\0" * 6 + struct.pack(">HH", len(der) & 0xFFFF, len(name)) + der + name


CERT8_VERSION = (b"\0Version\0", b"\x08\0\0")
DBM_ONE = certificate("stores dbm one")
DBM_SPLIT = certificate("stores dbm split", names=9)
pairs = [CERT8_VERSION, (b"\1one", cert8_entry("et", DBM_ONE)), (b"\1large", cert8_entry("delt", DBM_SPLIT))]
BIG_ROWS = [row("stores dbm one", "nss-dbm", "et"), row("stores dbm split", "nss-dbm", "delt")]
write("nss/big-endian.db", dbm(pairs), *BIG_ROWS)
write("nss/little-endian.db", dbm(pairs, "<"), *BIG_ROWS)
circle = bytearray(dbm(pairs))
circle[512 + 2:512 + 4] = b"\0\0"
write("nss/circle.db", bytes(circle), row("stores dbm one", "der"), failure("corrupt"))
lost = bytearray(dbm(pairs))
lost[10 * 4:10 * 4 + 4] = b"\xff\xff\xff\xf0"
write("nss/bomb-buckets.db", bytes(lost), *BIG_ROWS, failure("corrupt"))
write("nss/broken-header.db", dbm(pairs)[:100], failure("corrupt"))
write("nss/aliases.db", dbm([(b"postmaster\0", b"root\0"), (b"\1\1", b"\0\1")]))


# --- GnuPG ------------------------------------------------------------------------

KBX_ONE, KBX_TWO = certificate("stores kbx one"), certificate("stores kbx two", names=3)
if made("gnupg/pubring.kbx"):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o700)
        for der in (KBX_ONE, KBX_TWO):
            subprocess.run(["gpgsm", "--homedir", folder, "--batch", "--disable-crl-checks", "--import"],
                           input=der, capture_output=True)
        shutil.copy(f"{folder}/pubring.kbx", path("gnupg/pubring.kbx"))
        os.chmod(path("gnupg/pubring.kbx"), 0o644)
        subprocess.run(["gpgconf", "--homedir", folder, "--kill", "all"], capture_output=True)
KBX_ROWS = [row("stores kbx one", "keybox"), row("stores kbx two", "keybox")]
expect("gnupg/pubring.kbx", *KBX_ROWS)
keybox = read("gnupg/pubring.kbx")
second = 32 + struct.unpack(">I", keybox[32:36])[0]
write("gnupg/cut.kbx", keybox[:second + 40], KBX_ROWS[0], failure("corrupt"))
length = bytearray(keybox)
length[second:second + 4] = b"\xff\xff\xff\xff"
write("gnupg/bomb-length.kbx", bytes(length), KBX_ROWS[0], row("stores kbx two", "der"), failure("corrupt"))
zero = bytearray(keybox)
zero[second:second + 4] = b"\0\0\0\0"
write("gnupg/bomb-zero.kbx", bytes(zero), KBX_ROWS[0], row("stores kbx two", "der"), failure("corrupt"))
offset = bytearray(keybox)
offset[second + 8:second + 12] = b"\x7f\xff\xff\xff"
write("gnupg/bad-offset.kbx", bytes(offset), KBX_ROWS[0], row("stores kbx two", "der"), failure("corrupt"))
write("gnupg/openpgp-only.kbx", keybox[:32] + struct.pack(">IBBHII", 16, 2, 1, 0, 0, 0))


# --- Windows: serialized stores and property files ---------------------------------

def element(number, data, encoding=1):
    return struct.pack("<III", number, encoding, len(data)) + data


def wide(text):
    return (text + "\0").encode("utf-16-le")


def properties(der, name=None, key=False, extra=b""):
    """As Windows orders them: hashes first, the certificate last."""
    out = element(3, sha1(der)) + element(20, sha1(der[-65:]))
    if key:
        provider = struct.pack("<7I", 28, 68, 0, 0, 0, 0, 1).ljust(28, b"\0")
        out += element(2, provider + wide("te-5f0b") + wide("Microsoft Software Key Storage Provider"))
    if name:
        out += element(11, wide(name))
    return out + extra + element(32, der)


SST_LEAF, SST_CA = certificate("stores sst leaf"), certificate("stores sst ca")
crl = element(3, b"\0" * 20) + element(33, b"\x30\x03\x02\x01\x01")
START, END = b"\0\0\0\0CERT", b"\0" * 12
SST = START + properties(SST_LEAF, "Fjordby signering æ", key=True) + crl + properties(SST_CA, extra=element(19, b"")) + END
SST_ROWS = [row("stores sst leaf", "sst", "Fjordby signering æ", "yes"), row("stores sst ca", "sst")]
write("windows/backup.sst", SST, *SST_ROWS)
write("windows/cut.sst", SST[:-12], *SST_ROWS, failure("corrupt"))
write("windows/empty.sst", START + END)
bomb = bytearray(SST)
bomb[16:20] = b"\xff\xff\xff\xff"
write("windows/bomb-length.sst", bytes(bomb), row("stores sst leaf", "der"), row("stores sst ca", "der"), failure("corrupt"))
write("windows/no-certificate.sst", START + properties(b"\x30\x03\x02\x01\x01" * 20, "ikke et") + properties(SST_CA) + END,
      row("stores sst ca", "sst"), failure("corrupt"))
HOME = "windows/profile/AppData/Roaming/Microsoft/SystemCertificates"
FILE = certificate("stores property file")
write(f"{HOME}/My/Certificates/{thumbprint(FILE)}", properties(FILE, "fra profilen", key=True),
      row("stores property file", "windows-property", "fra profilen", "yes"))
DISTRUSTED = certificate("stores distrusted file")
write(f"{HOME}/Disallowed/Certificates/{thumbprint(DISTRUSTED)}", properties(DISTRUSTED),
      row("stores distrusted file", "windows-property"))
write("windows/property-cut", properties(FILE, "fra profilen")[:-1], failure("corrupt"))
write("windows/property-tail", properties(FILE) + element(11, wide("bagefter")) + b"\1",
      row("stores property file", "windows-property", "bagefter"), failure("corrupt"))


# --- Windows: hives ------------------------------------------------------------------

class Hive:
    """Writes keys and values into one bin; offsets count from the first bin."""

    def __init__(self):
        self.cells = bytearray(b"hbin" + struct.pack("<II", 0, 0) + b"\0" * 20)
        self.keys = {}

    def cell(self, data):
        offset = len(self.cells)
        size = -(-(len(data) + 4) // 8) * 8
        self.cells += struct.pack("<i", -size) + data.ljust(size - 4, b"\0")
        return offset

    def key(self, name, parent=None):
        """A key; its lists are filled in by `values` and are not used for subkeys."""
        flags = 0x20 | (0x04 if parent is None else 0)
        up = parent if parent is not None else 0xFFFFFFFF
        data = struct.pack("<2sHQIIIIIIIIII4I HH".replace(" ", ""), b"nk", flags, 0, 0, up, 0, 0,
                           0xFFFFFFFF, 0xFFFFFFFF, 0, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF,
                           0, 0, 0, 0, 0, 0)
        # 72 octets until the length of the name; the second short is the class's.
        data = data[:72] + struct.pack("<HH", len(name.encode("latin-1")), 0) + name.encode("latin-1")
        return self.cell(data)

    def path(self, parts, root):
        parent = root
        for at in range(1, len(parts) + 1):
            known = tuple(parts[:at])
            if known not in self.keys:
                self.keys[known] = self.key(parts[at - 1], parent)
            parent = self.keys[known]
        return parent

    def split(self, data):
        segments = [self.cell(data[at:at + 16344]) for at in range(0, len(data), 16344)]
        listed = self.cell(struct.pack(f"<{len(segments)}I", *segments))
        return self.cell(b"db" + struct.pack("<HI", len(segments), listed))

    def values(self, key, values):
        offsets = []
        for name, kind, data in values:
            where = self.split(data) if len(data) > 16344 else self.cell(data)
            offsets.append(self.cell(struct.pack("<2sHIIIHH", b"vk", len(name), len(data), where, kind, 1, 0) + name.encode()))
        listed = self.cell(struct.pack(f"<{len(offsets)}I", *offsets))
        self.cells[key + 4 + 36:key + 4 + 44] = struct.pack("<II", len(offsets), listed)

    def file(self, root, tail=b""):
        body = bytearray(self.cells)
        free = -len(body) % 4096
        if free:
            body += struct.pack("<i", free) + b"\0" * (free - 4)
        body[8:12] = struct.pack("<I", len(body))
        base = bytearray(4096)
        base[:48] = struct.pack("<4sIIQIIIIIII", b"regf", 1, 1, 0, 1, 5, 0, 1, root, len(body), 1)
        check = 0
        for (word,) in struct.iter_unpack("<I", base[:508]):
            check ^= word
        base[508:512] = struct.pack("<I", check)
        return bytes(base) + bytes(body) + tail


HIVE_MY, HIVE_ROOT, HIVE_NOT = (certificate(f"stores hive {word}") for word in ("my", "root", "disallowed"))
HIVE_SPLIT = certificate("stores hive split", names=240)
HIVE_TEXT = certificate("stores hive text", names=160)
HIVE_VALUE = certificate("stores hive other value")
HIVE_SERVICE = certificate("stores hive service")
STORES = ["Microsoft", "SystemCertificates"]


def way(parts, value="Blob"):
    return "member:" + "\\".join([*parts, value])


def blob_key(hive, root, parts, der, name=None, key=False):
    full = [*parts, "Certificates", thumbprint(der)]
    hive.values(hive.path(full, root), [("Blob", 3, properties(der, name, key))])
    return way(full)


hive = Hive()
root = hive.key("CMI-CreateHive{00000000}")
my = blob_key(hive, root, [*STORES, "My"], HIVE_MY, "server æ", True)
ca = blob_key(hive, root, [*STORES, "ROOT"], HIVE_ROOT)
bad = blob_key(hive, root, [*STORES, "Disallowed"], HIVE_NOT)
split = blob_key(hive, root, [*STORES, "My"], HIVE_SPLIT, "delt")
service = blob_key(hive, root, ["Microsoft", "Cryptography", "Services", "NTDS", "SystemCertificates", "My"], HIVE_SERVICE, None, True)
hive.values(hive.path(["Fjordby", "Fagsystem"], root), [("Certifikat", 3, HIVE_VALUE), ("Version", 1, wide("1.0"))])
FORM = "windows-property"
HIVE_ROWS = [row("stores hive my", FORM, "server æ", "yes", my), row("stores hive root", FORM, way=ca),
             row("stores hive disallowed", FORM, way=bad), row("stores hive split", FORM, "delt", way=split),
             row("stores hive service", FORM, key="yes", way=service), row("stores hive other value", "der")]
software = hive.file(root)
write("windows/SOFTWARE", software, *HIVE_ROWS)
# The logs of a hive begin as it does and are no hive.
write("windows/SOFTWARE.LOG1", software[:28] + struct.pack("<I", 6) + software[32:512] + HIVE_VALUE,
      row("stores hive other value", "der"))

hive = Hive()
root = hive.key("ROOT")
USER = certificate("stores hive user")
user = blob_key(hive, root, ["Software", *STORES, "My"], USER, "medarbejder", True)
large = "-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(HIVE_TEXT).decode() + "-----END CERTIFICATE-----\n"
hive.values(hive.path(["Software", "Fjordby"], root), [("Tillid", 1, wide("\r\n" * 900 + large))])
plain = hive.file(root)
USER_ROWS = [row("stores hive user", FORM, "medarbejder", "yes", user)]
write("windows/ntuser.dat", plain, *USER_ROWS,
      row("stores hive text", "pem", way=way(["Software", "Fjordby"], "Tillid") + " > utf-16:"))

hive = Hive()
root = hive.key("ROOT")
user = blob_key(hive, root, ["Software", *STORES, "My"], USER, "medarbejder", True)
ROW = [row("stores hive user", FORM, "medarbejder", "yes", user)]
plain = hive.file(root)
write("windows/two-bins.dat", plain + b"\0" * 4096, *ROW)
write("windows/cut.dat", plain[:4096 + 400], failure("corrupt"))
write("windows/missing-bin.dat", plain.replace(b"hbin", b"h???"), row("stores hive user", "der"), failure("corrupt"))
circle = bytearray(plain)
for name in hive.keys:
    at = 4096 + hive.keys[name]
    if len(name) == 1:
        circle[at + 4 + 16:at + 4 + 20] = struct.pack("<I", hive.keys[("Software", *STORES)])
write("windows/bomb-circle.dat", bytes(circle), *ROW)
values = bytearray(plain)
last = 4096 + hive.keys[("Software", *STORES, "My", "Certificates", thumbprint(USER))] + 4
values[last + 36:last + 40] = b"\xff\xff\xff\x7f"
write("windows/bomb-values.dat", bytes(values), row("stores hive user", "der"), failure("corrupt"))
size = bytearray(plain)
vk = size.index(b"vk\4\0")
size[vk + 4:vk + 8] = b"\xff\xff\xff\x7f"
write("windows/bomb-size.dat", bytes(size), row("stores hive user", "der"), failure("corrupt", user))

hive = Hive()
root = hive.key("ROOT")
key = hive.path(["Software", *STORES, "My", "Certificates", thumbprint(USER)], root)
data = hive.cell(properties(USER))
segment = hive.cell(b"\xcc" * 16344)
listed = hive.cell(struct.pack("<500I", *[segment] * 500))
big = hive.cell(b"db" + struct.pack("<HI", 500, listed))
vk = hive.cell(struct.pack("<2sHIIIHH", b"vk", 4, 500 * 16344, big, 3, 1, 0) + b"Blob")
again = hive.cell(struct.pack("<2sHIIIHH", b"vk", 4, len(properties(USER)), data, 3, 1, 0) + b"Blob")
listed = hive.cell(struct.pack("<2I", vk, again))
hive.cells[key + 4 + 36:key + 4 + 44] = struct.pack("<II", 2, listed)
write("windows/bomb-segments.dat", hive.file(root), row("stores hive user", FORM, way=user))


# --- Windows: the inventory of the script ------------------------------------------

def listed(der, name="", key=False, **more):
    return {"thumbprint": thumbprint(der), "friendlyName": name, "hasPrivateKey": key,
            "provider": "Microsoft Software Key Storage Provider" if key else None,
            "archived": False, "raw": base64.b64encode(der).decode(), **more}


INV_MY, INV_ROOT, INV_SERVICE = (certificate(f"stores inventory {word}") for word in ("my", "root", "service"))
INVENTORY = {
    "format": "oces-windows-inventory", "version": 1, "host": "FJORD-WEB01", "collectedAt": "2026-01-02T03:04:05Z",
    "user": "FJORDBY\\svc-inventar", "elevated": True,
    "stores": [
        {"location": "LocalMachine", "store": "My", "service": None, "certificates": [listed(INV_MY, "web æ", True)]},
        {"location": "LocalMachine", "store": "Root", "service": None, "certificates": [listed(INV_ROOT), listed(INV_MY)]},
        {"location": "Services", "store": "My", "service": "NTDS", "certificates": listed(INV_SERVICE, "", True)},
        {"location": "CurrentUser", "store": "My", "service": None, "certificates": None}],
    "iisBindings": [{"site": "Default Web Site", "binding": "*:443:", "thumbprint": thumbprint(INV_MY), "store": "My"}],
    "httpSysBindings": [], "services": [{"name": "W3SVC", "account": "LocalSystem"}], "errors": []}
FORM = "windows-inventory"
INV_ROWS = [row("stores inventory my", FORM, "web æ", "yes"), row("stores inventory my", FORM),
            row("stores inventory root", FORM), row("stores inventory service", FORM, key="yes")]
text = json.dumps(INVENTORY, ensure_ascii=False, indent=4).replace("\n", "\r\n")
write("windows/inventory-utf8.json", text.encode(), *INV_ROWS)
write("windows/inventory-bom.json", b"\xef\xbb\xbf" + text.encode(), *INV_ROWS)
write("windows/inventory-utf16.json", b"\xff\xfe" + text.encode("utf-16-le"), *INV_ROWS)
wrong = json.loads(text)
wrong["stores"][0]["certificates"][0]["thumbprint"] = "00" * 20
wrong["errors"] = [{"where": "LocalMachine\\Remote Desktop", "message": "Access is denied."}]
wrong["stores"][3]["certificates"] = [{"thumbprint": "AB", "raw": "bm90aGluZw=="}]
write("windows/inventory-wrong.json", json.dumps(wrong).encode(), *INV_ROWS, failure("corrupt"), failure("unreadable"))
carved = [row(f"stores inventory {word}", "base64") for word in ("my", "root", "service")]
write("windows/inventory-cut.json", text.encode()[:-200], *carved, failure("corrupt"))


# --- macOS ------------------------------------------------------------------------------

def keychain(tables):
    body, offsets = b"", []
    start = 8 + 4 * len(tables)
    for number, records in tables:
        offsets.append(start + len(body))
        head = 28 + 4 * len(records)
        data, places = b"", []
        for made_record in records:
            places.append(head + len(data))
            data += made_record
        body += struct.pack(">7I", head + len(data), number, len(records), 0, 0, 0, len(records))
        body += struct.pack(f">{len(places)}I", *places) + data
    schema = struct.pack(f">II{len(offsets)}I", start + len(body), len(tables), *offsets) + body
    return b"kych" + struct.pack(">IIII", 0x00010000, 16, 20, 0) + schema


def record(number, data, count, attributes):
    start = 24 + 4 * count
    padded = data.ljust(-(-len(data) // 4) * 4, b"\0")
    offsets, values = [0] * count, b""
    for index, value in attributes.items():
        offsets[index] = start + len(padded) + len(values) + 1
        values += struct.pack(">I", len(value)) + value.ljust(-(-len(value) // 4) * 4, b"\0")
    size = start + len(padded) + len(values)
    return struct.pack(f">6I{count}I", size, number, 1, 0, len(data), 0, *offsets) + padded + values


def point(der):
    key = x509.load_der_x509_certificate(der).public_key()
    return sha1(key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint))


MAC_LEAF, MAC_CA = certificate("stores keychain leaf"), certificate("stores keychain ca")
leaf = record(1, MAC_LEAF, 9, {0: b"\0\0\0\3", 2: "Fjordby nøgle".encode(), 8: point(MAC_LEAF)})
authority = record(2, MAC_CA, 9, {0: b"\0\0\0\3", 2: b"Fjordby CA", 8: point(MAC_CA)})
private = record(1, b"\xfa\xde\x07\x11" + b"?" * 60, 27, {1: b"Fjordby privat\0", 6: point(MAC_LEAF)})
password = record(1, b"ssgp" + b"?" * 40, 16, {})
chain = keychain([(0, []), (0x80000000, [password]), (16, [private]), (0x80001000, [leaf, authority])])
MAC_ROWS = [row("stores keychain leaf", "keychain", "Fjordby nøgle", "yes"), row("stores keychain ca", "keychain", "Fjordby CA")]
write("macos/login.keychain-db", chain, *MAC_ROWS)
write("macos/cut.keychain", chain[:-100], failure("corrupt"), row("stores keychain leaf", "der"))
write("macos/broken.keychain", chain.replace(MAC_CA[:8], b"\xff" * 8), MAC_ROWS[0], failure("corrupt"))
bomb = bytearray(chain)
bomb[24:28] = b"\xff\xff\xff\xff"
write("macos/bomb-tables.keychain", bytes(bomb), *MAC_ROWS, failure("corrupt"), failure("limit-exceeded"))
bomb = bytearray(chain)
place = bomb.index(struct.pack(">I", 0x80001000)) - 4
bomb[place + 8:place + 12] = b"\xff\xff\xff\xff"
bomb[place + 24:place + 28] = b"\xff\xff\xff\xff"
write("macos/bomb-records.keychain", bytes(bomb), row("stores keychain leaf", "der"),
      row("stores keychain ca", "der"), failure("corrupt"))


# --- Java -----------------------------------------------------------------------------

JAVA_CA, JAVA_OTHER = certificate("stores cacerts one"), certificate("stores cacerts two")
for file, form in (("java/jre8/lib/security/cacerts", "JKS"), ("java/jdk21/lib/security/cacerts", "PKCS12")):
    if made(file):
        with tempfile.TemporaryDirectory() as folder:
            for alias, der in (("trust2408 et [jdk]", JAVA_CA), ("anden", JAVA_OTHER)):
                with open(f"{folder}/one.cer", "wb") as out:
                    out.write(der)
                run("keytool", "-importcert", "-noprompt", "-trustcacerts", "-alias", alias, "-file", f"{folder}/one.cer",
                    "-keystore", f"{folder}/cacerts", "-storetype", form, "-storepass", "changeit",
                    *(["-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE", "-J-Dkeystore.pkcs12.macAlgorithm=NONE"]
                      if form == "PKCS12" else []))
            shutil.copy(f"{folder}/cacerts", path(file))
    expect(file, row("stores cacerts one", form.lower(), "trust2408 et [jdk]"), row("stores cacerts two", form.lower(), "anden"))

with open(f"{OUT}/expected.tsv", "w") as out:
    out.write("file\twhat\tway\tformat\talias\tkey\n" + "".join(line + "\n" for line in ROWS))
