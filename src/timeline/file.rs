//! The files of the timeline: TOML, strict about its keys.

use super::{Confidence, Event, Text, When};
use serde::Deserialize;

const FILES: [&str; 3] =
    [include_str!("certificates.toml"), include_str!("letters.toml"), include_str!("counterparties.toml")];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    event: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Entry {
    id: String,
    when: String,
    until: Option<String>,
    /// Without one, it settles nothing but itself.
    matter: Option<String>,
    label: Option<Text>,
    text: Text,
    source: Text,
    confidence: Confidence,
    concerns: Vec<String>,
    superseded_by: Option<String>,
    #[serde(default)]
    original: bool,
}

/// Reads all files; the events by date.
pub(super) fn load() -> Result<Vec<Event>, String> {
    let mut events = Vec::new();
    for source in FILES {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        for entry in file.event {
            events.push(event(entry)?);
        }
    }
    events.sort_by_key(|event| (event.when.first().is_none(), event.when.first(), event.id.clone()));
    Ok(events)
}

fn event(entry: Entry) -> Result<Event, String> {
    let when = |text: &str| When::parse(text).ok_or_else(|| format!("{}: {text} is no date", entry.id));
    Ok(Event {
        when: when(&entry.when)?,
        until: entry.until.as_deref().map(when).transpose()?,
        matter: entry.matter.unwrap_or_else(|| entry.id.clone()),
        id: entry.id,
        label: entry.label,
        text: entry.text,
        source: entry.source,
        confidence: entry.confidence,
        concerns: entry.concerns,
        superseded_by: entry.superseded_by,
        original: entry.original,
    })
}
