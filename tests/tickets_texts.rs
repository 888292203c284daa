//! What stands in tickets, as whoever opens one reads it.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

fn oces(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_oces")).args(arguments).output().unwrap();
    assert!(!output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn every_ticket_tells_what_it_is_and_how_it_lives() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/demo");
    std::fs::write(&report, oces(&["scan", demo, "-q", "-o", "json", "--as-of", "2026-11-21"])).unwrap();
    let report = report.to_str().unwrap();
    for (lang, per) in ["da", "en"].iter().flat_map(|lang| ["system", "certificate", "action"].map(|per| (*lang, per)))
    {
        let plan = oces(&[
            "tickets",
            "plan",
            report,
            "--for",
            "rt",
            "--first-run",
            "--queue",
            "X",
            "--max-new",
            "500",
            "--lang",
            lang,
            "--per",
            per,
        ]);
        let plan: Value = serde_json::from_slice(&plan).unwrap();
        let operations = plan["operations"].as_array().unwrap();
        let mut titles = BTreeSet::new();
        for one in operations {
            let (title, text) = (one["title"].as_str().unwrap(), one["body"]["Content"].as_str().unwrap());
            assert!(title.starts_with("OCES") && title.chars().count() <= 80, "{title}");
            assert!(titles.insert(title.to_owned()), "{per}: two tickets are called {title}");
            assert!(text.contains(one["externalId"].as_str().unwrap()), "{title}");
            let life = if lang == "da" { "== Sådan virker sagen ==" } else { "== How this ticket works ==" };
            assert!(text.contains(life) && text.contains(".p12"), "{title}: {text}");
            for word in ["{name}", "{date}", "tickets.body", "tickets.why"] {
                assert!(!text.contains(word), "{title} has {word}: {text}");
            }
            // Names of files may say so; we never do.
            let words = |word: &str| text.split([' ', '.', ',', ':', '\n']).any(|one| one.to_lowercase() == word);
            assert!(!words("valid") && !words("gyldig") && !words("gyldigt"), "{title}: {text}");
            for word in ["The ", "private key", " who "].iter().filter(|_| lang == "da") {
                assert!(!text.contains(word), "{title} has {word}: {text}");
            }
        }
        assert!(operations.len() > 15, "{per}");
    }
}
