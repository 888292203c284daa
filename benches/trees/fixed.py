"""The corpora whose instructions are counted (`.ci/instructions`): small, and
the same octets on every machine and under every Python, so nothing in them was
compressed, encrypted or copied here; the stores and archives are committed
test data.
"""

import hashlib
import io
import shutil
import tarfile
from pathlib import Path

from trees.shapes import base64_text, certificate, noise, pem, words
from trees.stores import jks, p7, p12

TESTDATA = Path(__file__).resolve().parent.parent.parent / "testdata"
# None with hundreds of thousands of rounds: they would drown everything else.
STORES = ("p12-3des.p12", "p12-legacy.p12", "p12-java-trust.p12", "p12-rc2-128.p12", "jks-store.jks",
          "jceks-store.jceks", "bks-store.bks")
ARCHIVES = ("after-another.tar", "behind.bz2", "behind.gz", "behind.xz", "behind.zst", "gnu-long.tar", "gzip.rpm",
            "initrd.img", "new.cpio")


def empty(folder):
    """Nothing: what a start costs."""
    (folder / "nothing").mkdir(parents=True)


def source(folder):
    """600 files of something like source code, in folders of twenty."""
    for number in range(600):
        lines = [f"// {words(f'source{number}', 14)}", f"use opfundet::{words(f'use{number}', 1)};", ""]
        for at in range(20 + number * 37 % 180):
            one, two, three = words(f"line{number * 7 + at}", 3).split()
            lines.append((f"    let {one}_{two} = {three}({at}, \"{two}\")?;", f"    if {one} == {two}.len() {{ return; }}",
                          f"    // {one} {two} {three}", f"fn {one}({two}: &[u8]) -> Result<{three.title()}, Error> {{",
                          f"        .map(|{one}| {one}.{two}::<{three.upper()}>())", "}")[at % 6])
        if number % 100 == 50:
            lines.append(f'const KEY: &str = "{base64_text(certificate(number), 0)}";')
        put(folder, f"module{number // 20}/{number}.rs", "\n".join(lines).encode())


def certs(folder):
    """1,200 certificate files, a bundle and two stores of 200."""
    for number in range(1200):
        der = certificate(number)
        content = (pem(der), der, f"# {number}\n".encode() + pem(der))[(0, 0, 0, 1, 2)[number % 5]]
        put(folder, f"service{number // 100}/{number}.crt", content)
    ders = [certificate(number) for number in range(1500, 1700)]
    put(folder, "bundle.pem", b"".join(map(pem, ders)))
    put(folder, "trust.jks", jks(ders))
    put(folder, "chain.p7b", p7(ders))
    put(folder, "store.p12", p12(ders))


def binary(folder):
    """12 MiB of noise, zeros, tables and symbols, as in programs and images."""
    for number in range(48):
        parts = [noise(f"binary{number % 12}", 96 << 10), bytes(64 << 10),
                 b"\0".join(words(f"symbol{number}", 4000).encode().split()),
                 b"".join(at.to_bytes(4, "little") for at in range(number << 8, (number << 8) + 8192))]
        if number % 8 == 0:
            parts.insert(2, certificate(number))
        put(folder, f"lib{number % 6}/part{number}.so", b"".join(parts))


def stores(folder):
    for name in STORES:
        put(folder, name, (TESTDATA / "corpus" / name).read_bytes())


def archives(folder):
    for name in ARCHIVES:
        for again in range(4):
            put(folder, f"{again}/{name}", (TESTDATA / "hidden" / "tar" / name).read_bytes())
    box = io.BytesIO()
    with tarfile.open(fileobj=box, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for number in range(600):
            content = words(f"tar{number}", 300).encode() if number % 3 else pem(certificate(number))
            entry = tarfile.TarInfo(f"backup/conf{number // 50}/{number}.txt")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    put(folder, "backup.tar", box.getvalue())


CORPORA = {"empty": empty, "source": source, "certs": certs, "binary": binary, "stores": stores, "archives": archives}


def put(folder, name, content):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def build(target):
    """Builds all anew; by name, the folder and the digest of what is in it."""
    shutil.rmtree(target, ignore_errors=True)
    built = {}
    for name, make in CORPORA.items():
        folder = target / name
        make(folder)
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder)} {len(content)}\n".encode() + content)
        built[name] = (folder, digest.hexdigest())
    return built
