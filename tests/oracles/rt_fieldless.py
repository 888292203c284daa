"""The same against a Request Tracker without the field `oces_state`, and with a
user that may not delete: what a ticket remembers stands in its texts, and a
duplicate is rejected.
"""

import shutil

from rt_world import about, doubles


def life(world):
    world.host("web", "fjordby-web01")
    world.scan("web")
    ran = world.sync("web")
    world.step(14, "first run", ran, held := world.once("first run"))
    world.must(all("\noces-state: " in one["texts"][0] for one in held.values()), "each text ends with what it remembers")
    same(world, "the same again")
    number = about(held, "skole.pem")
    path = world.dir / "web/etc/haproxy/certs/skole.pem"
    whole = path.read_bytes()
    # An answer with our text quoted below, as some mail programs do it, must not be taken for ours.
    first = held[number]["texts"][0]
    shutil.copy(path, path.with_name("kopi.pem"))
    step(world, number, "one more place", "new")
    world.rt.root.comment(number, "Vi ser på det.\n\n-----Original Message-----\n" + first)
    same(world, "an answer quotes our first text")
    path.with_name("kopi.pem").unlink()
    path.unlink()
    step(world, number, "gone", "resolved")
    path.write_bytes(whole)
    step(world, number, "back", "open")
    world.rt.root.put(number, Status="resolved")
    step(world, number, "closed by hand", "resolved")
    same(world, "closed by hand, again")
    world.host("race", "fjordby-web01")
    other = world.dir / "token-of-another-machine"
    shutil.copy(world.rt.token_file, other)
    world.scan("race")
    both = [world.start("race"), world.start("race", token=other)]
    said = [one.communicate(timeout=300)[0] for one in both]
    held = world.once("two at once, without the right to delete")
    codes = [one.returncode for one in both]
    world.step(14, "two at once, without the right to delete", f"both ended with {codes}", held)
    world.must(codes == [0, 0] and not doubles(held), f"both end well: {said if codes != [0, 0] else codes}")


def step(world, number, what, status):
    before = world.held()
    world.scan("web")
    ran = world.sync("web")
    world.step(14, what, ran, after := world.held())
    world.only(before, after, [number], what)
    world.must(after[number]["status"] == status, f"{what}: {after[number]['status']}")


def same(world, what):
    before = world.held()
    ran = world.sync("web")
    world.step(14, what, ran, after := world.held())
    world.must(after == before, f"{what}: not one transaction")
