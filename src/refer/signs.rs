//! The signs of counterparties, uses and dependencies in a text.

use crate::clue::{CLUES, Sign};
use crate::inventory::{Mention, Said};
use crate::location::Location;
use aho_corasick::AhoCorasick;

/// The patterns of all signs.
pub(super) struct Signs {
    patterns: Option<AhoCorasick>,
    signs: Vec<&'static Sign>,
}

impl Signs {
    pub(super) fn new() -> Signs {
        let signs: Vec<&'static Sign> = CLUES.signs.iter().collect();
        let texts = signs.iter().map(|sign| &sign.text);
        let patterns = AhoCorasick::builder().ascii_case_insensitive(true).build(texts).ok();
        Signs { patterns, signs }
    }

    pub(super) fn look(&self, location: &Location, text: &[u8]) -> Vec<Mention> {
        let Some(patterns) = &self.patterns else { return Vec::new() };
        let hits = patterns.find_overlapping_iter(text).filter_map(|hit| {
            let sign = *self.signs.get(hit.pattern().as_usize())?;
            let line = 1 + memchr::memchr_iter(b'\n', text.get(..hit.start())?).count() as u64;
            let token = String::from_utf8_lossy(text.get(hit.range())?).into();
            Some(Mention { location: location.clone(), line, said: Said::Sign(sign), token, setting: None })
        });
        hits.collect()
    }
}
