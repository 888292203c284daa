//! From content to what it holds: carving and the readers, joined, so that a
//! certificate which both saw is one occurrence, told with the reader's detail.
//!
//! Touches no operating system and judges nothing; it only asks whether a
//! certificate concerns the catalogue. A panic in here becomes one failure.

mod artifact;
mod flow;
mod gather;
mod haul;
mod images;
mod inside;
mod stores;
mod texts;
mod voice;

pub use artifact::Artifact;
pub use flow::{BUFFER, examine};
pub use haul::{FileHaul, Haul, LockedStore, Room, Sighting};
pub use stores::unlock;
pub use texts::MAX_TEXT;
pub use voice::Voice;

use crate::inventory::Mention;
use crate::location::Location;

/// Whether a certificate must be listed.
pub trait Watch: Sync {
    /// Whether a name (DER, header included) is watched for, be it the
    /// issuer's or the subject's. The same name always gets the same answer.
    fn concerns(&self, name: &[u8]) -> bool;

    /// What a text, or a part of one, may say whatever else is found. Asked on
    /// the first reading; parts overlap by more than anything that is listened
    /// for is long.
    fn hear(&self, location: &Location, text: &[u8], is_whole: bool) -> Voice {
        let (_, _, _) = (location, text, is_whole);
        Voice::Speaks
    }

    /// What looks at texts; then nothing else is looked for.
    fn texts(&self) -> Option<&dyn Texts> {
        None
    }
}

/// What looks at texts, on a second reading.
pub trait Texts: Sync {
    /// What the text says; it is UTF-8 or something near it.
    fn look(&self, location: &Location, text: &[u8]) -> Vec<Mention>;
}

/// Lists every certificate, for `--all` and `oces inspect`.
pub struct WatchAll;

impl Watch for WatchAll {
    fn concerns(&self, _name: &[u8]) -> bool {
        true
    }
}

impl Watch for crate::catalogue::Catalogue {
    fn concerns(&self, name: &[u8]) -> bool {
        crate::catalogue::Catalogue::concerns(self, name)
    }
}
