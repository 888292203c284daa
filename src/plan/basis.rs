//! The kind of certificate that replaces one, and why: the counterparty's
//! demand comes first, then the use, then the old kind.
//!
//! Behaviour
//! 1. Only what is at least of medium confidence decides; weaker signs are told
//!    as hints.
//! 2. Signs that contradict each other are told, and raise `conflict` where one
//!    certificate can hardly satisfy all.
//! 3. A person's certificate is replaced by none, unless a counterparty demands
//!    one, its owner says that somebody does, or it carries an integration. A
//!    robot's is replaced by none.
//! 4. What is renewed keeps its kind: the profile has it.

mod signs;

use super::Text;
use super::case::is_old;
use super::guide::{self, Values};
use super::story::Story;
use super::telling;
use crate::catalogue::Environment;
use crate::classify::{Kind, Listing};
use crate::clue::{Counterparty, UseKind};
use crate::wording::filled;
use signs::{demands, used, used_beside};
use time::Date;

/// What replaces a certificate, and why.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    /// `system`, `organisation`, `employee` or `none`.
    pub(super) kind: &'static str,
    /// `counterparty`, `use` or `old-kind`.
    pub(super) rests_on: &'static str,
    /// In words.
    pub(super) reasons: Vec<Text>,
    /// The same in few words.
    pub(super) brief: Text,
    /// Whether one certificate can hardly satisfy all.
    pub(super) conflict: bool,
    /// With whom it is surely used, by id.
    pub(super) with: Vec<&'static str>,
}

/// Draws the conclusion for an end entity. `demanded`: its owner has said that it
/// is needed.
pub(super) fn basis(listing: &Listing, story: &Story<'_>, demanded: bool, as_of: Date) -> Basis {
    let mut found = match listing.kind {
        None => Basis::new("none", "old-kind"),
        Some(Kind::Poces) => Basis::new("none", "old-kind").because("plan.reasons.person", &Values::new()),
        Some(kind @ (Kind::Moces | Kind::Employee)) => {
            let found = personal(kind, is_old(listing), story, as_of);
            if demanded { found.demanded() } else { found }
        }
        Some(kind) if is_old(listing) => organisational(kind, story, as_of),
        Some(kind) => present(kind, story, as_of),
    };
    for one in story.counterparties(false) {
        found = found.because("plan.reasons.hint", &Values::from([("counterparty", one.name.clone())]));
    }
    if !story.shared.is_empty() {
        found = found.because("plan.reasons.shared", &list(story.shared.iter().map(|name| Text::same(name.as_str()))));
    }
    if is_old(listing) && listing.environment == Environment::Test {
        found = found.because("plan.reasons.test", &Values::new());
    }
    found.brief = brief(&found, story);
    found.with = story.counterparties(true).into_iter().map(|one| one.id.as_str()).collect();
    found
}

impl Basis {
    fn new(kind: &'static str, rests_on: &'static str) -> Basis {
        Basis { kind, rests_on, reasons: Vec::new(), brief: Text::default(), conflict: false, with: Vec::new() }
    }

    fn because(mut self, key: &str, values: &Values) -> Basis {
        self.reasons.push(filled(key, values));
        self
    }

