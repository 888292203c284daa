#!/usr/bin/env python3
"""Writes testdata/hidden/zip/: archives that hide certificates, good, odd, broken and hostile.

Needs Python 3.11 with `cryptography` and `zstandard`. Every file comes out the
same each time. The certificates bear the name of a real issuer (a fact) and
are signed by a throw-away key.
"""
import bz2, datetime, hashlib, lzma, os, pathlib, shutil, struct, zlib

import zstandard
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = pathlib.Path(__file__).resolve().parent.parent
OUT = HERE / "hidden" / "zip"
DAY = (2021, 3, 1, 12, 0, 0)
ROWS = []


# --- Certificates -----------------------------------------------------------

KEY = ec.derive_private_key(0x5A1F0C, ec.SECP256R1())
ISSUER = x509.Name([x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "DK"),
                    x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "TRUST2408"),
                    x509.NameAttribute(x509.NameOID.COMMON_NAME, "TRUST2408 OCES CA IV")])


def der(name):
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "DK"),
                         x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Fjordby Kommune"),
                         x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    day = datetime.datetime(2021, 3, 1)
    serial = zlib.crc32(name.encode()) + 1
    made = x509.CertificateBuilder(ISSUER, subject, KEY.public_key(), serial, day, day + datetime.timedelta(1096))
    return made.sign(KEY, hashes.SHA256(), ecdsa_deterministic=True).public_bytes(serialization.Encoding.DER)


def pem(name):
    return x509.load_der_x509_certificate(der(name)).public_bytes(serialization.Encoding.PEM)


def jks(*entries):
    """A Java keystore of (alias, certificate name, whether with a key); no key is in it but random-looking octets."""
    def text(value): return struct.pack(">H", len(value)) + value.encode()
    out = struct.pack(">III", 0xFEEDFEED, 2, len(entries))
    for alias, name, key in entries:
        certificate = text("X.509") + struct.pack(">I", len(der(name))) + der(name)
        blob = bytes.fromhex("3032300e060a2b060104012a021101010500 0420".replace(" ", "")) + hashlib.sha256(alias.encode()).digest()
        out += struct.pack(">I", 1 if key else 2) + text(alias) + struct.pack(">Q", 1614556800000)
        out += struct.pack(">I", len(blob)) + blob + struct.pack(">I", 1) + certificate if key else certificate
    return out + hashlib.sha1("changeit".encode("utf-16-be") + b"Mighty Aphrodite" + out).digest()


# --- Compression ------------------------------------------------------------

def deflate(data):
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    return made.compress(data) + made.flush()


def raw_lzma(data, end_marker=True):
    """APPNOTE 5.8.8: version, length of the properties, properties, content."""
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16, "lc": 3, "lp": 0, "pb": 2}]
    body = lzma.compress(data, lzma.FORMAT_RAW, filters=filters)
    return struct.pack("<BBHBI", 9, 20, 5, 0x5D, 1 << 16) + body


METHODS = {0: bytes, 8: deflate, 12: bz2.compress, 14: raw_lzma, 93: zstandard.ZstdCompressor().compress,
           95: lambda data: lzma.compress(data, lzma.FORMAT_XZ)}


# --- ZIP --------------------------------------------------------------------

