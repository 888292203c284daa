"""Installs other people's programs, pinned, into `target/oracles`, where they
stay for the next run; Debian's packages go into the system.

Behaviour:
1. Each set of pins is a directory of its own, so that no two sets clash. It is
   complete when its `complete` file says the same pins.
2. What cannot be had raises `NotInstalled` with the last words of the client.
3. No service is started, no script of a package of npm is run.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")


class NotInstalled(Exception):
    """The consumer cannot be had, so nothing was checked."""


def pip(shared, work, pins):
    target = folder(work, "pip", pins)
    if not complete(target, pins):
        command(["python3", "-m", "venv", "--clear", target], f"python3 -m venv, for {' '.join(pins)}")
        quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
        command([target / "bin/pip", "install", *quiet, *pins], f"PyPI: {' '.join(pins)}")
        mark(target, pins)
    told = [pin.replace("==", " ") for pin in pins]
    known(shared, told, "PyPI", target)
    return target / "bin"


def npm(shared, work, pins):
    target = folder(work, "npm", pins)
    if not complete(target, pins):
        if shutil.which("npm") is None:
            raise NotInstalled(f"npm is not there, for {' '.join(pins)}")
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        (target / "package.json").write_text('{ "private": true }\n', encoding="utf-8")
        quiet = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
        command(["npm", "install", "--prefix", target, *quiet, *pins], f"npm: {' '.join(pins)}")
        # Its own script would do this, and scripts are not run.
        for native in target.glob("node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"):
            native.chmod(0o755)
        mark(target, pins)
    told = [" ".join(pin.rsplit("@", 1)) for pin in pins]
    known(shared, told, "npm", target)
    return target / "node_modules"


def apt(shared, work, packages):
    missing = [package for package in packages if not version_of(package)]
    if missing:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            raise NotInstalled(f"needs root and apt-get for {' '.join(missing)}")
        with no_services():
            update(work)
            command(
                ["apt-get", "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *missing],
                f"Debian: {' '.join(missing)}", env={"DEBIAN_FRONTEND": "noninteractive"})
    known(shared, [f"{package} {version_of(package)}" for package in packages], "Debian")


class no_services:
    """While this holds, a package that is installed starts no service."""

    def __enter__(self):
        self.own = not POLICY.exists()
        if self.own:
            POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
            POLICY.chmod(0o755)

    def __exit__(self, *_):
        if self.own:
            POLICY.unlink()


def update(work):
    """Fetches Debian's lists, once a run."""
    done = work / f"apt-updated-{os.getpid()}"
    if not done.exists():
        for old in work.glob("apt-updated-*"):
            old.unlink()
        command(["apt-get", "update", "-o", "DPkg::Lock::Timeout=300"], "Debian's lists of packages")
        done.parent.mkdir(parents=True, exist_ok=True)
        done.touch()


def version_of(package):
    """The version that is installed, or nothing."""
    asked = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package]
    try:
        ran = subprocess.run(asked, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    status, _, version = ran.stdout.partition(" ")
    return version if ran.returncode == 0 and status == "installed" else ""


def folder(work, kind, pins):
    first = pins[0].lstrip("@").replace("/", "-").split("=")[0].split("@")[0].split("[")[0]
    return work / kind / f"{first}-{hashlib.sha256(' '.join(pins).encode()).hexdigest()[:8]}"


def complete(target, pins):
    told = target / "complete"
    return told.exists() and told.read_text(encoding="utf-8") == " ".join(pins)


def mark(target, pins):
    (target / "complete").write_text(" ".join(pins), encoding="utf-8")


def known(shared, told, where, target=None):
    """Remembers what is there, for the lines that name a program and its version."""
    for each in told:
        if f"{each} ({where})" not in shared.installed:
            shared.installed.append(f"{each} ({where})")
    if target:
        shared.programs[f"{target}/"] = told[0]


def of_debian(program):
    """Package and version of a program that Debian installed, or nothing."""
    path = shutil.which(program)
    if path is None:
        return ""
    # Since Debian merged /bin into /usr/bin, dpkg may know either.
    for each in (path, os.path.realpath(path), path.removeprefix("/usr")):
        ran = subprocess.run(["dpkg-query", "-S", each], capture_output=True, text=True, check=False)
        if ran.returncode == 0:
            package = ran.stdout.split(":")[0]
            return f"{Path(program).name} ({package} {version_of(package)})"
    return ""


def command(argv, what, env=None):
    try:
        ran = subprocess.run(
            list(map(str, argv)), env=os.environ | (env or {}), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, errors="replace", timeout=900, check=False)
    except (OSError, subprocess.TimeoutExpired) as reason:
        raise NotInstalled(f"{what}: {reason}") from reason
    if ran.returncode != 0:
        last = " / ".join((ran.stdout + ran.stderr).strip().splitlines()[-3:])[-300:]
        raise NotInstalled(f"{what}: {last}")
