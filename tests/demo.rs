//! The demo: the hosts of an invented municipality give exactly what is
//! expected, every time and with any number of threads.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::Path;
use support::{below, list, text};

/// The keys of `scan` that differ between runs; part of the contract.
const VOLATILE: [&str; 5] = ["id", "startedAt", "finishedAt", "durationMs", "host"];

#[test]
fn the_demo_gives_exactly_what_is_expected() {
    let root = support::testdata("demo");
    let expected = expectations();
    let (report, code) = support::scan(&root, &[]);
    let wanted: Vec<String> = list(&expected, "occurrences").iter().map(told_expected).collect();
    let found = found_places(&report, &expected, &root);
    support::assert_same("the demo", &wanted, &found);
    assert_eq!(i64::from(code), expected["exitCode"].as_i64().expect("an exit code"));
    support::assert_books_balance(&report);
}

/// The places of the report, written as the expectations are.
fn found_places(report: &Value, expected: &Value, root: &Path) -> Vec<String> {
    let places = support::places(report, root);
    let mut told_all = Vec::new();
    for certificate in list(report, "certificates") {
        let name = support::common_name(text(certificate, "subject"));
        for occurrence in list(certificate, "occurrences") {
            let path = below(occurrence, root);
            let format = text(occurrence, "format");
            let place = places
                .iter()
                .find(|place| place.path == path && place.common_name == name && place.format == format)
                .expect("every occurrence is a place");
            let key = key_as_expected(expected, place);
            told_all.push(told(&path, format, text(occurrence, "alias"), &name, certificate, key));
        }
    }
    told_all
}

/// `entry`, `beside` or `none` as the expectation puts it, if the place agrees
/// with that; else what the place has. A key that lies elsewhere is no
/// contradiction to `none`: that word is about this very place.
fn key_as_expected(expected: &Value, place: &support::Place) -> &'static str {
    let wanted = list(expected, "occurrences")
        .iter()
        .find(|one| text(one, "path") == place.path && text(one, "cn") == place.common_name)
        .map_or("", |one| text(one, "privateKey"));
    match (wanted, place.entry_key, place.any_key) {
        ("beside", _, true) => "beside",
        (_, true, true) => "entry",
        (_, true, false) => "entry, and the certificate does not know",
        (_, false, _) => "none",
    }
}

fn told(path: &str, format: &str, alias: &str, name: &str, certificate: &Value, key: &str) -> String {
    let generation = text(certificate, "generation");
    let kind = text(certificate, "kind");
    format!("{path}: {format} alias={alias:?} CN={name} generation={generation} kind={kind:?} key={key}")
}

fn told_expected(one: &Value) -> String {
    told(text(one, "path"), text(one, "format"), text(one, "alias"), text(one, "cn"), one, text(one, "privateKey"))
}

#[test]
fn what_the_demo_keeps_shut_is_listed() {
    let root = support::testdata("demo");
    let (report, _) = support::scan(&root, &[]);
    let tell = |failure: &Value, path: &str| format!("{path}: {}", text(failure, "kind"));
    let expected: Vec<String> =
        list(&expectations(), "failures").iter().map(|one| tell(one, text(one, "path"))).collect();
    let found: Vec<String> = list(&report, "failures").iter().map(|one| tell(one, &below(one, &root))).collect();
    support::assert_same("the demo's failures", &expected, &found);
    assert_eq!(report["scan"]["complete"], Value::Bool(false));
}

#[test]
fn two_runs_differ_only_where_they_may() {
    let root = support::testdata("demo");
    let first = settled(&support::scan_raw(&root, &["-j", "1"]).stdout);
    for threads in ["1", "8", "8"] {
        let other = settled(&support::scan_raw(&root, &["-j", threads]).stdout);
        assert_eq!(first, other, "-j {threads}");
    }
}

/// The report's text with the volatile values of `scan` blanked: what is left
/// must be the same octet for octet.
fn settled(raw: &[u8]) -> String {
    let report: Value = serde_json::from_slice(raw).expect("JSON");
    let mut text = String::from_utf8(raw.to_vec()).expect("UTF-8");
    for key in VOLATILE {
        let value = report["scan"].get(key).unwrap_or_else(|| panic!("scan.{key} is missing")).to_string();
        for colon in [":", ": "] {
            text = text.replacen(&format!("\"{key}\"{colon}{value}"), &format!("\"{key}\"{colon}0"), 1);
        }
    }
    text
}

fn expectations() -> Value {
    let text = fs::read_to_string(support::testdata("demo.expected.json")).expect("the expectations");
    serde_json::from_str(&text).expect("JSON")
}
