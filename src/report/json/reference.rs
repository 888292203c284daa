//! What refers to a certificate, in the report.

use super::place::{self, Where};
use super::term::{Base64, By, Term};
use crate::report::Report;
use crate::usage;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// A text that names a certificate or a file that holds it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reference<'a> {
    #[serde(flatten)]
    at: Where<'a>,
    /// The line, from 1.
    line: u64,
    /// By what.
    by: Term<'static, By>,
    /// What stands there: the recognised part of the line and no more.
    token: &'a str,
    /// The setting whose value it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'a str>,
    /// The file that is named, where a file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    /// The octets of a file's path that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<Term<'static, Base64>>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn reference<'a>(report: &'a Report, from: &'a usage::Reference) -> Option<Reference<'a>> {
    let (file, file_bytes) = from.file.as_deref().map(place::path).unzip();
    Some(Reference {
        at: Where::new(&report.scan.scope, &from.location),
        line: from.line,
        by: Term::new(from.by.id()),
        token: &from.token,
        setting: from.setting.as_deref(),
        file,
        file_bytes: file_bytes.flatten(),
    })
}
