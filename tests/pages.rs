//! The page and the calendar: nothing foreign reaches them raw, every tag is
//! closed, the pictures have their words, the calendar can be parsed back.
//!
//! What a browser says of the page is asked by `.ci/pages`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;

use oces::plan::calendar::EntryKind;
use oces::report::{Report, Style, WRITERS, text};
use std::collections::{BTreeMap, BTreeSet};

/// Markup, quotes and what looks like an entity, beside what [`sample::HOSTILE`] tries.
const MARKUP: &str = "</td><script>alert(1)</script><img src=x onerror='a'>\"&lt;";

fn write(report: &Report, format: &str, danish: bool) -> String {
    let writer = WRITERS.iter().find(|writer| writer.format() == format).unwrap();
    let mut out = Vec::new();
    writer.write(report, Style { danish, colour: false, width: 80, ..Style::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The sample with markup wherever foreign text stands.
fn hostile() -> Report {
    let mut report = sample::report();
    let evil = format!("{MARKUP}{}", sample::HOSTILE);
    report.scan.organisation = Some(evil.clone());
    report.scan.host.clone_from(&evil);
    report.scan.scope.clone_from(&evil);
    report.scan.roots = vec![format!("/srv/{evil}").into()];
    report.scan.incomplete_reasons = vec![evil.clone()];
    report.scan.catalogue_version.clone_from(&evil);
    for known in &mut report.certificates {
        for attribute in known.certificate.subject.rdns.iter_mut().flatten() {
            attribute.value = format!("{MARKUP}{}", attribute.value);
        }
        for place in &mut known.occurrences {
            place.alias = Some(evil.as_str().into());
        }
    }
    for system in &mut report.usage.systems {
        system.name = format!("{MARKUP}{}", system.name);
    }
    for failure in &mut report.inventory.failures {
        failure.detail.clone_from(&evil);
    }
    report.inventory.skipped.push(("link-out", format!("/srv/{evil}").into()));
    for action in &mut report.plan.actions {
        action.id = format!("{MARKUP}{}", action.id);
        action.steps[0].da.clone_from(&evil);
        action.steps[0].en.clone_from(&evil);
    }
    report
}

/// Elements that have no end.
const VOID: [&str; 4] = ["meta", "br", "path", "rect"];

/// Every tag that is opened is closed, in order; every attribute is quoted;
/// what stands between tags has no `<`, `>` or lone `&`. Names and attributes.
fn tags(html: &str) -> Vec<(String, String)> {
    let (mut open, mut found): (Vec<String>, Vec<(String, String)>) = (Vec::new(), Vec::new());
    let (_, mut rest) = html.split_once("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find('<') {
        let (between, from) = rest.split_at(at);
        assert!(!between.contains('>') || open.last().is_some_and(|tag| tag == "style"), "{between}");
        for entity in between.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|known| entity.starts_with(known));
            assert!(known, "&{entity}");
        }
        let (tag, later) = from[1..].split_once('>').unwrap();
        rest = later;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "…{}", &later[..later.len().min(80)]);
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.bytes().all(|one| one.is_ascii_alphanumeric() || one == b'/'), "<{tag}>");
        assert_eq!(attributes.matches('"').count() % 2, 0, "<{tag}>");
        assert!(attributes.split('"').step_by(2).all(|bare| !bare.contains('\'')), "<{tag}>");
        found.push((name.to_owned(), attributes.to_owned()));
        if !VOID.contains(&name) && !tag.ends_with('/') {
            open.push(name.to_owned());
        }
    }
    assert_eq!(open, Vec::<String>::new());
    found
}

fn ids(found: &[(String, String)]) -> Vec<&str> {
    found
        .iter()
        .filter_map(|(_, attributes)| {
            let rest = attributes.strip_prefix("id=\"").or_else(|| Some(attributes.split_once(" id=\"")?.1))?;
            rest.split('"').next()
        })
        .collect()
}

