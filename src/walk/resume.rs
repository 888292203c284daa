//! A walk that goes on where another of the same roots was stopped.
//!
//! *Behaviour*
//! 1. What is gone meanwhile is counted as vanished.
//! 2. Each place is entered as the walk would have entered it then: the file
//!    system that it lies on decides.
//! 3. Files that were given up come first: they may need all the time there is.

use super::{Entry, Left, LeftKind, Walk, directory, follow};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use crate::read::Way;
use rustix::fs::{CWD, FileType};
use rustix::io::Errno;
use std::path::Path;
use std::sync::Arc;

/// Begins at what is left.
pub(super) fn begin<'s>(walk: &'s Walk<'_>, scope: &rayon::Scope<'s>, left: &[Left]) {
    let (tried, others): (Vec<&Left>, Vec<&Left>) = left.iter().partition(|one| one.tried);
    let mut tried = tried.into_iter().map(|one| entry(walk, one));
    let first = tried.next();
    // Threads that have nothing to do take what was put down first.
    for one in tried {
        scope.spawn(move |_| (walk.visit)(vec![one]));
    }
    let mut files = Vec::new();
    for one in others {
        match one.kind {
            LeftKind::File => files.push(entry(walk, one)),
            LeftKind::Tree if one.path == one.root => walk.root(scope, one.root.clone(), &mut files),
            LeftKind::Folder | LeftKind::Tree => folder(walk, scope, one),
        }
    }
    walk.spawn(scope, &files);
    if let Some(first) = first {
        (walk.visit)(vec![first]);
    }
}

fn entry(walk: &Walk<'_>, one: &Left) -> Entry {
    walk.notes.file();
    let way = Way { directory: None, through_link: one.path == one.root };
    Entry { root: one.root.as_path().into(), path: one.path.as_path().into(), way }
}

fn folder<'s>(walk: &'s Walk<'_>, scope: &rayon::Scope<'s>, one: &Left) {
    let root: Arc<Path> = one.root.as_path().into();
    // A root may be a link to a folder.
    let status = if one.path == one.root { rustix::fs::stat(&one.path) } else { super::status(CWD, &one.path) };
    match status {
        Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Directory => {
            let around = (one.path != one.root).then(|| follow::device_around(&one.path));
            if walk.enter(&one.path, &stat, around) {
                let place = directory::Place::new(root, one.path.clone(), stat.st_dev);
                let place = directory::Place { shallow: one.kind == LeftKind::Folder, ..place };
                scope.spawn(move |scope| directory::list(walk, scope, place));
            }
        }
        Ok(_) | Err(Errno::NOENT | Errno::NOTDIR) => walk.notes.skip("vanished", None),
        Err(error) => {
            let detail = format!("cannot be looked at: {error}");
            let location = Location::file(root, one.path.as_path().into());
            walk.notes.failure(Failure::new(location, FailureKind::Unreadable, detail));
        }
    }
}
