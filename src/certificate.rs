//! A certificate: the fields the later rooms need, parsed leniently, the
//! outline that tells an issuer without parsing or allocating, and the names by
//! which messages speak of certificates.
//!
//! Judges nothing: generation and status are `classify`'s.

//!
//! Behaviour
//! 1. Whatever has an outline parses; a field that cannot be read is `None` or empty.
//! 2. `x509-parser` reads the dates and extensions of well-formed DER. Our own
//!    walk reads what it refuses (BER, odd dates, damaged extensions), field by field.
//! 3. Names, key, fingerprints and policies are always read by our own walk:
//!    every production OCES II certificate holds a policy qualifier that is
//!    not valid ASN.1, and a strict reader loses the certificate over it.
//! 4. The certificate ends where its outline ends; what follows is ignored.

mod algorithms;
mod date;
mod extensions;
mod party;

use crate::asn1;
use crate::key::PublicKeyHash;
use crate::name::{self, Name};
pub use algorithms::Algorithms;
use extensions::Extensions;
pub use party::{Identifier, Party, Role};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;

/// SHA-256 of the certificate's DER: its identity.
pub type Fingerprint = [u8; 32];

/// What we use of a certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// SHA-256 of the bytes.
    pub sha256: Fingerprint,
    /// SHA-1 of the bytes: the "thumbprint" of Windows, OpenSSL's localKeyID.
    pub sha1: [u8; 20],
    /// The issuer.
    pub issuer: Name,
    /// The subject.
    pub subject: Name,
    /// The serial number, sign octet dropped.
    pub serial: Box<[u8]>,
    /// Seconds since 1970, UTC; `None` where the certificate holds no date.
    pub not_before: Option<i64>,
    /// Seconds since 1970, UTC; `None` where the certificate holds no date.
    pub not_after: Option<i64>,
    /// The extension's octets.
    pub subject_key_identifier: Option<Box<[u8]>>,
    /// `keyIdentifier` of the extension.
    pub authority_key_identifier: Option<Box<[u8]>>,
    /// SHA-256 of the whole `SubjectPublicKeyInfo`.
    pub spki_sha256: [u8; 32],
    /// SHA-256 of the public key bits: what private keys are compared with.
    pub public_key: PublicKeyHash,
    /// SHA-1 of the public key bits: the usual key identifier, and Bouncy Castle's localKeyID.
    pub public_key_sha1: [u8; 20],
    /// SHA-1 of the RSA modulus without its sign octet: how NSS names a key.
    pub modulus_sha1: Option<[u8; 20]>,
    /// basicConstraints cA.
    pub is_ca: bool,
    /// keyUsage, bit 0 (digitalSignature) as the lowest bit.
    pub key_usage: Option<u16>,
    /// Policy OIDs in dots, qualifiers unread.
    pub policies: Vec<String>,
    /// rfc822Names of the subjectAltName and e-mail attributes of the subject.
    pub emails: Vec<String>,
    /// How it was signed and what its key is made of.
    pub algorithms: Algorithms,
}

/// Where the parts of a certificate lie, found without allocation.
#[derive(Clone, Copy, Debug)]
pub struct Outline<'a> {
    /// The certificate alone, without what follows it.
    pub whole: &'a [u8],
    /// The content of the serial number.
    pub serial: &'a [u8],
    /// The issuer, header included.
    pub issuer: &'a [u8],
    /// The subject, header included.
    pub subject: &'a [u8],
}

