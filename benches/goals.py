"""What must hold on each tree, and the race that shows it."""

import statistics

from contenders import against
from measure import PEAKS_TRUE, ratios, rounds_of, spread, verdict

CPU = {
    "mixed": {"rg": 0.85, "cert-dump": 1 / 12},
    "source": {"rg": 0.75},
    "certs": {"rg": 0.6},
}
"""CPU of `oces` against another one's in the same round, at most."""

NOISE = 0.02
"""By so much may the wall's ratio to `rg` be above the CPU's before it counts as worse."""

PEAK = 48 * 1024
"""KiB."""

FIELD = {
    "mixed": ("oces", "rg", "cert-dump", "find", "readall"),
    "source": ("oces", "rg", "find", "readall"),
    "certs": ("oces", "rg", "cert-dump", "find", "readall"),
    "log": ("oces", "rg", "readall"),
    "sparse": ("oces", "readall"),
    "locked": ("oces", "rg", "readall"),
}
"""Who races where. `cert-dump` holds a file whole, `rg` a line (11 GB of it in the
sparse file): they are spared what would fill the memory."""


def race(label, tree, known, args, scratch, more=()):
    """One tree, all its contenders; true where every goal is held."""
    print(f"\n## {label}: {tree}\n")
    results = rounds_of(against(known, FIELD[label], tree, more), args.rounds, scratch)
    print()
    goals, held = CPU.get(label, {}), []
    for other in list(results)[1:]:
        cpu, wall = (ratios(results, "oces", other, column) for column in ("cpu", "wall"))
        limit = goals.get(other)
        held.append(told(f"oces / {other}", "CPU", cpu, limit))
        # Whoever uses less CPU must not waste it by waiting.
        worst = statistics.median(cpu) + NOISE if other == "rg" and limit else None
        held.append(told(f"oces / {other}", "wall", wall, worst))
    return all([*held, peak(results["oces"])])


def told(who, what, values, limit):
    good = limit is None or statistics.median(values) <= limit
    bound = "" if limit is None else f"  at most {limit:.3f}: {verdict(good)}"
    print(f"{who:17} {what:5}{spread(values)}{bound}")
    return good


def peak(runs):
    most = max(one.peak for one in runs)
    good = most <= PEAK
    unsure = "" if PEAKS_TRUE else "  (with what started it: not a true peak)"
    print(f"oces peak memory {most / 1024:14.1f} MiB  at most {PEAK // 1024}: {verdict(good)}{unsure}")
    return good
