//! The JSON report and its schema: they fit each other, the schema refuses
//! what breaks the contract, and every writer shows everything safely.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;

use oces::failure::{Failure, FailureKind};
use oces::inventory::Inventory;
use oces::plan::Plan;
use oces::report::{Report, Style, WRITERS, inspect, schema, text};
use serde_json::{Value, json};

fn write(format: &str, style: Style) -> String {
    write_report(&sample::report(), format, style)
}

fn write_report(report: &Report, format: &str, style: Style) -> String {
    let writer = WRITERS.iter().find(|writer| writer.format() == format).unwrap();
    let mut out = Vec::new();
    writer.write(report, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn document() -> Value {
    serde_json::from_str(&write("json", Style::default())).unwrap()
}

fn complaints(document: &Value) -> Vec<String> {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_schema_is_a_schema() {
    assert!(jsonschema::draft202012::meta::is_valid(&schema()));
    assert_eq!(schema()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn the_rich_report_fits_the_schema() {
    assert_eq!(complaints(&document()), Vec::<String>::new());
}

#[test]
fn unknown_keys_are_welcome() {
    let mut document = document();
    document["certificates"][0]["later"] = json!({ "added": true });
    document["later"] = json!(1);
    assert_eq!(complaints(&document), Vec::<String>::new());
}

#[test]
fn what_breaks_the_contract_is_refused() {
    for (pointer, wrong) in [
        ("/schemaVersion", json!("2.0")),
        ("/certificates/0/generation", json!("IV")),
        ("/certificates/0/environment", json!("prod")),
        ("/certificates/0/role", json!("leaf")),
        ("/certificates/0/kind", json!("FOCES")),
        ("/certificates/0/evidence", json!("guess")),
        ("/certificates/0/status", json!("valid")),
        ("/certificates/0/statusSince", json!("31-10-2023")),
        ("/certificates/0/ownership", json!("mine")),
        ("/certificates/0/sha256", json!("0F")),
        ("/certificates/0/serial", json!("4C:05")),
        ("/certificates/0/notAfter", json!("2023-10-31")),
        ("/certificates/0/organisation/cvr", json!("123")),
        ("/certificates/0/privateKey", json!("yes")),
        ("/certificates/0/occurrences/0/place", json!("attic")),
        ("/certificates/0/occurrences/2/steps/0/kind", json!("zip")),
        ("/certificates/0/occurrences/3/pathBytes", json!("not base64!")),
        ("/certificates/0/keys/0/basis", json!("hope")),
        ("/certificates/0/replacement/kind", json!("poces")),
        ("/certificates/0/replacement/basis", json!("hunch")),
        ("/certificates/0/replacement/successors/0/state", json!("sure")),
        ("/certificates/0/replacement/state", json!("todo")),
        ("/findings/0/severity", json!("critical")),
        ("/findings/0/id", json!("1")),
        ("/failures/0/kind", json!("broken")),
        ("/plan/actions/0/state", json!("later")),
        ("/scan/asOf", json!("today")),
        ("/scan/tally/failures", json!({ "broken": 1 })),
        ("/scan/tally/files", json!(-1)),
    ] {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer} is not there")) = wrong;
        assert!(!complaints(&document).is_empty(), "{pointer}");
    }
}

#[test]
fn a_missing_key_is_refused() {
    for (parent, key) in [
        ("", "schemaVersion"),
        ("", "scan"),
        ("", "failures"),
        ("", "lookAlikes"),
        ("/scan", "complete"),
        ("/scan/tally", "skippedFiles"),
        ("/certificates/0", "sha256"),
        ("/certificates/0", "kind"),
        ("/certificates/0", "uses"),
        ("/certificates/0", "replacement"),
        ("/certificates/0/occurrences/0", "path"),
        ("/certificates/0/occurrences/0", "privateKey"),
        ("/lookAlikes/0", "reason"),
        ("/lookAlikes/0", "generation"),
        ("/findings/0", "rule"),
        ("/findings/0/message", "da"),
        ("/failures/0", "detail"),
        ("/plan/actions/0", "steps"),
    ] {
        let mut document = document();
        let removed = document.pointer_mut(parent).and_then(Value::as_object_mut).and_then(|object| object.remove(key));
        assert!(removed.is_some(), "{parent}/{key} is not there");
        assert!(!complaints(&document).is_empty(), "{parent}/{key}");
    }
}

#[test]
fn the_forms_of_the_contract() {
    let document = document();
    let first = &document["certificates"][0];
    assert_eq!(first["sha256"], "01".repeat(32));
    assert_eq!(first["serial"], "4c0501");
    assert_eq!(first["notBefore"], "2020-09-13T12:26:40Z");
    assert_eq!(first["statusSince"], "2023-10-31");
    assert!(first.get("statusOn").is_none());
    assert_eq!(first["emails"], json!(["a@example.dk\u{202e}", "b@example.dk"]));
    assert_eq!(first["uses"], json!([]));
    assert_eq!(first["keys"][0]["path"], "/srv/nginx/integration.key");
    assert_eq!(first["keys"][0]["basis"], "public-key");
    let odd = &first["occurrences"][3];
    assert_eq!(odd["path"], "/srv/r\u{fffd}d/cert.pem");
    assert_eq!(odd["pathBytes"], "L3Nydi9y+GQvY2VydC5wZW0=");
    assert_eq!(odd["root"], "/srv");
    assert!(odd.get("alias").is_none());
    assert!(document["certificates"][2]["kind"].is_null());
    assert!(document["certificates"][1]["replacement"].is_null());
    assert!(document["unknownAuthorities"][0]["notAfter"].is_null());
    assert_eq!(document["others"][0]["subject"].as_str().map(|name| name.contains("Elsewhere")), Some(true));
    assert_eq!(document["scan"]["durationMs"], 2500);
    assert_eq!(document["scan"]["tally"]["failures"]["locked"], 2);
    assert_eq!(document["findings"][0]["id"], "01".repeat(16));
    assert!(document["findings"][6].get("certificate").is_none());
    let store = document["failures"].as_array().unwrap().iter().find_map(|failure| failure.get("store")).unwrap();
    assert_eq!(store["keys"][0]["localKeyId"], "01ab");
    assert_eq!(store["keys"][0]["friendlyName"], sample::HOSTILE);
    assert_eq!(store["belongsTo"], json!(["01".repeat(32)]));
}

#[test]
fn every_writer_shows_every_finding_and_failure_and_nothing_raw() {
    let report = sample::report();
    for writer in WRITERS {
        for danish in [false, true] {
            let out = write(writer.format(), Style { danish, colour: false, width: 80 });
            assert!(out.ends_with('\n'));
            no_raw_controls(&out);
            for location in report.findings.iter().filter(|finding| !finding.history).map(|finding| &finding.location) {
                shows(&out, writer.format(), &location.path);
            }
            shows(&out, writer.format(), "/srv/mail".as_ref());
            for failure in &report.inventory.failures {
                shows(&out, writer.format(), &failure.location.path);
                assert!(danish || out.contains(failure.kind.id()), "{}", failure.kind.id());
            }
        }
    }
}

fn shows(out: &str, format: &str, path: &std::path::Path) {
    let shown = match format {
        "json" => {
            let text = serde_json::to_string(&path.to_string_lossy()).unwrap();
            text.trim_matches('"').to_owned()
        }
        _ => text::path(path),
    };
    assert!(out.contains(&shown), "{format} does not show {shown}:\n{out}");
}

fn no_raw_controls(out: &str) {
    for line in out.lines() {
        assert!(!line.chars().any(text::is_unsafe), "{line:?}");
    }
}

#[test]
fn the_table_never_says_valid_and_fits_its_width() {
    for width in [80, 120, 200] {
        for danish in [false, true] {
            let out = write("table", Style { danish, colour: false, width });
            let lower = out.to_lowercase();
            assert!(!lower.contains("valid") && !lower.contains("gyldig"), "{out}");
            for line in out.lines().filter(|line| line.split(' ').all(|word| word.len() < 30)) {
                assert!(text::width(line) <= usize::from(width), "{width}: {line}");
            }
        }
    }
}

#[test]
fn colour_only_adds() {
    let plain = write("table", Style { danish: false, colour: false, width: 100 });
    let coloured = write("table", Style { danish: false, colour: true, width: 100 });
    assert_ne!(plain, coloured);
    let mut stripped = coloured;
    while let Some(start) = stripped.find('\u{1b}') {
        let end = stripped[start..].find('m').unwrap() + start;
        stripped.replace_range(start..=end, "");
    }
    assert_eq!(plain, stripped);
}

#[test]
fn inspect_tells_all_and_nothing_raw() {
    let report = sample::report();
    for danish in [false, true] {
        let mut out = Vec::new();
        inspect::write(&report, Style { danish, colour: false, width: 80 }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        no_raw_controls(&out);
        for known in &report.certificates {
            assert!(out.contains(&text::hex(&known.certificate.sha256)));
            assert!(out.contains(&text::hex(&known.certificate.sha1)));
        }
        for failure in &report.inventory.failures {
            assert!(out.contains(&text::location(&failure.location)), "{out}");
        }
    }
}

#[test]
fn formats_are_distinct() {
    for (at, writer) in WRITERS.iter().enumerate() {
        assert!(WRITERS[..at].iter().all(|other| other.format() != writer.format()));
    }
}

#[test]
fn long_lists_are_cut_with_their_count_in_the_table_and_whole_in_json() {
    let mut report = sample::report();
    for n in 0..1000 {
        let path = format!("/srv/copies/{n:04}.pem");
        report.certificates[0].occurrences.push(sample::occurrence(&path, "pem"));
        let location = report.certificates[0].occurrences[n].location.clone();
        report.inventory.failures.push(Failure::new(location, FailureKind::Corrupt, "bad"));
    }
    let out = write_report(&report, "table", Style::default());
    assert_eq!(out.matches("/srv/copies/").count(), 6 + 45, "{out}");
    assert!(out.contains("… and 994 more"), "{out}");
    assert!(out.contains("… and 951 more"), "{out}");
    let json = write_report(&report, "json", Style::default());
    let document: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(document["certificates"][0]["occurrences"].as_array().map(Vec::len), Some(1004));
    assert_eq!(document["failures"].as_array().map(Vec::len), Some(1009));
}

#[test]
fn the_table_goes_from_worst_to_best_a_line_a_certificate() {
    for width in [60, 80, 200] {
        let out = write("table", Style { danish: false, colour: false, width });
        let place = |part: &str| out.find(part).unwrap_or_else(|| panic!("no {part}:\n{out}"));
        assert!(place("error ") < place("/srv/tomcat/store.jks"));
        assert!(place("oces2-key;") < place("/srv/tomcat/store.jks"));
        assert!(place("/srv/tomcat/store.jks") < place("warning   retired"));
        assert!(place("warning   retired") < place("/srv/java/cacerts"));
        assert!(place("/srv/java/cacerts") < place("-         current"));
        assert!(place("-         current") < place("/srv/new/robot.p12"));
        assert!(place("Could not be looked at") < place("Wave 2"));
        assert!(place("no CRL was consulted") < place("Next step"));
    }
}

#[test]
fn an_empty_report_is_whole_in_every_format() {
    let mut report = sample::report();
    report.certificates.clear();
    report.findings.clear();
    report.inventory = Inventory::default();
    report.plan = Plan::default();
    report.scan.complete = true;
    report.scan.incomplete_reasons.clear();
    let json = write_report(&report, "json", Style::default());
    assert_eq!(complaints(&serde_json::from_str(&json).unwrap()), Vec::<String>::new());
    let table = write_report(&report, "table", Style::default());
    assert!(table.contains("No OCES certificates found") && table.contains("yes: everything was looked at"));
}
