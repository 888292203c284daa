//! Whether a scan looked at a place where an earlier one found something.

use super::{Area, View};
use crate::check::Finding;
use crate::failure::Failure;
use crate::location::Location;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Options that widen a scan: without one of them less is looked at.
pub(crate) const WIDENING: [&str; 4] = ["follow", "network-filesystems", "recall-offline", "snapshots"];

/// Options that narrow a scan, each in its own way: where they differ, nobody
/// can tell what was passed by.
pub(crate) const NARROWING: [&str; 3] = ["exclude", "no-home", "one-file-system"];

/// Rules that rest on a second reading of texts.
pub(crate) const OF_TEXTS: [&str; 3] = ["missing-store", "nemid-dependency", "shared-key"];

/// What a later scan has looked at.
pub(super) struct Looked<'v> {
    old: &'v View<'v>,
    new: &'v View<'v>,
    areas: BTreeMap<&'v str, Vec<&'v Area>>,
    /// Scopes of which nothing can be told.
    blind: BTreeSet<&'v str>,
    /// Paths at and below which nobody looked, by scope.
    shut: BTreeSet<(&'v str, &'v Path)>,
    /// Where a root was moved to.
    moved: BTreeMap<(&'v str, &'v Path), &'v Path>,
}

impl<'v> Looked<'v> {
    pub(super) fn new(old: &'v View<'v>, new: &'v View<'v>) -> Looked<'v> {
        let mut areas: BTreeMap<&str, Vec<&Area>> = BTreeMap::new();
        for area in &new.areas {
            areas.entry(&area.scope).or_default().push(area);
        }
        let failures = new.failures.iter().map(|failure: &Failure| &failure.location);
        let shut: BTreeSet<(&str, &Path)> =
            failures.chain(&new.left_out).map(|place| (scope_of(new, place), &*place.path)).collect();
        let blind = new.areas.iter().filter(|area| is_blind(area, old, &shut)).map(|area| area.scope.as_str());
        Looked { old, new, blind: blind.collect(), moved: moved(old, new), areas, shut }
    }

    /// Whether it looked where the finding was.
    pub(super) fn at(&self, finding: &Finding) -> bool {
        let place = &finding.location;
        let Some((scope, areas)) = self.areas.get_key_value(scope_of(self.old, place)) else { return false };
        if self.blind.contains(scope) || areas.iter().any(|area| self.is_switched_off(area, finding)) {
            return false;
        }
        let covered = |path: &Path| areas.iter().any(|area| area.roots.iter().any(|root| path.starts_with(root)));
        let path = if covered(&place.path) {
            place.path.to_path_buf()
        } else {
            let below = place.path.starts_with(&place.root);
            let Some(root) = self.moved.get(&(*scope, &*place.root)).filter(|_| below) else { return false };
            let path = root.join(place.relative());
            if !covered(&path) {
                return false;
            }
            path
        };
        !path.ancestors().any(|above| self.shut.contains(&(*scope, above)))
    }

    /// Whether an option kept the scan from seeing such a thing.
    fn is_switched_off(&self, area: &Area, finding: &Finding) -> bool {
        let has = |option: &str| area.options.contains_key(option);
        let of_texts = OF_TEXTS.contains(&finding.rule.id);
        let inside = !finding.location.steps.is_empty();
        (has("no-archives") && inside)
            || (has("no-mail") && (inside || finding.history || finding.rule.id == "encrypted-mail"))
            || (of_texts && (has("no-references") || self.new.unsearched))
    }
}

fn scope_of<'v>(view: &'v View<'_>, place: &'v Location) -> &'v str {
    let own = || view.areas.first().map_or("", |area| area.scope.as_str());
    place.scope.as_deref().unwrap_or_else(own)
}

/// Whether nothing can be told of a scan: it is incomplete and does not say
/// where, or it was run with other options that decide where it looks.
fn is_blind(area: &Area, old: &View<'_>, shut: &BTreeSet<(&str, &Path)>) -> bool {
    let silent = !area.complete && !shut.iter().any(|(scope, _)| *scope == area.scope);
    let before = old.areas.iter().filter(|other| other.scope == area.scope);
    silent
        || before.into_iter().any(|before| {
            let had = |option: &&str| before.options.contains_key(*option) && !area.options.contains_key(*option);
            let differs = |option: &&str| {
                area.options.contains_key(*option) && area.options.get(*option) != before.options.get(*option)
            };
            WIDENING.iter().any(had) || NARROWING.iter().any(differs)
        })
}

/// Where roots were moved: a finding of one identity under two roots says so.
/// A root that seems to have gone to two places has gone to none.
fn moved<'v>(old: &'v View<'_>, new: &'v View<'_>) -> BTreeMap<(&'v str, &'v Path), &'v Path> {
    let now: BTreeMap<[u8; 16], &Location> =
        new.findings.iter().map(|finding| (finding.id, &finding.location)).collect();
    let mut moved: BTreeMap<(&str, &Path), BTreeSet<&Path>> = BTreeMap::new();
    for finding in old.findings {
        let place = now.get(&finding.id).filter(|place| place.root != finding.location.root);
        if let Some(place) = place {
            let key = (scope_of(old, &finding.location), &*finding.location.root);
            moved.entry(key).or_default().insert(&place.root);
        }
    }
    let only = |(key, roots): ((&'v str, &'v Path), BTreeSet<&'v Path>)| match roots.into_iter().collect::<Vec<_>>()[..]
    {
        [root] => Some((key, root)),
        _ => None,
    };
    moved.into_iter().filter_map(only).collect()
}
