//! Where a ticket goes: the queue, the team, the category and the caller that
//! `[[owner]]` and `[tickets]` name.

use crate::usage::Owner;

/// Where a ticket goes. What nobody named is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// Queue, project or repository.
    pub queue: Option<String>,
    /// Who works on it: a group.
    pub team: Option<String>,
    /// The category.
    pub category: Option<String>,
    /// In whose name it is opened.
    pub caller: Option<String>,
}

impl Desk {
    /// The desk of an owner.
    pub fn of(owner: &Owner) -> Desk {
        Desk {
            queue: owner.queue.clone(),
            team: owner.team.clone(),
            category: owner.category.clone(),
            caller: owner.caller.clone(),
        }
    }

    /// What this one leaves open, the other tells.
    #[must_use]
    pub fn or(self, other: &Desk) -> Desk {
        Desk {
            queue: self.queue.or_else(|| other.queue.clone()),
            team: self.team.or_else(|| other.team.clone()),
            category: self.category.or_else(|| other.category.clone()),
            caller: self.caller.or_else(|| other.caller.clone()),
        }
    }
}
