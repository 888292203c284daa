//! What could not be looked at, in the report.

use super::place::Where;
use super::term::{Day, FailureKind, Hex, Sha256, Term, day};
use crate::failure::{self, StoreFacts};
use crate::report::Report;
use schemars::JsonSchema;
use serde::Serialize;

/// One thing that could not be looked at in full.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Failure<'a> {
    #[serde(flatten)]
    at: Where<'a>,
    kind: Term<'static, FailureKind>,
    /// What exactly, in English.
    detail: &'a str,
    /// What a locked store tells without its password.
    #[serde(skip_serializing_if = "Option::is_none")]
    store: Option<Store<'a>>,
    /// Set when the configuration accepts the failure: then it does not make
    /// the scan incomplete.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged: Option<Acknowledged<'a>>,
}

/// Why and until when a failure is accepted.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Acknowledged<'a> {
    reason: &'a str,
    /// The last day on which it is accepted.
    until: Option<Term<'static, Day>>,
    /// Whether that day is past, so that the scan counts as incomplete again.
    lapsed: bool,
}

/// What a store tells about itself without a password.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Store<'a> {
    /// The reader's identifier.
    format: &'static str,
    /// The private keys that can be told apart.
    keys: Vec<Key<'a>>,
    /// Certificates found elsewhere to which a key in here belongs.
    belongs_to: Vec<Term<'static, Sha256>>,
}

/// A private key seen from outside its encryption.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Key<'a> {
    friendly_name: Option<&'a str>,
    local_key_id: Option<Term<'static, Hex>>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn failure<'a>(report: &'a Report, from: &'a failure::Failure) -> Option<Failure<'a>> {
    Some(mirror(report, from))
}

pub(super) fn mirror<'a>(report: &'a Report, from: &'a failure::Failure) -> Failure<'a> {
    Failure {
        at: Where::new(&report.scan.scope, &from.location),
        kind: Term::new(from.kind.id()),
        detail: &from.detail,
        store: from.store.as_ref().map(store),
        acknowledged: from.acknowledged.as_deref().map(acknowledged),
    }
}

fn acknowledged(from: &failure::Acknowledged) -> Acknowledged<'_> {
    Acknowledged { reason: &from.reason, until: from.until.map(day), lapsed: from.lapsed }
}

fn store(from: &StoreFacts) -> Store<'_> {
    let key = |key: &'_ failure::StoreKey| key.local_key_id.as_deref().map(Term::hex);
    Store {
        format: from.format,
        keys: from
            .keys
            .iter()
            .map(|from| Key { friendly_name: from.friendly_name.as_deref(), local_key_id: key(from) })
            .collect(),
        belongs_to: from.belongs_to.iter().map(|sha256| Term::hex(sha256)).collect(),
    }
}