class Member:
    """One member; every field of its headers can be told wrong."""

    def __init__(self, name, data=b"", method=8, *, flags=0, extra=b"", late=None, crc=None, raw=None, listed=True,
                 size=None, zip64=False, offset=None, mark=b"PK\3\4"):
        self.name = name.encode() if isinstance(name, str) else name
        self.data = METHODS[method if raw is None else 0](data) if raw is None else raw
        self.method, self.extra, self.late, self.listed, self.zip64 = method, extra, late, listed, zip64
        self.flags = flags | (8 if late else 0)
        self.crc = zlib.crc32(data) if crc is None else crc
        self.size = len(data) if size is None else size
        self.at, self.mark = offset, mark

    def sums(self, local):
        if local and self.late:
            return 0, 0, 0
        if self.zip64:
            return self.crc, 0xFFFFFFFF, 0xFFFFFFFF
        return self.crc, len(self.data), self.size

    def wide(self):
        return struct.pack("<HHQQ", 1, 16, self.size, len(self.data)) if self.zip64 else b""

    def fields(self, local):
        extra = self.wide() + self.extra
        return struct.pack("<HHHHHIIIHH", 45 if self.zip64 else 20, self.flags, self.method, 0x6000, 0x5261,
                           *self.sums(local), len(self.name), len(extra))

    def local(self):
        out = self.mark + self.fields(True) + self.name + self.wide() + self.extra + self.data
        if self.late:
            mark = b"PK\7\x08" if self.late != "bare" else b""
            form = "<IQQ" if self.late == "wide" else "<III"
            out += mark + struct.pack(form, self.crc, len(self.data), self.size)
        return out

    def central(self):
        fields = self.fields(False)
        return (b"PK\1\2\x14\3" + fields + struct.pack("<HHHII", 0, 0, 0, 0, self.at)
                + self.name + self.wide() + self.extra)


def archive(members, *, prefix=b"", shifted=False, before_directory=b"", comment=b"", after=b"", order=None,
            zip64=False, count=None, between=b""):
    """An archive behind `prefix`; `shifted`: its offsets count from its own beginning."""
    out = prefix
    base = len(prefix) if shifted else 0
    for member in members:
        if member.at is None:
            member.at = len(out) - base
        out += member.local() + between
    out += before_directory
    start = len(out)
    listed = [member for member in members if member.listed]
    out += b"".join(member.central() for member in (order(listed) if order else listed))
    size, number = len(out) - start, len(listed) if count is None else count
    if zip64:
        record = len(out)
        out += struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, number, number, size, start - base)
        out += struct.pack("<4sIQI", b"PK\6\7", 0, record - base, 1)
        number, size, start = 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF + base
    return out + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, number & 0xFFFF, number & 0xFFFF, size, start - base,
                             len(comment)) + comment + after


# --- Files and their expectations -------------------------------------------

def put(file, data, *rows):
    (OUT / file).write_bytes(data)
    ROWS.extend((file, *row) for row in rows or [("-", "-", "-", "-", "-")])


def found(name, *way, form="pem", alias="-", key="no"):
    return name, " > ".join(f"member:{step}" for step in way) or "-", form, alias, key


def failed(kind, *way):
    return f"!{kind}", " > ".join(f"member:{step}" for step in way) or "-", "-", "-", "-"


MANIFEST = Member("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\r\nCreated-By: zip.py\r\n\r\n")


