//! Sparse members: where their data belongs.
//!
//! *Behaviour*
//! 1. Old GNU (type `S`) and pax 0.0, 0.1 and 1.0.
//! 2. Each hole is read as the zeros that it is, but as 4 KiB of them at most:
//!    no certificate contains more, and a hole of gigabytes costs nothing. An
//!    offset behind a longer hole is therefore one in the shortened content.
//! 3. A map that does not fit its data is told; the data is then looked at as
//!    it is stored.
//!
//! Source: the GNU tar manual, "Storing Sparse Files".

use super::super::archive::{Visitor, damaged};
use super::super::input::{Data, Input};
use super::super::source;
use super::header::{BLOCK, Header, number};
use super::pax::{Records, decimal};
use std::io::{self, Read};

/// The longest hole that is read in full, in octets.
const HOLE: u64 = 4 << 10;

/// More pieces than this are not followed.
const MAX_PIECES: usize = 1 << 18;

/// So many pieces need not be asked for.
const FREE_PIECES: usize = 8 << 10;

/// Where the data belongs, and what of the data the map itself took.
#[derive(Default)]
pub(super) struct Map {
    pub(super) pieces: Option<Vec<Piece>>,
    /// Octets of the member's data that the map took.
    pub(super) spent: u64,
}

/// Zeros, then data, in octets.
pub(super) struct Piece {
    hole: u64,
    data: u64,
}

/// The map of the member whose header is at hand, which is `size` octets long.
pub(super) fn map(
    header: &Header<'_>,
    records: &Records,
    input: &mut Input<'_>,
    size: u64,
    visitor: &mut dyn Visitor,
) -> io::Result<Map> {
    let mut pieces = Pieces { list: Vec::new(), at: 0, data: 0, grant: None, visitor };
    let mut spent = 0;
    if header.kind == b'S' {
        gnu(header.block(), input, &mut pieces)?;
    } else if records.sparse_in_data {
        spent = in_data(input, size, &mut pieces)?;
    } else if let Some(map) = &records.sparse_map {
        for pair in map.chunks(2) {
            let [offset, length] = pair else { return Err(misfit()) };
            pieces.push(*offset, *length)?;
        }
    } else {
        return Ok(Map::default());
    }
    if pieces.data > size.saturating_sub(spent) {
        return Err(misfit());
    }
    Ok(Map { pieces: Some(pieces.list), spent })
}

fn misfit() -> io::Error {
    damaged("the map of a sparse member does not fit its data")
}

/// The map as it grows.
struct Pieces<'p> {
    list: Vec<Piece>,
    at: u64,
    data: u64,
    grant: Option<crate::bounds::Grant>,
    visitor: &'p mut dyn Visitor,
}

impl Pieces<'_> {
    fn push(&mut self, offset: u64, length: u64) -> io::Result<()> {
        let hole = offset.checked_sub(self.at).ok_or_else(misfit)?;
        self.at = offset.checked_add(length).ok_or_else(misfit)?;
        self.data += length;
        if self.list.len() >= MAX_PIECES {
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, "a sparse member of too many pieces"));
        }
        if self.list.len() >= FREE_PIECES && self.grant.is_none() {
            let whole = MAX_PIECES * size_of::<Piece>();
            self.grant = Some(self.visitor.ask(whole as u64)?);
        }
        self.list.push(Piece { hole, data: length });
        Ok(())
    }
}

/// Four pieces in the header, then twenty-one in each block that follows.
fn gnu(first: &[u8; BLOCK], input: &mut Input<'_>, pieces: &mut Pieces<'_>) -> io::Result<()> {
    take_table(&first[386..482], pieces)?;
    let mut more = first[482];
    while more != 0 {
        let mut block = [0; BLOCK];
        if source::fill(input, &mut block)? < BLOCK {
            return Err(damaged("it ends within the map of a sparse member"));
        }
        take_table(&block[..504], pieces)?;
        more = block[504];
    }
    Ok(())
}

fn take_table(table: &[u8], pieces: &mut Pieces<'_>) -> io::Result<()> {
    for entry in table.chunks_exact(24) {
        let (offset, length) = entry.split_at(12);
        if entry[0] == 0 {
            break;
        }
        let (offset, length) = number(offset).zip(number(length)).ok_or_else(misfit)?;
        pieces.push(offset, length)?;
    }
    Ok(())
}

/// Decimal numbers in lines, filled up to whole blocks; tells how many octets.
fn in_data(input: &mut Input<'_>, size: u64, pieces: &mut Pieces<'_>) -> io::Result<u64> {
    let begin = input.offset();
    let count = line(input)?;
    for _ in 0..count {
        if input.offset() - begin > size {
            return Err(misfit());
        }
        let (offset, length) = (line(input)?, line(input)?);
        pieces.push(offset, length)?;
    }
    let spent = input.offset() - begin;
    let padding = super::padding(spent);
    input.skip(padding)?;
    Ok(spent + padding)
}

fn line(input: &mut Input<'_>) -> io::Result<u64> {
    let text = input.peek(24)?;
    let end = text.iter().position(|octet| *octet == b'\n').ok_or_else(misfit)?;
    let value = decimal(&text[..end]).ok_or_else(misfit)?;
    input.consume(end + 1);
    Ok(value)
}

/// The data with its holes.
pub(super) struct Sparse<'p, 'd, 's> {
    data: &'p mut Data<'d, 's>,
    pieces: std::vec::IntoIter<Piece>,
    now: Piece,
}

impl<'p, 'd, 's> Sparse<'p, 'd, 's> {
    pub(super) fn new(data: &'p mut Data<'d, 's>, pieces: Vec<Piece>) -> Sparse<'p, 'd, 's> {
        Sparse { data, pieces: pieces.into_iter(), now: Piece { hole: 0, data: 0 } }
    }
}

impl Read for Sparse<'_, '_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.now.hole == 0 && self.now.data == 0 {
            let Some(next) = self.pieces.next() else { return Ok(0) };
            self.now = Piece { hole: next.hole.min(HOLE), ..next };
        }
        let left = if self.now.hole > 0 { &mut self.now.hole } else { &mut self.now.data };
        let wanted = into.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
        let part = &mut into[..wanted];
        let got = if self.now.hole > 0 {
            part.fill(0);
            self.now.hole -= wanted as u64;
            wanted
        } else {
            let got = self.data.read(part)?;
            self.now.data -= got as u64;
            got
        };
        Ok(got)
    }
}
