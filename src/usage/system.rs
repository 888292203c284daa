//! Systems: what belongs together, lives in one folder and has one owner.
//!
//! Behaviour
//! 1. A system is founded where a key is alive, where a certificate of our own
//!    is, or a store that a text in use names. Whatever else of the catalogue
//!    is alive in its home belongs to it, such as its truststores.
//! 2. `[[owner]] system` overrules the name; one name on one host is one system.
//! 3. A text belongs to the system whose store it names, or in whose home it
//!    lies.
//! 4. The identity is made of host and name, or host and home below the root:
//!    a tree that was moved keeps it.

use super::home::Home;
use super::host::octets;
use super::tie::{Tie, counterparty};
use super::world::{Spot, World, listing};
use super::{Dependent, Owner, Owners, System, TextFile, Use};
use crate::catalogue::Role;
use crate::certificate::Fingerprint;
use crate::classify::Ownership;
use crate::clue::{Confidence, UseKind};
use crate::inventory::Said;
use crate::location::Location;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;

/// A certificate that is alive in more systems is named by no text in all of them.
const MAX_SYSTEMS: usize = 3;

/// What a system is known by: its host, and its name or its home.
type Key = (Option<usize>, Result<String, Home>);

/// A system in the making.
#[derive(Default)]
struct Draft {
    homes: BTreeSet<Home>,
    owner: Option<Owner>,
    founded: bool,
    /// The home below the root.
    relative: Vec<u8>,
    certificates: BTreeSet<usize>,
    places: BTreeMap<Box<[u8]>, Arc<Path>>,
    files: BTreeSet<Location>,
    counterparties: BTreeSet<&'static str>,
    dependencies: BTreeSet<usize>,
}

/// What the systems are made from.
#[derive(Clone, Copy)]
pub(super) struct Matter<'m, 'w> {
    pub(super) world: &'m World<'w>,
    pub(super) homes: &'m [Home],
    pub(super) owners: &'m Owners,
    pub(super) ties: &'m [Tie<'w>],
    pub(super) uses: &'m BTreeMap<Fingerprint, Vec<Use>>,
    pub(super) dependencies: &'m [Dependent],
}

/// All systems, by host and name.
pub(super) fn systems(matter: &Matter<'_, '_>) -> Vec<System> {
    let mut drafts = found(matter);
    drafts.retain(|_, draft| draft.founded);
    let keys: Vec<Key> = drafts.keys().cloned().collect();
    let mut drafts: Vec<Draft> = drafts.into_values().collect();
    attach(matter, &mut drafts);
    let built = keys.iter().zip(drafts).map(|(key, draft)| build(matter, key, draft));
    let mut systems: Vec<System> = built.collect();
    systems.sort_by(|a, b| (&a.host, &a.name, octets(&a.home)).cmp(&(&b.host, &b.name, octets(&b.home))));
    tell_apart(&mut systems);
    systems
}

/// Drafts of every place where something of the catalogue is alive.
fn found(matter: &Matter<'_, '_>) -> BTreeMap<Key, Draft> {
    let world = matter.world;
    let named = named_files(world);
    let mut drafts: BTreeMap<Key, Draft> = BTreeMap::new();
    for (number, classified) in world.certificates.iter().enumerate() {
        let Some(listing) = listing(classified) else { continue };
        let cvr = listing.organisation.cvr.as_deref();
        let is_ours = classified.ownership == Ownership::Own && listing.role == Role::EndEntity;
        for spot in world.every_spot(number) {
            let home = Home::of(&world.hosts, spot.location);
            let owner = matter.owners.of(&spot.location.path, cvr);
            let name = owner.and_then(|owner| owner.system.clone());
            let draft = drafts.entry((home.host, name.ok_or_else(|| home.clone()))).or_default();
            draft.founded |= is_ours || spot.key || named.contains(octets(&spot.location.path));
            draft.take(number, &spot, home, owner);
        }
    }
    drafts
}

