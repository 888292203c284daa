//! What names a person: nothing of it is left in any field of the report or in
//! any format, and nothing else is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

#[path = "support/persons.rs"]
mod persons;
#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;
mod support;

use data_encoding::{BASE64, HEXLOWER};
use oces::check::Severity;
use oces::privacy::{Key, veil};
use oces::report::{PersonalData, Report, Style, WRITERS, schema};
use oces::tickets::page::{self, Head};
use oces::tickets::{
    self, Area, Desk, Drafts, Marker, Options, Per, Settings, Sight, Standing, State, TRACKERS, Teller,
};
use oces::usage::Owners;
use persons::{OCTETS, WORDS};
use serde_json::Value;
use std::collections::BTreeSet;

const HIDDEN: [PersonalData; 2] = [PersonalData::Pseudonymise, PersonalData::Omit];

fn key(octet: u8) -> Option<Key> {
    Key::new(&[octet; 32])
}

fn veiled(mode: PersonalData) -> Report {
    let mut report = persons::report();
    veil(&mut report, mode, key(b'k').as_ref());
    report
}

fn written(report: &Report, format: &str, danish: bool) -> Vec<u8> {
    let writer = WRITERS.iter().find(|writer| writer.format() == format).unwrap();
    let mut out = Vec::new();
    match writer.write(report, Style { danish, width: 120, ..Style::default() }, &mut out) {
        // A format that nobody wrote yet shows nobody.
        Err(error) if error.to_string() == "not written yet" => {}
        told => told.unwrap(),
    }
    out
}

/// What is left of her in a text, and a few octets around it.
fn left_in(text: &[u8]) -> Vec<String> {
    let small = text.to_ascii_lowercase();
    let around =
        |at: usize| String::from_utf8_lossy(&small[at.saturating_sub(120)..(at + 60).min(small.len())]).into_owned();
    let find = |word: &[u8]| small.windows(word.len()).position(|window| window == word);
    let words = WORDS.iter().filter_map(|word| find(word.as_bytes()).map(|at| format!("{word} in …{}…", around(at))));
    let raw = OCTETS.iter().filter_map(|octets| text.windows(octets.len()).position(|window| window == *octets));
    words.chain(raw.map(|at| format!("octets at {at}"))).collect()
}

/// The same in every coding that a format may use.
fn left(output: &[u8]) -> Vec<String> {
    let mut texts = vec![output.to_vec()];
    let text = String::from_utf8_lossy(output).replace("\r\n ", "");
    texts.push(percent_decoded(text.as_bytes()));
    texts.push(text.replace(':', "").into_bytes());
    let is_coded = |char: char| char.is_ascii_alphanumeric() || "+/=".contains(char);
    for run in text.split(|char| !is_coded(char)).filter(|run| run.len() >= 8) {
        texts.extend(BASE64.decode(run.as_bytes()));
        texts.extend(HEXLOWER.decode(run.to_ascii_lowercase().as_bytes()));
    }
    texts.push(text.into_bytes());
    texts.iter().flat_map(|text| left_in(text)).collect::<BTreeSet<String>>().into_iter().collect()
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(octet) = text.get(at) {
        let pair = text.get(at + 1..at + 3).filter(|_| *octet == b'%');
        let value = pair.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        out.push(value.unwrap_or(*octet));
        at += if value.is_some() { 3 } else { 1 };
    }
    out
}

/// Lists of octets, as `{:?}` writes them, as octets.
fn listed(debug: &str) -> Vec<Vec<u8>> {
    let lists = debug.split('[').filter_map(|rest| rest.split(']').next());
    lists.filter_map(|list| list.split(", ").map(|one| one.trim().parse::<u8>().ok()).collect()).collect()
}

#[test]
fn she_is_in_every_slot_before() {
    let debug = format!("{:?}", persons::report());
    let lists = listed(&debug);
    for octets in OCTETS {
        assert!(lists.iter().any(|list| list == octets), "{octets:?} is not planted");
    }
    assert!(debug.matches("77665544").count() > 150);
    for word in WORDS {
        let seen = debug.to_lowercase().contains(word);
        assert!(seen || matches!(word, "deadbeef0000" | "12755" | "d2:d2:d2" | "0dhr0dhr"), "{word} is not planted");
    }
    assert!(!left(&written(&persons::report(), "json", true)).is_empty());
}

