"""What the unit of `contrib/systemd` sees, beside what root sees: one tree with
everything that may be closed to a user, scanned with root's rights and with
those that the unit's directives leave.
"""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request

from bench import NotInstalled

NOBODY = 65534
OTHER = 12345
FINDING = "testdata/demo/fjordby-int01/opt/gammelt/server.pem"
LOCKED = "testdata/demo/fjordby-int01/srv/integration/config/gammel-nøgle.p12"
# Folder and file, each with its mode: what a user cannot enter or read.
PLACES = {
    "home/ane/.ssh": (0o700, 0o600), "home/bo/private": (0o000, 0o000), "tmp/systemd-private-1/tmp": (0o700, 0o600),
    "var/tmp/x": (0o1777, 0o000), "root/keys": (0o700, 0o400), "srv/closed/deep/er": (0o000, 0o600),
    "etc/ssl/private": (0o710, 0o640), "dev/shm/x": (0o111, 0o600), "run/user/12345": (0o700, 0o600), "open": (0o755, 0o644),
}


def check(bench, unit):
    if os.geteuid() != 0:
        raise NotInstalled("needs root, to compare with what root sees")
    tree = made(bench)
    root = seen(bench, tree, [])
    service = seen(bench, tree, as_unit(unit))
    told = {os.path.relpath(os.path.dirname(finding["path"]), tree) for finding in root[0]}
    bench.holds(told == set(PLACES) and len(root[1]) == 1,
                f"root sees {len(root[0])} findings, and one store that is locked")
    bench.holds(service == root, "the unit's user with the unit's rights sees the same: findings, failures, tally")
    without = as_unit({**unit, "AmbientCapabilities": [""]})
    bench.breaks(seen(bench, tree, without) != root, "the unit without its right sees less")
    bench.breaks(written(tree, as_unit(unit)) != 0, "the unit's user cannot write there")
    bench.figure(f"unit and root: {len(root[0])} findings in {len(PLACES)} places that are closed in different ways, {root[2]['files']} files")
    for folder, _, _ in os.walk(tree):
        os.chmod(folder, 0o700)


def made(bench):
    tree = bench.dir / "machine"
    for place in PLACES:
        (tree / place).mkdir(parents=True)
    shutil.copy(bench.root / LOCKED, tree / "home/bo/private")
    for place, (folder_mode, file_mode) in PLACES.items():
        file = tree / place / "server.pem"
        shutil.copy(bench.root / FINDING, file)
        file.chmod(file_mode)
        os.chown(file, OTHER, OTHER)
        os.chown(file.parent, OTHER, OTHER)
        file.parent.chmod(folder_mode)
    # Closed two levels above what lies in it.
    os.chown(tree / "srv/closed", OTHER, OTHER)
    (tree / "srv/closed").chmod(0)
    return tree


def as_unit(unit):
    """The unit's user and rights, for `setpriv`; the user stands for `oces`."""
    def rights(name):
        words = unit.get(name, [""])[-1].split()
        return ",".join(["-all", *(f"+{word.removeprefix('CAP_').lower()}" for word in words)])

    ambient = rights("AmbientCapabilities")
    argv = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", f"--inh-caps={ambient}",
            f"--ambient-caps={ambient}", f"--bounding-set={rights('CapabilityBoundingSet')}"]
    return argv + (["--no-new-privs"] if unit.get("NoNewPrivileges") == ["yes"] else [])


def seen(bench, tree, prefix):
    """Findings, failures and the tally of a scan of the tree."""
    # Not in the clone, which may lie where the unit's user cannot run it.
    with tempfile.TemporaryDirectory(prefix="oces-sight-") as folder:
        os.chmod(folder, 0o755)
        program = shutil.copy(bench.binary, folder)
        os.chmod(program, 0o755)
        scan = [program, "scan", tree, "--scope", "machine", "--as-of", "2026-11-21", "-q", "-o", "json"]
        ran = bench.run([*prefix, *scan], cwd="/")
    if ran.returncode not in (0, 1, 3):
        raise AssertionError(ran.stderr)
    report = json.loads(ran.stdout)
    return report["findings"], report["failures"], report["scan"]["tally"]


def written(tree, prefix):
    return subprocess.run([*prefix, "touch", tree / "open/new"], capture_output=True, check=False).returncode


def scraped(textfiles):
    """What a node_exporter of its own, run as Debian's user for it, tells."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{free.getsockname()[1]}"
    argv = ["setpriv", "--reuid=prometheus", "--regid=prometheus", "--clear-groups", "--inh-caps=-all",
            "prometheus-node-exporter", "--collector.disable-defaults", "--collector.textfile",
            f"--collector.textfile.directory={textfiles}", f"--web.listen-address={listen}"]
    running = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
    try:
        for _ in range(100):
            with contextlib.suppress(OSError):
                return urllib.request.urlopen(f"http://{listen}/metrics", timeout=5).read().decode()
            time.sleep(0.1)
        raise AssertionError("node_exporter does not answer")
    finally:
        running.terminate()
        running.wait(10)
