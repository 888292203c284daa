"""Writes testdata/hidden/tar: compressed files, tar, ar, cpio, RPM packages, Git
objects and container images. Needs GNU tar and zstd."""
import bz2, gzip, hashlib, io, json, lzma, os, struct, subprocess, sys, tarfile, tempfile, zlib
from pathlib import Path
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

HERE = Path(__file__).resolve().parent.parent
OUT = HERE / "hidden" / "tar"
ROWS = []


def take(name):
    """A certificate of ours: PEM, DER and common name."""
    pem = (HERE / "certificates" / f"{name}.pem").read_bytes()
    certificate = x509.load_pem_x509_certificate(pem)
    common = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    return certificate.public_bytes(Encoding.PEM), certificate.public_bytes(Encoding.DER), common


(PEM1, DER1, CN1), (PEM2, DER2, CN2), (PEM3, DER3, CN3) = (take(f"ii-voces-ca-{n}") for n in (1, 2, 3))


def write(name, content, *rows):
    """Rows: (CN or !kind, way[, format])."""
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    for what, way, *form in rows or [("-", "-", "-")]:
        key = "-" if what[:1] in "!-" else "no"
        ROWS.append((name, what, way, (form or ["-" if key == "-" else "pem"])[0], "-", key))


def flip(content, at):
    return content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :]


def gz(content): return gzip.compress(content, mtime=0)
def xz(content, **more): return lzma.compress(content, check=lzma.CHECK_CRC64, **more)


def zst(content, *options):
    return subprocess.run(["zstd", "-q", "-c", *options], input=content, capture_output=True, check=True).stdout


def lz4(content, **more):
    import lz4.frame
    return lz4.frame.compress(content, content_checksum=True, **more)


def lzip(content):
    raw = lzma.compress(content, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 16}])
    return b"LZIP\1\x10" + raw + struct.pack("<IQQ", zlib.crc32(content), len(content), len(raw) + 26)


def large_dictionary(content):
    """XZ that declares a dictionary of 1.5 GiB."""
    stream = bytearray(xz(content))
    size = (stream[12] + 1) * 4
    at = stream.index(b"\x21\x01", 12, 12 + size) + 2
    stream[at] = 37
    stream[12 + size - 4 : 12 + size] = struct.pack("<I", zlib.crc32(stream[12 : 12 + size - 4]))
    return bytes(stream)


