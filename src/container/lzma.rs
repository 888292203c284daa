//! LZMA in its two older coats: `.lzma` files, as old RPM packages hold them,
//! and lzip.
//!
//! *Behaviour*
//! 1. Memory as in [`super::xz`].
//! 2. A `.lzma` file has neither a magic nor a checksum: it is told by the
//!    usual properties, a dictionary of a usual size and a size that is unknown
//!    or plausible, and damage in it may go unnoticed.
//! 3. Lzip members in a row are one content.
//!
//! Sources: LZMA specification (LZMA SDK), the lzip manual ("File format").

use super::archive::{ArchiveReader, Visitor};
use super::source::Source;
use super::streams::{self, Codec, Format, Stepped};
use super::xz::{AT_A_TIME, action, ended, holds};
use lzma_rust2::{LzipStream, LzmaStream};
use std::io;

/// Reads `.lzma`.
pub struct LzmaAlone;

/// Reads lzip.
pub struct Lzip;

/// The length of a `.lzma` header, in octets.
const HEADER: usize = 13;

/// More than this is no plausible size of a content, in octets.
const PLAUSIBLE: u64 = 1 << 40;

impl ArchiveReader for LzmaAlone {
    fn id(&self) -> &'static str {
        "lzma"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // lc 3, lp 0, pb 2 is what every tool writes; the first octet of the
        // coded content is always zero.
        let (Some(header), Some(0)) = (head.first_chunk::<HEADER>(), head.get(HEADER)) else { return false };
        let [0x5d, a, b, c, d, size @ ..] = *header else { return false };
        let dictionary = u32::from_le_bytes([a, b, c, d]);
        let size = u64::from_le_bytes(size);
        dictionary.is_power_of_two() && dictionary >= 4096 && (size == u64::MAX || (1..PLAUSIBLE).contains(&size))
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let format = Format {
            id: self.id(),
            begins: |_| false,
            decoder: || Stepped::new(Alone(LzmaStream::new_mem_limit(u32::MAX, None))),
        };
        streams::open(&format, content, visitor)
    }
}

impl ArchiveReader for Lzip {
    fn id(&self) -> &'static str {
        "lzip"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        begins(head)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let format = Format { id: self.id(), begins, decoder: || Stepped::new(Lz(LzipStream::new(false))) };
        streams::open(&format, content, visitor)
    }
}

/// The magic, the only version, and a dictionary size between 4 KiB and 512 MiB.
fn begins(head: &[u8]) -> bool {
    matches!(head, [b'L', b'Z', b'I', b'P', 1, size, ..] if (12..=29).contains(&(size & 0x1f)))
}

struct Alone(LzmaStream);

impl Codec for Alone {
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> io::Result<bool> {
        ended(self.0.process(input, output, action(last)))
    }

    fn counts(&self) -> (u64, u64) {
        (self.0.total_in(), self.0.total_out())
    }

    fn unused(&self) -> usize {
        self.0.unused_input().len()
    }

    fn most(&self) -> usize {
        AT_A_TIME
    }

    fn holds(&self, more: usize) -> u64 {
        holds(self.0.memory_usage(), self.0.total_out(), more)
    }
}

struct Lz(LzipStream);

impl Codec for Lz {
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> io::Result<bool> {
        ended(self.0.process(input, output, action(last)))
    }

    fn counts(&self) -> (u64, u64) {
        (self.0.total_in(), self.0.total_out())
    }

    fn unused(&self) -> usize {
        self.0.unused_input().len()
    }

    fn most(&self) -> usize {
        AT_A_TIME
    }

    fn holds(&self, more: usize) -> u64 {
        holds(self.0.memory_usage(), self.0.total_out(), more)
    }
}
