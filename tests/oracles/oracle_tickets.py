"""Proves that what `oces tickets plan` writes for each tracker is JSON of the form
that is promised (`ticket-operations.schema.json`); that every request for GitHub,
of all kinds of operations, keeps to GitHub's own OpenAPI description; and that
Python's csv reads the file for Jira's import with the cells of the plan, none of
which is a formula. Jira, ServiceNow, TOPdesk and GitLab themselves are not here.
"""

import csv
import io
import json
import re

CHECK = "check-jsonschema==0.39.0"
OPENAPI, AJV, FORMATS = "@octokit/openapi@23.0.2", "ajv@8.17.1", "ajv-formats@3.0.1"
TRACKERS = ("rt", "redmine", "jira", "jira-csv", "servicenow", "topdesk", "github", "gitlab")
KINDS = {"create", "update", "reopen", "close"}
QUEUE = "kommune/drift"
# What OpenAPI 3.0 calls `nullable` is none of JSON Schema's; without a type ajv breaks off.
# GitHub's descriptions allow further keys, which would let a misspelt one pass: here they do not.
JUDGE = """
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
const [modules, file] = process.argv.slice(2);
const require = createRequire(modules + '/');
const Ajv = require('ajv'), formats = require('ajv-formats');
const spec = JSON.parse(readFileSync(modules + '/@octokit/openapi/generated/api.github.com.deref.json'));
const ajv = new (Ajv.default ?? Ajv)({ strict: false, allErrors: true });
(formats.default ?? formats)(ajv);
const plain = (it) => {
  if (it && typeof it === 'object') {
    if (it.nullable !== undefined && !it.type) delete it.nullable;
    Object.values(it).forEach(plain);
  }
  return it;
};
const known = Object.keys(spec.paths).map((path) => [path, new RegExp('^' + path.replace(/[.]/g, '\\\\.').replace(/\\{[^}]+\\}/g, '[^/]+') + '$')]);
let wrong = 0;
for (const { method, path, body } of JSON.parse(readFileSync(file))) {
  const found = known.filter(([name, form]) => form.test(path.split('?')[0]) && spec.paths[name][method.toLowerCase()]);
  const one = found.sort((a, b) => a[0].split('{').length - b[0].split('{').length)[0];
  if (!one) { console.log('no such request: ' + method + ' ' + path); wrong = 1; continue; }
  const operation = spec.paths[one[0]][method.toLowerCase()];
  if (method === 'GET') {
    for (const name of new URL('http://x' + path).searchParams.keys()) {
      if (!operation.parameters.some((it) => it.in === 'query' && it.name === name)) { console.log('no such parameter: ' + name); wrong = 1; }
    }
    continue;
  }
  const schema = plain(structuredClone(operation.requestBody.content['application/json'].schema));
  schema.additionalProperties = false;
  const judge = ajv.compile(schema);
  if (!judge(body)) { console.log(method + ' ' + one[0] + ': ' + ajv.errorsText(judge.errors)); wrong = 1; }
}
process.exit(wrong);
"""


def check(bench):
    python = bench.pip(CHECK) / "check-jsonschema"
    schema = bench.root / "tests/oracles/ticket-operations.schema.json"
    bench.accepts([python, "--check-metaschema", schema], "the schema of operations is a schema")
    plans = {}
    for tracker in TRACKERS:
        plans[tracker] = path = bench.dir / f"{tracker}.json"
        path.write_text(bench.oces(*asked(bench, tracker)).stdout, encoding="utf-8")
        bench.accepts([python, "--schemafile", schema, path], f"the operations for {tracker}")
        kinds = {one["operation"] for one in loaded(path)["operations"]}
        bench.holds(kinds == KINDS, f"{tracker}: operations of every kind")
    for what, old, new, why in (
        ("a misspelt key", '"externalId"', '"externalID"', "externalI[dD]"),
        ("an identity that is none", "oces:v1:", "oces:v9:", "oces:v9"),
        ("an unknown operation", '"operation": "close"', '"operation": "delete"', "delete"),
        ("a blank in a path", '"path": "/repos/', '"path": "/re pos/', "re pos"),
    ):
        bad = bench.broken(plans["github"], (old, new), name="broken.json")
        bench.refuses([python, "--schemafile", schema, bad], what, because=why)
    github(bench, loaded(plans["github"]))
    jira(bench, loaded(plans["jira"]), loaded(plans["jira-csv"]))


def loaded(path):
    return json.loads(path.read_text(encoding="utf-8"))


def asked(bench, tracker, *more):
    """A plan in which something is made, something has changed, came back, and is gone."""
    report = bench.report("json", tree="demo")
    common = ["tickets", "plan", report, "--for", tracker, "--queue", QUEUE, "--as-of", "2026-11-21", "--lang", "en"]
    known = bench.dir / f"known-{tracker}.json"
    if not known.exists():
        first = json.loads(bench.oces(*common, "--first-run").stdout)["operations"]
        tickets = [ticket(at, one, **how) for at, (one, how) in enumerate(zip(first, (
            {}, {"is_": "gone", "state": "closed"}, {"less": 1}, {"is_": "gone", "state": "closed"}, {"less": 1}, {},
        )))]
        gone = {"v": 1, "per": "system", "is": "present", "scans": {}, "places": []}
        tickets += [{"externalId": f"oces:v1:{at:032x}", "ticket": f"{QUEUE}#{90 + at}", "state": "open", "ocesState": json.dumps(gone)} for at in (1, 2)]
        known.write_text(json.dumps(tickets), encoding="utf-8")
    return [*common, "--known", known, *more]


