#!/usr/bin/env python3
"""Tests of `send.py` against a mock of TOPdesk's API on loopback.

    python3 contrib/topdesk/test_send.py

The mock is written from TOPdesk's public descriptions and from what others'
clients do; it is no TOPdesk. Clock and sleeping are injected: nothing sleeps.
`OCES_TOPDESK_SEND` names another copy of `send.py`, which is how a broken one
is tried, and `OCES_TOPDESK_PLAN` a plan of `oces` itself.
"""

import base64
import contextlib
import importlib.util
import io
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest
from collections import defaultdict, deque
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).resolve().parent
SEND = Path(os.environ.get("OCES_TOPDESK_SEND") or HERE / "send.py")
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("send", SEND)
send = importlib.util.module_from_spec(spec)
spec.loader.exec_module(send)

USER, PASSWORD = "oces-api", "x7k2q-8slør/\"-hemmelig"
TOKEN = f"{USER}:{PASSWORD}"
GROUP = "aaaaaaaa-0000-4000-8000-000000000001"
INI = """
[topdesk]
url = {url}
token_file = topdesk.token
[caller]
lookup = email
value = it@kommune.example
[close]
processing_status = Lukket
[reopen]
processing_status = Genåbnet
"""


def number(digit):
    return "oces:v1:" + f"{digit:032x}"


def create(digit, **body):
    return {
        "operation": "create", "externalId": number(digit), "ticket": None, "title": "t", "reason": "r",
        "lookup": {"method": "GET", "path": "/tas/api/incidents?query=externalNumber==" + number(digit)},
        "method": "POST", "path": "/tas/api/incidents", "then": [], "state": f'{{"n":{digit}}}',
        "body": {"briefDescription": f"OCES II på web{digit}", "request": f"Udskift web{digit}<br>oces-state: {{}}",
                 "externalNumber": number(digit), **body},
    }


def change(kind, digit, action="Nyt sted", **body):
    if kind == "close":
        body = {"processingStatus": {"name": "Closed"}, "completed": True, "closed": True, **body}
    if kind == "reopen":
        body = {"processingStatus": {"name": "Open"}, "completed": False, "closed": False, **body}
    return {
        "operation": kind, "externalId": number(digit), "ticket": f"I 2611 {digit:03}", "title": "t", "reason": "r",
        "method": "PATCH", "path": "/tas/api/incidents/id/{ticket}", "then": [], "state": "s",
        "body": {"action": action, **body},
    }


def plan(*operations, **more):
    return {"schemaVersion": "1.0", "kind": "ticket-operations", "tracker": "topdesk", "operations": list(operations),
            **more}


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self):
        self.time, self.slept, self.on_sleep = 1000.0, [], None

    def __call__(self):
        return self.time

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds
        if self.on_sleep:
            self.on_sleep()


