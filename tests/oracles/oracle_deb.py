"""Proves that what `contrib/deb/build` makes is a Debian package: the same twice,
without an error for lintian, installed by dpkg in a Debian of its own (the oldest
that runs the binary), where the program scans, its user is made and the timer is
off; and that purging leaves the files as they were before.

What is packed is the binary of the bench; `OCES_BIN` names a release. The Debian
is made once (some minutes) and kept as an archive in `target/oracles`.
"""

import os
import shutil
import tempfile
from pathlib import Path

import bench as benches
from bench import Failed, NotInstalled

WHO = {"DEBFULLNAME": "Oces Packager", "DEBEMAIL": "packager@users.noreply.github.com", "DPKG_DEB_COMPRESSOR_LEVEL": "0",
       "SOURCE_DATE_EPOCH": "1790000000"}
MIRROR = "http://deb.debian.org/debian"
# The oldest Debian on the mirror; what is not static needs the C library of here.
OLDEST = "bullseye"
# What dpkg and systemd-sysusers themselves keep; the user is asked for by name.
KEPT = ["var/lib/dpkg", "var/log", "var/cache/debconf", "var/cache/ldconfig", "proc", "dev", "tmp", "etc/.pwd.lock",
        *(f"etc/{name}{end}" for name in ("passwd", "group", "shadow", "gshadow") for end in ("", "-"))]
FINDING = "testdata/demo/fjordby-int01/opt/gammelt/server.pem"
FILES = ["usr/bin/oces", "usr/share/man/man1/oces-scan.1.gz", "usr/share/bash-completion/completions/oces",
         "usr/share/zsh/vendor-completions/_oces", "usr/share/fish/vendor_completions.d/oces.fish",
         "usr/lib/systemd/system/oces-scan.timer", "usr/share/doc/oces/copyright"]


def check(bench):
    bench.apt("lintian", "debootstrap", "binutils")
    package = built(bench)
    lint = ["lintian", "--allow-root", "--fail-on", "error", "--tag-display-limit", "0"]
    said = bench.accepts([*lint, package], "the package", timeout=600).stdout
    bench.figure(f"lintian: no error, {len([line for line in said.splitlines() if line.startswith('W:')])} warnings")
    bench.refuses([*lint, spoilt(bench, package)], "a package without a copyright", because="no-copyright-file", timeout=600)
    if os.geteuid() != 0:
        raise NotInstalled("needs root for a Debian of its own")
    static = "NEEDED" not in bench.run(["readelf", "-d", bench.binary]).stdout
    suite = OLDEST if static else release_here()
    with tempfile.TemporaryDirectory(prefix="oces-deb-") as folder:
        root = debian(bench, suite, Path(folder) / "root")
        installed(bench, package, root, suite)


def built(bench):
    """The package, made twice from two copies of the binary."""
    made = []
    for name in ("one", "two"):
        copy = bench.dir / name / "any-name"
        copy.parent.mkdir()
        shutil.copy(bench.binary, copy)
        bench.accepts(["contrib/deb/build", copy, copy.parent], f"package {name}", "contrib/deb/build", env=WHO, timeout=900)
        made += copy.parent.glob("*.deb")
    bench.holds(len(made) == 2 and made[0].read_bytes() == made[1].read_bytes(), "the same package twice", "cmp")
    bench.refuses(["contrib/deb/build", "/bin/true", bench.dir], "a binary that is another program", because="is not oces",
                  program="contrib/deb/build", env=WHO)
    return made[0]


def spoilt(bench, package):
    """The package without its copyright file."""
    folder = bench.dir / "spoilt"
    for argv in (["dpkg-deb", "-R", package, folder], ["rm", folder / "usr/share/doc/oces/copyright"],
                 ["sed", "-i", "/copyright$/d", folder / "DEBIAN/md5sums"],
                 ["dpkg-deb", "--root-owner-group", "-b", folder, f"{folder}.deb"]):
        ran = bench.run(argv, env=WHO)
        if ran.returncode != 0:
            raise Failed(f"{argv[0]}: {benches.said(ran)[-500:]}")
    return f"{folder}.deb"


