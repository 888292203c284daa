//! PKCS #7 and CMS `SignedData` (RFC 5652), and Netscape's certificate sequence:
//! the certificates that a message carries. Verifies nothing.
//!
//! *Behaviour*
//! 1. DER and BER are read alike; indefinite lengths are followed to a bound.
//! 2. `SignedData` is also read where it stands without its `ContentInfo`.
//! 3. All X.509 certificates of the set are told; attribute certificates and
//!    other choices that stand between are passed over.
//! 4. A message that is cut short gives what stands before the cut, and a
//!    damaged certificate does not hide the next.
//! 5. The signed content is no matter for the certificates, however large.
//! 6. A signer whose certificate is not in the message is told by the name
//!    that the message has for it.
//! 7. The signed content is handed on if there is any: it may be a message.
//! 8. Enveloped and encrypted data are read by [`super::enveloped`].
//!
//! ```text
//! ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
//! SignedData ::= SEQUENCE {
//!     version INTEGER, digestAlgorithms SET, encapContentInfo SEQUENCE,
//!     certificates [0] IMPLICIT SET OF CertificateChoices OPTIONAL,
//!     crls [1] IMPLICIT SET OPTIONAL, signerInfos SET }
//! CertificateChoices ::= CHOICE {
//!     certificate Certificate, extendedCertificate [0], v1AttrCert [1],
//!     v2AttrCert [2], other [3] }
//! ```
//!
//! Sources: RFC 5652 sections 3, 5.1 and 10.2.2; Netscape's
//! `netscape-cert-sequence` holds a `[0] EXPLICIT SEQUENCE OF Certificate`.

use super::{ContainerReader, Content, Entry, Extraction};
use crate::asn1::{self, Element, tag};
use crate::certificate;
use crate::certificate::{Certificate, Identifier, Party, Role};
use crate::failure::FailureKind;

/// Reads `SignedData` and Netscape's certificate sequence.
pub struct Pkcs7;

/// 1.2.840.113549.1.7.2, header included.
const SIGNED_DATA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// 1.2.840.113549.1.7.1, header included: what is signed is anything.
const DATA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];

/// 2.16.840.1.113730.2.5, header included.
const NETSCAPE: &[u8] = &[0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x86, 0xf8, 0x42, 0x02, 0x05];

/// What the content types of `SignedData` begin with: PKCS #7, S/MIME content
/// types and Microsoft's (Authenticode, trust lists).
const CONTENT_TYPES: [&[u8]; 3] = [
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07],
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01],
    &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37],
];

/// How a certificate begins behind its lengths: `[0] version 2`.
const VERSION_3: [u8; 5] = [0xa0, 0x03, 0x02, 0x01, 0x02];

/// How many places in one message are tried as a certificate after damage.
const MAX_TRIES: usize = 1000;

impl ContainerReader for Pkcs7 {
    fn id(&self) -> &'static str {
        "pkcs7"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["p7b", "p7c", "p7m", "p7s", "spc"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        form(head).is_some()
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut reading = Reading::default();
        match form(bytes) {
            Some(Form::Signed) => {
                if let Some(signed) = wrapped(bytes) {
                    reading.out.content = content(bytes, signed);
                    reading.signed_data(signed);
                }
            }
            Some(Form::Bare) => {
                let signed = Opened::new(bytes).unwrap_or_default();
                reading.out.content = content(bytes, signed);
                reading.signed_data(signed);
            }
            Some(Form::Netscape) => {
                if let Some(sequence) = wrapped(bytes) {
                    reading.certificates(sequence);
                }
            }
            None => return reading.out,
        }
        if reading.out.problems.is_empty() && (reading.is_cut || asn1::read(bytes).is_none()) {
            reading.out.problem(FailureKind::Corrupt, "the file ends before the message does");
        }
        if reading.unlisted > 0 {
            reading.out.problem(FailureKind::Corrupt, format!("{} more damaged places", reading.unlisted));
        }
        reading.out
    }
}

/// More signers of one message are not told.
const MAX_SIGNERS: usize = 1000;

/// The three forms in which certificates are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Signed,
    Bare,
    Netscape,
}