class TopDesk(ThreadingHTTPServer):
    """The mock. `faults[method]` are played in turn; None stands for no fault."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.incidents, self.actions, self.log = [], defaultdict(list), []
        self.faults = defaultdict(deque)
        self.paging, self.page_size = ("start", "page_size"), None
        self.keeps_number = self.filters = True
        self.match = lambda have, asked: have == asked
        self.let_go, self.waited_out = threading.Event(), False
        self.on_post = None
        self.html = lambda text: "<p>" + text.replace("\n", "<br/>") + "</p>"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def add(self, digit, **more):
        at = len(self.incidents) + 1
        made = {
            "id": f"00000000-0000-4000-8000-{at:012}", "number": f"I 2611 {at:03}", "status": "firstLine",
            "externalNumber": number(digit) if isinstance(digit, int) else digit, "closed": False, "completed": False,
            "creationDate": f"2026-11-{at:02}T08:00:00.000+0000", "priority": {"name": "P1"},
            "operator": {"name": "Bente"}, "processingStatus": {"name": "Hos Bente"}, **more,
        }
        self.incidents.append(made)
        return made

    def sent(self, *methods):
        """The requests that arrived, as (method, path, body)."""
        return [(entry["method"], entry["path"], entry["body"]) for entry in self.log
                if not methods or entry["method"] in methods]

    def methods(self):
        return " ".join(entry["method"] for entry in self.log)

    def end(self):
        self.let_go.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        pass


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        parts = urlsplit(self.path)
        desk = self.server
        desk.log.append({"method": self.command, "path": parts.path, "query": parse_qs(parts.query), "body": body,
                         "headers": dict(self.headers)})
        fault = desk.faults[self.command].popleft() if desk.faults[self.command] else None
        if fault in ("hang", "break"):
            return self.vanish(fault)
        if isinstance(fault, tuple):
            return self.answer(*fault)
        status, made = self.carry_out(parts, body)
        if fault in ("hang after", "break after"):
            return self.vanish(fault)
        if fault == "cut":
            self.answer(status, made, {"Content-Length": "100000"})
            return self.vanish("break")
        return self.answer(status, made)

    do_GET = do_POST = do_PATCH = do_PUT = do

    def vanish(self, fault):
        if "hang" in fault and not self.server.let_go.wait(5):
            self.server.waited_out = True
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def answer(self, status, body=None, headers=()):
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Length": str(len(data)), **dict(headers)}
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def carry_out(self, parts, body):
        desk, path = self.server, parts.path
        if path == "/tas/api/operatorgroups/lookup":
            return 200, {"results": [{"id": GROUP, "name": "Servere"}, {"id": "x", "name": "Servere og net"}]}
        if path == "/tas/api/incidents":
            return self.create(body) if self.command == "POST" else self.look_up(parse_qs(parts.query))
        rest = path.split("/")[4:]
        one = [item for item in desk.incidents if rest[:1] == ["id"] and item["id"] == rest[1]]
        if not one:
            return 404, {"message": "not found"}
        if rest[2:] == ["actions"]:
            return (200, desk.actions[one[0]["id"]]) if desk.actions[one[0]["id"]] else (204, None)
        if rest[2:] in (["archive"], ["unarchive"]):
            one[0]["status"] = "firstLineArchived" if rest[2] == "archive" else "firstLine"
            return 200, one[0]
        self.change(one[0], body)
        return 200, one[0]

    def create(self, body):
        desk = self.server
        if desk.on_post:
            desk.on_post()
        made = desk.add(body["externalNumber"] if desk.keeps_number else "")
        made.update({key: value for key, value in body.items() if key != "externalNumber"})
        return 201, made

    def change(self, incident, body):
        actions = self.server.actions[incident["id"]]
        if "action" in body:
            actions.append({"memoText": self.server.html(body["action"]),
                            "entryDate": f"2026-11-22T08:00:{len(actions):02}.000+0000"})
        incident.update({key: value for key, value in body.items() if not key.startswith("action")})

    def look_up(self, query):
        desk = self.server
        asked = query["query"][0].partition("==")[2].strip("'")
        found = [item for item in desk.incidents if not desk.filters or desk.match(item["externalNumber"], asked)]
        if query.get("all") != ["true"]:
            found = [item for item in found if item["status"] in ("firstLine", "secondLine")]
        start = int(query.get(desk.paging[0], ["0"])[0])
        size = desk.page_size or int(query.get(desk.paging[1], ["10"])[0])
        page = found[start:start + size]
        if not page:
            return 204, None
        return (206 if len(found) > start + size else 200), page


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir, True)
        self.desk = TopDesk()
        self.addCleanup(self.desk.end)
        self.clock = Clock()
        self.token(TOKEN + "\n")
        self.ini = INI

    def token(self, text, mode=0o600):
        path = self.dir / "topdesk.token"
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)

    def run_it(self, *operations, args=(), whole=None):
        (self.dir / "plan.json").write_text(json.dumps(whole or plan(*operations)), encoding="utf-8")
        (self.dir / "topdesk.ini").write_text(self.ini.replace("{url}", self.desk.url), encoding="utf-8")
        out, err = io.StringIO(), io.StringIO()
        self.code = send.main(
            [str(self.dir / "plan.json"), "--config", str(self.dir / "topdesk.ini"), *map(str, args)],
            out=out, err=err, clock=self.clock, sleep=self.clock.sleep, now=lambda: 1_795_000_000.0)
        self.out, self.err = out.getvalue(), err.getvalue()
        self.said = self.out + self.err
        self.assertFalse(self.desk.waited_out, "--timeout is not obeyed")
        for secret in (PASSWORD, json.dumps(PASSWORD)[1:-1], base64.b64encode(TOKEN.encode()).decode()):
            self.assertNotIn(secret, self.said)
        return self.code

    def ends(self, code, *operations, **more):
        self.assertEqual(self.run_it(*operations, **more), code, self.said)


class Creating(Case):
    def test_looks_then_creates_then_looks_again(self):
        self.ends(0, create(1))
        self.assertEqual(self.desk.methods(), "GET POST GET")
        first = self.desk.log[0]
        self.assertEqual(first["query"]["query"], [f"externalNumber=='{number(1)}'"])
        self.assertEqual(first["query"]["all"], ["true"])
        expected = "Basic " + base64.b64encode(TOKEN.encode()).decode()
        self.assertEqual({entry["headers"]["Authorization"] for entry in self.desk.log}, {expected})
        self.assertEqual(self.desk.sent("POST")[0][2], {
            "briefDescription": "OCES II på web1", "request": "Udskift web1<br>oces-state: {}",
            "externalNumber": number(1), "status": "firstLine", "callerLookup": {"email": "it@kommune.example"}})
        self.assertIn(f"create {number(1)} I 2611 001: created\n", self.out)

    def test_an_open_hit_is_left(self):
        self.desk.add(1)
        self.ends(0, create(1))
        self.assertEqual(self.desk.methods(), "GET")
        self.assertIn("I 2611 001: left (there is an open incident already)", self.out)

    def test_a_closed_hit_is_reopened(self):
        for flag in ("closed", "completed"):
            with self.subTest(flag):
                self.desk.incidents.clear()
                self.desk.log.clear()
                hit = self.desk.add(1, **{flag: True})
                self.ends(0, create(1))
                self.assertEqual(self.desk.sent("POST", "PATCH"), [("PATCH", f"/tas/api/incidents/id/{hit['id']}", {
                    "action": create(1)["body"]["request"], "processingStatus": {"name": "Genåbnet"},
                    "completed": False, "closed": False})])
                self.assertIn("reopened (there was a closed incident)", self.out)

    def test_only_an_exactly_equal_number_is_a_hit(self):
        self.desk.match = lambda have, asked: True
        self.desk.add(number(1) + "0")
        self.desk.add(number(1).upper())
        self.desk.add(f" {number(1)}")
        self.desk.add("", externalNumber=None)
        self.ends(0, create(1))
        self.assertEqual(len(self.desk.sent("POST")), 1)
        self.assertEqual(self.desk.sent("PATCH", "PUT"), [])

    def test_of_several_the_oldest_is_used_and_it_is_told(self):
        newer = self.desk.add(1, creationDate="2026-11-20T08:00:00.000+0000")
        older = self.desk.add(1, creationDate="2026-11-20T08:30:00.000+0100")
        self.ends(0, change("update", 1))
        self.assertEqual([path for _, path, _ in self.desk.sent("PATCH")], [f"/tas/api/incidents/id/{older['id']}"])
        self.assertIn(f"2 incidents carry this number: {older['number']}, {newer['number']}", self.out)

    def test_of_several_an_open_one_comes_before_closed_and_archived_ones(self):
        self.desk.add(1, closed=True, status="firstLineArchived")
        self.desk.add(1, closed=True)
        still_open = self.desk.add(1)
        self.ends(0, create(1))
        self.assertEqual(self.desk.sent("POST", "PATCH", "PUT"), [])
        self.assertIn(f"{still_open['number']}: left", self.out)

    def test_a_partial_incident_is_no_hit(self):
        self.desk.add(1, status="partial")
        self.desk.add(1, status="partialArchived", closed=True)
        self.ends(0, create(1))
        self.assertEqual(len(self.desk.sent("POST")), 1)

    def test_a_hit_that_does_not_say_whether_it_is_closed_ends_the_run(self):
        del self.desk.add(1)["closed"]
        self.ends(2, create(1))
        self.assertEqual(self.desk.methods(), "GET")

    def test_a_number_that_is_not_kept_ends_the_run_after_one_incident(self):
        self.desk.keeps_number = False
        self.ends(2, create(1), create(2))
        self.assertEqual(len(self.desk.sent("POST")), 1)
        self.assertIn("Going on would make duplicates", self.err)
        self.assertEqual(self.clock.slept, [2.0, 2.0])

    def test_an_archived_hit_is_taken_out_of_the_archive(self):
        hit = self.desk.add(1, status="secondLineArchived", closed=True)
        self.ends(0, create(1))
        self.assertEqual([(method, path.rpartition(hit["id"])[2]) for method, path, _ in self.desk.sent("PUT", "PATCH")],
                         [("PUT", "/unarchive"), ("PATCH", "")])
        self.assertEqual((hit["status"], hit["closed"]), ("firstLine", False))

    def test_or_it_is_refused(self):
        self.desk.add(1, status="secondLineArchived", closed=True)
        self.ini += "unarchive = no\n"
        self.ends(1, create(1))
        self.assertEqual(self.desk.methods(), "GET")

    def test_two_at_once_on_two_machines_are_told(self):
        self.desk.on_post = lambda: self.desk.add(1)
        self.ends(0, create(1))
        self.assertIn("2 incidents carry this number", self.out)

    def test_a_second_run_makes_nothing(self):
        self.ends(0, create(1), create(2))
        self.ends(0, create(1), create(2))
        self.assertEqual(len(self.desk.incidents), 2)
        self.assertIn("2 left", self.out)


class Bodies(Case):
    def body(self, **body):
        self.ends(0, create(1, **body))
        return self.desk.sent("POST")[0][2]

    def test_the_configuration_fills_in_what_the_plan_leaves_open(self):
        self.ini += f"""
