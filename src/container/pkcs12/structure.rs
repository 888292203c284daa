//! The frame of a PKCS#12 file (RFC 7292 section 4): PFX, its safes and where
//! the MAC stands, in BER or DER, also where the file is cut.
//!
//! Decrypts nothing and looks into no safe.

use crate::asn1::{self, Element, tag};
use crate::container::Problem;
use crate::failure::FailureKind;
use zeroize::Zeroizing;

/// 1.2.840.113549.1.7: the arc of the content types, without its last number.
pub const CONTENT_TYPES: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

/// How many safes are read; usual stores have two.
pub const MAX_SAFES: usize = 4096;

/// What the frame holds.
///
/// ```text
/// PFX ::= SEQUENCE { version INTEGER {v3(3)}, authSafe ContentInfo, macData MacData OPTIONAL }
/// AuthenticatedSafe ::= SEQUENCE OF ContentInfo
/// ```
#[derive(Debug, Default)]
pub struct Store<'a> {
    /// The safes in their order.
    pub safes: Vec<Safe>,
    /// The octets over which the MAC is made.
    pub authenticated: Zeroizing<Vec<u8>>,
    /// The `MacData`, unread.
    pub mac: Option<Element<'a>>,
    /// What of the frame could not be read.
    pub problems: Vec<Problem>,
}

/// One safe.
#[derive(Debug)]
pub enum Safe {
    /// Its SafeContents stand in the clear.
    Clear(Zeroizing<Vec<u8>>),
    /// `EncryptedData` under a password.
    Encrypted {
        /// The `AlgorithmIdentifier`, header included.
        algorithm: Vec<u8>,
        /// The encrypted SafeContents.
        ciphertext: Vec<u8>,
    },
    /// It was told among the problems.
    Unreadable,
}

/// Reads the frame as far as it goes.
pub fn parse(bytes: &[u8]) -> Store<'_> {
    let mut store = Store::default();
    if let Err(problem) = fill(&mut store, bytes) {
        store.problems.push(problem);
    }
    store
}

/// A problem of the kind `corrupt`.
pub fn corrupt(detail: impl Into<String>) -> Problem {
    Problem { kind: FailureKind::Corrupt, detail: detail.into() }
}

/// A problem of the kind `unsupported`.
pub fn unsupported(detail: impl Into<String>) -> Problem {
    Problem { kind: FailureKind::Unsupported, detail: detail.into() }
}

/// An element that may reach beyond its frame: then it ends where that ends.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// The content, as far as it is there.
    pub content: &'a [u8],
    /// What follows it.
    pub rest: &'a [u8],
    /// Whether its end is missing.
    pub cut: bool,
    /// Whether the content is made of elements.
    constructed: bool,
}

impl<'a> Part<'a> {
    /// Opens the element at the start of `bytes` if its tag is one of `tags`.
    pub fn open(bytes: &'a [u8], tags: &[u8]) -> Option<Part<'a>> {
        let header = asn1::header(bytes)?;
        if !tags.contains(&header.tag) {
            return None;
        }
        let constructed = header.tag & 0x20 != 0;
        if let Some((element, rest)) = asn1::read(bytes) {
            return Some(Part { content: element.content, rest, cut: false, constructed });
        }
        Some(Part { content: bytes.get(header.size..)?, rest: &[], cut: true, constructed })
    }
}

fn fill<'a>(store: &mut Store<'a>, bytes: &'a [u8]) -> Result<(), Problem> {
    let pfx = Part::open(bytes, &[tag::SEQUENCE]).ok_or_else(|| corrupt("cut short before its first safe"))?;
    if pfx.cut {
        store.problems.push(corrupt("cut short or damaged: a length reaches beyond the end"));
    }
    let (version, rest) = asn1::read(pfx.content).ok_or_else(|| corrupt("cut short before its first safe"))?;
    if asn1::unsigned(&version) != Some(3) {
        return Err(unsupported("a version of PKCS#12 other than 3"));
    }
    let safes = Part::open(rest, &[tag::SEQUENCE]).ok_or_else(|| corrupt("no authSafe"))?;
    let (kind, content) = content_info(safes.content).ok_or_else(|| corrupt("no content in authSafe"))?;
    match content_type(kind) {
        Some(1) => {}
        Some(2) => return Err(unsupported("signed with a key instead of a password (public-key integrity mode)")),
        _ => return Err(unsupported(format!("authSafe of the type {}", asn1::oid_text(kind)))),
    }
    store.authenticated = octets(content, &[tag::OCTET_STRING]).ok_or_else(|| corrupt("no octets in authSafe"))?;
    store.mac = asn1::Elements::new(safes.rest).next_if(tag::SEQUENCE);
    let (safes, mut problems, damaged) = list(&store.authenticated)?;
    store.safes = safes;
    store.problems.append(&mut problems);
    if damaged && !pfx.cut {
        store.problems.push(corrupt("the list of safes is damaged"));
    }
    Ok(())
}

