"""A real Redmine on 127.0.0.1, from Debian's packages, with a database of its
own. How it is asked is in `redmine_client.py`, what its database holds at the
start in `redmine_seed.rb`, what must hold in the oracles.

    with Redmine(bench) as redmine:             # field oces_state there; Redmine(bench, state=False): not
        redmine.url, redmine.key_file           # what `oces tickets sync` is given: a user who is no administrator
        redmine.known["fields"]["oces_id"]      # ids of what was seeded
        redmine.kill(); redmine.start()         # SIGKILL; the same port and database again
        redmine.admin.issues()                  # what it holds, asked as administrator

Behaviour:
1. Packages are installed into the system, and nothing is left half installed:
   what cannot be installed is `NotInstalled`.
2. The seeded database is made once and kept in `target/oracles/redmine-*`; each
   `Redmine` works on a copy in its own directory. The instance that Debian made
   of itself is not used, nor changed.
3. Only 127.0.0.1 is bound, no mail is sent, no service is started.
"""

import functools
import hashlib
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from pathlib import Path

import bench as _bench
import install
from install import NotInstalled
from redmine_client import Client

HOME = Path("/usr/share/redmine")
SEED = Path(__file__).with_name("redmine_seed.rb")
PACKAGES = ("redmine", "redmine-sqlite", "ruby-sqlite3", "puma")
DATABASE = "production:\n  adapter: sqlite3\n  database: {}\n  timeout: 20000\n"
# Its own Gemfile, so that neither Debian's nor its lock file is touched.
GEMFILE = """eval_gemfile '/usr/share/redmine/Gemfile'
gem 'sqlite3', '~> 1.4.0' unless dependencies.any? { |each| each.name == 'sqlite3' }
gem 'puma'
"""


class Redmine:
    """One server with one database, in a new directory below `bench.dir`."""

    def __init__(self, bench, state=True, everywhere=True, settings=None, sql=(), name="redmine"):
        """`state`: whether the field oces_state is there. `everywhere`: whether the fields
        are "for all projects", or ticked for each project, which is the only way for a user
        who is no administrator to see their ids. `settings` of Redmine and `sql` are put
        into the database before the server starts."""
        self.home, self.known = template(bench)
        self.dir = bench.dir / name
        instance(self.dir)
        shutil.copy(self.home / "instance/redmine.sqlite3", self.dir / "redmine.sqlite3")
        self.sql(*([] if state else WITHOUT_STATE), *([] if everywhere else EACH_PROJECT), *sql)
        for setting, value in (settings or {}).items():
            self.set(setting, value)
        self.key_file = self.dir / "key"
        self.key_file.write_text(self.known["key"] + "\n", encoding="utf-8")
        self.key_file.chmod(0o600)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.running = None
        self.admin = Client(self.url, self.known["admin_key"])
        self.user = Client(self.url, self.known["key"])

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def sql(self, *statements):
        """Changes the database itself; the server need not run."""
        with sqlite3.connect(self.dir / "redmine.sqlite3", timeout=20) as database:
            for statement in statements:
                database.execute(statement)
        database.close()

    def set(self, name, value):
        """A setting of the administration, put in before the server starts."""
        database = sqlite3.connect(self.dir / "redmine.sqlite3", timeout=20)
        with database:
            database.execute("DELETE FROM settings WHERE name = ?", (name,))
            database.execute(
                "INSERT INTO settings (name, value, updated_on) VALUES (?, ?, datetime('now'))", (name, value))
        database.close()

    def start(self):
        """Starts the server and waits until it answers; the same port each time."""
        # One thread: Ruby's sqlite3 waits for a lock without letting other threads go on, so that
        # with more of them, and several clients, a request waits in vain and ends with 500.
        listen = ["-b", f"tcp://127.0.0.1:{self.port}", "-e", "production", "-t", "1:1", "--dir", HOME, HOME / "config.ru"]
        out = open(self.dir / "puma.log", "ab")
        self.running = subprocess.Popen(
            list(map(str, ["puma", *listen])), cwd=HOME, env=environment(self.home, self.dir), stdin=subprocess.DEVNULL,
            stdout=out, stderr=out, start_new_session=True)
        out.close()
        for _ in range(1200):
            if self.running.poll() is not None:
                break
            try:
                # With a port that answers, Rails is up: puma binds before, and lets wait.
                if self.admin.ask("GET", "/users/current.json").status in (200, 401, 403):
                    return
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise _bench.Failed("Redmine does not answer: " + self.said())

    def stop(self):
        self.end(signal.SIGTERM)

    def kill(self):
        """As if the machine had lost its power."""
        self.end(signal.SIGKILL)

    def end(self, how):
        if self.running is None:
            return
        try:
            os.killpg(self.running.pid, how)
            self.running.wait(timeout=30)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(timeout=30)
        self.running = None
        self.admin.close()
        self.user.close()

    def said(self):
        """The last words of the server."""
        logs = [self.dir / "puma.log", self.dir / "log/production.log"]
        return "\n".join(log.read_text(errors="replace")[-3000:] for log in logs if log.exists())


