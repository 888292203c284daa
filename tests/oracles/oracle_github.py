"""Proves that a runner of GitHub Actions finds in the workflow commands exactly
the findings and failures of the JSON report, and nothing that a file's name put
there; and that the step summary holds them too. The parser below follows the
published source of the runner (ActionCommand.cs): a line is a command if it
begins with `::`, or has `##[` anywhere; it is written anew here, since the runner
itself needs an account. What it reads, GitHub's own library for actions writes
again: octet for octet what we wrote.
"""

import html.parser
import json
import re
from collections import Counter
from pathlib import Path

MARKDOWN = "cmarkgfm==2025.10.22"
CORE = "@actions/core@3.0.1"
# Reads commands as JSON and issues them anew.
ISSUE = """
import * as core from '@actions/core';
import { readFileSync } from 'node:fs';
const issue = { error: core.error, warning: core.warning, notice: core.notice };
for (const [name, values, message] of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const { title, file, line } = values;
  if (name === 'group') core.startGroup(message);
  else if (name === 'endgroup') core.endGroup();
  else issue[name](message, { title, file, startLine: line });
}
"""
RUNNER = "the runner's rules"
KNOWN = ("error", "warning", "notice", "group", "endgroup", "debug", "add-mask", "stop-commands", "set-output", "save-state", "echo")
LIMIT = 1024 * 1024


class Refused(Exception):
    pass


def commands(text):
    """Every command that a runner would find, with its properties and message."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        start = line.lstrip()
        if start.startswith("::") and "::" in start[2:]:
            info, message = start[2:].split("::", 1)
            name, _, properties = info.partition(" ")
            pairs = [pair.split("=", 1) for pair in properties.strip().split(",") if "=" in pair]
            values = {key: unescape(value, (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","))) for key, value in pairs}
            found.append((name, values, unescape(message, (("%0D", "\r"), ("%0A", "\n")))))
        elif "##[" in line:
            found.append(("old", {}, line))
        elif line:
            raise Refused(f"no command: {line[:80]!r}")
    return found


def unescape(text, pairs):
    for code, char in pairs:
        text = text.replace(code, char)
    return text.replace("%25", "%")


def judged(text, known):
    """The commands, if they are those of the report."""
    found = commands(text)
    odd = {name for name, *_ in found} - {"error", "warning", "notice", "group", "endgroup"}
    if odd:
        raise Refused(f"commands that we did not write: {odd}")
    told = [one for one in found if one[0] in ("error", "warning", "notice")]
    head, told = told[0], told[1:]
    if set(head[1]) != {"title"} or any(set(values) != {"file", "line", "title"} for _, values, _ in told):
        raise Refused("a property that we did not write")
    if any(re.search(r"[\x00-\x1f\x7f-\x9f]", message) for _, _, message in told):
        raise Refused("a control character in a message")
    wanted = [("notice" if one["state"] != "counted" or one["severity"] == "note" else one["severity"], one["rule"]) for one in known["findings"]]
    wanted += [("warning" if not one.get("acknowledged") else "notice", f"failure-{one['kind']}") for one in known["failures"]]
    if Counter((name, values["title"]) for name, values, _ in told) != Counter(wanted):
        raise Refused("not the findings and failures of the report")
    return told


class Tags(html.parser.HTMLParser):
    """What a browser would make of the summary."""

    def __init__(self):
        super().__init__()
        self.tags, self.items, self.depth = Counter(), 0, 0

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1


def check(bench):
    trees = ["demo", "clean", *(["hostile"] if (Path(__file__).parent / "hostile.py").exists() else [])]
    python = bench.pip(MARKDOWN) / "python"
    for tree in trees:
        known = json.loads(bench.report("json", tree=tree).read_text())
        # Line ends as they are: `read_text` would make one of them.
        text = bench.report("github", tree=tree).read_bytes().decode()
        told = judged(text, known)
        bench.holds(True, f"{len(told)} annotations of {tree}, each a finding or a failure", RUNNER)
        first = text.split("::group::")[0]
        errors = sum(one["state"] == "counted" and one["severity"] == "error" for one in known["findings"])
        # The first line is an error too, where the scan does not end with 0.
        errors = min(9, errors) + text.startswith("::error ")
        bench.holds(len(re.findall("^::error ", first, re.M)) == errors, f"{tree}: the worst come first", RUNNER)
        bench.holds(text.startswith("::error ") == (tree != "clean"), f"{tree}: an error says why it is red", RUNNER)
        again(bench, tree, text)
        summary(bench, tree, known, python)
    paths(bench)
    broken(bench)


def again(bench, tree, text):
    """The commands as GitHub's own library writes them."""
    home = bench.npm(CORE).parent
    script, given = home / "issue.mjs", bench.dir / f"{tree}-commands.json"
    script.write_text(ISSUE, encoding="utf-8")
    given.write_text(json.dumps(commands(text)), encoding="utf-8")
    made = bench.accepts(["node", script, given], f"the commands of {tree} issued anew", program=CORE[1:].replace("@", " ")).stdout
    bench.holds(made == text, f"{tree}: the same octets", CORE[1:].replace("@", " "))


