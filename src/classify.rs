//! From certificates and the catalogue to verdicts: generation, kind, status,
//! ownership. Pure: the day is an argument, nothing is read.
//!
//! Makes no finding and no plan. Checks no signature: names and key
//! identifiers tell the issuer.
//!
//! Behaviour
//! 1. The issuer tells the generation; subject, key usage and policy tell the kind.
//! 2. A CA whose issuer fits by name and key becomes an authority for this
//!    scan, and so on until none is left (`generation`).
//! 3. Dates are days of Europe/Copenhagen (`day`, `status`).
//! 4. A private key belongs to a certificate by its public part, or by a
//!    localKeyID that is the certificate's or the key's hash (`keys`).
//! 5. What an earlier report says is judged again on another day (`again`).
//! 6. Who can open a message, or signed it, is told by the certificates and
//!    keys of the whole scan (`messages`).

mod again;
mod day;
mod generation;
mod keys;
mod messages;
mod status;
mod subject;

use crate::catalogue::{Catalogue, Environment, Role};
use crate::certificate::Certificate;
use crate::inventory::{Inventory, KeyPlace, Known, Occurrence};
use generation::Judge;
use keys::KeyIndex;
use std::collections::BTreeSet;
use std::sync::Arc;
use time::Date;

pub use again::{judged_again, whose};
pub use day::{copenhagen_day, copenhagen_time};
pub use messages::{JudgedParty, Message, messages};
pub use subject::organisation;

/// One certificate with everything the later rooms need.
#[derive(Clone, Debug)]
pub struct Classified {
    /// The certificate.
    pub certificate: Certificate,
    /// Its places, sorted.
    pub occurrences: Vec<Occurrence>,
    /// The places of its private key outside its own entries, sorted.
    pub keys: Vec<KeyPlace>,
    /// What it is.
    pub verdict: Verdict,
    /// Whose it is.
    pub ownership: Ownership,
    /// Whether its private key was found anywhere in the scan.
    pub private_key: bool,
}

impl Classified {
    /// What the catalogue says of it, if it is of a generation.
    pub fn listing(&self) -> Option<&Listing> {
        match &self.verdict {
            Verdict::Listed(listing) => Some(listing),
            _ => None,
        }
    }
}

/// What a certificate is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A certificate of a catalogue generation.
    Listed(Listing),
    /// It borrows a name of the catalogue but contradicts its keys.
    LookAlike {
        /// What it pretends to be.
        listing: Listing,
        /// In what it contradicts, in English.
        reason: String,
    },
    /// It bears a family's organisation but no known authority.
    UnknownAuthority {
        /// The family, such as `TRUST2408`.
        family: String,
    },
    /// None of ours; listed with `--all` only.
    Other,
}

/// The particulars of a certificate of a catalogue generation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// `I`, `II` or `III`.
    pub generation: Arc<str>,
    /// Of Den Danske Stat's qualified hierarchy.
    pub qualified: bool,
    /// Production or test.
    pub environment: Environment,
    /// Root, issuing or end entity.
    pub role: Role,
    /// What kind of end entity; `None` for CAs and qualified certificates.
    pub kind: Option<Kind>,
    /// How the generation was told.
    pub evidence: Evidence,
    /// What it is on the day of the report.
    pub status: Status,
    /// Since when, for a status that began.
    pub status_since: Option<Date>,
    /// From when, for a status that will begin.
    pub status_on: Option<Date>,
    /// The organisation in the subject.
    pub organisation: Organisation,
    /// The subject serialNumber that names the holder, such as `CVR:…-FID:…`.
    pub identifier: Option<String>,
}

/// The organisation that a subject names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisation {
    /// Its name, without ` // CVR:…`.
    pub name: Option<String>,
    /// Its CVR number, eight digits.
    pub cvr: Option<String>,
}

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $type { $($(#[$vdoc])* $variant,)+ }
        impl $type {
            /// Every value, in the report's order.
            pub const ALL: &'static [$type] = &[$($type::$variant,)+];
            /// The name in reports.
            pub fn id(self) -> &'static str {
                match self { $($type::$variant => $id,)+ }
            }
        }
    };
}

named! {
    /// The kinds of end entity.
    Kind {
        /// OCES I/II person.
        Poces = "poces",
        /// OCES I/II employee.
        Moces = "moces",
        /// OCES I/II company.
        Voces = "voces",
        /// OCES I/II function.
        Foces = "foces",
        /// OCES III employee (brugercertifikat).
        Employee = "employee",
        /// OCES III organisation (organisationscertifikat).
        Organisation = "organisation",
        /// OCES III system (systemcertifikat).
        System = "system",
    }
}

