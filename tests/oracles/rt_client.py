"""Asks a Request Tracker over its REST 2.0 interface what it holds, and does what
a person would do there. Knows nothing of `oces`, so that it can judge it.
"""

import json
import urllib.error
import urllib.parse
import urllib.request

NAMES = {
    "fields": "Subject,Status,Queue,Owner,Priority,Due,EffectiveId,CustomFields",
    "fields[Queue]": "Name", "fields[Owner]": "Name",
}


class Refused(Exception):
    """The server said no; `status` and `body` are its words."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:500]}")
        self.status = status
        self.body = body


class Client:
    def __init__(self, url, token):
        self.base = f"{url}/REST/2.0"
        self.authorization = f"token {token}"
        self.queues = {}

    def call(self, method, path, body=None, query=None, timeout=120):
        """The JSON of the answer; `Refused` if it is no success."""
        url = self.base + path + ("?" + urllib.parse.urlencode(query) if query else "")
        headers = {"Authorization": self.authorization, "User-Agent": "oces-tests"}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
            data = json.dumps(body).encode()
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refused:
            raise Refused(refused.code, refused.read().decode("utf-8", "replace")) from refused
        # What a comment answers is Latin-1 in RT 5.0.3.
        return json.loads(text.decode("utf-8", "replace")) if text else None

    def pages(self, path, **query):
        """All items of a list; RT gives at most 100 at once, and does not always tell of how many."""
        page = 1
        while True:
            got = self.call("GET", path, query={"orderby": "id", **query, "per_page": 100, "page": page})
            yield from got["items"]
            if page >= (got.get("pages") or 0) and got["count"] < 100:
                return
            page += 1

    # What it holds.

    def tickets(self, query="id > 0"):
        """Each ticket as a plain dictionary, by number; never deleted ones, which no search of RT finds."""
        return [plain(item) for item in self.pages("/tickets", query=query, **NAMES)]

    def every_ticket(self):
        """Each ticket, those too that were deleted or merged into others."""
        found = {ticket["id"]: ticket for ticket in self.tickets("id > 0 AND EffectiveId > 0")}
        number, missed = 1, 0
        # RT numbers them from 1; some numbers are lost to creations that failed.
        while missed < 20:
            if number not in found:
                try:
                    found[number] = self.ticket(number)
                    missed = 0
                except Refused:
                    missed += 1
            number += 1
        return [found[number] for number in sorted(found)]

    def ticket(self, number):
        """One ticket, whatever its status. A merged one leads to that which it was merged into."""
        ticket = plain(self.call("GET", f"/ticket/{number}"))
        if ticket["queue"] not in self.queues:
            self.queues[ticket["queue"]] = self.call("GET", f"/queue/{ticket['queue']}")["Name"]
        return ticket | {"queue": self.queues[ticket["queue"]]}

    def transactions(self, number):
        """What happened to a ticket, in order: type, old and new value, and who."""
        fields = "Type,Field,OldValue,NewValue,Creator"
        found = list(self.pages(f"/ticket/{number}/history", fields=fields, **{"fields[Creator]": "Name"}))
        return [{
            "id": int(one["id"]), "type": one.get("Type"), "field": one.get("Field"), "old": one.get("OldValue"),
            "new": one.get("NewValue"), "creator": name_of(one.get("Creator")),
        } for one in found]

    def texts(self, number):
        """The text that a ticket was made with, and those of its comments and replies, in order."""
        wanted = ("text/plain", "text/html")
        items = self.pages(f"/ticket/{number}/attachments", fields="ContentType,Content")
        return [item["Content"] for item in items if item.get("ContentType") in wanted]

    # What a person does there.

    def create(self, **fields):
        return int(self.call("POST", "/ticket", fields)["id"])

    def put(self, number, **fields):
        return self.call("PUT", f"/ticket/{number}", fields)

    def comment(self, number, text, **further):
        return self.call("POST", f"/ticket/{number}/comment", {"Content": text, "ContentType": "text/plain", **further})


def plain(item):
    fields = {one["name"]: (one["values"] or [None])[0] for one in item.get("CustomFields") or [] if one.get("name")}
    return {
        "id": int(item["id"]), "status": item.get("Status"), "subject": item.get("Subject"),
        "queue": name_of(item.get("Queue")), "owner": name_of(item.get("Owner")), "priority": item.get("Priority"),
        "due": item.get("Due"), "merged_into": merged(item), "oces_id": fields.get("oces_id"), "oces_state": fields.get("oces_state"), "fields": fields,
    }


def merged(item):
    """The ticket that this one was merged into, or nothing."""
    into = item.get("EffectiveId")
    into = int(into["id"] if isinstance(into, dict) else into or item["id"])
    return into if into != int(item["id"]) else None


def name_of(thing):
    return (thing.get("Name") or thing.get("id")) if isinstance(thing, dict) else thing
