//! Gzip (RFC 1952): one content out of any number of gzip members in a row.
//!
//! *Behaviour*
//! 1. Members in a row are one content, as `gzip -d` has it.
//! 2. What follows the last one is looked at as it stands, but for zeros.
//! 3. A wrong checksum or an early end is an error after what could be read.

use super::archive::{ArchiveReader, Flow, Member, Visitor};
use super::source::Source;
use std::io::{self, BufReader};

/// Reads gzip.
pub struct Gzip;

/// How much of the compressed content is read at a time, in octets.
const CHUNK: usize = 64 << 10;

impl ArchiveReader for Gzip {
    fn id(&self) -> &'static str {
        "gzip"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // Only deflate was ever defined; the three high flags are reserved.
        matches!(head, [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut decoder = flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(CHUNK, content));
        let Flow::Continue(()) = visitor.member(Member::compressed(self.id()), &mut decoder) else { return Ok(()) };
        Ok(())
    }
}
