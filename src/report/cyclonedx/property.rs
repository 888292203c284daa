//! Properties: what `CycloneDX` has no field for.

use crate::report::text;
use serde::Serialize;

/// A name under `oces:` and its value, which is safe to show.
#[derive(Serialize)]
pub(super) struct Property {
    name: &'static str,
    value: String,
}

/// Properties in the order in which they are told.
#[derive(Default, Serialize)]
#[serde(transparent)]
pub(super) struct Properties(Vec<Property>);

impl Properties {
    /// Adds one; foreign text is made safe here.
    pub(super) fn tell(&mut self, name: &'static str, value: &str) {
        self.0.push(Property { name, value: text::safe(value).into_owned() });
    }

    /// Adds one if there is something to tell.
    pub(super) fn tell_if(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.tell(name, value);
        }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
