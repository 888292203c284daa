//! The first picture: the shutdown, the waves of the plan, when own
//! certificates expire, and today; a row each. The same as a table below it.

use super::page::{Page, fit};
use super::shapes;
use crate::plan::State;
use crate::plan::calendar::EntryKind;
use crate::report::table::words::wave;
use crate::report::text::{self, day};
use crate::timeline::TIMELINE;
use std::io;
use time::{Date, Duration, Month};

/// So many expiries are drawn; the table has all.
const EXPIRIES: usize = 12;

/// Where the names end and the time begins.
const LEFT: f32 = 262.0;
const RIGHT: f32 = 560.0;

/// Where texts beside the signs end.
const EDGE: f32 = 718.0;
const TOP: f32 = 40.0;
const ROW: f32 = 21.0;

/// One row of the picture and of the table.
struct Row {
    name: String,
    span: Span,
    /// What is said of its days.
    said: String,
}

/// What is drawn in a row.
enum Span {
    Happened(Date, Option<Date>),
    /// A wave: overdue since, and the last of its deadlines.
    Due(Option<Date>, Option<Date>),
    Ends(Date),
}

impl Span {
    fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let (one, other) = match self {
            Span::Happened(from, until) => (Some(*from), *until),
            Span::Due(since, until) => (*since, *until),
            Span::Ends(day) => (Some(*day), None),
        };
        one.into_iter().chain(other)
    }
}

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.dates.heading");
    page.heading(id, &heading)?;
    let (mut rows, waves, expiries) = (events(page), waves(page), expiries(page));
    let cut = expiries.len().saturating_sub(EXPIRIES);
    let drawn = rows.len() + waves.len() + expiries.len() - cut;
    rows.extend(waves);
    rows.extend(expiries);
    picture(page, rows.get(..drawn).unwrap_or(&rows))?;
    if cut > 0 {
        let said = page.filled("pages.dates.cut", &[("count", &cut.to_string())]);
        page.el("p", &said)?;
    }
    let caption = page.word("pages.dates.table");
    page.table(&caption, &[("", "pages.dates.what"), ("p", "pages.dates.when")])?;
    for row in &rows {
        page.row(&[&row.name, &row.said])?;
    }
    let (today, said) = (page.word("pages.dates.today"), day(page.report.scan.as_of));
    page.row(&[&today, &said])?;
    page.end_table()
}

/// What the authorities announced, as far as it has a name in pictures.
fn events(page: &Page<'_>) -> Vec<Row> {
    let events = TIMELINE.iter().filter(|event| event.superseded_by.is_none());
    let row = |event: &crate::timeline::Event| {
        let from = event.when.first()?;
        let until = event.until.and_then(crate::timeline::When::first);
        let mut said = page.told(&event.when.told()).to_owned();
        if let Some(until) = event.until {
            said = format!("{said} – {}", page.told(&until.told()));
        }
        Some(Row { name: page.told(event.label.as_ref()?).to_owned(), span: Span::Happened(from, until), said })
    };
    events.filter_map(row).collect()
}

/// The waves that have something open, with their days.
fn waves(page: &Page<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for actions in page.report.plan.actions.chunk_by(|one, next| one.wave == next.wave) {
        let Some(first) = actions.first() else { continue };
        let open = || actions.iter().filter(|action| action.state != State::Done);
        let since = open().filter_map(|action| action.overdue_since).min();
        let until = open().filter_map(|action| action.deadline).max();
        let number = first.wave.to_string();
        let values = [
            ("wave", number.as_str()),
            ("name", wave(first.wave, page.danish)),
            ("open", &open().count().to_string()),
            ("all", &actions.len().to_string()),
        ];
        let name = page.filled("pages.dates.wave", &values);
        let mut said = Vec::new();
        said.extend(since.map(|since| page.filled("pages.overdue", &[("day", &day(since))])));
        said.extend(until.map(|until| page.filled("pages.deadline", &[("day", &day(until))])));
        if open().next().is_none() {
            said.push(page.word("pages.dates.all_done"));
        } else if said.is_empty() {
            said.push(page.word("pages.dates.no_day"));
        }
        rows.push(Row { name, span: Span::Due(since, until), said: said.join("; ") });
    }
    rows
}

/// The ends of own certificates, soonest first.
fn expiries(page: &Page<'_>) -> Vec<Row> {
    let entries = page.report.plan.calendar.iter().filter(|entry| entry.kind == EntryKind::Expiry);
    let row = |entry: &crate::plan::calendar::Entry| {
        let known = entry.certificate.map(|sha256| page.named(&sha256));
        let name = known.unwrap_or_else(|| page.told(&entry.title).to_owned());
        let name = page.filled("pages.dates.expiry", &[("name", &name)]);
        Row { name, span: Span::Ends(entry.date), said: day(entry.date) }
    };
    entries.map(row).collect()
}

/// From the first of January before all of it to the end of the year after.
struct Scale {
    from: Date,
    days: f32,
}

