//! Places without persons: failures are known again, and nobody's words stay.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "support/persons.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod persons;
#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;
mod support;

use oces::check::failure_identities;
use oces::privacy::{Key, veil};
use oces::report::{PersonalData, Report};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn identities(report: &Report) -> BTreeSet<[u8; 16]> {
    failure_identities(&report.scan.scope, &report.inventory.failures).into_iter().collect()
}

#[test]
fn failures_keep_their_identities() {
    let shown = persons::report();
    let mut omitted = persons::report();
    veil(&mut omitted, PersonalData::Omit, None);
    assert_eq!(identities(&omitted), identities(&shown));
    let mut keyed = persons::report();
    veil(&mut keyed, PersonalData::Omit, Key::new(&[b'k'; 32]).as_ref());
    // Hers alone is covered.
    assert_eq!(identities(&keyed).intersection(&identities(&shown)).count(), identities(&shown).len() - 1);
}

/// The identities of all failures, as each format tells them.
fn told(root: &Path, mode: &str) -> BTreeMap<&'static str, BTreeSet<String>> {
    let write = |format: &str| {
        let root = root.to_str().unwrap();
        let outcome = support::oces(&[
            "scan",
            root,
            "-o",
            format,
            "--scope",
            "s",
            "--as-of",
            support::AS_OF,
            "--personal-data",
            mode,
            "-q",
        ]);
        String::from_utf8(outcome.stdout).unwrap()
    };
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let lines: Vec<Value> = write("ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let failures = lines.iter().filter(|line| line["type"] == "failure").map(|line| text(&line["id"])).collect();
    let issues: Vec<Value> = serde_json::from_str(&write("codequality")).unwrap();
    let issues = issues.iter().filter(|one| text(&one["check_name"]).starts_with("failure-"));
    BTreeMap::from([("ndjson", failures), ("codequality", issues.map(|one| text(&one["fingerprint"])).collect())])
}

#[test]
fn a_failure_is_known_again_when_another_home_turns_up() {
    let directory = tempfile::tempdir().unwrap();
    let spoil = |user: &str| {
        let home = directory.path().join("home").join(user);
        fs::create_dir_all(&home).unwrap();
        let store = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/certificates/ii-moces.pem");
        let octets = fs::read(store).unwrap();
        fs::write(home.join("truncated.pem"), &octets[..octets.len() / 2]).unwrap();
        fs::write(home.join("truncated.p12"), b"\x30\x82\x0a\x00\x02\x01\x03\x30\x82").unwrap();
    };
    spoil("zoe");
    let (before, shown) = (told(directory.path(), "omit"), told(directory.path(), "show"));
    assert_eq!(before, shown);
    assert!(!before["ndjson"].is_empty());
    assert_eq!(before["ndjson"], before["codequality"]);
    spoil("ane");
    let after = told(directory.path(), "omit");
    for format in ["ndjson", "codequality"] {
        assert!(after[format].is_superset(&before[format]), "{format}: {before:?} {after:?}");
        assert_eq!(after[format].len(), 2 * before[format].len());
    }
}
