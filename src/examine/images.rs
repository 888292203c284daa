//! What is noted of container images while their files are read: manifests
//! and whiteouts. What they mean is put together when all was read.

use super::Artifact;
use crate::inventory::{ImageNote, Noted};
use crate::location::StepKind;
use serde::Deserialize;
use std::collections::BTreeMap;

/// More of them are not noted of one file.
const MOST: usize = 20_000;

/// So much of a name is kept, in characters.
const NAME: usize = 512;

/// An image in `manifest.json` of `docker save`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Saved {
    repo_tags: Option<Vec<String>>,
    layers: Vec<String>,
}

/// An index or a manifest of OCI.
#[derive(Deserialize)]
struct Oci {
    manifests: Option<Vec<Described>>,
    layers: Option<Vec<Described>>,
}

#[derive(Deserialize)]
struct Described {
    digest: String,
    #[serde(default)]
    annotations: Option<BTreeMap<String, String>>,
}

impl Described {
    fn name(&self) -> Option<String> {
        let names = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];
        let annotations = self.annotations.as_ref()?;
        names.iter().find_map(|name| annotations.get(*name)).map(|name| short(name))
    }
}

fn short(name: &str) -> String {
    name.chars().take(NAME).collect()
}

impl Artifact<'_> {
    /// Notes content that is a manifest of images.
    pub(super) fn note_manifest(&mut self, content: &[u8]) {
        let holds = |word: &str| memchr::memmem::find(content, word.as_bytes()).is_some();
        let what = match content.trim_ascii_start().first() {
            Some(b'[') if holds("\"Layers\"") => docker(content),
            Some(b'{') if holds("\"digest\"") && (holds("\"layers\"") || holds("\"manifests\"")) => oci(content),
            _ => None,
        };
        if let Some(what) = what {
            self.note(what);
        }
    }

    /// Notes a member whose name says that a layer deletes something.
    pub(super) fn note_whiteout(&mut self) {
        let Some(step) = self.location().steps.last() else { return };
        let name = step.name.rsplit(|octet| *octet == b'/').next().unwrap_or_default();
        if step.kind == StepKind::Member && name.starts_with(crate::inventory::WHITEOUT) {
            self.note(Noted::Whiteout);
        }
    }

    fn note(&mut self, what: Noted) {
        let location = self.location().clone();
        let images = self.images();
        if images.len() < MOST {
            images.push(ImageNote { location, what });
        }
    }
}

fn docker(content: &[u8]) -> Option<Noted> {
    let images: Vec<Saved> = serde_json::from_slice(content).ok()?;
    let names = |tags: Option<Vec<String>>| tags.unwrap_or_default().iter().map(|tag| short(tag)).collect();
    Some(Noted::Docker(images.into_iter().map(|image| (names(image.repo_tags), image.layers)).collect()))
}

fn oci(content: &[u8]) -> Option<Noted> {
    let read: Oci = serde_json::from_slice(content).ok()?;
    match (read.manifests, read.layers) {
        (Some(manifests), _) => Some(Noted::Index(manifests.into_iter().map(|one| (one.name(), one.digest)).collect())),
        (None, Some(layers)) => Some(Noted::Manifest(layers.into_iter().map(|layer| layer.digest).collect())),
        (None, None) => None,
    }
}
