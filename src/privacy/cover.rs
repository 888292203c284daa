//! What stands for what in one report, and the hand that puts it there: text by
//! text, each original wherever it stands.

use super::fold::Folded;
use super::known::Known;
use super::label::{Class, Labels};
use super::marks::{Marks, Slot};
use super::person::{self, Others};
use super::{Key, mail, name, number, user};
use crate::certificate::Fingerprint;
use crate::report::Report;
use data_encoding::HEXLOWER;
use foldhash::fast::RandomState;
use globset::{GlobBuilder, GlobMatcher};
use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many texts without anything to cover are remembered.
const MAX_PLAIN: usize = 100_000;

/// The cover of one report.
pub(super) struct Cover {
    labels: Labels,
    known: Known,
    others: Others,
    /// Whether the report was veiled before, so that labels in it are labels.
    again: bool,
    /// Paths that were met, and what stands for them.
    paths: HashMap<Plain, Arc<Path>, RandomState>,
    /// The same by address, which is all that most lookups need; the path is
    /// kept so that its address stays its own.
    addresses: HashMap<usize, (Arc<Path>, Arc<Path>), RandomState>,
    /// What stands for a path already, so that no two become one.
    taken: HashSet<Plain, RandomState>,
    /// Texts without anything to cover.
    plain: HashSet<Box<str>, RandomState>,
    /// Makes identities of what is veiled.
    identities: Option<Labels>,
    /// The identities of systems that are told by another one now.
    pub(super) systems: HashMap<String, String>,
}

/// A path that is compared octet by octet: what means the same is written the same.
struct Plain(Arc<Path>);

impl Plain {
    fn of(path: &Arc<Path>) -> Plain {
        let octets = path.as_os_str().as_bytes();
        let odd = octets.ends_with(b"/") || octets.windows(2).any(|two| two == b"//" || two == b"/.");
        Plain(if odd { Arc::from(path.components().collect::<PathBuf>()) } else { Arc::clone(path) })
    }
}

impl PartialEq for Plain {
    fn eq(&self, other: &Plain) -> bool {
        self.0.as_os_str() == other.0.as_os_str()
    }
}

impl Eq for Plain {}

impl Hash for Plain {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(self.0.as_os_str().as_bytes());
    }
}

impl Cover {
    /// Learns all originals of the report. `key` makes the identities of what is
    /// veiled, `pseudonyms` also what stands for it.
    pub(super) fn of(report: &Report, key: Option<&Key>, pseudonyms: bool) -> Cover {
        let (known, others) = person::originals(report);
        let labels = Labels::new(key.filter(|_| pseudonyms));
        let again = person::is_veiled_before(report);
        Cover { again, identities: key.map(|key| Labels::new(Some(key))), ..Cover::with(labels, known, others) }
    }

    /// Knows nobody: covers what is a person's by its form alone.
    pub(super) fn by_form() -> Cover {
        Cover::with(Labels::new(None), Known::default(), Others::default())
    }

    fn with(labels: Labels, known: Known, others: Others) -> Cover {
        Cover {
            labels,
            known,
            others,
            again: false,
            paths: HashMap::default(),
            addresses: HashMap::default(),
            taken: HashSet::default(),
            plain: HashSet::default(),
            identities: None,
            systems: HashMap::new(),
        }
    }

    /// Whether this certificate is a person's, or not in the report at all.
    pub(super) fn is_personal(&self, sha256: &Fingerprint) -> bool {
        !self.others.contains(sha256)
    }

    /// Whether a locked store may hold a person's key.
    pub(super) fn may_be_personal(&self, facts: &crate::failure::StoreFacts) -> bool {
        person::may_be_personal(facts, &self.others)
    }

    /// Octets with everything covered; `None` if there is nothing.
    pub(super) fn octets(&mut self, source: &[u8], slot: Slot) -> Option<Vec<u8>> {
        let mut marks = Marks::default();
        self.mark(&Folded::new(source, false), source, slot, &mut marks);
        if source.contains(&b'\\') {
            self.mark(&Folded::new(source, true), source, slot, &mut marks);
        }
        marks.apply(source)
    }

    fn mark(&mut self, folded: &Folded, source: &[u8], slot: Slot, marks: &mut Marks) {
        user::cover(folded, slot, (&self.known.domains, self.again), &mut self.labels, marks);
        mail::cover(folded, self.again, &mut self.labels, marks);
        number::cover(folded, source, &self.known, &mut self.labels, marks);
        name::cover(folded, slot, &self.known, &mut self.labels, marks);
    }

