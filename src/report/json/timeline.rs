//! The timeline in the report.

use super::both::Both;
use super::term::{Confidence, Term};
use crate::timeline::{self, TIMELINE};
use schemars::JsonSchema;
use serde::Serialize;

/// Something that happened, or was to happen.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Event<'a> {
    id: &'a str,
    /// `2023-10-31`, `2019-10`, `2023-summer`, `2026`, or `unknown`.
    when: String,
    /// Where it went on for some time.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// What it settles: of one matter, one date counts.
    matter: &'a str,
    text: Both<'a>,
    source: Both<'a>,
    confidence: Term<'static, Confidence>,
    /// `oces`, `nemid`, `secure-mail`, `mitid-erhverv` or `counterparty:ID`.
    concerns: &'a [String],
    /// The event that came in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    superseded_by: Option<&'a str>,
    /// Whether it is the day that was planned first.
    original: bool,
}

pub(super) fn all() -> Vec<Event<'static>> {
    TIMELINE.iter().map(event).collect()
}

fn event(from: &timeline::Event) -> Event<'_> {
    Event {
        id: &from.id,
        when: from.when.id(),
        until: from.until.map(timeline::When::id),
        matter: &from.matter,
        text: Both::of(&from.text),
        source: Both::of(&from.source),
        confidence: Term::new(from.confidence.id()),
        concerns: &from.concerns,
        superseded_by: from.superseded_by.as_deref(),
        original: from.original,
    }
}
