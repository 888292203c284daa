//! The state of `oces check`.

use super::Bar;
use crate::check::{Finding, Severity, State as Standing};
use crate::classify::Ownership;
use crate::report::Report;
use crate::report::plugin::{Age, State};

/// Critical where an error counts; unknown where the report is too old to tell
/// or not everything could be looked at; a warning where anything else counts.
/// What is too old tells nothing of today, not even that it is critical.
pub fn state(report: &Report, bar: &Bar, age: Option<Age>) -> State {
    let counted = || report.findings.iter().filter(|finding| counts(report, bar, finding));
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    if age.is_some_and(Age::is_out) {
        State::Unknown
    } else if counted().any(is_error) {
        State::Critical
    } else if !report.scan.complete && !bar.allow_incomplete {
        State::Unknown
    } else if counted().next().is_some() {
        State::Warning
    } else {
        State::Ok
    }
}

/// Whether a finding counts for a monitor. That an own certificate runs out soon
/// is a note to a scan, but a monitor that tells it on the last day tells nothing:
/// here it counts as a warning does.
pub fn counts(report: &Report, bar: &Bar, finding: &Finding) -> bool {
    let warns = bar.fail_on.least().is_some_and(|least| least <= Severity::Warning);
    bar.counts(finding) || (warns && finding.state() == Standing::Counted && is_own_end(report, finding))
}

fn is_own_end(report: &Report, finding: &Finding) -> bool {
    let certificate = finding.certificate.and_then(|sha256| report.certificate(&sha256));
    finding.rule.id == "oces3-expiring" && certificate.is_some_and(|one| one.ownership == Ownership::Own)
}

/// The state where another day than today was judged and nobody asked for it
/// on this very command line: what is left over in a file or the environment
/// calms nobody.
pub fn on_another_day(state: State) -> State {
    match state {
        State::Ok | State::Warning => State::Unknown,
        State::Critical | State::Unknown => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exit::FailOn;
    use crate::exit::tests::report;

    #[test]
    fn the_table_of_states() {
        use Severity::{Error, Note, Warning};
        let none: &[(Severity, bool)] = &[];
        let table = [
            // findings, complete, fail-on, allow-incomplete, age in hours, state
            (none, true, FailOn::Warning, false, None, State::Ok),
            (none, false, FailOn::Warning, false, None, State::Unknown),
            (none, false, FailOn::Warning, true, None, State::Ok),
            (none, false, FailOn::Never, false, None, State::Unknown),
            (&[(Note, false)], true, FailOn::Warning, false, None, State::Ok),
            (&[(Note, false)], true, FailOn::Note, false, None, State::Warning),
            (&[(Warning, false)], true, FailOn::Warning, false, None, State::Warning),
            (&[(Warning, false)], false, FailOn::Warning, false, None, State::Unknown),
            (&[(Warning, false)], false, FailOn::Warning, true, None, State::Warning),
            (&[(Error, false)], true, FailOn::Warning, false, None, State::Critical),
            (&[(Error, false)], false, FailOn::Error, false, None, State::Critical),
            (&[(Error, false)], true, FailOn::Never, false, None, State::Ok),
            (&[(Error, true)], true, FailOn::Note, false, None, State::Ok),
            (&[(Error, false)], true, FailOn::Warning, false, Some(48), State::Critical),
            (&[(Error, false)], true, FailOn::Warning, false, Some(49), State::Unknown),
            (none, true, FailOn::Warning, false, Some(-1), State::Ok),
            (none, true, FailOn::Warning, false, Some(-2), State::Unknown),
        ];
        for (row, (findings, complete, fail_on, allow, hours, expected)) in table.into_iter().enumerate() {
            let bar = Bar { fail_on, rules: Vec::new(), allow_incomplete: allow };
            let age = hours.map(|hours: i64| Age { seconds: hours * 3_600, most: 48 * 3_600 });
            assert_eq!(state(&report(findings, complete), &bar, age), expected, "row {row}");
        }
    }

    #[test]
    fn a_named_rule_counts_whatever_its_severity() {
        let bar = Bar { fail_on: FailOn::Never, rules: vec!["test"], allow_incomplete: false };
        assert_eq!(state(&report(&[(Severity::Note, false)], true), &bar, None), State::Warning);
        assert_eq!(state(&report(&[(Severity::Error, false)], true), &bar, None), State::Critical);
    }

    #[test]
    fn the_end_of_an_own_certificate_warns_and_that_of_others_does_not() {
        use crate::check::{RULES, testing};
        use crate::classify::Kind;
        let state_of = |ownership, fail_on, known| {
            let classified = testing::leaf(1, "III", Kind::System).owner(ownership).build();
            let mut report = report(&[(Severity::Note, false)], true);
            for finding in &mut report.findings {
                finding.rule = RULES.iter().find(|rule| rule.id == "oces3-expiring").unwrap();
                finding.certificate = Some(classified.certificate.sha256);
                finding.known = known;
            }
            report.certificates.push(classified);
            state(&report, &Bar { fail_on, ..Bar::default() }, None)
        };
        assert_eq!(state_of(Ownership::Own, FailOn::Warning, false), State::Warning);
        assert_eq!(state_of(Ownership::Foreign, FailOn::Warning, false), State::Ok);
        assert_eq!(state_of(Ownership::Unknown, FailOn::Warning, false), State::Ok);
        assert_eq!(state_of(Ownership::Own, FailOn::Error, false), State::Ok, "warnings were not asked for");
        assert_eq!(state_of(Ownership::Own, FailOn::Warning, true), State::Ok, "the baseline has it");
    }
}