#[test]
fn nothing_foreign_is_markup_and_every_tag_is_closed() {
    let report = hostile();
    for danish in [false, true] {
        let html = write(&report, "html", danish);
        let found = tags(&html);
        for (name, attributes) in &found {
            assert!(!["script", "img", "link", "iframe", "object"].contains(&name.as_str()), "<{name} {attributes}>");
            assert!(!attributes.contains("onerror") || attributes.contains("&#39;"), "<{name} {attributes}>");
        }
        assert!(html.lines().all(|line| !line.chars().any(text::is_unsafe)));
        assert!(html.contains("&lt;script&gt;alert(1)") && !html.contains("<script"));
        assert!(!html.contains("pages.") && !html.contains("calendar."), "a text is missing");
        let lower = html.to_lowercase();
        assert!(!lower.contains("valid") && !lower.contains("gyldig"));
    }
}

#[test]
fn links_lead_somewhere_and_identifiers_are_used_once() {
    let html = write(&sample::report(), "html", false);
    let found = tags(&html);
    let all = ids(&found);
    let once: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(once.len(), all.len(), "{all:?}");
    let links = html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap());
    let dead: Vec<&str> = links.filter(|link| !once.contains(link)).collect();
    assert_eq!(dead, Vec::<&str>::new());
    for (_, attributes) in &found {
        for labelled in attributes.split("labelledby=\"").skip(1) {
            for id in labelled.split('"').next().unwrap().split(' ') {
                assert!(once.contains(id), "{attributes}");
            }
        }
    }
}

#[test]
fn the_page_stands_alone_and_says_its_language_and_title() {
    for (danish, language) in [(false, "en"), (true, "da")] {
        let html = write(&sample::report(), "html", danish);
        assert!(html.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{language}\">")));
        assert!(html.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:;"));
        for outside in ["http-equiv=\"refresh\"", "src=\"", "@import", "url(http", "href=\"http"] {
            assert!(!html.contains(outside), "{outside}");
        }
        let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
        assert!(!title.is_empty() && text::width(title) <= 70, "{title}");
        for landmark in ["<header>", "<nav aria-label=", "<main>", "<footer>"] {
            assert_eq!(html.matches(landmark).count(), 1, "{landmark}");
        }
        let levels: Vec<usize> =
            tags(&html).iter().filter_map(|(name, _)| name.strip_prefix('h')?.parse().ok()).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
        assert_eq!(html.matches("<table>").count(), html.matches("<caption>").count());
        assert!(!html.contains("<th>"), "a head without a scope");
    }
}

#[test]
fn the_pictures_have_words_and_a_table_says_the_same() {
    let html = write(&sample::report(), "html", false);
    assert_eq!(html.matches("role=\"img\" aria-labelledby=\"").count(), 2);
    let dates = html.split("id=\"dates-picture\"").nth(1).unwrap();
    let (drawn, told) = dates.split_once("</svg>").unwrap();
    let told = told.split("</table>").next().unwrap();
    for words in ["OCES II blocked, NemID closed", "Limited operation of NemID", "Wave 2: order", "Expires: #"] {
        assert!(drawn.contains(words) && told.contains(words), "{words}:\n{drawn}\n{told}");
    }
    assert!(told.contains("31 October 2023") && told.contains("overdue since 2023-10-31"));
    let links = html.split("id=\"links-picture\"").nth(1).unwrap();
    let (drawn, told) = links.split_once("</figure>").unwrap();
    for words in ["app02", "#1 Integration", "KOMBIT"] {
        assert!(drawn.contains(words) && told.split("</table>").next().unwrap().contains(words), "{words}");
    }
    assert!(drawn.contains("<title ") && drawn.contains("<desc "));
}

#[test]
fn the_plan_says_who_does_what_for_which_certificate() {
    let mut report = sample::report();
    report.plan.actions[0].checks = vec![oces::plan::Text::same("It answers.")];
    report.plan.actions[0].systems = vec!["s1".to_owned()];
    report.plan.actions[0].counterparties = oces::clue::CLUES.counterparty("skat").into_iter().collect();
    let html = write(&report, "html", false);
    let wave = html.split("id=\"wave-2\"").nth(1).unwrap().split("<h3 ").next().unwrap();
    for part in ["User administrator", "<li>Do the first thing.</li>", "<li>It answers.</li>", "#1 Integration"] {
        assert!(wave.contains(part), "{part}:\n{wave}");
    }
    for part in
        ["overdue since 2023-10-31", "/srv/tomcat/store.jks", "System: new", "Counterparty: Skatteforvaltningen"]
    {
        assert!(wave.contains(part), "{part}:\n{wave}");
    }
}

