//! Container images: which layer of which image a place lies in, and whether a
//! later layer deletes it.
//!
//! *Behaviour*
//! 1. `docker save` archives and OCI layouts, as an archive and as a folder. A
//!    layer belongs to an image if it stands where the manifest says, seen from
//!    the manifest: no format of archive knows of images.
//! 2. A layer of several images names the first of them by name and counts the
//!    others.
//! 3. A place is deleted by the first later layer with a whiteout for it or for
//!    a folder on its way. It was found all the same.
//!
//! Sources: the OCI image specification 1.1 (layout, manifest, "Whiteouts"),
//! Docker image specification 1.2.

use super::Occurrence;
use crate::location::{Location, Step, StepKind};
use std::collections::{BTreeMap, BTreeSet};

/// What marks a deleted file; with nothing but itself behind it, a folder whose
/// former content is gone.
pub const WHITEOUT: &[u8] = b".wh.";
const OPAQUE: &[u8] = b".wh..wh..opq";

/// The layer that a place lies in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Image {
    /// The image's name, or the beginning of its digest.
    pub name: Box<str>,
    /// The layer, from 1.
    pub layer: u32,
    /// How many layers the image has.
    pub of: u32,
    /// The first later layer that deletes it.
    pub deleted_by: Option<u32>,
    /// How many other images have the same layer.
    pub others: u32,
}

/// Something about images that was met while reading.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ImageNote {
    /// Where.
    pub location: Location,
    /// What.
    pub what: Noted,
}

/// What was met.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Noted {
    /// `manifest.json` of `docker save`: names (there may be none) and the
    /// paths of the layers of each image.
    Docker(Vec<(Vec<String>, Vec<String>)>),
    /// An OCI index: names and digests of manifests.
    Index(Vec<(Option<String>, String)>),
    /// An OCI manifest: the digests of its layers.
    Manifest(Vec<String>),
    /// A whiteout, which is where it stands.
    Whiteout,
}

/// A place as one text: path, then the names of the steps.
type Key = Vec<u8>;

/// An image with the keys of its layers.
struct Known {
    name: String,
    layers: Vec<Key>,
}

