//! What a certificate is used for and what replaces it.

use super::term::{Confidence, ReplacementBasis, ReplacementKind, Sha256, State, SuccessorState, Term, UseKind};
use crate::plan;
use schemars::JsonSchema;
use serde::Serialize;

/// What a certificate is used for.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Use<'a> {
    #[serde(rename = "use")]
    kind: Term<'a, UseKind>,
    confidence: Term<'a, Confidence>,
    /// Who is at the other end.
    #[serde(skip_serializing_if = "Option::is_none")]
    counterparty: Option<&'a str>,
    evidence: Vec<UseEvidence<'a>>,
}

/// What tells a use.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct UseEvidence<'a> {
    what: &'a str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

/// What replaces a certificate.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replacement {
    kind: Term<'static, ReplacementKind>,
    /// What the kind was concluded from.
    basis: Term<'static, ReplacementBasis>,
    successors: Vec<Successor>,
    state: Term<'static, State>,
}

/// A certificate that may be the successor.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Successor {
    sha256: Term<'static, Sha256>,
    state: Term<'static, SuccessorState>,
}

impl Replacement {
    pub(super) fn new(from: &plan::Replacement) -> Replacement {
        let mut successors = from.successors.clone();
        successors.sort_unstable();
        let successors =
            successors.iter().map(|(sha256, state)| Successor { sha256: Term::hex(sha256), state: Term::new(*state) });
        Replacement {
            kind: Term::new(from.kind),
            basis: Term::new(from.basis),
            successors: successors.collect(),
            state: Term::new(from.state.id()),
        }
    }
}