#[test]
fn nothing_is_left_in_any_field() {
    for mode in HIDDEN {
        let debug = format!("{:?}", veiled(mode));
        assert_eq!(left_in(debug.as_bytes()), Vec::<String>::new(), "{mode:?}");
        for list in listed(&debug) {
            assert_eq!(left_in(&list), Vec::<String>::new(), "{mode:?}: {list:?}");
        }
    }
}

#[test]
fn nothing_is_left_in_any_format() {
    for mode in HIDDEN {
        let report = veiled(mode);
        for writer in WRITERS {
            for danish in [true, false] {
                let output = written(&report, writer.format(), danish);
                assert_eq!(left(&output), Vec::<String>::new(), "{} {mode:?} {danish}", writer.format());
            }
        }
    }
}

#[test]
fn nothing_else_is_lost() {
    let before = persons::report();
    for mode in HIDDEN {
        let after = veiled(mode);
        assert_eq!(after.scan.personal_data, mode);
        let counts = |report: &Report| {
            let diff = report.diff.as_ref().unwrap();
            [
                report.certificates.len(),
                report.findings.len(),
                report.inventory.failures.len(),
                report.inventory.keys.len(),
                report.inventory.mentions.len(),
                report.messages.len(),
                report.plan.actions.len(),
                report.plan.replacements.len(),
                report.usage.uses.len(),
                report.usage.references.len(),
                report.usage.systems.len(),
                report.inventory.skipped.len(),
                diff.gone.len(),
            ]
        };
        assert_eq!(counts(&after), counts(&before));
        assert!(after.certificates.is_sorted_by_key(|one| one.certificate.sha256));
        for finding in &after.findings {
            let known = finding.certificate.map(|sha256| after.certificate(&sha256).is_some());
            assert!(known != Some(false), "{finding:?}");
        }
        let place =
            &after.certificates.iter().find_map(|one| one.occurrences.iter().find(|one| one.location.steps.len() == 2));
        let location = &place.unwrap().location;
        assert!(location.path.starts_with(&location.root), "{location:?}");
    }
}

#[test]
fn what_is_nobodys_stays() {
    let json = |report: &Report| String::from_utf8(written(report, "json", true)).unwrap();
    for mode in HIDDEN {
        let mut report = sample::report();
        let personal: BTreeSet<[u8; 32]> = [[2; 32]].into();
        veil(&mut report, mode, key(b'k').as_ref());
        let (shown, hidden) = (json(&sample::report()), json(&report));
        for text in
            ["Integration (funktionscertifikat)", "/srv/tomcat/store.jks", "Sample issuing CA", "12345678-FID:11223344"]
        {
            assert!(shown.contains(text) && hidden.contains(text), "{text}");
        }
        for n in [1, 3, 4] {
            assert!(!personal.contains(&[n; 32]) && report.certificate(&[n; 32]).is_some(), "{n}");
        }
        assert!(report.certificate(&[2; 32]).is_none());
    }
}

#[test]
fn pseudonyms_follow_the_key_alone() {
    let pseudonyms = |octet| {
        let mut report = persons::report();
        veil(&mut report, PersonalData::Pseudonymise, key(octet).as_ref());
        written(&report, "json", false)
    };
    assert_eq!(pseudonyms(b'k'), pseudonyms(b'k'));
    assert_ne!(pseudonyms(b'k'), pseudonyms(b'x'));
}

#[test]
fn done_again_it_changes_nothing() {
    for mode in HIDDEN {
        let mut report = veiled(mode);
        let once = format!("{report:?}");
        for again in [PersonalData::Show, mode] {
            veil(&mut report, again, key(b'k').as_ref());
            assert_eq!(format!("{report:?}"), once);
        }
    }
    let mut shown = persons::report();
    veil(&mut shown, PersonalData::Show, key(b'k').as_ref());
    assert_eq!(format!("{shown:?}"), format!("{:?}", persons::report()));
}

