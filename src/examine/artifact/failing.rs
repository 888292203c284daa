//! What could not be looked at in an artifact, told within bounds.

use super::super::haul::FileHaul;
use super::Artifact;
use crate::failure::{Failure, FailureKind};

/// More failures than this in one content are told as one.
const MAX_FAILURES: usize = 100;

/// More locked stores than this in one content are not kept.
const MAX_LOCKED: usize = 1000;

impl Artifact<'_> {
    /// Notes that the content, or the archive that it is, cannot be read any
    /// further. A bound of the whole file is told once, by who meets it first.
    pub fn reading_failed(&mut self, error: &std::io::Error, format: Option<&str>) {
        let prefix = format.map(|format| format!("{format}: ")).unwrap_or_default();
        if self.haul.meter.is_stopped() {
            if let Some(bound) = self.haul.meter.take_bound() {
                self.fail(FailureKind::LimitExceeded, format!("{prefix}{bound}; what was read before counts"));
            }
        } else {
            self.fail(FailureKind::of(error), format!("{prefix}{error}"));
        }
    }

    /// Notes something that could not be looked at.
    pub fn fail(&mut self, kind: FailureKind, detail: impl Into<String>) {
        match self.file.failures.len() {
            count if count < MAX_FAILURES => {
                self.file.failures.push(Failure::new(self.location.clone(), kind, detail));
            }
            MAX_FAILURES => {
                let detail = format!("more than {MAX_FAILURES} failures in here; the rest is not listed");
                self.file.failures.push(Failure::new(self.location.clone(), FailureKind::LimitExceeded, detail));
            }
            _ => {}
        }
    }

    /// Notes something unless the same is noted already.
    pub(in crate::examine) fn fail_once(&mut self, kind: FailureKind, detail: String) {
        let told = |failure: &Failure| failure.kind == kind && failure.detail == detail;
        if !self.file.failures.iter().any(told) {
            self.fail(kind, detail);
        }
    }

    /// Takes in what nested content held. Ten thousand broken stores in one
    /// file are told as a hundred and one line more.
    pub(super) fn absorb(&mut self, mut nested: FileHaul) {
        let room = MAX_FAILURES.saturating_sub(self.file.failures.len());
        let locked = MAX_LOCKED.saturating_sub(self.file.locked.len());
        let cut = nested.failures.len() > room || nested.locked.len() > locked;
        nested.failures.truncate(room);
        nested.locked.truncate(locked);
        self.file.absorb(nested);
        if cut && self.file.failures.len() <= MAX_FAILURES {
            let detail = format!(
                "more than {MAX_FAILURES} failures or {MAX_LOCKED} locked stores in here; the rest is not listed"
            );
            self.file.failures.push(Failure::new(self.location.clone(), FailureKind::LimitExceeded, detail));
        }
    }
}
