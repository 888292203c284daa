//! The table of the demo, word for word, at 80 columns in both languages, and
//! the report in Markdown with its plan.
//! `UPDATE_EXPECTED=1 cargo test --test demo_table` rewrites what is expected.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

/// More lines than this of three hosts nobody reads, let alone acts on.
const MOST_LINES: usize = 1500;

/// The story of a system stands on one screen, that of six certificates on two.
const MOST_OF_A_SYSTEM: usize = 80;

/// The table of the demo. Lines break by the length of paths, so the tree is
/// reached through a link whose path is as long on every machine.
fn table(language: &str, day: &str, columns: &str) -> String {
    let neutral = shown("table", language, day, columns);
    let host = neutral.lines().nth(1).and_then(|line| line.split(['.', ':']).nth(1)).unwrap_or_default().to_owned();
    neutral.replacen(&host, " HOST", 1)
}

/// What the program says of the demo in a format, the tree being `/tmp/demo`.
fn shown(format: &str, language: &str, day: &str, columns: &str) -> String {
    // As long for every format: lines of the table break by it.
    let number = if format == "table" { columns } else { "0" };
    let link = format!("/tmp/oces{:010}{language}{number:0>3}{}", std::process::id(), day.replace('-', ""));
    // Nobody else may search the folder: whether all can read a clone is its owner's affair.
    let tree = tempfile::tempdir().expect("a directory");
    fs::set_permissions(tree.path(), fs::Permissions::from_mode(0o700)).expect("the folder is ours");
    support::copy(&support::testdata("demo"), tree.path());
    symlink(tree.path(), &link).expect("a link");
    let mut command = Command::new(env!("CARGO_BIN_EXE_oces"));
    let root = format!("{link}/.");
    let root = root.trim_end_matches("/.");
    let outcome = {
        let empty = tempfile::tempdir().expect("a directory");
        command.args(["scan", root, "--as-of", day, "--lang", language, "--scope", "test", "-o", format]);
        command.env_clear().env("COLUMNS", columns).current_dir(empty.path()).output()
    };
    fs::remove_file(&link).expect("the link goes");
    let text = String::from_utf8(outcome.expect("the program starts").stdout).expect("UTF-8");
    text.replace(&link, "/tmp/demo")
}

/// The report in Markdown; `UPDATE_EXPECTED=1` writes the expectation, which
/// is not there before that.
#[test]
fn the_plan_of_the_demo_in_markdown_is_as_expected() {
    for language in ["en", "da"] {
        let file = support::testdata(&format!("demo.plan.{language}.md"));
        let found = shown("markdown", language, "2026-11-21", "80");
        let host = found.split("`/tmp/demo` (").nth(1).and_then(|rest| rest.split(')').next()).expect("a host");
        let found = found.replacen(&format!("`/tmp/demo` ({host})"), "`/tmp/demo` (HOST)", 1);
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &found).expect("the expectation is written");
        }
        let hint = format!("{}: make it with UPDATE_EXPECTED=1 cargo test --test demo_table", file.display());
        let expected = fs::read_to_string(&file).expect(&hint);
        let differs = expected.lines().zip(found.lines()).find(|(old, new)| old != new);
        assert!(expected == found, "{}: first difference: {differs:#?}", file.display());
    }
}

#[test]
fn the_table_of_the_demo_is_as_expected() {
    for language in ["en", "da"] {
        let file = support::testdata(&format!("demo.expected.{language}.txt"));
        let found = table(language, "2026-11-21", "80");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &found).expect("the expectation is written");
        }
        let expected = fs::read_to_string(&file).expect("the expectation");
        let differs = expected.lines().zip(found.lines()).find(|(old, new)| old != new);
        assert!(expected == found, "{}: first difference: {differs:#?}", file.display());
        assert!(found.lines().count() <= MOST_LINES, "{} lines", found.lines().count());
        let systems = found.split("\n\n").filter(|part| part.starts_with("fjordby-")).map(|part| part.lines().count());
        let lengths: Vec<usize> = systems.collect();
        assert!(lengths.len() >= 12 && lengths.iter().all(|lines| *lines <= MOST_OF_A_SYSTEM), "{lengths:?}");
    }
}

#[test]
fn every_action_of_the_plan_stands_in_the_table() {
    let (report, _) = support::scan(&support::testdata("demo"), &[]);
    let shown = table("en", "2026-11-21", "200");
    let plan = shown.split("\nPlan\n").nth(1).expect("a plan");
    let certificates = support::list(&report, "certificates");
    for action in support::list(&report["plan"], "actions") {
        for sha256 in support::list(action, "certificates") {
            let of = certificates.iter().find(|one| one["sha256"] == *sha256).expect("a certificate");
            let name = support::common_name(support::text(of, "subject"));
            let name = name.trim_end_matches(" (funktionscertifikat)");
            let wave = plan.split("\nWave ").find(|wave| wave.starts_with(&format!("{}:", action["wave"])));
            let wave = wave.unwrap_or_else(|| panic!("no wave {}", action["wave"]));
            let alone = support::list(action, "certificates").len() > 1 || action["kind"] == "trust";
            assert!(alone || one_line(wave).contains(name), "{} of {name} is missing", action["kind"]);
        }
        for path in support::list(action, "paths") {
            let path = Path::new(path.as_str().expect("a path")).file_name().expect("a name");
            assert!(shown.contains(path.to_str().expect("UTF-8")), "{path:?}");
        }
    }
}

#[test]
fn before_the_block_the_table_speaks_of_what_will_be() {
    let shown = table("en", "2023-05-01", "80");
    assert!(shown.contains("to-be-blocked") && shown.contains("by 2023-10-30"), "{shown}");
    assert!(!shown.contains("OVERDUE since 2023-10-31"), "{shown}");
}

/// The text without its line breaks: a name may be wrapped.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
