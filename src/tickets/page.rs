//! The outcome of `oces tickets` as JSON: what a person reads and a script sends.

use super::decide::{Kind, Left, Stays};
use super::operation::Operation;
use super::tracker::{Batch, Request, Requests, Tracker};
use super::{Decisions, ExternalId, Per};
use crate::report::{PersonalData, Style, text};
use crate::wording::told;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};
use time::{Date, OffsetDateTime};

/// About the run.
#[allow(missing_docs, reason = "the names say it")]
pub struct Head<'h> {
    pub tracker: &'static str,
    pub per: Per,
    pub danish: bool,
    pub as_of: Date,
    pub personal_data: PersonalData,
    pub scans: Vec<ScanLine>,
    pub remarks: Vec<String>,
    pub decisions: &'h Decisions,
    pub operations: &'h [Operation],
    /// Of a sync: what became of each operation; empty else.
    pub outcomes: Vec<Outcome>,
}

/// One scan that the tickets rest on.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub struct ScanLine {
    pub scope: String,
    pub finished_at: Option<String>,
    pub complete: bool,
}

/// What became of an operation.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// `done`, `there-already`, `refused` or `not-tried`.
    pub outcome: &'static str,
    /// The tracker's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'p> {
    schema_version: &'static str,
    kind: &'static str,
    tool: Tool,
    tracker: &'static str,
    per: &'static str,
    lang: &'static str,
    as_of: String,
    personal_data: &'static str,
    scans: &'p [ScanLine],
    summary: Summary,
    operations: Vec<Line<'p>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    batches: Vec<BatchLine<'p>>,
    left: Vec<LeftLine<'p>>,
    remarks: Vec<String>,
}

/// Several creates in one request; a sender leaves out what the look-up finds.
#[derive(Serialize)]
struct BatchLine<'p> {
    creates: Vec<String>,
    lookup: Ask<'p>,
    #[serde(flatten)]
    request: Ask<'p>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

/// How many of each.
#[derive(Clone, Copy, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Summary {
    pub create: usize,
    pub update: usize,
    pub reopen: usize,
    pub close: usize,
    pub unchanged: usize,
    pub left: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'p> {
    operation: &'static str,
    external_id: String,
    ticket: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'p str>,
    reason: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lookup: Option<Ask<'p>>,
    method: &'static str,
    path: &'p str,
    body: &'p Value,
    then: Vec<Ask<'p>>,
    state: &'p str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    outcome: Option<&'p Outcome>,
}

#[derive(Serialize)]
struct Ask<'p> {
    method: &'static str,
    path: &'p str,
    #[serde(skip_serializing_if = "Value::is_null")]
    body: &'p Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LeftLine<'p> {
    external_id: String,
    ticket: Option<&'p str>,
    reason: &'p str,
}

/// Writes all of it.
pub fn write(head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
    let batches = batches(head);
    let page = Page {
        schema_version: "1.0",
        kind: "ticket-operations",
        tool: Tool { name: "oces", version: env!("CARGO_PKG_VERSION") },
        tracker: head.tracker,
        per: head.per.id(),
        lang: if head.danish { "da" } else { "en" },
        as_of: text::day(head.as_of),
        personal_data: head.personal_data.id(),
        scans: &head.scans,
        summary: summary(head.decisions),
        operations: head.operations.iter().enumerate().map(|(at, one)| line(one, head.outcomes.get(at))).collect(),
        batches: batches.iter().map(batch).collect(),
        left: head.decisions.left.iter().map(|one| left(one, head.danish)).collect(),
        remarks: remarks(head),
    };
    serde_json::to_writer_pretty(&mut *out, &page)?;
    out.write_all(b"\n")
}

/// What a reader and a sender must know.
pub fn remarks(head: &Head<'_>) -> Vec<String> {
    let requests: Vec<&Requests> = head.operations.iter().map(|one| &one.requests).collect();
    let own = crate::tickets::tracker(head.tracker).map(|one| one.remarks(&requests, head.danish));
    head.remarks.iter().cloned().chain(own.unwrap_or_default()).collect()
}

