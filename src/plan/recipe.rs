//! Which actions a case gets, and the actions themselves.
//!
//! The texts are the guide's.

use super::case::{Case, is_old, on_host};
use super::guide::{self, GUIDE, Recipe, Shown, Step, Values};
use super::{Action, Brief, ByPrint, KINDS, State, Text};
use crate::certificate::Fingerprint;
use crate::classify::{Kind, Ownership, Status};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

/// The recipes of a case, by name in `guidance.toml`, in order.
pub(super) fn names(case: &Case<'_>) -> &'static [&'static str] {
    match (case.owner(), case.is_active()) {
        (Ownership::Foreign, true) => &["fetch"],
        (Ownership::Unknown, true) => &["ask-owner"],
        (Ownership::Own, active) if is_old(case.listing) => old(case.listing.kind, active),
        (Ownership::Own, true) => present(case),
        (_, false) => &[],
    }
}

/// Own, of a generation that has ended.
fn old(kind: Option<Kind>, active: bool) -> &'static [&'static str] {
    match (kind, active) {
        (Some(Kind::Poces | Kind::Moces | Kind::Employee), false) => &["decide-cold", "retire-personal"],
        (_, false) => &["decide-cold", "retire"],
        (Some(Kind::Poces), true) => &["decide-person", "swap-person", "retire-personal"],
        (Some(Kind::Moces | Kind::Employee), true) => &["decide-employee", "swap-employee", "retire-personal"],
        (Some(Kind::Voces | Kind::Organisation), true) => {
            &["decide", "order-organisation", "register", "swap", "verify", "retire"]
        }
        (Some(Kind::Foces | Kind::System), true) => &["decide", "order-system", "register", "swap", "verify", "retire"],
        (None, true) => &["decide", "retire"],
    }
}

/// Own, of the present generation, expired or about to.
fn present(case: &Case<'_>) -> &'static [&'static str] {
    match (case.listing.kind, case.listing.status) {
        (Some(Kind::Employee), _) => &["renew-employee", "retire-personal"],
        (_, Status::Expired) => &["decide", "renew-expired", "register", "swap", "verify", "retire"],
        _ => &["renew", "register", "swap", "verify", "retire"],
    }
}

/// The actions of a case; each comes after those before it.
pub(super) fn actions(case: &Case<'_>, certificates: &ByPrint<'_>) -> Vec<Action> {
    let names = names(case);
    if names.is_empty() {
        return Vec::new();
    }
    let (flags, values) = (case.flags(), case.values(certificates));
    let mut actions: Vec<Action> = Vec::new();
    for (name, mut action) in names.iter().filter_map(|name| Some((name, action(name, &flags, &values)?))) {
        let fingerprint = case.classified.certificate.sha256;
        action.id = identity(action.kind, &hex(&fingerprint));
        action.certificates = vec![fingerprint];
        action.paths = case.paths();
        action.brief.places = places(name, case);
        action.priority = case.priority();
        action.state = state(action.kind, case);
        action.after = actions.iter().map(|one| one.id.clone()).collect();
        set_day(&mut action, case);
        actions.push(action);
    }
    actions
}

/// The places that a list shows under the action.
fn places(name: &str, case: &Case<'_>) -> Vec<(String, Text)> {
    match GUIDE.recipes.get(name).map(|recipe| recipe.places) {
        Some(Shown::Full) => case.seats.iter().map(|seat| (seat.name.clone(), seat.said.clone())).collect(),
        Some(Shown::Paths) => {
            let places: BTreeSet<(Option<&str>, &Path)> =
                case.seats.iter().map(|seat| (seat.scope.as_deref(), &*seat.path.0)).collect();
            places.into_iter().map(|(scope, path)| path_text(scope, path)).collect()
        }
        Some(Shown::Nothing) | None => Vec::new(),
    }
}

/// A path, of which nothing is said.
pub(super) fn path_text(scope: Option<&str>, path: &Path) -> (String, Text) {
    (on_host(scope, path), Text::default())
}

/// The recipe as a list tells it.
fn brief(recipe: &Recipe, flags: &BTreeSet<&str>, values: &Values) -> Brief {
    let told = || recipe.steps.iter().filter(|step| step.applies(flags));
    Brief {
        heading: recipe.heading(),
        name: values.get("name").cloned().unwrap_or_default(),
        common: told().filter_map(Step::common).chain(GUIDE.source(recipe)).collect(),
        points: told().filter_map(Step::own).map(|text| guide::fill(&text, values)).collect(),
        places: Vec::new(),
    }
}

/// The texts of a recipe as an action. `None` only if the guide lacks it,
/// which a test rules out.
pub(super) fn action(name: &str, flags: &BTreeSet<&str>, values: &Values) -> Option<Action> {
    let recipe: &Recipe = GUIDE.recipes.get(name)?;
    let (kind, wave) = KINDS.iter().copied().find(|(kind, _)| *kind == recipe.kind)?;
    let told = recipe.steps.iter().filter(|step| step.applies(flags));
    let mut steps: Vec<Text> = told.map(|step| guide::fill(&step.text(), values)).collect();
    steps.extend(GUIDE.source(recipe));
    Some(Action {
        id: String::new(),
        kind,
        wave,
        title: guide::fill(&recipe.title, values),
        who: recipe.who.iter().filter_map(|role| GUIDE.roles.get(role)).cloned().collect(),
        steps,
        brief: brief(recipe, flags, values),
        ..Action::default()
    })
}

/// The day by which, or since when. Asking and keeping safe have none.
fn set_day(action: &mut Action, case: &Case<'_>) {
    if matches!(action.kind, "ask-owner" | "retire") || !case.is_active() {
        return;
    }
    if case.dead {
        action.overdue_since = case.date;
    } else {
        action.deadline = case.date;
    }
}

/// How far an action is. A confirmed successor answers the order; whether the
/// counterparty knows it, no scan can see.
fn state(kind: &str, case: &Case<'_>) -> State {
    let confirmed = case.has("confirmed");
    match kind {
        "order" | "renew" if confirmed => State::Done,
        "decide" | "swap" if confirmed => State::InProgress,
        _ => State::Open,
    }
}

/// The identity of an action: kind and certificate (or environment), nothing
/// that changes from run to run.
pub(super) fn identity(kind: &str, concern: &str) -> String {
    let digest = Sha256::digest(format!("oces/plan/v1\0{kind}\0{concern}"));
    data_encoding::HEXLOWER.encode(&digest[..8])
}

fn hex(fingerprint: &Fingerprint) -> String {
    data_encoding::HEXLOWER.encode(fingerprint)
}
