//! What a certificate is used for, in the report.

use super::evidence::Evidence;
use super::term::{Confidence, Term, UseKind};
use crate::report::Report;
use crate::usage;
use schemars::JsonSchema;
use serde::Serialize;

/// What a certificate is used for.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Use<'a> {
    #[serde(rename = "use")]
    kind: Term<'static, UseKind>,
    confidence: Term<'static, Confidence>,
    /// Who is at the other end: an id of `counterparties[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    counterparty: Option<&'a str>,
    /// Strongest first.
    evidence: Vec<Evidence<'a>>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn one<'a>(report: &'a Report, from: &'a usage::Use) -> Option<Use<'a>> {
    Some(Use {
        kind: Term::new(from.kind.id()),
        confidence: Term::new(from.confidence.id()),
        counterparty: from.counterparty.map(|counterparty| counterparty.id.as_str()),
        evidence: from.evidence.iter().map(|evidence| Evidence::new(&report.scan.scope, evidence)).collect(),
    })
}
