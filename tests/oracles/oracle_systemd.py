"""Proves that systemd takes the unit, the timer and the user of `contrib/systemd`,
that the unit has no right but to read, no network, and no directive that hides
paths; that a scan with the unit's user and rights finds all that root's finds
(`unit_sight.py`); and that a real node_exporter, as its own user, reads the
metrics where the unit puts them.
"""

import configparser
import re
import shutil
import tempfile
from pathlib import Path

import unit_sight

UNIT = "contrib/systemd/oces-scan.service"
TIMER = "contrib/systemd/oces-scan.timer"
USER = "contrib/systemd/oces.conf"
# Directives that were looked up in systemd.exec(5) and its neighbours, and hide no
# path. What is not here is refused, so that nobody adds one without looking.
HIDES_NOTHING = """Type ExecStart ExecStartPost SuccessExitStatus WorkingDirectory StateDirectory CacheDirectory
    CacheDirectoryMode Group ProtectSystem Nice CPUSchedulingPolicy CPUWeight IOWeight LockPersonality
    MemoryDenyWriteExecute ProtectControlGroups ProtectHostname RemoveIPC RestrictNamespaces RestrictRealtime
    RestrictSUIDSGID SystemCallArchitectures SystemCallFilter SystemCallErrorNumber""".split()
ONLY = "CAP_DAC_READ_SEARCH"
MUST = {
    "User": "oces", "AmbientCapabilities": ONLY, "CapabilityBoundingSet": ONLY, "NoNewPrivileges": "yes",
    "PrivateNetwork": "yes", "RestrictAddressFamilies": "none", "IPAddressDeny": "any", "IOSchedulingClass": "idle",
    "UMask": "0077", "StateDirectoryMode": "0700",
}


def check(bench):
    bench.apt("systemd", "util-linux")
    by_systemd(bench)
    text = (bench.root / UNIT).read_text(encoding="utf-8")
    bench.holds(not faults(text), f"{len(MUST)} directives are as they must be, and none hides a path", UNIT)
    for line in ("ProtectHome=tmpfs", "PrivateTmp=yes", "InaccessiblePaths=-/srv", "DynamicUser=yes", "AmbientCapabilities=CAP_CHOWN"):
        bench.breaks(faults(text.replace("[Service]", f"[Service]\n{line}")), f"the unit with {line}")
    unit_sight.check(bench, directives(text))
    exporter(bench, directives(text))


def directives(text):
    """Every directive of [Service] with all its values."""
    found = {}
    section = text.split("[Service]\n")[1].split("\n[")[0].replace("\\\n", " ")
    for line in section.splitlines():
        if line.strip() and line.lstrip()[0] not in "#;":
            name, _, value = line.partition("=")
            found.setdefault(name.strip(), []).append(value.strip())
    return found


def faults(text):
    found = directives(text)
    unknown = [name for name in found if name not in HIDES_NOTHING and name not in MUST]
    return unknown + [name for name, value in MUST.items() if found.get(name) != [value]]


def by_systemd(bench):
    """The program that the unit names is not installed here: ours stands in."""
    folder = bench.dir / "units"
    folder.mkdir()
    unit = (bench.root / UNIT).read_text(encoding="utf-8").replace("/usr/local/bin/oces", str(bench.binary))
    service = folder / "oces-scan.service"
    service.write_text(unit, encoding="utf-8")
    timer = shutil.copy(bench.root / TIMER, folder)
    verify = ["systemd-analyze", "verify", "--man=no", service, timer]
    ran = bench.accepts(verify, "unit and timer")
    bench.holds("oces-scan" not in ran.stderr, "without a warning", "systemd-analyze")
    for old, new in [("Type=oneshot", "Type=onshot"), ("CapabilityBoundingSet=", "CapabilitiesBoundingSet=")]:
        service.write_text(unit.replace(old, new), encoding="utf-8")
        # systemd passes by what it does not know, and says so.
        ran = bench.run(verify)
        told = re.search(r"oces-scan\.service:.*(Failed to parse|Unknown key)[^\n]*", ran.stderr)
        bench.breaks(told, f"the unit with {new}", "systemd-analyze")
    service.write_text(unit, encoding="utf-8")
    security = ["systemd-analyze", "security", "--offline=true", "--threshold=30"]
    ran = bench.accepts([*security, service], "exposure at most 3.0")
    bench.figure(re.search(r"Overall exposure level.*?: ([\d.]+)", ran.stdout).group(0).strip())
    service.write_text(re.sub(r"(?m)^(CapabilityBoundingSet|PrivateNetwork|User)=.*\n", "", unit), encoding="utf-8")
    bench.refuses([*security, service], "the unit as root with every right and the network", because="Overall exposure")

    root = bench.dir / "root"
    (root / "etc").mkdir(parents=True)
    sysusers = ["systemd-sysusers", f"--root={root}"]
    bench.accepts([*sysusers, bench.root / USER], "the user")
    made = (root / "etc/passwd").read_text(encoding="utf-8")
    bench.holds(re.search(r"(?m)^oces:.*:/usr/sbin/nologin$", made), "who cannot log in", "systemd-sysusers")
    bench.refuses([*sysusers, bench.broken(USER, ("u oces", "q oces"))], "a user of a kind that is none", because="q")
    calendar = configparser.ConfigParser()
    calendar.read(bench.root / TIMER)
    bench.accepts(["systemd-analyze", "calendar", calendar["Timer"]["OnCalendar"]], "the timer's days")
    bench.refuses(["systemd-analyze", "calendar", "dayly"], "days that are none", because="[Ff]ailed")


def exporter(bench, unit):
    """The unit's own commands after the scan, and the exporter's own user."""
    bench.apt("prometheus-node-exporter")
    # Not in the clone, which may lie where the exporter's user cannot go.
    top = Path(tempfile.mkdtemp(prefix="oces-exporter-"))
    try:
        top.chmod(0o755)
        handed_on(bench, unit, *(top / name for name in ("state", "cache", "textfiles")))
    finally:
        shutil.rmtree(top)


def handed_on(bench, unit, state, cache, textfiles):
    for folder, mode in [(state, 0o700), (cache, 0o755), (textfiles, 0o755)]:
        folder.mkdir()
        folder.chmod(mode)
    shutil.copy(bench.report("prometheus"), state / "oces.prom")
    (state / "oces.prom").chmod(0o600)
    for command in unit["ExecStartPost"]:
        argv = command.replace("/var/lib/oces", str(state)).replace("/var/cache/oces", str(cache)).split()
        bench.accepts(argv, f"ExecStartPost: {argv[0]}")
    (textfiles / "oces.prom").symlink_to(cache / "oces.prom")
    text = unit_sight.scraped(textfiles)
    told = "node_textfile_scrape_error 0" in text and "oces_last_scan_timestamp_seconds{" in text
    bench.holds(told, "the exporter's own user reads the metrics through the link", "node_exporter")
    (textfiles / "oces.prom").unlink()
    (textfiles / "oces.prom").symlink_to(state / "oces.prom")
    text = unit_sight.scraped(textfiles)
    bench.breaks("oces_last_scan" not in text, "the report itself, which only the scan's user may read", "node_exporter")
