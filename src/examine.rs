//! From content to what it holds: carving and the readers, joined, so that a
//! certificate which both saw is one occurrence, told with the reader's detail.
//!
//! Touches no operating system and judges nothing; it only asks whether a
//! certificate concerns the catalogue. A panic in here becomes one failure.

mod artifact;
mod haul;
mod stores;

pub use artifact::Artifact;
pub use haul::{FileHaul, Haul, Sighting};
pub use stores::{LockedStore, unlock};

/// Whether a certificate must be listed.
pub trait Watch: Sync {
    /// From its issuer and subject (DER, headers included).
    fn concerns(&self, issuer: &[u8], subject: &[u8]) -> bool;
}

/// Lists every certificate, for `--all` and `oces inspect`.
pub struct WatchAll;

impl Watch for WatchAll {
    fn concerns(&self, _issuer: &[u8], _subject: &[u8]) -> bool {
        true
    }
}

impl Watch for crate::catalogue::Catalogue {
    fn concerns(&self, issuer: &[u8], subject: &[u8]) -> bool {
        crate::catalogue::Catalogue::concerns(self, issuer, subject)
    }
}