#[test]
fn who_is_called_like_a_label_is_covered_all_the_same() {
    let mut report = persons::report();
    let hers = report.certificates.iter_mut().find(|one| one.certificate.sha256 == persons::PRINT).unwrap();
    hers.occurrences[0].alias = Some("person-0101751239".into());
    hers.certificate.subject = oces::name::Name::from_rfc4514("CN=person-0123456789abcdef,C=DK").unwrap();
    veil(&mut report, PersonalData::Omit, None);
    let text = format!("{report:?}");
    assert!(!text.contains("person-0101751239") && !text.contains("person-0123456789abcdef"));
    assert!(report.certificate(&persons::PRINT).is_none());
}

#[test]
fn identities_stay_where_there_is_no_key() {
    let mut report = persons::report();
    veil(&mut report, PersonalData::Omit, None);
    assert!(report.findings.iter().any(|finding| finding.id == [0xee; 16]));
    assert!(!veiled(PersonalData::Omit).findings.iter().any(|finding| finding.id == [0xee; 16]));
    assert!(veiled(PersonalData::Omit).findings.iter().any(|finding| finding.id == [5; 16]));
}

#[test]
fn the_report_still_fits_the_schema() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    for mode in HIDDEN {
        let mut report = veiled(mode);
        // What others said of their scans was no scan.
        report.scans.clear();
        let document: Value = serde_json::from_slice(&written(&report, "json", true)).unwrap();
        let complaints: Vec<String> =
            validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(complaints, Vec::<String>::new());
        assert_eq!(document["scan"]["personalData"], mode.id());
    }
}

/// A tree with the certificate of Ane in her home, and the same tree's scan in a mode.
fn scan_of_a_home(root: &std::path::Path, more: &[&str]) -> (support::Outcome, String) {
    let home = root.join("home/zqane");
    std::fs::create_dir_all(&home).unwrap();
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/certificates/ii-moces.pem");
    std::fs::copy(&source, home.join("Ane.pem")).unwrap();
    std::fs::copy(source, root.join("other.pem")).unwrap();
    let outcome = support::scan_raw(root, more);
    let text = String::from_utf8_lossy(&outcome.stdout).to_lowercase();
    (outcome, text)
}

#[test]
fn a_scan_with_a_key_is_read_back_and_without_persons_it_stands_alone() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(file("key"), "0123456789abcdef0123456789abcdef\n").unwrap();
    let tree = directory.path().join("tree");
    let (key, pseudonymise) = (file("key"), ["--personal-data", "pseudonymise", "--pseudonym-key-file"]);
    let (shown, text) = scan_of_a_home(&tree, &[]);
    assert!(text.contains("zqane") && text.contains("rid:") && text.contains("ane@fjordby.example"));
    let (hidden, text) = scan_of_a_home(&tree, &[&pseudonymise[..], &[&key]].concat());
    assert_eq!(hidden.code, shown.code);
    let serial = serde_json::from_slice::<Value>(&shown.stdout).unwrap()["certificates"][0]["serial"].clone();
    for original in ["zqane", "ane@", serial.as_str().unwrap()] {
        assert!(!text.contains(original), "{original} is left in {text}");
    }
    std::fs::write(file("a.json"), &hidden.stdout).unwrap();
    let plan =
        |arguments: &[&str]| support::oces(&[&["plan", "-o", "json", "--as-of", support::AS_OF], arguments].concat());
    let planned: Value = serde_json::from_slice(&plan(&[&file("a.json")]).stdout).unwrap();
    let scanned: Value = serde_json::from_slice(&hidden.stdout).unwrap();
    assert_eq!(planned["scan"]["personalData"], "pseudonymise");
    let prints = |document: &Value| document["certificates"][0]["sha256"].clone();
    assert_eq!(prints(&planned), prints(&scanned));
    let again = plan(&[&pseudonymise[..], &[&key, &file("a.json")]].concat());
    assert_eq!(prints(&serde_json::from_slice(&again.stdout).unwrap()), prints(&scanned));

    let (omitted, text) = scan_of_a_home(&tree, &["--personal-data", "omit"]);
    assert!(!text.contains("zqane") && text.contains("/home/person-"), "{text}");
    std::fs::write(file("b.json"), &omitted.stdout).unwrap();
    let refused = plan(&[&file("a.json"), &file("b.json")]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("--personal-data pseudonymise"), "{}", refused.stderr);
    let alone = plan(&[&file("b.json")]);
    assert_eq!(alone.code, 0, "{}", alone.stderr);
    assert!(String::from_utf8_lossy(&alone.stdout).contains("what names persons was left out"));
}

