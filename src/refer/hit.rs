//! What was found at an offset, and how it becomes a mention with its line.

use super::discreet;
use super::host::Hosts;
use crate::inventory::{By, MAX_TOKEN, Mention, Said};
use crate::location::Location;

/// One find.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// Where it begins, in octets.
    pub(super) at: usize,
    pub(super) said: Said,
    pub(super) token: Box<str>,
    pub(super) setting: Option<Box<str>>,
}

impl Hit {
    pub(super) fn new(at: usize, said: Said, token: &str, setting: Option<Box<str>>) -> Hit {
        Hit { at, said, token: brief(token), setting }
    }

    /// As much of a foreign text as is kept.
    pub(super) fn brief(text: &str) -> Box<str> {
        brief(text)
    }
}

/// The text at hand, and where it stands.
pub(super) struct Finder<'t> {
    pub(super) location: &'t Location,
    pub(super) text: &'t [u8],
    /// The parts of its path, and of the way in.
    pub(super) parts: Vec<Box<str>>,
    /// How many of the parts are the host's root.
    pub(super) host: usize,
}

impl<'t> Finder<'t> {
    pub(super) fn new(location: &'t Location, text: &'t [u8], hosts: &Hosts) -> Finder<'t> {
        let parts = super::target::parts_of(location);
        let host = hosts.depth_of(&parts);
        Finder { location, text, parts, host }
    }

    /// The same where the path plays no part.
    pub(super) fn of_text(location: &'t Location, text: &'t [u8]) -> Finder<'t> {
        Finder { location, text, parts: Vec::new(), host: 0 }
    }

    /// The parts of its folder.
    pub(super) fn folder(&self) -> &[Box<str>] {
        self.parts.get(..self.parts.len().saturating_sub(1)).unwrap_or_default()
    }

    /// The octets of a stretch.
    pub(super) fn get(&self, range: &std::ops::Range<usize>) -> &'t [u8] {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The octet before an offset.
    pub(super) fn before(&self, at: usize) -> Option<u8> {
        at.checked_sub(1).and_then(|at| self.text.get(at)).copied()
    }

    /// The octet at an offset.
    pub(super) fn after(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    /// The part of the line before an offset, of so many octets at most.
    pub(super) fn line_before(&self, at: usize, most: usize) -> std::ops::Range<usize> {
        let from = at.saturating_sub(most);
        let start = memchr::memrchr(b'\n', self.get(&(from..at))).map_or(from, |newline| from + newline + 1);
        start..at
    }

    /// The part of the line after an offset, of so many octets at most.
    pub(super) fn line_after(&self, at: usize, most: usize) -> std::ops::Range<usize> {
        let until = at.saturating_add(most).min(self.text.len());
        let end = memchr::memchr2(b'\n', b'\r', self.get(&(at..until))).map_or(until, |newline| at + newline);
        at..end
    }
}

/// The hits with their lines; lines are counted once, from the first to the last.
pub(super) fn mentions(location: &Location, text: &[u8], mut hits: Vec<Hit>) -> Vec<Mention> {
    hits.sort_by_key(|hit| hit.at);
    let (mut counted, mut line) = (0, 1);
    let mention = |hit: Hit| {
        let between = text.get(counted..hit.at).unwrap_or_default();
        line += memchr::memchr_iter(b'\n', between).count() as u64;
        counted = hit.at.max(counted);
        let (said, token) = discreet(hit.said, hit.token);
        Mention { location: location.clone(), line, said, token, setting: hit.setting, blocks: Box::default() }
    };
    hits.into_iter().map(mention).collect()
}

/// A path without what may be a password.
fn discreet(said: Said, token: Box<str>) -> (Said, Box<str>) {
    match said {
        Said::Missing { path } => (Said::Missing { path: discreet::path(&path).into() }, discreet::path(&token).into()),
        Said::Store { by: By::Path | By::FileName, .. } => (said, discreet::path(&token).into()),
        said => (said, token),
    }
}

/// As much of a token as is kept, without control and invisible characters.
fn brief(token: &str) -> Box<str> {
    let mut kept = String::with_capacity(token.len().min(MAX_TOKEN));
    for character in token.trim().chars().filter(|character| !character.is_control() && !is_invisible(*character)) {
        if kept.len() + character.len_utf8() > MAX_TOKEN {
            break;
        }
        kept.push(character);
    }
    kept.into()
}

/// What programs put before a thumbprint when it is copied from a window.
pub(super) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}
