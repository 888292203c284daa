"""The mixed system tree: a large part of /usr, and certificates planted in
every format. Beside the tree, `mixed.manifest.json` tells what was planted:

    {"planted": N, "certificates": {SHA-256: [{"path", "format", "needs"}, ...]}}

`path` is relative to the tree; `needs` is what must be done to see it: nothing
(`""`), open an `archive`, or try a `password` (`Opfundet-mixed-kodeord`).
"""

import hashlib
import json
import os
import shutil
import zlib
from pathlib import Path

from trees import planted
from trees.shapes import DISTINCT, certificate

LAYOUT = "1"
SYSTEM = Path("/usr")
SHARE = 3 << 30
FILES = 6400


def build(folder, scale):
    files, octets = copy_system(folder / "usr", SHARE // scale)
    planted_files = plant(folder, FILES // scale)
    return f"{files} files of {SYSTEM} with {octets >> 20} MiB, and {planted_files} with certificates"


def plant(folder, count):
    """Files with one to five certificates each, in one format after the other."""
    manifest, number = {}, 0
    formats = planted.FORMATS
    made = 0
    for at in range(count):
        kind, form = at % len(formats), formats[at % len(formats)]
        # A store holds some, a text mostly one.
        group = [(number + step) % DISTINCT for step in range(form.most and at // len(formats) % form.most + 1)]
        number += len(group)
        path = form.place.format(at=at, app=at // len(formats) % 97, host=kind)
        content = form.make(group, at)
        if content is None:
            continue
        made += 1
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        for one in group:
            manifest.setdefault(hashlib.sha256(certificate(one)).hexdigest(), []).append(
                {"path": path, "format": form.name, "needs": form.needs})
    told = {"planted": made, "distinct": len(manifest), "certificates": dict(sorted(manifest.items()))}
    folder.with_name(f"{folder.name}.manifest.json").write_text(json.dumps(told, indent=1))
    return made


def copy_system(folder, share):
    """Files picked by the checksum of their path, as many as the share allows;
    links stay links, hard links become files."""
    whole = sum(size for _, size in system_files())
    limit = min(1 << 32, int((1 << 32) * share / max(whole, 1)))
    files = octets = 0
    for path, size in system_files():
        relative = path.relative_to(SYSTEM)
        if zlib.crc32(os.fsencode(relative)) >= limit:
            continue
        target = folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():
            target.symlink_to(os.readlink(path))
            continue
        shutil.copyfile(path, target)
        files, octets = files + 1, octets + size
    return files, octets


def system_files():
    """Every file and link, sorted, and its size."""
    for directory, below, entries in os.walk(SYSTEM):
        below.sort()
        for entry in sorted(entries):
            path = Path(directory, entry)
            if path.is_symlink():
                yield path, 0
            elif path.is_file():
                yield path, path.stat().st_size
