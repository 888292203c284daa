//! The signs of counterparties, uses and dependencies in a text.
//!
//! Behaviour
//! 1. A sign counts only where its borders hold ([`border`]); what code does
//!    to a subject of OCES II is told from such a subject itself ([`tested`]).
//! 2. Of signs that lie in one another, such as a host and its domain, the
//!    longest counts alone.
//! 3. One mention per sign and line; [`MAX_PER_SIGN`] lines per sign, so that
//!    none crowds out the others, and [`MAX_MENTIONS`] in all per text.
//! 4. The token is kept as it stands there, at most [`MAX_TOKEN`] octets, with
//!    the setting whose value it is in.

mod border;
mod tested;

use super::hit::Finder;
use super::setting;
use crate::clue::{CLUES, Sign, SignKind};
use crate::inventory::{MAX_TOKEN, Mention, Said};
use crate::location::{Location, StepKind};
use globset::{GlobBuilder, GlobMatcher};
use std::cmp::Reverse;
use std::ffi::OsStr;
use std::ops::Range;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::LazyLock;

/// More mentions of one text are not kept.
const MAX_MENTIONS: usize = 500;

/// More hits of one text are not weighed.
const MAX_HITS: usize = 20_000;

/// More lines of one text are not kept for one sign.
const MAX_PER_SIGN: u32 = 100;

/// All signs, as prepared.
pub(super) struct Signs {
    /// Signs that stand in texts.
    written: Vec<&'static Sign>,
    /// Signs in the file's own name.
    names: Vec<(Named, &'static Sign)>,
}

impl Signs {
    /// Those of the clues, prepared once for both readings.
    pub(super) fn known() -> &'static Signs {
        static KNOWN: LazyLock<Signs> = LazyLock::new(|| Signs::of(&CLUES.signs));
        &KNOWN
    }

    fn of(all: &'static [Sign]) -> Signs {
        let (named, written): (Vec<&Sign>, Vec<&Sign>) = all.iter().partition(|sign| sign.kind == SignKind::FileName);
        let globs = named.into_iter().filter_map(|sign| Some((Named::new(&sign.text)?, sign)));
        Signs { names: globs.collect(), written }
    }

    /// How many of them stand in texts.
    pub(super) fn len(&self) -> usize {
        self.written.len()
    }

    /// What is searched for, in the order of the signs' numbers.
    pub(super) fn anchors(&self) -> impl Iterator<Item = &'static str> {
        self.written.iter().map(|sign| anchor(sign))
    }

    /// What the name says, and the anchors that stand in the text.
    pub(super) fn look(&self, location: &Location, text: &[u8], anchors: &[(usize, Range<usize>)]) -> Vec<Mention> {
        let mut found = self.in_name(location);
        let hits = self.hits(text, anchors);
        if hits.is_empty() {
            return found;
        }
        let (mut lines, mut end) = (Lines::default(), 0);
        let mut seen = vec![Seen::default(); self.written.len()];
        for (hit, token, number) in hits {
            let (Some(sign), Some(seen)) = (self.written.get(number), seen.get_mut(number)) else { continue };
            let is_inside = hit.end <= end;
            end = end.max(hit.end);
            if is_inside || !seen.is_new(lines.at(text, hit.start)) {
                continue;
            }
            let token = text.get(token.start..token.end.min(token.start + MAX_TOKEN)).unwrap_or_default();
            let setting = setting::of_sign(&Finder::of_text(location, text), sign, hit.start);
            found.push(Mention { setting, ..mention(location, seen.line, sign, token) });
            if found.len() >= MAX_MENTIONS {
                break;
            }
        }
        found
    }

    /// The token of the sign whose anchor stands there, if it stands by itself.
    pub(super) fn token(&self, number: usize, text: &[u8], hit: Range<usize>) -> Option<Range<usize>> {
        self.written.get(number).and_then(|sign| border::token(sign, text, hit))
    }

    /// Where signs stand by themselves, with their tokens and numbers: first
    /// ones first, and the longest first of those that begin together.
    fn hits(&self, text: &[u8], anchors: &[(usize, Range<usize>)]) -> Vec<(Range<usize>, Range<usize>, usize)> {
        let whole = |(number, hit): &(usize, Range<usize>)| {
            self.token(*number, text, hit.clone()).map(|token| (hit.clone(), token, *number))
        };
        let mut hits: Vec<_> = anchors.iter().filter_map(whole).take(MAX_HITS).collect();
        hits.sort_by_key(|(hit, _, number)| (hit.start, Reverse(hit.end), *number));
        hits
    }

    /// What the name of the file, or of the archive's member, says.
    pub(super) fn in_name(&self, location: &Location) -> Vec<Mention> {
        let member = location.steps.iter().rev().find(|step| step.kind == StepKind::Member);
        let name = match member {
            Some(step) => step.name.as_slice(),
            None => location.path.file_name().unwrap_or_default().as_encoded_bytes(),
        };
        let start = name.iter().rposition(|octet| matches!(octet, b'/' | b'\\')).map_or(0, |at| at + 1);
        let last = name.get(start..).unwrap_or_default();
        let told = |sign| mention(location, 1, sign, String::from_utf8_lossy(last).as_bytes());
        self.names.iter().filter(|(named, _)| named.is(last)).map(|(_, sign)| told(sign)).collect()
    }
}

/// How a file is named that is a sign.
enum Named {
    /// It ends so.
    Ending(&'static str),
    /// It is so as a whole.
    Pattern(GlobMatcher),
}

impl Named {
    fn new(glob: &'static str) -> Option<Named> {
        let plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_');
        match glob.strip_prefix('*').filter(|ending| ending.bytes().all(plain)) {
            Some(ending) => Some(Named::Ending(ending)),
            None => Some(Named::Pattern(GlobBuilder::new(glob).case_insensitive(true).build().ok()?.compile_matcher())),
        }
    }

    /// In any case of letters.
    fn is(&self, name: &[u8]) -> bool {
        match self {
            Named::Ending(ending) => {
                let at = name.len().checked_sub(ending.len());
                at.and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ending.as_bytes()))
            }
            Named::Pattern(glob) => glob.is_match(Path::new(OsStr::from_bytes(name))),
        }
    }
}

fn mention(location: &Location, line: u64, sign: &'static Sign, token: &[u8]) -> Mention {
    let token = token.get(..token.len().min(MAX_TOKEN)).unwrap_or_default();
    let token = String::from_utf8_lossy(token).into();
    let said = Said::Sign(sign);
    Mention { location: location.clone(), line, said, token, setting: None, blocks: Box::default() }
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
