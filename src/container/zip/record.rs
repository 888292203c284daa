//! The fixed records: local headers and what the directory says of a member.

use super::input::Input;
use super::name;
use std::io;

pub(super) const LOCAL: &[u8] = b"PK\x03\x04";
pub(super) const CENTRAL: &[u8] = b"PK\x01\x02";
pub(super) const DESCRIPTOR: &[u8] = b"PK\x07\x08";
pub(super) const EMPTY: &[u8] = b"PK\x05\x06";
pub(super) const END64: &[u8] = b"PK\x06\x06";
pub(super) const LOCATOR64: &[u8] = b"PK\x06\x07";
/// Begins an archive that was to be in several parts and is in one.
pub(super) const MARKER: &[u8] = b"PK00";
/// Begins the first of several parts.
pub(super) const SPANNED: &[u8] = DESCRIPTOR;

/// The length of a local header without name and extra fields.
pub(super) const LOCAL_SIZE: usize = 30;
/// The length of the directory's header of a member, likewise.
pub(super) const CENTRAL_SIZE: usize = 46;

/// What a header tells of a member.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) compressed: u64,
    pub(super) size: u64,
    /// Where its local header stands, as the directory has it.
    pub(super) offset: u64,
    /// In UTF-8 where that is known.
    pub(super) name: Vec<u8>,
    raw: Vec<u8>,
    extra: Vec<u8>,
}

impl Entry {
    /// Reads a local header, signature and all; false where it is cut short.
    pub(super) fn read_local(&mut self, input: &mut Input<'_>) -> io::Result<bool> {
        let Some(head) = input.peek(LOCAL_SIZE)?.first_chunk::<LOCAL_SIZE>() else { return Ok(false) };
        let lengths = self.common(&head[4..]);
        self.offset = input.position();
        self.variable(input, LOCAL_SIZE, lengths)
    }

    /// Reads the directory's header, likewise; goes behind the comment.
    pub(super) fn read_central(&mut self, input: &mut Input<'_>) -> io::Result<bool> {
        let Some(head) = input.peek(CENTRAL_SIZE)?.first_chunk::<CENTRAL_SIZE>() else { return Ok(false) };
        let lengths = self.common(&head[6..]);
        let comment = u64::from(u16_at(head, 32));
        self.offset = u64::from(u32_at(head, 42));
        let whole = self.variable(input, CENTRAL_SIZE, lengths)?;
        input.seek(input.position() + comment)?;
        Ok(whole)
    }

    /// The fields that both headers have; the lengths of name and extra fields.
    fn common(&mut self, fields: &[u8]) -> (usize, usize) {
        self.flags = u16_at(fields, 2);
        self.method = u16_at(fields, 4);
        self.crc = u32_at(fields, 10);
        self.compressed = u64::from(u32_at(fields, 14));
        self.size = u64::from(u32_at(fields, 18));
        (usize::from(u16_at(fields, 22)), usize::from(u16_at(fields, 24)))
    }

    fn variable(&mut self, input: &mut Input<'_>, head: usize, (name, extra): (usize, usize)) -> io::Result<bool> {
        input.seek(input.position() + head as u64)?;
        if !take(input, name, &mut self.raw)? || !take(input, extra, &mut self.extra)? {
            return Ok(false);
        }
        for (id, data) in fields(&self.extra) {
            if id == 1 {
                let mut numbers = data.chunks_exact(8).map(|number| u64_at(number, 0));
                for field in [&mut self.size, &mut self.compressed, &mut self.offset] {
                    if *field == u64::from(u32::MAX) {
                        *field = numbers.next().unwrap_or(*field);
                    }
                }
            }
        }
        name::decode(&self.raw, &self.extra, self.flags, &mut self.name);
        Ok(true)
    }

    /// Whether it is a directory, which has no content.
    pub(super) fn is_directory(&self) -> bool {
        self.size == 0 && self.raw.last() == Some(&b'/')
    }

    /// Whether it is encrypted, in whatever way.
    pub(super) fn is_encrypted(&self) -> bool {
        self.flags & 0x2041 != 0 || self.method == 99
    }

    /// Whether sizes and checksum follow the content instead.
    pub(super) fn has_descriptor(&self) -> bool {
        self.flags & 8 != 0
    }
}

/// Whether a local header that begins so may be one, as far as it is there.
pub(super) fn is_plausible(head: &[u8]) -> bool {
    if head.len() < LOCAL_SIZE {
        return head.starts_with(LOCAL);
    }
    let known = matches!(u16_at(head, 8), 0..=20 | 92..=99);
    head.starts_with(LOCAL) && known && head[4] < 100 && (1..=4096).contains(&u16_at(head, 26))
}

/// The extra fields; what is cut short is left out.
pub(super) fn fields(mut extra: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let head = extra.first_chunk::<4>()?;
        let end = 4 + usize::from(u16_at(head, 2));
        let data = extra.get(4..end)?;
        extra = &extra[end..];
        Some((u16_at(head, 0), data))
    })
}

/// Reads so many octets (at most 65535); false where there are fewer.
fn take(input: &mut Input<'_>, length: usize, into: &mut Vec<u8>) -> io::Result<bool> {
    into.clear();
    into.resize(length, 0);
    Ok(crate::container::source::fill(input, into)? == length)
}

/// The number at a place; 0 beyond the end.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |number| u16::from_le_bytes(*number))
}

/// The number at a place; 0 beyond the end.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |number| u32::from_le_bytes(*number))
}

/// The number at a place; 0 beyond the end.
pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |number| u64::from_le_bytes(*number))
}