def streams():
    noise = hashlib.shake_256(b"noise").digest(3000)
    for name, pack, id in [("gz", gz, "gzip"), ("bz2", bz2.compress, "bzip2"), ("xz", xz, "xz"), ("zst", zst, "zstd"), ("lz", lzip, "lzip"), ("lz4", lz4, "lz4")]:
        inside = f"compressed:{id}"
        write(f"one.{name}", pack(PEM1), (CN1, inside))
        write(f"row.{name}", pack(PEM1[:700]) + pack(PEM1[700:]), (CN1, inside))
        write(f"padded.{name}", pack(PEM1) + b"\0" * 512, (CN1, inside))
        write(f"behind.{name}", pack(PEM1) + b"\n" + PEM2, (CN1, inside), (CN2, "-"), ("!corrupt", "-"))
        write(f"noise-behind.{name}", pack(noise + DER1) + noise, (CN1, inside, "der"), ("!corrupt", "-"))
        write(f"cut.{name}", pack(PEM1 + noise)[:-900], *([(CN1, inside)] if id not in ("bzip2", "zstd") else []), ("!corrupt", inside))
        write(f"der.{name}", pack(DER1 + DER2), (CN1, inside, "der"), (CN2, inside, "der"))
    write("sum.gz", flip(gz(PEM1), len(gz(PEM1)) - 6), (CN1, "compressed:gzip"), ("!corrupt", "compressed:gzip"))
    write("sum.bz2", flip(bz2.compress(PEM1), 11), (CN1, "compressed:bzip2"), ("!corrupt", "compressed:bzip2"))
    write("sum.xz", flip(xz(PEM1), len(xz(PEM1)) - 28), (CN1, "compressed:xz"), ("!corrupt", "compressed:xz"))
    write("sum.zst", flip(zst(PEM1), len(zst(PEM1)) - 2), (CN1, "compressed:zstd"), ("!corrupt", "compressed:zstd"))
    write("sum.lz4", flip(lz4(PEM1), len(lz4(PEM1)) - 2), (CN1, "compressed:lz4"), ("!corrupt", "compressed:lz4"))
    linked = (PEM1 + b"x" * 63_000) * 3 + PEM2
    write("linked.lz4", lz4(linked, block_linked=True, block_size=4, block_checksum=True), (CN1, "compressed:lz4"), (CN2, "compressed:lz4"))
    write("name-and-comment.gz", b"\x1f\x8b\x08\x18" + bytes(6) + b"a.pem\0comment\0" + gz(PEM1)[10:], (CN1, "compressed:gzip"))
    write("two-streams-padded.xz", xz(PEM1) + bytes(8) + xz(PEM2), (CN1, "compressed:xz"), (CN2, "compressed:xz"))
    filters = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 1}]
    write("filtered.xz", xz(PEM1, filters=filters), (CN1, "compressed:xz"))
    write("no-check.xz", lzma.compress(PEM1, check=lzma.CHECK_NONE), (CN1, "compressed:xz"))
    write("large-dictionary.xz", large_dictionary(PEM1), (CN1, "compressed:xz"))
    alone = lzma.compress(PEM1, lzma.FORMAT_ALONE)
    write("one.lzma", alone, (CN1, "compressed:lzma"))
    write("cut.lzma", alone[:-300], ("!corrupt", "compressed:lzma"))
    skippable = b"\x50\x2a\x4d\x18" + struct.pack("<I", 5) + b"skip!"
    write("skipped.zst", skippable + zst(PEM1) + skippable + zst(PEM2), (CN1, "compressed:zstd"), (CN2, "compressed:zstd"))
    write("large-window.zst", zst(PEM1, "--ultra", "--long=31", "-3"), (CN1, "compressed:zstd"))
    with tempfile.TemporaryDirectory() as folder:
        dictionary = Path(folder) / "d"
        samples = [Path(folder) / f"s{n}" for n in range(200)]
        for n, sample in enumerate(samples):
            sample.write_bytes(hashlib.shake_256(b"%d" % n).digest(64) + b"the same in every sample, more or less" * 3)
        subprocess.run(["zstd", "-q", "--train", *samples, "-o", dictionary, "--maxdict=2048"], check=True, stderr=subprocess.DEVNULL)
        write("dictionary.zst", zst(PEM1, "-D", str(dictionary)), ("!unsupported", "compressed:zstd"))
    write("cut-late.zst", zst(PEM1 + bytes(140_000) + noise)[:-900], (CN1, "compressed:zstd"), ("!corrupt", "compressed:zstd"))
    write("bomb.bz2", bz2.compress(bytes(300 << 20)), ("!limit-exceeded", "compressed:bzip2"))
    write("thrice.gz", gz(xz(bz2.compress(PEM1))), (CN1, "compressed:gzip > compressed:xz > compressed:bzip2"))
    write("deep.gz", __import__("functools").reduce(lambda inner, _: gz(inner), range(14), PEM1),
          ("!limit-exceeded", " > ".join(["compressed:gzip"] * 12)))


