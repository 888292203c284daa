//! Marks: what a ticket remembers of the places where its matter was seen,
//! without telling them.
//!
//! *Behaviour*
//!
//! 1. A mark holds short hashes of the scope, of the path and of each folder
//!    above it: enough to ask whether a later scan looked there, at or above.
//! 2. It holds the finding's identity and a hash of what is said of it, so that
//!    a change is seen.
//! 3. With a key the hashes are keyed: who has the tracker cannot guess at names
//!    in paths. With another key nothing is recognised, and nothing closed.
//! 4. More than [`MOST`] marks become marks of whole folders: a folder counts as
//!    looked at only if nothing below it was passed by either.

use crate::check::Finding;
use crate::location::Location;
use crate::privacy::Key;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// More marks than these are drawn together.
pub const MOST: usize = 400;

/// So many of each scope are kept at least.
const LEAST: usize = 4;

/// The hash of a scope or a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag([u8; 4]);

/// Makes tags.
#[derive(Clone, Copy, Default)]
pub struct Marker<'k> {
    /// The secret, if there is one.
    pub key: Option<&'k Key>,
}

/// A place where something was seen.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// Whose scan.
    pub scope: Tag,
    /// The folders from the root of the file system, then the file.
    pub way: Vec<Tag>,
    /// Which finding; of a folder, all of them.
    pub finding: [u8; 6],
    /// What is said of it.
    pub facts: Tag,
    /// In an archive or a message.
    pub inside: bool,
    /// It rests on the search of texts.
    pub of_text: bool,
    /// It is seen only where mail is read.
    pub of_mail: bool,
    /// It is true of this place because of what lies at others.
    pub of_others: bool,
    /// It stands for all that is below.
    pub folder: bool,
}

impl Tag {
    /// From its eight digits.
    pub fn parse(text: &str) -> Option<Tag> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Tag)
    }

    /// Its eight digits.
    pub fn text(self) -> String {
        HEXLOWER.encode(&self.0)
    }
}

impl Marker<'_> {
    /// The tag of a scope.
    pub fn scope(self, name: &str) -> Tag {
        self.tag(b"scope", name.as_bytes())
    }

    /// The tag of a path of this scope.
    pub fn path(self, scope: Tag, path: &Path) -> Tag {
        self.tag(&scope.0, path.as_os_str().as_bytes())
    }

    /// The tag of anything else that is compared.
    pub fn text(self, text: &[u8]) -> Tag {
        self.tag(b"text", text)
    }

    /// The mark of a finding; `facts` is what else a change shows in.
    pub fn mark(self, scope: &str, finding: &Finding, facts: &[u8]) -> Mark {
        let mut mark = self.place(scope, &finding.location);
        mark.finding = self.finding(scope, finding);
        mark.facts = self.text(facts);
        mark.of_text = crate::diff::OF_TEXTS.contains(&finding.rule.id);
        mark.of_others = finding.rule.id == "shared-key";
        mark.of_mail = mark.inside || finding.history || finding.rule.id == "encrypted-mail";
        mark
    }

    /// The mark of a place alone.
    pub fn place(self, scope: &str, location: &Location) -> Mark {
        let scope = self.scope(scope);
        let mut above: Vec<&Path> = location.path.ancestors().collect();
        above.reverse();
        Mark {
            scope,
            way: above.into_iter().map(|path| self.path(scope, path)).collect(),
            finding: [0; 6],
            facts: self.text(b""),
            inside: !location.steps.is_empty(),
            of_text: false,
            of_mail: !location.steps.is_empty(),
            of_others: false,
            folder: false,
        }
    }

    /// What stands for a finding: the same whatever root it was found under.
    fn finding(self, scope: &str, finding: &Finding) -> [u8; 6] {
        let certificate = finding.certificate.unwrap_or_default();
        let path = finding.location.path.as_os_str().as_bytes();
        let members = finding.location.members();
        let parts = [scope.as_bytes(), finding.rule.id.as_bytes(), &certificate, path, &members];
        self.whole(b"finding", &parts.join(&b'\0')).first_chunk().copied().unwrap_or_default()
    }

    fn tag(self, domain: &[u8], octets: &[u8]) -> Tag {
        Tag(self.whole(domain, octets).first_chunk().copied().unwrap_or_default())
    }

    fn whole(self, domain: &[u8], octets: &[u8]) -> [u8; 32] {
        let plain = |parts: [&[u8]; 3]| {
            let mut hash = Sha256::new();
            for part in parts {
                hash.update(part);
            }
            <[u8; 32]>::from(hash.finalize())
        };
        let plain = plain([domain, b"\0", octets]);
        self.key.and_then(|key| key.tag(&plain)).unwrap_or(plain)
    }
}

