//! What was not looked at, in the report.

use super::both::Both;
use super::place;
use super::term::{Base64, Term};
use crate::report::Report;
use crate::report::unseen;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// Something that was not looked at, or that no scan of files sees.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Unseen<'a> {
    /// A kind of `failures[]`, a reason of `scan.skipped[]`, a switch, or what
    /// no scan of files sees.
    kind: &'static str,
    /// Whose scan did not look at it, where reports are merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<Cow<'a, str>>,
    /// The octets of a path that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<Term<'static, Base64>>,
    /// How many paths, where they can be counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<u64>,
    detail: Both<'a>,
    /// What would grant access, for a shell.
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a str>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn unseen<'a>(_: &'a Report, from: &'a unseen::Unseen) -> Option<Unseen<'a>> {
    let (path, path_bytes) = from.path.as_deref().map(place::path).unzip();
    Some(Unseen {
        kind: from.kind,
        scope: from.scope.as_deref(),
        path,
        path_bytes: path_bytes.flatten(),
        count: from.count,
        detail: Both::of(&from.detail),
        command: from.command.as_deref(),
    })
}
