"""Proves that the release workflow of `contrib/release` is taken by GitHub's own
schema, that what may write runs no code of the repository, that no script has an
input as text, and that two machines that built differently publish nothing; and
that shellcheck has no complaint of the scripts that build. GitHub is not here.
"""

import json
import re
import shutil

import oracle_contrib

WORKFLOW = "contrib/release/release.yml"
SCRIPTS = ["contrib/release/build", "contrib/release/reproduce", "contrib/deb/build", "contrib/deb/postinst",
           "contrib/deb/prerm", "contrib/deb/postrm"]


def check(bench):
    tools = bench.pip(oracle_contrib.CHECK)
    by_schema = [tools / "check-jsonschema", "--builtin-schema", "vendor.github-workflows"]
    bench.accepts([*by_schema, WORKFLOW], WORKFLOW)
    for old, new, because in [("timeout-minutes: 60", "timeout-minuets: 60", "minuets"), ("contents: write", "contents: all", "all")]:
        bench.refuses([*by_schema, bench.broken(WORKFLOW, (old, new))], f"{WORKFLOW} with `{new}`", because=because)
    workflow = oracle_contrib.loaded(bench, tools / "python", WORKFLOW)
    bench.holds(not faults(workflow), "rights, pins and scripts", "rules of this oracle")
    for what, worse in spoilt(workflow):
        bench.breaks(faults(worse), f"{what}: {', '.join(faults(worse))}", "rules of this oracle")
    compared(bench, workflow)
    bench.apt("shellcheck")
    bench.accepts(["shellcheck", "--severity=info", *SCRIPTS], "the scripts that build")
    bench.refuses(["shellcheck", "--severity=info", bench.broken(SCRIPTS[0], ('"$OUT/BUILDINFO"', "$OUT/BUILDINFO"))],
                  "a path that is not quoted", because="SC2086")


def faults(workflow):
    """What must not be in it."""
    found = [] if workflow["permissions"] == {} else ["rights for all jobs"]
    for name, job in workflow["jobs"].items():
        uses = [step["uses"] for step in job["steps"] if "uses" in step]
        scripts = [step["run"] for step in job["steps"] if "run" in step]
        writes = "write" in job["permissions"].values()
        if writes and (any("checkout" in use for use in uses) or any("contrib/" in script for script in scripts)):
            found.append(f"{name} writes and runs code")
        if not writes and job["permissions"] != {"contents": "read"}:
            found.append(f"{name} may more than read")
        found += [f"{use} has no version" for use in uses if not re.search(r"@(v\d+|[0-9a-f]{40})$", use)]
        found += [f"{name} has an input as text" for script in scripts if "${{" in script]
    return found


def spoilt(workflow):
    def copy():
        return json.loads(json.dumps(workflow))

    one = copy()
    one["jobs"]["publish"]["steps"].insert(0, {"uses": "actions/checkout@v4"})
    yield "the code is checked out where rights are", one
    two = copy()
    two["permissions"] = {"contents": "write"}
    yield "rights for all", two
    three = copy()
    three["jobs"]["build"]["steps"][0]["uses"] = "actions/checkout@main"
    yield "an action at a branch", three
    four = copy()
    four["jobs"]["build"]["steps"].append({"run": "echo ${{ github.ref_name }}"})
    yield "a tag's name as shell", four


def compared(bench, workflow):
    """The step that compares, on files as the two machines would leave them."""
    script = next(step["run"] for step in workflow["jobs"]["publish"]["steps"] if step.get("name", "").startswith("Both"))
    argv = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    for machine in ("release", "again"):
        folder = bench.dir / "built" / machine
        folder.mkdir(parents=True)
        (folder / "oces").write_text("the same\n", encoding="utf-8")
        sums = bench.run(["sha256sum", "oces"], cwd=folder).stdout
        (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    bench.accepts(argv, "two machines that built the same", program="bash", cwd=bench.dir)
    swapped = bench.dir / "swapped"
    shutil.copytree(bench.dir / "built", swapped / "built")
    (swapped / "built/release/oces").write_text("another\n", encoding="utf-8")
    bench.refuses(argv, "a binary that is not that of its sum", because="FAILED", program="bash", cwd=swapped)
    sums = bench.dir / "built/again/SHA256SUMS"
    sums.write_text(sums.read_text(encoding="utf-8").replace("a", "b"), encoding="utf-8")
    bench.refuses(argv, "two machines that built differently", because="differ", program="bash", cwd=bench.dir)
