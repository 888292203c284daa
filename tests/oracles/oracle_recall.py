"""Proves that `oces scan --all` finds every certificate that another finder
finds (`recall_finder.py`: Python's own modules, openssl and keytool), and that
it finds none that is not there: both sets are compared by the SHA-256 of the
DER, in `testdata/`, in parts of `/usr`, and in the race's mixed tree, whose
manifest tells what was planted.

Every difference is explained by a line of `EXPLAINED`, or it fails; a line that
explains nothing any more fails too. `OCES_RECALL=whole` takes the whole mixed
tree in place of its twentieth, which needs gigabytes and an hour.

Negative controls: a report from which one certificate was taken is refused, and
so is one with a certificate more.
"""

import json
from pathlib import Path

import recall_finder

AS_OF = "2026-11-21"
# Where a report tells certificates.
KINDS = ("certificates", "lookAlikes", "unknownAuthorities", "others")
# What the race plants in stores under this password; one a line.
PASSWORD = "Opfundet-mixed-kodeord"
PARTS = ("/usr/share/ca-certificates", "/usr/lib/python3", "/usr/lib/python3.11", "/usr/lib/ssl", "/usr/share/perl",
         "/usr/lib/jvm/java-17-openjdk-amd64/lib/security", "/etc/ssl/java", "/etc/ssl/certs/java")

# (who alone finds it, a part of the path, why the other does not)
EXPLAINED = [("oces alone", f"/testdata/{part}", why) for part, why in (
    # The other finder joins the lines of a text as they stand.
    ("corpus/pem-log-", "each line begins with what a logger wrote"),
    ("corpus/b64-log-times", "each line begins with what a logger wrote"),
    ("corpus/pem-diff-", "each line begins with a sign of diff"),
    ("corpus/pem-grep", "each line begins with a path and a number"),
    ("corpus/pem-numbered", "each line begins with a number"),
    ("corpus/pem-rem.bat", "each line begins with a word of a language"),
    ("corpus/pem-echo.bat", "each line begins with a word of a language"),
    ("corpus/pem-dashes.sql", "each line begins with dashes, which base64url has too"),
    ("corpus/pem-c-comments", "each line begins with a sign of comment, which base64 has too"),
    ("corpus/pem-slashes.c", "each line begins with a sign of comment, which base64 has too"),
    ("corpus/pem-list.yaml", "each line begins with a dash, which base64url has too"),
    ("corpus/pem-append.java", "calls between the parts"),
    ("corpus/pem-powershell", "line breaks in a language's own escapes"),
    ("corpus/pem-chr.vb", "calls between the parts"),
    ("corpus/pem-vb", "operators between the parts"),
    ("corpus/b64-vb.vb", "operators between the parts"),
    ("corpus/b64-csharp", "operators between the parts"),
    ("corpus/b64-pkcs12-ber.cs", "operators between the parts"),
    ("corpus/b64-unpadded", "certificates one behind the other without padding"),
    ("corpus/pem-escaped-twice", "escapes of escapes"),
    ("corpus/pem-entities", "named entities"),
    ("corpus/pem-quoted-printable", "dashes as quoted-printable"),
    ("corpus/pem-docx", "elements between the lines"),
    ("corpus/pem-html-p", "elements between the lines"),
    ("corpus/pem-outlook", "elements between the lines"),
    ("corpus/b64-html-br", "elements between the lines"),
    ("corpus/pem-zero-width", "marks of no width between the octets"),
    ("corpus/k8s-text-first-0", "PEM in base64 that begins with other text"),
    # What Python's modules do not open, or what they believe of it.
    ("hidden/zip/two-frames", "Zstandard"),
    ("hidden/zip/zstd", "Zstandard"),
    ("hidden/zip/xz", "xz as a method of zip"),
    ("hidden/zip/deleted", "members that the directory no longer lists"),
    ("hidden/zip/bomb-same", "entries that overlap, which zipfile refuses"),
    ("hidden/stores/windows/SOFTWARE", "values of a registry hive that are split over cells"),
    ("hidden/stores/nss/", "pages of an old database of Mozilla"),
)]


