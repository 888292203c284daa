//! The planted certificates: one in every encoding and format, every verdict
//! once, and the bad inputs. Every miss and every false claim is named.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use support::{below, list, text};

/// The size of the program's read buffer, in octets.
const BUFFER: usize = 256 * 1024;

/// Files with a block that is broken on purpose: a failure beside what was
/// found in them is right, and silence about a cut armour is, too.
const BROKEN_ON_PURPOSE: [&str; 7] = ["good-bad", "good-cut", "missing", "no-begin", "no-end", "mismatch", "headers"];

#[test]
fn every_planted_certificate_is_found_and_told() {
    let root = support::testdata("corpus");
    let (report, code) = support::scan(&root, &["--fail-on", "never"]);
    let told = |file: &str, name: &str, format: &str, alias: &str, steps: &str| {
        format!("{file}: CN={name} format={format} alias={alias} steps={steps}")
    };
    let rows = support::rows(&root.join("expected.tsv"));
    let expected: Vec<String> = rows.iter().map(|row| told(&row[0], &row[1], &row[2], &row[3], &row[5])).collect();
    let places = support::places(&report, &root);
    let found: Vec<String> = places
        .iter()
        .map(|place| told(&place.path, &place.common_name, &place.format, &place.alias, &place.steps))
        .collect();
    support::assert_same("the corpus", &expected, &found);
    assert_keys(&rows, &places);
    assert_no_other_failures(&report, &root);
    support::assert_books_balance(&report);
    assert!(code == 0 || code == 3, "exit {code}");
}

