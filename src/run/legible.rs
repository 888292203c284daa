//! The list of files that are worth a second reading: compact, and bounded.

use crate::location::Location;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

/// How many octets of paths are kept: half a million files.
const ROOM: usize = 32 << 20;

/// Files by root and path.
#[derive(Debug, Default)]
pub(super) struct Legible {
    roots: Vec<Arc<Path>>,
    /// Paths, one after the other.
    octets: Vec<u8>,
    /// Where each path ends, which root it is of, and whether it says something by itself.
    files: Vec<(u32, u32)>,
    /// Files for which there was no room, and how many of them say something.
    dropped: u64,
    dropped_speaking: u64,
}

/// Set in the number of a root: the file says something by itself.
const SPEAKS: u32 = 1 << 31;

impl Legible {
    /// Takes note of a file.
    pub(super) fn push(&mut self, location: &Location, speaks: bool) {
        if self.take(location, speaks).is_none() {
            self.dropped += 1;
            self.dropped_speaking += u64::from(speaks);
        }
    }

    fn take(&mut self, location: &Location, speaks: bool) -> Option<()> {
        let path = location.path.as_os_str().as_bytes();
        let known = self.roots.iter().rposition(|root| Arc::ptr_eq(root, &location.root) || *root == location.root);
        let root = known.unwrap_or(self.roots.len());
        let end = u32::try_from(self.octets.len() + path.len()).ok()?;
        let number = u32::try_from(root).ok().filter(|number| *number < SPEAKS)?;
        if self.octets.len() + path.len() > ROOM {
            return None;
        }
        if known.is_none() {
            self.roots.push(Arc::clone(&location.root));
        }
        self.octets.extend_from_slice(path);
        self.files.push((end, if speaks { number | SPEAKS } else { number }));
        Some(())
    }

    /// How many were dropped, of all or of those that say something by themselves.
    pub(super) fn dropped(&self, every: bool) -> u64 {
        if every { self.dropped } else { self.dropped_speaking }
    }

    /// What another list had no room for is missing here too.
    pub(super) fn lacks_too(&mut self, other: &Legible) {
        self.dropped += other.dropped;
        self.dropped_speaking += other.dropped_speaking;
    }

    /// Whether one of them says something by itself.
    pub(super) fn speaks(&self, at: usize) -> bool {
        self.files.get(at).is_some_and(|(_, root)| root & SPEAKS != 0)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.files.len()
    }

    /// One of them.
    pub(super) fn get(&self, at: usize) -> Option<Location> {
        let (end, root) = *self.files.get(at)?;
        let begin = at.checked_sub(1).and_then(|before| self.files.get(before)).map_or(0, |(end, _)| *end);
        let path = self.octets.get(begin as usize..end as usize)?;
        let root = self.roots.get((root & !SPEAKS) as usize)?;
        Some(Location::file(Arc::clone(root), Path::new(OsStr::from_bytes(path)).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_comes_back_as_it_was() {
        let mut list = Legible::default();
        let at = |root: &str, path: &str| Location::file(Path::new(root).into(), Path::new(path).into());
        let all = [at("/a", "/a/x.xml"), at("/b", "/b/y"), at("/a", "/a/z/ø.conf")];
        for location in &all {
            list.push(location, location.path.ends_with("y"));
        }
        let back: Vec<Location> = (0..list.len()).filter_map(|number| list.get(number)).collect();
        assert_eq!(back, all);
        assert_eq!((0..3).map(|number| list.speaks(number)).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!((list.get(3), list.dropped(true)), (None, 0));
    }

    #[test]
    fn there_is_an_end_to_it() {
        let mut list = Legible::default();
        let long = Location::file(Path::new("/").into(), Path::new(&format!("/{}", "x".repeat(ROOM / 2 - 1))).into());
        for speaks in [false, true, true, false] {
            list.push(&long, speaks);
        }
        assert_eq!((list.len(), list.dropped(true), list.dropped(false)), (2, 2, 1));
    }
}
