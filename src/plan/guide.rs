//! How actions are built and what they say: loaded once from `guidance.toml`
//! and the texts of `wording`, filled with the values of a case.
//!
//! Decides nothing about a certificate.

mod file;

use super::Text;
use crate::clue::Knowledge;
use crate::wording;
pub(crate) use crate::wording::{Values, fill};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use time::Date;

/// All recipes.
#[derive(Debug, Default)]
pub(crate) struct Guide {
    /// The actions, by name.
    pub(crate) recipes: BTreeMap<String, Recipe>,
    /// Who registers at a counterparty, by its id: names of roles.
    pub(crate) registrars: BTreeMap<String, Vec<String>>,
    /// Where procedures were read and how old that is, by name.
    pub(crate) sources: BTreeMap<String, Knowledge>,
}

/// How one action is built.
#[derive(Debug)]
pub(crate) struct Recipe {
    /// One of [`super::KINDS`].
    pub(crate) kind: String,
    /// Names of roles.
    pub(crate) who: Vec<String>,
    /// The sources that are told as the last step, by name.
    pub(crate) sources: Vec<String>,
    /// What of its places stands under the action in a list.
    pub(crate) places: Shown,
    /// The title.
    pub(crate) title: Text,
    /// The title of several actions together; without it, the title with
    /// [`EACH`] in place of the name.
    pub(crate) heading: Option<Text>,
    /// The steps.
    pub(crate) steps: Vec<Step>,
    /// How to see that it is done.
    pub(crate) checks: Vec<Step>,
}

/// What of the places of an action a list shows under it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
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
#[derive(Debug)]
pub(crate) struct Step {
    /// Names of flags that must be set; `!` in front: must not.
    pub(crate) when: Vec<String>,
    /// What it says.
    pub(crate) text: Text,
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
    "bound-certificate",
    "bound-uuid",
    "confirmed",
    "conflict",
    "counterparty",
    "dead",
    "decided-needed",
    "decided-not",
    "dependencies",
    "email",
    "encrypted",
    "expired",
    "expired-successor",
    "idm",
    "integration",
    "kept",
    "key",
    "letters",
    "mail",
    "perhaps",
    "pins",
    "referred",
    "renewal",
    "retired",
    "settle",
    "shared",
    "successor-exposed",
    "suspected",
    "test",
    "unreferred",
    "user-certificate",
];

/// What can stand in braces.
pub(crate) const VALUES: &[&str] = &[
    "address",
    "basis",
    "basis-brief",
    "counterparties",
    "counterparty",
    "cvr",
    "date",
    "dependencies",
    "ends",
    "folders",
    "for",
    "keys",
    "kind",
    "messages",
    "name",
    "new",
    "new-subject",
    "old",
    "organisation",
    "perhaps",
    "pins",
    "places",
    "references",
    "registration",
    "settle",
    "shared",
    "subject",
    "successor",
    "told",
];

/// The guide. Its soundness is tested; were it broken nonetheless, the plan
/// would be empty and no scan would fail for it.
pub(crate) static GUIDE: LazyLock<Guide> =
    LazyLock::new(|| file::load(include_str!("guidance.toml"), &look_up).unwrap_or_default());

/// The text of this key, if there is one.
fn look_up(key: &str) -> Option<Text> {
    wording::knows(key).then(|| wording::text(key))
}

/// The names in braces.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

impl Guide {
    /// Where a recipe's procedure was read, how old that is, and whom to ask.
    pub(crate) fn sources(&self, recipe: &Recipe, as_of: Date) -> Vec<Text> {
        let known = recipe.sources.iter().filter_map(|name| self.sources.get(name));
        known.map(|one| told(one, as_of, true)).collect()
    }
}

/// Where something was read, as a sentence or as its end.
pub(crate) fn told(knowledge: &Knowledge, as_of: Date, sentence: bool) -> Text {
    let side = |danish: bool| {
        let told = knowledge.told(danish, as_of);
        let mut letters = told.chars();
        match letters.next() {
            Some(first) if sentence => format!("{}{}.", first.to_uppercase(), letters.as_str()),
            _ => told,
        }
    };
    Text { da: side(true), en: side(false) }
}

/// The name of a role.
pub(crate) fn role(name: &str) -> Text {
    wording::text(&format!("plan.roles.{name}"))
}

impl Recipe {
    /// Title, steps and checks, and how lists tell them.
    pub(crate) fn texts(&self) -> Vec<Text> {
        let steps = self.steps.iter().chain(&self.checks).flat_map(|step| {
            std::iter::once(&step.text).chain(&step.list).chain(&step.point).cloned().collect::<Vec<_>>()
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
    /// The step as it holds for others too; `None` if it is this one's alone.
    pub(crate) fn common(&self) -> Option<Text> {
        self.list.clone().or_else(|| names(&self.text.en).is_empty().then(|| self.text.clone()))
    }

    /// What is said of this one alone, if anything.
    pub(crate) fn own(&self) -> Option<Text> {
        self.point.clone().or_else(|| self.common().is_none().then(|| self.text.clone()))
    }

    /// Whether the step is told under these flags.
    pub(crate) fn applies(&self, flags: &BTreeSet<&str>) -> bool {
        self.when.iter().all(|flag| match flag.strip_prefix('!') {
            Some(flag) => !flags.contains(flag),
            None => flags.contains(flag.as_str()),
        })
    }
}