def check(bench):
    finder = bench.dir / "scratch"
    finder.mkdir()
    both(bench, "testdata", [bench.root / "testdata" / part for part in ("corpus", "certificates", "hidden")], finder)
    parts = [Path(part) for part in PARTS if Path(part).is_dir()]
    both(bench, f"{len(parts)} parts of /usr", parts, finder)
    planted(bench, finder)
    unused = [one for one in EXPLAINED if one not in USED]
    bench.holds(not unused, f"each of {len(EXPLAINED)} explanations explains a difference: {unused}")


USED = set()


def scanned(bench, roots, *more):
    """SHA-256 to paths, by `oces`; and the paths that it tells as failures."""
    passwords = bench.dir / "passwords"
    passwords.write_text(f"{PASSWORD}\n", encoding="utf-8")
    ran = bench.oces("scan", *roots, "--all", "--no-references", "-o", "json", "--as-of", AS_OF, "--password-file",
                     passwords, "-q", *more, codes=(0, 1, 3), timeout=3000)
    report = json.loads(ran.stdout)
    found = {}
    for one in [one for kind in KINDS for one in report.get(kind, [])]:
        found[one["sha256"]] = sorted({place["path"] for place in one["occurrences"]})
    return found, {one["path"] for one in report["failures"]}


def both(bench, what, roots, scratch):
    ours, failed = scanned(bench, roots)
    theirs = recall_finder.find(sorted(path for root in roots for path in root.rglob("*")), scratch)
    left = differences(ours, theirs, failed)
    bench.holds(not left, f"{what}: {len(ours)} certificates by oces, {len(theirs)} by the other finder, "
                f"{len(set(ours) & set(theirs))} by both, every difference explained" + told(left))
    common = sorted(set(ours) & set(theirs))
    less = {one: paths for one, paths in ours.items() if one != common[0]}
    bench.breaks(differences(less, theirs, failed), f"{what}: an oces that misses one")
    bench.breaks(differences({**ours, "00" * 32: ["/nowhere"]}, theirs, failed), f"{what}: an oces that invents one")
    bench.figure(f"{what}: {len(ours)} by oces, {len(theirs)} by the other finder")


def differences(ours, theirs, failed):
    """What only one of them finds, and nobody explained."""
    left = [("oces alone", one, ours[one]) for one in ours.keys() - theirs.keys()]
    # Where oces says that it could not read to the end, it was not silent.
    left += [("finder alone", one, theirs[one]) for one in theirs.keys() - ours.keys()
             if not all(path in failed for path in theirs[one])]
    return sorted(one for one in left if not explained(*one))


def explained(who, _sha256, paths):
    for one in EXPLAINED:
        if one[0] == who and all(one[1] in path for path in paths):
            USED.add(one)
            return True
    return False


def told(left):
    return "".join(f"\n    {who}: {sha256[:16]} {paths[:3]}" for who, sha256, paths in left[:40])


def planted(bench, scratch):
    """The race's mixed tree against its manifest, place by place."""
    whole = bench.env("OCES_RECALL") == "whole"
    folder = bench.root / "target" / "race" / "mixed" if whole else bench.dir / "mixed"
    # The oracles have a module `trees` too: the race's own speaks for itself.
    build = f"trees.tree('mixed', Path({str(folder.parent)!r}))" if whole else \
        f"mixed.plant(Path({str(folder)!r}), mixed.FILES // trees.SMALL)"
    code = f"import trees; from pathlib import Path; from trees import mixed; {build}"
    bench.accepts(["python3", "-c", code], "the race's own recipe plants", env={"PYTHONPATH": str(bench.root / "benches")})
    manifest = json.loads(folder.with_name(f"{folder.name}.manifest.json").read_text())["certificates"]
    both(bench, "the mixed tree", [folder], scratch)
    ours, _ = scanned(bench, [folder])
    missed = unseen(ours, manifest, folder)
    places = sum(map(len, manifest.values()))
    bench.holds(not missed, f"the mixed tree: {places} places of {len(manifest)} planted certificates are all told: {missed[:9]}")
    first = min(manifest)
    bench.breaks(unseen({one: paths for one, paths in ours.items() if one != first}, manifest, folder),
                 "the mixed tree: an oces that misses a planted one")
    bench.figure(f"the mixed tree: {places} places of {len(manifest)} planted certificates")


def unseen(ours, manifest, folder):
    """Places of the manifest that no occurrence tells."""
    return [f"{place['format']} {place['path']}" for one, places in manifest.items() for place in places
            if str(folder / place["path"]) not in ours.get(one, [])]
