//! Trees to disturb, a scan while something happens, and what was told of each
//! path. Judges nothing.

use crate::support::{self, Outcome, below, list};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// `nobody`, where the tests run as root.
const NOBODY: u32 = 65_534;

/// A certificate that every scan lists.
pub fn certificate() -> Vec<u8> {
    fs::read(support::testdata("certificates").join("ii-moces.pem")).expect("a certificate")
}

/// The arguments of a scan of `root` into JSON.
pub fn scan_of(root: &Path) -> Vec<String> {
    let root = root.to_str().expect("a path in UTF-8");
    ["scan", root, "-o", "json", "--scope", "test", "--as-of", support::AS_OF].map(str::to_owned).to_vec()
}

/// The program with these arguments.
pub fn program(arguments: &[String]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oces"));
    command.args(arguments);
    command
}

/// Makes a command run as somebody without rights, if the tests run as root.
/// The program is copied to `folder`, which everybody may enter.
pub fn as_nobody(folder: &Path, arguments: &[String]) -> Command {
    let copy = folder.join("oces");
    fs::copy(env!("CARGO_BIN_EXE_oces"), &copy).expect("a copy of the program");
    set_mode(folder, 0o755);
    set_mode(&copy, 0o755);
    let mut command = Command::new(copy);
    command.args(arguments);
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Changes the mode of a path.
pub fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a change of mode");
}

/// How often a command is run until something happened while it ran.
const TRIES: usize = 50;

/// Runs a command while `happen` is called again and again, with the number
/// of the round. It has been called once before the command starts.
pub fn run_while(command: &mut Command, happen: impl Fn(usize) + Sync) -> Outcome {
    let (over, rounds) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let happening = scope.spawn(|| {
            while !over.load(Ordering::SeqCst) {
                happen(rounds.load(Ordering::SeqCst));
                rounds.fetch_add(1, Ordering::SeqCst);
            }
        });
        while rounds.load(Ordering::SeqCst) == 0 {
            assert!(!happening.is_finished(), "it broke off");
            std::thread::yield_now();
        }
        // On a busy machine a whole run may find no turn of the other thread.
        let run = |_| {
            let before = rounds.load(Ordering::SeqCst);
            let outcome = support::outcome_of(command);
            (rounds.load(Ordering::SeqCst) > before).then_some(outcome)
        };
        let outcome = (0..TRIES).find_map(run);
        over.store(true, Ordering::SeqCst);
        assert!(happening.join().is_ok(), "it broke off");
        outcome.expect("something happens while it runs")
    })
}

/// What a report tells of the paths below a root.
#[derive(Debug)]
pub struct Told {
    pub found: BTreeSet<String>,
    pub failed: BTreeSet<String>,
    pub report: Value,
}

/// Reads a report; its books must balance and nobody may have panicked.
pub fn told(outcome: &Outcome, root: &Path) -> Told {
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
    let report = support::parse(outcome);
    support::assert_books_balance(&report);
    let found = support::places(&report, root).into_iter().map(|place| place.path).collect();
    let failures = list(&report, "failures").iter();
    let internal = failures.clone().filter(|failure| support::text(failure, "kind") == "internal");
    assert_eq!(internal.count(), 0, "a fault of our own: {}", report["failures"]);
    let failed = failures.map(|failure| below(failure, root)).collect();
    Told { found, failed, report }
}

impl Told {
    /// How many paths were skipped for a reason.
    pub fn skipped(&self, reason: &str) -> u64 {
        self.report["scan"]["tally"]["skipped"][reason].as_u64().unwrap_or(0)
    }

    /// What is neither found nor failed.
    pub fn silent(&self, paths: &[PathBuf], root: &Path) -> Vec<String> {
        let names = paths.iter().map(|path| path.strip_prefix(root).expect("below").to_string_lossy().into_owned());
        names.filter(|name| !self.found.contains(name) && !self.failed.contains(name)).collect()
    }

    /// What is not found.
    pub fn missed(&self, paths: &[PathBuf], root: &Path) -> Vec<String> {
        let names = paths.iter().map(|path| path.strip_prefix(root).expect("below").to_string_lossy().into_owned());
        names.filter(|name| !self.found.contains(name)).collect()
    }
}

/// `count` files with a certificate each, twenty to a folder, at `root`.
pub fn plant(root: &Path, count: usize) -> Vec<PathBuf> {
    let content = certificate();
    let paths: Vec<PathBuf> = (0..count).map(|n| root.join(format!("{}/{n}.pem", n / 20))).collect();
    for path in &paths {
        write(path, &content);
    }
    paths
}

/// Writes a file, and its folders.
pub fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    fs::write(path, content).expect("a file");
}
