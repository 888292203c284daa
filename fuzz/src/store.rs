//! A reader of stores: read, unlocked and proved.
//!
//! What must hold:
//! 1. What it tells as a certificate has an outline and parses.
//! 2. What it gives is not much more than what it got, and aliases are bounded.
//! 3. What is wrapped stands within the content.
//! 4. The same content is read alike twice.

use crate::guard;
use oces::certificate::{Certificate, outline};
use oces::container::{ContainerReader, Extraction};
use oces::password::{Password, Passwords};
use std::path::Path;

/// What key derivation may cost here: enough for one password at the usual
/// 2048 iterations, little enough for many inputs a second.
const ITERATIONS: u64 = 4_200;

/// More problems are no help to anybody.
const MAX_PROBLEMS: usize = 4_096;

/// A certificate told twice, by the store and by its entry, doubles it.
const MAX_GROWTH: usize = 4;

/// Does everything that the program does with a store.
pub fn check(reader: &dyn ContainerReader, data: &[u8]) {
    let sniffed = reader.sniff(data);
    let read = reader.read(data);
    sound(data, &read);
    let lot = guard::lot(data);
    if lot.is_multiple_of(8) {
        assert_eq!(told(&read), told(&reader.read(data)), "read twice, told twice");
    }
    let known = passwords();
    let candidates = |cost| {
        let mut candidates = known.candidates(Path::new("/store"), false);
        candidates.iterations_left = cost;
        candidates
    };
    if read.locked.is_some() {
        let opened = reader.unlock(data, &mut candidates(ITERATIONS));
        sound(data, &opened);
        if lot.is_multiple_of(8) {
            assert_eq!(told(&opened), told(&reader.unlock(data, &mut candidates(ITERATIONS))), "opened twice");
        }
    }
    if sniffed && lot % 8 == 1 {
        let proofs = reader.prove(data, &mut candidates(ITERATIONS));
        assert!(proofs.len() <= data.len(), "more keys than octets");
    }
}

fn passwords() -> Passwords {
    let texts = ["", "changeit", "Test1234"];
    Passwords::new(texts.iter().map(|text| Password::new((*text).to_owned())).collect(), Vec::new())
}

fn sound(data: &[u8], read: &Extraction) {
    let mut octets = 0;
    for entry in &read.certificates {
        assert!(outline(&entry.der).is_some(), "what is told as a certificate has no outline");
        assert!(Certificate::parse(&entry.der).is_some(), "what has an outline parses");
        assert!(entry.alias.as_ref().is_none_or(|alias| alias.chars().count() <= 512), "a long alias");
        octets += entry.der.len();
    }
    assert!(octets <= MAX_GROWTH * data.len(), "{octets} octets of certificates out of {}", data.len());
    assert!(read.problems.len() <= MAX_PROBLEMS, "{} problems", read.problems.len());
    let words: usize = read.problems.iter().map(|problem| problem.detail.len()).sum();
    assert!(words <= 1 << 20, "{words} octets of problems");
    if let Some(content) = &read.content {
        assert!(content.stands.start <= content.stands.end && content.stands.end <= data.len(), "it stands outside");
        assert!(content.octets.len() <= data.len(), "what is wrapped is larger than what wraps it");
    }
}

fn told(read: &Extraction) -> String {
    format!("{read:?}")
}
