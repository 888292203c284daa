"""Proves that what `contrib` gives to GitHub, GitLab and pre-commit is taken by
their own schemas and tools, and that the scripts in it do what they promise
when they are run: no input is taken for shell, an incomplete scan never passes.
GitHub and GitLab themselves are not here.
"""

import json
import shutil

CHECK = "check-jsonschema==0.39.0"
PRE_COMMIT = "pre-commit==4.7.0"
ACTION = "contrib/github/action.yml"
WORKFLOW = "contrib/github/example-workflow.yml"
GITLAB = "contrib/gitlab/oces.gitlab-ci.yml"
HOOKS = ".pre-commit-hooks.yaml"
HOOKS_EXAMPLE = "contrib/pre-commit/example-config.yaml"
# A key with its certificate: findings, and all is looked at. A store that no
# password opens: no finding, and not all is looked at.
FINDING = "testdata/demo/fjordby-int01/opt/gammelt/server.pem"
LOCKED = "testdata/demo/fjordby-int01/srv/integration/config/gammel-nøgle.p12"
TO_JSON = "import json,sys; from ruamel.yaml import YAML; json.dump(YAML(typ='safe').load(open(sys.argv[1])), sys.stdout)"


def check(bench):
    tools = bench.pip(CHECK)
    schemas(bench, tools / "check-jsonschema")
    made = folders(bench)
    github(bench, tools / "python", made)
    gitlab(bench, tools / "python", made)
    pre_commit(bench, bench.pip(PRE_COMMIT) / "pre-commit")


def schemas(bench, program):
    def by(schema, path):
        return [program, "--builtin-schema", f"vendor.{schema}", path]

    for schema, path, old, new, because in [
        ("github-actions", ACTION, "using: composite", "using: composit", "composit"),
        ("github-workflows", WORKFLOW, "runs-on:", "run-on:", "run-on|runs-on"),
        ("gitlab-ci", GITLAB, "access: developer", "access: everybody", "'everybody' is not"),
    ]:
        bench.accepts(by(schema, path), path)
        bench.refuses(by(schema, bench.broken(path, (old, new))), f"{path} with `{new}`", because=because)


def folders(bench):
    """What is scanned, and the code that a script must make of it."""
    made = {"clean": (bench.tree("clean"), 0)}
    for name, path, code in [("findings", FINDING, 1), ("locked", LOCKED, 3)]:
        folder = bench.dir / name
        folder.mkdir()
        shutil.copy(path, folder)
        made[name] = (folder, code)
    both = bench.dir / "both of them"
    both.mkdir()
    shutil.copy(FINDING, both)
    shutil.copy(LOCKED, both)
    made["both"] = (both, None)
    return made


def loaded(bench, python, path):
    return json.loads(bench.accepts([python, "-c", TO_JSON, path], f"{path} is YAML", program="ruamel.yaml").stdout)


