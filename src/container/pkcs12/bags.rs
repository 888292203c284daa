//! The bags of a safe (RFC 7292 section 4.2): certificates with their names,
//! and keys seen from outside.
//!
//! No key is decrypted; whether a key fits a certificate is `pairing`'s.

use super::structure::{Part, corrupt, unsupported};
use crate::asn1::{self, Element, Elements, tag};
use crate::certificate;
use crate::container::{KeyEntry, Problem};
use crate::failure::FailureKind;
use crate::key;

/// 1.2.840.113549.1.12.10.1: the arc of the bag types, without its last number.
const BAG_TYPES: [u8; 10] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01];
/// 1.2.840.113549.1.9.22: the arc of the certificate types.
const CERTIFICATE_TYPES: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x16];
/// 1.2.840.113549.1.9.20.
const FRIENDLY_NAME: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x14];
/// 1.2.840.113549.1.9.21.
const LOCAL_KEY_ID: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x15];
/// 2.16.840.1.113894.746875.1.1: Java's mark of a trusted certificate.
const TRUSTED_KEY_USAGE: [u8; 12] = [0x60, 0x86, 0x48, 0x01, 0x86, 0xf9, 0x66, 0xad, 0xca, 0x7b, 0x01, 0x01];

/// How deep SafeContents may stand in bags of SafeContents.
const MAX_NESTING: u32 = 8;

/// More encrypted keys are not kept for opening.
const MAX_SHROUDED: usize = 64;

/// How many problems a safe tells one by one.
const MAX_PROBLEMS: usize = 50;

/// What stands in one or more safes.
#[derive(Debug, Default)]
pub struct Contents {
    /// The certificates in their order.
    pub certificates: Vec<CertificateBag>,
    /// The keys in their order, not yet paired.
    pub keys: Vec<KeyEntry>,
    /// The keys that are encrypted each for itself, as they stand.
    pub shrouded: Vec<Vec<u8>>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How many bags of a known type there were: noise has none.
    pub known: usize,
    /// How many problems came after the first [`MAX_PROBLEMS`].
    untold: usize,
}

/// A certificate and what its bag says about it.
#[derive(Clone, Debug, Default)]
pub struct CertificateBag {
    /// Its bytes, as they stand.
    pub der: Vec<u8>,
    /// Its friendlyName.
    pub alias: Option<String>,
    /// Its localKeyID.
    pub local_key_id: Option<Vec<u8>>,
    /// Whether Java keeps it as a trusted certificate.
    pub trusted: bool,
}

#[derive(Default)]
struct Attributes {
    friendly_name: Option<String>,
    local_key_id: Option<Vec<u8>>,
    trusted: bool,
}

impl Contents {
    /// Reads the SafeContents of the safe with this number.
    ///
    /// ```text
    /// SafeContents ::= SEQUENCE OF SafeBag
    /// ```
    pub fn read(plain: &[u8], safe: usize) -> Contents {
        let mut contents = Contents::default();
        contents.safe_contents(plain, &format!("safe {safe}"), 0);
        if contents.untold > 0 {
            contents.problems.push(corrupt(format!("safe {safe}: {} more bags cannot be read", contents.untold)));
        }
        contents
    }

    /// Adds what another safe holds.
    pub fn append(&mut self, mut other: Contents) {
        self.certificates.append(&mut other.certificates);
        self.keys.append(&mut other.keys);
        self.shrouded.append(&mut other.shrouded);
        self.problems.append(&mut other.problems);
        self.known += other.known;
    }

    fn safe_contents(&mut self, plain: &[u8], place: &str, depth: u32) {
        let Some(list) = Part::open(plain, &[tag::SEQUENCE]) else {
            self.problem(place, &corrupt("no list of bags"));
            return;
        };
        let mut rest = list.content;
        let mut number = 0;
        while let Some(part) = Part::open(rest, &[tag::SEQUENCE]) {
            number += 1;
            let place = format!("{place}, bag {number}");
            if let Err(problem) = self.bag(part.content, &place, depth) {
                self.problem(&place, &problem);
            }
            rest = part.rest;
        }
        if list.cut || !rest.is_empty() {
            self.problem(place, &corrupt(format!("cut short or damaged after bag {number}")));
        }
    }

