//! Hard links: a file with several names is read once, and what it held is
//! told for every name.

use crate::examine::FileHaul;
use crate::location::Location;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

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

/// One file with several names.
#[derive(Debug, Default)]
struct Group {
    others: Vec<(Arc<Path>, Arc<Path>)>,
    /// Names that need no replay: the file held nothing.
    plain: u64,
    met: bool,
    haul: Option<FileHaul>,
}

/// The files with several names met so far.
#[derive(Debug, Default)]
pub struct HardLinks {
    groups: Mutex<HashMap<(u64, u64), Group>>,
}

impl HardLinks {
    /// A name of the file `identity` (device, inode).
    pub fn meet(&self, identity: (u64, u64), location: &Location) -> Link {
        let Ok(mut groups) = self.groups.lock() else { return Link::First };
        let group = groups.entry(identity).or_default();
        if !std::mem::replace(&mut group.met, true) {
            return Link::First;
        }
        if group.haul.as_ref().is_some_and(FileHaul::is_empty) {
            group.plain += 1;
        } else {
            group.others.push((Arc::clone(&location.root), Arc::clone(&location.path)));
        }
        Link::Seen
    }

    /// What the file held.
    pub fn finish(&self, identity: (u64, u64), haul: &FileHaul) {
        if let Ok(mut groups) = self.groups.lock()
            && let Some(group) = groups.get_mut(&identity)
        {
            if haul.is_empty() {
                group.plain += group.others.len() as u64;
                group.others = Vec::new();
            }
            group.haul = Some(FileHaul { bytes: 0, ..haul.clone() });
        }
    }

    /// A haul for every name that was not read, with the name in its places,
    /// and how many names need none because the file held nothing.
    pub fn replay(self) -> (Vec<FileHaul>, u64) {
        let groups = self.groups.into_inner().unwrap_or_default();
        let mut hauls = Vec::new();
        let mut plain = 0;
        // In no order: the inventory sorts all that comes from here.
        for group in groups.into_values() {
            plain += group.plain;
            let haul = group.haul.unwrap_or_default();
            hauls.extend(group.others.iter().map(|(root, path)| renamed(&haul, root, path)));
        }
        (hauls, plain)
    }
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
    copy.locked.iter_mut().for_each(|store| rename(&mut store.location));
    copy
}
