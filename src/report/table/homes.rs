//! Which system a path, a reference or a finding belongs to.

use crate::certificate::Fingerprint;
use crate::check::Finding;
use crate::location::Location;
use crate::report::Report;
use crate::usage::Reference;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// The systems' folders, the certificates of each, and what was told of them.
#[derive(Default)]
pub(super) struct Homes<'a> {
    folders: HashMap<(Option<&'a str>, &'a Path), usize>,
    systems: BTreeMap<&'a Fingerprint, Vec<usize>>,
    /// Under which system the story of a certificate was told.
    pub(super) told: BTreeMap<Fingerprint, Vec<usize>>,
    /// Findings that were told under a system.
    pub(super) told_findings: BTreeSet<[u8; 16]>,
    /// Rules about keys of which one finding was told in full.
    pub(super) told_rules: BTreeSet<&'static str>,
    /// Counterparties of which everything was told.
    pub(super) told_counterparties: BTreeSet<&'static str>,
}

impl<'a> Homes<'a> {
    pub(super) fn new(report: &'a Report) -> Homes<'a> {
        let mut homes = Homes::default();
        for (at, system) in report.usage.systems.iter().enumerate() {
            homes.folders.entry((system.scope.as_deref(), &system.home)).or_insert(at);
            for sha256 in &system.certificates {
                homes.systems.entry(sha256).or_default().push(at);
            }
        }
        homes
    }

    /// The innermost system that a place lies in.
    pub(super) fn of_place(&self, place: &Location) -> Option<usize> {
        self.of_path(place.scope.as_deref(), &place.path)
    }

    fn of_path(&self, scope: Option<&str>, path: &Path) -> Option<usize> {
        path.ancestors().find_map(|folder| self.folders.get(&(scope, folder))).copied()
    }

    /// The systems of a certificate.
    pub(super) fn of_certificate(&self, sha256: &Fingerprint) -> &[usize] {
        self.systems.get(sha256).map_or(&[], Vec::as_slice)
    }

    /// Under which system of the certificate a place is told, if it is one's.
    fn of_certificate_at(&self, sha256: &Fingerprint, scope: Option<&str>, path: &Path) -> Option<usize> {
        self.of_path(scope, path).filter(|at| self.of_certificate(sha256).contains(at))
    }

    /// Where a reference to the certificate is told: with the file that it
    /// names, else where it stands itself, else with the first system.
    pub(super) fn of_reference(&self, sha256: &Fingerprint, reference: &Reference) -> Option<usize> {
        let scope = reference.location.scope.as_deref();
        let file = reference.file.as_deref().and_then(|file| self.of_certificate_at(sha256, scope, file));
        file.or_else(|| self.of_certificate_at(sha256, scope, &reference.location.path))
            .or_else(|| self.of_certificate(sha256).first().copied())
    }

    /// Where a finding is told: where it lies. That of a copy in a backup is told
    /// beside the systems.
    pub(super) fn of_finding(&self, finding: &Finding) -> Option<usize> {
        self.of_place(&finding.location)
    }

    /// Whether the place of a certificate was told under a system.
    pub(super) fn has_told(&self, sha256: &Fingerprint, place: &Location) -> bool {
        let told = self.told.get(sha256);
        told.is_some_and(|told| self.of_place(place).is_some_and(|at| told.contains(&at)))
    }
}
