"""Proves that the calendar can be read: every deadline is an event with an
identity of its own and one day, and nothing in it is malformed, by icalendar.
"""

ICALENDAR = "icalendar==7.3.0"

# Ends with 1 and says why, if the calendar is not a whole one.
READ = """
import sys
from icalendar import Calendar
calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())
events = calendar.walk("VEVENT")
uids = [str(event["UID"]) for event in events]
wrong = [f"errors: {part.errors}" for part in calendar.walk() if part.errors]
wrong += [f"missing: {name}" for event in events for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY") if name not in event]
wrong += ["the same UID twice"] * (len(set(uids)) != len(uids))
wrong += ["not a day"] * any(hasattr(event.decoded("DTSTART"), "hour") for event in events if "DTSTART" in event)
print("; ".join(wrong) or f"{len(events)} events")
sys.exit(1 if wrong else 0)
"""


def check(bench):
    program = ICALENDAR.replace("==", " ")
    python = bench.pip(ICALENDAR) / "python"

    def read(path):
        return [python, "-c", READ, path]

    report = bench.report("ics")
    ran = bench.accepts(read(report), "the deadlines of the demo", program=program)
    bench.holds(not ran.stdout.startswith("0 "), "there are events", program)
    clean = bench.accepts(read(bench.report("ics", tree="clean")), "a calendar without deadlines", program=program)
    bench.holds(clean.stdout.startswith("0 "), "a clean tree has none", program)
    start = next(line for line in report.read_text(encoding="utf-8").splitlines() if line.startswith("DTSTART"))
    bad = bench.broken(report, (start, "DTSTART;VALUE=DATE:20261399"))
    bench.refuses(read(bad), "a day that is none", because="errors|missing", program=program)
    bad = bench.broken(report, ("END:VCALENDAR", ""), name="cut.ics")
    bench.refuses(read(bad), "a calendar that was cut", because="ValueError.*", program=program)
    bench.figure(f"{ran.stdout.strip()} in the demo's calendar ({program})")
