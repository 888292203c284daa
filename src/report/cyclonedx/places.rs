//! Which files and archive members hold something, failed, or have a finding:
//! one list of everything, sorted by place.

use crate::classify::Classified;
use crate::location::{Location, StepKind};
use crate::report::Report;
use crate::report::entry::{self, Failed};
use std::cmp::Ordering;
use std::path::Path;

/// A file or a member of an archive, whatever encodings lie on the way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'r>(&'r Location);

/// Something about a place.
#[derive(Clone, Copy)]
pub(super) struct Held<'r> {
    pub(super) place: Place<'r>,
    pub(super) what: What<'r>,
}

/// What there is about it.
#[derive(Clone, Copy)]
pub(super) enum What<'r> {
    Certificate(&'r Classified),
    /// The private key of this certificate.
    Key(&'r Classified),
    Failure(&'r Failed<'r>),
    Finding,
}

/// All of it, sorted by place.
pub(super) struct Places<'r>(Vec<Held<'r>>);

impl<'r> Places<'r> {
    pub(super) fn new(report: &'r Report, failures: &'r [Failed<'r>]) -> Places<'r> {
        let mut all = Vec::new();
        for classified in &report.certificates {
            for one in &classified.occurrences {
                all.push(held(&one.location, What::Certificate(classified)));
                if one.private_key {
                    all.push(held(&one.location, What::Key(classified)));
                }
            }
            all.extend(classified.keys.iter().map(|key| held(&key.location, What::Key(classified))));
        }
        all.extend(failures.iter().map(|failed| held(&failed.failure.location, What::Failure(failed))));
        all.extend(entry::findings(report).map(|found| held(&found.finding.location, What::Finding)));
        all.sort_by(|one, other| one.place.cmp(&other.place));
        Places(all)
    }

    /// What there is about each place, one place at a time.
    pub(super) fn files(&self) -> impl Iterator<Item = &[Held<'r>]> {
        self.0.chunk_by(|one, other| one.place == other.place)
    }
}

fn held<'r>(location: &'r Location, what: What<'r>) -> Held<'r> {
    Held { place: Place(location), what }
}

impl<'r> Place<'r> {
    pub(super) fn new(location: &'r Location) -> Place<'r> {
        Place(location)
    }

    pub(super) fn scope(self) -> Option<&'r str> {
        self.0.scope.as_deref()
    }

    pub(super) fn path(self) -> &'r Path {
        &self.0.path
    }

    pub(super) fn root(self) -> &'r Path {
        &self.0.root
    }

    /// The names of the archive members on the way in.
    pub(super) fn members(self) -> impl Iterator<Item = &'r [u8]> {
        self.0.steps.iter().filter(|step| step.kind == StepKind::Member).map(|step| step.name.as_slice())
    }

    fn octets(self) -> (Option<&'r str>, &'r [u8]) {
        (self.scope(), self.path().as_os_str().as_encoded_bytes())
    }
}

impl Ord for Place<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.octets().cmp(&other.octets()).then_with(|| self.members().cmp(other.members()))
    }
}

impl PartialOrd for Place<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Place<'_> {}
