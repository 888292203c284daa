//! Every finding, by rule; what is history comes last.

use super::named::{anchor, place};
use super::page::Page;
use crate::check::{Finding, message};
use crate::report::{detail, states};
use std::collections::BTreeMap;
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.findings.heading");
    page.heading(id, &heading)?;
    if page.report.findings.is_empty() {
        let none = page.word("pages.findings.none");
        return page.el("p", &none);
    }
    let mut order: Vec<&str> = Vec::new();
    let mut rules: BTreeMap<(bool, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in &page.report.findings {
        let group = rules.entry((finding.history, finding.rule.id)).or_default();
        if group.is_empty() && !order.contains(&finding.rule.id) {
            order.push(finding.rule.id);
        }
        group.push(finding);
    }
    for history in [false, true] {
        for rule in &order {
            if let Some(findings) = rules.get(&(history, *rule)) {
                of_rule(page, rule, history, findings)?;
            }
        }
    }
    Ok(())
}

fn of_rule(page: &mut Page<'_>, rule: &str, history: bool, findings: &[&Finding]) -> io::Result<()> {
    let Some(first) = findings.first() else { return Ok(()) };
    let summary = if page.danish { first.rule.summary_da } else { first.rule.summary_en };
    let key = if history { "pages.findings.history" } else { "pages.findings.rule" };
    let count = findings.len().to_string();
    let heading = page.filled(key, &[("rule", rule), ("count", &count)]);
    page.el("h3", &heading)?;
    let heads = [("n", "pages.findings.severity"), ("p", "pages.findings.place"), ("", "pages.findings.what")];
    page.table(summary, &heads)?;
    for finding in findings {
        row(page, finding)?;
    }
    page.end_table()
}

fn row(page: &mut Page<'_>, finding: &Finding) -> io::Result<()> {
    let known = finding.certificate.and_then(|sha256| page.report.certificate(&sha256));
    page.raw("<tr>")?;
    page.el("td", page.term(finding.severity.id()))?;
    let place = place(&finding.location);
    page.el("th scope=\"row\" class=\"path\"", &place)?;
    page.raw("<td>")?;
    if let Some(known) = known {
        let called = page.called(known);
        page.link(&anchor(&known.certificate.sha256), &called)?;
        page.raw("<br>")?;
    }
    page.say(&message(finding, known, page.danish))?;
    if finding.places > 1 {
        let more = page.filled("pages.findings.places", &[("count", &finding.places.to_string())]);
        page.say(&format!(" {more}"))?;
    }
    for told in finding.detail.iter().flat_map(|detail| detail::told(detail)) {
        page.raw("<br>")?;
        let line = told.line.map(|line| page.filled("pages.findings.line", &[("line", &line.to_string())]));
        page.say(&format!("{}{}", line.unwrap_or_default(), page.told(&told.text)))?;
    }
    if let Some(state) = states::of_finding(finding) {
        page.raw("<br><strong>")?;
        page.say(page.told(&state))?;
        page.raw("</strong>")?;
    }
    page.raw("</td></tr>\n")
}
