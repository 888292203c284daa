//! Gzip (RFC 1952): one content out of any number of gzip members in a row.
//!
//! *Behaviour*
//! 1. Members in a row are one content, as `gzip -d` has it; see
//!    [`super::streams`] for what follows the last one.
//! 2. A wrong checksum or an early end is an error after what could be read.

use super::archive::{ArchiveReader, Visitor, damaged};
use super::source::Source;
use super::streams::{self, Codec, Format, Stepped};
use flate2::{Decompress, FlushDecompress, Status};
use std::io;

/// Reads gzip.
pub struct Gzip;

/// Two to the power of this is the window of every gzip file, in octets.
const WINDOW_BITS: u8 = 15;

impl ArchiveReader for Gzip {
    fn id(&self) -> &'static str {
        "gzip"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        begins(head)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let format =
            Format { id: self.id(), begins, decoder: || Stepped::new(Inflate(Decompress::new_gzip(WINDOW_BITS))) };
        streams::open(&format, content, visitor)
    }
}

/// Only deflate was ever defined; the three high flags are reserved.
fn begins(head: &[u8]) -> bool {
    matches!(head, [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0)
}

struct Inflate(Decompress);

impl Codec for Inflate {
    fn step(&mut self, input: &[u8], output: &mut [u8], _last: bool) -> io::Result<bool> {
        let stepped = self.0.decompress(input, output, FlushDecompress::None);
        let status = stepped.map_err(|error| damaged(error.message().unwrap_or("damaged").to_owned()))?;
        Ok(status == Status::StreamEnd)
    }

    fn counts(&self) -> (u64, u64) {
        (self.0.total_in(), self.0.total_out())
    }
}
