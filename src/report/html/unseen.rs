//! What was not looked at: every failure, what was left out, what was switched
//! off, and what no scan of files sees.

use super::named::place;
use super::page::Page;
use crate::failure::{Failure, FailureKind};
use crate::report::table::{failures::detail, words};
use crate::report::{states, text, unseen};
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.unseen.heading");
    page.heading(id, &heading)?;
    let report = page.report;
    if report.inventory.failures.is_empty() {
        let all = page.word("pages.unseen.all");
        page.el("p", &all)?;
    }
    for kind in FailureKind::ALL {
        let failures: Vec<&Failure> = report.inventory.failures.iter().filter(|one| one.kind == kind).collect();
        of_kind(page, kind, &failures)?;
    }
    left_out(page)?;
    let off = unseen::switched_off(report);
    let off: Vec<String> = off.iter().map(|one| counted(page, page.told(&one.detail), one.count)).collect();
    page.list("ul", &off)?;
    let heading = page.word("pages.unseen.never");
    page.el("h3", &heading)?;
    let never: Vec<String> = unseen::never(report).iter().map(|one| page.told(&one.detail).to_owned()).collect();
    page.list("ul", &never)
}

fn counted(page: &Page<'_>, said: &str, count: Option<u64>) -> String {
    count.map_or_else(
        || said.to_owned(),
        |count| page.filled("pages.unseen.counted", &[("said", said), ("count", &count.to_string())]),
    )
}

/// Every failure of a kind, and what helps.
fn of_kind(page: &mut Page<'_>, kind: FailureKind, failures: &[&Failure]) -> io::Result<()> {
    if failures.is_empty() {
        return Ok(());
    }
    let heading = format!("{} ({})", page.term(kind.id()), failures.len());
    page.el("h3", &heading)?;
    let caption = words::advice(kind, page.danish);
    page.table(caption, &[("p", "pages.unseen.place"), ("", "pages.unseen.why")])?;
    for failure in failures {
        let place = place(&failure.location);
        let mut said = vec![text::brief(&detail(&failure.detail, page.danish))];
        if let Some(store) = &failure.store {
            let names =
                store.keys.iter().map(|key| key.friendly_name.as_deref().map_or_else(|| "–".to_owned(), text::brief));
            let names: Vec<String> = names.collect();
            if !names.is_empty() {
                said.push(page.filled("pages.unseen.keys", &[("names", &names.join(", "))]));
            }
            let belongs = store
                .belongs_to
                .iter()
                .map(|sha256| page.filled("pages.unseen.belongs", &[("name", &page.named(sha256))]));
            said.extend(belongs);
        }
        said.extend(states::of_failure(failure).map(|state| text::safe(page.told(&state)).into_owned()));
        page.raw("<tr>")?;
        page.el("th scope=\"row\" class=\"path\"", &place)?;
        page.lines("td", &said)?;
        page.raw("</tr>\n")?;
    }
    page.end_table()
}

/// The named paths that were left out, with what would look at them.
fn left_out(page: &mut Page<'_>) -> io::Result<()> {
    let report = page.report;
    if report.inventory.skipped.is_empty() {
        return Ok(());
    }
    let heading = page.word("pages.unseen.left_out");
    page.el("h3", &heading)?;
    let caption = page.word("pages.unseen.left_out_table");
    page.table(&caption, &[("p", "pages.unseen.place"), ("", "pages.unseen.why")])?;
    for (reason, path) in &report.inventory.skipped {
        let (da, en) = words::unseen_words(reason);
        let why = if page.danish { da } else { en };
        let mut said = vec![format!("{}: {why}", page.term(reason))];
        said.extend(unseen::way_in(reason, path));
        page.raw("<tr>")?;
        page.el("th scope=\"row\" class=\"path\"", &text::path(path))?;
        page.lines("td", &said)?;
        page.raw("</tr>\n")?;
    }
    page.end_table()
}
