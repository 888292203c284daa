//! Encrypted messages: CMS and PKCS #7 `EnvelopedData`, `AuthEnvelopedData` and
//! `EncryptedData`. Tells whose keys open them; opens nothing.
//!
//! *Behaviour*
//! 1. DER and BER are read alike.
//! 2. Every recipient is told: by issuer and serial number or by key
//!    identifier, also those of key agreement; the others are counted.
//! 3. The recipients stand before the ciphertext, so the beginning is enough
//!    however large the message is.
//! 4. A damaged recipient does not hide the next.
//! 5. A message that is cut short tells the recipients before the cut, and that
//!    it is cut: without its end it cannot be opened.
//! 6. `EncryptedData` has no recipients and is only recognised.
//!
//! ```text
//! EnvelopedData ::= SEQUENCE { version INTEGER, originatorInfo [0] OPTIONAL,
//!     recipientInfos SET OF RecipientInfo, encryptedContentInfo SEQUENCE, … }
//! RecipientInfo ::= CHOICE { ktri KeyTransRecipientInfo, kari [1] KeyAgreeRecipientInfo,
//!     kekri [2], pwri [3], ori [4] }
//! KeyTransRecipientInfo ::= SEQUENCE { version INTEGER, rid RecipientIdentifier, … }
//! KeyAgreeRecipientInfo ::= SEQUENCE { version INTEGER, originator [0], ukm [1] OPTIONAL,
//!     keyEncryptionAlgorithm SEQUENCE, recipientEncryptedKeys SEQUENCE OF RecipientEncryptedKey }
//! RecipientEncryptedKey ::= SEQUENCE { rid KeyAgreeRecipientIdentifier, encryptedKey OCTET STRING }
//! ```
//!
//! Sources: RFC 5652 sections 6 and 8, RFC 5083 section 2.

use super::pkcs7::{Opened, enter, wrapped};
use super::{ContainerReader, Extraction};
use crate::asn1::{self, Element, tag};
use crate::certificate::{Identifier, Party, Role};
use crate::failure::FailureKind;

/// Reads encrypted messages.
pub struct Enveloped;

/// The beginning that is read: room for two thousand recipients.
const ENOUGH: usize = 1 << 20;

/// 1.2.840.113549.1.7.3, header included.
const ENVELOPED: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03];

/// 1.2.840.113549.1.9.16.1.23, header included.
const AUTH_ENVELOPED: &[u8] = &[0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17];

/// 1.2.840.113549.1.7.6, header included.
const ENCRYPTED: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06];

impl ContainerReader for Enveloped {
    fn id(&self) -> &'static str {
        "enveloped"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["p7e"]
    }

    fn sniff(&self, head: &[u8]) -> bool {
        content_type(head).is_some()
    }

    fn enough(&self) -> Option<usize> {
        Some(ENOUGH)
    }

    fn read(&self, bytes: &[u8]) -> Extraction {
        let mut out = Extraction::default();
        if content_type(bytes).is_some_and(|oid| oid != ENCRYPTED)
            && let Some(enveloped) = wrapped(bytes)
        {
            recipients(enveloped, &mut out);
        }
        let is_whole = || asn1::read(bytes).is_some();
        if out.problems.is_empty() && bytes.len() < ENOUGH && !is_whole() {
            out.problem(FailureKind::Corrupt, "the encrypted message is cut short or damaged");
        }
        out
    }
}

/// The content type, if it is one of an encrypted message.
fn content_type(head: &[u8]) -> Option<&'static [u8]> {
    let inside = enter(head, tag::SEQUENCE)?;
    [ENVELOPED, AUTH_ENVELOPED, ENCRYPTED].into_iter().find(|oid| {
        let rest = inside.strip_prefix(*oid);
        rest.is_some_and(|rest| rest.first().is_none_or(|next| *next == tag::CONTEXT_0))
    })
}

fn recipients(mut enveloped: Opened<'_>, out: &mut Extraction) {
    if enveloped.next().and_then(|version| version.with_tag(tag::INTEGER)).is_none() {
        return out.problem(FailureKind::Corrupt, "the version of the encrypted message is damaged or cut short");
    }
    if enveloped.rest.first() == Some(&tag::CONTEXT_0) && enveloped.next().is_none() {
        return out.problem(FailureKind::Corrupt, "the originator's certificates are damaged or cut short");
    }
    let mut set = match Opened::new(enveloped.rest) {
        Some(set) if enveloped.rest.first() == Some(&tag::SET) => set,
        _ => return out.problem(FailureKind::Corrupt, "the recipients are damaged or cut short"),
    };
    while !set.is_at_end() {
        let Some(recipient) = set.next() else {
            let number = out.parties.len() + 1;
            return out.problem(FailureKind::Corrupt, format!("recipient {number} is damaged or cut short"));
        };
        if info(&recipient, out).is_none() {
            let number = out.parties.len() + 1;
            out.problem(FailureKind::Corrupt, format!("recipient {number} is damaged"));
        }
    }
    if set.ends_early() || out.parties.is_empty() {
        out.problem(FailureKind::Corrupt, "the recipients are damaged or cut short");
    }
}

