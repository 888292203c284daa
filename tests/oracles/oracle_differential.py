"""Proves that what openssl or Python's cryptography still reads of a damaged
store (PKCS#12, PKCS#7, PEM, DER), `oces scan --all` lists too, or that its
report has a failure for that very file.

The mutants (`mutants.py`) are the same in every run; `OCES_MUTANTS=5000` makes
more of them, `OCES_MUTANTS_SEED=x` others. Openssl writes a certificate anew
whose outside is not DER: then the serial number in the same file counts.
"""

import collections
import json
from pathlib import Path

import mutants

CRYPTOGRAPHY = "cryptography==46.0.3"
COUNT = 300
PASSWORDS = "hemmelig\n"
LISTS = ("certificates", "lookAlikes", "unknownAuthorities", "others")


def check(bench):
    python = bench.pip(CRYPTOGRAPHY) / "python"
    count = int(bench.env("OCES_MUTANTS") or COUNT)
    folder = bench.dir / "mutants"
    kinds = mutants.make(bench.root, folder, count, bench.env("OCES_MUTANTS_SEED") or "8")
    table, words = bench.dir / "kinds.json", bench.dir / "passwords"
    table.write_text(json.dumps(kinds), encoding="utf-8")
    words.write_text(PASSWORDS, encoding="utf-8")

    ran = bench.run([python, Path(__file__).with_name("reference_readers.py"), folder, table], timeout=3600)
    bench.holds(ran.returncode == 0, f"the reference readers ran{'' if ran.returncode == 0 else ': ' + ran.stderr[-2000:]}")
    read = json.loads(ran.stdout)
    report = bench.dir / "report.json"
    bench.oces("scan", "--all", "-q", "--as-of", "2026-11-21", "--password-file", words, "-o", f"json={report}", folder,
               codes=(0, 1, 3), timeout=3600)
    told = Told(json.loads(report.read_text(encoding="utf-8")))

    judged = judge(read, told)
    for name, sha256, by in judged.missed[:20]:
        print(f"    missed: {name}: {sha256[:16]} ({', '.join(by)})")
    bench.holds(not judged.missed, f"{len(kinds)} stores: of what openssl and cryptography read, "
                f"{len(judged.missed)} certificates are neither listed nor told as a failure",
                "openssl, cryptography")
    bench.holds(judged.alike > len(kinds) // 3, f"{judged.alike} certificates are read alike")
    harmed = [name for name, _ in judged.failed if name.startswith("whole-")]
    bench.figure(f"{len(kinds)} stores, {judged.alike} certificates alike, {judged.anew} known by their serial number, "
                 f"{len(judged.failed)} only told as a failure ({len(harmed)} of them in unharmed stores), "
                 f"{judged.more} more that only oces reads")
    why = collections.Counter(kind for name, _ in judged.failed for kind in told.failures[name])
    bench.figure(f"the failures are {dict(why)}")
    (bench.dir / "failed.txt").write_text(
        "".join(f"{name}\t{sha256}\t{told.failures[name]}\n" for name, sha256 in judged.failed), encoding="utf-8")

    name, sha256 = next(one for one in sorted(told.listed) if one[1] in read.get(one[0], {}))
    without = {key: [one for one in told.raw.get(key, []) if one["sha256"] != sha256] for key in LISTS}
    bench.breaks(judge(read, Told({**without, "failures": []})).missed, f"a report without a certificate of {name}")
    bench.breaks(judge(read, Told({"failures": told.raw["failures"]})).missed, "a report that lists none")


class Told:
    """What the report says of each file."""

    def __init__(self, raw):
        self.raw = raw
        self.listed, self.serials, self.failures = set(), set(), collections.defaultdict(list)
        for one in (one for key in LISTS for one in raw.get(key, [])):
            for place in one["occurrences"]:
                name = Path(place["path"]).name
                self.listed.add((name, one["sha256"]))
                self.serials.add((name, one["serial"].lstrip("0")))
        for failure in raw["failures"]:
            self.failures[Path(failure["path"]).name].append(failure["kind"])


Judged = collections.namedtuple("Judged", "alike anew failed missed more")


def judge(read, told):
    alike, anew, failed, missed = 0, 0, [], []
    for name, certificates in sorted(read.items()):
        for sha256, (serial, by) in sorted(certificates.items()):
            if (name, sha256) in told.listed:
                alike += 1
            elif serial and (name, serial) in told.serials:
                anew += 1
            elif told.failures.get(name):
                failed.append((name, sha256))
            else:
                missed.append((name, sha256, by))
    more = len(told.listed) - alike - anew
    return Judged(alike, anew, failed, missed, more)
