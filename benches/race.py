#!/usr/bin/env python3
"""A race of `oces scan` against `rg` and `cert-dump` on the same trees.

Builds its trees itself (deterministic; kept for the next run), lets the
contenders run in turn (A B C A B C ...) after one warm-up each, and prints the
medians and the ratios of runs of the same round: of runs that met the same
weather. CPU is user + system of the whole process, children included.
See benches/README.md.
"""

import argparse
import base64
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
FILES = 100_000
DISTINCT = 300
LAYOUT = "1"  # Change it when the tree's recipe changes.
LIMITS = {"system": {"rg": 1.0, "cert-dump": 1 / 8}, "certs": {"rg": 0.8}}
ARCHIVES_LIMIT = 1.3
REFERENCES_LIMIT = 1.3
FLAGGED = 50
MEMORY_LIMIT = 64 * 1024  # KiB


# --- The tree of certificate files -------------------------------------------

def tlv(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def oid(dotted):
    arcs = [int(arc) for arc in dotted.split(".")]
    out = bytearray([arcs[0] * 40 + arcs[1]])
    for arc in arcs[2:]:
        septets = [arc & 0x7F]
        while arc := arc >> 7:
            septets.append(0x80 | arc & 0x7F)
        out += bytes(reversed(septets))
    return tlv(0x06, bytes(out))


def attribute(dotted, text):
    """A country is a PrintableString, everything else a UTF8String."""
    return tlv(0x30, oid(dotted), tlv(0x13 if dotted == C else 0x0C, text.encode()))


def name(*rdns):
    return tlv(0x30, *(tlv(0x31, *sorted(rdn)) for rdn in rdns))


def noise(seed, size):
    """Bytes that no compressor likes, the same on every machine."""
    return b"".join(hashlib.sha512(f"{seed}/{at}".encode()).digest() for at in range(size // 64 + 1))[:size]


C, O, OU, CN, SERIAL = "2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.3", "2.5.4.5"
OCES2 = name([attribute(C, "DK")], [attribute(O, "TRUST2408")], [attribute(CN, "TRUST2408 OCES CA IV")])
OCES3 = name([attribute(CN, "Den Danske Stat OCES udstedende-CA 1")],
             [attribute(O, "Den Danske Stat")], [attribute(C, "DK")])
# The key identifiers of the two authorities above: without them every
# certificate would be a look-alike, which is another road through the program.
KEYS = {OCES2: "5cbb7562163299aa36a0b89afb6fa70c5ff00ad5", OCES3: "4c01e2ca73bcc3be380a383d36b05c749c7b97b9"}
OTHERS = [name([attribute(C, "US")], [attribute(O, f"Invented Trust {n}")], [attribute(CN, f"Issuing CA {n}")])
          for n in range(40)]


def certificate(number):
    """A certificate with the shape and size of a real one. Nobody signed it:
    its signature is noise, which no contender looks at."""
    issuer = (OCES2, OCES3)[number % 2] if number % 10 < 2 else OTHERS[number % 40]
    who = [attribute(CN, f"system {number} (funktionscertifikat)"),
           attribute(SERIAL, f"CVR:{10000000 + number}-FID:{20000000 + number}")]
    authority = bytes.fromhex(KEYS[issuer]) if issuer in KEYS else noise(f"aki{number % 40}", 20)
    subject = name([attribute(C, "DK")], [attribute(O, f"Opfundet Kommune {number} // CVR:{10000000 + number}")], who)
    bits = (2048, 3072, 4096)[number % 3]
    modulus = bytes([0, 0xC1]) + noise(f"n{number}", bits // 8 - 2) + b"\x01"
    key = tlv(0x30, tlv(0x30, oid("1.2.840.113549.1.1.1"), tlv(0x05)),
              tlv(0x03, b"\0", tlv(0x30, tlv(0x02, modulus), tlv(0x02, b"\1\0\1"))))
    algorithm = tlv(0x30, oid("1.2.840.113549.1.1.11"), tlv(0x05))
    extensions = tlv(0xA3, tlv(
        0x30,
        tlv(0x30, oid("2.5.29.15"), tlv(0x01, b"\xff"), tlv(0x04, tlv(0x03, b"\x05\xa0"))),
        tlv(0x30, oid("2.5.29.35"), tlv(0x04, tlv(0x30, tlv(0x80, authority)))),
        tlv(0x30, oid("2.5.29.14"), tlv(0x04, tlv(0x04, noise(f"ski{number}", 20)))),
    ))
    validity = tlv(0x30, tlv(0x17, b"210601000000Z"), tlv(0x17, b"240601000000Z"))
    body = tlv(0x30, tlv(0xA0, tlv(0x02, b"\2")), tlv(0x02, b"\x5d" + noise(f"s{number}", 7)),
               algorithm, issuer, validity, subject, key, extensions)
    return tlv(0x30, body, algorithm, tlv(0x03, b"\0", noise(f"sig{number}", 256)))


def pem(der, label="CERTIFICATE"):
    text = base64.b64encode(der).decode()
    lines = "\n".join(text[at:at + 64] for at in range(0, len(text), 64))
    return f"-----BEGIN {label}-----\n{lines}\n-----END {label}-----\n".encode()


def jks(ders):
    """A truststore in Sun's format, with its checksum under `changeit`."""
    out = bytearray((0xFEEDFEED).to_bytes(4, "big") + (2).to_bytes(4, "big") + len(ders).to_bytes(4, "big"))
    for at, der in enumerate(ders):
        alias = f"ca{at}".encode()
        out += (2).to_bytes(4, "big") + len(alias).to_bytes(2, "big") + alias + (0).to_bytes(8, "big")
        out += (5).to_bytes(2, "big") + b"X.509" + len(der).to_bytes(4, "big") + der
    return bytes(out) + hashlib.sha1("changeit".encode("utf-16-be") + b"Mighty Aphrodite" + out).digest()


def p12(ders):
    """A PKCS #12 without a password: clear certificate bags and no MAC."""
    bags = [tlv(0x30, oid("1.2.840.113549.1.12.10.1.3"), tlv(0xA0, tlv(
        0x30, oid("1.2.840.113549.1.9.22.1"), tlv(0xA0, tlv(0x04, der))))) for der in ders]
    data = oid("1.2.840.113549.1.7.1")
    safe = tlv(0x30, tlv(0x30, data, tlv(0xA0, tlv(0x04, tlv(0x30, *bags)))))
    return tlv(0x30, tlv(0x02, b"\3"), tlv(0x30, data, tlv(0xA0, tlv(0x04, safe))))


def build_certs(target):
    """100,000 files: 60 % PEM, 25 % DER, 14 % text around PEM, 1 % bundles, JKS, PKCS #12."""
    stamp = target / ".built"
    want = f"{LAYOUT} {FILES} {DISTINCT}\n"
    if stamp.exists() and stamp.read_text() == want:
        return
    shutil.rmtree(target, ignore_errors=True)
    ders = [certificate(number) for number in range(DISTINCT)]
    pems = [pem(der) for der in ders]
    for number in range(FILES):
        if number % 100 == 0:
            folder = target / f"host{number // 10_000:02}" / f"service{number // 100 % 100:02}"
            folder.mkdir(parents=True)
        pick, kind = number * 7919 % DISTINCT, number % 100
        if kind == 99:
            group = [(pick + step) % DISTINCT for step in range(20)]
            sort = number // 100 % 10
            if sort == 0:
                entry, content = "trust.jks", jks([ders[at] for at in group])
            elif sort == 1:
                entry, content = "store.p12", p12([ders[at] for at in group])
            else:
                entry, content = "bundle.pem", b"".join(pems[at] for at in group)
        elif kind < 60:
            entry, content = f"{number}.{('pem', 'crt')[kind % 2]}", pems[pick]
        elif kind < 85:
            entry, content = f"{number}.cer", ders[pick]
        else:
            entry = f"{number}.crt"
            content = f"# Server {number}\nsubject=/C=DK/CN=server {number}\n".encode() + pems[pick]
        descriptor = os.open(folder / entry, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.write(descriptor, content)
        os.close(descriptor)
    stamp.write_text(want)


# --- The contenders ----------------------------------------------------------

def contenders(args):
    """Name, how its version is told, and the command without the tree."""
    # Allowed exit codes: `oces` ends with 3 when something could not be read,
    # `rg` with 1 without a match and 2 when something could not be read.
    found = [("oces", [args.oces, "--version"],
              [args.oces, "scan", "--no-archives", "--fail-on", "never", "-o", "json=/dev/null"], {0, 3})]
    if rg := shutil.which(args.rg):
        found.append(("rg", [rg, "--version"],
                      [rg, "-uu", "-a", "-l", "-e", "-----BEGIN ", "-e", "MII"], {0, 1, 2}))
    if dump := shutil.which(args.cert_dump):
        found.append(("cert-dump", [dump, "--version"], [dump, "-R", "--json"], {0}))
    missing = {"rg", "cert-dump"} - {entry[0] for entry in found}
    for entry in sorted(missing):
        print(f"!!! {entry} is not installed: no ratio against it (see benches/README.md)")
    return found


def run(command, tree, allowed, scratch):
    """CPU seconds, wall seconds and peak memory in KiB of one whole process.

    Linux counts the memory of this script, from which the process was started,
    into its peak: nothing below about 20 MiB can be told apart.
    """
    # Standard output goes to a file: grep-like programs notice /dev/null and
    # stop at the first match.
    with open(scratch / "stdout", "wb") as out, open(scratch / "stderr", "wb") as err:
        begin = time.monotonic()
        process = subprocess.Popen([*command, str(tree)], stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.stderr.write((scratch / "stderr").read_text(errors="replace")[-2000:])
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss


def spread(values):
    return f"{statistics.median(values):8.3f} [{min(values):.3f}..{max(values):.3f}]"


def rounds_of(runners, tree, rounds, scratch):
    """Lets the runners (command and allowed exit codes, by name) run in turn,
    prints their figures and returns them by name."""
    results = {who: [] for who in runners}
    for turn in range(rounds + 1):
        for who, (command, allowed) in runners.items():
            result = run(command, tree, allowed, scratch)
            if turn:  # The first round warms the cache.
                results[who].append(result)
    width = max(map(len, runners))
    print(f"{'':{width}}  {'CPU s (median [min..max])':30}{'wall s':30}peak MiB")
    for who, runs in results.items():
        cpu, wall, memory = zip(*runs)
        print(f"{who:{width}}  {spread(cpu):30}{spread(wall):30}{max(memory) / 1024:8.1f}")
    return results


def race(label, tree, runners, rounds, scratch):
    print(f"\n## {label}: {tree}\n")
    results = rounds_of({who: (command, allowed) for who, _, command, allowed in runners}, tree, rounds, scratch)
    print()
    held = True
    for other in list(results)[1:]:
        for column, what in ((0, "CPU"), (1, "wall")):
            ratios = [ours[column] / theirs[column] for ours, theirs in zip(results["oces"], results[other])]
            limit = LIMITS.get(label, {}).get(other) if what == "CPU" else None
            verdict = ""
            if limit:
                good = statistics.median(ratios) <= limit
                held &= good
                verdict = f"  at most {limit:.3f}: {'held' if good else 'MISSED'}"
            print(f"oces / {other:10} {what:5}{spread(ratios)}{verdict}")
    memory = max(run[2] for run in results["oces"])
    good = memory <= MEMORY_LIMIT
    print(f"oces peak memory    {memory / 1024:8.1f} MiB  at most 64: {'held' if good else 'MISSED'}")
    return held and good


def race_archives(tree, args, scratch):
    """A scan with archives against one without them plus only inflating the
    same members with the same code (examples/inflate.rs)."""
    print(f"\n## archives: {tree}\n")
    scan = [args.oces, "scan", "--fail-on", "never", "-o", "json=/dev/null"]
    told = subprocess.run([args.oces, "scan", "--help"], stdout=subprocess.PIPE, check=False, text=True).stdout
    closed = [option for option in ("--no-archives", "--no-mail") if option in told]
    runners = {"with archives": (scan, {0, 3}), "without": ([*scan, *closed], {0, 3}),
               "inflating": ([args.inflate], {0})}
    results = rounds_of(runners, tree, args.rounds, scratch)
    ratios = [whole[0] / (without[0] + inflating[0]) for whole, without, inflating in zip(*results.values())]
    good = statistics.median(ratios) <= ARCHIVES_LIMIT
    print(f"\nwith archives / (without + inflating) CPU  {spread(ratios)}  "
          f"at most {ARCHIVES_LIMIT}: {'held' if good else 'MISSED'}")
    # Neither may be spared what the other does.
    run([args.inflate, "--check"], tree, {0, 1}, scratch)
    told = (scratch / "stdout").read_text(errors="replace").splitlines()
    for line in told[-22:]:
        print(line)
    return good and told[-1].startswith("0 files")


def race_references(tree, args, scratch):
    """A scan with 50 flagged certificates that reads what may name them a
    second time, against one that does not."""
    print(f"\n## references: {tree}, {FLAGGED} flagged certificates\n")
    flagged = args.target / "flagged"
    flagged.mkdir(parents=True, exist_ok=True)
    for number in [at for at in range(FLAGGED * 10) if at % 10 == 0]:
        (flagged / f"system{number}.pem").write_bytes(pem(certificate(number)))
    scan = [args.oces, "scan", "--fail-on", "never", "-o", "json=/dev/null", str(flagged)]
    runners = {"with references": (scan, {0, 3}), "without": ([*scan, "--no-references"], {0, 3})}
    results = rounds_of(runners, tree, args.rounds, scratch)
    ratios = [whole[0] / without[0] for whole, without in zip(*results.values())]
    memory = max(run[2] for run in results["with references"])
    good = statistics.median(ratios) <= REFERENCES_LIMIT and memory <= MEMORY_LIMIT
    print(f"\nwith references / without CPU  {spread(ratios)}  peak {memory / 1024:.1f} MiB  "
          f"at most {REFERENCES_LIMIT} and 64 MiB: {'held' if good else 'MISSED'}")
    return good


def race_writers(program):
    """Every report format on a report with 100,000 findings (examples/writers)."""
    print("\n## writers: at most 2 s of CPU and 256 MiB each\n", flush=True)
    return subprocess.run([program], check=False).returncode == 0


# What cert-dump tells for a PEM line in source code that has no block after it.
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


# --- Completeness --------------------------------------------------------------

def compare_finds(tree, oces, dump, scratch):
    """Every certificate that cert-dump finds must be in `oces scan --all`.

    cert-dump prints one JSON object a line and occurrence; `sha256` is the
    digest of the certificate's DER, `path` and `offset` tell where it lies.
    """
    print(f"\n## completeness: {tree}\n")
    report = scratch / "all.json"
    run([oces, "scan", "--all", "--no-archives", "--fail-on", "never", "-o", f"json={report}"],
        tree, {0, 3}, scratch)
    told = json.loads(report.read_text())
    listed = ("certificates", "lookAlikes", "unknownAuthorities", "others")
    ours = {entry["sha256"] for kind in listed for entry in told.get(kind, [])}
    run([dump, "-R", "--json"], tree, {0}, scratch)
    theirs = {}
    for line in (scratch / "stdout").read_text(errors="replace").splitlines():
        if line.startswith("{"):
            entry = json.loads(line)
            if entry["sha256"] == NOTHING:
                continue
            theirs.setdefault(entry["sha256"], f"{entry['path']} at {entry['offset']} ({entry['source']}), "
                                               f"{entry.get('size')} octets, {entry.get('subject', 'no subject')}")
    missed = sorted(set(theirs) - ours)
    print(f"cert-dump {len(theirs)} distinct, oces {len(ours)}, "
          f"only cert-dump {len(missed)}, only oces {len(ours - set(theirs))}")
    for sha256 in missed[:20]:
        print(f"missed {sha256}: {theirs[sha256]}")
    if len(missed) > 20:
        print(f"and {len(missed) - 20} more")
    return not missed and bool(theirs)


# --- The whole -------------------------------------------------------------------

def version(command):
    told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True)
    return told.stdout.splitlines()[0] if told.stdout else "unknown version"


def release_build():
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet", "--bins", "--examples"], cwd=HERE, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release"
    return str(target / "oces"), str(target / "examples" / "inflate"), str(target / "examples" / "writers")


def main():
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument("--tree", default="/usr", help="the mixed tree (default: /usr)")
    parse.add_argument("--target", type=Path, default=HERE / "target" / "race", help="where built trees are kept")
    parse.add_argument("--rounds", type=int, default=5, help="rounds that count, after one that warms up")
    parse.add_argument("--only", choices=("system", "certs", "archives", "references", "merge", "writers", "completeness"),
                       help="one part alone")
    parse.add_argument("--oces", help="the program (default: a release build of this clone)")
    parse.add_argument("--inflate", help="the program that only inflates (default: a release build, too)")
    parse.add_argument("--writers", help="the program that only writes (default: a release build, too)")
    parse.add_argument("--rg", default="rg")
    parse.add_argument("--cert-dump", default="/opt/cd/bin/cert-dump" if Path("/opt/cd/bin/cert-dump").exists()
                       else "cert-dump")
    args = parse.parse_args()
    if not (args.oces and args.inflate and args.writers):
        built = release_build()
        args.oces, args.inflate = args.oces or built[0], args.inflate or built[1]
        args.writers = args.writers or built[2]
    held = []
    with tempfile.TemporaryDirectory(prefix="oces-race-") as scratch:
        scratch = Path(scratch)
        runners = contenders(args)
        print(f"# Race, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}, {args.rounds} rounds\n")
        for who, told, command, _ in runners:
            print(f"{who:10}  {version(told)}: {' '.join(command)}")
        if args.only in (None, "system"):
            held.append(race("system", Path(args.tree), runners, args.rounds, scratch))
        if args.only in (None, "certs"):
            begin = time.monotonic()
            tree = args.target / "certs"
            build_certs(tree)
            print(f"\n(tree of {FILES} certificate files ready after {time.monotonic() - begin:.0f} s)")
            held.append(race("certs", tree, runners, args.rounds, scratch))
        if args.only in (None, "archives"):
            held.append(race_archives(Path(args.tree), args, scratch))
        if args.only in (None, "references"):
            held.append(race_references(Path(args.tree), args, scratch))
        if args.only in (None, "merge"):
            import merge  # It builds its certificates with this file.
            held.append(merge.race_merge(args.oces, scratch))
        if args.only in (None, "writers"):
            held.append(race_writers(args.writers))
        if args.only in (None, "completeness") and any(runner[0] == "cert-dump" for runner in runners):
            held.append(compare_finds(Path(args.tree), args.oces, shutil.which(args.cert_dump), scratch))
    print("\nEvery limit held." if all(held) else "\nNot every limit held: see MISSED and missed above.")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
