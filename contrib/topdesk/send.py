#!/usr/bin/env python3
"""Sends to TOPdesk what `oces tickets plan REPORT... --for topdesk` planned.

    send.py OPERATIONS.json --config topdesk.ini [--dry-run [--look-up]] [--json]

Needs Python 3.9 and nothing else. Read README.md beside this file first: this
was tested against a mock of TOPdesk's API only.

Behaviour:
1. Every operation begins with a look-up by `externalNumber`. Only incidents
   that carry exactly this `oces:v1:` number are touched; partial incidents,
   which inherit the number of their main incident, are not.
2. A create makes nothing if there is a hit: a closed hit is reopened, an open
   one is left. After a create the number is looked up again: a TOPdesk that did
   not keep it would get a new incident every night, so that ends the run.
3. An update sends an `action` and nothing else. Closing and reopening send
   besides the processing status and the flags `completed` and `closed`.
4. No request that changes something is repeated before a look showed that it
   was not carried out.
5. The password is in no argument, no output and no error. Redirects are not
   followed, and nothing but https is spoken except with this machine itself.
6. Ends with 0 if all is done, 1 if an operation was refused or given up, 2 if
   it could not go on. What was done, and of what that is not known, is told;
   another run goes on from there.
"""

import argparse
import base64
import configparser
import contextlib
import email.utils
import html
import http.client
import ipaddress
import json
import os
import re
import ssl
import stat
import sys
import time
import unicodedata
from collections import namedtuple
from datetime import datetime
from urllib.parse import quote, urlencode, urlsplit

try:
    import fcntl
except ImportError:  # Windows.
    fcntl = None

INCIDENTS = "/tas/api/incidents"
EXTERNAL_ID = re.compile(r"oces:v1:[0-9a-f]{32}\Z")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
INCIDENT_ID = re.compile(r"[0-9A-Za-z_-]{1,64}\Z")
LONGEST_TITLE, LONGEST_NUMBER = 80, 60
LARGEST_PLAN, LARGEST_ANSWER, LARGEST_TOKEN = 64 << 20, 16 << 20, 4096
MOST_PAGES = 50
# An incident that was created must be found again; a search index may lag.
LOOKS_AFTER_CREATE, BETWEEN_LOOKS = 3, 2.0
TRIES_TO_CONNECT, TIME_TO_CONNECT = 3, 10.0
LONGEST_PAUSE, LONGEST_LOCK = 15.0, 600
UNKNOWN = "it was sent; whether it was carried out is not known, the next run looks"
DONE = ("created", "updated", "closed", "reopened", "left")
# TOPdesk's two generations of names for the same thing.
PAGINGS = {"old": [("start", "page_size")], "new": [("pageStart", "pageSize")]}
PAGINGS["auto"] = PAGINGS["old"] + PAGINGS["new"]

Answer = namedtuple("Answer", "status headers data")
Hit = namedtuple("Hit", "id number closed archived created")


class Stop(Exception):
    """The run cannot go on."""


class Refused(Exception):
    """One operation is not possible; the others go on."""

    def __init__(self, text, status=None):
        super().__init__(text)
        self.status = status


class GaveUp(Exception):
    """One operation was tried for as long as `--retry-for` allows."""


class Broken(Exception):
    """The request was sent, and no whole answer came: it may have been carried out."""


def legible(text, longest=300):
    """Foreign text that can do nothing to a terminal: one line, nothing that steers."""
    made = []
    for char in str(text)[:longest]:
        steers = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        made.append("\\u%04x" % ord(char) if steers else char)
    return "".join(made) + ("…" if len(str(text)) > longest else "")


# What is read: the plan, the configuration, the password.


