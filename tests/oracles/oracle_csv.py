"""Proves that Python's csv and LibreOffice read both dialects of `-o csv` with the
cells that the JSON report gives, and that no cell is a formula or a number
that lost digits, whichever separator the spreadsheet takes.
"""

import csv
import datetime
import io
import json
import re

import install

OFFICE = "libreoffice-calc-nogui"
OPENPYXL = "openpyxl==3.1.5"
SEPARATOR = {"excel-da": ";", "rfc4180": ","}
LIMIT = 32767
# Reads a workbook: cells as JSON, a formula as a list.
READ = """
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
print(json.dumps([[[str(cell.value)] if cell.data_type == "f" else cell.value for cell in row] for row in sheet.rows], default=str))
"""


def check(bench):
    python = bench.pip(OPENPYXL) / "python3"
    bench.apt(OFFICE)
    for tree in ("demo", "clean", "hostile"):
        read = {dialect: by_python(bench, tree, dialect) for dialect in SEPARATOR}
        against_json(bench, tree, read["rfc4180"])
        one, other = ([[unguarded(cell) for cell in row] for row in read[dialect][1:]] for dialect in SEPARATOR)
        bench.holds(one == other, f"{tree}: both dialects say the same")
    headings(bench)
    for tree in ("demo", "hostile"):
        for dialect in SEPARATOR:
            by_office(bench, python, tree, dialect)
    controls(bench, python)


def path_of(bench, tree, dialect):
    return bench.report("csv", "--csv-dialect", dialect, tree=tree)


def by_python(bench, tree, dialect):
    """The records, and the form of the file."""
    octets = path_of(bench, tree, dialect).read_bytes()
    bench.holds(octets.startswith(b"\xef\xbb\xbf") == (dialect == "excel-da"), f"{tree}, {dialect}: the byte order mark")
    text = octets.decode("utf-8-sig")
    lines = text.split("\r\n")
    bench.holds(lines[-1] == "" and not any("\n" in line or "\r" in line for line in lines), f"{tree}, {dialect}: a record is one line, CR LF")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR[dialect], strict=True))
    widths = {len(row) for row in rows}
    bench.holds(len(widths) == 1 and len(rows) == len(lines) - 1, f"{tree}, {dialect}: {len(rows)} records of {widths} cells", "Python's csv")
    return rows


def against_json(bench, tree, rows):
    """Every finding and failure of the JSON report, in its order, with its facts."""
    whole = json.loads(bench.report("json", tree=tree).read_text(encoding="utf-8"))
    rows = [dict(zip(rows[0], map(unguarded, row))) for row in rows[1:]]
    findings = [row for row in rows if row["record"] == "finding"]
    failures = [row for row in rows if row["record"] == "failure"]
    bench.holds([row["id"] for row in findings] == [one["id"] for one in whole["findings"]], f"{tree}: {len(findings)} findings, as in the JSON report")
    bench.holds([row["rule"] for row in failures] == [one["kind"] for one in whole["failures"]], f"{tree}: {len(failures)} failures, as in the JSON report")
    known = {one["sha256"]: one for one in whole["certificates"] + whole["lookAlikes"] + whole["unknownAuthorities"]}
    for row, one in zip(findings + failures, whole["findings"] + whole["failures"]):
        wanted = {"severity": one.get("severity", ""), "scope": one["scope"], "state": one.get("state", row["state"])}
        if "pathBytes" not in one:
            wanted["path"] = visible(one["path"])
        wanted["message"] = visible(one["message"]["en"] if "message" in one else one["detail"])
        if about := known.get(one.get("certificate")):
            wanted |= {key: visible(about[key]) for key in ("subject", "issuer", "serial", "sha256", "sha1", "ownership")}
            wanted |= {"serialDecimal": str(int(about["serial"], 16)), "privateKey": "yes" if about["privateKey"] else "no"}
            wanted |= {key: visible(about.get(key) or "") for key in ("generation", "kind", "status", "environment", "identifier")}
            wanted |= {"organisation": visible(about["organisation"]["name"] or ""), "cvr": about["organisation"]["cvr"] or ""}
        for key, value in wanted.items():
            cut = row[key].endswith("…") and value.startswith(row[key][:-1]) and len(row[key]) > LIMIT // 2
            if row[key] != value and not cut:
                bench.holds(False, f"{tree}: {key} of {one.get('id')}: {row[key]!r} is not {value!r}"[:600])
    bench.holds(True, f"{tree}: the cells are those of the JSON report", "Python's csv")


def headings(bench):
    """In Excel's dialect in the reader's language; else the keys, whatever the language."""
    first = {}
    for dialect in SEPARATOR:
        for lang in ("da", "en"):
            out = bench.oces("scan", bench.tree("clean"), "-q", "--lang", lang, "--csv-dialect", dialect, "-o", "csv").stdout
            first[dialect, lang] = out.lstrip("\ufeff").splitlines()[0]
    bench.holds(first["excel-da", "da"].startswith("Post;Alvor;") and first["excel-da", "en"].startswith("Record;Severity;"), "headings for people")
    bench.holds(first["rfc4180", "da"] == first["rfc4180", "en"] and first["rfc4180", "en"].startswith("record,severity,"), "headings for programs")


