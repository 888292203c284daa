//! What an ASN.1 object is, told from its first octets: certificate, PKCS#12,
//! PKCS#7 or private key. Also finds where a certificate begins, given the
//! mark inside it. Decodes nothing and reads no text.

use crate::asn1::{self, tag};

/// The largest object that is carved, in octets; containers beyond it are a
/// `limit-exceeded` failure.
pub const MAX_OBJECT: usize = 16 << 20;

/// The largest certificate or key that is carved, in octets.
pub const MAX_CERTIFICATE: usize = 128 << 10;

/// What an object looks like from its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `Certificate` (RFC 5280 section 4.1).
    Certificate,
    /// A Java keystore (JKS or JCEKS), which is no ASN.1 but hides like it.
    JavaStore,
    /// `PFX` (RFC 7292 section 4).
    Pkcs12,
    /// `ContentInfo` with what is signed or encrypted (RFC 5652 section 3).
    Pkcs7,
    /// An unencrypted private key (RFC 5958, RFC 8017, RFC 5915).
    PrivateKey,
}

impl Shape {
    /// The largest object of this shape that is carved, in octets.
    pub fn limit(self) -> usize {
        match self {
            Shape::Certificate | Shape::PrivateKey => MAX_CERTIFICATE,
            Shape::JavaStore | Shape::Pkcs12 | Shape::Pkcs7 => MAX_OBJECT,
        }
    }
}

/// `[0] { INTEGER 2 }` and the tag of the serial number: every version 3
/// certificate holds it right after the headers of its two outer SEQUENCEs.
pub const CERTIFICATE_MARK: &[u8] = &[0xa0, 0x03, 0x02, 0x01, 0x02, 0x02];

/// The OBJECT IDENTIFIER `id-data`, which stands early in every `PFX`.
pub const PKCS12_MARK: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];

/// `id-signedData`, `id-envelopedData` and `id-ct-authEnvelopedData`.
const MESSAGES: [&[u8]; 3] = [
    &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02],
    &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03],
    &[0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17],
];
const PKCS_7_ARC: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

/// How many octets [`shape`] wants to see at the most.
pub const HEAD: usize = 24;

/// The shape and the whole length of an object from its first octets;
/// a length of `None` is the indefinite form.
pub fn shape(head: &[u8]) -> Option<(Shape, Option<usize>)> {
    let outer = asn1::header(head)?;
    if outer.tag != tag::SEQUENCE {
        return None;
    }
    let total = outer.length.map(|length| length.saturating_add(outer.size));
    let inner = head.get(outer.size..)?;
    let shape = match *inner.first()? {
        tag::SEQUENCE => certificate_shape(inner, outer.length)?,
        tag::OID if MESSAGES.iter().any(|oid| inner.starts_with(oid)) => Shape::Pkcs7,
        tag::INTEGER => version_shape(inner)?,
        _ => return None,
    };
    Some((shape, total))
}

/// The length of a list of certificates (`PkiPath`, RFC 4158 and X.509) from
/// its first octets.
pub fn path_length(head: &[u8]) -> Option<usize> {
    let outer = asn1::header(head).filter(|outer| outer.tag == tag::SEQUENCE)?;
    let (first, length) = shape(head.get(outer.size..)?)?;
    let total = outer.length?.saturating_add(outer.size);
    (first == Shape::Certificate && length? <= outer.length?).then_some(total)
}

/// `SEQUENCE { [0] …` or, in version 1, `SEQUENCE { INTEGER …`.
fn certificate_shape(inner: &[u8], outer_length: Option<usize>) -> Option<Shape> {
    let tbs = asn1::header(inner)?;
    if let (Some(all), Some(part)) = (outer_length, tbs.length)
        && part.checked_add(tbs.size)? >= all
    {
        return None;
    }
    let body = inner.get(tbs.size..)?;
    let version = body.starts_with(&[0xa0, 0x03, 0x02, 0x01]) || body.starts_with(&[0xa0, 0x80, 0x02, 0x01]);
    let plain =
        body.len() >= 2 && body[0] == tag::INTEGER && body[1] < 0x80 && tbs.length.is_none_or(|length| length > 100);
    (version || plain).then_some(Shape::Certificate)
}

/// Objects that begin with a version number: `PFX` with 3, keys with 0 or 1.
fn version_shape(inner: &[u8]) -> Option<Shape> {
    let (version, after) = asn1::read(inner)?;
    match (version.content, *after.first()?) {
        ([3], tag::SEQUENCE) => {
            let header = asn1::header(after)?;
            begins_with_arc(after.get(header.size..)?).then_some(Shape::Pkcs12)
        }
        ([0], tag::SEQUENCE | tag::INTEGER) | ([1], tag::SEQUENCE | tag::OCTET_STRING) => Some(Shape::PrivateKey),
        _ => None,
    }
}

/// Whether an OID of the PKCS #7 arc stands here, as far as there are octets.
/// Its length may take more octets than it needs.
fn begins_with_arc(content: &[u8]) -> bool {
    let known = content.len().min(PKCS_7_ARC.len());
    let plain = known > 0 && content[..known] == PKCS_7_ARC[..known];
    plain
        || asn1::read(content).is_some_and(|(oid, _)| oid.tag == tag::OID && oid.content.starts_with(&PKCS_7_ARC[2..]))
}

/// `AlgorithmIdentifier` of the `PKCS #1` arc without its last octet: in a
/// certificate of version 1 it follows the serial number.
pub const RSA_MARK: &[u8] = &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01];

