//! Who is at the other end, in the report.

use super::both::Both;
use super::knowledge::Knowledge;
use super::term::{BoundTo, Sha256, Term};
use crate::certificate::Fingerprint;
use crate::clue::{self, Bound};
use crate::report::Report;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Who is at the other end of a use.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counterparty<'a> {
    id: &'a str,
    name: Both<'a>,
    /// The kind of certificate that it demands; null where that is not known.
    demands: Option<&'a str>,
    /// The same in words.
    demand: Both<'a>,
    /// What is registered there, and how; says so where that is not known.
    registration: Both<'a>,
    /// What the registration hangs on; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    bound_to: Option<Term<'static, BoundTo>>,
    #[serde(flatten)]
    knowledge: Knowledge<'a>,
    /// The certificates that are used with it.
    certificates: Vec<Term<'static, Sha256>>,
}

/// Those that a certificate of the scan is used with, by id.
pub(super) fn all(report: &Report) -> Vec<Counterparty<'_>> {
    let mut found: BTreeMap<&str, (&'static clue::Counterparty, BTreeSet<&Fingerprint>)> = BTreeMap::new();
    for (sha256, uses) in &report.usage.uses {
        for counterparty in uses.iter().filter_map(|one| one.counterparty) {
            found.entry(&counterparty.id).or_insert((counterparty, BTreeSet::new())).1.insert(sha256);
        }
    }
    let named = report.usage.systems.iter().flat_map(|system| &system.counterparties);
    for counterparty in named.filter_map(|id| clue::CLUES.counterparty(id)) {
        found.entry(&counterparty.id).or_insert((counterparty, BTreeSet::new()));
    }
    found.into_values().map(|(from, certificates)| counterparty(report, from, &certificates)).collect()
}

fn counterparty<'a>(
    report: &'a Report,
    from: &'static clue::Counterparty,
    certificates: &BTreeSet<&Fingerprint>,
) -> Counterparty<'a> {
    let bound = |bound| match bound {
        Bound::Certificate => "certificate",
        Bound::Uuid => "uuid",
    };
    Counterparty {
        id: &from.id,
        name: Both::of(&from.name),
        demands: from.demands.as_deref(),
        demand: Both::of(&from.demand),
        registration: Both::of(&from.registration),
        bound_to: from.bound_to.map(|from| Term::new(bound(from))),
        knowledge: Knowledge::new(report, &from.knowledge),
        certificates: certificates.iter().map(|sha256| Term::hex(*sha256)).collect(),
    }
}
