//! The timeline: every date that concerns OCES, NemID for businesses or secure
//! email, with its source, and what came in place of it.
//!
//! Data in `timeline/*.toml`: a new date is one stanza. Knows no file, and
//! nothing of what was scanned.
//!
//! Behaviour
//! 1. A date that a later text replaced stays, and names what came in its place.
//! 2. Of what counts (nothing came in its place), no two events say different
//!    days of the same matter. That is tested, not assumed.
//! 3. A date that nobody has told is an event too: a reader must not take
//!    silence for an answer.

mod file;
mod when;

pub use crate::clue::Confidence;
pub use crate::wording::Text;
pub use when::{Part, When};

use std::sync::LazyLock;

/// Something that happened, or was to happen.
#[derive(Clone, Debug)]
pub struct Event {
    /// Stable: part of reports.
    pub id: String,
    /// When.
    pub when: When,
    /// The last day or month, where it went on for some time.
    pub until: Option<When>,
    /// What it settles: of one matter only one date counts.
    pub matter: String,
    /// In few words, where it belongs in a picture.
    pub label: Option<Text>,
    /// What happened.
    pub text: Text,
    /// The letter, page or certificate that says so, by name and date.
    pub source: Text,
    /// How sure it is.
    pub confidence: Confidence,
    /// What it concerns: `oces`, `nemid`, `secure-mail`, `mitid-erhverv`, or
    /// `counterparty:ID`.
    pub concerns: Vec<String>,
    /// What came in its place, by id.
    pub superseded_by: Option<String>,
    /// Whether it is the day that was planned first.
    pub original: bool,
}

/// The events by date; those without one come last. Were the data broken, there
/// would be none and no scan would fail for it; a test rules that out.
pub static TIMELINE: LazyLock<Vec<Event>> = LazyLock::new(|| file::load().unwrap_or_default());

/// The event of this id.
pub fn event(id: &str) -> Option<&'static Event> {
    TIMELINE.iter().find(|event| event.id == id)
}

#[cfg(test)]
mod tests;
