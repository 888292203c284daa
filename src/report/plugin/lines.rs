//! The long output: a line for each finding and failure, as many as there is
//! room for.

use super::{Judged, is_critical};
use crate::check::State;
use crate::report::entry::{self, Failed, Found};
use crate::report::text::plugin::plugin;
use crate::report::{Report, text};
use crate::wording::{Text, Values, filled};

/// Nagios takes 8 KiB of everything; the last line needs room too.
const ROOM: usize = 7_800;

/// The widest line, in columns.
const WIDEST: usize = 300;

/// Lines up to the room that is left; the others are counted.
struct Lines {
    text: String,
    room: usize,
    left_out: u64,
}

impl Lines {
    fn add(&mut self, line: impl FnOnce() -> String) {
        if self.left_out > 0 {
            self.left_out += 1;
            return;
        }
        let line = text::fit(&plugin(&line()), WIDEST).into_owned();
        if self.text.len() + line.len() + 1 > self.room {
            self.left_out += 1;
        } else {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }
}

/// All lines; the first line of the output takes so much of the room.
pub(super) fn lines(report: &Report, judged: &Judged<'_>, danish: bool, taken: usize) -> String {
    const LAST: usize = 120;
    let mut lines = Lines { text: String::new(), room: ROOM.saturating_sub(taken + LAST), left_out: 0 };
    let counts = |found: &Found<'_>| (judged.counts)(found.finding);
    let critical = |found: &Found<'_>| is_critical(judged, found.finding);
    for found in entry::findings(report).filter(critical) {
        lines.add(|| of_finding(found, true, danish));
    }
    for failed in entry::failures(report).filter(|failed| !failed.failure.is_acknowledged()) {
        lines.add(|| of_failure(&failed));
    }
    for found in entry::findings(report).filter(|found| counts(found) && !critical(found)) {
        lines.add(|| of_finding(found, true, danish));
    }
    for found in entry::findings(report).filter(|found| !counts(found)) {
        lines.add(|| of_finding(found, false, danish));
    }
    for failed in entry::failures(report).filter(|failed| failed.failure.is_acknowledged()) {
        lines.add(|| of_failure(&failed));
    }
    if lines.left_out > 0 {
        let values = Values::from([("count", Text::same(lines.left_out.to_string()))]);
        lines.text.push_str(filled("plugin.left-out", &values).told(danish));
        lines.text.push('\n');
    }
    lines.text
}

/// `[error] rule place: message`; in the brackets also why it does not count.
fn of_finding(found: Found<'_>, counts: bool, danish: bool) -> String {
    let finding = found.finding;
    let why = match (found.state(), &finding.ignored) {
        (State::Ignored, Some(one)) => format!(", ignored: {}", one.reason),
        (State::Counted, _) if !counts => ", not counted".to_owned(),
        (State::Counted, _) => String::new(),
        (state, _) => format!(", {}", state.id()),
    };
    let place = text::location(&finding.location);
    let message = found.message(danish);
    format!("[{}{why}] {} {place}: {message}", finding.severity.id(), finding.rule.id)
}

/// `[failure] kind place: detail`; in the brackets also why it is accepted.
fn of_failure(failed: &Failed<'_>) -> String {
    let failure = failed.failure;
    let accepted = failure.acknowledged.as_deref().filter(|one| !one.lapsed);
    let why = accepted.map_or_else(String::new, |one| format!(", acknowledged: {}", one.reason));
    format!("[failure{why}] {} {}: {}", failure.kind.id(), text::location(&failure.location), failure.detail)
}
