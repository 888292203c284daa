//! What the walk notes on its way: counts, skipped paths, failures.

use super::left::Pile;
use crate::failure::Failure;
use crate::location::Left;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// More skipped paths than this are counted but not named: the first in the
/// order of reasons and paths are, whichever was met first.
const MAX_NAMED: usize = 10_000;

/// Shared by all directory tasks.
#[derive(Debug, Default)]
pub struct Notes {
    directories: AtomicU64,
    files: AtomicU64,
    rest: Mutex<Noted>,
    left: Mutex<Pile>,
}

/// The notes when the walk is over.
#[derive(Debug, Default)]
pub struct Noted {
    /// Directories listed.
    pub directories: u64,
    /// Paths of regular files met.
    pub files: u64,
    /// Regular files that were not handed out.
    pub skipped_files: u64,
    /// What was skipped, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// Skipped paths that must be named, with their reasons.
    pub named: BTreeSet<(&'static str, PathBuf)>,
    /// Network file systems that were pruned unasked: type and path.
    pub pruned_networks: Vec<(String, PathBuf)>,
    /// What could not be listed.
    pub failures: Vec<Failure>,
    /// What was not looked at because the time was over.
    pub left: Vec<Left>,
}

/// What a file is skipped as that was met when the time was over.
pub const TIME_LIMIT: &str = "time-limit";

impl Notes {
    /// The notes, when everybody is done.
    pub fn close(self) -> Noted {
        let mut noted = self.rest.into_inner().unwrap_or_else(PoisonError::into_inner);
        noted.directories = self.directories.load(Ordering::Relaxed);
        noted.files = self.files.load(Ordering::Relaxed);
        noted.left = self.left.into_inner().unwrap_or_else(PoisonError::into_inner).close();
        noted
    }

    /// How many files were met so far.
    pub fn files_so_far(&self) -> u64 {
        self.files.load(Ordering::Relaxed)
    }

    /// Counts a regular file that is skipped after it was handed out, too.
    pub fn skip_handed_out(&self, reason: &'static str, path: Option<&Path>) {
        self.note(|noted| noted.skipped_files += 1);
        self.skip(reason, path);
    }

    /// A file that was handed out and is left for another scan; `tried` if
    /// reading it was begun.
    pub fn leave_file(&self, root: &Arc<Path>, path: &Path, tried: bool) {
        self.skip_handed_out(TIME_LIMIT, None);
        self.leave(|left| left.file(root, path, tried));
    }

    /// A file that was read and is to be read again by another scan, since
    /// something in it was not finished.
    pub fn leave_again(&self, root: &Arc<Path>, path: &Path) {
        self.leave(|left| left.file(root, path, false));
    }

    pub(super) fn leave(&self, add: impl FnOnce(&mut Pile)) {
        add(&mut self.left.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Takes back a file that was handed out but does not belong to the tree.
    pub fn forget(&self) {
        self.files.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn directory(&self) {
        self.directories.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn file(&self) {
        self.files(1);
    }

    pub(super) fn files(&self, count: usize) {
        self.files.fetch_add(count as u64, Ordering::Relaxed);
    }

    pub(super) fn skip_file(&self, reason: &'static str) {
        self.file();
        self.skip_handed_out(reason, None);
    }

    pub(super) fn skip(&self, reason: &'static str, named: Option<&Path>) {
        self.note(|noted| {
            *noted.skipped.entry(reason).or_default() += 1;
            if let Some(path) = named {
                noted.named.insert((reason, path.to_path_buf()));
                if noted.named.len() > MAX_NAMED {
                    noted.named.pop_last();
                }
            }
        });
    }

    pub(super) fn network(&self, path: &Path, kind: &str) {
        self.skip("network-filesystem", Some(path));
        self.note(|noted| noted.pruned_networks.push((kind.to_owned(), path.to_path_buf())));
    }

    pub(super) fn failure(&self, failure: Failure) {
        self.note(|noted| noted.failures.push(failure));
    }

    fn note(&self, write: impl FnOnce(&mut Noted)) {
        // Counts outlive a panic elsewhere: dropping them would be silence.
        write(&mut self.rest.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
