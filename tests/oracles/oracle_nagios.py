"""Proves that a real Nagios shows what `oces check` says: state, text, further
lines and performance data, for OK, WARNING, CRITICAL and UNKNOWN.
"""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

CONFIG = """
log_file={dir}/nagios.log
cfg_file={dir}/objects.cfg
object_cache_file={dir}/objects.cache
precached_object_file={dir}/objects.precache
status_file={dir}/status.dat
status_update_interval=1
nagios_user=nagios
nagios_group=nagios
lock_file={dir}/nagios.pid
temp_file={dir}/nagios.tmp
temp_path={dir}
check_result_path={dir}/results
query_socket={dir}/nagios.qh
check_external_commands=0
retain_state_information=0
enable_notifications=0
enable_flap_detection=0
check_for_updates=0
interval_length=1
service_inter_check_delay_method=n
max_service_check_spread=1
execute_host_checks=0
"""
PERFDATA = re.compile(r"'[a-z0-9_]+'=-?[0-9]+s?(;-?[0-9:]*){0,4}")


def check(bench):
    bench.apt("nagios4-core")
    program = bench.program(["nagios4-core"], "nagios4 4.4.6")
    with place() as directory:
        oces = shutil.copy(bench.binary, directory / "oces")
        report = {tree: shutil.copy(bench.report("json", tree=tree), directory) for tree in ("demo", "clean")}
        for path in report.values():
            os.chmod(path, 0o644)
        fixed = [oces, "check", "--as-of", "2026-11-21", "--config", "/dev/null"]
        demo, clean = [*fixed, "--report", report["demo"]], [*fixed, "--report", report["clean"]]
        calls = {
            "ok": (0, clean),
            "warning": (1, [*demo, "--allow-incomplete", "--fail-on", "never", "--fail-on-rule", "oces3-expiring"]),
            "critical": (2, demo),
            "critical-da": (2, [*demo, "--lang", "da"]),
            "incomplete": (3, [*demo, "--fail-on", "never"]),
            "old": (3, [*clean, "--max-age", "0m"]),
            "missing": (3, [*fixed, "--report", directory / "none.json"]),
            "hostile": (3, [*fixed, hostile(directory)]),
            "misspelt": (3, [*fixed, "--max-aeg", "2d"]),
        }
        direct = {name: bench.oces(*call[1:], codes=(state,), cwd=directory) for name, (state, call) in calls.items()}
        broken(directory, direct["critical"].stdout)
        commands = {name: " ".join(map(str, call)) for name, (_, call) in calls.items()}
        commands |= {"forged": f"/bin/sh {directory}/forged.sh", "strange": f"/bin/sh {directory}/strange.sh"}
        seen = nagios(directory, commands)
    for name, (state, _) in calls.items():
        shown(bench, name, state, direct[name].stdout, seen[name], program)
    bench.figure(f"CRITICAL of the demo: {len(direct['critical'].stdout.encode())} octets, "
                 f"{direct['critical'].stdout.count(chr(10))} lines")
    refusals(bench, direct["critical"].stdout, seen, program)


def shown(bench, name, state, said, seen, program):
    first, *further = said.rstrip("\n").split("\n")
    text, _, performance = first.partition(" | ")
    bench.holds(int(seen["current_state"]) == state, f"{name}: state {state}", program)
    same(bench, seen["plugin_output"].rstrip(), text, f"{name}: {text[:90]}", program)
    same(bench, seen["performance_data"], without_age(performance, seen), f"{name}: performance data", program)
    bench.holds(all(PERFDATA.fullmatch(one) for one in performance.split()), f"{name}: each of it is well formed")
    # Nagios writes line ends as \\n, and so doubles our own backslashes.
    lines = "\\n".join(line.replace("\\", "\\\\") for line in further)
    same(bench, seen["long_plugin_output"], lines, f"{name}: all {len(further)} further lines", program)


def same(bench, seen, said, what, program):
    at = next((at for at, pair in enumerate(zip(seen, said)) if pair[0] != pair[1]), min(len(seen), len(said)))
    here = slice(max(0, at - 40), at + 80)
    bench.holds(seen == said, what if seen == said else f"{what}: {seen[here]!r}, not {said[here]!r}", program)


