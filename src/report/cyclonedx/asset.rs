//! Components, of whatever kind, and the places that are their evidence.

use super::property::Properties;
use crate::location::Location;
use crate::report::text;
use serde::Serialize;

/// A component.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Component<C: Serialize> {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    #[serde(rename = "bom-ref")]
    pub(super) reference: String,
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) hashes: Vec<Hash>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) crypto_properties: Option<C>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) evidence: Option<Evidence>,
    #[serde(skip_serializing_if = "Properties::is_empty")]
    pub(super) properties: Properties,
}

/// A hash of its octets.
#[derive(Serialize)]
pub(super) struct Hash {
    pub(super) alg: &'static str,
    pub(super) content: String,
}

/// Where it was met.
#[derive(Serialize)]
pub(super) struct Evidence {
    pub(super) occurrences: Vec<Occurrence>,
}

/// One place.
#[derive(PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Occurrence {
    /// The path, `!` before each archive member, encodings in brackets.
    pub(super) location: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) offset: Option<u64>,
    pub(super) additional_context: String,
}

impl<C: Serialize> Component<C> {
    /// One with nothing but a name; it is empty for no component.
    pub(super) fn new(kind: &'static str, reference: String, name: &str) -> Component<C> {
        let name = if name.is_empty() { "?".to_owned() } else { text::brief(name) };
        let (description, crypto_properties, evidence) = (None, None, None);
        let (hashes, properties) = (Vec::new(), Properties::default());
        Component { kind, reference, name, description, hashes, crypto_properties, evidence, properties }
    }
}

/// What is told of a place besides where it is: pairs in a fixed order.
pub(super) struct Context(String);

impl Context {
    /// Begins with whose scan it is from.
    pub(super) fn new(scope: &str, location: &Location) -> Context {
        Context::of_scope(location.scope.as_deref().unwrap_or(scope))
    }

    pub(super) fn of_scope(scope: &str) -> Context {
        let mut context = Context(String::new());
        context.text("scope", scope);
        context
    }

    /// Adds a word of ours.
    pub(super) fn word(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push_str("; ");
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.push_str(value);
    }

    /// Adds foreign text, in quotes so that it cannot pose as further pairs.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let quoted = text::safe(value).replace('\\', "\\\\").replace('"', "\\\"");
        self.word(name, &format!("\"{quoted}\""));
    }

    pub(super) fn finish(self) -> String {
        self.0
    }
}