impl Draft {
    fn take(&mut self, number: usize, spot: &Spot<'_>, home: Home, owner: Option<&Owner>) {
        if self.owner.is_none() {
            self.owner = owner.cloned();
        }
        if self.homes.is_empty() {
            self.relative = below_root(&home, spot.location);
        }
        self.homes.insert(home);
        self.certificates.insert(number);
        let path = &spot.location.path;
        self.places.entry(octets(path).into()).or_insert_with(|| path.clone());
    }
}

/// A home as it is below the root of the scan; whole where that is a file.
fn below_root(home: &Home, location: &Location) -> Vec<u8> {
    let below = home.folder.strip_prefix(&location.root).unwrap_or(&home.folder);
    octets(below).to_vec()
}

/// The files that texts in use name.
fn named_files<'w>(world: &World<'w>) -> HashSet<&'w [u8]> {
    let texts = world.texts.iter().filter(|text| text.speaks());
    let files = texts.flat_map(|text| &text.refs).filter_map(|one| match &one.mention.said {
        Said::Store { path, .. } => Some(octets(path)),
        _ => None,
    });
    files.collect()
}

/// Where the drafts are.
struct Index {
    homes: BTreeMap<Home, BTreeSet<usize>>,
    paths: BTreeMap<Box<[u8]>, BTreeSet<usize>>,
    certificates: BTreeMap<usize, BTreeSet<usize>>,
}

impl Index {
    fn new(drafts: &[Draft]) -> Index {
        let mut index = Index { homes: BTreeMap::new(), paths: BTreeMap::new(), certificates: BTreeMap::new() };
        for (at, draft) in drafts.iter().enumerate() {
            for home in &draft.homes {
                index.homes.entry(home.clone()).or_default().insert(at);
            }
            for path in draft.places.keys() {
                index.paths.entry(path.clone()).or_default().insert(at);
            }
            for number in &draft.certificates {
                index.certificates.entry(*number).or_default().insert(at);
            }
        }
        index
    }

    /// The systems in whose home a text lies: the innermost.
    fn around(&self, home: &Home) -> BTreeSet<usize> {
        let own = self.homes.get(home);
        let parents = || {
            home.folder
                .ancestors()
                .skip(1)
                .take_while(|folder| folder.components().count() > 2)
                .find_map(|folder| self.homes.get(&Home { host: home.host, folder: folder.to_path_buf() }))
        };
        own.or_else(parents).cloned().unwrap_or_default()
    }

    /// The systems that a text speaks of by naming their stores or certificates.
    fn named(&self, text: &TextFile<'_>, around: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut named = BTreeSet::new();
        for one in &text.refs {
            if let Said::Store { path, .. } = &one.mention.said {
                named.extend(self.paths.get(octets(path)).into_iter().flatten());
                continue;
            }
            let Some(systems) = self.certificates.get(&one.certificate) else { continue };
            let here: BTreeSet<usize> = systems.intersection(around).copied().collect();
            match (here.is_empty(), systems.len()) {
                (false, _) => named.extend(here),
                (true, ..=MAX_SYSTEMS) => named.extend(systems),
                _ => {}
            }
        }
        named
    }
}

