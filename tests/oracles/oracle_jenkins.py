"""Proves that the Jenkinsfile is Groovy, that it uses no step that it does not
name as needed, and how a build ends for each exit code of the scan: run by
Debian's Groovy with stand-ins for Jenkins' steps (`jenkins.groovy`). Jenkins
itself, and its own validator of declarative pipelines, are not here.
"""

import os
import shutil

JENKINSFILE = "contrib/jenkins/Jenkinsfile"
FINDING = "testdata/demo/fjordby-int01/opt/gammelt/server.pem"
LOCKED = "testdata/demo/fjordby-int01/srv/integration/config/gammel-nøgle.p12"


def check(bench):
    bench.apt("groovy", "default-jre-headless")
    player = os.path.join(os.path.dirname(__file__), "jenkins.groovy")
    path = bench.dir / "bin"
    path.mkdir()
    (path / "oces").symlink_to(bench.binary)
    env = {"PATH": f"{path}:{bench.env('PATH')}", "JOB_NAME": "fjordby/portal"}

    def played(name, files, jenkinsfile=bench.root / JENKINSFILE):
        here = bench.dir / name
        here.mkdir()
        for file in files:
            shutil.copy(bench.root / file, here)
        return ["groovy", player, jenkinsfile, here]

    clean = bench.accepts(played("clean", []), "a scan that found nothing", env=env)
    bench.holds("RESULT SUCCESS" in clean.stdout, "the build succeeds")
    for name, files, result in [
        ("findings", [FINDING], "UNSTABLE"), ("locked", [LOCKED], "FAILURE"), ("both", [FINDING, LOCKED], "FAILURE"),
    ]:
        bench.refuses(played(name, files), f"a scan of {name}", because=f"RESULT {result}", env=env)
    (path / "oces").unlink()
    (path / "oces").symlink_to("/bin/false")
    bench.refuses(played("false", []), "a program that says 1 and writes nothing", because="RESULT FAILURE", env=env)
    for old, new, because in [
        ("stages {", "stages (", "unexpected token|MultipleCompilationErrors"),
        ("recordIssues tools", "recordIssue tools", "no step recordIssue"),
        ("always {", "allways {", "no step allways"),
    ]:
        bad = bench.broken(JENKINSFILE, (old, new))
        bench.refuses(played(new.split()[0], [], bad), f"`{new}` for `{old}`", because=because, env=env)