/// Ties places to the layers that they lie in.
pub(super) fn tie<'o>(occurrences: impl Iterator<Item = &'o mut Occurrence>, mut notes: Vec<ImageNote>) {
    notes.sort();
    notes.dedup();
    let images = images(&notes);
    if images.is_empty() {
        return;
    }
    let layers = layers(&images);
    let deleted = Deleted::by(&notes, &layers);
    for occurrence in occurrences {
        let Some((key, inner)) = within(&occurrence.location, &layers) else { continue };
        let Some((image, at)) = layers.get(&key).and_then(|holders| holders.first()) else { continue };
        let Some(known) = images.get(*image) else { continue };
        let names: BTreeSet<&str> = layers[&key].iter().map(|(image, _)| images[*image].name.as_str()).collect();
        let later = || (at + 1..known.layers.len()).find(|later| deleted.has(&known.layers[*later], &inner));
        occurrence.image = Some(Box::new(Image {
            name: known.name.as_str().into(),
            layer: number(at + 1),
            of: number(known.layers.len()),
            deleted_by: later().map(|later| number(later + 1)),
            others: number(names.len() - 1),
        }));
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The images, sorted by name.
fn images(notes: &[ImageNote]) -> Vec<Known> {
    let mut images = Vec::new();
    let mut docker = BTreeSet::new();
    for note in notes {
        let base = base(&note.location);
        if let Noted::Docker(saved) = &note.what {
            docker.insert(base.clone());
            images.extend(saved.iter().map(|(names, layers)| Known {
                name: names.iter().min().cloned().unwrap_or_else(|| unnamed(layers)),
                layers: layers.iter().map(|path| join(&base, path.as_bytes())).collect(),
            }));
        }
    }
    let manifests = manifests(notes);
    for note in notes {
        let base = base(&note.location);
        // `docker save` writes both; its own manifest has the usual names.
        if let (Noted::Index(entries), false) = (&note.what, docker.contains(&base)) {
            for (name, digest) in entries {
                indexed(&base, name.as_deref(), digest, &manifests, 0, &mut images);
            }
        }
    }
    images.sort_by(|one, other| (&one.name, &one.layers).cmp(&(&other.name, &other.layers)));
    images.dedup_by(|one, other| one.name == other.name && one.layers == other.layers);
    images
}

/// Indexes and manifests that lie among the blobs of a layout, by their keys.
fn manifests(notes: &[ImageNote]) -> BTreeMap<Key, &Noted> {
    let kept = |note: &&ImageNote| matches!(note.what, Noted::Index(_) | Noted::Manifest(_));
    notes.iter().filter(kept).map(|note| (key(&note.location, note.location.steps.len()), &note.what)).collect()
}

/// An index may name further indexes: one for each platform.
fn indexed(
    base: &[u8],
    name: Option<&str>,
    digest: &str,
    manifests: &BTreeMap<Key, &Noted>,
    depth: usize,
    images: &mut Vec<Known>,
) {
    const DEEPEST: usize = 3;
    const MOST: usize = 10_000;
    let called = || name.map_or_else(|| digest.chars().take(19).collect(), str::to_owned);
    match manifests.get(&join(base, blob(digest).as_bytes())) {
        Some(Noted::Manifest(layers)) if images.len() < MOST => images.push(Known {
            name: called(),
            layers: layers.iter().map(|layer| join(base, blob(layer).as_bytes())).collect(),
        }),
        Some(Noted::Index(entries)) if depth < DEEPEST => {
            for (own, digest) in entries {
                indexed(base, own.as_deref().or(name), digest, manifests, depth + 1, images);
            }
        }
        _ => {}
    }
}

fn unnamed(layers: &[String]) -> String {
    layers.last().map_or_else(|| "?".to_owned(), |layer| layer.chars().take(19).collect())
}

fn blob(digest: &str) -> String {
    format!("blobs/{}", digest.replacen(':', "/", 1))
}

/// Each layer with the images that have it, in the order of their names.
fn layers(images: &[Known]) -> BTreeMap<Key, Vec<(usize, usize)>> {
    let mut layers: BTreeMap<Key, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, image) in images.iter().enumerate() {
        for (layer, key) in image.layers.iter().enumerate() {
            layers.entry(key.clone()).or_default().push((at, layer));
        }
    }
    layers
}

/// The key of a place, of which so many steps count.
fn key(location: &Location, steps: usize) -> Key {
    let mut key = location.path.as_os_str().as_encoded_bytes().to_vec();
    for Step { kind, name } in location.steps.iter().take(steps) {
        key.push(0);
        key.extend_from_slice(kind.id().as_bytes());
        key.push(0);
        key.extend_from_slice(plain(name));
    }
    key
}

/// Where the files stand that a manifest names: beside it.
fn base(location: &Location) -> Key {
    let mut key = key(location, location.steps.len());
    let end = key.iter().rposition(|octet| matches!(octet, b'/' | 0)).map_or(0, |at| at + 1);
    key.truncate(end);
    key
}

fn join(base: &[u8], path: &[u8]) -> Key {
    [base, plain(path)].concat()
}

/// A name without `./` before it.
fn plain(mut name: &[u8]) -> &[u8] {
    while let Some(rest) = name.strip_prefix(b"./").or_else(|| name.strip_prefix(b"/")) {
        name = rest;
    }
    name
}

/// The layer on the way to a place, and the name that the place has in it.
fn within(location: &Location, layers: &BTreeMap<Key, Vec<(usize, usize)>>) -> Option<(Key, Vec<u8>)> {
    (0..=location.steps.len()).find_map(|steps| {
        let key = key(location, steps);
        layers.contains_key(&key).then_some(())?;
        let inner = location.steps.iter().skip(steps).find(|step| step.kind == StepKind::Member)?;
        Some((key, plain(&inner.name).to_vec()))
    })
}

/// What each layer deletes.
struct Deleted {
    names: BTreeSet<(Key, Vec<u8>)>,
    folders: BTreeSet<(Key, Vec<u8>)>,
}

impl Deleted {
    fn by(notes: &[ImageNote], layers: &BTreeMap<Key, Vec<(usize, usize)>>) -> Deleted {
        let mut deleted = Deleted { names: BTreeSet::new(), folders: BTreeSet::new() };
        for note in notes.iter().filter(|note| note.what == Noted::Whiteout) {
            let Some((key, inner)) = within(&note.location, layers) else { continue };
            let start = memchr::memrchr(b'/', &inner).map_or(0, |slash| slash + 1);
            let (folder, name) = inner.split_at(start);
            if name == OPAQUE {
                deleted.folders.insert((key, folder.to_vec()));
            } else if let Some(name) = name.strip_prefix(WHITEOUT) {
                deleted.names.insert((key, [folder, name].concat()));
            }
        }
        deleted
    }

    /// Whether a layer deletes what has this name in a layer before it.
    fn has(&self, layer: &Key, name: &[u8]) -> bool {
        let is_in = |set: &BTreeSet<(Key, Vec<u8>)>, name: &[u8]| set.contains(&(layer.clone(), name.to_vec()));
        let slashes = memchr::memchr_iter(b'/', name);
        is_in(&self.names, name)
            || is_in(&self.folders, b"")
            || slashes.into_iter().any(|at| is_in(&self.names, &name[..at]) || is_in(&self.folders, &name[..=at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use std::path::Path;

    fn at(path: &str, members: &[&str]) -> Location {
        let file = Location::file(Path::new("/srv").into(), Path::new(path).into());
        members.iter().fold(file, |place, name| place.step(StepKind::Member, name.as_bytes()))
    }

    fn note(location: Location, what: Noted) -> ImageNote {
        ImageNote { location, what }
    }

    fn tied(place: Location, notes: &[ImageNote]) -> Option<Image> {
        let mut occurrence = Occurrence {
            location: place,
            format: "pem",
            alias: None,
            store: None,
            line: None,
            offset: None,
            count: 1,
            private_key: false,
            beside_key: false,
            place: Place::Live,
            image: None,
        };
        tie(std::iter::once(&mut occurrence), notes.to_vec());
        occurrence.image.map(|image| *image)
    }

    fn strings(all: &[&str]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_saved_image_tells_layer_and_deletion() {
        let saved = vec![
            (strings(&["demo:1", "also:1"]), strings(&["a/layer.tar", "b/layer.tar", "c/layer.tar"])),
            (strings(&["other:1"]), strings(&["a/layer.tar"])),
        ];
        let notes = [
            note(at("/srv/i.tar", &["manifest.json"]), Noted::Docker(saved)),
            note(at("/srv/i.tar", &["b/layer.tar", "etc/.wh.x.pem"]), Noted::Whiteout),
            note(at("/srv/i.tar", &["c/layer.tar", "opt/.wh..wh..opq"]), Noted::Whiteout),
        ];
        let image = |layer, deleted_by, others| Some(Image { name: "also:1".into(), layer, of: 3, deleted_by, others });
        let place = |layer: &str, name: &str| at("/srv/i.tar", &[layer, name]);
        assert_eq!(tied(place("a/layer.tar", "etc/x.pem"), &notes), image(1, Some(2), 1));
        assert_eq!(tied(place("a/layer.tar", "./etc/x.pem"), &notes), image(1, Some(2), 1));
        assert_eq!(tied(place("a/layer.tar", "etc/x.pem2"), &notes), image(1, None, 1));
        assert_eq!(tied(place("b/layer.tar", "etc/x.pem"), &notes), image(2, None, 0));
        assert_eq!(tied(place("b/layer.tar", "opt/a/y.jks"), &notes), image(2, Some(3), 0));
        assert_eq!(tied(place("c/layer.tar", "opt/a/y.jks"), &notes), image(3, None, 0));
        assert_eq!(tied(place("d/layer.tar", "etc/x.pem"), &notes), None);
        assert_eq!(tied(at("/srv/j.tar", &["a/layer.tar", "etc/x.pem"]), &notes), None);
    }

    #[test]
    fn a_layout_in_a_folder_is_found_through_its_indexes() {
        let index = |digest: &str, name: Option<&str>| Noted::Index(vec![(name.map(str::to_owned), digest.to_owned())]);
        let notes = [
            note(at("/srv/oci/index.json", &[]), index("sha256:11", Some("demo:2"))),
            note(at("/srv/oci/blobs/sha256/11", &[]), index("sha256:22", None)),
            note(at("/srv/oci/blobs/sha256/22", &[]), Noted::Manifest(strings(&["sha256:aa", "sha256:bb"]))),
        ];
        let found = tied(at("/srv/oci/blobs/sha256/bb", &["etc/x.pem"]), &notes);
        assert_eq!(found, Some(Image { name: "demo:2".into(), layer: 2, of: 2, deleted_by: None, others: 0 }));
        assert_eq!(tied(at("/srv/oci/blobs/sha256/cc", &["etc/x.pem"]), &notes), None);
    }
}
