//! Tests of the certificate, and a builder of certificates for the tests of
//! the rooms that judge them. Nothing here is signed.

use super::*;
use crate::asn1::{encode, tag};

/// A certificate to be built: names as `(OID, value)` lists, one RDN each.
#[derive(Clone)]
pub(crate) struct Builder {
    pub(crate) issuer: Vec<u8>,
    pub(crate) subject: Vec<u8>,
    pub(crate) not_before: &'static str,
    pub(crate) not_after: &'static str,
    pub(crate) key: Vec<u8>,
    pub(crate) extensions: Vec<Vec<u8>>,
}

/// A name of one-attribute RDNs.
pub(crate) fn name_der(attributes: &[(&str, &str)]) -> Vec<u8> {
    let rdns: Vec<Vec<u8>> = attributes.iter().map(|(short, value)| encode(tag::SET, &pair(short, value))).collect();
    encode(tag::SEQUENCE, &rdns.concat())
}

/// One attribute of an RDN.
pub(crate) fn pair(short: &str, value: &str) -> Vec<u8> {
    let arc = match short {
        "CN" => 3,
        "serialNumber" => 5,
        "C" => 6,
        "O" => 10,
        "OU" => 11,
        "organizationIdentifier" => 97,
        _ => unreachable!("{short}"),
    };
    encode(tag::SEQUENCE, &[encode(tag::OID, &[0x55, 4, arc]), encode(0x0c, value.as_bytes())].concat())
}

/// One extension from the last arc under id-ce and its value.
pub(crate) fn extension(arc: u8, value: &[u8]) -> Vec<u8> {
    encode(tag::SEQUENCE, &[encode(tag::OID, &[0x55, 0x1d, arc]), encode(tag::OCTET_STRING, value)].concat())
}

impl Builder {
    pub(crate) fn new(issuer: &[u8], subject: &[u8]) -> Builder {
        let [issuer, subject] = [issuer.to_vec(), subject.to_vec()];
        Builder {
            issuer,
            subject,
            not_before: "210101000000Z",
            not_after: "240101000000Z",
            key: vec![1, 2, 3],
            extensions: Vec::new(),
        }
    }

    pub(crate) fn ca(self) -> Builder {
        self.with(extension(19, &[0x30, 3, 1, 1, 0xff]))
    }

    pub(crate) fn aki(self, key: &[u8]) -> Builder {
        self.with(extension(35, &encode(tag::SEQUENCE, &encode(0x80, key))))
    }

    pub(crate) fn ski(self, key: &[u8]) -> Builder {
        self.with(extension(14, &encode(tag::OCTET_STRING, key)))
    }

    /// keyUsage from its first octet.
    pub(crate) fn usage(self, octet: u8) -> Builder {
        self.with(extension(15, &[tag::BIT_STRING, 2, 0, octet]))
    }

    pub(crate) fn with(mut self, extension: Vec<u8>) -> Builder {
        self.extensions.push(extension);
        self
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        let algorithm = [0x30, 13, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 11, 5, 0];
        let dates = [encode(0x17, self.not_before.as_bytes()), encode(0x17, self.not_after.as_bytes())].concat();
        let bits = [&[0], self.key.as_slice()].concat();
        let body = [
            encode(tag::CONTEXT_0, &[2, 1, 2]),
            encode(tag::INTEGER, &[0, 0xab, 0xcd]),
            algorithm.to_vec(),
            self.issuer.clone(),
            encode(tag::SEQUENCE, &dates),
            self.subject.clone(),
            encode(tag::SEQUENCE, &[&algorithm[..], &encode(tag::BIT_STRING, &bits)].concat()),
            encode(0xa3, &encode(tag::SEQUENCE, &self.extensions.concat())),
        ];
        let signature = encode(tag::BIT_STRING, &[0, 1]);
        encode(tag::SEQUENCE, &[encode(tag::SEQUENCE, &body.concat()), algorithm.to_vec(), signature].concat())
    }

    pub(crate) fn build(&self) -> Certificate {
        Certificate::parse(&self.der()).unwrap()
    }
}

fn builder() -> Builder {
    Builder::new(&name_der(&[("C", "DK"), ("O", "TDC")]), &name_der(&[("O", "Kommune"), ("CN", "x")]))
}

