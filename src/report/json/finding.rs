//! Findings in the report.

use super::place::Where;
use super::term::{Day, FindingId, Severity, Sha256, Term};
use crate::check;
use crate::report::Report;
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
    message: Message,
    /// Set when the configuration acknowledges the finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    ignored: Option<Ignored<'a>>,
}

/// A text for people in both languages.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Message {
    da: String,
    en: String,
}

/// Why and until when a finding is acknowledged.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Ignored<'a> {
    reason: &'a str,
    until: Option<Term<'static, Day>>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn finding<'a>(report: &'a Report, from: &'a check::Finding) -> Option<Finding<'a>> {
    let certificate = from.certificate.and_then(|sha256| report.certificate(&sha256));
    Some(Finding {
        id: Term::hex(&from.id),
        rule: from.rule.id,
        severity: Term::new(from.severity.id()),
        certificate: from.certificate.map(|sha256| Term::hex(&sha256)),
        at: Where::new(&report.scan.scope, &from.location),
        places: from.places,
        history: from.history,
        message: Message { da: check::message(from, certificate, true), en: check::message(from, certificate, false) },
        ignored: None,
    })
}
