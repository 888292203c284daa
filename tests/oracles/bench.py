"""The bench on which an oracle works: programs that are installed once, reports
that `oces` wrote, and the two questions `accepts` and `refuses`. What installs
is in `install.py`, what is scanned in `trees.py`.
"""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import install
import trees
from install import NotInstalled  # noqa: F401  (oracles import it from here)

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "target" / "oracles"
AS_OF = "2026-11-21"
# Some consumers judge a file by its name (ajv takes only `.json`).
SUFFIX = {
    "json": ".json", "ndjson": ".ndjson", "csv": ".csv", "sarif": ".sarif.json", "junit": ".xml",
    "codequality": ".json", "github": ".txt", "cyclonedx": ".cdx.json", "cyclonedx-1.7": ".cdx.json",
    "prometheus": ".prom", "ics": ".ics", "html": ".html", "markdown": ".md",
}
# A program that never ran has not refused: not found, not executable, killed.
DID_NOT_RUN = (126, 127)
# What the machine around says must not change what a report says.
FOREIGN_ENV = re.compile(r"^(GITHUB_|GITLAB_|CI$|CI_|JENKINS_|OCES_|SOURCE_DATE_EPOCH|LC_|LANG)")


class Failed(Exception):
    """The oracle does not hold."""


class Shared:
    """What all oracles of one run share: programs, reports, figures."""

    def __init__(self):
        self.installed = []
        self.figures = []
        self.programs = {}
        self.reports = {}
        self.trees = {}
        self.binary = None


