//! Keys as components: public ones by what they are, private ones by where
//! they lie. Never the value of one.

use super::algorithm;
use super::asset::{Component, Context, Evidence, Occurrence};
use super::reference;
use crate::classify::Classified;
use crate::inventory::KeyPlace;
use crate::report::{Report, text};
use serde::Serialize;
use std::collections::BTreeMap;

/// `cryptoProperties` of a key.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Crypto<'r> {
    asset_type: &'static str,
    related_crypto_material_properties: Particulars,
    #[serde(skip_serializing_if = "Option::is_none")]
    oid: Option<&'r str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Particulars {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    algorithm_ref: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
}

/// The certificates of each private key that was found, by the key's
/// reference: a renewal may have kept the key.
pub(super) type Private<'r> = BTreeMap<String, Vec<&'r Classified>>;

/// One certificate of each public key that is known, by the key's reference.
pub(super) type Public<'r> = BTreeMap<String, &'r Classified>;

pub(super) fn private(certificates: &[Classified]) -> Private<'_> {
    let mut keys = Private::new();
    for one in certificates.iter().filter(|one| one.private_key) {
        keys.entry(reference::private_key(one)).or_default().push(one);
    }
    keys
}

pub(super) fn public(certificates: &[Classified]) -> Public<'_> {
    certificates.iter().filter_map(|one| Some((reference::public_key(one)?, one))).collect()
}

pub(super) fn public_component<'r>(reference: &str, of: &'r Classified) -> Component<Crypto<'r>> {
    component(reference, of, "public-key", Some("SubjectPublicKeyInfo"))
}

/// The private key of these certificates, with every place of it.
pub(super) fn private_component<'r>(
    report: &'r Report,
    reference: &str,
    of: &[&'r Classified],
) -> Option<Component<Crypto<'r>>> {
    let first = of.first()?;
    let mut occurrences: Vec<Occurrence> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for one in of {
        let entries = one.occurrences.iter().filter(|place| place.private_key);
        let entries = entries.map(|place| (&place.location, place.format, place.alias.as_deref(), place.place.id()));
        let alone =
            one.keys.iter().map(|key: &KeyPlace| (&key.location, key.format, key.alias.as_deref(), key.place.id()));
        for (location, format, alias, place) in entries.chain(alone) {
            if !seen.insert((location, alias)) {
                continue;
            }
            let mut context = Context::new(&report.scan.scope, location);
            context.word("format", format);
            context.word("place", place);
            if let Some(alias) = alias {
                context.text("alias", alias);
            }
            let location = text::location_there(location);
            occurrences.push(Occurrence { location, line: None, offset: None, additional_context: context.finish() });
        }
    }
    let evidence = (!occurrences.is_empty()).then_some(Evidence { occurrences });
    Some(Component { evidence, ..component(reference, first, "private-key", None) })
}

fn component<'r>(
    reference: &str,
    of: &'r Classified,
    kind: &'static str,
    format: Option<&'static str>,
) -> Component<Crypto<'r>> {
    let algorithm = algorithm::of_key(of);
    let name = algorithm.map_or_else(|| kind.to_owned(), |known| format!("{} {kind}", algorithm::name(known)));
    let particulars = Particulars {
        kind,
        id: reference.rsplit('/').next().map(str::to_owned),
        algorithm_ref: algorithm.map(|(oid, bits)| reference::algorithm(oid, bits)),
        size: algorithm.and_then(|(_, bits)| bits),
        format,
    };
    Component {
        crypto_properties: Some(Crypto {
            asset_type: "related-crypto-material",
            related_crypto_material_properties: particulars,
            oid: algorithm.map(|(oid, _)| oid),
        }),
        ..Component::new("cryptographic-asset", reference.to_owned(), &name)
    }
}
