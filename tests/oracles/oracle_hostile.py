"""Proves that no name in the hostile tree gets through: no format lets a control,
bidirectional or zero-width character out raw; a runner of GitHub Actions sees
no command but ours; and Chromium, given the page and the Markdown (rendered by
marked and by markdown-it-py), runs nothing, fetches nothing, and shows no
element but ours. Each is held against a copy in which one name got through.
"""

import html.parser
import json
import re
import socketserver
import threading

import install

import hostile
from bench import AS_OF, Failed

MARKED = "marked@18.2.1"
MARKDOWN_IT = ("markdown-it-py==4.3.0",)
# Where the strings of the list that come to run would ask.
PORT = 47811
FORMATS = (
    "json", "ndjson", "csv", "table", "html", "markdown", "ics", "orders", "letters", "escrow", "tilbagemelding",
    "sarif", "junit", "codequality", "github", "cyclonedx", "cyclonedx-1.7", "prometheus")
CRLF = ("csv", "ics")
# What bidirectional, invisible and control characters there are: see `is_unsafe` in src/report/text.rs.
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\ufeff\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufff9-\ufffb\U000e0000-\U000e0fff]")
# The commands of the runner (actions/runner, ActionCommandManager and its extensions).
COMMANDS = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path", "notice",
    "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning"}
# What no report of ours holds, and what runs or fetches.
FORBIDDEN = {
    "script", "img", "iframe", "object", "embed", "form", "input", "button", "link", "base", "audio", "video", "source", "image",
    "foreignobject", "animate", "set", "use", "template", "math"}


def check(bench):
    bench.figure(f"{len(hostile.STRINGS)} strings, {len(FORMATS)} formats")
    reports = scanned(bench)
    for format, path in reports.items():
        raw(bench, format, path)
    bad = bench.broken(reports["json"], ("\\u202e", "\u202e"))
    bench.breaks(first_raw("json", bad.read_bytes()) is not None, "a mark that turns text around")
    commands(bench, reports)
    pages(bench, reports)


def scanned(bench):
    """Every format of one scan."""
    reports = {format: bench.dir / f"hostile.{format}" for format in FORMATS}
    outputs = [arg for format, path in reports.items() for arg in ("-o", f"{format}={path}")]
    bench.oces("scan", bench.tree("hostile"), "--as-of", AS_OF, "--scope", "hostile", "--lang", "en", "-q", *outputs, codes=(1,))
    return reports


# Characters.

def raw(bench, format, path):
    found = first_raw(format, path.read_bytes())
    bench.holds(found is None, f"{format}: nothing raw in {path.stat().st_size} octets{found or ''}")


def first_raw(format, octets):
    """The first character that must not be there, with what stands around it."""
    text = octets.decode("utf-8")
    if format == "csv":
        text = text.removeprefix("\ufeff")
    if format in CRLF:
        text = text.replace("\r\n", "\n")
    found = RAW.search(text)
    return found and f": {text[max(0, found.start() - 60):found.end() + 10]!r}"


# Workflow commands.

def runner(output):
    """The commands that a runner takes from a step's output."""
    taken, stopped = [], None
    for line in re.split(r"\r\n|\r|\n", output):
        new = re.match(r"::([^:\s]+)(?: (.*?))?::(.*)$", line.lstrip())
        old = re.search(r"##\[([^\]\s]+)(?: ([^\]]*))?\](.*)", line)
        for command in filter(None, (new or old,)):
            name = command.group(1).lower()
            if stopped is not None:
                stopped = None if name == stopped else stopped
            elif name in COMMANDS:
                taken.append((name, command.group(2), command.group(3)))
                stopped = command.group(3).lower() if name == "stop-commands" else None
    return taken


def commands(bench, reports):
    whole = json.loads(reports["json"].read_text(encoding="utf-8"))
    output = reports["github"].read_text(encoding="utf-8")
    taken = runner(output)
    begun = sum(line.startswith("::") for line in output.split("\n"))
    names = {name for name, _, _ in taken}
    bench.holds(names <= {"error", "warning", "notice", "group", "endgroup"}, f"github: only our commands: {names}")
    # What is titled `oces` is of the whole scan.
    told = [one for one in taken if one[0] in ("error", "warning", "notice") and one[1] != "title=oces"]
    most = len(whole["findings"]) + len(whole["failures"])
    bench.holds(len(taken) == begun and len(told) == most, f"github: {len(told)} annotations of {most} findings and failures")
    forged = [one for one in told if one[2].startswith(("forged", "y"))]
    bench.holds(not forged, f"github: none is forged {forged[:2]}")
    bad = output.replace("%0A", "\n").replace("%25", "%").replace("\\n", "\n").replace("\\u{3a}", ":")
    errors = [sum(one[0] == "error" for one in some) for some in (taken, runner(bad))]
    bench.breaks(errors[0] < errors[1], f"a new line in a name makes a command: {errors} errors")
    # A job shows any format on its log.
    for format in (one for one in FORMATS if one != "github"):
        forged = runner(reports[format].read_text(encoding="utf-8"))
        bench.holds(not forged, f"{format}: no command on the log of a job {forged[:3]}")


