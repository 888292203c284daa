//! What is kept once for all reports: paths, names, words, certificates. And
//! the words that this version does not know.

use super::document::{At, Both, Document};
use super::{Bench, Facts, Head, Planned, Recalled};
use crate::certificate::Fingerprint;
use crate::inventory::Tally;
use crate::location::{Location, Step, StepKind};
use crate::wording::Text;
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

/// More words of formats and reasons than these are not kept apart.
const MAX_WORDS: usize = 1_000;

/// A longer word is none.
const LONGEST_WORD: usize = 64;

/// What is kept once.
#[derive(Debug, Default)]
pub struct Shelf {
    paths: HashSet<Arc<Path>>,
    names: HashSet<Arc<str>>,
    words: HashSet<&'static str>,
    pub(super) facts: BTreeMap<Fingerprint, Vec<Arc<Facts>>>,
    /// What this version does not know: what it is, the word, how often.
    pub(super) unknown: BTreeMap<(&'static str, String), u64>,
}

impl Shelf {
    /// The domain's values of a whole document.
    pub(super) fn of_document(&mut self, from: &Document<'_>, heads: Vec<Head>, bench: &Bench<'_>) -> Recalled {
        // Where an item names no scope of its own it is the first scan's.
        let own = self.name(heads.first().map_or("", |head| &head.scope));
        let mut reader = Reader { shelf: self, own, bench };
        let count = |kind: &str| {
            let told = from.not_looked_at.iter().filter(|one| &*one.kind == kind);
            told.fold(0_u64, |sum, one| sum.saturating_add(one.count.unwrap_or(0)))
        };
        Recalled {
            name: String::new(),
            digest: [0; 32],
            certificates: reader.certificates(from),
            messages: reader.messages(&from.messages),
            findings: reader.findings(from),
            merged: from.is_merged(),
            has_findings: from.findings.is_some(),
            failures: reader.failures(&from.failures),
            planned: from.plan.actions.iter().map(planned).collect(),
            systems: reader.systems(&from.systems),
            dependencies: reader.dependencies(&from.dependencies),
            firewall: reader.firewall(&from.firewall),
            skipped: heads.iter().flat_map(|head| reader.shelf.skipped(head)).collect(),
            unsearched: count("unsearched"),
            references_left_out: count("references-left-out"),
            tally: heads.iter().fold(Tally::default(), |sum, head| sum.plus(&reader.shelf.tally(&head.raw))),
            heads,
        }
    }

    /// A name, kept once.
    pub(super) fn name(&mut self, name: &str) -> Arc<str> {
        if let Some(known) = self.names.get(name) {
            return Arc::clone(known);
        }
        let new: Arc<str> = name.into();
        self.names.insert(Arc::clone(&new));
        new
    }

    /// A path, kept once. Text that is no path is told as it stands.
    pub(super) fn path(&mut self, text: &str, bytes: Option<&str>) -> Arc<Path> {
        let octets = bytes.and_then(|bytes| BASE64.decode(bytes.as_bytes()).ok());
        let path = octets.as_deref().map_or(Path::new(text), |octets| Path::new(OsStr::from_bytes(octets)));
        if let Some(known) = self.paths.get(path) {
            return Arc::clone(known);
        }
        let new: Arc<Path> = path.into();
        self.paths.insert(Arc::clone(&new));
        new
    }

    /// A word of which there are few, such as a format. Beyond a bound, and
    /// where it cannot be a word, it is `unknown`.
    pub(super) fn word(&mut self, word: &str) -> &'static str {
        if let Some(known) = self.words.get(word) {
            return known;
        }
        let odd = word.len() > LONGEST_WORD || word.chars().any(char::is_control);
        if odd || self.words.len() >= MAX_WORDS {
            self.miss("word", word);
            return "unknown";
        }
        // Kept for good: there are few, and the rooms ask for words of the program's own life.
        let kept: &'static str = Box::leak(word.into());
        self.words.insert(kept);
        kept
    }

