//! RPM packages: two headers, then a compressed cpio archive.
//!
//! *Behaviour*
//! 1. The headers are skipped by the sizes that they declare.
//! 2. The payload is a content like any other: it says itself how it is
//!    compressed.
//!
//! Source: the RPM reference manual, "Package format" (version 3 and 4).

use super::archive::{ArchiveReader, Flow, Member, Visitor, damaged};
use super::input::Input;
use super::source::Source;
use std::io;

/// Reads RPM packages.
pub struct Rpm;

const LEAD: u64 = 96;

/// The largest index and the largest store that RPM itself takes.
const MAX_ENTRIES: u32 = 0x00ff_ffff;
const MAX_STORE: u32 = 0x0fff_ffff;

impl ArchiveReader for Rpm {
    fn id(&self) -> &'static str {
        "rpm"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        matches!(head, [0xed, 0xab, 0xee, 0xdb, 3 | 4, ..])
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let mut input = Input::new(content);
        skip(&mut input, LEAD)?;
        let signature = header(&mut input)?;
        skip(&mut input, signature.wrapping_neg() % 8)?;
        header(&mut input)?;
        match visitor.member(Member::compressed(self.id()), &mut input) {
            Flow::Continue(()) | Flow::Break(()) => Ok(()),
        }
    }
}

/// Goes over a header; tells how long it was.
fn header(input: &mut Input<'_>) -> io::Result<u64> {
    let [0x8e, 0xad, 0xe8, 1, _, _, _, _, entries @ .., a, b, c, d] = input.peek(16)? else {
        return Err(damaged("no header where one should be"));
    };
    let (Ok(entries), store) = (<[u8; 4]>::try_from(entries), u32::from_be_bytes([*a, *b, *c, *d])) else {
        return Err(damaged("it ends within a header"));
    };
    let entries = u32::from_be_bytes(entries);
    if entries > MAX_ENTRIES || store > MAX_STORE {
        return Err(damaged("a header of impossible size"));
    }
    let whole = 16 + 16 * u64::from(entries) + u64::from(store);
    skip(input, whole)?;
    Ok(whole)
}

fn skip(input: &mut Input<'_>, octets: u64) -> io::Result<()> {
    if input.skip(octets)? < octets {
        return Err(damaged("it ends within its headers"));
    }
    Ok(())
}
