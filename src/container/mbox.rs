//! Mailboxes in one file (mbox in all its kinds, RFC 4155).
//!
//! *Behaviour*
//! 1. Every message is a member, named by its Message-ID or its number.
//! 2. A message begins at a line `From …` that follows an empty line, bears a
//!    time of day, and is followed by a header field; other such lines are text.
//! 3. Nothing is held in memory: neither mailbox nor message has a bound.
//!
//! `>From ` is left as it stands: what is encoded never begins so.

use super::archive::{ArchiveReader, Class, Member, Visitor};
use super::mail::header::{self, Header};
use super::mail::lines::{Line, Lines, bare};
use super::source::Source;
use std::io::{self, Read};

/// Reads mailboxes.
pub struct Mbox;

/// How many octets of a header are searched for the Message-ID.
const HEAD: usize = 32 << 10;

/// The longest name of a message, in octets.
const MAX_NAME: usize = 200;

/// The longest line that may begin a message, in octets.
const MAX_ENVELOPE: usize = 1000;

/// How many octets of the following line tell whether it is a field.
const FIELD: usize = 100;

impl ArchiveReader for Mbox {
    fn id(&self) -> &'static str {
        "mbox"
    }

    fn class(&self) -> Class {
        Class::Mail
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let Some(end) = memchr::memchr(b'\n', head.get(..head.len().min(MAX_ENVELOPE)).unwrap_or_default()) else {
            return false;
        };
        let (envelope, rest) = head.split_at(end + 1);
        // Programs put `>` or a folder's own fields first.
        envelope.starts_with(b"From ") && (header::sniff(rest) || (bears_time(envelope) && header::begins_field(rest)))
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut lines = Lines::new(content);
        let mut number = 0u64;
        while let Some(envelope) = lines.peek()? {
            number += 1;
            lines.advance(envelope.len());
            let name = message_id(lines.ahead(HEAD)?).unwrap_or_else(|| format!("message {number}").into_bytes());
            let mut message = Message { lines: &mut lines, after_empty: false, left: 0, ended: false };
            if visitor.member(Member::named(&name), &mut message).is_break() {
                return Ok(());
            }
            message.skip()?;
        }
        Ok(())
    }
}

/// The Message-ID in the header that the text begins with.
fn message_id(text: &[u8]) -> Option<Vec<u8>> {
    let mut header = Header::default();
    for line in text.split_inclusive(|octet| *octet == b'\n').map(bare) {
        if line.is_empty() {
            break;
        }
        header.line(line);
    }
    header.message_id().map(|id| id.get(..id.len().min(MAX_NAME)).unwrap_or(id).to_vec())
}

/// Whether a line bears a time of day.
fn bears_time(line: &[u8]) -> bool {
    let digits = |at: usize| line.get(at..at + 2).is_some_and(|two| two.iter().all(u8::is_ascii_digit));
    memchr::memchr_iter(b':', line).any(|at| at >= 2 && digits(at - 2) && digits(at + 1))
}

/// One message, up to the line that begins the next.
struct Message<'m, 'r> {
    lines: &'m mut Lines<'r>,
    after_empty: bool,
    /// Octets of the current line that were not handed out yet.
    left: usize,
    ended: bool,
}

impl Message<'_, '_> {
    /// How many octets may be read at once; 0 at the end.
    fn next(&mut self) -> io::Result<usize> {
        if self.left > 0 || self.ended {
            return Ok(self.left);
        }
        let Some(line) = self.lines.peek()? else {
            self.ended = true;
            return Ok(0);
        };
        if self.after_empty && self.begins_message(&line)? {
            self.ended = true;
            return Ok(0);
        }
        let text = self.lines.text(&line);
        self.after_empty = line.begins && bare(text).is_empty();
        self.left = line.len();
        Ok(self.left)
    }

    fn begins_message(&mut self, line: &Line) -> io::Result<bool> {
        let text = self.lines.text(line);
        if line.len() > MAX_ENVELOPE || !text.starts_with(b"From ") || !bears_time(text) {
            return Ok(false);
        }
        let ahead = self.lines.ahead(line.len() + FIELD)?;
        let next = ahead.get(line.len()..).unwrap_or_default();
        let next = next.strip_prefix(b">From ").map_or(next, |_| b"From:");
        Ok(header::begins_field(next))
    }

    fn skip(&mut self) -> io::Result<()> {
        loop {
            match self.next()? {
                0 => return Ok(()),
                octets => self.step(octets),
            }
        }
    }

    fn step(&mut self, octets: usize) {
        self.lines.advance(octets);
        self.left -= octets;
    }
}

impl Read for Message<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = self.next()?.min(into.len());
        let ahead = self.lines.ahead(most)?;
        let got = ahead.len();
        into[..got].copy_from_slice(ahead);
        self.step(got);
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::mail::testing::{Seen, seen};
    use crate::container::source::Memory;

    const THREE: &str = "From a@b.example Mon Jan  2 10:11:12 2023\nMessage-ID: <one@b>\nFrom: a\n\nFrom here on\n\n\
        From there 10:10 to 11:11\n\nit is text\n\nFrom - Mon Jan  2 10:11:12 2023\r\nFrom: a\r\nTo: b\r\n\r\n>From x\r\n\
        \r\nFrom a Tue Jan  3 10:11:12 2023\nFrom: a\nMessage-Id: <three@b> (x)\n\nlast";

    #[test]
    fn messages_are_told_apart() {
        assert!(Mbox.sniff(THREE.as_bytes()));
        let seen = seen(&Mbox, THREE.as_bytes());
        let names: Vec<&str> = seen.members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["one@b", "message 2", "three@b"]);
        assert!(seen.members[0].1.ends_with(b"it is text\n\n"));
        assert!(seen.members[1].1.ends_with(b">From x\r\n\r\n"));
        assert!(seen.members[2].1.ends_with(b"last"));
    }

    #[test]
    fn messages_that_nobody_reads_hide_none() {
        let mut visitor = Seen { most: Some(0), ..Seen::default() };
        Mbox.open(&mut Memory::new(THREE.as_bytes()), &mut visitor).unwrap();
        assert_eq!(visitor.members.len(), 3);
    }

    #[test]
    fn what_only_begins_alike_is_no_mailbox() {
        for text in ["From a to b\nand so on\n", "From: a\nTo: b\n", "From the 10:10 train\nnothing", "From "] {
            assert!(!Mbox.sniff(text.as_bytes()), "{text}");
        }
    }
}