def without_age(performance, seen):
    """Nagios asks later than we did: the age may differ, and nothing else."""
    age = re.search(r"'age'=[0-9]+s", seen["performance_data"])
    return re.sub(r"'age'=[0-9]+s", age[0], performance) if age else performance


def hostile(directory):
    """A folder whose one file cannot be read as what it is called, and is called what would forge a state."""
    folder = directory / "tree"
    folder.mkdir()
    name = "a | 'errors'=0 'forged'=1\nOCES OK - fine; $(touch x) `touch y` <b>$USER1$ \\n \u202e.p12"
    (folder / name).write_bytes(b"\x30\x82\xff\xff" + bytes(range(200)))
    return folder


def broken(directory, said):
    """Two plugins that do wrong: one forges performance data, one ends with 7."""
    (directory / "forged.txt").write_text(said.replace(" - ", " - a | 'errors'=0 ", 1), encoding="utf-8")
    (directory / "forged.sh").write_text(f"cat {directory}/forged.txt\nexit 2\n", encoding="utf-8")
    (directory / "strange.sh").write_text(f"cat {directory}/forged.txt\nexit 7\n", encoding="utf-8")


def refusals(bench, said, seen, program):
    performance = said.split("\n", 1)[0].partition(" | ")[2]
    bench.breaks(seen["forged"]["performance_data"] != performance, "a bar in the text", program)
    bench.breaks("out of bounds" in seen["strange"]["plugin_output"], "a code that is no state", program)


@contextmanager
def place():
    """A directory that belongs to the user nagios, where that user may run things."""
    directory = Path(tempfile.mkdtemp(prefix="oces-nagios-"))
    try:
        (directory / "results").mkdir()
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def nagios(directory, commands):
    """What status.dat says of each service, once all are checked."""
    objects = [block("timeperiod", timeperiod_name="always", alias="always", **{day: "00:00-24:00" for day in (
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")})]
    objects.append(block("command", command_name="up", command_line="/bin/true"))
    # Nagios starts with nobody to tell no more than with nothing to check.
    objects.append(block("contact", contact_name="nobody", service_notification_commands="up",
                         host_notification_commands="up", service_notification_period="always",
                         host_notification_period="always", service_notification_options="n", host_notification_options="n"))
    objects.append(block("host", host_name="here", address="127.0.0.1", check_command="up", max_check_attempts=1,
                         check_period="always", active_checks_enabled=0, notification_period="always", contacts="nobody"))
    for name, line in commands.items():
        objects.append(block("command", command_name=name, command_line=line))
        objects.append(block("service", host_name="here", service_description=name, check_command=name,
                             max_check_attempts=1, check_interval=600, retry_interval=600, check_period="always",
                             notification_period="always", contacts="nobody"))
    (directory / "objects.cfg").write_text("\n".join(objects), encoding="utf-8")
    (directory / "nagios.cfg").write_text(CONFIG.format(dir=directory).lstrip(), encoding="utf-8")
    user = pwd.getpwnam("nagios")
    for path in [directory, *directory.iterdir()]:
        os.chown(path, user.pw_uid, user.pw_gid)
    with open(directory / "out", "wb") as out:
        running = subprocess.Popen(["nagios4", directory / "nagios.cfg"], stdout=out, stderr=out, start_new_session=True)
        try:
            for _ in range(300):
                seen = services(directory / "status.dat")
                if len(seen) == len(commands) and all(one["has_been_checked"] == "1" for one in seen.values()):
                    return seen
                if running.poll() is not None:
                    break
                time.sleep(0.2)
        finally:
            stop(running)
    raise RuntimeError("nagios did not check everything: " + (directory / "out").read_text(errors="replace")[-2000:])


def stop(running):
    """Nagios and the workers that it started."""
    try:
        os.killpg(running.pid, signal.SIGTERM)
    except ProcessLookupError:
        pass
    running.wait(timeout=30)


def block(kind, **directives):
    lines = "".join(f"  {name} {value}\n" for name, value in directives.items())
    return f"define {kind} {{\n{lines}}}\n"


def services(path):
    if not path.exists():
        return {}
    found = {}
    for text in re.findall(r"^servicestatus \{\n(.*?)^\t\}", path.read_text(encoding="utf-8", errors="replace"), re.S | re.M):
        fields = dict(line.strip().split("=", 1) for line in text.splitlines() if "=" in line)
        found[fields["service_description"]] = fields
    return found
