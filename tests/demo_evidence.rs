//! What the demo's certificates are used for, who refers to them and what lies
//! in the wrong place: exactly what `demo.evidence.json` says, which is written
//! by hand.
//!
//! Who may read a file hangs on the checkout, so `open-key` is left out.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use support::{assert_same, below, list, text};

/// The rules about texts and about keys out of place.
const RULES: [&str; 5] = ["misplaced-key", "missing-store", "nemid-dependency", "shared-key", "weak-password"];

/// The secret that stands in the demo's configurations.
const SECRET: &str = "Blomkaal-i-oktober-88";

struct Demo {
    root: PathBuf,
    report: Value,
    expected: Value,
}

fn demo() -> Demo {
    let root = support::testdata("demo");
    let (report, _) = support::scan(&root, &[]);
    let text = fs::read_to_string(support::testdata("demo.evidence.json")).expect("the expectations");
    Demo { root, report, expected: serde_json::from_str(&text).expect("JSON") }
}

/// The strings of a list.
fn strings(value: &Value, key: &str) -> Vec<String> {
    list(value, key).iter().map(|one| one.as_str().expect("a string").to_owned()).collect()
}

impl Demo {
    /// Compares a list of each certificate.
    fn compare(&self, key: &str, found: impl Fn(&Value) -> Vec<String>) {
        let prefixed = |name: &str, all: Vec<String>| all.into_iter().map(|one| format!("{name}: {one}")).collect();
        let expected = list(&self.expected, "certificates").iter();
        let expected: Vec<String> =
            expected.flat_map(|one| -> Vec<String> { prefixed(text(one, "cn"), strings(one, key)) }).collect();
        let found = list(&self.report, "certificates")
            .iter()
            .flat_map(|one| -> Vec<String> { prefixed(&support::common_name(text(one, "subject")), found(one)) });
        let found: BTreeSet<String> = found.collect();
        assert_same(key, &expected, &found.into_iter().collect::<Vec<_>>());
    }

    /// A file and a line in it, below the root.
    fn at(&self, one: &Value) -> String {
        format!("{}:{}", below(one, &self.root), one["line"])
    }

    /// Host and name of each system, by id.
    fn systems(&self) -> BTreeMap<&str, String> {
        let named = |one: &Value| format!("{} {}", text(one, "host"), text(one, "name"));
        list(&self.report, "systems").iter().map(|one| (text(one, "id"), named(one))).collect()
    }
}

fn told(key: &str, value: &str) -> Vec<String> {
    vec![format!("{key} {value}")]
}

#[test]
fn whose_each_certificate_is_and_whether_its_use_is_open() {
    let demo = demo();
    let expected = list(&demo.expected, "certificates").iter().flat_map(|one| {
        let told = told(text(one, "cn"), text(one, "ownership"));
        told.into_iter().map(move |told| format!("{told} {}", one["settles"]))
    });
    let found = list(&demo.report, "certificates").iter().flat_map(|one| {
        let told = told(&support::common_name(text(one, "subject")), text(one, "ownership"));
        told.into_iter().map(move |told| format!("{told} {}", one.get("settles").is_some()))
    });
    assert_same("ownership", &expected.collect::<Vec<_>>(), &found.collect::<Vec<_>>());
}

#[test]
fn what_each_certificate_is_used_for() {
    demo().compare("uses", |certificate| {
        let told = |one: &Value| {
            let party = one.get("counterparty").and_then(Value::as_str).unwrap_or("-");
            format!("{} {} {party}", text(one, "use"), text(one, "confidence"))
        };
        list(certificate, "uses").iter().map(told).collect()
    });
}

