//! Locations: a relative URI, the directory that it is relative to, the line,
//! and the way in through archives and stores.

use super::super::artifact::{Artifact, Directory, shown, shown_whole};
use super::super::{PersonalData, Report, Scan, text};
use super::{Context, Message};
use crate::location::{Location, StepKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::ffi::OsStrExt;

/// The name that code scanning knows for the directory of the source.
const SOURCE: &str = "%SRCROOT%";

/// The directories that paths are relative to, each with its name.
pub(super) struct Bases<'r>(BTreeMap<Directory<'r>, String>);

/// One of them as it is written.
#[derive(Serialize)]
pub(super) struct Base {
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    description: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: File,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File {
    uri: String,
    uri_base_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
}

/// A member of an archive, or an entry of a store.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

impl<'r> Bases<'r> {
    /// All that findings and failures need.
    pub(super) fn new(report: &'r Report) -> Bases<'r> {
        let findings = report.findings.iter().map(|finding| &finding.location);
        let failures = report.inventory.failures.iter().map(|failure| &failure.location);
        let places = findings.chain(failures).map(|location| Artifact::new(&report.scan, location).directory);
        let directories: BTreeSet<Directory<'r>> = places.collect();
        let name = |at: usize, one: &Directory<'r>| if one.elsewhere { format!("ROOT{at}") } else { SOURCE.to_owned() };
        Bases(directories.into_iter().enumerate().map(|(at, one)| (one, name(at, &one))).collect())
    }

    pub(super) fn all(&self, scan: &Scan) -> BTreeMap<String, Base> {
        self.0.iter().map(|(directory, name)| (name.clone(), base(scan, directory))).collect()
    }

    fn name(&self, directory: &Directory<'r>) -> String {
        self.0.get(directory).cloned().unwrap_or_default()
    }
}

/// A directory as it is written. Where personal data is veiled, the directory of
/// the source has no URI: a veiled one would lead nowhere, and consumers know
/// their own. Nor has that of a scope that is no host name.
fn base(scan: &Scan, directory: &Directory<'_>) -> Base {
    let path = text::uri::path(directory.octets);
    let is_host = |scope: &str| {
        scope.starts_with(|char: char| char.is_ascii_alphanumeric())
            && scope.bytes().all(|octet| octet.is_ascii_alphanumeric() || b".-".contains(&octet))
    };
    let uri = match directory.scope {
        None if directory.elsewhere || scan.personal_data == PersonalData::Show => Some(format!("file://{path}")),
        Some(scope) if is_host(scope) => Some(format!("file://{scope}{path}")),
        None | Some(_) => None,
    };
    let host = directory.scope.map_or_else(String::new, |scope| format!("{}: ", text::safe(scope)));
    let said = if directory.elsewhere {
        format!("{host}{}", text::bytes(directory.octets))
    } else {
        "The directory in which the scan was started.".to_owned()
    };
    Base { uri, description: Message::of(text::sarif::message(&said)) }
}

impl Place {
    /// A place with the line and the alias, if they are known.
    pub(super) fn new(context: &Context<'_>, location: &Location, line: Option<u64>, alias: Option<&str>) -> Place {
        let scan = &context.report.scan;
        let artifact = Artifact::new(scan, location);
        let uri = match text::uri::path(artifact.below) {
            empty if empty.is_empty() => "./".to_owned(),
            uri => uri,
        };
        Place {
            physical_location: Physical {
                artifact_location: File { uri, uri_base_id: context.bases.name(&artifact.directory) },
                region: Region { start_line: line.unwrap_or(1) },
            },
            logical_locations: logical(scan, location, alias),
        }
    }
}

fn logical(scan: &Scan, location: &Location, alias: Option<&str>) -> Vec<Logical> {
    let whole = shown_whole(scan, location);
    let mut found = Vec::new();
    if let Some(member) = location.steps.iter().rfind(|step| step.kind == StepKind::Member) {
        let (name, kind) = (text::bytes(&member.name), "archive-member");
        found.push(Logical { name, fully_qualified_name: whole.clone(), kind });
    }
    if let Some(alias) = alias {
        let name = text::safe(alias).into_owned();
        let fully_qualified_name = format!("{whole}!{name}");
        found.push(Logical { name, fully_qualified_name, kind: "store-entry" });
    }
    // Of a merged report the URI does not say to everybody whose path it is.
    if found.is_empty() && location.scope.is_some() {
        let name = text::bytes(location.path.file_name().unwrap_or_default().as_bytes());
        found.push(Logical { name, fully_qualified_name: shown(scan, location), kind: "file" });
    }
    found
}