def github(bench, python, made):
    action = loaded(bench, python, ACTION)
    workflow = loaded(bench, python, WORKFLOW)
    steps = action["runs"]["steps"] + workflow["jobs"]["oces"]["steps"]
    scripts = [step["run"] for step in steps if "run" in step]
    bench.holds(not any("${{" in script for script in scripts), "no script has an input as text", "GitHub")
    scan = next(step for step in action["runs"]["steps"] if step.get("id") == "scan")
    upload = next(step for step in action["runs"]["steps"] if "upload-sarif" in step.get("uses", ""))
    bench.holds("always()" in upload["if"], "SARIF is uploaded also when the scan fails", "GitHub")

    def ran(paths, fail_on="warning"):
        output = bench.dir / "github-output"
        output.write_text("", encoding="utf-8")
        env = {
            "GITHUB_REPOSITORY": "fjordby/portal", "GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(bench.dir),
            "GITHUB_STEP_SUMMARY": str(bench.dir / "summary.md"), "OCES": str(bench.binary), "PATHS": paths,
            "FAIL_ON": fail_on, "PERSONAL_DATA": "omit", "CONFIG": "", "BASELINE": "",
        }
        assert set(scan["env"]) <= set(env), "the action has an input that is not tried here"
        # As GitHub runs `shell: bash`.
        code = bench.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", scan["run"]], env=env).returncode
        return code, dict(line.split("=", 1) for line in output.read_text(encoding="utf-8").splitlines())

    for name, (folder, code) in made.items():
        want = code or (1 if name == "both" else 0)
        got, told = ran(f"{folder}\n\n")
        whole = "true" if name in ("clean", "findings") else "false"
        right = (got, told["exit-code"], told["complete"]) == (want, str(want), whole) and {"json", "sarif"} <= set(told)
        tell = bench.breaks if want else bench.holds
        tell(right, f"the action's scan of {name} ends with {got}, complete: {told['complete']}", "bash")
    got, _ = ran(str(made["locked"][0]), fail_on="never")
    bench.breaks(got == 3, "an incomplete scan with fail-on: never", "bash")
    got, _ = ran(str(made["findings"][0]), fail_on="never")
    bench.holds(got == 0, "findings with fail-on: never", "bash")
    mark = bench.dir / "executed"
    for attempt in (f"$(touch {mark})", f"`touch {mark}`", f"; touch {mark}", f"'; touch {mark}; '", "--version"):
        got, _ = ran(attempt)
        bench.breaks(got == 2 and not mark.exists(), f"a path that is shell: {attempt.replace(str(mark), 'X')}", "bash")


def gitlab(bench, python, made):
    job = loaded(bench, python, GITLAB)["oces"]
    bench.holds(job.get("allow_failure", False) in (False, {"exit_codes": [1]}), "no code but 1 may pass", "GitLab")
    kept = job["artifacts"]
    masked = "--personal-data omit" in job["script"][0] and kept["access"] != "all" and kept["expire_in"]
    bench.holds(masked and kept["when"] == "always", "masked, not public, for a time", "GitLab")
    for name, (folder, code) in made.items():
        here = bench.dir / f"gitlab-{name}"
        here.mkdir()
        env = {"CI_PROJECT_PATH": "fjordby/portal", "OCES": str(bench.binary), "OCES_PATH": str(folder)}
        got = bench.run(["sh", "-e", "-c", "\n".join(job["script"])], env=env, cwd=here).returncode
        want = 3 if code is None else code
        files = {"gl-code-quality-report.json", "oces-junit.xml", "oces.json"} <= {path.name for path in here.iterdir()}
        tell = bench.breaks if want else bench.holds
        tell(got == want and files, f"the job's scan of {name} ends with {got}", "sh")


def pre_commit(bench, program):
    bench.accepts([program, "validate-manifest", HOOKS], HOOKS)
    bench.refuses([program, "validate-manifest", bench.broken(HOOKS, ("language: rust", "language: rusty"))],
                  "a manifest in a language that is none", because="rusty|language")
    bench.accepts([program, "validate-config", HOOKS_EXAMPLE], HOOKS_EXAMPLE)
    bench.refuses([program, "validate-config", bench.broken(HOOKS_EXAMPLE, ("    rev:", "    ref:"))],
                  "a configuration without rev", because="rev")

    def repository(name, *files):
        folder = bench.dir / name
        folder.mkdir()
        for path in files:
            shutil.copy(path, folder)
        who = ["-c", "user.name=oces", "-c", "user.email=oces@example.org"]
        for argv in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "a"]):
            ran = bench.run(["git", *argv], cwd=folder)
            assert ran.returncode == 0, ran.stderr
        return folder

    hooks = repository("hooks", HOOKS)
    path = bench.dir / "bin"
    path.mkdir()
    (path / "oces").symlink_to(bench.binary)
    env = {"PATH": f"{path}:{bench.env('PATH')}", "PRE_COMMIT_HOME": str(bench.dir / "home")}
    tried = [program, "try-repo", hooks, "oces-system", "--all-files", "--verbose"]
    bench.accepts(tried, "a commit without certificates", env=env, cwd=repository("good", "README.md", "Cargo.toml"))
    bench.refuses(tried, "a commit with an OCES II key", because="server.pem", env=env,
                  cwd=repository("bad", "README.md", FINDING))
