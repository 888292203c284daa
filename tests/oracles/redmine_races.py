"""Runs at once, a server that dies in the middle, and many tickets."""

import json
import shutil
import time

from redmine_world import OURS, doubles, identity


def ours(held, ids, besides=()):
    return [one for number, one in held.items() if identity(one) in ids and number not in besides]


def races(world):
    world.host("race", "fjordby-web01")
    other = world.dir / "key-of-another-machine"
    shutil.copy(world.redmine.key_file, other)
    for what, scope, token in (("two syncs at once with one token file", "race1", None),
                               ("two syncs at once as on two machines", "race2", other)):
        world.scan("race", scopes=[scope])
        wanted = ids(world, scope)
        both = [world.start(scope), world.start(scope, token=token)]
        said = [one.communicate(timeout=300)[0] for one in both]
        codes = [one.returncode for one in both]
        held = world.once(what)
        world.step(10, what, f"both ended with {codes}", held)
        live = ours(held, wanted)
        gone = [one for one in held.values() if one["closed"] and not identity(one)]
        world.must(codes == [0, 0] and len(live) == len(wanted), f"{what}: all there once; {len(gone)} withdrawn so far: {codes} {said if codes != [0, 0] else ''}")
        before = world.held()
        world.sync(scope)
        world.must(world.held() == before, f"{what}: a third run finds nothing to do")


def ids(world, *scopes):
    ran = world.sync(*scopes, extra=("--dry-run", "--max-new", "1000"))
    return {one["externalId"] for one in ran.outcome["operations"] if one["operation"] == "create"}


def killed(world):
    world.host("dead", "fjordby-int01")
    world.scan("dead")
    wanted = ids(world, "dead")
    running = world.start("dead")
    until = time.monotonic() + 60
    while time.monotonic() < until and len(ours(world.listed(), wanted)) < 3:
        time.sleep(0.05)
    world.redmine.kill()
    began = time.monotonic()
    said = running.communicate(timeout=120)[0]
    took = time.monotonic() - began
    world.redmine.start()
    held = world.once("server killed in the middle")
    done = len(ours(held, wanted))
    world.step(11, "the server is killed in the middle", " ".join(said.split())[-300:], held)
    world.must(running.returncode == 2, f"oces ends with 2: {running.returncode}")
    world.must(took < 30, f"it ends soon: {took:.0f} s")
    world.must(0 < done < len(wanted), f"it was in the middle: {done} of {len(wanted)}")
    world.must(any(str(one["id"]) in said for one in ours(held, wanted)), "it tells what was done")
    ran = world.sync("dead")
    held = world.once("resumed")
    world.step(11, "the server is back", ran, held)
    world.must(len(ours(held, wanted)) == len(wanted), "all are there once")
    world.bench.figure(f"killed after {done} of {len(wanted)} creations: oces ended {took:.0f} s later; the next run made the rest")


def many(world, count=500):
    source = world.bench.root / "testdata/demo/fjordby-int01/opt/gammelt/server.pem"
    for number in range(count):
        place = world.dir / f"many/opt/system{number:03}"
        place.mkdir(parents=True)
        shutil.copy(source, place / "server.pem")
    world.scan("many")
    before = len(world.listed())
    began = time.monotonic()
    ran = world.sync("many", extra=("--max-new", str(count)))
    took = time.monotonic() - began
    held = world.listed()
    world.step(12, f"{count} systems", ran, held)
    world.must(len(held) - before == count and not doubles(held), f"{count} tickets, each once: {len(held) - before}")
    began = time.monotonic()
    ran = world.sync("many")
    again = time.monotonic() - began
    after = world.listed()
    world.step(12, "the same again", ran, after)
    world.must(after == held and ran.outcome["summary"]["unchanged"] == count, "the same again: nothing to do")
    world.bench.figure(f"{count} tickets: {took:.0f} s, {took / count:.2f} s each; again without change: {again:.1f} s")


def doubled(world):
    """The negative control: a person empties the field, and the checker must see what comes of it."""
    held, field = world.held(), world.redmine.known["fields"]["oces_id"]
    one = next(one for number, one in held.items()
               if OURS.fullmatch(identity(one)) and not one["closed"] and number not in world.copies)
    world.change(one["id"], custom_fields=[{"id": field, "value": ""}])
    world.sync("web01", "int01", "rpa01")
    world.change(one["id"], custom_fields=[{"id": field, "value": identity(one)}])
    held = world.held()
    world.bench.breaks(identity(one) in doubles(held), "a sync that does not find its issue makes a second one, which is seen", "redmine")
    twice = [other["id"] for other in held.values() if identity(other) == identity(one)]
    world.step(17, f"negative control: {twice} bear one identity", json.dumps(doubles(held)), held)
