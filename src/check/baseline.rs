//! What an earlier report has already: told as before, as known, and not
//! counted.
//!
//! *Behaviour*
//!
//! 1. A finding is known by its identity, and only as often as the baseline
//!    has it: where the same file lies under two roots, one of them may be new.
//!    At the very path that the baseline tells, it is that one.
//! 2. What the baseline has and the scan did not find is counted, no more.

use super::Finding;
use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt;
use time::OffsetDateTime;

/// The report that told what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline {
    /// When its scan ended, where it tells it.
    pub made: Option<OffsetDateTime>,
    /// How many findings of this scope it has.
    pub total: u64,
    /// How many of them were not found any more.
    pub gone: u64,
}

/// What is known: identities, and the paths that stood there with each.
#[derive(Debug, Default)]
pub struct Known {
    places: BTreeMap<[u8; 16], Vec<Box<[u8]>>>,
    total: u64,
}

impl Known {
    /// Takes a finding of the baseline.
    pub fn add(&mut self, id: [u8; 16], path: &[u8]) {
        self.places.entry(id).or_default().push(path.into());
        self.total += 1;
    }

    /// How many were taken.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether the baseline has a finding of this identity.
    pub fn is_in(&self, id: &[u8; 16]) -> bool {
        self.places.get(id).is_some_and(|places| !places.is_empty())
    }

    /// Marks what is known. `also` tells under which other identity the baseline
    /// may have it. Returns how many of the baseline were not met.
    pub fn lay_over(mut self, findings: &mut [Finding], also: impl Fn(&[u8; 16]) -> Option<[u8; 16]>) -> u64 {
        let mut left: Vec<(&mut Finding, [u8; 16])> = Vec::new();
        for finding in findings {
            let ids = [Some(finding.id), also(&finding.id)];
            let Some(id) = ids.into_iter().flatten().find(|id| self.is_in(id)) else { continue };
            if self.take(&id, Some(finding.location.path.as_os_str().as_bytes())) {
                finding.known = true;
            } else {
                left.push((finding, id));
            }
        }
        for (finding, id) in left {
            finding.known = self.take(&id, None);
        }
        self.places.values().map(|places| places.len() as u64).sum()
    }

    /// Uses up one finding of the baseline: the one at this path, or any.
    fn take(&mut self, id: &[u8; 16], path: Option<&[u8]>) -> bool {
        let Some(places) = self.places.get_mut(id) else { return false };
        let at = match path {
            Some(path) => places.iter().position(|known| **known == *path),
            None => places.len().checked_sub(1),
        };
        at.map(|at| places.swap_remove(at)).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::State;
    use crate::check::testing::leaf;
    use crate::classify::Kind;
    use crate::location::Location;
    use std::path::Path;
    use std::sync::Arc;

    /// The same file under so many roots: one identity.
    fn findings(roots: &[&str]) -> Vec<Finding> {
        let classified = leaf(0xab, "II", Kind::Voces).with_key("/a/x.p12").build();
        let first = crate::check::check(&[classified], &[], "host").remove(0);
        let at = |root: &&str| {
            let path: Arc<Path> = Path::new(root).join("x.p12").into();
            Finding { location: Location::file(Path::new(root).into(), path), ..first.clone() }
        };
        roots.iter().map(at).collect()
    }

    fn states(findings: &[Finding]) -> Vec<State> {
        findings.iter().map(Finding::state).collect()
    }

    #[test]
    fn one_of_two_roots_may_be_new_and_it_is_the_other_path() {
        let mut found = findings(&["/a", "/b"]);
        let mut known = Known::default();
        known.add(found[0].id, b"/b/x.p12");
        assert_eq!(known.lay_over(&mut found, |_| None), 0);
        assert_eq!(states(&found), [State::Counted, State::Known]);
    }

    #[test]
    fn a_root_that_moved_is_known_by_its_identity() {
        let mut found = findings(&["/builds/2"]);
        let mut known = Known::default();
        known.add(found[0].id, b"/builds/1/x.p12");
        known.add([9; 16], b"/builds/1/gone.p12");
        assert_eq!((known.total(), known.is_in(&found[0].id), known.is_in(&[8; 16])), (2, true, false));
        assert_eq!(known.lay_over(&mut found, |_| None), 1, "what is gone is counted");
        assert_eq!(states(&found), [State::Known]);
    }

    #[test]
    fn a_baseline_may_call_it_otherwise() {
        let mut found = findings(&["/a"]);
        let mut known = Known::default();
        known.add([7; 16], b"");
        assert_eq!(known.lay_over(&mut found, |_| Some([7; 16])), 0);
        assert_eq!(states(&found), [State::Known]);
    }
}
