//! One rich report, given to every writer: each finding and each failure stands
//! in what it writes, with what was said of it. A new writer is held to it
//! from its first day.
//!
//! Behaviour:
//! 1. A writer of the whole report tells the place of every finding and every
//!    failure, the name of the certificate, and the reason of whatever is
//!    ignored, kept or accepted. Machine formats tell identities too.
//! 2. [`SHEETS`] tell something else, and why is said there. [`COUNTS`] tell
//!    numbers: they must come to all of them.
//! 3. No writer lets through what a terminal would obey.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

#[path = "support/rich.rs"]
mod rich;
#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;

use oces::check::{Finding, State};
use oces::failure::{Failure, FailureKind};
use oces::report::{Report, ReportWriter, Style, WRITERS};
use rich::Mark;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Sheets for one purpose: what they leave out stands in the report they are made from.
const SHEETS: [(&str, &str); 5] = [
    ("ics", "a calendar of days to come, not of what was found"),
    ("orders", "what is to be ordered, from the plan"),
    ("letters", "what counterparties are to be told, from the plan"),
    ("escrow", "the keys that are to be kept"),
    ("tilbagemelding", "the reply form of one authority"),
];

/// Numbers alone: no path and no name may stand there.
const COUNTS: [&str; 1] = ["prometheus"];

/// Formats that tell a finding's identity in hexadecimal.
const IDENTITIES: [&str; 5] = ["json", "ndjson", "csv", "sarif", "codequality"];

/// What it writes; what it says where it cannot, in which nothing stands.
fn written(writer: &dyn ReportWriter, report: &Report, danish: bool) -> String {
    let mut out = Vec::new();
    match writer.write(report, Style { danish, width: 100, ..Style::default() }, &mut out) {
        Ok(()) => String::from_utf8(out).unwrap(),
        Err(error) => error.to_string(),
    }
}

/// The writers of the whole report.
fn whole() -> impl Iterator<Item = &'static dyn ReportWriter> {
    let partial: BTreeSet<&str> = SHEETS.iter().map(|(format, _)| *format).chain(COUNTS).collect();
    WRITERS.iter().copied().filter(move |writer| !partial.contains(writer.format()))
}

/// Fails with all that is missing in all formats at once.
fn none_is_missing(wanted: impl Fn(&str) -> Vec<String>) {
    let (report, ..) = rich::rich();
    let mut missing: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for writer in whole() {
        for danish in [false, true] {
            let text = written(writer, &report, danish);
            let absent = wanted(writer.format()).into_iter().filter(|mark| !text.contains(mark.as_str()));
            missing.entry(writer.format()).or_default().extend(absent);
        }
    }
    missing.retain(|_, marks| !marks.is_empty());
    assert!(missing.is_empty(), "left out: {missing:#?}");
}

#[test]
fn the_lists_name_writers_that_there_are() {
    let formats: BTreeSet<&str> = WRITERS.iter().map(|writer| writer.format()).collect();
    for format in SHEETS.iter().map(|(format, _)| *format).chain(COUNTS).chain(IDENTITIES) {
        assert!(formats.contains(format), "{format}");
    }
    assert!(whole().count() >= 12, "the whole report in a dozen formats");
}

#[test]
fn every_finding_is_told_by_its_place_and_its_certificate() {
    let (_, findings, _) = rich::rich();
    none_is_missing(|format| {
        let mut marks: Vec<String> = findings.iter().map(|mark| mark.place.clone()).collect();
        // The table tells history by folder.
        let named = findings.iter().filter(|mark| format != "table" || mark.state != Some(State::History));
        marks.extend(named.filter_map(|mark| mark.name.clone()));
        if IDENTITIES.contains(&format) {
            marks.extend(findings.iter().filter_map(|mark| mark.id.clone()));
        }
        marks
    });
}

#[test]
fn every_failure_is_told_by_its_place() {
    let (_, _, failures) = rich::rich();
    none_is_missing(|_| failures.iter().map(|mark| mark.place.clone()).collect());
}

#[test]
fn whatever_is_not_counted_or_lapsed_is_told_with_its_reason() {
    let (_, findings, failures) = rich::rich();
    let reasons: Vec<String> = findings.iter().chain(&failures).filter_map(|mark| mark.reason.clone()).collect();
    assert!(reasons.len() >= 12);
    none_is_missing(|_| reasons.clone());
}