#[test]
fn every_use_has_evidence_that_a_reader_can_open() {
    let demo = demo();
    let mut seen = 0;
    for certificate in list(&demo.report, "certificates") {
        for evidence in list(certificate, "uses").iter().flat_map(|one| {
            assert!(!list(one, "evidence").is_empty(), "{one}");
            list(one, "evidence")
        }) {
            assert!(demo.root.join(below(evidence, &demo.root)).is_file(), "{evidence}");
            assert!(["da", "en"].iter().all(|language| !text(&evidence["text"], language).is_empty()), "{evidence}");
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}

#[test]
fn who_refers_to_each_certificate() {
    let demo = demo();
    demo.compare("references", |certificate| {
        let told = |one: &Value| format!("{} {}", demo.at(one), text(one, "by"));
        list(certificate, "references").iter().map(told).collect()
    });
}

#[test]
fn what_kind_of_place_holds_each_certificate() {
    let demo = demo();
    demo.compare("places", |certificate| {
        let told = |one: &Value| format!("{} {}", below(one, &demo.root), text(one, "place"));
        list(certificate, "occurrences").iter().map(told).collect()
    });
}

#[test]
fn which_systems_there_are_and_with_whom_they_talk() {
    let demo = demo();
    let systems = demo.systems();
    demo.compare("systems", |certificate| {
        strings(certificate, "systems").iter().map(|id| systems[id.as_str()].clone()).collect()
    });
    let expected = demo.expected["systems"].as_object().expect("systems");
    let expected: Vec<String> = expected.iter().map(|(name, parties)| format!("{name}: {parties}")).collect();
    let found = list(&demo.report, "systems").iter();
    let found: Vec<String> =
        found.map(|one| format!("{}: {}", systems[text(one, "id")], one["counterparties"])).collect();
    assert_same("systems", &expected, &found);
    let hosts: BTreeSet<&str> = list(&demo.report, "systems").iter().map(|one| text(one, "host")).collect();
    assert!(expected.len() >= 12 && hosts.len() == 3, "{hosts:?}");
}

#[test]
fn what_still_depends_on_nemid() {
    let demo = demo();
    let expected = demo.expected["dependencies"].as_object().expect("dependencies");
    let expected: Vec<String> = expected
        .iter()
        .flat_map(|(path, names)| {
            names.as_array().unwrap().iter().map(move |name| format!("{path}: {}", name.as_str().unwrap()))
        })
        .collect();
    let found = list(&demo.report, "dependencies").iter().flat_map(|one| {
        let path = below(one, &demo.root);
        let told = |name: &Value| format!("{path}: {} {}", name["line"], text(name, "id"));
        list(one, "names").iter().map(told).collect::<Vec<_>>()
    });
    let found: BTreeSet<String> = found.collect();
    assert_same("dependencies", &expected, &found.into_iter().collect::<Vec<_>>());
}

#[test]
fn what_lies_in_the_wrong_place_or_is_not_there() {
    let demo = demo();
    let findings = list(&demo.report, "findings").iter().filter(|one| RULES.contains(&text(one, "rule")));
    let findings: Vec<&Value> = findings.collect();
    let told = |one: &&Value| format!("{} {} {}", text(one, "rule"), text(one, "severity"), below(one, &demo.root));
    let found: Vec<String> = findings.iter().map(told).collect();
    assert_same("findings", &strings(&demo.expected, "findings"), &found);
    let missing = findings.iter().filter(|one| text(one, "rule") == "missing-store");
    let lines = missing.flat_map(|one| {
        let path = below(one, &demo.root);
        list(one, "details").iter().map(|detail| format!("{path}:{}", detail["line"])).collect::<Vec<_>>()
    });
    assert_same("missing stores", &strings(&demo.expected, "missing"), &lines.collect::<Vec<_>>());
}

#[test]
fn no_password_of_a_configuration_is_ever_shown() {
    let root = support::testdata("demo");
    let configuration = fs::read_to_string(root.join("fjordby-web01/opt/ooapi/ooapi.properties")).unwrap();
    assert!(configuration.contains(SECRET), "the demo has no secret to betray");
    for format in ["json", "table"] {
        let shown = support::oces(&["scan", root.to_str().unwrap(), "-o", format, "--as-of", support::AS_OF]);
        assert!(!shown.stdout.is_empty() && !String::from_utf8_lossy(&shown.stdout).contains(SECRET), "{format}");
    }
}
