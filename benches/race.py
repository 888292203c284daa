#!/usr/bin/env python3
"""A race of `oces scan` against `rg`, `cert-dump`, `find` and plain reading.

Builds its trees itself (the same each time, kept for the next run), lets the
contenders run in turn (A B C A B C ...) after one warm-up each, and prints the
medians and the ratios of runs of the same round: of runs that met the same
weather. CPU is user + system of the whole process, children included.
See benches/README.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import completeness
import merge
import scale
import trees
import weighing
from contenders import BUILT, HERE, contenders, release_build, version
from goals import race

RACES = ("mixed", "source", "certs", "log", "sparse", "locked")
PARTS = (*RACES, "archives", "references", "merge", "writers", "completeness", "growth", "cold")


def writers(args):
    """Every report format on a report with 100,000 findings (examples/writers)."""
    print("\n## writers: at most 2 s of CPU and 256 MiB each\n", flush=True)
    return subprocess.run([args.writers], check=False).returncode == 0


def part(name, known, args, scratch):
    """Runs one part and tells whether all of it held."""
    def tree(of):
        if of == "mixed" and args.tree:
            return args.tree
        return trees.tree(of, args.target, trees.SMALL if args.small else 1)

    if name in RACES:
        more = ("--password-file", args.target / "locked.passwords") if name == "locked" else ()
        return race(name, tree(name), known, args, scratch, more)
    return {
        "archives": lambda: weighing.archives(tree("mixed"), args, scratch),
        "references": lambda: weighing.references(tree("mixed"), args, scratch),
        "merge": lambda: merge.race_merge(args.oces, scratch),
        "writers": lambda: writers(args),
        "completeness": lambda: completeness.completeness(tree("mixed"), known, args, scratch),
        "growth": lambda: scale.growth(known, args, scratch),
        "cold": lambda: scale.cold(tree("mixed"), known, args, scratch),
    }[name]()


def arguments():
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument("--only", choices=PARTS, action="append", help="this part, and others so named, alone")
    parse.add_argument("--rounds", type=int, default=5, help="rounds that count, after one that warms up")
    parse.add_argument("--small", action="store_true", help="every tree a twentieth: to try the race, not to quote it")
    parse.add_argument("--build", action="store_true", help="build the trees and end")
    parse.add_argument("--keep", action="store_true", help="keep the trees of the growth, too: a million files")
    parse.add_argument("--tree", type=Path, help="another mixed tree; nothing is known to be planted there")
    parse.add_argument("--target", type=Path, default=HERE / "target" / "race", help="where built trees are kept")
    parse.add_argument("--oces", help="the program (default: a release build of this clone)")
    for program in BUILT:
        parse.add_argument(f"--{program}", help=f"examples/{program} (default: a release build, too)")
    parse.add_argument("--rg", default="rg")
    parse.add_argument("--cert-dump", default="/opt/cd/bin/cert-dump" if Path("/opt/cd/bin/cert-dump").exists()
                       else "cert-dump")
    args = parse.parse_args()
    args.target = args.target.resolve()
    return args


def main():
    args = arguments()
    parts = args.only or PARTS
    if args.build:
        for name in trees.RECIPES:
            trees.tree(name, args.target, trees.SMALL if args.small else 1)
        return 0
    release_build(args)
    known = contenders(args)
    print(f"# Race, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}, {args.rounds} rounds\n")
    for one in known.values():
        print(f"{one.name:10}  {version(one)}: {' '.join(one.command)}")
    held = {}
    with tempfile.TemporaryDirectory(prefix="oces-race-") as scratch:
        for name in parts:
            held[name] = part(name, known, args, Path(scratch))
    missed = [name for name, good in held.items() if not good]
    print("\nEvery limit held." if not missed else f"\nNot every limit held, see above: {', '.join(missed)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
