//! The actions themselves, from recipe and case.
//!
//! The texts are the guide's, the choice is the course's.

use super::case::Case;
use super::course::{Planned, course};
use super::guide::{self, GUIDE, Recipe, Shown, Step, Values};
use super::{Action, Brief, ByPrint, KINDS, State, Text, mail, telling};
use crate::clue::{Bound, Counterparty};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;
use time::Date;

/// What a case says in the texts of its actions.
pub(super) struct Telling {
    pub(super) flags: BTreeSet<&'static str>,
    pub(super) values: Values,
    pub(super) as_of: Date,
}

/// The actions of a case; each comes after those before it.
pub(super) fn actions(case: &Case<'_>, certificates: &ByPrint<'_>) -> Vec<Action> {
    let course = course(case);
    if course.is_empty() {
        return Vec::new();
    }
    let general = Telling { flags: case.flags(), values: case.values(certificates), as_of: case.as_of };
    let mut actions: Vec<Action> = Vec::new();
    for planned in course {
        if let Some(action) = of_case(case, &planned, &general, &actions) {
            actions.push(action);
        }
    }
    actions
}

/// One action of a case. `None` only if the guide lacks its recipe, which a
/// test rules out.
fn of_case(case: &Case<'_>, planned: &Planned, general: &Telling, before: &[Action]) -> Option<Action> {
    let mut action = match planned.counterparty {
        Some(counterparty) => at_counterparty(planned.recipe, counterparty, general)?,
        None => action(planned.recipe, &general.with_verification(case))?,
    };
    let sha256 = case.classified.certificate.sha256;
    action.id = identity(action.kind, &concern(planned, &data_encoding::HEXLOWER.encode(&sha256)));
    action.certificates = vec![sha256];
    action.paths = case.paths();
    action.scopes = case.scopes();
    action.systems = case.story.systems.iter().map(|one| one.id.clone()).collect::<BTreeSet<_>>().into_iter().collect();
    action.uses = case.story.sure_kinds();
    action.counterparties = planned.counterparty.map_or_else(|| case.story.counterparties(true), |one| vec![one]);
    action.brief.places = places(planned.recipe, case);
    action.priority = case.priority();
    action.state = state(action.kind, case);
    action.after = after(&action, before);
    if action.kind == "save-mail" {
        mail::about(&mut action, case.story.messages);
    }
    set_day(&mut action, case);
    Some(action)
}

impl Telling {
    /// How the new store is to be verified: for the one counterparty, if it is one.
    fn with_verification(&self, case: &Case<'_>) -> Telling {
        let mut values = self.values.clone();
        if let [one] = case.story.counterparties(true).as_slice() {
            values.insert("for", Text::same(format!(" (--for {})", one.id)));
        }
        Telling { flags: self.flags.clone(), values, as_of: self.as_of }
    }
}

/// A registration, with what is known of that counterparty.
fn at_counterparty(name: &str, counterparty: &'static Counterparty, general: &Telling) -> Option<Action> {
    let (mut flags, mut values) = (general.flags.clone(), general.values.clone());
    flags.extend(counterparty.bound_to.map(|bound| match bound {
        Bound::Certificate => "bound-certificate",
        Bound::Uuid => "bound-uuid",
    }));
    values.insert("counterparty", counterparty.name.clone());
    values.insert("registration", counterparty.registration.clone());
    values.insert("told", guide::told(&counterparty.knowledge, general.as_of, false));
    let mut action = action(name, &Telling { flags, values, as_of: general.as_of })?;
    let registrars = GUIDE.registrars.get(&counterparty.id).map(Vec::as_slice).unwrap_or_default();
    action.who = registrars.iter().map(|role| guide::role(role)).collect();
    if action.who.is_empty() {
        action.who = vec![guide::role("system-owner"), guide::role("system-administrator")];
    }
    Some(action)
}

/// The recipe as an action.
pub(super) fn action(name: &str, telling: &Telling) -> Option<Action> {
    let recipe: &Recipe = GUIDE.recipes.get(name)?;
    let (kind, wave) = KINDS.iter().copied().find(|(kind, _)| *kind == recipe.kind)?;
    let mut steps = told(&recipe.steps, telling);
    steps.extend(GUIDE.sources(recipe, telling.as_of));
    Some(Action {
        kind,
        wave,
        title: guide::fill(&recipe.title, &telling.values),
        who: recipe.who.iter().map(|name| guide::role(name)).collect(),
        steps,
        checks: told(&recipe.checks, telling),
        brief: brief(recipe, telling),
        ..Action::default()
    })
}

