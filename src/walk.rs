//! The walk: roots to batches of regular files, in parallel, every filter off.
//!
//! Reads no content. What it does not hand out is counted, and named where
//! somebody may miss it.
//!
//! Behaviour:
//! 1. Directories are listed one at a time, each a task of its own; entries
//!    are told apart by what the listing says, without a call an entry.
//! 2. Links are not followed, except a root; with `--follow` their targets are
//!    walked after everything else, each directory once.
//! 3. Where the device changes, the file system's type decides: pseudo and
//!    network file systems are pruned.
//! 4. A root that lies in another root is walked once, as itself.
//! 5. With `--no-home` the home directories of users are not entered; their
//!    names are people's, so they are counted and not named.
//! 6. When the time is over nothing more is listed, and what was not is told. A
//!    walk that goes on begins where another was stopped; a file that was given
//!    up there is handed out at once.
//! 7. A bind mount is a place of its own: what it shows is read and told there
//!    too.

mod directory;
mod filesystem;
mod follow;
mod left;
mod listing;
mod notes;
mod resume;

pub use notes::{Noted, Notes, TIME_LIMIT};

use crate::failure::{Failure, FailureKind};
use crate::location::{Left, LeftKind, Location};
use crate::read::gentle::Limit;
use crate::read::{Descriptors, Way};
use filesystem::Filesystems;
use globset::GlobSet;
use rustix::fs::{AtFlags, FileType, Stat};
use std::collections::{BTreeMap, BTreeSet};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the walk does.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub struct WalkOptions {
    /// Follow symbolic links.
    pub follow: bool,
    /// Enter network filesystems.
    pub network_filesystems: bool,
    /// Stay on the filesystem of each root.
    pub one_file_system: bool,
    /// Look into snapshot folders.
    pub snapshots: bool,
    /// Leave out the home directories of users.
    pub no_home: bool,
    /// Read files that tiered storage would have to fetch.
    pub recall_offline: bool,
    /// What to leave out, asked with absolute paths.
    pub exclude: GlobSet,
    /// The same as typed.
    pub exclude_globs: Vec<String>,
}

/// A regular file that was met.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The root it was met under.
    pub root: Arc<Path>,
    /// Its path.
    pub path: Arc<Path>,
    /// How it is reached.
    pub way: Way,
}

/// A file that was named, or that a followed link leads to.
fn named() -> Way {
    Way { directory: None, through_link: true }
}

/// Takes batches of files; called from many threads.
pub type Visit<'v> = dyn Fn(Vec<Entry>) + Sync + 'v;

/// The signal that ends the run, or 0.
pub type Interrupt = AtomicUsize;

/// Where a walk begins, and when it is to end.
#[derive(Clone, Copy, Debug, Default)]
pub struct Course<'c> {
    /// What another walk of the same roots left; without it the roots.
    pub left: Option<&'c [Left]>,
    /// When it is to end.
    pub limit: Option<Limit>,
}

/// What every directory task needs.
struct Walk<'w> {
    options: &'w WalkOptions,
    /// Named roots: walked as themselves, not on the way.
    roots: BTreeSet<PathBuf>,
    /// The same with their links resolved.
    resolved: BTreeSet<PathBuf>,
    filesystems: Filesystems,
    follow: follow::Links,
    /// Files that are handed out by themselves.
    apart: BTreeSet<&'w Path>,
    limit: Option<Limit>,
    /// How many directories may be held open.
    descriptors: Arc<Descriptors>,
    notes: &'w Notes,
    visit: &'w Visit<'w>,
    interrupt: &'w Interrupt,
}

/// Walks every root and hands all regular files to `visit`.
pub fn walk(
    roots: &[PathBuf],
    options: &WalkOptions,
    course: Course<'_>,
    notes: &Notes,
    interrupt: &Interrupt,
    visit: &Visit<'_>,
) {
    let resolved: Vec<PathBuf> = roots.iter().map(|root| resolve(root)).collect();
    // A walk that goes on has told of roots that stand for others.
    let told = Notes::default();
    let distinct = distinct(roots, &resolved, if course.left.is_some() { &told } else { notes });
    let tried = |one: &&Left| one.kind == LeftKind::File && one.tried;
    let walk = Walk {
        options,
        roots: distinct.iter().cloned().collect(),
        resolved: resolved.into_iter().collect(),
        filesystems: Filesystems::default(),
        follow: follow::Links::default(),
        apart: course.left.unwrap_or_default().iter().filter(tried).map(|one| one.path.as_path()).collect(),
        limit: course.limit,
        descriptors: Descriptors::beside(rayon::current_num_threads()),
        notes,
        visit,
        interrupt,
    };
    rayon::scope(|scope| {
        if let Some(left) = course.left {
            return resume::begin(&walk, scope, left);
        }
        let mut files = Vec::new();
        for root in distinct {
            walk.root(scope, root, &mut files);
        }
        walk.spawn(scope, &files);
    });
    if options.follow {
        follow::rounds(&walk);
    }
}

