"""`oces scan` against itself: what archives and references add to a scan."""

import shutil
import statistics
import subprocess

from goals import PEAK
from measure import rounds_of, run, spread, verdict
from trees.shapes import certificate, is_oces, pem

ARCHIVES = 1.15
REFERENCES = 1.3
FLAGGED = 50


def archives(tree, args, scratch):
    """A scan with archives against one without them plus only inflating the
    same members with the same code (examples/inflate.rs)."""
    print(f"\n## archives: {tree}\n")
    scan = [args.oces, "scan", "--fail-on", "never", "-o", "json=/dev/null"]
    told = subprocess.run([args.oces, "scan", "--help"], stdout=subprocess.PIPE, check=False, text=True).stdout
    closed = [option for option in ("--no-archives", "--no-mail") if option in told]
    runners = {"with archives": ([*scan, tree], {0, 3}), "without": ([*scan, *closed, tree], {0, 3}),
               "inflating": ([args.inflate, tree], {0})}
    results = rounds_of(runners, args.rounds, scratch)
    ratios = [whole.cpu / (without.cpu + inflating.cpu) for whole, without, inflating in zip(*results.values())]
    good = statistics.median(ratios) <= ARCHIVES
    print(f"\nwith archives / (without + inflating) CPU  {spread(ratios)}  at most {ARCHIVES}: {verdict(good)}")
    # Neither may be spared what the other does.
    run([args.inflate, "--check", tree], {0, 1}, scratch)
    lines = (scratch / "stdout").read_text(errors="replace").splitlines()
    print("\n".join(lines[-22:]))
    return good and lines[-1].startswith("0 files")


def references(tree, args, scratch):
    """A scan with 50 flagged certificates that reads what may name them a
    second time, against one that does not."""
    print(f"\n## references: {tree}, {FLAGGED} flagged certificates\n")
    flagged = args.target / "flagged"
    shutil.rmtree(flagged, ignore_errors=True)
    flagged.mkdir(parents=True)
    for number in [at for at in range(FLAGGED * 10) if is_oces(at) and at % 2 == 0][:FLAGGED]:
        (flagged / f"system{number}.pem").write_bytes(pem(certificate(number)))
    scan = [args.oces, "scan", "--fail-on", "never", "-o", "json=/dev/null", flagged, tree]
    runners = {"with references": (scan, {0, 3}), "without": ([*scan, "--no-references"], {0, 3})}
    results = rounds_of(runners, args.rounds, scratch)
    ratios = [whole.cpu / without.cpu for whole, without in zip(*results.values())]
    peak = max(one.peak for one in results["with references"])
    good = statistics.median(ratios) <= REFERENCES and peak <= PEAK
    print(f"\nwith references / without CPU  {spread(ratios)}  peak {peak / 1024:.1f} MiB  "
          f"at most {REFERENCES} and {PEAK // 1024} MiB: {verdict(good)}")
    return good