/// The safes, what could not be read of them, and whether the list is damaged.
fn list(authenticated: &[u8]) -> Result<(Vec<Safe>, Vec<Problem>, bool), Problem> {
    let list = Part::open(authenticated, &[tag::SEQUENCE]).ok_or_else(|| corrupt("no list of safes"))?;
    let (mut safes, mut problems) = (Vec::new(), Vec::new());
    let mut cut = list.cut;
    let mut rest = list.content;
    while let Some(part) = Part::open(rest, &[tag::SEQUENCE]) {
        if safes.len() == MAX_SAFES {
            let detail = format!("more than {MAX_SAFES} safes; the others are not read");
            problems.push(Problem { kind: FailureKind::LimitExceeded, detail });
            return Ok((safes, problems, false));
        }
        let number = safes.len() + 1;
        cut |= part.cut;
        safes.push(safe(part.content).unwrap_or_else(|problem| {
            problems.push(Problem { detail: format!("safe {number}: {}", problem.detail), ..problem });
            Safe::Unreadable
        }));
        rest = part.rest;
    }
    Ok((safes, problems, cut || !rest.is_empty()))
}

/// ```text
/// ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY OPTIONAL }
/// ```
fn content_info(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (kind, rest) = asn1::read(bytes)?;
    let content = Part::open(rest, &[tag::CONTEXT_0])?;
    Some((kind.with_tag(tag::OID)?.content, content.content))
}

/// The last number of a PKCS#7 content type.
fn content_type(oid: &[u8]) -> Option<u8> {
    match oid.strip_prefix(&CONTENT_TYPES)? {
        [number] => Some(*number),
        _ => None,
    }
}

fn safe(bytes: &[u8]) -> Result<Safe, Problem> {
    let (kind, content) = content_info(bytes).ok_or_else(|| corrupt("no content"))?;
    match content_type(kind) {
        Some(1) => octets(content, &[tag::OCTET_STRING]).map(Safe::Clear).ok_or_else(|| corrupt("no octets")),
        Some(3) => Err(unsupported("encrypted for a key instead of a password (public-key privacy mode)")),
        Some(6) => encrypted(content).ok_or_else(|| corrupt("EncryptedData cannot be read")),
        _ => Err(unsupported(format!("content of the type {}", asn1::oid_text(kind)))),
    }
}

/// ```text
/// EncryptedData ::= SEQUENCE { version INTEGER, encryptedContentInfo SEQUENCE {
///     contentType OBJECT IDENTIFIER, contentEncryptionAlgorithm AlgorithmIdentifier,
///     encryptedContent [0] IMPLICIT OCTET STRING OPTIONAL }, … }     -- RFC 5652 section 8
/// ```
fn encrypted(bytes: &[u8]) -> Option<Safe> {
    let data = Part::open(bytes, &[tag::SEQUENCE])?;
    let (version, rest) = asn1::read(data.content)?;
    version.with_tag(tag::INTEGER)?;
    let info = Part::open(rest, &[tag::SEQUENCE])?;
    let mut elements = asn1::Elements::new(info.content);
    elements.next_if(tag::OID)?;
    let algorithm = elements.next_if(tag::SEQUENCE)?.whole.to_vec();
    let ciphertext = octets(elements.rest(), &[0x80])?.to_vec();
    Some(Safe::Encrypted { algorithm, ciphertext })
}

/// The octets of a string with one of the primitive tags `tags` or its
/// constructed form, as far as they are there.
fn octets(bytes: &[u8], tags: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let allowed: Vec<u8> = tags.iter().flat_map(|tag| [*tag, *tag | 0x20]).collect();
    let part = Part::open(bytes, &allowed)?;
    let mut joined = Zeroizing::new(Vec::with_capacity(part.content.len()));
    join(&part, 0, &mut joined)?;
    Some(joined)
}

fn join(part: &Part<'_>, depth: u32, joined: &mut Vec<u8>) -> Option<()> {
    if depth > asn1::MAX_DEPTH {
        return None;
    }
    if !part.constructed {
        joined.extend_from_slice(part.content);
        return Some(());
    }
    let mut rest = part.content;
    while let Some(segment) = Part::open(rest, &[tag::OCTET_STRING, tag::OCTET_STRING | 0x20]) {
        join(&segment, depth + 1, joined)?;
        rest = segment.rest;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_string_of_segments_gives_what_is_there() {
        let bytes = [0x24, 0x80, 0x04, 0x02, 1, 2, 0x04, 0x05, 3, 4];
        assert_eq!(octets(&bytes, &[tag::OCTET_STRING]).unwrap()[..], [1, 2, 3, 4]);
    }

    #[test]
    fn segments_nested_too_deep_are_refused() {
        let mut bytes = Vec::new();
        for _ in 0..100_000 {
            bytes.extend_from_slice(&[0x24, 0x80]);
        }
        assert!(octets(&bytes, &[tag::OCTET_STRING]).is_none());
    }
}