#[test]
fn every_field_is_read() {
    let alternative = encode(tag::SEQUENCE, &[encode(0x82, b"a.dk"), encode(0x81, b"a@b.dk")].concat());
    let certificate =
        builder().ca().ski(&[1, 2]).aki(&[3, 4]).usage(0b1110_0000).with(extension(17, &alternative)).build();
    assert_eq!(*certificate.serial, [0xab, 0xcd]);
    assert_eq!(certificate.not_before, Some(1_609_459_200));
    assert_eq!(certificate.subject_key_identifier.as_deref(), Some(&[1, 2][..]));
    assert_eq!(certificate.authority_key_identifier.as_deref(), Some(&[3, 4][..]));
    assert!(certificate.is_ca && certificate.has_key_usage_non_repudiation());
    assert_eq!(certificate.key_usage, Some(0b111));
    assert_eq!(certificate.emails, ["a@b.dk"]);
    assert_eq!(certificate.public_key, <[u8; 32]>::from(Sha256::digest([1, 2, 3])));
}

#[test]
fn a_malformed_user_notice_costs_nothing() {
    // userNotice with a VisibleString that holds Latin-1, as real ones do.
    let notice = encode(tag::SEQUENCE, &encode(0x1a, b"g\xe6lder"));
    let qualifier = encode(tag::SEQUENCE, &[encode(tag::OID, &[0x2b, 6, 1, 5, 5, 7, 2, 2]), notice].concat());
    let oid = [0x2a, 0x81, 0x50, 0x81, 0x29, 1, 1, 1, 4, 3];
    let policy = encode(tag::SEQUENCE, &[encode(tag::OID, &oid), encode(tag::SEQUENCE, &qualifier)].concat());
    for policies in
        [encode(tag::SEQUENCE, &policy), encode(tag::SEQUENCE, &[policy.as_slice(), &[0x30, 0x7f]].concat())]
    {
        let certificate = builder().with(extension(32, &policies)).aki(&[9]).build();
        assert_eq!(certificate.policies, ["1.2.208.169.1.1.1.4.3"]);
        assert_eq!(certificate.authority_key_identifier.as_deref(), Some(&[9][..]));
    }
}

#[test]
fn an_impossible_date_loses_only_itself() {
    let certificate = Builder { not_before: "219931000000Z", ..builder().aki(&[7]).usage(0x40) }.build();
    assert_eq!((certificate.not_before, certificate.not_after), (None, Some(1_704_067_200)));
    assert_eq!(certificate.authority_key_identifier.as_deref(), Some(&[7][..]));
    assert!(certificate.has_key_usage_non_repudiation());
}

#[test]
fn what_follows_the_certificate_is_not_part_of_it() {
    let der = builder().der();
    let long = [der.as_slice(), b"tail"].concat();
    assert_eq!(Certificate::parse(&der).unwrap().sha256, Certificate::parse(&long).unwrap().sha256);
}

#[test]
fn indefinite_lengths_are_read() {
    let der = builder().ca().aki(&[3, 4]).der();
    let content = asn1::read(&der).unwrap().0.content;
    let indefinite = [&[0x30, 0x80], content, &[0, 0]].concat();
    let certificate = Certificate::parse(&indefinite).unwrap();
    assert!(certificate.is_ca);
    assert_eq!(certificate.authority_key_identifier.as_deref(), Some(&[3, 4][..]));
    assert_eq!(certificate.not_after, Some(1_704_067_200));
}

#[test]
fn damaged_certificates_never_panic() {
    let der = builder().ca().ski(&[1; 20]).aki(&[2; 20]).usage(0xe0).der();
    for at in 0..der.len() {
        let mut flipped = der.clone();
        for mask in [0xff, 0x01, 0x80] {
            flipped[at] = der[at] ^ mask;
            let _certificate = Certificate::parse(&flipped);
        }
        let _certificate = Certificate::parse(&der[..at]);
    }
}

#[test]
fn serials_lose_their_sign_octet_only() {
    assert_eq!(without_sign(&[0, 0x80]), [0x80]);
    assert_eq!(without_sign(&[0]), [0]);
    assert_eq!(without_sign(&[]), [0u8; 0]);
}
