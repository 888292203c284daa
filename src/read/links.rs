//! Hard links: a file with several names is read once, and what it held is
//! told for every name.
//!
//! *Behaviour*
//! 1. What a name alone promises is judged for each name, whichever was read.
//! 2. A file whose reading never ended is a failure under every name.
//! 3. A file that was given up is left under every name.
//! 4. A file that held nothing is forgotten once all its names were met.

use crate::examine::FileHaul;
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What a name is skipped as until the file's haul is known.
pub const HARD_LINK: &str = "hard-link";

/// What a name of a file leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It is the first: the file must be read.
    First,
    /// The file is read under another name.
    Seen,
}

/// What became of the first name: what the file held, and why no reader
/// claimed it, if none did.
#[derive(Debug)]
struct Told {
    haul: FileHaul,
    unclaimed: Option<&'static str>,
}

/// One file with several names. Small, for there may be millions.
#[derive(Debug, Default)]
struct Group {
    /// The other names, until it is known that the file held nothing.
    others: Vec<Name>,
    /// Names met so far.
    met: u64,
    /// `None` while it is being read.
    told: Option<Box<Told>>,
    /// Whether reading it was given up.
    given_up: bool,
}

type Name = (Arc<Path>, Arc<Path>);
type Groups = HashMap<(u64, u64), Group>;

/// The files with several names met so far.
#[derive(Debug, Default)]
pub struct HardLinks {
    groups: Mutex<Groups>,
    /// Names that need no replay: their files held nothing.
    plain: Mutex<u64>,
}

impl HardLinks {
    /// A name of the file `identity` (device, inode), which has `names` in all.
    pub fn meet(&self, identity: (u64, u64), names: u64, location: &Location) -> Link {
        let mut groups = self.groups();
        let group = groups.entry(identity).or_default();
        group.met += 1;
        if group.met == 1 {
            return Link::First;
        }
        if group.told.as_ref().is_some_and(|told| told.is_plain(&location.path)) {
            self.count_plain(1);
            if group.met >= names && group.others.is_empty() {
                groups.remove(&identity);
            }
        } else {
            group.others.push((Arc::clone(&location.root), Arc::clone(&location.path)));
        }
        Link::Seen
    }

    /// What the file held, without what its first name promised; `unclaimed`
    /// says why no reader claimed it.
    pub fn finish(&self, identity: (u64, u64), haul: &FileHaul, unclaimed: Option<&'static str>) {
        if let Some(group) = self.groups().get_mut(&identity) {
            let told = Told { haul: FileHaul { bytes: 0, ..haul.clone() }, unclaimed };
            let before = group.others.len();
            group.others.retain(|(_, path)| !told.is_plain(path));
            self.count_plain((before - group.others.len()) as u64);
            group.told = Some(Box::new(told));
        }
    }

    /// The file was not read to its end; another scan may.
    pub fn give_up(&self, identity: (u64, u64)) {
        if let Some(group) = self.groups().get_mut(&identity) {
            group.given_up = true;
        }
    }

    /// The other names of files that were given up: root and path.
    pub fn left(&self) -> Vec<(Arc<Path>, Arc<Path>)> {
        let mut left = Vec::new();
        // In no order: who keeps them sorts them.
        for group in self.groups().values_mut().filter(|group| group.given_up) {
            left.append(&mut group.others);
        }
        left
    }

