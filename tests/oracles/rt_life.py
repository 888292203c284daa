"""A ticket's life in Request Tracker: made, told of a change, closed, opened
again, and what people do in between.
"""

import shutil

from bench import Failed
from rt_world import OURS, about, doubles

HOSTS = {"web01": "fjordby-web01", "int01": "fjordby-int01", "rpa01": "fjordby-rpa01"}
SCOPES = tuple(HOSTS)
SKOLE = "web01/etc/haproxy/certs/skole.pem"
CVR = "int01/srv/datafordeler/certs/.datafordeler.pem"


def life(world):
    for name, like in HOSTS.items():
        world.host(name, like)
    world.scan(*SCOPES)
    strangers(world)
    made(world)
    people(world)
    closed(world)
    unread(world)
    silent(world)
    back(world)
    by_hand(world)
    no_access(world)
    merged(world)


def strangers(world):
    """Tickets of others, one of them with something else in our field."""
    root = world.rt.root
    world.strangers = [
        root.create(Queue="OCES2", Subject="Printer", Content="x", ContentType="text/plain"),
        root.create(Queue="OCES2", Subject="OCES: /etc/haproxy", Content="x", ContentType="text/plain",
                    CustomFields={"oces_id": "see INC-4711"}),
    ]


def made(world):
    before = world.held()
    ran = world.sync(*SCOPES, extra=("--dry-run", "--max-new", "100"))
    world.step(1, "dry run", ran, held := world.held())
    wanted = {one["externalId"] for one in ran.outcome["operations"]}
    world.must(held == before and len(wanted) > 15, "a dry run writes nothing")
    ran = world.sync(*SCOPES, code=2, extra=("--max-new", "3"))
    world.step(1, "more than --max-new", ran, held := world.held())
    world.must(held == before, "more than --max-new writes nothing and ends with 2")
    ran = world.sync(*SCOPES)
    world.step(2, "first run", ran, held := world.once("first run"))
    ours = [one for one in held.values() if one["id"] not in world.strangers]
    world.must(sorted(one["oces_id"] for one in ours) == sorted(wanted), "one ticket per system with its exact identity")
    queues = {one["queue"] for one in ours if "/srv/integration/" in one["texts"][0]}
    world.must(queues == {"Integration"}, f"the queue is that of [[owner]]: {queues}")
    rest = {one["queue"] for one in ours if "/srv/integration/" not in one["texts"][0]}
    world.must(rest == {"OCES2"}, f"the others are in --queue: {rest}")
    texts = "\n".join(one["subject"] + text for one in ours for text in one["texts"]).lower()
    world.must("mette" not in texts and "/ane/" not in texts, "no person's name is in a ticket")
    world.must(all(len(one["subject"].encode()) <= 200 for one in ours), "subjects are whole")
    again(world, 3, "the same again")


def again(world, number, what):
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(number, what, ran, after := world.held())
    world.must(after == before, f"{what}: not one transaction")
    world.scan(*SCOPES)
    ran = world.sync(*SCOPES)
    world.must(world.held() == before, f"{what}, scanned anew: not one transaction")


def people(world):
    world.skole, world.cvr = (about(world.held(), path.rsplit("/", 1)[1]) for path in (SKOLE, CVR))
    fields = {"Owner": "root", "Priority": 99, "Subject": "Haster: Skoleportalen", "Status": "stalled"}
    world.rt.root.put(world.skole, **fields)
    shutil.copy(world.dir / SKOLE, world.dir / SKOLE.replace("skole", "skole-kopi"))
    world.scan("web01")
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(4, "a person took the ticket; one more place", ran, after := world.held())
    world.only(before, after, [world.skole], "one more place")
    kept = [after[world.skole][key] for key in ("owner", "priority", "subject", "status")]
    world.must(list(map(str, kept)) == ["root", "99", "Haster: Skoleportalen", "stalled"], f"what the person set stays: {kept}")
    world.must("skole-kopi.pem" in after[world.skole]["texts"][-1], "the comment names the new place")


