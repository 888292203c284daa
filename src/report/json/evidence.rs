//! Evidence in the report: what a reader can open and see.

use super::both::Both;
use super::place::Where;
use crate::usage;
use schemars::JsonSchema;
use serde::Serialize;

/// Something a reader can open and see.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Evidence<'a> {
    /// What kind of evidence, such as `certificate-kind` or `reference`.
    what: &'static str,
    #[serde(flatten)]
    at: Where<'a>,
    /// The line, from 1, in a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// The same for people.
    text: Both<'a>,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(scope: &'a str, from: &'a usage::Evidence) -> Evidence<'a> {
        Evidence { what: from.what, at: Where::new(scope, &from.location), line: from.line, text: Both::of(&from.text) }
    }
}
