//! Living with findings, through the program as users run it: a baseline, what
//! is ignored or accepted and until when, rules that count, and what `oces plan`
//! keeps of all that.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use support::{below, list, text};

/// A folder with a tree to scan, and what lies beside it.
struct Tree(tempfile::TempDir);

impl Tree {
    /// Two stores with their keys, one of them twice.
    fn new() -> Tree {
        let tree = Tree(tempfile::tempdir().expect("a folder"));
        tree.store("a/skat.p12", "demo-skat.p12");
        tree.store("b/skat.p12", "demo-skat.p12");
        tree
    }

    fn root(&self) -> PathBuf {
        self.0.path().join("tree")
    }

    fn store(&self, path: &str, made: &str) {
        let to = self.root().join(path);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(support::testdata("made").join(made), to).expect("a store");
    }

    /// A store of which the half is missing.
    fn half(&self) {
        let whole = fs::read(support::testdata("made").join("demo-half.p12")).expect("a store");
        fs::write(self.root().join("half.p12"), &whole[..whole.len() / 2]).expect("half of it");
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::write(&path, content).expect("a file");
        path.to_str().unwrap().to_owned()
    }

    /// The report under this `oces.toml`, and the exit code.
    fn scan(&self, toml: &str, more: &[&str]) -> (Value, i32) {
        let config = self.write("oces.toml", toml);
        support::scan(&self.root(), &[&["--config", &config], more].concat())
    }

    /// A baseline of the tree as it is.
    fn baseline(&self) -> String {
        let (report, _) = self.scan("", &[]);
        self.write("baseline.json", report.to_string())
    }

    /// State by path, of every `oces2-key`.
    fn states(&self, report: &Value) -> Vec<(String, String)> {
        let keys = list(report, "findings").iter().filter(|one| text(one, "rule") == "oces2-key");
        let mut states: Vec<_> = keys.map(|one| (below(one, &self.root()), text(one, "state").to_owned())).collect();
        states.sort();
        states
    }

    /// What the program says where it refuses.
    fn refused(&self, more: &[&str]) -> String {
        let outcome = support::scan_raw(&self.root(), more);
        assert_eq!(outcome.code, 2, "{more:?}: {}", outcome.stderr);
        outcome.stderr
    }
}

fn pairs(states: &[(&str, &str)]) -> Vec<(String, String)> {
    states.iter().map(|(path, state)| ((*path).to_owned(), (*state).to_owned())).collect()
}

#[test]
fn only_what_the_baseline_has_not_counts() {
    let tree = Tree::new();
    let baseline = tree.baseline();
    let (report, code) = tree.scan("", &["--baseline", &baseline]);
    assert_eq!((code, tree.states(&report)), (0, pairs(&[("a/skat.p12", "known"), ("b/skat.p12", "known")])));
    assert_eq!((&report["scan"]["baseline"]["gone"], list(&report, "remarks").len()), (&Value::from(0), 0));
    assert!(
        report["scan"]["baseline"]["total"].as_u64().unwrap() >= 2 && report["scan"]["baseline"]["made"].is_string()
    );
    tree.store("c/skat.p12", "demo-skat.p12");
    fs::remove_file(tree.root().join("a/skat.p12")).unwrap();
    let (report, code) = tree.scan("", &["--baseline", &baseline]);
    assert_eq!((code, tree.states(&report)), (1, pairs(&[("b/skat.p12", "known"), ("c/skat.p12", "counted")])));
    assert!(report["scan"]["baseline"]["gone"].as_u64().unwrap() >= 1);
    let remark = text(&list(&report, "remarks")[0], "en");
    assert!(remark.contains("of the baseline were not found any more"), "{remark}");
}

