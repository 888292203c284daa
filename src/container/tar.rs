//! Tar: v7, ustar, GNU and pax, read front to back in constant memory.
//!
//! *Behaviour*
//! 1. A block that should be a header and is none is told once; the next good
//!    header is searched at every 512 octets, and what lies between is looked
//!    at as it stands. So is what follows the end mark, where it is no further
//!    archive (`cat a.tar b.tar`).
//! 2. A size that nobody can have written is a damaged header. A member that
//!    ends with the archive is read as far as it goes and told.
//! 3. An archive without an end mark was cut, and that is told.
//! 4. Links, directories and devices have no content and are no members.
//! 5. Holes of sparse members: see [`sparse`].
//!
//! Sources: POSIX.1-1988 and -2001 (ustar, pax), the GNU tar manual ("Tar
//! Internals").

mod header;
mod lost;
mod pax;
mod sparse;
#[cfg(test)]
mod tests;

use super::archive::{ArchiveReader, Flow, Member, Visitor, damaged};
use super::input::{Data, Input};
use super::source::{self, Source};
use crate::failure::FailureKind;
use header::{BLOCK, Header};
use pax::Records;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// Reads tar.
pub struct Tar;

/// The longest name that GNU tar may give, in octets.
const MAX_NAME: u64 = 64 << 10;

/// So much of a name is told, in octets.
const TOLD_NAME: usize = 4096;

impl ArchiveReader for Tar {
    fn id(&self) -> &'static str {
        "tar"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // A broken first header still bears the magic of its format.
        head.first_chunk().is_some_and(|block: &[u8; BLOCK]| header::is_good(block) || header::bears_magic(block))
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let input = Input::new(content);
        let mut walk =
            Walk { input, visitor, global: Records::default(), next: Next::default(), zeros: 0, told: false };
        walk.archive()
    }
}

/// What was said of the member to come.
#[derive(Default)]
struct Next {
    name: Option<Vec<u8>>,
    records: Records,
}

/// The archive, at one of its blocks.
struct Walk<'w, 's> {
    input: Input<'s>,
    visitor: &'w mut dyn Visitor,
    /// Pax records for every member.
    global: Records,
    next: Next,
    /// Zero blocks since the last header.
    zeros: u64,
    /// Whether the end of the archive is told as damaged already.
    told: bool,
}

impl Walk<'_, '_> {
    fn archive(&mut self) -> io::Result<()> {
        loop {
            let mut block = [0; BLOCK];
            let got = source::fill(&mut self.input, &mut block)?;
            if got < BLOCK {
                return self.end(&block[..got]);
            }
            if block.iter().all(|octet| *octet == 0) {
                self.zeros += 1;
                continue;
            }
            let flow = match Header::read(&block) {
                Some(header) => self.header(&block, &header)?,
                None => self.lost(&block),
            };
            // What the content beneath ended with is told by its member.
            if flow.is_break() || self.input.failed() {
                return Ok(());
            }
        }
    }

    /// The content has ended, with a piece of a block or without.
    fn end(&mut self, piece: &[u8]) -> io::Result<()> {
        if self.told || self.zeros > 0 {
            return Ok(());
        }
        Err(damaged(if piece.is_empty() { "it ends without its end mark" } else { "it ends within a header" }))
    }

    /// Searches the next header behind a block that is none.
    fn lost(&mut self, block: &[u8; BLOCK]) -> Flow {
        let offset = self.input.offset() - BLOCK as u64;
        self.next = Next::default();
        // What follows the end mark is nobody's damage, unless it was an archive.
        if self.zeros < 2 || header::bears_magic(block) {
            self.told = true;
            let detail = format!("no header at offset {offset}; what follows was searched for the next one");
            self.visitor.failed(None, FailureKind::Corrupt, detail)?;
        }
        self.visitor.between(offset, &mut lost::Lost::new(block, &mut self.input))
    }

    fn header(&mut self, block: &[u8; BLOCK], header: &Header<'_>) -> io::Result<Flow> {
        self.zeros = 0;
        self.told = false;
        let told = self.next.records.size.or(self.global.size).filter(|_| !header.is_extension());
        let Some(size) = told.or(header.size).filter(|size| i64::try_from(*size).is_ok()) else {
            let name = self.name(header);
            let flow = self.visitor.failed(Some(&name), FailureKind::Corrupt, "its size is none".to_owned());
            return Ok(if flow.is_break() { flow } else { self.resume(block) });
        };
        match header.kind {
            b'L' => {
                let ControlFlow::Continue(name) = self.extension(size, MAX_NAME)? else { return Ok(Flow::Break(())) };
                self.next.name = Some(name.split(|octet| *octet == 0).next().unwrap_or_default().to_vec());
            }
            b'K' => return Ok(self.extension(size, MAX_NAME)?.map_continue(drop)),
            b'x' | b'X' | b'g' => return self.records(header.kind, size),
            _ => return self.entry(header, size),
        }
        Ok(Flow::Continue(()))
    }

