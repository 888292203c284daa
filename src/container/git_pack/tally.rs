//! What could not be looked at, counted: one damaged or unusual pack is told
//! in a line for each reason, not in one for each object.

use super::MOST;
use crate::container::archive::{Flow, Visitor};
use crate::failure::FailureKind;

/// Why an object was not looked at.
#[derive(Debug)]
pub(super) enum Why {
    /// Its base is not in this pack.
    Missing,
    /// It, or what it differs from, is too large.
    Large,
    /// It is not what its header declares.
    Damaged,
    /// Its base has flowed past.
    Flows,
    /// Nothing can be read any more.
    Failed(std::io::Error),
}

/// How many objects for each reason.
#[derive(Default)]
pub(super) struct Tally {
    missing: u64,
    large: u64,
    damaged: u64,
    flows: u64,
}

impl Tally {
    /// Counts an object; gives back the error that ends everything.
    pub(super) fn count(&mut self, why: Why) -> std::io::Result<()> {
        match why {
            Why::Missing => self.missing += 1,
            Why::Large => self.large += 1,
            Why::Damaged => self.damaged += 1,
            Why::Flows => self.flows += 1,
            Why::Failed(error) => return Err(error),
        }
        Ok(())
    }

    /// Tells what was counted.
    pub(super) fn tell(&self, visitor: &mut dyn Visitor) -> Flow {
        let large =
            format!("not looked at: told by a difference and larger than {} MiB, or than memory allows", MOST >> 20);
        let told = [
            (self.missing, FailureKind::Unsupported, "not looked at: their base is not in this pack"),
            (self.large, FailureKind::LimitExceeded, &large),
            (self.damaged, FailureKind::Corrupt, "not what their headers declare"),
            (
                self.flows,
                FailureKind::LimitExceeded,
                "not looked at: the pack is too large for memory, their base gone by",
            ),
        ];
        for (count, kind, what) in told.into_iter().filter(|(count, ..)| *count > 0) {
            visitor.failed(None, kind, format!("objects {what}: {count}"))?;
        }
        Flow::Continue(())
    }
}
