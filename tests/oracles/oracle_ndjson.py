"""Proves that each line of `-o ndjson` keeps to the schema that `oces schema --of
ndjson` prints (check-jsonschema and ajv), that the lines tell what the JSON
report tells, and that jq, by the rule of README.md, refuses what was cut.
"""

import json
import shutil

CHECK = "check-jsonschema==0.39.0"
AJV = ("ajv-cli@5.0.0", "ajv-formats@3.0.1")
# As README.md gives it.
WHOLE = '.[0].type == "header" and .[-1].type == "summary" and .[-1].lines == length'
BESIDES = ("type", "scanId", "about")


def check(bench):
    python = bench.pip(CHECK) / "check-jsonschema"
    ajv = bench.npm(*AJV)
    bench.apt("jq")
    schema = bench.dir / "schema.json"
    schema.write_text(bench.oces("schema", "--of", "ndjson").stdout, encoding="utf-8")
    bench.accepts([python, "--check-metaschema", schema], "the schema is a schema")

    def by_ajv(files):
        options = ["--spec=draft2020", "-c", ajv / "ajv-formats", "--strict=false", "--errors=text"]
        return ["node", ajv / "ajv-cli/dist/index.js", "validate", *options, "-s", schema, "-d", files]

    for tree in ("demo", "clean", "hostile"):
        report = bench.report("ndjson", tree=tree)
        folder = split(bench, report, tree)
        bench.accepts([python, "--schemafile", schema, *sorted(folder.iterdir())], f"each line of {tree}")
        bench.accepts(by_ajv(folder / "*.json"), f"each line of {tree}", program="ajv-cli 5.0.0")
        bench.accepts(["jq", "-es", WHOLE, report], f"{tree} is whole")
        same(bench, report, tree)

    report = bench.report("ndjson")
    lines = report.read_text(encoding="utf-8").splitlines(keepends=True)
    merged(bench, python, schema)
    broken(bench, python, by_ajv, schema, lines)
    bench.figure(f"the demo has {len(lines)} lines, {report.stat().st_size} octets")


def split(bench, report, name):
    """A file for each line: neither program reads lines."""
    folder = bench.dir / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    # Only LF ends a line; str.splitlines knows more.
    for at, line in enumerate(report.read_text(encoding="utf-8").split("\n")[:-1]):
        (folder / f"{at:06}.json").write_text(line, encoding="utf-8")
    return folder


def same(bench, report, tree):
    """The lines tell what the JSON report of the same tree tells."""
    whole = json.loads(bench.report("json", tree=tree).read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in report.read_text(encoding="utf-8").split("\n")[:-1]]

    def of(type, *besides):
        return [{key: line[key] for key in line if key not in (*BESIDES, *besides)} for line in lines if line["type"] == type]

    bench.holds(of("finding") == whole["findings"], f"{tree}: {len(whole['findings'])} findings as in the JSON report")
    bench.holds(of("failure", "id") == whole["failures"], f"{tree}: {len(whole['failures'])} failures as in the JSON report")
    summary = lines[-1]
    told = [summary["findings"]["total"], summary["failures"]["total"], summary["tally"], summary["complete"]]
    counted = [len(whole["findings"]), len(whole["failures"]), whole["scan"]["tally"], whole["scan"]["complete"]]
    bench.holds(told == counted, f"{tree}: the summary counts the same")
    for by in ("byRule", "bySeverity", "byState"):
        bench.holds(sum(summary["findings"][by].values()) == len(whole["findings"]), f"{tree}: {by} adds up")
    known = {one["sha256"]: one for one in whole["certificates"] + whole["lookAlikes"] + whole["unknownAuthorities"]}
    for line in lines:
        for key, value in line.get("about", {}).items():
            if known[line["certificate"]][key] != value:
                bench.holds(False, f"{tree}: {key} of {line['certificate']} as in the JSON report")


def merged(bench, python, schema):
    path = bench.dir / "merged.ndjson"
    bench.oces("plan", bench.report("json"), bench.report("json", tree="clean"), "-q", "-o", f"ndjson={path}", codes=(0, 1, 3))
    folder = split(bench, path, "merged")
    bench.accepts([python, "--schemafile", schema, *sorted(folder.iterdir())], "each line of two reports, merged")
    bench.accepts(["jq", "-es", f"{WHOLE} and (.[0].scans | length) == 2", path], "the merged lines are whole")


def broken(bench, python, by_ajv, schema, lines):
    """What is cut or wrong is refused."""
    for what, kept in (
        ("without the summary", lines[:-1]),
        ("cut in the middle", lines[: len(lines) // 2]),
        ("a line lost on the way", lines[:5] + lines[6:]),
        ("without the header", lines[1:]),
    ):
        cut = bench.dir / "cut.ndjson"
        cut.write_text("".join(kept), encoding="utf-8")
        bench.refuses(["jq", "-es", WHOLE, cut], what, because="^false")
    cut.write_text("".join(lines)[:-9], encoding="utf-8")
    bench.refuses(["jq", "-es", WHOLE, cut], "cut within the last line", because="Unfinished")
    for name, old, new in (("type", '"finding"', '"fnding"'), ("severity", '"severity":"', '"severity":"very-')):
        bad = bench.dir / f"bad-{name}.json"
        bad.write_text(lines[1].replace(old, new, 1), encoding="utf-8")
        bench.refuses([python, "--schemafile", schema, bad], f"a line with another {name}", because="not valid under any|was expected|is not one of")
        bench.refuses(by_ajv(bad), f"a line with another {name}", because="must be equal|must match", program="ajv-cli 5.0.0")