    /// Goes on behind a header whose size is nonsense.
    fn resume(&mut self, block: &[u8; BLOCK]) -> Flow {
        let offset = self.input.offset() - BLOCK as u64;
        self.next = Next::default();
        self.told = true;
        self.visitor.between(offset, &mut lost::Lost::new(block, &mut self.input))
    }

    /// The octets of a block that says something of the next member, unless the
    /// visitor wants no more.
    fn extension(&mut self, size: u64, most: u64) -> io::Result<ControlFlow<(), Vec<u8>>> {
        if size > most {
            let detail = format!("a header of {size} octets was skipped: at most {most} are read");
            if self.visitor.failed(None, FailureKind::LimitExceeded, detail).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            self.go_on(size.saturating_add(padding(size)))?;
            return Ok(ControlFlow::Continue(Vec::new()));
        }
        let mut text = Vec::new();
        let mut data = Data::new(&mut self.input, size);
        let read = data.read_to_end(&mut text);
        let left = data.left();
        read?;
        self.go_on(left + padding(size))?;
        Ok(ControlFlow::Continue(text))
    }

    fn records(&mut self, kind: u8, size: u64) -> io::Result<Flow> {
        let grant = if size > 128 << 10 { Some(self.visitor.ask(size.min(pax::MOST) * 3)?) } else { None };
        let ControlFlow::Continue(text) = self.extension(size, pax::MOST)? else { return Ok(Flow::Break(())) };
        let (records, sound) = Records::parse(&text);
        drop((text, grant));
        if kind == b'g' {
            self.global = records;
        } else {
            self.next.records = records;
        }
        if sound {
            return Ok(Flow::Continue(()));
        }
        Ok(self.visitor.failed(None, FailureKind::Corrupt, "a pax header is damaged".to_owned()))
    }

    fn name(&self, header: &Header<'_>) -> Vec<u8> {
        let records = &self.next.records;
        let long = records.sparse_name.as_ref().or(records.path.as_ref()).or(self.next.name.as_ref());
        let mut name = long.or(self.global.path.as_ref()).cloned().unwrap_or_else(|| header.name());
        name.truncate(TOLD_NAME);
        name
    }

    fn entry(&mut self, header: &Header<'_>, size: u64) -> io::Result<Flow> {
        let name = self.name(header);
        let Next { records, .. } = std::mem::take(&mut self.next);
        let content = match header.kind {
            // Only some archives carry the content of a hard link again.
            b'1' => size > 0 && !self.at_header()?,
            b'2'..=b'6' => false,
            b'0' | 0 => !name.ends_with(b"/"),
            _ => true,
        };
        if !content {
            return Ok(Flow::Continue(()));
        }
        let map = match sparse::map(header, &records, &mut self.input, size, self.visitor) {
            Ok(map) => map,
            Err(error) if self.input.failed() => return Err(error),
            Err(error) => {
                let flow = self.visitor.failed(Some(&name), FailureKind::of(&error), error.to_string());
                if flow.is_break() {
                    return Ok(flow);
                }
                sparse::Map::default()
            }
        };
        let mut data = Data::new(&mut self.input, size.saturating_sub(map.spent));
        let flow = match map.pieces {
            Some(pieces) => self.visitor.member(Member::named(&name), &mut sparse::Sparse::new(&mut data, pieces)),
            None => self.visitor.member(Member::named(&name), &mut data),
        };
        let (left, short) = (data.left(), data.short);
        self.told |= short;
        if flow.is_continue() && !short && !self.input.failed() {
            self.go_on(left.saturating_add(padding(size)))?;
        }
        Ok(flow)
    }

    /// Whether a header, or the end mark, comes next.
    fn at_header(&mut self) -> io::Result<bool> {
        let next = self.input.peek(BLOCK)?;
        Ok(next.iter().all(|octet| *octet == 0) || next.first_chunk().is_some_and(header::is_good))
    }

    /// Goes over so many octets; that they are missing shows at the next block.
    fn go_on(&mut self, octets: u64) -> io::Result<()> {
        self.input.skip(octets).map(|_| ())
    }
}

/// What fills the last block of so many octets.
fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}
