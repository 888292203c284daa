//! From evidence to stories: what each certificate is used for, with whom, who
//! refers to it, and which system it belongs to. Pure.
//!
//! Makes no finding and no plan.

mod owner;

pub use owner::{Owner, OwnerRule, Owners};

use crate::certificate::Fingerprint;
use crate::classify::{Classified, Message};
use crate::clue::{Address, Confidence, Counterparty, Dependency, Text, UseKind};
use crate::inventory::{By, Inventory};
use crate::location::Location;
use crate::place::Place;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What certificates are used for, and by whom.
#[derive(Debug, Default)]
pub struct Usage {
    /// The uses of each certificate, surest first. A certificate without any
    /// is missing.
    pub uses: BTreeMap<Fingerprint, Vec<Use>>,
    /// What refers to each certificate, by place.
    pub references: BTreeMap<Fingerprint, Vec<Reference>>,
    /// The systems, by host and name.
    pub systems: Vec<System>,
    /// Texts that still name what died with NemID, by file.
    pub dependencies: Vec<Dependent>,
    /// Keystores that texts name and the scan did not see, by place.
    pub missing: Vec<Missing>,
    /// What would settle the use of each certificate of which none is known.
    pub settles: BTreeMap<Fingerprint, Text>,
    /// What firewalls must let through and what they need not any more.
    pub firewall: Vec<Opening>,
}

/// An address, and why it concerns whom the scan looked at.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The address, and whether to open or to close it.
    pub address: &'static Address,
    /// What says that it is needed, or that it still is let through.
    pub evidence: Vec<Evidence>,
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
}

/// A text that still names what died with NemID.
#[derive(Clone, Debug)]
pub struct Dependent {
    /// The text.
    pub location: Location,
    /// What it names, by line, and as it stands there.
    pub names: Vec<(u64, &'static Dependency, Box<str>)>,
    /// What kind of place the text lies in.
    pub place: Place,
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

/// Draws the conclusions.
pub fn usage(certificates: &[Classified], messages: &[Message], inventory: &Inventory, owners: &Owners) -> Usage {
    let _ = (certificates, messages, inventory, owners);
    Usage::default()
}