/// Nothing is replaced by us that is not ours.
#[test]
fn only_an_own_certificate_is_told_to_be_replaced() {
    let mut report = sample::report();
    assert!(write(&report, "html", false).contains("Replaced by: system certificate"));
    for known in &mut report.certificates {
        known.ownership = oces::classify::Ownership::Unknown;
    }
    assert!(!write(&report, "html", false).contains("Replaced by"));
}

#[test]
fn the_same_report_is_the_same_page_and_the_same_calendar() {
    for format in ["html", "ics"] {
        assert_eq!(write(&sample::report(), format, true), write(&sample::report(), format, true));
    }
}

/// A finding more is a row more, of the same length: nothing is told twice.
#[test]
fn a_page_grows_by_a_row_a_finding() {
    let page = |count: usize| {
        let mut report = sample::report();
        report.findings = vec![report.findings[0].clone(); count];
        write(&report, "html", false)
    };
    let sizes = [1_000, 2_000, 3_000].map(|count| page(count).len());
    assert_eq!(sizes[2] - sizes[1], sizes[1] - sizes[0], "{sizes:?}");
    assert_eq!(page(3_000).matches("<tr>").count() - page(1_000).matches("<tr>").count(), 2_000);
}

#[test]
fn an_empty_report_has_its_page_and_its_calendar() {
    let mut report = sample::report();
    report.certificates.clear();
    report.findings.clear();
    report.inventory = oces::inventory::Inventory::default();
    report.plan = oces::plan::Plan::default();
    report.usage = oces::usage::Usage::default();
    for danish in [false, true] {
        tags(&write(&report, "html", danish));
        let (components, _) = parsed(&write(&report, "ics", danish));
        assert_eq!(components, ["VCALENDAR", "VTIMEZONE", "STANDARD"]);
    }
}

/// The components in order, and each event's properties: as RFC 5545 reads them.
fn parsed(ics: &str) -> (Vec<String>, Vec<BTreeMap<String, String>>) {
    assert!(ics.ends_with("\r\n") && ics.replace("\r\n", "").find(['\r', '\n']).is_none());
    assert!(ics.split("\r\n").all(|line| line.len() <= 75 && !line.chars().any(char::is_control)));
    let (mut open, mut components, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for line in ics.replace("\r\n ", "").trim_end().split("\r\n") {
        let (name, value) = line.split_once(':').unwrap();
        match name {
            "BEGIN" => {
                open.push(value.to_owned());
                components.push(value.to_owned());
                if value == "VEVENT" {
                    events.push(BTreeMap::new());
                }
            }
            "END" => assert_eq!(open.pop().as_deref(), Some(value)),
            _ if open.last().is_some_and(|one| one == "VEVENT") => {
                let known = events.last_mut().unwrap().insert(name.to_owned(), unescaped(value));
                assert_eq!(known, None, "{name} twice");
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
    (components, events)
}

/// The text of a value; a lone `;` or `,` would end it.
fn unescaped(value: &str) -> String {
    let (mut out, mut chars) = (String::new(), value.chars());
    while let Some(char) = chars.next() {
        match char {
            '\\' => out.push(chars.next().filter(|next| "\\;,".contains(*next)).unwrap()),
            ';' | ',' => panic!("{value}"),
            _ => out.push(char),
        }
    }
    out
}

#[test]
fn the_calendar_is_parsed_back_and_no_name_adds_a_line() {
    let report = sample::report();
    for danish in [false, true] {
        let (components, events) = parsed(&write(&report, "ics", danish));
        assert!(components.iter().filter(|one| *one == "VALARM").count() >= 3);
        assert_eq!(events.len(), report.plan.calendar.len());
        for (event, entry) in events.iter().zip(&report.plan.calendar) {
            assert_eq!(event["UID"], format!("{}@oces", entry.id));
            assert_eq!(event["DTSTART;VALUE=DATE"], text::day(entry.date).replace('-', ""));
            assert_eq!(event["DTSTAMP"], text::instant(report.scan.finished_at).replace(['-', ':'], ""));
            assert_eq!(event["SUMMARY"], text::safe(entry.title.told(danish)));
            assert_eq!(event["DESCRIPTION"], text::safe(entry.description.told(danish)));
        }
    }
    let kinds: BTreeSet<EntryKind> = report.plan.calendar.iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds.len(), 3);
}