def closed(world):
    # A store that cannot be opened, elsewhere on the host: it is named and does not hinder.
    whole = (world.dir / "int01/srv/digitalpost/config/digitalpost.p12").read_bytes()
    lager = world.dir / "int01/var/lager"
    lager.mkdir()
    (lager / "halvt.p12").write_bytes(whole[:200])
    world.kept = (world.dir / CVR).read_bytes()
    (world.dir / CVR).unlink()
    world.scan("int01")
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(5, "one is gone; a store elsewhere cannot be read", ran, after := world.held())
    world.only(before, after, [world.cvr], "one is gone")
    world.must(after[world.cvr]["status"] == "resolved", "it is closed")
    world.must("halvt.p12" in after[world.cvr]["texts"][-1], "the closing comment names what could not be read")


def unread(world):
    path = world.dir / "int01/srv/digitalpost/config/digitalpost.p12"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    world.scan("int01")
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(6, "the place itself cannot be read", ran, after := world.held())
    number = about(after, "digitalpost.p12")
    world.must(after[number]["status"] == before[number]["status"] != "resolved", "it is not closed")
    world.only(before, after, [], "the place itself cannot be read")
    path.write_bytes(whole)
    world.scan("int01")
    before = world.held()
    world.sync(*SCOPES)
    world.must(world.held() == before, "readable again: nothing to tell")


def silent(world):
    before = world.held()
    ran = world.sync("web01", "rpa01")
    world.step(7, "int01 does not report", ran, after := world.held())
    world.must(after == before, "a host that does not report closes nothing")


def back(world):
    (world.dir / CVR).write_bytes(world.kept)
    world.scan("int01")
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(8, "back again", ran, after := world.held())
    world.only(before, after, [world.cvr], "back again")
    world.must(after[world.cvr]["status"] == "open" and not doubles(after), "the same ticket is open again")


def by_hand(world):
    world.rt.root.put(world.cvr, Status="resolved")
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(9, "a person closed it though it is there", ran, after := world.held())
    world.only(before, after, [world.cvr], "closed by hand")
    world.must(after[world.cvr]["status"] == "resolved", "it stays closed")
    again(world, 9, "closed by hand, again")


def no_access(world):
    wrong = world.dir / "wrong-token"
    secret = "1-27-0123456789abcdef0123456789abcdef"
    wrong.write_text(secret + "\n", encoding="utf-8")
    before = world.held()
    ran = world.sync(*SCOPES, code=2, token=wrong)
    world.step(15, "a wrong token", ran, after := world.held())
    world.must(after == before and secret not in ran.stdout + ran.stderr, "a wrong token ends with 2, is told nowhere")
    ran = world.sync(*SCOPES, code=2, queue="Ukendt")
    world.step(15, "a queue that is not there", ran, after := world.held())
    world.must(after == before, "an unknown queue ends with 2")
    world.must("Ukendt" in ran.stderr, "and is named")
    for number in world.strangers:
        if len(after[number]["transactions"]) != len(after[world.strangers[0]]["transactions"]):
            raise Failed("tickets of others differ")
        world.must(not [one for one in after[number]["texts"] if OURS.search(one)], f"13. a ticket of others stays: {number}")
    quiet(world)
    world.must("@" not in "".join(line for line in world.rt.mails().splitlines() if line.startswith("To:")
                                   and "root" not in line.lower()), "no mail went to a requestor")


def quiet(world):
    """Old mail and certificates of others."""
    mail = world.dir / "mail/Maildir/cur"
    mail.mkdir(parents=True)
    demo = world.bench.root / "testdata/demo/fjordby-rpa01/home/ane/Maildir/cur"
    for one in demo.iterdir():
        shutil.copy(one, mail)
    shutil.copy(world.bench.root / "testdata/demo/fjordby-int01/srv/integration/metadata/havblik-idp.xml", world.dir / "mail")
    world.scan("mail")
    before = world.held()
    ran = world.sync("mail")
    world.step(15, "old mail and foreign certificates", ran, after := world.held())
    world.must(after == before, "they make no ticket")


def merged(world):
    """A person merges one of ours into another: it is not made again, nothing is written into the other."""
    held = world.held()
    one = about(held, "skole.pem")
    other = next(number for number in held if OURS.fullmatch(held[number]["oces_id"] or "") and number not in (one, world.cvr))
    world.merge(one, other)
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(16, "a person merged one ticket into another", ran, after := world.held())
    world.must(before[one]["merged_into"] == other, "it is merged")
    world.must(after == before, "a merged ticket is neither made again nor written to")
