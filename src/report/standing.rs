//! How a finding or a failure stands to the exit code, in a few words behind
//! what machine formats tell of it; `states` has the sentences for people. What
//! it counts for is `check`'s to say.

use crate::check::{Bar, Finding, Ignored, State, date_text};
use crate::failure::{Acknowledged, Failure};
use crate::wording::{self, Text, Values};
use time::Date;

/// Why a finding does not count, or why it counts again; `None` where there is
/// nothing to say. What people gave as reason stands in it raw.
pub(super) fn of_finding(finding: &Finding, bar: &Bar, danish: bool) -> Option<String> {
    let said = match (finding.state(), finding.ignored.as_deref()) {
        (State::Ignored, Some(ignored)) => is_ignored(ignored),
        (State::Known | State::Ignored, _) => wording::text("rules.state.known"),
        (State::Kept, _) => wording::text("rules.state.kept"),
        (State::History, _) => wording::text("rules.state.history"),
        // That an ignore has lapsed stands in the message.
        (State::Counted, _) if !bar.counts(finding) => wording::text("rules.state.below"),
        (State::Counted, _) => return None,
    };
    Some(said.told(danish).to_owned())
}

/// What was said of a failure that is accepted, or was.
pub(super) fn of_failure(failure: &Failure, danish: bool) -> Option<String> {
    let Acknowledged { reason, until, lapsed } = failure.acknowledged.as_deref()?;
    let said = match (lapsed, until) {
        (true, _) => with("rules.state.acknowledged-lapsed", reason, *until),
        (false, Some(_)) => with("rules.state.acknowledged-until", reason, *until),
        (false, None) => with("rules.state.acknowledged", reason, None),
    };
    Some(said.told(danish).to_owned())
}

fn is_ignored(ignored: &Ignored) -> Text {
    let key = if ignored.until.is_some() { "rules.state.ignored-until" } else { "rules.state.ignored" };
    with(key, &ignored.reason, ignored.until)
}

fn with(key: &str, reason: &str, until: Option<Date>) -> Text {
    let day = until.map(|day| Text { da: date_text(day, true), en: date_text(day, false) });
    wording::filled(key, &Values::from([("reason", Text::same(reason)), ("day", day.unwrap_or_default())]))
}
