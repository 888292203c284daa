//! LZ4 frames, as package lists, backups and core dumps are compressed: one
//! content out of any number of frames in a row.
//!
//! *Behaviour*
//! 1. Blocks that stand alone and blocks that look back. Skippable frames are
//!    skipped; what follows the last frame: see [`super::streams`].
//! 2. A frame that needs a dictionary is unsupported.
//! 3. Checksums of blocks and of the content are verified; a wrong one or an
//!    early end is an error after what could be read.
//!
//! Sources: LZ4 Frame Format 1.6.4, LZ4 Block Format, the xxHash specification.

mod block;
mod xxh32;

use super::archive::{ArchiveReader, Visitor, damaged, unsupported};
use super::input::{Data, Input};
use super::source::{self, Source};
use super::streams::{self, Decoder, Format, Memory};
use std::io::{self, Read};
use xxh32::Xxh32;

/// Reads LZ4 frames.
pub struct Lz4;

/// How far a block may look back, in octets.
const HISTORY: usize = 64 << 10;

impl ArchiveReader for Lz4 {
    fn id(&self) -> &'static str {
        "lz4"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(&[0x04, 0x22, 0x4d, 0x18])
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let format = Format { id: self.id(), begins, decoder: Frame::default };
        streams::open(&format, content, visitor)
    }
}

fn begins(head: &[u8]) -> bool {
    matches!(head, [0x04, 0x22, 0x4d, 0x18, ..]) || is_skippable(head)
}

fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// One frame.
#[derive(Default)]
struct Frame {
    header: Option<Header>,
    /// What blocks may look back at, then what the last one gave.
    out: Vec<u8>,
    /// What was handed on of it.
    at: usize,
    sum: Xxh32,
    ended: bool,
    failed: Option<io::Error>,
}

/// What a frame's header says.
#[derive(Clone, Copy)]
struct Header {
    linked: bool,
    block_sums: bool,
    content_sum: bool,
    /// The largest block, in octets.
    block: usize,
}

impl Header {
    fn read(input: &mut Input<'_>) -> io::Result<Header> {
        let head = input.peek(19)?;
        let &[_, _, _, _, flags, sizes, ..] = head else { return Err(early()) };
        let length = 2 + if flags & 8 != 0 { 8 } else { 0 } + if flags & 1 != 0 { 4 } else { 0 };
        let Some((described, [sum, ..])) = head.get(4..).and_then(|rest| rest.split_at_checked(length)) else {
            return Err(early());
        };
        if Xxh32::of(described).to_le_bytes()[1] != *sum {
            return Err(damaged("its header is damaged"));
        }
        let size = usize::from(sizes >> 4 & 7);
        if flags >> 6 != 1 || size < 4 {
            return Err(unsupported("a version of LZ4 frames that is not known"));
        }
        if flags & 1 != 0 {
            return Err(unsupported("it needs a dictionary, which lies elsewhere"));
        }
        input.consume(4 + length + 1);
        let is = |flag: u8| flags & flag != 0;
        Ok(Header { linked: !is(0x20), block_sums: is(0x10), content_sum: is(4), block: 1 << (8 + 2 * size) })
    }
}

impl Frame {
    /// Reads the next block into `out`.
    fn block(&mut self, header: Header, input: &mut Input<'_>, memory: &mut Memory) -> io::Result<()> {
        let size = number(input)?;
        if size == 0 {
            self.ended = true;
            let sum = if header.content_sum { Some(number(input)?) } else { None };
            let fits = sum.is_none_or(|sum| sum == self.sum.finish());
            return if fits { Ok(()) } else { Err(damaged("the checksum is wrong")) };
        }
        let length = u64::from(size & 0x7fff_ffff);
        if length > header.block as u64 {
            return Err(damaged("a block is larger than declared"));
        }
        memory.reach(3 * header.block as u64 + 2 * HISTORY as u64, u64::MAX)?;
        self.out.drain(..self.out.len().saturating_sub(HISTORY));
        let begin = self.out.len();
        self.at = begin;
        let mut stored = Vec::new();
        let read = Data::new(input, length).read_to_end(&mut stored).map(|_| ());
        let decoded = if size >> 31 == 1 {
            self.out.extend_from_slice(&stored);
            Ok(())
        } else {
            let floor = if header.linked { 0 } else { begin };
            block::decode(&stored, &mut self.out, floor, begin + header.block)
        };
        self.sum.update(self.out.get(begin..).unwrap_or_default());
        read.and(decoded)?;
        if header.block_sums && number(input)? != Xxh32::of(&stored) {
            return Err(damaged("the checksum of a block is wrong"));
        }
        Ok(())
    }
}

impl Decoder for Frame {
    fn read(&mut self, input: &mut Input<'_>, into: &mut [u8], memory: &mut Memory) -> io::Result<usize> {
        loop {
            let rest = self.out.get(self.at..).unwrap_or_default();
            if !rest.is_empty() {
                let got = rest.len().min(into.len());
                into[..got].copy_from_slice(&rest[..got]);
                self.at += got;
                return Ok(got);
            }
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if self.ended {
                return Ok(0);
            }
            let header = match self.header {
                Some(header) => header,
                None if is_skippable(input.peek(4)?) => return skip(input),
                None => *self.header.insert(Header::read(input)?),
            };
            // What came out before the error is handed on first.
            self.failed = self.block(header, input, memory).err();
        }
    }
}

/// Goes over a skippable frame: an empty content.
fn skip(input: &mut Input<'_>) -> io::Result<usize> {
    input.consume(4);
    let size = u64::from(number(input)?);
    if input.skip(size)? < size { Err(early()) } else { Ok(0) }
}

fn number(input: &mut Input<'_>) -> io::Result<u32> {
    let mut octets = [0; 4];
    if source::fill(input, &mut octets)? < 4 {
        return Err(early());
    }
    Ok(u32::from_le_bytes(octets))
}

fn early() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it ends before its time")
}
