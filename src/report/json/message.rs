//! Messages in the report: who can open them and who signed them.

use super::place::Where;
use super::term::{Environment, Generation, Hex, Sha256, Term};
use crate::certificate::Identifier;
use crate::classify::{self, JudgedParty};
use crate::name::Name;
use crate::report::Report;
use schemars::JsonSchema;
use serde::Serialize;

/// A message that a key of the catalogue opens, or that was signed with one
/// whose certificate is not in it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Message<'a> {
    #[serde(flatten)]
    at: Where<'a>,
    /// Whether it has recipients.
    encrypted: bool,
    /// Those who can open it; recipients that concern no catalogue are left out.
    recipients: Vec<Party>,
    /// Those who signed it and whose certificates are not in it.
    signers: Vec<Party>,
}

/// A signer or a recipient: named by issuer and serial number, by a key
/// identifier, or not at all (a password).
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Party {
    /// The issuer's name, RFC 4514.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    /// The serial number.
    #[serde(skip_serializing_if = "Option::is_none")]
    serial: Option<Term<'static, Hex>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_key_identifier: Option<Term<'static, Hex>>,
    /// The generation of its certificate, if it is of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    generation: Option<Term<'static, Generation>>,
    /// The environment of its certificate, if it is of the catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    environment: Option<Term<'static, Environment>>,
    /// Its certificate, if it was found in this scan.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Term<'static, Sha256>>,
    /// Whether the private key of that certificate was found in this scan.
    key: bool,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn message<'a>(report: &'a Report, from: &'a classify::Message) -> Option<Message<'a>> {
    Some(Message {
        at: Where::new(&report.scan.scope, &from.location),
        encrypted: from.is_encrypted(),
        recipients: from.recipients().map(party).collect(),
        signers: from.signers().map(party).collect(),
    })
}

fn party(from: &JudgedParty) -> Party {
    let (issuer, serial, key) = match &from.party.identifier {
        Identifier::IssuerAndSerial { issuer, serial } => (Some(issuer), Some(serial), None),
        Identifier::KeyIdentifier(key) => (None, None, Some(key)),
        Identifier::None => (None, None, None),
    };
    let hierarchy = from.hierarchy.as_ref();
    Party {
        issuer: issuer.map(|issuer| Name::parse(issuer).to_rfc4514()),
        serial: serial.map(|serial| Term::hex(serial)),
        subject_key_identifier: key.map(|key| Term::hex(key)),
        generation: hierarchy.map(|(generation, _)| Term::new(generation.to_string())),
        environment: hierarchy.map(|(_, environment)| Term::new(environment.id())),
        certificate: from.certificate.map(|sha256| Term::hex(&sha256)),
        key: from.key,
    }
}