/// Two failures of one kind in one place are two entries.
#[test]
fn machine_formats_tell_as_many_as_there_are() {
    let (report, ..) = rich::rich();
    let writer = |format: &str| WRITERS.iter().find(|writer| writer.format() == format).unwrap();
    let json: Value = serde_json::from_str(&written(*writer("json"), &report, false)).unwrap();
    let count = |pointer: &str, of: &Value| of.pointer(pointer).and_then(Value::as_array).map_or(0, Vec::len);
    let (findings, failures) = (report.findings.len(), report.inventory.failures.len());
    assert_eq!((count("/findings", &json), count("/failures", &json)), (findings, failures));
    let sarif: Value = serde_json::from_str(&written(*writer("sarif"), &report, false)).unwrap();
    // Beside the failures stand the reasons why the scan is incomplete: they have no place.
    let told = sarif.pointer("/runs/0/invocations/0/toolExecutionNotifications").and_then(Value::as_array);
    let told = told.unwrap().iter().filter(|one| one["locations"][0].is_object()).count();
    assert_eq!((count("/runs/0/results", &sarif), told), (findings, failures), "sarif");
    let ndjson = written(*writer("ndjson"), &report, false);
    assert!(ndjson.lines().count() >= findings + failures, "ndjson");
    let quality: Value = serde_json::from_str(&written(*writer("codequality"), &report, false)).unwrap();
    let prints: BTreeSet<&str> =
        quality.as_array().unwrap().iter().filter_map(|one| one["fingerprint"].as_str()).collect();
    assert_eq!(prints.len(), findings + failures, "codequality: each with a fingerprint of its own");
}

#[test]
fn json_tells_each_state() {
    let (report, findings, _) = rich::rich();
    let writer = WRITERS.iter().find(|writer| writer.format() == "json").unwrap();
    let json: Value = serde_json::from_str(&written(*writer, &report, false)).unwrap();
    let of =
        |mark: &Mark| json["findings"].as_array().unwrap().iter().find(|one| one["id"] == mark.id.as_deref().unwrap());
    for mark in &findings {
        assert_eq!(of(mark).unwrap()["state"], mark.state.unwrap().id(), "{}", mark.place);
    }
    let told: BTreeSet<State> = findings.iter().filter_map(|mark| mark.state).collect();
    assert_eq!(told, State::ALL.into_iter().collect(), "the sample has every state");
}

/// The series of a gauge: its labels and its value.
fn series(text: &str, gauge: &str) -> Vec<(String, u64)> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(gauge)?.strip_prefix('{'));
    lines
        .map(|line| line.rsplit_once("} ").unwrap())
        .map(|(labels, value)| (labels.to_owned(), value.parse().unwrap()))
        .collect()
}

#[test]
fn numbers_come_to_all_of_them() {
    let (report, ..) = rich::rich();
    let writer = WRITERS.iter().find(|writer| writer.format() == "prometheus").unwrap();
    let text = written(*writer, &report, false);
    let sum = |gauge: &str, with: &[String]| -> u64 {
        let fits = |labels: &str| with.iter().all(|label| labels.contains(label.as_str()));
        series(&text, gauge).iter().filter(|(labels, _)| fits(labels)).map(|(_, value)| value).sum()
    };
    for state in State::ALL {
        for rule in oces::check::RULES {
            let of = |one: &&Finding| one.state() == state && one.rule.id == rule.id;
            let there = report.findings.iter().filter(of).count() as u64;
            let labels = [format!("state=\"{}\"", state.id()), format!("rule=\"{}\"", rule.id)];
            assert_eq!(sum("oces_findings", &labels), there, "{labels:?}");
        }
    }
    for kind in FailureKind::ALL {
        for held in [false, true] {
            let of = |one: &&Failure| one.kind == kind && one.is_acknowledged() == held;
            let there = report.inventory.failures.iter().filter(of).count() as u64;
            let labels = [format!("kind=\"{}\"", kind.id()), format!("acknowledged=\"{held}\"")];
            assert_eq!(sum("oces_failures", &labels), there, "{labels:?}");
        }
    }
    assert_eq!(sum("oces_findings", &[]), report.findings.len() as u64);
    assert_eq!(sum("oces_failures", &[]), report.inventory.failures.len() as u64);
    for mark in ["fund", "fejl", "Navn", "Grund"] {
        assert!(!text.contains(mark), "{mark} stands among the numbers");
    }
}

#[test]
fn no_writer_lets_through_what_a_terminal_obeys() {
    let (report, ..) = rich::rich();
    for writer in WRITERS {
        let text = written(*writer, &report, false);
        let obeyed = text.chars().find(|one| one.is_control() && !matches!(one, '\n' | '\r' | '\t'));
        assert_eq!(obeyed, None, "{}", writer.format());
    }
}
