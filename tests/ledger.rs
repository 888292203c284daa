//! What people have said, through the program as users run it: decisions, keys
//! kept on purpose, and the certificate list of MitID Erhverv.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use support::{below, list, text};

/// A tree with one OCES II store with its key, in a folder of the owner's own.
struct Tree(tempfile::TempDir);

impl Tree {
    fn new(paths: &[&str]) -> Tree {
        let tree = Tree(tempfile::tempdir().expect("a folder"));
        for path in paths {
            tree.store(path);
        }
        tree
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("tree")
    }

    fn store(&self, path: &str) {
        let (from, to) = (support::testdata("made").join("demo-skat.p12"), self.root().join(path));
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(from, to).expect("a store");
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).expect("a file");
        path
    }

    /// The report under this `oces.toml`, and the exit code.
    fn scan(&self, toml: &str, more: &[&str]) -> (Value, i32) {
        let config = self.write("oces.toml", toml);
        let mut arguments = vec!["--config", config.to_str().unwrap()];
        arguments.extend(more);
        support::scan(&self.root(), &arguments)
    }
}

/// The fingerprint of the tree's certificate.
fn fingerprint(report: &Value) -> String {
    text(&list(report, "certificates")[0], "sha256").to_owned()
}

fn retain(sha256: &str, path: &str, review: &str) -> String {
    format!(
        "[[retain]]\ncertificate = '{}'\npath = '{path}'\npurpose = 'gammel post'\nowner = 'Arkivet'\nreview = {review}\n",
        &sha256[..12].to_uppercase()
    )
}

/// Path, severity and what was said of the key, of every `oces2-key`.
fn keys(report: &Value, root: &Path) -> Vec<(String, String, String)> {
    let findings = list(report, "findings").iter().filter(|one| text(one, "rule") == "oces2-key");
    let told = |one: &Value| text(&one["retained"], "state").to_owned();
    findings.map(|one| (below(one, root), text(one, "severity").to_owned(), told(one))).collect()
}

fn actions(report: &Value) -> Vec<(String, String)> {
    let actions = list(&report["plan"], "actions").iter();
    actions.map(|one| (text(one, "kind").to_owned(), text(one, "state").to_owned())).collect()
}

fn row(path: &str, severity: &str, state: &str) -> (String, String, String) {
    (path.to_owned(), severity.to_owned(), state.to_owned())
}

#[test]
fn a_kept_key_counts_elsewhere_and_when_its_review_is_due() {
    let tree = Tree::new(&["depot/skat.p12"]);
    let (plain, code) = tree.scan("", &["--fail-on", "note"]);
    assert_eq!((keys(&plain, &tree.root()), code), (vec![row("depot/skat.p12", "error", "")], 1));
    let sha256 = fingerprint(&plain);
    let depot = format!("{}/depot/**", tree.root().display());

    let (kept, _) = tree.scan(&retain(&sha256, &depot, "2027-06-01"), &[]);
    assert_eq!(keys(&kept, &tree.root()), [row("depot/skat.p12", "note", "kept")]);
    let retained = &list(&kept, "findings").iter().find(|one| text(one, "rule") == "oces2-key").unwrap()["retained"];
    assert_eq!(
        (text(retained, "purpose"), text(retained, "owner"), text(retained, "review")),
        ("gammel post", "Arkivet", "2027-06-01")
    );
    // The store opens with a password that everybody tries: kept it is, safe it is not.
    assert!(list(&kept, "findings").iter().any(|one| text(one, "rule") == "weak-password"));
    assert_eq!(
        actions(&kept),
        [("decide", "done"), ("retire", "in-progress")].map(|(kind, state)| (kind.to_owned(), state.to_owned()))
    );
    let id = |report: &Value| {
        text(list(report, "findings").iter().find(|one| text(one, "rule") == "oces2-key").unwrap(), "id").to_owned()
    };
    assert_eq!(id(&plain), id(&kept), "the finding keeps its identity");

    let (overdue, code) = tree.scan(&retain(&sha256, &depot, "2026-11-21"), &["--fail-on", "error"]);
    assert_eq!((keys(&overdue, &tree.root()), code), (vec![row("depot/skat.p12", "error", "overdue")], 1));
    assert!(text(&list(&overdue, "findings")[0]["message"], "da").contains("Datoen for gennemgang er nået"));

    tree.store("srv/skat.p12");
    let (elsewhere, code) = tree.scan(&retain(&sha256, &depot, "2027-06-01"), &["--fail-on", "error"]);
    let expected = vec![row("srv/skat.p12", "error", "elsewhere"), row("depot/skat.p12", "note", "kept")];
    assert_eq!((keys(&elsewhere, &tree.root()), code), (expected, 1));
    assert!(actions(&elsewhere).contains(&("retire".to_owned(), "open".to_owned())));
}

