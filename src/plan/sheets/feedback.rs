//! The feedback (tilbagemelding) that the letter of 13 March 2023 asked the
//! municipalities for: four fields a system, in Danish, as the letter is.
//!
//! What no scan can know stays to be filled in.

use super::super::case::is_old;
use super::super::seat::is_active;
use super::super::telling::date as date_value;
use super::super::{Action, State};
use super::{Desk, is_personal, label, team};
use crate::catalogue::Role;
use crate::check::display_name;
use crate::classify::{Classified, Listing, Ownership, Status};
use crate::clue::{Confidence, Dependency};
use crate::usage::System;
use crate::wording::{Text, Values, filled, text};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;
use time::macros::date;

/// So many certificates are named; the rest is counted.
const NAMED: usize = 8;

/// The day of the notice that put off the closing, and the day it had been.
const NOTICE: Date = date!(2023 - 04 - 27);
const FIRST_CLOSING: Date = date!(2023 - 06 - 30);

/// The four fields for one system. Names from the outside stand in them raw.
#[derive(Clone, Debug)]
pub struct Feedback {
    /// The system's name.
    pub system: String,
    /// Its team, as configured.
    pub team: Option<String>,
    /// Systemets funktion.
    pub function: String,
    /// Udfordring.
    pub challenge: Vec<String>,
    /// Mitigerende tiltag.
    pub measures: Vec<String>,
    /// Tidspunkt for fuld implementering af MitID eller MitID Erhverv.
    pub completion: String,
}

/// What is said of every system that something is due for.
pub(super) fn feedback(desk: &Desk<'_>) -> Vec<Feedback> {
    desk.matter.usage.systems.iter().filter_map(|system| of_system(desk, system)).collect()
}

fn of_system(desk: &Desk<'_>, system: &System) -> Option<Feedback> {
    let due: Vec<(&Classified, &Listing)> = system
        .certificates
        .iter()
        .filter_map(|print| desk.listed(print))
        .filter(|(classified, listing)| is_due(desk, classified, listing))
        .collect();
    let dead = dependencies(desk, system);
    if due.is_empty() && dead.is_empty() {
        return None;
    }
    let actions = actions(desk, system);
    let as_of = desk.matter.settings.as_of;
    let mut challenge: Vec<String> = by_status(&due, as_of);
    challenge.extend(dead.iter().map(|one| said("sheets.feedback.dead", &[("name", one.name.da.clone())])));
    let mut measures = measures(desk, &due, &actions);
    measures.extend(dead.iter().map(|one| one.replacement.da.clone()));
    Some(Feedback {
        system: if is_home(system) { text("sheets.feedback.home").da } else { label(system) },
        team: team(system),
        function: function(desk, system, &due),
        challenge,
        measures,
        completion: completion(&actions, as_of),
    })
}

/// Ours, and of the time of NemID: what runs out in OCES III is no matter of
/// the letter's.
fn is_due(desk: &Desk<'_>, classified: &Classified, listing: &Listing) -> bool {
    let ours = classified.ownership == Ownership::Own && listing.role == Role::EndEntity;
    ours && is_old(listing) && !desk.actions(&classified.certificate.sha256).is_empty()
}

/// What of NemID its live texts still name, each once.
fn dependencies(desk: &Desk<'_>, system: &System) -> Vec<&'static Dependency> {
    let all = &desk.matter.usage.dependencies;
    let live = system.dependencies.iter().filter_map(|at| all.get(*at)).filter(|one| is_active(one.place));
    let named = live.flat_map(|one| &one.names).map(|(_, dependency, _)| (dependency.id.as_str(), *dependency));
    named.collect::<BTreeMap<&str, &'static Dependency>>().into_values().collect()
}

/// The actions for its own certificates and its truststores.
fn actions<'m>(desk: &Desk<'m>, system: &System) -> Vec<&'m Action> {
    let all = system.certificates.iter().flat_map(|print| desk.actions(print));
    let mut seen = BTreeSet::new();
    all.filter(|action| !matches!(action.kind, "fetch" | "ask-owner") && seen.insert(&action.id)).copied().collect()
}

