"""Proves that SARIF is taken by those who read it: Microsoft's SARIF multitool
with the rules of SARIF and of GitHub, the schema of the standard by two engines,
and sarif-tools, whose counts must be those of the JSON report. What sarif-tools
makes of it as Code Quality is compared with our own, issue by issue.
"""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

MULTITOOL = "@microsoft/sarif-multitool-linux@5.7.0"
AJV = ("ajv-cli@5.0.0", "ajv-formats@3.0.1")
CHECK = "check-jsonschema==0.39.0"
TOOLS = "sarif-tools==3.0.5"
# Ignored, ignored once, and accepted.
LIVING = """
[[ignore]]
path = "**/fjordby-web01/**"
reason = "moved to [another](https://example.org) platform {0}"

[[ignore]]
path = "**/fjordby-int01/**"
reason = "until the new year"
until = 2026-01-01

[[acknowledge]]
path = "**/halv.p12"
reason = "half a file, as everybody knows"
"""


def check(bench):
    home = bench.npm(MULTITOOL) / "@microsoft/sarif-multitool-linux"
    schema = home / "sarif-2.1.0.json"
    python = bench.pip(CHECK) / "check-jsonschema"
    ajv = bench.npm(*AJV)
    sarif = bench.pip(TOOLS) / "sarif"
    told = "SARIF multitool 5.7.0 (Sarif;Ghas)"

    def complaints(path):
        """Its exit code is 0 whatever it found: its own log tells."""
        log = bench.dir / f"said-{path.name}"
        command = [home / "Sarif.Multitool", "validate", path, "--rule-kind", "Sarif;Ghas"]
        bench.accepts([*command, "-o", log, "--log", "ForceOverwrite"], f"{path.name} is judged", program=told)
        found = [one for run in json.loads(log.read_text())["runs"] for one in run.get("results") or []]
        return {(one["ruleId"], one["message"].get("id")) for one in found}

    def by_ajv(path):
        options = ["--spec=draft2020", "-c", ajv / "ajv-formats", "--strict=false", "--errors=text"]
        return ["node", ajv / "ajv-cli/dist/index.js", "validate", *options, "-s", schema, "-d", path]

    for tree, name, report, known in reports(bench):
        said = complaints(report)
        bench.holds(not said, f"nothing to complain of ({name}){said or ''}", told)
        bench.accepts([python, "--schemafile", schema, report], f"the schema of SARIF 2.1.0 ({name})")
        bench.accepts(by_ajv(report), f"the schema of SARIF 2.1.0 ({name})", program="ajv-cli 5.0.0")
        same(bench, report, known, name, sarif)

    compared(bench, sarif)
    refused(bench, complaints, by_ajv, python, schema, told)


def reports(bench):
    """Tree, what is special, the file, and the JSON report of the same."""
    for tree in trees():
        for mode in (None, "show"):
            yield tree, f"{tree}, {mode or 'as usual'}", bench.report("sarif", tree=tree, mode=mode), bench.report("json", tree=tree)
    config = bench.dir / "oces.toml"
    config.write_text(LIVING, encoding="utf-8")
    extra = ("--config", config)
    yield "demo", "demo, some of it ignored", bench.report("sarif", *extra), bench.report("json", *extra)
    danish = bench.dir / "danish.sarif.json"
    fixed = ["--as-of", "2026-11-21", "--scope", "æ ø/å:%", "--lang", "da", "-q"]
    bench.oces("scan", bench.tree("demo"), *fixed, "-o", f"sarif={danish}", codes=(1,))
    yield "demo", "demo, in Danish, of an odd scope", danish, bench.report("json")


def trees():
    return ["demo", "clean", *(["hostile"] if (Path(__file__).parent / "hostile.py").exists() else [])]


def same(bench, sarif, report, tree, program):
    """The same findings and failures as in JSON, at the same level."""
    run = json.loads(sarif.read_text())["runs"][0]
    known = json.loads(report.read_text())
    quiet = ("kept", "history")
    level = [("note" if one["state"] in quiet else one["severity"], one["rule"]) for one in known["findings"]]
    bench.holds(
        Counter((one["level"], one["ruleId"]) for one in run["results"]) == Counter(level),
        f"{len(level)} findings of {tree}, each with its rule and level")
    ignored = sum(one["state"] == "ignored" for one in known["findings"])
    bench.holds(sum("suppressions" in one for one in run["results"]) == ignored, f"{ignored} of them are suppressed")
    told = run["invocations"][0]["toolExecutionNotifications"]
    kinds = Counter(one["descriptor"]["id"] for one in told if "properties" in one)
    bench.holds(
        kinds == Counter(f"failure-{one['kind']}" for one in known["failures"]),
        f"{sum(kinds.values())} failures of {tree}, each by its kind")
    summary = bench.accepts([program, "summary", sarif], f"a summary of {tree}").stdout
    counts = {name: int(count) for name, count in re.findall(r"^(error|warning|note): (\d+)$", summary, re.M)}
    wanted = Counter(name for name, _ in level)
    bench.holds(
        all(counts.get(name, 0) == wanted[name] for name in ("error", "warning", "note")),
        f"{tree}: {dict(wanted)} by severity", TOOLS.replace("==", " "))


def compared(bench, program):
    """Code Quality made by others from our SARIF, against our own."""
    theirs = bench.dir / "theirs.json"
    bench.accepts([program, "codeclimate", bench.report("sarif"), "-o", theirs], "made into Code Quality")
    ours = json.loads(bench.report("codequality").read_text())

    def issues(all_of):
        return Counter(
            (one["check_name"], one["location"]["path"], one["location"]["lines"]["begin"])
            for one in all_of if not one["check_name"].startswith("failure-"))

    converted = json.loads(theirs.read_text())
    for one in converted:
        # Paths are URIs there.
        one["location"]["path"] = unquote(one["location"]["path"])
    bench.holds(issues(converted) == issues(ours), f"{len(converted)} issues at the same places as in ours", "sarif-tools 3.0.5")
    prints = [one["fingerprint"] for one in ours]
    bench.holds(len(set(prints)) == len(prints), "each issue of Code Quality has a fingerprint of its own")
    failures = len(json.loads(bench.report("json").read_text())["failures"])
    bench.holds(len(ours) == len(converted) + failures, f"{failures} failures are issues besides")
    bench.holds(json.loads(bench.report("codequality", tree="clean").read_text()) == [], "nothing found is []")
    bench.figure(f"{len(converted)} results, {failures} notifications in the demo")


def refused(bench, complaints, by_ajv, python, schema, told):
    report = bench.report("sarif")
    uri = re.search(r'"uri": "testdata/[^"]+"', report.read_text())[0]
    bad = bench.broken(report, (uri, '"uri": "/testdata/a b.pem"'), name="absolute.sarif.json")
    said = complaints(bad)
    bench.breaks(any(rule.startswith("SARIF100") for rule, _ in said), f"an absolute path with a blank ({said})", told)
    bad = bench.broken(report, ('"locations": [', '"lokations": ['), name="nowhere.sarif.json")
    bench.breaks(bool(complaints(bad)), "a notification or result without a place", told)
    bad = bench.broken(report, ('"level": "error",', '"level": "fatal",'), name="fatal.sarif.json")
    bench.refuses([python, "--schemafile", schema, bad], "a level that is none", because="fatal")
    bench.refuses(by_ajv(bad), "a level that is none", because="level", program="ajv-cli 5.0.0")
