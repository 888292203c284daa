//! The page of what was not looked at: what failed, what was left out, what
//! was switched off, and what no scan of files sees.

use super::super::unseen;
use super::failures;
use super::others::{folder_of, more};
use super::page::Page;
use super::uses::said;
use super::words::{fill, unseen_words};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// So many paths are shown that were left out for one reason.
const SHOWN: usize = 10;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let report = page.report;
    page.section(page.words.unseen)?;
    if report.inventory.failures.is_empty() {
        page.line(0, page.words.unseen_all)?;
    }
    failures::write(page)?;
    left_out(page)?;
    for one in unseen::switched_off(report) {
        let count = one.count.map_or_else(String::new, |count| format!(" ({count})"));
        let heading = format!("{}{count}", page.term(one.kind));
        page.line(0, &heading)?;
        let said = said(page, &one.detail);
        page.item(2, "→ ", &said)?;
    }
    page.line(0, page.words.unseen_never)?;
    for one in unseen::never(report) {
        let said = said(page, &one.detail);
        page.item(2, "- ", &said)?;
    }
    Ok(())
}

/// The named paths that were left out, by reason.
fn left_out(page: &mut Page<'_>) -> io::Result<()> {
    let mut reasons: BTreeMap<&str, Vec<(Option<&str>, &Path)>> = BTreeMap::new();
    for (reason, path) in &page.report.inventory.skipped {
        reasons.entry(reason).or_default().push((None, path));
    }
    for (reason, place) in &page.report.inventory.skipped_at {
        reasons.entry(reason).or_default().push((place.scope.as_deref(), &place.path));
    }
    for (reason, paths) in reasons {
        let heading = format!("{} ({})", page.term(reason), paths.len());
        page.line(0, &heading)?;
        let (da, en) = unseen_words(reason);
        page.item(2, "→ ", if page.style.danish { da } else { en })?;
        for (scope, path) in paths.iter().take(SHOWN) {
            page.path(2, &folder_of(*scope, path), "")?;
            if let Some(command) = unseen::way_in(reason, path).filter(|_| scope.is_none()) {
                page.path(4, &fill(page.words.command, &[&command]), "")?;
            }
        }
        more(page, paths.len(), SHOWN)?;
    }
    Ok(())
}
