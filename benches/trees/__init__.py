"""The trees of the race: built once, stamped, kept under the target folder.

Each recipe is a module; a tree's `LAYOUT` changes when its recipe does, and it
is then built anew. Everything is the same each time on one machine; what is
copied from the machine differs between machines.
"""

import shutil
import time

from trees import certs, growth, large, locked, mixed, source

SMALL = 20
"""By how much `--small` divides everything."""

RECIPES = {
    "mixed": (mixed.LAYOUT, mixed.build),
    "source": (source.LAYOUT, source.build),
    "certs": (certs.LAYOUT, certs.build),
    "log": (large.LAYOUT, large.build_log),
    "sparse": (large.LAYOUT, large.build_sparse),
    "locked": (locked.LAYOUT, locked.build),
}


def tree(name, target, scale=1):
    """The folder of that tree, built where it is not there yet."""
    layout, build = RECIPES[name]
    return kept(target / (f"{name}-small" if scale > 1 else name), f"{layout} {scale}", lambda at: build(at, scale))


def small_files(target, count):
    """A tree of that many small files."""
    return kept(target / f"growth-{count}", f"{growth.LAYOUT} {count}", lambda at: growth.build(at, count))


def remove_small_files(target, count):
    shutil.rmtree(target / f"growth-{count}", ignore_errors=True)
    (target / f"growth-{count}.built").unlink(missing_ok=True)


def kept(folder, want, build):
    # Beside the tree: nothing of ours is scanned.
    stamp = folder.with_name(f"{folder.name}.built")
    if folder.is_dir() and stamp.exists() and stamp.read_text().splitlines()[0] == want:
        print(f"(tree {folder.name}: {stamp.read_text().splitlines()[1]})")
        return folder
    begin = time.monotonic()
    stamp.unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    told = build(folder)
    stamp.write_text(f"{want}\n{told}\n")
    print(f"(tree {folder.name}: {told}; built in {time.monotonic() - begin:.0f} s)", flush=True)
    return folder
