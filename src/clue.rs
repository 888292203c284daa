//! Clues: what strings in configuration and code tell of counterparties, uses
//! and dependencies on NemID, what is known of each, and how old that is.
//!
//! Data in `clue/*.toml`: a new counterparty is one stanza. Knows no file and
//! searches nothing.
//!
//! Behaviour
//! 1. Every text for people stands in Danish and English.
//! 2. Everything known carries the day on which its source was written or
//!    read; [`Knowledge::is_old`] tells what must not be told as certain, and
//!    [`Knowledge::told`] says all of it in words.
//! 3. Soundness (no two identical signs, no empty text) is tested, not assumed.

mod file;
mod knowledge;

pub use crate::wording::Text;
pub use knowledge::Knowledge;

use std::sync::LazyLock;

/// Everything that is known.
#[derive(Debug, Default)]
pub struct Clues {
    /// By id.
    pub counterparties: Vec<Counterparty>,
    /// What died with NemID, by id.
    pub dependencies: Vec<Dependency>,
    /// Addresses to open and to close.
    pub addresses: Vec<Address>,
    /// All signs, of whatever topic.
    pub signs: Vec<Sign>,
}

/// Who is at the other end of an integration.
#[derive(Debug, PartialEq, Eq)]
pub struct Counterparty {
    /// Stable: part of reports.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The kind of certificate it demands: `system`, `organisation`, `employee`
    /// or `None` where that is not known.
    pub demands: Option<String>,
    /// What it demands, in words.
    pub demand: Text,
    /// What is registered there, and how; says so where that is not known.
    pub registration: Text,
    /// Whether a registration by certificate is lost by renewal, if known.
    pub bound_to: Option<Bound>,
    /// Where that was read.
    pub knowledge: Knowledge,
}

/// What a registration at a counterparty hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The certificate: each renewal must be registered.
    Certificate,
    /// The UUID in the subject: it survives a renewal.
    Uuid,
}

/// Something that died with NemID.
#[derive(Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Stable: part of reports.
    pub id: String,
    /// What it was.
    pub name: Text,
    /// What replaces it.
    pub replacement: Text,
    /// Where that was read.
    pub knowledge: Knowledge,
}

/// An address that firewalls must let through, or need not any more.
#[derive(Debug)]
pub struct Address {
    /// The host name, perhaps with a leading `*.`.
    pub host: String,
    /// The ports.
    pub ports: Vec<u16>,
    /// Whether it is to be opened; else closed.
    pub open: bool,
    /// Whether it is of the test environment.
    pub test: bool,
    /// The counterparty by id, where the address is of no use without it.
    pub counterparty: Option<String>,
    /// What it is for.
    pub purpose: Text,
    /// Where that was read.
    pub knowledge: Knowledge,
}

/// One string that tells something.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sign {
    /// What it tells.
    pub topic: Topic,
    /// How it stands in text.
    pub kind: SignKind,
    /// The string, lower case.
    pub text: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Whether it speaks for its file only, or for its folder and those below.
    pub folder: bool,
}

/// What a sign tells.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// A counterparty, by id.
    Counterparty(String),
    /// A use.
    Use(UseKind),
    /// A dependency on NemID, by id.
    Dependency(String),
}

/// How a sign stands in text: what may come before and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignKind {
    /// A host name, or the end of one at a dot: `x.skat.dk` for `skat.dk`.
    Host,
    /// A host name whose first label begins so: `codefileclient` for `codefileclient.danid.dk`.
    HostPrefix,
    /// A namespace, package or path: a whole token, which may go on after a separator.
    Namespace,
    /// A setting's name, whole.
    Key,
    /// A whole word.
    Word,
    /// These very characters; a border is asked for only where the text begins
    /// or ends in a letter or digit.
    Literal,
    /// Code that takes such a text apart or tests for it; not the text itself
    /// where it is part of a certificate's own name.
    Tested,
    /// The file's own name, as a glob.
    FileName,
}

/// What a certificate is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UseKind {
    /// A software robot.
    Robot,
    /// Secure mail.
    SecureEmail,
    /// An integration between systems.
    SystemToSystem,
}

impl UseKind {
    /// Every use.
    pub const ALL: [UseKind; 3] = [UseKind::Robot, UseKind::SecureEmail, UseKind::SystemToSystem];

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            UseKind::Robot => "robot",
            UseKind::SecureEmail => "secure-email",
            UseKind::SystemToSystem => "system-to-system",
        }
    }
}

/// How sure something is; the surest is the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    /// Every level.
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// What the program knows. Its soundness is tested; were it broken
/// nonetheless, no clue would be found and no scan would fail for it.
pub static CLUES: LazyLock<Clues> = LazyLock::new(|| file::load().unwrap_or_default());

impl Clues {
    /// The counterparty of this id.
    pub fn counterparty(&self, id: &str) -> Option<&Counterparty> {
        self.counterparties.iter().find(|one| one.id == id)
    }

    /// The dependency of this id.
    pub fn dependency(&self, id: &str) -> Option<&Dependency> {
        self.dependencies.iter().find(|one| one.id == id)
    }
}

#[cfg(test)]
mod tests;
