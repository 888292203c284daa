//! What a directory holds, name by name. Judges nothing.
//!
//! Behaviour:
//! 1. A directory is opened by its name in the one that it was met in, is held
//!    open, and what is in it is reached by name too: no path is looked up, and
//!    none is too long.
//! 2. Where no more may be held, and with `--follow`, walkdir lists it by its path.
//! 3. Only what is listed is opened: a directory in it may be an automounter's.
//! 4. An entry whose kind the listing does not say is asked for it.
//! 5. What went wrong is told where it is; what was listed before it counts.

use super::directory::Place;
use super::{Walk, status};
use crate::read::Directory;
use rustix::fs::{CWD, FileType, Mode, OFlags, RawDir, openat};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::sync::Arc;
use walkdir::WalkDir;

/// How many octets of a listing are asked for at once.
const PORTION: usize = 32 << 10;

/// One thing in a directory.
pub(super) struct Met<'m> {
    pub(super) name: &'m OsStr,
    pub(super) kind: FileType,
}

/// What cannot be told: the name, none for the directory itself, and why.
pub(super) struct Unlisted<'m>(pub(super) Option<&'m OsStr>, pub(super) std::io::Error);

/// Opens the directory, if it may be held.
pub(super) fn hold(walk: &Walk<'_>, place: &Place) -> Result<Option<Arc<Directory>>, Errno> {
    if walk.options.follow {
        return Ok(None);
    }
    match walk.descriptors.hold(|| open(place)) {
        Ok(held) => Ok(held.map(Arc::new)),
        // Others hold too many, or the path is too long: told when it is listed by its path.
        Err(Errno::MFILE | Errno::NFILE | Errno::NAMETOOLONG) => Ok(None),
        Err(error) => Err(error),
    }
}

fn open(place: &Place) -> Result<OwnedFd, Errno> {
    let mut flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    // A link that was put in the place of a directory leads astray; a root may be one.
    flags.set(OFlags::NOFOLLOW, *place.path != *place.root);
    match (&place.within, place.path.file_name()) {
        (Some(within), Some(name)) => openat(within.as_fd(), name, flags, Mode::empty()),
        _ => openat(CWD, &place.path, flags, Mode::empty()),
    }
}

/// Lists a directory that is held.
pub(super) fn held(directory: &Directory, each: &mut dyn FnMut(Result<Met<'_>, Unlisted<'_>>)) {
    let mut space = Vec::with_capacity(PORTION);
    let mut listing = RawDir::new(directory, space.spare_capacity_mut());
    while let Some(entry) = listing.next() {
        let entry = match entry {
            Ok(entry) => entry,
            // Removed while it was listed.
            Err(Errno::NOENT) => return,
            Err(error) => return each(Err(Unlisted(None, error.into()))),
        };
        let name = OsStr::from_bytes(entry.file_name().to_bytes());
        if name == "." || name == ".." {
            continue;
        }
        let kind = match entry.file_type() {
            FileType::Unknown => status(directory, Path::new(name)).map(|stat| FileType::from_raw_mode(stat.st_mode)),
            kind => Ok(kind),
        };
        each(match kind {
            Ok(kind) => Ok(Met { name, kind }),
            Err(error) => Err(Unlisted(Some(name), error.into())),
        });
    }
}

/// Lists a directory by its path.
pub(super) fn by_path(walk: &Walk<'_>, place: &Place, each: &mut dyn FnMut(Result<Met<'_>, Unlisted<'_>>)) {
    let links = *place.path == *place.root || walk.options.follow;
    for entry in WalkDir::new(&place.path).follow_root_links(links).min_depth(1).max_depth(1) {
        match entry {
            Ok(entry) => each(Ok(Met { name: entry.file_name(), kind: kind(entry.file_type()) })),
            Err(error) => {
                let name = error.path().filter(|path| **path != *place.path).and_then(Path::file_name);
                let name = name.map(OsStr::to_owned);
                let error = error.into_io_error().unwrap_or_else(|| std::io::Error::other("no answer"));
                each(Err(Unlisted(name.as_deref(), error)));
            }
        }
    }
}

fn kind(kind: std::fs::FileType) -> FileType {
    [
        (kind.is_file(), FileType::RegularFile),
        (kind.is_dir(), FileType::Directory),
        (kind.is_symlink(), FileType::Symlink),
        (kind.is_fifo(), FileType::Fifo),
        (kind.is_socket(), FileType::Socket),
        (kind.is_block_device(), FileType::BlockDevice),
        (kind.is_char_device(), FileType::CharacterDevice),
    ]
    .into_iter()
    .find_map(|(is, kind)| is.then_some(kind))
    .unwrap_or(FileType::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Descriptors;

    /// Between the look at a directory and its opening a link may take its place.
    #[test]
    fn a_link_is_opened_only_as_a_root() {
        let folder = tempfile::tempdir().unwrap();
        let (root, link) = (folder.path(), folder.path().join("link"));
        std::fs::create_dir(root.join("there")).unwrap();
        std::os::unix::fs::symlink("there", &link).unwrap();
        let held = Descriptors::of(1).hold(|| open(&Place::new(root.into(), root.into(), 0))).unwrap();
        let within = held.map(Arc::new);
        for within in [None, within] {
            let place =
                |root: &Path, path: &Path| Place { within: within.clone(), ..Place::new(root.into(), path.into(), 0) };
            assert!(matches!(open(&place(root, &link)), Err(Errno::LOOP | Errno::NOTDIR)));
            assert!(open(&place(root, &root.join("there"))).is_ok() && open(&place(&link, &link)).is_ok());
        }
    }
}
