//! The days to keep in mind; `-o ics` has the same for calendars.

use super::page::Page;
use crate::report::text::day;
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.calendar.heading");
    page.heading(id, &heading)?;
    let report = page.report;
    if report.plan.calendar.is_empty() {
        let none = page.word("pages.calendar.none");
        return page.el("p", &none);
    }
    let caption = page.word("pages.calendar.table");
    let heads = [("d", "pages.calendar.day"), ("m", "pages.calendar.what"), ("", "pages.calendar.details")];
    page.table(&caption, &heads)?;
    for entry in &report.plan.calendar {
        page.row(&[&day(entry.date), page.told(&entry.title), page.told(&entry.description)])?;
    }
    page.end_table()
}
