//! A certificate as a component: its facts as far as the version has fields
//! for them, what it was judged to be, and every place of it.

use super::Version;
use super::asset::{Component, Context, Evidence, Hash, Occurrence};
use super::property::Properties;
use super::{algorithm, reference};
use crate::check::display_name;
use crate::classify::{Classified, Kind, Listing, Status, Verdict};
use crate::inventory;
use crate::report::{PersonalData, Report, text};
use serde::Serialize;
use std::path::Path;
use time::OffsetDateTime;

/// `cryptoProperties` of a certificate.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Crypto {
    asset_type: &'static str,
    certificate_properties: Facts,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    subject_name: String,
    issuer_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_valid_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_valid_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    signature_algorithm_ref: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject_public_key_ref: Option<String>,
    certificate_format: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate_extension: Option<String>,
    #[serde(flatten)]
    more: Option<More>,
}

/// What 1.7 added.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct More {
    serial_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<Hash>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    certificate_state: Vec<State>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    certificate_extensions: Vec<Extension>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_cryptographic_assets: Vec<Related>,
}

/// One of the states of the specification, or one of our own.
#[derive(Serialize)]
#[serde(untagged)]
enum State {
    Usual { state: &'static str, reason: &'static str },
    Own { name: &'static str, reason: &'static str },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extension {
    common_extension_name: &'static str,
    common_extension_value: String,
}

#[derive(Serialize)]
struct Related {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "ref")]
    reference: String,
}

pub(super) fn component(report: &Report, version: Version, of: &Classified) -> Component<Crypto> {
    let mut properties = super::verdict::properties(report, of);
    let facts = facts(report, version, of);
    if version == Version::V1_6 {
        in_words(of, &mut properties);
    }
    let occurrences = of.occurrences.iter().map(|one| occurrence(report, one)).collect();
    Component {
        hashes: hashes(report, of),
        crypto_properties: Some(Crypto { asset_type: "certificate", certificate_properties: facts }),
        evidence: Some(Evidence { occurrences }),
        properties,
        ..Component::new("cryptographic-asset", reference::certificate(&of.certificate.sha256), &display_name(of))
    }
}

fn facts(report: &Report, version: Version, of: &Classified) -> Facts {
    let certificate = &of.certificate;
    Facts {
        subject_name: text::safe(&certificate.subject.to_rfc4514()).into_owned(),
        issuer_name: text::safe(&certificate.issuer.to_rfc4514()).into_owned(),
        not_valid_before: instant(certificate.not_before),
        not_valid_after: instant(certificate.not_after),
        signature_algorithm_ref: algorithm::of_signature(of).map(|(oid, bits)| reference::algorithm(oid, bits)),
        subject_public_key_ref: reference::public_key(of),
        certificate_format: "X.509",
        certificate_extension: of.occurrences.iter().find_map(extension),
        more: (version == Version::V1_7).then(|| more(report, of)),
    }
}

/// What 1.7 has fields for.
fn more(report: &Report, of: &Classified) -> More {
    let related = |kind| move |reference| Related { kind, reference };
    let private = of.private_key.then(|| reference::private_key(of));
    let algorithm = algorithm::of_signature(of).map(|(oid, bits)| reference::algorithm(oid, bits));
    let assets = reference::public_key(of).map(related("publicKey")).into_iter();
    More {
        serial_number: text::hex(&of.certificate.serial),
        fingerprint: hashes(report, of).into_iter().next(),
        certificate_state: state(of).into_iter().collect(),
        certificate_extensions: extensions(of)
            .into_iter()
            .map(|(common_extension_name, common_extension_value)| Extension {
                common_extension_name,
                common_extension_value,
            })
            .collect(),
        related_cryptographic_assets: assets
            .chain(private.map(related("privateKey")))
            .chain(algorithm.map(related("algorithm")))
            .collect(),
    }
}

/// The same for 1.6.
fn in_words(of: &Classified, properties: &mut Properties) {
    properties.tell("oces:certificate:serialNumber", &text::hex(&of.certificate.serial));
    match state(of) {
        Some(State::Usual { state: name, reason } | State::Own { name, reason }) => {
            properties.tell("oces:certificate:state", name);
            properties.tell("oces:certificate:stateReason", reason);
        }
        None => {}
    }
    for (name, value) in extensions(of) {
        let name = match name {
            "basicConstraints" => "oces:certificate:basicConstraints",
            "keyUsage" => "oces:certificate:keyUsage",
            "subjectKeyIdentifier" => "oces:certificate:subjectKeyIdentifier",
            "authorityKeyIdentifier" => "oces:certificate:authorityKeyIdentifier",
            _ => "oces:certificate:certificatePolicies",
        };
        properties.tell(name, &value);
    }
    if of.private_key {
        properties.tell("oces:certificate:privateKey", &reference::private_key(of));
    }
}

