//! Whether the scans that reported looked at a place.
//!
//! *Behaviour*
//!
//! 1. A place was looked at if a scan of its scope has it under one of its
//!    roots, and nothing at or above it failed or was left out: it was read, or
//!    it is gone from a folder that was listed.
//! 2. Of a scope that no report is of, nothing was looked at. Nor was anything
//!    by a scan that calls itself incomplete and does not say where, that was
//!    run with less sight than the one that saw the place, or that is older.
//! 3. What rests on archives, mail or the search of texts was looked at only if
//!    those were.

use super::mark::{Mark, Marker, Tag};
use super::state::{Seen, State};
use crate::diff::{NARROWING, WIDENING};
use crate::failure::Failure;
use crate::location::Location;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// One scan, as it is asked for what it saw.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Area {
    pub scope: String,
    pub roots: Vec<PathBuf>,
    pub options: BTreeMap<String, Value>,
    pub complete: bool,
    /// Whether it names all that it left out.
    pub names_all: bool,
    pub finished_at: Option<OffsetDateTime>,
}

/// What the scans of a scope looked at.
#[derive(Debug, Default)]
struct View {
    /// When the earliest of them ended that no later one stands for, in seconds since 1970.
    at: i64,
    options: BTreeMap<String, Tag>,
    off: BTreeSet<&'static str>,
    complete: bool,
    /// An incomplete scan that does not say what it missed.
    silent: bool,
    roots: BTreeSet<Tag>,
    /// Where nobody looked.
    shut: BTreeSet<Tag>,
    /// What lies above that.
    above_shut: BTreeSet<Tag>,
}

/// What all of them looked at, by scope.
#[derive(Debug, Default)]
pub struct Sight(BTreeMap<Tag, View>);

/// Options that keep a scan from something wherever it is.
const SWITCHES: [&str; 3] = ["no-archives", "no-mail", "no-references"];

/// What must be the same: places have other names in a report with pseudonyms.
const ALIKE: [&str; 1] = [PERSONAL_DATA];

/// The name under which a scan's mode of personal data is compared.
pub const PERSONAL_DATA: &str = "personal-data";

impl Sight {
    /// Of the scans, what failed and what was left out. A place without a scope
    /// is of the first.
    pub fn new(
        areas: &[Area],
        failures: &[Failure],
        left_out: &[Location],
        unsearched: bool,
        marker: Marker<'_>,
    ) -> Sight {
        let mut views: BTreeMap<Tag, View> = BTreeMap::new();
        for area in areas {
            let scope = marker.scope(&area.scope);
            let view = views.entry(scope).or_insert_with(View::first);
            view.take(scope, area, unsearched, marker);
            if !areas.iter().any(|other| stands_for(other, area)) {
                view.at = view.at.min(area.finished_at.map_or(0, OffsetDateTime::unix_timestamp));
            }
        }
        let first = areas.first().map_or("", |area| area.scope.as_str());
        for place in failures.iter().map(|failure| &failure.location).chain(left_out) {
            let scope = marker.scope(place.scope.as_deref().unwrap_or(first));
            if let Some(view) = views.get_mut(&scope) {
                view.shut(scope, &place.path, marker);
            }
        }
        for area in areas {
            if let Some(view) = views.get_mut(&marker.scope(&area.scope)) {
                view.silent |= !area.names_all || (!area.complete && view.shut.is_empty());
            }
        }
        Sight(views)
    }

    /// What a ticket remembers of the scans that it rests on.
    pub fn seen(&self, scopes: &BTreeSet<Tag>) -> BTreeMap<Tag, Seen> {
        let of = |scope: &Tag| self.0.get(scope).map(|view| Seen { at: view.at, options: view.options.clone() });
        scopes.iter().filter_map(|scope| Some((*scope, of(scope)?))).collect()
    }

