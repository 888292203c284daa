//! What can be decided about a ticket, and why. Decides nothing.

use crate::tickets::draft::Quiet;
use crate::tickets::mark::Tag;
use crate::tickets::{ExternalId, State};
use std::collections::BTreeSet;

/// What is done with a ticket, in the order in which it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// It is closed.
    Close,
    /// It is told of a change.
    Update,
    /// It is opened again.
    Reopen,
    /// It is made.
    Create,
}

impl Kind {
    /// Its name in the outcome.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Close => "close",
            Kind::Update => "update",
            Kind::Reopen => "reopen",
            Kind::Create => "create",
        }
    }
}

/// Why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It is found for the first time.
    New,
    /// What is found has changed: findings that are new to the ticket, and how many are gone.
    Changed {
        /// The beginnings of their identities.
        new: BTreeSet<[u8; 6]>,
        /// How many places are gone.
        gone: usize,
    },
    /// The ticket is there and remembers nothing that can be read.
    Forgotten,
    /// A person closed it, and it is still there.
    StillThere,
    /// It is back.
    CameBack,
    /// It is there though its ticket is closed, and nobody knows who closed it.
    FoundClosed,
    /// It is gone from everywhere.
    Gone,
    /// It is there and asks for no ticket: why, each once.
    Settled(BTreeSet<Quiet>),
    /// A person closed it, and it is gone.
    Confirmed,
}

/// What is to be done with one ticket.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What.
    pub kind: Kind,
    /// What it is known by.
    pub id: ExternalId,
    /// The tracker's number, if it is known.
    pub number: Option<String>,
    /// Whether it is open now.
    pub open: bool,
    /// Why.
    pub cause: Cause,
    /// What it remembers from then on.
    pub state: State,
    /// The scopes that it is about.
    pub scopes: BTreeSet<Tag>,
}

/// Why a ticket is left as it is though its matter was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// No scan reported of a host where it was seen.
    NoReport,
    /// The scans did not look where it was seen.
    NotLooked,
    /// It remembers nothing that can be read.
    NoState,
    /// It was made with another `--per`.
    OtherPer,
    /// It is still there but counts no more, which an incomplete scan cannot say for certain.
    Unsure,
    /// A person closed it though its matter is still there, and was told so.
    ByHand,
}

/// A ticket that is left as it is.
#[derive(Clone, Debug)]
pub struct Left {
    /// What it is known by.
    pub id: ExternalId,
    /// The tracker's number, if it is known.
    pub number: Option<String>,
    /// Why.
    pub why: Stays,
}

/// Everything that was decided.
#[derive(Debug, Default)]
pub struct Decisions {
    /// Sorted by kind and identity.
    pub operations: Vec<Decision>,
    /// Sorted by identity.
    pub left: Vec<Left>,
    /// How many tickets are as they should be.
    pub unchanged: usize,
    /// Identities that several tickets bear: only one of each is ours to write to.
    pub twice: Vec<ExternalId>,
}
