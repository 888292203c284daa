//! The files of clues: TOML, strict about its keys.

use super::{
    Address, Bound, Clues, Confidence, Counterparty, Dependency, Knowledge, Sign, SignKind, Text, Topic, UseKind,
};
use serde::Deserialize;
use time::Date;
use time::macros::format_description;

const FILES: [&str; 4] = [
    include_str!("counterparties.toml"),
    include_str!("dependencies.toml"),
    include_str!("uses.toml"),
    include_str!("addresses.toml"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    counterparty: Vec<CounterpartyEntry>,
    #[serde(default)]
    dependency: Vec<DependencyEntry>,
    #[serde(default, rename = "use")]
    uses: Vec<UseEntry>,
    #[serde(default)]
    address: Vec<AddressEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct CounterpartyEntry {
    id: String,
    name: Text,
    demands: Option<String>,
    demand: Text,
    registration: Text,
    bound_to: Option<Bound>,
    source: Text,
    date: String,
    #[serde(default)]
    read: bool,
    check_with: Text,
    sign: Vec<SignEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DependencyEntry {
    id: String,
    name: Text,
    replacement: Text,
    source: Text,
    date: String,
    #[serde(default)]
    read: bool,
    check_with: Text,
    sign: Vec<SignEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct UseEntry {
    id: UseKind,
    sign: Vec<SignEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AddressEntry {
    host: String,
    ports: Vec<u16>,
    open: bool,
    #[serde(default)]
    test: bool,
    counterparty: Option<String>,
    purpose: Text,
    source: Text,
    date: String,
    #[serde(default)]
    read: bool,
    check_with: Text,
}

/// One sign of an entry.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct SignEntry {
    kind: SignKind,
    text: String,
    confidence: Confidence,
    #[serde(default)]
    folder: bool,
}

/// Reads all files.
pub(super) fn load() -> Result<Clues, String> {
    let mut clues = Clues::default();
    for source in FILES {
        let file: File = toml::from_str(source).map_err(|error| error.to_string())?;
        add(&mut clues, file)?;
    }
    Ok(clues)
}

fn add(clues: &mut Clues, file: File) -> Result<(), String> {
    for entry in file.counterparty {
        signs(clues, &Topic::Counterparty(entry.id.clone()), entry.sign);
        clues.counterparties.push(Counterparty {
            knowledge: knowledge(entry.source, &entry.date, entry.read, entry.check_with)?,
            id: entry.id,
            name: entry.name,
            demands: entry.demands,
            demand: entry.demand,
            registration: entry.registration,
            bound_to: entry.bound_to,
        });
    }
    for entry in file.dependency {
        signs(clues, &Topic::Dependency(entry.id.clone()), entry.sign);
        clues.dependencies.push(Dependency {
            knowledge: knowledge(entry.source, &entry.date, entry.read, entry.check_with)?,
            id: entry.id,
            name: entry.name,
            replacement: entry.replacement,
        });
    }
    for entry in file.uses {
        signs(clues, &Topic::Use(entry.id), entry.sign);
    }
    for entry in file.address {
        clues.addresses.push(Address {
            knowledge: knowledge(entry.source, &entry.date, entry.read, entry.check_with)?,
            host: entry.host,
            ports: entry.ports,
            open: entry.open,
            test: entry.test,
            counterparty: entry.counterparty,
            purpose: entry.purpose,
        });
    }
    Ok(())
}

fn signs(clues: &mut Clues, topic: &Topic, entries: Vec<SignEntry>) {
    clues.signs.extend(entries.into_iter().map(|entry| Sign {
        topic: topic.clone(),
        kind: entry.kind,
        text: entry.text.to_lowercase(),
        confidence: entry.confidence,
        folder: entry.folder,
    }));
}

fn knowledge(source: Text, date: &str, read: bool, check_with: Text) -> Result<Knowledge, String> {
    let date =
        Date::parse(date, format_description!("[year]-[month]-[day]")).map_err(|error| format!("{date}: {error}"))?;
    Ok(Knowledge { source, date, read, check_with })
}
