"""What the oracles scan: the demo, a tree without findings, and a tree whose
names are hostile (made by `hostile.py`).
"""

import importlib
import shutil
from pathlib import Path


def make(name, root, work):
    """The path of the tree, as it is given to `oces`."""
    if name == "demo":
        return Path("testdata/demo")
    directory = work / "trees" / name
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    if name == "clean":
        (directory / "readme.txt").write_text("There is no certificate here.\n", encoding="utf-8")
    elif name == "hostile":
        # Not imported above: only those who ask for this tree need it.
        importlib.import_module("hostile").make(directory)
    else:
        raise ValueError(f"there is no tree {name!r}")
    return directory
