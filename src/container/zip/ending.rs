//! The end record: where the directory stands and how much it lists.

use super::input::Input;
use super::record::{CENTRAL, EMPTY, END64, LOCAL, LOCATOR64, u16_at, u32_at, u64_at};
use crate::container::source::{ReadAt, fill_at};
use std::io;

/// The length of an end record without its comment.
const END_SIZE: usize = 22;
const LOCATOR_SIZE: usize = 20;
const END64_SIZE: usize = 56;

/// How far before the content's end it may begin: its comment is at most so long.
const TAIL: u64 = END_SIZE as u64 + 65_535;

/// What the end record says, checked against the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending {
    /// Where the directory begins.
    pub(super) directory: u64,
    /// Where the end record begins, or the one for large archives before it.
    pub(super) end: u64,
    /// What is added to the offsets of local headers, with wrapping.
    pub(super) base: u64,
    /// How many members there are, by what the record can count to.
    pub(super) entries: u64,
    /// Whether `entries` is told in 64 bits, and not only the lowest 16.
    pub(super) wide: bool,
    /// Whether the archive lies in several parts.
    pub(super) parts: bool,
}

impl Ending {
    /// The last end record that fits the content.
    pub(super) fn find(content: &dyn ReadAt) -> io::Result<Option<Ending>> {
        // Most archives have no comment.
        if let Some(last) = content.size().checked_sub(END_SIZE as u64)
            && let found @ Some(_) = last_in(content, last)?
        {
            return Ok(found);
        }
        last_in(content, content.size().saturating_sub(TAIL))
    }

    /// Whether it lists nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.directory == self.end
    }

    /// Whether so many members are what it says.
    pub(super) fn counts(&self, members: u64) -> bool {
        if self.wide { members == self.entries } else { members & 0xffff == self.entries }
    }
}

/// The last end record from an offset on.
fn last_in(content: &dyn ReadAt, from: u64) -> io::Result<Option<Ending>> {
    let mut tail = vec![0; usize::try_from(content.size() - from).unwrap_or_default()];
    let got = fill_at(content, from, &mut tail)?;
    tail.truncate(got);
    for at in memchr::memmem::rfind_iter(&tail, EMPTY) {
        let record = &tail[at..];
        if record.len() < END_SIZE || END_SIZE + usize::from(u16_at(record, 20)) > record.len() {
            continue;
        }
        if let found @ Some(_) = check(content, from + at as u64, record)? {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Reads the record at `at`; `None` if no directory is where it says.
fn check(content: &dyn ReadAt, at: u64, record: &[u8]) -> io::Result<Option<Ending>> {
    let mut parts = [4, 6].iter().any(|field| !matches!(u16_at(record, *field), 0 | 0xffff));
    let mut entries = u64::from(u16_at(record, 10));
    let mut size = u64::from(u32_at(record, 12));
    let mut offset = u64::from(u32_at(record, 16));
    let (mut end, mut wide) = (at, false);
    if (entries == 0xffff || size == u64::from(u32::MAX) || offset == u64::from(u32::MAX))
        && let Some((start, large)) = large(content, at)?
    {
        (end, wide) = (start, true);
        parts |= u32_at(&large, 16) != 0 || u32_at(&large, 20) != 0;
        (entries, size, offset) = (u64_at(&large, 32), u64_at(&large, 40), u64_at(&large, 48));
    }
    let found = |directory: u64, base| Ending { directory, end, base, entries, wide, parts };
    if entries == 0 && size == 0 {
        return Ok((offset <= end).then(|| found(end, 0)));
    }
    if let Some(directory) = end.checked_sub(size)
        && has(content, directory, CENTRAL)?
    {
        let base = directory.wrapping_sub(offset);
        return Ok(Some(found(directory, base_of(content, directory, base)?)));
    }
    if offset < end && has(content, offset, CENTRAL)? {
        return Ok(Some(found(offset, 0)));
    }
    Ok(None)
}

/// The offsets may count from the file's beginning, though the directory's
/// own offset does not.
fn base_of(content: &dyn ReadAt, directory: u64, base: u64) -> io::Result<u64> {
    if base == 0 {
        return Ok(0);
    }
    let mut entry = super::record::Entry::default();
    let whole = entry.read_central(&mut Input::random(content, directory, content.size()))?;
    let shifted = whole && has(content, entry.offset.wrapping_add(base), LOCAL)?;
    Ok(if !shifted && whole && has(content, entry.offset, LOCAL)? { 0 } else { base })
}

/// The end record of a large archive and where it begins; the usual one is at `at`.
fn large(content: &dyn ReadAt, at: u64) -> io::Result<Option<(u64, [u8; END64_SIZE])>> {
    let mut locator = [0; LOCATOR_SIZE];
    let Some(locator_at) = at.checked_sub(LOCATOR_SIZE as u64) else { return Ok(None) };
    fill_at(content, locator_at, &mut locator)?;
    if !locator.starts_with(LOCATOR64) {
        return Ok(None);
    }
    // What it says is wrong behind a program; mostly the record is just before.
    for start in [Some(u64_at(&locator, 8)), locator_at.checked_sub(END64_SIZE as u64)].into_iter().flatten() {
        let mut record = [0; END64_SIZE];
        let got = fill_at(content, start, &mut record)?;
        if got == END64_SIZE && start < locator_at && record.starts_with(END64) {
            return Ok(Some((start, record)));
        }
    }
    Ok(None)
}

/// Whether the content has this mark at an offset.
pub(super) fn has(content: &dyn ReadAt, at: u64, mark: &[u8]) -> io::Result<bool> {
    let mut there = [0; 4];
    fill_at(content, at, &mut there)?;
    Ok(there == mark)
}