def good():
    jar = archive([Member("META-INF/"), MANIFEST, Member("dk/fjordby/trust.jks", jks(("rod", "zip trusted", False)), late=True),
                   Member("dk/fjordby/ca.pem", pem("zip jar"), late=True)])
    war = archive([Member("WEB-INF/classes/keys.jks", jks(("rod", "zip other", False), ("web", "zip keyed", True))), Member("WEB-INF/lib/fjordby.jar", jar, 0)])
    ear = archive([Member("META-INF/application.xml", b"<application/>"), Member("web.war", war)])
    lib = ("web.war", "WEB-INF/lib/fjordby.jar")
    keys = ("web.war", "WEB-INF/classes/keys.jks")
    put("app.ear", ear, found("zip other", *keys, form="jks", alias="rod"),
        found("zip keyed", *keys, form="jks", alias="web", key="yes"),
        found("zip trusted", *lib, "dk/fjordby/trust.jks", form="jks", alias="rod"),
        found("zip jar", *lib, "dk/fjordby/ca.pem"))
    block = der("zip apk signature")
    block = struct.pack("<Q", len(block) + 24) + block + struct.pack("<Q", len(block) + 24) + b"APK Sig Block 42"
    put("app.apk", archive([Member("classes.dex", bytes(range(256)) * 4), Member("res/raw/ca.der", der("zip apk"), 0)],
                           before_directory=block),
        found("zip apk", "res/raw/ca.der", form="der"), found("zip apk signature", form="der"))
    text = b"<w:t>" + pem("zip docx") + b"</w:t>"
    put("brev.docx", archive([Member("[Content_Types].xml", b"<Types/>"), Member("word/document.xml", text)]),
        found("zip docx", "word/document.xml"))
    put("package.nupkg", archive([Member("_rels/.rels", b"<Relationships/>"), Member(".signature.p7s", der("zip nupkg"), 0)]),
        found("zip nupkg", ".signature.p7s", form="der"))
    for method, kind in ((0, "stored"), (8, "deflated"), (12, "bzip2"), (14, "lzma"), (93, "zstd"), (95, "xz")):
        members = [Member("a.txt", b"nothing\n" * 9, method), Member(f"{kind}.pem", pem(f"zip {kind}"), method)]
        put(f"{kind}.zip", archive(members), found(f"zip {kind}", f"{kind}.pem"))
    put("two-frames.zip", archive([Member("two.pem", pem("zip frames"), 93, raw=zstandard.compress(pem("zip frames")[:200])
        + b"\x50\x2a\x4d\x18\4\0\0\0skip" + zstandard.compress(pem("zip frames")[200:]))]), found("zip frames", "two.pem"))
    put("zip64.zip", archive([Member("large.pem", pem("zip zip64"), zip64=True)], zip64=True), found("zip zip64", "large.pem"))
    put("empty.zip", archive([]))
    put("directories.zip", archive([Member("a/"), Member("a/b/", b"", 8), Member("odd/", pem("zip directory"))]),
        found("zip directory", "odd/"))
    put("twice.zip", archive([Member("same.pem", pem("zip first")), Member("same.pem", pem("zip second"))]),
        found("zip first", "same.pem"), found("zip second", "same.pem"))
    put("backward.zip", archive([Member(f"{n}.pem", pem(f"zip backward {n}")) for n in range(3)], order=lambda all: all[::-1]),
        *(found(f"zip backward {n}", f"{n}.pem") for n in range(3)))


def streamed():
    members = [Member("one.pem", pem("zip late"), late=True), Member("two.pem", pem("zip late stored"), 0, late=True),
               Member("three.pem", pem("zip late wide"), late="wide"), Member("four.pem", pem("zip late bare"), late="bare")]
    rows = [found("zip late", "one.pem"), found("zip late stored", "two.pem"), found("zip late wide", "three.pem"),
            found("zip late bare", "four.pem")]
    whole = archive(members)
    put("streamed.zip", whole, *rows)
    put("streamed-cut.zip", whole[: whole.index(b"PK\1\2") + 70], *rows, failed("corrupt"))


def names():
    path = "blåbær.pem".encode()
    field = struct.pack("<HHBI", 0x7075, 5 + len(path), 1, zlib.crc32(b"bl?b?r.pem")) + path
    stale = field.replace(struct.pack("<I", zlib.crc32(b"bl?b?r.pem")), b"\0\0\0\0")
    members = [Member("nøgle 1.pem".encode("cp437", "replace").replace(b"?", b"\x9b"), pem("zip cp437")),
               Member("nøgle 2.pem", pem("zip utf8"), flags=0x800), Member("nøgle 3.pem", pem("zip unmarked")),
               Member(b"bl?b?r.pem", pem("zip path"), extra=field), Member(b"renamed.pem", pem("zip stale"), extra=stale),
               Member("dir\\file.pem", pem("zip backslash")), Member("../../etc/x.pem", pem("zip dots"))]
    put("names.zip", archive(members), found("zip cp437", "nøgle 1.pem"), found("zip utf8", "nøgle 2.pem"),
        found("zip unmarked", "nøgle 3.pem"), found("zip path", "blåbær.pem"), found("zip stale", "renamed.pem"),
        found("zip backslash", "dir\\file.pem"), found("zip dots", "../../etc/x.pem"))


