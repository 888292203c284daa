"""Proves under strace what SECURITY.md promises: `oces` reads only. Every
command but `tickets sync` is run on a tree under `strace -f`, all its system
calls are written down, and judged by `strace_judge.py`:

1. The file that is opened for writing, made, renamed, removed or given another
   mode, owner or time is a named output, or the temporary file beside it; with
   `--idle` the weight of its own session, too.
2. A file of the scanned tree is opened for reading alone, and never mapped for
   writing where the file would see it.
3. No network: no system call of a socket, whatever its family, not even one
   that is refused.
4. No other program: no exec but its own start, no process but its own threads.
5. No call that changes the machine: mounts, modules, clocks, limits of others,
   signals to others, ptrace, bpf, io_uring (which would hide all the others).
6. A system call that the judge does not know fails, so that none slips by.

Negative controls: a program that does each of these is refused, one by one;
and so is `oces` itself where the judge is not told of its output.
"""

import shutil
from pathlib import Path

import strace_judge
from strace_judge import faults

AS_OF = "2026-11-21"


def check(bench):
    bench.apt("strace")
    tree = planted(bench)
    calls = 0
    for name, argv, outputs, codes in commands(bench, tree):
        log = traced(bench, name, [bench.binary, *argv], codes)
        found = faults(log, tree, outputs)
        bench.holds(not found, f"oces {name}: no write beside {len(outputs)} outputs, no network, no exec"
                    + "".join(f"\n    {one}" for one in found[:10]), "strace")
        calls += len(log.splitlines())
        opened = strace_judge.opened_in(log, tree)
        bench.holds(opened or name.split()[0] in NO_TREE, f"oces {name}: {opened} files of the tree seen to be opened",
                    "strace")
        if outputs:
            bench.breaks(faults(log, tree, []), f"oces {name} with an output that nobody named", "strace")
    bench.figure(f"{calls} system calls of {len(list(commands(bench, tree)))} commands judged")
    controls(bench, tree)


# The weight of one's own session, where the kernel shares by session.
SESSION = [one for one in [Path("/proc/self/autogroup")] if one.exists()]

# Commands that read reports, or nothing.
NO_TREE = ("plan", "diff", "tickets", "schema", "catalogue")


def planted(bench):
    """Everything there is to read, under names that promise something."""
    tree = bench.dir / "tree"
    tree.mkdir()
    for part in ("corpus", "hidden", "demo", "broken"):
        shutil.copytree(bench.root / "testdata" / part, tree / part, symlinks=True)
    return tree


def commands(bench, tree):
    """Name, arguments, outputs and the codes that may be."""
    out = bench.dir / "out"
    out.mkdir(exist_ok=True)
    fixed = ["--as-of", AS_OF, "--scope", "strace"]
    wide = [f"{form}={out / form}" for form in
            ("json", "html", "csv", "sarif", "ics", "cyclonedx", "prometheus", "table", "markdown", "junit", "letters")]
    files = [out / one.split("=")[0] for one in wide]
    many = [word for one in wide for word in ("-o", one)]
    yield "scan", ["scan", tree, *fixed, *many], files, (1,)
    yield "scan --follow -v", ["scan", tree, *fixed, "--follow", "-v", "--all"], [], (1,)
    # Without a terminal it gives its own session another weight, and puts it back.
    yield "scan --idle", ["scan", tree, *fixed, "--idle"], SESSION, (1,)
    yield "check", ["check", tree, *fixed, "-o", f"json={out / 'check.json'}"], [out / "check.json"], (1, 2, 3)
    yield "inspect", ["inspect", tree / "corpus/jks-store.jks"], [], (0,)
    yield "verify", ["verify", tree / "corpus/p12-changeit.p12"], [], (0, 1, 2)
    yield "plan", ["plan", out / "json", "-o", f"json={out / 'plan.json'}"], [out / "plan.json"], (0,)
    yield "diff", ["diff", out / "json", out / "json"], [], (0, 1)
    yield "tickets plan", ["tickets", "plan", out / "json", "--for", "rt", "--queue", "OCES", "--first-run",
                           "--max-new", "100"], [], (0,)
    yield "catalogue", ["catalogue"], [], (0,)
    yield "schema", ["schema"], [], (0,)


def traced(bench, name, argv, codes):
    """Every system call of a command, one a line."""
    log = bench.dir / f"{name.replace(' ', '')}.strace"
    # All calls, not only those of interest: what is not looked at proves nothing.
    ran = bench.run(["setsid", "-w", "strace", "-f", "-qq", "-y", "-s", "0", "-e", "signal=none", "-o", log, *argv])
    bench.holds(ran.returncode in codes, f"oces {name} ended with {ran.returncode} under strace")
    return log.read_text(encoding="utf-8", errors="replace")


def controls(bench, tree):
    """A program that does what must not be done is refused for that."""
    victim = tree / "corpus/der.cer"
    beside = bench.dir / "beside"
    beside.write_text("beside\n", encoding="utf-8")
    wrong = {
        "writing into the tree": (f"open({str(victim)!r}, 'r+b')", "opened for writing"),
        "making a file in the tree": (f"open({str(tree / 'new')!r}, 'w')", "opened for writing"),
        "a new access time": (f"os.utime({str(victim)!r})", "utimensat"),
        "another mode": (f"os.chmod({str(victim)!r}, 0o600)", "chmod"),
        "another name": (f"os.rename({str(beside)!r}, {str(beside) + '2'!r})", "rename"),
        "a file removed": (f"os.unlink({str(beside) + '2'!r})", "unlink"),
        "a folder made": (f"os.mkdir({str(bench.dir / 'made')!r})", "mkdir"),
        "a socket, not even connected": ("import socket; socket.socket(socket.AF_UNIX)", "socket"),
        "another program": ("os.posix_spawn('/bin/true', ['true'], {})", "exec|process"),
        "a process of its own": ("os.fork() or os._exit(0)", "process"),
        "a signal to another": ("os.kill(1, 0)", "kill"),
    }
    for what, (code, because) in wrong.items():
        log = bench.dir / "control.strace"
        argv = ["strace", "-f", "-qq", "-y", "-s", "0", "-e", "signal=none", "-o", log,
                "python3", "-I", "-S", "-c", f"import os; {code}"]
        ran = bench.run(argv)
        found = [one for one in faults(log.read_text(errors="replace"), tree, [], others=True)
                 if strace_judge.says(one, because)]
        bench.breaks(found and ran.returncode == 0, f"a program with {what}: {(found or [ran.stderr])[0][:110]}", "strace")
