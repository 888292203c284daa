//! Cpio: the payload of RPM packages and the initial RAM disk of Linux.
//!
//! *Behaviour*
//! 1. New ASCII (with and without checksums), old ASCII, and old binary of
//!    both byte orders. Only regular files are members.
//! 2. What follows the trailer and its zeros is a further archive, or a
//!    content of its own: an initial RAM disk is a small archive for the
//!    processor and a compressed one behind it.
//! 3. A broken header ends the archive; the rest is looked at as it stands.
//! 4. An archive without its trailer was cut, and that is told.
//!
//! Sources: cpio(5) of libarchive; Linux, `buffer-format.rst` ("initramfs").

use super::archive::{ArchiveReader, Flow, Member, Visitor, damaged};
use super::input::{Data, Input};
use super::source::{self, Source};
use std::io::{self, Read};

/// Reads cpio.
pub struct Cpio;

/// The longest name, in octets.
const MAX_NAME: u64 = 4096;

const TRAILER: &[u8] = b"TRAILER!!!";

/// How headers are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    New,
    Old,
    Binary { little: bool },
}

/// What a header says.
struct Header {
    mode: u64,
    name: u64,
    size: u64,
    /// Names (with their header) and data fill up to this many octets.
    align: u64,
    length: usize,
}

impl ArchiveReader for Cpio {
    fn id(&self) -> &'static str {
        "cpio"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        match form(head) {
            // Two octets are no magic: the whole header must make sense.
            Some(form @ Form::Binary { .. }) => header(form, head).is_some_and(|header| {
                let name = head.get(header.length..).and_then(|rest| rest.get(..usize::try_from(header.name).ok()?));
                matches!(header.mode >> 12, 1 | 2 | 4 | 6 | 8 | 10 | 12)
                    && name.is_some_and(|name| {
                        name.len() > 1 && name.ends_with(&[0]) && !name[..name.len() - 1].contains(&0)
                    })
            }),
            Some(form) => header(form, head).is_some(),
            None => false,
        }
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut input = Input::new(content);
        loop {
            if archive(&mut input, visitor)?.is_break() {
                return Ok(());
            }
            input.skip_zeros()?;
            let next = input.peek(110)?;
            if next.is_empty() {
                return Ok(());
            }
            if form(next).and_then(|form| header(form, next)).is_none() {
                return match visitor.member(Member::compressed(self.id()), &mut input) {
                    Flow::Continue(()) | Flow::Break(()) => Ok(()),
                };
            }
        }
    }
}

fn form(head: &[u8]) -> Option<Form> {
    match head {
        [b'0', b'7', b'0', b'7', b'0', b'1' | b'2', ..] => Some(Form::New),
        [b'0', b'7', b'0', b'7', b'0', b'7', ..] => Some(Form::Old),
        [0xc7, 0x71, ..] => Some(Form::Binary { little: true }),
        [0x71, 0xc7, ..] => Some(Form::Binary { little: false }),
        _ => None,
    }
}

/// The header that the content begins with, if its numbers are such.
fn header(form: Form, head: &[u8]) -> Option<Header> {
    let ascii = |at: usize, length: usize, radix: u32| {
        let digits = head.get(at..at + length).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
        u64::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
    };
    match form {
        Form::New => Some(Header {
            mode: ascii(14, 8, 16)?,
            size: ascii(54, 8, 16)?,
            name: ascii(94, 8, 16)?,
            align: 4,
            length: 110,
        }),
        Form::Old => Some(Header {
            mode: ascii(18, 6, 8)?,
            name: ascii(59, 6, 8)?,
            size: ascii(65, 11, 8)?,
            align: 1,
            length: 76,
        }),
        Form::Binary { little } => {
            let word = |at: usize| {
                let pair = head.get(2 * at..2 * at + 2)?.try_into().ok()?;
                Some(u64::from(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }))
            };
            Some(Header { mode: word(3)?, name: word(10)?, size: word(11)? << 16 | word(12)?, align: 2, length: 26 })
        }
    }
}

/// One archive up to its trailer. `Break`: nothing is to be read any more.
fn archive(input: &mut Input<'_>, visitor: &mut dyn Visitor) -> io::Result<Flow> {
    loop {
        let head = input.peek(110)?;
        let read =
            form(head).and_then(|form| header(form, head)).filter(|header| (1..=MAX_NAME).contains(&header.name));
        let Some(header) = read else { return lost(input, visitor) };
        let mut name = vec![0; usize::try_from(header.name).unwrap_or_default()];
        input.consume(header.length);
        if source::fill(input, &mut name)? < name.len() {
            return Err(damaged("it ends within a header"));
        }
        input.skip(fill(header.length as u64 + header.name, header.align))?;
        let name = name.strip_suffix(&[0]).unwrap_or(&name);
        if name == TRAILER {
            return Ok(Flow::Continue(()));
        }
        let mut data = Data::new(input, header.size);
        // Hard links but the last have no data; symbolic links have their target.
        if header.mode & 0o170_000 == 0o100_000 && header.size > 0 {
            let flow = visitor.member(Member::named(name), &mut data);
            if flow.is_break() || data.short {
                return Ok(Flow::Break(()));
            }
        }
        let left = data.left();
        if input.failed() {
            return Ok(Flow::Break(()));
        }
        input.skip(left + fill(header.size, header.align))?;
    }
}

/// Something else stands where a header should.
fn lost(input: &mut Input<'_>, visitor: &mut dyn Visitor) -> io::Result<Flow> {
    let offset = input.offset();
    if input.peek(1)?.is_empty() {
        return Err(damaged("it ends without its trailer"));
    }
    match visitor.between(offset, &mut input.by_ref()) {
        Flow::Continue(()) => Err(damaged(format!("no header at offset {offset}"))),
        Flow::Break(()) => Ok(Flow::Break(())),
    }
}

/// What fills so many octets up.
fn fill(octets: u64, align: u64) -> u64 {
    octets.wrapping_neg() % align
}
