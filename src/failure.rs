//! What went wrong in the world: data with a place and a kind, never an `Err`.
//!
//! Every path that could not be read, opened or understood to its end becomes
//! one of these and stays in every report.

use crate::location::Location;
use std::sync::Arc;
use time::Date;

/// One thing that could not be looked at in full.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Where.
    pub location: Location,
    /// What kind of trouble.
    pub kind: FailureKind,
    /// What exactly, in English, without foreign text that is not needed.
    pub detail: String,
    /// What a locked store tells without its password.
    pub store: Option<StoreFacts>,
    /// What the configuration says of it.
    pub acknowledged: Option<Box<Acknowledged>>,
    /// The identity it has where its place is covered: not made from the place any more.
    pub identity: Option<[u8; 16]>,
}

/// What was said of a failure that is known and accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acknowledged {
    /// Why.
    pub reason: Arc<str>,
    /// The last day on which it is accepted.
    pub until: Option<Date>,
    /// Whether that day is past, so that the scan counts as incomplete again.
    pub lapsed: bool,
}

/// The kinds of trouble; part of the report's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailureKind {
    /// The file was rewritten while it was read, twice.
    Changed,
    /// The structure is damaged.
    Corrupt,
    /// A fault of ours, caught at the artifact's border.
    Internal,
    /// A bound was reached; what was read before it is kept.
    LimitExceeded,
    /// No password fits, or the format cannot be read without one.
    Locked,
    /// The operating system refused.
    Unreadable,
    /// The name promises a keystore and no reader knows the content.
    Unrecognized,
    /// A cipher, type or version that no reader implements.
    Unsupported,
}

/// What a store tells about itself without a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoreFacts {
    /// The reader's identifier, such as `pkcs12`.
    pub format: &'static str,
    /// The private keys that can be told apart.
    pub keys: Vec<StoreKey>,
    /// SHA-256 of certificates found elsewhere to which a key here belongs.
    pub belongs_to: Vec<[u8; 32]>,
}

/// A private key seen from outside its encryption.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoreKey {
    /// PKCS #9 friendlyName, or the alias in a Java keystore.
    pub friendly_name: Option<String>,
    /// PKCS #9 localKeyID, as raw bytes.
    pub local_key_id: Option<Vec<u8>>,
}

impl FailureKind {
    /// Every kind, in the order of their names.
    pub const ALL: [FailureKind; 8] = [
        FailureKind::Changed,
        FailureKind::Corrupt,
        FailureKind::Internal,
        FailureKind::LimitExceeded,
        FailureKind::Locked,
        FailureKind::Unreadable,
        FailureKind::Unrecognized,
        FailureKind::Unsupported,
    ];

    /// The kind of a reader's error: each kind of trouble has one of
    /// [`std::io::ErrorKind`]; what the operating system says is unreadable.
    pub fn of(error: &std::io::Error) -> FailureKind {
        use std::io::ErrorKind;
        match error.kind() {
            _ if error.raw_os_error().is_some() => FailureKind::Unreadable,
            ErrorKind::QuotaExceeded => FailureKind::LimitExceeded,
            ErrorKind::Unsupported => FailureKind::Unsupported,
            _ => FailureKind::Corrupt,
        }
    }

    /// The kind's name in reports.
    pub fn id(self) -> &'static str {
        match self {
            FailureKind::Changed => "changed",
            FailureKind::Corrupt => "corrupt",
            FailureKind::Internal => "internal",
            FailureKind::LimitExceeded => "limit-exceeded",
            FailureKind::Locked => "locked",
            FailureKind::Unreadable => "unreadable",
            FailureKind::Unrecognized => "unrecognized",
            FailureKind::Unsupported => "unsupported",
        }
    }
}

/// Why a person's store was hardly tried: the detail of its failure.
pub const PERSONAL: &str = "it holds a person's key: only passwords that are named for its path are tried";

impl Failure {
    /// Whether it is a person's store that stayed locked: only that person may open it.
    pub fn is_personal(&self) -> bool {
        self.detail.ends_with(PERSONAL)
    }

    /// Whether it is accepted: then it does not make the scan incomplete.
    pub fn is_acknowledged(&self) -> bool {
        self.acknowledged.as_ref().is_some_and(|one| !one.lapsed)
    }

    /// A failure without store facts.
    pub fn new(location: Location, kind: FailureKind, detail: impl Into<String>) -> Failure {
        Failure { location, kind, detail: detail.into(), store: None, acknowledged: None, identity: None }
    }
}
