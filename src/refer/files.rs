//! Flagged files, and which of them a path in a text means.
//!
//! Behaviour
//! 1. An absolute path is one below the host's root, or below a folder around
//!    the text: a tree that is mounted, copied or unpacked somewhere.
//! 2. A relative path begins in the text's folder or one around it, below the
//!    host's root.
//! 3. Where only the end of a path is known, the end must fit whole, on the
//!    same host; the file nearest to the text is meant.
//! 4. A bare name means a file in the text's own folder; elsewhere on the host
//!    only if there is one file of that name, the name is that of a keystore,
//!    certificate or key, and it is not one that everybody uses.

use super::escape::{decoded, spellings};
use super::flagged::is_wanted;
use super::hit::{Finder, Hit};
use super::host::Hosts;
use super::missing::ENDINGS;
use super::patterns::What;
use super::target::{common, parts_of, same};
use super::telling::is_telling;
use super::token::{candidates, is_whole_name};
use super::written::{Manner, Written, readings};
use super::{setting, target};
use crate::classify::Classified;
use crate::failure::FailureKind;
use crate::inventory::{By, Inventory, Said};
use crate::location::{Location, StepKind};
use crate::place::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// More flagged places are not looked for.
const MAX_TARGETS: usize = 100_000;

/// A flagged file, or a member of an archive.
struct Target {
    path: Arc<Path>,
    parts: Vec<Box<str>>,
    host: usize,
    library: bool,
}

/// Flagged files by their names.
pub(super) struct Files {
    targets: Vec<Target>,
    names: Vec<(Box<str>, Vec<usize>)>,
}

impl Files {
    pub(super) fn new(certificates: &[Classified], inventory: &Inventory, hosts: &Hosts) -> Files {
        let mut places: BTreeMap<Vec<Box<str>>, (Arc<Path>, bool)> = BTreeMap::new();
        let mut add = |location: &Location, place: Place| {
            if matches!(place, Place::Message | Place::Log) || places.len() >= MAX_TARGETS {
                return;
            }
            let library = place == Place::Library;
            let inside = location.steps.iter().any(|step| step.kind == StepKind::Member);
            if inside && !library {
                let whole = target::parts_of_path(&location.path);
                places.entry(whole).or_insert((Arc::clone(&location.path), false));
            }
            places.entry(parts_of(location)).or_insert((Arc::clone(&location.path), library));
        };
        for classified in certificates.iter().filter(|classified| is_wanted(classified)) {
            classified.occurrences.iter().for_each(|one| add(&one.location, one.place));
            classified.keys.iter().for_each(|key| add(&key.location, key.place));
        }
        for failure in inventory.failures.iter().filter(|one| one.kind == FailureKind::Locked && one.store.is_some()) {
            add(&failure.location, crate::place::place_of(&failure.location, ""));
        }
        let mut names: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
        let mut targets = Vec::with_capacity(places.len());
        for (parts, (path, library)) in places {
            let Some(name) = parts.last().filter(|name| name.len() >= 3) else { continue };
            names.entry(name.to_lowercase().into()).or_default().push(targets.len());
            let host = hosts.depth_of(&parts);
            targets.push(Target { path, parts, host, library });
        }
        Files { targets, names: names.into_iter().collect() }
    }

    /// Whether there is none that a text may name.
    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether every name has the ending of a keystore in it, in every
    /// spelling, and so is heard on the first reading.
    pub(super) fn are_heard(&self) -> bool {
        self.patterns().all(|(mut name, _)| {
            name.make_ascii_lowercase();
            ENDINGS.iter().any(|ending| memchr::memmem::find(&name, ending.as_bytes()).is_some())
        })
    }

    /// The names, in every spelling.
    pub(super) fn patterns(&self) -> impl Iterator<Item = (Vec<u8>, What)> {
        let spelled = |(number, (lower, targets)): (usize, &(Box<str>, Vec<usize>))| {
            let mut all = spellings(lower);
            // Letters beyond ASCII are not folded by the search.
            let first = targets.first().and_then(|at| self.targets.get(*at)).and_then(|target| target.parts.last());
            all.extend(first.into_iter().flat_map(|name| spellings(name)));
            all.into_iter().map(move |text| (text, What::Name(number)))
        };
        self.names.iter().enumerate().flat_map(spelled)
    }

