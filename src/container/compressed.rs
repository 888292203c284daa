//! Compressed messages: CMS `CompressedData` (RFC 3274), which is ZLIB alone.
//!
//! *Behaviour*
//! 1. The content is the one member, read as it is decompressed.
//! 2. The message is held in memory, up to [`MAX_SIZE`]; its content is not.
//! 3. A cut message gives what stands before the cut.
//!
//! ```text
//! ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT CompressedData }
//! CompressedData ::= SEQUENCE { version INTEGER, compressionAlgorithm SEQUENCE,
//!     encapContentInfo SEQUENCE { eContentType OBJECT IDENTIFIER, eContent [0] EXPLICIT OCTET STRING } }
//! ```

use super::archive::{ArchiveReader, Class, Member, Visitor, damaged};
use super::pkcs7::{Opened, enter, wrapped};
use super::source::Source;
use crate::asn1::{self, tag};
use std::io::{self, Read};

/// Reads compressed messages.
pub struct Compressed;

/// The largest message that is opened, in octets.
const MAX_SIZE: u64 = 16 << 20;

/// 1.2.840.113549.1.9.16.1.9, header included.
const COMPRESSED: &[u8] = &[0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x09];

impl ArchiveReader for Compressed {
    fn id(&self) -> &'static str {
        "cms-compressed"
    }

    fn class(&self) -> Class {
        Class::Mail
    }

    fn sniff(&self, head: &[u8]) -> bool {
        enter(head, tag::SEQUENCE).is_some_and(|inside| inside.starts_with(COMPRESSED))
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let _memory = visitor.ask(2 * MAX_SIZE)?;
        let mut bytes = Vec::new();
        content.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MAX_SIZE {
            let detail = format!("a compressed message of more than {} MiB was not opened", MAX_SIZE >> 20);
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, detail));
        }
        let octets = octets(&bytes).ok_or_else(|| damaged("it is damaged or cut short"))?;
        let member = Member { of_message: true, ..Member::compressed("zlib") };
        if visitor.member(member, &mut flate2::read::ZlibDecoder::new(&octets[..])).is_continue()
            && asn1::read(&bytes).is_none()
        {
            return Err(damaged("it is cut short"));
        }
        Ok(())
    }
}

/// The compressed octets, as many as there are.
fn octets(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut data = wrapped(bytes)?;
    data.next()?.with_tag(tag::INTEGER)?;
    data.next()?.with_tag(tag::SEQUENCE)?;
    let mut info = Opened::new(data.rest)?;
    info.next()?.with_tag(tag::OID)?;
    let explicit = Opened::new(info.rest)?;
    let header = asn1::header(explicit.rest).filter(|header| header.tag & 0x1f == tag::OCTET_STRING)?;
    if let Some((whole, _)) = asn1::read(explicit.rest) {
        return asn1::octets(&whole);
    }
    // A cut one: its pieces, or the one that it is.
    if header.length.is_some() && header.tag & 0x20 == 0 {
        return explicit.rest.get(header.size..).map(<[u8]>::to_vec);
    }
    let mut pieces = Opened::new(explicit.rest)?;
    let mut joined = Vec::new();
    while let Some(piece) = pieces.next() {
        joined.extend(asn1::octets(&piece)?);
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::encode;
    use crate::container::mail::testing::seen;
    use std::io::Write;

    fn made(content: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        let octets = encode(tag::OCTET_STRING, &encoder.finish().unwrap());
        let info = encode(tag::SEQUENCE, &[&[6, 1, 1][..], &encode(tag::CONTEXT_0, &octets)].concat());
        let data = encode(tag::SEQUENCE, &[&[2, 1, 0][..], &encode(tag::SEQUENCE, &[6, 1, 1]), &info].concat());
        encode(tag::SEQUENCE, &[COMPRESSED, &encode(tag::CONTEXT_0, &data)].concat())
    }

    #[test]
    fn the_content_is_the_only_member() {
        let bytes = made(b"hello hello hello");
        assert!(Compressed.sniff(&bytes));
        let seen = seen(&Compressed, &bytes);
        assert_eq!(seen.members, [("zlib".to_owned(), b"hello hello hello".to_vec())]);
        assert!(seen.failed.is_empty(), "{:?}", seen.failed);
    }

    #[test]
    fn a_cut_one_gives_what_there_is_and_says_so() {
        let bytes = made(&[7; 5000]);
        for end in 20..bytes.len() {
            assert!(!seen(&Compressed, &bytes[..end]).failed.is_empty(), "{end}");
        }
    }
}
