#!/usr/bin/env python3
"""What would burst a scanner: each bomb is built, scanned alone, and measured.

    python3 benches/bombs.py --oces target/release/oces [--only NAME] [--keep DIR]

Prints processor time (user + system), peak memory and the failures of each.
A bomb is survived if it takes at most 5 seconds and 128 MiB and leaves exactly
one failure (none if it only claims to be one). The bombs are small where they can be, and never unpacked here.
"""

import argparse
import bz2
import gzip
import io
import json
import lzma
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

SECONDS, KIBIBYTES = 5.0, 128 * 1024
GIB = 1 << 30


def zeros_gz(path, size=10 * GIB):
    """The same compressed block again and again is what zeros compress to."""
    block = b"\0" * (1 << 20)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    with open(path, "wb") as out:
        out.write(b"\x1f\x8b\x08\0\0\0\0\0\x02\xff")
        first = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
        again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
        out.write(first)
        for _ in range(size // len(block) - 1):
            out.write(again)
        out.write(packer.flush() + struct.pack("<II", 0, size & 0xFFFFFFFF))


def tool(*command):
    def build(path):
        with open(path, "wb") as out:
            zeros = subprocess.Popen(["head", "-c", str(10 * GIB), "/dev/zero"], stdout=subprocess.PIPE)
            subprocess.run(command, stdin=zeros.stdout, stdout=out, check=True)
    return build


def zeros_bz2(path):
    """Streams in a row are one content."""
    with open(path, "wb") as out:
        out.write(bz2.compress(b"\0" * (256 << 20), 9) * 40)


def nested_gz(path):
    inner = io.BytesIO()
    zeros_gz(path)
    with gzip.GzipFile(fileobj=inner, mode="wb", mtime=0) as out:
        out.write(Path(path).read_bytes())
    Path(path).write_bytes(inner.getvalue())


def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def forty_two(path):
    content = zip_of([("0.dll", b"\0" * (1 << 28))])
    for level in range(5):
        content = zip_of([(f"lib {number}.zip", content) for number in range(16)])
    Path(path).write_bytes(content)


def two_million(path):
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0) + b"a"
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    count = 2_000_000
    with open(path, "wb") as out:
        for _ in range(count // 1000):
            out.write(local * 1000)
        start = out.tell()
        for at in range(count):
            out.write(central[:42] + struct.pack("<I", at * len(local)) + b"a")
        size = out.tell() - start
        out.write(struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count, count, size, start))
        out.write(struct.pack("<IIQI", 0x07064B50, 0, start + size, 1))
        out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0))


def overlapping(path):
    """Every entry of the directory points to the one kernel (Fifield 2019)."""
    raw = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = raw.compress(b"\0" * (20 << 20)) + raw.flush()
    crc = zlib.crc32(b"\0" * (20 << 20))
    sizes = struct.pack("<III", crc, len(kernel), 20 << 20)
    local = struct.pack("<IHHHHH", 0x04034B50, 20, 0, 8, 0, 0) + sizes + struct.pack("<HH", 1, 0) + b"k"
    with open(path, "wb") as out:
        out.write(local + kernel)
        start = out.tell()
        for _ in range(60_000):
            out.write(struct.pack("<IHHHHHH", 0x02014B50, 20, 20, 0, 8, 0, 0) + sizes
                      + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"k")
        size = out.tell() - start
        out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 60_000, 60_000, size, start, 0))


def tar_header(name, size, kind=b"0"):
    header = bytearray(512)
    header[: len(name)] = name
    header[100:108] = b"0000644\0"
    header[108:124] = b"0000000\0" * 2
    header[124:136] = size if isinstance(size, bytes) else b"%011o\0" % size
    header[136:148] = b"00000000000\0"
    header[156:157] = kind
    header[257:265] = b"ustar\x0000"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


def tar_huge(path):
    size = b"\x80" + b"\0" * 3 + struct.pack(">Q", 1 << 63)
    Path(path).write_bytes(tar_header(b"huge", size) + b"x" * 2000)


def tar_members(path):
    with open(path, "wb") as out:
        for _ in range(2000):
            out.write(tar_header(b"empty", 0) * 1000)
        out.write(b"\0" * 1024)


