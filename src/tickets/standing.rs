//! A ticket as the tracker has it.

use super::{ExternalId, State};

/// A ticket of ours that is there.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What it is known by.
    pub id: ExternalId,
    /// The tracker's own number, if that is known.
    pub number: Option<String>,
    /// Whether it is open.
    pub open: bool,
    /// What it remembers, if that is known and can be read.
    pub state: Option<State>,
    /// Whether it can remember: a list that somebody exported cannot.
    pub remembers: bool,
}
