//! `oces plan` and `oces diff` as users run them: the three hosts of the demo,
//! scanned one by one.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod support;

use oces::recall;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use support::{AS_OF, Outcome, list, oces, parse, testdata, text};

const HOSTS: [&str; 3] = ["fjordby-int01", "fjordby-rpa01", "fjordby-web01"];

/// The three reports, made once.
static REPORTS: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for host in HOSTS {
        let out = format!("json={}", folder.path().join(format!("{host}.json")).display());
        let root = testdata("demo").join(host);
        oces(&["scan", root.to_str().unwrap(), "--scope", host, "--as-of", AS_OF, "-q", "-o", &out]);
    }
    folder
});

fn report(host: &str) -> PathBuf {
    REPORTS.path().join(format!("{host}.json"))
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn plan_of(reports: &[&Path], more: &[&str]) -> Outcome {
    let mut arguments = vec!["plan", "-q"];
    arguments.extend(more);
    if !more.contains(&"--as-of") {
        arguments.extend(["--as-of", AS_OF]);
    }
    arguments.extend(reports.iter().map(|path| path.to_str().unwrap()));
    oces(&arguments)
}

fn plan(reports: &[&Path]) -> Value {
    let outcome = plan_of(reports, &["-o", "json"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    parse(&outcome)
}

fn all() -> Vec<PathBuf> {
    HOSTS.iter().map(|host| report(host)).collect()
}

fn paths(reports: &[PathBuf]) -> Vec<&Path> {
    reports.iter().map(PathBuf::as_path).collect()
}

/// A changed report in a file of its own.
fn changed(folder: &Path, name: &str, from: &Path, change: impl FnOnce(&mut Value)) -> PathBuf {
    let mut report = read(from);
    change(&mut report);
    let path = folder.join(name);
    fs::write(&path, serde_json::to_vec(&report).unwrap()).unwrap();
    path
}

fn remarks(report: &Value) -> String {
    list(report, "remarks").iter().map(|remark| text(remark, "en")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_plan_of_one_report_is_the_plan_in_it() {
    for host in HOSTS {
        let (scanned, mut planned) = (read(&report(host)), plan(&[&report(host)]));
        planned["scan"]["durationMs"] = scanned["scan"]["durationMs"].clone();
        if let Some(remarks) = planned.as_object_mut().unwrap().remove("remarks") {
            assert!(remarks.to_string().contains("not complete"), "{remarks}");
        }
        for (key, value) in scanned.as_object().unwrap() {
            assert_eq!(&planned[key], value, "{host}: {key}");
        }
    }
}

#[test]
fn one_certificate_has_the_places_of_all_hosts() {
    let merged = plan(&paths(&all()));
    assert_eq!(list(&merged, "scans").len(), 3);
    assert!(merged.get("scan").is_none());
    let mut places = 0;
    let mut shared = 0;
    let mut prints = BTreeSet::new();
    for certificate in list(&merged, "certificates") {
        assert!(prints.insert(text(certificate, "sha256").to_owned()), "told twice");
        let scopes: BTreeSet<&str> = list(certificate, "occurrences").iter().map(|one| text(one, "scope")).collect();
        places += list(certificate, "occurrences").len();
        shared += usize::from(scopes.len() > 1);
        let actions = list(&merged["plan"], "actions").iter();
        let mine = actions.filter(|one| one["certificates"] == json!([certificate["sha256"]]));
        let kinds: Vec<&str> = mine.map(|one| text(one, "kind")).collect();
        assert_eq!(kinds.len(), kinds.iter().collect::<BTreeSet<_>>().len(), "one unit: {kinds:?}");
    }
    assert!(shared > 0, "no certificate lies on two hosts");
    let alone: usize = HOSTS
        .iter()
        .flat_map(|host| list(&read(&report(host)), "certificates").to_vec())
        .map(|certificate| list(&certificate, "occurrences").len())
        .sum();
    assert_eq!(places, alone);
    let ids = |report: &Value| list(report, "findings").iter().map(|one| text(one, "id").to_owned()).collect();
    let merged_ids: BTreeSet<String> = ids(&merged);
    let own: BTreeSet<String> = HOSTS.iter().flat_map(|host| ids(&read(&report(host))) as BTreeSet<String>).collect();
    assert_eq!(merged_ids, own, "findings keep their identities");
}

#[test]
fn the_schema_describes_both_forms() {
    let schema = parse(&oces(&["schema"]));
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let complaints = |document: &Value| -> Vec<String> {
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
    };
    let merged = plan(&paths(&all()));
    assert_eq!(complaints(&merged), Vec::<String>::new());
    assert_eq!(complaints(&plan(&[&report(HOSTS[0])])), Vec::<String>::new());
    let mut both = merged.clone();
    both["scan"] = both["scans"][0].clone();
    assert!(!complaints(&both).is_empty());
    let mut none = merged;
    none.as_object_mut().unwrap().remove("scans");
    assert!(!complaints(&none).is_empty());
}

#[test]
fn the_order_of_reports_and_a_second_merge_change_nothing() {
    let all = all();
    let [a, b, c] = [&all[0], &all[1], &all[2]].map(PathBuf::as_path);
    let first = plan_of(&[a, b, c], &["-o", "json"]).stdout;
    for order in [[a, c, b], [b, a, c], [c, b, a]] {
        assert_eq!(plan_of(&order, &["-o", "json"]).stdout, first);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("merged.json");
    fs::write(&path, &first).unwrap();
    let first: Value = serde_json::from_slice(&first).unwrap();
    let again = plan(&[&path]);
    for (key, value) in first.as_object().unwrap().iter().filter(|(key, _)| *key != "remarks") {
        assert_eq!(&again[key], value, "{key}");
    }
    let twice = plan(&[a, b, c, a]);
    assert!(remarks(&twice).contains("counts once"), "{}", remarks(&twice));
    assert_eq!(twice["certificates"], first["certificates"]);
    assert_eq!(twice["plan"], first["plan"]);
}

#[test]
fn the_table_never_loses_a_host() {
    let outcome = plan_of(&paths(&all()), &["--lang", "en"]);
    let page = String::from_utf8(outcome.stdout).unwrap();
    assert!(page.starts_with("Merged from 3 reports of 3 hosts"), "{page}");
    let demo = testdata("demo");
    let mut above = "";
    for line in page.lines() {
        if let Some(at) = line.find(demo.to_str().unwrap()) {
            // A long path is broken from the words before it.
            let before = format!(" {above} {}", &line[..at]);
            let told = HOSTS.iter().any(|host| before.trim_end().ends_with(&format!("{host}:")));
            // A system's home, a file that a text names and a command stand under their host.
            let under = before.trim_end().ends_with(" in") || before.contains('→') || line.ends_with(").");
            assert!(told || under, "{above}\n{line}");
        }
        above = line.trim();
    }
    let alone = String::from_utf8(plan_of(&[&report(HOSTS[0])], &["--lang", "en"]).stdout).unwrap();
    assert!(!alone.contains(&format!("fjordby-int01: {}", demo.display())), "{alone}");
}

#[test]
fn a_later_day_is_judged_anew() {
    let late = parse(&plan_of(&[&report(HOSTS[0])], &["-o", "json", "--as-of", "2031-01-01"]));
    assert!(remarks(&late).contains("days old"), "{}", remarks(&late));
    let present = list(&late, "certificates").iter().filter(|one| text(one, "generation") == "III");
    let present: Vec<&Value> = present.filter(|one| text(one, "role") == "end-entity").collect();
    assert!(!present.is_empty());
    for certificate in present {
        assert_eq!(text(certificate, "status"), "expired");
        let told = list(&late, "findings").iter().filter(|one| one["certificate"] == certificate["sha256"]);
        assert!(told.into_iter().any(|one| text(one, "rule") == "oces3-expired"), "{certificate}");
    }
    let early = parse(&plan_of(&[&report(HOSTS[0])], &["-o", "json", "--as-of", "2023-01-01"]));
    assert!(list(&early, "certificates").iter().any(|one| text(one, "status") == "to-be-blocked"));
    assert!(!list(&early, "findings").iter().any(|one| text(one, "rule").starts_with("oces3-")));
    assert!(remarks(&early).contains("later than the day of this plan"), "{}", remarks(&early));
}

#[test]
fn a_later_report_takes_the_place_of_an_earlier_one() {
    let folder = tempfile::tempdir().unwrap();
    let old = report(HOSTS[0]);
    let new = changed(folder.path(), "new.json", &old, |report| {
        report["scan"]["id"] = json!("f".repeat(32));
        // The end of the day of the earlier one: later, and no day that is still to come.
        let day = text(&report["scan"], "finishedAt")[..10].to_owned();
        report["scan"]["finishedAt"] = json!(format!("{day}T23:59:59.999Z"));
        report["scan"]["complete"] = json!(true);
        report["scan"]["incompleteReasons"] = json!([]);
        report["certificates"] = json!([]);
        report["findings"] = json!([]);
        report["failures"] = json!([]);
    });
    let merged = plan(&[&old, &new]);
    assert_eq!(list(&merged, "certificates").len(), 0);
    assert!(remarks(&merged).contains("gives way to the later report"), "{}", remarks(&merged));
    let all = list(&read(&old), "certificates").len();
    for (option, value) in [("no-archives", json!(true)), ("exclude", json!(["*.pem"])), ("max-depth", json!("1"))] {
        let narrow = changed(folder.path(), "narrow.json", &new, |report| {
            report["scan"]["options"] = json!({ option: value });
        });
        let both = plan(&[&old, &narrow]);
        assert_eq!(list(&both, "certificates").len(), all, "{option}");
        assert!(remarks(&both).contains("looked less widely"), "{option}: {}", remarks(&both));
    }
    let to_come = changed(folder.path(), "to-come.json", &new, |report| {
        report["scan"]["finishedAt"] = json!("2099-01-01T00:00:00Z");
    });
    assert_eq!(list(&plan(&[&old, &to_come]), "certificates").len(), all, "a clock was wrong");
    let shut = changed(folder.path(), "shut.json", &new, |report| {
        let root = report["scan"]["roots"][0].clone();
        let path = format!("{}/srv", root.as_str().unwrap());
        report["failures"] = json!([{ "scope": HOSTS[0], "root": root, "path": path, "steps": [],
            "kind": "unreadable", "detail": "Permission denied" }]);
    });
    let kept = list(&plan(&[&old, &shut]), "certificates").len();
    assert!(kept > 0 && kept < list(&read(&old), "certificates").len(), "{kept}");
    let elsewhere = changed(folder.path(), "elsewhere.json", &new, |report| {
        report["scan"]["roots"] = json!(["/srv/elsewhere"]);
    });
    let merged = plan(&[&old, &elsewhere]);
    assert_eq!(list(&merged, "certificates").len(), list(&read(&old), "certificates").len());
    assert_eq!(list(&merged, "scans").len(), 2);
}

#[test]
fn contradictions_are_told_and_the_first_scope_counts() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = [report(HOSTS[0]), report(HOSTS[2])];
    let prints = |path: &Path| {
        let certificates = read(path);
        list(&certificates, "certificates").iter().map(|one| text(one, "sha256").to_owned()).collect::<BTreeSet<_>>()
    };
    let shared = prints(&first).intersection(&prints(&second)).next().unwrap().clone();
    let liar = changed(folder.path(), "liar.json", &second, |report| {
        let certificates = report["certificates"].as_array_mut().unwrap();
        let one = certificates.iter_mut().find(|one| text(one, "sha256") == shared).unwrap();
        one["notAfter"] = json!("2099-01-01T00:00:00Z");
    });
    for order in [[&first, &liar], [&liar, &first]] {
        let merged = plan(&order.map(PathBuf::as_path));
        assert!(remarks(&merged).contains("do not tell the same"), "{}", remarks(&merged));
        let told = list(&merged, "certificates").iter().find(|one| text(one, "sha256") == shared).unwrap();
        assert_ne!(text(told, "notAfter"), "2099-01-01T00:00:00Z");
    }
}

#[test]
fn a_report_of_the_contract_alone_is_enough() {
    let folder = tempfile::tempdir().unwrap();
    let contract = |name: &str| {
        ["sha256", "generation", "qualified", "environment", "role", "kind", "subject", "issuer", "serial"]
            .contains(&name)
            || ["notBefore", "notAfter", "subjectKeyIdentifier", "evidence", "status", "ownership"].contains(&name)
            || ["organisation", "identifier", "emails", "privateKey", "occurrences", "uses", "replacement"]
                .contains(&name)
    };
    let bare = changed(folder.path(), "bare.json", &report(HOSTS[0]), |report| {
        let document = report.as_object_mut().unwrap();
        let kept = ["schemaVersion", "tool", "scan", "certificates", "lookAlikes", "findings", "failures", "plan"];
        document.retain(|key, _| kept.contains(&key.as_str()));
        for certificate in document["certificates"].as_array_mut().unwrap() {
            certificate.as_object_mut().unwrap().retain(|key, _| contract(key));
        }
        report["scan"].as_object_mut().unwrap().remove("skipped");
    });
    let (full, merged) = (read(&report(HOSTS[0])), plan(&[&bare]));
    assert_eq!(list(&merged, "certificates").len(), list(&full, "certificates").len());
    let kinds = |report: &Value| {
        list(&report["plan"], "actions").iter().map(|one| text(one, "kind").to_owned()).collect::<BTreeSet<_>>()
    };
    // The contract has no list of what rested on NemID.
    let without = |kinds: BTreeSet<String>| kinds.into_iter().filter(|kind| kind != "replace-nemid").collect();
    let (merged, full): (BTreeSet<String>, BTreeSet<String>) = (without(kinds(&merged)), without(kinds(&full)));
    assert_eq!(merged, full);
}

#[test]
fn what_is_no_report_ends_with_2_and_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    // Without the line end after it: what is cut off must matter.
    let whole = fs::read(report(HOSTS[1])).unwrap().trim_ascii_end().to_vec();
    let path = folder.path().join("odd.json");
    let told = |content: &[u8]| {
        fs::write(&path, content).unwrap();
        let outcome = plan_of(&[&path], &["-o", "json"]);
        assert!(outcome.code == 0 || outcome.stderr.contains("odd.json"), "{}: {}", outcome.code, outcome.stderr);
        assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
        (outcome.code, outcome.stdout.is_empty())
    };
    for cut in (0..whole.len()).step_by(whole.len() / 12) {
        assert_eq!(told(&whole[..cut]), (2, true), "cut at {cut}");
    }
    for odd in ["[]", "{}", "null", "{\"schemaVersion\":\"1.0\"}", "\u{1}\u{2}"] {
        assert_eq!(told(odd.as_bytes()), (2, true), "{odd}");
    }
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(told(format!("{{\"schemaVersion\":\"1.0\",\"x\":{deep}}}").as_bytes()), (2, true));
    let later = String::from_utf8(whole.clone()).unwrap().replacen("\"1.0\"", "\"2.0\"", 1);
    assert_eq!(told(later.as_bytes()), (2, true));
    let minor = String::from_utf8(whole).unwrap().replacen("\"1.0\"", "\"1.7\"", 1);
    assert_eq!(told(minor.as_bytes()).0, 0);
    assert_eq!(plan_of(&[folder.path()], &[]).code, 2);
    assert_eq!(plan_of(&[&folder.path().join("absent.json")], &[]).code, 2);
}

#[test]
fn no_damage_makes_it_panic() {
    // Without the line end after it: what is cut off must matter.
    let whole = fs::read(report(HOSTS[1])).unwrap().trim_ascii_end().to_vec();
    let catalogue = oces::catalogue::Catalogue::builtin().unwrap();
    let day = time::macros::date!(2026 - 11 - 21);
    let settings = oces::classify::Settings {
        as_of: day,
        expiring_within_days: 90,
        own_cvr: vec!["11223344".to_owned()],
        foreign_cvr: Vec::new(),
    };
    let places = oces::place::Rules::default();
    let bench = recall::Bench { catalogue: &catalogue, settings: &settings, places: &places, today: settings.as_of };
    for cut in (0..whole.len()).step_by(1024) {
        assert!(recall::read(&whole[..cut], "cut", &bench, &mut recall::Shelf::default()).is_err(), "cut at {cut}");
    }
    let mut read = 0;
    for at in (0..whole.len()).step_by(whole.len() / 400) {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 7);
        let mut shelf = recall::Shelf::default();
        if let Ok(report) = recall::read(&flipped, "flipped", &bench, &mut shelf) {
            read += 1;
            recall::merge(vec![report], shelf, &bench);
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn a_pipe_is_read_like_a_file() {
    let path = report(HOSTS[1]);
    let shell = |line: &str| {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", line, env!("CARGO_BIN_EXE_oces"), path.to_str().unwrap()]);
        support::outcome_of(&mut command)
    };
    let file = plan_of(&[&path], &["-o", "json=/dev/stdout"]);
    for line in [
        format!("\"$0\" plan -q --as-of {AS_OF} -o json - < \"$1\""),
        format!("cat \"$1\" | \"$0\" plan -q --as-of {AS_OF} -o json /dev/fd/0"),
    ] {
        let piped = shell(&line);
        assert_eq!(piped.code, 0, "{}", piped.stderr);
        let (mut piped, mut file) = (parse(&piped), parse(&file));
        for report in [&mut piped, &mut file] {
            report.as_object_mut().unwrap().remove("remarks");
        }
        assert_eq!(piped, file, "{line}");
    }
}

#[test]
fn nothing_is_new_between_a_report_and_itself() {
    let path = report(HOSTS[0]);
    let outcome = oces(&["diff", path.to_str().unwrap(), path.to_str().unwrap(), "-o", "json"]);
    let diff = parse(&outcome);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(diff["remaining"], json!(list(&read(&path), "findings").len()));
    assert_eq!((list(&diff, "new").len(), list(&diff, "gone").len()), (0, 0));
}

#[test]
fn what_is_new_ends_with_1_and_what_nobody_looked_at_is_not_gone() {
    let folder = tempfile::tempdir().unwrap();
    let new = report(HOSTS[0]);
    let root = testdata("demo").join(HOSTS[0]);
    let old = changed(folder.path(), "old.json", &new, |report| {
        report["scan"]["finishedAt"] = json!("2026-10-01T00:00:00Z");
        let findings = report["findings"].as_array_mut().unwrap();
        findings.pop();
        for (at, path) in ["srv/gone.p12", "../elsewhere/gone.p12"].iter().enumerate() {
            let mut more = findings[0].clone();
            more["id"] = json!(format!("{at:032}"));
            more["path"] = json!(if at == 0 { root.join(path) } else { "/elsewhere/gone.p12".into() });
            findings.push(more);
        }
    });
    let run = |more: &[&str]| {
        let mut arguments = vec!["diff", old.to_str().unwrap(), new.to_str().unwrap()];
        arguments.extend(more);
        oces(&arguments)
    };
    let outcome = run(&["-o", "json"]);
    let diff = parse(&outcome);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let counts = ["new", "gone", "notLookedAt"].map(|key| list(&diff, key).len());
    assert_eq!(counts, [1, 1, 1], "{diff}");
    for (lang, title) in [("en", "What has changed since 2026-10-01"), ("da", "Hvad der er ændret siden 2026-10-01")] {
        let page = String::from_utf8(run(&["--lang", lang]).stdout).unwrap();
        assert!(page.contains(title) && page.contains("/elsewhere/gone.p12"), "{page}");
    }
    let planned = parse(&plan_of(&[&new], &["-o", "json", "--previous", old.to_str().unwrap()]));
    assert_eq!(planned["previous"]["gone"], diff["gone"]);
    let page = plan_of(&[&new], &["--lang", "en", "--previous", old.to_str().unwrap()]).stdout;
    assert!(String::from_utf8(page).unwrap().contains("1 new, 1 gone"));
    let previous = ["--previous", old.to_str().unwrap(), "--scope", HOSTS[0], "--fail-on", "never", "-o", "json"];
    let mut arguments = vec!["scan", root.to_str().unwrap(), "--as-of", AS_OF];
    arguments.extend(previous);
    let scanned = parse(&oces(&arguments));
    assert_eq!(scanned["previous"]["gone"], diff["gone"]);
    assert_eq!(oces(&["diff", "/absent.json", new.to_str().unwrap()]).code, 2);
}
