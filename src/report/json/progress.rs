//! How far the plan is, and the certificate list of MitID Erhverv against what
//! was found, in the report.

use super::term::{Day, Hex, Sha256, Term, day};
use crate::ledger::Listed;
use crate::plan::listing::{Comparison, Met, Unlisted};
use crate::plan::progress;
use schemars::JsonSchema;
use serde::Serialize;

/// How far a wave is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stage {
    wave: u8,
    open: usize,
    in_progress: usize,
    done: usize,
    /// Rounded down: 100 is all of them.
    percent: usize,
}

impl Stage {
    pub(super) fn new(from: &progress::Wave) -> Stage {
        let progress::Wave { wave, open, in_progress, done } = *from;
        Stage { wave, open, in_progress, done, percent: from.percent() }
    }
}

/// What the list and the scan tell of each other.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct MitidErhverv<'a> {
    /// Rows of the list.
    listed: usize,
    /// How many of them were found.
    seen: usize,
    /// Rows with neither UUID nor serial number: they were not compared.
    unidentified: usize,
    /// In use according to the list, and found nowhere; `certificates` has
    /// others of the same UUID.
    not_seen: Vec<Row<'a>>,
    /// Found and ours, not run out, and in no row.
    not_listed: Vec<Found<'a>>,
    /// Revoked (spærret) according to the list, and still here.
    revoked: Vec<Row<'a>>,
    /// Found, but with another end.
    other_end: Vec<Row<'a>>,
}

/// A row of the list.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    /// Its name there; left out for a person's.
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    uuid: Option<&'a str>,
    /// What its serial number may mean: digits alone may be decimal or not.
    serials: Vec<Term<'static, Hex>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_after: Option<Term<'static, Day>>,
    /// As it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    /// As it stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    certificates: Vec<Term<'static, Sha256>>,
}

/// A certificate that no row is about.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    certificate: Term<'static, Sha256>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uuid: Option<&'a str>,
    /// Another certificate of that UUID is listed.
    renewed: bool,
}

impl<'a> MitidErhverv<'a> {
    pub(super) fn new(from: &'a Comparison) -> MitidErhverv<'a> {
        let rows = |from: &'a [Met]| from.iter().map(Row::new).collect();
        MitidErhverv {
            listed: from.listed,
            seen: from.seen,
            unidentified: from.unidentified,
            not_seen: rows(&from.not_seen),
            not_listed: from.not_listed.iter().map(Found::new).collect(),
            revoked: rows(&from.revoked),
            other_end: rows(&from.other_end),
        }
    }
}

impl<'a> Row<'a> {
    fn new(from: &'a Met) -> Row<'a> {
        let row: &Listed = &from.row;
        Row {
            name: &row.name,
            uuid: row.uuid.as_deref(),
            serials: row.serials.iter().map(|digits| Term::new(even(digits))).collect(),
            not_after: row.not_after.map(day),
            kind: row.kind.as_deref(),
            status: row.status.as_deref(),
            certificates: from.certificates.iter().map(|sha256| Term::hex(sha256)).collect(),
        }
    }
}

impl<'a> Found<'a> {
    fn new(from: &'a Unlisted) -> Found<'a> {
        Found { certificate: Term::hex(&from.certificate), uuid: from.uuid.as_deref(), renewed: from.renewed }
    }
}

/// Whole octets, as serial numbers are told everywhere.
fn even(digits: &str) -> String {
    if digits.len().is_multiple_of(2) { digits.to_owned() } else { format!("0{digits}") }
}
