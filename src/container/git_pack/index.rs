//! What is remembered of every object: sixteen octets.

use crate::bounds::Grant;
use crate::container::archive::Visitor;
use std::io;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
    /// A delta whose base is not known yet, or not at all.
    Unknown,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Unknown, Kind::Commit, Kind::Tree, Kind::Blob, Kind::Tag];

    /// The kind's name in an object's own header.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Commit => "commit",
            Kind::Tree => "tree",
            Kind::Tag => "tag",
            Kind::Blob | Kind::Unknown => "blob",
        }
    }
}

/// The objects in the order in which they stand.
#[derive(Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
    grants: Vec<Grant>,
}

#[derive(Clone, Copy)]
struct Entry {
    /// The offset, and the number of the kind in the lowest three bits.
    place: u64,
    /// The first octets of the id, 0 while it is not known.
    id: u64,
}

/// Memory is asked for so many objects at a time.
const STEP: usize = 64 << 10;

impl Index {
    /// Notes another object; they come in order.
    pub(super) fn push(&mut self, offset: u64, kind: Kind, id: u64, visitor: &mut dyn Visitor) -> io::Result<()> {
        if self.entries.len() == self.entries.capacity() {
            if self.entries.len() >= STEP / 8 {
                self.grants.push(visitor.ask((STEP * size_of::<Entry>()) as u64)?);
            }
            self.entries.reserve_exact(if self.entries.is_empty() { STEP / 8 } else { STEP });
        }
        self.entries.push(Entry { place: place(offset, kind), id });
        Ok(())
    }

    /// How many objects there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The number of the object at an offset.
    pub(super) fn at(&self, offset: u64) -> Option<usize> {
        self.entries.binary_search_by_key(&offset, |entry| entry.place >> 3).ok()
    }

    /// Offset, kind and id of an object by its number.
    pub(super) fn get(&self, number: usize) -> Option<(u64, Kind, u64)> {
        self.entries.get(number).map(|entry| {
            let kind = Kind::ALL.get((entry.place & 7) as usize);
            (entry.place >> 3, kind.copied().unwrap_or(Kind::Unknown), entry.id)
        })
    }

    /// Notes what is known of an object now.
    pub(super) fn set(&mut self, number: usize, kind: Kind, id: u64) {
        if let Some(entry) = self.entries.get_mut(number) {
            *entry = Entry { place: place(entry.place >> 3, kind), id };
        }
    }
}

fn place(offset: u64, kind: Kind) -> u64 {
    let number = Kind::ALL.iter().position(|other| *other == kind).unwrap_or_default();
    offset << 3 | number as u64
}
