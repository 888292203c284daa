//! Loose objects of Git: one zlib stream of a short header and the content.
//!
//! *Behaviour*
//! 1. Told by what the first octets expand to, so nothing else that begins as
//!    a zlib stream is touched.
//! 2. Commits and tags are looked at too: their signatures may hold
//!    certificates. Trees hold names only.
//! 3. A wrong checksum or an early end is an error after what could be read;
//!    so is a length that is not the one declared.
//!
//! Source: the Git book, "Git Internals: Git Objects".

use super::archive::{ArchiveReader, Flow, Member, Visitor, damaged};
use super::inflate::Inflate;
use super::input::Input;
use super::source::Source;
use flate2::{Decompress, FlushDecompress};
use std::io::{self, Read};

/// Reads loose objects.
pub struct GitObject;

/// The longest header, in octets: a kind, a length and a zero.
const HEADER: usize = 32;

impl ArchiveReader for GitObject {
    fn id(&self) -> &'static str {
        "git-object"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let &[method, flags, ..] = head else { return false };
        let zlib = method & 0x8f == 8 && flags & 0x20 == 0 && u16::from_be_bytes([method, flags]) % 31 == 0;
        if !zlib {
            return false;
        }
        let mut start = [0; HEADER];
        let mut inflate = Decompress::new(true);
        let some = &head[..head.len().min(4 * HEADER)];
        inflate.decompress(some, &mut start, FlushDecompress::None).is_ok() && declared(&start).is_some()
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut input = Input::new(content);
        let mut state = Decompress::new(true);
        let mut object = Inflate::zlib(&mut input, &mut state);
        let mut start = [0; HEADER];
        let got = super::source::fill(&mut object, &mut start)?;
        let (length, declared) = declared(&start[..got]).ok_or_else(|| damaged("its header is none"))?;
        if start.starts_with(b"tree ") {
            return Ok(());
        }
        let mut content = Counted { content: start[length..got].chain(object), left: declared };
        match visitor.member(Member::compressed(self.id()), &mut content) {
            Flow::Continue(()) | Flow::Break(()) => Ok(()),
        }
    }
}

/// The length of the header, and the length that it declares.
fn declared(start: &[u8]) -> Option<(usize, u64)> {
    let end = start.iter().position(|octet| *octet == 0)?;
    let kinds = [&b"blob "[..], b"commit ", b"tag ", b"tree "];
    let digits = kinds.iter().find_map(|kind| start[..end].strip_prefix(*kind))?;
    let digits = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|octet| octet.is_ascii_digit()))?;
    Some((end + 1, digits.parse().ok()?))
}

/// Content that must be as long as was declared.
struct Counted<R> {
    content: R,
    left: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.content.read(into)?;
        match self.left.checked_sub(got as u64) {
            Some(left) if got > 0 || left == 0 || into.is_empty() => self.left = left,
            _ => return Err(damaged("its length is not the one declared")),
        }
        Ok(got)
    }
}
