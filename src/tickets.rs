//! From a report to tickets: one for each system, never twice, closed when what
//! it is about is gone.
//!
//! Finds and judges nothing: what makes a ticket is a finding that counts. What
//! is done by whom is the plan's.
//!
//! *Behaviour*
//!
//! 1. Findings that count are gathered to drafts (`draft`), before anything is
//!    veiled: identities and places (`mark`) are of what was really found.
//! 2. What the tracker has (`standing`) bears the places where each was last
//!    seen (`state`). A ticket is closed when the scans looked at every one of
//!    them (`sight`) and nothing is there (`decide`).
//! 3. What is said in a ticket is made from the veiled report (`telling`), in
//!    the tracker's own marks (`markup`).
//! 4. A tracker turns that into its own requests (`tracker`); `plan` writes
//!    them down (`page`), `sync` carries them out (`live`, over `client`).

#[cfg(feature = "tickets")]
pub mod client;
pub mod decide;
pub mod desk;
pub mod draft;
mod identity;
pub mod known;
#[cfg(feature = "tickets")]
pub mod live;
pub mod mark;
mod markup;
pub mod operation;
pub mod page;
pub mod sight;
mod standing;
mod state;
mod telling;
pub mod tracker;

pub use decide::{Decisions, decide};
pub use desk::Desk;
pub use draft::{Drafts, Options, drafts};
pub use identity::ExternalId;
pub use mark::Marker;
pub use operation::{Operation, operations};
pub use sight::{Area, Sight};
pub use standing::Standing;
pub use state::State;
pub use telling::Teller;
pub use tracker::{Settings, TRACKERS, Tracker};

use crate::check::Severity;
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// What one ticket is about.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// A system: what lives in one folder or bears one name in oces.toml
    #[default]
    System,
    /// A certificate, wherever it lies
    Certificate,
    /// An action of the plan
    Action,
}

impl Per {
    /// The name on the command line and in identities.
    pub fn id(self) -> &'static str {
        match self {
            Per::System => "system",
            Per::Certificate => "certificate",
            Per::Action => "action",
        }
    }
}

/// From which severity on a finding makes a ticket.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it, and the help needs no more")]
pub enum Least {
    Error,
    #[default]
    Warning,
    Note,
}

impl Least {
    /// The severity.
    pub fn severity(self) -> Severity {
        match self {
            Least::Error => Severity::Error,
            Least::Warning => Severity::Warning,
            Least::Note => Severity::Note,
        }
    }
}

/// The tracker of this name.
pub fn tracker(id: &str) -> Option<&'static dyn Tracker> {
    TRACKERS.iter().copied().find(|tracker| tracker.id() == id)
}

/// The names of all trackers, for the command line.
pub fn tracker_names() -> Vec<&'static str> {
    TRACKERS.iter().map(|tracker| tracker.id()).collect()
}
