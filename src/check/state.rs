//! How a finding stands to the exit code. Everything that is not counted is
//! still told.
//!
//! *Behaviour*
//!
//! 1. What was said for a time and is past counts, also where the baseline has
//!    it: a baseline that was made meanwhile would else make it quiet for good.

use super::Finding;
use crate::ledger::Keeping;

/// Whether a finding counts, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It counts from `--fail-on` on.
    Counted,
    /// The baseline has it already.
    Known,
    /// The configuration ignores it.
    Ignored,
    /// It is about a key that is kept on purpose.
    Kept,
    /// It is in a message or a log, without a key.
    History,
}

impl State {
    /// Every value, for the schema and its tests.
    pub const ALL: [State; 5] = [State::Counted, State::Known, State::Ignored, State::Kept, State::History];

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            State::Counted => "counted",
            State::Known => "known",
            State::Ignored => "ignored",
            State::Kept => "kept",
            State::History => "history",
        }
    }
}

impl Finding {
    /// How it stands to the exit code.
    pub fn state(&self) -> State {
        if self.history {
            State::History
        } else if self.ignored.as_ref().is_some_and(|one| !one.lapsed) {
            State::Ignored
        } else if self.is_kept() {
            State::Kept
        } else if self.known && !self.is_lapsed() {
            State::Known
        } else {
            State::Counted
        }
    }

    /// Whether something was said of it whose day is past.
    fn is_lapsed(&self) -> bool {
        let overdue = self.retained.as_ref().is_some_and(|one| one.keeping == Keeping::Overdue);
        overdue || self.ignored.as_ref().is_some_and(|one| one.lapsed)
    }
}
