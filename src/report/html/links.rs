//! The second picture: which system uses which certificate and talks to whom.
//! Worst first and bounded; the table below it has all.

mod drawing;

use self::drawing::{draw, picture};
use super::named::anchor;
use super::page::Page;
use crate::certificate::Fingerprint;
use crate::check::Severity;
use crate::clue::CLUES;
use crate::report::text;
use crate::usage::System;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.links.heading");
    page.heading(id, &heading)?;
    if page.report.usage.systems.is_empty() {
        let none = page.word("pages.links.none");
        return page.el("p", &none);
    }
    let systems = worst_first(page);
    let drawing = draw(page, &systems);
    picture(page, &drawing)?;
    let left = drawing.left.map(|left| left.to_string());
    if drawing.left.iter().any(|left| *left > 0) {
        let [systems, certificates, parties] = &left;
        let values = [("systems", &**systems), ("certificates", certificates), ("parties", parties)];
        let said = page.filled("pages.links.cut", &values);
        page.el("p", &said)?;
    }
    table(page, &systems)
}

/// The systems by the worst finding of their certificates, then by name.
pub(super) fn worst_first<'a>(page: &Page<'a>) -> Vec<&'a System> {
    let report = page.report;
    let mut worst: BTreeMap<&Fingerprint, Severity> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| !finding.history) {
        if let Some(sha256) = &finding.certificate {
            let known = worst.entry(sha256).or_insert(finding.severity);
            *known = finding.severity.max(*known);
        }
    }
    let mut systems: Vec<&System> = report.usage.systems.iter().collect();
    systems.sort_by_cached_key(|system| {
        let severity = system.certificates.iter().filter_map(|sha256| worst.get(sha256).copied()).max();
        (Reverse(severity), system.host.clone(), system.name.clone(), system.id.clone())
    });
    systems
}

/// Host and name, as systems are called here.
pub(super) fn called(system: &System) -> String {
    let name = text::brief(&system.name);
    system.host.as_deref().map_or_else(|| name.clone(), |host| format!("{}: {name}", text::brief(host)))
}

/// Each system with each of its certificates: the same in words, and all of it.
fn table(page: &mut Page<'_>, systems: &[&System]) -> io::Result<()> {
    let caption = page.word("pages.links.table");
    let heads = [
        ("m", "pages.links.system"),
        ("m", "pages.links.certificate"),
        ("", "pages.links.status"),
        ("", "pages.links.used"),
    ];
    page.table(&caption, &heads)?;
    for system in systems {
        let name = called(system);
        if system.certificates.is_empty() {
            let parties: Vec<String> = system
                .counterparties
                .iter()
                .filter_map(|id| CLUES.counterparty(id))
                .map(|party| page.told(&party.name).to_owned())
                .collect();
            page.row(&[&name, "–", "–", &parties.join("; ")])?;
        }
        for known in system.certificates.iter().filter_map(|sha256| page.report.certificate(sha256)) {
            page.raw("<tr>")?;
            page.el("th scope=\"row\"", &name)?;
            page.raw("<td>")?;
            let called = page.called(known);
            page.link(&anchor(&known.certificate.sha256), &called)?;
            page.raw("</td>")?;
            let status = format!("{}; {}", page.status(known), page.what(known));
            page.el("td", &status)?;
            let used = page.used(&known.certificate.sha256);
            page.lines("td", &used)?;
            page.raw("</tr>\n")?;
        }
    }
    page.end_table()
}
