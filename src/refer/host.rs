//! Whose a file is where a scan tells several hosts apart: what lies below
//! `X` belongs to the host whose name stands in `X/etc/hostname`.

use super::target::parts_of_path;
use crate::location::Location;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The roots of the hosts that the scan met, by their parts.
#[derive(Debug, Default)]
pub(super) struct Hosts(BTreeSet<Vec<Box<str>>>);

impl Hosts {
    /// The hosts that these files tell of.
    pub(super) fn new(signposts: &BTreeSet<Arc<Path>>) -> Hosts {
        let root = |path: &Arc<Path>| {
            let parts = parts_of_path(path);
            let depth = parts.len().checked_sub(2)?;
            let (root, tail) = parts.split_at_checked(depth)?;
            (tail.iter().map(AsRef::as_ref).eq(["etc", "hostname"])).then(|| root.to_vec())
        };
        Hosts(signposts.iter().filter_map(root).collect())
    }

    /// How many of a path's parts are the root of the nearest host around it.
    pub(super) fn depth_of(&self, parts: &[Box<str>]) -> usize {
        let inside = |depth: &usize| parts.get(..*depth).is_some_and(|root| self.0.contains(root));
        (0..=parts.len()).rev().find(inside).unwrap_or(0)
    }
}

/// The host's name, where the text is a host's `etc/hostname`.
pub(super) fn name_in(location: &Location, text: &[u8]) -> Option<Box<str>> {
    const LONGEST: usize = 253;
    if !location.steps.is_empty() || !location.path.ends_with("etc/hostname") {
        return None;
    }
    let first = text.split(|octet| *octet == b'\n').find(|line| !line.trim_ascii().is_empty() && line[0] != b'#')?;
    let name = std::str::from_utf8(first.trim_ascii()).ok()?;
    let sane = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-' || octet == b'_')
    };
    (name.len() <= LONGEST && name.split('.').all(sane)).then(|| name.into())
}
