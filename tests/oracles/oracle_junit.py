"""Proves that the JUnit report is read by three programs that share no code
(junitparser, junit2html, xunit-viewer), all with the counts that it bears itself
and that follow from the JSON report.
"""

import json
import re
from pathlib import Path

PARSER = "junitparser==5.0.3"
TO_HTML = "junit2html==31.1.4"
VIEWER = "xunit-viewer@10.6.1"
KINDS = ("tests", "failures", "errors", "skipped")

# Reads the file, counts anew what stands in it, and compares that with what it says.
READ = """
import sys, json
from junitparser import JUnitXml, Failure, Error, Skipped
xml = JUnitXml.fromfile(sys.argv[1])
told = [xml.tests, xml.failures, xml.errors, xml.skipped]
cases = [case for suite in xml for case in suite]
count = lambda kind: sum(isinstance(result, kind) for case in cases for result in case.result)
counted = [len(cases), count(Failure), count(Error), count(Skipped)]
names = [(case.classname, case.name) for case in cases]
wrong = []
if told != counted: wrong.append(f"the books say {told}, there are {counted}")
if len(set(names)) != len(names): wrong.append("a name stands twice")
if any(case.time is None for case in cases): wrong.append("a case without a time")
if wrong: sys.exit("; ".join(wrong))
print(json.dumps(counted))
"""


def check(bench):
    python = bench.pip(PARSER) / "python"
    verify = bench.pip(PARSER) / "junitparser"
    to_html = bench.pip(TO_HTML) / "junit2html"
    viewer = bench.npm(VIEWER) / "xunit-viewer/bin/xunit-viewer.js"
    program = PARSER.replace("==", " ")

    def read(path):
        return [python, "-c", READ, path]

    trees = ["demo", "clean", *(["hostile"] if (Path(__file__).parent / "hostile.py").exists() else [])]
    for tree in trees:
        report = bench.report("junit", tree=tree)
        counts = json.loads(bench.accepts(read(report), f"the report of {tree}", program=program).stdout)
        bench.holds(counts[1:] == expected(bench, tree), f"{tree}: {dict(zip(KINDS, counts))}, as JSON has it", program)
        page = bench.dir / f"{tree}.html"
        bench.accepts([to_html, report, page], f"{tree} as a page")
        text = page.read_text(encoding="utf-8")
        bench.holds(of_page(text) == paged(counts), f"{tree}: {of_page(text)} on the page", TO_HTML.replace("==", " "))
        shown = bench.dir / f"{tree}-viewer.html"
        # Into a file: it ends before a pipe has taken all that it said.
        into = bench.dir / f"{tree}-viewer.txt"
        bench.accepts(
            ["sh", "-c", 'exec node "$@" >"$0"', into, viewer, "-r", report, "--console", "--output", shown],
            f"{tree} as xunit-viewer shows it", program="xunit-viewer 10.6.1")
        said = into.read_text(encoding="utf-8", errors="replace")
        bench.holds(of_viewer(said) == viewed(counts), f"{tree}: {of_viewer(said)}", "xunit-viewer 10.6.1")
    clean = bench.report("junit", tree="clean")
    bench.accepts([verify, "verify", clean], "a clean scan passes", program=program)
    bench.refuses([verify, "verify", bench.report("junit")], "the demo does not pass", program=program)
    refused(bench, read, program)


def expected(bench, tree):
    """Failures, errors, skipped; the default bar is `warning`."""
    known = json.loads(bench.report("json", tree=tree).read_text())
    findings, failures = known["findings"], known["failures"]
    failed = sum(one["state"] == "counted" and one["severity"] != "note" for one in findings)
    accepted = sum(bool(one.get("acknowledged")) and not one["acknowledged"]["lapsed"] for one in failures)
    incomplete = 0 if known["scan"]["complete"] else 1
    return [failed, len(failures) - accepted + incomplete, len(findings) - failed + accepted]


def of_page(text):
    """How many cases of each outcome its table of contents lists."""
    found = re.findall(r'<li class="outcome outcome-(\w+)">', text)
    return {kind: found.count(kind) for kind in ("passed", "failed", "skipped")}


def paged(counts):
    tests, failures, errors, skipped = counts
    return {"passed": tests - failures - errors - skipped, "failed": failures + errors, "skipped": skipped}


def viewed(counts):
    tests, failures, errors, skipped = counts
    return {"passed": tests - failures - errors - skipped, "failure": failures, "error": errors, "skipped": skipped}


def of_viewer(said):
    """The last counts that it prints."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    found = {}
    for kind, words in {"passed": "passed", "failure": "failures?|failed", "error": "errors?", "skipped": "skipped"}.items():
        hits = re.findall(rf"(\d+) (?:{words})\b", plain)
        found[kind] = int(hits[-1]) if hits else 0
    return found


def refused(bench, read, program):
    report = bench.report("junit")
    first = re.search(r'failures="\d+"', report.read_text())[0]
    bad = bench.broken(report, (first, 'failures="1"'), name="books.xml")
    bench.refuses(read(bad), "books that do not balance", because="the books say", program=program)
    bad = bench.broken(report, ("<testcase name=\"", "<testcase name=\"\x08"), name="control.xml")
    bench.refuses(read(bad), "a control character", because="not allowed|invalid|PCDATA|Char", program=program)
    bad = bench.broken(report, ("</testsuites>", ""), name="cut.xml")
    bench.refuses(read(bad), "a file that was cut", because="\\w+", program=program)