def visible(text):
    """As `oces` writes foreign text: what moves, hides or reorders is written out,
    and what a job's log takes for a command."""
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    text = "".join(short.get(char) or (f"\\u{{{ord(char):x}}}" if is_unsafe(char) else char) for char in text)
    text = re.sub(r"(##[A-Za-z]*)\[", r"\1\\u{5b}", text)
    return re.sub(r"(?<![\w:]):(?=:[A-Za-z].*::)", r"\\u{3a}", text)


def is_unsafe(char):
    at = ord(char)
    return at < 0x20 or 0x7F <= at < 0xA0 or at in (0xAD, 0x61C, 0x180E, 0xFEFF) or any(
        low <= at <= high for low, high in ((0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF)))


def unguarded(cell):
    """The text of a cell: the first apostrophe is a guard, and so is one after a
    separator and before what would be a formula."""
    cell = cell.removeprefix("'")
    out, at = [], 0
    while at < len(cell):
        out.append(cell[at])
        at += 1
        if out[-1] in ",;" and cell[at:at + 1] == "'" and cell[at:].lstrip(" \u00a0\"'")[:1] in tuple("=+-@＝＋－＠"):
            at += 1
    return "".join(out)


# LibreOffice.

def cells(bench, python, path, separator):
    """What LibreOffice makes of it: field separator, quote, UTF-8, first line, no
    fixed columns, Danish, quoted numbers stay numbers, special numbers (dates)
    are known, and formulas are evaluated: the worst that a user can choose."""
    folder = bench.dir / "office"
    tokens = [str(ord(separator)), "34", "76", "1", "", "1030", "false", "true", "false", "false", "false", "0", "true"]
    bench.accepts(
        ["soffice", "--headless", f"-env:UserInstallation=file://{bench.dir}/profile", f"--infilter=CSV:{','.join(tokens)}",
         "--convert-to", "xlsx", "--outdir", folder, path],
        f"{path.name} with {separator!r}", program=office(bench))
    book = folder / f"{path.stem}.xlsx"
    return json.loads(bench.accepts([python, "-c", READ, book], "the workbook", program=OPENPYXL.replace("==", " ")).stdout)


def office(bench):
    return f"LibreOffice {install.version_of(OFFICE)}"


def by_office(bench, python, tree, dialect):
    path = path_of(bench, tree, dialect)
    copy = bench.dir / f"{tree}-{dialect}.csv"
    copy.write_bytes(path.read_bytes())
    wrong = ";" if SEPARATOR[dialect] == "," else ","
    for separator in (SEPARATOR[dialect], wrong):
        rows = cells(bench, python, copy, separator)
        formulas = [cell for row in rows for cell in row if isinstance(cell, list)]
        bench.holds(not formulas, f"{tree}, {dialect} read with {separator!r}: no formula {formulas[:3]}", office(bench))
        if separator == wrong:
            continue
        expected = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=separator))
        bench.holds(len(rows) == len(expected), f"{tree}, {dialect}: {len(rows)} rows", office(bench))
        for seen, meant in zip(rows, expected):
            for column, (cell, text) in enumerate(zip(seen, meant)):
                if not equal(cell, text, expected[0][column], dialect):
                    bench.holds(False, f"{tree}, {dialect}, {expected[0][column]}: LibreOffice has {cell!r}, meant is {text!r}"[:600])
        bench.holds(True, f"{tree}, {dialect}: every cell is as written", office(bench))


def equal(cell, text, heading, dialect):
    if isinstance(cell, (int, float)):
        # In Excel's dialect none may lose a digit; what a program does with digits is its own to see to.
        return text == str(cell) or dialect == "rfc4180" and re.fullmatch(r"[\d.,eE%]+", text)
    # A workbook is XML, which has no room for two characters.
    text = text.replace("\ufffe", "_xfffe_").replace("\uffff", "_xffff_")
    cell = "" if cell is None else str(cell)
    if heading.lower().replace(" ", "") in ("notbefore", "notafter", "until"):
        return cell[:10] == text
    if dialect == "rfc4180" and cell != text:
        # What a program's dates are is its reader's to see to.
        return is_date(cell)
    return cell == text


def is_date(cell):
    try:
        datetime.datetime.fromisoformat(cell)
    except ValueError:
        return cell[:1].isdigit() and ":" in cell
    return True


def controls(bench, python):
    """Without the guard a cell is a formula, and a serial number is not itself."""
    copy = bench.dir / "unguarded.csv"
    text = path_of(bench, "hostile", "excel-da").read_text(encoding="utf-8-sig")
    for guarded, bare in (("'=1+1", "=1+1"), ("'4710000000000000017", "4710000000000000017")):
        if f";{guarded};" not in text:
            bench.holds(False, f"no cell {guarded}")
        text = text.replace(f";{guarded};", f";{bare};")
    copy.write_text(text, encoding="utf-8")
    rows = cells(bench, python, copy, ";")
    flat = [cell for row in rows for cell in row]
    bench.breaks(any(isinstance(cell, list) for cell in flat), "an unguarded cell is a formula", office(bench))
    bench.breaks("4710000000000000017" not in map(str, flat), "an unguarded serial number loses digits", office(bench))
    cut = bench.broken(path_of(bench, "demo", "rfc4180"), ('"', ""), name="quote.csv")
    widths = {len(row) for row in csv.reader(io.StringIO(cut.read_text(encoding="utf-8")))}
    bench.breaks(len(widths) > 1, "a quote that is missing", "Python's csv")
