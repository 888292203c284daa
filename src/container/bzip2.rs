//! Bzip2: one content out of any number of streams in a row.
//!
//! *Behaviour*
//! 1. Streams in a row are one content, as `bzip2 -d` has it and parallel
//!    compressors write it; see [`super::streams`].
//! 2. Each block carries a checksum; a wrong one or an early end is an error
//!    after the blocks before it.
//!
//! Source: the reference implementation, bzip2 1.0.8 (there is no other).

use super::archive::{ArchiveReader, Visitor, damaged};
use super::source::Source;
use super::streams::{self, Codec, Format, Stepped};
use bzip2::{Decompress, Status};
use std::io;

/// Reads bzip2.
pub struct Bzip2;

/// What the decoder holds at the largest block size, in octets.
const HOLDS: u64 = 4 << 20;

impl ArchiveReader for Bzip2 {
    fn id(&self) -> &'static str {
        "bzip2"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        begins(head)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let format = Format { id: self.id(), begins, decoder: || Stepped::new(Stream(Decompress::new(false))) };
        streams::open(&format, content, visitor)
    }
}

/// The magic, and the magic of a block (digits of pi) or of the end (of its
/// square root).
fn begins(head: &[u8]) -> bool {
    const BLOCK: [u8; 6] = [0x31, 0x41, 0x59, 0x26, 0x53, 0x59];
    const END: [u8; 6] = [0x17, 0x72, 0x45, 0x38, 0x50, 0x90];
    matches!(head, [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] if rest.starts_with(&BLOCK) || rest.starts_with(&END))
}

struct Stream(Decompress);

impl Codec for Stream {
    fn step(&mut self, input: &[u8], output: &mut [u8], _last: bool) -> io::Result<bool> {
        let stepped = self.0.decompress(input, output);
        stepped.map(|status| status == Status::StreamEnd).map_err(|error| damaged(error.to_string()))
    }

    fn counts(&self) -> (u64, u64) {
        (self.0.total_in(), self.0.total_out())
    }

    fn holds(&self, _more: usize) -> u64 {
        HOLDS
    }
}
