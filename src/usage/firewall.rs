//! Which addresses firewalls must let through, and which they need not any more.
//!
//! Behaviour
//! 1. To be opened: addresses of an environment of which OCES II or III
//!    certificates, not a counterparty's, are in use. OCES II counts too: its
//!    successor will need them.
//! 2. To be closed: what served OCES II, where any of it was found, or where a
//!    text in use names the address.
//! 3. The texts that name an address are told with it.

use super::words::both;
use super::world::{World, listing};
use super::{Evidence, Opening};
use crate::catalogue::Environment;
use crate::classify::{Classified, Ownership};
use crate::clue::{Address, CLUES};
use crate::inventory::{Mention, Said};

/// More texts are not told with an address.
const MAX_EVIDENCE: usize = 20;

/// The list, what is to be opened first.
pub(super) fn openings(world: &World<'_>) -> Vec<Opening> {
    let used = |environment: Environment, generations: &[&str]| {
        let fits = |(number, classified): (usize, &Classified)| {
            classified.ownership != Ownership::Foreign
                && world.every_spot(number).next().is_some()
                && listing(classified).is_some_and(|listing| {
                    listing.environment == environment && generations.contains(&&*listing.generation)
                })
        };
        world.certificates.iter().enumerate().any(fits)
    };
    let old = world
        .certificates
        .iter()
        .any(|classified| listing(classified).is_some_and(|listing| &*listing.generation == "II"));
    let both_generations = ["II", "III"];
    let production = used(Environment::Production, &both_generations);
    let test = used(Environment::Test, &both_generations);
    let mut openings: Vec<Opening> = Vec::new();
    for address in &CLUES.addresses {
        let evidence = evidence(world, address);
        let wanted = match (address.open, address.test) {
            (true, true) => test,
            (true, false) => production,
            (false, _) => old || !evidence.is_empty(),
        };
        if wanted {
            openings.push(Opening { address, evidence });
        }
    }
    let key = |one: &Opening| (!one.address.open, one.address.test, one.address.host.clone());
    openings.sort_by_key(key);
    openings
}

/// The texts in use that name an address.
fn evidence(world: &World<'_>, address: &Address) -> Vec<Evidence> {
    let mentions = world.texts.iter().filter(|text| text.speaks()).flat_map(|text| &text.mentions);
    let named = mentions.filter(|mention| matches!(mention.said, Said::Sign(_)) && names(mention, &address.host));
    let evidence = named.map(|mention| Evidence {
        what: "reference",
        text: both(format!("Filen nævner {}.", mention.token), format!("The file names {}.", mention.token)),
        location: mention.location.clone(),
        line: Some(mention.line),
    });
    let mut evidence: Vec<Evidence> = evidence.take(MAX_EVIDENCE).collect();
    evidence.sort();
    evidence.dedup();
    evidence
}

/// Whether a token is a host, or one below it where the address says `*.`.
fn names(mention: &Mention, host: &str) -> bool {
    let token = mention.token.trim_end_matches('.').to_ascii_lowercase();
    match host.strip_prefix("*.") {
        Some(parent) => token == parent || token.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
        None => token == host,
    }
}
