//! Certificates of a report: their facts, kept once, and their places.

use super::document::{self, Document};
use super::shelf::{Reader, both, fingerprint, octets};
use super::{Entry, Facts};
use crate::catalogue::{Environment, Role};
use crate::certificate::{Algorithms, Certificate, Fingerprint};
use crate::classify::{Evidence, Kind, Listing, Organisation, Ownership, Verdict, judged_again};
use crate::inventory::{Image, KeyPlace, Occurrence};
use crate::location::Location;
use crate::name::Name;
use crate::place::Place;
use std::sync::Arc;

/// Which list of the report a certificate stands in.
#[derive(Clone, Copy)]
enum List {
    Listed,
    LookAlike,
    UnknownAuthority,
    Other,
}

impl Reader<'_> {
    /// The certificates of all lists. What has no fingerprint is noted.
    pub(super) fn certificates(&mut self, from: &Document<'_>) -> Vec<Entry> {
        let lists = [
            (List::Listed, &from.certificates),
            (List::LookAlike, &from.look_alikes),
            (List::UnknownAuthority, &from.unknown_authorities),
            (List::Other, &from.others),
        ];
        let mut entries = Vec::new();
        for (list, certificates) in lists {
            entries.extend(certificates.iter().filter_map(|one| self.entry(list, one)));
        }
        entries
    }

    fn entry(&mut self, list: List, from: &document::Certificate<'_>) -> Option<Entry> {
        let Some(sha256) = fingerprint(&from.sha256) else {
            self.shelf.miss("fingerprint", &from.sha256);
            return None;
        };
        let facts = self.facts(list, sha256, from)?;
        let keys: Vec<KeyPlace> = from.keys.iter().map(|key| self.key(&facts, key)).collect();
        let mut occurrences: Vec<Occurrence> = from.occurrences.iter().map(|one| self.occurrence(one)).collect();
        for one in &mut occurrences {
            one.beside_key = one.private_key || keys.iter().any(|key| key.location == one.location);
        }
        let ownership = from.ownership.as_deref();
        let ownership = ownership.and_then(|told| self.one_of("ownership", Ownership::ALL, Ownership::id, told));
        Some(Entry {
            occurrences,
            keys,
            private_key: from.private_key || !from.keys.is_empty(),
            ownership: ownership.unwrap_or(Ownership::Unknown),
            uses: from.uses.iter().filter_map(|one| self.one_use(one)).collect(),
            references: from.references.iter().filter_map(|one| self.reference(one)).collect(),
            settles: from.settles.as_ref().map(both),
            facts,
        })
    }

    /// The facts, those of another report where they are the same.
    fn facts(&mut self, list: List, sha256: Fingerprint, from: &document::Certificate<'_>) -> Option<Arc<Facts>> {
        let certificate = self.certificate(sha256, from);
        let verdict = match list {
            List::Listed => Verdict::Listed(self.listing(&certificate, from)?),
            List::LookAlike => {
                let reason = from.reason.as_deref().unwrap_or_default().to_owned();
                Verdict::LookAlike { listing: self.listing(&certificate, from)?, reason }
            }
            List::UnknownAuthority => {
                Verdict::UnknownAuthority { family: from.family.as_deref().unwrap_or_default().to_owned() }
            }
            List::Other => Verdict::Other,
        };
        let new = Facts { certificate, verdict };
        let known = self.shelf.facts.entry(sha256).or_default();
        if let Some(same) = known.iter().find(|one| one.is(&new)) {
            return Some(Arc::clone(same));
        }
        let new = Arc::new(new);
        known.push(Arc::clone(&new));
        Some(new)
    }

    /// The certificate. What a report does not tell is empty; the hashes of
    /// the key stand for the certificate's own.
    fn certificate(&mut self, sha256: Fingerprint, from: &document::Certificate<'_>) -> Certificate {
        let sha1 = from.sha1.as_deref().and_then(octets).and_then(|octets| octets.try_into().ok());
        Certificate {
            sha256,
            sha1: sha1.unwrap_or_default(),
            issuer: self.dn(&from.issuer),
            subject: self.dn(&from.subject),
            serial: self.hexadecimal("serial number", &from.serial),
            not_before: from.not_before.as_deref().and_then(|at| self.seconds(at)),
            not_after: from.not_after.as_deref().and_then(|at| self.seconds(at)),
            subject_key_identifier: from
                .subject_key_identifier
                .as_deref()
                .map(|hex| self.hexadecimal("key identifier", hex)),
            authority_key_identifier: None,
            spki_sha256: sha256,
            public_key: sha256,
            public_key_sha1: [0; 20],
            modulus_sha1: None,
            is_ca: matches!(&*from.role, "root" | "issuing"),
            key_usage: None,
            policies: Vec::new(),
            emails: from.emails.iter().map(|one| one.0.to_string()).collect(),
            algorithms: Algorithms::default(),
        }
    }

    pub(super) fn dn(&mut self, text: &str) -> Name {
        Name::from_rfc4514(text).unwrap_or_else(|| {
            self.shelf.miss("name", text);
            Name::default()
        })
    }

    fn hexadecimal(&mut self, what: &'static str, text: &str) -> Box<[u8]> {
        octets(text).map_or_else(
            || {
                self.shelf.miss(what, text);
                Box::default()
            },
            Vec::into_boxed_slice,
        )
    }

    fn seconds(&mut self, text: &str) -> Option<i64> {
        let instant = super::head::instant(text);
        if instant.is_none() {
            self.shelf.miss("date", text);
        }
        instant.map(time::OffsetDateTime::unix_timestamp)
    }

    /// The particulars, with the status of today; `None` where the words that
    /// decide what it is are not known.
    fn listing(&mut self, certificate: &Certificate, from: &document::Certificate<'_>) -> Option<Listing> {
        let role = self.one_of("role", &[Role::Root, Role::Issuing, Role::EndEntity], Role::id, &from.role)?;
        let environments = [Environment::Production, Environment::Test];
        let environment = self.one_of("environment", &environments, Environment::id, &from.environment)?;
        if self.bench.catalogue.generation(&from.generation).is_none() {
            self.shelf.miss("generation", &from.generation);
        }
        let kind = from.kind.as_deref();
        let evidence = from.evidence.as_deref();
        let organisation = from.organisation.as_ref();
        let text = |text: Option<&document::Str<'_>>| text.map(|text| text.0.to_string());
        let listing = Listing {
            generation: self.shelf.name(&from.generation),
            qualified: from.qualified,
            environment,
            role,
            kind: kind.and_then(|kind| self.one_of("kind", Kind::ALL, Kind::id, kind)),
            evidence: evidence
                .and_then(|evidence| self.one_of("evidence", Evidence::ALL, Evidence::id, evidence))
                .unwrap_or(Evidence::IssuerName),
            // Replaced at once.
            status: crate::classify::Status::Current,
            status_since: None,
            status_on: None,
            organisation: Organisation {
                name: organisation.and_then(|one| text(one.name.as_ref())),
                cvr: organisation.and_then(|one| text(one.cvr.as_ref())),
            },
            identifier: text(from.identifier.as_ref()),
        };
        Some(judged_again(listing, certificate, self.bench.catalogue, self.bench.settings))
    }

    fn occurrence(&mut self, from: &document::Occurrence<'_>) -> Occurrence {
        let location = self.location(&from.at());
        let image = from.image.as_ref().map(|image| {
            let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
            Box::new(Image {
                name: self.shelf.name(&image.name).as_ref().into(),
                layer: number(image.layer),
                of: number(image.layers),
                deleted_by: image.deleted_by_layer.map(number),
                others: image.others.map_or(0, number),
            })
        });
        Occurrence {
            format: self.shelf.word(&from.format),
            alias: from.alias.as_deref().map(Into::into),
            store: from.store.as_deref().map(Into::into),
            line: from.line,
            offset: from.offset,
            count: from.count.map_or(1, |count| u32::try_from(count).unwrap_or(u32::MAX)),
            private_key: from.private_key,
            beside_key: false,
            place: self.place(from.place.as_deref(), &location, &from.format),
            image,
            location,
        }
    }

    fn key(&mut self, facts: &Facts, from: &document::KeyPlace<'_>) -> KeyPlace {
        let location = self.location(&from.at());
        let by_identifier = from.basis.as_deref() == Some("local-key-id");
        KeyPlace {
            format: self.shelf.word(&from.format),
            alias: from.alias.as_deref().map(Into::into),
            public_key: (!by_identifier).then_some(facts.certificate.public_key),
            local_key_id: None,
            place: self.place(from.place.as_deref(), &location, &from.format),
            location,
        }
    }

    /// What kind of place it is: as configured, else as told, else as its path says.
    pub(super) fn place(&mut self, told: Option<&str>, location: &Location, format: &str) -> Place {
        if let Some(place) = self.bench.places.place_of(&location.path) {
            return place;
        }
        let told = told.and_then(|told| self.one_of("place", &Place::ALL, Place::id, told));
        told.unwrap_or_else(|| crate::place::place_of(location, format))
    }
}

