//! What the scan found, by path: which certificates lie where, with or without
//! their keys, and which texts speak.
//!
//! Concludes nothing.
//!
//! Behaviour
//! 1. A place is alive where it is in use or in source code. What is history,
//!    a copy, or inside third-party software says nothing of a use.
//! 2. Only an end entity of a catalogue generation that is not somebody else's
//!    has uses here ([`World::has_uses`]).

use super::host::{HostId, Hosts, octets};
use super::refs::{self, Ref};
use crate::catalogue::Role;
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Listing, Ownership};
use crate::inventory::{Inventory, Mention};
use crate::location::{Location, StepKind};
use crate::place::{Place, Rules};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

/// More places of one certificate are not looked at for signs of its use.
const MAX_SPOTS: usize = 200;

/// Everything by path.
pub(super) struct World<'w> {
    pub(super) certificates: &'w [Classified],
    pub(super) hosts: Hosts<'w>,
    pub(super) texts: Vec<TextFile<'w>>,
    pub(super) by_print: HashMap<Fingerprint, usize>,
    /// References that there was no room for.
    pub(super) left_out: u64,
    /// Certificates by the content that holds them or their keys.
    units: HashMap<Vec<u8>, Vec<Held<'w>>>,
    /// Certificates by file.
    files: HashMap<&'w [u8], Vec<Held<'w>>>,
    /// Certificates by archive and bare name of the member.
    members: HashMap<Vec<u8>, Vec<Held<'w>>>,
    /// The folders in which a certificate's key lies.
    key_folders: HashSet<(&'w [u8], usize)>,
    /// The hosts on which a certificate is alive.
    alive: Vec<BTreeSet<HostId>>,
}

/// A certificate, or its key, in a file.
#[derive(Clone, Copy)]
pub(super) struct Held<'w> {
    /// The certificate, by its number.
    pub(super) certificate: usize,
    pub(super) location: &'w Location,
    pub(super) line: Option<u64>,
    /// Whether the key is in the same content.
    pub(super) key: bool,
}

/// A place where a certificate or its key is alive.
#[derive(Clone, Copy)]
pub(super) struct Spot<'w> {
    pub(super) location: &'w Location,
    pub(super) store: Option<&'w str>,
    /// Whether the key is in the same content or folder.
    pub(super) key: bool,
}

/// A text and what it says.
pub(super) struct TextFile<'w> {
    pub(super) location: &'w Location,
    pub(super) place: Place,
    pub(super) host: HostId,
    pub(super) mentions: Vec<&'w Mention>,
    pub(super) refs: Vec<Ref<'w>>,
}

impl TextFile<'_> {
    /// Whether what it says tells of something that is used.
    pub(super) fn speaks(&self) -> bool {
        is_alive(self.place)
    }
}

/// Whether what lies there is in use, or as good as.
pub(super) fn is_alive(place: Place) -> bool {
    matches!(place, Place::Live | Place::Source)
}

/// The folder of a place, as octets; for a member the archive itself.
pub(super) fn folder(location: &Location) -> &[u8] {
    let inside = location.steps.iter().any(|step| step.kind == StepKind::Member);
    if inside { octets(&location.path) } else { location.path.parent().map(octets).unwrap_or_default() }
}

/// The particulars of a certificate of the catalogue; none of qualified ones.
pub(super) fn listing(classified: &Classified) -> Option<&Listing> {
    classified.listing().filter(|listing| !listing.qualified)
}

