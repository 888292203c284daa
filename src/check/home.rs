//! Where a certificate and its key are at home: contents, directories, and the
//! chains that belong to a leaf.
//!
//! Knows no rule and no severity.

use crate::catalogue::{Environment, Role};
use crate::classify::{Classified, Listing, Verdict};
use crate::inventory::Occurrence;
use crate::location::Location;
use crate::place::Place;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// A path that is compared by its octets, as locations are: `Path` would walk
/// through its components each time.
#[derive(Clone, Debug)]
pub(crate) struct Octets(pub(crate) Arc<Path>);

/// One content: a file, or a member of an archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Unit {
    scope: Option<Arc<str>>,
    path: Octets,
    members: Vec<u8>,
}

/// The directory of a content, in the file system or inside an archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Directory {
    scope: Option<Arc<str>>,
    path: Vec<u8>,
    members: Vec<u8>,
}

/// One certificate in one content.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "four facts, each independent of the others")]
pub(crate) struct Spot<'a> {
    /// The first place in it.
    pub(crate) location: &'a Location,
    /// How many places in it.
    pub(crate) places: u32,
    /// Whether the certificate itself is in it, not only its key.
    pub(crate) certificate: bool,
    /// Whether the private key is in it, or in its directory.
    pub(crate) key: bool,
    /// Whether it is nothing but history.
    pub(crate) history: bool,
    /// Whether it is a plain certificate file, not a store.
    plain: bool,
    /// Whether it stands among what Windows distrusts, and nowhere else here.
    pub(crate) distrusted: bool,
}

impl Octets {
    fn get(&self) -> &[u8] {
        self.0.as_os_str().as_encoded_bytes()
    }
}

impl Ord for Octets {
    fn cmp(&self, other: &Octets) -> Ordering {
        self.get().cmp(other.get())
    }
}

impl PartialOrd for Octets {
    fn partial_cmp(&self, other: &Octets) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Octets {
    fn eq(&self, other: &Octets) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Octets {}

impl Unit {
    pub(crate) fn of(location: &Location) -> Unit {
        let scope = location.scope.clone();
        Unit { scope, path: Octets(location.path.clone()), members: location.members() }
    }
}

/// The directory of a place.
pub(crate) fn directory(location: &Location) -> Directory {
    let mut members = location.members();
    let mut path = location.path.as_os_str().as_encoded_bytes();
    if members.is_empty() {
        let end = path.iter().rposition(|octet| *octet == b'/').unwrap_or(path.len());
        path = path.get(..end).unwrap_or(path);
    }
    let end = members.iter().rposition(|octet| matches!(octet, b'/' | b'!'));
    members.truncate(end.map_or(0, |at| at + 1));
    Directory { scope: location.scope.clone(), path: path.to_vec(), members }
}

/// Whether a place of this kind records the past: a message or a log.
pub(crate) fn is_record(place: Place) -> bool {
    matches!(place, Place::Message | Place::Log)
}

/// The contents that hold a certificate or its private key, sorted.
pub(crate) fn spots(classified: &Classified) -> Vec<Spot<'_>> {
    let keys = KeyHomes::of(classified);
    let mut spots: BTreeMap<Unit, Spot<'_>> = BTreeMap::new();
    for occurrence in &classified.occurrences {
        let unit = Unit::of(&occurrence.location);
        let here = keys.units.contains(&unit);
        let record = is_record(occurrence.place);
        let key = here || (!record && keys.directories.contains(&directory(&occurrence.location)));
        let spot = spots.entry(unit).or_insert(Spot {
            location: &occurrence.location,
            places: 0,
            certificate: true,
            key: false,
            history: true,
            plain: true,
            distrusted: true,
        });
        spot.places = spot.places.saturating_add(occurrence.count.max(1));
        spot.key |= key;
        spot.history &= record && !here;
        spot.plain &= is_plain(occurrence);
        spot.distrusted &= is_distrusted(occurrence);
    }
    add_bare_keys(classified, &mut spots);
    spots.into_values().collect()
}

/// Adds the contents that hold the key without its certificate.
fn add_bare_keys<'a>(classified: &'a Classified, spots: &mut BTreeMap<Unit, Spot<'a>>) {
    for key in &classified.keys {
        let spot = spots.entry(Unit::of(&key.location)).or_insert(Spot {
            location: &key.location,
            places: 0,
            certificate: false,
            key: true,
            history: false,
            plain: false,
            distrusted: false,
        });
        if !spot.certificate {
            spot.places = spot.places.saturating_add(1);
        }
    }
}

/// Formats that are certificate files, not stores that somebody trusts as such.
fn is_plain(occurrence: &Occurrence) -> bool {
    matches!(occurrence.format, "pem" | "der" | "base64" | "hex" | "bytes" | "pkcs7")
}

/// Whether it is in the store `Disallowed` of Windows, whoever's.
fn is_distrusted(occurrence: &Occurrence) -> bool {
    let store = occurrence.store.as_deref().and_then(|store| store.rsplit('\\').next());
    store.is_some_and(|store| store.eq_ignore_ascii_case("Disallowed"))
}

/// The contents and directories that hold a certificate's private key.
struct KeyHomes {
    units: BTreeSet<Unit>,
    directories: BTreeSet<Directory>,
}

impl KeyHomes {
    fn of(classified: &Classified) -> KeyHomes {
        let own = classified.occurrences.iter().filter(|one| one.private_key).map(|one| &one.location);
        let bare = classified.keys.iter().map(|key| &key.location);
        let places: Vec<&Location> = own.chain(bare).collect();
        KeyHomes {
            units: places.iter().map(|place| Unit::of(place)).collect(),
            directories: places.iter().map(|place| directory(place)).collect(),
        }
    }
}

/// A generation in an environment: what makes a chain belong to a leaf.
type Hierarchy = (Arc<str>, Environment);

/// The contents and directories in which a leaf lies with its private key.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    units: BTreeSet<(Unit, Hierarchy)>,
    directories: BTreeSet<(Directory, Hierarchy)>,
}

impl Chains {
    /// Notes every leaf that lies with its key.
    pub(crate) fn new(certificates: &[Classified]) -> Chains {
        let mut chains = Chains::default();
        for classified in certificates {
            if let Verdict::Listed(listing) = &classified.verdict
                && listing.role == Role::EndEntity
                && classified.private_key
            {
                chains.note(classified, &hierarchy(listing));
            }
        }
        chains
    }

    fn note(&mut self, classified: &Classified, hierarchy: &Hierarchy) {
        let keys = KeyHomes::of(classified);
        for occurrence in &classified.occurrences {
            let unit = Unit::of(&occurrence.location);
            let directory = directory(&occurrence.location);
            if keys.units.contains(&unit) {
                self.units.insert((unit, hierarchy.clone()));
            }
            if keys.directories.contains(&directory) {
                self.directories.insert((directory, hierarchy.clone()));
            }
        }
    }

    /// Whether a CA certificate at this spot is the chain of such a leaf.
    pub(crate) fn covers(&self, listing: &Listing, spot: &Spot<'_>) -> bool {
        let hierarchy = hierarchy(listing);
        self.units.contains(&(Unit::of(spot.location), hierarchy.clone()))
            || (spot.plain && self.directories.contains(&(directory(spot.location), hierarchy)))
    }
}

fn hierarchy(listing: &Listing) -> Hierarchy {
    (listing.generation.clone(), listing.environment)
}