/// Adds what a `RecipientInfo` names.
fn info(recipient: &Element<'_>, out: &mut Extraction) -> Option<()> {
    let mut inside = recipient.children();
    match recipient.tag {
        tag::SEQUENCE => {
            inside.next_if(tag::INTEGER)?;
            add(&inside.next()?, out)
        }
        tag::CONTEXT_1 => {
            inside.next_if(tag::INTEGER)?;
            inside.next_if(tag::CONTEXT_0)?;
            let _ukm = inside.next_if(tag::CONTEXT_1);
            inside.next_if(tag::SEQUENCE)?;
            for key in inside.next_if(tag::SEQUENCE)?.children() {
                add(&key.with_tag(tag::SEQUENCE)?.children().next()?, out)?;
            }
            Some(())
        }
        0xa2..=0xa4 => {
            out.parties.push(Party { role: Role::Recipient, identifier: Identifier::None });
            Some(())
        }
        _ => None,
    }
}

fn add(named: &Element<'_>, out: &mut Extraction) -> Option<()> {
    out.parties.push(Party { role: Role::Recipient, identifier: Identifier::read(named)? });
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asn1::encode;

    fn named(serial: u8) -> Vec<u8> {
        let issuer = encode(tag::SEQUENCE, &encode(tag::SET, &[]));
        encode(tag::SEQUENCE, &[issuer, vec![2, 1, serial]].concat())
    }

    fn transport(rid: &[u8]) -> Vec<u8> {
        encode(tag::SEQUENCE, &[&[2, 1, 0], rid, &encode(tag::SEQUENCE, &[]), &[4, 1, 9]].concat())
    }

    fn message(oid: &[u8], recipients: &[Vec<u8>]) -> Vec<u8> {
        let set = encode(tag::SET, &recipients.concat());
        let content = encode(tag::SEQUENCE, &[0x04, 0x02, 7, 7]);
        let data = encode(tag::SEQUENCE, &[&[2, 1, 2][..], &set, &content].concat());
        encode(tag::SEQUENCE, &[oid, &encode(tag::CONTEXT_0, &data)].concat())
    }

    fn agreement() -> Vec<u8> {
        let key_identifier = encode(tag::CONTEXT_0, &[4, 2, 0xaa, 0xbb]);
        let keys: Vec<u8> = [named(5), key_identifier]
            .iter()
            .flat_map(|rid| encode(tag::SEQUENCE, &[&rid[..], &[4, 0]].concat()))
            .collect();
        let content =
            [&[2, 1, 3][..], &encode(tag::CONTEXT_0, &[]), &encode(tag::SEQUENCE, &[]), &encode(tag::SEQUENCE, &keys)];
        encode(tag::CONTEXT_1, &content.concat())
    }

    fn told(bytes: &[u8]) -> Vec<String> {
        let told = |party: &Party| match &party.identifier {
            Identifier::IssuerAndSerial { serial, .. } => format!("serial {serial:?}"),
            Identifier::KeyIdentifier(key) => format!("key {key:?}"),
            Identifier::None => "none".to_owned(),
        };
        Enveloped.read(bytes).parties.iter().map(told).collect()
    }

    #[test]
    fn every_kind_of_recipient_is_told() {
        let all = [transport(&named(4)), transport(&[0x80, 1, 0xcc]), agreement(), encode(0xa3, &[2, 1, 0])];
        for oid in [ENVELOPED, AUTH_ENVELOPED] {
            let bytes = message(oid, &all);
            assert!(Enveloped.sniff(&bytes));
            assert_eq!(told(&bytes), ["serial [4]", "key [204]", "serial [5]", "key [170, 187]", "none"]);
            assert!(Enveloped.read(&bytes).problems.is_empty());
        }
        let bytes = message(ENCRYPTED, &[]);
        assert!(Enveloped.sniff(&bytes) && Enveloped.read(&bytes).problems.is_empty());
    }

    #[test]
    fn a_damaged_recipient_hides_none_and_is_told() {
        let bytes = message(ENVELOPED, &[transport(&named(4)), encode(tag::OCTET_STRING, &[1]), transport(&named(6))]);
        assert_eq!(told(&bytes), ["serial [4]", "serial [6]"]);
        assert_eq!(Enveloped.read(&bytes).problems.len(), 1);
    }

    #[test]
    fn a_cut_message_is_never_whole() {
        let bytes = message(ENVELOPED, &[transport(&named(4)), transport(&named(6))]);
        for end in (1..bytes.len()).filter(|end| Enveloped.sniff(&bytes[..*end])) {
            assert!(!Enveloped.read(&bytes[..end]).problems.is_empty(), "{end}");
        }
        assert_eq!(told(&bytes[..bytes.len() - 1]).len(), 2);
    }

    #[test]
    fn the_beginning_of_a_long_message_is_enough() {
        let mut bytes = message(ENVELOPED, &[transport(&named(4))]);
        bytes.splice(1..2, [0x84, 0x7f, 0xff, 0xff, 0xff]);
        bytes.resize(ENOUGH, 0);
        assert_eq!(told(&bytes), ["serial [4]"]);
        assert!(Enveloped.read(&bytes).problems.is_empty());
    }
}