def read_plan(path, stream):
    """The operations, each checked; anything unknown ends the run before the first request."""
    try:
        if path == "-":
            data = stream.read(LARGEST_PLAN + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(LARGEST_PLAN + 1)
        if len(data) > LARGEST_PLAN:
            raise Stop(f"{legible(path)} is larger than {LARGEST_PLAN >> 20} MiB")
        plan = json.loads(data)
    except (OSError, ValueError, RecursionError) as reason:
        raise Stop(f"{legible(path)} cannot be read: {legible(reason)}") from None
    if not isinstance(plan, dict) or plan.get("kind") != "ticket-operations":
        raise Stop(f"{legible(path)} was not written by `oces tickets plan`")
    if plan.get("tracker") != "topdesk":
        raise Stop(f"{legible(path)} is for {legible(plan.get('tracker'))}, not for topdesk")
    if not str(plan.get("schemaVersion")).startswith("1."):
        raise Stop(f"{legible(path)} has schema {legible(plan.get('schemaVersion'))}; this knows 1")
    operations = plan.get("operations")
    if not isinstance(operations, list):
        raise Stop(f"{legible(path)} has no operations")
    seen = set()
    for at, operation in enumerate(operations, 1):
        wrong = wrong_with(operation) or (operation["externalId"] in seen and "its externalId comes twice")
        if wrong:
            raise Stop(f"operation {at}: {wrong}; nothing was sent")
        seen.add(operation["externalId"])
    return operations


def wrong_with(operation):
    """Why this operation is none that can be sent, or None."""
    if not isinstance(operation, dict):
        return "it is not an object"
    kind, body, path = operation.get("operation"), operation.get("body"), operation.get("path")
    number = operation.get("externalId")
    if kind not in ("create", "update", "reopen", "close"):
        return f"{legible(kind)} is not known"
    if not isinstance(number, str) or len(number) > LONGEST_NUMBER or not EXTERNAL_ID.match(number):
        return f"externalId {legible(number)} is not oces:v1: with 32 digits"
    if not isinstance(body, dict) or operation.get("then"):
        return "it has no body, or further requests"
    if kind == "create":
        texts = (body.get("briefDescription"), body.get("request"))
        if (operation.get("method"), path) != ("POST", INCIDENTS):
            return f"a create is not sent to {legible(path)}"
        if body.get("externalNumber", number) != number:
            return "its externalNumber is not its externalId"
    else:
        texts = (body.get("action"),)
        asked = re.match(INCIDENTS + r"/(id|number)/\{ticket\}\Z", path if isinstance(path, str) else "")
        if operation.get("method") not in ("PUT", "PATCH") or not asked:
            return f"{legible(kind)} is not sent to {legible(path)}"
    return None if all(isinstance(text, str) and text for text in texts) else "a text is missing"


class Config:
    """`topdesk.ini`. A key that is not known is an error: a slip must not go unseen."""

    KNOWN = {
        "topdesk": "url token_file ca_file method paging page_size query archived_too",
        "caller": "lookup value name email branch",
        "create": "line operator_group operator_group_lookup category subcategory call_type entry_type "
                  "impact urgency priority duration processing_status",
        "action": "invisible",
        "close": "processing_status completed closed closure_code archive_reason",
        "reopen": "processing_status completed closed unarchive",
        "fields": None,
    }
    LOOKUPS = ("id", "email", "employeeNumber", "networkLoginName", "loginName")

    def __init__(self, path):
        self.ini = configparser.ConfigParser(interpolation=None)
        self.ini.optionxform = str
        self.folder = os.path.dirname(os.path.abspath(path))
        try:
            with open(path, encoding="utf-8-sig") as file:
                self.ini.read_file(file)
        except (OSError, ValueError, configparser.Error) as reason:
            raise Stop(f"{legible(path)} cannot be read: {legible(reason)}") from None
        for section in self.ini.sections():
            if section not in self.KNOWN:
                raise Stop(f"{legible(path)}: [{legible(section)}] is not known")
            for key in self.ini[section]:
                if self.KNOWN[section] is not None and key not in self.KNOWN[section].split():
                    raise Stop(f"{legible(path)}: {legible(key)} in [{section}] is not known")
        self.check()

    def check(self):
        for section, key, among in (
            ("topdesk", "method", ("PATCH", "PUT")), ("topdesk", "paging", tuple(PAGINGS)),
            ("caller", "lookup", self.LOOKUPS), ("create", "line", ("firstLine", "secondLine")),
            ("close", "completed", ("yes", "leave")), ("close", "closed", ("yes", "leave")),
            ("reopen", "completed", ("no", "leave")), ("reopen", "closed", ("no", "leave")),
        ):
            if self.text(section, key) not in ("", *among):
                raise Stop(f"{key} in [{section}] must be one of {', '.join(among)}")
        for section, key in (("topdesk", "archived_too"), ("create", "operator_group_lookup"),
                             ("action", "invisible"), ("reopen", "unarchive")):
            self.yes(section, key)
        size = self.text("topdesk", "page_size", "100")
        if not re.match(r"[1-9][0-9]{0,3}\Z", size):
            raise Stop("page_size in [topdesk] must be between 1 and 9999")
        self.page_size = int(size)
        self.query = self.text("topdesk", "query", "externalNumber=='{id}'")
        if "{id}" not in self.query:
            raise Stop("query in [topdesk] must hold {id}")

    def text(self, section, key, default=""):
        return self.ini.get(section, key, fallback="").strip() or default

    def has(self, section, key):
        return self.ini.has_option(section, key)

    def yes(self, section, key):
        """True, False, or None if it is not said."""
        said = self.text(section, key).lower()
        if said not in ("", "yes", "no"):
            raise Stop(f"{key} in [{section}] must be yes or no")
        return None if not said else said == "yes"

    def path(self, key):
        """A file that is named relative to the configuration."""
        said = self.text("topdesk", key)
        return os.path.join(self.folder, said) if said else None

    def named(self, section, key):
        """A thing of TOPdesk by its name or its id, or None."""
        said = self.text(section, key)
        return ({"id": said} if UUID.match(said) else {"name": said}) if said else None


def read_token(path):
    """`user:application-password`. What is wrong with it is told without telling it."""
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_TOKEN + 1)
            mode = os.fstat(file.fileno()).st_mode
    except OSError as reason:
        raise Stop(f"the token file {legible(path)} cannot be read: {legible(reason.strerror)}") from None
    if os.name == "posix" and mode & stat.S_IRWXO:
        raise Stop(f"everybody may read the token file {legible(path)}: chmod 600 it")
    try:
        token = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        token = ""
    user, colon, password = token.partition(":")
    if len(data) > LARGEST_TOKEN or not (user and colon and password) or not token.isprintable():
        raise Stop(f"the token file {legible(path)} must hold one line: user:application-password")
    return token