    fn problem(&mut self, place: &str, problem: &Problem) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { kind: problem.kind, detail: format!("{place}: {}", problem.detail) });
        } else {
            self.untold += 1;
        }
    }

    /// ```text
    /// SafeBag ::= SEQUENCE { bagId OBJECT IDENTIFIER, bagValue [0] EXPLICIT ANY,
    ///     bagAttributes SET OF PKCS12Attribute OPTIONAL }
    /// ```
    fn bag(&mut self, bytes: &[u8], place: &str, depth: u32) -> Result<(), Problem> {
        let bad = || corrupt("the bag cannot be read");
        let (kind, rest) = asn1::read(bytes).ok_or_else(bad)?;
        let value = Part::open(rest, &[tag::CONTEXT_0]).ok_or_else(bad)?;
        let attributes = attributes(value.rest);
        let number = match kind.content.strip_prefix(&BAG_TYPES) {
            Some([number @ 1..=6]) if kind.tag == tag::OID => *number,
            _ => return Err(unsupported(format!("a bag of the type {}", asn1::oid_text(kind.content)))),
        };
        self.known += 1;
        match number {
            1 => self.keys.push(key_entry(attributes, key::public_key_of(value.content))),
            2 => {
                self.keys.push(key_entry(attributes, None));
                if self.shrouded.len() < MAX_SHROUDED {
                    self.shrouded.push(value.content.to_vec());
                }
            }
            3 => self.certificates.push(certificate_bag(value.content, attributes)?),
            // Revocation lists and secrets hold no certificate.
            4 | 5 => {}
            _ if depth < MAX_NESTING => self.safe_contents(value.content, place, depth + 1),
            _ => return Err(too_deep()),
        }
        Ok(())
    }
}

fn too_deep() -> Problem {
    Problem {
        kind: FailureKind::LimitExceeded,
        detail: format!("safes nested more than {MAX_NESTING} deep are not opened"),
    }
}

fn key_entry(attributes: Attributes, public_key: Option<key::PublicKeyHash>) -> KeyEntry {
    KeyEntry { alias: attributes.friendly_name, local_key_id: attributes.local_key_id, public_key, paired: false }
}

/// ```text
/// CertBag ::= SEQUENCE { certId OBJECT IDENTIFIER, certValue [0] EXPLICIT OCTET STRING }
/// ```
fn certificate_bag(bytes: &[u8], attributes: Attributes) -> Result<CertificateBag, Problem> {
    let bad = || corrupt("the certificate bag cannot be read");
    let bag = Part::open(bytes, &[tag::SEQUENCE]).ok_or_else(bad)?;
    let (kind, rest) = asn1::read(bag.content).ok_or_else(bad)?;
    match kind.content.strip_prefix(&CERTIFICATE_TYPES) {
        Some([1]) => {}
        Some([2]) => return Err(unsupported("an SDSI certificate")),
        _ => return Err(unsupported(format!("a certificate of the type {}", asn1::oid_text(kind.content)))),
    }
    let (explicit, _) = asn1::read(rest).ok_or_else(bad)?;
    let octets = explicit.children().next().as_ref().and_then(asn1::octets).ok_or_else(bad)?;
    let outline = certificate::outline(&octets).ok_or_else(|| corrupt("its content is no certificate"))?;
    Ok(CertificateBag {
        der: outline.whole.to_vec(),
        alias: attributes.friendly_name,
        local_key_id: attributes.local_key_id,
        trusted: attributes.trusted,
    })
}

/// ```text
/// PKCS12Attribute ::= SEQUENCE { attrId OBJECT IDENTIFIER, attrValues SET OF ANY }
/// ```
/// What cannot be read is left out: a name is no reason to lose a certificate.
fn attributes(bytes: &[u8]) -> Attributes {
    let mut found = Attributes::default();
    let Some(set) = Elements::new(bytes).next_if(tag::SET) else {
        return found;
    };
    for attribute in set.children() {
        let mut parts = attribute.children();
        let (Some(kind), values) = (parts.next_if(tag::OID), parts.next_if(tag::SET)) else {
            continue; // Told by nothing, needed by nothing.
        };
        let value = values.and_then(|values| values.children().next());
        if kind.content == FRIENDLY_NAME {
            found.friendly_name = value.as_ref().and_then(text).filter(|name| !name.is_empty());
        } else if kind.content == LOCAL_KEY_ID {
            found.local_key_id = value.as_ref().and_then(asn1::octets);
        } else if kind.content == TRUSTED_KEY_USAGE {
            found.trusted = true;
        }
    }
    found
}

/// `BMPString` as RFC 2985 demands, UTF-8 and the 8-bit strings as found.
fn text(element: &Element<'_>) -> Option<String> {
    const BMP_STRING: u8 = 0x1e;
    let octets = asn1::octets(element)?;
    let text = if element.tag & !0x20 == BMP_STRING {
        let units =
            octets.chunks_exact(2).map(|pair| pair.iter().fold(0u16, |unit, octet| unit << 8 | u16::from(*octet)));
        char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        String::from_utf8_lossy(&octets).into_owned()
    };
    Some(text.trim_end_matches('\0').to_owned())
}
