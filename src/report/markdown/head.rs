//! What stands at the head of every sheet: whose, of which day, and whether
//! everything was looked at; and words that several sheets share.

use super::super::{Report, reason, states, text};
use super::escape::{brief, code};
use super::paper::Paper;
use crate::certificate::Fingerprint;
use crate::check::{common_name, date_text, day, display_name};
use crate::classify::{Classified, Listing, Verdict};
use std::io;
use time::Date;

/// Title, day and completeness.
pub(in crate::report) fn write(paper: &mut Paper<'_>, report: &Report, title: &str) -> io::Result<()> {
    let scan = &report.scan;
    paper.heading(1, &paper.text(title))?;
    let who = scan.organisation.as_ref().map(|name| format!("**{}**. ", brief(name))).unwrap_or_default();
    let day = date_text(scan.as_of, paper.danish);
    let scope = scope(report);
    let values = [("who", &*who), ("day", &day), ("scope", &scope), ("catalogue", &brief(&scan.catalogue_version))];
    paper.paragraph(&paper.fill("sheets.head.judged", &values))?;
    if scan.complete {
        let but_for = states::but_for(report).map(|said| said.told(paper.danish).to_owned());
        return paper.paragraph(&but_for.unwrap_or_else(|| paper.text("sheets.head.complete")));
    }
    let reasons: Vec<String> =
        scan.incomplete_reasons.iter().map(|reason| brief(&reason::told(reason, paper.danish))).collect();
    paper.paragraph(&paper.fill("sheets.head.incomplete", &[("reasons", &reasons.join(", "))]))
}

/// A certificate of the catalogue.
pub(in crate::report) fn listed<'r>(report: &'r Report, print: &Fingerprint) -> Option<(&'r Classified, &'r Listing)> {
    let classified = report.certificate(print)?;
    match &classified.verdict {
        Verdict::Listed(listing) => Some((classified, listing)),
        _ => None,
    }
}

/// A certificate's name, in the quotation marks of the language.
pub(in crate::report) fn name(classified: &Classified, danish: bool) -> String {
    quoted(common_name(classified).map_or_else(|| display_name(classified), str::to_owned).as_str(), danish)
}

pub(in crate::report) fn quoted(name: &str, danish: bool) -> String {
    if danish { format!("»{}«", brief(name)) } else { format!("“{}”", brief(name)) }
}

/// The name of a certificate that may have gone from the report.
pub(in crate::report) fn name_of(report: &Report, print: &Fingerprint, danish: bool) -> String {
    let short = || code(&text::hex(print.get(..8).unwrap_or_default()));
    report.certificate(print).map_or_else(short, |classified| name(classified, danish))
}

/// A day spelt out, or that it is not known.
pub(in crate::report) fn day_text(paper: &Paper<'_>, date: Option<Date>) -> String {
    date.map_or_else(|| paper.text("sheets.head.unknown-day"), |date| date_text(date, paper.danish))
}

/// The first and last day of a certificate.
pub(in crate::report) fn period(paper: &Paper<'_>, classified: &Classified) -> String {
    let on = |at: Option<i64>| day_text(paper, at.and_then(day));
    let (from, until) = (on(classified.certificate.not_before), on(classified.certificate.not_after));
    paper.fill("sheets.letter.period-value", &[("from", &from), ("until", &until)])
}

/// A list of names, cut after so many.
pub(in crate::report) fn names(paper: &Paper<'_>, names: &[String], most: usize) -> String {
    let told = names.get(..most).unwrap_or(names).join(", ");
    if names.len() <= most {
        return told;
    }
    let count = (names.len() - most).to_string();
    paper.fill("sheets.order.not-more", &[("names", &told), ("count", &count)])
}

/// The roots, or how many.
fn scope(report: &Report) -> String {
    const ROOTS: usize = 3;
    let roots = &report.scan.roots;
    let mut told: Vec<String> = roots.iter().take(ROOTS).map(|root| code(&text::path(root))).collect();
    if roots.len() > ROOTS {
        told.push(format!("… ({})", roots.len()));
    }
    format!("{} ({})", told.join(", "), brief(&report.scan.host))
}
