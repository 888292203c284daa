//! XZ: one content out of any number of streams in a row.
//!
//! *Behaviour*
//! 1. Streams in a row and stream padding as `xz -d` has them; see
//!    [`super::streams`].
//! 2. Memory follows what came out, not the dictionary that a block declares:
//!    1.5 GiB declared and a page written costs a page.
//! 3. A wrong check or an early end is an error after what could be read.
//! 4. More than one filter before LZMA2 is told as unsupported.
//!
//! Source: The .xz File Format 1.2.1.

use super::archive::{ArchiveReader, Visitor};
use super::source::Source;
use super::streams::{self, Codec, Format, Stepped};
use lzma_rust2::{Action, Status, StreamResult, XzStream};
use std::io;

/// Reads XZ.
pub struct Xz;

/// What the decoder holds beside its dictionary, in octets.
const BESIDE: u64 = 256 << 10;

impl ArchiveReader for Xz {
    fn id(&self) -> &'static str {
        "xz"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        begins(head)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let format = Format { id: self.id(), begins, decoder: || Stepped::new(Stream(XzStream::new(false))) };
        streams::open(&format, content, visitor)
    }
}

fn begins(head: &[u8]) -> bool {
    head.starts_with(b"\xfd7zXZ\0")
}

struct Stream(XzStream);

impl Codec for Stream {
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> io::Result<bool> {
        ended(self.0.process(input, output, action(last)))
    }

    fn counts(&self) -> (u64, u64) {
        (self.0.total_in(), self.0.total_out())
    }

    fn most(&self) -> usize {
        AT_A_TIME
    }

    fn holds(&self, more: usize) -> u64 {
        holds(self.0.memory_usage(), self.0.total_out(), more)
    }
}

/// The decoder keeps what it made of one piece to itself where that piece is
/// damaged: small pieces lose little of what stands before the damage.
pub(super) const AT_A_TIME: usize = 256;

pub(super) fn action(last: bool) -> Action {
    if last { Action::Finish } else { Action::Run }
}

pub(super) fn ended(stepped: io::Result<StreamResult>) -> io::Result<bool> {
    match stepped {
        Ok(result) => Ok(result.status == Status::StreamEnd),
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => {
            Err(io::Error::new(io::ErrorKind::QuotaExceeded, error.to_string()))
        }
        Err(error) => Err(error),
    }
}

/// What the decoder holds once `more` octets came out after `made`: its
/// dictionary at least doubles as it fills, up to what the header declares.
pub(super) fn holds(declared_kib: Option<u32>, made: u64, more: usize) -> u64 {
    let most = declared_kib.map_or(0, |kib| u64::from(kib) << 10);
    made.saturating_add(more as u64).saturating_mul(2).min(most).saturating_add(BESIDE)
}

#[cfg(test)]
mod tests {
    use super::super::archive::ArchiveReader;
    use super::super::lzma;
    use super::super::mail::testing::seen;

    #[test]
    fn what_stands_before_the_damage_is_handed_on() {
        let readers: [(&str, &dyn ArchiveReader); 3] =
            [("one.xz", &super::Xz), ("one.lz", &lzma::Lzip), ("one.lzma", &lzma::LzmaAlone)];
        for (name, reader) in readers {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/hidden/tar").join(name);
            let whole = std::fs::read(path).unwrap();
            let content = seen(reader, &whole).members.remove(0).1;
            let mut damaged = whole;
            damaged[900..916].fill(0xff);
            let seen = seen(reader, &damaged);
            let before = &seen.members[0].1;
            assert!(before.len() > 400 && before[..400] == content[..400], "{name}: {} octets", before.len());
            assert_eq!(seen.failed.len(), 1, "{name}");
        }
    }
}
