//! The list of files that are worth a second reading: compact, and bounded.

use crate::examine::Voice;
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
    /// Where each path ends, which root it is of, and what the file says.
    files: Vec<(u32, u32)>,
    /// Files for which there was no room, by what they say.
    dropped: [u64; Voice::COUNT],
}

/// What a file says stands in the highest bits of the number of its root.
const VOICE: u32 = 30;

impl Legible {
    /// Takes note of a file.
    pub(super) fn push(&mut self, location: &Location, voice: Voice) {
        if self.take(location, voice).is_none()
            && let Some(dropped) = self.dropped.get_mut(voice as usize)
        {
            *dropped += 1;
        }
    }

    fn take(&mut self, location: &Location, voice: Voice) -> Option<()> {
        let path = location.path.as_os_str().as_bytes();
        let known = self.roots.iter().rposition(|root| Arc::ptr_eq(root, &location.root) || *root == location.root);
        let root = known.unwrap_or(self.roots.len());
        let end = u32::try_from(self.octets.len() + path.len()).ok()?;
        let number = u32::try_from(root).ok().filter(|number| number >> VOICE == 0)?;
        if self.octets.len() + path.len() > ROOM {
            return None;
        }
        if known.is_none() {
            self.roots.push(Arc::clone(&location.root));
        }
        self.octets.extend_from_slice(path);
        self.files.push((end, number | (voice as u32) << VOICE));
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

    /// Whether one of them says at least this.
    pub(super) fn says(&self, at: usize, least: Voice) -> bool {
        self.files.get(at).is_some_and(|(_, root)| root >> VOICE >= least as u32)
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
        let root = self.roots.get((root & !(u32::MAX << VOICE)) as usize)?;
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
            list.push(location, if location.path.ends_with("y") { Voice::Names } else { Voice::Silent });
        }
        let back: Vec<Location> = (0..list.len()).filter_map(|number| list.get(number)).collect();
        assert_eq!(back, all);
        assert_eq!((0..3).map(|number| list.says(number, Voice::Names)).collect::<Vec<_>>(), [false, true, false]);
        assert!(list.says(0, Voice::Silent) && !list.says(1, Voice::Speaks) && !list.says(3, Voice::Silent));
        assert_eq!((list.get(3), list.dropped(Voice::Silent)), (None, 0));
    }

    #[test]
    fn there_is_an_end_to_it() {
        let mut list = Legible::default();
        let long = Location::file(Path::new("/").into(), Path::new(&format!("/{}", "x".repeat(ROOM / 2 - 1))).into());
        for voice in [Voice::Silent, Voice::Speaks, Voice::Names, Voice::Silent, Voice::Speaks] {
            list.push(&long, voice);
        }
        assert_eq!(list.len(), 2);
        assert_eq!([Voice::Silent, Voice::Names, Voice::Speaks].map(|least| list.dropped(least)), [3, 2, 1]);
    }
}