/// A scan that could not look at everything stays incomplete.
#[test]
fn a_baseline_makes_nothing_complete_and_an_acknowledgement_does() {
    let tree = Tree::new();
    tree.half();
    let baseline = tree.baseline();
    let (report, code) = tree.scan("", &["--baseline", &baseline]);
    assert_eq!((code, &report["scan"]["complete"]), (3, &Value::from(false)));
    let accept = |until: &str| format!("[[acknowledge]]\npath = '**/half.p12'\nreason = 'er i stykker'\n{until}");
    let (report, code) = tree.scan(&accept("until = 2026-11-21"), &["--baseline", &baseline]);
    assert_eq!((code, &report["scan"]["complete"]), (0, &Value::from(true)), "the last day");
    support::assert_books_balance(&report);
    assert_eq!(report["scan"]["tally"]["failed"], 1, "it is still one that failed");
    let said = &list(&report, "failures")[0]["acknowledged"];
    assert_eq!(
        (text(said, "reason"), text(said, "until"), &said["lapsed"]),
        ("er i stykker", "2026-11-21", &Value::from(false))
    );
    let (report, code) = tree.scan(&accept("until = 2026-11-20"), &["--baseline", &baseline]);
    assert_eq!((code, &list(&report, "failures")[0]["acknowledged"]["lapsed"]), (3, &Value::from(true)));
    let (_, code) = tree.scan(&accept("kind = 'locked'"), &["--baseline", &baseline]);
    assert_eq!(code, 3, "another kind of trouble");
}

