"""The hosts that `oces` scans for the Request Tracker oracle, the runs of `oces
tickets sync`, and what Request Tracker holds after each. Judges by the
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
queue = "Integration"

[[owner]]
cvr = "99776655"
ownership = "foreign"
"""


class World:
    """One Request Tracker and some hosts. What fails is gathered, so that one run tells all of it."""

    def __init__(self, bench, rt, transcript, problems, label=""):
        self.bench, self.rt, self.transcript, self.problems, self.label = bench, rt, transcript, problems, label
        self.dir = bench.dir / f"world{label}"
        self.dir.mkdir(parents=True)
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

    def argv(self, *scopes, extra=(), token=None, queue="OCES2"):
        reports = [self.report(scope) for scope in scopes]
        return [self.bench.binary, "tickets", "sync", *reports, "--tracker", "rt", "--url", self.rt.url, "--token-file",
                token or self.rt.token_file, "--queue", queue, "--config", self.config, "--as-of", AS_OF,
                "--lang", "da", *extra]

    def sync(self, *scopes, code=0, extra=("--max-new", "100"), token=None, queue="OCES2"):
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

    def merge(self, one, into):
        """As a person does it in the web interface; REST has no way."""
        code = ("my ($one, $into) = @ARGV; my $ticket = RT::Ticket->new(RT->SystemUser); $ticket->Load($one); "
                "my ($ok, $why) = $ticket->MergeInto($into); die $why unless $ok;")
        lib = ["perl", "-I/usr/share/request-tracker5/lib", "-e", "use RT; RT::LoadConfig(); RT::Init(); " + code]
        ran = run([*lib, one, into], env=self.rt.env())
        if ran.returncode != 0:
            raise Failed(f"not merged: {ran.stdout + ran.stderr}")

    # What the tracker holds.

    def held(self):
        """Every ticket with the numbers of its transactions and its texts."""
        found = {}
        for ticket in self.rt.root.every_ticket():
            number = ticket["id"]
            ticket["transactions"] = [(one["id"], one["type"]) for one in self.rt.root.transactions(number)]
            ticket["texts"] = self.rt.root.texts(number)
            found[number] = ticket
        return found

    def step(self, number, what, said, held):
        """A line of the transcript."""
        summary = said.outcome.get("summary") if hasattr(said, "outcome") else None
        told = " ".join(f"{key} {value}" for key, value in summary.items() if value) if summary else ""
        words = told or brief(getattr(said, "stderr", said))
        states = Counter(ticket["status"] for ticket in held.values())
        holds = ", ".join(f"{count} {status}" for status, count in sorted(states.items())) or "nothing"
        line = f"{self.label}{number}. {what}\n      oces: {words}\n      RT:   {holds}"
        self.transcript.append(line)
        print(line, flush=True)

    def must(self, truth, what):
        if truth:
            self.bench.holds(True, f"{self.label}{what}", "request-tracker5")
        else:
            self.problems.append(f"{self.label}{what}")
            print(f"!!! {self.bench.name}: {self.label}{what}", flush=True)

    def only(self, before, after, numbers, what):
        """Nothing but these tickets changed, and each got one comment."""
        changed = {number for number in after if after[number] != before.get(number)}
        self.must(changed == set(numbers), f"{what}: changed {sorted(changed)}, expected {sorted(numbers)}")
        for number in changed & set(numbers) & set(before):
            new = Counter(kind for _, kind in after[number]["transactions"][len(before[number]["transactions"]):])
            self.must(new["Comment"] == 1 and not new["Correspond"], f"{what}: one comment in {number}: {dict(new)}")

    def once(self, what):
        held = self.held()
        self.must(not doubles(held), f"{what}: no identity twice")
        return held


def brief(said):
    """What ended a run, in one line."""
    lines = str(said).splitlines() or [""]
    told = [line for line in lines if line.startswith("oces: ")]
    return " ".join((told or lines)[-1].removeprefix("oces: ").split())[:150]


def doubles(held):
    """Identities that more than one ticket bears that is not deleted: the checker of them all."""
    live = [one for one in held.values() if one["status"] != "deleted" and not one["merged_into"]]
    count = Counter(one["oces_id"] for one in live if OURS.fullmatch(one["oces_id"] or ""))
    return sorted(identity for identity, times in count.items() if times > 1)


def about(held, part):
    """The number of the ticket whose first text names this path."""
    found = [number for number, one in held.items() if OURS.fullmatch(one["oces_id"] or "") and part in one["texts"][0]]
    if len(found) != 1:
        raise Failed(f"{len(found)} tickets are about {part}: {found}")
    return found[0]
