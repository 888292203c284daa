//! The cells of a hive, read at will through a small cache, and one pass over
//! all of them.
//!
//! ```text
//! hive ::= "regf" … root:4(at 36) size-of-bins:4(at 40) … up to 4096, then bins
//! bin  ::= "hbin" offset:4 size:4 … up to 32, then cells
//! cell ::= size:4 data              (negative where it is in use)
//! ```
//! Numbers are little-endian; the offset of a cell counts from the first bin.

use crate::container::source::{ReadAt, fill_at};
use std::io;

/// Where the bins begin, and what their sizes are multiples of.
const BINS: u64 = 4096;
const BIN_HEADER: u64 = 32;

/// The cache: so many blocks of such a size.
const BLOCK: u64 = 32 << 10;
const BLOCKS: usize = 32;

/// The cells of a hive.
pub(super) struct Cells<'h> {
    content: &'h dyn ReadAt,
    size: u64,
    /// Blocks by their number modulo [`BLOCKS`].
    cache: Vec<Option<(u64, Vec<u8>)>>,
}

impl<'h> Cells<'h> {
    /// How much memory the cache takes.
    pub(super) const MEMORY: u64 = BLOCK * BLOCKS as u64;

    pub(super) fn new(content: &'h dyn ReadAt) -> Cells<'h> {
        Cells { content, size: content.size(), cache: vec![None; BLOCKS] }
    }

    pub(super) fn content(&self) -> &'h dyn ReadAt {
        self.content
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// How many octets of the bins are missing.
    pub(super) fn missing(&mut self) -> io::Result<Option<u64>> {
        let bins = self.number(40)?.map_or(u64::MAX, u64::from);
        let missing = BINS.saturating_add(bins).saturating_sub(self.size);
        Ok((missing > 0).then_some(missing))
    }

    /// The octets of a file offset; `None` where the file is shorter.
    pub(super) fn octets<const N: usize>(&mut self, offset: u64) -> io::Result<Option<[u8; N]>> {
        let mut octets = [0; N];
        Ok(self.fill(offset, &mut octets)?.then_some(octets))
    }

    /// Fills the slice; false where the file is shorter.
    pub(super) fn fill(&mut self, mut offset: u64, mut into: &mut [u8]) -> io::Result<bool> {
        while !into.is_empty() {
            let within = usize::try_from(offset % BLOCK).unwrap_or_default();
            let block = self.block(offset / BLOCK)?;
            let from = block.get(within..).unwrap_or_default();
            let count = from.len().min(into.len());
            if count == 0 {
                return Ok(false);
            }
            let (now, later) = into.split_at_mut(count);
            now.copy_from_slice(&from[..count]);
            into = later;
            offset += count as u64;
        }
        Ok(true)
    }

    fn block(&mut self, number: u64) -> io::Result<&[u8]> {
        let slot = usize::try_from(number % BLOCKS as u64).unwrap_or_default();
        let cached = &mut self.cache[slot];
        if cached.as_ref().is_none_or(|(have, _)| *have != number) {
            let mut block = cached.take().map(|(_, block)| block).unwrap_or_default();
            block.resize(usize::try_from(BLOCK).unwrap_or_default(), 0);
            let got = fill_at(self.content, number.saturating_mul(BLOCK), &mut block)?;
            block.truncate(got);
            *cached = Some((number, block));
        }
        Ok(cached.as_ref().map_or(&[], |(_, block)| block))
    }

    pub(super) fn number(&mut self, offset: u64) -> io::Result<Option<u32>> {
        Ok(self.octets(offset)?.map(u32::from_le_bytes))
    }

    /// Where the data of the cell at an offset begins and ends in the file.
    /// `None` for a cell that is not in use or not there.
    pub(super) fn cell(&mut self, offset: u32) -> io::Result<Option<(u64, u64)>> {
        let at = BINS + u64::from(offset);
        let size = self.octets(at)?.map_or(0, i32::from_le_bytes);
        let end = at + u64::from(size.unsigned_abs());
        Ok((size < -4 && end <= self.size).then_some((at + 4, end)))
    }
}

/// The way from cell to cell.
pub(super) struct Pass {
    at: u64,
    /// Where the bin at hand ends.
    bin: u64,
    /// Whether the last bin was missing: a row of them is told once.
    lost: bool,
}

impl Pass {
    pub(super) fn new() -> Pass {
        Pass { at: BINS, bin: BINS, lost: false }
    }

    /// The file offset of the data of the next cell that is in use, or what is
    /// damaged on the way.
    pub(super) fn next(&mut self, cells: &mut Cells<'_>) -> io::Result<Option<Result<u64, String>>> {
        while self.at < cells.size {
            if self.at >= self.bin {
                if let Some(what) = self.enter(cells)? {
                    return Ok(Some(Err(what)));
                }
                continue;
            }
            let at = self.at;
            let size = cells.octets(at)?.map_or(0, i32::from_le_bytes);
            let end = at + u64::from(size.unsigned_abs());
            if size.unsigned_abs() < 8 || end > self.bin {
                self.at = self.bin;
                return Ok(Some(Err(format!("the cell at offset {at} is damaged"))));
            }
            self.at = end;
            if size < 0 {
                return Ok(Some(Ok(at + 4)));
            }
        }
        Ok(None)
    }

    /// Enters the bin that begins here, or passes over what should be one.
    fn enter(&mut self, cells: &mut Cells<'_>) -> io::Result<Option<String>> {
        let at = self.at;
        let header: Option<[u8; 12]> = cells.octets(at)?;
        let size = match header {
            Some([b'h', b'b', b'i', b'n', _, _, _, _, size @ ..]) => u64::from(u32::from_le_bytes(size)),
            // Zeros behind the last bin are room, not damage.
            Some([0, 0, 0, 0, ..]) if !self.lost => {
                (self.at, self.bin) = (at + BINS, at + BINS);
                return Ok(None);
            }
            _ => 0,
        };
        if size < BINS || !size.is_multiple_of(BINS) {
            (self.at, self.bin) = (at + BINS, at + BINS);
            let told = std::mem::replace(&mut self.lost, true);
            return Ok((!told).then(|| format!("no bin of the registry at offset {at}")));
        }
        self.lost = false;
        (self.at, self.bin) = (at + BIN_HEADER, (at + size).min(cells.size));
        Ok(None)
    }
}
