//! Every date that concerns OCES, NemID for businesses or secure email, with
//! its source and what came in its place.

use super::page::Page;
use crate::timeline::{Event, TIMELINE, event};
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.timeline.heading");
    page.heading(id, &heading)?;
    let note = page.word("pages.timeline.note");
    page.el("p", &note)?;
    let caption = page.word("pages.timeline.table");
    let heads = [("d", "pages.timeline.when"), ("", "pages.timeline.what"), ("m", "pages.timeline.source")];
    page.table(&caption, &heads)?;
    for event in TIMELINE.iter() {
        row(page, event)?;
    }
    page.end_table()
}

fn row(page: &mut Page<'_>, from: &Event) -> io::Result<()> {
    let mut when = page.told(&from.when.told()).to_owned();
    if let Some(until) = from.until {
        when = format!("{when} – {}", page.told(&until.told()));
    }
    let mut what = vec![page.told(&from.text).to_owned()];
    if let Some(later) = from.superseded_by.as_deref().and_then(event) {
        what.push(page.filled("pages.timeline.superseded", &[("when", page.told(&later.when.told()))]));
    }
    let source = format!("{} ({})", page.told(&from.source), page.term(from.confidence.id()));
    page.raw("<tr>")?;
    page.el("th scope=\"row\"", &when)?;
    page.lines("td", &what)?;
    page.el("td", &source)?;
    page.raw("</tr>\n")
}
