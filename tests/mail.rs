//! Encrypted mail from the file to the report: who can still open it.

#![allow(clippy::expect_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::collections::BTreeMap;
use support::{below, list, oces, scan, testdata, text};

/// Where each encrypted message lies, with its severity.
fn encrypted(report: &Value) -> BTreeMap<String, &str> {
    let root = testdata("hidden/mail");
    let of_rule = list(report, "findings").iter().filter(|finding| finding["rule"] == "encrypted-mail");
    of_rule
        .map(|finding| (format!("{}{}", below(finding, &root), members(finding)), text(finding, "severity")))
        .collect()
}

fn members(place: &Value) -> String {
    let steps = place["steps"].as_array().expect("steps");
    steps.iter().flat_map(|step| ["!", text(step, "name")]).collect()
}

#[test]
fn every_message_to_an_old_certificate_is_one_finding() {
    let (report, _) = scan(&testdata("hidden/mail"), &["--fail-on", "never"]);
    let (warning, note) = ("warning", "note");
    let expected = [
        ("Maildir/cur/1614679872.M1P1.fjordby_2,S", note),
        ("armoured.txt", note),
        ("box!27@fjordby.example", warning),
        ("box.gz!28@fjordby.example", note),
        ("compressed.eml!smime.p7z", note),
        ("forwarded.eml!part 2", note),
        ("inbox/authenticated.eml", warning),
        ("inbox/curve-by-key.eml", note),
        ("inbox/curve.eml", note),
        ("inbox/indefinite.eml", warning),
        ("inbox/lost.eml", note),
        ("inbox/saved-both.eml", warning),
        ("inbox/saved-by-key.eml", warning),
        ("inbox/saved.eml", warning),
        ("inbox/triple.eml", note),
        ("outlook.msg", warning),
        ("smime.p7m", warning),
    ];
    let expected: BTreeMap<String, &str> = expected.map(|(path, severity)| (path.to_owned(), severity)).into();
    assert_eq!(encrypted(&report), expected);
}

#[test]
fn messages_tell_their_parties_and_whose_key_was_found() {
    let root = testdata("hidden/mail");
    let (report, _) = scan(&root, &["--fail-on", "never"]);
    let message = |path: &str| {
        let found = list(&report, "messages").iter().find(|message| below(message, &root) == path);
        found.unwrap_or_else(|| panic!("{path} is not told"))
    };
    let both = message("inbox/saved-both.eml");
    assert_eq!(both["encrypted"], true);
    let keys: Vec<&Value> = list(both, "recipients").iter().map(|recipient| &recipient["key"]).collect();
    assert_eq!(keys, [false, true]);
    let saved = list(both, "recipients").iter().find(|one| one["key"] == true).expect("one that is saved");
    assert!(text(saved, "issuer").contains("TRUST2408 OCES CA IV") && text(saved, "generation") == "II");
    let certificates = list(&report, "certificates");
    assert!(certificates.iter().any(|one| one["sha256"] == saved["certificate"]), "the certificate is listed");
    let signed = message("without-certificate.eml");
    assert_eq!((&signed["encrypted"], list(signed, "signers").len()), (&Value::Bool(false), 1));
    let new = message("inbox/new.eml");
    assert_eq!(text(&list(new, "recipients")[0], "generation"), "III");
    assert!(list(&report, "messages").iter().all(|one| !below(one, &root).contains("password")));
}

#[test]
fn without_the_key_nothing_can_be_saved() {
    let (report, _) = scan(&testdata("hidden/mail/inbox"), &["--fail-on", "never"]);
    let of_rule = list(&report, "findings").iter().filter(|finding| finding["rule"] == "encrypted-mail");
    let severities: Vec<&str> = of_rule.map(|finding| text(finding, "severity")).collect();
    // A key identifier names nobody without its certificate.
    assert_eq!(severities, ["note"; 7]);
}

#[test]
fn people_read_folders_and_counts() {
    let root = testdata("hidden/mail");
    let path = root.to_str().expect("a path in UTF-8");
    for (language, lines) in [
        ("da", ["inbox: 9 krypterede beskeder, 5 kan reddes", "box: 1 krypteret besked, 1 kan reddes"]),
        ("en", ["inbox: 9 encrypted messages, 5 can be saved", "box: 1 encrypted message, 1 can be saved"]),
    ] {
        let outcome = oces(&["scan", "--lang", language, "--fail-on", "never", path]);
        let table = String::from_utf8(outcome.stdout).expect("text");
        for line in lines {
            assert!(table.contains(line), "{line}\n{table}");
        }
        assert!(!table.contains("inbox/lost.eml"), "messages are not listed one by one");
    }
}

#[test]
fn no_mail_leaves_mail_closed_and_says_so() {
    let root = testdata("hidden/mail");
    let (report, _) = scan(&root, &["--fail-on", "never", "--no-mail"]);
    assert_eq!(report["scan"]["options"]["no-mail"], true);
    // What is no mail by its content is told as before.
    let told: Vec<String> = encrypted(&report).into_keys().collect();
    assert_eq!(told, ["armoured.txt", "smime.p7m"]);
    assert!(report["scan"]["tally"]["skipped"]["mail"].as_u64() > Some(10), "{}", report["scan"]["tally"]);
    let steps =
        |place: &Value| place["steps"].as_array().is_some_and(|steps| steps.iter().any(|one| one["kind"] == "member"));
    let places = list(&report, "certificates").iter().flat_map(|one| list(one, "occurrences"));
    let inside = places.filter(|place| steps(place)).map(|place| below(place, &root));
    assert_eq!(inside.collect::<Vec<_>>(), ["old.doc", "old.doc"]);
    let path = root.to_str().expect("a path in UTF-8");
    for (language, words) in [("da", "mails (--no-mail)"), ("en", "mail (--no-mail)")] {
        let outcome = oces(&["scan", "--lang", language, "--no-mail", path]);
        assert!(String::from_utf8_lossy(&outcome.stdout).contains(words), "{language}");
    }
}
