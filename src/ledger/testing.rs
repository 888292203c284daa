//! Rules by hand, for the tests of this room and of those above.

use super::{Decision, Place, Retain};
use globset::{Glob, GlobBuilder, GlobMatcher};
use time::macros::date;

pub(crate) fn glob(text: &str) -> GlobMatcher {
    Glob::new(text).unwrap().compile_matcher()
}

/// A place, with what stands behind `!` for the members.
pub(crate) fn place(text: &str) -> Place {
    let path = |text: &str| GlobBuilder::new(text).literal_separator(true).build().unwrap().compile_matcher();
    let inside = text.split_once('!').map(|(file, members)| (path(file), glob(members)));
    Place { glob: path(text), inside }
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
