"""Proves that a real systemd runs the unit of `contrib/systemd` as it stands (but
for where it looks): with the user that it makes, one right, no network, reports
for that user alone, metrics for all, and with findings no failed unit; and that
it sees what root sees, and sees less as soon as a directive hides something.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

import install
import unit_sight
from bench import Failed, NotInstalled

# Directories of this machine that are to be empty in the one that is booted.
EMPTY = ["home", "root", "tmp", "var/tmp", "srv"]
LOOK = "/home /root /tmp /var/tmp /srv /etc/ssl /dev/shm /run/user /open"
# PrivateDevices would be one more, but leaves /dev/shm, where the tree has its file.
HIDING = {"home": "ProtectHome=yes", "tmp": "PrivateTmp=yes", "path": "InaccessiblePaths=/srv"}
DRIVER_UNIT = """[Unit]
DefaultDependencies=no
Requires=sysinit.target
# Named here, so that systemd keeps how the scan ended.
After=sysinit.target systemd-sysusers.service oces-scan.service
[Service]
Type=oneshot
ExecStart=/bin/sh /driver
ExecStopPost=/usr/bin/systemctl poweroff --force
"""
DRIVER = """set -x
mkdir -p /said/root
cp -a /machine/. /
{scan} --quiet -o json=/said/root/report.json
run() {{
    systemctl start oces-scan.service
    mkdir "/said/$1"
    systemctl show oces-scan.service -p Result -p ExecMainStatus >"/said/$1/result"
    cp -a /var/lib/oces /var/cache/oces/oces.prom "/said/$1"
}}
run unit
systemctl show oces-scan.service -p User -p CapabilityBoundingSet -p AmbientCapabilities >/said/unit/rights
hide() {{
    mkdir -p /etc/systemd/system/oces-scan.service.d
    printf '[Service]\\n%s\\n' "$2" >/etc/systemd/system/oces-scan.service.d/hide.conf
    systemctl daemon-reload
    run "$1"
}}
{hides}
touch /said/done
"""


def check(bench):
    if os.geteuid() != 0:
        raise NotInstalled("needs root to boot a systemd")
    bench.apt("systemd", "systemd-container", "util-linux")
    with tempfile.TemporaryDirectory(prefix="oces-boot-") as folder:
        folder = Path(folder)
        (folder / "mount").mkdir()
        over(bench, folder / "over")
        boot = ["unshare", "--mount", "--propagation=private", "sh", Path(__file__).parent / "boot.sh", folder]
        ran = bench.run(boot, timeout=180)
        said = folder / "said"
        if not said.exists():
            raise NotInstalled(f"no systemd can be booted here: {ran.stderr.strip()[-300:]}")
        if not (said / "done").exists():
            raise Failed(f"systemd did not come to the end: {(folder / 'console.txt').read_text(errors='replace')[-2000:]}")
        judged(bench, said)


def over(bench, top):
    """What is laid over this machine's files."""
    for name in EMPTY:
        (top / name).mkdir(parents=True)
        os.setxattr(top / name, "trusted.overlay.opaque", b"y")
    for path in ("usr/local/bin", "etc/systemd/system", "etc/sysusers.d"):
        (top / path).mkdir(parents=True)
    shutil.copy(bench.binary, top / "usr/local/bin/oces")
    (top / "usr/local/bin/oces").chmod(0o755)
    source = bench.root / "contrib/systemd"
    unit = (source / "oces-scan.service").read_text(encoding="utf-8")
    scan = f"/usr/local/bin/oces scan {LOOK} --scope machine --as-of 2026-11-21"
    if unit.count("/usr/local/bin/oces scan / ") != 1:
        raise Failed("the unit does not scan /")
    unit = unit.replace("/usr/local/bin/oces scan /", scan)
    (top / "etc/systemd/system/oces-scan.service").write_text(unit, encoding="utf-8")
    shutil.copy(source / "oces.conf", top / "etc/sysusers.d")
    (top / "etc/systemd/system/oces-driver.service").write_text(DRIVER_UNIT, encoding="utf-8")
    hides = "\n".join(f"hide {name} '{line}'" for name, line in HIDING.items())
    (top / "driver").write_text(DRIVER.format(scan=scan, hides=hides), encoding="utf-8")
    shutil.move(unit_sight.made(bench), top / "machine")


def judged(bench, said):
    def seen(path):
        report = json.loads(path.read_text(encoding="utf-8"))
        return report["findings"], report["failures"], report["scan"]["tally"]

    root = seen(said / "root/report.json")
    unit = said / "unit"
    ended = (unit / "result").read_text(encoding="utf-8").split()
    told = f"findings are no failure of the unit: {' '.join(ended)}"
    bench.holds(set(ended) == {"Result=success", "ExecMainStatus=1"}, told, "systemd")
    rights = (unit / "rights").read_text(encoding="utf-8").split()
    only = {"User=oces", "CapabilityBoundingSet=cap_dac_read_search", "AmbientCapabilities=cap_dac_read_search"}
    bench.holds(set(rights) == only, "one user, one right", "systemd")
    state, metrics = unit / "oces", unit / "oces.prom"
    owner = state.stat().st_uid
    modes = [path.stat().st_mode & 0o777 for path in (state, state / "report.json", state / "oces.prom", metrics)]
    bench.holds(owner != 0 and modes == [0o700, 0o600, 0o600, 0o644], "reports are closed, metrics are open", "systemd")
    user = json.loads((state / "report.json").read_text(encoding="utf-8"))["scan"]["user"]
    bench.holds(user == {"uid": owner, "capabilities": ["CAP_DAC_READ_SEARCH"]}, "oces says the same of its rights")
    bench.holds(len(root[0]) > 20 and seen(state / "report.json") == root,
                "the unit sees what root sees: findings, failures, tally", "systemd")
    for name, line in HIDING.items():
        less = seen(said / name / "oces/report.json")
        told = f"the unit with {line}: {len(less[0])} of {len(root[0])} findings"
        bench.breaks(len(less[0]) < len(root[0]), told, "systemd")
    version = install.version_of("systemd")
    bench.figure(f"a booted systemd {version}: unit and root have the same {len(root[0])} findings")
