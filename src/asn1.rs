//! A small, bounded walker over BER and DER (X.690): tags, lengths, slices.
//!
//! Knows no certificate and no container. Indefinite lengths are walked, never
//! recursed into without a bound; nothing is allocated by a length from a file.

/// How deep indefinite or constructed encodings may nest.
pub const MAX_DEPTH: u32 = 48;

/// Universal tags and the two context tags that X.509 and PKCS use most.
pub mod tag {
    #![allow(missing_docs, reason = "the names are X.680's own")]
    pub const BOOLEAN: u8 = 0x01;
    pub const INTEGER: u8 = 0x02;
    pub const BIT_STRING: u8 = 0x03;
    pub const OCTET_STRING: u8 = 0x04;
    pub const NULL: u8 = 0x05;
    pub const OID: u8 = 0x06;
    pub const SEQUENCE: u8 = 0x30;
    pub const SET: u8 = 0x31;
    pub const CONTEXT_0: u8 = 0xa0;
    pub const CONTEXT_1: u8 = 0xa1;
}

/// One element: its tag, its content, and all its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// The identifier octet (tags above 30 are not used by our formats).
    pub tag: u8,
    /// The content; of an indefinite element without its end-of-contents.
    pub content: &'a [u8],
    /// Header, content and end-of-contents.
    pub whole: &'a [u8],
}

impl<'a> Element<'a> {
    /// True for the constructed bit.
    pub fn is_constructed(&self) -> bool {
        self.tag & 0x20 != 0
    }

    /// The elements inside.
    pub fn children(&self) -> Elements<'a> {
        Elements { rest: self.content }
    }

    /// The element itself if it has the tag.
    pub fn with_tag(self, tag: u8) -> Option<Element<'a>> {
        (self.tag == tag).then_some(self)
    }
}

/// Iterates over consecutive elements and stops at the first that is broken;
/// `rest` is what was not read.
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Elements<'a> {
    /// Over the elements of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Elements<'a> {
        Elements { rest: bytes }
    }

    /// What has not been read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next element if it has the tag; otherwise nothing is consumed.
    pub fn next_if(&mut self, tag: u8) -> Option<Element<'a>> {
        let (element, rest) = read(self.rest)?;
        if element.tag != tag {
            return None;
        }
        self.rest = rest;
        Some(element)
    }
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let (element, rest) = read(self.rest)?;
        self.rest = rest;
        Some(element)
    }
}

/// Reads one element from the front of `bytes`; `None` if it is broken or cut.
pub fn read(bytes: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let header = header(bytes)?;
    let (content_end, end) = if let Some(length) = header.length {
        let end = header.size.checked_add(length)?;
        (end, end)
    } else {
        let length = indefinite_length(bytes.get(header.size..)?)?;
        (header.size + length, header.size + length + 2)
    };
    let whole = bytes.get(..end)?;
    let content = bytes.get(header.size..content_end)?;
    Some((Element { tag: header.tag, content, whole }, &bytes[end..]))
}

/// The identifier and length octets of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The identifier octet.
    pub tag: u8,
    /// How many octets identifier and length take.
    pub size: usize,
    /// The content's length in octets; `None` is the indefinite form.
    pub length: Option<usize>,
}

/// Reads a header without looking at the content.
pub fn header(bytes: &[u8]) -> Option<Header> {
    let tag = *bytes.first()?;
    if tag & 0x1f == 0x1f {
        return None;
    }
    let first = *bytes.get(1)?;
    if first < 0x80 {
        return Some(Header { tag, size: 2, length: Some(usize::from(first)) });
    }
    if first == 0x80 {
        return (tag & 0x20 != 0).then_some(Header { tag, size: 2, length: None });
    }
    let count = usize::from(first & 0x7f);
    if count > 8 {
        return None;
    }
    let mut length = 0usize;
    for byte in bytes.get(2..2 + count)? {
        length = length.checked_mul(256)?.checked_add(usize::from(*byte))?;
    }
    Some(Header { tag, size: 2 + count, length: Some(length) })
}

/// How long the content of an indefinite element is, up to its
/// end-of-contents. Iterative, so that depth costs no stack.
fn indefinite_length(bytes: &[u8]) -> Option<usize> {
    let mut open = 1u32;
    let mut at = 0usize;
    loop {
        let rest = bytes.get(at..)?;
        if rest.starts_with(&[0, 0]) {
            open -= 1;
            if open == 0 {
                return Some(at);
            }
            at += 2;
            continue;
        }
        let header = header(rest)?;
        if let Some(length) = header.length {
            at = at.checked_add(header.size)?.checked_add(length)?;
        } else {
            open += 1;
            if open > MAX_DEPTH {
                return None;
            }
            at += header.size;
        }
    }
}