class Address:
    """Where TOPdesk is. `https` only, unless the name is this machine's own."""

    def __init__(self, url, plain_http):
        try:
            parts = urlsplit(url)
            self.host, port = parts.hostname or "", parts.port
            self.host.encode("idna")
        except ValueError:
            raise Stop("url in [topdesk] is none") from None
        if parts.username or parts.password or "@" in parts.netloc:
            raise Stop("url in [topdesk] must not hold a user or a password")
        if parts.scheme not in ("https", "http") or not self.host or parts.query or parts.fragment:
            raise Stop("url in [topdesk] must look like https://kommune.topdesk.net")
        if parts.path.rstrip("/") not in ("", "/tas", "/tas/api"):
            raise Stop("url in [topdesk] must end with the name of the server: /tas/api is added")
        self.tls = parts.scheme == "https"
        if not self.tls and not plain_http and not self.loopback():
            raise Stop("url in [topdesk] is not https: the password would be readable on the way")
        self.port = port or (443 if self.tls else 80)
        self.shown = legible(f"{parts.scheme}://{self.host}:{self.port}")

    def loopback(self):
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


# The connection.


class Client:
    """Requests with the patience that each of them deserves."""

    def __init__(self, address, token, options, clock, sleep, now):
        self.address, self.options = address, options
        self.clock, self.sleep, self.now = clock, sleep, now
        coded = base64.b64encode(token.encode("utf-8")).decode("ascii")
        password = token.partition(":")[2]
        plain = {token, password, coded}
        coded_again = {form for text in plain for form in (
            json.dumps(text)[1:-1], quote(text, safe=""), html.escape(text))}
        self.secrets = sorted(plain | coded_again, key=len, reverse=True)
        self.headers = {
            "Accept": "application/json", "Authorization": "Basic " + coded,
            "User-Agent": "oces-topdesk/1", "Connection": "close",
        }
        # Whether something was sent since this was last reset that changed TOPdesk, or may have.
        self.changed = False
        self.tls = None
        if address.tls:
            try:
                self.tls = ssl.create_default_context(cafile=options.ca_file)
            except (OSError, ssl.SSLError) as reason:
                raise Stop(f"the CA file cannot be read: {legible(reason)}") from None

    def foreign(self, text):
        """What the server said, without our password should it echo that."""
        text = str(text)
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return legible(text)

    def get(self, path):
        return self.send("GET", path)

    def send(self, method, path, body=None, carried_out=None):
        """An answer that is a success. `carried_out` looks whether a request that got no answer
        was carried out all the same, and gives what stands for the answer then, or None."""
        began, pause = self.clock(), 1.0
        while True:
            status, wait = None, pause
            try:
                answer = self.once(method, path, body)
                status = answer.status
                self.changed |= method != "GET" and (200 <= status < 300 or status >= 500)
                if status != 429 and status < 500:
                    return self.success(answer)
                trouble = f"{self.address.shown} answers {status}"
                wait = self.asked_pause(answer.headers, pause)
            except Broken as reason:
                trouble = str(reason)
                self.changed |= method != "GET"
            if self.clock() - began + wait > self.options.retry_for:
                self.give_up(trouble, status, wait)
            self.sleep(wait)
            pause = min(pause * 2, LONGEST_PAUSE)
            if carried_out and status != 429:
                found = carried_out()
                if found is not None:
                    return found

    def give_up(self, trouble, status, wait):
        said = f"{trouble}; given up after --retry-for {self.options.retry_for:g} s"
        if status == 429:
            raise Stop(f"{said} (the pause asked for: {wait:.0f} s)")
        raise GaveUp(said)

    def asked_pause(self, headers, default):
        """`Retry-After`, seconds or a date; never negative."""
        said = (headers.get("Retry-After") or "").strip()
        if re.match(r"[0-9]{1,9}\Z", said):
            return float(said)
        try:
            return max(0.0, email.utils.parsedate_to_datetime(said).timestamp() - self.now())
        except (TypeError, ValueError, IndexError, OverflowError):
            return default

    def success(self, answer):
        status = answer.status
        if 200 <= status < 300:
            return answer
        if status in (401, 403):
            what = "user or application password is wrong" if status == 401 else "the account may not do this"
            raise Stop(f"{self.address.shown} answers {status}: {what} ({self.why(answer)})")
        if status < 400:
            to = urlsplit(answer.headers.get("Location") or "").netloc.rpartition("@")[2]
            raise Stop(f"{self.address.shown} answers {status}, a redirect to {self.foreign(to) or 'somewhere'}; "
                       "redirects are not followed: give the right url")
        raise Refused(f"TOPdesk answers {status}: {self.why(answer)}", status)

    def why(self, answer):
        return self.foreign(answer.data[:2000].decode("utf-8", "replace").strip()) or "without a reason"

    def once(self, method, path, body):
        """One request on a connection of its own."""
        connection = self.connected()
        try:
            headers = dict(self.headers)
            data = None
            if body is not None:
                data = json.dumps(body, ensure_ascii=False).encode("utf-8")
                headers["Content-Type"] = "application/json"
            connection.request(method, path, body=data, headers=headers)
            response = connection.getresponse()
            got = response.read(LARGEST_ANSWER + 1)
            length = response.getheader("Content-Length") or ""
            if re.match(r"[0-9]{1,15}\Z", length) and len(got) < int(length) and len(got) <= LARGEST_ANSWER:
                raise Broken("the answer broke off")
            if len(got) > LARGEST_ANSWER:
                raise Stop(f"{self.address.shown} answers with more than {LARGEST_ANSWER >> 20} MiB")
            return Answer(response.status, response.headers, got)
        except (OSError, http.client.HTTPException) as reason:
            raise Broken(f"no answer from {self.address.shown}: {self.foreign(reason) or type(reason).__name__}") from None
        finally:
            connection.close()

    def connected(self):
        """A connection. Until there is one nothing was sent, so that it is safe to try again."""
        began, pause, reason = self.clock(), 1.0, ""
        for tried in range(1, TRIES_TO_CONNECT + 1):
            left = max(0.1, TIME_TO_CONNECT - (self.clock() - began))
            connection = self.connection(min(self.options.timeout, left))
            try:
                connection.connect()
                connection.sock.settimeout(self.options.timeout)
                return connection
            except ssl.SSLError as failed:
                connection.close()
                raise Stop(f"no safe connection to {self.address.shown}: {legible(failed)}") from None
            except OSError as failed:
                connection.close()
                reason = legible(failed)
            if tried == TRIES_TO_CONNECT or self.clock() - began + pause >= TIME_TO_CONNECT:
                break
            self.sleep(pause)
            pause *= 3
        raise Stop(f"{self.address.shown} was not reached, {tried} tries: {reason}")

    def connection(self, timeout):
        if self.tls:
            return http.client.HTTPSConnection(
                self.address.host, self.address.port, timeout=timeout, context=self.tls)
        return http.client.HTTPConnection(self.address.host, self.address.port, timeout=timeout)


