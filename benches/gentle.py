#!/usr/bin/env python3
"""What a scan costs a database that works beside it.

Usage: benches/gentle.py [--oces PATH] [--tree PATH] [--rounds N] [--seconds N] [--scale N]
                         [--clients N] [--rate SIZE] [--work DIR] [--keep-going]

Starts a PostgreSQL of its own in a temporary folder (unix socket only), fills
it with `pgbench -i -s SCALE`, and measures transactions a second in rounds.
In each round every way is measured once, in an order that moves on from round
to round, so that what else the machine does meets all of them alike:

  alone      nothing beside it
  plain      beside `oces scan TREE`, started again as often as it ends
  idle       beside `oces scan TREE --idle`
  idle-rate  beside `oces scan TREE --idle --max-read-rate RATE`

for a read-mostly load (`-S`, select only) and for a tpcb-like one. Told are the
medians over the rounds of the ratio to `alone` of the same round, with the least
and the greatest. Quote ratios only. Exit code 1 if `idle` loses more than 5 %.

TREE is scanned warm: the first scan of it is not measured. As root, PostgreSQL
runs as `postgres` or `nobody`. Everything is stopped at the end.
"""

import argparse
import os
import pwd
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time

WAYS = ["alone", "plain", "idle", "idle-rate"]
LOADS = {"read-mostly (-S)": ["-S"], "tpcb-like": []}
LEAST = 0.95


def find(program):
    """The program, on the path or among the versions of Debian."""
    found = shutil.which(program)
    folders = sorted(__import__("glob").glob("/usr/lib/postgresql/*/bin"), reverse=True)
    for folder in [f for f in folders if not found]:
        found = found or shutil.which(program, path=folder)
    if not found:
        sys.exit(f"{program} is not here: apt-get install postgresql postgresql-contrib")
    return found


class Database:
    """A PostgreSQL in a folder of its own."""

    def __init__(self, work, scale):
        self.folder = tempfile.mkdtemp(prefix="oces-gentle-", dir=work)
        self.data = os.path.join(self.folder, "data")
        self.user = self.owner()
        if self.user:
            shutil.chown(self.folder, self.user)
        self.run([find("initdb"), "-D", self.data, "-U", "bench", "-A", "trust", "--no-sync"])
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as conf:
            conf.write(f"\nlisten_addresses = ''\nunix_socket_directories = '{self.folder}'\n"
                       "shared_buffers = 128MB\nmax_wal_size = 2GB\nautovacuum = off\n")
        self.control("start", "-l", os.path.join(self.folder, "log"))
        self.run([find("createdb"), "-h", self.folder, "-U", "bench", "bench"])
        self.run([find("pgbench"), "-h", self.folder, "-U", "bench", "-q", "-i", "-s", str(scale), "bench"])

    @staticmethod
    def owner():
        """Who runs it: PostgreSQL refuses to be root."""
        if os.geteuid() != 0:
            return None
        for name in ["postgres", "nobody"]:
            try:
                return pwd.getpwnam(name).pw_name
            except KeyError:
                continue
        sys.exit("run it as a user that is not root")

    def run(self, command):
        """Runs a program as the database's user."""
        done = subprocess.run(command, user=self.user, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {done.stderr}")
        return done.stdout

    def control(self, *what):
        """Starts or stops it."""
        subprocess.run([find("pg_ctl"), "-D", self.data, "-w", *what], user=self.user, cwd=self.folder,
                       stdout=subprocess.DEVNULL, check=True)

    def speed(self, load, clients, seconds):
        """Transactions a second."""
        told = self.run([find("pgbench"), "-h", self.folder, "-U", "bench", "-n", "-c", str(clients), "-j", "1",
                         "-T", str(seconds), *load, "bench"])
        return float(re.search(r"tps = ([0-9.]+)", told).group(1))

    def close(self):
        """Stops it and takes the folder away."""
        try:
            self.control("stop", "-m", "immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


class Beside:
    """A scan that is started again as often as it ends, until it is told to stop."""

    def __init__(self, command):
        self.command, self.process, self.over, self.scans = command, None, False, 0
        self.thread = threading.Thread(target=self.work)

    def work(self):
        """Scans."""
        while not self.over:
            # A session of its own, as cron and systemd give it: that of pgbench is the database's business.
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                            stderr=subprocess.DEVNULL, start_new_session=True)
            self.process.wait()
            self.scans += 1

    def __enter__(self):
        if self.command:
            self.thread.start()
            time.sleep(1)
        return self

    def __exit__(self, *_):
        if self.command:
            self.over = True
            self.process.send_signal(signal.SIGTERM)
            self.thread.join()


def commands(given):
    """The scan of each way."""
    scan = [given.oces, "scan", given.tree, "-q", "--fail-on", "never", "--allow-incomplete", "-o", "json=/dev/null"]
    idle = [*scan, "--idle"]
    return {"alone": None, "plain": scan, "idle": idle, "idle-rate": [*idle, "--max-read-rate", given.rate]}


def main():
    """Measures and tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--oces", default="target/release/oces")
    parser.add_argument("--tree", default="/usr")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--scale", type=int, default=50)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--rate", default="20MiB")
    parser.add_argument("--work", default=None)
    parser.add_argument("--keep-going", action="store_true", help="exit 0 whatever comes out")
    given = parser.parse_args()
    # A run that is ended from outside stops what it started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    beside = commands(given)
    subprocess.run(beside["plain"], stdout=subprocess.DEVNULL, check=False)
    database = Database(given.work, given.scale)
    ratios = {load: {way: [] for way in WAYS} for load in LOADS}
    try:
        for load, options in LOADS.items():
            database.speed(options, given.clients, 3)
            for number in range(given.rounds):
                order = WAYS[number % len(WAYS):] + WAYS[:number % len(WAYS)]
                speeds = {}
                for way in order:
                    with Beside(beside[way]):
                        speeds[way] = database.speed(options, given.clients, given.seconds)
                for way in WAYS:
                    ratios[load][way].append(speeds[way] / speeds["alone"])
                told = ", ".join(f"{way} {speeds[way] / speeds['alone']:.3f}" for way in WAYS)
                print(f"# {load}, round {number + 1}: {told}", flush=True)
    finally:
        database.close()
    print(f"scale {given.scale}, {given.clients} clients, {given.rounds} rounds of {given.seconds} s, "
          f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, tree {given.tree}")
    print(f"{'load':<18} {'beside':<10} {'median':>7} {'least':>7} {'greatest':>8}   of the speed alone")
    lost = False
    for load, ways in ratios.items():
        for way in WAYS[1:]:
            found = ways[way]
            print(f"{load:<18} {way:<10} {statistics.median(found):>7.3f} {min(found):>7.3f} {max(found):>8.3f}")
            lost |= way == "idle" and statistics.median(found) < LEAST
    sys.exit(1 if lost and not given.keep_going else 0)


if __name__ == "__main__":
    main()