def release_here():
    told = Path("/etc/os-release").read_text(encoding="utf-8")
    return next(line.split("=")[1] for line in told.splitlines() if line.startswith("VERSION_CODENAME="))


def debian(bench, suite, root):
    """A fresh Debian with systemd, of an archive that is made once."""
    archive = benches.WORK / f"{suite}.tar"
    root.mkdir()
    if not archive.exists():
        ran = bench.run(["debootstrap", "--variant=minbase", "--include=systemd", suite, root, MIRROR], timeout=1800)
        if ran.returncode != 0:
            raise NotInstalled(f"debootstrap {suite}: {(ran.stdout + ran.stderr).strip()[-300:]}")
        bench.accepts(["tar", "-C", root, "-cf", f"{archive}.new", "."], f"Debian {suite} is kept")
        Path(f"{archive}.new").rename(archive)
        return root
    bench.accepts(["tar", "-C", root, "-xf", archive], f"a fresh Debian {suite}")
    return root


def installed(bench, package, root, suite):
    def inside(*argv):
        return ["chroot", root, *argv]

    def files():
        """Every file that is not dpkg's own, with what would change if it did."""
        kept = {root / one for one in KEPT}
        told = set()
        for folder, folders, names in os.walk(root):
            folders[:] = [name for name in folders if Path(folder, name) not in kept]
            told |= {(str(path.relative_to(root)), path.lstat().st_size, path.lstat().st_mode)
                     for path in (Path(folder, name) for name in (*names, *folders))
                     if path not in kept and not path.is_dir()} | {str(Path(folder).relative_to(root))}
        return told

    before = files()
    (root / "tmp/oces.deb").write_bytes(package.read_bytes())
    (root / "tmp/cut.deb").write_bytes(package.read_bytes()[:-4096])
    bench.refuses(inside("dpkg", "-i", "/tmp/cut.deb"), "a package that was cut short", because="dpkg-deb|unexpected|error")
    bench.accepts(inside("dpkg", "-i", "/tmp/oces.deb"), f"installed in Debian {suite}", program="dpkg")
    bench.accepts(inside("dpkg", "--verify", "oces"), "what lies there is what was packed", program="dpkg")
    missing = [name for name in FILES if not (root / name).is_file()]
    bench.holds(not missing, f"program, manual, completions, unit, licences are there {missing or ''}", "Debian")
    wanted = list(root.glob("etc/systemd/system/*.wants/oces*"))
    user = bench.run(inside("getent", "passwd", "oces")).returncode == 0
    bench.holds(not wanted and user, "the timer is off, its user is made", "systemd-sysusers")
    (root / "tmp/tree").mkdir()
    shutil.copy(bench.root / FINDING, root / "tmp/tree")
    ran = bench.run(inside("oces", "scan", "/tmp/tree", "--as-of", benches.AS_OF, "-o", "ndjson"))
    if ran.returncode != 1 or "oces2-key" not in ran.stdout:
        raise Failed(f"the scan there ended with {ran.returncode}: {benches.said(ran)[-1000:]}")
    bench.holds(True, f"it finds a key in Debian {suite}", "oces")
    # What a timer that ran leaves; the report names people.
    (root / "var/lib/oces").mkdir()
    (root / "var/lib/oces/report.json").write_text("{}", encoding="utf-8")
    bench.breaks(files() != before, f"{len(files() - before)} files are there before purging", "find")
    bench.accepts(inside("dpkg", "-P", "oces"), "purged", program="dpkg")
    left = sorted(map(str, files() ^ before))
    user = bench.run(inside("getent", "passwd", "oces")).returncode == 0
    bench.holds(not left and not user, f"purging leaves nothing, neither reports nor the user {left[:5] or ''}", "dpkg")
