"""Asks a Redmine over its own API, for `redmine_server.py`. As administrator it
tells what the server holds; what must hold is judged by the oracles.
"""

import http.client
import json

from bench import Failed


class Answer:
    """Status, headers and body of an answer."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class Client:
    """Asks Redmine over its own API with one key."""

    def __init__(self, url, key):
        self.host = url.removeprefix("http://")
        self.key = key
        self.connection = None

    def ask(self, method, path, body=None, headers=None):
        """One request; no judgement of the answer."""
        text = None if body is None else json.dumps(body).encode()
        sent = {"Content-Type": "application/json"} | ({"X-Redmine-API-Key": self.key} if self.key else {})
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, timeout=120)
                attempt = 2
            try:
                self.connection.request(method, path, body=text, headers=sent | (headers or {}))
                got = self.connection.getresponse()
                return Answer(got.status, dict(got.headers.items()), got.read())
            except (OSError, http.client.HTTPException) as reason:
                self.close()
                # A connection that was kept may have been closed meanwhile; only a question may be asked twice.
                if attempt == 2 or method != "GET":
                    raise OSError(str(reason)) from reason
        raise OSError("no answer")

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def get(self, path):
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise Failed(f"Redmine answers {answer.status} to {path}: {answer.body[:500]!r}")
        return answer.json

    def send(self, method, path, body=None):
        """A change that must be taken; gives the answer's JSON, if there is one."""
        answer = self.ask(method, path, body)
        if answer.status not in (200, 201, 204):
            raise Failed(f"Redmine answers {answer.status} to {method} {path}: {answer.body[:500]!r}")
        return answer.json if answer.body.strip() else None

    def issues(self, query=""):
        """All issues, open and closed, by number, with custom fields by name."""
        found, offset, total = [], 0, 1
        while offset < total:
            page = self.get(f"/issues.json?status_id=*&sort=id&limit=100&offset={offset}{query}")
            found += map(plain, page["issues"])
            offset, total = offset + 100, page["total_count"]
        return found

    def issue(self, number):
        """One issue with its journals."""
        return plain(self.get(f"/issues/{number}.json?include=journals")["issue"])


def plain(issue):
    """An issue as a test asks for it: names instead of ids."""
    named = {key: issue[key]["name"] for key in ("project", "tracker", "status", "priority", "author") if key in issue}
    return named | {
        "id": issue["id"], "subject": issue["subject"], "description": issue.get("description") or "",
        # Not `closed_on`, which stays when an issue is reopened.
        "closed": issue["status"]["is_closed"],
        "assigned_to": (issue.get("assigned_to") or {}).get("name"),
        "category": (issue.get("category") or {}).get("name"), "due_date": issue.get("due_date"),
        "fields": {field["name"]: field.get("value") for field in issue.get("custom_fields", [])},
        "created_on": issue["created_on"], "updated_on": issue["updated_on"],
        "notes": [one["notes"] for one in issue.get("journals", []) if one.get("notes")],
        "journals": issue.get("journals", []),
    }