    /// Each counterparty with what it demands, and where that was read.
    fn because_of(mut self, counterparties: &[&'static Counterparty], as_of: Date) -> Basis {
        for one in counterparties {
            let told = guide::told(&one.knowledge, as_of, false);
            let demand = one.demand.clone();
            let values = Values::from([("counterparty", one.name.clone()), ("demand", demand), ("told", told)]);
            self = self.because("plan.reasons.counterparty", &values);
        }
        self
    }

    /// A person's, where its owner has said that somebody demands it: an
    /// identity alone does not answer that. A robot's way out is another.
    fn demanded(self) -> Basis {
        if (self.kind, self.rests_on) != ("none", "old-kind") {
            return self;
        }
        Basis::new("employee", "use").because("plan.reasons.employee-decided", &Values::new())
    }

    fn contradicted(mut self, key: &str, values: &Values) -> Basis {
        self.conflict = true;
        self.because(key, values)
    }
}

/// What a company's or a system's certificate becomes.
fn organisational(old: Kind, story: &Story<'_>, as_of: Date) -> Basis {
    let counterparties = story.counterparties(true);
    let demanded = demands(&counterparties);
    let used = if demanded.is_empty() { used(story) } else { used_beside(story) };
    let by_kind = by_old_kind(old);
    let (kind, basis) = match (demanded.first(), used.first()) {
        (Some(kind), _) => (*kind, "counterparty"),
        (None, Some(kind)) => (*kind, "use"),
        (None, None) => (by_kind, "old-kind"),
    };
    let mut found = Basis::new(kind, basis).because_of(&counterparties, as_of);
    match basis {
        "counterparty" if used.first().is_some_and(|used| *used != kind) => {
            found = found.because("plan.reasons.against-use", &new_kind(used.first().copied().unwrap_or(kind)));
        }
        "use" => found = found.because(use_reason(story.sure_kinds().first().copied()), &Values::new()),
        _ => {}
    }
    found = match (basis, by_kind == kind) {
        ("old-kind", _) => found.because("plan.reasons.old-kind", &kinds(old, by_kind)),
        (_, false) => found.because("plan.reasons.against-old-kind", &kinds(old, by_kind)),
        (_, true) => found,
    };
    if basis != "counterparty" && kind != by_kind {
        found = found.because("plan.reasons.seal", &Values::new());
    }
    with_conflicts(found, &demanded, &used, story)
}

/// Several demands, or several uses, that one certificate can hardly satisfy.
fn with_conflicts(found: Basis, demanded: &[&'static str], used: &[&'static str], story: &Story<'_>) -> Basis {
    if demanded.len() > 1 {
        let counterparties = story.counterparties(true);
        let names =
            counterparties.into_iter().filter_map(|one| Some(telling::pair(&one.name, one.demands.as_deref()?)));
        return found.contradicted("plan.reasons.conflict-counterparties", &list(names));
    }
    if used.iter().any(|one| *one != found.kind) {
        let names = story.sure_kinds().into_iter().map(telling::use_name);
        return found.contradicted("plan.reasons.conflict-uses", &list(names));
    }
    found
}

/// What a person's certificate becomes.
fn personal(kind: Kind, old: bool, story: &Story<'_>, as_of: Date) -> Basis {
    let counterparties = story.counterparties(true);
    let demanded = demands(&counterparties);
    let robot = story.serves(UseKind::Robot);
    let integrates = story.serves(UseKind::SystemToSystem) && !counterparties.is_empty();
    let nothing = Values::new();
    let found = match demanded.first().copied() {
        Some("employee") if !robot => Basis::new("employee", "counterparty").because_of(&counterparties, as_of),
        Some(kind) if kind != "employee" => {
            let found = Basis::new(kind, "counterparty").because_of(&counterparties, as_of);
            found.because("plan.reasons.employee-integration", &nothing)
        }
        _ if robot => return Basis::new("none", "use").because("plan.reasons.robot-person", &nothing),
        _ if integrates => {
            let found = Basis::new("system", "use").because("plan.reasons.employee-integration", &nothing);
            return found.because_of(&counterparties, as_of);
        }
        _ if !old && kind == Kind::Employee => {
            return Basis::new("employee", "old-kind").because("plan.reasons.employee-kept", &nothing);
        }
        _ => return Basis::new("none", "old-kind").because("plan.reasons.employee", &nothing),
    };
    let found = if robot { found.because("plan.reasons.robot-person", &nothing) } else { found };
    with_conflicts(found, &demanded, &[], story)
}

/// What is renewed keeps its kind; that the counterparty demands another is told.
fn present(kind: Kind, story: &Story<'_>, as_of: Date) -> Basis {
    let counterparties = story.counterparties(true);
    let (demanded, own) = (demands(&counterparties), by_old_kind(kind));
    let basis = match (demanded.contains(&own), used(story).contains(&own)) {
        (true, _) => "counterparty",
        (false, true) => "use",
        (false, false) => "old-kind",
    };
    let found = Basis::new(own, basis).because_of(&counterparties, as_of);
    let found = found.because("plan.reasons.present", &kinds(kind, own));
    match demanded.iter().find(|demand| **demand != own) {
        Some(other) => found.contradicted("plan.reasons.conflict-present", &kinds(kind, other)),
        None => found,
    }
}

fn use_reason(kind: Option<UseKind>) -> &'static str {
    match kind {
        Some(UseKind::SecureEmail) => "plan.reasons.use-mail",
        Some(UseKind::Robot) => "plan.reasons.use-robot",
        Some(UseKind::SystemToSystem) | None => "plan.reasons.use-system",
    }
}

/// The kind that replaces a kind when no counterparty and no use says otherwise.
pub(super) fn by_old_kind(old: Kind) -> &'static str {
    match old {
        Kind::Voces | Kind::Organisation => "organisation",
        Kind::Foces | Kind::System => "system",
        Kind::Employee => "employee",
        Kind::Poces | Kind::Moces => "none",
    }
}

fn kinds(old: Kind, new: &str) -> Values {
    Values::from([("old", telling::old_kind(old)), ("new", telling::kind(new))])
}

fn new_kind(kind: &str) -> Values {
    Values::from([("new", telling::kind(kind))])
}

fn list(names: impl Iterator<Item = Text>) -> Values {
    Values::from([("list", telling::joined(&names.collect::<Vec<_>>()))])
}

/// Why this kind, in few words.
fn brief(found: &Basis, story: &Story<'_>) -> Text {
    match found.rests_on {
        "counterparty" => {
            let demanding =
                story.counterparties(true).into_iter().filter(|one| one.demands.as_deref() == Some(found.kind));
            let names = telling::joined(&demanding.map(|one| one.name.clone()).collect::<Vec<_>>());
            filled("plan.basis.counterparty", &Values::from([("counterparty", names)]))
        }
        "use" if found.kind == "employee" => filled("plan.basis.decided", &Values::new()),
        "use" => {
            let uses = telling::joined(&story.sure_kinds().into_iter().map(telling::use_name).collect::<Vec<_>>());
            filled("plan.basis.use", &Values::from([("uses", uses)]))
        }
        _ => filled("plan.basis.old-kind", &Values::new()),
    }
}
