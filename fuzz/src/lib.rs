//! What is fuzzed, and what must hold whatever the input.
//!
//! The readers come from the program's own registries: a new format is fuzzed
//! from the day on which it is registered, without a line here.

pub mod archive;
pub mod carver;
pub mod content;
pub mod guard;
pub mod parts;
pub mod seeds;
pub mod store;
pub mod texts;

use oces::container::{ARCHIVES, READERS};

/// One thing that takes foreign octets.
pub struct Target {
    /// How it is chosen: of a reader its own identifier.
    pub id: &'static str,
    /// How long it is worth fuzzing.
    pub weight: Weight,
    /// Takes the octets; panics where something does not hold.
    pub run: Box<dyn Fn(&[u8]) + Send + Sync>,
    /// Whether a content is a good seed.
    pub claims: Box<dyn Fn(&[u8]) -> bool + Send + Sync>,
}

/// How long a target is worth fuzzing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// What every content goes through.
    Heavy,
    /// A reader.
    Usual,
}

impl Weight {
    /// The name in the list.
    pub fn id(self) -> &'static str {
        match self {
            Weight::Heavy => "heavy",
            Weight::Usual => "usual",
        }
    }
}

impl Target {
    /// A target that any content may seed which `claims` says is one.
    pub fn new(
        id: &'static str,
        weight: Weight,
        run: impl Fn(&[u8]) + Send + Sync + 'static,
        claims: impl Fn(&[u8]) -> bool + Send + Sync + 'static,
    ) -> Target {
        Target { id, weight, run: Box::new(run), claims: Box::new(claims) }
    }
}

/// All of them, each identifier once.
pub fn targets() -> Vec<Target> {
    let mut all = vec![carver::target()];
    all.extend(parts::targets());
    for reader in READERS.iter().copied() {
        let weight = if reader.id() == "pkcs12" { Weight::Heavy } else { Weight::Usual };
        all.push(Target::new(
            reader.id(),
            weight,
            move |data| store::check(reader, data),
            move |head| reader.sniff(head),
        ));
    }
    for reader in ARCHIVES.iter().copied() {
        let claims = move |content: &[u8]| reader.sniff(content) || archive::ends_so(reader, content);
        all.push(Target::new(reader.id(), Weight::Usual, move |data| archive::check(reader, data), claims));
    }
    all.push(content::target());
    all.extend(texts::targets());
    for (at, target) in all.iter().enumerate() {
        assert!(all[..at].iter().all(|other| other.id != target.id), "two targets are called {}", target.id);
    }
    all
}
