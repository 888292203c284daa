"""Proves that the JSON report keeps to the schema that `oces schema` prints, and
that the schema is one, by two programs that share no code: Python's jsonschema
(check-jsonschema) and ajv.
"""

CHECK = "check-jsonschema==0.39.0"
AJV = ("ajv-cli@5.0.0", "ajv-formats@3.0.1")


def check(bench):
    python = bench.pip(CHECK) / "check-jsonschema"
    ajv = bench.npm(*AJV)
    schema = bench.dir / "schema.json"
    schema.write_text(bench.oces("schema").stdout, encoding="utf-8")

    bench.accepts([python, "--check-metaschema", schema], "the schema is a schema")
    bad = bench.broken(schema, ('"type": "object"', '"type": "objekt"'))
    bench.refuses([python, "--check-metaschema", bad], "a schema with a type that is none", because="objekt")

    def by_python(report):
        return [python, "--schemafile", schema, report]

    def by_ajv(report):
        # ajv takes only data that is called `.json`, and strict mode wants what 2020-12 does not.
        options = ["--spec=draft2020", "-c", ajv / "ajv-formats", "--strict=false", "--errors=text"]
        return ["node", ajv / "ajv-cli/dist/index.js", "validate", *options, "-s", schema, "-d", report]

    for tree in ("demo", "clean"):
        report = bench.report("json", tree=tree)
        bench.accepts(by_python(report), f"the report of {tree}")
        bench.accepts(by_ajv(report), f"the report of {tree}", program="ajv-cli 5.0.0")
    report = bench.report("json")
    bad = bench.broken(report, ('"schemaVersion"', '"schemaVersoin"'))
    bench.refuses(by_python(bad), "a misspelt field", because="schemaVersion")
    bench.refuses(by_ajv(bad), "a misspelt field", because="schemaVersion", program="ajv-cli 5.0.0")
    bench.figure(f"the demo's report is {report.stat().st_size} octets")
