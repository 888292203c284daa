//! What texts say of certificates, keystores, counterparties and NemID.

use crate::certificate::Fingerprint;
use crate::clue::Sign;
use crate::location::Location;
use std::path::Path;
use std::sync::Arc;

/// A text that names something the scan looks for. Never the value of a
/// password: only the token that was recognised is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The file, and the way in.
    pub location: Location,
    /// The line, from 1.
    pub line: u64,
    /// What it says.
    pub said: Said,
    /// What stands there, at most [`MAX_TOKEN`] octets of it.
    pub token: Box<str>,
    /// The setting whose value it is, such as `ssl_certificate`.
    pub setting: Option<Box<str>>,
    /// The lines that open the blocks it stands in, outermost first, itself last.
    pub blocks: Box<[u64]>,
}

/// More of a token is not kept, in octets.
pub const MAX_TOKEN: usize = 200;

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// It names a certificate.
    Certificate {
        /// Which.
        sha256: Fingerprint,
        /// By what.
        by: By,
    },
    /// It names a file that holds certificates or keys of the scan.
    Store {
        /// The file, as it was found.
        path: Arc<Path>,
        /// By what: its path, or its bare name.
        by: By,
    },
    /// It names a keystore that is not in the scan.
    Missing {
        /// The path as it stands there, resolved as far as possible.
        path: Box<str>,
    },
    /// A sign of a counterparty, a use or a dependency on NemID.
    Sign(&'static Sign),
    /// It is a host's own name (`etc/hostname`): what lies around it is that host's.
    Host(Box<str>),
}

/// By what a text names a certificate or a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// Its path.
    Path,
    /// Its bare file name, where no path stands.
    FileName,
    /// Alias, friendlyName or nickname.
    Alias,
    /// SHA-1 thumbprint.
    Sha1,
    /// SHA-256 thumbprint.
    Sha256,
    /// Serial number.
    Serial,
    /// Subject key identifier.
    SubjectKeyIdentifier,
    /// Subject, in whatever order of its parts.
    Subject,
    /// The identifier in the subject: CVR-UID, -FID, -RID, or `UI:DK-…`.
    Identifier,
}

impl By {
    /// Every way.
    pub const ALL: [By; 9] = [
        By::Path,
        By::FileName,
        By::Alias,
        By::Sha1,
        By::Sha256,
        By::Serial,
        By::SubjectKeyIdentifier,
        By::Subject,
        By::Identifier,
    ];

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            By::Path => "path",
            By::FileName => "file-name",
            By::Alias => "alias",
            By::Sha1 => "sha1",
            By::Sha256 => "sha256",
            By::Serial => "serial",
            By::SubjectKeyIdentifier => "subject-key-identifier",
            By::Subject => "subject",
            By::Identifier => "identifier",
        }
    }
}
