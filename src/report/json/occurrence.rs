//! The places of a certificate and of its private key.

use super::certificate::Here;
use super::place::Where;
use super::term::{KeyBasis, Place, Term};
use crate::inventory;
use schemars::JsonSchema;
use serde::Serialize;

/// One place of a certificate.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Occurrence<'a> {
    #[serde(flatten)]
    at: Where<'a>,
    /// `pem`, `der`, `base64` or the reader's identifier.
    format: &'static str,
    /// Alias, friendlyName or nickname.
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a str>,
    /// The system store that holds it, such as `LocalMachine\My`.
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<&'a str>,
    /// The line, from 1, where the content is text.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// Octets from the start of the innermost content.
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    /// How often it stands in this very content under this alias.
    count: u32,
    /// Whether the same entry or store holds its private key.
    private_key: bool,
    /// What kind of place it is.
    place: Term<'static, Place>,
}

/// A place of a private key. Never the key.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeyPlace<'a> {
    #[serde(flatten)]
    at: Where<'a>,
    /// `pem`, `der` or the reader's identifier.
    format: &'static str,
    /// Alias or friendlyName.
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a str>,
    /// Why it counts as this certificate's key.
    basis: Term<'static, KeyBasis>,
}

/// Every occurrence has its place in the list; the `Option` is the list's.
#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn occurrence<'a>(here: Here<'a>, from: &'a inventory::Occurrence) -> Option<Occurrence<'a>> {
    Some(Occurrence {
        at: Where::new(here.scope, &from.location),
        format: from.format,
        alias: from.alias.as_deref(),
        store: from.store.as_deref(),
        line: from.line,
        offset: from.offset,
        count: from.count,
        private_key: from.private_key,
        place: Term::new(from.place.id()),
    })
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn key_place<'a>(here: Here<'a>, from: &'a inventory::KeyPlace) -> Option<KeyPlace<'a>> {
    let same_key = from.public_key == Some(here.certificate.certificate.public_key);
    Some(KeyPlace {
        at: Where::new(here.scope, &from.location),
        format: from.format,
        alias: from.alias.as_deref(),
        basis: Term::new(if same_key { "public-key" } else { "local-key-id" }),
    })
}
