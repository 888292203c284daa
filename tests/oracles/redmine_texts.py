"""What Redmine makes of hostile names: its own pages are fetched as a browser
would. And the variant without the field `oces_state`.
"""

import re
import shutil

from redmine_life import SKOLE
from redmine_world import about

HOSTILE = ("{{macro_list}}", "{{hello_world}}", "!http:||127.0.0.1|x.png!", "[[wiki]]", "#1", "<script>alert(1)<|script>",
           "<b>fed<|b>", "![x](http:||127.0.0.1|y.png)", "user:oces", "@oces", "h1. stor", "~~~", "```", "<|pre>")
RENDERED = {"a macro": r"Macros|<code>macro_list|Hello world!", "an image": r"<img[^>]*(x|y)\.png", "a wiki link": r'class="wiki-page',
            "an issue link": r'<a[^>]*href="/issues/1"', "a script": r"<script>alert", "bold": r"<b>fed",
            "a user link": r'class="user[^"]*"[^>]*href="/users/\d+"[^>]*>(@|oces)', "a heading": r"<h1[^>]*>\s*stor"}


def hostile(world, formatting):
    """A folder for each name, for it becomes the system and a place."""
    for name in HOSTILE:
        # A slash cannot be in a name: FULLWIDTH would be another mark, so the path itself gives it.
        folder = world.dir / "evil" / name.replace("|", "/")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(world.bench.root / "testdata/demo/fjordby-int01/opt/gammelt/server.pem", folder / "server.pem")
    world.scan("evil")
    ran = world.sync("evil")
    held = world.once(f"hostile names, {formatting}")
    shutil.rmtree(world.dir / "evil")
    (world.dir / "evil").mkdir()
    (world.dir / "evil/empty.txt").write_text("Nothing.\n", encoding="utf-8")
    world.scan("evil")
    world.sync("evil")
    held = world.held()
    world.step(16, f"hostile names, {formatting}", ran, held)
    text = "\n".join(one["description"] for one in held.values())
    world.must("macro_list" in text and "x.png" in text, f"{formatting}: the hostile names are in the texts")
    world.must(all(one["notes"] for one in held.values()), f"{formatting}: each has a note too")
    pages = "\n".join(page(world, number) for number in held)
    for what, pattern in RENDERED.items():
        found = re.search(pattern, pages)
        world.must(not found, f"{formatting}: {what} is not rendered: {found and pages[max(0, found.start() - 80):found.end() + 80]}")
    return pages


def page(world, number):
    """The description and the notes of an issue as Redmine shows them, without what surrounds them."""
    answer = world.redmine.admin.ask("GET", f"/issues/{number}")
    text = answer.body.decode("utf-8", "replace")
    return "\n".join(re.findall(r'<div class="wiki"[^>]*>(.*?)</div>', text, re.DOTALL))


def control(world, formatting):
    """The same pages with one issue that is not made safe: what is looked for must be found."""
    raw = "{{macro_list}}\n\n!http://127.0.0.1/x.png!\n\nsee #1\n" if formatting == "textile" else "{{macro_list}}\n\n![](http://127.0.0.1/x.png)\n\nsee #1\n"
    issue = {"project_id": "oces", "subject": "x", "description": raw}
    number = world.redmine.admin.send("POST", "/issues.json", {"issue": issue})["issue"]["id"]
    html = page(world, number)
    found = [what for what in ("a macro", "an image", "an issue link") if re.search(RENDERED[what], html)]
    world.bench.breaks(len(found) == 3, f"{formatting}: raw text is rendered, and seen: {found}", "redmine")


def stateless(world):
    """Without `oces_state` the texts remember."""
    world.host("web", "fjordby-web01")
    world.scan("web")
    ran = world.sync("web")
    world.step(14, "without oces_state: first run", ran, held := world.once("first run"))
    world.must(all("oces-state: " in one["description"] for one in held.values()), "each text holds what it remembers")
    same(world, "the same again")
    path = world.dir / SKOLE.replace("web01", "web")
    number, whole = about(held, "skole.pem"), path.read_bytes()
    shutil.copy(path, path.with_name("kopi.pem"))
    step(world, number, "one more place", False)
    quoted = "\n".join("> " + line for line in held[number]["description"].splitlines())
    world.change(number, notes="Vi ser på det.\n\n" + quoted)
    same(world, "an answer quotes our first text")
    path.with_name("kopi.pem").unlink()
    path.unlink()
    step(world, number, "gone", True)
    path.write_bytes(whole)
    step(world, number, "back", False)


def step(world, number, what, closed):
    before = world.held()
    world.scan("web")
    ran = world.sync("web")
    world.step(14, what, ran, after := world.held())
    world.only(before, after, [number], what)
    world.must(after[number]["closed"] == closed, f"{what}: {after[number]['status']}")


def same(world, what):
    before = world.held()
    ran = world.sync("web")
    world.step(14, what, ran, after := world.held())
    world.must(after == before, f"{what}: not one journal")
