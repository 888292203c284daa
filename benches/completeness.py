"""Nothing may be missed: not what `cert-dump` finds, not what was planted."""

import json

from measure import run
from trees.planted import PASSWORD

LISTED = ("certificates", "lookAlikes", "unknownAuthorities", "others")
# What cert-dump tells for a PEM line in source code that has no block after it.
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
SHOWN = 20


def completeness(tree, known, args, scratch):
    print(f"\n## completeness: {tree}\n")
    closed = places(scan(tree, args, scratch, "--no-archives"))
    held = planted(tree, closed, {""}, "without archives and passwords")
    passwords = scratch / "passwords"
    passwords.write_text(f"{PASSWORD}\n")
    whole = places(scan(tree, args, scratch, "--password-file", passwords))
    held &= planted(tree, whole, {"", "archive", "password"}, "with archives and the password")
    if "cert-dump" in known:
        held &= compared(tree, set(closed), known["cert-dump"], scratch)
    return held


def scan(tree, args, scratch, *more):
    """The report of everything that is found, OCES or not."""
    report = scratch / "all.json"
    run([args.oces, "scan", "--all", *more, "--fail-on", "never", "-o", f"json={report}", tree], {0, 3}, scratch)
    return json.loads(report.read_text())


def places(report):
    """By certificate, the files it was found in."""
    found = {}
    for entry in (one for kind in LISTED for one in report.get(kind, [])):
        files = {place["path"] for place in entry.get("occurrences", [])}
        found.setdefault(entry["sha256"], set()).update(files)
    return found


def planted(tree, found, needs, how):
    """Each planted certificate in each of its places, whose needs are met."""
    told = tree.with_name(f"{tree.name}.manifest.json")
    if not told.exists():
        print(f"planted, {how}: nothing is known to be planted here")
        return True
    manifest = json.loads(told.read_text())
    wanted = [(sha256, place) for sha256, all in manifest["certificates"].items() for place in all
              if place["needs"] in needs]
    missed = [(sha256, place) for sha256, place in wanted
              if str(tree / place["path"]) not in found.get(sha256, ())]
    distinct = len({sha256 for sha256, _ in wanted})
    print(f"planted, {how}: {len(wanted)} places of {distinct} certificates, {len(missed)} missed")
    forms = {}
    for sha256, place in missed:
        forms.setdefault(place["format"], []).append(f"missed {sha256}: {place['path']}")
    for form, lines in sorted(forms.items()):
        print(f"  {form}: {len(lines)}, the first is {lines[0]}")
    return not missed and bool(wanted)


def compared(tree, ours, dump, scratch):
    """Every certificate that cert-dump finds must be in `oces scan --all`.

    cert-dump prints one JSON object a line and occurrence; `sha256` is the
    digest of the certificate's DER, `path` and `offset` tell where it lies.
    """
    run([*dump.command, tree], {0}, scratch)
    theirs = {}
    for line in (scratch / "stdout").read_text(errors="replace").splitlines():
        entry = json.loads(line) if line.startswith("{") else {"sha256": NOTHING}
        if entry["sha256"] != NOTHING:
            theirs.setdefault(entry["sha256"], f"{entry['path']} at {entry['offset']} ({entry['source']}), "
                                               f"{entry.get('size')} octets, {entry.get('subject', 'no subject')}")
    missed = sorted(set(theirs) - ours)
    print(f"cert-dump {len(theirs)} distinct, oces {len(ours)}, "
          f"only cert-dump {len(missed)}, only oces {len(ours - set(theirs))}")
    for sha256 in missed[:SHOWN]:
        print(f"missed {sha256}: {theirs[sha256]}")
    if len(missed) > SHOWN:
        print(f"and {len(missed) - SHOWN} more")
    return not missed and bool(theirs)