class Bench:
    root = ROOT

    def __init__(self, name, shared):
        self.name = name
        self.shared = shared
        self.accepted = 0
        self.refused = 0
        self.dir = WORK / "work" / name
        if self.dir.exists():
            shutil.rmtree(self.dir)
        self.dir.mkdir(parents=True)

    # Programs.

    def pip(self, *pins):
        """The bin directory of a venv with exactly these pins (`name==version`)."""
        return install.pip(self.shared, WORK, pins)

    def npm(self, *pins):
        """A `node_modules` with exactly these pins (`name@version`)."""
        return install.npm(self.shared, WORK, pins)

    def apt(self, *packages):
        """Makes sure that these Debian packages are there; starts none of their services."""
        install.apt(self.shared, WORK, packages)

    @property
    def binary(self):
        """The `oces` that is looked at: `OCES_BIN`, or built from this clone."""
        if self.shared.binary is None:
            self.shared.binary = built()
        return self.shared.binary

    # What `oces` writes.

    def tree(self, name):
        """The directory that is scanned: "demo", "clean", or "hostile"."""
        if name not in self.shared.trees:
            self.shared.trees[name] = trees.make(name, ROOT, WORK)
        return self.shared.trees[name]

    def oces(self, *args, codes=(0,), env=None, cwd=ROOT, input=None, timeout=300):
        """Runs `oces`; any other exit code than these is a failure."""
        ran = run([self.binary, *args], env=env, cwd=cwd, input=input, timeout=timeout)
        if ran.returncode not in codes:
            raise Failed(f"oces {' '.join(map(str, args))} ended with {ran.returncode}: {said(ran)[-2000:]}")
        return ran

    def report(self, format, *extra, tree="demo", mode=None):
        """The file that `scan TREE -o FORMAT` wrote; `mode` is for `--personal-data`."""
        args = [*map(str, extra), *(["--personal-data", mode] if mode else [])]
        key = (format, tree, *args)
        if key not in self.shared.reports:
            folder = WORK / "reports" / hashlib.sha256(repr(key).encode()).hexdigest()[:12]
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / (tree + SUFFIX.get(format, ".txt"))
            # An option may change how the scan ends; without one, it is known.
            codes = {"demo": (1,), "clean": (0,)}.get(tree) if not args else None
            fixed = ["--as-of", AS_OF, "--scope", tree, "--lang", "en", "-q"]
            self.oces("scan", self.tree(tree), *fixed, *args, "-o", f"{format}={path}", codes=codes or (0, 1, 3))
            self.shared.reports[key] = path
        return self.shared.reports[key]

    def broken(self, path, *changes, name=None):
        """A copy of a text with each `(old, new)` changed, which must be there."""
        text = (ROOT / path).read_text(encoding="utf-8")
        for old, new in changes:
            if old not in text:
                raise Failed(f"nothing to break: {Path(path).name} has no {old!r}")
            text = text.replace(old, new, 1)
        copy = self.dir / (name or f"broken-{Path(path).name}")
        copy.write_text(text, encoding="utf-8")
        return copy

    def run(self, argv, env=None, cwd=ROOT, input=None, timeout=300):
        """Runs a command and judges nothing."""
        return run(argv, env=env, cwd=cwd, input=input, timeout=timeout)

    def env(self, name):
        """A variable of the machine around."""
        return os.environ.get(name, "")

    # What others say of it.

    def accepts(self, argv, what="", program=None, env=None, cwd=ROOT, input=None, timeout=300):
        """A command that must end with 0."""
        ran = run(argv, env=env, cwd=cwd, input=input, timeout=timeout)
        if ran.returncode != 0:
            raise Failed(f"{self.program(argv, program)} refuses: {what}\n{said(ran)[-4000:]}")
        self.holds(True, what, self.program(argv, program))
        return ran

    def refuses(self, argv, what="", because=None, program=None, env=None, cwd=ROOT, input=None, timeout=300):
        """A command that must end with another code than 0: the negative control.
        `because` is a regular expression for its words, so that a mistake of our
        own (a wrong option, a file that is not there) is not taken for a refusal."""
        ran = run(argv, env=env, cwd=cwd, input=input, timeout=timeout)
        by = self.program(argv, program)
        if ran.returncode in DID_NOT_RUN or ran.returncode < 0:
            raise Failed(f"{by} did not run ({ran.returncode}): {said(ran)[-2000:]}")
        if ran.returncode == 0:
            raise Failed(f"{by} takes what was broken: {what}\n{said(ran)[-2000:]}")
        reason = re.search(because, said(ran)) if because else re.search(r"\S.*", said(ran))
        if because and not reason:
            raise Failed(f"{by} refuses, but not because of {because!r}: {said(ran)[-2000:]}")
        self.breaks(True, f"{what} ({' '.join(reason.group(0).split())[:120] if reason else ran.returncode})", by)
        return ran

    def holds(self, truth, what, program=""):
        """A fact that must hold, where the program's exit code does not tell it."""
        if not truth:
            raise Failed(what)
        self.accepted += 1
        print(f"ok  {self.name}: {what}{', ' + program if program else ''}", flush=True)

    def breaks(self, truth, what, program=""):
        """That something broken was seen to be broken; counts as the negative control."""
        if not truth:
            raise Failed(f"a broken copy is taken: {what}")
        self.refused += 1
        print(f"ok  {self.name}: refused: {what}{', ' + program if program else ''}", flush=True)

    def figure(self, text):
        """A fact for the closing note."""
        self.shared.figures.append((self.name, text))
        print(f"    {self.name}: {text}", flush=True)

    def program(self, argv, given=None):
        """The program's name and version: told, or known from what was installed."""
        if given:
            return given
        for word in map(str, argv[:2]):
            for folder, program in self.shared.programs.items():
                if word.startswith(folder):
                    return program
        return install.of_debian(str(argv[0])) or Path(str(argv[0])).name


def built():
    given = os.environ.get("OCES_BIN")
    if given:
        return Path(given).resolve()
    path = ROOT / "target" / "debug" / "oces"
    # Cargo knows whether it is up to date; an old binary would prove an old program.
    ran = run(["cargo", "build", "--quiet", "--locked"], timeout=1800)
    if ran.returncode != 0 or not path.exists():
        raise Failed(f"cargo build ended with {ran.returncode}: {said(ran)[-2000:]}")
    return path


def run(argv, env=None, cwd=ROOT, input=None, timeout=300):
    around = {key: value for key, value in os.environ.items() if not FOREIGN_ENV.match(key)}
    around |= {"NO_COLOR": "1", "LC_ALL": "C.UTF-8", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"} | (env or {})
    stdin = {"stdin": subprocess.DEVNULL} if input is None else {"input": input}
    try:
        return subprocess.run(
            list(map(str, argv)), cwd=cwd, env=around, timeout=timeout, capture_output=True,
            text=True, errors="replace", check=False, **stdin)
    except FileNotFoundError as reason:
        raise Failed(f"cannot be run: {reason}") from reason
    except subprocess.TimeoutExpired as reason:
        raise Failed(f"not done after {timeout} s: {' '.join(map(str, argv))}") from reason


def said(ran):
    return (ran.stdout or "") + (ran.stderr or "")
