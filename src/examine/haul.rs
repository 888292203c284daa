//! What examining brings home: sightings, keys, locked stores, failures and
//! counts. A file's own haul is whole or absent, so that a file which changed
//! while it was read can be read again.

use super::{Voice, Watch};
use crate::bounds::Meter;
use crate::certificate::{Certificate, Fingerprint};
use crate::failure::{Failure, StoreFacts};
use crate::inventory::{ImageNote, KeyPlace, Mention, MessageParty, Occurrence};
use crate::location::Location;
use crate::password::Weak;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// One certificate at one place.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// Which.
    pub fingerprint: Fingerprint,
    /// Where.
    pub occurrence: Occurrence,
}

/// A store that may open with a password.
#[derive(Clone, Debug)]
pub struct LockedStore {
    /// Where it is.
    pub location: Location,
    /// Its whole content, as long as there was room for it; shared by every
    /// path of a hard link.
    pub bytes: Option<Arc<[u8]>>,
    /// SHA-256 of its content, by which it is known again.
    pub digest: [u8; 32],
    /// What it tells without a password.
    pub facts: StoreFacts,
    /// A NemID key-file backup, or another sign that the key is a person's.
    pub personal: bool,
    /// The line at which it stands in its file.
    pub line: Option<u64>,
    /// The offset at which it stands in other content; 0 where it is the content.
    pub offset: u64,
}

impl LockedStore {
    /// Takes note of a store; keeps its content if there is room.
    pub(super) fn new(location: Location, content: &[u8], facts: StoreFacts, room: &Room) -> LockedStore {
        let digest = Sha256::digest(content).into();
        let bytes = room.takes(&digest, content.len()).then(|| Arc::from(content));
        LockedStore { location, bytes, digest, facts, personal: false, line: None, offset: 0 }
    }
}

/// How many octets of locked stores are kept at a time; the others are read
/// again when their turn comes.
const ROOM: u64 = 32 << 20;

/// The room for the content of locked stores, shared by all workers.
#[derive(Debug)]
pub struct Room {
    size: u64,
    used: AtomicU64,
    /// When files are read again: what is looked for. The first of them is
    /// kept whatever its size, so that every reading gets on.
    wanted: Option<BTreeSet<[u8; 32]>>,
}

impl Default for Room {
    fn default() -> Room {
        Room::of(ROOM)
    }
}

impl Room {
    /// Room for so many octets.
    pub fn of(size: u64) -> Room {
        Room { size, used: AtomicU64::new(0), wanted: None }
    }

    /// Room for so many octets of the stores that are wanted.
    pub fn wanting(size: u64, wanted: BTreeSet<[u8; 32]>) -> Room {
        Room { wanted: Some(wanted), ..Room::of(size) }
    }

    fn takes(&self, digest: &[u8; 32], length: usize) -> bool {
        if self.wanted.as_ref().is_some_and(|wanted| !wanted.contains(digest)) {
            return false;
        }
        let length = length as u64;
        let before = self.used.fetch_add(length, Ordering::Relaxed);
        let taken = before.saturating_add(length) <= self.size || (self.wanted.is_some() && before == 0);
        if !taken {
            self.used.fetch_sub(length, Ordering::Relaxed);
        }
        taken
    }
}

/// What one file held.
#[derive(Clone, Debug, Default)]
pub struct FileHaul {
    /// The certificates that are listed.
    pub sightings: Vec<Sighting>,
    /// Private keys, by their public part.
    pub keys: Vec<KeyPlace>,
    /// Who can open messages, and who signed them.
    pub parties: Vec<MessageParty>,
    /// Texts that were too long to be looked at on the second reading.
    pub unsearched: u64,
    /// What texts say, on the second reading.
    pub mentions: Vec<Mention>,
    /// What the file, or a member of it, says if it is a text worth a second reading.
    pub voice: Option<Voice>,
    /// Files that say something by their names alone.
    pub signposts: Vec<Arc<Path>>,
    /// Files with keys that everybody can read.
    pub open_to_all: Vec<Arc<Path>>,
    /// Stores that everybody can open.
    pub weak: Vec<(Location, Weak)>,
    /// What could not be read.
    pub failures: Vec<Failure>,
    /// Stores that a password may open.
    pub locked: Vec<LockedStore>,
    /// What was noted of container images.
    pub images: Vec<ImageNote>,
    /// Containers that were opened.
    pub containers: u64,
    /// Certificates of whatever issuer.
    pub certificates: u64,
    /// Octets read.
    pub bytes: u64,
    /// Whether the file itself is mail that was not looked at.
    pub left_out: bool,
}

impl FileHaul {
    /// Whether there is nothing in it that another path could share.
    pub fn is_empty(&self) -> bool {
        self.sightings.is_empty()
            && self.keys.is_empty()
            && self.parties.is_empty()
            && self.mentions.is_empty()
            && self.open_to_all.is_empty()
            && self.weak.is_empty()
            && self.failures.is_empty()
            && self.locked.is_empty()
            && self.images.is_empty()
            && self.containers == 0
            && self.certificates == 0
    }
}

/// What one worker brought home from many files.
#[derive(Debug, Default)]
pub struct Haul {
    /// The certificates that are listed, each parsed once.
    pub certificates: BTreeMap<Fingerprint, Certificate>,
    /// Keyed hashes of every certificate seen: they are only counted.
    pub distinct: HashSet<u64>,
    /// The files' hauls, joined.
    pub files: FileHaul,
    /// The room for locked stores.
    pub room: Arc<Room>,
    /// What the file at hand spends of the bounds.
    pub meter: Arc<Meter>,
    /// Buffers that no content uses at the moment.
    pub(super) buffers: Vec<Vec<u8>>,
    /// What was answered about issuers: a few of them issued most certificates.
    issuers: HashMap<Arc<[u8]>, bool>,
}

/// More issuers than this are asked about each time.
const MAX_ISSUERS: usize = 4096;

impl FileHaul {
    /// Takes another file's haul in.
    pub fn absorb(&mut self, mut other: FileHaul) {
        self.sightings.append(&mut other.sightings);
        self.keys.append(&mut other.keys);
        self.parties.append(&mut other.parties);
        self.unsearched += other.unsearched;
        self.mentions.append(&mut other.mentions);
        self.voice = self.voice.max(other.voice);
        self.signposts.append(&mut other.signposts);
        self.open_to_all.append(&mut other.open_to_all);
        self.weak.append(&mut other.weak);
        self.failures.append(&mut other.failures);
        self.locked.append(&mut other.locked);
        self.images.append(&mut other.images);
        self.containers += other.containers;
        self.certificates += other.certificates;
        self.bytes += other.bytes;
    }
}

impl Haul {
    /// Whether an issuer (DER, header included) is watched for.
    pub fn concerned(&mut self, watch: &dyn Watch, issuer: &[u8]) -> bool {
        if let Some(answer) = self.issuers.get(issuer) {
            return *answer;
        }
        let answer = watch.concerns(issuer);
        if self.issuers.len() < MAX_ISSUERS {
            self.issuers.insert(Arc::from(issuer), answer);
        }
        answer
    }

    /// An issuer that is kept once for all the messages that name it.
    pub fn shared(&self, issuer: &Arc<[u8]>) -> Arc<[u8]> {
        self.issuers.get_key_value(issuer).map_or_else(|| Arc::clone(issuer), |(known, _)| Arc::clone(known))
    }

    /// Takes another worker's haul in.
    pub fn absorb(&mut self, other: Haul) {
        self.certificates.extend(other.certificates);
        self.distinct.extend(other.distinct);
        self.files.absorb(other.files);
    }
}
