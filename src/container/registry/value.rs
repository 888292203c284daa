//! A value of a hive: its name, and where its data lies.
//!
//! ```text
//! value ::= "vk" name-length:2 size:4 data:4 type:4 flags:2 …:2 name
//! split ::= "db" segments:2 list:4           (data of more than 16344 octets)
//! ```

use super::cells::Cells;
use super::key::text;
use crate::container::source::{ReadAt, fill_at};
use std::io::{self, Read};

/// The octets before the name.
const HEADER: usize = 20;

/// The least octets of a value, its cell's size included.
pub(super) const LEAST: u64 = HEADER as u64 + 4;

/// The most octets of data in one cell, from version 1.4 of the format on.
const SEGMENT: u64 = 16344;

/// Set in the size where the data stands in the place of its offset.
const RESIDENT: u32 = 0x8000_0000;

/// The longest name that is told, in octets.
const MAX_NAME: usize = 512;

/// A value.
pub(super) struct Value {
    pub(super) name: String,
    size: u32,
    data: u32,
}

/// Reads the value of a cell; `None` where there is none.
pub(super) fn read(cells: &mut Cells<'_>, offset: u32) -> io::Result<Option<Value>> {
    let Some((start, end)) = cells.cell(offset)? else { return Ok(None) };
    let Some(header) = cells.octets::<HEADER>(start)?.filter(|header| header.starts_with(b"vk")) else {
        return Ok(None);
    };
    let number = |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let length = usize::from(u16::from_le_bytes([header[2], header[3]]));
    if start + (HEADER + length) as u64 > end {
        return Ok(None);
    }
    let mut name = vec![0; length.min(MAX_NAME)];
    if !cells.fill(start + HEADER as u64, &mut name)? {
        return Ok(None);
    }
    let narrow = header[16] & 1 == 1;
    Ok(Some(Value { name: text(&name, narrow), size: number(4), data: number(8) }))
}

impl Value {
    /// Whether its data may be split over cells.
    pub(super) fn is_split(&self) -> bool {
        self.size & RESIDENT == 0 && u64::from(self.size) > SEGMENT
    }

    /// Whether it is a certificate with its properties, by its name.
    pub(super) fn is_blob(&self) -> bool {
        self.size & RESIDENT == 0 && self.size > 0 && self.name.eq_ignore_ascii_case("Blob")
    }

    /// Where its data lies in the file: from, to. `None` where that is damaged.
    pub(super) fn pieces(&self, cells: &mut Cells<'_>) -> io::Result<Option<Vec<(u64, u64)>>> {
        let Some((start, end)) = cells.cell(self.data)? else { return Ok(None) };
        let size = u64::from(self.size);
        if size <= end - start {
            return Ok(Some(vec![(start, start + size)]));
        }
        match cells.octets::<8>(start)? {
            Some([b'd', b'b', low, high, list @ ..]) => {
                segments(cells, u16::from_le_bytes([low, high]), u32::from_le_bytes(list), size)
            }
            _ => Ok(None),
        }
    }
}

fn segments(cells: &mut Cells<'_>, count: u16, list: u32, size: u64) -> io::Result<Option<Vec<(u64, u64)>>> {
    let Some((start, end)) = cells.cell(list)? else { return Ok(None) };
    let mut pieces = Vec::new();
    let mut left = size;
    for at in 0..u64::from(count).min((end - start) / 4) {
        let segment = match cells.number(start + 4 * at)? {
            Some(offset) => cells.cell(offset)?,
            None => None,
        };
        let Some((from, to)) = segment else { return Ok(None) };
        let length = (to - from).min(SEGMENT).min(left);
        pieces.push((from, from + length));
        left -= length;
    }
    Ok((left == 0).then_some(pieces))
}

/// The data of a value, put together.
pub(super) struct Pieces<'c> {
    content: &'c dyn ReadAt,
    left: std::vec::IntoIter<(u64, u64)>,
    at: u64,
    end: u64,
}

impl<'c> Pieces<'c> {
    pub(super) fn new(content: &'c dyn ReadAt, pieces: Vec<(u64, u64)>) -> Pieces<'c> {
        Pieces { content, left: pieces.into_iter(), at: 0, end: 0 }
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.end {
            match self.left.next() {
                Some((from, to)) => (self.at, self.end) = (from, to),
                None => return Ok(0),
            }
        }
        let rest = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let wanted = into.len().min(rest);
        let got = fill_at(self.content, self.at, &mut into[..wanted])?;
        self.at = if got == 0 { self.end } else { self.at + got as u64 };
        Ok(got)
    }
}
