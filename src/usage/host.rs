//! Whose machine a path belongs to, and the folders on the way to it.
//!
//! Knows no certificate.
//!
//! Behaviour
//! 1. `X/etc/hostname` makes everything below `X` that host's; the innermost
//!    such folder wins. Inside archives it names nobody.
//! 2. Folders count below the host's root, where there is none below the root
//!    of the scan: a root with a telling name says nothing of what is in it.

use crate::inventory::{Mention, Said};
use crate::location::{Location, StepKind};
use std::collections::HashMap;
use std::path::Path;

/// A host of this scan; `None` where the scan tells no host.
pub(super) type HostId = Option<usize>;

/// The hosts of a scan.
#[derive(Default)]
pub(super) struct Hosts<'i> {
    by_root: HashMap<&'i [u8], usize>,
    hosts: Vec<(&'i Path, &'i str)>,
}

impl<'i> Hosts<'i> {
    /// From the hosts' own names; the first one of a folder counts.
    pub(super) fn new(mentions: &'i [Mention]) -> Hosts<'i> {
        let mut hosts = Hosts::default();
        for mention in mentions {
            let (Said::Host(name), true) = (&mention.said, mention.location.steps.is_empty()) else { continue };
            if let (true, Some(root)) = (is_hostname(&mention.location.path), mention.location.path.ancestors().nth(2))
            {
                let next = hosts.hosts.len();
                if *hosts.by_root.entry(octets(root)).or_insert(next) == next {
                    hosts.hosts.push((root, name));
                }
            }
        }
        hosts
    }

    /// The host that a path belongs to.
    pub(super) fn of(&self, path: &Path) -> HostId {
        if self.hosts.is_empty() {
            return None;
        }
        path.ancestors().skip(1).find_map(|folder| self.by_root.get(octets(folder)).copied())
    }

    /// Its name.
    pub(super) fn name(&self, host: HostId) -> Option<&'i str> {
        self.hosts.get(host?).map(|(_, name)| *name)
    }

    /// The folder that holds all of it.
    pub(super) fn root(&self, host: HostId) -> Option<&'i Path> {
        self.hosts.get(host?).map(|(root, _)| *root)
    }

    /// The folder below which names tell something of this place; `None` for a
    /// file that was named itself.
    pub(super) fn base<'l>(&self, location: &'l Location) -> Option<&'l Path>
    where
        'i: 'l,
    {
        let scanned = || (location.root != location.path).then_some(&*location.root);
        self.root(self.of(&location.path)).or_else(scanned)
    }

    /// The folders on the way to a place, lower case, also inside archives.
    pub(super) fn folders(&self, location: &Location) -> Vec<String> {
        let below = self.base(location).and_then(|base| location.path.parent()?.strip_prefix(base).ok());
        let outside = below.into_iter().flat_map(Path::components);
        let mut folders: Vec<String> =
            outside.map(|component| component.as_os_str().to_string_lossy().to_lowercase()).collect();
        for step in location.steps.iter().filter(|step| step.kind == StepKind::Member) {
            let name = String::from_utf8_lossy(&step.name).to_lowercase();
            let mut parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
            parts.pop();
            folders.extend(parts.into_iter().map(str::to_owned));
        }
        folders
    }
}

/// The octets of a path, which compare much faster than its components.
pub(super) fn octets(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

fn is_hostname(path: &Path) -> bool {
    path.ends_with("etc/hostname")
}