def summary(bench, tree, known, python):
    """What stands in the summary, as GitHub's own Markdown makes it a page."""
    page = bench.dir / f"{tree}.md"
    page.write_text("before\n", encoding="utf-8")
    args = ["scan", bench.tree(tree), "--as-of", "2026-11-21", "--scope", tree, "--lang", "en", "-q", "-o", f"github={bench.dir / 'out.txt'}"]
    bench.oces(*args, codes=(0, 1, 3), env={"GITHUB_STEP_SUMMARY": str(page)})
    text = page.read_text(encoding="utf-8")
    bench.holds(text.startswith("before\n# ") and len(text) <= LIMIT, f"{tree}: the summary goes behind what was there")
    made = bench.accepts(
        [python, "-c", "import cmarkgfm,sys;print(cmarkgfm.github_flavored_markdown_to_html(sys.stdin.read()))"],
        f"the summary of {tree} as a page", program=MARKDOWN.replace("==", " "), input=text).stdout
    tags = Tags()
    tags.feed(made)
    all_of = len(known["findings"]) + len(known["failures"])
    bench.holds(tags.tags["li"] == all_of, f"{tree}: {all_of} items, {dict(tags.tags)}", MARKDOWN.replace("==", " "))
    ours = {"p", "h1", "h2", "ul", "li", "strong", "code"}
    bench.holds(set(tags.tags) <= ours, f"{tree}: no mark that we did not write", MARKDOWN.replace("==", " "))


def paths(bench):
    """Run in a repository, a path is that of the file in it."""
    out = bench.oces("scan", "testdata/demo", "-q", "--personal-data", "show", "-o", "github", codes=(1,)).stdout
    files = {values["file"] for name, values, _ in commands(out) if "file" in values}
    root = Path(__file__).resolve().parents[2]
    bench.holds(files and all((root / file).exists() for file in files), f"{len(files)} paths lead to files of the repository", RUNNER)


def broken(bench):
    text = bench.report("github").read_text()
    known = json.loads(bench.report("json").read_text())
    line = next(line for line in text.splitlines() if line.startswith("::error ") and ",file=" in line)
    for what, bad in {
        "a name with a line end": text.replace(line, line + "\n::add-mask::e"),
        "the older form of a command": text.replace(line, "x ##[group]" + line[2:]),
        "a comma in a path": text.replace(line, line.replace(",line=", ",endLine=9,line=")),
        "a finding that is missing": text.replace(line + "\n", ""),
    }.items():
        try:
            judged(bad, known)
            bench.breaks(False, what)
        except Refused as reason:
            bench.breaks(True, f"{what} ({reason})", RUNNER)
