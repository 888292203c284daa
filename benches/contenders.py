"""Who takes part: how each is found, asked for its version and called.

The tree is the last argument of every command.
"""

import os
import shutil
import subprocess
from collections import namedtuple
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent

Contender = namedtuple("Contender", "name version command allowed")
"""`oces` ends with 3 where something could not be read, `rg` with 1 without a
match and with 2 where something could not be read."""

BUILT = ("inflate", "readall", "writers")


def contenders(args):
    """By name; one that is not installed is told and left out."""
    oces = [args.oces, "scan", "--no-archives", "--fail-on", "never", "-o", "json=/dev/null"]
    known = [Contender("oces", [args.oces, "--version"], oces, {0, 3})]
    if rg := shutil.which(args.rg):
        known.append(Contender("rg", [rg, "--version"],
                               [rg, "-uu", "-a", "-l", "-e", "-----BEGIN ", "-e", "MII"], {0, 1, 2}))
    if dump := shutil.which(args.cert_dump):
        known.append(Contender("cert-dump", [dump, "--version"], [dump, "-R", "--json"], {0}))
    # `find TREE -type f`: its tree comes first, so a shell turns them round.
    known.append(Contender("find", ["find", "--version"], ["sh", "-c", 'exec find "$0" -type f'], {0, 1}))
    known.append(Contender("readall", None, [args.readall], {0}))
    missing = {"rg", "cert-dump"} - {entry.name for entry in known}
    for entry in sorted(missing):
        print(f"!!! {entry} is not installed: no ratio against it (see benches/README.md)")
    return {entry.name: entry for entry in known}


def against(known, names, tree, more=()):
    """What `measure.rounds_of` runs: those contenders over that tree."""
    runners = {}
    for who in names:
        if who in known:
            added = more if who == "oces" else ()
            runners[who] = ([*known[who].command, *added, tree], known[who].allowed)
    return runners


def version(contender):
    if contender.version is None:
        return "the floor: examples/readall.rs"
    told = subprocess.run(contender.version, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True)
    return told.stdout.splitlines()[0] if told.stdout else "unknown version"


def release_build(args):
    """Sets the programs that were not named to those of a release build."""
    if args.oces and all(getattr(args, program) for program in BUILT):
        return
    subprocess.run(["cargo", "build", "--release", "--locked", "--quiet", "--bins", "--examples"], cwd=HERE, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target")) / "release"
    args.oces = args.oces or str(target / "oces")
    for program in BUILT:
        setattr(args, program, getattr(args, program) or str(target / "examples" / program))
