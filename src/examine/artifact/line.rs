//! Line numbers, counted only when somebody asks and no octet twice.

use std::cell::Cell;

/// Counts the lines of one window, front to back.
pub(super) struct Lines<'w> {
    window: &'w [u8],
    /// Line breaks before the window; `None` in binary content.
    before: Option<u64>,
    counted: Cell<(usize, u64)>,
}

/// The line of a piece.
#[derive(Clone, Copy)]
pub(super) enum Line<'l> {
    /// As the content around tells it.
    Told(Option<u64>),
    /// At this offset of a window.
    At(&'l Lines<'l>, usize),
}

impl<'w> Lines<'w> {
    pub(super) fn new(window: &'w [u8], before: Option<u64>) -> Lines<'w> {
        Lines { window, before, counted: Cell::new((0, 0)) }
    }

    /// Line breaks in the window before an offset.
    fn breaks(&self, offset: usize) -> u64 {
        let (mut at, mut breaks) = self.counted.get();
        if offset < at {
            (at, breaks) = (0, 0);
        }
        let between = self.window.get(at..offset).unwrap_or_default();
        breaks += memchr::memchr_iter(b'\n', between).count() as u64;
        self.counted.set((offset, breaks));
        breaks
    }
}

impl Line<'_> {
    /// The number, from 1.
    pub(super) fn number(self) -> Option<u64> {
        match self {
            Line::Told(line) => line,
            Line::At(lines, offset) => lines.before.map(|before| before + lines.breaks(offset) + 1),
        }
    }

    /// Line breaks in the window before the piece, also in UTF-16.
    pub(super) fn breaks_before(self) -> u64 {
        match self {
            Line::Told(_) => 0,
            Line::At(lines, offset) => lines.breaks(offset),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one_and_in_any_order() {
        let lines = Lines::new(b"a\nb\nc", Some(10));
        assert_eq!(Line::At(&lines, 4).number(), Some(13));
        assert_eq!(Line::At(&lines, 0).number(), Some(11));
        assert_eq!(Line::At(&lines, 2).number(), Some(12));
        assert_eq!(Line::At(&Lines::new(b"a\nb", None), 2).number(), None);
    }
}