    /// Notes what this version does not know.
    pub(super) fn miss(&mut self, what: &'static str, word: &str) {
        let word: String = word.chars().take(LONGEST_WORD).collect();
        let more = self.unknown.len() >= MAX_WORDS;
        let known = self.unknown.entry((what, if more { "…".to_owned() } else { word })).or_default();
        *known = known.saturating_add(1);
    }

    fn skipped(&mut self, head: &Head) -> Vec<(&'static str, Location)> {
        let scope = self.name(&head.scope);
        let list = head.raw.get("skipped").and_then(Value::as_array).into_iter().flatten();
        let text = |from: &'_ Value, key: &str| from.get(key).and_then(Value::as_str).map(str::to_owned);
        list.filter_map(|one| {
            let path = self.path(&text(one, "path")?, text(one, "pathBytes").as_deref());
            let place = Location { scope: Some(Arc::clone(&scope)), ..Location::file(Arc::clone(&path), path) };
            Some((self.word(&text(one, "reason")?), place))
        })
        .collect()
    }

    fn tally(&mut self, scan: &Value) -> Tally {
        let number = |key: &str| scan.pointer(&format!("/tally/{key}")).and_then(Value::as_u64).unwrap_or(0);
        let skipped = scan.pointer("/tally/skipped").and_then(Value::as_object).into_iter().flatten();
        Tally {
            directories: number("directories"),
            files: number("files"),
            examined: number("examined"),
            failed: number("failed"),
            skipped_files: number("skippedFiles"),
            bytes: number("bytes"),
            containers: number("containers"),
            certificates: number("certificates"),
            distinct_certificates: number("distinctCertificates"),
            skipped: skipped.filter_map(|(reason, count)| Some((self.word(reason), count.as_u64()?))).collect(),
        }
    }
}

/// A shelf while one report is put on it.
pub(super) struct Reader<'r> {
    pub(super) shelf: &'r mut Shelf,
    pub(super) own: Arc<str>,
    pub(super) bench: &'r Bench<'r>,
}

impl Reader<'_> {
    /// A place, with the scope it is of.
    pub(super) fn location(&mut self, at: &At<'_, '_>) -> Location {
        let path = self.shelf.path(at.path, at.path_bytes);
        let root = at.root.map_or_else(|| Arc::clone(&path), |root| self.shelf.path(root, at.root_bytes));
        let steps = at.steps.iter().map(|step| {
            let octets = step.name_bytes.as_deref().and_then(|bytes| BASE64.decode(bytes.as_bytes()).ok());
            let kind = StepKind::ALL.into_iter().find(|kind| kind.id() == &*step.kind);
            if kind.is_none() {
                self.shelf.miss("step", &step.kind);
            }
            let name = octets.unwrap_or_else(|| step.name.as_bytes().to_vec());
            Step { kind: kind.unwrap_or(StepKind::Compressed), name }
        });
        let steps: Vec<Step> = steps.collect();
        let scope = match at.scope {
            Some(scope) if *scope != *self.own => self.shelf.name(scope),
            _ => Arc::clone(&self.own),
        };
        Location { scope: Some(scope), path, root, steps: steps.into() }
    }

    /// A word of a fixed list; what is not in it is noted.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        what: &'static str,
        all: &[T],
        id: fn(T) -> &'static str,
        word: &str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|one| id(*one) == word);
        if found.is_none() {
            self.shelf.miss(what, word);
        }
        found
    }
}

/// A text in both languages.
pub(super) fn both(from: &Both<'_>) -> Text {
    Text { da: from.da.0.to_string(), en: from.en.0.to_string() }
}

/// The octets of a hexadecimal text; colons of other tools are passed by.
pub(super) fn octets(hex: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()
}

/// A fingerprint.
pub(super) fn fingerprint(hex: &str) -> Option<Fingerprint> {
    octets(hex)?.try_into().ok()
}

fn planned(from: &super::document::Action<'_>) -> Planned {
    Planned {
        id: from.id.0.to_string(),
        kind: from.kind.0.to_string(),
        certificates: from.certificates.iter().filter_map(|hex| fingerprint(hex)).collect(),
        done: from.state.as_deref() == Some("done"),
    }
}
