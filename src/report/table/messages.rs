//! Encrypted messages and signers without certificates, one line a folder.

use super::others::{FINDINGS, Folder, folder_of, more};
use super::page::Page;
use super::words::fill;
use crate::certificate::Identifier;
use crate::location::{Location, StepKind};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    encrypted(page)?;
    signed(page)
}

/// The folder of a message; a mailbox or an archive is one.
fn folder(location: &Location) -> Folder<'_> {
    let path: &Path = &location.path;
    let inside = location.steps.iter().any(|step| step.kind == StepKind::Member);
    (location.scope.as_deref(), if inside { path } else { path.parent().unwrap_or(path) })
}

fn encrypted(page: &mut Page<'_>) -> io::Result<()> {
    let mut folders: BTreeMap<Folder<'_>, (u64, u64)> = BTreeMap::new();
    for finding in page.report.findings.iter().filter(|finding| finding.rule.id == "encrypted-mail") {
        let (all, savable) = folders.entry(folder(&finding.location)).or_default();
        *all += 1;
        *savable += u64::from(finding.savable);
    }
    if folders.is_empty() {
        return Ok(());
    }
    page.section(page.words.encrypted)?;
    for ((scope, folder), (all, savable)) in folders.iter().take(FINDINGS) {
        let (path, all, savable) = (folder_of(*scope, folder), all.to_string(), savable.to_string());
        let line = match all.as_str() {
            "1" => fill(page.words.encrypted_one, &[&path, &savable]),
            _ => fill(page.words.encrypted_line, &[&path, &all, &savable]),
        };
        page.path(2, &line, "")?;
    }
    more(page, folders.len(), FINDINGS)?;
    if folders.values().any(|(_, savable)| *savable > 0) {
        page.line(2, page.words.encrypted_save)?;
    }
    if folders.values().any(|(all, savable)| savable < all) {
        page.line(2, page.words.encrypted_lost)?;
    }
    Ok(())
}

fn signed(page: &mut Page<'_>) -> io::Result<()> {
    let mut folders: BTreeMap<Folder<'_>, (u64, BTreeSet<&Identifier>)> = BTreeMap::new();
    for message in &page.report.messages {
        let signers = message.signers().filter(|judged| judged.hierarchy.is_some());
        let signers: Vec<&Identifier> = signers.map(|judged| &judged.party.identifier).collect();
        if !signers.is_empty() {
            let (count, known) = folders.entry(folder(&message.location)).or_default();
            *count += 1;
            known.extend(signers);
        }
    }
    if folders.is_empty() {
        return Ok(());
    }
    page.section(page.words.signed)?;
    for ((scope, folder), (count, signers)) in folders.iter().take(FINDINGS) {
        let numbers = (count.to_string(), signers.len().to_string());
        let line = fill(page.words.signed_line, &[&folder_of(*scope, folder), &numbers.0, &numbers.1]);
        page.path(2, &line, "")?;
    }
    more(page, folders.len(), FINDINGS)
}
