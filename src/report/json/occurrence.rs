//! The places of a certificate and of its private key.

use super::both::Both;
use super::certificate::Here;
use super::place::Where;
use super::term::{KeyBasis, Place, Term};
use crate::inventory;
use crate::place;
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
    /// What says so; absent where nothing did and it counts as `live`.
    #[serde(skip_serializing_if = "Option::is_none")]
    place_evidence: Option<Both<'static>>,
    /// The layer of a container image that it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Image<'a>>,
}

/// A layer of a container image.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Image<'a> {
    /// The image's name, or the beginning of its digest.
    name: &'a str,
    /// The layer, from 1.
    layer: u32,
    /// How many layers the image has.
    layers: u32,
    /// The first later layer that deletes it: it is still in the image.
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted_by_layer: Option<u32>,
    /// How many other images here have the same layer; absent if none has.
    #[serde(skip_serializing_if = "Option::is_none")]
    others: Option<u32>,
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
    /// What kind of place it is.
    place: Term<'static, Place>,
}

/// Every occurrence has its place in the list; the `Option` is the list's.
#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn occurrence<'a>(here: Here<'a>, from: &'a inventory::Occurrence) -> Option<Occurrence<'a>> {
    // Nothing but a rule says that a place is live, and most are.
    let unsaid = from.place == place::Place::Live && here.rules.0.is_empty();
    let told = (!unsaid).then(|| here.rules.told(&from.location, from.format));
    // What another scan's configuration said of its places is not known here.
    let why = told.and_then(|(place, why)| why.filter(|_| place == from.place));
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
        place_evidence: why.map(|why| Both::new(why.text(true), why.text(false))),
        image: from.image.as_deref().map(image),
    })
}

fn image(from: &inventory::Image) -> Image<'_> {
    Image {
        name: &from.name,
        layer: from.layer,
        layers: from.of,
        deleted_by_layer: from.deleted_by,
        others: (from.others > 0).then_some(from.others),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn key_place<'a>(here: Here<'a>, from: &'a inventory::KeyPlace) -> Option<KeyPlace<'a>> {
    let same_key = from.public_key == Some(here.certificate.certificate.public_key);
    Some(KeyPlace {
        at: Where::new(here.scope, &from.location),
        format: from.format,
        alias: from.alias.as_deref(),
        basis: Term::new(if same_key { "public-key" } else { "local-key-id" }),
        place: Term::new(from.place.id()),
    })
}
