//! The inventory: every certificate with its places, every key, every failure,
//! and the books. Sorted, single-threaded, pure.
//!
//! Knows what was found, not what it means.

mod gather;
mod images;
mod mention;

pub use gather::Parts;
pub use images::{Image, ImageNote, Noted, WHITEOUT};
pub use mention::{By, MAX_TOKEN, Mention, Said};

use crate::certificate::{Certificate, Fingerprint, Party};
use crate::failure::Failure;
use crate::key::PublicKeyHash;
use crate::location::Location;
use crate::password::Weak;
use crate::place::{Place, Rules};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Everything a scan found.
#[derive(Debug, Default)]
pub struct Inventory {
    /// The certificates that concern the catalogue (all of them with `--all`).
    pub certificates: BTreeMap<Fingerprint, Known>,
    /// Private keys with their places, sorted.
    pub keys: Vec<KeyPlace>,
    /// Who can open encrypted messages, and who signed without a certificate, sorted.
    pub parties: Vec<MessageParty>,
    /// What texts say of certificates, counterparties and NemID, sorted.
    pub mentions: Vec<Mention>,
    /// How many texts were not searched for that: too large, too many, or gone.
    pub unsearched: u64,
    /// Files that say by their names alone what the texts around them may mean,
    /// see [`crate::legible::is_signpost`].
    pub signposts: BTreeSet<Arc<Path>>,
    /// Files with private keys or locked stores that every user of the machine
    /// can read, sorted.
    pub open_to_all: BTreeSet<Arc<Path>>,
    /// Stores that everybody can open, sorted.
    pub weak: BTreeSet<(Location, Weak)>,
    /// What could not be looked at in full, sorted.
    pub failures: Vec<Failure>,
    /// The books.
    pub tally: Tally,
    /// What was skipped and must be named: reason and path, sorted.
    pub skipped: Vec<(&'static str, std::path::PathBuf)>,
    /// The same of several scans, where reports are merged, sorted.
    pub skipped_at: Vec<(&'static str, Location)>,
    /// What the configuration says of places.
    pub rules: Rules,
}

impl Inventory {
    /// Puts every place into the kind that the rules say, and keeps the rules
    /// for what is judged later.
    pub fn overrule_places(&mut self, rules: &Rules) {
        self.rules = rules.clone();
        let occurrences = self.certificates.values_mut().flat_map(|known| &mut known.occurrences);
        let occurrences = occurrences.map(|one| (&one.location, &mut one.place));
        let keys = self.keys.iter_mut().map(|key| (&key.location, &mut key.place));
        for (location, place) in occurrences.chain(keys) {
            if let Some(told) = rules.place_of(&location.path) {
                *place = told;
            }
        }
    }
}

/// One certificate and all its places.
#[derive(Clone, Debug)]
pub struct Known {
    /// The certificate.
    pub certificate: Certificate,
    /// Its places, sorted.
    pub occurrences: Vec<Occurrence>,
}

/// One place of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Where.
    pub location: Location,
    /// `pem`, `der`, `base64` or the reader's identifier.
    pub format: &'static str,
    /// Alias, friendlyName or nickname.
    pub alias: Option<Box<str>>,
    /// The system store, such as `LocalMachine\My`: being in `Root` is trust,
    /// being in `Disallowed` is the opposite.
    pub store: Option<Box<str>>,
    /// The line, from 1, where the content is text.
    pub line: Option<u64>,
    /// The offset in octets from the start of the innermost content.
    pub offset: Option<u64>,
    /// How often it stands in this very content under this alias.
    pub count: u32,
    /// Whether the same entry or store holds its private key.
    pub private_key: bool,
    /// Whether the same content (file or store) holds any private key at all.
    pub beside_key: bool,
    /// What kind of place it is.
    pub place: Place,
    /// The layer of a container image that it lies in.
    pub image: Option<Box<Image>>,
}

/// A private key's place. Never the key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyPlace {
    /// Where.
    pub location: Location,
    /// `pem`, `der` or the reader's identifier.
    pub format: &'static str,
    /// Alias or friendlyName.
    pub alias: Option<Box<str>>,
    /// The hash of its public part, if that could be had.
    pub public_key: Option<PublicKeyHash>,
    /// PKCS #9 localKeyID of a key that stayed encrypted.
    pub local_key_id: Option<Box<[u8]>>,
    /// What kind of place it is.
    pub place: Place,
}

/// A signer or recipient of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageParty {
    /// Where the message is, not the part of it that says so.
    pub message: Location,
    /// Who.
    pub party: Party,
}

/// The books of a scan: what was met and what became of it.
/// `files == examined + failed + skipped_files`, always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Directories listed.
    pub directories: u64,
    /// Paths of regular files met; each hard link counts.
    pub files: u64,
    /// Files read to their end without a failure.
    pub examined: u64,
    /// Files with at least one failure.
    pub failed: u64,
    /// Regular files not read, for a reason counted in `skipped`.
    pub skipped_files: u64,
    /// Octets read.
    pub bytes: u64,
    /// Containers opened.
    pub containers: u64,
    /// Certificates seen, of whatever issuer.
    pub certificates: u64,
    /// Distinct certificates seen, of whatever issuer.
    pub distinct_certificates: u64,
    /// What was skipped, by reason; also directories, links and special files.
    pub skipped: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// The books of both together. Distinct certificates are counted by each
    /// on its own: the sum is what all of them counted.
    #[must_use]
    pub fn plus(mut self, other: &Tally) -> Tally {
        let pairs = [
            (&mut self.directories, other.directories),
            (&mut self.files, other.files),
            (&mut self.examined, other.examined),
            (&mut self.failed, other.failed),
            (&mut self.skipped_files, other.skipped_files),
            (&mut self.bytes, other.bytes),
            (&mut self.containers, other.containers),
            (&mut self.certificates, other.certificates),
            (&mut self.distinct_certificates, other.distinct_certificates),
        ];
        for (sum, more) in pairs {
            *sum = sum.saturating_add(more);
        }
        for (reason, count) in &other.skipped {
            let sum = self.skipped.entry(reason).or_default();
            *sum = sum.saturating_add(*count);
        }
        self
    }
}