/// Gives every text to its systems.
fn attach(matter: &Matter<'_, '_>, drafts: &mut [Draft]) {
    let index = Index::new(drafts);
    let mut of_text: BTreeMap<&Location, BTreeSet<usize>> = BTreeMap::new();
    let texts = matter.world.texts.iter().zip(matter.homes);
    for (text, home) in texts.filter(|(text, _)| text.speaks()) {
        let around = index.around(home);
        let named = index.named(text, &around);
        let parties: BTreeSet<&'static str> =
            text.mentions.iter().filter_map(|mention| counterparty(mention)).map(|(id, _)| id).collect();
        for at in named.union(&around) {
            let Some(draft) = drafts.get_mut(*at) else { continue };
            if named.contains(at) || !parties.is_empty() {
                draft.files.insert(text.location.clone());
            }
            // What another system's text names beside a store of ours tells nothing without a tie.
            if around.contains(at) {
                draft.counterparties.extend(&parties);
            }
        }
        of_text.insert(text.location, named.union(&around).copied().collect());
    }
    for (at, dependent) in matter.dependencies.iter().enumerate() {
        for draft in of_text.get(&dependent.location).into_iter().flatten() {
            if let Some(draft) = drafts.get_mut(*draft) {
                draft.dependencies.insert(at);
            }
        }
    }
    for tie in matter.ties {
        let here = of_text.get(&tie.sign.location).into_iter().flatten();
        for at in here {
            if let Some(draft) = drafts.get_mut(*at).filter(|draft| draft.certificates.contains(&tie.certificate)) {
                draft.counterparties.insert(tie.counterparty);
            }
        }
    }
}

fn build(matter: &Matter<'_, '_>, (host, name): &Key, draft: Draft) -> System {
    let hosts = &matter.world.hosts;
    let home: Arc<Path> = draft.homes.first().map_or(Path::new("/"), |home| &home.folder).into();
    let host_root = hosts.root(*host);
    let below_host = host_root.and_then(|root| home.strip_prefix(root).ok());
    let known = match name {
        Ok(name) => name.as_bytes().to_vec(),
        Err(_) => below_host.map_or(draft.relative, |below| octets(below).to_vec()),
    };
    let shown = match (name, below_host) {
        (Ok(name), _) => name.clone(),
        (Err(_), Some(below)) => format!("/{}", below.to_string_lossy()),
        (Err(_), None) => home.to_string_lossy().into_owned(),
    };
    let host = hosts.name(*host);
    let certificates = draft.certificates.iter().filter_map(|number| matter.world.certificates.get(*number));
    let mut certificates: Vec<Fingerprint> = certificates.map(|classified| classified.certificate.sha256).collect();
    certificates.sort_unstable();
    System {
        id: identity(&[host.unwrap_or_default().as_bytes(), &known]),
        name: shown,
        scope: None,
        host: host.map(str::to_owned),
        owner: draft.owner,
        home,
        uses: uses(&certificates, matter.uses),
        certificates,
        counterparties: draft.counterparties.into_iter().collect(),
        places: draft.places.into_values().collect(),
        files: draft.files.into_iter().collect(),
        dependencies: draft.dependencies.into_iter().collect(),
    }
}

/// What its certificates are used for, surest first.
fn uses(certificates: &[Fingerprint], uses: &BTreeMap<Fingerprint, Vec<Use>>) -> Vec<(UseKind, Confidence)> {
    let mut best: BTreeMap<UseKind, Confidence> = BTreeMap::new();
    for one in certificates.iter().filter_map(|sha256| uses.get(sha256)).flatten() {
        let known = best.entry(one.kind).or_insert(one.confidence);
        *known = one.confidence.max(*known);
    }
    let mut sorted: Vec<(UseKind, Confidence)> = best.into_iter().collect();
    sorted.sort_by_key(|(kind, confidence)| (std::cmp::Reverse(*confidence), *kind));
    sorted
}

/// The first 16 hexadecimal digits of a hash.
fn identity(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    hash.update(b"oces/system/v1\0");
    hash.update(parts.join(&0));
    let digest: [u8; 32] = hash.finalize().into();
    data_encoding::HEXLOWER.encode(&digest[..8])
}

/// Two roots may hold the same folders: then the whole path tells them apart.
fn tell_apart(systems: &mut [System]) {
    let mut seen = BTreeSet::new();
    for system in systems {
        if !seen.insert(system.id.clone()) {
            system.id = identity(&[system.id.as_bytes(), octets(&system.home)]);
        }
    }
}
