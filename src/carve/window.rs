//! Windows: how content of any length is carved piece by piece, and what one
//! piece hands to the next. Knows no mark and no object.
//!
//! What is found must not depend on where a window ends. So what is known is
//! carried on whole ([`Past`]), as much is kept before an unfinished object as
//! anything looks back ([`BEHIND`]), and nothing is decided so near the end that
//! more content could change it ([`AHEAD`]).

/// How far before a mark, and before an object that is unfinished, anything
/// looks: for the prefix of its line, an offset, or the letters of UTF-16.
pub(super) const BEHIND: usize = 512;

/// How far behind the place where it stops anything looks before it decides:
/// a label, the joint of two literals, the next row of a dump.
pub(super) const AHEAD: usize = 1024;

/// A stretch of content.
#[derive(Clone, Copy, Debug)]
pub struct Window<'w> {
    /// The bytes.
    pub bytes: &'w [u8],
    /// Whether nothing comes after these bytes.
    pub last: bool,
    /// What the windows before it left behind.
    pub(super) past: Past,
}

/// What a window gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Everything before is done; the rest belongs at the front of the next window.
    pub keep: usize,
    /// In terms of the next window.
    past: Past,
}

/// What is known of a window before it is looked at, in its own terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Past {
    /// Where the next mark is looked for.
    pub(super) at: usize,
    /// The end of the last thing told: no object begins before it.
    pub(super) floor: usize,
    /// Where a run of base64 is known to end: what needs more of it is cut,
    /// and is not decoded again for every mark in it.
    pub(super) run_end: usize,
    /// The same for octets that are written out.
    pub(super) written_end: usize,
    /// The end of the last store: stores in stores are its reader's.
    pub(super) store_end: usize,
}

impl<'w> Window<'w> {
    /// The whole of some content.
    pub fn whole(bytes: &'w [u8]) -> Window<'w> {
        Progress::default().window(bytes, true)
    }
}

impl Progress {
    /// What is done when everything before `start` is, in a window that was
    /// left with `past`.
    pub(super) fn new(start: usize, past: Past) -> Progress {
        let keep = start.saturating_sub(BEHIND);
        Progress { keep, past: past.shifted(keep) }
    }

    /// What is done when the content is, whose last window has `length` octets.
    pub(super) fn ended(length: usize) -> Progress {
        Progress { keep: length, past: Past::default() }
    }

    /// The next window, whose first byte is the one at `keep` in the last; the
    /// first window, where this is the default.
    pub fn window(self, bytes: &[u8], last: bool) -> Window<'_> {
        Window { bytes, last, past: self.past }
    }
}

impl Past {
    fn shifted(self, by: usize) -> Past {
        let Past { at, floor, run_end, written_end, store_end } = self;
        let [at, floor, run_end, written_end, store_end] =
            [at, floor, run_end, written_end, store_end].map(|place| place.saturating_sub(by));
        Past { at, floor, run_end, written_end, store_end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_moves_with_the_window() {
        let past = Past { at: 2000, floor: 1500, run_end: 1400, written_end: 0, store_end: 9000 };
        let progress = Progress::new(1990, past);
        assert_eq!(progress.keep, 1990 - BEHIND);
        let next = progress.window(b"", false).past;
        assert_eq!(next, Past { at: 522, floor: 22, run_end: 0, written_end: 0, store_end: 7522 });
    }
}
