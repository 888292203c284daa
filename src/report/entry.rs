//! A finding and a failure as every machine format tells them: one list to go
//! through, so that no writer forgets one of them.
//!
//! Foreign text comes out raw: each writer makes it safe for its medium.

use super::{Report, text};
use crate::check::{self, Detail, Finding, State, identity};
use crate::classify::Classified;
use crate::failure::Failure;
use crate::inventory::Occurrence;
use crate::location::{Location, StepKind};
use std::collections::BTreeMap;

/// A finding with its certificate.
#[derive(Clone, Copy)]
pub(super) struct Found<'r> {
    pub(super) finding: &'r Finding,
    pub(super) certificate: Option<&'r Classified>,
    scope: &'r str,
}

/// A failure with its identity.
#[derive(Clone)]
pub(super) struct Failed<'r> {
    pub(super) failure: &'r Failure,
    /// Of the same form as a finding's: kind, place and, where the same kind
    /// stands there more than once, which of them it is.
    pub(super) id: String,
    scope: &'r str,
}

/// Every finding, worst first.
pub(super) fn findings(report: &Report) -> impl Iterator<Item = Found<'_>> {
    report.findings.iter().map(|finding| Found {
        finding,
        certificate: finding.certificate.and_then(|sha256| report.certificate(&sha256)),
        scope: &report.scan.scope,
    })
}

/// Every failure, by place.
pub(super) fn failures(report: &Report) -> impl Iterator<Item = Failed<'_>> {
    let mut seen: BTreeMap<[u8; 16], u32> = BTreeMap::new();
    report.inventory.failures.iter().map(move |failure| {
        let rule = format!("failure:{}", failure.kind.id());
        let id = identity(&report.scan.scope, &rule, None, &failure.location);
        let times = seen.entry(id).or_default();
        *times += 1;
        let id = match *times {
            1 => text::hex(&id),
            again => text::hex(&identity(&report.scan.scope, &format!("{rule}:{again}"), None, &failure.location)),
        };
        Failed { failure, id, scope: &report.scan.scope }
    })
}

impl<'r> Found<'r> {
    /// Its identity in hexadecimal.
    pub(super) fn id(&self) -> String {
        text::hex(&self.finding.id)
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
