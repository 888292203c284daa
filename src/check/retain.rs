//! Findings about keys that are kept on purpose: a note where and as long as
//! they are kept as was said, else what they were.
//!
//! Behaviour
//! 1. Only what the rules say of the certificate and its key goes quiet. That a
//!    key lies open, astray or under a weak password is no less a fault in an
//!    escrow.
//! 2. In another place, or from the day of the review on, it counts as ever,
//!    and its message says so.
//! 3. What is history stays history.

use super::rules::Id;
use super::{Finding, Severity, date_text, sort_key};
use crate::ledger::{Keeping, Ledger};
use crate::wording::{Text, Values, filled};
use time::Date;

/// What was said of a finding's key, and how its place stands to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    /// What it is kept for.
    pub purpose: String,
    /// Who answers for it.
    pub owner: String,
    /// The day of its review.
    pub review: Date,
    /// Where it is kept, as configured.
    pub place: String,
    /// Whether this place is meant, and still is.
    pub keeping: Keeping,
    /// How bad it would be, were it not kept.
    pub otherwise: Severity,
}

/// The rules about a certificate and its key as such.
const ABOUT: [Id; 5] = [Id::Oces1Key, Id::Oces1Certificate, Id::Oces2Key, Id::Oces2Certificate, Id::Oces3Expired];

/// Lays what was said over the findings, and sorts them again.
pub fn retain(findings: &mut [Finding], ledger: &Ledger, as_of: Date) {
    if ledger.retains.is_empty() {
        return;
    }
    for finding in findings.iter_mut().filter(|one| !one.history && is_about(one)) {
        let Some(sha256) = finding.certificate else { continue };
        let Some((rule, keeping)) = ledger.keeping(&sha256, &finding.location.path, as_of) else { continue };
        let (purpose, owner, place) = (rule.purpose.clone(), rule.owner.clone(), rule.place().to_owned());
        // What was read back from a report may have been lowered already.
        let otherwise = finding.retained.as_ref().map_or(finding.severity, |known| known.otherwise);
        finding.severity = otherwise;
        finding.retained = Some(Box::new(Retained { purpose, owner, review: rule.review, place, keeping, otherwise }));
        if keeping == Keeping::Kept {
            finding.severity = Severity::Note;
        }
    }
    findings.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
}

fn is_about(finding: &Finding) -> bool {
    ABOUT.iter().any(|id| id.rule().id == finding.rule.id)
}

impl Finding {
    /// Whether it is about a key that is kept as was said: not counted by
    /// `--fail-on`.
    pub fn is_kept(&self) -> bool {
        self.retained.as_ref().is_some_and(|one| one.keeping == Keeping::Kept)
    }
}

impl Retained {
    /// The same as a sentence.
    pub fn text(&self) -> Text {
        let review = Text { da: date_text(self.review, true), en: date_text(self.review, false) };
        let values = Values::from([
            ("owner", Text::same(&*self.owner)),
            ("place", Text::same(&*self.place)),
            ("purpose", Text::same(&*self.purpose)),
            ("review", review),
        ]);
        filled(&format!("progress.retained.{}", self.keeping.id()), &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::check::testing::{Builder, leaf};
    use crate::classify::{Classified, Kind};
    use crate::ledger::{self, Retain};
    use time::macros::date;

    const BEFORE: Date = date!(2027 - 05 - 31);

    fn found(builder: Builder, retains: Vec<Retain>, as_of: Date) -> (Vec<Finding>, Classified) {
        let classified = builder.build();
        let mut findings = check(std::slice::from_ref(&classified), &[], "host");
        retain(&mut findings, &Ledger { retains, ..Ledger::default() }, as_of);
        (findings, classified)
    }

    fn key() -> Builder {
        leaf(0xab, "II", Kind::Voces).with_key("/escrow/a.p12").with_key("/srv/b.p12")
    }

    #[test]
    fn a_kept_key_is_a_note_and_counts_elsewhere_and_when_its_review_is_due() {
        let told = |as_of| {
            let (findings, _) = found(key(), vec![ledger::testing::retain("abababab")], as_of);
            let state = |one: &Finding| one.retained.as_ref().map(|one| one.keeping.id());
            findings
                .iter()
                .map(|one| (one.location.path.display().to_string(), one.severity, state(one)))
                .collect::<Vec<_>>()
        };
        let (escrow, srv) = ("/escrow/a.p12".to_owned(), "/srv/b.p12".to_owned());
        let elsewhere = (srv.clone(), Severity::Error, Some("elsewhere"));
        assert_eq!(told(BEFORE), [elsewhere.clone(), (escrow.clone(), Severity::Note, Some("kept"))], "worst first");
        assert_eq!(told(date!(2027 - 06 - 01)), [(escrow, Severity::Error, Some("overdue")), elsewhere]);
    }

    #[test]
    fn another_key_and_an_identity_are_left_alone() {
        let (plain, _) = found(key(), Vec::new(), BEFORE);
        let (other, _) = found(key(), vec![ledger::testing::retain("12345678")], BEFORE);
        assert!(other.iter().all(|one| one.retained.is_none() && one.severity == Severity::Error));
        let (kept, _) = found(key(), vec![ledger::testing::retain("abababab")], BEFORE);
        let ids = |findings: Vec<Finding>| {
            let mut ids: Vec<_> = findings.iter().map(|one| one.id).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(ids(plain), ids(kept));
    }

    #[test]
    fn the_message_says_what_was_said() {
        let message = |as_of, path: &str, danish| {
            let (findings, classified) = found(key(), vec![ledger::testing::retain("abababab")], as_of);
            let finding = findings.iter().find(|one| one.location.path.ends_with(path)).unwrap();
            crate::check::message(finding, Some(&classified), danish)
        };
        let kept = message(BEFORE, "a.p12", false);
        assert!(kept.ends_with("Kept for decryption until 1 June 2027: gammel sikker post (Arkivet)."), "{kept}");
        let kept = message(BEFORE, "a.p12", true);
        assert!(
            kept.ends_with("Bevares til dekryptering til den 1. juni 2027: gammel sikker post (Arkivet)."),
            "{kept}"
        );
        let overdue = message(date!(2028 - 01 - 01), "a.p12", false);
        assert!(overdue.contains("the review date has passed"), "{overdue}");
        let elsewhere = message(BEFORE, "b.p12", false);
        assert!(elsewhere.contains("/escrow/**") && elsewhere.contains("another place"), "{elsewhere}");
    }
}