/// The roots without those that are, by another name, in another one.
fn distinct(roots: &[PathBuf], resolved: &[PathBuf], notes: &Notes) -> Vec<PathBuf> {
    // Which root stands for a target: the one that needs no link, else the first.
    let mut stands: BTreeMap<&Path, &Path> = BTreeMap::new();
    for (root, target) in roots.iter().zip(resolved) {
        let standing = stands.entry(target).or_insert(root);
        if root == target {
            *standing = root;
        }
    }
    let mut kept = BTreeSet::new();
    let mut distinct = Vec::new();
    for (root, target) in roots.iter().zip(resolved) {
        let inside = root != target && target.ancestors().skip(1).any(|above| stands.contains_key(above));
        let twin = stands.get(target.as_path()).is_some_and(|standing| standing != root);
        if inside || twin || !kept.insert(root) {
            notes.skip("duplicate-root", Some(root));
        } else {
            distinct.push(root.clone());
        }
    }
    distinct
}

impl Walk<'_> {
    /// Hands out files that were named.
    fn spawn<'s>(&'s self, scope: &rayon::Scope<'s>, files: &[Entry]) {
        for batch in files.chunks(directory::BATCH) {
            let batch = batch.to_vec();
            scope.spawn(move |_| (self.visit)(batch));
        }
    }

    fn root<'s>(&'s self, scope: &rayon::Scope<'s>, root: PathBuf, files: &mut Vec<Entry>) {
        let shared: Arc<Path> = root.clone().into();
        // A root that is a link is followed: what it leads to is looked at.
        match rustix::fs::stat(&root) {
            Err(error) => self.notes.failure(Failure::new(
                Location::file(shared.clone(), shared),
                FailureKind::Unreadable,
                format!("cannot be looked at: {error}"),
            )),
            Ok(stat) => match FileType::from_raw_mode(stat.st_mode) {
                FileType::Directory => {
                    if self.enter(&root, &stat, None) {
                        let place = directory::Place::new(shared, root, stat.st_dev);
                        scope.spawn(move |scope| directory::list(self, scope, place));
                    }
                }
                FileType::RegularFile if self.filesystems.kind(&root, stat.st_dev).pseudo => {
                    self.notes.skip("pseudo-filesystem", Some(&root));
                }
                FileType::RegularFile => {
                    self.notes.file();
                    files.push(Entry { root: shared, path: root.into(), way: named() });
                }
                other => self.notes.skip(filesystem::special(other), Some(&root)),
            },
        }
    }

    /// Whether a directory is entered. Named roots are, but for pseudo file
    /// systems; `parent` is the device of the directory it was met in.
    fn enter(&self, path: &Path, stat: &Stat, parent: Option<u64>) -> bool {
        // Only links can lead to a directory twice; a bind mount is another place.
        if self.options.follow && !self.follow.first_visit(stat) && self.follow.begun() {
            self.notes.skip("visited", None);
            return false;
        }
        self.crosses(path, stat, parent)
    }

    /// Whether the file system of `path` is one to look at.
    fn crosses(&self, path: &Path, stat: &Stat, parent: Option<u64>) -> bool {
        if parent == Some(stat.st_dev) {
            return true;
        }
        let kind = self.filesystems.kind(path, stat.st_dev);
        if kind.pseudo {
            self.notes.skip("pseudo-filesystem", Some(path));
            return false;
        }
        if parent.is_none() {
            return true;
        }
        if self.options.one_file_system {
            self.notes.skip("other-filesystem", Some(path));
            return false;
        }
        if kind.network && !self.options.network_filesystems {
            self.notes.network(path, &kind.name);
            return false;
        }
        true
    }

    fn interrupted(&self) -> bool {
        self.interrupt.load(Ordering::Relaxed) != 0
    }

    /// Whether nothing more is to be listed.
    fn is_over(&self) -> bool {
        self.limit.is_some_and(Limit::is_over)
    }
}

fn resolve(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The status of a path itself, not of what a link leads to, and without
/// waking an automounter.
fn status(within: impl AsFd, path: &Path) -> rustix::io::Result<Stat> {
    rustix::fs::statat(within, path, AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT)
}

/// Whether `--exclude` prunes a path.
fn excluded(options: &WalkOptions, path: &Path) -> bool {
    !options.exclude.is_empty() && options.exclude.is_match(path)
}