def behind():
    script = b"#!/bin/sh\nexec java -jar \"$0\" \"$@\"\n" + pem("zip script") + b"exit 0\n"
    for shifted, name in ((False, "adjusted"), (True, "shifted")):
        data = archive([Member("BOOT-INF/ca.pem", pem(f"zip {name}"))], prefix=script, shifted=shifted)
        put(f"{name}.sh", data, found("zip script"), found(f"zip {name}", "BOOT-INF/ca.pem"))
    put("comment.zip", archive([Member("a.pem", pem("zip commented"))], comment=pem("zip comment")),
        found("zip commented", "a.pem"), found("zip comment"))
    put("appended.zip", archive([Member("a.pem", pem("zip before"))], comment=b"hello", after=b"\n" + pem("zip appended")),
        found("zip before", "a.pem"), found("zip appended"))
    put("deleted.zip", archive([Member("a.pem", pem("zip kept")), Member("gone.pem", pem("zip deleted"), listed=False),
                                Member("late.pem", pem("zip deleted late"), listed=False, late=True), Member("b", b"b")]),
        found("zip kept", "a.pem"), found("zip deleted", "gone.pem"), found("zip deleted late", "late.pem"))
    put("gap.zip", archive([Member("a", b"a"), Member("b", b"b")], between=b"\0" * 40 + pem("zip gap")),
        found("zip gap"))
    put("spanned-marker.zip", archive([Member("a.pem", pem("zip marker"))], prefix=b"PK00"), found("zip marker", "a.pem"))


def closed():
    good = Member("good.pem", pem("zip beside closed"))
    members = [Member("secret.pem", b"x" * 99, 8, flags=1), Member("aes.pem", b"x" * 99, 99, flags=1, raw=b"y" * 99),
               Member("implode.pem", b"x" * 99, 6, raw=b"y" * 99), Member("deflate64.pem", b"x" * 99, 9, raw=b"y" * 99), good]
    put("closed.zip", archive(members), failed("locked", "secret.pem"), failed("locked", "aes.pem"),
        failed("unsupported", "implode.pem"), failed("unsupported", "deflate64.pem"), found("zip beside closed", "good.pem"))
    data = bytearray(archive([Member("a.pem", pem("zip part"))]))
    at = data.rindex(b"PK\5\6")
    data[at + 4 : at + 8] = struct.pack("<HH", 3, 3)
    put("part.z04", bytes(data), found("zip part", "a.pem"), failed("unsupported"))


def broken():
    one, two = (lambda: Member("a.pem", pem("zip whole a"))), (lambda: Member("z.pem", pem("zip whole z")))
    both = [found("zip whole a", "a.pem"), found("zip whole z", "z.pem")]
    text = pem("zip broken")
    for kind, member, rows in (
        ("crc", Member("b.pem", text, crc=7), [found("zip broken", "b.pem")]),
        ("crc-stored", Member("b.pem", text, 0, crc=7), [found("zip broken", "b.pem")]),
        ("size", Member("b.pem", text, size=7), [found("zip broken", "b.pem")]),
        ("deflate", Member("b.pem", text, raw=b"\xff" * 40), []),
        ("cut-deflate", Member("b.pem", text, raw=deflate(b"x" * 300 + text)[:-200]), []),
        ("bzip2", Member("b.pem", text, 12, raw=b"BZh9" + b"\xff" * 40), []),
        ("lzma", Member("b.pem", text, 14, raw=raw_lzma(text)[:60]), []),
        ("zstd", Member("b.pem", text, 93, raw=b"\xff" * 40), []),
        ("xz", Member("b.pem", text, 95, raw=lzma.compress(text)[:60]), []),
        ("header", Member("b.pem", b"text", mark=b"PKxx"), []),
    ):
        put(f"bad-{kind}.zip", archive([one(), member, two()]), *both, *rows, failed("corrupt", "b.pem"))
    put("bad-offset.zip", archive([one(), Member("b.pem", b"b", offset=0x7FFFFFF0), two()]), *both, failed("corrupt", "b.pem"))
    put("bad-count.zip", archive([one(), two()], count=7), *both, failed("corrupt"))
    data = archive([one(), two()])
    put("bad-directory.zip", data.replace(b"PK\1\2", b"PK\1\3").replace(b"PK\1\3", b"PK\1\2", 1), *both, failed("corrupt"))
    put("bad-end.zip", data[:-22], *both, failed("corrupt"))
    put("cut.zip", data[: data.rindex(b"PK\3\4") + 300], both[0], failed("corrupt", "z.pem"), failed("corrupt"))
    put("bad-inside.zip", archive([Member("inner.zip", data[:-22], 0)]), found("zip whole a", "inner.zip", "a.pem"),
        found("zip whole z", "inner.zip", "z.pem"), failed("corrupt", "inner.zip"))