/// Where the certificate of version 1 begins that holds [`RSA_MARK`] at `mark`.
pub fn unversioned_start(bytes: &[u8], mark: usize) -> Option<usize> {
    (1u8..=20).find_map(|length| {
        let serial = mark.checked_sub(usize::from(length) + 2)?;
        let header = bytes.get(serial..serial + 2)?;
        (header == [tag::INTEGER, length]).then(|| two_headers_before(bytes, serial)).flatten()
    })
}

/// Where the certificate begins that holds [`CERTIFICATE_MARK`] at `mark`.
pub fn certificate_start(bytes: &[u8], mark: usize) -> Option<usize> {
    two_headers_before(bytes, mark)
}

/// Where the `PFX` begins that holds [`PKCS12_MARK`] at `mark`.
pub fn pkcs12_start(bytes: &[u8], mark: usize) -> Option<usize> {
    for inner in HEADER_SIZES {
        let Some(at) = mark.checked_sub(inner + 3) else { continue };
        if bytes.get(at..at + 3) != Some(&[tag::INTEGER, 1, 3]) || !is_sequence(bytes, at + 3, inner) {
            continue;
        }
        let start = HEADER_SIZES.into_iter().find_map(|outer| {
            let start = at.checked_sub(outer)?;
            is_sequence(bytes, start, outer).then_some(start)
        });
        if start.is_some() {
            return start;
        }
    }
    None
}

/// The sizes a SEQUENCE header of ours can have, the usual one first.
const HEADER_SIZES: [usize; 5] = [4, 3, 2, 5, 6];

fn two_headers_before(bytes: &[u8], mark: usize) -> Option<usize> {
    for inner in HEADER_SIZES {
        let Some(tbs) = mark.checked_sub(inner) else { continue };
        if !is_sequence(bytes, tbs, inner) {
            continue;
        }
        let start = HEADER_SIZES.into_iter().find_map(|outer| {
            let start = tbs.checked_sub(outer)?;
            (is_sequence(bytes, start, outer) && encloses(bytes, start, tbs)).then_some(start)
        });
        if start.is_some() {
            return start;
        }
    }
    None
}

fn is_sequence(bytes: &[u8], at: usize, size: usize) -> bool {
    bytes.get(at..).and_then(asn1::header).is_some_and(|header| header.tag == tag::SEQUENCE && header.size == size)
}

/// Whether the element at `outer` is longer than the one at `inner` inside it.
fn encloses(bytes: &[u8], outer: usize, inner: usize) -> bool {
    let lengths = (asn1::header(&bytes[outer..]), asn1::header(&bytes[inner..]));
    match lengths {
        (Some(outer), Some(inner)) => match (outer.length, inner.length) {
            (Some(all), Some(part)) => part.checked_add(inner.size).is_some_and(|part| part < all),
            (None, _) => true,
            (Some(_), None) => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_told_from_their_first_octets() {
        let certificate = [0x30, 0x82, 0x04, 0x00, 0x30, 0x82, 0x02, 0x00, 0xa0, 0x03, 0x02, 0x01, 0x02, 0x02];
        assert_eq!(shape(&certificate), Some((Shape::Certificate, Some(0x404))));
        let pfx = [0x30, 0x80, 0x02, 0x01, 0x03, 0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48];
        assert_eq!(shape(&pfx), Some((Shape::Pkcs12, None)));
        let roundabout =
            [&[0x30, 0x80, 0x02, 0x81, 0x01, 0x03, 0x30, 0x80, 0x06, 0x81], &PKCS_7_ARC[1..], &[1]].concat();
        assert_eq!(shape(&roundabout), Some((Shape::Pkcs12, None)));
        let key = [0x30, 0x82, 0x04, 0xbe, 0x02, 0x01, 0x00, 0x30, 0x0d];
        assert_eq!(shape(&key), Some((Shape::PrivateKey, Some(0x4c2))));
        for oid in MESSAGES {
            let message = [&[0x30, 0x82, 0x01, 0x00], oid, &[0xa0]].concat();
            assert_eq!(shape(&message), Some((Shape::Pkcs7, Some(0x104))));
        }
        assert_eq!(shape(b"0\x82\x01\x01hello"), None);
    }

    #[test]
    fn a_certificate_is_found_from_the_mark_inside_it() {
        for headers in
            [&[0x30, 0x82, 0x04, 0x00, 0x30, 0x82, 0x02, 0x00][..], &[0x30, 0x82, 0x01, 0x20, 0x30, 0x81, 0xd0]]
        {
            let mut bytes = b"junk0".to_vec();
            bytes.extend_from_slice(headers);
            let mark = bytes.len();
            bytes.extend_from_slice(CERTIFICATE_MARK);
            bytes.push(1);
            assert_eq!(certificate_start(&bytes, mark), Some(5));
        }
        assert_eq!(certificate_start(CERTIFICATE_MARK, 0), None);
    }

    #[test]
    fn a_certificate_of_version_1_is_found_from_its_algorithm() {
        let mut bytes = b"junk0\x30\x82\x02\x00\x30\x82\x01\x00\x02\x03\x01\x02\x02".to_vec();
        let mark = bytes.len();
        bytes.extend_from_slice(RSA_MARK);
        assert_eq!(unversioned_start(&bytes, mark), Some(5));
        assert_eq!(unversioned_start(RSA_MARK, 0), None);
    }
}
