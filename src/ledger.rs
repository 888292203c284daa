//! What people have said, beside what was found: decisions, keys that are kept
//! on purpose, and the certificates that MitID Erhverv lists.
//!
//! Reads no file: `config` hands the texts in. Judges nothing.

use crate::certificate::Fingerprint;
use globset::GlobMatcher;
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
}

impl Ledger {
    /// What was said of keeping the key of this certificate: the first rule that fits.
    pub fn retain(&self, sha256: &Fingerprint) -> Option<&Retain> {
        let digits = data_encoding::HEXLOWER.encode(sha256);
        let fits =
            |rule: &&Retain| !rule.certificate.is_empty() && digits.starts_with(&rule.certificate.to_lowercase());
        self.retains.iter().find(fits)
    }
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

/// A certificate as MitID Erhverv lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its name there.
    pub name: String,
    /// The UUID in its subject, lower case.
    pub uuid: Option<String>,
    /// Its serial number, lower-case hexadecimal.
    pub serial: Option<String>,
    /// Its end.
    pub not_after: Option<Date>,
    /// Its kind, as it stands there.
    pub kind: Option<String>,
    /// Its status, as it stands there.
    pub status: Option<String>,
}
