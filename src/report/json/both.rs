//! A text for people in both languages.

use crate::clue;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;

/// A text for people in both languages.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Both<'a> {
    da: Cow<'a, str>,
    en: Cow<'a, str>,
}

impl<'a> Both<'a> {
    pub(super) fn new(da: impl Into<Cow<'a, str>>, en: impl Into<Cow<'a, str>>) -> Both<'a> {
        Both { da: da.into(), en: en.into() }
    }

    pub(super) fn of(from: &'a clue::Text) -> Both<'a> {
        Both::new(&*from.da, &*from.en)
    }
}

impl From<clue::Text> for Both<'static> {
    fn from(text: clue::Text) -> Both<'static> {
        Both::new(text.da, text.en)
    }
}
