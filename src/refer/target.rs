//! Paths as lists of parts: those of the scan, members of archives included.

use crate::location::{Location, StepKind};
use std::path::{Component, Path};

/// The parts of a path and of the names of archive members on the way in, so
/// that `app.war` and what is in it read as one path.
pub(super) fn parts_of(location: &Location) -> Vec<Box<str>> {
    let mut parts = parts_of_path(&location.path);
    for step in location.steps.iter().filter(|step| step.kind == StepKind::Member) {
        let name = String::from_utf8_lossy(&step.name);
        let names = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
        parts.extend(names.map(Box::from));
    }
    parts
}

/// The parts of an absolute path. Octets that are no UTF-8 are Latin-1.
pub(super) fn parts_of_path(path: &Path) -> Vec<Box<str>> {
    let names = path.components().filter_map(|component| match component {
        Component::Normal(name) => Some(super::escape::decoded(name.as_encoded_bytes()).into()),
        _ => None,
    });
    names.collect()
}

/// Whether two lists of parts are the same, in any case of letters if so wanted.
pub(super) fn same(one: &[Box<str>], other: &[Box<str>], any_case: bool) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| a == b || (any_case && a.to_lowercase() == b.to_lowercase()))
}

/// How many parts two lists begin with in common.
pub(super) fn common(one: &[Box<str>], other: &[Box<str>]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}