/// Tells the form from the first octets, looking at headers only.
fn form(head: &[u8]) -> Option<Form> {
    let inside = enter(head, tag::SEQUENCE)?;
    for (oid, form) in [(SIGNED_DATA, Form::Signed), (NETSCAPE, Form::Netscape)] {
        if let Some(rest) = inside.strip_prefix(oid) {
            return (rest.is_empty() || rest.first() == Some(&tag::CONTEXT_0)).then_some(form);
        }
    }
    is_bare(inside).then_some(Form::Bare)
}

/// Whether the content of a SEQUENCE is that of a `SignedData`: a version that
/// exists, the digests, and a content type that is known for it.
fn is_bare(inside: &[u8]) -> bool {
    let [tag::INTEGER, 1, 1 | 3 | 4 | 5, rest @ ..] = inside else { return false };
    if rest.first() != Some(&tag::SET) {
        return false;
    }
    let Some((_, rest)) = asn1::read(rest) else { return false };
    let Some(rest) = enter(rest, tag::SEQUENCE) else { return false };
    let Some(oid) = enter(rest, tag::OID) else { return false };
    CONTENT_TYPES.iter().any(|prefix| oid.starts_with(prefix))
}

/// The signed content, if it is in the message.
///
/// ```text
/// EncapsulatedContentInfo ::= SEQUENCE {
///     eContentType OBJECT IDENTIFIER, eContent [0] EXPLICIT OCTET STRING OPTIONAL }
/// ```
fn content(bytes: &[u8], mut signed: Opened<'_>) -> Option<Content> {
    signed.next()?;
    signed.next()?;
    let mut info = signed.next()?.with_tag(tag::SEQUENCE)?.children();
    info.next_if(tag::OID).filter(|oid| oid.whole == DATA)?;
    let wrapped = info.next_if(tag::CONTEXT_0)?;
    let octets = wrapped.children().next().filter(|inner| inner.tag & 0x1f == tag::OCTET_STRING)?;
    let joined = asn1::octets(&octets).filter(|joined| !joined.is_empty())?;
    let start = octets.whole.as_ptr() as usize - bytes.as_ptr() as usize;
    Some(Content { octets: joined, stands: start..start + octets.whole.len() })
}

/// What follows the header of an element with this tag.
pub(super) fn enter(bytes: &[u8], tag: u8) -> Option<&[u8]> {
    let header = asn1::header(bytes).filter(|header| header.tag == tag)?;
    bytes.get(header.size..)
}

/// The inside of an element, which may be cut short.
#[derive(Clone, Copy, Default)]
pub(super) struct Opened<'a> {
    pub(super) rest: &'a [u8],
    /// Whether the element goes on behind the end of the file.
    is_cut: bool,
    /// Whether it ends with end-of-contents octets instead of its length.
    is_indefinite: bool,
}

impl<'a> Opened<'a> {
    /// Opens the element at the front without looking for its end, so that
    /// levels of indefinite length cost nothing to go down.
    pub(super) fn new(bytes: &'a [u8]) -> Option<Opened<'a>> {
        let header = asn1::header(bytes)?;
        let inside = bytes.get(header.size..)?;
        match header.length {
            Some(length) => Some(Opened {
                rest: inside.get(..length).unwrap_or(inside),
                is_cut: length > inside.len(),
                is_indefinite: false,
            }),
            None => Some(Opened { rest: inside, is_cut: false, is_indefinite: true }),
        }
    }

    /// Whether the element's end has been reached.
    pub(super) fn is_at_end(&self) -> bool {
        if self.is_indefinite { self.rest.starts_with(&[0, 0]) } else { self.rest.is_empty() }
    }

    /// Whether the file ends here, although the element does not.
    pub(super) fn ends_early(&self) -> bool {
        self.rest.is_empty() && (self.is_cut || self.is_indefinite)
    }

    /// The next element inside; nothing is consumed where it is broken.
    pub(super) fn next(&mut self) -> Option<Element<'a>> {
        if self.is_at_end() {
            return None;
        }
        let (element, rest) = asn1::read(self.rest)?;
        self.rest = rest;
        Some(element)
    }
}

/// The SEQUENCE under the `[0]` of a `ContentInfo`.
pub(super) fn wrapped(bytes: &[u8]) -> Option<Opened<'_>> {
    let info = enter(bytes, tag::SEQUENCE)?;
    let oid = asn1::header(info)?;
    let explicit = info.get(oid.size.checked_add(oid.length?)?..)?;
    // A message that ends right here is a cut one.
    let cut = Opened { is_cut: true, ..Opened::default() };
    Some(enter(explicit, tag::CONTEXT_0).and_then(Opened::new).unwrap_or(cut))
}