fn batches(head: &Head<'_>) -> Vec<Batch> {
    let creates = head.operations.iter().filter(|one| one.decision.kind == Kind::Create);
    let creates: Vec<(ExternalId, &Value)> = creates.map(|one| (one.decision.id, &one.requests.first.body)).collect();
    crate::tickets::tracker(head.tracker).map(|one| one.batches(&creates)).unwrap_or_default()
}

fn batch(one: &Batch) -> BatchLine<'_> {
    let creates = one.creates.iter().map(ExternalId::to_string).collect();
    BatchLine { creates, lookup: ask(&one.lookup), request: ask(&one.request) }
}

/// The operations as a file to import, where the tracker takes them so.
pub fn write_import(head: &Head<'_>, tracker: &dyn Tracker, out: &mut dyn Write) -> io::Result<()> {
    let bodies: Vec<&Value> = head.operations.iter().map(|one| &one.requests.first.body).collect();
    let text = tracker.import(&bodies).ok_or_else(|| io::Error::other("this tracker imports no CSV: use -o json"))?;
    out.write_all(text.as_bytes())
}

/// One line for each operation, and one for all.
pub fn lines(head: &Head<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    for (at, one) in head.operations.iter().enumerate() {
        let outcome = head.outcomes.get(at);
        let ticket = outcome.and_then(|outcome| outcome.ticket.as_deref()).or(one.decision.number.as_deref());
        let title = one.title.clone().unwrap_or_else(|| one.decision.id.to_string());
        let state = outcome.map_or("planned", |outcome| outcome.outcome);
        let ticket = ticket.unwrap_or("-");
        let line = format!("{:<7} {state:<13} {ticket:<8} {title}: {}", one.decision.kind.id(), one.reason);
        writeln!(out, "{}", text::safe(&line))?;
        if let Some(why) = outcome.and_then(|outcome| outcome.why.as_deref()) {
            writeln!(out, "        {}", text::safe(why))?;
        }
    }
    for one in &head.decisions.left {
        let ticket = one.number.as_deref().unwrap_or("-");
        writeln!(out, "{:<7} {:<13} {:<8} {}", "left", "", text::safe(ticket), told(key(one.why), style.danish))?;
    }
    let Summary { create, update, reopen, close, unchanged, left } = summary(head.decisions);
    writeln!(
        out,
        "{create} new, {update} changed, {reopen} reopened, {close} closed, {unchanged} unchanged, {left} left"
    )
}

/// How many of each.
pub fn summary(decisions: &Decisions) -> Summary {
    let count = |kind: Kind| decisions.operations.iter().filter(|one| one.kind == kind).count();
    Summary {
        create: count(Kind::Create),
        update: count(Kind::Update),
        reopen: count(Kind::Reopen),
        close: count(Kind::Close),
        unchanged: decisions.unchanged,
        left: decisions.left.len(),
    }
}

/// When a scan ended, as it is told.
pub fn instant(at: Option<OffsetDateTime>) -> Option<String> {
    at.map(text::instant)
}

fn line<'p>(one: &'p Operation, outcome: Option<&'p Outcome>) -> Line<'p> {
    let first = &one.requests.first;
    Line {
        operation: one.decision.kind.id(),
        external_id: one.decision.id.to_string(),
        ticket: one.decision.number.as_deref(),
        title: one.title.as_deref(),
        reason: &one.reason,
        lookup: one.lookup.as_ref().map(ask),
        method: first.method,
        path: &first.path,
        body: &first.body,
        then: one.requests.then.iter().map(ask).collect(),
        state: &one.state,
        outcome,
    }
}

fn ask(request: &Request) -> Ask<'_> {
    Ask { method: request.method, path: &request.path, body: &request.body }
}

fn left(one: &Left, danish: bool) -> LeftLine<'_> {
    let reason = told(key(one.why), danish);
    LeftLine { external_id: one.id.to_string(), ticket: one.number.as_deref(), reason }
}

fn key(why: Stays) -> &'static str {
    match why {
        Stays::NoReport => "tickets.left.no-report",
        Stays::NotLooked => "tickets.left.not-looked",
        Stays::NoState => "tickets.left.no-state",
        Stays::OtherPer => "tickets.left.other-per",
        Stays::Unsure => "tickets.left.unsure",
        Stays::ByHand => "tickets.left.by-hand",
    }
}
