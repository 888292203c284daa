//! What a scan did not get to: the places at which another goes on.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How much of a place is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftKind {
    /// The file.
    File,
    /// The files that lie in the folder itself.
    Folder,
    /// All that lies in and below the folder; of a root also the root itself.
    Tree,
}

impl LeftKind {
    /// Every kind, for the schema and its tests.
    pub const ALL: [LeftKind; 3] = [LeftKind::File, LeftKind::Folder, LeftKind::Tree];

    /// The kind's name in reports.
    pub fn id(self) -> &'static str {
        match self {
            LeftKind::File => "file",
            LeftKind::Folder => "folder",
            LeftKind::Tree => "tree",
        }
    }
}

/// A place that a scan did not get to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// The place.
    pub path: PathBuf,
    /// How much of it.
    pub kind: LeftKind,
    /// The root under which it was met.
    pub root: PathBuf,
    /// Whether reading was begun and given up: then it is to be the first.
    pub tried: bool,
}

impl Left {
    /// All of a root.
    pub fn root(root: &Path) -> Left {
        Left { path: root.to_owned(), kind: LeftKind::Tree, root: root.to_owned(), tried: false }
    }

    /// A file.
    pub fn file(root: &Path, path: &Path) -> Left {
        Left { path: path.to_owned(), kind: LeftKind::File, root: root.to_owned(), tried: false }
    }
}

/// What a scan that was stopped tells the one that goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stopped {
    /// Where it did not look, sorted, nothing twice but for files that were tried.
    pub left: Vec<Left>,
    /// Names (DER) that must be watched for besides those of the catalogue.
    pub watch: Vec<Vec<u8>>,
    /// Files that held anything or may name something, of all parts: the last
    /// part reads them once more, to see all of it together.
    pub again: Vec<Left>,
    /// Whether that was begun: then it is not begun once more.
    pub gathered: bool,
}

/// Left places, asked about many paths. What lies in a place under another root
/// is not in it: a root in a root is walked as itself.
#[derive(Debug, Default)]
pub struct Places<'l> {
    trees: BTreeSet<(&'l Path, &'l Path)>,
    folders: BTreeSet<(&'l Path, &'l Path)>,
    files: BTreeSet<(&'l Path, &'l Path)>,
}

impl<'l> Places<'l> {
    /// All of these.
    pub fn new(left: &'l [Left]) -> Places<'l> {
        let mut places = Places::default();
        for one in left {
            let of_kind = match one.kind {
                LeftKind::File => &mut places.files,
                LeftKind::Folder => &mut places.folders,
                LeftKind::Tree => &mut places.trees,
            };
            of_kind.insert((&one.root, &one.path));
        }
        places
    }

    /// Whether a file at this path, met under this root, is in any of them.
    pub fn hold(&self, root: &Path, path: &Path) -> bool {
        self.files.contains(&(root, path)) || self.hold_folder_of(root, path) || self.hold_tree(root, path)
    }

    /// Whether the path or a folder above it is told as a tree.
    fn hold_tree(&self, root: &Path, path: &Path) -> bool {
        !self.trees.is_empty() && path.ancestors().any(|above| self.trees.contains(&(root, above)))
    }

    fn hold_folder_of(&self, root: &Path, path: &Path) -> bool {
        path.parent().is_some_and(|folder| self.folders.contains(&(root, folder)))
    }

    /// Whether a larger one holds all of this one.
    fn hold_otherwise(&self, one: &Left) -> bool {
        let above = one.path.parent().is_some_and(|above| self.hold_tree(&one.root, above));
        match one.kind {
            LeftKind::Tree => above,
            LeftKind::Folder => self.hold_tree(&one.root, &one.path),
            LeftKind::File => above || self.hold_folder_of(&one.root, &one.path),
        }
    }
}

/// Each place once, sorted; nothing that lies in another but for files that were
/// tried: those are handed out by themselves.
pub fn once(mut left: Vec<Left>) -> Vec<Left> {
    left.sort();
    left.dedup_by(|again, first| {
        let same = (&again.path, again.kind, &again.root) == (&first.path, first.kind, &first.root);
        first.tried |= same && again.tried;
        same
    });
    let all = left.clone();
    let places = Places::new(&all);
    left.retain(|one| one.tried || !places.hold_otherwise(one));
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(kind: LeftKind, root: &str, path: &str) -> Left {
        Left { path: path.into(), kind, root: root.into(), tried: false }
    }

    #[test]
    fn a_place_holds_what_its_kind_says_and_nothing_of_another_root() {
        let asked = ["/a/b", "/a/b/c", "/a/b/c/d", "/a/bc"];
        let expected = [[true, false, false, false], [false, true, false, false], [true, true, true, false]];
        for (kind, expected) in LeftKind::ALL.into_iter().zip(expected) {
            let left = [left(kind, "/a", "/a/b")];
            let places = Places::new(&left);
            assert_eq!(asked.map(|path| places.hold(Path::new("/a"), Path::new(path))), expected, "{kind:?}");
            assert!(asked.iter().all(|path| !places.hold(Path::new("/a/b"), Path::new(path))), "{kind:?}");
        }
    }

    #[test]
    fn the_larger_holds_the_smaller_but_no_root_holds_another() {
        use LeftKind::{File, Folder, Tree};
        let tried = Left { tried: true, ..left(File, "/a", "/a/t/x") };
        let all = vec![
            left(File, "/a", "/a/t/y"),
            left(Tree, "/a", "/a/t/u"),
            left(Folder, "/a", "/a/t"),
            left(Tree, "/a", "/a/t"),
            left(Tree, "/a/t/r", "/a/t/r"),
            left(File, "/a", "/a/f/y"),
            left(Folder, "/a", "/a/f"),
            left(File, "/a", "/a/t/x"),
            tried.clone(),
        ];
        let kept = vec![left(Folder, "/a", "/a/f"), left(Tree, "/a", "/a/t"), left(Tree, "/a/t/r", "/a/t/r"), tried];
        assert_eq!(once(all), kept);
    }
}
