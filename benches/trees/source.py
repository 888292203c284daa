"""300,000 small files of source code and text, taken from what the machine has.

The same files again and again under other names: no contender remembers what
it read. Whole folders are kept together, as in a tree of clones.
"""

import os
from pathlib import Path

LAYOUT = "1"
FILES = 300_000
LARGEST = 1 << 20
PLACES = ("~/.cargo/registry/src", "/usr/include", "/usr/lib/python3", "/usr/lib/python3.11", "/usr/lib/python3.13",
          "/usr/share/doc", "/usr/share/perl", "/usr/lib/node_modules", "~/.pyenv/versions")
# What is packed or compiled is not source.
OTHER = (".gz", ".xz", ".pyc", ".so", ".a", ".o", ".png", ".zip", ".exe", ".lib", ".dll", ".whl", ".crate", ".bin")


def build(folder, scale):
    wanted = FILES // scale
    found = candidates(wanted)
    if not found:
        raise SystemExit("there is no source code here: none of " + ", ".join(PLACES))
    made = octets = 0
    sizes = []
    for at, (place, path) in enumerate(found):
        content = path.read_bytes()
        for again in range(at, wanted, len(found)):
            target = folder / f"clone{again // len(found):02}" / place
            target.mkdir(parents=True, exist_ok=True)
            (target / path.name).write_bytes(content)
            made, octets = made + 1, octets + len(content)
        sizes.append(len(content))
    median = sorted(sizes)[len(sizes) // 2]
    return f"{made} files of {len(found)} different ones, {octets >> 20} MiB, median {median} octets"


def candidates(wanted):
    """Where to put it, and the file; sorted, so that it is the same each time."""
    found = []
    for number, place in enumerate(PLACES):
        root = Path(place).expanduser()
        for directory, below, files in os.walk(root):
            below.sort()
            for entry in sorted(files):
                path = Path(directory, entry)
                if entry.endswith(OTHER) or path.is_symlink() or not path.is_file():
                    continue
                # Nothing and next to nothing is not what a scan of source meets.
                if 256 <= path.stat().st_size <= LARGEST:
                    found.append((f"{number}" / Path(directory).relative_to(root), path))
    return found[:: max(len(found) // wanted, 1)]
