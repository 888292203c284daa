//! Rules by hand, for the tests of this room and of those above.

use super::{Decision, Retain};
use globset::{Glob, GlobMatcher};
use time::macros::date;

pub(crate) fn glob(text: &str) -> GlobMatcher {
    Glob::new(text).unwrap().compile_matcher()
}

/// Kept in `/escrow` until 1 June 2027.
pub(crate) fn retain(certificate: &str) -> Retain {
    Retain {
        certificate: certificate.to_owned(),
        path: glob("/escrow/**"),
        purpose: "gammel sikker post".to_owned(),
        owner: "Arkivet".to_owned(),
        review: date!(2027 - 06 - 01),
    }
}

/// About nothing yet.
pub(crate) fn decision(needed: bool) -> Decision {
    Decision {
        certificate: None,
        path: None,
        system: None,
        needed,
        by: "Systemejer".to_owned(),
        on: date!(2026 - 11 - 02),
        reason: "aftalt".to_owned(),
    }
}
