//! Where each member's local header stands, to tell where one must end.

use super::directory::Directory;
use super::ending::has;
use super::record::{Entry, LOCAL, LOCAL_SIZE};
use crate::bounds::Grant;
use crate::container::archive::Visitor;
use crate::container::source::ReadAt;
use std::io;

/// Memory that need not be asked for, in octets.
const SMALL: u64 = 256 << 10;

/// What is kept of an entry when they are out of order, in octets.
const KEPT: u64 = 9;

/// The order of the local headers.
pub(super) enum Layout {
    /// Each member ends before the next one of the directory: nothing is kept.
    Ordered { first: Option<u64> },
    /// The offsets at which there is one, in order, and whether it was visited.
    Sorted { starts: Vec<u64>, visited: Vec<bool>, _grant: Option<Grant> },
}

/// Where an entry's member is.
pub(super) enum Place {
    /// It must end before this offset.
    Before(u64),
    /// Another entry has the same.
    Taken,
    /// There is no local header.
    Nowhere,
}

impl Layout {
    /// Reads the whole directory once, or twice where it is out of order or
    /// members overlap: a wrong offset must not cut a member short.
    pub(super) fn read(
        content: &dyn ReadAt,
        directory: &mut Directory<'_>,
        visitor: &mut dyn Visitor,
    ) -> io::Result<Layout> {
        let mut entry = Entry::default();
        let (mut first, mut end) = (None, 0);
        let mut ordered = true;
        while directory.next(&mut entry)? {
            ordered &= end <= entry.offset;
            end = entry.offset.saturating_add(entry.compressed).saturating_add(LOCAL_SIZE as u64);
            first = first.or(Some(entry.offset));
        }
        let entries = directory.entries;
        directory.rewind()?;
        if ordered { Ok(Layout::Ordered { first }) } else { Layout::sorted(content, directory, entries, visitor) }
    }

    fn sorted(
        content: &dyn ReadAt,
        directory: &mut Directory<'_>,
        entries: u64,
        visitor: &mut dyn Visitor,
    ) -> io::Result<Layout> {
        let needed = entries * KEPT;
        let grant = if needed > SMALL { Some(visitor.ask(needed)?) } else { None };
        let mut starts = Vec::with_capacity(usize::try_from(entries).unwrap_or_default());
        let mut entry = Entry::default();
        while starts.len() < starts.capacity() && directory.next(&mut entry)? {
            if has(content, entry.offset, LOCAL)? {
                starts.push(entry.offset);
            }
        }
        directory.rewind()?;
        starts.sort_unstable();
        starts.dedup();
        Ok(Layout::Sorted { visited: vec![false; starts.len()], starts, _grant: grant })
    }

    /// Where the first of them stands; as good as endless if there is none.
    pub(super) fn first(&self) -> u64 {
        match self {
            Layout::Ordered { first } => first.unwrap_or(u64::MAX),
            Layout::Sorted { starts, .. } => starts.first().copied().unwrap_or(u64::MAX),
        }
    }

    /// Where an entry's member is, which is marked as visited. `following` is
    /// the directory's next entry.
    pub(super) fn visit(&mut self, entry: &Entry, following: Option<&Entry>) -> Place {
        match self {
            Layout::Ordered { .. } => Place::Before(following.map_or(u64::MAX, |following| following.offset)),
            Layout::Sorted { starts, visited, .. } => {
                let Ok(at) = starts.binary_search(&entry.offset) else { return Place::Nowhere };
                let before = visited.get_mut(at).is_none_or(|visited| std::mem::replace(visited, true));
                if before { Place::Taken } else { Place::Before(starts.get(at + 1).copied().unwrap_or(u64::MAX)) }
            }
        }
    }
}
