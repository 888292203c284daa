//! Systems in the report, and which certificates are of which.

use super::place::{self, Where};
use super::term::{Base64, Sha256, Term};
use crate::certificate::Fingerprint;
use crate::report::Report;
use crate::usage;
use schemars::JsonSchema;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

/// What belongs together and has one owner.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct System<'a> {
    /// Stable: from host and name.
    id: &'a str,
    name: &'a str,
    /// Whose scan it is from, where reports are merged.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'a str>,
    /// The host, where the scan tells several apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'a str>,
    /// The folder it lives in, absolute.
    home: Cow<'a, str>,
    /// The octets of a folder that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    home_bytes: Option<Term<'static, Base64>>,
    /// Who looks after it, as configured.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Owner<'a>>,
    certificates: Vec<Term<'static, Sha256>>,
    /// Ids of `counterparties[]`.
    counterparties: &'a [&'static str],
    /// The files that hold its certificates and keys.
    places: Vec<File<'a>>,
    /// The texts that name those, or a counterparty in its home.
    files: Vec<Where<'a>>,
}

/// A file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    path: Cow<'a, str>,
    /// The octets of a path that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<Term<'static, Base64>>,
}

/// Who looks after a system.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Owner<'a> {
    team: Option<&'a str>,
    /// The queue of the ticket system.
    queue: Option<&'a str>,
}

#[allow(clippy::unnecessary_wraps, reason = "the signature that `Each` asks for")]
pub(super) fn system<'a>(report: &'a Report, from: &'a usage::System) -> Option<System<'a>> {
    let (home, home_bytes) = place::path(&from.home);
    Some(System {
        id: &from.id,
        name: &from.name,
        scope: from.scope.as_deref(),
        host: from.host.as_deref(),
        home,
        home_bytes,
        owner: from.owner.as_ref().map(|from| Owner { team: from.team.as_deref(), queue: from.queue.as_deref() }),
        certificates: from.certificates.iter().map(|sha256| Term::hex(sha256)).collect(),
        counterparties: &from.counterparties,
        places: from.places.iter().map(|path| file(path)).collect(),
        files: from.files.iter().map(|place| Where::new(&report.scan.scope, place)).collect(),
    })
}

fn file(from: &Path) -> File<'_> {
    let (path, path_bytes) = place::path(from);
    File { path, path_bytes }
}

/// The report, and which systems each certificate is of.
pub(super) struct Book<'a> {
    pub(super) report: &'a Report,
    systems: BTreeMap<&'a Fingerprint, Vec<&'a str>>,
}

impl<'a> Book<'a> {
    pub(super) fn new(report: &'a Report) -> Book<'a> {
        let mut systems: BTreeMap<&Fingerprint, Vec<&str>> = BTreeMap::new();
        for system in &report.usage.systems {
            for sha256 in &system.certificates {
                systems.entry(sha256).or_default().push(&system.id);
            }
        }
        for ids in systems.values_mut() {
            ids.sort_unstable();
        }
        Book { report, systems }
    }

    /// The ids of the certificate's systems.
    pub(super) fn systems_of(&self, sha256: &Fingerprint) -> &[&'a str] {
        self.systems.get(sha256).map_or(&[], Vec::as_slice)
    }
}
