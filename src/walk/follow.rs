//! Links: counted, named where they lead out of the roots, and with `--follow`
//! walked after everything else, in order, so that any number of threads tells
//! the same paths and nothing is counted twice.

use super::{Entry, Walk, directory};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use rustix::fs::{FileType, Stat};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Chains of links through links end after so many rounds.
const MAX_ROUNDS: usize = 40;

/// What is known of links and of directories that were visited.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Links to follow in the next round: path and root.
    pending: Mutex<BTreeSet<(PathBuf, Arc<Path>)>>,
    /// Device and inode of every directory entered and every file followed.
    visited: Mutex<HashSet<(u64, u64)>>,
}

impl Links {
    /// Notes a visit; false if there was one before.
    pub(super) fn first_visit(&self, stat: &Stat) -> bool {
        self.visited.lock().map_or(true, |mut visited| visited.insert((stat.st_dev, stat.st_ino)))
    }

    /// A link that was met on the way.
    pub(super) fn meet(&self, walk: &Walk<'_>, place: &directory::Place, path: PathBuf) {
        if walk.options.follow {
            if let Ok(mut pending) = self.pending.lock() {
                pending.insert((path, Arc::clone(&place.root)));
            }
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
/// The target is told lexically, which is one call a link.
fn leads_out(walk: &Walk<'_>, place: &directory::Place, path: &Path) -> bool {
    let Ok(target) = std::fs::read_link(path) else { return false };
    let joined = crate::location::absolute(&place.path, &target);
    let inside = walk.roots.iter().any(|root| joined.starts_with(root));
    !inside && rustix::fs::stat(path).is_ok()
}

/// Follows what was met, round by round: directories before files, each in
/// the order of the links' paths.
pub(super) fn rounds(walk: &Walk<'_>) {
    for _ in 0..MAX_ROUNDS {
        let links = walk.follow.pending.lock().map(|mut pending| std::mem::take(&mut *pending)).unwrap_or_default();
        if links.is_empty() || walk.interrupted() {
            return;
        }
        let mut files = Vec::new();
        for (path, root) in links {
            match rustix::fs::stat(&path) {
                Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Directory => {
                    directory_link(walk, &stat, path, root);
                }
                Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile => {
                    files.push((stat, Entry { root, path, through_link: true }));
                }
                Ok(stat) => walk.notes.skip(super::filesystem::special(FileType::from_raw_mode(stat.st_mode)), None),
                Err(rustix::io::Errno::NOENT) => walk.notes.skip("dangling-link", None),
                Err(error) => {
                    let location = Location::file(root, path.into());
                    let detail = format!("link cannot be followed: {error}");
                    walk.notes.failure(Failure::new(location, FailureKind::Unreadable, detail));
                }
            }
        }
        let fresh = files.into_iter().filter(|(stat, entry)| first_file(walk, stat, &entry.path));
        for (_, entry) in fresh {
            walk.notes.file();
            (walk.visit)(vec![entry]);
        }
    }
}

fn directory_link(walk: &Walk<'_>, stat: &Stat, path: PathBuf, root: Arc<Path>) {
    if within_roots(walk, &path) {
        walk.notes.skip("link", None);
        return;
    }
    let device = path.parent().and_then(|parent| rustix::fs::stat(parent).ok()).map(|parent| parent.st_dev);
    if walk.enter(&path, stat, Some(device.unwrap_or(u64::MAX))) {
        let place = directory::Place { root, path, device: stat.st_dev };
        rayon::scope(|scope| directory::list(walk, scope, &place));
    }
}

/// Whether a followed file is met for the first time: it lies in no root and
/// in no directory that was walked.
fn first_file(walk: &Walk<'_>, stat: &Stat, path: &Path) -> bool {
    let target = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let parent_walked = target.parent().and_then(|parent| rustix::fs::stat(parent).ok()).is_some_and(|parent| {
        walk.follow.visited.lock().is_ok_and(|visited| visited.contains(&(parent.st_dev, parent.st_ino)))
    });
    let fresh = !parent_walked && !within_roots(walk, path) && walk.follow.first_visit(stat);
    if !fresh {
        walk.notes.skip("link", None);
    }
    fresh
}

fn within_roots(walk: &Walk<'_>, path: &Path) -> bool {
    let Ok(target) = std::fs::canonicalize(path) else { return false };
    walk.roots.iter().any(|root| {
        let resolved = std::fs::canonicalize(root).unwrap_or_else(|_| root.clone());
        // A root that is a file is only itself.
        target.starts_with(&resolved) && !super::excluded(walk.options, &target)
    })
}