def decoded(answer, what):
    """The JSON of an answer. A page to log in on is a success as well, but none of TOPdesk's API."""
    try:
        return json.loads(answer.data)
    except (ValueError, RecursionError):
        raise Stop(f"the answer to {what} is not JSON: is url in [topdesk] the right one?") from None


# The bodies.


def short_title(text):
    """At most 80 UTF-16 units, which is how databases and Java count."""
    text = " ".join(text.split())
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * LONGEST_TITLE:
        return text
    return units[: 2 * (LONGEST_TITLE - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


def create_body(operation, config):
    """The incident: what the plan says, and what it leaves open from the configuration."""
    body = dict(operation["body"])
    body["externalNumber"] = operation["externalId"]
    body["briefDescription"] = short_title(body["briefDescription"])
    filled = {"status": config.text("create", "line", "firstLine")}
    for field, key in (
        ("operatorGroup", "operator_group"), ("category", "category"), ("subcategory", "subcategory"),
        ("callType", "call_type"), ("entryType", "entry_type"), ("impact", "impact"), ("urgency", "urgency"),
        ("priority", "priority"), ("duration", "duration"),
    ):
        filled[field] = config.named("create", key)
    # A subcategory belongs to its category: one from here would not fit another's category.
    if body.get("category"):
        filled["subcategory"] = None
    for field, value in filled.items():
        if value is not None and not body.get(field):
            body[field] = value
    if config.has("create", "processing_status"):
        status(body, config.named("create", "processing_status"))
    if not body.get("caller") and not body.get("callerLookup"):
        body.update(caller(config))
    for path in config.ini["fields"] if config.ini.has_section("fields") else ():
        fill(body, path.split("."), config.text("fields", path))
    return body


def caller(config):
    kind, value = config.text("caller", "lookup"), config.text("caller", "value")
    if kind and value:
        return {"callerLookup": {kind: value}}
    name, branch = config.text("caller", "name"), config.named("caller", "branch")
    if name and branch:
        made = {"dynamicName": name, "branch": branch}
        if config.text("caller", "email"):
            made["email"] = config.text("caller", "email")
        return {"caller": made}
    raise Refused("TOPdesk wants a caller: neither the plan nor [caller] of the configuration names one")


def fill(body, path, value):
    """`optionalFields1.text1 = x`, for what a site made mandatory; nothing is replaced."""
    for name in path[:-1]:
        body = body.setdefault(name, {})
        if not isinstance(body, dict):
            return
    body.setdefault(path[-1], {"yes": True, "true": True, "no": False, "false": False}.get(value.lower(), value))


def status(body, named):
    body.pop("processingStatus", None)
    if named:
        body["processingStatus"] = named


def action_body(text, config):
    body = {"action": text}
    if config.yes("action", "invisible"):
        body["actionInvisibleForCaller"] = True
    return body


def change_body(kind, planned, text, config):
    """The action, and for closing and reopening the status and the flags; never anything else,
    so that what people set by hand stays as they set it."""
    body = action_body(text, config)
    if kind == "update":
        return body
    if config.has(kind, "processing_status"):
        status(body, config.named(kind, "processing_status"))
    elif isinstance(planned.get("processingStatus"), dict):
        body["processingStatus"] = planned["processingStatus"]
    flags = [flag for flag in ("completed", "closed") if sets(kind, flag, planned, config)]
    if not flags:
        # An incident that stays as it is would be closed or reopened again every night.
        raise Refused(f"neither completed nor closed would be sent: see [{kind}] of the configuration")
    body.update((flag, kind == "close") for flag in flags)
    if kind == "close" and config.named("close", "closure_code"):
        body["closureCode"] = config.named("close", "closure_code")
    return body


def sets(kind, flag, planned, config):
    """Whether a flag is sent: the configuration says so, or else the plan; reopening takes both back."""
    said = config.text(kind, flag)
    return said != "leave" if said else kind == "reopen" or planned.get(flag) is True


def lines_of(text):
    """The lines of a text, whether it came as HTML or not, so that ours is known again."""
    text = re.sub(r"(?i)<\s*(br|/p|/div|/h[1-6]|/li)\b[^>]*>", "\n", text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


# The operations.


class Sender:
    """Looks, decides, sends; one operation after the other."""

    def __init__(self, config, client, options, tell):
        self.config, self.client, self.options, self.tell = config, client, options, tell
        self.clock_sleep = client.sleep if client else None
        self.pagings = PAGINGS[config.text("topdesk", "paging", "auto")]
        self.groups = {}
        self.notes = []
        self.requests = []

    def one(self, operation):
        """What became of an operation: (outcome, ticket, detail)."""
        self.notes, self.requests, self.asked = [], [], operation
        if self.client:
            self.client.changed = False
        hits = self.look_up(operation["externalId"])
        hit = self.chosen(hits, operation)
        outcome, hit, detail = getattr(self, operation["operation"])(operation, hit)
        told = "; ".join([detail, *self.notes] if detail else self.notes)
        return outcome, hit.number if hit else operation.get("ticket"), told

    def create(self, operation, hit):
        if hit and (hit.closed or hit.archived):
            self.notes.append("there was a closed incident")
            return self.reopen(operation, hit, operation["body"]["request"])
        if hit:
            return "left", hit, "there is an open incident already"
        body = self.with_group(create_body(operation, self.config))
        answer = self.write("POST", INCIDENTS, body, lambda: self.first(operation["externalId"]))
        if answer is None:
            return "created", None, ""
        if isinstance(answer, Hit):
            return "created", answer, "its answer was lost; it was found by its number"
        return "created", self.kept(operation, answer), ""

    def kept(self, operation, answer):
        """The incident that was made, found by its number: else the next run would make another."""
        number = operation["externalId"]
        for look in range(LOOKS_AFTER_CREATE):
            if look:
                self.clock_sleep(BETWEEN_LOOKS)
            hits = self.look_up(number)
            if hits:
                return self.chosen(hits, operation)
        try:
            made = json.loads(answer.data).get("number")
        except (ValueError, AttributeError, RecursionError):
            made = None
        raise Stop(f"incident {self.client.foreign(made)} was created for {number} but is not found by "
                   "externalNumber: either TOPdesk did not keep the number (only operators may set it), or the "
                   "look-up is wrong. Going on would make duplicates")

    def update(self, operation, hit):
        text = operation["body"]["action"]
        if self.must(hit).archived:
            return "left", hit, "it is archived"
        if self.said(hit, text):
            return "left", hit, "this action is there already"
        more = sorted(set(operation["body"]) - {"action", "actionInvisibleForCaller"})
        if more:
            self.notes.append(legible(f"only the action is sent, not {', '.join(more)}"))
        self.write(self.method(operation), self.at(hit), action_body(text, self.config),
                   lambda: self.said(hit, text, sure=True))
        return "updated", hit, ""

    def close(self, operation, hit):
        if self.must(hit).closed or hit.archived:
            return "left", hit, "it is closed already"
        body = change_body("close", operation["body"], operation["body"]["action"], self.config)
        self.write(self.method(operation), self.at(hit), body, lambda: self.again(hit, closed=True))
        reason = self.config.named("close", "archive_reason")
        if reason:
            try:
                self.write("PUT", self.at(hit) + "/archive", reason, lambda: self.again(hit, archived=True))
            except Refused as why:
                self.notes.append(f"closed, but not archived: {why}")
        return "closed", hit, ""

    def reopen(self, operation, hit, text=None):
        if not self.must(hit).closed and not hit.archived:
            return "left", hit, "it is open already"
        text = text or operation["body"]["action"]
        if hit.archived:
            if self.config.yes("reopen", "unarchive") is False:
                raise Refused("it is archived, and [reopen] says not to unarchive")
            self.write("PUT", self.at(hit) + "/unarchive", {}, lambda: self.again(hit, archived=False))
        body = change_body("reopen", operation["body"] if operation["operation"] == "reopen" else {}, text, self.config)
        self.write(self.method(operation), self.at(hit), body, lambda: self.again(hit, closed=False))
        return "reopened", hit, ""

    def must(self, hit):
        if hit is None:
            raise Refused("no incident carries this number")
        return hit

    def method(self, operation):
        planned = operation["method"] if operation["method"] != "POST" else "PATCH"
        return self.config.text("topdesk", "method", planned)

    @staticmethod
    def at(hit):
        return f"{INCIDENTS}/id/{hit.id}"

    def write(self, method, path, body, carried_out):
        if self.options.dry_run:
            self.request(method, path, body)
            return None
        return self.client.send(method, path, body, carried_out)

    def request(self, method, path, body=None):
        self.requests.append({"method": method, "path": path, **({} if body is None else {"body": body})})

    # Looks.

    def first(self, number):
        hits = self.look_up(number)
        return hits[0] if hits else None

    def again(self, hit, **wanted):
        """The same incident if it is as it should be by now."""
        for found in self.look_up(self.asked["externalId"]):
            if found.id == hit.id and all(getattr(found, key) == value for key, value in wanted.items()):
                return found
        return None

    def chosen(self, hits, operation):
        if not hits:
            return None
        if len(hits) > 1:
            names = ", ".join(legible(hit.number) for hit in hits)
            self.notes.append(f"{len(hits)} incidents carry this number: {names}; the first of these is used")
        known = operation.get("ticket")
        if known and known not in (hits[0].number, hits[0].id):
            self.notes.append(f"the plan knew it as {legible(known)}")
        return hits[0]

    def look_up(self, number):
        """The incidents with exactly this number: not archived before archived, open before
        closed, then the oldest first."""
        if self.options.dry_run and not self.options.look_up:
            self.request("GET", self.query(number, self.pagings[0], 0))
            planned = self.asked["operation"]
            return [] if planned == "create" else [
                Hit("{ticket}", self.asked.get("ticket") or "{ticket}", planned == "reopen", False, "")]
        found = [self.hit(item) for item in self.pages(number)
                 if item.get("externalNumber") == number and not str(item.get("status")).startswith("partial")]
        return sorted(found, key=lambda hit: (hit.archived, hit.closed, hit.created, hit.number))

    def query(self, number, names, start):
        # FIQL knows only these characters, and the number was checked.
        asked = {"query": self.config.query.replace("{id}", number), names[0]: start, names[1]: self.config.page_size}
        if self.config.yes("topdesk", "archived_too") is not False:
            asked["all"] = "true"
        return f"{INCIDENTS}?{urlencode(asked, quote_via=quote)}"

    def pages(self, number):
        """All that the query gives, page after page; by other names if the first are not understood."""
        for names in self.pagings:
            items, start = {}, 0
            for _ in range(MOST_PAGES):
                page, more = self.page(self.query(number, names, start))
                fresh = [item for item in page if item.get("id") not in items]
                if more and page and not fresh:
                    break
                items.update((item.get("id"), item) for item in fresh)
                start += len(page)
                if not more or not page:
                    self.pagings = [names]
                    return list(items.values())
            else:
                raise Stop(f"the look-up by externalNumber gives more than {MOST_PAGES} pages: "
                           "TOPdesk does not understand query in [topdesk]")
        raise Stop("TOPdesk gives the same page again and again: set paging in [topdesk]")

    def page(self, path):
        try:
            answer = self.client.get(path)
        except Refused as why:
            if why.status == 404:
                raise Stop(f"{self.client.address.shown} has no {INCIDENTS} (404): is url in [topdesk] "
                           "the right one?") from None
            raise Stop(f"the look-up by externalNumber is refused: {why}") from None
        if answer.status == 204:
            return [], False
        items = decoded(answer, "the look-up by externalNumber")
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise Stop("the look-up by externalNumber gives no list of incidents")
        return items, answer.status == 206

    def hit(self, item):
        number, key = item.get("number"), item.get("id")
        flags = [item.get(flag) for flag in ("completed", "closed")]
        if not isinstance(key, str) or not INCIDENT_ID.match(key) or not isinstance(number, str):
            raise Stop("the look-up by externalNumber gives an incident without id or number")
        if not all(isinstance(flag, bool) for flag in flags):
            raise Stop(f"incident {legible(number)} does not say whether it is completed and closed")
        return Hit(key, number, any(flags), str(item.get("status")).endswith("Archived"), moment(item.get("creationDate")))

    def said(self, hit, text, sure=False):
        """True if the action is there already, else None. What oces wrote last counts: the same
        text may come twice with another between. `sure`: not being able to tell is an error."""
        if self.options.dry_run and not self.options.look_up:
            return None
        try:
            answer = self.client.get(f"{self.at(hit)}/actions?start=0&page_size=100")
            items = [] if answer.status == 204 else json.loads(answer.data)
            items = [item for item in items if isinstance(item.get("memoText"), str)]
        except (Refused, ValueError, TypeError, AttributeError, RecursionError):
            if sure:
                raise Refused("the connection broke, and the actions cannot be read: "
                              "whether the action is there is not known, it is not sent again") from None
            return None
        items.sort(key=lambda item: moment(item.get("entryDate")), reverse=True)
        there, ours = [lines_of(item["memoText"]) for item in items], lines_of(text)
        if any(line.startswith("oces-state: ") for line in ours):
            there = [lines for lines in there if any(line.startswith("oces-state: ") for line in lines)][:1]
        return True if ours in there else None

    def with_group(self, body):
        """TOPdesk may want the id of an operator group; `operator_group_lookup` finds it."""
        group = body.get("operatorGroup")
        name = group.get("name") if isinstance(group, dict) and not group.get("id") else None
        if not name or not self.config.yes("create", "operator_group_lookup"):
            return body
        path = "/tas/api/operatorgroups/lookup?" + urlencode({"name": name}, quote_via=quote)
        if self.options.dry_run and not self.options.look_up:
            self.request("GET", path)
            return body
        if name not in self.groups:
            answer = self.client.get(path)
            found = {} if answer.status == 204 else decoded(answer, "the look-up of the operator group")
            found = found.get("results") if isinstance(found, dict) else found
            ids = [item["id"] for item in found or [] if isinstance(item, dict)
                   and item.get("name") == name and isinstance(item.get("id"), str)]
            self.groups[name] = ids
        if len(self.groups[name]) != 1:
            raise Refused(f"{len(self.groups[name])} operator groups are called {legible(name)}")
        return {**body, "operatorGroup": {"id": self.groups[name][0]}}


def moment(text):
    """A date of TOPdesk's as a number; what is none comes last."""
    for form in ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"):
        with contextlib.suppress(TypeError, ValueError):
            return datetime.strptime(text, form).timestamp()
    return float("inf")


# The run.


@contextlib.contextmanager
def alone(path, clock, sleep, tell):
    """One run at a time on this machine: an exclusive lock on the token file, as `oces` takes it.
    Without such locks a file beside it stands for one."""
    began, told = clock(), False
    held = None
    while held is None:
        held = taken(path)
        if held is None:
            if clock() - began > LONGEST_LOCK:
                raise Stop(f"another run holds {legible(path)} for more than {LONGEST_LOCK} s")
            if not told:
                tell("waiting for another run to end")
                told = True
            sleep(1.0)
    try:
        yield
    finally:
        held()


def taken(path):
    """What lets the lock go, or None if another run holds it."""
    try:
        if fcntl:
            file = open(path, "rb")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return None
            return file.close
        beside = path + ".lock"
        os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return lambda: os.remove(beside)
    except FileExistsError:
        return None
    except OSError as reason:
        raise Stop(f"{legible(path)} cannot be locked: {legible(reason.strerror)}") from None


class Report:
    """What is told: a line an operation, or with `--json` one document at the end."""

    def __init__(self, options, out, err):
        self.options, self.out, self.err = options, out, err
        self.rows = []

    def row(self, operation, outcome, ticket, detail, requests):
        self.rows.append({
            "operation": operation["operation"], "externalId": operation["externalId"], "ticket": ticket,
            "outcome": outcome, "detail": detail, "state": operation.get("state"),
            **({"requests": requests} if self.options.dry_run else {}),
        })
        word = f"would be {outcome}" if self.options.dry_run and outcome in DONE else outcome
        line = f"{operation['operation']} {operation['externalId']} {legible(ticket or '-')}: {word}"
        self.line(line + (f" ({detail})" if detail else ""))
        for request in requests if self.options.dry_run else ():
            body = json.dumps(request["body"], ensure_ascii=False) if "body" in request else ""
            self.line(legible(f"  {request['method']} {request['path']} {body}".rstrip(), 100_000))

    def line(self, text):
        try:
            print(text, file=self.err if self.options.json else self.out, flush=True)
        except BrokenPipeError:
            # Nobody reads any more; what was begun is done all the same.
            self.out = open(os.devnull, "w", encoding="utf-8")

    def end(self, stopped, planned):
        counts = {}
        for row in self.rows:
            counts[row["outcome"]] = counts.get(row["outcome"], 0) + 1
        code = 2 if stopped else 1 if any(row["outcome"] not in DONE for row in self.rows) else 0
        said = ", ".join(f"{counts[key]} {key}" for key in sorted(counts)) or "nothing"
        if stopped:
            print(f"send.py: could not go on: {stopped}", file=self.err)
        rest = planned - len(self.rows)
        self.line(f"{'dry run: ' if self.options.dry_run else ''}{said}"
                  + (f"; {rest} of {planned} not done: run it again" if rest > 0 else ""))
        if self.options.json:
            print(json.dumps({
                "schemaVersion": "1.0", "kind": "topdesk-sent", "dryRun": self.options.dry_run, "exitCode": code,
                "stopped": stopped, "summary": counts, "notDone": max(rest, 0), "operations": self.rows,
            }, ensure_ascii=True, indent=2), file=self.out)
        return code


def arguments(argv):
    parser = argparse.ArgumentParser(
        prog="send.py", description="Sends to TOPdesk what `oces tickets plan REPORT... --for topdesk` planned.")
    parser.add_argument("operations", help="what the plan wrote; - is standard input")
    parser.add_argument("--config", required=True, help="see topdesk.example.ini")
    parser.add_argument("--token-file", help="one line, user:application-password; or token_file in the configuration")
    parser.add_argument("--ca-file", help="trusted certificates, PEM; or ca_file in the configuration")
    parser.add_argument("--dry-run", action="store_true", help="prints the requests; opens no connection")
    parser.add_argument("--look-up", action="store_true", help="with --dry-run: looks up, and only that")
    parser.add_argument("--retry-for", type=seconds, default=60.0, metavar="SECONDS", help="429, 5xx, broken connections (60)")
    parser.add_argument("--timeout", type=seconds, default=30.0, metavar="SECONDS", help="for an answer (30)")
    parser.add_argument("--plain-http", action="store_true", help="allows http to another machine: anybody between reads the password")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output, lines on standard error")
    options = parser.parse_args(argv)
    if options.look_up and not options.dry_run:
        parser.error("--look-up goes with --dry-run")
    return options


def seconds(text):
    value = float(text)
    if not 0 <= value <= 3600:
        raise ValueError
    return value


def send_all(sender, operations, report):
    """Why it could not go on, or None."""
    in_a_row = 0
    for operation in operations:
        outcome, ticket, detail = "refused", operation.get("ticket"), ""
        try:
            outcome, ticket, detail = sender.one(operation)
            in_a_row = 0
        except Refused as why:
            detail, in_a_row = "; ".join([str(why), *sender.notes]), 0
        except GaveUp as why:
            outcome, detail, in_a_row = "given up", str(why), in_a_row + 1
            if sender.client.changed:
                outcome, detail = "unknown", f"{UNKNOWN}: {why}"
        except (Stop, KeyboardInterrupt) as why:
            if sender.client and sender.client.changed:
                report.row(operation, "unknown", ticket, UNKNOWN, sender.requests)
            return str(why) or "interrupted"
        report.row(operation, outcome, ticket, detail, sender.requests)
        if in_a_row == 2:
            # One operation that fails may be its own fault; two are TOPdesk's.
            return detail
    return None


def main(argv=None, stdin=None, out=None, err=None, clock=time.monotonic, sleep=time.sleep, now=time.time):
    options = arguments(argv)
    out, err = out or sys.stdout, err or sys.stderr
    for stream in (out, err):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    report = Report(options, out, err)
    operations = []
    try:
        config = Config(options.config)
        operations = read_plan(options.operations, stdin or sys.stdin.buffer)
        address = Address(config.text("topdesk", "url"), options.plain_http)
        options.ca_file = options.ca_file or config.path("ca_file")
        tokens = options.token_file or config.path("token_file")
        if options.dry_run and not options.look_up:
            stopped = send_all(Sender(config, None, options, report.line), operations, report)
            return report.end(stopped, len(operations))
        if not tokens:
            raise Stop("no --token-file, and no token_file in [topdesk]")
        client = Client(address, read_token(tokens), options, clock, sleep, now)
        with alone(tokens, clock, sleep, lambda text: print(f"send.py: {text}", file=err, flush=True)):
            stopped = send_all(Sender(config, client, options, report.line), operations, report)
    except Stop as why:
        stopped = str(why)
    except KeyboardInterrupt:
        stopped = "interrupted"
    return report.end(stopped, len(operations))


if __name__ == "__main__":
    sys.exit(main())
