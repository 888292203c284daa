//! The central directory, read in pieces.

use super::ending::Ending;
use super::input::Input;
use super::record::{CENTRAL, Entry};
use crate::container::source::ReadAt;
use std::io;

/// The directory from its next entry on.
pub(super) struct Directory<'c> {
    input: Input<'c>,
    ending: Ending,
    /// How many entries were read.
    pub(super) entries: u64,
}

impl<'c> Directory<'c> {
    pub(super) fn new(content: &'c dyn ReadAt, ending: Ending) -> Directory<'c> {
        Directory { input: Input::random(content, ending.directory, ending.end), ending, entries: 0 }
    }

    /// Begins again.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        self.entries = 0;
        self.input.seek(self.ending.directory)
    }

    /// Reads the next entry; false at the end, or where there is none. Its
    /// offset is the one in the content.
    pub(super) fn next(&mut self, entry: &mut Entry) -> io::Result<bool> {
        if !self.input.peek(4)?.starts_with(CENTRAL) || !entry.read_central(&mut self.input)? {
            return Ok(false);
        }
        entry.offset = entry.offset.wrapping_add(self.ending.base);
        self.entries += 1;
        Ok(true)
    }
}
