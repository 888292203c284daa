//! One directory: its entries told apart, its files handed out in batches, its
//! directories spawned.

use super::listing::{self, Met, Unlisted};
use super::{Entry, Walk, filesystem, status};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use crate::read::{Directory, Way};
use rayon::Scope;
use rustix::fs::{CWD, FileType, Stat};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many files are handed out at once.
pub(super) const BATCH: usize = 64;

/// A directory to list.
pub(super) struct Place {
    pub(super) root: Arc<Path>,
    pub(super) path: PathBuf,
    /// The device it lies on.
    pub(super) device: u64,
    /// Whether only the files in it are left: all else was told.
    pub(super) shallow: bool,
    /// The directory that it was met in, if that is held.
    pub(super) within: Option<Arc<Directory>>,
}

impl Place {
    /// A directory with all that is below it.
    pub(super) fn new(root: Arc<Path>, path: PathBuf, device: u64) -> Place {
        Place { root, path, device, shallow: false, within: None }
    }
}

/// Lists a directory; what is in it becomes tasks of the scope.
pub(super) fn list<'s>(walk: &'s Walk<'_>, scope: &Scope<'s>, mut place: Place) {
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
    let held = listing::hold(walk, &place);
    // What is listed is reached without it.
    place.within = None;
    match held {
        Ok(held) => {
            let mut sorting = Sorting::new(walk, scope, &place, held.clone());
            let mut each = |entry: Result<Met<'_>, Unlisted<'_>>| sorting.take(entry);
            match held {
                Some(directory) => listing::held(&directory, &mut each),
                None => listing::by_path(walk, &place, &mut each),
            }
            sorting.finish();
        }
        Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) if *place.path != *place.root => {
            walk.notes.skip("vanished", None);
        }
        Err(error) => walk.notes.failure(unreadable(&place, &place.path, &error.into())),
    }
}

/// The entries of one directory, told apart one by one.
struct Sorting<'p, 's, 'w> {
    walk: &'s Walk<'w>,
    scope: &'p Scope<'s>,
    place: &'p Place,
    /// The directory itself, if it is held.
    held: Option<Arc<Directory>>,
    files: Vec<Entry>,
    /// The path of the entry at hand, of which the first octets are the directory's.
    path: Vec<u8>,
    stem: usize,
}

