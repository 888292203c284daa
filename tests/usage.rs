//! The command line as users meet it: what is refused, how, and with which code.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test says why it skips, and panics where it must")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs `oces` in a directory, with nothing of ours in its environment.
fn oces(directory: &Path, line: &[&str]) -> Output {
    oces_with(directory, line, &[])
}

fn oces_with(directory: &Path, line: &[&str], variables: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oces"))
        .args(line)
        .current_dir(directory)
        .env_clear()
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

/// The command is refused with code 2, nothing on standard output, and each of
/// the parts on standard error.
fn refused(output: &Output, parts: &[&str]) {
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
    for part in parts {
        assert!(told.contains(part), "{part:?} is not in {told}");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    for (line, part) in [
        (&["--help"][..], "Exit codes of scan"),
        (&["scan", "--help"], "--expiring-within"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let output = oces(dir.path(), line);
        assert_eq!(output.status.code(), Some(0));
        assert!(String::from_utf8_lossy(&output.stdout).contains(part), "{line:?}");
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn the_command_line_is_checked() {
    let dir = tempfile::tempdir().unwrap();
    let table: &[(&[&str], &[&str])] = &[
        (&[], &["Usage"]),
        (&["scan", "--exlude", "x"], &["--exlude", "--exclude"]),
        (&["skan"], &["skan", "scan"]),
        (&["scan", "-o", "json", "-o", "table"], &["-o json", "-o table", "standard output"]),
        (&["scan", "-o", "json=r", "-o", "table=./r"], &["two reports"]),
        (&["scan", "-o", "jsonn"], &["unknown report format `jsonn`"]),
        (&["scan", "--as-of", "2023-02-30"], &["--as-of", "YYYY-MM-DD"]),
        (&["scan", "--expiring-within", "90m"], &["--expiring-within", "12w"]),
        (&["scan", "--fail-on", "eror"], &["eror", "error"]),
        (&["scan", "-j", "0"], &["0"]),
        (&["scan", ""], &["PATH"]),
        (&["scan", "--config", "missing.toml"], &["missing.toml"]),
        (&["scan", "--files-from", "missing"], &["missing"]),
    ];
    for (line, parts) in table {
        refused(&oces(dir.path(), line), parts);
    }
}

#[test]
fn the_environment_is_checked_like_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    refused(&oces_with(dir.path(), &["scan"], &[("OCES_AS_OF", "soon")]), &["soon"]);
    refused(&oces_with(dir.path(), &["scan"], &[("OCES_FOLLOW", "perhaps")]), &["perhaps"]);
    refused(&oces_with(dir.path(), &["scan"], &[("OCES_OUTPUT", "json\ntable")]), &["standard output"]);
}

#[test]
fn the_configuration_file_is_checked() {
    let dir = tempfile::tempdir().unwrap();
    let table: &[(&str, &[&str])] = &[
        ("[scan]\nexlude = []\n", &["oces.toml:2", "unknown key `exlude`", "did you mean `exclude`"]),
        ("[organisation]\ncvr = ['1234567']\n", &["1234567", "eight digits"]),
        ("[scan]\nas-of = 'now'\n", &["now"]),
        ("[scan\n", &["oces.toml:1"]),
        ("[[password]]\npath = '*.p12'\npassword = 'hunter2'\n", &["oces.toml:3", "never"]),
        ("[[password]]\npath = '*.p12'\nenv = 'A'\nfile = 'b'\n", &["exactly one"]),
    ];
    for (text, parts) in table {
        fs::write(dir.path().join("oces.toml"), text).unwrap();
        let output = oces(dir.path(), &["scan"]);
        refused(&output, parts);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("hunter2"));
    }
}

/// Needs root to give the file away; says so where it is not.
#[test]
fn root_does_not_believe_a_file_that_another_left() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("oces.toml");
    fs::write(&file, "[scan]\nas-of = 'the file was read'\n").unwrap();
    if std::os::unix::fs::chown(&file, Some(12345), None).is_err() {
        eprintln!("NOT TESTED: without root no file can be given to another user");
        return;
    }
    refused(&oces(dir.path(), &["scan"]), &["oces.toml", "root does not own it", "--config"]);
    refused(&oces(dir.path(), &["scan", "--config", "oces.toml"]), &["the file was read"]);
    refused(&oces_with(dir.path(), &["scan"], &[("OCES_CONFIG", "oces.toml")]), &["the file was read"]);
}

#[test]
fn foreign_names_reach_the_terminal_harmless() {
    let dir = tempfile::tempdir().unwrap();
    let output = oces(dir.path(), &["scan", "--config", "\u{1b}[31m\u{202e}x"]);
    refused(&output, &["\\u{1b}[31m\\u{202e}x"]);
}

/// A full disk is told; a reader that goes away is not.
#[test]
fn standard_output_may_be_full_or_closed() {
    let run = |stdout: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oces"));
        command.args(["completions", "bash"]).env_clear().stdout(stdout).stderr(Stdio::piped()).output().unwrap()
    };
    let full = run(fs::OpenOptions::new().write(true).open("/dev/full").unwrap().into());
    refused(&full, &["standard output"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let closed = run(writer.into());
    assert_eq!((closed.status.code(), closed.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn completions_and_manual_pages_are_printed() {
    let dir = tempfile::tempdir().unwrap();
    let bash = oces(dir.path(), &["completions", "bash"]);
    assert!(bash.status.success() && String::from_utf8_lossy(&bash.stdout).contains("_oces"));
    refused(&oces(dir.path(), &["completions", "tcsh"]), &["tcsh", "elvish"]);
    let page = oces(dir.path(), &["man"]);
    assert!(page.status.success() && String::from_utf8_lossy(&page.stdout).contains(".TH oces 1"));
    assert!(oces(dir.path(), &["man", "--out", "pages"]).stdout.is_empty());
    assert!(dir.path().join("pages/oces-scan.1").exists());
}
