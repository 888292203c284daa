//! From texts to mentions: who names a flagged certificate, keystore,
//! counterparty, or what died with NemID. Pure: texts are handed in.
//!
//! Behaviour
//! 1. One set of patterns is built from what was flagged and from the clues;
//!    each hit is then held against its surroundings: whole tokens only.
//! 2. Only the token itself is kept, never the line: lines hold passwords.
//! 3. Reports of this program name everything, and are passed by. Of the
//!    inventory of a Windows machine only the bindings count.
//! 4. What names a certificate inside the very content that holds it is no
//!    reference; nor is the name of a CA in a file with certificates.
//! 5. A commented-out line counts as a reference, for whoever comments it in
//!    again; a keystore that is missing is told of living lines only.
//! 6. At most [`MAX_MENTIONS`] of a text are kept.

mod alias;
mod aside;
mod block;
mod digits;
mod discreet;
mod escape;
mod files;
mod flagged;
mod hit;
mod host;
mod identifier;
mod known;
mod listener;
mod missing;
mod numbered;
mod patterns;
mod rare;
mod run;
mod serial;
mod setting;
mod short;
mod sieve;
mod signs;
mod subject;
mod target;
mod telling;
mod token;
mod value;
mod windows;
mod written;

use crate::classify::Classified;
use crate::examine::{Texts, Voice};
use crate::inventory::{Inventory, Mention, Said};
use crate::location::Location;
use block::Blocks;
use files::Files;
use flagged::Flagged;
use hit::{Finder, Hit};
use host::Hosts;
pub use listener::Listener;
use missing::Missing;
use patterns::{Patterns, What};
pub(crate) use serial::decimal;
use signs::Signs;
use std::collections::BTreeSet;
use std::ops::Range;

/// More of one text are not kept.
pub const MAX_MENTIONS: usize = 1000;

/// What is searched for.
pub struct Search {
    signs: &'static Signs,
    flagged: Flagged,
    files: Files,
    missing: Missing,
    hosts: Hosts,
    patterns: Patterns,
}

impl Search {
    /// Prepares the search for what the scan flagged.
    pub fn new(certificates: &[Classified], inventory: &Inventory) -> Search {
        let hosts = Hosts::new(&inventory.signposts);
        let flagged = Flagged::new(certificates, inventory);
        let files = Files::new(certificates, inventory, &hosts);
        let missing = Missing::new(&inventory.signposts);
        let signs = Signs::known();
        let patterns = Patterns::new(signs, &flagged, &files);
        Search { signs, flagged, files, missing, hosts, patterns }
    }

    /// The least that a text must have said on the first reading ([`Listener`])
    /// to be worth a second one.
    pub fn least(&self) -> Voice {
        if !self.flagged.is_empty() || !self.files.are_heard() {
            Voice::Silent
        } else if self.files.is_empty() && !self.flagged.has_aliases() {
            Voice::Speaks
        } else {
            Voice::Names
        }
    }

    /// What the text says of certificates and files, in no order.
    fn hits(&self, location: &Location, text: &[u8], found: Vec<(Range<usize>, &What)>, has_signs: bool) -> Vec<Hit> {
        let digits = self.flagged.digits_in(text);
        let mut hits = Vec::new();
        if found.is_empty() && digits.is_empty() {
            return hits;
        }
        let finder = Finder::new(location, text, &self.hosts);
        let mut later = Vec::new();
        for (range, what) in found {
            match what {
                What::Name(name) => hits.extend(self.files.at(&finder, *name, range)),
                What::Identifier(number) => hits.extend(self.flagged.identifier_at(&finder, *number, range)),
                What::Anchor(number) => hits.extend(self.flagged.subject_at(&finder, *number, range)),
                What::Digest(number) => hits.extend(self.flagged.digest_at(&finder, *number, range)),
                What::Serial(number) => hits.extend(self.flagged.serial_at(&finder, *number, range)),
                What::AliasWord | What::StoreEnding => later.push((range, what)),
                What::Sign(_) => {}
            }
            if hits.len() > 2 * MAX_MENTIONS {
                break;
            }
        }
        hits.extend(self.flagged.named_by(&finder, digits));
        for (range, what) in later {
            match what {
                What::AliasWord => hits.extend(self.flagged.alias_at(&finder, range, &hits)),
                _ => hits.extend(self.missing.at(&finder, &self.files, range, has_signs)),
            }
        }
        hits
    }
}

impl Texts for Search {
    fn look(&self, location: &Location, text: &[u8]) -> Vec<Mention> {
        if is_own_report(text) {
            return Vec::new();
        }
        if let Some(name) = host::name_in(location, text) {
            return hit::mentions(location, text, vec![Hit::new(0, Said::Host(name.clone()), &name, None)]);
        }
        let found = self.patterns.find(text);
        let mut mentions = self.signs.look(location, text, &found.signs);
        let has_signs = mentions.iter().any(|mention| matches!(mention.said, Said::Sign(_)));
        let hits = match windows::bindings(text) {
            Some(bindings) => self.flagged.bindings(text, bindings),
            None => self.hits(location, text, found.others, has_signs),
        };
        let unique: BTreeSet<Mention> = hit::mentions(location, text, hits).into_iter().collect();
        mentions.extend(unique);
        mentions.truncate(MAX_MENTIONS);
        tell_blocks(text, &mut mentions);
        mentions
    }
}

/// In which blocks of the text each mention stands.
fn tell_blocks(text: &[u8], mentions: &mut [Mention]) {
    let lines: BTreeSet<u64> = mentions.iter().map(|mention| mention.line).collect();
    if lines.len() > 1 {
        let blocks = Blocks::of(text, &lines);
        for mention in mentions {
            mention.blocks = blocks.at(mention.line);
        }
    }
}

/// Whether a text is a report of this program.
fn is_own_report(text: &[u8]) -> bool {
    let head = text.get(..text.len().min(4096)).unwrap_or_default();
    let has = |what: &[u8]| memchr::memmem::find(head, what).is_some();
    let is_json = has(b"\"schemaVersion\"") && has(b"\"tool\"") && has(b"\"oces\"");
    is_json || has(b"oces looked at /") || has("oces har gennemsøgt /".as_bytes())
}

#[cfg(test)]
mod tests;
