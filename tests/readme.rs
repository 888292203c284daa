//! The README's promises compared with the program: its commands, and every
//! table that lists what a registry holds.
//!
//! Behaviour:
//! 1. A table under `<!-- table: NAME -->` lists, in code marks in its first
//!    column, exactly what the program knows under that name.
//! 2. The commands under `<!-- demo -->` and `<!-- test -->` are those that
//!    `.ci/run` runs; a fresh machine needs nothing before them.
//! 3. The examples of `oces.toml` are accepted.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use oces::{check, classify, container, failure, report};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

#[test]
fn rules_are_those_of_the_registry() {
    compare("rules", check::RULES.iter().map(|rule| rule.id));
}

#[test]
fn report_formats_are_those_of_the_registry() {
    compare("formats", report::WRITERS.iter().map(|writer| writer.format()));
}

#[test]
fn container_formats_are_those_of_the_registry() {
    compare("readers", container::READERS.iter().map(|reader| reader.id()));
}

#[test]
fn archive_formats_are_those_of_the_registry() {
    compare("archives", container::ARCHIVES.iter().map(|reader| reader.id()));
}

#[test]
fn checks_are_those_of_the_registry() {
    compare("checks", oces::verify::CHECKS.iter().map(|check| check.id));
}

#[test]
fn statuses_are_those_of_the_verdict() {
    compare("statuses", classify::Status::ALL.iter().map(|status| status.id()));
}

#[test]
fn failures_are_those_of_the_report() {
    compare("failures", failure::FailureKind::ALL.iter().map(|kind| kind.id()));
}

#[test]
fn options_are_those_of_scan() {
    let help = help(&["scan", "--help"]);
    let options = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let long = if line.starts_with("--") { line } else { line.strip_prefix('-')?.get(3..)? };
        let long = long.strip_prefix("--")?;
        Some(long.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or(""))
    });
    let options = options.filter(|option| !["help", "version"].contains(option));
    compare("options", options.map(|option| format!("--{option}")));
}

#[test]
fn commands_are_those_of_the_program() {
    let help = help(&["--help"]);
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = list.take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next());
    compare("commands", commands.filter(|command| *command != "help"));
}

#[test]
fn trackers_are_those_of_the_registry() {
    compare("trackers", oces::tickets::tracker_names().into_iter());
}

#[test]
fn the_two_commands_stand_at_the_top() {
    let readme = readme();
    let top = readme.split("\n## ").next().unwrap();
    for (mark, begins) in [("demo", "cargo run -- scan testdata/demo"), ("test", "cargo test")] {
        let block = top.split(&format!("\n<!-- {mark} -->\n```sh\n")).nth(1).unwrap();
        let command = block.split("\n```\n").next().unwrap();
        assert!(command.starts_with(begins), "{mark}: {command}");
        assert_eq!(command.lines().count(), 1, "{mark}: one command, not several");
    }
}

#[test]
fn the_demo_tree_is_there() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/demo");
    assert!(demo.is_dir(), "the README's first command has nothing to show");
}

#[test]
fn references_are_those_of_the_program() {
    compare("references", oces::inventory::By::ALL.iter().map(|by| by.id()));
}

#[test]
fn counterparties_are_those_of_the_program() {
    compare("counterparties", oces::clue::CLUES.counterparties.iter().map(|one| one.id.clone()));
}

/// Each example is taken as it stands, but for the file that it names.
#[test]
fn the_configuration_examples_are_accepted() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    std::fs::create_dir(at("tree")).unwrap();
    std::fs::write(at("tree/note.txt"), "nothing").unwrap();
    std::fs::write(at("passwords"), "secret\n").unwrap();
    let readme = readme();
    let examples: Vec<&str> =
        readme.split("\n```toml\n").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect();
    assert!(examples.len() >= 2, "the examples were not found");
    for example in examples {
        let example = example.replace("/etc/oces/tomcat.pass", at("passwords").to_str().unwrap());
        std::fs::write(at("oces.toml"), &example).unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_oces"));
        program.args(["scan", "--config"]).arg(at("oces.toml")).arg(at("tree"));
        let output = program.env("SIGNATURE_PASSWORD", "secret").output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}\n{example}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "the scan said nothing");
    }
}

/// The text of an option's help, from the program as users run it.
fn help(arguments: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_oces"));
    let output = program.args(arguments).env("NO_COLOR", "1").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// Compares the table's first column with what the program knows.
fn compare(table: &str, known: impl Iterator<Item = impl Into<String>>) {
    let known: BTreeSet<String> = known.map(Into::into).collect();
    assert!(!known.is_empty(), "the program knows no {table}");
    assert_eq!(first_column(table), known, "README's table of {table} (left) and the program (right)");
}

/// The last word in code marks of each row's first cell, without its value.
fn first_column(table: &str) -> BTreeSet<String> {
    let readme = readme();
    let rest = readme.split(&format!("<!-- table: {table} -->\n")).nth(1).unwrap();
    let rows = rest.lines().take_while(|line| line.starts_with('|')).skip(2);
    let words = rows.map(|row| {
        let cell = row.split('|').nth(1).unwrap();
        let code = cell.split('`').rfind(|text| !text.trim().is_empty()).unwrap();
        code.split_whitespace().next().unwrap().to_string()
    });
    words.collect()
}
