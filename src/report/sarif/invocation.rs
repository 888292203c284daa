//! How the run went: its times, whether it saw everything, and a notification
//! for each thing that it did not see.

use super::super::{artifact, entry, reason, standing, text};
use super::driver::{INCOMPLETE, failure_id};
use super::place::Place;
use super::rule::Level;
use super::{Context, Message};
use crate::failure::FailureKind;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'c> {
    start_time_utc: String,
    end_time_utc: String,
    /// Whether everything was looked at, or need not be.
    execution_successful: bool,
    tool_execution_notifications: Notifications<'c>,
}

/// The failures, then the other reasons; made one by one.
struct Notifications<'c>(&'c Context<'c>);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    descriptor: Reference,
    level: Level,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties>,
}

/// Which of `tool.driver.notifications` it is.
#[derive(Serialize)]
struct Reference {
    id: String,
    index: usize,
}

/// What SARIF has no field for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    id: String,
    scope: String,
    acknowledged: bool,
}

impl<'c> Invocation<'c> {
    pub(super) fn new(context: &'c Context<'c>) -> Invocation<'c> {
        let scan = &context.report.scan;
        Invocation {
            start_time_utc: text::instant(scan.started_at),
            end_time_utc: text::instant(scan.finished_at),
            execution_successful: scan.complete || scan.bar.allow_incomplete,
            tool_execution_notifications: Notifications(context),
        }
    }
}

impl Serialize for Notifications<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Notifications(context) = self;
        let failures = entry::failures(context.report).map(|failed| of_failure(context, failed));
        let reasons = context.report.scan.incomplete_reasons.iter().filter(|reason| !reason::is_count(reason));
        let reasons = reasons.map(|reason| of_reason(context, reason));
        serializer.collect_seq(failures.chain(reasons))
    }
}

fn of_failure(context: &Context<'_>, failed: entry::Failed<'_>) -> Notification {
    let failure = failed.failure;
    let index = FailureKind::ALL.iter().position(|kind| *kind == failure.kind).unwrap_or_default();
    let place = artifact::shown_whole(&context.report.scan, &failure.location);
    let said = standing::of_failure(failure, context.danish).map_or_else(String::new, |said| format!(" ({said})"));
    let scope = text::safe(failed.scope()).into_owned();
    Notification {
        descriptor: Reference { id: failure_id(failure.kind), index },
        level: level(context, failure.is_acknowledged()),
        message: Message::of(text::sarif::message(&format!("{place}: {}{said}", failure.detail))),
        locations: vec![Place::new(context, &failure.location, None, None)],
        properties: Some(Properties { id: failed.id, scope, acknowledged: failure.is_acknowledged() }),
    }
}

/// A reason without failures of its own: a network file system that was not entered.
fn of_reason(context: &Context<'_>, reason: &str) -> Notification {
    Notification {
        descriptor: Reference { id: INCOMPLETE.to_owned(), index: FailureKind::ALL.len() },
        level: level(context, false),
        message: Message::of(text::sarif::message(&reason::told(reason, context.danish))),
        locations: Vec::new(),
        properties: None,
    }
}

fn level(context: &Context<'_>, acknowledged: bool) -> Level {
    match (acknowledged, context.report.scan.bar.allow_incomplete) {
        (true, _) => Level::Note,
        (false, true) => Level::Warning,
        (false, false) => Level::Error,
    }
}
