//! Any content at all, examined as a scan examines it: told, opened, carved,
//! nested content in its turn.
//!
//! What must hold:
//! 1. Nothing ends as a failure of ours.
//! 2. What is sighted is kept, and was counted.
//! 3. Content that flows gives the same certificates as content in memory.

use crate::{Target, Weight, guard};
use oces::certificate::Fingerprint;
use oces::container::source::{Memory, Source};
use oces::examine::{Artifact, FileHaul, Haul, WatchAll, examine};
use oces::failure::FailureKind;
use oces::location::Location;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// Everything at once as a target.
pub fn target() -> Target {
    Target::new("content", Weight::Usual, check, |content| !content.is_empty())
}

fn check(data: &[u8]) {
    let whole = look(data, &mut Memory::new(data));
    if guard::lot(data).is_multiple_of(4) {
        let mut flowing = Flowing { rest: data, begun: false };
        assert_eq!(whole, look(data, &mut flowing), "from memory and as a flow");
    }
}

fn look(data: &[u8], source: &mut dyn Source) -> BTreeSet<Fingerprint> {
    let mut haul = Haul::default();
    haul.meter = guard::meter(data.len());
    let place: Arc<Path> = Arc::from(Path::new("/srv/content"));
    let location = Location { scope: None, path: Arc::clone(&place), root: place, steps: Box::default() };
    let mut artifact = Artifact::new(location, &WatchAll, &mut haul);
    examine(&mut artifact, source).expect("memory can be read");
    let file = artifact.finish();
    sound(&file);
    let sighted: BTreeSet<Fingerprint> = file.sightings.iter().map(|sighting| sighting.fingerprint).collect();
    assert!(sighted.iter().all(|one| haul.certificates.contains_key(one)), "what is sighted is kept");
    assert!(haul.distinct.len() >= sighted.len(), "what is sighted is counted");
    sighted
}

fn sound(file: &FileHaul) {
    assert!(file.certificates >= file.sightings.len() as u64, "more sightings than certificates");
    for failure in &file.failures {
        assert_ne!(failure.kind, FailureKind::Internal, "a fault of ours: {}", failure.detail);
    }
}

/// Content that comes once, front to back.
struct Flowing<'f> {
    rest: &'f [u8],
    begun: bool,
}

impl Read for Flowing<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.rest.read(into)
    }
}

impl Source for Flowing<'_> {
    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}
