//! What the walk did not get to, gathered from all threads.
//!
//! *Behaviour*
//! 1. Nothing is lost: where there are too many names, the files of a folder are
//!    told as the folder, folders as the tree that they are in, and at the
//!    utmost all as the tree of the root. The largest go first.
//! 2. Files that were begun and given up are told one by one: they are as many
//!    as threads.
//! 3. What lies in a tree that is told is not told again.

use crate::location::{Left, LeftKind, once};
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many octets of names are kept.
const ROOM: usize = 32 << 20;

/// What is left of one folder.
#[derive(Debug)]
struct Folder {
    root: Arc<Path>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Files(BTreeSet<OsString>),
    Folder,
    Tree,
}

/// What is left.
#[derive(Debug)]
pub(super) struct Pile {
    folders: BTreeMap<PathBuf, Folder>,
    tried: BTreeMap<PathBuf, Arc<Path>>,
    octets: usize,
    room: usize,
}

impl Default for Pile {
    fn default() -> Pile {
        Pile { folders: BTreeMap::new(), tried: BTreeMap::new(), octets: 0, room: ROOM }
    }
}

impl Pile {
    /// All that is in and below a folder.
    pub(super) fn tree(&mut self, root: &Arc<Path>, path: &Path) {
        self.set(root, path, Kind::Tree);
    }

    /// The files of a folder.
    pub(super) fn folder(&mut self, root: &Arc<Path>, path: &Path) {
        self.set(root, path, Kind::Folder);
    }

    /// A file; `tried` if reading it was begun.
    pub(super) fn file(&mut self, root: &Arc<Path>, path: &Path, tried: bool) {
        if tried {
            self.tried.insert(path.to_owned(), Arc::clone(root));
            return;
        }
        let (Some(parent), Some(name), false) = (path.parent(), path.file_name(), path == &**root) else {
            // A root that is a file has no folder in the scan.
            return self.set(root, path, Kind::Tree);
        };
        let octets = &mut self.octets;
        let folder = self.folders.entry(parent.to_owned()).or_insert_with(|| {
            *octets += parent.as_os_str().len();
            Folder { root: Arc::clone(root), kind: Kind::Files(BTreeSet::new()) }
        });
        if let Kind::Files(names) = &mut folder.kind
            && names.insert(name.to_owned())
        {
            self.octets += name.len();
        }
        self.fold();
    }

    fn set(&mut self, root: &Arc<Path>, path: &Path, kind: Kind) {
        self.octets += path.as_os_str().len();
        if let Some(known) = self.folders.remove(path) {
            self.octets = self.octets.saturating_sub(weight(path, &known));
            // The more of both.
            let kind = if matches!(known.kind, Kind::Tree) { Kind::Tree } else { kind };
            self.folders.insert(path.to_owned(), Folder { kind, ..known });
        } else {
            self.folders.insert(path.to_owned(), Folder { root: Arc::clone(root), kind });
        }
        self.fold();
    }

    /// Makes room, if there is none: for half of it at once.
    fn fold(&mut self) {
        if self.octets <= self.room {
            return;
        }
        self.fold_files();
        while self.octets > self.room / 2 && self.fold_largest() {}
    }

    /// The files of the folders with the most names, as these folders.
    fn fold_files(&mut self) {
        let mut sizes: Vec<(usize, PathBuf)> = self
            .folders
            .iter()
            .filter(|(_, folder)| matches!(folder.kind, Kind::Files(_)))
            .map(|(path, folder)| (weight(path, folder) - path.as_os_str().len(), path.clone()))
            .collect();
        sizes.sort_unstable();
        while self.octets > self.room / 2
            && let Some((size, path)) = sizes.pop()
        {
            if let Some(folder) = self.folders.get_mut(&path) {
                folder.kind = Kind::Folder;
                self.octets = self.octets.saturating_sub(size);
            }
        }
    }