def ticket(at, one, is_="present", state="open", less=0):
    """A ticket as it was a day ago; `less` places were known then."""
    memory = json.loads(one["state"])
    memory["is"] = is_
    memory["places"] = memory["places"][less:]
    memory["scans"] = {scope: [when - 86400, options] for scope, (when, options) in memory["scans"].items()}
    return {"externalId": one["externalId"], "ticket": f"{QUEUE}#{at + 1}", "state": state, "ocesState": json.dumps(memory)}


def github(bench, plan):
    modules = bench.npm(OPENAPI, AJV, FORMATS)
    judge = bench.dir / "judge.mjs"
    judge.write_text(JUDGE, encoding="utf-8")
    requests = []
    for one in plan["operations"]:
        requests += [{key: one[key] for key in ("method", "path", "body")}, *one["then"], one["lookup"]]
    told = {(one["method"], one["path"].split("?")[0].split("/")[-1]) for one in requests}
    kinds = {("POST", "issues"), ("POST", "comments"), ("GET", "issues")}
    bench.holds(kinds <= told and any(method == "PATCH" for method, _ in told), "the plan makes, comments, changes and looks up")
    by = f"ajv, {OPENAPI}"
    bench.accepts(judged(bench, judge, modules, requests), f"{len(requests)} requests for GitHub", program=by)

    def broken(what, because, method, path, change):
        one = next(one for one in requests if one["method"] == method and re.search(path, one["path"]))
        copy = json.loads(json.dumps(one))
        change(copy)
        bench.refuses(judged(bench, judge, modules, [copy]), what, because=because, program=by)

    broken("an issue without a title", "title", "POST", "/issues$", lambda one: one["body"].pop("title"))
    broken("labels that are no list", "labels", "POST", "/issues$", lambda one: one["body"].update(labels="oces"))
    broken("a comment without a body", "body", "POST", "/comments", lambda one: one["body"].pop("body"))
    broken("a key that GitHub does not know", "additional", "POST", "/comments", lambda one: one["body"].update(text="x"))
    broken("a state that is none", "state", "PATCH", "/issues", lambda one: one["body"].update(state="done"))
    broken("a reason that is none", "state_reason", "PATCH", "/issues", lambda one: one["body"].update(state_reason="gone"))
    broken("a path that is none", "no such request", "PATCH", "/issues", lambda one: one.update(path=one["path"] + "/close"))
    broken("a parameter that is none", "no such parameter", "GET", "/issues", lambda one: one.update(path=one["path"] + "&label=x"))


def judged(bench, judge, modules, requests):
    file = bench.dir / "requests.json"
    file.write_text(json.dumps(requests), encoding="utf-8")
    return ["node", judge, modules, file]


def jira(bench, plan, sheet):
    creates = [one for one in plan["operations"] if one["operation"] == "create"]
    sent = [issue for batch in plan["batches"] for issue in batch["body"]["issueUpdates"]]
    ids = [number for batch in plan["batches"] for number in batch["creates"]]
    bench.holds(sent == [one["body"] for one in creates] and ids == [one["externalId"] for one in creates], "Jira's batches hold each new ticket once")
    text = bench.oces(*asked(bench, "jira-csv", "-o", "csv")).stdout
    new = [one["body"] for one in sheet["operations"] if one["operation"] == "create"]
    bench.holds(as_planned(text, new), f"the file for Jira's import: {len(new)} tickets", "Python's csv")
    for what, old, new_text in (
        ("a formula", '"OCES: ', '"=OCES: '), ("a quote without an end", '"OCES: ', '"OCES" : '),
        ("an identity that is another's", '"oces:v1:', '"oces:v9:'), ("one column less", '"Labels",', ""),
    ):
        bench.breaks(not as_planned(text.replace(old, new_text, 1), new), what, "Python's csv")


def as_planned(text, new):
    """Whether the records are the new tickets, and no cell begins as a formula does."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return False
    heading = ["Summary", "Description", "Issue Type", "Priority", "Due Date", "Labels", "Labels", "External issue ID"]
    if rows[0] != heading or any(len(row) != len(heading) for row in rows):
        return False
    if any(line.lstrip(" \t\"'")[:1] in tuple("=+-@") and line[:1] != "'" for row in rows[1:] for cell in row for line in cell.splitlines() if line):
        return False
    told = [(row[0].lstrip("'"), row[2], row[3], row[4], row[5:7], row[7]) for row in rows[1:]]
    return told == [(one["Summary"], one["Issue Type"], one["Priority"], one["Due Date"], one["Labels"], one["External issue ID"]) for one in new]