def unopened():
    for name, head in [("seven.7z", b"7z\xbc\xaf\x27\x1c"), ("five.rar", b"Rar!\x1a\x07\x01\0"), ("four.rar", b"Rar!\x1a\x07\0"),
                       ("cabinet.cab", b"MSCF\0\0\0\0"), ("old.lz4", b"\x02\x21\x4c\x18"), ("mail.pst", b"!BDN"),
                       ("disk.vhdx", b"vhdxfile"), ("disk.qcow2", b"QFI\xfb\0\0\0\3"), ("old.Z", b"\x1f\x9d\x90")]:
        write(name, head + bytes(40) + PEM1, (CN1, "-"), ("!unsupported", "-"))
    write("BZhistory.txt", b"BZh9 is no magic, Rar!, MSCF and 7z neither\n" + PEM1, (CN1, "-"))


def member(name, content, **more):
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for key, value in more.items():
        setattr(info, key, value)
    return info, io.BytesIO(content)


def tar(*members, form=tarfile.USTAR_FORMAT, **more):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, **more) as archive:
        for info, content in members:
            archive.addfile(info, content)
    # Python fills up to 10 KiB; two blocks end an archive as well.
    end = out.getvalue().rstrip(b"\0")
    return end + bytes(-len(end) % 512 + 1024)


def summed(block):
    block = bytearray(block)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def v7(name, content):
    block = bytearray(512)
    block[: len(name)] = name
    block[100:124] = b"0000644\0" + b"0000000\0" * 2
    block[124:136] = b"%011o\0" % len(content)
    block[136:148] = b"00000000000\0"
    return summed(block) + content + bytes(-len(content) % 512)


def tars():
    a, b, c = (CN1, "member:a.pem"), (CN2, "member:b.pem"), (CN3, "member:c.pem")
    one, two, three = member("a.pem", PEM1), member("b.pem", PEM2), member("c.pem", PEM3)
    whole = lambda **more: tar(member("a.pem", PEM1), member("b.pem", PEM2), member("c.pem", PEM3), **more)
    write("plain.tar", whole(), a, b, c)
    write("old.tar", v7(b"a.pem", PEM1) + v7(b"b.pem", PEM2) + bytes(1024), a, b)
    write("packed.tar.gz", gz(whole()), *((cn, f"compressed:gzip > {way}") for cn, way in (a, b, c)))
    write("packed.tar.zst", zst(tar(member("d/a.gz", gz(PEM1)))), (CN1, "compressed:zstd > member:d/a.gz > compressed:gzip"))
    deep = "/".join(["mappe"] * 30) + "/a.pem"
    write("prefix.tar", tar(member(deep, PEM1)), (CN1, f"member:{deep}"))
    long = "/".join(["en-lang-mappe"] * 40) + "/a.pem"
    write("gnu-long.tar", tar(member(long, PEM1), member("b.pem", PEM2), form=tarfile.GNU_FORMAT), (CN1, f"member:{long}"), b)
    danish = "/".join(["æblegrød"] * 40) + "/a.pem"
    write("pax.tar", tar(member(danish, PEM1), member("b.pem", PEM2), form=tarfile.PAX_FORMAT), (CN1, f"member:{danish}"), b)
    write("pax-size.tar", tar((lambda m: (setattr(m[0], "pax_headers", {"size": str(len(PEM1))}), m)[1])(member("a.pem", PEM1)), member("b.pem", PEM2), form=tarfile.PAX_FORMAT), a, b)
    link = lambda kind: member("link", b"", type=kind, linkname="a.pem")
    write("links.tar", tar(link(tarfile.SYMTYPE), link(tarfile.LNKTYPE), member("d", b"", type=tarfile.DIRTYPE), link(tarfile.CHRTYPE), member("a.pem", PEM1)), a)
    write("broken-header.tar", (lambda t: flip(t, t.index(b"b.pem")))(whole()), a, (CN2, "-"), c, ("!corrupt", "-"))
    write("broken-first.tar", flip(tar(member("a.gz", gz(PEM1)), member("b.pem", PEM2)), 0), b, ("!corrupt", "-"))
    huge = bytearray(whole())
    at = huge.index(b"b.pem")
    huge[at + 124 : at + 136] = b"\x80" + bytes(3) + b"\x80" + bytes(7)
    huge[at : at + 512] = summed(huge[at : at + 512])
    write("huge-size.tar", bytes(huge), a, (CN2, "-"), c, ("!corrupt", "member:b.pem"))
    beyond = bytearray(whole())
    beyond[at + 124 : at + 136] = b"77777777777\0"
    beyond[at : at + 512] = summed(beyond[at : at + 512])
    write("beyond.tar", bytes(beyond), a, b, (CN3, "member:b.pem"), ("!corrupt", "member:b.pem"))
    write("cut.tar", whole()[: 512 + 2048 + 512 + 600], a, ("!corrupt", "member:b.pem"))
    write("cut-in-header.tar", whole()[: at + 100], a, ("!corrupt", "-"))
    write("no-end-mark.tar", whole()[:-1024], a, b, c, ("!corrupt", "-"))
    write("cut.tar.gz", gz(tar(member("n", hashlib.shake_256(b"n").digest(2000)), member("a.pem", PEM1)))[:-700], ("!corrupt", "compressed:gzip > member:a.pem"), ("!corrupt", "compressed:gzip"))
    write("after-another.tar", tar(one) + bytes(4096) + tar(two), a, b)
    write("behind.tar", tar(three) + bytes(512) + b"no header at all\n" + PEM2, c, (CN2, "-"))
    write("binary-number.tar", (lambda t: summed(t[:124] + b"\x80" + len(PEM1).to_bytes(11, "big") + t[136:512]) + t[512:])(tar(member("a.pem", PEM1))), a)
    write("broken-pax.tar", (lambda t: t.replace(b" path=", b" path:", 1))(tar(member(danish, PEM1), form=tarfile.PAX_FORMAT)),
          (CN1, "member:" + danish.encode()[:0].decode() + tar_short(danish)), ("!corrupt", "-"))
    sparse()


