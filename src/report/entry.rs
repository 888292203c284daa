//! A finding and a failure as every machine format tells them: one list to go
//! through, so that no writer forgets one of them.
//!
//! Foreign text comes out raw: each writer makes it safe for its medium.

use super::{Report, text};
use crate::check::{self, Detail, Finding, State};
use crate::classify::Classified;
use crate::failure::Failure;
use crate::inventory::Occurrence;
use crate::location::{Location, StepKind};
use std::collections::HashMap;

/// A finding with its certificate.
#[derive(Clone, Copy)]
pub(super) struct Found<'r> {
    pub(super) finding: &'r Finding,
    pub(super) certificate: Option<&'r Classified>,
    /// Which one of its identity it is, from 1: two roots may have the same path
    /// below them.
    pub(super) copy: u32,
    scope: &'r str,
}

/// A failure with its identity.
#[derive(Clone)]
pub(super) struct Failed<'r> {
    pub(super) failure: &'r Failure,
    /// Of the same form as a finding's.
    pub(super) id: String,
    scope: &'r str,
}

/// Every finding, worst first.
pub(super) fn findings(report: &Report) -> impl Iterator<Item = Found<'_>> {
    let mut seen: HashMap<[u8; 16], u32> = HashMap::new();
    report.findings.iter().map(move |finding| {
        let times = seen.entry(finding.id).or_default();
        *times += 1;
        Found {
            finding,
            certificate: finding.certificate.and_then(|sha256| report.certificate(&sha256)),
            copy: *times,
            scope: &report.scan.scope,
        }
    })
}

/// Every failure, by place.
pub(super) fn failures(report: &Report) -> impl Iterator<Item = Failed<'_>> {
    let scope = &report.scan.scope;
    let identities = check::failure_identities(scope, &report.inventory.failures);
    let each = report.inventory.failures.iter().zip(identities);
    each.map(move |(failure, id)| Failed { failure, id: text::hex(&id), scope })
}

impl<'r> Found<'r> {
    /// Its identity in hexadecimal.
    pub(super) fn id(&self) -> String {
        text::hex(&self.finding.id)
    }

    /// The same, told apart from other findings of this identity.
    pub(super) fn fingerprint(&self) -> String {
        match self.copy {
            1 => self.id(),
            copy => format!("{}-{copy}", self.id()),
        }
    }

    /// How it stands to the exit code.
    pub(super) fn state(&self) -> State {
        self.finding.state()
    }

    /// Whose scan it is from.
    pub(super) fn scope(&self) -> &'r str {
        self.finding.location.scope.as_deref().unwrap_or(self.scope)
    }

    /// What it says.
    pub(super) fn message(&self, danish: bool) -> String {
        check::message(self.finding, self.certificate, danish)
    }
}

/// More places of a certificate in one file are not looked at for its line.
const PLACES: usize = 100;

impl<'r> Found<'r> {
    /// The line of what it is about, from 1, where the file itself is text: what
    /// is base64 in it begins on a line of it too.
    pub(super) fn line(&self) -> Option<u64> {
        if is_inside(&self.finding.location) {
            return None;
        }
        // The lines of what it names are those of the text within.
        let is_base64 = self.finding.location.steps.iter().any(|step| step.kind == StepKind::Base64);
        let detail = self.finding.detail.as_deref().filter(|_| !is_base64).and_then(|detail| match detail {
            Detail::Dependencies(names) => names.first().map(|(line, ..)| *line),
            Detail::Missing(paths) => paths.first().map(|(line, _)| *line),
            _ => None,
        });
        detail.or_else(|| self.places().filter(|place| !is_inside(&place.location)).find_map(|place| place.line))
    }

    /// Under which name the certificate stands there.
    pub(super) fn alias(&self) -> Option<&'r str> {
        let members = self.finding.location.members();
        self.places().filter(|place| place.location.members() == members).find_map(|place| place.alias.as_deref())
    }

    /// The first places of the certificate in the file: they are sorted by it.
    fn places(&self) -> impl Iterator<Item = &'r Occurrence> + use<'r> {
        let here = file(&self.finding.location);
        let all = self.certificate.map_or(&[] as &[Occurrence], |known| &known.occurrences);
        let from = all.partition_point(|place| file(&place.location) < here);
        all.iter().skip(from).take(PLACES).take_while(move |place| file(&place.location) == here)
    }
}

/// Whether it is in a member or in something compressed, whose lines are not the file's.
fn is_inside(place: &Location) -> bool {
    place.steps.iter().any(|step| matches!(step.kind, StepKind::Member | StepKind::Compressed))
}

/// Scope and octets of the path.
fn file(place: &Location) -> (Option<&str>, &[u8]) {
    (place.scope.as_deref(), place.path.as_os_str().as_encoded_bytes())
}

impl<'r> Failed<'r> {
    /// Whose scan it is from.
    pub(super) fn scope(&self) -> &'r str {
        self.failure.location.scope.as_deref().unwrap_or(self.scope)
    }
}
