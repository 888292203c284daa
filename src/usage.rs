//! From evidence to stories: what each certificate is used for, with whom, who
//! refers to it, and which system it belongs to. Pure.
//!
//! Makes no finding and no plan.
//!
//! Behaviour
//! 1. A text refers to a certificate (`refs`), names a counterparty (`tie`), or
//!    shows a use (`uses`); what a certificate's place tells comes beside it.
//! 2. What is used for nobody knows what is told with what would settle it
//!    (`settle`).
//! 3. Systems are the folders that keystores live in (`home`, `system`).
//! 4. Hosts are kept apart, and history tells of no use.

mod dependent;
mod firewall;
mod folder_names;
mod folder_signs;
mod home;
mod host;
mod owner;
mod pair;
mod refs;
mod settle;
mod signal;
mod system;
mod tie;
mod uses;
mod words;
mod world;

pub use owner::{Owner, OwnerRule, Owners};

use crate::certificate::Fingerprint;
use crate::classify::{Classified, Message};
use crate::clue::{Address, Confidence, Counterparty, Dependency, Text, UseKind};
use crate::inventory::{By, Inventory};
use crate::location::Location;
use crate::place::Place;
use folder_signs::FolderSigns;
use home::Home;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use world::{TextFile, World};

/// What certificates are used for, and by whom.
#[derive(Debug, Default)]
pub struct Usage {
    /// The uses of each certificate, surest first. A certificate without any
    /// is missing.
    pub uses: BTreeMap<Fingerprint, Vec<Use>>,
    /// What refers to each certificate, by place.
    pub references: BTreeMap<Fingerprint, Vec<Reference>>,
    /// References that there was no room for.
    pub references_left_out: u64,
    /// What would settle the use of a certificate that is in use for nobody
    /// knows what: nothing makes a use of it more than a guess.
    pub settles: BTreeMap<Fingerprint, Text>,
    /// The systems, by host and name.
    pub systems: Vec<System>,
    /// Texts that still name what died with NemID, by file.
    pub dependencies: Vec<Dependent>,
    /// Keystores that texts name and the scan did not see, by place.
    pub missing: Vec<Missing>,
    /// What firewalls must let through, then what they need not any more.
    pub firewall: Vec<Opening>,
}

/// One use of a certificate.
#[derive(Clone, Debug)]
pub struct Use {
    /// What for.
    pub kind: UseKind,
    /// How sure that is.
    pub confidence: Confidence,
    /// With whom, if that is known.
    pub counterparty: Option<&'static Counterparty>,
    /// What says so, strongest first.
    pub evidence: Vec<Evidence>,
}

/// Something a reader can open and see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// What kind of evidence, such as `counterparty` or `certificate-kind`:
    /// stable, part of reports.
    pub what: &'static str,
    /// The same for people.
    pub text: Text,
    /// Where.
    pub location: Location,
    /// The line, from 1, in a text.
    pub line: Option<u64>,
}

/// A text that names a certificate, or a file that holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The text.
    pub location: Location,
    /// The line, from 1.
    pub line: u64,
    /// By what.
    pub by: By,
    /// What stands there.
    pub token: Box<str>,
    /// The setting whose value it is.
    pub setting: Option<Box<str>>,
    /// The file that is named, where a file is.
    pub file: Option<Arc<Path>>,
}

/// What belongs together and has one owner.
#[derive(Clone, Debug)]
pub struct System {
    /// Stable: a hash of host and name.
    pub id: String,
    /// Its name: as configured, else the folder that it lives in.
    pub name: String,
    /// Whose scan it is from, where reports of several are merged.
    pub scope: Option<Arc<str>>,
    /// The host that the folder belongs to, where the scan tells several apart.
    pub host: Option<String>,
    /// Who looks after it, as configured.
    pub owner: Option<Owner>,
    /// The folder, absolute.
    pub home: Arc<Path>,
    /// Its certificates, sorted.
    pub certificates: Vec<Fingerprint>,
    /// With whom it talks, by id, each once.
    pub counterparties: Vec<&'static str>,
    /// The files that hold its certificates and keys, sorted.
    pub places: Vec<Arc<Path>>,
    /// The texts that name those, or a counterparty in its home, sorted.
    pub files: Vec<Location>,
    /// Its texts among [`Usage::dependencies`], by number.
    pub dependencies: Vec<usize>,
    /// What its certificates are used for, surest first.
    pub uses: Vec<(UseKind, Confidence)>,
}

/// A text that still names what died with NemID.
#[derive(Clone, Debug)]
pub struct Dependent {
    /// The text.
    pub location: Location,
    /// What kind of place that is: in a log or a message it is history.
    pub place: Place,
    /// What it names, by line, and as it stands there.
    pub names: Vec<(u64, &'static Dependency, Box<str>)>,
}

/// A keystore that a text names and the scan did not see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The text.
    pub location: Location,
    /// The line, from 1.
    pub line: u64,
    /// The path as it stands there, resolved as far as possible.
    pub path: Box<str>,
    /// The setting whose value it is.
    pub setting: Option<Box<str>>,
}

/// An address that firewalls must let through, or need not any more.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Which.
    pub address: &'static Address,
    /// The texts that name it.
    pub evidence: Vec<Evidence>,
}

/// Draws the conclusions.
pub fn usage(certificates: &[Classified], messages: &[Message], inventory: &Inventory, owners: &Owners) -> Usage {
    let world = World::new(certificates, inventory);
    let homes: Vec<Home> = world.texts.iter().map(|text| Home::of(&world.hosts, text.location)).collect();
    let signs = FolderSigns::new(&world.texts);
    let ties = tie::ties(&world, &homes, &signs);
    let uses = uses::uses(&world, messages, &signs, &ties);
    let references = refs::references(&world);
    let dependencies = dependent::dependents(&world);
    let matter =
        system::Matter { world: &world, homes: &homes, owners, ties: &ties, uses: &uses, dependencies: &dependencies };
    Usage {
        settles: settle::settles(&world, &uses, &references),
        systems: system::systems(&matter),
        missing: dependent::missing(&world),
        firewall: firewall::openings(&world),
        references_left_out: world.left_out,
        uses,
        references,
        dependencies,
    }
}

#[cfg(test)]
mod tests;
