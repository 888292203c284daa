//! Who signed a message or can open it: told by the names that cryptographic
//! messages (RFC 5652) use for certificates, which they need not carry.

use super::Certificate;
use crate::asn1::{Element, Elements, tag};
use std::sync::Arc;

/// A signer or a recipient.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Party {
    /// What it did or can do.
    pub role: Role,
    /// By what its certificate is named.
    pub identifier: Identifier,
}

/// What a party did or can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Its key opens the message.
    Recipient,
    /// It signed, and its certificate is not in the message.
    Signer,
}

/// How a certificate is named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Identifier {
    /// By its issuer (DER, header included) and serial number (content octets).
    IssuerAndSerial {
        /// The issuer's name.
        issuer: Arc<[u8]>,
        /// The serial number.
        serial: Box<[u8]>,
    },
    /// By its subject key identifier.
    KeyIdentifier(Box<[u8]>),
    /// Not at all: a password, a key known to both sides, or a way of others.
    None,
}

impl Identifier {
    /// Reads a `SignerIdentifier`, `RecipientIdentifier` or
    /// `KeyAgreeRecipientIdentifier`.
    ///
    /// ```text
    /// IssuerAndSerialNumber ::= SEQUENCE { issuer Name, serialNumber INTEGER }
    /// RecipientIdentifier ::= CHOICE { IssuerAndSerialNumber, [0] SubjectKeyIdentifier }
    /// KeyAgreeRecipientIdentifier ::= CHOICE { IssuerAndSerialNumber,
    ///     rKeyId [0] IMPLICIT SEQUENCE { subjectKeyIdentifier OCTET STRING, … } }
    /// ```
    pub fn read(element: &Element<'_>) -> Option<Identifier> {
        match element.tag {
            tag::SEQUENCE => {
                let mut inside = element.children();
                let issuer = inside.next_if(tag::SEQUENCE)?.whole.into();
                let serial = inside.next_if(tag::INTEGER)?.content.into();
                Some(Identifier::IssuerAndSerial { issuer, serial })
            }
            0x80 => Some(Identifier::KeyIdentifier(element.content.into())),
            tag::CONTEXT_0 => {
                let key = Elements::new(element.content).next_if(tag::OCTET_STRING)?;
                Some(Identifier::KeyIdentifier(key.content.into()))
            }
            _ => None,
        }
    }

    /// Whether it names this certificate.
    pub fn names(&self, certificate: &Certificate) -> bool {
        match self {
            Identifier::IssuerAndSerial { issuer, serial } => {
                certificate.serial == *serial && *certificate.issuer.der == **issuer
            }
            Identifier::KeyIdentifier(key) => {
                let own = certificate.subject_key_identifier.as_deref().unwrap_or(&certificate.public_key_sha1);
                own == &**key
            }
            Identifier::None => false,
        }
    }
}