#[test]
fn a_report_that_cannot_be_a_baseline_is_refused() {
    let tree = Tree::new();
    let baseline = tree.baseline();
    let whole = fs::read_to_string(&baseline).unwrap();
    let root = tree.root();
    let said = support::oces(&["scan", root.to_str().unwrap(), "--baseline", &baseline, "--scope", "runner-7"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    let said = said.stderr;
    assert!(said.contains("`test`") && said.contains("`runner-7`") && said.contains("--scope NAME"), "{said}");
    let odd = [
        ("cut.json", whole[..whole.len() / 2].to_owned(), "no report of oces scan -o json"),
        ("empty.json", String::new(), "no report of oces scan -o json"),
        ("other.json", "{\"version\":\"2.1.0\",\"runs\":[]}".to_owned(), "no report of oces scan -o json"),
        ("later.json", whole.replacen("\"schemaVersion\":\"1", "\"schemaVersion\":\"7", 1), "schemaVersion"),
    ];
    for (name, content, part) in odd {
        let said = tree.refused(&["--baseline", &tree.write(name, content)]);
        assert!(said.contains(name) && said.contains(part), "{name}: {said}");
    }
    let mut report: Value = serde_json::from_str(&whole).unwrap();
    report["findings"][0]["id"] = "12".into();
    let said = tree.refused(&["--baseline", &tree.write("id.json", report.to_string())]);
    assert!(said.contains("identity"), "{said}");
    report.as_object_mut().unwrap().remove("findings");
    let said = tree.refused(&["--baseline", &tree.write("none.json", report.to_string())]);
    assert!(said.contains("no findings"), "{said}");
    assert!(tree.refused(&["--baseline", tree.0.path().to_str().unwrap()]).contains("directory"));
    assert!(tree.refused(&["--baseline", "/nowhere.json"]).contains("/nowhere.json"));
}

/// It may lie in the tree, and may be one of many hosts.
#[test]
fn a_baseline_in_the_tree_is_no_finding_and_one_of_many_hosts_is_read() {
    let tree = Tree::new();
    let baseline = tree.baseline();
    let inside = tree.root().join("baseline.json");
    fs::copy(&baseline, &inside).unwrap();
    let (report, code) = tree.scan("", &["--baseline", inside.to_str().unwrap()]);
    assert_eq!(code, 0);
    assert!(list(&report, "findings").iter().all(|one| text(one, "path").strip_suffix(".json").is_none()));
    fs::remove_file(inside).unwrap();
    let root = tree.root();
    let other = support::oces(&["scan", root.to_str().unwrap(), "-o", "json", "--scope", "other"]);
    let other = tree.write("other.json", other.stdout);
    let merged = support::oces(&["plan", &baseline, &other, "-o", "json", "--as-of", support::AS_OF]);
    let merged = tree.write("merged.json", merged.stdout);
    let (report, code) = tree.scan("", &["--baseline", &merged]);
    assert_eq!((code, &report["scan"]["baseline"]["gone"]), (0, &Value::from(0)), "the other host's are not counted");
}

#[test]
fn what_is_ignored_is_told_with_its_reason_and_counts_again_after_its_day() {
    let tree = Tree::new();
    let ignore = |what: &str| format!("[[ignore]]\npath = './tree/**'\nreason = 'flyttes i maj'\n{what}");
    let both = |state| pairs(&[("a/skat.p12", state), ("b/skat.p12", state)]);
    let (report, code) = tree.scan(&ignore("until = 2026-11-21"), &[]);
    assert_eq!((code, tree.states(&report)), (0, both("ignored")));
    let key = list(&report, "findings").iter().find(|one| text(one, "rule") == "oces2-key").unwrap();
    assert_eq!((text(&key["ignored"], "reason"), text(key, "severity")), ("flyttes i maj", "error"));
    let (_, code) = tree.scan(&ignore("until = 2026-11-21"), &["--fail-on", "note", "--fail-on-rule", "oces2-key"]);
    assert_eq!(code, 0, "whatever else counts");
    let (report, code) = tree.scan(&ignore("until = 2026-11-20"), &[]);
    assert_eq!((code, tree.states(&report)), (1, both("counted")));
    let key = list(&report, "findings").iter().find(|one| text(one, "rule") == "oces2-key").unwrap();
    assert!(text(&key["message"], "en").contains("It was ignored until 20 November 2026 (flyttes i maj)"), "{key}");
    let (report, code) = tree.scan(&ignore("issuer = 'nobody'"), &[]);
    assert_eq!((code, tree.states(&report)), (1, both("counted")));
    assert!(text(&list(&report, "remarks")[0], "en").contains("fits nothing"), "{}", report["remarks"]);
}

#[test]
fn the_plan_stays_whole_for_what_is_ignored_or_known() {
    let tree = Tree::new();
    let kinds = |report: &Value| -> Vec<String> {
        list(&report["plan"], "actions").iter().map(|one| text(one, "kind").to_owned()).collect()
    };
    let (plain, _) = tree.scan("", &[]);
    let baseline = tree.baseline();
    let ignored = "[[ignore]]\npath = '**/skat.p12'\nreason = 'x'";
    let (report, _) = tree.scan(ignored, &["--baseline", &baseline]);
    assert_eq!(kinds(&report), kinds(&plain), "ignoring is about the exit code");
    assert!(!kinds(&plain).is_empty());
}

#[test]
fn a_rule_that_was_named_counts_whatever_its_severity() {
    let tree = Tree::new();
    for (more, code) in [
        (&["--fail-on", "never"][..], 0),
        (&["--fail-on", "never", "--fail-on-rule", "oces2-key"], 1),
        (&["--fail-on", "never", "--fail-on-rule", "oces1-ca"], 0),
        (&["--fail-on", "never", "--fail-on-rule", "oces1-ca", "--fail-on-rule", "oces2-key"], 1),
    ] {
        assert_eq!(tree.scan("", more).1, code, "{more:?}");
    }
    let said = tree.refused(&["--fail-on-rule", "oces2-kye"]);
    assert!(said.contains("did you mean `oces2-key`?"), "{said}");
}

#[test]
fn the_table_and_the_last_line_tell_what_does_not_count() {
    let tree = Tree::new();
    tree.half();
    let baseline = tree.baseline();
    tree.store("c/skat.p12", "demo-skat.p12");
    let config = tree.write(
        "oces.toml",
        "[[ignore]]\npath = '**/a/**'\nreason = 'aftalt med leverandøren'\nuntil = 2027-01-31\n\
         [[ignore]]\npath = '**/c/**'\nreason = 'kort frist'\nuntil = 2026-11-01\n\
         [[acknowledge]]\npath = '**/half.p12'\nreason = 'er i stykker'",
    );
    let page = tree.0.path().join("table.txt");
    let root = tree.root();
    let table = |lang: &str| {
        let output = format!("table={}", page.display());
        let line = ["scan", root.to_str().unwrap(), "--scope", "test", "--as-of", support::AS_OF, "--config", &config];
        let more = ["--baseline", &baseline, "-o", &output, "--lang", lang];
        let outcome = support::oces(&[&line[..], &more].concat());
        assert_eq!(outcome.code, 1, "what lapsed counts: {}", outcome.stderr);
        // Lines are broken anywhere between words.
        let words = fs::read_to_string(&page).unwrap();
        (words.split_whitespace().collect::<Vec<_>>().join(" "), outcome.stderr)
    };
    let (english, line) = table("en");
    for part in [
        "Known, ignored and lapsed",
        "Ignored until 31 January 2027: aftalt med leverandøren",
        "kort frist",
        "so it counts again",
        "The baseline has them already",
        "Known and accepted: er i stykker (1)",
        "complete but for 1 known and accepted",
        "1 ignored)",
    ] {
        assert!(english.contains(part), "{part}\n{english}");
    }
    assert!(!english.contains("everything was looked at"), "{english}");
    assert!(line.contains("known") && line.contains("ignored)") && line.contains("complete but for 1"), "{line}");
    let (danish, line) = table("da");
    for part in
        ["Ignoreret til og med den 31. januar 2027: aftalt", "Kendt og accepteret: er i stykker (1)", "tæller igen"]
    {
        assert!(danish.contains(part), "{part}\n{danish}");
    }
    assert!(line.contains("ignoreret)") && line.contains("bortset fra 1"), "{line}");
}

/// What a report tells is kept, lapses with its day, and gives way to what the
/// plan's own configuration says.
#[test]
fn the_plan_keeps_what_was_said() {
    let tree = Tree::new();
    tree.half();
    let baseline = tree.baseline();
    let toml = "[[ignore]]\npath = '**/a/**'\nreason = 'x'\nuntil = 2026-12-01\n\
                [[acknowledge]]\npath = '**/half.p12'\nreason = 'y'\nuntil = 2026-12-01";
    let (report, code) = tree.scan(toml, &["--baseline", &baseline]);
    assert_eq!(code, 0);
    let report = tree.write("report.json", report.to_string());
    let plan = |as_of: &str, toml: &str| {
        let config = tree.write("plan.toml", toml);
        support::parse(&support::oces(&["plan", &report, "-o", "json", "--as-of", as_of, "--config", &config]))
    };
    let (kept, later) = (plan("2026-12-01", ""), plan("2026-12-02", ""));
    assert_eq!(tree.states(&kept), pairs(&[("a/skat.p12", "ignored"), ("b/skat.p12", "known")]));
    assert_eq!(tree.states(&later), pairs(&[("a/skat.p12", "counted"), ("b/skat.p12", "known")]));
    let lapsed = |plan: &Value| plan["failures"][0]["acknowledged"]["lapsed"].as_bool();
    assert_eq!((lapsed(&kept), lapsed(&later)), (Some(false), Some(true)));
    assert!(kept["scan"]["baseline"]["total"].as_u64().unwrap() >= 2, "that there was a baseline is told");
    let own = "[[ignore]]\npath = '**/skat.p12'\nreason = 'herfra'\n[[ignore]]\npath = '/nowhere'\nreason = 'z'";
    let own = plan("2026-12-02", own);
    assert_eq!(tree.states(&own), pairs(&[("a/skat.p12", "ignored"), ("b/skat.p12", "ignored")]));
    assert!(
        list(&own, "remarks").iter().any(|one| text(one, "en").contains("/nowhere fits nothing")),
        "{}",
        own["remarks"]
    );
    let old = tree.write("old.json", fs::read_to_string(&baseline).unwrap());
    let diff = support::oces(&["diff", &old, &report, "-o", "json"]);
    assert_eq!(diff.code, 0, "what is known, ignored or accepted is nothing new: {}", diff.stderr);
}
