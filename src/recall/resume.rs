//! A scan that was stopped and the part that went on, put together as the one
//! scan that they are.
//!
//! *Behaviour*
//! 1. What lies in a place that was left is the later part's to tell: of the
//!    earlier one it is taken out.
//! 2. The whole has the roots and options of its parts, begins with the first
//!    and ends with the last, and is stopped if the last part is.
//! 3. Its books are the sum of the parts', less the files that an earlier part
//!    met and left. A file that two parts read counts twice.
//! 4. It is not complete for what is still not looked at, not because it was
//!    done in parts.
//! 5. Where the later part saw all that held anything, it alone tells of it.
//! 6. A report that holds the scan of another one stands in its place.

use super::stages::Part;
use super::{Head, Recalled};
use crate::failure::FailureKind;
use crate::inventory::Tally;
use crate::location::{Left, Location, Places, Stopped};
use crate::usage::System;
use std::collections::BTreeMap;

/// The reason that what was left has in the books.
const TIME_LIMIT: &str = "time-limit";

impl Recalled {
    /// Where its scan was stopped, if it was.
    pub fn stopped(&self) -> Option<&Stopped> {
        self.heads.first().and_then(|head| head.stages.stopped.as_ref())
    }

    /// This scan, gone on with by the other one, which began at what was left.
    /// `seen` are the files that held anything, if the other one saw all of them.
    #[must_use]
    pub fn resumed_by(mut self, mut later: Recalled, seen: Option<&[Left]>) -> Recalled {
        let mut left: Vec<Left> = self.stopped().map(|stopped| stopped.left.clone()).unwrap_or_default();
        if let Some(seen) = seen {
            left.extend_from_slice(seen);
            self.systems.clear();
            self.planned.clear();
            (self.unsearched, self.references_left_out) = (0, 0);
        }
        let places = Places::new(&left);
        self.leave_to_another(&places);
        let heads = (self.heads.pop(), later.heads.pop());
        self.certificates.append(&mut later.certificates);
        self.findings.append(&mut later.findings);
        self.failures.append(&mut later.failures);
        self.planned.append(&mut later.planned);
        self.messages.append(&mut later.messages);
        join_systems(&mut self.systems, later.systems);
        self.dependencies.append(&mut later.dependencies);
        self.firewall.append(&mut later.firewall);
        self.skipped.append(&mut later.skipped);
        self.unsearched = self.unsearched.saturating_add(later.unsearched);
        self.references_left_out = self.references_left_out.saturating_add(later.references_left_out);
        self.tally = without_left(self.tally).plus(&later.tally);
        if let (Some(before), Some(after)) = heads {
            self.heads.push(joined(&before, after));
        }
        self.digest = later.digest;
        self
    }

    /// Takes out what lies in these places.
    fn leave_to_another(&mut self, places: &Places<'_>) {
        let stays = |place: &Location| !places.hold(&place.root, &place.path);
        self.retain(stays);
        self.skipped.retain(|(reason, _)| *reason != TIME_LIMIT);
        for system in &mut self.systems {
            system.files.retain(stays);
        }
        self.firewall.retain(|opening| !opening.evidence.is_empty());
    }
}

/// The same system, seen by both, is one.
fn join_systems(systems: &mut Vec<System>, later: Vec<System>) {
    let mut known: BTreeMap<String, usize> =
        systems.iter().enumerate().map(|(at, system)| (system.id.clone(), at)).collect();
    for mut system in later {
        let at = known.get(&system.id).copied();
        let Some(same) = at.and_then(|at| systems.get_mut(at)) else {
            known.insert(system.id.clone(), systems.len());
            systems.push(system);
            continue;
        };
        same.certificates.append(&mut system.certificates);
        same.certificates.sort_unstable();
        same.certificates.dedup();
        same.counterparties.append(&mut system.counterparties);
        same.counterparties.sort_unstable();
        same.counterparties.dedup();
        same.places.append(&mut system.places);
        same.places.sort();
        same.places.dedup();
        same.files.append(&mut system.files);
        same.files.sort();
        same.files.dedup();
    }
}

/// The books without the files that were met and left.
fn without_left(mut tally: Tally) -> Tally {
    let left = tally.skipped.remove(TIME_LIMIT).unwrap_or(0);
    tally.files = tally.files.saturating_sub(left);
    tally.skipped_files = tally.skipped_files.saturating_sub(left);
    tally
}

/// What both say of their runs.
fn joined(before: &Head, after: Head) -> Head {
    let mut parts = parts(before);
    parts.extend(parts_of_one(&after));
    let mut reasons: Vec<String> = before
        .incomplete_reasons
        .iter()
        .chain(&after.incomplete_reasons)
        .filter(|why| !is_count(why))
        .cloned()
        .collect();
    reasons.sort();
    reasons.dedup();
    let stages = super::Stages { parts, stopped: after.stages.stopped };
    // Completeness is told anew; until then nothing is to be said of it.
    let complete = true;
    Head {
        started_at: before.started_at,
        complete,
        incomplete_reasons: reasons,
        stages,
        roots: before.roots.clone(),
        ..after
    }
}

/// The parts of a scan, itself if it was done in one go.
pub(super) fn parts(head: &Head) -> Vec<Part> {
    if head.stages.parts.is_empty() { parts_of_one(head).into_iter().collect() } else { head.stages.parts.clone() }
}

fn parts_of_one(head: &Head) -> Option<Part> {
    let finished_at = head.finished_at?;
    Some(Part { id: head.id.clone(), started_at: head.started_at.unwrap_or(finished_at), finished_at })
}

/// Whether the reason counts what is told one by one and can be counted again.
fn is_count(reason: &str) -> bool {
    let kind = |id: &str| id == TIME_LIMIT || FailureKind::ALL.iter().any(|kind| kind.id() == id);
    reason.split_once(' ').is_some_and(|(count, id)| count.parse::<u64>().is_ok() && kind(id))
}

/// Takes out the reports whose scans another one holds; which those are, and
/// which one holds them, by their names.
pub(super) fn held(reports: &mut Vec<Recalled>) -> Vec<(String, String)> {
    let mut holders: BTreeMap<(String, String), String> = BTreeMap::new();
    for report in reports.iter() {
        for head in &report.heads {
            let earlier = head.stages.parts.len().saturating_sub(1);
            for part in head.stages.parts.iter().take(earlier) {
                holders.insert((head.scope.clone(), part.id.clone()), report.name.clone());
            }
        }
    }
    let mut out = Vec::new();
    reports.retain(|report| match report.heads.as_slice() {
        [head] => match holders.get(&(head.scope.clone(), head.id.clone())) {
            Some(holder) => {
                out.push((report.name.clone(), holder.clone()));
                false
            }
            None => true,
        },
        _ => true,
    });
    out
}
