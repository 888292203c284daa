"""What must not change with the circumstances: growth and a cold cache."""

import os
import statistics

import trees
from contenders import against
from measure import ratios, rounds_of, spread, verdict

COUNTS = (10_000, 100_000, 1_000_000)
FLAT = 1.15
"""By how much CPU a file may grow from the fewest files to the most."""
MEMORY = 10 * 1024
"""By how many KiB the peak may."""
DROP = "/proc/sys/vm/drop_caches"


def growth(known, args, scratch):
    """CPU a file and peak memory from ten thousand to a million small files."""
    print("\n## growth: small files, a hundred certificates among them\n")
    names, counts = ("oces", "readall", "find"), [count // (trees.SMALL if args.small else 1) for count in COUNTS]
    free = os.statvfs(args.target.parent if not args.target.exists() else args.target)
    if free.f_favail < counts[-1] * 1.2 or free.f_bavail * free.f_frsize < counts[-1] * 8192:
        print("!!! NOT MEASURED: not enough inodes or space for a million files")
        return True
    figures = {}
    for count in counts:
        # The fewer there are, the more rounds: a run of milliseconds tells little.
        rounds = args.rounds * (5 if count < counts[-1] // 50 else 2 if count < counts[-1] else 1)
        try:
            tree = trees.small_files(args.target, count)
            results = rounds_of(against(known, names, tree), rounds, scratch)
        finally:
            if not args.keep:
                trees.remove_small_files(args.target, count)
        figures[count] = {who: (statistics.median(one.cpu for one in runs) / count, max(one.peak for one in runs))
                          for who, runs in results.items()}
        print()
    return flat(figures, counts)


def flat(figures, counts):
    few, most = counts[0], counts[-1]
    for who in figures[few]:
        row = "  ".join(f"{count}: {figures[count][who][0] * 1e6:7.1f} us {figures[count][who][1] / 1024:6.1f} MiB"
                        for count in counts)
        print(f"{who:8} CPU a file and peak  {row}")
    for who in figures[few]:
        print(f"{who:8} CPU a file, {most} / {few}: {figures[most][who][0] / figures[few][who][0]:.3f}")
    ratio = figures[most]["oces"][0] / figures[few]["oces"][0]
    more = figures[most]["oces"][1] - figures[few]["oces"][1]
    good = ratio <= FLAT and more <= MEMORY
    print(f"oces CPU a file {ratio:.3f}, at most {FLAT}; peak {more / 1024:+.1f} MiB, at most {MEMORY // 1024}: "
          f"{verdict(good)}")
    return good


def cold(tree, known, args, scratch):
    """Wall time when nothing is in the page cache."""
    print(f"\n## cold cache: {tree}\n")
    if not os.access(DROP, os.W_OK) or "rg" not in known:
        print("!!! NOT MEASURED: only root may drop the page cache, and rg must be there")
        return True
    results = rounds_of(against(known, ("oces", "rg", "readall"), tree), args.rounds, scratch, forget)
    values = ratios(results, "oces", "rg", "wall")
    good = statistics.median(values) <= 1.0
    print(f"\noces / rg wall  {spread(values)}  at most 1.000: {verdict(good)}")
    print(f"oces / readall wall  {spread(ratios(results, 'oces', 'readall', 'wall'))}")
    return good


def forget():
    os.sync()
    with open(DROP, "w", encoding="ascii") as drop:
        drop.write("3\n")
