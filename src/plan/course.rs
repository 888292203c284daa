//! Which actions a case gets, in order.
//!
//! Behaviour
//! 1. Only what is our own is ordered, renewed or retired. A foreign
//!    certificate is fetched, an owner who is not known is asked for.
//! 2. What nothing refers to and what was decided against is taken out of
//!    service, and nothing is ordered for it. Nor is it for test certificates
//!    of old.
//! 3. Mail that a key opens is saved first of all, whatever else is decided.
//! 4. Registration is one action for each counterparty.
//! 5. A person's key is taken out of service by that person.

use super::case::{Case, is_old, is_personal};
use crate::catalogue::Environment;
use crate::classify::{Kind, Ownership, Status};
use crate::clue::{Counterparty, UseKind};

/// One action to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    /// The recipe, by name in `guidance.toml`.
    pub(super) recipe: &'static str,
    /// The counterparty that it is about, where each has its own.
    pub(super) counterparty: Option<&'static Counterparty>,
}

/// The actions of a case.
pub(super) fn course(case: &Case<'_>) -> Vec<Planned> {
    let names = match (case.owner(), case.is_active()) {
        (Ownership::Foreign, true) => vec!["fetch"],
        (Ownership::Unknown, true) => vec!["ask-owner"],
        (Ownership::Own, active) if is_old(case.listing) => old(case, active),
        (Ownership::Own, true) => present(case),
        (_, false) => Vec::new(),
    };
    let own = case.owner() == Ownership::Own && is_old(case.listing);
    let mail = (own && !case.story.messages.is_empty()).then(|| save_mail(case));
    let (decide, rest) = names.split_at(usize::from(!names.is_empty()));
    let all = decide.iter().copied().chain(mail).chain(rest.iter().copied());
    all.flat_map(|name| each(name, case)).collect()
}

fn each(name: &'static str, case: &Case<'_>) -> Vec<Planned> {
    let one = |recipe| Planned { recipe, counterparty: None };
    if name != "register" {
        return vec![one(name)];
    }
    let counterparties = case.story.counterparties(true).into_iter();
    let mut all: Vec<Planned> =
        counterparties.map(|known| Planned { recipe: "register-counterparty", counterparty: Some(known) }).collect();
    if case.story.serves(UseKind::SecureEmail) {
        all.push(one("register-mail"));
    }
    if all.is_empty() {
        all.push(one("register"));
    }
    all
}

fn save_mail(case: &Case<'_>) -> &'static str {
    if personal(case) { "save-mail-personal" } else { "save-mail" }
}

fn retire(case: &Case<'_>) -> &'static str {
    if personal(case) { "retire-personal" } else { "retire" }
}

fn personal(case: &Case<'_>) -> bool {
    case.listing.kind.is_some_and(is_personal)
}

/// Own, of a generation that has ended.
fn old(case: &Case<'_>, active: bool) -> Vec<&'static str> {
    if !active {
        return vec!["decide-cold", retire(case)];
    }
    if case.listing.environment == Environment::Test {
        return vec!["decide-test", retire(case)];
    }
    let mut names = match case.listing.kind {
        Some(Kind::Poces) => vec!["decide-person", "swap-person"],
        Some(Kind::Moces | Kind::Employee) => person(case),
        Some(_) if case.is_idle() && case.needed().is_none() => vec!["decide-idle"],
        Some(_) => with_order(case, "decide"),
        None => vec!["decide"],
    };
    if case.needed() == Some(false) {
        names.truncate(1);
    }
    names.push(retire(case));
    names
}

/// An employee's, of whatever generation.
fn person(case: &Case<'_>) -> Vec<&'static str> {
    let robot = case.story.serves(UseKind::Robot);
    let decide = if robot { "decide-robot" } else { "decide-employee" };
    let renewal = !is_old(case.listing);
    match case.basis.map_or("none", |one| one.kind) {
        "employee" if renewal => vec![decide, "renew-employee"],
        "employee" => vec![decide, "order-employee", "swap-employee"],
        "system" | "organisation" => with_order(case, decide),
        _ if robot => vec![decide, "swap-robot"],
        _ => vec![decide, "swap-employee"],
    }
}

/// From the decision to the proof, by the kind that replaces it.
fn with_order(case: &Case<'_>, decide: &'static str) -> Vec<&'static str> {
    let order = match case.basis.map(|one| one.kind) {
        Some("organisation") => "order-organisation",
        Some("employee") => "order-employee",
        _ => "order-system",
    };
    vec![decide, order, "register", "swap", "verify"]
}

/// Own, of the present generation, expired or about to.
fn present(case: &Case<'_>) -> Vec<&'static str> {
    let expired = case.listing.status == Status::Expired;
    let mut names = match case.listing.kind {
        Some(Kind::Employee) => person(case),
        _ if expired && case.is_idle() && case.needed().is_none() => vec!["decide-idle"],
        _ if expired => vec!["decide", "renew-expired", "register", "swap", "verify"],
        _ if case.is_idle() || case.decision.is_some() => vec!["decide", "renew", "register", "swap", "verify"],
        _ => vec!["renew", "register", "swap", "verify"],
    };
    if case.needed() == Some(false) {
        names.truncate(1);
    }
    names.push(retire(case));
    names
}