impl Scale {
    fn of(rows: &[Row], today: Date) -> Scale {
        let days = || rows.iter().flat_map(|row| row.span.days()).chain([today]);
        let first = days().min().unwrap_or(today);
        let last = days().max().unwrap_or(today).checked_add(Duration::days(120)).unwrap_or(today);
        let new_year = |year| Date::from_calendar_date(year, Month::January, 1).unwrap_or(today);
        let (from, to) = (new_year(first.year()), new_year(last.year().saturating_add(1)));
        Scale { from, days: days_between(from, to).max(1.0) }
    }

    fn x(&self, day: Date) -> f32 {
        LEFT + (days_between(self.from, day) / self.days) * (RIGHT - LEFT)
    }

    fn years(&self) -> impl Iterator<Item = Date> + use<> {
        let first = self.from.year();
        // A certificate may end in the year 9999.
        (first..first.saturating_add(40)).filter_map(|year| Date::from_calendar_date(year, Month::January, 1).ok())
    }
}

#[allow(clippy::cast_precision_loss, reason = "days of some years")]
fn days_between(from: Date, to: Date) -> f32 {
    (to - from).whole_days() as f32
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some rows")]
fn picture(page: &mut Page<'_>, rows: &[Row]) -> io::Result<()> {
    let today = page.report.scan.as_of;
    let scale = Scale::of(rows, today);
    let bottom = TOP + rows.len() as f32 * ROW + 4.0;
    let (title, description) = (page.word("pages.dates.title"), page.word("pages.dates.description"));
    shapes::open(page, "dates-picture", bottom.ceil() as u32 + 6, &title, &description)?;
    grid(page, &scale, bottom)?;
    let x = scale.x(today);
    shapes::line(page, (x, 22.0), (x, bottom), " stroke-width=\"2.5\"")?;
    let said = page.filled("pages.dates.now", &[("day", &day(today))]);
    let anchor = if x > f32::midpoint(LEFT, RIGHT) { "end" } else { "start" };
    shapes::text(page, (x, 18.0), 11.0, &format!(" font-weight=\"700\" text-anchor=\"{anchor}\""), &said)?;
    for (at, row) in rows.iter().enumerate() {
        let y = TOP + (at as f32 + 0.5) * ROW;
        shapes::text(page, (4.0, y + 4.0), 11.0, "", &fit(&row.name, 48))?;
        span(page, &scale, row, (x, y))?;
    }
    let legend = page.word("pages.dates.legend");
    shapes::close(page, &legend)
}

/// A thin line at each new year, and the year beside it.
fn grid(page: &mut Page<'_>, scale: &Scale, bottom: f32) -> io::Result<()> {
    let narrow = scale.x(scale.from + Duration::days(365)) - LEFT < 30.0;
    for (at, year) in scale.years().enumerate() {
        let x = scale.x(year);
        if x > RIGHT {
            break;
        }
        shapes::line(page, (x, 26.0), (x, bottom), " stroke-width=\"0.5\" stroke-dasharray=\"2 3\"")?;
        if !(narrow && at % 5 != 0) {
            shapes::text(page, (x + 3.0, 34.0), 10.0, "", &year.year().to_string())?;
        }
    }
    Ok(())
}

/// What is drawn in a row, and its days beside it.
fn span(page: &mut Page<'_>, scale: &Scale, row: &Row, (today, y): (f32, f32)) -> io::Result<()> {
    let mut end = today;
    match &row.span {
        Span::Happened(from, until) => {
            end = scale.x(*from);
            if let Some(until) = until.filter(|until| scale.x(*until) - end > 4.0) {
                shapes::rect(page, (end, y - 4.0), (scale.x(until) - end, 8.0), " fill=\"#111\"")?;
                end = scale.x(until);
            } else {
                shapes::sign(page, (end, y), false)?;
            }
        }
        Span::Ends(day) => {
            end = scale.x(*day);
            shapes::sign(page, (end, y), true)?;
        }
        Span::Due(since, until) => {
            if let Some(since) = since.map(|since| scale.x(since)).filter(|since| *since < today) {
                let hatch = " fill=\"url(#dates-picture-hatch)\" stroke-width=\"1\"";
                shapes::rect(page, (since, y - 5.0), (today - since, 10.0), hatch)?;
            }
            if let Some(until) = until.map(|until| scale.x(until)).filter(|until| *until > today) {
                shapes::rect(page, (today, y - 5.0), (until - today, 10.0), " fill=\"#fff\" stroke-width=\"1.5\"")?;
                end = until;
            }
        }
    }
    beside(page, row, (end, y))
}

/// The days in words: after the sign where there is room, else on the left of
/// the sign, on white.
fn beside(page: &mut Page<'_>, row: &Row, (x, y): (f32, f32)) -> io::Result<()> {
    let said = fit(&row.said, 46);
    #[allow(clippy::cast_precision_loss, reason = "some letters")]
    let width = text::width(&said) as f32 * 5.0;
    let halo = " stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"";
    if x + 10.0 + width <= EDGE {
        return shapes::text(page, (x + 9.0, y + 3.5), 10.0, halo, &said);
    }
    shapes::text(page, (x - 9.0, y + 3.5), 10.0, &format!("{halo} text-anchor=\"end\""), &said)
}
