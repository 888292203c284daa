//! The signs of counterparties, uses and dependencies in a text.
//!
//! Behaviour
//! 1. A sign counts only where its borders hold ([`border`]); what code does
//!    to a subject of OCES II is told from such a subject itself ([`tested`]).
//! 2. Of signs that lie in one another, such as a host and its domain, the
//!    longest counts alone.
//! 3. One mention per sign and line; [`MAX_PER_SIGN`] lines per sign, so that
//!    none crowds out the others, and [`MAX_MENTIONS`] in all per text.
//! 4. The token is kept as it stands there, at most [`MAX_TOKEN`] octets.

mod border;
mod tested;

use crate::clue::{CLUES, Sign, SignKind};
use crate::inventory::{MAX_TOKEN, Mention, Said};
use crate::location::{Location, StepKind};
use aho_corasick::{AhoCorasick, Input, MatchKind};
use globset::{Glob, GlobMatcher};

/// More mentions of one text are not kept.
const MAX_MENTIONS: usize = 500;

/// More lines of one text are not kept for one sign.
const MAX_PER_SIGN: u32 = 100;

/// The patterns of all signs.
pub(super) struct Signs {
    patterns: Option<AhoCorasick>,
    /// The sign of each pattern.
    signs: Vec<&'static Sign>,
    /// Signs in the file's own name.
    names: Vec<(GlobMatcher, &'static Sign)>,
}

impl Signs {
    pub(super) fn new() -> Signs {
        Signs::of(&CLUES.signs)
    }

    fn of(all: &'static [Sign]) -> Signs {
        let (named, written): (Vec<&Sign>, Vec<&Sign>) = all.iter().partition(|sign| sign.kind == SignKind::FileName);
        let patterns = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(written.iter().map(|sign| anchor(sign)))
            .ok();
        let names = named.into_iter().filter_map(|sign| Some((Glob::new(&sign.text).ok()?.compile_matcher(), sign)));
        Signs { patterns, names: names.collect(), signs: written }
    }

    pub(super) fn look(&self, location: &Location, text: &[u8]) -> Vec<Mention> {
        let mut found = self.in_name(location);
        let Some(patterns) = &self.patterns else { return found };
        let mut lines = Lines::default();
        let mut seen = vec![Seen::default(); self.signs.len()];
        let mut from = 0;
        while let Some(hit) = patterns.find(Input::new(text).range(from..)) {
            // Another sign may lie within one whose borders do not hold.
            from = hit.start() + 1;
            let number = hit.pattern().as_usize();
            let (Some(sign), Some(seen)) = (self.signs.get(number), seen.get_mut(number)) else { continue };
            let Some(token) = border::token(sign, text, hit.range()) else { continue };
            from = hit.end();
            let line = lines.at(text, hit.start());
            if !seen.is_new(line) {
                continue;
            }
            let token = text.get(token.start..token.end.min(token.start + MAX_TOKEN)).unwrap_or_default();
            found.push(mention(location, line, sign, token));
            if found.len() >= MAX_MENTIONS {
                break;
            }
        }
        found
    }

    /// What the name of the file, or of the archive's member, says.
    fn in_name(&self, location: &Location) -> Vec<Mention> {
        let member = location.steps.iter().rev().find(|step| step.kind == StepKind::Member);
        let name = match member {
            Some(step) => step.name.as_slice(),
            None => location.path.file_name().unwrap_or_default().as_encoded_bytes(),
        };
        let start = name.iter().rposition(|octet| matches!(octet, b'/' | b'\\')).map_or(0, |at| at + 1);
        let last = String::from_utf8_lossy(name.get(start..).unwrap_or_default());
        let lower = last.to_lowercase();
        let named = self.names.iter().filter(|(glob, _)| glob.is_match(&lower));
        named.map(|(_, sign)| mention(location, 1, sign, last.as_bytes())).collect()
    }
}

fn mention(location: &Location, line: u64, sign: &'static Sign, token: &[u8]) -> Mention {
    let token = token.get(..token.len().min(MAX_TOKEN)).unwrap_or_default();
    let token = String::from_utf8_lossy(token).into();
    Mention { location: location.clone(), line, said: Said::Sign(sign), token, setting: None }
}

/// What is searched for: the part of a sign that always stands there as it is.
fn anchor(sign: &Sign) -> &str {
    match sign.kind {
        SignKind::HostPrefix => sign.text.split('.').next().unwrap_or(&sign.text),
        _ => &sign.text,
    }
}

/// Where one sign was seen in this text.
#[derive(Clone, Default)]
struct Seen {
    line: u64,
    lines: u32,
}

impl Seen {
    fn is_new(&mut self, line: u64) -> bool {
        if self.line == line || self.lines >= MAX_PER_SIGN {
            return false;
        }
        (self.line, self.lines) = (line, self.lines + 1);
        true
    }
}

/// Counts lines, going forward only.
#[derive(Default)]
struct Lines {
    before: u64,
    counted: usize,
}

impl Lines {
    fn at(&mut self, text: &[u8], at: usize) -> u64 {
        self.before += memchr::memchr_iter(b'\n', text.get(self.counted..at).unwrap_or_default()).count() as u64;
        self.counted = at;
        1 + self.before
    }
}

#[cfg(test)]
mod tests;
