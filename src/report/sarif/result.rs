//! A finding as a result.

use super::super::entry::Found;
use super::super::{standing, text};
use super::place::Place;
use super::rule::Level;
use super::{Context, Message};
use crate::check::{RULES, Severity, State};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    kind: &'static str,
    level: Level,
    message: Message,
    locations: [Place; 1],
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression>,
    properties: Properties,
}

/// GitHub tells alerts apart by the second; a line's hash means nothing in a keystore.
#[derive(Serialize)]
struct Fingerprints {
    #[serde(rename = "ocesFindingId/v1")]
    id: String,
    #[serde(rename = "primaryLocationLineHash")]
    line_hash: String,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
    status: &'static str,
    justification: String,
}

/// What SARIF has no field for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Properties {
    /// How it stands to the exit code.
    state: &'static str,
    severity: &'static str,
    scope: String,
    places: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<String>,
}

pub(super) fn of(context: &Context<'_>, found: &Found<'_>) -> Outcome {
    let finding = found.finding;
    let id = found.id();
    let said = standing::of_finding(finding, &context.report.scan.bar, context.danish);
    let said = said.map_or_else(String::new, |said| format!(" ({said})"));
    let message = format!("{}{said}", found.message(context.danish));
    Outcome {
        rule_id: finding.rule.id,
        rule_index: RULES.iter().position(|rule| rule.id == finding.rule.id),
        kind: "fail",
        level: level(found),
        message: Message::of(text::sarif::message(&message)),
        locations: [Place::new(context, &finding.location, found.line(), found.alias())],
        partial_fingerprints: Fingerprints { line_hash: format!("{id}:{}", found.copy), id },
        baseline_state: context.baseline.then_some(if finding.known { "unchanged" } else { "new" }),
        suppressions: suppressions(found),
        properties: Properties {
            state: found.state().id(),
            severity: finding.severity.id(),
            scope: text::safe(found.scope()).into_owned(),
            places: finding.places,
            certificate: finding.certificate.map(|sha256| text::hex(&sha256)),
        },
    }
}

/// What was found before is as bad as ever; what nobody need act on is a note.
fn level(found: &Found<'_>) -> Level {
    match (found.state(), found.finding.severity) {
        (State::Kept | State::History, _) | (_, Severity::Note) => Level::Note,
        (_, Severity::Warning) => Level::Warning,
        (_, Severity::Error) => Level::Error,
    }
}

/// What was ignored once and counts again is no suppression: only the message says so.
fn suppressions(found: &Found<'_>) -> Vec<Suppression> {
    let holds = found.finding.ignored.iter().filter(|ignored| !ignored.lapsed);
    let suppression = |reason: &str| Suppression {
        kind: "external",
        status: "accepted",
        justification: text::safe(reason).into_owned(),
    };
    holds.map(|ignored| suppression(&ignored.reason)).collect()
}