#[test]
fn a_key_that_is_only_kept_ends_a_scan_with_nothing_found() {
    use std::os::unix::fs::PermissionsExt;
    let tree = Tree::new(&[]);
    let depot = tree.root().join("depot");
    fs::create_dir_all(&depot).expect("a folder");
    fs::copy(support::testdata("corpus").join("jks-store.jks"), depot.join("store.jks")).expect("a store");
    fs::set_permissions(depot.join("store.jks"), fs::Permissions::from_mode(0o600)).expect("a mode");
    let (plain, code) = tree.scan("", &["--fail-on", "error"]);
    assert_eq!((keys(&plain, &tree.root()), code), (vec![row("depot/store.jks", "error", "")], 1));
    // It holds two certificates, one of them without its key.
    let place = format!("{}/depot/*", tree.root().display());
    let kept = list(&plain, "certificates").iter().map(|one| retain(text(one, "sha256"), &place, "2027-06-01"));
    let toml: String = kept.collect();
    assert_eq!(tree.scan(&toml, &["--fail-on", "note"]).1, 0);
    // That everybody can read it is as bad in an escrow.
    for path in [tree.0.path(), &tree.root(), &depot] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    fs::set_permissions(depot.join("store.jks"), fs::Permissions::from_mode(0o644)).expect("a mode");
    let (open, code) = tree.scan(&toml, &[]);
    let rules: Vec<&str> = list(&open, "findings").iter().map(|one| text(one, "rule")).collect();
    assert_eq!((rules, code), (vec!["open-key", "oces2-certificate", "oces2-key"], 1));
}

#[test]
fn a_decision_answers_the_plan_and_one_that_fits_nothing_is_told() {
    let tree = Tree::new(&["srv/skat.p12"]);
    let sha256 = fingerprint(&tree.scan("", &[]).0);
    let decision = |needed: bool| {
        format!(
            "[[decision]]\ncertificate = '{sha256}'\nneeded = {needed}\nby = 'Ejer'\non = 2026-11-02\nreason = 'Aftalt.'\n"
        )
    };
    let (yes, _) = tree.scan(&decision(true), &[]);
    let states = actions(&yes);
    assert!(states.contains(&("decide".to_owned(), "done".to_owned())), "{states:?}");
    assert!(states.contains(&("order".to_owned(), "open".to_owned())), "{states:?}");
    assert_eq!(
        list(&yes["plan"], "progress")[0],
        serde_json::json!({"wave": 0, "open": 0, "inProgress": 0, "done": 1, "percent": 100})
    );
    let (no, _) = tree.scan(&decision(false), &[]);
    assert_eq!(actions(&no).iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["decide", "retire"]);
    let step = &list(&list(&no["plan"], "actions")[0], "steps")[0];
    assert!(text(step, "en").starts_with("Decided by Ejer on 2 November 2026: no longer needed"), "{step}");

    let toml = "[[decision]]\nsystem = 'ESDH'\nneeded = false\nby = 'x'\non = 2026-11-02\nreason = 'y'\n".to_owned()
        + &retain("0123456789abcdef", "/srv/depot/**", "2027-06-01");
    let remarks: Vec<String> =
        list(&tree.scan(&toml, &[]).0, "remarks").iter().map(|one| text(one, "en").to_owned()).collect();
    assert_eq!(remarks.len(), 2);
    assert!(
        remarks[0].contains("ESDH fits nothing") && remarks[1].contains("0123456789ab fits nothing"),
        "{remarks:?}"
    );
}

/// The certificates that the list is about.
fn oces3() -> (tempfile::TempDir, Value) {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["iii-system.pem", "iii-organisation.pem"] {
        fs::copy(support::testdata("certificates").join(name), folder.path().join(name)).expect("a certificate");
    }
    let (report, _) = support::scan(folder.path(), &[]);
    (folder, report)
}

/// UUID, serial number and end of a certificate.
fn row_of(report: &Value, kind: &str) -> (String, String, String) {
    let found = list(report, "certificates").iter().find(|one| text(one, "kind") == kind).expect("a certificate");
    let uuid = text(found, "identifier").rsplit(':').next().unwrap_or_default().to_owned();
    (uuid, text(found, "serial").to_owned(), text(found, "notAfter")[..10].to_owned())
}

fn compared(root: &Path, listed: &[u8]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    fs::write(&path, listed).expect("a list");
    let (report, _) = support::scan(root, &["--mitid-erhverv-csv", path.to_str().unwrap()]);
    report["plan"]["mitidErhverv"].clone()
}

