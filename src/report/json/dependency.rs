//! What still depends on NemID, in the report.

use super::both::Both;
use super::knowledge::Knowledge;
use super::place::Where;
use super::term::{Place, Term};
use crate::clue;
use crate::report::Report;
use crate::usage;
use schemars::JsonSchema;
use serde::Serialize;

/// A text that names what died with NemID.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Dependent<'a> {
    #[serde(flatten)]
    at: Where<'a>,
    /// What kind of place it lies in.
    place: Term<'static, Place>,
    /// What it names, by line.
    names: Vec<Named<'a>>,
}

/// What it names.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Named<'a> {
    /// The line, from 1.
    line: u64,
    /// What stands there: the recognised part of the line and no more.
    token: &'a str,
    id: &'a str,
    name: Both<'a>,
    /// What replaces it.
    replacement: Both<'a>,
    #[serde(flatten)]
    knowledge: Knowledge<'a>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn dependent<'a>(report: &'a Report, from: &'a usage::Dependent) -> Option<Dependent<'a>> {
    let named = |(line, from, token): &'a (u64, &'static clue::Dependency, Box<str>)| Named {
        line: *line,
        token,
        id: &from.id,
        name: Both::of(&from.name),
        replacement: Both::of(&from.replacement),
        knowledge: Knowledge::new(report, &from.knowledge),
    };
    Some(Dependent {
        at: Where::new(&report.scan.scope, &from.location),
        place: Term::new(from.place.id()),
        names: from.names.iter().map(named).collect(),
    })
}