[create]
line = secondLine
operator_group = {GROUP}
category = Infrastruktur
subcategory = Certifikater
call_type = Hændelse
entry_type = Automatisk
impact = Lav
urgency = Kan vente
priority = P3
duration = 1 uge
processing_status = Registreret
[fields]
optionalFields1.text1 = oces
optionalFields1.boolean1 = yes
"""
        body = self.body(priority={"name": "P1"})
        self.assertEqual({key: body[key] for key in body if key not in ("briefDescription", "request")}, {
            "externalNumber": number(1), "status": "secondLine", "operatorGroup": {"id": GROUP},
            "category": {"name": "Infrastruktur"}, "subcategory": {"name": "Certifikater"},
            "callType": {"name": "Hændelse"}, "entryType": {"name": "Automatisk"}, "impact": {"name": "Lav"},
            "urgency": {"name": "Kan vente"}, "priority": {"name": "P1"}, "duration": {"name": "1 uge"},
            "processingStatus": {"name": "Registreret"}, "callerLookup": {"email": "it@kommune.example"},
            "optionalFields1": {"text1": "oces", "boolean1": True}})

    def test_what_the_plan_has_wins(self):
        self.ini += "[create]\noperator_group = Drift\ncategory = Andet\nsubcategory = Under andet\n"
        body = self.body(operatorGroup={"name": "Web"}, category={"name": "Net"}, callerLookup={"id": "b"}, status="secondLine")
        self.assertEqual((body["operatorGroup"], body["category"], body["callerLookup"], body["status"]),
                         ({"name": "Web"}, {"name": "Net"}, {"id": "b"}, "secondLine"))
        self.assertNotIn("subcategory", body)

    def test_and_what_it_has_of_the_fields_of_the_site(self):
        self.ini += "[fields]\noptionalFields1.text1 = ini\noptionalFields1.text2 = ini\n"
        self.assertEqual(self.body(optionalFields1={"text1": "plan"})["optionalFields1"], {"text1": "plan", "text2": "ini"})

    def test_the_number_is_sent_though_the_body_of_the_plan_has_none(self):
        operation = create(1)
        del operation["body"]["externalNumber"]
        self.ends(0, operation)
        self.assertEqual(self.desk.incidents[0]["externalNumber"], number(1))

    def test_a_caller_who_is_not_registered(self):
        self.ini = self.ini.replace("lookup = email\nvalue = it@kommune.example", "name = oces\nbranch = Rådhuset\nemail = a@b.example")
        self.assertEqual(self.body()["caller"],
                         {"dynamicName": "oces", "branch": {"name": "Rådhuset"}, "email": "a@b.example"})

    def test_without_a_caller_nothing_is_sent(self):
        self.ini = self.ini.replace("value = it@kommune.example", "")
        self.ends(1, create(1))
        self.assertEqual(self.desk.methods(), "GET")
        self.assertIn("refused (TOPdesk wants a caller", self.out)

    def test_a_title_has_at_most_80_units(self):
        self.assertEqual(self.body(briefDescription="Å" * 80)["briefDescription"], "Å" * 80)
        for text, kept in (("Å" * 81, "Å" * 79 + "…"), ("🔑" * 41, "🔑" * 39 + "…"), ("a\n b", "a b")):
            self.assertEqual(send.short_title(text), kept)
            self.assertLessEqual(len(kept.encode("utf-16-le")) // 2, 80)

    def test_a_long_title_is_cut_when_it_is_sent(self):
        self.assertEqual(len(self.body(briefDescription="x" * 200)["briefDescription"]), 80)

    def test_an_operator_group_is_looked_up_once(self):
        self.ini += "[create]\noperator_group = Servere\noperator_group_lookup = yes\n"
        self.ends(0, create(1), create(2))
        self.assertEqual([body["operatorGroup"] for _, _, body in self.desk.sent("POST")], [{"id": GROUP}] * 2)
        self.assertEqual([path for _, path, _ in self.desk.sent("GET")].count("/tas/api/operatorgroups/lookup"), 1)

    def test_an_operator_group_that_is_not_there_is_told(self):
        self.ini += "[create]\noperator_group = Server\noperator_group_lookup = yes\n"
        self.ends(1, create(1))
        self.assertEqual(self.desk.sent("POST"), [])
        self.assertIn("0 operator groups are called Server", self.out)


class Changing(Case):
    def test_an_update_is_an_action_and_nothing_else(self):
        hit = self.desk.add(1)
        before = dict(hit)
        self.ends(0, change("update", 1, "Nu også på web2", priority={"name": "P4"}, closed=True, operator={"id": "x"}))
        self.assertEqual(self.desk.sent("PATCH"), [("PATCH", f"/tas/api/incidents/id/{hit['id']}", {"action": "Nu også på web2"})])
        self.assertEqual(hit, before)
        self.assertIn("only the action is sent, not closed, operator, priority", self.out)

    def test_the_caller_need_not_see_it(self):
        self.desk.add(1)
        self.ini += "[action]\ninvisible = yes\n"
        self.ends(0, change("update", 1))
        self.assertEqual(self.desk.sent("PATCH")[0][2], {"action": "Nyt sted", "actionInvisibleForCaller": True})

    def test_the_same_update_is_not_sent_twice(self):
        self.desk.add(1)
        operation = change("update", 1, "Æble & <b>pære</b>\nto\noces-state: {\"a\":1}")
        self.ends(0, operation)
        self.ends(0, operation)
        self.assertEqual(len(self.desk.sent("PATCH")), 1)
        self.assertIn("left (this action is there already)", self.out)

    def test_but_it_is_after_another_of_ours(self):
        hit = self.desk.add(1)
        one, two = (change("update", 1, f"t\noces-state: {state}") for state in "ab")
        for operation in (one, two, one):
            self.ends(0, operation)
        self.assertEqual(len(self.desk.sent("PATCH")), 3)
        # What people write in between, quoting us, is not ours.
        self.desk.actions[hit["id"]].append({"memoText": "<p>&gt; oces-state: b</p>", "entryDate": "2026-11-23T08:00:00.000+0000"})
        self.ends(0, one)
        self.assertEqual(len(self.desk.sent("PATCH")), 3)

    def test_closing_sends_status_and_flags_of_the_configuration(self):
        hit = self.desk.add(1)
        self.ini = self.ini.replace("[close]", "[close]\ncompleted = leave\nclosure_code = Løst")
        self.ends(0, change("close", 1, "Væk", operator={"id": "x"}))
        self.assertEqual(self.desk.sent("PATCH"), [("PATCH", f"/tas/api/incidents/id/{hit['id']}", {
            "action": "Væk", "processingStatus": {"name": "Lukket"}, "closed": True, "closureCode": {"name": "Løst"}})])

    def test_without_that_the_plan_says(self):
        self.desk.add(1)
        self.ini = self.ini.replace("processing_status = Lukket", "")
        self.ends(0, change("close", 1, completed=False))
        self.assertEqual(self.desk.sent("PATCH")[0][2],
                         {"action": "Nyt sted", "processingStatus": {"name": "Closed"}, "closed": True})

    def test_an_empty_status_sends_none(self):
        self.desk.add(1)
        self.ini = self.ini.replace("processing_status = Lukket", "processing_status =")
        self.ends(0, change("close", 1))
        self.assertNotIn("processingStatus", self.desk.sent("PATCH")[0][2])

    def test_a_close_that_would_leave_it_open_is_refused(self):
        self.desk.add(1)
        self.ini = self.ini.replace("[close]", "[close]\ncompleted = leave\nclosed = leave")
        self.ends(1, change("close", 1))
        self.assertEqual(self.desk.sent("PATCH"), [])

    def test_what_is_closed_is_not_closed_again(self):
        self.desk.add(1, closed=True)
        self.ends(0, change("close", 1))
        self.assertEqual(self.desk.methods(), "GET")

    def test_closing_can_archive(self):
        hit = self.desk.add(1)
        self.ini = self.ini.replace("[close]", "[close]\narchive_reason = Færdig")
        self.ends(0, change("close", 1))
        self.assertEqual(self.desk.sent("PUT"), [("PUT", f"/tas/api/incidents/id/{hit['id']}/archive", {"name": "Færdig"})])
        self.assertTrue(hit["closed"])

    def test_reopening(self):
        hit = self.desk.add(1, closed=True, completed=True)
        self.ini += "completed = leave\n"
        self.ends(0, change("reopen", 1, "Tilbage"))
        self.assertEqual(self.desk.sent("PATCH"), [("PATCH", f"/tas/api/incidents/id/{hit['id']}", {
            "action": "Tilbage", "processingStatus": {"name": "Genåbnet"}, "closed": False})])

    def test_what_is_open_is_not_reopened(self):
        self.desk.add(1)
        self.ends(0, change("reopen", 1))
        self.assertEqual(self.desk.methods(), "GET")

    def test_put_for_an_older_topdesk(self):
        self.desk.add(1)
        self.ini = self.ini.replace("[topdesk]", "[topdesk]\nmethod = PUT")
        self.ends(0, change("update", 1))
        self.assertEqual(len(self.desk.sent("PUT")), 1)

    def test_one_that_is_not_there_is_refused_and_the_others_go_on(self):
        self.desk.add(4)
        self.ends(1, change("close", 1), change("reopen", 2), change("update", 3), change("update", 4))
        self.assertEqual(self.out.count("refused (no incident carries this number)"), 3)
        self.assertEqual(len(self.desk.sent("PATCH")), 1)

    def test_another_ticket_number_than_the_plan_knew_is_told(self):
        self.desk.add(1, number="I 9999 999")
        self.ends(0, change("update", 1))
        self.assertIn("the plan knew it as I 2611 001", self.out)

    def test_a_4xx_on_one_is_told_and_the_others_go_on(self):
        self.desk.faults["POST"].append((400, {"message": "caller \x1b[31m\u202eunknown\r\n"}))
        self.ends(1, create(1), create(2))
        self.assertEqual([item["externalNumber"] for item in self.desk.incidents], [number(2)])
        self.assertIn("TOPdesk answers 400", self.out)
        self.assertIn("1 created, 1 refused", self.out)


class Paging(Case):
    def many(self, paging):
        self.desk.paging, self.desk.page_size = paging, 3
        self.desk.match = lambda have, asked: True
        for digit in range(10, 17):
            self.desk.add(digit)
        self.desk.add(1)

    def test_a_hit_on_the_third_page_by_either_names(self):
        for paging in (("start", "page_size"), ("pageStart", "pageSize")):
            with self.subTest(paging):
                self.desk.incidents.clear()
                self.desk.log.clear()
                self.many(paging)
                self.ends(0, create(1))
                self.assertEqual(self.desk.sent("POST"), [])
                starts = [entry["query"].get(paging[0]) for entry in self.desk.log]
                self.assertEqual(starts[-3:], [["0"], ["3"], ["6"]])
                # What was found out once is not tried again.
                self.desk.log.clear()
                self.ends(0, create(1), create(10))
                self.assertEqual([entry["query"].get(paging[0]) for entry in self.desk.log][-3:], [["0"], ["3"], ["6"]])
                self.assertEqual(self.desk.log[-4]["query"].get(paging[0]), ["6"])

    def test_names_that_are_not_understood_end_the_run(self):
        self.many(("offset", "limit"))
        self.ends(2, create(99))
        self.assertEqual(self.desk.sent("POST"), [])
        self.assertIn("set paging", self.err)

    def test_names_can_be_chosen(self):
        self.many(("pageStart", "pageSize"))
        self.ini = self.ini.replace("[topdesk]", "[topdesk]\npaging = old")
        self.ends(2, create(99))
        self.assertEqual(self.desk.sent("POST"), [])

    def test_pages_without_end_end_the_run(self):
        self.desk.filters, self.desk.page_size = False, 1
        for digit in range(10, 200):
            self.desk.add(digit)
        self.ends(2, create(1))
        self.assertEqual(len(self.desk.log), 50)
        self.assertIn("does not understand query", self.err)


class Trouble(Case):
    def test_401_and_403_end_it_at_once(self):
        for status in (401, 403):
            with self.subTest(status):
                self.desk.log.clear()
                echo = {"message": f"no: {TOKEN} {base64.b64encode(TOKEN.encode()).decode()}"}
                self.desk.faults["GET"].append((status, echo))
                self.ends(2, create(1), create(2))
                self.assertEqual(self.desk.methods(), "GET")
                self.assertIn(f"answers {status}", self.err)
                self.assertIn("***", self.err)
                self.assertEqual(self.clock.slept, [])

    def test_401_and_403_on_a_change_end_it_at_once(self):
        for status in (401, 403):
            with self.subTest(status):
                self.desk.log.clear()
                self.desk.faults["POST"].append((status, None))
                self.ends(2, create(1), create(2))
                self.assertEqual(self.desk.methods(), "GET POST")
                self.assertIn("2 of 2 not done", self.out)

    def test_404_on_the_path_is_told(self):
        self.desk.faults["GET"].append((404, b"<html>no</html>"))
        self.ends(2, create(1), create(2))
        self.assertEqual(self.desk.methods(), "GET")
        self.assertIn("has no /tas/api/incidents (404)", self.err)

    def test_a_page_to_log_in_on_is_told(self):
        self.desk.faults["GET"].append((200, b"<html>log in</html>"))
        self.ends(2, create(1))
        self.assertIn("is not JSON", self.err)

    def test_429_is_waited_for_as_long_as_it_says(self):
        for said in ("7", formatdate(1_795_000_007.0, usegmt=True)):
            with self.subTest(said):
                self.clock.slept.clear()
                self.desk.faults["GET"].append((429, None, {"Retry-After": said}))
                self.ends(0, create(1))
                self.assertEqual(self.clock.slept, [7.0])

    def test_429_on_a_create_is_not_created_twice(self):
        self.desk.faults["POST"].extend([(429, None, {"Retry-After": "3"}), (429, None)])
        self.ends(0, create(1))
        self.assertEqual(len(self.desk.incidents), 1)
        self.assertEqual(self.clock.slept, [3.0, 2.0])

    def test_429_for_longer_than_retry_for_ends_it(self):
        self.desk.faults["GET"].append((429, None, {"Retry-After": "3600"}))
        self.ends(2, create(1), create(2))
        self.assertEqual((self.desk.methods(), self.clock.slept), ("GET", []))
        self.assertIn("the pause asked for: 3600 s", self.err)

    def test_a_retry_after_that_is_nonsense_is_no_number(self):
        for said in ("-5", "1e9", "9" * 40, "soon"):
            with self.subTest(said):
                self.clock.slept.clear()
                self.desk.faults["GET"].append((429, None, {"Retry-After": said}))
                self.ends(0, create(1))
                self.assertEqual(self.clock.slept, [1.0])

    def test_500_then_200(self):
        self.desk.faults["GET"].extend([(500, None), (502, None), (503, None, {"Retry-After": "5"})])
        self.ends(0, create(1))
        self.assertEqual(self.clock.slept, [1.0, 2.0, 5.0])
        self.assertEqual(len(self.desk.incidents), 1)

    def test_500_on_a_create_is_looked_up_before_it_is_sent_again(self):
        self.desk.faults["POST"].append((500, None))
        self.ends(0, create(1))
        self.assertEqual(self.desk.methods(), "GET POST GET POST GET")

    def test_one_that_keeps_failing_is_left_after_a_minute_and_the_others_go_on(self):
        self.desk.faults["POST"].extend([(500, None)] * 8)
        self.desk.faults["POST"].append(None)
        self.ends(1, create(1), create(2))
        self.assertIn("1 created, 1 unknown", self.out)
        self.assertLessEqual(sum(self.clock.slept), 60)
        self.assertGreater(sum(self.clock.slept), 40)
        self.assertIn("given up after --retry-for 60 s", self.out)

    def test_two_that_keep_failing_end_it(self):
        self.desk.faults["GET"].extend([(503, None)] * 1000)
        self.ends(2, create(1), create(2), create(3))
        self.assertIn("1 of 3 not done", self.out)
        self.assertLessEqual(sum(self.clock.slept), 120)

    def test_what_is_not_known_is_told(self):
        self.desk.faults["POST"].append("break after")
        self.desk.faults["GET"].extend([None] + [(503, None)] * 20)
        self.ends(1, create(1))
        self.assertIn("unknown (it was sent; whether it was carried out is not known", self.out)
        self.desk.faults.clear()
        self.desk.faults["POST"].append("break after")
        self.desk.faults["GET"].extend([None, (401, None)])
        self.ends(2, create(2), create(3))
        self.assertIn("1 unknown; 1 of 2 not done", self.out)
        self.desk.faults.clear()
        self.ends(0, create(1), create(2), create(3))
        self.assertEqual(len(self.desk.incidents), 3)

    def test_what_was_not_sent_is_given_up(self):
        self.desk.faults["GET"].extend([(503, None)] * 20)
        self.ends(1, create(1))
        self.assertIn("1 given up", self.out)

    def test_retry_for_is_obeyed(self):
        self.desk.faults["GET"].append((503, None))
        self.ends(1, create(1), args=["--retry-for", "0"])
        self.assertEqual(self.clock.slept, [])

    def test_a_look_up_that_gets_no_answer_is_repeated(self):
        for fault in ("hang", "break", "cut"):
            with self.subTest(fault):
                self.desk.incidents.clear()
                self.desk.add(1)
                self.desk.faults["GET"].append(fault)
                self.ends(0, create(1), args=["--timeout", "0.2"])
                self.assertEqual(len(self.desk.incidents), 1)

    def test_a_create_that_got_no_answer_is_looked_up_and_not_repeated(self):
        for fault in ("break after", "hang after", "cut"):
            with self.subTest(fault):
                self.desk.incidents.clear()
                self.desk.log.clear()
                self.desk.faults["POST"].append(fault)
                self.ends(0, create(1), args=["--timeout", "0.2"])
                self.assertEqual(len(self.desk.incidents), 1)
                self.assertEqual(self.desk.methods(), "GET POST GET")
                self.assertIn("created (its answer was lost; it was found by its number)", self.out)

    def test_a_create_that_did_not_arrive_is_looked_up_and_repeated(self):
        self.desk.faults["POST"].append("break")
        self.ends(0, create(1))
        self.assertEqual(self.desk.methods(), "GET POST GET POST GET")
        self.assertEqual(len(self.desk.incidents), 1)

    def test_an_update_that_got_no_answer_is_not_repeated(self):
        hit = self.desk.add(1)
        self.desk.faults["PATCH"].append("break after")
        self.ends(0, change("update", 1))
        self.assertEqual(len(self.desk.actions[hit["id"]]), 1)

    def test_an_update_that_did_not_arrive_is_repeated(self):
        hit = self.desk.add(1)
        self.desk.faults["PATCH"].append("break")
        self.ends(0, change("update", 1))
        self.assertEqual(len(self.desk.actions[hit["id"]]), 1)
        self.assertEqual(len(self.desk.sent("PATCH")), 2)

    def test_an_update_is_not_repeated_if_the_actions_cannot_be_read(self):
        self.desk.add(1)
        self.desk.faults["PATCH"].append("break")
        self.desk.faults["GET"].extend([None, (404, None), (404, None)])
        self.ends(1, change("update", 1))
        self.assertEqual(len(self.desk.sent("PATCH")), 1)
        self.assertIn("it is not sent again", self.out)

    def test_closing_and_reopening_that_got_no_answer_are_not_repeated(self):
        self.desk.add(1)
        self.desk.add(2, closed=True)
        self.desk.faults["PATCH"].extend(["break after", "break after"])
        self.ends(0, change("close", 1), change("reopen", 2))
        self.assertEqual(len(self.desk.sent("PATCH")), 2)
        self.assertEqual([item["closed"] for item in self.desk.incidents], [True, False])

    def test_closing_that_did_not_arrive_is_repeated(self):
        self.desk.add(1)
        self.desk.faults["PATCH"].append("break")
        self.ends(0, change("close", 1))
        self.assertTrue(self.desk.incidents[0]["closed"])

    def test_a_refused_connection_ends_it_after_three_tries(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.ini = self.ini.replace("{url}", f"http://127.0.0.1:{free.getsockname()[1]}")
            self.ends(2, create(1))
        self.assertEqual(len(self.clock.slept), 2)
        self.assertLess(sum(self.clock.slept), 10)
        self.assertIn("was not reached, 3 tries", self.err)

    def test_a_name_that_is_not_known_ends_it_after_three_tries(self):
        self.ini = self.ini.replace("{url}", "https://kommune.topdesk.invalid")
        with mock.patch.object(socket, "getaddrinfo", side_effect=socket.gaierror(-2, "Name not known")) as asked:
            self.ends(2, create(1))
        self.assertEqual(asked.call_count, 3)
        self.assertIn("Name not known", self.err)

    def test_connecting_slowly_does_not_take_longer_than_ten_seconds(self):
        def slow(*_, **__):
            self.clock.time += 9.5
            raise socket.timeout("timed out")
        with mock.patch.object(socket, "getaddrinfo", side_effect=slow) as asked:
            self.ends(2, create(1))
        self.assertEqual(asked.call_count, 1)

    def test_what_was_done_is_told_and_another_run_goes_on(self):
        port = self.desk.server_address[1]
        real = socket.create_connection
        calls = []

        def refused_later(*args, **kwargs):
            calls.append(args)
            if len(calls) > 3:
                raise ConnectionRefusedError(111, "Connection refused")
            return real(*args, **kwargs)
        with mock.patch.object(socket, "create_connection", refused_later):
            self.ends(2, create(1), create(2), create(3))
        self.assertIn(f"127.0.0.1:{port} was not reached", self.err)
        self.assertIn("1 created; 2 of 3 not done: run it again", self.out)
        self.ends(0, create(1), create(2), create(3))
        self.assertEqual(sorted(item["externalNumber"] for item in self.desk.incidents), [number(n) for n in (1, 2, 3)])

    def test_an_interruption_is_told(self):
        self.desk.faults["GET"].extend([None, None, (503, None)])

        def interrupt():
            raise KeyboardInterrupt
        self.clock.on_sleep = interrupt
        self.ends(2, create(1), create(2))
        self.assertIn("interrupted", self.err)
        self.assertIn("1 created; 1 of 2 not done", self.out)

    def test_a_redirect_is_not_followed(self):
        other = TopDesk()
        self.addCleanup(other.end)
        for status in (301, 302, 307, 308):
            with self.subTest(status):
                self.desk.log.clear()
                self.desk.faults["GET"].append((status, None, {"Location": f"{other.url}/tas/api/incidents?x={USER}"}))
                self.ends(2, create(1), create(2))
                self.assertEqual((self.desk.methods(), other.log), ("GET", []))
                self.assertIn(f"redirect to 127.0.0.1:{other.server_address[1]};", self.err)


class Safety(Case):
    def test_a_number_that_is_not_ours_ends_it_before_anything_is_sent(self):
        for foreign in ("I 2611 001", "oces:v1:" + "0" * 31, "oces:v2:" + "0" * 32, number(1) + "\n", "x" + number(1),
                        "oces:v1:" + "0" * 31 + "'", "oces:v1:" + "A" * 32, None, 7):
            with self.subTest(foreign):
                self.ends(2, create(2), {**change("close", 1), "externalId": foreign})
                self.assertEqual(self.desk.log, [])

    def test_a_plan_that_is_something_else_is_not_sent(self):
        wrong = {**create(1), "body": {**create(1)["body"], "externalNumber": "I 1"}}
        for whole in (
            plan(create(1), tracker="jira"), plan(create(1), kind="report"), plan(create(1), schemaVersion="2.0"),
            plan(create(1), create(1)), plan({**create(1), "path": "/tas/api/persons"}), plan(wrong),
            plan({**create(1), "then": [{"method": "PUT"}]}), plan({**create(1), "operation": "delete"}),
            plan({**change("close", 1), "path": "/tas/api/incidents/id/{ticket}/../../persons"}),
            plan({**change("close", 1), "method": "DELETE"}), plan({**change("update", 1), "body": {}}),
            plan("x"), {"operations": 1}, [],
        ):
            with self.subTest(whole):
                self.ends(2, whole=whole or [1])
                self.assertEqual(self.desk.log, [])

    def test_http_is_for_this_machine_only(self):
        refuse = mock.patch.object(socket, "getaddrinfo", side_effect=socket.gaierror(-2, "no"))
        for url in ("http://kommune.topdesk.net", "http://127.0.0.1.nip.example", "http://localhost.example"):
            with self.subTest(url), refuse as asked:
                self.ini = INI.replace("{url}", url)
                self.ends(2, create(1))
                self.assertEqual(asked.call_count, 0)
                self.assertIn("not https", self.err)
        with refuse as asked:
            self.ends(2, create(1), args=["--plain-http"])
            self.assertEqual(asked.call_count, 3)

    def test_an_address_that_is_none_is_refused(self):
        for url in ("", "ftp://x", "https://", "kommune.topdesk.net", "https://a:b@x", "https://x/other",
                    "https://x?y", "https://x:99999"):
            with self.subTest(url):
                self.ini = INI.replace("{url}", url)
                self.ends(2, create(1))
                self.assertIn("url in [topdesk]", self.err)

    def test_a_path_that_belongs_to_the_api_may_be_in_the_address(self):
        for path in ("/", "/tas", "/tas/", "/tas/api"):
            self.ini = INI.replace("{url}", "{url}" + path)
            self.ends(0, create(1))
        self.assertEqual(len(self.desk.incidents), 1)

    def test_a_token_file_that_is_wrong_is_told_and_not_shown(self):
        for text in (PASSWORD.replace(":", ""), ":" + PASSWORD, f"{USER}:{PASSWORD}\nmore", "", f"{USER}:\x01{PASSWORD}"):
            with self.subTest(text):
                self.token(text)
                self.ends(2, create(1))
                self.assertIn("must hold one line", self.err)
        self.assertEqual(self.desk.log, [])

    @unittest.skipUnless(os.name == "posix", "rights of POSIX")
    def test_a_token_file_that_everybody_may_read_is_refused(self):
        self.token(TOKEN, 0o604)
        self.ends(2, create(1))
        self.assertEqual(self.desk.log, [])

    def test_nothing_from_outside_steers_the_terminal(self):
        self.desk.add(1, number="I\x1b]0;x\x07\u202e\u2028\x9b1")
        self.desk.faults["PATCH"].append((400, b"\xff\x1b[2J\r\ngone\xc2\x9b\xe2\x80\xae"))
        self.ends(1, change("update", 1))
        for char in "\x1b\x07\r\x9b\u202e\u2028":
            self.assertNotIn(char, self.said)
        self.assertEqual(len(self.out.splitlines()), 2)

    def test_what_the_plan_says_does_not_either(self):
        self.ends(1, {**change("update", 1, "\x1b[2J\u202e"), "ticket": "I\x1b\n"}, args=["--dry-run", "--look-up"])
        self.ends(0, {**change("update", 1, "\x1b[2J\u202e\x9b"), "ticket": "I\x1b\n"}, args=["--dry-run"])
        for char in "\x1b\u202e\x9b":
            self.assertNotIn(char, self.said)

    def test_a_slip_in_the_configuration_is_told(self):
        for slip in ("[clos]\nclosed = yes", "complted = no", "completed = yes", "unarchive = maybe",
                     "[create]\nline = thirdLine", "[topdesk]\nurl = x"):
            with self.subTest(slip):
                self.ini = INI + slip + "\n"
                self.ends(2, create(1))
                self.assertEqual(self.desk.log, [])

    def test_the_example_is_a_configuration(self):
        config = send.Config(str(HERE / "topdesk.example.ini"))
        body = send.create_body(create(1), config)
        self.assertEqual((body["operatorGroup"], body["callerLookup"]),
                         ({"name": "Servere"}, {"email": "it-sikkerhed@kommune.example"}))

    @unittest.skipUnless(shutil.which("openssl"), "no openssl: TLS IS NOT CHECKED")
    def test_tls_is_verified(self):
        key, cert = self.dir / "key.pem", self.dir / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", key, "-out", cert, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                        "-days", "2"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        self.desk.socket = context.wrap_socket(self.desk.socket, server_side=True)
        port = self.desk.server_address[1]
        trusted = ["--ca-file", cert]
        for host, args, code in (("localhost", (), 2), ("127.0.0.1", trusted, 2), ("localhost", trusted, 0)):
            with self.subTest(host, args=args):
                self.ini = INI.replace("{url}", f"https://{host}:{port}")
                self.ends(code, create(1), args=args)
                self.assertEqual("no safe connection" in self.err, code == 2)
                self.assertEqual(len(self.desk.incidents), 0 if code else 1)


class Alone(Case):
    def test_the_lock_is_held_while_something_is_sent(self):
        seen = []

        def try_it():
            seen.append(send.taken(str(self.dir / "topdesk.token")))
        self.desk.on_post = try_it
        self.ends(0, create(1))
        self.assertEqual(seen, [None])
        free = send.taken(str(self.dir / "topdesk.token"))
        self.assertIsNotNone(free)
        free()

    def test_a_second_run_waits_for_the_first(self):
        for locks in (send.fcntl, None):
            with self.subTest(locks), mock.patch.object(send, "fcntl", locks):
                self.clock.slept.clear()
                self.desk.log.clear()
                other = send.taken(str(self.dir / "topdesk.token"))

                def let_go(other=other):
                    self.assertEqual(self.desk.log, [])
                    if len(self.clock.slept) == 3:
                        other()
                self.clock.on_sleep = let_go
                self.ends(0, create(1))
                self.assertEqual(self.clock.slept, [1.0] * 3)
                self.assertIn("waiting for another run", self.err)
                self.assertFalse((self.dir / "topdesk.token.lock").exists())

    def test_it_does_not_wait_for_ever(self):
        other = send.taken(str(self.dir / "topdesk.token"))
        self.ends(2, create(1))
        other()
        self.assertEqual(self.desk.log, [])
        self.assertLess(sum(self.clock.slept), 700)


class Telling(Case):
    def test_a_dry_run_opens_no_connection_and_needs_no_token(self):
        (self.dir / "topdesk.token").unlink()
        self.ini += "[create]\noperator_group = Servere\noperator_group_lookup = yes\n"
        with mock.patch.object(socket, "create_connection", side_effect=AssertionError("a connection")):
            self.ends(0, create(1), change("close", 2), change("update", 3), change("reopen", 4), args=["--dry-run"])
        self.assertEqual(self.desk.log, [])
        self.assertIn("  GET /tas/api/incidents?query=externalNumber%3D%3D%27oces%3Av1%3A", self.out)
        self.assertIn('  POST /tas/api/incidents {"briefDescription": "OCES II på web1"', self.out)
        self.assertIn('  PATCH /tas/api/incidents/id/{ticket} {"action": "Nyt sted", "processingStatus": {"name": "Lukket"}', self.out)
        self.assertIn(f"create {number(1)} -: would be created", self.out)

    def test_a_dry_run_that_looks_up_does_only_that(self):
        hit = self.desk.add(2, number="I 2611 002")
        self.desk.add(3, closed=True)
        self.ends(0, create(1), change("close", 2), create(3), args=["--dry-run", "--look-up"])
        self.assertEqual(set(self.desk.methods().split()), {"GET"})
        self.assertIn(f"PATCH /tas/api/incidents/id/{hit['id']} ", self.out)
        self.assertEqual([line.split(": ", 1)[1] for line in self.out.splitlines() if " oces:v1:" in line],
                         ["would be created", "would be closed", "would be reopened (there was a closed incident)"])

    def test_look_up_goes_with_a_dry_run(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as ended:
            self.run_it(create(1), args=["--look-up"])
        self.assertEqual(ended.exception.code, 2)
        self.assertEqual(self.desk.log, [])

    def test_json(self):
        self.desk.faults["POST"].extend([None, (400, None)])
        self.ends(1, create(1), create(2), args=["--json"])
        told = json.loads(self.out)
        self.assertEqual((told["exitCode"], told["stopped"], told["notDone"], told["summary"]),
                         (1, None, 0, {"created": 1, "refused": 1}))
        self.assertEqual([(row["externalId"], row["ticket"], row["outcome"], row["state"]) for row in told["operations"]],
                         [(number(1), "I 2611 001", "created", '{"n":1}'), (number(2), None, "refused", '{"n":2}')])
        self.assertIn(f"create {number(1)}", self.err)

    def test_json_when_it_could_not_go_on(self):
        self.desk.faults["GET"].extend([None, None, (401, None)])
        self.ends(2, create(1), create(2), create(3), args=["--json"])
        told = json.loads(self.out)
        self.assertEqual((told["exitCode"], told["notDone"], len(told["operations"])), (2, 2, 1))
        self.assertIn("401", told["stopped"])

    def test_a_plan_from_standard_input(self):
        (self.dir / "topdesk.ini").write_text(INI.replace("{url}", self.desk.url), encoding="utf-8")
        out = io.StringIO()
        code = send.main(["-", "--config", str(self.dir / "topdesk.ini")], stdin=io.BytesIO(json.dumps(plan(create(1))).encode()),
                         out=out, err=out, clock=self.clock, sleep=self.clock.sleep)
        self.assertEqual((code, len(self.desk.incidents)), (0, 1), out.getvalue())

    def test_nothing_to_do(self):
        self.ends(0)
        self.assertEqual((self.desk.log, self.out), ([], "nothing\n"))


class Whole(Case):
    """A plan of `oces` itself, if there is one: sent, sent again, closed by people, sent again."""

    def test_a_plan_is_sent_once(self):
        path = os.environ.get("OCES_TOPDESK_PLAN")
        whole = json.loads(Path(path).read_text(encoding="utf-8")) if path else plan(*(create(n) for n in range(1, 31)))
        numbers = sorted(operation["externalId"] for operation in whole["operations"] if operation["operation"] == "create")
        self.assertTrue(numbers)
        for operation in whole["operations"]:
            if operation["operation"] != "create":
                self.desk.add(operation["externalId"], closed=operation["operation"] == "reopen")
        there = len(self.desk.incidents)
        self.ends(0, whole=whole)
        self.assertEqual(sorted(item["externalNumber"] for item in self.desk.incidents[there:]), numbers)
        changes = len(self.desk.sent("POST", "PATCH", "PUT"))
        self.ends(0, whole=whole)
        self.assertEqual(len(self.desk.sent("POST", "PATCH", "PUT")), changes)
        self.assertTrue(all(len(item["briefDescription"]) <= 80 for item in self.desk.incidents[there:]))
        for item in self.desk.incidents[there:]:
            item["closed"] = True
        self.ends(0, whole=whole)
        self.assertEqual(len(self.desk.incidents) - there, len(numbers))
        self.assertFalse(any(item["closed"] for item in self.desk.incidents[there:]))


if __name__ == "__main__":
    unittest.main()