impl Mark {
    /// One line without blanks.
    pub fn text(&self) -> String {
        let flags =
            [(self.inside, 'i'), (self.of_text, 't'), (self.of_mail, 'm'), (self.of_others, 'o'), (self.folder, 'f')];
        let flags: String = flags.iter().filter(|(set, _)| *set).map(|(_, letter)| letter).collect();
        let way: String = self.way.iter().map(|tag| tag.text()).collect();
        format!("{flags}.{}.{way}.{}.{}", self.scope.text(), HEXLOWER.encode(&self.finding), self.facts.text())
    }

    /// Reads what [`Mark::text`] writes.
    pub fn parse(text: &str) -> Option<Mark> {
        let mut parts = text.split('.');
        let (flags, scope, way) = (parts.next()?, parts.next()?, parts.next()?);
        let (finding, facts) = (parts.next()?, parts.next()?);
        if parts.next().is_some() || !way.len().is_multiple_of(8) || !way.is_ascii() {
            return None;
        }
        let tags = (0..way.len()).step_by(8).map(|at| Tag::parse(way.get(at..at + 8)?));
        Some(Mark {
            scope: Tag::parse(scope)?,
            way: tags.collect::<Option<_>>()?,
            finding: HEXLOWER.decode(finding.as_bytes()).ok()?.try_into().ok()?,
            facts: Tag::parse(facts)?,
            inside: flags.contains('i'),
            of_text: flags.contains('t'),
            of_mail: flags.contains('m'),
            of_others: flags.contains('o'),
            folder: flags.contains('f'),
        })
    }
}

/// Draws the marks of each scope together until there are few enough. A scope keeps a few however
/// many there are: one that stood for everything could never be looked at.
pub fn gathered(marks: BTreeSet<Mark>) -> BTreeSet<Mark> {
    if marks.len() <= MOST {
        return marks;
    }
    let mut scopes: BTreeMap<Tag, BTreeSet<Mark>> = BTreeMap::new();
    for mark in marks {
        scopes.entry(mark.scope).or_default().insert(mark);
    }
    let most = (MOST / scopes.len().max(1)).max(LEAST);
    scopes.into_values().flat_map(|marks| few(marks, most)).collect()
}

fn few(marks: BTreeSet<Mark>, most: usize) -> BTreeSet<Mark> {
    let mut depth = marks.iter().map(|mark| mark.way.len()).max().unwrap_or(0);
    let mut now = marks;
    while now.len() > most && depth > 1 {
        depth -= 1;
        now = cut(&now, depth);
    }
    now
}

/// The same with all that lies deeper than `depth` folders drawn together.
fn cut(marks: &BTreeSet<Mark>, depth: usize) -> BTreeSet<Mark> {
    let mut groups: BTreeMap<(Tag, Vec<Tag>), Vec<&Mark>> = BTreeMap::new();
    let mut kept = BTreeSet::new();
    for mark in marks {
        match mark.way.get(..depth) {
            Some(way) if way.len() < mark.way.len() => {
                groups.entry((mark.scope, way.to_vec())).or_default().push(mark);
            }
            _ => {
                kept.insert(mark.clone());
            }
        }
    }
    kept.extend(groups.into_iter().map(|((scope, way), marks)| folder(scope, way, &marks)));
    kept
}

fn folder(scope: Tag, way: Vec<Tag>, marks: &[&Mark]) -> Mark {
    let mut hash = Sha256::new();
    for mark in marks {
        hash.update(mark.finding);
        hash.update(mark.facts.0);
    }
    let whole: [u8; 32] = hash.finalize().into();
    let any = |of: fn(&Mark) -> bool| marks.iter().any(|mark| of(mark));
    Mark {
        scope,
        way,
        finding: whole.first_chunk().copied().unwrap_or_default(),
        facts: Tag(whole.last_chunk().copied().unwrap_or_default()),
        inside: any(|mark| mark.inside),
        of_text: any(|mark| mark.of_text),
        of_mail: any(|mark| mark.of_mail),
        of_others: false,
        folder: true,
    }
}
