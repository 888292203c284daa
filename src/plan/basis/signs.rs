//! The kinds that speak for themselves: by demand and by use.

use crate::clue::{Counterparty, UseKind};
use crate::plan::story::Story;

/// The kinds that counterparties demand, each once.
pub(super) fn demands(counterparties: &[&'static Counterparty]) -> Vec<&'static str> {
    each_once(counterparties.iter().filter_map(|one| one.demands.as_deref()))
}

/// What is used beside the integration that a counterparty makes demands for.
pub(super) fn used_beside(story: &Story<'_>) -> Vec<&'static str> {
    if story.serves(UseKind::SecureEmail) { vec!["organisation"] } else { Vec::new() }
}

/// The kinds that sure uses take, surest first, each once.
pub(super) fn used(story: &Story<'_>) -> Vec<&'static str> {
    each_once(story.sure_kinds().into_iter().map(|kind| match kind {
        UseKind::SecureEmail => "organisation",
        UseKind::Robot | UseKind::SystemToSystem => "system",
    }))
}

fn each_once(kinds: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut found = Vec::new();
    for kind in kinds {
        if !found.contains(&kind) {
            found.push(kind);
        }
    }
    found
}
