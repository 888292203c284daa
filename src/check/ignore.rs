//! `[[ignore]]` and `[[acknowledge]]` laid over findings and failures: they are
//! told as before, with the reason, and are not counted.
//!
//! *Behaviour*
//!
//! 1. The first rule that fits counts; a rule that still holds goes before one
//!    that has lapsed, also before what a report told that was read back.
//! 2. After `until` it counts again, and what was said stays with it as lapsed.
//! 3. Severities stay as they are: that nobody acts is no reason to call it less.
//! 4. A rule that fits nothing, and one whose day is past, is told: it would
//!    else be believed to count.

use super::{Finding, date_text};
use crate::certificate::Fingerprint;
use crate::classify::Classified;
use crate::failure::{Acknowledged, Failure};
use crate::ledger::{Ignore, Ledger, Term};
use crate::name::Name;
use crate::wording::{Text, Values, filled};
use std::sync::Arc;
use time::Date;

/// What was said of a finding that is ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Why.
    pub reason: Arc<str>,
    /// The last day on which it is ignored.
    pub until: Option<Date>,
    /// Whether that day is past, so that it counts again.
    pub lapsed: bool,
}

impl Ignored {
    /// The same as a sentence.
    pub fn text(&self) -> Text {
        let key = format!("living.ignored.{}", how(self.lapsed, self.until));
        filled(&key, &values(&self.reason, self.until))
    }
}

/// What was said of a failure, as a sentence.
pub fn acknowledged_text(said: &Acknowledged) -> Text {
    let key = format!("living.acknowledged.{}", how(said.lapsed, said.until));
    filled(&key, &values(&said.reason, said.until))
}

/// How long it holds: the last part of the text's key.
fn how(lapsed: bool, until: Option<Date>) -> &'static str {
    match (lapsed, until) {
        (true, _) => "lapsed",
        (false, Some(_)) => "until",
        (false, None) => "always",
    }
}

fn values(reason: &str, until: Option<Date>) -> Values {
    let day = |danish| until.map(|day| date_text(day, danish)).unwrap_or_default();
    Values::from([("reason", Text::same(reason)), ("until", Text { da: day(true), en: day(false) })])
}

/// Lays `[[ignore]]` over the findings. `certificates` are sorted by
/// fingerprint. Returns what is to be told of the rules themselves.
pub fn ignore(findings: &mut [Finding], certificates: &[Classified], ledger: &Ledger, as_of: Date) -> Vec<Text> {
    let rules = &ledger.ignores;
    let mut used = vec![0u64; rules.len()];
    let issuer = |sha256: &Fingerprint| -> Option<&Name> {
        let at = certificates.binary_search_by(|known| known.certificate.sha256.cmp(sha256)).ok()?;
        certificates.get(at).map(|known| &known.certificate.issuer)
    };
    for finding in findings.iter_mut().filter(|_| !rules.is_empty()) {
        let name = finding.certificate.as_ref().and_then(issuer);
        let fits = |one: &Ignore| one.fits(finding.certificate.as_ref(), &finding.location, finding.rule.id, name);
        let Some(term) = first(rules.iter().map(|one| (&one.term, fits(one))), &mut used, as_of) else { continue };
        let (reason, until, lapsed) = (term.reason.clone(), term.until, term.is_past(as_of));
        if !lapsed || finding.ignored.as_ref().is_none_or(|told| told.lapsed) {
            finding.ignored = Some(Box::new(Ignored { reason, until, lapsed }));
        }
    }
    told("ignore", rules.iter().map(|one| (one.subject(), &one.term)), &used, as_of)
}

/// Lays `[[acknowledge]]` over the failures. Returns what is to be told of the
/// rules themselves.
pub fn acknowledge(failures: &mut [Failure], ledger: &Ledger, as_of: Date) -> Vec<Text> {
    let rules = &ledger.acknowledges;
    let mut used = vec![0u64; rules.len()];
    for failure in failures.iter_mut().filter(|_| !rules.is_empty()) {
        let fitting = rules.iter().map(|one| (&one.term, one.fits(&failure.location, failure.kind)));
        let Some(term) = first(fitting, &mut used, as_of) else { continue };
        let (reason, until, lapsed) = (term.reason.clone(), term.until, term.is_past(as_of));
        if !lapsed || failure.acknowledged.as_ref().is_none_or(|told| told.lapsed) {
            failure.acknowledged = Some(Box::new(Acknowledged { reason, until, lapsed }));
        }
    }
    told("acknowledge", rules.iter().map(|one| (one.subject(), &one.term)), &used, as_of)
}

/// The rule that counts, of all that may fit; each that fits is marked as used.
fn first<'t>(rules: impl Iterator<Item = (&'t Term, bool)>, used: &mut [u64], as_of: Date) -> Option<&'t Term> {
    let mut found: Option<&Term> = None;
    for ((term, fits), used) in rules.zip(used) {
        if !fits {
            continue;
        }
        *used += 1;
        if found.is_none_or(|known| known.is_past(as_of) && !term.is_past(as_of)) {
            found = Some(term);
        }
    }
    found
}

/// What is to be told of the rules: those that fit nothing, those that lapsed.
fn told<'t>(
    table: &'static str,
    rules: impl Iterator<Item = (String, &'t Term)>,
    used: &[u64],
    as_of: Date,
) -> Vec<Text> {
    let mut remarks = Vec::new();
    for ((subject, term), used) in rules.zip(used) {
        let mut values = values(&term.reason, term.until);
        values.insert("table", Text::same(table));
        values.insert("subject", Text::same(subject));
        values.insert("count", Text::same(used.to_string()));
        if *used == 0 {
            remarks.push(filled("living.remark.unused", &values));
        } else if term.is_past(as_of) {
            remarks.push(filled("living.remark.lapsed", &values));
        }
    }
    remarks
}

#[cfg(test)]
mod tests;