impl<'p, 's, 'w> Sorting<'p, 's, 'w> {
    fn new(
        walk: &'s Walk<'w>,
        scope: &'p Scope<'s>,
        place: &'p Place,
        held: Option<Arc<Directory>>,
    ) -> Sorting<'p, 's, 'w> {
        let mut path = place.path.as_os_str().as_bytes().to_vec();
        if path.last() != Some(&b'/') {
            path.push(b'/');
        }
        Sorting { walk, scope, place, held, files: Vec::new(), stem: path.len(), path }
    }

    fn take(&mut self, entry: Result<Met<'_>, Unlisted<'_>>) {
        match entry {
            Ok(met) => self.sort_out(&met),
            Err(Unlisted(Some(_), error)) if error.kind() == std::io::ErrorKind::NotFound => {
                self.walk.notes.skip("vanished", None);
            }
            Err(Unlisted(name, error)) => {
                let path = name.map_or_else(|| self.place.path.clone(), |name| self.place.path.join(name));
                self.walk.notes.failure(unreadable(self.place, &path, &error));
            }
        }
    }

    fn sort_out(&mut self, met: &Met<'_>) {
        let (walk, is_file) = (self.walk, met.kind == FileType::RegularFile);
        if self.place.shallow && !is_file {
            return;
        }
        self.path.truncate(self.stem);
        self.path.extend_from_slice(met.name.as_bytes());
        let path = Path::new(OsStr::from_bytes(&self.path));
        if super::excluded(walk.options, path) {
            // An excluded file was met: the books have a line for it.
            return if is_file { walk.notes.skip_file("excluded") } else { walk.notes.skip("excluded", None) };
        }
        match met.kind {
            FileType::RegularFile => {
                let apart = !walk.apart.is_empty() && walk.apart.contains(path);
                if !apart && (walk.roots.len() == 1 || !walk.roots.contains(path)) {
                    let way = Way { directory: self.held.clone(), through_link: false };
                    self.files.push(Entry { root: Arc::clone(&self.place.root), path: path.into(), way });
                    self.hand_out();
                }
            }
            FileType::Directory => self.descend(path, met.name),
            // A link that was named as a root is walked as that root.
            FileType::Symlink if walk.roots.contains(path) => {}
            FileType::Symlink => walk.follow.meet(walk, self.place, path.to_path_buf()),
            other => walk.notes.skip(filesystem::special(other), None),
        }
    }

    /// Hands out a batch that is full.
    fn hand_out(&mut self) {
        if self.files.len() == BATCH {
            let batch = std::mem::replace(&mut self.files, Vec::with_capacity(BATCH));
            let walk = self.walk;
            walk.notes.files(batch.len());
            self.scope.spawn(move |_| (walk.visit)(batch));
        }
    }

    /// The last batch is read here: its directory is warm in every cache.
    fn finish(self) {
        if !self.files.is_empty() {
            self.walk.notes.files(self.files.len());
            (self.walk.visit)(self.files);
        }
    }

    fn descend(&self, path: &Path, name: &OsStr) {
        let (walk, above) = (self.walk, self.place);
        if walk.roots.contains(path) {
            return;
        }
        if is_snapshot(&above.path, name) && !walk.options.snapshots {
            return walk.notes.skip("snapshot", Some(path));
        }
        if walk.options.no_home && is_home(&above.path, name) {
            return walk.notes.skip("home", None);
        }
        match self.status(path, name) {
            Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::Directory => {
                if walk.enter(path, &stat, Some(above.device)) {
                    let place = Place::new(Arc::clone(&above.root), path.to_path_buf(), stat.st_dev);
                    let place = Place { within: self.held.clone(), ..place };
                    self.scope.spawn(move |scope| list(walk, scope, place));
                }
            }
            Ok(_) | Err(Errno::NOENT) => walk.notes.skip("vanished", None),
            Err(error) => {
                let location = Location::file(Arc::clone(&above.root), path.into());
                let detail = format!("cannot be looked at: {error}");
                walk.notes.failure(Failure::new(location, FailureKind::Unreadable, detail));
            }
        }
    }

    fn status(&self, path: &Path, name: &OsStr) -> rustix::io::Result<Stat> {
        match &self.held {
            Some(directory) => status(directory.as_fd(), Path::new(name)),
            None => status(CWD, path),
        }
    }
}

/// Read-only copies that storage keeps of everything: `.snapshot`, `.zfs/snapshot`.
fn is_snapshot(folder: &Path, name: &OsStr) -> bool {
    name == ".snapshot" || (name == "snapshot" && folder.file_name() == Some(OsStr::new(".zfs")))
}

/// A user's home directory, by its place; root is no person.
fn is_home(folder: &Path, name: &OsStr) -> bool {
    const ABOVE: [&str; 4] = ["home", "homes", "Users", "Documents and Settings"];
    const NOBODY: [&str; 7] = ["lost+found", "root", "Public", "Shared", "Default", "Default User", "All Users"];
    let is_any = |name: &OsStr, names: &[&str]| names.iter().any(|one| name == *one);
    folder.file_name().is_some_and(|above| is_any(above, &ABOVE)) && !is_any(name, &NOBODY)
}

/// A directory that cannot be listed, or an entry that cannot be told.
fn unreadable(place: &Place, path: &Path, error: &std::io::Error) -> Failure {
    let detail = format!("directory cannot be listed: {error}");
    Failure::new(Location::file(Arc::clone(&place.root), path.into()), FailureKind::Unreadable, detail)
}