/// The octets of an OCTET STRING, primitive or constructed (BER segments
/// joined). `None` if it is none or nests too deep.
pub fn octets(element: &Element<'_>) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    join_octets(element, 0, &mut joined)?;
    Some(joined)
}

fn join_octets(element: &Element<'_>, depth: u32, joined: &mut Vec<u8>) -> Option<()> {
    if depth > MAX_DEPTH {
        return None;
    }
    if !element.is_constructed() {
        joined.extend_from_slice(element.content);
        return Some(());
    }
    let mut children = element.children();
    for child in children.by_ref() {
        join_octets(&child, depth + 1, joined)?;
    }
    children.rest().is_empty().then_some(())
}

/// A non-negative INTEGER that fits 64 bits.
pub fn unsigned(element: &Element<'_>) -> Option<u64> {
    if element.tag != tag::INTEGER || element.content.is_empty() || element.content[0] & 0x80 != 0 {
        return None;
    }
    let digits = element.content.iter().position(|byte| *byte != 0).map_or(&[][..], |at| &element.content[at..]);
    if digits.len() > 8 {
        return None;
    }
    Some(digits.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

/// The dotted form of an OBJECT IDENTIFIER's content octets.
pub fn oid_text(content: &[u8]) -> String {
    let mut arcs = Vec::new();
    let mut value = 0u64;
    for byte in content {
        value = value.saturating_mul(128).saturating_add(u64::from(byte & 0x7f));
        if byte & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (value / 40).min(2);
                arcs.push(first.to_string());
                arcs.push((value - first * 40).to_string());
            } else {
                arcs.push(value.to_string());
            }
            value = 0;
        }
    }
    arcs.join(".")
}

/// A DER header for `length` octets of content under `tag`, then the content.
pub fn encode(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![tag];
    let length = content.len();
    if length < 0x80 {
        bytes.push(length.to_le_bytes()[0]);
    } else {
        let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
        bytes.push(0x80 | digits.len().to_le_bytes()[0]);
        bytes.extend_from_slice(&digits);
    }
    bytes.extend_from_slice(content);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definite_and_indefinite_forms_read_alike() {
        let definite = [0x30, 0x03, 0x02, 0x01, 0x05];
        let indefinite = [0x30, 0x80, 0x02, 0x01, 0x05, 0x00, 0x00];
        for bytes in [&definite[..], &indefinite[..]] {
            let (element, rest) = read(bytes).unwrap();
            assert_eq!(element.content, [0x02, 0x01, 0x05]);
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn a_cut_element_is_none() {
        for cut in 0..7 {
            assert_eq!(read(&[0x30, 0x80, 0x02, 0x01, 0x05, 0x00, 0x00][..cut]), None, "{cut}");
        }
    }

    #[test]
    fn nesting_is_bounded_and_costs_no_stack() {
        let mut bomb = Vec::new();
        for _ in 0..300_000 {
            bomb.extend_from_slice(&[0x24, 0x80]);
        }
        assert_eq!(read(&bomb), None);
    }

    #[test]
    fn lengths_near_the_machine_word_do_not_overflow() {
        let bytes = [0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00];
        assert_eq!(read(&bytes), None);
    }

    #[test]
    fn object_identifiers_are_told_in_dots() {
        assert_eq!(oid_text(&[0x2a, 0x81, 0x50, 0x81, 0x29, 0x01, 0x01, 0x01, 0x03, 0x07]), "1.2.208.169.1.1.1.3.7");
    }

    #[test]
    fn segments_of_an_octet_string_are_joined() {
        let bytes = [0x24, 0x80, 0x04, 0x01, 0xaa, 0x04, 0x01, 0xbb, 0x00, 0x00];
        let (element, _) = read(&bytes).unwrap();
        assert_eq!(octets(&element).unwrap(), [0xaa, 0xbb]);
    }

    #[test]
    fn encoding_round_trips() {
        let bytes = encode(tag::SEQUENCE, &[7; 300]);
        assert_eq!(read(&bytes).unwrap().0.content, [7; 300]);
    }
}
