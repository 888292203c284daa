//! The texts of the plan: loaded once from `guidance.toml`, filled with the
//! values of a case.
//!
//! Decides nothing about a certificate.

use super::{KINDS, Text};
pub(crate) use crate::wording::{Values, fill};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// All texts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Guide {
    /// Who does things.
    pub(crate) roles: BTreeMap<String, Text>,
    /// The actions, by name.
    pub(crate) recipes: BTreeMap<String, Recipe>,
    /// Where procedures were read and how old that is, by name.
    pub(crate) sources: BTreeMap<String, Text>,
}

/// The texts of one action.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipe {
    /// One of [`KINDS`].
    pub(crate) kind: String,
    /// Names of roles.
    pub(crate) who: Vec<String>,
    /// The source that is told as the last step, by its name in the guide.
    pub(crate) source: Option<String>,
    /// What of its places stands under the action in a list.
    #[serde(default)]
    pub(crate) places: Shown,
    /// The title.
    pub(crate) title: Text,
    /// The title of several actions together; without it, the title with
    /// [`EACH`] in place of the name.
    heading: Option<Text>,
    /// The steps.
    pub(crate) steps: Vec<Step>,
}

/// What of the places of an action a list shows under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Shown {
    /// Nothing: the certificate's places are known already.
    #[default]
    Nothing,
    /// The paths.
    Paths,
    /// The places with format and alias.
    Full,
}

/// One step, with the conditions under which it is told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// Names of flags that must be set; `!` in front: must not.
    #[serde(default)]
    pub(crate) when: Vec<String>,
    da: String,
    en: String,
    /// The step as it holds for every certificate of a list.
    pub(crate) list: Option<Text>,
    /// What it says of one certificate, in few words.
    pub(crate) point: Option<Text>,
}

/// Stands for the name where several certificates are spoken of.
const EACH: (&str, &str) = ("hver af disse", "each of these");

/// What can be asked of a case with `when`.
pub(crate) const FLAGS: &[&str] = &[
    "blocked",
    "confirmed",
    "dead",
    "email",
    "expired",
    "expired-successor",
    "key",
    "renewal",
    "retired",
    "suspected",
    "test",
];

/// What can stand in braces.
pub(crate) const VALUES: &[&str] =
    &["cvr", "date", "ends", "identifier", "kind", "name", "organisation", "places", "successor"];

/// The texts. Their soundness is tested; were they broken nonetheless, the
/// plan would be empty and no scan would fail for it.
pub(crate) static GUIDE: LazyLock<Guide> = LazyLock::new(|| load(include_str!("guidance.toml")).unwrap_or_default());

/// Reads and checks the texts.
fn load(source: &str) -> Result<Guide, String> {
    let guide: Guide = toml::from_str(source).map_err(|error| error.to_string())?;
    for (name, recipe) in &guide.recipes {
        check(&guide, recipe).map_err(|trouble| format!("{name}: {trouble}"))?;
    }
    Ok(guide)
}

/// What is wrong with a recipe, if anything.
fn check(guide: &Guide, recipe: &Recipe) -> Result<(), String> {
    if !KINDS.iter().any(|(kind, _)| *kind == recipe.kind) {
        return Err(format!("unknown kind {}", recipe.kind));
    }
    if let Some(role) = recipe.who.iter().find(|role| !guide.roles.contains_key(*role)) {
        return Err(format!("unknown role {role}"));
    }
    if let Some(source) = recipe.source.iter().find(|source| !guide.sources.contains_key(*source)) {
        return Err(format!("unknown source {source}"));
    }
    for flag in recipe.steps.iter().flat_map(|step| &step.when) {
        if !FLAGS.contains(&flag.trim_start_matches('!')) {
            return Err(format!("unknown condition {flag}"));
        }
    }
    recipe.texts().iter().try_for_each(check_text)?;
    let general = recipe.steps.iter().filter_map(|step| step.list.as_ref()).chain(&recipe.heading);
    match general.flat_map(|text| names(&text.da)).next() {
        Some(name) => Err(format!("{name} is not the same for all")),
        None => Ok(()),
    }
}

/// Both languages there, and the same known values in both.
fn check_text(text: &Text) -> Result<(), String> {
    let (da, en) = (names(&text.da), names(&text.en));
    if text.da.is_empty() || text.en.is_empty() || da != en {
        return Err(format!("the languages differ: {}", text.en));
    }
    match da.iter().find(|name| !VALUES.contains(name)) {
        Some(name) => Err(format!("unknown value {name}")),
        None => Ok(()),
    }
}

/// The names in braces.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

impl Guide {
    /// Where a recipe's procedure was read.
    pub(crate) fn source(&self, recipe: &Recipe) -> Option<Text> {
        self.sources.get(recipe.source.as_ref()?).cloned()
    }
}

impl Recipe {
    /// Title, steps, and how lists tell them.
    pub(crate) fn texts(&self) -> Vec<Text> {
        let steps = self.steps.iter().flat_map(|step| {
            std::iter::once(step.text()).chain(step.list.clone()).chain(step.point.clone()).collect::<Vec<_>>()
        });
        std::iter::once(self.title.clone()).chain(self.heading.clone()).chain(steps).collect()
    }

    /// The title of several actions together.
    pub(crate) fn heading(&self) -> Text {
        let each = Text { da: EACH.0.to_owned(), en: EACH.1.to_owned() };
        self.heading.clone().unwrap_or_else(|| fill(&self.title, &Values::from([("name", each)])))
    }
}

impl Step {
    /// Both languages.
    pub(crate) fn text(&self) -> Text {
        Text { da: self.da.clone(), en: self.en.clone() }
    }

    /// The step as it holds for others too; `None` if it is this one's alone.
    pub(crate) fn common(&self) -> Option<Text> {
        self.list.clone().or_else(|| names(&self.en).is_empty().then(|| self.text()))
    }

    /// What is said of this one alone, if anything.
    pub(crate) fn own(&self) -> Option<Text> {
        self.point.clone().or_else(|| self.common().is_none().then(|| self.text()))
    }

    /// Whether the step is told under these flags.
    pub(crate) fn applies(&self, flags: &BTreeSet<&str>) -> bool {
        self.when.iter().all(|flag| match flag.strip_prefix('!') {
            Some(flag) => !flags.contains(flag),
            None => flags.contains(flag.as_str()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> &'static str {
        include_str!("guidance.toml")
    }

    #[test]
    fn the_texts_are_sound() {
        let guide = load(source()).unwrap();
        assert!(guide.recipes.len() >= 18);
        assert!(!GUIDE.recipes.is_empty());
    }

    #[test]
    fn unsound_texts_are_refused() {
        for (old, new) in [
            ("kind = \"decide\"", "kind = \"ponder\""),
            ("who = [\"system-owner\"]", "who = [\"nobody\"]"),
            ("when = [\"email\"]", "when = [\"snail\"]"),
            ("the same alias: {places}.", "the same alias."),
            ("heading = { da = \"Forny disse", "heading = { da = \"Forny {name} disse"),
            ("{identifier}", "{secret}"),
            ("source = \"portal\"", "source = \"hearsay\""),
        ] {
            let broken = source().replace(old, new);
            assert_ne!(broken, source(), "{old}");
            assert!(load(&broken).is_err(), "{old}");
        }
        let missing = source().replacen("en = \"Order nothing before the answer is there.\"", "", 1);
        assert!(load(&missing).is_err());
    }
}
