//! What is new, gone and remaining between two reports, by the identities of
//! findings. Pure; reads nothing and judges no certificate.
//!
//! Behaviour
//! 1. What is not there any more is gone only if the later scan looked at its
//!    place: under one of its roots, nothing at or above it failed or was left
//!    out, and no option kept the scan from it. Else nobody looked, and that
//!    is what is told.
//! 2. A scan that calls itself incomplete and names nothing has looked nowhere
//!    for certain.
//! 3. A root that was moved is known by what was found under both: what is
//!    gone there is asked for under the new root.
//!    What lies at the same path under another root is the same, whatever its identity.
//! 4. An action of the earlier plan counts as done when every finding about
//!    its certificates is gone.

mod looked;

pub(crate) use looked::{NARROWING, OF_TEXTS, WIDENING};

use crate::certificate::Fingerprint;
use crate::check::{self, Finding};
use crate::classify::Classified;
use crate::failure::Failure;
use crate::location::Location;
use crate::wording::{Text, Values, filled};
use looked::Looked;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use time::Date;

/// What changed.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// When the earlier scan was made.
    pub since: Option<Date>,
    /// What the later one found for the first time, worst first.
    pub new: Vec<Finding>,
    /// What was found, was looked for and is not there.
    pub gone: Vec<Finding>,
    /// What was found and nobody looked for.
    pub not_looked_at: Vec<Finding>,
    /// How many are in both.
    pub remaining: u64,
    /// How many actions were planned and open.
    pub planned: u64,
    /// Of how many of those nothing is left.
    pub done: u64,
    /// What stands in the way of a comparison.
    pub remarks: Vec<Text>,
    /// Certificates of persons in the earlier report: their names may stand in
    /// its paths. Told by no report.
    pub former: Vec<Classified>,
}

/// One scan of a report.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Area {
    pub scope: String,
    pub roots: Vec<PathBuf>,
    pub options: BTreeMap<String, Value>,
    pub complete: bool,
}

/// A report as far as it is compared.
#[derive(Clone, Debug)]
pub struct View<'v> {
    /// Its scans; places without a scope are of the first.
    pub areas: Vec<Area>,
    /// Its findings.
    pub findings: &'v [Finding],
    /// What could not be looked at.
    pub failures: &'v [Failure],
    /// What was left out.
    pub left_out: Vec<Location>,
    /// Whether texts were left unsearched.
    pub unsearched: bool,
}

/// The earlier report's plan and day.
#[derive(Clone, Debug, Default)]
pub struct Before {
    /// When it was made.
    pub day: Option<Date>,
    /// The certificates of each action that was still to be done.
    pub planned: Vec<Vec<Fingerprint>>,
}

/// Compares an earlier report with a later one.
pub fn diff(old: &View<'_>, new: &View<'_>, before: &Before) -> Diff {
    let ids = |view: &View<'_>| view.findings.iter().map(|finding| finding.id).collect::<BTreeSet<_>>();
    let (then, now) = (ids(old), ids(new));
    let looked = Looked::new(old, new);
    let mut diff = Diff { since: before.day, remarks: remarks(old, new), ..Diff::default() };
    let (places_then, places_now) = (places(new, old), places(old, new));
    let stays = |finding: &&Finding| now.contains(&finding.id) || places_now.contains(&place(new, old, finding));
    let mut seen = BTreeSet::new();
    for finding in old.findings.iter().filter(|finding| !stays(finding)) {
        if seen.insert(finding.id) {
            let list = if looked.at(finding) { &mut diff.gone } else { &mut diff.not_looked_at };
            list.push(finding.clone());
        }
    }
    let known = |finding: &&Finding| then.contains(&finding.id) || places_then.contains(&place(old, new, finding));
    let fresh = new.findings.iter().filter(|finding| !known(finding) && seen.insert(finding.id));
    diff.new = fresh.cloned().collect();
    let remaining: BTreeSet<[u8; 16]> = old.findings.iter().filter(stays).map(|finding| finding.id).collect();
    diff.remaining = remaining.len() as u64;
    for list in [&mut diff.new, &mut diff.gone, &mut diff.not_looked_at] {
        check::sort(list);
    }
    progress(&mut diff, old, &now, before);
    diff
}

/// Where a finding is, whatever root it was found under.
type Place<'v> = (String, &'static str, Option<Fingerprint>, &'v Path, Vec<u8>);

fn places<'v>(other: &View<'_>, own: &View<'v>) -> BTreeSet<Place<'v>> {
    own.findings.iter().map(|finding| place(other, own, finding)).collect()
}

/// The place of a finding of `own`; one scope each is the same scope.
fn place<'f>(other: &View<'_>, own: &View<'_>, finding: &'f Finding) -> Place<'f> {
    let first = |view: &View<'_>| view.areas.first().map(|area| area.scope.clone()).unwrap_or_default();
    let scope = finding.location.scope.as_deref().map_or_else(|| first(own), str::to_owned);
    let alone = |view: &View<'_>| view.areas.len() == 1;
    let scope = if alone(other) && alone(own) && first(other) == first(own) { String::new() } else { scope };
    (scope, finding.rule.id, finding.certificate, &finding.location.path, finding.location.members())
}

/// Counts the actions of which nothing is left.
fn progress(diff: &mut Diff, old: &View<'_>, now: &BTreeSet<[u8; 16]>, before: &Before) {
    let gone: BTreeSet<[u8; 16]> = diff.gone.iter().map(|finding| finding.id).collect();
    let mut left: BTreeSet<Fingerprint> = BTreeSet::new();
    let mut over: BTreeSet<Fingerprint> = BTreeSet::new();
    for finding in old.findings {
        if let Some(sha256) = finding.certificate {
            let is_over = gone.contains(&finding.id) && !now.contains(&finding.id);
            if is_over {
                over.insert(sha256)
            } else {
                left.insert(sha256)
            };
        }
    }
    // A certificate that turned up elsewhere is not done either.
    left.extend(diff.new.iter().filter_map(|finding| finding.certificate));
    diff.planned = before.planned.len() as u64;
    let is_done =
        |of: &&Vec<Fingerprint>| !of.is_empty() && of.iter().all(|one| over.contains(one) && !left.contains(one));
    diff.done = before.planned.iter().filter(is_done).count() as u64;
}

/// What stands in the way: scopes that only one of them has.
fn remarks(old: &View<'_>, new: &View<'_>) -> Vec<Text> {
    let scopes = |view: &View<'_>| view.areas.iter().map(|area| area.scope.clone()).collect::<BTreeSet<_>>();
    let (then, now) = (scopes(old), scopes(new));
    let list = |names: Vec<&String>| {
        const SHOWN: usize = 10;
        let more = if names.len() > SHOWN { ", …" } else { "" };
        Text::same(format!("{}{more}", names.into_iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ")))
    };
    let missing: Vec<&String> = then.difference(&now).collect();
    let added: Vec<&String> = now.difference(&then).collect();
    let mut remarks = Vec::new();
    if !missing.is_empty() {
        remarks.push(filled("merge.diff.scopes-missing", &Values::from([("scopes", list(missing))])));
    }
    if !added.is_empty() {
        remarks.push(filled("merge.diff.scopes-new", &Values::from([("scopes", list(added))])));
    }
    remarks
}

#[cfg(test)]
mod tests;
