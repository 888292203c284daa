//! Findings in the report.

use super::both::Both;
use super::place::Where;
use super::term::{Day, FindingId, FindingState, Keeping, Severity, Sha256, Term, day};
use crate::check;
use crate::report::{Report, detail};
use schemars::JsonSchema;
use serde::Serialize;

/// One rule, one certificate, one path.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding<'a> {
    /// The same in every scan that finds the same.
    id: Term<'static, FindingId>,
    /// The rule's name.
    rule: &'static str,
    severity: Term<'static, Severity>,
    /// The certificate, if the rule is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Term<'static, Sha256>>,
    #[serde(flatten)]
    at: Where<'a>,
    /// How many places in that path and those members.
    places: u32,
    /// In a message or log without a key: not counted by `--fail-on`.
    history: bool,
    message: Both<'static>,
    /// What it rests on beyond its certificate and its place.
    details: Vec<Detail<'a>>,
    /// Whether it is counted by `--fail-on`, and if not, why.
    state: Term<'static, FindingState>,
    /// Set when the configuration ignores the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<Ignored<'a>>,
    /// Set when the configuration says that the key is kept on purpose; as long
    /// as it is `kept`, the finding is not counted by `--fail-on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    retained: Option<Retained<'a>>,
}

/// What was said of a key that is kept.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Retained<'a> {
    purpose: &'a str,
    owner: &'a str,
    /// The day of its review.
    review: Term<'static, Day>,
    /// Where it is kept, as configured.
    place: &'a str,
    state: Term<'static, Keeping>,
    /// The severity, were it not kept.
    otherwise: Term<'static, Severity>,
}

/// One thing that a finding rests on.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Detail<'a> {
    /// The line, from 1, in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// What it is: the id of a dependency, or what is wrong with the place.
    what: &'a str,
    /// What stands there: the recognised part of the line and no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    text: Both<'static>,
}

/// Why and until when a finding is ignored.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Ignored<'a> {
    reason: &'a str,
    /// The last day on which it is ignored.
    until: Option<Term<'static, Day>>,
    /// Whether that day is past, so that it counts again.
    lapsed: bool,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn finding<'a>(report: &'a Report, from: &'a check::Finding) -> Option<Finding<'a>> {
    Some(mirror(report, from))
}

pub(super) fn mirror<'a>(report: &'a Report, from: &'a check::Finding) -> Finding<'a> {
    let certificate = from.certificate.and_then(|sha256| report.certificate(&sha256));
    Finding {
        id: Term::hex(&from.id),
        rule: from.rule.id,
        severity: Term::new(from.severity.id()),
        certificate: from.certificate.map(|sha256| Term::hex(&sha256)),
        at: Where::new(&report.scan.scope, &from.location),
        places: from.places,
        history: from.history,
        message: Both::new(check::message(from, certificate, true), check::message(from, certificate, false)),
        details: from.detail.iter().flat_map(|from| detail::told(from)).map(detail).collect(),
        state: Term::new(from.state().id()),
        ignored: from.ignored.as_deref().map(ignored),
        retained: from.retained.as_deref().map(retained),
    }
}

fn retained(from: &check::Retained) -> Retained<'_> {
    let state = Term::new(from.keeping.id());
    let otherwise = Term::new(from.otherwise.id());
    Retained {
        purpose: &from.purpose,
        owner: &from.owner,
        review: day(from.review),
        place: &from.place,
        state,
        otherwise,
    }
}

fn ignored(from: &check::Ignored) -> Ignored<'_> {
    Ignored { reason: &from.reason, until: from.until.map(day), lapsed: from.lapsed }
}

fn detail(from: detail::Told<'_>) -> Detail<'_> {
    Detail { line: from.line, what: from.what, token: from.token, text: from.text.into() }
}