WITHOUT_STATE = (
    "DELETE FROM custom_fields_trackers WHERE custom_field_id IN (SELECT id FROM custom_fields WHERE name = 'oces_state')",
    "DELETE FROM custom_fields WHERE name = 'oces_state'",
)
EACH_PROJECT = (
    "UPDATE custom_fields SET is_for_all = 0",
    "INSERT INTO custom_fields_projects (custom_field_id, project_id)"
    " SELECT custom_fields.id, projects.id FROM custom_fields, projects",
)


def packages(bench):
    """Installs Redmine. The default bundler of Debian 12's libruby3.1 3.1.7 (2.3.27) lacks
    Debian's patch that takes packaged gems for installed, and it outranks the one of
    ruby-bundler (2.3.15), so that redmine's own script fails unless told which to take."""
    bench.apt("ruby-bundler")
    os.environ["BUNDLER_VERSION"] = bundler()
    try:
        bench.apt(*PACKAGES)
    except NotInstalled:
        # Half installed, it would hinder every later apt-get.
        if install.version_of("redmine") == "" and os.geteuid() == 0:
            with install.no_services():
                _bench.run(["apt-get", "remove", "-y", "redmine", "redmine-sqlite"],
                           env={"DEBIAN_FRONTEND": "noninteractive"})
        raise
    finally:
        del os.environ["BUNDLER_VERSION"]


def bundler():
    return install.version_of("ruby-bundler").split("-")[0]


@functools.cache
def template(bench):
    """The seeded database and what is in it; made if it is not there yet, and looked for
    once in a run, for servers are started from several threads."""
    packages(bench)
    stamp = [SEED.read_text(encoding="utf-8"), DATABASE, GEMFILE, *map(install.version_of, PACKAGES)]
    home = _bench.WORK / f"redmine-{hashlib.sha256(repr(stamp).encode()).hexdigest()[:8]}"
    told = home / "known.json"
    if not told.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        (home / "Gemfile").write_text(GEMFILE, encoding="utf-8")
        instance(home / "instance")
        around = environment(home, home / "instance")
        made(["bundle", "install", "--local", "--quiet"], around, "Redmine's Ruby libraries")
        made(["bundle", "exec", "rake", "db:migrate"], around | {"SCHEMA": "/dev/null"}, "Redmine's database")
        said = made(["bundle", "exec", "rails", "runner", SEED], around, "Redmine's first data")
        known = json.loads(said.strip().splitlines()[-1])
        told.write_text(json.dumps(known, indent=1), encoding="utf-8")
    known = json.loads(told.read_text(encoding="utf-8"))
    return home, known


def made(argv, around, what):
    ran = _bench.run(argv, env=around, cwd=HOME, timeout=900)
    if ran.returncode != 0:
        raise NotInstalled(f"{what}: {_bench.said(ran)[-1500:]}")
    return ran.stdout


def instance(directory):
    """The directories of an instance, and where its database lies."""
    for name in ("config", "log", "files", "tmp/cache", "public/plugin_assets"):
        (directory / name).mkdir(parents=True)
    (directory / "config/database.yml").write_text(DATABASE.format(directory / "redmine.sqlite3"), encoding="utf-8")
    (directory / "config/secret_key.txt").write_text("0" * 32 + "\n", encoding="utf-8")


def environment(home, directory):
    # Redmine of Debian looks for an instance below /usr/share/redmine/instances.
    outside = "../" * 8 + str(directory).lstrip("/")
    return {"RAILS_ENV": "production", "REDMINE_INSTANCE": outside, "X_DEBIAN_SITEID": outside,
            "BUNDLE_GEMFILE": str(home / "Gemfile"), "BUNDLER_VERSION": bundler(), "RUBYOPT": "-W0",
            "RAILS_RELATIVE_URL_ROOT": "/", "PATH": f"/usr/bin:/bin:{os.environ.get('PATH', '')}"}


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]
