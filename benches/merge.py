#!/usr/bin/env python3
"""A thousand reports of as many hosts, merged by `oces plan -o json=FILE`.

Two kinds of reports, each with 200,000 occurrences together: `contract` has the
keys alone that the contract promises, as another program would write them;
`own` is a report that `oces scan` wrote of a small tree, once for every host.
Prints CPU (user + system) and peak memory; ends with 1 where a bound is missed.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import run, verdict
from trees.shapes import certificate as encoded
from trees.shapes import is_oces, pem

HOSTS = 1000
PLACES = 200
DISTINCT = 500
HERE_EACH = 60
CPU_LIMIT = 10.0
MEMORY_LIMIT = 256 * 1024  # KiB
DAY = "2026-11-21"


def digest(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


def identity(scope, rule, certificate, relative):
    return digest("oces/v1", scope, rule, certificate, relative, "")[:32]


def certificate(number):
    """A certificate of the generation that ended, or of the present one."""
    old = number % 5 > 0
    cvr = 10000000 + number % 40
    kind = "foces" if old else "system"
    issuer = ("CN=TRUST2408 OCES CA IV,O=TRUST2408,C=DK" if old
              else "CN=Den Danske Stat OCES udstedende-CA 1,O=Den Danske Stat,C=DK")
    identifier = f"CVR:{cvr}-FID:{20000000 + number}" if old else f"UI:DK-O:G:{digest(number)[:8]}"
    return {
        "sha256": digest("certificate", number), "generation": "II" if old else "III", "qualified": False,
        "environment": "production", "role": "end-entity", "kind": kind,
        "subject": f"serialNumber={identifier}+CN=system {number},O=Opfundet Kommune {cvr} // CVR:{cvr},C=DK",
        "issuer": issuer, "serial": digest("serial", number)[:8],
        "notBefore": "2021-06-01T00:00:00Z" if old else "2024-06-01T00:00:00Z",
        "notAfter": "2024-06-01T00:00:00Z" if old else "2027-06-01T00:00:00Z",
        "subjectKeyIdentifier": digest("ski", number)[:40], "evidence": "key-identifier",
        "status": "blocked" if old else "current", "ownership": "own",
        "organisation": {"name": f"Opfundet Kommune {cvr}", "cvr": str(cvr)}, "identifier": identifier, "emails": [],
        "privateKey": False, "occurrences": [], "uses": [],
        "replacement": {"kind": "system", "basis": "old-kind", "successors": [], "state": "open"},
    }


def contract(host):
    """A report with the contract's keys alone."""
    scope = f"host{host:04}.fjordby.example"
    known = {}
    findings = []
    for at in range(PLACES):
        number = (host * 7 + at % HERE_EACH * 11) % DISTINCT
        one = known.setdefault(number, certificate(number))
        key = at % 3 == 0
        relative = f"app{at % 25:02}/conf/keystore-{at}.{'p12' if key else 'pem'}"
        place = {"scope": scope, "root": "/srv", "path": f"/srv/{relative}", "steps": []}
        one["occurrences"].append(place | {
            "format": "pkcs12" if key else "pem", "alias": f"system {number}", "privateKey": key, "place": "live"})
        one["privateKey"] |= key
        if one["generation"] == "II":
            rule = "oces2-key" if key else "oces2-certificate"
            findings.append({
                "id": identity(scope, rule, one["sha256"], relative), "rule": rule,
                "severity": "error" if key else "warning", "certificate": one["sha256"]} | place | {
                "places": 1, "message": {"da": "Her ligger et certifikat.", "en": "A certificate lies here."}})
    tally = {name: 0 for name in ("directories", "failed", "skippedFiles", "bytes", "containers")}
    tally |= {"files": PLACES, "examined": PLACES, "certificates": PLACES, "distinctCertificates": len(known),
              "failures": {}, "skipped": {}}
    return {
        "schemaVersion": "1.0", "tool": {"name": "another", "version": "1", "catalogue": DAY},
        "scan": {"id": digest("run", host)[:32], "scope": scope, "host": scope, "startedAt": f"{DAY}T06:00:00Z",
                 "finishedAt": f"{DAY}T06:01:00Z", "durationMs": 60000, "asOf": DAY, "roots": ["/srv"], "options": {},
                 "user": {"uid": 0, "capabilities": []}, "complete": True, "incompleteReasons": [], "tally": tally},
        "certificates": sorted(known.values(), key=lambda one: one["sha256"]), "lookAlikes": [],
        "findings": findings, "failures": [], "plan": {"actions": []},
    }


def scanned(oces, directory):
    """What our own writer says of a tree with 200 places."""
    tree = directory / "tree"
    numbers = [number for number in range(300) if is_oces(number)][:HERE_EACH]
    for at in range(PLACES):
        file = tree / f"app{at % 25:02}" / f"store-{at}.pem"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pem(encoded(numbers[at % len(numbers)])))
    report = directory / "scan.json"
    subprocess.run([oces, "scan", str(tree), "--scope", "host", "--as-of", DAY, "--fail-on", "never", "-q",
                    "-o", f"json={report}"], check=True)
    return json.loads(report.read_text())


def moved(value, scope):
    """The same on another host."""
    if isinstance(value, dict):
        return {key: scope if key == "scope" else moved(inner, scope) for key, inner in value.items()}
    return [moved(inner, scope) for inner in value] if isinstance(value, list) else value


def own(template, host):
    scope = f"host{host:04}.fjordby.example"
    report = moved(template, scope)
    report["scan"] |= {"id": digest("run", host)[:32], "host": scope}
    for finding in report["findings"]:
        finding["id"] = digest(scope, finding["id"])[:32]
    return report


def weighed(oces, kind, files, scratch):
    """CPU and peak memory of one merge."""
    out = scratch / "plan.json"
    used = run([oces, "plan", "--as-of", DAY, "-q", "-o", f"json={out}", *files], {0}, scratch)
    held = used.cpu <= CPU_LIMIT and used.peak <= MEMORY_LIMIT
    print(f"{kind:10} {len(files)} reports, {sum(file.stat().st_size for file in files) >> 20} MiB: "
          f"{used.cpu:.2f} s CPU, {used.peak / 1024:.0f} MiB peak, {verdict(held)}")
    return held


def race_merge(oces, scratch, hosts=HOSTS):
    print(f"\n## merge: {hosts} reports, {hosts * PLACES} occurrences\n")
    template = scanned(oces, scratch)
    held = True
    for kind, make in (("contract", contract), ("own", lambda host: own(template, host))):
        files = [scratch / f"{kind}-{host:04}.json" for host in range(hosts)]
        for host, file in enumerate(files):
            file.write_text(json.dumps(make(host), indent=2 if kind == "own" else None))
        held &= weighed(oces, kind, files, scratch)
        for file in files:
            file.unlink()
    return held


def main():
    parse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parse.add_argument("--oces", required=True, help="the program")
    parse.add_argument("--hosts", type=int, default=HOSTS)
    parse.add_argument("--keep", type=Path, help="where the reports are made and left")
    args = parse.parse_args()
    if args.keep:
        args.keep.mkdir(parents=True, exist_ok=True)
        for host in range(args.hosts):
            (args.keep / f"{host:04}.json").write_text(json.dumps(contract(host)))
        return 0
    with tempfile.TemporaryDirectory(prefix="oces-merge-") as scratch:
        return 0 if race_merge(str(Path(args.oces).resolve()), Path(scratch), args.hosts) else 1


if __name__ == "__main__":
    sys.exit(main())