def tar_long_name(path):
    """A name of a gibibyte in a small gzip."""
    plain = zlib.compressobj(9, zlib.DEFLATED, 31)
    with open(path, "wb") as out:
        out.write(plain.compress(tar_header(b"././@LongLink", GIB, b"L")))
        for _ in range(1024):
            out.write(plain.compress(b"n" * (1 << 20)))
        out.write(plain.flush())


def xz_dictionary(path):
    """A dictionary of 1.5 GiB in the block's header; its checksum holds."""
    content = bytearray(lzma.compress(b"small", lzma.FORMAT_XZ))
    size = (content[12] + 1) * 4
    block = bytearray(content[12:12 + size])
    at = block.index(b"\x21\x01") + 2
    block[at] = 39
    block[-4:] = struct.pack("<I", zlib.crc32(bytes(block[:-4])))
    content[12:12 + size] = block
    Path(path).write_bytes(bytes(content))


def zstd_window(path):
    """A frame whose window is 3.75 TiB, with one raw block."""
    Path(path).write_bytes(struct.pack("<I", 0xFD2FB528) + b"\x00" + b"\xff" + struct.pack("<I", 5 << 3 | 1)[:3] + b"small")


def mail_nesting(path):
    with open(path, "w") as out:
        out.write("From: a@example.dk\nTo: b@example.dk\nDate: Mon, 1 Jan 2018 10:00:00 +0100\nMIME-Version: 1.0\n")
        for level in range(50_000):
            out.write(f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n')
        out.write("\nend\n")


BOMBS = {
    "zeros.gz": zeros_gz,
    "zeros.xz": tool("xz", "-9", "-T2", "-c"),
    "zeros.zst": tool("zstd", "-q", "-c"),
    "zeros.bz2": zeros_bz2,
    "zeros.gz.gz": nested_gz,
    "forty-two.zip": forty_two,
    "two-million.zip": two_million,
    "overlapping.zip": overlapping,
    "huge.tar": tar_huge,
    "two-million.tar": tar_members,
    "long-name.tar.gz": tar_long_name,
    "dictionary.xz": xz_dictionary,
    "window.zst": zstd_window,
    "nesting.eml": mail_nesting,
}


# A large claim around a small content costs nothing: it is simply read.
HARMLESS = {"dictionary.xz"}


def scan(oces, path):
    """Processor seconds, peak KiB, exit code and failures of one scan."""
    report = path + ".json"
    script = ("import resource, subprocess, sys; code = subprocess.run(sys.argv[1:]).returncode;"
              "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
              "print(code, used.ru_utime + used.ru_stime, used.ru_maxrss)")
    command = [sys.executable, "-c", script, oces, "scan", "-q", "-j", "2", "-o", f"json={report}", path]
    words = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600).stdout.split()
    failures = json.loads(Path(report).read_text())["failures"] if os.path.exists(report) else []
    return float(words[1]), int(words[2]), int(words[0]), failures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oces", default="target/release/oces")
    parser.add_argument("--only", action="append", help="a bomb by its name; repeatable")
    parser.add_argument("--keep", help="where the bombs stay for the next run")
    parser.add_argument("file", nargs="*", help="more files to measure")
    arguments = parser.parse_args()
    burst = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or scratch
        os.makedirs(folder, exist_ok=True)
        paths = []
        for name, build in BOMBS.items():
            if arguments.only and name not in arguments.only:
                continue
            path = os.path.join(folder, name)
            if not os.path.exists(path):
                build(path)
            paths.append(path)
        print(f"{'bomb':24} {'octets':>12} {'CPU s':>6} {'MiB':>6} exit  failures")
        for path in paths + arguments.file:
            seconds, peak, code, failures = scan(os.path.abspath(arguments.oces), path)
            wanted = 0 if os.path.basename(path) in HARMLESS else 1
            held = seconds <= SECONDS and peak <= KIBIBYTES and len(failures) == wanted
            burst += not held
            told = "; ".join(f"{failure['kind']}: {failure['detail']}" for failure in failures[:3])
            print(f"{os.path.basename(path):24} {os.path.getsize(path):12} {seconds:6.2f} {peak / 1024:6.1f} {code:4}  "
                  f"{len(failures)} {told[:110]}{'' if held else '   <-- BURST'}", flush=True)
    return 1 if burst else 0


if __name__ == "__main__":
    sys.exit(main())
