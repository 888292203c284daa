"""Runs at once, a server that dies in the middle, and many tickets."""

import json
import shutil
import time

from rt_world import OURS, doubles


def ours(held, ids):
    return [one for one in held.values() if one["oces_id"] in ids]


def races(world):
    world.host("race", "fjordby-web01")
    other = world.dir / "token-of-another-machine"
    shutil.copy(world.rt.token_file, other)
    for what, scope, token in (("two syncs at once with one token file", "race1", None),
                               ("two syncs at once as on two machines", "race2", other)):
        world.scan("race", scopes=[scope])
        wanted = ids(world, scope)
        both = [world.start(scope), world.start(scope, token=token)]
        said = [one.communicate(timeout=300)[0] for one in both]
        codes = [one.returncode for one in both]
        held = world.once(what)
        world.step(10, what, f"both ended with {codes}", held)
        live = [one for one in ours(held, wanted) if one["status"] != "deleted"]
        gone = [one for one in held.values() if one["status"] in ("deleted", "rejected")]
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
    while time.monotonic() < until and len(ours(tickets(world), wanted)) < 3:
        time.sleep(0.05)
    world.rt.kill()
    began = time.monotonic()
    said = running.communicate(timeout=120)[0]
    took = time.monotonic() - began
    world.rt.start()
    held = world.once("server killed in the middle")
    done = len(ours(held, wanted))
    world.step(11, "the server is killed in the middle", said, held)
    world.must(running.returncode == 2, f"oces ends with 2: {running.returncode}")
    world.must(took < 30, f"it ends soon: {took:.0f} s")
    world.must(0 < done < len(wanted), f"it was in the middle: {done} of {len(wanted)}")
    world.must(any(str(one["id"]) in said for one in ours(held, wanted)), "it tells what was done")
    ran = world.sync("dead")
    held = world.once("resumed")
    world.step(11, "the server is back", ran, held)
    world.must(len(ours(held, wanted)) == len(wanted), "all are there once")
    world.bench.figure(f"killed after {done} of {len(wanted)} creations: oces ended {took:.0f} s later; the next run made the rest")


def tickets(world):
    return {one["id"]: one for one in world.rt.root.tickets("CF.{oces_id} LIKE 'oces:v1:'")}


def many(world, count=500):
    source = world.bench.root / "testdata/demo/fjordby-int01/opt/gammelt/server.pem"
    for number in range(count):
        place = world.dir / f"many/opt/system{number:03}"
        place.mkdir(parents=True)
        shutil.copy(source, place / "server.pem")
    world.scan("many")
    before = len(world.rt.root.tickets())
    began = time.monotonic()
    ran = world.sync("many", extra=("--max-new", str(count)))
    took = time.monotonic() - began
    held = {one["id"]: one for one in world.rt.root.tickets()}
    world.step(12, f"{count} systems", ran, held)
    world.must(len(held) - before == count and not doubles(held), f"{count} tickets, each once: {len(held) - before}")
    began = time.monotonic()
    ran = world.sync("many")
    again = time.monotonic() - began
    after = {one["id"]: one for one in world.rt.root.tickets()}
    world.step(12, "the same again", ran, after)
    world.must(after == held and ran.outcome["summary"]["unchanged"] == count, "the same again: nothing to do")
    world.bench.figure(f"{count} tickets: {took:.0f} s, {took / count:.2f} s each; again without change: {again:.1f} s")


def doubled(world):
    """The negative control: a person empties the field, and the checker must see what comes of it."""
    held = world.held()
    one = next(one for one in held.values() if OURS.fullmatch(one["oces_id"] or "") and one["status"] == "new")
    world.rt.root.put(one["id"], CustomFields={"oces_id": None})
    world.sync("race2")
    world.sync("web01", "int01", "rpa01")
    world.sync("dead")
    world.rt.root.put(one["id"], CustomFields={"oces_id": one["oces_id"]})
    held = world.held()
    world.bench.breaks(one["oces_id"] in doubles(held), "a sync that does not find its ticket makes a second one, which is seen",
                       "request-tracker5")
    twice = [other for other in held.values() if other["oces_id"] == one["oces_id"]]
    world.step(17, f"negative control: {[other['id'] for other in twice]} bear one identity", json.dumps(doubles(held)), held)
