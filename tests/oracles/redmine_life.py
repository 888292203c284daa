"""An issue's life in Redmine: made, told of a change, closed, opened
again, and what people do in between.
"""

import shutil

from bench import Failed
from redmine_world import OURS, about, doubles, identity

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
    copied(world)


def strangers(world):
    """Issues of others, one of them with something else in our field."""
    admin, field = world.redmine.admin, world.redmine.known["fields"]["oces_id"]
    new = [{"subject": "Printer"},
           {"subject": "OCES: /etc/haproxy", "custom_fields": [{"id": field, "value": "see oces:v1:4711"}]}]
    sent = [admin.send("POST", "/issues.json", {"issue": {"project_id": "oces", **one}}) for one in new]
    world.strangers = [one["issue"]["id"] for one in sent]


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
    world.must(sorted(identity(one) for one in ours) == sorted(wanted), "one ticket per system with its exact identity")
    queues = {one["project"] for one in ours if "/srv/integration/" in one["description"]}
    world.must(queues == {"Drift"}, f"the project is that of [[owner]]: {queues}")
    rest = {one["project"] for one in ours if "/srv/integration/" not in one["description"]}
    world.must(rest == {"Oces"}, f"the others are in --queue: {rest}")
    texts = "\n".join(one["subject"] + one["description"] for one in ours).lower()
    world.must("mette" not in texts and "/ane/" not in texts, "no person's name is in a ticket")
    world.must(all(0 < len(one["subject"]) <= 255 for one in ours), "subjects fit")
    world.must({one["category"] for one in ours if one["project"] == "Drift"} == {"Certifikater"}, "the category is that of [[owner]]")
    team = held[about(held, ".datafordeler.pem")]["assigned_to"]
    world.must(team == "Driftsgruppen", f"the group is that of [[owner]]: {team}")
    again(world, 3, "the same again")


def again(world, number, what):
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(number, what, ran, after := world.held())
    world.must(after == before, f"{what}: not one journal")
    world.scan(*SCOPES)
    ran = world.sync(*SCOPES)
    world.must(world.held() == before, f"{what}, scanned anew: not one journal")


def people(world):
    world.skole, world.cvr = (about(world.held(), path.rsplit("/", 1)[1]) for path in (SKOLE, CVR))
    known = world.redmine.known
    world.change(world.skole, assigned_to_id=known["group"], priority_id=known["priorities"]["Urgent"],
                 subject="Haster: Skoleportalen", status_id=known["statuses"]["In Progress"])
    shutil.copy(world.dir / SKOLE, world.dir / SKOLE.replace("skole", "skole-kopi"))
    world.scan("web01")
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(4, "a person took the ticket; one more place", ran, after := world.held())
    world.only(before, after, [world.skole], "one more place")
    kept = [after[world.skole][key] for key in ("assigned_to", "priority", "subject", "status")]
    world.must(kept == ["Driftsgruppen", "Urgent", "Haster: Skoleportalen", "In Progress"], f"what the person set stays: {kept}")
    world.must("skole-kopi.pem" in after[world.skole]["notes"][-1], "the comment names the new place")


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
    world.must(after[world.cvr]["status"] == "Closed", "it is closed")
    world.must("halvt.p12" in after[world.cvr]["notes"][-1], "the closing comment names what could not be read")


def unread(world):
    path = world.dir / "int01/srv/digitalpost/config/digitalpost.p12"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    world.scan("int01")
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(6, "the place itself cannot be read", ran, after := world.held())
    number = about(after, "digitalpost.p12")
    world.must(not after[number]["closed"], "it is not closed")
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
    world.must(not after[world.cvr]["closed"] and not doubles(after), "the same issue is open again")


def by_hand(world):
    world.change(world.cvr, status_id=world.redmine.known["statuses"]["Closed"])
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(9, "a person closed it though it is there", ran, after := world.held())
    world.only(before, after, [world.cvr], "closed by hand")
    world.must(after[world.cvr]["closed"], "it stays closed")
    again(world, 9, "closed by hand, again")


def no_access(world):
    wrong = world.dir / "wrong-token"
    secret = "0123456789abcdef0123456789abcdef01234567"
    wrong.write_text(secret + "\n", encoding="utf-8")
    before = world.held()
    ran = world.sync(*SCOPES, code=2, token=wrong)
    world.step(15, "a wrong key", ran, after := world.held())
    world.must(after == before and secret not in ran.stdout + ran.stderr, "a wrong key ends with 2, is told nowhere")
    ran = world.sync(*SCOPES, code=2, queue="ukendt")
    world.step(15, "a project that is not there", ran, after := world.held())
    world.must(after == before, "an unknown project ends with 2")
    world.must("ukendt" in ran.stderr, "and is named")
    for number in world.strangers:
        world.must(not after[number]["journals"], f"13. an issue of others stays: {number}")
    quiet(world)


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


def copied(world):
    """A person copies one of ours, as Redmine does it: with our field in it."""
    held, fields = world.held(), world.redmine.known["fields"]
    one = held[about(held, "digitalpost.p12")]
    same = [{"id": fields[name], "value": one["fields"][name]} for name in ("oces_id", "oces_state")]
    issue = {"project_id": "oces", "subject": "Kopi: " + one["subject"], "description": "Kopi", "custom_fields": same}
    copy = world.redmine.admin.send("POST", "/issues.json", {"issue": issue})["issue"]["id"]
    world.copies.add(copy)
    world.must(doubles(world.held()) == [identity(one)], "the checker sees the copy")
    again(world, 13, "a person copied one of ours")
    world.change(one["id"], status_id=world.redmine.known["statuses"]["Closed"])
    before = world.held()
    ran = world.sync(*SCOPES)
    world.step(13, "and closed the first", ran, after := world.held())
    world.only(before, after, [one["id"]], "a copy, and the first closed by hand")
