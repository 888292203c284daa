"""What a whole process costs: CPU, wall and peak memory, as the kernel counts.

The kernel counts into a process's peak what the process held before it became
another program. So nobody is started from here: a shell of less than a
megabyte starts the contender and leaves it to this process, which adopts the
orphan (`PR_SET_CHILD_SUBREAPER`) and is told its account. Where that cannot be
asked for, peaks below this script's own are not true, and `PEAKS_TRUE` is False.
"""

import ctypes
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections import namedtuple

Run = namedtuple("Run", "cpu wall peak")
"""CPU seconds (user and system, children included), wall seconds, peak in KiB."""

PR_SET_CHILD_SUBREAPER = 36
# It begins when it is told to: the shell is gone then and cannot take its account.
LAUNCH = 'exec 9<&0; { read -r go <&9; exec "$@" </dev/null 9<&-; } & echo $! >&9'


def adopt_orphans():
    try:
        return ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    except (AttributeError, OSError):
        return False


PEAKS_TRUE = sys.platform == "linux" and adopt_orphans()


def run(command, allowed, scratch):
    """One run. Standard output goes to `scratch/stdout`, a file: grep-like
    programs notice /dev/null and stop at the first match."""
    with open(scratch / "stdout", "wb") as out, open(scratch / "stderr", "wb") as err:
        pid, begin = start([str(part) for part in command], out, err)
    try:
        _, status, usage = os.wait4(pid, 0)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise
    wall = time.monotonic() - begin
    code = os.waitstatus_to_exitcode(status)
    if code not in allowed:
        sys.stderr.write((scratch / "stderr").read_text(errors="replace")[-2000:])
        sys.exit(f"{command[0]} ended with {code}: {' '.join(command)}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss)


def start(command, out, err):
    """The process id of the contender, and when it began."""
    if not PEAKS_TRUE:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        process.returncode = 0  # It is waited for by its id.
        return process.pid, begin
    ours, theirs = socket.socketpair()
    with ours, theirs:
        shell = subprocess.Popen(["sh", "-c", LAUNCH, "sh", *command], stdin=theirs, stdout=out, stderr=err)
        shell.wait()
        pid = int(ours.recv(32))
        begin = time.monotonic()
        ours.sendall(b"go\n")
        return pid, begin


def rounds_of(runners, rounds, scratch, before=None):
    """Lets the runners (command and allowed exit codes, by name) run in turn,
    round after round, prints their figures and returns them by name. The first
    round warms the cache and does not count; `before` is done before each run."""
    results = {who: [] for who in runners}
    for turn in range(rounds + 1):
        for who, (command, allowed) in runners.items():
            if before:
                before()
            result = run(command, allowed, scratch)
            if turn or before:
                results[who].append(result)
    table(results)
    return results


def table(results):
    width = max(map(len, results))
    print(f"{'':{width}}  {'CPU s (median [min..max])':30}{'wall s':30}peak MiB")
    for who, runs in results.items():
        cpu, wall, peak = zip(*runs)
        print(f"{who:{width}}  {spread(cpu):30}{spread(wall):30}{max(peak) / 1024:8.1f}", flush=True)


def ratios(results, ours, theirs, column):
    """Of runs of the same round: they met the same weather."""
    pairs = zip(results[ours], results[theirs])
    return [getattr(one, column) / max(getattr(other, column), 1e-6) for one, other in pairs]


def spread(values):
    return f"{statistics.median(values):8.3f} [{min(values):.3f}..{max(values):.3f}]"


def verdict(good):
    return "held" if good else "MISSED"