    /// A text with everything covered; `None` if there is nothing.
    pub(super) fn text(&mut self, text: &str, slot: Slot) -> Option<String> {
        if text.is_empty() || (slot == Slot::Ours && self.plain.contains(text)) {
            return None;
        }
        let covered = self.octets(text.as_bytes(), slot);
        if covered.is_none() && slot == Slot::Ours && self.plain.len() < MAX_PLAIN {
            self.plain.insert(text.into());
        }
        covered.map(|octets| String::from_utf8_lossy(&octets).into_owned())
    }

    /// A path; another path never becomes the same.
    pub(super) fn path(&mut self, path: &Arc<Path>) -> Arc<Path> {
        let address = Arc::as_ptr(path).cast::<u8>().addr();
        if let Some((_, covered)) = self.addresses.get(&address) {
            return Arc::clone(covered);
        }
        let plain = Plain::of(path);
        let covered = match self.paths.get(&plain) {
            Some(covered) => Arc::clone(covered),
            None => self.new_path(path, plain),
        };
        self.addresses.insert(address, (Arc::clone(path), Arc::clone(&covered)));
        covered
    }

    fn new_path(&mut self, path: &Arc<Path>, plain: Plain) -> Arc<Path> {
        let mut covered = match self.octets(path.as_os_str().as_bytes(), Slot::Path) {
            Some(octets) => Arc::from(Path::new(OsStr::from_bytes(&octets))),
            None => Arc::clone(path),
        };
        let first = Arc::clone(&covered);
        let mut again = 2_u64;
        while !self.taken.insert(Plain::of(&covered)) {
            let mut next = first.as_os_str().to_owned();
            next.push(format!("~{again}"));
            covered = Arc::from(Path::new(&next));
            again += 1;
        }
        self.paths.insert(plain, Arc::clone(&covered));
        covered
    }

    /// What stands for a whole text that is a person's in any case.
    pub(super) fn label(&mut self, class: Class, text: &str) -> String {
        let folded = Folded::new(text.as_bytes(), false).octets;
        if self.again && super::label::is_label(&folded) {
            return text.to_owned();
        }
        match class {
            Class::Name => self.labels.of(class, &user::spaced(&folded)),
            Class::Number | Class::Mail => self.labels.of(class, &folded),
        }
    }

    /// What stands for a certificate's fingerprint; what is nobody's stays.
    pub(super) fn fingerprint(&mut self, sha256: &Fingerprint) -> Fingerprint {
        let mut out = *sha256;
        if self.is_personal(sha256) {
            out.copy_from_slice(&self.hidden(sha256));
        }
        out
    }

    /// What stands for octets that are somebody's; others stay.
    pub(super) fn known_octets(&mut self, octets: &mut [u8]) {
        if self.known.has_octets(octets) {
            let new = self.hidden(octets);
            octets.copy_from_slice(&new);
        }
    }

    /// What stands for these octets, whoever's they are.
    pub(super) fn hidden(&mut self, octets: &[u8]) -> Box<[u8]> {
        let number = self.known.number_of(octets);
        self.labels.octets(octets, number)
    }

    /// An identity of something that is veiled. Without a key it stays: it is
    /// one way, and whoever keeps track of it needs it.
    pub(super) fn identity(&self, id: &mut [u8]) {
        if let Some(labels) = &self.identities {
            let new = labels.octets(id, 0);
            id.copy_from_slice(&new);
        }
    }

    /// The same in hexadecimal.
    pub(super) fn hexadecimal_identity(&self, id: &mut String) {
        if let (Some(labels), Ok(octets)) = (&self.identities, HEXLOWER.decode(id.as_bytes())) {
            *id = HEXLOWER.encode(&labels.octets(&octets, 0));
        }
    }

    /// Whether these octets are somebody's.
    pub(super) fn has_octets(&self, octets: &[u8]) -> bool {
        self.known.has_octets(octets)
    }

    /// The paths that a rule is about; `false` if they cannot be told any more.
    pub(super) fn glob(&mut self, matcher: &mut GlobMatcher) -> bool {
        let Some(new) = self.text(matcher.glob().glob(), Slot::Foreign) else { return true };
        let glob = GlobBuilder::new(&new).literal_separator(true).build();
        let glob = glob.or_else(|_| globset::Glob::new("**"));
        glob.is_ok_and(|glob| {
            *matcher = glob.compile_matcher();
            true
        })
    }
}
