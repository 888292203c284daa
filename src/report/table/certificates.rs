//! The certificates of catalogue generations: a line each, its places under it.

use super::super::text;
use super::page::Page;
use super::words::fill;
use crate::catalogue::{Environment, Role};
use crate::certificate::Fingerprint;
use crate::check::{Finding, Severity};
use crate::classify::{Classified, Kind, Listing, Status, Verdict};
use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, presets};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io;

/// From this width on the identifier has a column of its own.
const WIDE: usize = 120;

/// A certificate in the list.
struct Line<'a> {
    severity: Option<Severity>,
    known: &'a Classified,
    listing: &'a Listing,
}

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let lines = lines(page);
    if lines.is_empty() {
        page.section(page.words.nothing_listed)?;
        return Ok(());
    }
    page.section(page.words.certificates)?;
    let table = table(page, &lines);
    let mut rendered = table.lines();
    if let Some(header) = rendered.next() {
        page.severe(None, header.trim_end())?;
    }
    for (line, row) in lines.iter().zip(rendered) {
        page.severe(line.severity, row.trim_end())?;
        under(page, line)?;
    }
    let blocked =
        |line: &Line<'_>| matches!(line.listing.status, Status::Blocked | Status::ToBeBlocked);
    if lines.iter().any(blocked) {
        page.line(0, page.words.blocked_note)?;
    }
    Ok(())
}

/// The listed certificates, worst first. What is only history is told by
/// folder, elsewhere.
fn lines<'a>(page: &Page<'a>) -> Vec<Line<'a>> {
    let mut worst: BTreeMap<Fingerprint, Vec<&Finding>> = BTreeMap::new();
    for finding in &page.report.findings {
        if let Some(sha256) = finding.certificate {
            worst.entry(sha256).or_default().push(finding);
        }
    }
    let line = |known: &'a Classified| {
        let Verdict::Listed(listing) = &known.verdict else {
            return None;
        };
        let findings = worst
            .get(&known.certificate.sha256)
            .map(Vec::as_slice)
            .unwrap_or_default();
        if !findings.is_empty() && findings.iter().all(|finding| finding.history) {
            return None;
        }
        let severity = findings
            .iter()
            .filter(|finding| !finding.history)
            .map(|finding| finding.severity)
            .max();
        Some(Line {
            severity,
            known,
            listing,
        })
    };
    let mut lines: Vec<Line<'a>> = page.report.certificates.iter().filter_map(line).collect();
    lines.sort_by_key(|line| {
        (
            Reverse(line.severity),
            !line.known.private_key,
            line.known.certificate.sha256,
        )
    });
    lines
}

/// One line a row: what does not fit is cut, and told in full below.
fn table(page: &Page<'_>, lines: &[Line<'_>]) -> Table {
    let words = page.words;
    let wide = page.columns >= WIDE;
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table
        .set_width(u16::try_from(page.columns).unwrap_or(u16::MAX))
        .set_truncation_indicator("…");
    let mut header = vec![
        words.severity,
        words.status,
        words.what,
        words.not_after,
        words.key,
        words.who,
    ];
    header.extend(wide.then_some(words.identifier));
    table.set_header(header);
    for line in lines {
        let mut cells = vec![
            line.severity
                .map_or("-", |severity| page.term(severity.id()))
                .to_owned(),
            page.term(line.listing.status.id()).to_owned(),
            what(page, line.listing),
            text::day_of(line.known.certificate.not_after),
            (if line.known.private_key {
                words.yes
            } else {
                words.no
            })
            .to_owned(),
            who(line),
        ];
        cells.extend(wide.then(|| identifier(line)));
        let mut row = Row::from(cells);
        row.max_height(1);
        table.add_row(row);
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if at < 5 {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

/// What the row has no room for, then the places.
fn under(page: &mut Page<'_>, line: &Line<'_>) -> io::Result<()> {
    let name = common_name(line.known).unwrap_or_else(|| who(line));
    let mut said = Vec::new();
    if page.columns < WIDE && who(line) != name {
        said.push(who(line));
    }
    said.push(name);
    if page.columns < WIDE && line.listing.identifier.is_some() {
        said.push(identifier(line));
    }
    if let Some(day) = line.listing.status_since {
        let since = fill(page.words.since, &[&text::day(day)]);
        said.push(format!("{} {since}", page.term(line.listing.status.id())));
    }
    if let Some(day) = line.listing.status_on {
        let from = fill(page.words.from_day, &[&text::day(day)]);
        said.push(format!("{} {from}", page.term(line.listing.status.id())));
    }
    said.push(format!(
        "SHA-256 {}…",
        short(&line.known.certificate.sha256)
    ));
    page.line(2, &said.join("; "))?;
    page.places(4, &line.known.occurrences, &line.known.keys)
}

/// Generation, kind or role, and environment, such as `II FOCES test`.
pub(in crate::report) fn what(page: &Page<'_>, listing: &Listing) -> String {
    let mut what = vec![listing.generation.to_string()];
    match (listing.kind, listing.role) {
        (Some(kind @ (Kind::Poces | Kind::Moces | Kind::Voces | Kind::Foces)), _) => {
            what.push(kind.id().to_ascii_uppercase());
        }
        (Some(kind), _) => what.push(page.term(kind.id()).to_owned()),
        (None, Role::Root) => what.push(page.term("root").to_owned()),
        (None, Role::Issuing) => what.push(page.term("issuing").to_owned()),
        (None, Role::EndEntity) => {}
    }
    if listing.qualified {
        what.push(page.term("qualified").to_owned());
    }
    if listing.environment == Environment::Test {
        what.push(page.term("test").to_owned());
    }
    what.join(" ")
}

/// The first octets of a fingerprint: enough to find it in the JSON report.
pub(in crate::report) fn short(sha256: &Fingerprint) -> String {
    text::hex(sha256).chars().take(16).collect()
}

/// The subject's common name, safe to show.
pub(in crate::report) fn common_name(known: &Classified) -> Option<String> {
    let mut attributes = known.certificate.subject.rdns.iter().flatten();
    attributes
        .find(|attribute| attribute.oid == "2.5.4.3")
        .map(|name| text::safe(&name.value).into_owned())
}

/// The organisation, else the common name, else the whole subject.
fn who(line: &Line<'_>) -> String {
    let organisation = line
        .listing
        .organisation
        .name
        .as_deref()
        .map(|name| text::safe(name).into_owned());
    organisation
        .or_else(|| common_name(line.known))
        .unwrap_or_else(|| text::safe(&line.known.certificate.subject.to_rfc4514()).into_owned())
}

fn identifier(line: &Line<'_>) -> String {
    line.listing.identifier.as_deref().map_or_else(
        || "-".to_owned(),
        |identifier| text::safe(identifier).into_owned(),
    )
}
