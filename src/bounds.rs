//! Bounds for everything that is opened: how deep, how many, how much, how
//! long, and one budget of memory for all workers.
//!
//! Knows no format and no path. A bound that is reached is told by a reader's
//! error ([`std::io::ErrorKind::QuotaExceeded`]) and named after its option.

mod budget;
mod meter;

pub use budget::{Budget, Grant};
pub use meter::{Clock, Meter};

use std::sync::atomic::AtomicU64;

/// What may be spent on what hides things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Whether archives are opened (`--no-archives`).
    pub archives: bool,
    /// Whether messages are opened (`--no-mail`).
    pub mail: bool,
    /// How deep archives may nest in archives (`--max-depth`).
    pub depth: usize,
    /// How many members one file may hold, those of nested archives included (`--max-members`).
    pub members: u64,
    /// How many octets one file may expand to (`--max-expanded`).
    pub expanded: u64,
    /// How many octets all files together may expand to (`--max-expanded-scan`).
    pub expanded_scan: u64,
    /// How many times its own size a file may expand to (`--max-ratio`); the
    /// first 256 MiB are free, since small files compress well.
    pub ratio: u64,
    /// How many seconds of processor time one file may take (`--max-seconds`).
    pub seconds: u64,
    /// How many octets of memory all workers together may hold for
    /// dictionaries and contents that must be whole (`--memory`).
    pub memory: u64,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds {
            archives: true,
            mail: true,
            depth: 12,
            members: 1_000_000,
            expanded: 256 << 30,
            expanded_scan: 4 << 40,
            ratio: 200,
            seconds: 600,
            memory: 96 << 20,
        }
    }
}

/// The bounds of a scan and what its files spent of them together.
#[derive(Debug, Default)]
pub struct Shared {
    /// The bounds.
    pub bounds: Bounds,
    /// The memory.
    pub budget: Budget,
    /// What was expanded so far.
    expanded: AtomicU64,
}

impl Shared {
    /// Nothing spent yet.
    pub fn new(bounds: Bounds) -> Shared {
        let budget = Budget::new(bounds.memory);
        Shared { bounds, budget, expanded: AtomicU64::new(0) }
    }
}
