//! The page cache of large files: what was not in it before a file was read is
//! given back, so that a scan does not push out what others are using.
//!
//! *Behaviour*
//! 1. A file of up to [`WORTH`] octets is left to the system: asking would cost
//!    more than it saves, and a second reading finds it warm.
//! 2. Whether a larger file was in the cache is asked at a few places in it,
//!    before it is read, by reads that do not wait for the disk. If any place
//!    is cached, or the system cannot tell, all of it stays.
//! 3. What is read from front to back is given back on the way, everything
//!    when the file is done with. What others map or write stays in any case.

use rustix::fs::{Advice, fadvise};
use rustix::io::{ReadWriteFlags, preadv2};
use std::io::IoSliceMut;
use std::num::NonZeroU64;
use std::os::fd::OwnedFd;

/// From here on a file is large. Texts of the second reading are no larger.
pub(super) const WORTH: u64 = crate::examine::MAX_TEXT as u64;

/// So much is given back at a time.
const CHUNK: u64 = 8 << 20;

/// A place is asked about in each so many octets...
const STRIDE: u64 = 64 << 20;

/// ... but at no more places than this, in any file.
const PLACES: u64 = 16;

/// What is to be given back of one file.
pub(super) struct Cache<'f> {
    /// `None` where all of it stays.
    file: Option<&'f OwnedFd>,
    /// Up to here it was given back.
    given: u64,
}

impl<'f> Cache<'f> {
    /// Asks about a file of this size, if it is large enough.
    pub(super) fn ask(file: &'f OwnedFd, size: u64) -> Cache<'f> {
        let cold = size > WORTH && places(size).all(|place| is_cold(file, place));
        Cache { file: cold.then_some(file), given: 0 }
    }

    /// All up to here was read, and will hardly be read again.
    pub(super) fn passed(&mut self, end: u64) {
        if let Some(file) = self.file
            && end.saturating_sub(self.given) >= CHUNK
        {
            give_back(file, self.given, end - self.given);
            self.given = end;
        }
    }
}

impl Drop for Cache<'_> {
    fn drop(&mut self) {
        if let Some(file) = self.file {
            // To its end, wherever that is, and what was read again.
            give_back(file, 0, 0);
        }
    }
}

/// The places that are asked about: the beginning first, then evenly.
fn places(size: u64) -> impl Iterator<Item = u64> {
    let count = (size / STRIDE + 2).min(PLACES);
    (0..count).map(move |number| size / count * number)
}

/// Whether the octet at this place would have to be fetched.
fn is_cold(file: &OwnedFd, place: u64) -> bool {
    let mut octet = [0];
    let read = preadv2(file, &mut [IoSliceMut::new(&mut octet)], place, ReadWriteFlags::NOWAIT);
    matches!(read, Err(rustix::io::Errno::AGAIN))
}

/// Nothing depends on it: a system that cannot keeps what it has.
fn give_back(file: &OwnedFd, from: u64, length: u64) {
    fadvise(file, from, NonZeroU64::new(length), Advice::DontNeed).unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_places_are_asked_about_and_the_beginning_first() {
        let all = |size: u64| places(size).collect::<Vec<_>>();
        assert_eq!(all(6 << 20), [0, 3 << 20]);
        assert_eq!(all(128 << 20), [0, 32 << 20, 64 << 20, 96 << 20]);
        assert_eq!(all(2 << 40).len(), 16);
        assert!(all(2 << 40).iter().all(|place| *place < 2 << 40));
    }
}
