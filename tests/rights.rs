//! What the operating system refuses, seen by a user without rights: one
//! failure each, the siblings found, the books balanced.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use support::{below, list, text};

/// `nobody`, where the tests run as root.
const NOBODY: u32 = 65_534;

#[test]
fn what_is_refused_is_told_and_the_rest_is_found() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let program = plant(folder.path());
    let root = folder.path().join("tree");
    let argument = root.to_str().expect("a path in UTF-8");
    let mut command = Command::new(program);
    command.args(["scan", argument, "-o", "json", "--fail-on", "never", "--as-of", support::AS_OF]);
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let outcome = support::outcome_of(&mut command);
    set_mode(&root.join("shut"), 0o755);

    assert_eq!(outcome.code, 3, "{}", outcome.stderr);
    let report = support::parse(&outcome);
    let mut failures: Vec<String> = list(&report, "failures")
        .iter()
        .map(|failure| format!("{} {}", below(failure, &root), text(failure, "kind")))
        .collect();
    failures.sort();
    assert_eq!(failures, ["refused.pem unreadable", "shut unreadable"]);
    let found: Vec<String> = support::places(&report, &root).into_iter().map(|place| place.path).collect();
    assert_eq!(found, ["open.pem", "open/inner.pem"]);
    support::assert_books_balance(&report);
}

/// A tree with a file and a directory that are shut, and a copy of the program
/// that any user may run.
fn plant(folder: &Path) -> std::path::PathBuf {
    let certificate = support::testdata("certificates").join("ii-moces.pem");
    let program = folder.join("oces");
    fs::copy(env!("CARGO_BIN_EXE_oces"), &program).expect("a copy of the program");
    let tree = folder.join("tree");
    for directory in ["open", "shut"] {
        fs::create_dir_all(tree.join(directory)).expect("a directory");
    }
    for file in ["open.pem", "open/inner.pem", "refused.pem", "shut/inner.pem"] {
        fs::copy(&certificate, tree.join(file)).expect("a certificate");
        set_mode(&tree.join(file), 0o644);
    }
    for directory in [folder, &tree, &tree.join("open"), &program] {
        set_mode(directory, 0o755);
    }
    set_mode(&tree.join("refused.pem"), 0o000);
    set_mode(&tree.join("shut"), 0o000);
    program
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a change of mode");
}