    /// Whether the place was looked at, by scans that saw no less than those
    /// that saw it.
    pub fn looked(&self, mark: &Mark, state: &State) -> bool {
        let Some(view) = self.0.get(&mark.scope) else { return false };
        if !self.speaks_of(mark.scope, state) || view.silent || view.is_switched_off(mark) {
            return false;
        }
        let covered = mark.way.iter().any(|tag| view.roots.contains(tag));
        let shut = mark.way.iter().any(|tag| view.shut.contains(tag));
        let below = mark.folder && mark.way.last().is_none_or(|tag| view.above_shut.contains(tag));
        covered && !shut && !below
    }

    /// Whether a scan of this scope reported that is no older than what the
    /// ticket knows and was run with no less sight.
    pub fn speaks_of(&self, scope: Tag, state: &State) -> bool {
        let Some(view) = self.0.get(&scope) else { return false };
        let Some(seen) = state.scans.get(&scope) else { return true };
        view.at >= seen.at && view.sees_no_less(&seen.options)
    }

    /// Whether a scan of this scope reported that is no older than what the ticket knows.
    pub fn is_news(&self, scope: Tag, state: &State) -> bool {
        self.0.get(&scope).is_some_and(|view| state.scans.get(&scope).is_none_or(|seen| view.at >= seen.at))
    }

    /// Whether everything of the scope was looked at.
    pub fn complete(&self, scope: Tag) -> bool {
        self.0.get(&scope).is_some_and(|view| view.complete)
    }

    /// Whether a report is of this scope.
    pub fn knows(&self, scope: Tag) -> bool {
        self.0.contains_key(&scope)
    }
}

/// Whether a scan is a later one of all that another looked at.
fn stands_for(later: &Area, earlier: &Area) -> bool {
    let covered = |root: &PathBuf| later.roots.iter().any(|above| root.starts_with(above));
    later.scope == earlier.scope && later.finished_at > earlier.finished_at && earlier.roots.iter().all(covered)
}

impl View {
    fn first() -> View {
        View { complete: true, at: i64::MAX, ..View::default() }
    }

    fn take(&mut self, scope: Tag, area: &Area, unsearched: bool, marker: Marker<'_>) {
        self.complete &= area.complete;
        self.roots.extend(area.roots.iter().map(|root| marker.path(scope, root)));
        for option in WIDENING.iter().chain(&NARROWING).chain(&ALIKE) {
            if let Some(value) = area.options.get(*option) {
                // Two scans with other values have a value of their own.
                let before = self.options.get(*option).map(|tag| tag.text()).unwrap_or_default();
                let value = value.to_string();
                let tag = marker.text(value.as_bytes());
                let joined =
                    if before.is_empty() || before == tag.text() { tag } else { marker.text(before.as_bytes()) };
                self.options.insert((*option).to_owned(), joined);
            }
        }
        self.off.extend(SWITCHES.iter().filter(|option| area.options.contains_key(**option)));
        if unsearched {
            self.off.insert("no-references");
        }
    }

    fn shut(&mut self, scope: Tag, path: &Path, marker: Marker<'_>) {
        self.shut.insert(marker.path(scope, path));
        self.above_shut.extend(path.ancestors().skip(1).map(|above| marker.path(scope, above)));
    }

    fn is_switched_off(&self, mark: &Mark) -> bool {
        let off = |option| self.off.contains(option);
        (off("no-archives") && mark.inside)
            || (off("no-mail") && mark.of_mail)
            || (off("no-references") && mark.of_text)
    }

    /// Nothing that widened the earlier scan is missing, nothing narrows this one alone.
    fn sees_no_less(&self, before: &BTreeMap<String, Tag>) -> bool {
        let lost = |option: &&str| before.contains_key(*option) && !self.options.contains_key(*option);
        let narrowed =
            |option: &&str| self.options.contains_key(*option) && self.options.get(*option) != before.get(*option);
        let alike = |option: &&str| self.options.get(*option) == before.get(*option);
        !WIDENING.iter().any(lost) && !NARROWING.iter().any(narrowed) && ALIKE.iter().all(alike)
    }
}

#[cfg(test)]
mod tests;
