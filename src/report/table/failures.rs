//! What could not be looked at, by kind.

use super::super::{states, text, unseen};
use super::certificates::short;
use super::others::{folder_of, more};
use super::page::Page;
use super::words::{DETAILS, advice, fill};
use crate::failure::{Failure, FailureKind, StoreFacts, StoreKey};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// So many of a kind are shown; the JSON report has them all.
const SHOWN: usize = 50;

/// What could not be looked at, by kind. Unreadable paths are told by subtree.
/// What is known and accepted comes after it, by reason.
pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let (accepted, open): (Vec<&Failure>, Vec<&Failure>) =
        page.report.inventory.failures.iter().partition(|failure| failure.is_acknowledged());
    for kind in FailureKind::ALL {
        let failures: Vec<&Failure> = open.iter().copied().filter(|failure| failure.kind == kind).collect();
        if kind == FailureKind::Unreadable {
            unreadable(page, &failures)?;
        } else {
            of_kind(page, kind, &failures)?;
        }
    }
    by_reason(page, &accepted)
}

/// What nobody needs to act on, under what was said of it.
fn by_reason(page: &mut Page<'_>, failures: &[&Failure]) -> io::Result<()> {
    let mut reasons: BTreeMap<String, Vec<&Failure>> = BTreeMap::new();
    for failure in failures {
        let said = states::of_failure(failure).unwrap_or_default();
        reasons.entry(text::safe(said.told(page.style.danish)).into_owned()).or_default().push(failure);
    }
    for (reason, failures) in reasons {
        page.line(0, &format!("{reason} ({})", failures.len()))?;
        for failure in failures.iter().take(SHOWN) {
            let said = text::brief(&detail(&failure.detail, page.style.danish));
            let said = format!("{}: {said}", page.term(failure.kind.id()));
            page.path(2, &text::location(&failure.location), said.trim_end_matches([':', ' ']))?;
        }
        more(page, failures.len(), SHOWN)?;
    }
    Ok(())
}

/// What went wrong with one; that it was accepted until a day that is past.
fn said(failure: &Failure, danish: bool) -> String {
    let detail = text::brief(&detail(&failure.detail, danish));
    let lapsed = states::of_failure(failure);
    let lapsed = lapsed.map(|said| text::safe(said.told(danish)).into_owned()).unwrap_or_default();
    format!("{detail} {lapsed}").trim().to_owned()
}

/// Subtrees with what would grant access; a path alone with what was said of it.
fn unreadable(page: &mut Page<'_>, failures: &[&Failure]) -> io::Result<()> {
    if failures.is_empty() {
        return Ok(());
    }
    page.line(0, &format!("{} ({})", page.term(FailureKind::Unreadable.id()), failures.len()))?;
    page.item(2, "→ ", advice(FailureKind::Unreadable, page.style.danish))?;
    let subtrees = unseen::subtrees(page.report, failures);
    for subtree in subtrees.iter().take(SHOWN) {
        let path = subtree.path.as_deref().unwrap_or(Path::new("/"));
        let here = |failure: &&&Failure| failure.location.scope == subtree.scope && *failure.location.path == *path;
        let alone = failures.iter().find(here);
        let said = match (alone, subtree.count) {
            (Some(failure), Some(1)) => said(failure, page.style.danish),
            (_, count) => fill(page.words.paths_there, &[&count.unwrap_or(0).to_string()]),
        };
        page.path(2, &folder_of(subtree.scope.as_deref(), path), &said)?;
        if let Some(command) = &subtree.command {
            page.path(4, &fill(page.words.command, &[command]), "")?;
        }
    }
    more(page, subtrees.len(), SHOWN)
}

fn of_kind(page: &mut Page<'_>, kind: FailureKind, failures: &[&Failure]) -> io::Result<()> {
    if failures.is_empty() {
        return Ok(());
    }
    let heading = format!("{} ({})", page.term(kind.id()), failures.len());
    page.line(0, &heading)?;
    page.item(2, "→ ", advice(kind, page.style.danish))?;
    for failure in failures.iter().take(SHOWN) {
        page.path(2, &text::location(&failure.location), &said(failure, page.style.danish))?;
        if let Some(store) = &failure.store {
            store_facts(page, 6, store)?;
        }
    }
    more(page, failures.len(), SHOWN)
}

/// The commonest reasons in Danish; the rest stays as the reader told it.
pub(in crate::report) fn detail(detail: &str, danish: bool) -> String {
    let mut detail = detail.to_owned();
    for (english, in_danish) in DETAILS.iter().filter(|_| danish) {
        detail = detail.replace(english, in_danish);
    }
    detail
}

/// What a locked store tells: the names of its keys and whose they are.
pub(in crate::report) fn store_facts(page: &mut Page<'_>, indent: usize, store: &StoreFacts) -> io::Result<()> {
    if !store.keys.is_empty() {
        let names: Vec<String> = store.keys.iter().map(|key| key_name(page, key)).collect();
        let line = fill(page.words.store_keys, &[&format!("{}: {}", store.keys.len(), names.join(", "))]);
        page.line(indent, &line)?;
    }
    for sha256 in &store.belongs_to {
        let line = fill(page.words.belongs_to, &[&format!("SHA-256 {}…", short(sha256))]);
        page.line(indent, &line)?;
    }
    Ok(())
}

fn key_name(page: &Page<'_>, key: &StoreKey) -> String {
    let name = key.friendly_name.as_deref().map(|name| format!("\"{}\"", text::brief(name)));
    let id = key.local_key_id.as_deref().map(|id| fill(page.words.key_id, &[&text::hex(id)]));
    let parts: Vec<String> = name.into_iter().chain(id).collect();
    if parts.is_empty() { page.words.store_key.to_owned() } else { parts.join(" ") }
}
