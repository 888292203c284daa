//! What was not looked at, and what no scan of files ever sees: gathered once
//! for every writer. Decides nothing and reads nothing.
//!
//! *Behaviour*
//!
//! 1. Unreadable paths are told by subtree: what lies in one folder is one
//!    entry once there are [`MANY`] of it.
//! 2. A command is told only where it would help, and only for a path that a
//!    shell takes as it is seen: nothing invisible, no quote in it.
//! 3. What failed otherwise is told by kind and count; `failures[]` has each.

use super::table::words::{advice, unseen_words};
use super::{Report, text};
use crate::clue::Text;
use crate::failure::{Failure, FailureKind};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// From so many unreadable paths in a folder on, the folder is told.
const MANY: usize = 3;

/// What no scan of files sees.
pub(super) const NEVER: [&str; 7] =
    ["windows-stores", "hardware", "appliances", "mailboxes", "hosting", "secret-managers", "phones"];

/// Something that was not looked at.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unseen {
    /// A kind of failure, a reason, a switch, or one of [`NEVER`].
    pub(super) kind: &'static str,
    /// Whose scan did not look at it, where reports are merged.
    pub(super) scope: Option<Arc<str>>,
    /// Where, if it is one place.
    pub(super) path: Option<PathBuf>,
    /// How many paths, where they can be counted.
    pub(super) count: Option<u64>,
    /// Why, and what would help.
    pub(super) detail: Text,
    /// What would grant access.
    pub(super) command: Option<String>,
}

/// All of it: what failed, what was left out, what was switched off, and what
/// no scan sees.
pub(super) fn all(report: &Report) -> Vec<Unseen> {
    let mut all = unreadable(report);
    all.extend(by_kind(report));
    all.extend(left_out(report));
    all.extend(switched_off(report));
    all.extend(never(report));
    all
}

/// Unreadable paths by subtree, in the order of paths.
fn unreadable(report: &Report) -> Vec<Unseen> {
    let failures = report.inventory.failures.iter();
    subtrees(report, &failures.filter(|failure| failure.kind == FailureKind::Unreadable).collect::<Vec<_>>())
}

/// Some unreadable paths by subtree, in the order of paths.
pub(super) fn subtrees(report: &Report, shut: &[&Failure]) -> Vec<Unseen> {
    let mut folders: BTreeMap<(Option<&str>, &[u8]), Vec<&Failure>> = BTreeMap::new();
    for failure in shut.iter().copied() {
        let path: &Path = &failure.location.path;
        let folder = octets(path.parent().unwrap_or(path));
        folders.entry((failure.location.scope.as_deref(), folder)).or_default().push(failure);
    }
    let mut found: Vec<Unseen> = Vec::new();
    for failures in folders.values() {
        let parent = failures.first().and_then(|failure| failure.location.path.parent());
        match parent {
            Some(parent) if failures.len() >= MANY => found.push(subtree(report, parent, failures)),
            _ => found.extend(failures.iter().map(|failure| subtree(report, &failure.location.path, &[failure]))),
        }
    }
    found.sort_by(|one, other| (&one.scope, &one.path).cmp(&(&other.scope, &other.path)));
    found
}

fn subtree(report: &Report, path: &Path, failures: &[&Failure]) -> Unseen {
    let refused = failures.iter().any(|failure| failure.detail.contains("ermission denied"));
    // What root may not read, no other user may.
    let scope = failures.first().and_then(|failure| failure.location.scope.clone());
    let helps = refused && (report.scan.uid != 0 || scope.is_some());
    // On another host the command would be of no use here.
    let command = if helps && scope.is_none() { command("sudo oces scan", path) } else { None };
    let detail = unseen_words(if helps { "unreadable" } else { "unreadable-to-root" });
    Unseen {
        scope,
        path: Some(path.to_owned()),
        count: Some(failures.len() as u64),
        command,
        ..plain("unreadable", detail)
    }
}

/// How many failed otherwise, and what helps.
fn by_kind(report: &Report) -> Vec<Unseen> {
    let counts = super::failures_by_kind(&report.inventory);
    let others = counts.into_iter().filter(|(kind, _)| *kind != FailureKind::Unreadable);
    others
        .map(|(kind, count)| Unseen {
            count: Some(count),
            ..plain(kind.id(), (advice(kind, true), advice(kind, false)))
        })
        .collect()
}

/// The named paths that were left out.
fn left_out(report: &Report) -> Vec<Unseen> {
    let elsewhere = report.inventory.skipped_at.iter().map(|(reason, place)| Unseen {
        scope: place.scope.clone(),
        path: Some(place.path.to_path_buf()),
        ..plain(reason, unseen_words(reason))
    });
    let skipped = report.inventory.skipped.iter();
    skipped
        .map(|(reason, path)| Unseen {
            path: Some(path.clone()),
            command: way_in(reason, path),
            ..plain(reason, unseen_words(reason))
        })
        .chain(elsewhere)
        .collect()
}