def bombs():
    zeros = deflate(b"\0" * (1 << 20))
    inner = archive([Member("zeros", b"\0" * (1 << 20), raw=zeros)])
    for _ in range(16):
        inner = archive([Member("more.zip", inner)])
    put("bomb-deep.zip", inner, failed("limit-exceeded", *["more.zip"] * 12))
    data, count = pem("zip overlapping"), 60
    body = archive([Member("a.pem", data)])
    start = body.index(b"PK\1\2")
    entries = b"".join(Member(f"{n}.pem", data, offset=0).central() for n in range(count))
    put("bomb-same.zip", body[:start] + entries + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), start, 0),
        found("zip overlapping", "0.pem"), failed("corrupt"))
    put("bomb-quoting.zip", quoting(40), failed("corrupt"))
    huge = raw_lzma(b"x" * 99)[:5] + struct.pack("<I", 0xFFFFFF00) + raw_lzma(b"x" * 99)[9:]
    window = b"\x28\xb5\x2f\xfd\0\xf8" + zstandard.compress(b"x" * 99)[6:]
    put("bomb-memory.zip", archive([Member("lzma", b"x" * 99, 14, raw=huge, size=0xFFFFFFF0), Member("zstd", b"x" * 99, 93, raw=window),
                                    Member("a.pem", pem("zip beside bombs"))]),
        failed("limit-exceeded", "lzma"), failed("limit-exceeded", "zstd"), found("zip beside bombs", "a.pem"))


def quoting(count):
    """Each member quotes the local header of the next as a stored block and shares its content (Fifield, 2019)."""
    data = deflate(b"\0" * 100_000)
    size, crc = 100_000, zlib.crc32(b"\0" * 100_000)
    tail, plain = data, b"\0" * 100_000
    locals_ = []
    for number in reversed(range(count)):
        member = Member(f"{number:03}", plain, raw=tail)
        head = member.local()[: -len(tail)]
        locals_.insert(0, (member, len(head)))
        plain = head + plain
        tail = b"\0" + struct.pack("<HH", len(head), len(head) ^ 0xFFFF) + head + tail
    member, head = locals_[0]
    body = member.local()
    at = 0
    for member, head in locals_:
        member.at = at
        at += head + 5
    entries = b"".join(member.central() for member, _ in locals_)
    return body + entries + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), len(body), 0)


if __name__ == "__main__":
    shutil.rmtree(OUT, ignore_errors=True)
    os.makedirs(OUT)
    for part in (good, streamed, names, behind, closed, broken, bombs):
        part()
    lines = ["\t".join(row) for row in [("file", "what", "way", "format", "alias", "key"), *sorted(ROWS)]]
    (OUT / "expected.tsv").write_text("\n".join(lines) + "\n")
