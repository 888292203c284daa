//! Links: counted, named where they lead out of the roots, and with `--follow`
//! walked after everything else, in order, so that any number of threads tells
//! the same paths and nothing is counted twice.

use super::{Entry, Walk, directory};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use rustix::fs::{FileType, Stat};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Chains of links through links end after so many rounds.
const MAX_ROUNDS: usize = 40;

/// What is known of links and of directories that were visited.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Links to follow in the next round: path and root.
    pending: Mutex<BTreeSet<(PathBuf, Arc<Path>)>>,
    /// Device and inode of every directory entered and every file followed.
    visited: Mutex<HashSet<(u64, u64)>>,
    /// Whether links are being followed by now.
    begun: AtomicBool,
}

impl Links {
    /// Notes a visit; false if there was one before.
    pub(super) fn first_visit(&self, stat: &Stat) -> bool {
        self.visited.lock().unwrap_or_else(PoisonError::into_inner).insert((stat.st_dev, stat.st_ino))
    }

    fn was_visited(&self, stat: &Stat) -> bool {
        self.visited.lock().unwrap_or_else(PoisonError::into_inner).contains(&(stat.st_dev, stat.st_ino))
    }

    /// Whether what the roots hold themselves has been walked.
    pub(super) fn begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }

    /// A link that was met on the way.
    pub(super) fn meet(&self, walk: &Walk<'_>, place: &directory::Place, path: PathBuf) {
        if walk.options.follow {
            let mut pending = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
            pending.insert((path, Arc::clone(&place.root)));
            return;
        }
        if leads_out(walk, place, &path) {
            walk.notes.skip("link-out", Some(&path));
        } else {
            walk.notes.skip("link", None);
        }
    }
}

/// Whether a link leads to something that exists and that no root contains.
/// Most targets are told lexically, which is one call a link.
fn leads_out(walk: &Walk<'_>, place: &directory::Place, path: &Path) -> bool {
    let Ok(target) = std::fs::read_link(path) else { return false };
    let joined = crate::location::absolute(&place.path, &target);
    let inside = joined.ancestors().any(|above| walk.roots.contains(above));
    !inside && std::fs::canonicalize(path).is_ok_and(|target| !within(walk, &target))
}

/// Follows what was met, round by round, each in the order of the links'
/// paths. Directories come first, over all rounds: only then is it known
/// which files no directory has shown.
pub(super) fn rounds(walk: &Walk<'_>) {
    walk.follow.begun.store(true, Ordering::Relaxed);
    let mut files = Vec::new();
    for round in 0..=MAX_ROUNDS {
        let links = std::mem::take(&mut *walk.follow.pending.lock().unwrap_or_else(PoisonError::into_inner));
        if links.is_empty() || walk.interrupted() {
            break;
        }
        for (path, root) in links {
            if round == MAX_ROUNDS {
                too_deep(walk, path, root);
            } else {
                follow(walk, path, root, &mut files);
            }
        }
    }
    files.sort_by(|(_, one), (_, other)| one.path.cmp(&other.path));
    let fresh: Vec<Entry> =
        files.into_iter().filter(|(stat, entry)| first_file(walk, stat, &entry.path)).map(|(_, entry)| entry).collect();
    rayon::scope(|scope| {
        for batch in fresh.chunks(directory::BATCH) {
            walk.notes.files(batch.len());
            let batch = batch.to_vec();
            scope.spawn(move |_| (walk.visit)(batch));
        }
    });
}

fn follow(walk: &Walk<'_>, path: PathBuf, root: Arc<Path>, files: &mut Vec<(Stat, Entry)>) {
    match rustix::fs::stat(&path) {
        Ok(stat) => match FileType::from_raw_mode(stat.st_mode) {
            FileType::Directory => directory_link(walk, &stat, path, root),
            FileType::RegularFile => files.push((stat, Entry { root, path: path.into(), way: super::named() })),
            other => walk.notes.skip(super::filesystem::special(other), None),
        },
        Err(rustix::io::Errno::NOENT) => walk.notes.skip("dangling-link", None),
        Err(error) => unfollowed(walk, path, root, &format!("link cannot be followed: {error}")),
    }
}

fn too_deep(walk: &Walk<'_>, path: PathBuf, root: Arc<Path>) {
    unfollowed(walk, path, root, &format!("link cannot be followed: {MAX_ROUNDS} links led here"));
}

fn unfollowed(walk: &Walk<'_>, path: PathBuf, root: Arc<Path>, detail: &str) {
    walk.notes.failure(Failure::new(Location::file(root, path.into()), FailureKind::Unreadable, detail));
}

fn directory_link(walk: &Walk<'_>, stat: &Stat, path: PathBuf, root: Arc<Path>) {
    if within(walk, &super::resolve(&path)) {
        walk.notes.skip("link", None);
        return;
    }
    if walk.enter(&path, stat, Some(device_around(&path))) {
        let place = directory::Place::new(root, path, stat.st_dev);
        rayon::scope(|scope| directory::list(walk, scope, place));
    }
}

/// The device of the directory in which a link lies.
pub(super) fn device_around(path: &Path) -> u64 {
    path.parent().and_then(|parent| rustix::fs::stat(parent).ok()).map_or(u64::MAX, |parent| parent.st_dev)
}

/// Whether a followed file is met for the first time: it lies in no root and
/// in no directory that was walked, and on a file system to look at.
fn first_file(walk: &Walk<'_>, stat: &Stat, path: &Path) -> bool {
    let target = super::resolve(path);
    let parent = target.parent().and_then(|parent| rustix::fs::stat(parent).ok());
    let known = within(walk, &target) || parent.is_some_and(|parent| walk.follow.was_visited(&parent));
    if known || walk.follow.was_visited(stat) {
        walk.notes.skip("link", None);
        return false;
    }
    walk.follow.first_visit(stat) && walk.crosses(path, stat, Some(device_around(path)))
}

/// Whether a resolved path lies in a root. What is left out there stays so.
fn within(walk: &Walk<'_>, target: &Path) -> bool {
    target.ancestors().any(|above| walk.resolved.contains(above))
}
