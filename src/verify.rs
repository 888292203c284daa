//! Whether a new OCES III keystore is ready to go live, judged offline, and
//! what of it is to be registered where. Pure: what was found is handed in.
//!
//! Reads no file, opens no store and asks nobody: no signature is verified and
//! no CRL consulted. Names, key identifiers, fingerprints, dates and bits are
//! compared, and each check says so.
//!
//! Behaviour
//! 1. A check is one function and one line in [`CHECKS`]. It says nothing where
//!    it does not apply.
//! 2. Each end entity with a key in the store is judged for itself; one without
//!    a key only where there is none with one.
//! 3. Ready means that no check failed. What cannot be told offline fails
//!    nothing: it is told as something to look at before the store goes live.

mod chain;
mod entity;
mod fit;
mod form;
mod guard;
mod party;
mod profile;
mod register;
mod store;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use party::{Party, parties, party_ids};
pub use register::{Numbers, Registration};

use crate::catalogue::Catalogue;
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Settings};
use crate::inventory::Inventory;
use crate::key::Proof;
use crate::wording::{Text, Values, filled};
use std::path::Path;

/// What was found, and for whom it is judged.
pub struct Matter<'a> {
    /// The store's file.
    pub store: &'a Path,
    /// Every certificate in it.
    pub certificates: &'a [Classified],
    /// The file itself, where it is small enough to be one.
    pub content: Option<&'a [u8]>,
    /// Everything else in it.
    pub inventory: &'a Inventory,
    /// What the other files of its folder hold: a key may lie there.
    pub beside: &'a Inventory,
    /// What was learned by opening its keys; empty where the format has none
    /// that can be opened here.
    pub proofs: &'a [Proof],
    /// The authorities that are right.
    pub catalogue: &'a Catalogue,
    /// The day, and when a certificate is expiring.
    pub settings: &'a Settings,
    /// Who is at the other end.
    pub parties: &'a [Party],
    /// Whether it is for a test environment, whoever's.
    pub test: bool,
}

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The store must not go live with this.
    Failed,
    /// It may go live; somebody should know.
    Warning,
    /// It cannot be told offline.
    Unknown,
    /// As it should be.
    Passed,
}

/// What one check says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Which check: stable.
    pub id: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// What was seen.
    pub text: Text,
    /// What is to be done about it.
    pub to_do: Option<Text>,
}

/// One end entity of the store.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which certificate.
    pub sha256: Fingerprint,
    /// Under which aliases it stands in the store.
    pub aliases: Vec<String>,
    /// Its checks, in the order of [`CHECKS`].
    pub checks: Vec<Check>,
    /// Whether none of them failed.
    pub ready: bool,
    /// Its public numbers, in the forms in which they are registered.
    pub numbers: Numbers,
    /// What is registered where.
    pub register: Vec<Registration>,
}

/// The verdict on a store.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The checks of the store as a whole, in the order of [`CHECKS`].
    pub checks: Vec<Check>,
    /// Its end entities.
    pub entries: Vec<Entry>,
    /// Whether it may go live.
    pub ready: bool,
}

/// What a check says before it has its name.
type Said = (Outcome, Text, Option<Text>);

/// How a check judges.
enum Judge {
    /// The store as a whole.
    Store(fn(&Matter<'_>) -> Vec<Said>),
    /// One of its end entities.
    Entry(fn(&Matter<'_>, &Classified) -> Vec<Said>),
}

/// A check.
pub struct Rule {
    /// Its name: stable.
    pub id: &'static str,
    judge: Judge,
}

/// The checks. To add one: one function and one line.
pub static CHECKS: &[Rule] = &[
    Rule { id: "opened", judge: Judge::Store(store::opened) },
    Rule { id: "end-entity", judge: Judge::Store(store::end_entity) },
    Rule { id: "no-old-oces", judge: Judge::Store(store::no_old_oces) },
    Rule { id: "no-strangers", judge: Judge::Store(store::no_strangers) },
    Rule { id: "password", judge: Judge::Store(guard::password) },
    Rule { id: "permissions", judge: Judge::Store(guard::permissions) },
    Rule { id: "encryption", judge: Judge::Store(guard::encryption) },
    Rule { id: "pem-form", judge: Judge::Store(form::pem_form) },
    Rule { id: "environment", judge: Judge::Entry(entity::environment) },
    Rule { id: "organisation", judge: Judge::Entry(entity::organisation) },
    Rule { id: "private-key", judge: Judge::Entry(fit::private_key) },
    Rule { id: "issuing-ca", judge: Judge::Entry(chain::issuing_ca) },
    Rule { id: "root-ca", judge: Judge::Entry(chain::root_ca) },
    Rule { id: "pem-order", judge: Judge::Entry(chain::pem_order) },
    Rule { id: "dates", judge: Judge::Entry(entity::dates) },
    Rule { id: "kind", judge: Judge::Entry(profile::kind) },
    Rule { id: "key-usage", judge: Judge::Entry(profile::key_usage) },
    Rule { id: "email", judge: Judge::Entry(profile::email) },
    Rule { id: "algorithms", judge: Judge::Entry(profile::algorithms) },
    Rule { id: "revocation", judge: Judge::Entry(entity::revocation) },
];

/// Judges the store.
pub fn verify(matter: &Matter<'_>) -> Verification {
    let entries: Vec<Entry> = entity::judged(matter).into_iter().map(|one| entry(matter, one)).collect();
    let mut checks = Vec::new();
    for rule in CHECKS {
        if let Judge::Store(judge) = rule.judge {
            checks.extend(judge(matter).into_iter().map(|said| named(rule.id, said)));
        }
    }
    let ready = none_failed(&checks) && !entries.is_empty() && entries.iter().all(|entry| entry.ready);
    Verification { checks, entries, ready }
}

fn entry(matter: &Matter<'_>, one: &Classified) -> Entry {
    let mut checks = Vec::new();
    for rule in CHECKS {
        if let Judge::Entry(judge) = rule.judge {
            checks.extend(judge(matter, one).into_iter().map(|said| named(rule.id, said)));
        }
    }
    let mut aliases: Vec<String> =
        one.occurrences.iter().filter_map(|place| place.alias.as_deref().map(str::to_owned)).collect();
    aliases.dedup();
    Entry {
        sha256: one.certificate.sha256,
        aliases,
        ready: none_failed(&checks),
        checks,
        numbers: Numbers::of(one),
        register: register::registrations(matter),
    }
}

fn named(id: &'static str, (outcome, text, to_do): Said) -> Check {
    Check { id, outcome, text, to_do }
}

fn none_failed(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.outcome != Outcome::Failed)
}

impl Outcome {
    /// Every outcome, worst first.
    pub const ALL: [Outcome; 4] = [Outcome::Failed, Outcome::Warning, Outcome::Unknown, Outcome::Passed];

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Outcome::Failed => "failed",
            Outcome::Warning => "warning",
            Outcome::Unknown => "unknown",
            Outcome::Passed => "passed",
        }
    }
}

/// What a check says, its text without values.
fn plain(outcome: Outcome, key: &str) -> Said {
    said(outcome, key, [])
}

/// What a check says, its text with values.
fn said<const N: usize>(outcome: Outcome, key: &str, values: [(&'static str, Text); N]) -> Said {
    (outcome, filled(key, &Values::from(values)), None)
}

/// The same with what is to be done.
fn then<const N: usize>((outcome, text, _): Said, key: &str, values: [(&'static str, Text); N]) -> Said {
    (outcome, text, Some(filled(key, &Values::from(values))))
}
