"""Proves that Prometheus takes the gauges: promtool reads them, a real
node_exporter with its textfile collector serves every series with its value,
and the sums are those of the JSON report.
"""

import json
import re
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

SERIES = re.compile(r"^(oces_[a-z0-9_]+)(\{.*\}) (\S+)$")


def check(bench):
    bench.apt("prometheus", "prometheus-node-exporter")
    hostile = ["hostile"] if Path(__file__).with_name("hostile.py").exists() else []
    for tree in ["demo", "clean", *hostile]:
        report = bench.report("prometheus", tree=tree)
        text = report.read_text(encoding="utf-8")
        bench.accepts(["promtool", "check", "metrics"], f"the gauges of {tree}", input=text)
        written = series(text)
        with exporter(bench, report) as scraped:
            bench.holds(error_of(scraped) == 0, f"node_exporter reads the gauges of {tree}", program(bench))
            bench.holds(series(scraped) == written, f"and serves all {len(written)} series", program(bench))
        sums(bench, written, bench.report("json", tree=tree, mode="omit"), tree)
    bench.figure(f"{len(series(bench.report('prometheus').read_text(encoding='utf-8')))} series of the demo")
    refusals(bench)


def program(bench):
    return bench.program(["prometheus-node-exporter"])


def series(text):
    """Name and labels, with the value as a number."""
    found = [SERIES.match(line) for line in text.splitlines()]
    return {(one[1], labels(one[2])): float(one[3]) for one in found if one}


def labels(text):
    """As a set: node_exporter sorts them."""
    return frozenset(re.findall(r'([a-z_]+)="((?:[^"\\]|\\.)*)"', text))


def sums(bench, written, report, tree):
    report = json.loads(report.read_text(encoding="utf-8"))

    def sum_of(name, **wanted):
        return sum(value for (known, labels), value in written.items() if known == name and set(wanted.items()) <= labels)

    findings = report["findings"]
    bench.holds(sum_of("oces_findings") == len(findings), f"{len(findings)} findings of {tree} are counted")
    counted = sum(one["state"] == "counted" and one["severity"] == "error" for one in findings)
    bench.holds(sum_of("oces_findings", state="counted", severity="error") == counted, f"{counted} count as errors")
    failures = report["failures"]
    bench.holds(sum_of("oces_failures") == len(failures), f"{len(failures)} failures of {tree} are counted")
    listed = report["certificates"]
    bench.holds(sum_of("oces_certificates") == len(listed), f"{len(listed)} certificates of {tree} are counted")
    dated = sum(one["role"] == "end-entity" and one["notAfter"] is not None for one in listed)
    ends = sum(name == "oces_certificate_not_after_timestamp_seconds" for name, _ in written)
    left_out = sum_of("oces_certificates_left_out")
    bench.holds(ends + left_out == dated, f"{dated} certificates of {tree} have an end, or are told as left out")
    complete = float(report["scan"]["complete"])
    bench.holds(sum_of("oces_last_scan_complete") == complete, f"{tree} is told as complete: {complete:.0f}")


def refusals(bench):
    report = bench.report("prometheus")
    line = next(line for line in report.read_text(encoding="utf-8").splitlines() if SERIES.match(line))
    bad = bench.broken(report, (line, line + " 1763000000000"), name="timestamp.prom")
    with exporter(bench, bad) as scraped:
        bench.breaks(error_of(scraped) == 1 and not series(scraped), "a time beside a value", program(bench))
    bad = bench.broken(report, (line, line.replace('"', "", 1)), name="quote.prom")
    text = bad.read_text(encoding="utf-8")
    bench.refuses(["promtool", "check", "metrics"], "a label without its quote", because="expected '\"'|label value", input=text)
    with exporter(bench, bad) as scraped:
        bench.breaks(error_of(scraped) == 1 and not series(scraped), "the same", program(bench))


def error_of(scraped):
    return float(re.search(r"^node_textfile_scrape_error (\S+)$", scraped, re.MULTILINE)[1])


@contextmanager
def exporter(bench, report):
    """What a node_exporter that looks at this file alone answers, on loopback."""
    folder = bench.dir / f"textfile-{time.monotonic_ns()}"
    folder.mkdir()
    (folder / "oces.prom").write_bytes(report.read_bytes())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    options = ["--collector.disable-defaults", "--collector.textfile", f"--collector.textfile.directory={folder}"]
    with open(folder / "log", "wb") as log:
        running = subprocess.Popen(
            ["prometheus-node-exporter", *options, f"--web.listen-address={address}"], stdout=log, stderr=log)
        try:
            yield answer(f"http://{address}/metrics", running)
        finally:
            running.terminate()
            running.wait(timeout=30)


def answer(address, running):
    for _ in range(150):
        try:
            with urllib.request.urlopen(address, timeout=10) as page:
                return page.read().decode()
        except OSError:
            if running.poll() is not None:
                break
            time.sleep(0.2)
    raise RuntimeError("node_exporter does not answer")
