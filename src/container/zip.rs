//! ZIP (PKWARE APPNOTE 6.3): jar, war, ear, apk, docx, nupkg, whl and the like.
//!
//! *Behaviour*
//! 1. With an end record and content that can be read at will, the central
//!    directory tells the members. It is read twice, in pieces, and never held.
//! 2. Its end record may stand before other octets, and the whole behind a
//!    program; offsets may count from the file's beginning or the archive's.
//! 3. No octet is handed on twice: a member ends where the next one begins,
//!    whatever it claims, and members that overlap are told once.
//! 4. What lies between is looked at too: members that the directory does not
//!    list by their local headers, anything else as it stands.
//! 5. Without an end record, or where content only flows, members are read by
//!    their local headers; one that tells no size ends where its compression
//!    does, and a stored one where a fitting data descriptor stands.
//! 6. A wrong checksum or size is an error after a member's last octet.
//! 7. Encrypted members are locked; compression that no reader implements is
//!    named by its number.

mod check;
mod decode;
mod directory;
mod ending;
mod input;
mod layout;
mod locals;
mod member;
mod name;
mod record;
mod scan;
mod walk;
mod zstd;

use super::archive::{ArchiveReader, Flow, Visitor};
use super::source::{ReadAt, Source};
use crate::failure::FailureKind;
use ending::Ending;
use input::Input;
use locals::Locals;
use record::{EMPTY, LOCAL, MARKER, SPANNED};
use std::io;

/// Reads ZIP.
pub struct Zip;

impl ArchiveReader for Zip {
    fn id(&self) -> &'static str {
        "zip"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        let start = match head.get(..4) {
            Some(mark) if mark == MARKER || mark == SPANNED => head.get(4..).unwrap_or_default(),
            _ => head,
        };
        (start.starts_with(EMPTY) && start.len() == head.len())
            || (start.starts_with(LOCAL) && record::is_plausible(start))
    }

    fn ends(&self, content: &dyn ReadAt) -> bool {
        Ending::find(content).is_ok_and(|ending| ending.is_some_and(|ending| !ending.is_empty()))
    }

    fn wants_random(&self) -> bool {
        true
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        if let Some(content) = content.random() {
            let input = Input::random(content, 0, content.size());
            return match Ending::find(content)? {
                Some(ending) if ending.parts => {
                    let detail = "one part of an archive in several parts: read by its local headers";
                    by_local_headers(input, content.size(), visitor, Some(detail))
                }
                Some(ending) => walk::open(content, ending, visitor),
                None => by_local_headers(input, content.size(), visitor, None),
            };
        }
        by_local_headers(Input::flowing(content), u64::MAX, visitor, None)
    }
}

/// Reads everything front to back. Something is amiss unless all that an end
/// record tells of was there.
fn by_local_headers(mut input: Input<'_>, end: u64, visitor: &mut dyn Visitor, parts: Option<&str>) -> io::Result<()> {
    let mut tools = decode::Tools::default();
    let mut locals = Locals::new(&mut input, &mut tools, end);
    if locals.walk(visitor, true)?.is_break() {
        return Ok(());
    }
    let flow = match parts {
        Some(parts) => visitor.failed(None, FailureKind::Unsupported, parts.to_owned()),
        None if locals.is_whole() => Flow::Continue(()),
        None => {
            let detail = "cut short or damaged: read by its local headers".to_owned();
            visitor.failed(None, FailureKind::Corrupt, detail)
        }
    };
    let Flow::Continue(()) = flow else { return Ok(()) };
    Ok(())
}

#[cfg(test)]
mod tests;