impl Facts {
    /// Whether they are the same to the last letter.
    fn is(&self, other: &Facts) -> bool {
        let (one, two) = (&self.certificate, &other.certificate);
        self.verdict == other.verdict
            && (&one.subject, &one.issuer, &one.serial) == (&two.subject, &two.issuer, &two.serial)
            && (one.not_before, one.not_after, one.sha1) == (two.not_before, two.not_after, two.sha1)
            && (&one.subject_key_identifier, &one.emails) == (&two.subject_key_identifier, &two.emails)
            && one.is_ca == two.is_ca
    }

    /// Whether both can be told of one certificate.
    pub(super) fn agrees(&self, other: &Facts) -> bool {
        let (one, two) = (&self.certificate, &other.certificate);
        let what = |facts: &Facts| match &facts.verdict {
            Verdict::Listed(listing) => {
                Some((listing.generation.clone(), listing.environment, listing.role, listing.kind, listing.qualified))
            }
            _ => None,
        };
        (&one.subject.rdns, &one.serial) == (&two.subject.rdns, &two.serial)
            && (one.not_before, one.not_after) == (two.not_before, two.not_after)
            && one.issuer.rdns == two.issuer.rdns
            // What one scan could not tell for want of an authority another could.
            && (what(self).is_none() || what(other).is_none() || what(self) == what(other))
    }

    /// The surest verdict is the least.
    pub(super) fn rank(&self) -> u8 {
        match self.verdict {
            Verdict::Listed(_) => 0,
            Verdict::UnknownAuthority { .. } => 1,
            Verdict::LookAlike { .. } => 2,
            Verdict::Other => 3,
        }
    }
}
