//! The plan in the report.

use super::both::Both;
use super::calendar::{self, Entry};
use super::progress::{MitidErhverv, Stage};
use super::term::{Day, Sha256, State, Term, UseKind, day};
use crate::plan;
use crate::report::Report;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// The ordered actions.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Plan<'a> {
    actions: super::stream::Each<'a, &'a Report, plan::Action, Action<'a>>,
    /// How far it is, by wave.
    progress: Vec<Stage>,
    /// The certificate list of MitID Erhverv against what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    mitid_erhverv: Option<MitidErhverv<'a>>,
    /// Days to keep in mind, by day.
    calendar: super::stream::Each<'a, &'a Report, plan::calendar::Entry, Entry<'a>>,
}

/// One thing to do.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Action<'a> {
    /// Stable: from kind and certificate.
    id: &'a str,
    /// `decide`, `order`, `register`, `swap`, `retire` and the like.
    kind: &'static str,
    /// 0 decide, 1 trust, 2 order, 3 register, 4 swap, 5 verify, 6 take out of service.
    wave: u8,
    title: Both<'a>,
    certificates: Vec<Term<'static, Sha256>>,
    paths: Vec<Cow<'a, str>>,
    /// The scopes of the paths, where reports of several are merged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    scopes: Vec<&'a str>,
    /// Ids of `systems[]`.
    systems: Vec<&'a str>,
    /// The uses that it serves.
    uses: Vec<Term<'static, UseKind>>,
    /// Ids of `counterparties[]`.
    counterparties: Vec<&'a str>,
    /// The roles that take part, in order.
    who: Both<'static>,
    steps: Vec<Both<'a>>,
    /// How to see that it is done.
    checks: Vec<Both<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline: Option<Term<'static, Day>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    overdue_since: Option<Term<'static, Day>>,
    /// 1 is first.
    priority: u32,
    /// Identifiers of the actions before it.
    after: Vec<&'a str>,
    state: Term<'static, State>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(report: &'a Report) -> Plan<'a> {
        Plan {
            actions: super::stream::Each { context: report, from: &report.plan.actions, make: action },
            progress: report.plan.progress.iter().map(Stage::new).collect(),
            mitid_erhverv: report.plan.listing.as_ref().map(MitidErhverv::new),
            calendar: super::stream::Each { context: report, from: &report.plan.calendar, make: calendar::entry },
        }
    }
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
fn action<'a>(_: &'a Report, from: &'a plan::Action) -> Option<Action<'a>> {
    Some(Action {
        id: &from.id,
        kind: from.kind,
        wave: from.wave,
        title: text(&from.title),
        certificates: from.certificates.iter().map(|sha256| Term::hex(sha256)).collect(),
        paths: from.paths.iter().map(|path| path.to_string_lossy()).collect(),
        scopes: from.scopes.iter().map(|scope| &**scope).collect(),
        systems: from.systems.iter().map(String::as_str).collect(),
        uses: from.uses.iter().map(|one| Term::new(one.id())).collect(),
        counterparties: from.counterparties.iter().map(|one| one.id.as_str()).collect(),
        who: roles(&from.who),
        steps: from.steps.iter().map(text).collect(),
        checks: from.checks.iter().map(text).collect(),
        deadline: from.deadline.map(day),
        overdue_since: from.overdue_since.map(day),
        priority: from.priority,
        after: from.after.iter().map(String::as_str).collect(),
        state: Term::new(from.state.id()),
    })
}

/// One text for all of them, in each language.
fn roles(who: &[plan::Text]) -> Both<'static> {
    let join = |side: fn(&plan::Text) -> &str| who.iter().map(side).collect::<Vec<_>>().join(", ");
    Both::new(join(|text| &text.da), join(|text| &text.en))
}

fn text(from: &plan::Text) -> Both<'_> {
    Both::new(&*from.da, &*from.en)
}
