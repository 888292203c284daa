//! Texts for people, in Danish and English: one folder a language in `wording/`,
//! the same keys in both.
//!
//! Knows what is said, not when. What is known of counterparties stands with
//! them in `clue`, what is known of generations in `catalogue`.
//!
//! Behaviour
//! 1. A key is the file's name and the way into it: `verify.chain.broken`.
//! 2. Both languages have the same keys, and the same values in braces. That
//!    is tested, not assumed; a key that is missing is told as itself.
//! 3. A value is filled in once: braces inside it stay as they are.

mod date;

pub use date::{day, month};

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// A text for people in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Text {
    pub da: String,
    pub en: String,
}

/// What stands in braces, by name, in both languages.
pub type Values = BTreeMap<&'static str, Text>;

/// The files: name, Danish, English. A new one is two files and one line here.
const FILES: &[(&str, &str, &str)] = &[
    ("calendar", include_str!("wording/da/calendar.toml"), include_str!("wording/en/calendar.toml")),
    ("living", include_str!("wording/da/living.toml"), include_str!("wording/en/living.toml")),
    ("csv", include_str!("wording/da/csv.toml"), include_str!("wording/en/csv.toml")),
    ("merge", include_str!("wording/da/merge.toml"), include_str!("wording/en/merge.toml")),
    ("pages", include_str!("wording/da/pages.toml"), include_str!("wording/en/pages.toml")),
    ("plan", include_str!("wording/da/plan.toml"), include_str!("wording/en/plan.toml")),
    ("plugin", include_str!("wording/da/plugin.toml"), include_str!("wording/en/plugin.toml")),
    ("progress", include_str!("wording/da/progress.toml"), include_str!("wording/en/progress.toml")),
    ("rules", include_str!("wording/da/rules.toml"), include_str!("wording/en/rules.toml")),
    ("sheets", include_str!("wording/da/sheets.toml"), include_str!("wording/en/sheets.toml")),
    ("tickets", include_str!("wording/da/tickets.toml"), include_str!("wording/en/tickets.toml")),
    ("verify", include_str!("wording/da/verify.toml"), include_str!("wording/en/verify.toml")),
];

/// All texts by key. A file that cannot be read has none; a test rules it out.
static TEXTS: LazyLock<HashMap<String, Text>> = LazyLock::new(|| {
    let mut texts = HashMap::new();
    for (name, danish, english) in FILES {
        let (danish, english) = (keys(name, danish), keys(name, english));
        for (key, da) in danish {
            let en = english.get(&key).cloned().unwrap_or_else(|| key.clone());
            texts.insert(key, Text { da, en });
        }
    }
    texts
});

/// The text of this key.
pub fn text(key: &str) -> Text {
    let missing = || Text { da: key.to_owned(), en: key.to_owned() };
    TEXTS.get(key).cloned().unwrap_or_else(missing)
}

/// Every text.
pub fn all() -> impl Iterator<Item = &'static Text> {
    TEXTS.values()
}

/// Whether there is a text of this key.
pub fn knows(key: &str) -> bool {
    TEXTS.contains_key(key)
}

/// The text of this key with its values.
pub fn filled(key: &str, values: &Values) -> Text {
    fill(&text(key), values)
}

/// The text of this key in one language.
pub fn told(key: &str, danish: bool) -> &str {
    TEXTS.get(key).map_or(key, |text| text.told(danish))
}

/// The text of this key with its values in one language: for what is written at
/// once, a hundred thousand times over.
pub fn told_with(key: &str, danish: bool, values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    fill_one(told(key, danish), value)
}

/// Puts the values into both languages.
pub fn fill(text: &Text, values: &Values) -> Text {
    let danish = |name: &str| values.get(name).map(|value| value.da.as_str());
    let english = |name: &str| values.get(name).map(|value| value.en.as_str());
    Text { da: fill_one(&text.da, danish), en: fill_one(&text.en, english) }
}

impl Text {
    /// The same in both languages: a name, a number.
    pub fn same(text: impl Into<String>) -> Text {
        let da = text.into();
        Text { en: da.clone(), da }
    }

    /// One of them.
    pub fn told(&self, danish: bool) -> &str {
        if danish { &self.da } else { &self.en }
    }
}

/// One pass: braces inside a value (a file may be named so) stay as they are.
fn fill_one<'a>(text: &str, value: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        match value(name) {
            Some(value) => filled.push_str(value),
            None => filled.extend(["{", name, "}"]),
        }
        filled.push_str(rest);
    }
    filled
}

/// The texts of one file in one language, by key.
fn keys(name: &str, source: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if let Ok(table) = toml::from_str::<toml::Table>(source) {
        collect(name, &table, &mut found);
    }
    found
}

fn collect(prefix: &str, table: &toml::Table, found: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = format!("{prefix}.{name}");
        match value {
            toml::Value::String(text) => {
                found.insert(key, text.clone());
            }
            toml::Value::Table(inner) => collect(&key, inner, found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn braces(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_values() {
        for (name, danish, english) in FILES {
            for source in [danish, english] {
                toml::from_str::<toml::Table>(source).unwrap_or_else(|why| panic!("{name}: {why}"));
            }
            let (danish, english) = (keys(name, danish), keys(name, english));
            let (left, right): (BTreeSet<_>, BTreeSet<_>) = (danish.keys().collect(), english.keys().collect());
            assert_eq!(left, right, "{name}: Danish (left) and English (right)");
            for (key, da) in &danish {
                assert!(!da.trim().is_empty() && !english[key].trim().is_empty(), "{key} is empty");
                assert_eq!(braces(da), braces(&english[key]), "{key}");
            }
        }
    }

    /// Every `"key"` that the sources ask for is there, and every text is asked for.
    #[test]
    fn every_text_is_asked_for_and_every_question_has_its_text() {
        let sources = sources();
        for key in TEXTS.keys().filter(|key| !key.starts_with("plan.")) {
            let stem = key.rsplit_once('.').map_or(key.as_str(), |(stem, _)| stem);
            let asked = sources.contains(&format!("\"{key}\"")) || sources.contains(&format!("\"{stem}.{{"));
            assert!(asked, "nobody asks for {key}");
        }
        for call in ["wording::text(\"", "wording::filled(\""] {
            for rest in sources.split(call).skip(1) {
                let key = rest.split('"').next().unwrap();
                assert!(knows(key), "{key} is asked for and has no text");
            }
        }
    }

    fn sources() -> String {
        let mut all = String::new();
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("wording.rs") {
                    all.push_str(&std::fs::read_to_string(path).unwrap());
                }
            }
        }
        all
    }

    #[test]
    fn a_value_is_never_filled_again() {
        let text = Text { da: "{name} her".into(), en: "{name} here".into() };
        let filled = fill(&text, &Values::from([("name", Text::same("{cvr}"))]));
        assert_eq!((filled.da.as_str(), filled.en.as_str()), ("{cvr} her", "{cvr} here"));
    }
}
