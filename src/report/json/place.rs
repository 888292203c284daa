//! Where something lies, as every list of the report tells it.

use super::term::{Base64, StepKind, Term};
use crate::location;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;
use std::path::Path;

/// A place: a path under a root, then the way in.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Where<'a> {
    /// Whose scan this is from; the host name unless told otherwise.
    scope: &'a str,
    /// The root under which the path was met.
    root: Cow<'a, str>,
    /// The octets of a root that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    root_bytes: Option<Term<'static, Base64>>,
    /// The absolute path, lexical, links not resolved.
    path: Cow<'a, str>,
    /// The octets of a path that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<Term<'static, Base64>>,
    /// The way in through containers and encodings, outermost first.
    steps: Vec<Step<'a>>,
}

/// One step into a file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Step<'a> {
    /// What was opened.
    kind: Term<'a, StepKind>,
    /// The member's name; empty for encodings.
    name: Cow<'a, str>,
    /// The octets of a name that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    name_bytes: Option<Term<'static, Base64>>,
}

impl<'a> Where<'a> {
    pub(super) fn new(scope: &'a str, location: &'a location::Location) -> Where<'a> {
        let scope = location.scope.as_deref().unwrap_or(scope);
        let (root, root_bytes) = path(&location.root);
        let (path, path_bytes) = path(&location.path);
        let steps = location.steps.iter().map(step).collect();
        Where { scope, root, root_bytes, path, path_bytes, steps }
    }
}

fn step(step: &location::Step) -> Step<'_> {
    let (name, name_bytes) = octets(&step.name);
    Step { kind: Term::new(step.kind.id()), name, name_bytes }
}

/// A path as text, and its octets if the text does not say all.
pub(super) fn path(path: &Path) -> (Cow<'_, str>, Option<Term<'static, Base64>>) {
    octets(path.as_os_str().as_encoded_bytes())
}

fn octets(bytes: &[u8]) -> (Cow<'_, str>, Option<Term<'static, Base64>>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(_) => (String::from_utf8_lossy(bytes), Some(Term::new(data_encoding::BASE64.encode(bytes)))),
    }
}
