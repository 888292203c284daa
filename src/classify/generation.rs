//! Which generation a certificate is of, or pretends to be of.

use super::status::{Position, standing};
use super::{Evidence, Listing, Settings, Verdict, subject};
use crate::catalogue::{Authority, Catalogue, Environment, Family, Kinship, Role};
use crate::certificate::Certificate;
use crate::inventory::Inventory;
use crate::name::Name;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many authorities may stand above one another in a learned chain.
const LONGEST_CHAIN: usize = 16;

/// The catalogue and what this scan has learned beyond it.
pub(super) struct Judge<'a> {
    catalogue: &'a Catalogue,
    settings: &'a Settings,
    /// By the comparison key of the subject.
    learned: BTreeMap<String, Vec<Issuer>>,
}

/// An authority as an issuer: of the catalogue or learned.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Issuer {
    generation: Arc<str>,
    environment: Environment,
    qualified: bool,
    subject_key_identifier: Option<Box<[u8]>>,
    /// SHA-1 of the public key, where the certificate is at hand.
    public_key_sha1: Option<[u8; 20]>,
    learned: bool,
}

/// What the issuer's name and key tell.
enum Fit {
    Fits(Issuer, Evidence),
    Contradicts(Issuer, &'static str),
    Nobody,
}

impl<'a> Judge<'a> {
    /// Learns the authorities of the inventory that hang under known ones.
    pub(super) fn learn(inventory: &Inventory, catalogue: &'a Catalogue, settings: &'a Settings) -> Judge<'a> {
        let mut judge = Judge { catalogue, settings, learned: BTreeMap::new() };
        let authorities: Vec<&Certificate> = inventory
            .certificates
            .values()
            .map(|known| &known.certificate)
            .filter(|certificate| certificate.is_ca)
            .collect();
        for _ in 0..LONGEST_CHAIN {
            let learned = authorities.iter().filter(|certificate| judge.learn_one(certificate)).count();
            if learned == 0 {
                break;
            }
        }
        judge
    }

    /// Whether the certificate added an authority.
    fn learn_one(&mut self, certificate: &Certificate) -> bool {
        let Verdict::Listed(listing) = self.verdict(certificate) else { return false };
        if listing.evidence != Evidence::Chain {
            return false;
        }
        let issuer = Issuer {
            generation: listing.generation,
            environment: listing.environment,
            qualified: listing.qualified,
            subject_key_identifier: certificate.subject_key_identifier.clone(),
            public_key_sha1: Some(certificate.public_key_sha1),
            learned: true,
        };
        let siblings = self.learned.entry(certificate.subject.comparison_key()).or_default();
        let is_new = !siblings.contains(&issuer);
        if is_new {
            siblings.push(issuer);
        }
        is_new
    }

    /// What the certificate is.
    pub(super) fn verdict(&self, certificate: &Certificate) -> Verdict {
        if let Some(verdict) = self.as_authority(certificate) {
            return verdict;
        }
        match self.fit(certificate) {
            Fit::Fits(issuer, evidence) => return Verdict::Listed(self.listing(certificate, &issuer, None, evidence)),
            Fit::Contradicts(issuer, reason) => return self.look_alike(certificate, &issuer, reason.to_owned()),
            Fit::Nobody => {}
        }
        self.by_name(certificate)
    }

    /// The certificate itself is an authority of the catalogue, by its
    /// fingerprint or by its subject and key.
    fn as_authority(&self, certificate: &Certificate) -> Option<Verdict> {
        let authorities = &self.catalogue.authorities;
        let own = authorities.iter().find(|authority| authority.sha256 == certificate.sha256);
        if let Some(authority) = own {
            let listing =
                self.listing(certificate, &Issuer::of(authority), Some(authority.role), Evidence::Fingerprint);
            return Some(Verdict::Listed(listing));
        }
        // Keys are compared first: hardly any certificate has one of theirs, and names cost more.
        let has_key = |authority: &&Authority| authority.spki_sha256 == certificate.spki_sha256;
        authorities.iter().find(has_key)?;
        let Kinship::Authority(named) = self.catalogue.kinship(&certificate.subject) else { return None };
        let same_key = named.iter().filter_map(|at| authorities.get(*at)).find(has_key)?;
        let role = if certificate.is_self_issued() { Role::Root } else { Role::Issuing };
        Some(Verdict::Listed(self.listing(certificate, &Issuer::of(same_key), Some(role), Evidence::KeyIdentifier)))
    }

    /// The generation and environment of what the bearer of this name issues,
    /// by the name alone. Qualified certificates are none of ours.
    pub(super) fn hierarchy_of(&self, issuer: &Name) -> Option<(Arc<str>, Environment)> {
        let issuer = self.named(issuer).into_iter().next()?;
        (!issuer.qualified).then_some((issuer.generation, issuer.environment))
    }