#[test]
fn the_list_is_read_in_every_dialect() {
    let (folder, report) = oces3();
    let (uuid, serial, end) = row_of(&report, "system");
    let (year, month, day) = (&end[..4], &end[5..7], &end[8..]);
    let decimal = u128::from_str_radix(&serial, 16).map_or_else(|_| serial.clone(), |number| number.to_string());
    let other = "00000000-0000-4000-8000-000000000001";
    let danish = format!(
        "Certifikatnavn;E-mail;UUID;Serienummer;Udløbsdato;Certifikattype;Status\r\n\"Løn; måned\";;{uuid};{serial};{day}-{month}-{year};Systemcertifikat;Aktiv\r\nNy;;{other};;01.05.2029;Systemcertifikat;Aktiv\r\n"
    );
    let english = format!(
        "Status,Expires,Serial number,ID,Name\nActive,{end}T12:00:00Z,0x{serial},UI:DK-O:G:{},\"Løn, måned\"\nActive,2029-05-01,,{other},Ny\n",
        uuid.to_uppercase()
    );
    let tabs = format!(
        "sep=\t\nnavn\tserie-nr\tuuid\tgyldig til\nLøn\t{decimal}\t{uuid}\t{day}/{month}/{year} 23:59\nNy\t\t{other}\t1.5.2029\n"
    );
    let units = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let latin: Vec<u8> = danish.chars().map(|one| u8::try_from(u32::from(one)).expect("Latin-1")).collect();
    let dialects = [
        danish.clone().into_bytes(),
        [b"\xef\xbb\xbf", danish.as_bytes()].concat(),
        latin,
        [b"\xff\xfe".to_vec(), units(&danish, u16::to_le_bytes)].concat(),
        [b"\xfe\xff".to_vec(), units(&tabs, u16::to_be_bytes)].concat(),
        english.into_bytes(),
        tabs.into_bytes(),
    ];
    for (number, dialect) in dialects.iter().enumerate() {
        let told = compared(folder.path(), dialect);
        assert_eq!((&told["listed"], &told["seen"]), (&Value::from(2), &Value::from(1)), "dialect {number}: {told}");
        let missed = list(&told, "notSeen");
        assert_eq!(
            (missed.len(), text(&missed[0], "uuid"), text(&missed[0], "notAfter")),
            (1, other, "2029-05-01"),
            "dialect {number}"
        );
        assert!(list(&told, "otherEnd").is_empty() && list(&told, "revoked").is_empty(), "dialect {number}: {told}");
    }
}

#[test]
fn what_is_revoked_or_not_listed_is_told() {
    let (folder, report) = oces3();
    let (uuid, serial, _) = row_of(&report, "organisation");
    let told = compared(folder.path(), format!("UUID;Serienummer;Status\n{uuid};{serial};Spærret\n").as_bytes());
    assert_eq!((list(&told, "revoked").len(), text(&list(&told, "revoked")[0], "status")), (1, "Spærret"), "{told}");
    let config = folder.path().join("oces.toml");
    let cvr = text(
        &list(&report, "certificates").iter().find(|one| text(one, "kind") == "system").unwrap()["organisation"],
        "cvr",
    );
    fs::write(&config, format!("[organisation]\ncvr = ['{cvr}']\n")).expect("a file");
    let csv = folder.path().join("list.csv");
    fs::write(&csv, format!("UUID;Status\n{uuid};Spærret\n")).expect("a list");
    for (language, words) in
        [("da", "SPÆRRET ifølge listen, men ligger her stadig"), ("en", "REVOKED (spærret) according to the list")]
    {
        let root = folder.path().to_str().unwrap();
        let arguments = [
            "scan",
            root,
            "--as-of",
            support::AS_OF,
            "--lang",
            language,
            "--config",
            config.to_str().unwrap(),
            "--mitid-erhverv-csv",
            csv.to_str().unwrap(),
        ];
        let table = String::from_utf8(support::oces(&arguments).stdout).expect("a text");
        let flat = table.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(words), "{table}");
    }
}

#[test]
fn a_list_that_cannot_be_compared_is_a_usage_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    fs::write(&path, "Navn;Kontaktperson\nSTS;Bodil\n").expect("a list");
    let outcome =
        support::oces(&["scan", folder.path().to_str().unwrap(), "--mitid-erhverv-csv", path.to_str().unwrap()]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("its columns are `Navn`, `Kontaktperson`"), "{}", outcome.stderr);
}

#[test]
fn hostile_cells_are_safe_in_the_reports() {
    let (folder, _) = oces3();
    let uuid = "00000000-0000-4000-8000-000000000001";
    let name = format!("=cmd|'/c calc'!A0\u{1b}[2J\0\u{202e}</script>{}", "x".repeat(10_000_000));
    let csv = folder.path().join("hostile.txt");
    fs::write(&csv, format!("UUID;Navn;Status\n{uuid};{name};Aktiv\n")).expect("a list");
    let root = folder.path().to_str().unwrap();
    for format in ["table", "json"] {
        let outcome = support::oces(&[
            "scan",
            root,
            "--as-of",
            support::AS_OF,
            "-o",
            format,
            "--mitid-erhverv-csv",
            csv.to_str().unwrap(),
        ]);
        let told = String::from_utf8(outcome.stdout).expect("a text");
        assert!(told.contains(uuid), "{}", outcome.stderr);
        assert!(!told.contains(['\u{1b}', '\0', '\u{202e}']) && told.len() < 1_000_000, "{format}");
    }
}
