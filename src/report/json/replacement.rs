//! What replaces a certificate, in the report.

use super::both::Both;
use super::term::{ReplacementBasis, ReplacementKind, Sha256, State, SuccessorState, Term};
use crate::plan;
use schemars::JsonSchema;
use serde::Serialize;

/// What replaces a certificate.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replacement<'a> {
    kind: Term<'static, ReplacementKind>,
    /// What the kind was concluded from.
    basis: Term<'static, ReplacementBasis>,
    /// The same in words, and what speaks for another kind.
    reasons: Vec<Both<'a>>,
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

impl<'a> Replacement<'a> {
    pub(super) fn new(from: &'a plan::Replacement) -> Replacement<'a> {
        let mut successors = from.successors.clone();
        successors.sort_unstable();
        let successors =
            successors.iter().map(|(sha256, state)| Successor { sha256: Term::hex(sha256), state: Term::new(*state) });
        Replacement {
            kind: Term::new(from.kind),
            basis: Term::new(from.basis),
            reasons: from.reasons.iter().map(Both::of).collect(),
            successors: successors.collect(),
            state: Term::new(from.state.id()),
        }
    }
}
