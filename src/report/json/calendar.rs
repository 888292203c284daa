//! The calendar in the report.

use super::both::Both;
use super::term::{Day, EntryKind, Sha256, Term, day};
use crate::plan::calendar;
use crate::report::Report;
use schemars::JsonSchema;
use serde::Serialize;

/// A day to keep in mind.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry<'a> {
    /// Stable: from the certificate and the kind.
    id: &'a str,
    date: Term<'static, Day>,
    /// A certificate expires, its renewal should begin, a kept key is reviewed.
    kind: Term<'static, EntryKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Term<'static, Sha256>>,
    title: Both<'a>,
    description: Both<'a>,
    /// An id of `counterparties[]`: who must learn of the renewed certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    counterparty: Option<&'a str>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn entry<'a>(_: &'a Report, from: &'a calendar::Entry) -> Option<Entry<'a>> {
    Some(Entry {
        id: &from.id,
        date: day(from.date),
        kind: Term::new(from.kind.id()),
        certificate: from.certificate.as_ref().map(|sha256| Term::hex(sha256)),
        title: Both::of(&from.title),
        description: Both::of(&from.description),
        counterparty: from.counterparty.map(|party| party.id.as_str()),
    })
}
