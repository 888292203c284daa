"""A real Request Tracker 5 of a test's own: database, configuration and port are
made for one run in the bench's directory, and nothing of it outlives the run.
What it holds is asked with `rt_client.py`; what it holds at first is in
`rt_initial.pl`.

Behaviour:
1. The packages come from Debian (`bench.apt`); no service of theirs is started,
   and their own database and configuration are never written.
2. Two queues, the custom fields `oces_id` and (if asked for) `oces_state`, and a
   user with no more rights than the sync needs. Its token is in `token_file`.
3. The server runs in its own process group. `stop` ends the whole group, `kill`
   does so without warning; `start` goes on with the same database and port.
4. Mail that Request Tracker sends ends in `mails()`, and nowhere else.
5. Secrets are hashed cheaply, for that alone takes 0.4 s a request otherwise.
"""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from bench import Failed
from rt_client import Client

PACKAGES = ("request-tracker5", "rt5-db-sqlite", "rt5-standalone", "nullmailer")
PRISTINE = "/var/lib/dbconfig-common/sqlite3/request-tracker5/rtdb"
SERVER = "/usr/share/request-tracker5/libexec/rt-server"
SETUP = "rt-setup-database-5"
QUEUES = ("OCES2", "Integration")
USER = "oces-sync"
# Found by leaving out each one: none of them can be spared. They are given for
# each queue; the user has no right on the system as a whole. ModifyTicket lets
# one comment, too.
RIGHTS = ("SeeQueue", "ShowTicket", "CreateTicket", "ModifyTicket", "SeeCustomField", "ModifyCustomField")
# Without the field `oces_state` the comments are read back, which wants this one.
RIGHTS_WITHOUT_STATE_FIELD = (*RIGHTS, "ShowTicketComments")
# A duplicate is deleted by those who may, rejected by others.
RIGHT_TO_DELETE = "DeleteTicket"
CONFIG = """
Set($rtname, 'oces-test');
Set($Organization, 'oces.test');
Set($DatabaseType, 'SQLite');
Set($DatabaseHost, '');
Set($DatabaseUser, '');
Set($DatabasePassword, '');
Set($DatabaseName, '{dir}/rtdb');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebBaseURL, 'http://127.0.0.1:{port}');
Set($WebPath, '');
Set($MailCommand, 'sendmailpipe');
Set($SendmailPath, '{dir}/sendmail');
Set($BcryptCost, 4);
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
$RT::MasonDataDir = '{dir}/mason';
$RT::MasonSessionDir = '{dir}/sessions';
1;
"""


class Server:
    def __init__(self, bench, state_field=True, rights=None, name="rt", workers=4):
        bench.apt(*PACKAGES)
        self.dir = bench.dir / name
        self.workers = workers
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.token_file = self.dir / "token"
        self.running = None
        self.prepare(bench, state_field, rights or (RIGHTS if state_field else RIGHTS_WITHOUT_STATE_FIELD))
        self.root = Client(self.url, self.secret(self.dir / "root-token"))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def prepare(self, bench, state_field, rights):
        for part in ("confd", "mason", "sessions"):
            (self.dir / part).mkdir(parents=True)
        (self.dir / "RT_SiteConfig.pm").write_text(CONFIG.format(dir=self.dir, port=self.port).lstrip(), encoding="utf-8")
        mailer = self.dir / "sendmail"
        mailer.write_text(f"#!/bin/sh\nexec cat >> '{self.dir}/mails'\n", encoding="utf-8")
        mailer.chmod(0o755)
        fields = [("oces_id", "FreeformSingle"), *([("oces_state", "Text")] if state_field else [])]
        data = {
            "queues": QUEUES, "user": USER, "rights": list(rights),
            "token_files": {USER: str(self.token_file), "root": str(self.dir / "root-token")},
            "fields": [{"name": name, "type": kind, "queues": QUEUES} for name, kind in fields],
        }
        (self.dir / "initial.json").write_text(json.dumps(data), encoding="utf-8")
        if os.path.exists(PRISTINE):
            shutil.copyfile(PRISTINE, self.dir / "rtdb")
        else:
            self.set_up(bench, "--action", "init", "--skip-create")
        self.set_up(bench, "--action", "insert", "--skip-create", "--datafile", bench.root / "tests/oracles/rt_initial.pl")

    def set_up(self, bench, *args):
        ran = bench.run([SETUP, *args], env=self.env())
        if ran.returncode != 0 or "[error]" in ran.stdout + ran.stderr:
            raise Failed(f"{SETUP} {' '.join(map(str, args))}: {(ran.stdout + ran.stderr)[-2000:]}")

    def env(self):
        """Both are needed: without the second, /etc would have the last word."""
        return {
            "RT_SITE_CONFIG": str(self.dir / "RT_SiteConfig.pm"), "RT_SITE_CONFIG_DIR": str(self.dir / "confd"),
            "OCES_RT_DATA": str(self.dir / "initial.json"),
        }

    # The process.

    def start(self):
        """Starts, and returns when the server answers."""
        log = open(self.dir / "log", "ab")
        with log:
            self.running = subprocess.Popen(
                [SERVER, "--host", "127.0.0.1", "--port", str(self.port), "--max-workers", str(self.workers)],
                env=os.environ | self.env() | {"LC_ALL": "C.UTF-8"}, cwd=self.dir,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        # A test that dies must not leave a server behind.
        atexit.register(self.kill)
        until = time.monotonic() + 120
        while time.monotonic() < until and self.running.poll() is None:
            if answers(self.url):
                return
            time.sleep(0.2)
        self.kill()
        raise Failed(f"Request Tracker does not answer: {self.log()[-2000:]}")

    def stop(self):
        """Ends the server and all its workers."""
        self.end(signal.SIGTERM)

    def kill(self):
        """Ends them in the middle of what they do."""
        self.end(signal.SIGKILL)

    def end(self, how):
        atexit.unregister(self.kill)
        running, self.running = self.running, None
        if running is None:
            return
        for each in (how, signal.SIGKILL):
            try:
                os.killpg(running.pid, each)
                running.wait(timeout=20)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        running.wait(timeout=20)

    # What it left behind.

    @staticmethod
    def secret(path):
        if not path.exists():
            raise Failed(f"Request Tracker made no {path}")
        return path.read_text(encoding="utf-8").strip()

    @property
    def token(self):
        return self.secret(self.token_file)

    def client(self):
        """Asks as the user of the sync."""
        return Client(self.url, self.token)

    def mails(self):
        """All mail that was sent, one text."""
        path = self.dir / "mails"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    def log(self):
        return (self.dir / "log").read_text(encoding="utf-8", errors="replace")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(url):
    """Whether the REST interface answers; it asks for a password, which is an answer."""
    try:
        with urllib.request.urlopen(f"{url}/REST/2.0/rt", timeout=10):
            return True
    except urllib.error.HTTPError as refused:
        return refused.code == 401
    except OSError:
        return False
