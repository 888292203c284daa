"""Proves that `contrib/topdesk/send.py` does what it promises against a mock of
TOPdesk's API, that its tests see a broken copy of each promise, and that a plan
of `oces` itself is sent once and no more. TOPdesk itself is not here.
"""

import sys

SEND = "contrib/topdesk/send.py"
TESTS = "contrib/topdesk/test_send.py"
# What is broken, and how: each must be seen by a test that fails, not by one that breaks off.
BROKEN = (
    ("it creates though there is an open incident", "        if hit:\n", "        if False:\n"),
    ("it leaves a closed incident closed", "if hit and (hit.closed or hit.archived):", "if False:"),
    ("it takes any incident for ours", 'item.get("externalNumber") == number and', ""),
    ("it takes a partial incident for ours", 'not str(item.get("status")).startswith("partial")', "True"),
    ("it uses the newest of several", "hit.closed, hit.created,", "hit.closed, -hit.created,"),
    ("it touches numbers that are not ours", "not EXTERNAL_ID.match(number)", "not number"),
    ("it does not see that the number was not kept", "self.kept(operation, answer), ", "None, "),
    ("it repeats a create that got no answer", "if carried_out and status != 429:", "if False:"),
    ("it repeats an update that got no answer", "status != 429:\n                found", 'method == "POST":\n                found'),
    ("an update sends all that is planned", "self.at(hit), action_body(text, self.config),", 'self.at(hit), operation["body"],'),
    ("the same action is sent twice", "if self.said(hit, text):", "if False:"),
    ("it goes on after 403", "if status in (401, 403):", "if status == 401:"),
    ("it does not wait as long as it is told", "return float(said)", "return default"),
    ("it tries for ever", "+ wait > self.options.retry_for:", "> 1e5:"),
    ("it reads the first page only", "return items, answer.status == 206", "return items, False"),
    ("it lets the server show the password", 'text = text.replace(secret, "***")', "pass"),
    ("it lets the server steer the terminal", '"\\\\u%04x" % ord(char) if steers else char', "char"),
    ("it sends the password over http", "if not self.tls and not plain_http and not self.loopback():", "if False:"),
    ("it takes no lock", "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)", "pass"),
    ("a dry run sends", "if self.options.dry_run:\n", "if self.options.dry_run and not self.options.look_up:\n"),
    ("a refused operation ends with 0", '1 if any(row["outcome"] not in DONE for row in self.rows) else 0', "0"),
)


def check(bench):
    tests = [sys.executable, "-B", bench.root / TESTS, "-f"]
    ran = bench.accepts(tests, "its own tests", program="unittest", env={"PYTHONWARNINGS": "error"})
    if "skipped" in ran.stderr:
        bench.figure("!!! NOT CHECKED: some tests were skipped; without openssl that is TLS")
    example = "topdesk.example.ini"
    (bench.dir / example).write_text((bench.root / "contrib/topdesk" / example).read_text(encoding="utf-8"), encoding="utf-8")
    for at, (what, old, new) in enumerate(BROKEN):
        copy = bench.broken(SEND, (old, new), name=f"send_{at}.py")
        bench.refuses(tests, what, because=r"FAIL: test_\w+", program="unittest", env={"OCES_TOPDESK_SEND": str(copy)})
    whole(bench, tests[:-1] + ["Whole"])


def whole(bench, test):
    """A plan of `oces` itself. The tests make one by hand where this `oces` plans no tickets."""
    if bench.run([bench.binary, "tickets", "plan", "--help"]).returncode != 0:
        bench.figure("this oces has no `tickets plan`: only a plan made by hand was sent")
        bench.accepts(test, "a plan made by hand, sent three times", program="unittest")
        return
    plan = bench.dir / "operations.json"
    asked = ["tickets", "plan", bench.report("json"), "--for", "topdesk", "--first-run"]
    plan.write_text(bench.oces(*asked).stdout, encoding="utf-8")
    env = {"OCES_TOPDESK_PLAN": str(plan)}
    bench.accepts(test, "the plan of the demo, sent three times", program="unittest", env=env)
    for what, old, new in (("a plan for another tracker", '"topdesk"', '"jira"'),
                           ("a plan with a number that is not ours", "oces:v1:", "oces:v9:")):
        bad = bench.broken(plan, (old, new), name="broken.json")
        bench.refuses(test, what, because="FAIL: test_", program="unittest", env={"OCES_TOPDESK_PLAN": str(bad)})