def tar_short(name):
    """The name that Python leaves in the header beside a pax path."""
    info = next(iter(tarfile.open(fileobj=io.BytesIO(tar(member("x", b""))))))
    text = name.encode("ascii", "replace")[:100].decode()
    return text


def sparse():
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/s.bin", "wb") as file:
            for at, content in [(1 << 20, DER1), (3 << 30, DER2), (5 << 30, PEM3)]:
                # Each lies across the border of a piece.
                file.seek(at - len(content) % 512)
                file.write(content)
            file.truncate(6 << 30)
        usual = ["tar", "-C", folder, "--owner=0", "--group=0", "--mtime=@0", "--sparse", "-b", "2", "-cf", "-"]
        for name, options in [("gnu", ["--format=gnu"])] + [(f"pax-{v}", ["--format=posix", f"--sparse-version={v}", "--pax-option=delete=atime,delete=ctime,exthdr.name=x"]) for v in ("0.0", "0.1", "1.0")]:
            made = subprocess.run([*usual, *options, "s.bin"], capture_output=True, check=True).stdout
            way = "member:s.bin"
            write(f"sparse-{name}.tar", made, (CN1, way, "der"), (CN2, way, "der"), (CN3, way))


def ar(*members, magic=b"!<arch>\n"):
    out = magic
    for name, content in members:
        out += b"%-16s%-12d%-6d%-6d%-8s%-10d`\n" % (name, 0, 0, 0, b"100644", len(content)) + content + b"\n" * (len(content) % 2)
    return out