    /// The folder with the most folders in it as a tree; false if none is left.
    fn fold_largest(&mut self) -> bool {
        let mut sizes: BTreeMap<(&Path, &Arc<Path>), usize> = BTreeMap::new();
        for (path, folder) in self.folders.iter().filter(|(path, folder)| path.as_path() != &*folder.root) {
            if let Some(parent) = path.parent() {
                *sizes.entry((parent, &folder.root)).or_default() += weight(path, folder);
            }
        }
        let largest = sizes.iter().max_by_key(|(_, size)| **size);
        let Some((path, root)) = largest.map(|((path, root), _)| (path.to_path_buf(), Arc::clone(root))) else {
            return false;
        };
        self.folders.retain(|below, folder| folder.root != root || !below.starts_with(&path));
        self.folders.insert(path, Folder { root, kind: Kind::Tree });
        self.octets = self.folders.iter().map(|(path, folder)| weight(path, folder)).sum();
        true
    }

    /// What is left, sorted.
    pub(super) fn close(self) -> Vec<Left> {
        let mut left = Vec::new();
        for (path, folder) in self.folders {
            let one = |path: PathBuf, kind| Left { path, kind, root: folder.root.to_path_buf(), tried: false };
            match &folder.kind {
                Kind::Tree => left.push(one(path, LeftKind::Tree)),
                Kind::Folder => left.push(one(path, LeftKind::Folder)),
                Kind::Files(names) => left.extend(names.iter().map(|name| one(path.join(name), LeftKind::File))),
            }
        }
        let tried = self.tried.into_iter();
        left.extend(tried.map(|(path, root)| Left {
            path,
            kind: LeftKind::File,
            root: root.to_path_buf(),
            tried: true,
        }));
        once(left)
    }
}

fn weight(path: &Path, folder: &Folder) -> usize {
    let names = match &folder.kind {
        Kind::Files(names) => names.iter().map(|name| name.len()).sum(),
        Kind::Folder | Kind::Tree => 0,
    };
    path.as_os_str().len() + names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::Places;

    fn pile(room: usize) -> Pile {
        Pile { room, ..Pile::default() }
    }

    fn told(pile: Pile) -> Vec<(LeftKind, String, bool)> {
        pile.close().into_iter().map(|one| (one.kind, one.path.display().to_string(), one.tried)).collect()
    }

    #[test]
    fn places_are_told_once_and_the_larger_holds_the_smaller() {
        let root: Arc<Path> = Path::new("/r").into();
        let mut pile = pile(ROOM);
        pile.file(&root, Path::new("/r/a/x"), false);
        pile.file(&root, Path::new("/r/a/y"), false);
        pile.file(&root, Path::new("/r/a/y"), true);
        pile.tree(&root, Path::new("/r/b"));
        pile.file(&root, Path::new("/r/b/c/z"), false);
        pile.folder(&root, Path::new("/r/d"));
        pile.file(&root, Path::new("/r/d/q"), false);
        let expected = [
            (LeftKind::File, "/r/a/x".to_owned(), false),
            (LeftKind::File, "/r/a/y".to_owned(), true),
            (LeftKind::Tree, "/r/b".to_owned(), false),
            (LeftKind::Folder, "/r/d".to_owned(), false),
        ];
        assert_eq!(told(pile), expected);
    }

    #[test]
    fn whatever_the_room_nothing_is_lost() {
        let root: Arc<Path> = Path::new("/r").into();
        let paths: Vec<PathBuf> = (0..3000).map(|n| format!("/r/{}/{}/{n}", n % 7, n % 61).into()).collect();
        for room in [1, 10, 100, 1000, 5000, 10_000, 100_000] {
            let mut pile = pile(room);
            for (number, path) in paths.iter().enumerate() {
                match number % 3 {
                    0 => pile.tree(&root, path),
                    _ => pile.file(&root, path, false),
                }
            }
            let left = pile.close();
            let places = Places::new(&left);
            assert!(paths.iter().all(|path| places.hold(&root, path)), "{room}");
            let octets: usize = left.iter().map(|one| one.path.as_os_str().len()).sum();
            assert!(room > 60_000 || octets < 8 * room.max(8), "{room}: {octets}");
            assert!(left.iter().all(|one| one.path.starts_with("/r")), "{room}");
        }
    }

    #[test]
    fn a_root_that_is_a_file_is_told_as_itself() {
        let root: Arc<Path> = Path::new("/r/file").into();
        let mut pile = pile(1);
        pile.file(&root, &root, false);
        assert_eq!(told(pile), [(LeftKind::Tree, "/r/file".to_owned(), false)]);
    }
}
