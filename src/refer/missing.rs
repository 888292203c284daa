//! Keystores that a text names and the scan did not see.
//!
//! Behaviour
//! 1. Told only where the text bears a sign of a counterparty or of NemID, or
//!    the name itself speaks of OCES: other software has keystores too.
//! 2. Only as the value of a setting, and of no line that is commented out.
//! 3. A store of that name near the text is thought to be the one.

use super::escape::decoded;
use super::files::Files;
use super::hit::{Finder, Hit};
use super::setting;
use super::target::{common, parts_of_path, same};
use super::token::{candidates, is_of_name};
use super::written::{Manner, Written, readings};
use crate::inventory::Said;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Endings of keystores.
pub(super) const ENDINGS: [&str; 7] = [".jks", ".p12", ".pfx", ".jceks", ".bks", ".keystore", ".ks"];

/// Words of names that speak of OCES.
const OCES: [&str; 5] = ["voces", "foces", "moces", "oces", "funktionscertifikat"];

/// Words of names that nobody means.
const PLACEHOLDERS: [&str; 9] =
    ["example", "path/to", "path\\to", "your", "sample", "changeme", "xxx", "dummy", "placeholder"];

/// Files whose names promise keystores, by their lower-case names.
pub(super) struct Missing(BTreeMap<Box<str>, Vec<Vec<Box<str>>>>);

impl Missing {
    pub(super) fn new(signposts: &BTreeSet<Arc<Path>>) -> Missing {
        let mut seen: BTreeMap<Box<str>, Vec<Vec<Box<str>>>> = BTreeMap::new();
        for parts in signposts.iter().map(|path| parts_of_path(path)) {
            if let Some(name) = parts.last() {
                seen.entry(name.to_lowercase().into()).or_default().push(parts);
            }
        }
        Missing(seen)
    }

    /// The store whose name has its ending here, if it was not seen.
    pub(super) fn at(&self, finder: &Finder<'_>, files: &Files, ending: Range<usize>, has_signs: bool) -> Option<Hit> {
        let name = name_before(finder, &ending)?;
        if !has_signs && !is_of_oces(finder, &name) {
            return None;
        }
        if is_commented_out(finder, name.start) {
            return None;
        }
        let tokens: Vec<_> =
            candidates(finder, &name).into_iter().map(|range| (decoded(finder.get(&range)), range)).collect();
        let mut all = tokens.iter().flat_map(|(token, _)| readings(token));
        if all.any(|(written, _)| files.is_flagged(finder, &written) || self.was_seen(finder, &written)) {
            return None;
        }
        let (token, range) = tokens.iter().find(|(token, _)| is_one_path(token))?;
        let (written, token) = readings(token).into_iter().next()?;
        let token_lower = token.to_lowercase();
        let unclear =
            token.contains(['*', '<', '>', '?', '|']) || token.contains("://") && !token_lower.starts_with("file:");
        if unclear || PLACEHOLDERS.iter().any(|word| token_lower.contains(word)) {
            return None;
        }
        let setting = setting::of(finder, range.start)?;
        let path = resolved(finder, &written, token);
        Some(Hit::new(range.start, Said::Missing { path: super::hit::Hit::brief(&path) }, token, Some(setting)))
    }

    /// Whether the scan met a file that may be meant.
    fn was_seen(&self, finder: &Finder<'_>, written: &Written) -> bool {
        let Some(name) = written.parts.last() else { return true };
        let lower: Box<str> = name.to_lowercase().into();
        let Some(group) = self.0.get(&lower) else { return false };
        let near = finder.folder().len().max(finder.host + 1);
        group.iter().any(|parts| {
            let on_host = common(parts, &finder.parts) >= finder.host;
            let tail = parts.get(parts.len().saturating_sub(written.parts.len())..).unwrap_or_default();
            let whole = on_host && same(tail, &written.parts, true);
            let exact = whole && (written.manner != Manner::Absolute || parts.len() >= written.parts.len());
            exact || common(parts, &finder.parts) >= near
        })
    }
}

/// Whether the name of a store that has its ending here speaks of OCES.
pub(super) fn speaks_of_oces(finder: &Finder<'_>, ending: &Range<usize>) -> bool {
    name_before(finder, ending).is_some_and(|name| is_of_oces(finder, &name))
}

fn is_of_oces(finder: &Finder<'_>, name: &Range<usize>) -> bool {
    let lower = decoded(finder.get(name)).to_lowercase();
    OCES.iter().any(|word| speaks_of(&lower, word))
}

/// Whether a token is a path and nothing else: before one may stand a password.
fn is_one_path(token: &str) -> bool {
    let drive = token.as_bytes().get(1..3) == Some(b":\\");
    !token.contains(char::is_whitespace)
        || (drive && !token.contains(" -") && !token.contains(" /") && token.rfind(':') == Some(1))
}

/// The whole file name that has this ending.
fn name_before(finder: &Finder<'_>, ending: &Range<usize>) -> Option<Range<usize>> {
    let next = finder.after(ending.end);
    let goes_on = next.is_some_and(is_of_name)
        || (next == Some(b'.') && finder.after(ending.end + 1).is_some_and(is_of_name))
        || matches!(next, Some(b'(' | b'=' | b'/' | b'\\' | b'[' | b'{'));
    let line = finder.get(&finder.line_before(ending.start, 200));
    let of_name = |octet: &u8| is_of_name(*octet) || matches!(octet, b'.' | b'(' | b')' | b'%');
    let start = line.iter().rposition(|octet| !of_name(octet)).map_or(0, |at| at + 1);
    let length = line.len() - start;
    let first = line.get(start)?;
    (!goes_on && length >= 2 && *first != b'.').then(|| ending.start - length..ending.end)
}

/// Whether a name has the word, at the border of one.
fn speaks_of(lower: &str, word: &str) -> bool {
    lower.match_indices(word).any(|(at, _)| {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let before = lower.get(..at).and_then(|text| text.chars().next_back());
        let after = lower.get(at + word.len()..).and_then(|text| text.chars().next());
        !letter(before) && !letter(after)
    })
}

/// Whether the line is a comment.
fn is_commented_out(finder: &Finder<'_>, at: usize) -> bool {
    let line = finder.get(&finder.line_before(at, 1024)).trim_ascii_start();
    let begins = |mark: &[u8]| line.starts_with(mark);
    begins(b"#")
        || begins(b"//")
        || begins(b";")
        || begins(b"<!--")
        || begins(b"* ")
        || begins(b"--  ")
        || begins(b"REM ")
}

/// The path as far as it can be told: below the host's root, if it is absolute.
fn resolved(finder: &Finder<'_>, written: &Written, token: &str) -> String {
    let root = finder.parts.get(..finder.host).unwrap_or_default();
    match written.manner {
        Manner::Absolute => {
            let parts: Vec<&str> = root.iter().chain(&written.parts).map(AsRef::as_ref).collect();
            format!("/{}", parts.join("/"))
        }
        _ => token.to_owned(),
    }
}