/// What would look at a path that was left out for this reason.
pub(super) fn way_in(reason: &str, path: &Path) -> Option<String> {
    match reason {
        "network-filesystem" | "other-filesystem" | "link-out" | "snapshot" => command("oces scan", path),
        "offline" => command("oces scan --recall-offline", path),
        _ => None,
    }
}

/// What was switched off, and texts that were not searched.
pub(super) fn switched_off(report: &Report) -> Vec<Unseen> {
    let options = &report.scan.options;
    let on = ["no-mail", "no-archives"].into_iter().filter(|option| options.contains_key(*option));
    let mut found: Vec<Unseen> = on.map(|option| plain(option, unseen_words(option))).collect();
    let count = |reason: &str| report.inventory.tally.skipped.get(reason).copied().filter(|count| *count > 0);
    for reason in ["excluded", "home", "own-output"] {
        let left = count(reason).map(|count| Unseen { count: Some(count), ..plain(reason, unseen_words(reason)) });
        found.extend(left);
    }
    // Named above, but only as many as there is room for.
    let named = report.inventory.skipped.iter().filter(|(reason, _)| *reason == "offline").count() as u64;
    let offline = count("offline").and_then(|all| all.checked_sub(named)).filter(|more| *more > 0);
    found.extend(offline.map(|count| Unseen { count: Some(count), ..plain("offline", unseen_words("offline")) }));
    if report.inventory.unsearched > 0 {
        let count = Some(report.inventory.unsearched);
        found.push(Unseen { count, ..plain("unsearched", unseen_words("unsearched")) });
    }
    let left = report.usage.references_left_out;
    if left > 0 {
        let words = unseen_words("references-left-out");
        found.push(Unseen { count: Some(left), ..plain("references-left-out", words) });
    }
    found
}

/// What no scan of files sees; Windows stores only where no inventory of one was read.
pub(super) fn never(report: &Report) -> Vec<Unseen> {
    let mut places = report.certificates.iter().flat_map(|known| &known.occurrences);
    let windows = places.any(|place| place.format == "windows-inventory");
    let kinds = NEVER.into_iter().filter(|kind| !(windows && *kind == "windows-stores"));
    kinds.map(|kind| plain(kind, unseen_words(kind))).collect()
}

fn plain(kind: &'static str, (da, en): (&str, &str)) -> Unseen {
    let detail = Text { da: da.to_owned(), en: en.to_owned() };
    Unseen { kind, scope: None, path: None, count: None, detail, command: None }
}

/// The command for a path, if the path can be given to a shell as it is seen.
fn command(program: &str, path: &Path) -> Option<String> {
    let path = path.to_str().filter(|path| path.starts_with('/'))?;
    let bare = |char: char| char.is_ascii_alphanumeric() || "/._-+@,:=".contains(char);
    if path.chars().all(bare) {
        return Some(format!("{program} {path}"));
    }
    let odd = path.chars().any(|char| matches!(char, '\'' | '\\' | '`') || text::is_unsafe(char));
    (!odd).then(|| format!("{program} '{path}'"))
}

fn octets(path: &Path) -> &[u8] {
    let name: &OsStr = path.as_os_str();
    name.as_encoded_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_told_only_for_a_path_that_a_shell_takes_as_it_is_seen() {
        for (path, told) in [
            ("/srv/a.b", Some("oces scan /srv/a.b")),
            ("/srv/to mapper", Some("oces scan '/srv/to mapper'")),
            ("/srv/$(reboot);*", Some("oces scan '/srv/$(reboot);*'")),
            ("/srv/rød", Some("oces scan '/srv/rød'")),
            ("/srv/it's", None),
            ("/srv/a\nb", None),
            ("/srv/\u{202e}b", None),
            ("/srv/a\u{200b}b", None),
            ("relative", None),
            ("-rf", None),
        ] {
            assert_eq!(command("oces scan", Path::new(path)).as_deref(), told, "{path:?}");
        }
    }

    #[test]
    fn everything_no_scan_sees_has_its_words() {
        let reasons = ["unreadable", "unreadable-to-root", "no-mail", "no-archives", "excluded", "home", "own-output"];
        let others = [
            "offline",
            "unsearched",
            "references-left-out",
            "network-filesystem",
            "other-filesystem",
            "pseudo-filesystem",
        ];
        for kind in NEVER.into_iter().chain(reasons).chain(others) {
            let (da, en) = unseen_words(kind);
            assert!(!da.is_empty() && !en.is_empty() && da != unseen_words("?").0, "{kind}");
        }
    }
}
