"""Writes testdata/hidden/git: pack files of Git. Needs git, whose version may
change the packs but not what they hold."""
import hashlib, os, struct, subprocess, tempfile, zlib
from pathlib import Path
from cryptography import x509

HERE = Path(__file__).resolve().parent.parent
OUT = HERE / "hidden" / "git"
ROWS = []
FIXED = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
         for what, value in (("NAME", "Demo"), ("EMAIL", "demo@example.invalid"), ("DATE", "2020-01-01T00:00:00Z"))}


def take(name):
    pem = (HERE / "certificates" / f"{name}.pem").read_bytes()
    certificate = x509.load_pem_x509_certificate(pem)
    return pem, certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value


(PEM1, CN1), (PEM2, CN2), (PEM3, CN3) = (take(f"ii-voces-ca-{n}") for n in (1, 2, 3))


def write(name, content, *rows):
    """Rows: (CN, way) or (!kind, way)."""
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / name).write_bytes(content)
    for what, way in rows or [("-", "-")]:
        key = "-" if what[:1] in "!-" else "no"
        ROWS.append((name, what, way, "-" if key == "-" else "pem", "-", key))


def oid(content, kind="blob", hash="sha1"):
    return hashlib.new(hash, b"%s %d\0" % (kind.encode(), len(content)) + content).hexdigest()


def member(content, kind="blob"):
    return f"member:{oid(content, kind)}"


def varint(number, first=None, bits=7):
    """The size of an object, behind its type; or one within a delta."""
    octets = []
    if first is not None:
        octets, number = [first << 4 | number & 15], number >> 4
        if number:
            octets[0] |= 128
        else:
            return bytes(octets)
    while True:
        octets.append(number & 127 | (128 if number > 127 else 0))
        number >>= 7
        if not number:
            return bytes(octets)


def entry(kind, content, base=b"", size=None):
    return varint(len(content) if size is None else size, kind) + base + zlib.compress(content, 9)


def back(distance):
    octets = [distance & 127]
    while distance := distance >> 7:
        distance -= 1
        octets.insert(0, distance & 127 | 128)
    return bytes(octets)


def pack(*entries, version=2, count=None, hash="sha1"):
    body = struct.pack(">4sII", b"PACK", version, len(entries) if count is None else count) + b"".join(entries)
    return body + hashlib.new(hash, body).digest()


def delta(base, *pieces, size=None):
    """Pieces: octets that are new, or (from, length) out of the base."""
    body, made = b"", 0
    for piece in pieces:
        if isinstance(piece, bytes):
            for at in range(0, len(piece), 127):
                body += bytes([len(piece[at : at + 127])]) + piece[at : at + 127]
            made += len(piece)
        else:
            body += b"\xff" + struct.pack("<I", piece[0]) + struct.pack("<I", piece[1])[:3]
            made += piece[1]
    return varint(base) + varint(made if size is None else size) + body


def git(folder, *command, **more):
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "GIT_CONFIG_NOSYSTEM": "1", **FIXED}
    return subprocess.run(["git", "-C", folder, "-c", "commit.gpgsign=false", "-c", "pack.threads=1", *command],
                          check=True, capture_output=True, env=environment, **more).stdout


def history(folder, *options):
    """A file of settings with a certificate that changes slightly four times."""
    git(folder, "init", "-q", "-b", "main", *options)
    filler = "".join(hashlib.sha256(b"%d" % n).hexdigest() + "\n" for n in range(40)).encode()
    versions = []
    for number, pem in enumerate([PEM1, PEM1, PEM2, PEM2]):
        versions.append(filler + b"# version %d\n" % number + pem)
        Path(folder, "settings.pem").write_bytes(versions[-1])
        git(folder, "add", ".")
        git(folder, "commit", "-qm", f"Version {number}")
    return versions


def packed(folder, *options):
    names = git(folder, "rev-list", "--all", "--objects").decode().split("\n")
    names = "".join(line.split(" ")[0] + "\n" for line in names if line).encode()
    return git(folder, "pack-objects", "-q", "--stdout", *options, input=names)


