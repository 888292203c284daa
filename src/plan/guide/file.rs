//! Reads `guidance.toml`, finds its texts, and checks that all of it is sound.

use super::{FLAGS, Guide, Recipe, Shown, Step, VALUES, names};
use crate::clue::Knowledge;
use crate::plan::{KINDS, Text};
use serde::Deserialize;
use std::collections::BTreeMap;
use time::Date;
use time::macros::format_description;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    registrars: BTreeMap<String, Vec<String>>,
    sources: BTreeMap<String, SourceEntry>,
    recipes: BTreeMap<String, RecipeEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    date: String,
    #[serde(default)]
    read: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipeEntry {
    kind: String,
    who: Vec<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    places: Shown,
    steps: Vec<StepEntry>,
    checks: Vec<StepEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepEntry {
    id: String,
    #[serde(default)]
    when: Vec<String>,
}

/// Stands in `who` for whoever registers at the counterparty in question.
const REGISTRAR: &str = "registrar";

type LookUp<'l> = &'l dyn Fn(&str) -> Option<Text>;

/// The guide, or what is wrong with it.
pub(super) fn load(structure: &str, look_up: LookUp<'_>) -> Result<Guide, String> {
    let file: File = toml::from_str(structure).map_err(|error| error.to_string())?;
    let mut guide = Guide::default();
    for (name, entry) in file.sources {
        guide.sources.insert(name.clone(), knowledge(&name, &entry, look_up)?);
    }
    for role in file.registrars.values().flatten() {
        look_up(&format!("plan.roles.{role}")).ok_or_else(|| format!("unknown role {role}"))?;
    }
    guide.registrars = file.registrars;
    for (name, entry) in file.recipes {
        let recipe = recipe(&name, entry, look_up).map_err(|trouble| format!("{name}: {trouble}"))?;
        check(&guide, &recipe, look_up).map_err(|trouble| format!("{name}: {trouble}"))?;
        guide.recipes.insert(name, recipe);
    }
    Ok(guide)
}

fn knowledge(name: &str, entry: &SourceEntry, look_up: LookUp<'_>) -> Result<Knowledge, String> {
    let text = |what: &str| look_up(&format!("plan.sources.{name}.{what}")).ok_or(format!("no {what} of {name}"));
    let date = Date::parse(&entry.date, format_description!("[year]-[month]-[day]")).map_err(|why| why.to_string())?;
    Ok(Knowledge { source: text("source")?, date, read: entry.read, check_with: text("check-with")? })
}

fn recipe(name: &str, entry: RecipeEntry, look_up: LookUp<'_>) -> Result<Recipe, String> {
    let steps = |entries: Vec<StepEntry>| -> Result<Vec<Step>, String> {
        entries.into_iter().map(|one| step(one, look_up)).collect()
    };
    Ok(Recipe {
        kind: entry.kind,
        who: entry.who,
        sources: entry.sources,
        places: entry.places,
        title: look_up(&format!("plan.recipes.{name}.title")).ok_or("no title")?,
        heading: look_up(&format!("plan.recipes.{name}.heading")),
        steps: steps(entry.steps)?,
        checks: steps(entry.checks)?,
    })
}

fn step(entry: StepEntry, look_up: LookUp<'_>) -> Result<Step, String> {
    let text = |what: &str| look_up(&format!("plan.steps.{}.{what}", entry.id));
    let whole = text("text").ok_or_else(|| format!("no text for the step {}", entry.id))?;
    let (list, point) = (text("list"), text("point"));
    Ok(Step { when: entry.when, text: whole, list, point })
}

/// What is wrong with a recipe, if anything.
fn check(guide: &Guide, recipe: &Recipe, look_up: LookUp<'_>) -> Result<(), String> {
    if !KINDS.iter().any(|(kind, _)| *kind == recipe.kind) {
        return Err(format!("unknown kind {}", recipe.kind));
    }
    let known = |role: &&String| *role != REGISTRAR && look_up(&format!("plan.roles.{role}")).is_none();
    if let Some(role) = recipe.who.iter().find(known) {
        return Err(format!("unknown role {role}"));
    }
    if let Some(source) = recipe.sources.iter().find(|source| !guide.sources.contains_key(*source)) {
        return Err(format!("unknown source {source}"));
    }
    if recipe.steps.is_empty() || recipe.checks.is_empty() {
        return Err("nothing to do, or no way to see that it is done".to_owned());
    }
    for flag in recipe.steps.iter().chain(&recipe.checks).flat_map(|step| &step.when) {
        if !FLAGS.contains(&flag.trim_start_matches('!')) {
            return Err(format!("unknown condition {flag}"));
        }
    }
    recipe.texts().iter().try_for_each(check_text)?;
    let general = recipe.steps.iter().chain(&recipe.checks).filter_map(|step| step.list.as_ref());
    match general.chain(&recipe.heading).flat_map(|text| names(&text.da)).next() {
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

#[cfg(test)]
mod tests {
    use super::super::{GUIDE, look_up};
    use super::*;
    use crate::clue::CLUES;
    use std::collections::BTreeSet;

    const STRUCTURE: &str = include_str!("../guidance.toml");

    #[test]
    fn the_guide_is_sound() {
        let guide = load(STRUCTURE, &look_up).unwrap();
        assert!(guide.recipes.len() >= 25);
        assert!(!GUIDE.recipes.is_empty());
        for id in guide.registrars.keys() {
            assert!(CLUES.counterparty(id).is_some(), "{id}");
        }
    }

    #[test]
    fn an_unsound_structure_is_refused() {
        for (old, new) in [
            ("kind = \"decide\"", "kind = \"ponder\""),
            ("who = [\"system-owner\"]", "who = [\"nobody\"]"),
            ("when = [\"email\"]", "when = [\"snail\"]"),
            ("id = \"check-verify\"", "id = \"check-nothing\""),
            ("checks = [{ id = \"check-verify\" }]", "checks = []"),
            ("sources = [\"portal\"]", "sources = [\"hearsay\"]"),
            ("skat = [\"tastselv\"]", "skat = [\"anybody\"]"),
            ("date = \"2023-04-27\"", "date = \"spring\""),
        ] {
            let broken = STRUCTURE.replace(old, new);
            assert_ne!(broken, STRUCTURE, "{old}");
            assert!(load(&broken, &look_up).is_err(), "{old}");
        }
    }

    #[test]
    fn unsound_texts_are_refused() {
        let with = |key: &'static str, text: Option<&'static str>| {
            move |asked: &str| if asked == key { text.map(Text::same) } else { look_up(asked) }
        };
        assert!(load(STRUCTURE, &with("plan.steps.idle.text", Some("Ask."))).is_ok());
        for (key, text) in [
            ("plan.steps.idle.text", Some("The {secret}.")),
            ("plan.steps.idle.text", None),
            ("plan.steps.idle.text", Some("")),
            ("plan.recipes.decide-idle.heading", Some("Decide {name}")),
            ("plan.steps.end-date.list", Some("It ends on {ends}.")),
            ("plan.sources.mail.source", None),
        ] {
            assert!(load(STRUCTURE, &with(key, text)).is_err(), "{key}: {text:?}");
        }
        let halves = |asked: &str| match asked {
            "plan.steps.idle.text" => Some(Text { da: "{name}".into(), en: "it".into() }),
            _ => look_up(asked),
        };
        assert!(load(STRUCTURE, &halves).is_err());
    }

    #[test]
    fn every_text_of_the_plan_is_asked_for() {
        let texts: toml::Table = toml::from_str(include_str!("../../wording/da/plan.toml")).unwrap();
        let keys = |name: &str| texts[name].as_table().unwrap().keys().cloned().collect::<BTreeSet<String>>();
        let file: File = toml::from_str(STRUCTURE).unwrap();
        let entries = || file.recipes.values();
        let steps = entries().flat_map(|one| one.steps.iter().chain(&one.checks)).map(|one| one.id.clone());
        assert_eq!(keys("steps"), steps.collect());
        assert_eq!(keys("recipes"), file.recipes.keys().cloned().collect());
        assert_eq!(keys("sources"), file.sources.keys().cloned().collect());
        let told: BTreeSet<&String> = entries().flat_map(|one| &one.sources).collect();
        assert_eq!(told, file.sources.keys().collect(), "a source that nothing rests on");
        let roles = entries().flat_map(|one| &one.who).chain(file.registrars.values().flatten());
        assert_eq!(keys("roles"), roles.filter(|role| *role != REGISTRAR).cloned().collect());
        let sources =
            [include_str!("../basis.rs"), include_str!("../successor.rs"), include_str!("../telling.rs")].concat();
        for group in ["reasons", "basis", "values"] {
            for key in keys(group) {
                assert!(sources.contains(&format!("\"plan.{group}.{key}\"")), "nobody asks for plan.{group}.{key}");
            }
        }
    }
}
