//! The list of files that are worth a second reading: compact, and bounded.
//!
//! Behaviour
//! 1. A path is kept as what it does not share with the one before: files come
//!    folder by folder. Every [`PAGE`] files it begins anew.
//! 2. Where there is no room for more, the others are counted by what they say.

use crate::examine::Voice;
use crate::location::Location;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

/// How many octets are kept: some millions of files.
const ROOM: usize = 32 << 20;

/// The octets that the numbers beside a path take at the most.
const NUMBERS: usize = 24;

/// How many files are read out together.
const PAGE: usize = 64;

/// Files by root and path.
#[derive(Debug, Default)]
pub(super) struct Legible {
    roots: Vec<Arc<Path>>,
    /// Of each file: how many octets its path shares with the one before, how
    /// many more it has, those, and the number of its root with what it says.
    octets: Vec<u8>,
    /// Where each page begins.
    pages: Vec<usize>,
    /// How many files the last page has.
    filled: usize,
    /// The last path.
    last: Vec<u8>,
    /// Files for which there was no room, by what they say.
    dropped: [u64; Voice::COUNT],
}

impl Legible {
    /// Takes note of files, in whatever order they come.
    pub(super) fn push(&mut self, mut files: Vec<(Location, Voice)>) {
        files.sort_unstable_by(|(one, _), (other, _)| one.path.as_os_str().cmp(other.path.as_os_str()));
        for (location, voice) in files {
            if self.take(&location, voice).is_none()
                && let Some(dropped) = self.dropped.get_mut(voice as usize)
            {
                *dropped += 1;
            }
        }
    }

    fn take(&mut self, location: &Location, voice: Voice) -> Option<()> {
        let path = location.path.as_os_str().as_bytes();
        if self.octets.len() + path.len() + NUMBERS > ROOM {
            return None;
        }
        let known = self.roots.iter().rposition(|root| Arc::ptr_eq(root, &location.root) || *root == location.root);
        let root = known.unwrap_or_else(|| {
            self.roots.push(Arc::clone(&location.root));
            self.roots.len() - 1
        });
        if self.pages.is_empty() || self.filled == PAGE {
            self.pages.push(self.octets.len());
            (self.filled, self.last) = (0, Vec::new());
        }
        let shared = self.last.iter().zip(path).take_while(|(one, other)| one == other).count();
        let (_, more) = path.split_at_checked(shared)?;
        put(&mut self.octets, shared);
        put(&mut self.octets, more.len());
        self.octets.extend_from_slice(more);
        put(&mut self.octets, root * Voice::COUNT + voice as usize);
        self.last.truncate(shared);
        self.last.extend_from_slice(more);
        self.filled += 1;
        Some(())
    }

    /// How many were dropped of those that say at least this.
    pub(super) fn dropped(&self, least: Voice) -> u64 {
        self.dropped.iter().skip(least as usize).sum()
    }

    /// What another list had no room for is missing here too.
    pub(super) fn lacks_too(&mut self, other: &Legible) {
        for (own, more) in self.dropped.iter_mut().zip(other.dropped) {
            *own += more;
        }
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        self.pages.len()
    }

    /// The files of a page that say at least this.
    pub(super) fn page(&self, number: usize, least: Voice) -> Vec<Location> {
        let begin = self.pages.get(number).copied().unwrap_or(self.octets.len());
        let end = self.pages.get(number + 1).copied().unwrap_or(self.octets.len());
        let mut rest = self.octets.get(begin..end).unwrap_or_default();
        let (mut path, mut files) = (Vec::new(), Vec::new());
        while let Some((root, voice)) = next(&mut rest, &mut path) {
            if voice >= least as usize
                && let Some(root) = self.roots.get(root)
            {
                files.push(Location::file(Arc::clone(root), Path::new(OsStr::from_bytes(&path)).into()));
            }
        }
        files
    }
}

/// Reads the next file of a page: its path, the number of its root, what it says.
fn next(rest: &mut &[u8], path: &mut Vec<u8>) -> Option<(usize, usize)> {
    path.truncate(take(rest)?);
    let length = take(rest)?;
    path.extend_from_slice(rest.split_off(..length)?);
    let number = take(rest)?;
    Some((number / Voice::COUNT, number % Voice::COUNT))
}

/// Writes a number, seven bits an octet, the lowest first.
fn put(octets: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        octets.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    octets.push(number.to_le_bytes()[0]);
}

/// Reads such a number.
fn take(octets: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..usize::BITS).step_by(7) {
        let octet = *octets.split_off_first()?;
        number |= usize::from(octet & 0x7f) << shift;
        if octet < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(root: &str, path: &str) -> Location {
        Location::file(Path::new(root).into(), Path::new(path).into())
    }

    fn all(list: &Legible, least: Voice) -> Vec<Location> {
        (0..list.pages()).flat_map(|page| list.page(page, least)).collect()
    }

    #[test]
    fn what_was_noted_comes_back_as_it_was() {
        let mut list = Legible::default();
        let [x, y, z] = [at("/a", "/a/x.xml"), at("/b", "/b/y"), at("/a", "/a/z/ø.conf")];
        let long = at("/a", &format!("/a/{}", "q".repeat(5000)));
        list.push(vec![(z.clone(), Voice::Silent), (x.clone(), Voice::Speaks)]);
        list.push(vec![(y.clone(), Voice::Names), (long.clone(), Voice::Silent)]);
        assert_eq!(all(&list, Voice::Silent), [&x, &z, &long, &y].map(Clone::clone));
        assert_eq!(all(&list, Voice::Names), [x.clone(), y]);
        assert_eq!(all(&list, Voice::Speaks), [x]);
        assert_eq!((list.page(9, Voice::Silent), list.dropped(Voice::Silent)), (Vec::new(), 0));
    }

    #[test]
    fn what_lies_together_is_kept_in_a_few_octets() {
        let mut list = Legible::default();
        let files: Vec<Location> = (0..10_000).map(|n| at("/srv", &format!("/srv/data/folder/{n:05}.conf"))).collect();
        for batch in files.chunks(50) {
            list.push(batch.iter().rev().map(|file| (file.clone(), Voice::Silent)).collect());
        }
        assert_eq!(all(&list, Voice::Silent), files);
        assert_eq!(list.pages(), files.len().div_ceil(PAGE));
        assert!(list.octets.len() < 12 * files.len(), "{}", list.octets.len());
    }

    #[test]
    fn there_is_an_end_to_it() {
        let mut list = Legible::default();
        let long = |end: char| at("/", &format!("/{end}{}", "x".repeat(ROOM / 2 - 2 * NUMBERS)));
        let voices = [Voice::Silent, Voice::Speaks, Voice::Names, Voice::Silent, Voice::Speaks];
        list.push(voices.into_iter().zip('a'..).map(|(voice, end)| (long(end), voice)).collect());
        assert_eq!(all(&list, Voice::Silent).len(), 2);
        assert_eq!([Voice::Silent, Voice::Names, Voice::Speaks].map(|least| list.dropped(least)), [3, 2, 1]);
    }
}