def real():
    with tempfile.TemporaryDirectory() as folder:
        versions = history(folder)
        rows = [(cn, member(content)) for cn, content in zip([CN1, CN1, CN2, CN2], versions)]
        git(folder, "gc", "-q")
        [gc] = Path(folder, ".git", "objects", "pack").glob("*.pack")
        verified = git(folder, "verify-pack", "-v", str(gc.with_suffix(".idx")))
        assert b"chain length = 1" in verified, verified
        content = gc.read_bytes()
        write("gc.pack", content, *rows)
        # The last object is cut, a difference like those of the oldest blobs.
        listed = [line.split() for line in verified.decode().split("\n") if len(line.split()) >= 5]
        last = max((line for line in listed if len(line[0]) == 40), key=lambda line: int(line[4]))
        assert last[1] == "blob" and len(last) == 7, last
        kept = [row for row in rows if row[1] != "member:" + last[0]]
        write("cut.pack", content[:-30], *kept, ("!corrupt", "-"))
        by_id = packed(folder, "--no-reuse-delta", "--window=10")
        write("ref-delta.pack", by_id, *rows)
        tag = b"A certificate in a tag\n\n" + PEM3
        git(folder, "tag", "-a", "-F", "-", "--cleanup=verbatim", "signed", input=tag)
        text = git(folder, "cat-file", "tag", "signed")
        write("tag.pack", packed(folder), *rows, (CN3, member(text, "tag")))
        # Only what is new, against bases that stay behind.
        thin = git(folder, "pack-objects", "-q", "--stdout", "--thin", "--revs", input=b"main\n^main~1\n")
        write("thin.pack", thin, ("!unsupported", "-"))
    with tempfile.TemporaryDirectory() as folder:
        history(folder, "--object-format=sha256")
        # The id in the report is SHA-1 all the same: the pack does not tell.
        write("sha256.pack", packed(folder, "--delta-base-offset"), *rows)
        write("sha256-ref.pack", packed(folder), *rows)


def made():
    one, two = entry(3, PEM1), entry(3, PEM2)
    both = [(CN1, member(PEM1)), (CN2, member(PEM2))]
    write("two.pack", pack(one, two), *both)
    write("version-3.pack", pack(one, two, version=3), *both)
    write("version-4.pack", pack(one, two, version=4), ("!unsupported", "-"))
    write("checksum.pack", pack(one, two)[:-1] + b"!", *both, ("!corrupt", "-"))
    write("more.pack", pack(one, two) + two, *both, ("!corrupt", "-"))
    write("count.pack", pack(one, two, count=1), both[0], ("!corrupt", "-"))
    # Of what is longer than declared, one octet more is read.
    write("size.pack", pack(entry(3, PEM1, size=len(PEM1) - 9), two), (CN1, member(PEM1[:-8])), both[1], ("!corrupt", "-"))
    broken = bytearray(one)
    broken[-1] ^= 1
    write("adler.pack", pack(bytes(broken), two), (CN1, "member:object at 12"), ("!corrupt", "-"))
    write("type.pack", pack(one, entry(5, PEM2)), both[0], ("!corrupt", "-"))
    write("empty.pack", pack())
    write("tree.pack", pack(entry(2, b"100644 a.pem\0" + bytes(20))))
    after = PEM1 + b"# changed\n"
    change = delta(len(PEM1), (0, len(PEM1)), b"# changed\n")
    chained = delta(len(after), (0, len(after)), PEM2)
    named = lambda content: bytes.fromhex(oid(content))
    # Bases behind their deltas, as fetches leave them.
    write("base-last.pack", pack(entry(7, chained, named(after)), entry(7, change, named(PEM1)), one),
          (CN1, member(PEM1)), (CN1, member(after)), (CN1, member(after + PEM2)), (CN2, member(after + PEM2)))
    write("cycle.pack", pack(entry(7, change, named(PEM2)), entry(7, change, named(after))), ("!unsupported", "-"))
    write("no-base.pack", pack(one, entry(6, change, back(len(one) - 1)), two), *both, ("!corrupt", "-"))
    write("other-base.pack", pack(two, entry(6, delta(9, (0, 9)), back(len(two)))), both[1], ("!corrupt", "-"))


def bombs():
    one = entry(3, PEM1)
    write("bomb-size.pack", pack(entry(3, PEM1, size=1 << 59)), (CN1, member_sized(PEM1, 1 << 59)), ("!corrupt", "-"))
    write("bomb-count.pack", pack(one, count=0xFFFFFFFF), (CN1, member(PEM1)), ("!corrupt", "-"))
    # Each is sixteen times the one before, until it is too large.
    size, entries = 1200, [one, entry(3, b"-" * 1200)]
    for _ in range(9):
        change = delta(size, *[(0, size)] * 16) if size < 1 << 24 else delta(size, (0, 5))
        entries.append(entry(6, change, back(len(entries[-1]))))
        size *= 16
    write("bomb-delta.pack", pack(*entries), (CN1, member(PEM1)), ("!limit-exceeded", "-"))
    # A chain that is longer than Git makes them; only its last link bears a certificate.
    text = b"".join(b"line %d\n" % n for n in range(40))
    entries = [entry(3, text)]
    for _ in range(300):
        entries.append(entry(6, delta(len(text), (0, len(text))), back(len(entries[-1]))))
    entries.append(entry(6, delta(len(text), (0, len(text)), PEM1), back(len(entries[-1]))))
    write("long-chain.pack", pack(*entries), (CN1, member(text + PEM1)))


def member_sized(content, size):
    return "member:" + hashlib.sha1(b"blob %d\0" % size + content).hexdigest()


for files in (real, made, bombs):
    files()
with open(OUT / "expected.tsv", "w", encoding="utf-8") as file:
    file.write("file\twhat\tway\tformat\talias\tkey\n")
    for row in ROWS:
        file.write("\t".join(row) + "\n")
