//! Which report counts where several tell of the same place: the later one.
//!
//! Behaviour
//! 1. Only reports of one scope can take each other's place, and only below
//!    the roots of the later one. Where that could not look, the earlier still counts.
//!    One that looked less widely, or that says nothing of what it missed, takes
//!    no place; nor does one of a day that is still to come: a clock was wrong.
//! 2. A report of which nothing is left is left out altogether.
//! 3. A report that is given twice counts once.

use super::{Head, Recalled};
use crate::diff::WIDENING;
use crate::location::Location;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use time::{Date, OffsetDateTime};

/// What orders the reports of a scope: the later is greater. The identity and
/// the text decide where the time does not, so that no order of arguments can.
pub(super) type Rank = (Option<OffsetDateTime>, String, [u8; 32]);

/// One report in whose place another one stands, in part or altogether.
#[derive(Debug)]
pub(super) struct Replaced {
    /// The earlier report, by its number.
    pub(super) earlier: usize,
    /// The scope.
    pub(super) scope: String,
    /// The later report, by its number.
    pub(super) later: usize,
    /// The roots of the later one that count.
    pub(super) roots: Vec<PathBuf>,
    /// Where the later one could not look: there the earlier one still counts.
    shut: BTreeSet<Arc<Path>>,
    /// Whether the later one looked less widely, so that both count.
    pub(super) both: bool,
}

/// Options with which less is looked at, here at any place alike.
const NARROWING: [&str; 6] = ["exclude", "no-archives", "no-home", "no-mail", "no-references", "one-file-system"];

/// Whether the later run may have passed by what the earlier one saw.
fn looked_less(old: &Head, new: &Head, shut: &BTreeSet<Arc<Path>>, today: Date) -> bool {
    let (before, after) = (&old.options, &new.options);
    let lost = |option: &&str| before.contains_key(*option) && !after.contains_key(*option);
    let narrowed = |option: &&str| after.contains_key(*option) && after.get(*option) != before.get(*option);
    let limited = after.iter().any(|(option, value)| option.starts_with("max-") && before.get(option) != Some(value));
    let silent = !new.complete && shut.is_empty();
    // Nobody knows the time zone of another machine to the hour.
    let to_come = new.day().is_some_and(|day| today.next_day().is_some_and(|next| day > next));
    WIDENING.iter().any(lost) || NARROWING.iter().any(narrowed) || limited || silent || to_come
}

pub(super) fn rank(report: &Recalled, head: &Head) -> Rank {
    (head.finished_at, head.id.clone(), report.digest)
}

/// The reports without repetitions, by scope and age, and the names of those
/// that were given again.
pub(super) fn once(mut reports: Vec<Recalled>) -> (Vec<Recalled>, Vec<String>) {
    let key = |report: &Recalled| {
        let first = report.heads.first();
        (first.map(|head| head.scope.clone()), first.map(|head| rank(report, head)), report.name.clone())
    };
    reports.sort_by_cached_key(key);
    let mut again = Vec::new();
    let mut kept: Vec<Recalled> = Vec::new();
    for report in reports {
        let same = |known: &Recalled| known.digest == report.digest || is_same_run(known, &report);
        // Those of one scope and time stand beside each other.
        if kept.iter().rev().take_while(|known| scope(known) == scope(&report)).any(same) {
            again.push(report.name);
        } else {
            kept.push(report);
        }
    }
    (kept, again)
}

fn scope(report: &Recalled) -> Option<&str> {
    report.heads.first().map(|head| head.scope.as_str())
}

/// The same run written twice, perhaps judged on another day.
fn is_same_run(one: &Recalled, other: &Recalled) -> bool {
    let run = |head: &Head| (head.id.clone(), head.scope.clone(), head.finished_at, head.roots.clone());
    one.heads.iter().all(|head| !head.id.is_empty()) && one.heads.iter().map(run).eq(other.heads.iter().map(run))
}

/// Which reports others take the place of.
pub(super) fn replaced(reports: &[Recalled], today: Date) -> Vec<Replaced> {
    let mut of_scope: BTreeMap<&str, Vec<(usize, &Head, Rank)>> = BTreeMap::new();
    for (at, report) in reports.iter().enumerate() {
        for head in &report.heads {
            of_scope.entry(&head.scope).or_default().push((at, head, rank(report, head)));
        }
    }
    let mut replaced = Vec::new();
    for (scope, heads) in of_scope.iter().filter(|(_, heads)| heads.len() > 1) {
        for (earlier, old, old_rank) in heads {
            for (later, new, _) in heads.iter().filter(|(later, _, rank)| later != earlier && rank > old_rank) {
                let roots = overlap(old, new);
                if !roots.is_empty() {
                    let shut = reports.get(*later).map(|report| shut(report, scope)).unwrap_or_default();
                    let (scope, both) = ((*scope).to_owned(), looked_less(old, new, &shut, today));
                    replaced.push(Replaced { earlier: *earlier, scope, later: *later, roots, shut, both });
                }
            }
        }
    }
    replaced
}

/// Where a report could not look.
fn shut(report: &Recalled, scope: &str) -> BTreeSet<Arc<Path>> {
    let failures = report.failures.iter().map(|failure| &failure.location);
    let places = failures.chain(report.skipped.iter().map(|(_, place)| place));
    places.filter(|place| place.scope.as_deref() == Some(scope)).map(|place| Arc::clone(&place.path)).collect()
}

/// What of the later one's roots lies in or around the earlier one's.
fn overlap(old: &Head, new: &Head) -> Vec<PathBuf> {
    let meets = |root: &&PathBuf| old.roots.iter().any(|known| known.starts_with(root) || root.starts_with(known));
    new.roots.iter().filter(meets).cloned().collect()
}

/// Takes out of a report what later ones tell; whether anything of its own is left.
pub(super) fn take_out(report: &mut Recalled, number: usize, replaced: &[Replaced]) -> bool {
    let mine: Vec<&Replaced> = replaced.iter().filter(|one| one.earlier == number && !one.both).collect();
    if mine.is_empty() {
        return true;
    }
    let told_later = |scope: Option<&str>, path: &Path| {
        let of_scope = mine.iter().filter(|one| Some(one.scope.as_str()) == scope);
        let tells = |one: &Replaced| {
            one.roots.iter().any(|root| path.starts_with(root))
                && !path.ancestors().any(|above| one.shut.contains(above))
        };
        of_scope.into_iter().any(|one| tells(one))
    };
    let stays = |place: &Location| !told_later(place.scope.as_deref(), &place.path);
    report.retain(stays);
    report.systems.retain(|system| !told_later(system.scope.as_deref(), &system.home));
    report.skipped.retain(|(_, place)| stays(place));
    report.heads.retain(|head| {
        let whole = |root: &PathBuf| told_later(Some(&head.scope), root);
        let shut = mine.iter().any(|one| one.scope == head.scope && !one.shut.is_empty());
        head.roots.is_empty() || shut || !head.roots.iter().all(whole)
    });
    !report.heads.is_empty()
}
