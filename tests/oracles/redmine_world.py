"""The hosts that `oces` scans for the Redmine oracle, the runs of `oces
tickets sync`, and what Redmine holds after each. Judges by the
tracker's own answers, never by what `oces` says it did.
"""

import json
import re
import shutil
import subprocess
from collections import Counter

from bench import AS_OF, Failed, run

OURS = re.compile(r"oces:v1:[0-9a-f]{32}")
OWNERS = """[[owner]]
path = "**/srv/integration/**"
system = "Integrationsplatformen"
team = "Integration"
queue = "drift"
category = "Certifikater"

[[owner]]
path = "**/srv/datafordeler/**"
system = "Datafordeleren"
team = "Driftsgruppen"
queue = "oces"

[[owner]]
cvr = "99776655"
ownership = "foreign"
"""


class World:
    """One Redmine and some hosts. What fails is gathered, so that one run tells all of it."""

    def __init__(self, bench, redmine, transcript, problems, label=""):
        self.bench, self.redmine, self.transcript, self.problems, self.label = bench, redmine, transcript, problems, label
        self.dir = bench.dir / f"world{label}"
        self.dir.mkdir(parents=True)
        # Issues that a person copied with our identity in them.
        self.copies = set()
        self.config = self.dir / "oces.toml"
        self.config.write_text(OWNERS, encoding="utf-8")

    # Hosts.

    def host(self, name, like):
        shutil.copytree(self.bench.root / "testdata/demo" / like, self.dir / name)
        return self.dir / name

    def scan(self, *names, scopes=None):
        """A report of each host, as its nightly scan would leave it."""
        for name, scope in zip(names, scopes or names):
            self.bench.oces("scan", self.dir / name, "--scope", scope, "--as-of", AS_OF, "--config", self.config, "-q",
                            "-o", f"json={self.report(scope)}", codes=(0, 1, 3))

    def report(self, scope):
        return self.dir / f"{scope}.json"

    # Runs.

    def argv(self, *scopes, extra=(), token=None, queue="oces"):
        reports = [self.report(scope) for scope in scopes]
        return [self.bench.binary, "tickets", "sync", *reports, "--tracker", "redmine", "--url", self.redmine.url, "--token-file",
                token or self.redmine.key_file, "--queue", queue, "--config", self.config, "--as-of", AS_OF,
                "--lang", "da", *extra]

    def sync(self, *scopes, code=0, extra=("--max-new", "100"), token=None, queue="oces"):
        """Runs it; the outcome is that of `-o json`, empty if there is none."""
        path = self.dir / "outcome.json"
        path.unlink(missing_ok=True)
        ran = run(self.argv(*scopes, extra=[*extra, "-o", f"json={path}"], token=token, queue=queue), timeout=600)
        if ran.returncode != code:
            raise Failed(f"sync ended with {ran.returncode}, not {code}: {(ran.stdout + ran.stderr)[-1500:]}")
        ran.outcome = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return ran

    def start(self, *scopes, token=None, extra=("--max-new", "100")):
        argv = list(map(str, self.argv(*scopes, extra=extra, token=token)))
        return subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    # What the tracker holds.

    def held(self):
        """Every issue with its journals."""
        admin = self.redmine.admin
        return {one["id"]: admin.issue(one["id"]) for one in admin.issues()}

    def listed(self):
        """The same without journals: one request a hundred."""
        return {one["id"]: one for one in self.redmine.admin.issues()}

    def change(self, number, **fields):
        """What a person does."""
        self.redmine.admin.send("PUT", f"/issues/{number}.json", {"issue": fields})

    def step(self, number, what, said, held):
        """A line of the transcript."""
        summary = said.outcome.get("summary") if hasattr(said, "outcome") else None
        told = " ".join(f"{key} {value}" for key, value in summary.items() if value) if summary else ""
        words = told or " ".join(str(getattr(said, "stderr", said)).split())[:150]
        states = Counter(ticket["status"] for ticket in held.values())
        holds = ", ".join(f"{count} {status}" for status, count in sorted(states.items())) or "nothing"
        line = f"{self.label}{number}. {what}\n      oces: {words}\n      Redmine: {holds}"
        self.transcript.append(line)
        print(line, flush=True)

    def must(self, truth, what):
        if truth:
            self.bench.holds(True, f"{self.label}{what}", "redmine")
        else:
            self.problems.append(f"{self.label}{what}")
            print(f"!!! {self.bench.name}: {self.label}{what}", flush=True)

    def only(self, before, after, numbers, what):
        """Nothing but these issues changed, and each got one note."""
        changed = {number for number in after if after[number] != before.get(number)}
        self.must(changed == set(numbers), f"{what}: changed {sorted(changed)}, expected {sorted(numbers)}")
        for number in changed & set(numbers) & set(before):
            new = after[number]["journals"][len(before[number]["journals"]):]
            self.must(len(new) == 1 and new[0]["notes"], f"{what}: one note in {number}: {len(new)}")

    def once(self, what):
        held = self.held()
        self.must(not doubles(held, self.copies), f"{what}: no identity twice")
        return held


def identity(issue):
    return issue["fields"].get("oces_id") or ""


def doubles(held, besides=()):
    """Identities that more than one issue bears: the checker of them all."""
    count = Counter(identity(one) for number, one in held.items() if OURS.fullmatch(identity(one)) and number not in besides)
    return sorted(each for each, times in count.items() if times > 1)


def about(held, part):
    """The number of the issue whose description names this path."""
    found = [number for number, one in held.items() if OURS.fullmatch(identity(one)) and part in one["description"]]
    if len(found) != 1:
        raise Failed(f"{len(found)} issues are about {part}: {found}")
    return found[0]