fn assert_keys(rows: &[Vec<String>], places: &[support::Place]) {
    let mut wrong = Vec::new();
    for row in rows {
        let Some(place) = places.iter().find(|place| place.path == row[0] && place.common_name == row[1]) else {
            continue;
        };
        let right = match row[4].as_str() {
            "yes" => place.entry_key && place.any_key,
            "beside" => place.any_key,
            _ => !place.entry_key && !place.any_key,
        };
        if !right {
            wrong.push(format!("{} wants key={}: entry {} any {}", row[0], row[4], place.entry_key, place.any_key));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn assert_no_other_failures(report: &Value, root: &Path) {
    let failures: Vec<String> = list(report, "failures")
        .iter()
        .map(|failure| format!("{} {}: {}", below(failure, root), text(failure, "kind"), text(failure, "detail")))
        .filter(|told| !BROKEN_ON_PURPOSE.iter().any(|part| told.contains(part)))
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn every_planted_certificate_is_found_across_a_buffer_border() {
    let root = support::testdata("corpus");
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in support::rows(&root.join("expected.tsv")) {
        // In the middle of a file an encrypted store is noise.
        if row[2] != "pkcs12" || row[5] != "-" {
            names.entry(row[0].clone()).or_default().insert(row[1].clone());
        }
    }
    let contents: Vec<(&String, Vec<u8>)> =
        names.keys().map(|file| (file, fs::read(root.join(file)).expect("a corpus file"))).collect();
    // Where the border falls: within the first mark, at the end, and in parts of the whole.
    let starts = [1, 4, 14, 29, 40].map(Cut::Octets);
    let parts = [1, 2, 3, 4, 5, 6, 7].map(Cut::Eighths);
    for cut in starts.into_iter().chain(parts).chain([Cut::Left(1), Cut::Left(20)]) {
        let folder = tempfile::tempdir().expect("a temporary directory");
        for (file, content) in &contents {
            fs::write(folder.path().join(file), straddling(content, cut.offset(content.len()))).expect("a padded file");
        }
        assert_names(&names, folder.path(), &format!("border at {cut:?}"));
    }
}

/// Where in a content the buffer ends.
#[derive(Clone, Copy, Debug)]
enum Cut {
    /// So many octets from its start.
    Octets(usize),
    /// So many eighths of it.
    Eighths(usize),
    /// So many octets before its end.
    Left(usize),
}

impl Cut {
    fn offset(self, length: usize) -> usize {
        match self {
            Cut::Octets(count) => count.min(length),
            Cut::Eighths(parts) => length * parts / 8,
            Cut::Left(count) => length.saturating_sub(count),
        }
    }
}

/// The content behind padding, so that the buffer ends `at` octets into it.
/// The padding is lines of text in the content's own encoding.
fn straddling(content: &[u8], at: usize) -> Vec<u8> {
    let (mark, unit): (usize, &[u8]) = match content {
        [0xff, 0xfe, ..] => (2, b"#\0"),
        [0xfe, 0xff, ..] => (2, b"\0#"),
        [0 | 1, b'-' | b'<', 0, ..] | [0, b'-' | b'<', ..] => (0, b"\0#"),
        [b'-' | b'<', 0, ..] => (0, b"#\0"),
        _ => (0, b"#"),
    };
    let newline: Vec<u8> = unit.iter().map(|&octet| if octet == b'#' { b'\n' } else { octet }).collect();
    let line = [unit.repeat(63), newline.clone()].concat();
    let room = (BUFFER - mark - at) / unit.len() * unit.len() - newline.len();
    let mut whole = content[..mark].to_vec();
    whole.extend_from_slice(&line.repeat(room / line.len() + 1)[..room]);
    whole.extend_from_slice(&newline);
    whole.extend_from_slice(&content[mark..]);
    whole
}

fn assert_names(expected: &BTreeMap<String, BTreeSet<String>>, root: &Path, what: &str) {
    let (report, _) = support::scan(root, &["--fail-on", "never"]);
    let flat = |file: &str, name: &str| format!("{file}: {name}");
    let expected: Vec<String> =
        expected.iter().flat_map(|(file, names)| names.iter().map(move |name| flat(file, name))).collect();
    let mut found: Vec<String> =
        support::places(&report, root).iter().map(|place| flat(&place.path, &place.common_name)).collect();
    found.dedup();
    support::assert_same(what, &expected, &found);
}

#[test]
fn every_verdict_is_the_expected_one() {
    let root = support::testdata("certificates");
    let (report, _) = support::scan(&root, &["--fail-on", "never"]);
    let rows = support::rows(&root.join("expected.tsv"));
    let expected: Vec<String> = rows.iter().map(|row| row.join(" ")).collect();
    let found: Vec<String> = rows.iter().map(|row| verdict_of(&report, &root, &row[0])).collect();
    support::assert_same("the verdicts", &expected, &found);
}

/// The verdict on a file of `certificates/`, written as its row of expectations.
fn verdict_of(report: &Value, root: &Path, file: &str) -> String {
    let within = |key: &str| {
        list(report, key)
            .iter()
            .find(|certificate| list(certificate, "occurrences").iter().any(|place| below(place, root) == file))
    };
    let rule = list(report, "findings")
        .iter()
        .filter(|finding| {
            below(finding, root) == file || list(finding, "places").iter().any(|place| below(place, root) == file)
        })
        .map(|finding| text(finding, "rule"))
        .collect::<BTreeSet<_>>();
    let rule = if rule.is_empty() { "-".to_owned() } else { rule.into_iter().collect::<Vec<_>>().join("+") };
    let dash = |value: &Value, key: &str| match text(value, key) {
        "" => "-".to_owned(),
        some => some.to_owned(),
    };
    match (within("certificates"), within("lookAlikes")) {
        (Some(listed), _) => {
            let told = ["generation", "environment", "kind", "evidence", "status"].map(|key| dash(listed, key));
            format!("{file} listed {} {rule}", told.join(" "))
        }
        (None, Some(_)) => format!("{file} look-alike - - - - - {rule}"),
        (None, None) => format!("{file} unlisted - - - - - {rule}"),
    }
}

#[test]
fn bad_input_is_one_failure_each_and_hides_nothing() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let root = folder.path();
    let source = support::testdata("broken");
    let mut rows = support::rows(&source.join("expected.tsv"));
    for row in &rows {
        fs::copy(source.join(&row[0]), root.join(&row[0])).expect("a broken file");
    }
    rows.extend(plant_made(root));
    let (report, code) = support::scan(root, &["--fail-on", "never"]);
    assert_eq!(code, 3, "an incomplete scan says so");
    support::assert_books_balance(&report);
    let wrong: Vec<String> = rows.iter().filter_map(|row| wrong_failures(&report, root, row)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let places = support::places(&report, root);
    for row in rows.iter().filter(|row| row[2] != "-") {
        let right = |name: &str| {
            if row[2] == "*odd" { name.contains("drejet") } else { name == row[2] }
        };
        assert!(places.iter().any(|place| place.path == row[0] && right(&place.common_name)), "{row:?} in {places:#?}");
    }
}

/// What is wrong with the failures of one file; a failure more is as bad as one less.
fn wrong_failures(report: &Value, root: &Path, row: &[String]) -> Option<String> {
    let kinds: Vec<&str> = list(report, "failures")
        .iter()
        .filter(|failure| below(failure, root) == row[0])
        .map(|failure| text(failure, "kind"))
        .collect();
    let right = match kinds.as_slice() {
        [] => row[1].split('|').any(|kind| kind == "-"),
        [one] => row[1].split('|').any(|kind| kind == *one),
        _ => false,
    };
    (!right).then(|| format!("{}: wants {}, has {kinds:?}", row[0], row[1]))
}

/// Files that are too large or too oddly named to be committed.
fn plant_made(root: &Path) -> Vec<Vec<String>> {
    const DEPTH: usize = 300_000;
    const ANY: &str = "corrupt|limit-exceeded|unrecognized|unsupported";
    let store = [
        &b"\x30\x80\x02\x01\x03\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80"[..],
        &b"\x24\x80".repeat(DEPTH),
    ];
    let signed = [
        &b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01\x31\x80"[..],
        &b"\x30\x80".repeat(DEPTH),
    ];
    let made = [
        ("deep.p12", store.concat(), ANY),
        ("deep.p7b", signed.concat(), "-|corrupt|limit-exceeded|unrecognized|unsupported"),
        ("deep.der", nested_definite(DEPTH), "-|corrupt|limit-exceeded"),
        ("deep.json", b"[{\"MII\":".repeat(DEPTH), "-|limit-exceeded"),
    ];
    let mut rows = Vec::new();
    for (file, content, kinds) in made {
        fs::write(root.join(file), content).expect("a deep file");
        rows.push(vec![file.to_owned(), kinds.to_owned(), "-".to_owned()]);
    }
    rows
}

/// SEQUENCEs with definite lengths, one in the other.
fn nested_definite(depth: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(depth * 6);
    for level in (0..depth).rev() {
        let length = u32::try_from(level * 6).expect("a length of four octets").to_be_bytes();
        out.extend_from_slice(&[0x30, 0x84]);
        out.extend_from_slice(&length);
    }
    out
}

#[test]
fn no_number_in_a_file_is_allocated() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    for file in ["gigabytes.jks", "iterations.p12", "flipped-length.p12"] {
        fs::copy(support::testdata("broken").join(file), folder.path().join(file)).expect("a broken file");
    }
    let made = plant_made(folder.path());
    let root = folder.path().to_str().expect("a path in UTF-8");
    let arguments =
        ["scan", root, "-j", "2", "-o", "json", "--fail-on", "never", "--as-of", support::AS_OF, "--scope", "test"];
    // A GiB of addresses holds the program and its threads, but not what the files claim.
    let outcome = support::oces_under("ulimit -v 1048576", &arguments);
    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    let report = support::parse(&outcome);
    assert_eq!(report["scan"]["tally"]["files"].as_u64(), Some(made.len() as u64 + 3));
    support::assert_books_balance(&report);
}

#[test]
fn foreign_names_never_reach_a_terminal_raw() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let source = support::testdata("broken");
    for file in ["odd-subject.pem", "odd-alias.jks"] {
        fs::copy(source.join(file), folder.path().join(file)).expect("an odd file");
    }
    let odd = "linje\nto\u{1b}[31m\u{202e}txt.pem";
    fs::copy(source.join("odd-subject.pem"), folder.path().join(odd)).expect("a file with an odd name");
    let root = folder.path().to_str().expect("a path in UTF-8");
    let outcome = support::oces(&["scan", root, "--as-of", support::AS_OF]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let table = String::from_utf8(outcome.stdout).expect("UTF-8");
    assert!(table.contains("drejet"), "the certificate is named:\n{table}");
    for text in [table.as_str(), outcome.stderr.as_str()] {
        let raw = text
            .chars()
            .find(|&c| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')));
        assert_eq!(raw, None, "a raw {raw:?} in:\n{}", text.escape_debug());
    }
}