def ars():
    table = b"a-name-of-more-than-sixteen.pem/\nanother-name-as-long.pem/\n"
    write("gnu.a", ar((b"/", bytes(5)), (b"//", table), (b"/0", PEM1), (b"/33", PEM2), (b"c.pem/", PEM3)),
          (CN1, "member:a-name-of-more-than-sixteen.pem"), (CN2, "member:another-name-as-long.pem"), (CN3, "member:c.pem"))
    write("bsd.a", ar((b"#1/20", b"a-name-of-16-or.pem\0" + PEM1), (b"b.pem", PEM2)), (CN1, "member:a-name-of-16-or.pem"), (CN2, "member:b.pem"))
    write("thin.a", ar((b"//", table), magic=b"!<thin>\n"))
    write("broken.a", (lambda made: made.replace(b"`\n", b"'\n").replace(b"'\n", b"`\n", 1))(ar((b"a.pem/", PEM1), (b"b.pem/", PEM2))),
          (CN1, "member:a.pem"), (CN2, "-"), ("!corrupt", "-"))
    write("cut.a", ar((b"a.pem/", PEM1), (b"b.pem/", PEM2))[:-1000], (CN1, "member:a.pem"), ("!corrupt", "member:b.pem"))
    data = xz(tar(member("./etc/ssl/a.pem", PEM1)))
    write("package.deb", ar((b"debian-binary", b"2.0\n"), (b"control.tar.gz", gz(tar(member("./control", b"Package: prove\n")))), (b"data.tar.xz", data)),
          (CN1, "member:data.tar.xz > compressed:xz > member:./etc/ssl/a.pem"))


def newc(*members, magic=b"070701"):
    out = b""
    for name, content, mode in [*members, (b"TRAILER!!!", b"", 0)]:
        fields = [1, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(name) + 1, 0]
        out += magic + b"".join(b"%08X" % field for field in fields) + name + b"\0"
        out += bytes(-len(out) % 4) + content
        out += bytes(-len(out) % 4)
    return out


def odc(*members):
    out = b""
    for name, content, mode in [*members, (b"TRAILER!!!", b"", 0)]:
        out += b"070707" + b"".join(b"%06o" % field for field in (1, 1, mode, 0, 0, 1, 0)) + b"%011o%06o%011o" % (0, len(name) + 1, len(content))
        out += name + b"\0" + content
    return out


def binary(order, *members):
    out = b""
    for name, content, mode in [*members, (b"TRAILER!!!", b"", 0)]:
        size = len(content)
        out += struct.pack(order + "13H", 0o070707, 1, 1, mode, 0, 0, 1, 0, 0, 0, len(name) + 1, size >> 16, size & 0xFFFF)
        out += name + b"\0" + bytes((len(name) + 1) % 2) + content + bytes(size % 2)
    return out


def cpios():
    members = [(b"d", b"", 0o040755), (b"a.pem", PEM1, 0o100644), (b"l", b"a.pem", 0o120777), (b"b.pem", PEM2, 0o100600)]
    rows = [(CN1, "member:a.pem"), (CN2, "member:b.pem")]
    for name, made in [("new", newc(*members)), ("sum", newc(*members, magic=b"070702")), ("odc", odc(*members)),
                       ("little", binary("<", *members)), ("big", binary(">", *members))]:
        write(f"{name}.cpio", made, *rows)
    write("cut.cpio", newc(*members)[:3300], (CN1, "member:a.pem"), ("!corrupt", "member:b.pem"))
    write("no-trailer.cpio", newc(*members)[:-124], *rows, ("!corrupt", "-"))
    write("broken.cpio", (lambda made: made[:200] + made[200:].replace(b"070701", b"07070x"))(newc(members[1], members[3])), rows[0], (CN2, "-"), ("!corrupt", "-"))
    processor = newc((b"kernel/x86/microcode/x.bin", b"microcode", 0o100644))
    processor += bytes(-len(processor) % 512)
    write("initrd.img", processor + gz(newc(members[1])), (CN1, "compressed:cpio > compressed:gzip > member:a.pem"))
    write("two.cpio", processor + newc(members[1]), rows[0])


def rpm(payload, version=3):
    def header(count, store):
        return b"\x8e\xad\xe8\1" + bytes(4) + struct.pack(">II", count, store) + bytes(16 * count + store)
    signature = header(2, 21)
    return b"\xed\xab\xee\xdb" + bytes([version]) + bytes(91) + signature + bytes(-len(signature) % 8) + header(3, 50) + payload