/// The steps that apply, filled.
fn told(steps: &[Step], telling: &Telling) -> Vec<Text> {
    let told = steps.iter().filter(|step| step.applies(&telling.flags));
    told.map(|step| guide::fill(&step.text, &telling.values)).collect()
}

/// The recipe as a list tells it.
fn brief(recipe: &Recipe, telling: &Telling) -> Brief {
    let told = || recipe.steps.iter().filter(|step| step.applies(&telling.flags));
    let checks = recipe.checks.iter().filter(|step| step.applies(&telling.flags));
    Brief {
        heading: recipe.heading(),
        name: telling.values.get("name").cloned().unwrap_or_default(),
        common: told().filter_map(Step::common).chain(GUIDE.sources(recipe, telling.as_of)).collect(),
        points: told().filter_map(Step::own).map(|text| guide::fill(&text, &telling.values)).collect(),
        places: Vec::new(),
        checks: checks.filter_map(Step::common).collect(),
    }
}

/// The places that a list shows under the action.
fn places(name: &str, case: &Case<'_>) -> Vec<(String, Text)> {
    match GUIDE.recipes.get(name).map(|recipe| recipe.places) {
        Some(Shown::Full) => case.working().into_iter().map(|seat| (seat.name, seat.said)).collect(),
        Some(Shown::Paths) => {
            let places: BTreeSet<(Option<&str>, &Path)> =
                case.seats.iter().map(|seat| (seat.scope.as_deref(), &*seat.path.0)).collect();
            places.into_iter().map(|(scope, path)| path_text(scope, path)).collect()
        }
        Some(Shown::Nothing) | None => Vec::new(),
    }
}

/// A path, of which nothing is said; the host before it where there are several.
pub(super) fn path_text(scope: Option<&str>, path: &Path) -> (String, Text) {
    (telling::on_host(scope, path.display()), Text::default())
}

/// What comes before it. Mail is saved whatever is decided, and an order need
/// not wait for that; what touches the old key must.
fn after(action: &Action, before: &[Action]) -> Vec<String> {
    if action.kind == "save-mail" {
        return Vec::new();
    }
    let touches = matches!(action.kind, "swap" | "verify" | "retire");
    let counts = |one: &&Action| one.kind != action.kind && (touches || one.kind != "save-mail");
    before.iter().filter(counts).map(|one| one.id.clone()).collect()
}

/// The day by which, or since when. Asking, saving and keeping safe have none.
fn set_day(action: &mut Action, case: &Case<'_>) {
    if matches!(action.kind, "ask-owner" | "retire" | "save-mail") || !case.is_active() {
        return;
    }
    if case.dead {
        action.overdue_since = case.date;
    } else {
        action.deadline = case.date;
    }
}

/// How far an action is. A confirmed successor answers the order, unless its key
/// lies open; whether the counterparty knows it, no scan can see.
fn state(kind: &str, case: &Case<'_>) -> State {
    let confirmed = case.has("confirmed");
    match kind {
        "order" | "renew" if confirmed && !case.successor_exposed => State::Done,
        "decide" | "order" | "renew" | "swap" if confirmed => State::InProgress,
        _ => State::Open,
    }
}

/// What an action is about, beside its kind: the certificate, and which of
/// several registrations.
fn concern(planned: &Planned, certificate: &str) -> String {
    match (planned.counterparty, planned.recipe) {
        (Some(counterparty), _) => format!("{certificate}\0{}", counterparty.id),
        (None, "register-mail") => format!("{certificate}\0mail"),
        (None, _) => certificate.to_owned(),
    }
}

/// The identity of an action: kind and concern, nothing that changes from run
/// to run.
pub(super) fn identity(kind: &str, concern: &str) -> String {
    let digest = Sha256::digest(format!("oces/plan/v1\0{kind}\0{concern}"));
    data_encoding::HEXLOWER.encode(&digest[..8])
}

/// The folders of messages as places, each with what is in it.
pub(super) fn folder_places(messages: &[&crate::classify::Message]) -> Vec<(String, Text)> {
    let folders = telling::folders(messages).into_iter();
    let told = |scope: Option<&str>, folder: &Path| path_text(scope, folder).0;
    folders.map(|((scope, folder), count)| (told(scope.as_deref(), &folder), Text::same(count.to_string()))).collect()
}