/// What it is used for and with whom, as far as that is known.
fn function(desk: &Desk<'_>, system: &System, due: &[(&Classified, &Listing)]) -> String {
    let uses = system.uses.iter().filter(|(_, sure)| *sure >= Confidence::Medium);
    let uses: Vec<String> = uses.map(|(kind, _)| text(&format!("sheets.feedback.use.{}", kind.id())).da).collect();
    let known = due.iter().flat_map(|(classified, _)| desk.counterparties(&classified.certificate.sha256));
    let mut names: Vec<&str> = known.map(|counterparty| counterparty.name.da.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    match (uses.is_empty(), names.is_empty()) {
        (true, _) => text("sheets.feedback.unknown").da,
        (false, true) => said("sheets.feedback.function", &[("uses", uses.join(", "))]),
        (false, false) => {
            said("sheets.feedback.function-with", &[("uses", uses.join(", ")), ("with", names.join("; "))])
        }
    }
}

/// One sentence for the certificates of one status and day.
fn by_status(due: &[(&Classified, &Listing)], as_of: Date) -> Vec<String> {
    let mut groups: BTreeMap<(&str, String, String), Vec<String>> = BTreeMap::new();
    for (classified, listing) in due {
        let ends = classified.certificate.not_after.and_then(crate::check::day);
        let day = match listing.status {
            Status::Blocked | Status::Retired => listing.status_since,
            Status::ToBeBlocked => listing.status_on,
            _ => ends,
        };
        let key = (listing.status.id(), listing.generation.to_string(), date_value(day).da);
        groups.entry(key).or_default().push(named(classified, listing));
    }
    let told = groups.into_iter().map(|((status, generation, day), names)| {
        let mut listed = names.get(..NAMED).unwrap_or(&names).join(", ");
        if names.len() > NAMED {
            listed = said("sheets.feedback.more", &[("names", listed), ("count", (names.len() - NAMED).to_string())]);
        }
        let early = status == Status::ToBeBlocked.id() && as_of < NOTICE;
        let key =
            if early { "sheets.feedback.before-notice".to_owned() } else { format!("sheets.feedback.status.{status}") };
        said(&key, &[("names", listed), ("generation", generation), ("day", day)])
    });
    told.collect()
}

/// Its name; a person's is not told.
fn named(classified: &Classified, listing: &Listing) -> String {
    if is_personal(listing) || classified.certificate.names_person() {
        return text("sheets.feedback.personal").da;
    }
    format!("»{}«", display_name(classified))
}

/// Whether it lies in somebody's home: such a path names a person.
fn is_home(system: &System) -> bool {
    let told = system.owner.as_ref().is_some_and(|owner| owner.system.is_some());
    let mut parts = system.name.split(['/', '\\']).chain(system.home.iter().filter_map(|part| part.to_str()));
    !told && parts.any(|part| ["home", "users"].contains(&part.to_ascii_lowercase().as_str()))
}

/// What the plan does, by kind of action, and how much of it is done.
fn measures(desk: &Desk<'_>, due: &[(&Classified, &Listing)], actions: &[&Action]) -> Vec<String> {
    let known = due.iter().flat_map(|(classified, _)| desk.counterparties(&classified.certificate.sha256));
    let names: BTreeSet<&str> = known.map(|counterparty| counterparty.name.da.as_str()).collect();
    let whom = if names.is_empty() {
        text("sheets.feedback.whom").da
    } else {
        names.into_iter().collect::<Vec<_>>().join("; ")
    };
    let mut kinds: BTreeMap<(u8, &str), (usize, usize)> = BTreeMap::new();
    for action in actions {
        let (done, all) = kinds.entry((action.wave, action.kind)).or_default();
        *done += usize::from(action.state == State::Done);
        *all += 1;
    }
    let told = kinds.into_iter().map(|((_, kind), (done, all))| {
        let what = said(&format!("sheets.feedback.measure.{kind}"), &[("whom", whom.clone())]);
        let counts = [("what", what), ("done", done.to_string()), ("all", all.to_string())];
        said("sheets.feedback.progress", &counts)
    });
    told.collect()
}

/// When all of it is done, as far as the plan knows.
fn completion(actions: &[&Action], as_of: Date) -> String {
    let open = actions.iter().filter(|action| action.state != State::Done);
    if open.clone().next().is_none() && !actions.is_empty() {
        return text("sheets.feedback.all-done").da;
    }
    let known = |day: &Date| as_of >= NOTICE || *day <= FIRST_CLOSING;
    match open.filter_map(|action| action.deadline).max().filter(known) {
        Some(day) => said("sheets.feedback.by", &[("day", date_value(Some(day)).da)]),
        None => text("sheets.feedback.not-set").da,
    }
}

/// The Danish text of this key with its values.
fn said(key: &str, values: &[(&'static str, String)]) -> String {
    let values: Values = values.iter().map(|(name, value)| (*name, Text::same(value.clone()))).collect();
    filled(key, &values).da
}