# Pages.

class Elements(html.parser.HTMLParser):
    """The elements of a page, and what of their attributes could run or fetch."""

    def __init__(self, text):
        super().__init__()
        self.names, self.odd = {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.names[tag] = self.names.get(tag, 0) + 1
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or address.startswith(("javascript:", "data:text", "vbscript:")) or "127.0.0.1" in address:
                self.odd.append((tag, name, (value or "")[:80]))


class Listener(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.hits.append(self.rfile.readline().decode("latin-1").strip())


def pages(bench, reports):
    bench.apt("chromium")
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", PORT), Listener) as server:
        server.hits = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = reports["html"].read_text(encoding="utf-8")
        # Without its policy, so that it is the escaping that holds.
        page = re.sub(r"<meta http-equiv=\"?Content-Security-Policy[^>]*>", "", page)
        allowed = set(Elements(bench.report("html").read_text(encoding="utf-8")).names)
        shown(bench, server, "html", page, allowed)
        markdown = reports["markdown"]
        for program, render in (("marked", by_marked), ("markdown-it-py", by_markdown_it)):
            allowed = set(Elements(render(bench, bench.report("markdown"))).names)
            shown(bench, server, f"markdown, {program}", render(bench, markdown), allowed)
        title, hit, hits, _ = seen(bench, server, "through", page.replace("</main>", script() + "</main>", 1))
        bench.breaks(hit == "1" and title == "hit" and hits, f"a script in the page runs ({hits[0]})", chromium(bench))
        _, _, hits, names = seen(bench, server, "bare", render(bench, bare(bench, markdown)))
        bench.breaks(hits or names.keys() & FORBIDDEN, "Markdown with a name as it stands", chromium(bench))
        server.shutdown()


def script():
    """The string of the list that would run."""
    return next(text for text in hostile.STRINGS if text.startswith(b"<script>")).decode()


def bare(bench, markdown):
    path = bench.dir / "bare.md"
    image = next(text for text in hostile.STRINGS if text.startswith(b"![x]")).decode()
    path.write_text(f"{image}\n\n{script()}\n\n" + markdown.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def shown(bench, server, name, page, allowed):
    title, hit, hits, names = seen(bench, server, name, page)
    bench.holds(hit == "none" and title != "hit", f"{name}: nothing ran", chromium(bench))
    bench.holds(not hits, f"{name}: nothing was asked for {hits[:2]}", chromium(bench))
    # What the demo's page has is ours, such as the boxes of Markdown's task lists.
    foreign = names.keys() - allowed - {"html", "head", "body", "title"}
    bench.holds(not foreign, f"{name}: no element but ours {foreign or ''}", chromium(bench))
    odd = Elements(page).odd
    bench.holds(not odd, f"{name}: no attribute that runs or fetches {odd[:3] or ''}")


def seen(bench, server, name, page):
    """What a browser makes of the page: title, canary, requests, elements."""
    server.hits.clear()
    path = bench.dir / f"{re.sub('[^a-z]+', '-', name)}.html"
    probe = "<script>document.documentElement.setAttribute('data-hit', String(window.__hit || 'none'))</script>"
    path.write_text(page + probe, encoding="utf-8")
    argv = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={bench.dir}/profile",
            "--virtual-time-budget=5000", "--dump-dom", f"file://{path}"]
    ran = bench.accepts(argv, f"{name}: opened", program=chromium(bench))
    hit = re.search(r"<html[^>]*data-hit=\"([^\"]*)\"", ran.stdout)
    if hit is None:
        raise Failed(f"{name}: the browser did not come to the end of the page")
    elements = Elements(ran.stdout.replace(probe, ""))
    title = re.search(r"<title>(.*?)</title>", ran.stdout, re.S)
    return title.group(1) if title else "", hit.group(1), list(server.hits), elements.names


def chromium(bench):
    return f"chromium {install.version_of('chromium')}"


def by_marked(bench, path):
    modules = bench.npm(MARKED)
    return wrapped(bench.accepts(["node", modules / "marked/bin/marked.js", "--gfm", "-i", path], f"{path.name} by marked", program=MARKED).stdout)


def by_markdown_it(bench, path):
    """CommonMark with HTML let through and GFM's tables: the most that it can do."""
    python = bench.pip(*MARKDOWN_IT) / "python3"
    code = (
        "import sys, markdown_it; make = markdown_it.MarkdownIt('commonmark', {'html': True}).enable(['table', 'strikethrough']); "
        "print(make.render(open(sys.argv[1], encoding='utf-8').read()))")
    return wrapped(bench.accepts([python, "-c", code, path], f"{path.name} by markdown-it-py", program=MARKDOWN_IT[0]).stdout)


def wrapped(body):
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>report</title></head><body>{body}</body></html>"
