//! Where something is known from, in the report.

use super::both::Both;
use super::term::{Day, Term, day};
use crate::clue;
use crate::report::Report;
use schemars::JsonSchema;
use serde::Serialize;

/// Where something is known from, and how old that is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Knowledge<'a> {
    /// What it was read in.
    source: Both<'a>,
    /// The day on which that was written, else read.
    date: Term<'static, Day>,
    /// Older than 18 months on the day of the report: not certain.
    old: bool,
    /// With whom to check.
    check_with: Both<'a>,
}

impl<'a> Knowledge<'a> {
    pub(super) fn new(report: &Report, from: &'a clue::Knowledge) -> Knowledge<'a> {
        Knowledge {
            source: Both::of(&from.source),
            date: day(from.date),
            old: from.is_old(report.scan.as_of),
            check_with: Both::of(&from.check_with),
        }
    }
}
