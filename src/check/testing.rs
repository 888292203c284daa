//! Builds verdicts by hand, for the tests of this room and of the plan.

use crate::catalogue::{Environment, Role};
use crate::certificate::Certificate;
use crate::classify::{Classified, Evidence, Kind, Listing, Organisation, Ownership, Status, Verdict};
use crate::inventory::{KeyPlace, Occurrence};
use crate::location::{Location, StepKind};
use crate::name::{Attribute, Name};
use crate::place::{Place, place_of};
use std::path::Path;
use std::sync::Arc;
use time::Date;
use time::macros::{date, datetime};

pub(crate) const BLOCK: Date = date!(2023 - 10 - 31);

pub(crate) fn location(path: &str) -> Location {
    Location::file(Arc::from(Path::new("/srv")), Arc::from(Path::new(path)))
}

pub(crate) struct Builder(Classified);

/// A production end entity, `status` and the rest as of after the block.
pub(crate) fn leaf(number: u8, generation: &str, kind: Kind) -> Builder {
    Builder::new(number, generation, Role::EndEntity, Some(kind))
}

/// A production root CA.
pub(crate) fn root_ca(number: u8, generation: &str) -> Builder {
    Builder::new(number, generation, Role::Root, None).status(Status::Retired, BLOCK)
}

impl Builder {
    fn new(number: u8, generation: &str, role: Role, kind: Option<Kind>) -> Builder {
        let old = generation != "III";
        let listing = Listing {
            generation: Arc::from(generation),
            qualified: false,
            environment: Environment::Production,
            role,
            kind,
            evidence: Evidence::KeyIdentifier,
            status: if old { Status::Blocked } else { Status::Current },
            status_since: old.then_some(BLOCK),
            status_on: None,
            organisation: Organisation { name: Some("Eksempel Kommune".into()), cvr: Some("12345678".into()) },
            identifier: None,
        };
        let classified = Classified {
            certificate: certificate(number),
            occurrences: Vec::new(),
            keys: Vec::new(),
            verdict: Verdict::Listed(listing),
            ownership: Ownership::Unknown,
            private_key: false,
        };
        Builder(classified).name(&format!("Navn{number}"))
    }

    pub(crate) fn listing(mut self, change: impl FnOnce(&mut Listing)) -> Builder {
        if let Verdict::Listed(listing) = &mut self.0.verdict {
            change(listing);
        }
        self
    }

    pub(crate) fn test(self) -> Builder {
        self.listing(|listing| listing.environment = Environment::Test)
    }

    pub(crate) fn cvr(self, cvr: &str) -> Builder {
        self.listing(|listing| listing.organisation.cvr = Some(cvr.into()))
    }

    pub(crate) fn status(self, status: Status, since: Date) -> Builder {
        self.listing(|listing| {
            listing.status = status;
            let ahead = status == Status::ToBeBlocked;
            listing.status_since = (!ahead).then_some(since);
            listing.status_on = ahead.then_some(since);
        })
    }

    pub(crate) fn ends(mut self, seconds: i64) -> Builder {
        self.0.certificate.not_after = Some(seconds);
        self
    }

    pub(crate) fn name(mut self, name: &str) -> Builder {
        let attribute = Attribute { oid: "2.5.4.3".into(), value: name.into() };
        self.0.certificate.subject = Name { der: Box::default(), rdns: vec![vec![attribute]] };
        self
    }

    pub(crate) fn email(mut self, address: &str) -> Builder {
        self.0.certificate.emails.push(address.into());
        self
    }

    pub(crate) fn owner(mut self, ownership: Ownership) -> Builder {
        self.0.ownership = ownership;
        self
    }

    pub(crate) fn verdict(mut self, verdict: Verdict) -> Builder {
        self.0.verdict = verdict;
        self
    }

    /// An occurrence in a live PEM file, without the key.
    pub(crate) fn at(self, path: &str) -> Builder {
        self.occurs(location(path), "pem", Place::Live, false)
    }

    /// An occurrence in a live PKCS#12, with the key.
    pub(crate) fn with_key(self, path: &str) -> Builder {
        self.occurs(location(path), "pkcs12", Place::Live, true)
    }

    pub(crate) fn occurs(
        mut self,
        location: Location,
        format: &'static str,
        place: Place,
        private_key: bool,
    ) -> Builder {
        self.0.occurrences.push(Occurrence {
            location,
            format,
            alias: None,
            store: None,
            line: None,
            offset: None,
            count: 1,
            private_key,
            beside_key: private_key,
            place,
            image: None,
        });
        self.0.private_key |= private_key;
        if private_key {
            self.0.ownership = Ownership::Own;
        }
        self
    }

    /// Puts the last place into a system store.
    pub(crate) fn in_store(mut self, store: &str) -> Builder {
        if let Some(occurrence) = self.0.occurrences.last_mut() {
            occurrence.store = Some(store.into());
        }
        self
    }

    /// A bare key file elsewhere.
    pub(crate) fn key_at(mut self, path: &str) -> Builder {
        self.0.keys.push(KeyPlace {
            location: location(path),
            format: "pem",
            alias: None,
            public_key: Some([1; 32]),
            local_key_id: None,
            place: place_of(&location(path), "pem"),
        });
        self.0.private_key = true;
        self.0.ownership = Ownership::Own;
        self
    }

    pub(crate) fn build(self) -> Classified {
        self.0
    }
}

/// The same place, as a member of an archive.
pub(crate) fn member(path: &str, name: &str) -> Location {
    location(path).step(StepKind::Member, name.as_bytes())
}

fn certificate(number: u8) -> Certificate {
    Certificate {
        sha256: [number; 32],
        sha1: [number; 20],
        issuer: Name::default(),
        subject: Name::default(),
        serial: Box::from([number]),
        not_before: Some(datetime!(2021-01-01 12:00 UTC).unix_timestamp()),
        not_after: Some(datetime!(2027-01-01 12:00 UTC).unix_timestamp()),
        subject_key_identifier: None,
        authority_key_identifier: None,
        spki_sha256: [number; 32],
        public_key: [number; 32],
        public_key_sha1: [number; 20],
        modulus_sha1: None,
        is_ca: false,
        key_usage: None,
        policies: Vec::new(),
        emails: Vec::new(),
        algorithms: crate::certificate::Algorithms::default(),
    }
}
