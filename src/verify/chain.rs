//! The way from the end entity to the root: names and key identifiers are
//! compared, and the authorities' fingerprints with the catalogue's. No
//! signature is verified.

use super::entity::{listing, name};
use super::{Matter, Outcome, Said, plain, said, then};
use crate::catalogue::{Authority, Environment, Role};
use crate::certificate::Certificate;
use crate::classify::{Classified, Evidence, Status};
use crate::inventory::Occurrence;
use crate::name::comparison_key;
use crate::wording::{Text, text};

/// The CA that issued it is in the store, and is the one of the catalogue.
pub(super) fn issuing_ca(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let Some(issuer) = issuer_in(matter, &one.certificate) else {
        let missing = said(Outcome::Failed, "verify.issuing-ca.missing", [("name", issuer_name(one))]);
        return vec![then(missing, "verify.issuing-ca.missing-do", [("address", address(one))])];
    };
    vec![authority(issuer, "verify.issuing-ca.whole", [("name", Text::same(name(issuer)))])]
}

/// The chain leads to the root of the catalogue, in the store or not.
pub(super) fn root_ca(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let Some(issuer) = issuer_in(matter, &one.certificate) else {
        return vec![plain(Outcome::Unknown, "verify.root-ca.untold")];
    };
    let Some(environment) = listing(one).map(|listing| listing.environment) else { return Vec::new() };
    let right = matter.catalogue.authorities.iter().find(|root| is_root_of(root, &issuer.certificate, environment));
    let Some(right) = right else {
        return vec![then(plain(Outcome::Failed, "verify.root-ca.another"), "verify.root-ca.another-do", [])];
    };
    let sha256 = ("sha256", Text::same(data_encoding::HEXLOWER.encode(&right.sha256)));
    let held = matter.certificates.iter().find(|one| one.certificate.sha256 == right.sha256);
    let values = [("name", Text::same(right_name(right))), sha256];
    vec![match held {
        Some(_) => said(Outcome::Passed, "verify.root-ca.present", values),
        None => said(Outcome::Passed, "verify.root-ca.absent", values),
    }]
}

/// In PEM the end entity comes first, then who issued it, then the root.
pub(super) fn pem_order(matter: &Matter<'_>, one: &Classified) -> Vec<Said> {
    let Some(leaf) = in_pem(one) else { return Vec::new() };
    let mut order: Vec<(&Occurrence, &Classified)> = matter
        .certificates
        .iter()
        .filter_map(|other| in_pem(other).map(|place| (place, other)))
        .filter(|(place, _)| place.location == leaf.location)
        .collect();
    order.sort_by_key(|(place, _)| (place.offset, place.line));
    let mut wanted = &one.certificate;
    let mut told = Vec::new();
    for (at, (_, other)) in order.iter().enumerate() {
        let is_next =
            if at == 0 { other.certificate.sha256 == wanted.sha256 } else { issued(&other.certificate, wanted) };
        if !is_next {
            let values = [("number", Text::same((at + 1).to_string())), ("name", Text::same(name(other)))];
            let key = if at == 0 { "verify.pem-order.first" } else { "verify.pem-order.next" };
            return vec![then(said(Outcome::Failed, key, values), "verify.pem-order.do", [])];
        }
        wanted = &other.certificate;
    }
    if order.iter().any(|(place, _)| place.count > 1) {
        told.push(then(plain(Outcome::Warning, "verify.pem-order.twice"), "verify.pem-order.do", []));
    }
    if order.iter().any(|(_, other)| listing(other).is_some_and(|listing| listing.role == Role::Root)) {
        told.push(plain(Outcome::Warning, "verify.pem-order.root"));
    }
    if told.is_empty() {
        told.push(plain(Outcome::Passed, "verify.pem-order.right"));
    }
    told
}

fn in_pem(one: &Classified) -> Option<&Occurrence> {
    one.occurrences.iter().find(|place| place.format == "pem")
}

/// How sure it is that this authority is the one of the catalogue.
fn authority(issuer: &Classified, whole: &str, values: [(&'static str, Text); 1]) -> Said {
    let Some(listing) = listing(issuer) else { return plain(Outcome::Failed, "verify.root-ca.another") };
    if listing.status == Status::Expired || listing.status == Status::NotYet {
        return said(Outcome::Failed, "verify.issuing-ca.dates", values);
    }
    match listing.evidence {
        Evidence::Fingerprint => said(Outcome::Passed, whole, values),
        Evidence::KeyIdentifier => said(Outcome::Warning, "verify.issuing-ca.same-key", values),
        Evidence::Chain | Evidence::IssuerName => said(Outcome::Warning, "verify.issuing-ca.learned", values),
    }
}

/// The CA in the store whose name and key the certificate names.
fn issuer_in<'m>(matter: &Matter<'m>, certificate: &Certificate) -> Option<&'m Classified> {
    let is_issuer = |other: &&Classified| {
        other.certificate.is_ca
            && other.certificate.sha256 != certificate.sha256
            && issued(&other.certificate, certificate)
    };
    let all: Vec<&Classified> = matter.certificates.iter().filter(is_issuer).collect();
    let exact = |one: &&&Classified| listing(one).is_some_and(|listing| listing.evidence == Evidence::Fingerprint);
    all.iter().find(exact).or_else(|| all.first()).copied()
}

/// Whether names say that one issued the other, and key identifiers do not
/// contradict it.
fn issued(issuer: &Certificate, certificate: &Certificate) -> bool {
    let named = issuer.subject.is_same(&certificate.issuer);
    let keys = (&issuer.subject_key_identifier, &certificate.authority_key_identifier);
    named && !matches!(keys, (Some(own), Some(wanted)) if own != wanted)
}

/// Whether this is the root of the catalogue that the CA names as its issuer.
fn is_root_of(root: &Authority, certificate: &Certificate, environment: Environment) -> bool {
    let keys = (&root.subject_key_identifier, &certificate.authority_key_identifier);
    &*root.generation == "III"
        && root.role == Role::Root
        && root.environment == environment
        && comparison_key(&root.subject) == certificate.issuer.comparison_key()
        && !matches!(keys, (Some(own), Some(wanted)) if own != wanted)
}

fn right_name(root: &Authority) -> String {
    crate::name::Name { der: Box::default(), rdns: root.subject.clone() }.to_rfc4514()
}

fn issuer_name(one: &Classified) -> Text {
    Text::same(one.certificate.issuer.to_rfc4514())
}

/// Where the authority's own certificate is published.
fn address(one: &Classified) -> Text {
    match listing(one).map(|listing| listing.environment) {
        Some(Environment::Production) => Text::same("http://ca1.gov.dk/oces/issuing/1/cacert/issuing.cer"),
        Some(Environment::Test) if one.certificate.issuer.to_rfc4514().contains("OU=Test - cti") => {
            Text::same("http://ca1.cti-gov.dk/oces/issuing/1/cacert/issuing.cer")
        }
        _ => text("verify.issuing-ca.aia"),
    }
}