#[test]
fn homes_are_left_out_where_asked_for_and_counted() {
    let directory = tempfile::tempdir().unwrap();
    let (outcome, text) = scan_of_a_home(directory.path(), &["--no-home", "--fail-on", "never"]);
    let report: Value = serde_json::from_slice(&outcome.stdout).unwrap();
    assert!(!text.contains("zqane") && text.contains("other.pem"), "{text}");
    assert_eq!((outcome.code, &report["scan"]["complete"]), (0, &Value::Bool(true)));
    assert_eq!(report["scan"]["options"]["no-home"], true);
    assert_eq!(report["scan"]["tally"]["skipped"]["home"], 1);
    let told = report["notLookedAt"].as_array().unwrap().iter().any(|one| one["kind"] == "home");
    assert!(told, "{}", report["notLookedAt"]);
    // Who names a home wants it.
    let named = support::scan_raw(&directory.path().join("home/zqane"), &["--no-home"]);
    assert!(String::from_utf8_lossy(&named.stdout).contains("Ane.pem"));
}

/// What tickets say of her report in this mode: made, told again though closed by hand, closed.
fn tickets(mode: PersonalData, per: Per, key: Option<&Key>, danish: bool) -> Vec<u8> {
    let mut report = persons::report();
    let area = Area {
        scope: report.scan.scope.clone(),
        roots: vec!["/".into()],
        options: std::collections::BTreeMap::new(),
        complete: true,
        names_all: true,
        finished_at: Some(report.scan.finished_at),
    };
    let marker = Marker { key };
    let sight = Sight::new(std::slice::from_ref(&area), &report.inventory.failures, &[], false, marker);
    let (owners, desk) = (Owners::default(), Desk { queue: Some("a/b".to_owned()), ..Desk::default() });
    let options = Options { per, owners: &owners, least: Severity::Note, desk: &desk, marker };
    let drafts = tickets::drafts(&report, &options);
    assert!(!drafts.wanted.is_empty());
    let standing = |open: bool| -> Vec<Standing> {
        let of = |draft: &tickets::draft::Draft| {
            let state = State::of(per, draft, &sight);
            Standing { id: draft.id, number: Some("7".to_owned()), open, state: Some(state), remembers: true }
        };
        drafts.wanted.values().map(of).collect()
    };
    let decided = [
        tickets::decide(per, &drafts, Vec::new(), &sight),
        tickets::decide(per, &drafts, standing(false), &sight),
        tickets::decide(per, &Drafts::default(), standing(true), &sight),
    ];
    veil(&mut report, mode, key);
    let teller = Teller::new(&report, key, [(marker.scope(&area.scope), report.scan.scope.clone())].into(), danish);
    let settings = Settings { danish, desk: desk.clone(), state_in_text: true, ..Settings::default() };
    let mut out = Vec::new();
    for (decisions, tracker) in decided.iter().flat_map(|one| TRACKERS.iter().map(move |tracker| (one, *tracker))) {
        let operations = tickets::operations(decisions, &drafts, &sight, &teller, tracker, &settings);
        let head = Head {
            tracker: tracker.id(),
            per,
            danish,
            as_of: report.scan.as_of,
            personal_data: mode,
            scans: Vec::new(),
            remarks: Vec::new(),
            decisions,
            operations: &operations,
            outcomes: Vec::new(),
        };
        page::write(&head, &mut out).unwrap();
        page::lines(&head, Style::default(), &mut out).unwrap();
    }
    out
}

#[test]
fn nothing_is_left_in_tickets() {
    for per in [Per::System, Per::Certificate, Per::Action] {
        assert!(!left(&tickets(PersonalData::Show, per, None, true)).is_empty(), "{per:?}: she is in it before");
        for danish in [true, false] {
            let none = Vec::<String>::new();
            assert_eq!(left(&tickets(PersonalData::Omit, per, None, danish)), none, "{per:?}");
            assert_eq!(left(&tickets(PersonalData::Pseudonymise, per, key(b'k').as_ref(), danish)), none, "{per:?}");
        }
    }
}
