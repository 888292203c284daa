//! Texts that still name what died with NemID, and keystores that texts name
//! and the scan did not see.
//!
//! Behaviour
//! 1. Dependencies are told of every text, with the place that it is: in a log
//!    or a message they are history.
//! 2. A missing keystore is told of texts in use only.

use super::world::World;
use super::{Dependent, Missing};
use crate::clue::{CLUES, Dependency, Topic};
use crate::inventory::{Mention, Said};

/// By file.
pub(super) fn dependents(world: &World<'_>) -> Vec<Dependent> {
    let of_text = |text: &super::TextFile<'_>| {
        let mut names: Vec<(u64, &'static Dependency, Box<str>)> = text
            .mentions
            .iter()
            .filter_map(|mention| dependency(mention).map(|found| (mention.line, found, mention.token.clone())))
            .collect();
        names.sort_by(|a, b| (a.0, &a.1.id, &a.2).cmp(&(b.0, &b.1.id, &b.2)));
        names.dedup();
        (!names.is_empty()).then(|| Dependent { location: text.location.clone(), place: text.place, names })
    };
    world.texts.iter().filter_map(of_text).collect()
}

/// The dependency that a mention is a sign of.
pub(super) fn dependency(mention: &Mention) -> Option<&'static Dependency> {
    match &mention.said {
        Said::Sign(sign) => match &sign.topic {
            Topic::Dependency(id) => CLUES.dependency(id),
            Topic::Counterparty(_) | Topic::Use(_) => None,
        },
        _ => None,
    }
}

/// By place.
pub(super) fn missing(world: &World<'_>) -> Vec<Missing> {
    let texts = world.texts.iter().filter(|text| text.speaks());
    let mut missing: Vec<Missing> = texts
        .flat_map(|text| &text.mentions)
        .filter_map(|mention| match &mention.said {
            Said::Missing { path } => Some(Missing {
                location: mention.location.clone(),
                line: mention.line,
                path: path.clone(),
                setting: mention.setting.clone(),
            }),
            _ => None,
        })
        .collect();
    missing.sort();
    missing.dedup();
    missing
}
