//! Messages (RFC 5322) and their parts (MIME, RFC 2045 and 2046).
//!
//! *Behaviour*
//! 1. A message is told by its header: every line up to the first empty one is
//!    a field, and they are those of messages. The first lines of `.emlx` and
//!    of a message cut out of a mailbox are passed over.
//! 2. Every part is a member, its transfer encoding taken off, named by its
//!    file name or its number. A message in a message is a part like any other.
//! 3. Headers, and what stands before the first and after the last part, are
//!    looked at as they stand.
//! 4. Nothing is held in memory: a message may be of any size.
//! 5. A message that ends inside a header or a multipart is damaged; what was there is told.
//! 6. The header that a report of delivery returns without its message is looked
//!    at as it stands: it promises content that was never there.
//! 7. Multiparts nested deeper than [`MAX_OPEN`] are read as text.

mod field;
pub(super) mod header;
pub(super) mod lines;
mod part;

use super::archive::{ArchiveReader, Class, Member, Visitor, damaged};
use super::source::Source;
use crate::failure::FailureKind;
use header::{Encoding, Header};
use lines::{Lines, bare};
use part::{Part, Stop};
use std::io;

/// Reads messages.
pub struct Mail;

/// More multiparts in each other are not opened.
const MAX_OPEN: usize = 32;

/// The longest name of a part, in octets.
const MAX_NAME: usize = 4096;

/// As much of a header is looked at at a time, in octets.
const BLOCK: usize = 64 << 10;

impl ArchiveReader for Mail {
    fn id(&self) -> &'static str {
        "mail"
    }

    fn class(&self) -> Class {
        Class::Mail
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        header::sniff(head) || behind_first_line(head).is_some_and(header::sniff)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut walk = Walk { lines: Lines::new(content), visitor, open: Vec::new(), parts: 0, told_depth: false };
        walk.message()
    }
}

/// What follows the line before a header: the length in Apple's `.emlx`.
fn behind_first_line(head: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(b'\n', head.get(..head.len().min(32))?)?;
    let (line, rest) = head.split_at(end + 1);
    let number = bare(line).trim_ascii();
    (!number.is_empty() && number.iter().all(u8::is_ascii_digit)).then_some(rest)
}

/// The way through a message.
struct Walk<'w, 'r> {
    lines: Lines<'r>,
    visitor: &'w mut dyn Visitor,
    /// The boundaries of the multiparts that are open, outermost first.
    open: Vec<Vec<u8>>,
    /// The parts met so far that are no multiparts.
    parts: u64,
    told_depth: bool,
}

/// Where the walk goes on; `None` if the visitor wants no more.
type Next = io::Result<Option<Stop>>;

impl Walk<'_, '_> {
    fn message(&mut self) -> io::Result<()> {
        let mut next = self.entity()?;
        while let Some(stop) = next {
            next = match stop {
                Stop::End => {
                    return if self.open.is_empty() || self.told_depth {
                        Ok(())
                    } else {
                        Err(damaged("it ends before its last part does"))
                    };
                }
                Stop::Boundary { level, last: false } => {
                    self.open.truncate(level + 1);
                    self.entity()?
                }
                Stop::Boundary { level, last: true } => {
                    self.open.truncate(level);
                    self.between()?
                }
            };
        }
        Ok(())
    }

    /// A header and the content that it speaks for.
    fn entity(&mut self) -> Next {
        let Some((header, stop)) = self.header()? else { return Ok(None) };
        if stop.is_some() {
            return Ok(stop);
        }
        match header.boundary() {
            Some(boundary) if self.open.len() < MAX_OPEN => {
                self.open.push(boundary);
                self.between()
            }
            Some(_) => {
                if !std::mem::replace(&mut self.told_depth, true) {
                    let detail = format!("parts nested more than {MAX_OPEN} deep were read as text");
                    if self.visitor.failed(None, FailureKind::LimitExceeded, detail).is_break() {
                        return Ok(None);
                    }
                }
                self.part(&header)
            }
            None => self.part(&header),
        }
    }

    /// Reads a header up to the empty line, or to what ends it before.
    fn header(&mut self) -> io::Result<Option<(Header, Option<Stop>)>> {
        let mut header = Header::default();
        let mut block = Vec::new();
        let mut offset = self.lines.offset();
        let mut ended = true;
        let stop = loop {
            let Some(line) = self.lines.peek()? else { break Some(Stop::End) };
            let text = self.lines.text(&line);
            let stop = if line.begins { part::boundary(text, &self.open) } else { None };
            if line.begins && stop.is_none() {
                header.line(bare(text));
            }
            let is_empty = line.begins && bare(text).is_empty();
            block.extend_from_slice(text);
            ended = text.ends_with(b"\n");
            self.lines.advance(line.len());
            if stop.is_some() || is_empty {
                break stop;
            }
            if block.len() >= BLOCK {
                if self.visitor.between(offset, &mut &block[..]).is_break() {
                    return Ok(None);
                }
                offset = self.lines.offset();
                block.clear();
            }
        };
        if self.visitor.between(offset, &mut &block[..]).is_break() {
            return Ok(None);
        }
        // A message without content is one; one that promises some is not.
        if stop == Some(Stop::End) && (!ended || header.promises_content()) {
            return Err(damaged("it ends inside its header"));
        }
        Ok(Some((header, stop)))
    }

    /// What belongs to no part, up to the next boundary.
    fn between(&mut self) -> Next {
        let offset = self.lines.offset();
        let mut rest = Part::new(&mut self.lines, &self.open, Encoding::Identity);
        if self.visitor.between(offset, &mut rest).is_break() {
            return Ok(None);
        }
        rest.finish().map(|(stop, _)| Some(stop))
    }

    /// The content that a header speaks for.
    fn part(&mut self, header: &Header) -> Next {
        self.parts += 1;
        if header.is_of_header_alone() {
            return self.between();
        }
        let mut name = header.file_name().unwrap_or_else(|| format!("part {}", self.parts).into_bytes());
        name.truncate(MAX_NAME);
        let mut content = Part::new(&mut self.lines, &self.open, header.encoding());
        let member = Member { of_message: true, ..Member::named(&name) };
        if self.visitor.member(member, &mut content).is_break() {
            return Ok(None);
        }
        let (stop, strange) = content.finish()?;
        if strange > 0 && !header.is_text() {
            let detail = format!("{strange} symbols of its base64 are none");
            if self.visitor.failed(Some(&name), FailureKind::Corrupt, detail).is_break() {
                return Ok(None);
            }
        }
        Ok(Some(stop))
    }
}

#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;