impl<'w> World<'w> {
    pub(super) fn new(certificates: &'w [Classified], inventory: &'w Inventory) -> World<'w> {
        let mut world = World {
            certificates,
            hosts: Hosts::new(&inventory.mentions),
            texts: Vec::new(),
            by_print: HashMap::new(),
            left_out: 0,
            units: HashMap::new(),
            files: HashMap::new(),
            members: HashMap::new(),
            key_folders: HashSet::new(),
            alive: Vec::new(),
        };
        for (number, classified) in certificates.iter().enumerate() {
            world.by_print.insert(classified.certificate.sha256, number);
            world.note(number, classified);
        }
        world.texts = world.texts_of(&inventory.mentions, &inventory.rules);
        world.left_out = refs::find(&mut world);
        world
    }

    /// Takes note of all places of a certificate.
    fn note(&mut self, number: usize, classified: &'w Classified) {
        for one in &classified.occurrences {
            let key = one.private_key || (one.beside_key && classified.private_key);
            let held = Held { certificate: number, location: &one.location, line: one.line, key };
            self.hold(held);
        }
        for key in &classified.keys {
            self.hold(Held { certificate: number, location: &key.location, line: None, key: true });
        }
        let spots = all_spots(classified).filter(|(_, place)| is_alive(*place));
        let alive = spots.map(|(location, _)| self.hosts.of(&location.path)).collect();
        self.alive.push(alive);
    }

    fn hold(&mut self, held: Held<'w>) {
        let path = octets(&held.location.path);
        let members = held.location.members();
        if held.key {
            self.key_folders.insert((folder(held.location), held.certificate));
        }
        if !members.is_empty() {
            self.members.entry(within(path, bare_name(&members))).or_default().push(held);
        }
        self.units.entry(within(path, &members)).or_default().push(held);
        self.files.entry(path).or_default().push(held);
    }

    fn texts_of(&self, mentions: &'w [Mention], rules: &Rules) -> Vec<TextFile<'w>> {
        let mut sorted: Vec<&Mention> = mentions.iter().collect();
        sorted.sort();
        let texts = sorted.chunk_by(|one, other| one.location == other.location).filter_map(|mentions| {
            let location = &mentions.first()?.location;
            let (place, host) = (rules.told(location, "").0, self.hosts.of(&location.path));
            Some(TextFile { location, place, host, mentions: mentions.to_vec(), refs: Vec::new() })
        });
        texts.collect()
    }

    /// What a file holds.
    pub(super) fn in_file(&self, path: &Path) -> &[Held<'w>] {
        self.files.get(octets(path)).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the very content of a place holds.
    pub(super) fn in_unit(&self, location: &Location) -> &[Held<'w>] {
        self.units.get(&within(octets(&location.path), &location.members())).map(Vec::as_slice).unwrap_or_default()
    }

    /// What the members of this bare name hold in an archive.
    pub(super) fn in_members(&self, path: &Path, name: &[u8]) -> &[Held<'w>] {
        self.members.get(&within(octets(path), name)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the certificate's key lies there or in the same folder.
    pub(super) fn has_key_at(&self, held: &Held<'_>) -> bool {
        held.key || self.key_folders.contains(&(folder(held.location), held.certificate))
    }

    /// Whether the certificate is alive on a host.
    pub(super) fn is_on(&self, number: usize, host: HostId) -> bool {
        self.alive.get(number).is_some_and(|hosts| hosts.contains(&host))
    }

    /// Whether uses of this certificate are ours to tell: an end entity of a
    /// catalogue generation, not a counterparty's, and not only history.
    pub(super) fn has_uses(&self, number: usize) -> bool {
        let Some(classified) = self.certificates.get(number) else { return false };
        listing(classified).is_some_and(|listing| listing.role == Role::EndEntity)
            && classified.ownership != Ownership::Foreign
            && self.alive.get(number).is_some_and(|hosts| !hosts.is_empty())
    }

    /// Where a certificate or its key is alive, first [`MAX_SPOTS`].
    pub(super) fn spots(&self, number: usize) -> Vec<Spot<'w>> {
        self.every_spot(number).take(MAX_SPOTS).collect()
    }

    /// Where a certificate or its key is alive.
    pub(super) fn every_spot(&self, number: usize) -> impl Iterator<Item = Spot<'w>> {
        let certificate = self.certificates.get(number);
        let occurrences = certificate.into_iter().flat_map(move |classified| {
            classified.occurrences.iter().filter(|one| is_alive(one.place)).map(move |one| Spot {
                location: &one.location,
                store: one.store.as_deref(),
                key: one.private_key || self.key_folders.contains(&(folder(&one.location), number)),
            })
        });
        let keys = certificate.into_iter().flat_map(|classified| &classified.keys);
        let keys =
            keys.filter(|key| is_alive(key.place)).map(|key| Spot { location: &key.location, store: None, key: true });
        occurrences.chain(keys)
    }
}

/// A file and what lies in it, as one key: no path holds a zero.
fn within(path: &[u8], inside: &[u8]) -> Vec<u8> {
    [path, inside].join(&0)
}

/// Every place of a certificate and its key.
fn all_spots(classified: &Classified) -> impl Iterator<Item = (&Location, Place)> {
    let occurrences = classified.occurrences.iter().map(|one| (&one.location, one.place));
    occurrences.chain(classified.keys.iter().map(|key| (&key.location, key.place)))
}

/// What stands after the last separator.
pub(super) fn bare_name(name: &[u8]) -> &[u8] {
    let start = name.iter().rposition(|octet| matches!(octet, b'/' | b'\\' | b'!')).map_or(0, |at| at + 1);
    name.get(start..).unwrap_or_default()
}
