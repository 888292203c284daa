//! Compound files (OLE 2): Outlook's `.msg`, and the older formats of Office,
//! installers and thumbnails.
//!
//! *Behaviour*
//! 1. Every stream is a member, named by its path: what lies in pieces all over
//!    the file is put together.
//! 2. In a message (`.msg`) every stream is a part of it, and an attachment is
//!    named by its file name. Messages in messages are parts like any other.
//! 3. Streams too short for any certificate or key are passed over.
//! 4. A file whose structure is damaged is looked at as it stands, and told.
//!
//! Sources: MS-CFB, MS-OXMSG section 2, MS-OXPROPS for the numbers of
//! properties.

mod attachment;

use super::archive::{ArchiveReader, Class, Member, Visitor, damaged, unsupported};
use super::source::{ReadAt, Source, Stretch, fill_at};
use crate::failure::FailureKind;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// Reads messages of Outlook.
pub struct Msg;

/// Reads any other compound file.
pub struct Compound;

const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What the names in a message begin with, in UTF-16.
const MESSAGE_NAMES: &[u8] = b"_\0_\0s\0u\0b\0s\0t\0g\x001\0.\x000\0_\0";

/// A shorter stream holds neither certificate nor key, in octets.
const SHORTEST: u64 = 64;

/// The longest name of a member, in octets.
const MAX_NAME: usize = 4096;

impl ArchiveReader for Msg {
    fn id(&self) -> &'static str {
        "msg"
    }

    fn class(&self) -> Class {
        Class::Mail
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC) && memchr::memmem::find(head, MESSAGE_NAMES).is_some()
    }

    fn wants_random(&self) -> bool {
        true
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        open(content, visitor)
    }
}

impl ArchiveReader for Compound {
    fn id(&self) -> &'static str {
        "compound"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn wants_random(&self) -> bool {
        true
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        open(content, visitor)
    }
}

/// The file as `cfb` reads it.
type File<'c> = cfb::CompoundFile<Cursor<'c>>;

fn open(content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
    if content.random().is_none() {
        return if visitor.between(0, content).is_break() {
            Ok(())
        } else {
            Err(unsupported("too large to be opened inside something else; it was looked at as it stands"))
        };
    }
    let Some(random) = content.random() else { return Ok(()) };
    // Tables and directory, as large as they are in a file of this size.
    let _tables = visitor.ask(random.size() / 64 + (64 << 10))?;
    let mut file = match File::open(Cursor { content: random, at: 0 }) {
        Ok(file) => file,
        Err(error) => {
            if visitor.between(0, &mut Stretch::new(random, 0, random.size())).is_break() {
                return Ok(());
            }
            return Err(damaged(format!("{error}; it was looked at as it stands")));
        }
    };
    streams(&mut file, visitor);
    Ok(())
}

/// Hands every stream on.
fn streams(file: &mut File<'_>, visitor: &mut dyn Visitor) {
    let of_message = file.is_stream("/__properties_version1.0");
    let all: Vec<PathBuf> = file
        .walk()
        .filter(|entry| entry.is_stream() && entry.len() >= SHORTEST)
        .map(|entry| entry.path().to_path_buf())
        .collect();
    for path in all {
        let mut name = attachment::name(file, &path)
            .unwrap_or_else(|| path.to_string_lossy().trim_start_matches('/').as_bytes().to_vec());
        name.truncate(MAX_NAME);
        let flow = match file.open_stream(&path) {
            Ok(mut stream) => visitor.member(Member { of_message, ..Member::named(&name) }, &mut Damaged(&mut stream)),
            Err(error) => visitor.failed(Some(&name), FailureKind::Corrupt, error.to_string()),
        };
        if flow.is_break() {
            return;
        }
    }
}

/// A stream whose every error is damage: the content itself is at hand.
struct Damaged<'d>(&'d mut dyn Read);

impl Read for Damaged<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                damaged(error.to_string())
            }
            _ => error,
        })
    }
}

/// Content at will, read from a position.
struct Cursor<'c> {
    content: &'c dyn ReadAt,
    at: u64,
}

impl Read for Cursor<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = fill_at(self.content, self.at, into)?;
        self.at += got as u64;
        Ok(got)
    }
}

impl Seek for Cursor<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.content.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| damaged("a place before the beginning"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests;
