//! The frame: title, what was scanned on which day, whether that is all there
//! is, the way around the page, and what closes it.

use super::SECTIONS;
use super::escape::escape;
use super::page::{PLACES, Page};
use crate::check::date_text;
use crate::report::{reason, states, text};
use std::io;

const STYLE: &str = include_str!("style.css");

/// Nothing is fetched, and nothing runs.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

pub(super) fn open(page: &mut Page<'_>) -> io::Result<()> {
    let title = title(page);
    page.raw(if page.danish {
        "<!DOCTYPE html>\n<html lang=\"da\">\n"
    } else {
        "<!DOCTYPE html>\n<html lang=\"en\">\n"
    })?;
    page.raw("<head>\n<meta charset=\"utf-8\">\n")?;
    page.raw(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"))?;
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")?;
    page.raw("<meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")?;
    page.raw(&format!("<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n", escape(&title)))?;
    page.raw("<header>\n")?;
    page.el("h1", &title)?;
    facts(page)?;
    complete(page)?;
    merged(page)?;
    page.raw("</header>\n")?;
    nav(page)?;
    page.raw("<main>\n")
}

pub(super) fn close(page: &mut Page<'_>) -> io::Result<()> {
    page.raw("</main>\n<footer>\n")?;
    let version = env!("CARGO_PKG_VERSION");
    let catalogue = text::brief(&page.report.scan.catalogue_version);
    let made = page.filled("pages.foot.made", &[("version", version), ("catalogue", &catalogue)]);
    page.el("p", &made)?;
    let blocked = page.word("pages.foot.blocked");
    page.el("p", &blocked)?;
    page.raw("</footer>\n</body>\n</html>\n")
}

/// Whose report it is; short enough for the tab of a browser.
fn title(page: &Page<'_>) -> String {
    let organisation = page.report.scan.organisation.as_deref().unwrap_or(&page.report.scan.scope);
    let safe = text::safe(organisation);
    page.filled("pages.head.title", &[("who", &text::fit(&safe, 36))])
}

fn facts(page: &mut Page<'_>) -> io::Result<()> {
    let scan = &page.report.scan;
    let mut roots: Vec<String> = scan.roots.iter().take(PLACES).map(|root| text::path(root)).collect();
    if scan.roots.len() > PLACES {
        roots.push(page.filled("pages.more", &[("count", &(scan.roots.len() - PLACES).to_string())]));
    }
    let organisation = scan.organisation.as_deref().map(text::brief);
    let finished = text::instant(scan.finished_at);
    let facts = [
        ("pages.head.organisation", organisation.unwrap_or_else(|| page.word("pages.head.unnamed"))),
        ("pages.head.day", date_text(scan.as_of, page.danish)),
        ("pages.head.roots", roots.join(", ")),
        ("pages.head.host", format!("{} ({})", text::brief(&scan.host), text::brief(&scan.scope))),
        ("pages.head.finished", finished),
    ];
    page.raw("<dl class=\"facts\">\n")?;
    for (key, value) in facts {
        let key = page.word(key);
        page.el("dt", &key)?;
        page.el("dd", &value)?;
    }
    page.raw("</dl>\n")
}

/// Whether everything was looked at; if not, why, and where that stands.
fn complete(page: &mut Page<'_>) -> io::Result<()> {
    let scan = &page.report.scan;
    if scan.complete {
        let but_for = states::but_for(page.report).map(|said| page.told(&said).to_owned());
        let word = but_for.unwrap_or_else(|| page.word("pages.head.complete"));
        return page.el("p class=\"box\"", &word);
    }
    let reasons: Vec<String> = scan.incomplete_reasons.iter().map(|reason| reason::told(reason, page.danish)).collect();
    let said = page.filled("pages.head.incomplete", &[("reasons", &reasons.join(", "))]);
    let more = page.word("pages.head.incomplete_link");
    page.raw("<p class=\"box alarm\"><strong>")?;
    page.say(&said)?;
    page.raw("</strong> ")?;
    page.link("unseen", &more)?;
    page.raw("</p>\n")
}

/// Of a merged report: how many, and what is odd about them.
fn merged(page: &mut Page<'_>) -> io::Result<()> {
    let report = page.report;
    if !report.scans.is_empty() {
        let said = page.filled("pages.head.merged", &[("count", &report.scans.len().to_string())]);
        page.el("p", &said)?;
    }
    let remarks: Vec<String> = report.remarks.iter().map(|remark| page.told(remark).to_owned()).collect();
    page.list("ul", &remarks)
}

fn nav(page: &mut Page<'_>) -> io::Result<()> {
    let label = page.word("pages.head.contents");
    page.raw(&format!("<nav aria-label=\"{}\">\n<ul>\n", escape(&label)))?;
    for (id, heading, _) in SECTIONS {
        let heading = page.word(heading);
        page.raw("<li>")?;
        page.link(id, &heading)?;
        page.raw("</li>\n")?;
    }
    page.raw("</ul>\n</nav>\n")
}
