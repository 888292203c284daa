//! Keys that lie where no key belongs.
//!
//! Behaviour
//! 1. Whole path components are compared, in any case of letters: below the
//!    root, and inside archives that are no backup or record of themselves.
//! 2. Folders of the system count where they stand absolute, or below a host
//!    whose files were copied or mounted somewhere. What is temporary counts
//!    only where the root does not lie in it: whoever names `/tmp/copy` has
//!    unpacked something there.
//! 3. `share` of an installation (`/usr/share`, `~/.local/share`) and `shared`
//!    of a deployment (`shared/config`) are no shares.
//! 4. Mail comes first, then Git, then the outermost folder that tells.

mod folders;

use super::held::Held;
use super::{Id, about_key};
use crate::check::{Astray, Detail, Finding, Matter};
use crate::inventory::Said;
use crate::location::{Location, StepKind};
use crate::place::{Place, Why};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The keys that are astray.
pub(super) fn findings(held: &[Held<'_>], matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let hosts = hosts(matter);
    let misplaced = |held: &Held<'_>| {
        let astray = astray(held, &hosts)?;
        Some(about_key(Id::MisplacedKey, held, Detail::Misplaced(astray), scope))
    };
    held.iter().filter_map(misplaced).collect()
}

/// The folders that hold a host's files: those around `etc/hostname`.
fn hosts(matter: &Matter<'_>) -> BTreeSet<PathBuf> {
    let mentions = matter.inventory.mentions.iter().filter(|mention| matches!(mention.said, Said::Host(_)));
    let around = mentions.filter(|mention| mention.location.path.ends_with("etc/hostname"));
    around.filter_map(|mention| mention.location.path.ancestors().nth(2)).map(Path::to_path_buf).collect()
}

fn astray(held: &Held<'_>, hosts: &BTreeSet<PathBuf>) -> Option<Astray> {
    if held.place == Place::Message {
        return Some(Astray::Mail);
    }
    if matches!(crate::place::told(held.location, held.format), (_, Some(Why::Git))) {
        return Some(Astray::Git);
    }
    folders::below(&folders_of(held.location.relative()))
        .or_else(|| folders::of_system(held.location))
        .or_else(|| of_host(held.location, hosts))
        .or_else(|| in_archive(held))
}

/// What lies in a folder of a host that was copied or mounted somewhere.
fn of_host(location: &Location, hosts: &BTreeSet<PathBuf>) -> Option<Astray> {
    let host = location.path.ancestors().find(|folder| hosts.contains(*folder))?;
    folders::at_top(&folders_of(location.path.strip_prefix(host).ok()?))
}

/// What the names inside an archive tell, unless it is kept as it was.
fn in_archive(held: &Held<'_>) -> Option<Astray> {
    if matches!(held.place, Place::Archive | Place::Backup | Place::Library) {
        return None;
    }
    let members = held.location.steps.iter().filter(|step| step.kind == StepKind::Member);
    members.into_iter().find_map(|step| {
        let name = String::from_utf8_lossy(&step.name).replace('\\', "/");
        folders::below(&folders_of(Path::new(&name)))
    })
}

/// The folders of a path, without the file.
fn folders_of(path: &Path) -> Vec<String> {
    let parent = path.parent().unwrap_or(Path::new(""));
    let parts = parent.iter().filter(|part| *part != "/" && *part != ".");
    parts.map(|part| part.to_string_lossy().into_owned()).collect()
}

#[cfg(test)]
mod tests;