named! {
    /// How a generation was told, strongest first.
    Evidence {
        /// The certificate itself is in the catalogue.
        Fingerprint = "fingerprint",
        /// Issued under a CA that was told by its issuer in this scan.
        Chain = "chain",
        /// Issuer name and authority key identifier fit.
        KeyIdentifier = "key-identifier",
        /// The issuer's name fits, and there is no key identifier to compare.
        IssuerName = "issuer-name",
    }
}

named! {
    /// What a certificate is on the day of the report.
    Status {
        /// Was to be blocked by now.
        Blocked = "blocked",
        /// Is to be blocked on a later day.
        ToBeBlocked = "to-be-blocked",
        /// Its generation or environment has ended.
        Retired = "retired",
        /// notAfter has passed.
        Expired = "expired",
        /// notAfter is near.
        Expiring = "expiring",
        /// In its period.
        Current = "current",
        /// notBefore lies ahead.
        NotYet = "not-yet",
    }
}

named! {
    /// Whose a certificate is.
    Ownership {
        /// Its CVR is ours, or its private key is here.
        Own = "own",
        /// Another CVR and no key.
        Foreign = "foreign",
        /// Nothing tells.
        Unknown = "unknown",
    }
}

/// What the verdict depends on besides the certificates.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The day of the report (Europe/Copenhagen).
    pub as_of: Date,
    /// `expiring` begins so many days before notAfter.
    pub expiring_within_days: i64,
    /// The CVR numbers of the organisation that scans.
    pub own_cvr: Vec<String>,
    /// The CVR numbers that are somebody else's whatever lies here: a vendor's
    /// certificates that are kept for them.
    pub foreign_cvr: Vec<String>,
}

/// Judges every certificate of the inventory, and takes it out of there; sorted
/// by fingerprint.
pub fn classify(inventory: &mut Inventory, catalogue: &Catalogue, settings: &Settings) -> Vec<Classified> {
    let judge = Judge::learn(inventory, catalogue, settings);
    let verdict = |known: &Known| judge.verdict(&known.certificate);
    let verdicts: Vec<Verdict> = inventory.certificates.values().map(verdict).collect();
    let certificates = std::mem::take(&mut inventory.certificates);
    let index = KeyIndex::new(&inventory.keys);
    let numbers = Numbers::of(settings);
    let classified = |(Known { certificate, occurrences }, verdict): (Known, Verdict)| {
        let keys = index.of(&certificate, &occurrences);
        let private_key =
            !keys.is_empty() || index.has(&certificate) || occurrences.iter().any(|place| place.private_key);
        let ownership = numbers.ownership(&subject::organisation(&certificate.subject), private_key);
        Classified { certificate, occurrences, keys, verdict, ownership, private_key }
    };
    certificates.into_values().zip(verdicts).map(classified).collect()
}

/// The names (DER) of authorities that this scan learned and that the
/// catalogue does not look for: what they issued was passed over. Give them to
/// [`Catalogue::watch_also`] and scan again, until there are none.
pub fn learned_names(inventory: &Inventory, catalogue: &Catalogue, settings: &Settings) -> Vec<Box<[u8]>> {
    let judge = Judge::learn(inventory, catalogue, settings);
    let authorities = inventory.certificates.values().map(|known| &known.certificate).filter(|one| one.is_ca);
    let learned = authorities.filter(|one| {
        !catalogue.concerns(&one.subject.der)
            && matches!(judge.verdict(one), Verdict::Listed(listing) if listing.evidence == Evidence::Chain)
    });
    let names: BTreeSet<Box<[u8]>> = learned.map(|one| one.subject.der.clone()).collect();
    names.into_iter().collect()
}

/// The CVR numbers of the settings, however they were typed.
struct Numbers {
    own: Vec<String>,
    foreign: Vec<String>,
}

impl Numbers {
    fn of(settings: &Settings) -> Numbers {
        let digits = |numbers: &[String]| numbers.iter().map(|cvr| subject::digits(cvr)).collect();
        Numbers { own: digits(&settings.own_cvr), foreign: digits(&settings.foreign_cvr) }
    }

    /// Own by key or number; foreign only where our own numbers are known, or
    /// where it is told of that very number, which overrules the key.
    fn ownership(&self, organisation: &Organisation, private_key: bool) -> Ownership {
        let cvr = organisation.cvr.as_ref();
        if cvr.is_some_and(|cvr| self.foreign.contains(cvr)) {
            return Ownership::Foreign;
        }
        if private_key {
            return Ownership::Own;
        }
        match cvr {
            Some(cvr) if self.own.contains(cvr) => Ownership::Own,
            Some(_) if !self.own.is_empty() => Ownership::Foreign,
            _ => Ownership::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
