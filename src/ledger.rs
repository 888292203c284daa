//! What people have said, beside what was found: decisions, keys that are kept
//! on purpose, and the certificates that MitID Erhverv lists.
//!
//! Reads no file: `config` hands the texts in. Judges nothing.
//!
//! Behaviour
//! 1. The first rule that fits counts. All subjects of a decision must fit.
//! 2. That something is needed may be said of one of its places or systems;
//!    that it is not must hold for all of them: a "no" about one folder says
//!    nothing of another where the same certificate is in use.
//! 3. A key is kept at any place that one of its rules names; from the day of
//!    the review on it is overdue.

mod cells;
mod columns;
mod encoding;
mod listing;
mod rows;
mod waiver;

pub use cells::uuid;
pub use listing::{Listed, Standing, read as read_list};
pub use waiver::{Acknowledge, Ignore, Issuer, Place, Term};

use crate::certificate::Fingerprint;
use globset::GlobMatcher;
use std::path::Path;
use time::Date;

/// Everything that was said.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// `[[decision]]`, in its order; the first that fits counts.
    pub decisions: Vec<Decision>,
    /// `[[retain]]`, in its order; the first that fits counts.
    pub retains: Vec<Retain>,
    /// The certificate list of MitID Erhverv, where one was given.
    pub listed: Option<Vec<Listed>>,
    /// `[[ignore]]`, in its order.
    pub ignores: Vec<Ignore>,
    /// `[[acknowledge]]`, in its order.
    pub acknowledges: Vec<Acknowledge>,
}

/// Whether something is still needed, as its owner decided.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The beginning of the certificate's SHA-256, lower-case hexadecimal.
    pub certificate: Option<String>,
    /// The paths that it is about.
    pub path: Option<GlobMatcher>,
    /// The system that it is about, by its name.
    pub system: Option<String>,
    /// The answer.
    pub needed: bool,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// A key that is kept on purpose.
#[derive(Clone, Debug)]
pub struct Retain {
    /// The beginning of the certificate's SHA-256, lower-case hexadecimal.
    pub certificate: String,
    /// Where it is kept: elsewhere it counts again.
    pub path: GlobMatcher,
    /// What for.
    pub purpose: String,
    /// Who answers for it.
    pub owner: String,
    /// The day of its review: from then on it counts again.
    pub review: Date,
}

/// How a place of a key stands to what was said of the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keeping {
    /// Kept there on purpose.
    Kept,
    /// Kept there, but its review is due.
    Overdue,
    /// To be kept, but in another place.
    Elsewhere,
}

impl Keeping {
    /// Every value, for the schema and its tests.
    pub const ALL: [Keeping; 3] = [Keeping::Kept, Keeping::Overdue, Keeping::Elsewhere];

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Keeping::Kept => "kept",
            Keeping::Overdue => "overdue",
            Keeping::Elsewhere => "elsewhere",
        }
    }
}

impl Ledger {
    /// What was decided of a certificate that is used at these paths and by
    /// these systems.
    pub fn decision(&self, sha256: &Fingerprint, paths: &[&Path], systems: &[&str]) -> Option<&Decision> {
        self.decisions.iter().find(|one| one.fits(sha256, paths, systems))
    }

    /// Whether the key of this certificate is kept on purpose, wherever.
    pub fn retain(&self, sha256: &Fingerprint) -> Option<&Retain> {
        self.retains.iter().find(|one| one.is_of(sha256))
    }

    /// The same of one place of it; told for very many.
    pub fn keeping(&self, sha256: &Fingerprint, path: &Path, as_of: Date) -> Option<(&Retain, Keeping)> {
        let hex = data_encoding::HEXLOWER.encode(sha256);
        let mut rules = self.retains.iter().filter(|one| hex.starts_with(&one.certificate));
        let here = rules.clone().find(|one| one.path.is_match(path));
        match here {
            Some(rule) if rule.is_overdue(as_of) => Some((rule, Keeping::Overdue)),
            Some(rule) => Some((rule, Keeping::Kept)),
            None => rules.next().map(|rule| (rule, Keeping::Elsewhere)),
        }
    }
}

impl Decision {
    /// Whether it is about a certificate that is used at these paths and by
    /// these systems.
    pub fn fits(&self, sha256: &Fingerprint, paths: &[&Path], systems: &[&str]) -> bool {
        let certificate = self.certificate.as_deref().is_none_or(|prefix| begins(sha256, prefix));
        let path = self.path.as_ref().is_none_or(|glob| self.covers(paths, |path| glob.is_match(path)));
        let named = |wanted: &str, name: &str| name.trim().to_lowercase() == wanted.trim().to_lowercase();
        let system = self.system.as_deref().is_none_or(|wanted| self.covers(systems, |name| named(wanted, name)));
        let anything = self.certificate.is_some() || self.path.is_some() || self.system.is_some();
        anything && certificate && path && system
    }

    /// A "yes" needs one of them, a "no" all.
    fn covers<T: ?Sized>(&self, all: &[&T], fits: impl Fn(&T) -> bool) -> bool {
        let mut fitting = all.iter().map(|one| fits(one));
        if self.needed { fitting.any(|fits| fits) } else { !all.is_empty() && fitting.all(|fits| fits) }
    }
}

impl Retain {
    /// Whether it is about this certificate's key.
    pub fn is_of(&self, sha256: &Fingerprint) -> bool {
        begins(sha256, &self.certificate)
    }

    /// Whether its review is due.
    pub fn is_overdue(&self, as_of: Date) -> bool {
        as_of >= self.review
    }

    /// Where it is kept, as configured and seen from the root.
    pub fn place(&self) -> &str {
        self.path.glob().glob()
    }
}

/// Whether the fingerprint begins with these digits.
fn begins(sha256: &Fingerprint, prefix: &str) -> bool {
    data_encoding::HEXLOWER.encode(sha256).starts_with(prefix)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