/// The state of one reading.
#[derive(Default)]
struct Reading {
    out: Extraction,
    /// The certificates met, damaged ones included.
    number: usize,
    tries: usize,
    unlisted: usize,
    is_cut: bool,
}

impl Reading {
    fn signed_data(&mut self, mut signed: Opened<'_>) {
        for what in ["version", "digest algorithms", "content"] {
            if signed.next().is_none() {
                self.corrupt(format!("the {what} is damaged, nested too deep or cut short"));
                return;
            }
        }
        if signed.rest.first() == Some(&tag::CONTEXT_0) {
            let Some(set) = Opened::new(signed.rest) else {
                self.corrupt("the set of certificates is damaged or cut short");
                return;
            };
            let Some(rest) = self.certificates(set) else { return };
            signed.rest = match asn1::header(signed.rest).and_then(|header| header.size.checked_add(header.length?)) {
                Some(whole) => signed.rest.get(whole..).unwrap_or_default(),
                None => rest.get(2..).unwrap_or_default(),
            };
        }
        while let Some(element) = signed.next() {
            if element.tag == tag::SET {
                self.signers(&element);
            }
        }
        if signed.ends_early() || signed.is_cut {
            self.is_cut = true;
        } else if !signed.is_at_end() {
            self.corrupt("what follows the certificates is damaged or nested too deep");
        }
    }

    /// Notes the signers whose certificates are not in the message.
    ///
    /// ```text
    /// SignerInfo ::= SEQUENCE { version INTEGER, sid SignerIdentifier, … }
    /// ```
    fn signers(&mut self, set: &Element<'_>) {
        let mut carried: Option<Vec<Certificate>> = None;
        for signer in set.children().take(MAX_SIGNERS) {
            let mut inside = signer.children();
            let named = inside.next_if(tag::INTEGER).and_then(|_| inside.next());
            let Some(identifier) = named.as_ref().and_then(Identifier::read) else {
                self.corrupt("a signer is damaged");
                continue;
            };
            let carried = carried.get_or_insert_with(|| {
                self.out.certificates.iter().filter_map(|entry| Certificate::parse(&entry.der)).collect()
            });
            if !carried.iter().any(|certificate| identifier.names(certificate)) {
                self.out.parties.push(Party { role: Role::Signer, identifier });
            }
        }
    }

    /// Reads a set of certificates to its end and tells what follows it;
    /// `None` where its end was not found.
    fn certificates<'a>(&mut self, mut set: Opened<'a>) -> Option<&'a [u8]> {
        while !set.is_at_end() {
            if set.ends_early() {
                break;
            }
            if let Some(element) = set.next() {
                self.choice(&element);
                continue;
            }
            self.number += 1;
            self.corrupt(format!("certificate {} is damaged or cut short", self.number));
            set.rest = self.behind_damage(set.rest)?;
        }
        self.is_cut |= set.is_cut || set.ends_early();
        Some(set.rest)
    }

    fn choice(&mut self, element: &Element<'_>) {
        if element.tag != tag::SEQUENCE {
            return;
        }
        self.number += 1;
        if certificate::outline(element.whole).is_some() {
            self.out.certificates.push(Entry { der: element.whole.to_vec(), ..Entry::default() });
        } else {
            self.corrupt(format!("certificate {} is damaged", self.number));
        }
    }

    /// The next place that holds a whole certificate of definite length.
    /// Tries are counted, for each may look through 64 KiB.
    fn behind_damage<'a>(&mut self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        for at in memchr::memmem::find_iter(bytes, &VERSION_3) {
            let Some(start) = at.checked_sub(8).filter(|start| *start > 0) else { continue };
            let there = bytes.get(start..)?;
            let [0x30, 0x82, _, _, 0x30, 0x82, ..] = there else { continue };
            if self.tries >= MAX_TRIES {
                self.out.problem(FailureKind::LimitExceeded, "too many damaged places to look behind them all");
                return None;
            }
            self.tries += 1;
            if certificate::outline(there).is_some() {
                return Some(there);
            }
        }
        None
    }

    fn corrupt(&mut self, detail: impl Into<String>) {
        if self.out.problems.len() < 64 {
            self.out.problem(FailureKind::Corrupt, detail);
        } else {
            self.unlisted += 1;
        }
    }
}
