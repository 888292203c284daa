"""Proves that the bills of material of both versions keep to their strict
schema, that the reference library reads them and writes the same again, and
that they hold every certificate, place, finding and failure of the JSON report:
by cyclonedx-python-lib.
"""

import json
from pathlib import Path

LIBRARY = "cyclonedx-python-lib[validation]==11.12.0"
FORMATS = {"cyclonedx": "1.6", "cyclonedx-1.7": "1.7"}

# Ends with 1 and says why, if the file does not keep to the strict schema.
VALIDATE = """
import json, sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = open(sys.argv[1], encoding="utf-8").read()
error = JsonStrictValidator(SchemaVersion.from_version(json.loads(text)["specVersion"])).validate_str(text)
print("keeps to the schema" if error is None else repr(error)[:2000])
sys.exit(error is not None)
"""

# Reads into the library's own model, writes, validates, and counts again.
AGAIN = """
import json, sys
from cyclonedx.model.bom import Bom
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
old = json.load(open(sys.argv[1], encoding="utf-8"))
version = SchemaVersion.from_version(old["specVersion"])
bom = Bom.from_json(old)
bom.validate()
text = make_outputter(bom, OutputFormat.JSON, version).output_as_string()
error = JsonStrictValidator(version).validate_str(text)
new = json.loads(text)
def counts(bill):
    lists = {name: len(bill.get(name, [])) for name in ("components", "dependencies", "vulnerabilities")}
    components = bill.get("components", [])
    things = [bill["metadata"], *components, *bill.get("vulnerabilities", [])]
    lists["properties"] = sum(len(one.get("properties", [])) for one in things)
    lists["occurrences"] = sum(len(one.get("evidence", {}).get("occurrences", [])) for one in components)
    lists["edges"] = sum(len(one.get("dependsOn", [])) for one in bill.get("dependencies", []))
    return lists
if error is not None:
    print(repr(error)[:2000])
elif counts(old) != counts(new):
    print("not the same again:", counts(old), counts(new))
else:
    print(counts(new))
sys.exit(error is not None or counts(old) != counts(new))
"""


def check(bench):
    program = LIBRARY.replace("[validation]==", " ")
    python = bench.pip(LIBRARY) / "python"
    hostile = ["hostile"] if Path(__file__).with_name("hostile.py").exists() else []
    for format, version in FORMATS.items():
        for tree in ["demo", "clean", *hostile]:
            report = bench.report(format, "--all", tree=tree)
            bench.accepts([python, "-c", VALIDATE, report], f"the bill {version} of {tree}", program=program)
            ran = bench.accepts([python, "-c", AGAIN, report], f"{version} of {tree} again", program=program)
            bill = json.loads(report.read_text(encoding="utf-8"))
            same_as_json(bench, bill, bench.report("json", "--all", tree=tree), f"{version} of {tree}")
            if tree == "demo":
                bench.figure(f"{version}: {ran.stdout.strip()}")
    refusals(bench, python, program)


def same_as_json(bench, bill, report, what):
    """The bill tells as much as the report, and refers to nothing that is not there."""
    report = json.loads(report.read_text(encoding="utf-8"))
    lists = [report[name] for name in ("certificates", "lookAlikes", "unknownAuthorities", "others")]
    certificates = [one for one in bill["components"] if kind(one) == "certificate"]
    places = sum(len(one["evidence"]["occurrences"]) for one in certificates)
    bench.holds(len(certificates) == sum(map(len, lists)), f"{len(certificates)} certificates in {what}")
    bench.holds(places == sum(len(one["occurrences"]) for all in lists for one in all), f"{places} places in {what}")
    findings = {one["bom-ref"]: property(one, "oces:state") for one in bill["vulnerabilities"]}
    told = {f"finding/{one['id']}": one["state"] for one in report["findings"]}
    bench.holds(findings == told, f"{len(told)} findings with their states in {what}")
    failures = [p for one in bill["components"] for p in one.get("properties", []) if p["name"] == "oces:failure"]
    bench.holds(len(failures) == len(report["failures"]), f"{len(failures)} failures in {what}")
    aggregate = "complete" if report["scan"]["complete"] else "incomplete"
    bench.holds(bill["compositions"][0]["aggregate"] == aggregate, f"{what} is {aggregate}")
    things = [bill["metadata"]["component"], *bill["components"], *bill["vulnerabilities"]]
    names = [one["bom-ref"] for one in things]
    bench.holds(len(names) == len(set(names)), f"no reference stands for two things in {what}")
    bench.holds(set(references(bill)) <= set(names), f"every reference in {what} leads somewhere")
    hidden = [one for one in bill["components"] if "value" in str(one.get("cryptoProperties", {}))]
    bench.holds(not hidden, f"no key has a value in {what}")


def kind(component):
    return component.get("cryptoProperties", {}).get("assetType")


def property(one, name):
    return next(p["value"] for p in one["properties"] if p["name"] == name)


def references(bill):
    for one in bill["dependencies"]:
        yield one["ref"]
        yield from one["dependsOn"]
    for one in bill["vulnerabilities"]:
        yield from (affected["ref"] for affected in one["affects"])
    for one in bill["components"]:
        facts = one.get("cryptoProperties", {})
        facts = facts.get("certificateProperties") or facts.get("relatedCryptoMaterialProperties") or {}
        yield from (facts[name] for name in ("signatureAlgorithmRef", "subjectPublicKeyRef", "algorithmRef") if name in facts)
        yield from (related["ref"] for related in facts.get("relatedCryptographicAssets", []))


def refusals(bench, python, program):
    newer = bench.report("cyclonedx-1.7", "--all")
    bad = bench.broken(newer, ('"specVersion": "1.7"', '"specVersion": "1.6"'), name="newer.cdx.json")
    bench.refuses([python, "-c", VALIDATE, bad], "what only 1.7 has, as 1.6", because="serialNumber|not valid", program=program)
    older = bench.report("cyclonedx", "--all")
    bad = bench.broken(older, ('"assetType": "certificate"', '"assetType": "certifikat"'), name="asset.cdx.json")
    bench.refuses([python, "-c", VALIDATE, bad], "an asset that is none", because="certifikat", program=program)
    bench.refuses([python, "-c", AGAIN, bad], "the same for the model", because="certifikat", program=program)
    cut = bench.dir / "cut.cdx.json"
    cut.write_bytes(older.read_bytes()[:-200])
    bench.refuses([python, "-c", VALIDATE, cut], "a bill that was cut", because="JSONDecodeError|Expecting", program=program)
