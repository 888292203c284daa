//! One directory: listed, its entries told apart, its files handed out in
//! batches, its directories spawned.

use super::{Entry, Walk, filesystem, status};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use crate::read::Way;
use rustix::fs::{Mode, OFlags};
use std::ffi::OsStr;
use std::fs::FileType;
use std::os::fd::OwnedFd;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

/// How many files are handed out at once.
pub(super) const BATCH: usize = 64;

/// From so many files on, opening the directory costs less than it saves.
const WORTH_OPENING: usize = 4;

/// A directory to list.
pub(super) struct Place {
    pub(super) root: Arc<Path>,
    pub(super) path: PathBuf,
    /// The device it lies on.
    pub(super) device: u64,
    /// Whether only the files in it are left: all else was told.
    pub(super) shallow: bool,
}

impl Place {
    /// A directory with all that is below it.
    pub(super) fn new(root: Arc<Path>, path: PathBuf, device: u64) -> Place {
        Place { root, path, device, shallow: false }
    }
}

/// Lists a directory; what is in it becomes tasks of the scope.
pub(super) fn list<'s>(walk: &'s Walk<'_>, scope: &rayon::Scope<'s>, place: &Place) {
    if walk.interrupted() {
        return;
    }
    if walk.is_over() {
        return walk.notes.leave(|left| {
            if place.shallow {
                left.folder(&place.root, &place.path);
            } else {
                left.tree(&place.root, &place.path);
            }
        });
    }
    if !place.shallow {
        walk.notes.directory();
    }
    let mut files = Vec::new();
    let mut opened = None;
    // A link that was put in the place of a directory leads astray; a root may be one.
    let links = place.path == *place.root || walk.options.follow;
    for entry in WalkDir::new(&place.path).follow_root_links(links).min_depth(1).max_depth(1) {
        match entry {
            Ok(entry) => sort_out(walk, scope, place, entry, &mut files),
            Err(error) => walk.notes.failure(unreadable(place, &error)),
        }
        if files.len() == BATCH {
            let opened = opened.get_or_insert_with(|| open(place));
            hand_out(walk, scope, &mut files, opened.as_ref());
        }
    }
    // The last batch is read here: its directory is warm in every cache.
    if !files.is_empty() {
        walk.notes.files(files.len());
        if files.len() >= WORTH_OPENING {
            reach_by(&mut files, opened.get_or_insert_with(|| open(place)).as_ref());
        }
        (walk.visit)(files);
    }
}

/// The directory itself, as a place to look names up in. Where it cannot be
/// had, files are opened by their paths.
fn open(place: &Place) -> Option<Arc<OwnedFd>> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::open(&place.path, flags, Mode::empty()).ok().map(Arc::new)
}

fn reach_by(files: &mut [Entry], opened: Option<&Arc<OwnedFd>>) {
    for file in files {
        file.way.directory = opened.cloned();
    }
}

fn hand_out<'s>(walk: &'s Walk<'_>, scope: &rayon::Scope<'s>, files: &mut Vec<Entry>, opened: Option<&Arc<OwnedFd>>) {
    let mut batch = std::mem::replace(files, Vec::with_capacity(BATCH));
    reach_by(&mut batch, opened);
    walk.notes.files(batch.len());
    scope.spawn(move |_| (walk.visit)(batch));
}

fn sort_out<'s>(walk: &'s Walk<'_>, scope: &rayon::Scope<'s>, place: &Place, entry: DirEntry, files: &mut Vec<Entry>) {
    let kind = entry.file_type();
    if place.shallow && !kind.is_file() {
        return;
    }
    let path = entry.into_path();
    if super::excluded(walk.options, &path) {
        // An excluded file was met: the books have a line for it.
        if kind.is_file() {
            walk.notes.skip_file("excluded");
        } else {
            walk.notes.skip("excluded", None);
        }
        return;
    }
    if kind.is_file() {
        let apart = !walk.apart.is_empty() && walk.apart.contains(&*path);
        if !apart && (walk.roots.len() == 1 || !walk.roots.contains(&path)) {
            files.push(Entry { root: Arc::clone(&place.root), path, way: Way::default() });
        }
    } else if kind.is_dir() {
        descend(walk, scope, place, path);
    } else if kind.is_symlink() {
        // A link that was named as a root is walked as that root.
        if !walk.roots.contains(&path) {
            walk.follow.meet(walk, place, path);
        }
    } else {
        walk.notes.skip(special(kind), None);
    }
}

fn descend<'s>(walk: &'s Walk<'_>, scope: &rayon::Scope<'s>, place: &Place, path: PathBuf) {
    if walk.roots.contains(&path) {
        return;
    }
    if is_snapshot(&path) && !walk.options.snapshots {
        walk.notes.skip("snapshot", Some(&path));
        return;
    }
    if walk.options.no_home && is_home(&path) {
        walk.notes.skip("home", None);
        return;
    }
    match status(&path) {
        Ok(stat) if rustix::fs::FileType::from_raw_mode(stat.st_mode) == rustix::fs::FileType::Directory => {
            if walk.enter(&path, &stat, Some(place.device)) {
                let place = Place::new(Arc::clone(&place.root), path, stat.st_dev);
                scope.spawn(move |scope| list(walk, scope, &place));
            }
        }
        Ok(_) | Err(rustix::io::Errno::NOENT) => walk.notes.skip("vanished", None),
        Err(error) => {
            let location = Location::file(Arc::clone(&place.root), path.into());
            walk.notes.failure(Failure::new(
                location,
                FailureKind::Unreadable,
                format!("cannot be looked at: {error}"),
            ));
        }
    }
}

/// Read-only copies that storage keeps of everything: `.snapshot`, `.zfs/snapshot`.
fn is_snapshot(path: &Path) -> bool {
    let name = path.file_name();
    let parent = path.parent().and_then(Path::file_name);
    name == Some(OsStr::new(".snapshot"))
        || (name == Some(OsStr::new("snapshot")) && parent == Some(OsStr::new(".zfs")))
}

/// A user's home directory, by its place; root is no person.
fn is_home(path: &Path) -> bool {
    const ABOVE: [&str; 4] = ["home", "homes", "Users", "Documents and Settings"];
    const NOBODY: [&str; 7] = ["lost+found", "root", "Public", "Shared", "Default", "Default User", "All Users"];
    let is_any = |name: Option<&OsStr>, names: &[&str]| name.is_some_and(|name| names.iter().any(|one| name == *one));
    let above = path.parent().and_then(Path::file_name);
    is_any(above, &ABOVE) && !is_any(path.file_name(), &NOBODY)
}

fn special(kind: FileType) -> &'static str {
    let of = |yes: bool, kind| yes.then_some(kind);
    let kind = of(kind.is_fifo(), rustix::fs::FileType::Fifo)
        .or(of(kind.is_socket(), rustix::fs::FileType::Socket))
        .or(of(kind.is_block_device(), rustix::fs::FileType::BlockDevice))
        .or(of(kind.is_char_device(), rustix::fs::FileType::CharacterDevice));
    filesystem::special(kind.unwrap_or(rustix::fs::FileType::Unknown))
}

/// A directory that cannot be listed, or an entry that cannot be told.
fn unreadable(place: &Place, error: &walkdir::Error) -> Failure {
    let path: Arc<Path> = error.path().unwrap_or(&place.path).into();
    let detail = match error.io_error() {
        Some(error) => format!("directory cannot be listed: {error}"),
        None => "directory cannot be listed".to_owned(),
    };
    Failure::new(Location::file(Arc::clone(&place.root), path), FailureKind::Unreadable, detail)
}
