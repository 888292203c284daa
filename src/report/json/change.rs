//! What changed since an earlier report, in JSON: as part of a report, and
//! alone.

use super::both::Both;
use super::place::Where;
use super::scan::Tool;
use super::stream::Safe;
use super::term::{Day, FindingId, Severity, Sha256, Term, day};
use crate::check;
use crate::diff::Diff;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};

/// What changed since an earlier report.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Previous<'a> {
    /// When the earlier scan was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Term<'static, Day>>,
    /// What was found for the first time.
    new: Vec<Change<'a>>,
    /// What was found, was looked for and is not there any more.
    gone: Vec<Change<'a>>,
    /// What was found and was not looked for this time: it may still be there.
    not_looked_at: Vec<Change<'a>>,
    /// How many findings are in both.
    remaining: u64,
    /// The actions of the earlier plan.
    actions: Actions,
    /// What stands in the way of a comparison.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remarks: Vec<Both<'a>>,
}

/// The actions of the earlier plan.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Actions {
    /// How many were still to be done.
    planned: u64,
    /// Of how many of those nothing is left.
    done: u64,
}

/// A finding that came or went.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    id: Term<'static, FindingId>,
    rule: &'static str,
    severity: Term<'static, Severity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Term<'static, Sha256>>,
    #[serde(flatten)]
    at: Where<'a>,
    /// What the rule says.
    message: Both<'static>,
}

/// What `oces diff -o json` writes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Alone<'a> {
    schema_version: &'static str,
    tool: Tool<'a>,
    #[serde(flatten)]
    previous: Previous<'a>,
}

impl<'a> Previous<'a> {
    pub(super) fn new(scope: &'a str, from: &'a Diff) -> Previous<'a> {
        let changes = |list: &'a [check::Finding]| list.iter().map(|finding| change(scope, finding)).collect();
        Previous {
            since: from.since.map(day),
            new: changes(&from.new),
            gone: changes(&from.gone),
            not_looked_at: changes(&from.not_looked_at),
            remaining: from.remaining,
            actions: Actions { planned: from.planned, done: from.done },
            remarks: from.remarks.iter().map(Both::of).collect(),
        }
    }
}

fn change<'a>(scope: &'a str, from: &'a check::Finding) -> Change<'a> {
    Change {
        id: Term::hex(&from.id),
        rule: from.rule.id,
        severity: Term::new(from.severity.id()),
        certificate: from.certificate.map(|sha256| Term::hex(&sha256)),
        at: Where::new(scope, &from.location),
        message: Both::new(from.rule.summary_da, from.rule.summary_en),
    }
}

/// Writes what changed, alone.
pub(in crate::report) fn write(diff: &Diff, scan: &crate::report::Scan, out: &mut dyn Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Safe::new());
    let alone = Alone {
        schema_version: "1.0",
        tool: Tool::of_catalogue(&scan.catalogue_version),
        previous: Previous::new(&scan.scope, diff),
    };
    alone.serialize(&mut serializer)?;
    out.write_all(b"\n")?;
    out.flush()
}
