//! The few octets before the content of an object.

use super::index::Kind;
use crate::container::archive::damaged;
use std::io;

/// A header is never longer than this: ten octets of size, and a name.
pub(super) const LONGEST: usize = 10 + 32 + 2;

/// What comes before the zlib stream of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// What it is, or what it differs from.
    pub(super) what: What,
    /// The size of its content, or of the delta.
    pub(super) size: u64,
    /// How many octets the header has.
    pub(super) length: usize,
}

/// A whole object or one that is told by its difference from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Whole(Kind),
    /// The base stands at this offset.
    Behind(u64),
    /// The base has this id.
    Named(Id),
}

/// An object's id: SHA-1, or SHA-256 in some repositories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id {
    /// Its first octets: enough to tell the objects of a pack apart.
    pub(super) first: u64,
    pub(super) sha256: bool,
}

impl Header {
    /// Parses the header of the object at `offset`, which `octets` begin with.
    pub(super) fn parse(octets: &[u8], offset: u64) -> io::Result<Header> {
        if octets.is_empty() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends before its last object"));
        }
        parse(octets, offset).ok_or_else(|| damaged("its header is damaged"))
    }
}

fn parse(octets: &[u8], offset: u64) -> Option<Header> {
    let (&first, _) = octets.split_first()?;
    let (mut size, mut length, mut shift, mut more) = (u64::from(first & 15), 1, 4, first & 0x80 != 0);
    while more {
        let octet = *octets.get(length)?;
        let part = u64::from(octet & 0x7f);
        size |= part.checked_shl(shift).filter(|shifted| shifted >> shift == part)?;
        more = octet & 0x80 != 0;
        (length, shift) = (length + 1, shift + 7);
    }
    let what = match first >> 4 & 7 {
        1 => What::Whole(Kind::Commit),
        2 => What::Whole(Kind::Tree),
        3 => What::Whole(Kind::Blob),
        4 => What::Whole(Kind::Tag),
        6 => {
            let (back, taken) = distance(octets.get(length..)?)?;
            length += taken;
            What::Behind(offset.checked_sub(back).filter(|base| back > 0 && *base > 0)?)
        }
        7 => {
            let id = octets.get(length..)?;
            // The pack does not tell how long its ids are, the stream behind does.
            let sha256 = !zlib(id.get(20..)?) && id.get(32..).is_some_and(zlib);
            length += if sha256 { 32 } else { 20 };
            What::Named(Id { first: u64::from_be_bytes(*id.first_chunk()?), sha256 })
        }
        _ => return None,
    };
    Some(Header { what, size, length })
}

/// How far back the base of a delta stands.
fn distance(octets: &[u8]) -> Option<(u64, usize)> {
    let mut back = 0_u64;
    for (at, octet) in octets.iter().enumerate().take(10) {
        back = back.checked_mul(128)?.checked_add(u64::from(octet & 0x7f))?;
        if octet & 0x80 == 0 {
            return Some((back, at + 1));
        }
        back = back.checked_add(1)?;
    }
    None
}

/// Whether a zlib stream begins here.
fn zlib(octets: &[u8]) -> bool {
    matches!(octets, &[method, flags, ..] if method & 0x8f == 8 && flags & 0x20 == 0
        && u16::from_be_bytes([method, flags]) % 31 == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_distances_are_read_and_never_overflow() {
        let header = Header::parse(&[0xb5, 0x8a, 0x01], 12).unwrap();
        assert_eq!(header, Header { what: What::Whole(Kind::Blob), size: 5 | 10 << 4 | 1 << 11, length: 3 });
        // Distances count from one with each further octet.
        assert_eq!(Header::parse(&[0x61, 0x80, 0x00], 500).unwrap().what, What::Behind(500 - 128));
        for bad in [&[0x61, 0x00][..], &[0x61, 0x7f], &[0x51], &[0x01], &[0xb5], &[0xff; 44], &[0x71, 1, 2]] {
            assert!(Header::parse(bad, 100).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_length_of_an_id_shows_behind_it() {
        for (length, sha256) in [(20, false), (32, true)] {
            let octets = [&[0x71][..], &vec![7; length], &[0x78, 0x9c, 1]].concat();
            let header = Header::parse(&octets, 12).unwrap();
            assert_eq!(header.what, What::Named(Id { first: 0x0707_0707_0707_0707, sha256 }));
            assert_eq!(header.length, 1 + length);
        }
    }
}