    /// A haul for every name that was not read, with the name in its places,
    /// and how many names need none because the file held nothing.
    pub fn replay(self) -> (Vec<FileHaul>, u64) {
        let groups = self.groups.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut hauls = Vec::new();
        // In no order: the inventory sorts all that comes from here.
        for group in groups.into_values() {
            let told = group.told.as_deref();
            hauls.extend(group.others.iter().map(|(root, path)| haul_of(told, root, path)));
        }
        (hauls, self.plain.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn groups(&self) -> MutexGuard<'_, Groups> {
        self.groups.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count_plain(&self, names: u64) {
        *self.plain.lock().unwrap_or_else(PoisonError::into_inner) += names;
    }
}

impl Told {
    /// Whether the name needs no haul of its own.
    fn is_plain(&self, path: &Path) -> bool {
        self.haul.is_empty() && !(self.unclaimed.is_some() && super::promises(path))
    }
}

fn haul_of(told: Option<&Told>, root: &Arc<Path>, path: &Arc<Path>) -> FileHaul {
    let Some(told) = told else {
        let location = Location::file(Arc::clone(root), Arc::clone(path));
        let detail = "its other name could not be read because of a fault in oces itself";
        let failure = Failure::new(location, FailureKind::Internal, detail);
        return FileHaul { failures: vec![failure], ..FileHaul::default() };
    };
    let mut haul = renamed(&told.haul, root, path);
    super::keep_promise(&mut haul, root, path, told.unclaimed);
    haul
}

fn renamed(haul: &FileHaul, root: &Arc<Path>, path: &Arc<Path>) -> FileHaul {
    let rename = |location: &mut Location| {
        location.root = Arc::clone(root);
        location.path = Arc::clone(path);
    };
    let mut copy = haul.clone();
    copy.sightings.iter_mut().for_each(|sighting| rename(&mut sighting.occurrence.location));
    copy.keys.iter_mut().for_each(|key| rename(&mut key.location));
    copy.failures.iter_mut().for_each(|failure| rename(&mut failure.location));
    copy.parties.iter_mut().for_each(|one| rename(&mut one.message));
    copy.locked.iter_mut().for_each(|store| rename(&mut store.location));
    copy.weak.iter_mut().for_each(|(location, _)| rename(location));
    copy.open_to_all.iter_mut().for_each(|open| *open = Arc::clone(path));
    copy.images.iter_mut().for_each(|note| rename(&mut note.location));
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(path: &str) -> Location {
        let path: Arc<Path> = Path::new(path).into();
        Location::file(Arc::clone(&path), path)
    }

    fn kinds(hauls: &[FileHaul]) -> Vec<FailureKind> {
        hauls.iter().flat_map(|haul| haul.failures.iter().map(|failure| failure.kind)).collect()
    }

    #[test]
    fn a_reading_that_never_ended_is_a_failure_under_every_name() {
        let links = HardLinks::default();
        assert_eq!(links.meet((1, 2), 2, &at("/a")), Link::First);
        assert_eq!(links.meet((1, 2), 2, &at("/b")), Link::Seen);
        let (hauls, plain) = links.replay();
        assert_eq!((kinds(&hauls), plain), (vec![FailureKind::Internal], 0));
    }

    #[test]
    fn a_file_that_was_given_up_is_left_under_every_name() {
        let links = HardLinks::default();
        links.meet((1, 2), 3, &at("/a"));
        links.meet((1, 2), 3, &at("/b"));
        links.give_up((1, 2));
        assert_eq!(links.meet((1, 2), 3, &at("/c")), Link::Seen);
        let left: Vec<Arc<Path>> = links.left().into_iter().map(|(_, path)| path).collect();
        assert_eq!(left, [Path::new("/b").into(), Path::new("/c").into()]);
        assert!(links.replay().0.is_empty());
    }

    #[test]
    fn a_file_that_held_nothing_is_forgotten_when_all_its_names_were_met() {
        let links = HardLinks::default();
        for path in ["/a", "/b", "/c"] {
            if links.meet((1, 2), 3, &at(path)) == Link::First {
                links.finish((1, 2), &FileHaul::default(), None);
            }
        }
        assert!(links.groups().is_empty());
        assert_eq!(links.replay().1, 2);
    }

    #[test]
    fn each_name_answers_for_what_it_promises() {
        for order in [["/a.p12", "/b.txt"], ["/b.txt", "/a.p12"]] {
            let links = HardLinks::default();
            links.meet((1, 2), 2, &at(order[0]));
            links.meet((1, 2), 2, &at(order[1]));
            links.finish((1, 2), &FileHaul::default(), Some("no reader knows it"));
            let (hauls, _) = links.replay();
            let expected = if order[1] == "/a.p12" { vec![FailureKind::Unrecognized] } else { vec![] };
            assert_eq!(kinds(&hauls), expected, "{order:?}");
        }
    }
}