    /// What the name at this place means.
    pub(super) fn at(&self, finder: &Finder<'_>, name: usize, range: Range<usize>) -> Option<Hit> {
        if !is_whole_name(finder, &range) {
            return None;
        }
        let (_, group) = self.names.get(name)?;
        for candidate in candidates(finder, &range) {
            let token = decoded(finder.get(&candidate));
            for (written, path) in readings(&token) {
                let meant = self.meant(finder, &written, group).filter(|_| is_one_path(&written, path));
                let Some((target, by)) = meant else { continue };
                let said = Said::Store { path: Arc::clone(&target.path), by };
                return Some(Hit::new(candidate.start, said, path, setting::of(finder, candidate.start)));
            }
        }
        None
    }

    /// Whether a path means any flagged file.
    pub(super) fn is_flagged(&self, finder: &Finder<'_>, written: &Written) -> bool {
        let Some(last) = written.parts.last() else { return false };
        let lower: Box<str> = last.to_lowercase().into();
        let group = self.names.binary_search_by(|(name, _)| name.cmp(&lower)).ok().and_then(|at| self.names.get(at));
        group.is_some_and(|(_, group)| self.meant(finder, written, group).is_some())
    }

    /// The file that a path means, and by what.
    fn meant(&self, finder: &Finder<'_>, written: &Written, group: &[usize]) -> Option<(&Target, By)> {
        let targets = || group.iter().filter_map(|at| self.targets.get(*at));
        let best = targets().filter_map(|target| Some((fit(finder, written, target)?, target)));
        // Of several the nearest; of equally near ones the first.
        let best = best.reduce(|one, other| if other.0 > one.0 { other } else { one });
        if let Some((_, target)) = best {
            let by = if written.parts.len() > 1 { By::Path } else { By::FileName };
            return (!holds_itself(finder, target)).then_some((target, by));
        }
        if written.parts.len() != 1 || written.here || written.manner == Manner::Absolute {
            return None;
        }
        let name = written.parts.first()?;
        let on_host: Vec<&Target> = targets()
            .filter(|target| target.host == finder.host && common(&target.parts, &finder.parts) >= target.host)
            .collect();
        let folders: BTreeSet<&[Box<str>]> = on_host.iter().map(|target| folder(&target.parts)).collect();
        let only = on_host.first().filter(|target| !target.library && !holds_itself(finder, target))?;
        let last = std::slice::from_ref(name);
        let named = only.parts.last().is_some_and(|own| same(std::slice::from_ref(own), last, written.any_case));
        (folders.len() == 1 && named && is_telling(name)).then_some((*only, By::FileName))
    }
}

/// Whether nothing else stands before a path of which only the end is known:
/// that might be a password.
fn is_one_path(written: &Written, token: &str) -> bool {
    let begin = written.parts.first().and_then(|part| token.rfind(&**part)).and_then(|at| token.get(..at));
    let before = begin.unwrap_or(token).split("{{").next().unwrap_or_default();
    written.manner == Manner::Absolute || !before.contains(char::is_whitespace)
}

/// Whether the text is the file itself.
fn holds_itself(finder: &Finder<'_>, target: &Target) -> bool {
    target.path == finder.location.path && target.parts.starts_with(&finder.parts)
}

fn folder(parts: &[Box<str>]) -> &[Box<str>] {
    parts.get(..parts.len().saturating_sub(1)).unwrap_or_default()
}

/// Whether a path may mean a file, and how near that is.
fn fit(finder: &Finder<'_>, written: &Written, target: &Target) -> Option<usize> {
    let wanted = written.parts.len();
    let root = target.parts.len().checked_sub(wanted)?;
    let (above, below) = target.parts.split_at_checked(root)?;
    if !same(below, &written.parts, written.any_case) {
        return None;
    }
    let near = common(&target.parts, &finder.parts);
    let around = |folder: &[Box<str>]| above.len() >= finder.host && folder.starts_with(above);
    let own_folder = || same(above, finder.folder(), false);
    let fits = match written.manner {
        Manner::Absolute => around(finder.folder()),
        Manner::Relative(up) => {
            let base = finder.folder();
            let base = base.get(..base.len().checked_sub(up)?)?;
            if wanted == 1 { same(above, base, false) } else { around(base) }
        }
        Manner::Tail if wanted == 1 => own_folder(),
        Manner::Tail => {
            let telling = below.last().is_some_and(|name| is_telling(name));
            !target.library && target.host == finder.host && near >= target.host + usize::from(!telling)
        }
    };
    fits.then_some(if written.manner == Manner::Absolute { root } else { near })
}
