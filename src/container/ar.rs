//! Ar: static libraries and Debian packages.
//!
//! *Behaviour*
//! 1. GNU long names (`//`), BSD long names (`#1/`), and names in the header.
//!    Symbol tables are no members.
//! 2. A thin archive names files that lie elsewhere: it has no members.
//! 3. A header without its end mark ends the archive: there is nothing to find
//!    the next one by. The rest is looked at as it stands.
//!
//! Sources: ar(5) of FreeBSD, the GNU binutils documentation.

use super::archive::{ArchiveReader, Flow, Member, Visitor, damaged};
use super::input::{Data, Input};
use super::source::{self, Source};
use std::io::{self, Read};

/// Reads ar.
pub struct Ar;

const MAGIC: &[u8] = b"!<arch>\n";
const THIN: &[u8] = b"!<thin>\n";
const HEADER: usize = 60;

/// The longest table of names that is kept, in octets.
const MAX_NAMES: u64 = 1 << 20;

/// The longest name in front of its data, in octets.
const MAX_NAME: u64 = 4096;

impl ArchiveReader for Ar {
    fn id(&self) -> &'static str {
        "ar"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC) || head.starts_with(THIN)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut input = Input::new(content);
        if input.peek(8)?.starts_with(THIN) {
            return Ok(());
        }
        input.consume(MAGIC.len());
        members(&mut input, visitor)
    }
}

fn members(input: &mut Input<'_>, visitor: &mut dyn Visitor) -> io::Result<()> {
    let mut names = Vec::new();
    let mut grant = None;
    loop {
        let mut header = [0; HEADER];
        match source::fill(input, &mut header)? {
            0 => return Ok(()),
            // An odd end may be padded twice.
            1 if header[0] == b'\n' => return Ok(()),
            got if got < HEADER => return Err(damaged("it ends within a header")),
            _ => {}
        }
        let Some(size) = number(&header[48..58]).filter(|_| header.ends_with(b"`\n")) else {
            let offset = input.offset() - HEADER as u64;
            return match visitor.between(offset, &mut header.chain(&mut *input)) {
                Flow::Continue(()) => Err(damaged(format!("no header at offset {offset}"))),
                Flow::Break(()) => Ok(()),
            };
        };
        if header.starts_with(b"// ") {
            if size > 128 << 10 {
                grant = Some(visitor.ask(size.min(MAX_NAMES) * 2)?);
            }
            names = table(input, size)?;
        } else if member(&header[..16], &names, Data::new(input, size), visitor)?.is_break() || input.failed() {
            return Ok(());
        }
        if size % 2 == 1 {
            input.skip(1)?;
        }
        drop(grant.take());
    }
}

/// The table of long names; one that is too long is not kept.
fn table(input: &mut Input<'_>, size: u64) -> io::Result<Vec<u8>> {
    let mut names = Vec::new();
    let kept = size.min(MAX_NAMES);
    let mut data = Data::new(input, kept);
    data.read_to_end(&mut names)?;
    input.skip(size - kept)?;
    Ok(names)
}

/// Hands one member on and goes to its end.
fn member(field: &[u8], names: &[u8], mut data: Data<'_, '_>, visitor: &mut dyn Visitor) -> io::Result<Flow> {
    let field = field.trim_ascii_end();
    let name = match field {
        [b'#', b'1', b'/', length @ ..] => {
            let length = number(length).filter(|length| *length <= MAX_NAME.min(data.left()));
            let mut name = Vec::new();
            let length = length.ok_or_else(|| damaged("a name of impossible length"))?;
            data.by_ref().take(length).read_to_end(&mut name)?;
            name.split(|octet| *octet == 0).next().unwrap_or_default().to_vec()
        }
        [b'/', at @ ..] if number(at).is_some() => {
            let at = number(at).and_then(|at| usize::try_from(at).ok());
            let rest = at.and_then(|at| names.get(at..)).unwrap_or_default();
            let name = rest.split(|octet| *octet == b'\n').next().unwrap_or_default();
            let name = name.strip_suffix(b"/").unwrap_or(name);
            // A name that cannot be looked up is told as it stands.
            let name = if name.is_empty() { field } else { name };
            name[..name.len().min(4096)].to_vec()
        }
        b"/" | b"/SYM64/" => Vec::new(),
        name => name.strip_suffix(b"/").unwrap_or(name).to_vec(),
    };
    let symbols = name.is_empty() || name.starts_with(b"__.SYMDEF");
    let flow = if symbols { Flow::Continue(()) } else { visitor.member(Member::named(&name), &mut data) };
    if flow.is_continue() && !data.short {
        io::copy(&mut data, &mut io::sink())?;
    }
    Ok(flow)
}

/// A decimal number, spaces behind it.
fn number(field: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(field.trim_ascii_end()).ok()?;
    digits.bytes().all(|octet| octet.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}
