//! What is odd about reports, in words. Nothing of it stops the plan.

use super::supersede::Replaced;
use super::{Facts, Head, Recalled, Shelf};
use crate::wording::{self, Text, Values, filled};
use std::collections::BTreeMap;
use time::Date;

/// A report older than this is told, in days.
const STALE: i64 = 30;

/// More words and contradictions are counted, not told.
const SHOWN: usize = 20;

/// What one report says of its age and completeness.
pub(super) fn of_run(report: &Recalled, today: Date) -> Vec<Text> {
    report.heads.iter().flat_map(|head| of_head(&report.name, head, today)).collect()
}

fn of_head(name: &str, head: &Head, today: Date) -> Vec<Text> {
    let mut remarks = Vec::new();
    let mut values = named(name, &head.scope);
    match head.day() {
        Some(day) => {
            let age = (today - day).whole_days();
            values.insert("days", Text::same(age.to_string()));
            if age > STALE {
                remarks.push(filled("merge.remark.stale", &values));
            }
        }
        None => remarks.push(filled("merge.remark.undated", &values)),
    }
    if let Some(day) = head.as_of.filter(|day| *day > today) {
        values.insert("day", Text::same(day.to_string()));
        values.insert("today", Text::same(today.to_string()));
        remarks.push(filled("merge.remark.later", &values));
    }
    if !head.complete {
        let reasons: Vec<Text> = head.incomplete_reasons.iter().map(|one| reason(one)).collect();
        let join = |danish| reasons.iter().map(|one| one.told(danish)).collect::<Vec<_>>().join(", ");
        let told = Text { da: join(true), en: join(false) };
        values.insert("reasons", if reasons.is_empty() { wording::text("merge.remark.no-reason") } else { told });
        remarks.push(filled("merge.remark.incomplete", &values));
    }
    remarks
}

/// `2 locked` in both languages; what is not of that form stays as it is.
fn reason(reason: &str) -> Text {
    let kind = |(count, id): (&str, &str)| {
        let key = if count == "1" { format!("merge.kind.{id}") } else { format!("merge.kinds.{id}") };
        let known = count.parse::<u64>().is_ok() && wording::knows(&key);
        known
            .then(|| wording::text(&key))
            .map(|kind| Text { da: format!("{count} {}", kind.da), en: format!("{count} {}", kind.en) })
    };
    reason.split_once(' ').and_then(kind).unwrap_or_else(|| Text::same(reason))
}

fn named(name: &str, scope: &str) -> Values {
    Values::from([("name", Text::same(name)), ("scope", Text::same(scope))])
}

/// A report that was given again.
pub(super) fn twice(name: &str) -> Text {
    filled("merge.remark.twice", &Values::from([("name", Text::same(name))]))
}

/// A report whose scan another one went on with.
pub(super) fn held(name: &str, later: &str) -> Text {
    let values = Values::from([("name", Text::same(name)), ("later", Text::same(later))]);
    filled("merge.remark.held", &values)
}

/// A report in whose place a later one stands.
pub(super) fn replaced(one: &Replaced, names: &[String]) -> Text {
    let name = |at: usize| names.get(at).map_or("?", String::as_str);
    let mut values = named(name(one.earlier), &one.scope);
    let roots: Vec<String> = one.roots.iter().take(SHOWN).map(|root| root.display().to_string()).collect();
    values.insert("later", Text::same(name(one.later)));
    values.insert("roots", Text::same(roots.join(", ")));
    filled(if one.both { "merge.remark.narrower" } else { "merge.remark.superseded" }, &values)
}

/// Two reports that tell different things of one certificate.
pub(super) struct Contradiction {
    /// The fingerprint, hexadecimal.
    pub(super) sha256: String,
    /// The report that counts, and the other: name and scope.
    pub(super) reports: [(String, String); 2],
    /// What they differ in.
    pub(super) what: Vec<&'static str>,
}

/// In words, the first of them.
pub(super) fn contradictions(all: &[Contradiction]) -> Vec<Text> {
    let mut remarks: Vec<Text> = all.iter().take(SHOWN).map(contradiction).collect();
    if all.len() > SHOWN {
        let more = Text::same((all.len() - SHOWN).to_string());
        remarks.push(filled("merge.remark.more-contradictions", &Values::from([("count", more)])));
    }
    remarks
}

fn contradiction(one: &Contradiction) -> Text {
    let [(first, first_scope), (second, second_scope)] = &one.reports;
    let what: Vec<Text> = one.what.iter().map(|what| crate::wording::text(&format!("merge.differs.{what}"))).collect();
    let join = |danish: bool| what.iter().map(|text| text.told(danish)).collect::<Vec<_>>().join(", ");
    let mut values = named(first, first_scope);
    values.insert("other", Text::same(second));
    values.insert("other-scope", Text::same(second_scope));
    values.insert("certificate", Text::same(one.sha256.get(..16).unwrap_or(&one.sha256)));
    values.insert("what", Text { da: join(true), en: join(false) });
    filled("merge.remark.contradiction", &values)
}

/// What two reports differ in.
pub(super) fn differences(one: &Facts, other: &Facts) -> Vec<&'static str> {
    use crate::classify::Verdict::Listed;
    let (a, b) = (&one.certificate, &other.certificate);
    let mut what = Vec::new();
    if let (Listed(a), Listed(b)) = (&one.verdict, &other.verdict) {
        let pairs = [
            ("generation", a.generation != b.generation || a.qualified != b.qualified),
            ("environment", a.environment != b.environment),
            ("role", a.role != b.role),
            ("kind", a.kind != b.kind),
        ];
        what.extend(pairs.into_iter().filter_map(|(what, differs)| differs.then_some(what)));
    }
    let pairs = [
        ("subject", a.subject.rdns != b.subject.rdns),
        ("issuer", a.issuer.rdns != b.issuer.rdns),
        ("serial", a.serial != b.serial),
        ("dates", (a.not_before, a.not_after) != (b.not_before, b.not_after)),
    ];
    what.extend(pairs.into_iter().filter_map(|(what, differs)| differs.then_some(what)));
    what
}

/// What this version does not know, one remark a kind.
pub(super) fn unknown(shelf: &Shelf) -> Vec<Text> {
    let mut kinds: BTreeMap<&str, (u64, Vec<&str>)> = BTreeMap::new();
    for ((what, word), count) in &shelf.unknown {
        let (all, words) = kinds.entry(what).or_default();
        *all = all.saturating_add(*count);
        words.push(word);
    }
    let remark = |(what, (count, words)): (&str, (u64, Vec<&str>))| {
        let more = if words.len() > SHOWN { ", …" } else { "" };
        let words = words.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
        let values = Values::from([
            ("what", Text::same(what)),
            ("count", Text::same(count.to_string())),
            ("words", Text::same(format!("{words}{more}"))),
        ]);
        filled("merge.remark.unknown", &values)
    };
    kinds.into_iter().map(remark).collect()
}