/// Outlines the certificate at the start of `bytes`; what follows it is
/// ignored (`TRUSTED CERTIFICATE` has a tail). `None` if there is none.
///
/// ```text
/// Certificate ::= SEQUENCE { tbsCertificate SEQUENCE {
///     [0] version OPTIONAL, serialNumber INTEGER, signature SEQUENCE,
///     issuer Name, validity SEQUENCE, subject Name, … }, … }
/// ```
pub fn outline(bytes: &[u8]) -> Option<Outline<'_>> {
    let (certificate, _) = asn1::read(bytes)?;
    let certificate = certificate.with_tag(asn1::tag::SEQUENCE)?;
    let mut outer = certificate.children();
    let mut tbs = outer.next_if(asn1::tag::SEQUENCE)?.children();
    outer.next_if(asn1::tag::SEQUENCE)?;
    outer.next_if(asn1::tag::BIT_STRING)?;
    let _version = tbs.next_if(asn1::tag::CONTEXT_0);
    let serial = tbs.next_if(asn1::tag::INTEGER)?.content;
    tbs.next_if(asn1::tag::SEQUENCE)?;
    let issuer = tbs.next_if(asn1::tag::SEQUENCE)?.whole;
    tbs.next_if(asn1::tag::SEQUENCE)?;
    let subject = tbs.next_if(asn1::tag::SEQUENCE)?.whole;
    tbs.next_if(asn1::tag::SEQUENCE)?;
    Some(Outline { whole: certificate.whole, serial, issuer, subject })
}

impl Certificate {
    /// Parses leniently: only a certificate without an outline is refused.
    /// A field that cannot be read is `None` or empty.
    pub fn parse(der: &[u8]) -> Option<Certificate> {
        let outline = outline(der)?;
        let body = Body::after_outline(outline.whole)?;
        let subject = Name::parse(outline.subject);
        let strict = X509Certificate::from_der(outline.whole).ok().map(|(_, certificate)| certificate);
        let extensions = Extensions::read(body.extensions, strict.as_ref());
        let (not_before, not_after) = date::validity(body.validity, strict.as_ref());
        let public_key = public_key_bits(body.spki);
        Some(Certificate {
            sha256: Sha256::digest(outline.whole).into(),
            sha1: Sha1::digest(outline.whole).into(),
            issuer: Name::parse(outline.issuer),
            serial: without_sign(outline.serial).into(),
            not_before,
            not_after,
            spki_sha256: Sha256::digest(body.spki).into(),
            public_key: Sha256::digest(public_key).into(),
            public_key_sha1: Sha1::digest(public_key).into(),
            modulus_sha1: modulus(public_key).map(|modulus| Sha1::digest(modulus).into()),
            is_ca: extensions.is_ca,
            key_usage: extensions.key_usage,
            policies: extensions.policies,
            emails: emails(&subject, extensions.emails),
            algorithms: Algorithms::read(outline.whole, body.spki),
            subject_key_identifier: extensions.subject_key_identifier,
            authority_key_identifier: extensions.authority_key_identifier,
            subject,
        })
    }

    /// The SHA-1 of its DER in hexadecimal; `None` where it was read back from
    /// a report that does not tell it.
    pub fn thumbprint(&self) -> Option<String> {
        (self.sha1 != [0; 20]).then(|| data_encoding::HEXLOWER.encode(&self.sha1))
    }

    /// Whether a PKCS #9 localKeyID names this certificate's key: OpenSSL and
    /// NSS write the certificate's SHA-1, Bouncy Castle that of the public
    /// key, the databases of NSS that of the modulus. Shorter identifiers (Windows counts its keys) name nothing.
    pub fn answers_to(&self, local_key_id: &[u8]) -> bool {
        local_key_id == self.sha1
            || local_key_id == self.public_key_sha1
            || self.modulus_sha1.is_some_and(|modulus| local_key_id == modulus)
            || (local_key_id.len() >= 16 && self.subject_key_identifier.as_deref() == Some(local_key_id))
    }

    /// Whether the subject is a person: an employee (RID, `UI:DK-E`) or a
    /// citizen (PID) by the subject serialNumber of OCES.
    pub fn names_person(&self) -> bool {
        const SERIAL_NUMBER: &str = "2.5.4.5";
        self.subject.values(SERIAL_NUMBER).any(|value| {
            value.contains("-RID:")
                || value.starts_with("PID:")
                || value.starts_with("UI:DK-E")
                || value.starts_with("UI:DK-P")
        })
    }