/// SHA-256 first. None where something else stands for a person's certificate:
/// that would be no hash of it.
fn hashes(report: &Report, of: &Classified) -> Vec<Hash> {
    if report.scan.personal_data != PersonalData::Show && may_name_person(of) {
        return Vec::new();
    }
    let mut hashes = vec![Hash { alg: "SHA-256", content: text::hex(&of.certificate.sha256) }];
    hashes.extend(of.certificate.thumbprint().map(|content| Hash { alg: "SHA-1", content }));
    hashes
}

fn may_name_person(of: &Classified) -> bool {
    let kind = match &of.verdict {
        Verdict::Listed(listing) | Verdict::LookAlike { listing, .. } => listing.kind,
        Verdict::UnknownAuthority { .. } | Verdict::Other => None,
    };
    let machine = matches!(kind, Some(Kind::Voces | Kind::Foces | Kind::Organisation | Kind::System));
    !machine && !of.certificate.is_ca
}

/// What it is on the day of the report, in the words of the specification
/// where these fit. Blocked is no revocation: no CRL was consulted.
fn state(of: &Classified) -> Option<State> {
    let Verdict::Listed(Listing { status, .. }) = &of.verdict else { return None };
    Some(match status {
        Status::NotYet => State::Usual { state: "pre-activation", reason: "notBefore lies ahead" },
        Status::Current => State::Usual { state: "active", reason: "in its period" },
        Status::Expiring => State::Usual { state: "active", reason: "notAfter is near" },
        Status::Expired => State::Usual { state: "deactivated", reason: "notAfter has passed" },
        Status::ToBeBlocked => State::Usual { state: "active", reason: "its generation is to be blocked" },
        Status::Blocked => State::Own {
            name: "blocked",
            reason: "was to be blocked by now according to Digitaliseringsstyrelsen; no CRL was consulted",
        },
        Status::Retired => State::Own { name: "retired", reason: "its generation or environment has ended" },
    })
}

/// The extensions that are read, by their common names.
fn extensions(of: &Classified) -> Vec<(&'static str, String)> {
    const USAGES: [&str; 9] = [
        "digitalSignature",
        "nonRepudiation",
        "keyEncipherment",
        "dataEncipherment",
        "keyAgreement",
        "keyCertSign",
        "cRLSign",
        "encipherOnly",
        "decipherOnly",
    ];
    let certificate = &of.certificate;
    let mut all = Vec::new();
    if certificate.is_ca {
        all.push(("basicConstraints", "CA:TRUE".to_owned()));
    }
    if let Some(bits) = certificate.key_usage {
        let set = USAGES.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, name)| *name);
        all.push(("keyUsage", set.collect::<Vec<_>>().join(",")));
    }
    let identifiers = [
        ("subjectKeyIdentifier", &certificate.subject_key_identifier),
        ("authorityKeyIdentifier", &certificate.authority_key_identifier),
    ];
    all.extend(identifiers.into_iter().filter_map(|(name, octets)| Some((name, text::hex(octets.as_deref()?)))));
    if !certificate.policies.is_empty() {
        all.push(("certificatePolicies", certificate.policies.join(",")));
    }
    all
}

fn occurrence(report: &Report, one: &inventory::Occurrence) -> Occurrence {
    let mut context = Context::new(&report.scan.scope, &one.location);
    context.word("format", one.format);
    context.word("place", one.place.id());
    if one.private_key {
        context.word("privateKey", "true");
    }
    if one.count > 1 {
        context.word("count", &one.count.to_string());
    }
    for (name, value) in [("alias", &one.alias), ("store", &one.store)] {
        if let Some(value) = value {
            context.text(name, value);
        }
    }
    if let Some(image) = &one.image {
        context.text("image", &format!("{} layer {}/{}", image.name, image.layer, image.of));
    }
    let location = text::location_there(&one.location);
    Occurrence { location, line: one.line, offset: one.offset, additional_context: context.finish() }
}

/// The extension of the innermost name, if it looks like one.
fn extension(one: &inventory::Occurrence) -> Option<String> {
    let member = super::places::Place::new(&one.location).members().last();
    let name = match member {
        Some(member) => Path::new(std::str::from_utf8(member).ok()?),
        None => &one.location.path,
    };
    let extension = name.extension()?.to_str()?;
    let plain = extension.len() <= 12 && extension.bytes().all(|octet| octet.is_ascii_alphanumeric());
    plain.then(|| extension.to_ascii_lowercase())
}

/// Only what every reader of RFC 3339 takes: the years 1 to 9999.
fn instant(at: Option<i64>) -> Option<String> {
    let at = OffsetDateTime::from_unix_timestamp(at?).ok()?;
    (1..=9999).contains(&at.year()).then(|| text::instant(at))
}