def rpms():
    payload = newc((b"./etc/pki/a.pem", PEM1, 0o100644))
    for name, pack, id in [("gzip", gz, "gzip"), ("zstd", zst, "zstd"), ("lzma", lambda p: lzma.compress(p, lzma.FORMAT_ALONE), "lzma")]:
        write(f"{name}.rpm", rpm(pack(payload)), (CN1, f"compressed:rpm > compressed:{id} > member:./etc/pki/a.pem"))
    write("cut.rpm", rpm(gz(payload))[:150], ("!corrupt", "-"))


def gits():
    blob = lambda content: zlib.compress(b"blob %d\0" % len(content) + content)
    write("git/objects/c1/blob", blob(PEM1), (CN1, "compressed:git-object"))
    write("git/objects/c2/cut", blob(PEM1 + hashlib.shake_256(b"n").digest(900))[:-500], (CN1, "compressed:git-object"), ("!corrupt", "compressed:git-object"))
    write("git/objects/c3/length", zlib.compress(b"blob 99\0" + PEM1), ("!corrupt", "compressed:git-object"))
    write("git/objects/c4/tree", zlib.compress(b"tree 33\x00100644 a.pem\0" + bytes(19)))


def images():
    """One image of three layers: the second deletes what the first held."""
    layers = [tar(member("etc/ssl/x.pem", PEM1), member("opt/a/y.pem", PEM2)),
              tar(member("etc/ssl/.wh.x.pem", b""), member("etc/z.pem", PEM3)),
              tar(member("opt/.wh..wh..opq", b""))]
    def digest(content): return hashlib.sha256(content).hexdigest()
    inside = [(CN1, 0, "member:etc/ssl/x.pem"), (CN2, 0, "member:opt/a/y.pem"), (CN3, 1, "member:etc/z.pem")]

    paths = [f"{digest(layer)}/layer.tar" for layer in layers]
    manifest = json.dumps([{"Config": "c.json", "RepoTags": ["demo:1.0"], "Layers": paths}]).encode()
    saved = tar(*(member(path, layer) for path, layer in zip(paths, layers)), member("manifest.json", manifest))
    write("docker-save.tar", saved, *((cn, f"member:{paths[layer]} > {way}") for cn, layer, way in inside))

    packed = [gz(layer) for layer in layers]
    blobs = {digest(layer): layer for layer in packed}
    described = lambda content: {"digest": f"sha256:{digest(content)}", "size": len(content)}
    manifest = json.dumps({"schemaVersion": 2, "config": described(b"{}"), "layers": [described(layer) for layer in packed]}).encode()
    blobs[digest(manifest)] = manifest
    index = json.dumps({"schemaVersion": 2, "manifests": [{**described(manifest), "annotations": {"org.opencontainers.image.ref.name": "demo:2.0"}}]}).encode()
    way = lambda layer: f"blobs/sha256/{digest(packed[layer])}"
    write("oci.tar", tar(*(member(f"./blobs/sha256/{name}", blob) for name, blob in blobs.items()), member("./index.json", index)),
          *((cn, f"member:./{way(layer)} > compressed:gzip > {inner}") for cn, layer, inner in inside))
    for name, blob in blobs.items():
        rows = [(cn, f"compressed:gzip > {inner}") for cn, layer, inner in inside if digest(packed[layer]) == name]
        write(f"oci/blobs/sha256/{name}", blob, *rows)
    write("oci/index.json", index)


for made in (streams, unopened, tars, ars, cpios, rpms, gits, images):
    made()
with open(OUT / "expected.tsv", "w", encoding="utf-8") as file:
    file.write("file\twhat\tway\tformat\talias\tkey\n")
    for row in ROWS:
        file.write("\t".join(row) + "\n")