    /// Whether issuer and subject are the same name.
    pub fn is_self_issued(&self) -> bool {
        self.issuer.der == self.subject.der || self.issuer.is_same(&self.subject)
    }

    /// Whether keyUsage holds nonRepudiation (contentCommitment).
    pub fn has_key_usage_non_repudiation(&self) -> bool {
        self.has_key_usage(1)
    }

    /// Whether keyUsage holds digitalSignature.
    pub fn has_key_usage_digital_signature(&self) -> bool {
        self.has_key_usage(0)
    }

    /// Whether keyUsage holds keyEncipherment.
    pub fn has_key_usage_key_encipherment(&self) -> bool {
        self.has_key_usage(2)
    }

    /// Whether keyUsage holds dataEncipherment.
    pub fn has_key_usage_data_encipherment(&self) -> bool {
        self.has_key_usage(3)
    }

    fn has_key_usage(&self, bit: u16) -> bool {
        self.key_usage.is_some_and(|bits| bits >> bit & 1 == 1)
    }
}

/// The parts of the tbsCertificate that the outline leaves out.
struct Body<'a> {
    validity: &'a [u8],
    /// `SubjectPublicKeyInfo`, header included.
    spki: &'a [u8],
    /// The content of `[3]`; empty if there is none.
    extensions: &'a [u8],
}

impl<'a> Body<'a> {
    /// ```text
    /// TBSCertificate ::= SEQUENCE { [0] version, serialNumber, signature, issuer,
    ///     validity, subject, subjectPublicKeyInfo, [1] issuerUniqueID OPTIONAL,
    ///     [2] subjectUniqueID OPTIONAL, [3] extensions OPTIONAL }   -- RFC 5280, 4.1
    /// ```
    fn after_outline(whole: &'a [u8]) -> Option<Body<'a>> {
        let mut tbs = asn1::read(whole)?.0.children().next()?.children();
        tbs.next_if(asn1::tag::CONTEXT_0);
        let [_serial, _signature, _issuer] = [tbs.next()?, tbs.next()?, tbs.next()?];
        let validity = tbs.next()?.content;
        let _subject = tbs.next()?;
        let spki = tbs.next()?.whole;
        let extensions = tbs.find(|element| element.tag == 0xa3).map_or(&[][..], |element| element.content);
        Some(Body { validity, spki, extensions })
    }
}

/// The subjectPublicKey without its unused-bits octet; empty if unreadable.
fn public_key_bits(spki: &[u8]) -> &[u8] {
    let bits = || {
        let mut parts = asn1::read(spki)?.0.children();
        parts.next_if(asn1::tag::SEQUENCE)?;
        parts.next_if(asn1::tag::BIT_STRING)?.content.get(1..)
    };
    bits().unwrap_or_default()
}

/// The modulus of an `RSAPublicKey ::= SEQUENCE { modulus INTEGER, … }`.
fn modulus(public_key: &[u8]) -> Option<&[u8]> {
    let (key, _) = asn1::read(public_key)?;
    let modulus = key.with_tag(asn1::tag::SEQUENCE)?.children().next_if(asn1::tag::INTEGER)?;
    Some(without_sign(modulus.content))
}

/// The serial number's octets without leading zeros; zero keeps one.
fn without_sign(serial: &[u8]) -> &[u8] {
    let first = serial.iter().position(|octet| *octet != 0).unwrap_or(serial.len().saturating_sub(1));
    serial.get(first..).unwrap_or_default()
}

/// The addresses of the subjectAltName, then those of the subject, each once.
fn emails(subject: &Name, alternative: Vec<String>) -> Vec<String> {
    let mut emails = alternative;
    for oid in [name::attribute::EMAIL_ADDRESS, name::attribute::MAIL] {
        for value in subject.values(oid) {
            if !emails.iter().any(|known| known.eq_ignore_ascii_case(value)) {
                emails.push(value.to_owned());
            }
        }
    }
    emails
}

#[cfg(test)]
pub(crate) mod tests;
