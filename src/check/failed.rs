//! Identities of failures: of the same form as a finding's.
//!
//! *Behaviour*
//!
//! 1. Made of kind and place and, where the same kind stands there more than
//!    once, which of them it is.
//! 2. One that was given before its place was covered stays.

use super::identity;
use crate::failure::Failure;
use std::collections::BTreeMap;

/// One for each failure, in their order.
pub fn failure_identities(scope: &str, failures: &[Failure]) -> Vec<[u8; 16]> {
    let mut seen: BTreeMap<[u8; 16], u32> = BTreeMap::new();
    let each = failures.iter().map(|failure| {
        if let Some(given) = failure.identity {
            return given;
        }
        let rule = format!("failure:{}", failure.kind.id());
        let id = identity(scope, &rule, None, &failure.location);
        let times = seen.entry(id).or_default();
        *times += 1;
        match *times {
            1 => id,
            again => identity(scope, &format!("{rule}:{again}"), None, &failure.location),
        }
    });
    each.collect()
}