    /// Compares the issuer's name and the authority key identifier.
    fn fit(&self, certificate: &Certificate) -> Fit {
        let candidates = self.named(&certificate.issuer);
        let Some(first) = candidates.first().cloned() else { return Fit::Nobody };
        let named_key = certificate.authority_key_identifier.as_deref();
        // What issued itself names its own key, which is none of the catalogue's.
        let is_own_issuer = certificate.is_self_issued()
            && (named_key.is_none() || named_key == certificate.subject_key_identifier.as_deref());
        if is_own_issuer {
            return Fit::Contradicts(first, "it bears the name of an authority of the catalogue, but another key");
        }
        if let Some(issuer) = candidates.iter().find(|issuer| issuer.has_key(named_key)) {
            let evidence = if certificate.is_ca || issuer.learned { Evidence::Chain } else { Evidence::KeyIdentifier };
            return Fit::Fits(issuer.clone(), evidence);
        }
        // Nothing to compare on one side contradicts nothing: to call it a
        // look-alike would be to miss it.
        if named_key.is_none() {
            return Fit::Fits(first, Evidence::IssuerName);
        }
        if let Some(issuer) = candidates.iter().find(|issuer| !issuer.tells_key()) {
            return Fit::Fits(issuer.clone(), Evidence::IssuerName);
        }
        let reason = "its issuer bears the name of an authority of the catalogue, but it names another authority key";
        Fit::Contradicts(first, reason)
    }

    /// The authorities of a name, those of the catalogue first.
    fn named(&self, name: &Name) -> Vec<Issuer> {
        let mut issuers = Vec::new();
        if let Kinship::Authority(named) = self.catalogue.kinship(name) {
            issuers.extend(named.iter().filter_map(|at| self.catalogue.authorities.get(*at)).map(Issuer::of));
        }
        if !self.learned.is_empty() {
            issuers.extend(self.learned.get(&name.comparison_key()).into_iter().flatten().cloned());
        }
        issuers
    }

    /// No known authority issued it: what do the names alone say?
    fn by_name(&self, certificate: &Certificate) -> Verdict {
        // An end entity may be called what it likes; only its issuer counts.
        let subject = certificate.is_ca.then_some(&certificate.subject);
        for name in [Some(&certificate.issuer), subject].into_iter().flatten() {
            match self.catalogue.kinship(name) {
                Kinship::Authority(named) => {
                    if let Some(authority) = named.first().and_then(|at| self.catalogue.authorities.get(*at)) {
                        let reason = "it bears the name of an authority of the catalogue, but another key and issuer";
                        return self.look_alike(certificate, &Issuer::of(authority), reason.to_owned());
                    }
                }
                Kinship::Family(family) => return Verdict::UnknownAuthority { family: family.organisation.clone() },
                Kinship::Near(family, authority) => return self.near(certificate, family, authority),
                Kinship::None => {}
            }
        }
        Verdict::Other
    }

    fn near(&self, certificate: &Certificate, family: &Family, authority: Option<&Authority>) -> Verdict {
        let organisation = &family.organisation;
        if let Some(authority) = authority {
            let reason =
                format!("it bears the common name of an authority of {organisation} under another organisation");
            return self.look_alike(certificate, &Issuer::of(authority), reason);
        }
        let pretended = Issuer {
            generation: family.generation.clone(),
            environment: Environment::Production,
            qualified: false,
            subject_key_identifier: None,
            public_key_sha1: None,
            learned: false,
        };
        self.look_alike(certificate, &pretended, format!("its organisation is nearly, but not quite, {organisation}"))
    }

    fn look_alike(&self, certificate: &Certificate, pretended: &Issuer, reason: String) -> Verdict {
        Verdict::LookAlike { listing: self.listing(certificate, pretended, None, Evidence::IssuerName), reason }
    }

    fn listing(&self, certificate: &Certificate, issuer: &Issuer, role: Option<Role>, evidence: Evidence) -> Listing {
        let role = role.unwrap_or(match (certificate.is_ca, certificate.is_self_issued()) {
            (true, true) => Role::Root,
            (true, false) => Role::Issuing,
            (false, _) => Role::EndEntity,
        });
        let is_leaf = role == Role::EndEntity;
        let position = Position {
            generation: self.catalogue.generation(&issuer.generation),
            environment: issuer.environment,
            role,
            qualified: issuer.qualified,
        };
        let standing = standing(certificate, &position, self.settings);
        Listing {
            generation: issuer.generation.clone(),
            qualified: issuer.qualified,
            environment: issuer.environment,
            role,
            kind: if is_leaf && !issuer.qualified { subject::kind(certificate) } else { None },
            evidence,
            status: standing.status,
            status_since: standing.since,
            status_on: standing.on,
            organisation: subject::organisation(&certificate.subject),
            identifier: subject::identifier(certificate),
        }
    }
}

impl Issuer {
    fn of(authority: &Authority) -> Issuer {
        Issuer {
            generation: authority.generation.clone(),
            environment: authority.environment,
            qualified: authority.qualified,
            subject_key_identifier: authority.subject_key_identifier.clone(),
            public_key_sha1: None,
            learned: false,
        }
    }

    /// Whether a key identifier is this authority's. One without the extension
    /// is known by the SHA-1 of its key (RFC 5280, 4.2.1.2, method 1).
    fn has_key(&self, identifier: Option<&[u8]>) -> bool {
        let own = self.subject_key_identifier.as_deref().or(self.public_key_sha1.as_ref().map(<[u8; 20]>::as_slice));
        identifier.is_some() && identifier == own
    }

    /// Whether anything is known that a key identifier could be compared with.
    fn tells_key(&self) -> bool {
        self.subject_key_identifier.is_some() || self.public_key_sha1.is_some()
    }
}
