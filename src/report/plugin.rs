//! `oces check`: the report in the output of a monitoring plugin, as Nagios,
//! Icinga and their kin read it.
//!
//! *Behaviour*
//!
//! 1. The first line is `OCES STATE - what | performance data`; the words of
//!    states are English always.
//! 2. Further lines tell findings and failures, worst first: what counts and is
//!    an error, what could not be looked at, what counts besides, then what
//!    does not count and why.
//! 3. All of it stays below 8 KiB, where Nagios would cut it; how much is left
//!    out is told.
//! 4. Decides nothing: which findings count is handed in.

mod lines;
mod perfdata;

use super::{Report, reason, text};
use crate::check::{Finding, Severity};
use crate::classify::Verdict;
use crate::wording::{self, Text, Values};
use std::io::{self, Write};
use text::plugin::plugin;
use time::Date;

/// The states of the plugin protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum State {
    Ok,
    Warning,
    Critical,
    Unknown,
}

impl State {
    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            State::Ok => 0,
            State::Warning => 1,
            State::Critical => 2,
            State::Unknown => 3,
        }
    }

    fn word(self) -> &'static str {
        match self {
            State::Ok => "OK",
            State::Warning => "WARNING",
            State::Critical => "CRITICAL",
            State::Unknown => "UNKNOWN",
        }
    }
}

/// How old a report is, and may be.
#[derive(Clone, Copy, Debug)]
pub struct Age {
    /// Seconds since its oldest scan ended.
    pub seconds: i64,
    /// So many are allowed.
    pub most: i64,
}

/// Clocks of two machines differ by so much.
const AHEAD: i64 = 3_600;

impl Age {
    /// Whether it tells nothing of today.
    pub fn is_out(self) -> bool {
        self.seconds > self.most || self.is_ahead()
    }

    /// Whether it is from the future.
    fn is_ahead(self) -> bool {
        self.seconds < -AHEAD
    }
}

/// What was judged of the report.
#[allow(missing_docs, reason = "the names say it")]
pub struct Judged<'a> {
    pub state: State,
    /// Whether a finding counts.
    pub counts: &'a dyn Fn(&Finding) -> bool,
    /// Of a report that was read.
    pub age: Option<Age>,
    /// The day that was judged, if it is not today.
    pub day: Option<Date>,
    /// From so many days before its end on a certificate counts as expiring.
    pub expiring_within_days: i64,
}

/// The state of a run that came to nothing.
pub fn unknown(why: &str) -> String {
    let first = why.lines().find(|line| !line.trim().is_empty()).unwrap_or("no reason is told");
    // What we quote ourselves needs no backticks, which would be written out.
    format!("OCES UNKNOWN - {}", plugin(&text::brief(&first.replace('`', "'"))))
}

/// Writes the first line and the further ones.
pub fn write(report: &Report, judged: &Judged<'_>, danish: bool, out: &mut dyn Write) -> io::Result<()> {
    let head = head(report, judged, danish);
    let performance = perfdata::perfdata(report, judged);
    let first = format!("OCES {} - {head} | {performance}\n", judged.state.word());
    out.write_all(first.as_bytes())?;
    out.write_all(lines::lines(report, judged, danish, first.len()).as_bytes())?;
    out.flush()
}

/// What counts by rule, what makes it doubtful, what was looked at.
fn head(report: &Report, judged: &Judged<'_>, danish: bool) -> String {
    let told = |text: Text| text.told(danish).to_owned();
    let mut parts = vec![rules(report, judged, danish)];
    parts.extend(
        judged
            .day
            .map(|day| told(wording::filled("plugin.day", &Values::from([("day", Text::same(day.to_string()))])))),
    );
    if !report.scan.complete {
        let reasons: Vec<String> = report.scan.incomplete_reasons.iter().map(|one| reason::told(one, danish)).collect();
        let reasons = Text::same(text::brief(&reasons.join(", ")));
        parts.push(told(wording::filled("plugin.incomplete", &Values::from([("reasons", reasons)]))));
    }
    parts.extend(judged.age.filter(|age| age.is_out()).map(|age| {
        let old = Values::from([("age", Text::same(span(age.seconds)))]);
        told(if age.is_ahead() { wording::text("plugin.early") } else { wording::filled("plugin.old", &old) })
    }));
    let listed = report.certificates.iter().filter(|one| matches!(one.verdict, Verdict::Listed(_))).count();
    let seen = [("files", report.inventory.tally.files.to_string()), ("certificates", listed.to_string())];
    let seen = seen.into_iter().map(|(name, value)| (name, Text::same(value))).collect();
    parts.push(told(wording::filled("plugin.seen", &seen)));
    // Nagios makes a colon of every semicolon in the first line.
    plugin(&parts.join(" - "))
}

/// A span in its largest unit of which there are two.
fn span(seconds: i64) -> String {
    match seconds {
        ..7_200 => format!("{} min", seconds / 60),
        7_200..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// How many findings count, by rule, in the order of the worst of each.
fn rules(report: &Report, judged: &Judged<'_>, danish: bool) -> String {
    const NAMED: usize = 6;
    let mut rules: Vec<(&str, u64)> = Vec::new();
    for finding in report.findings.iter().filter(|finding| (judged.counts)(finding)) {
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule.id) {
            Some((_, count)) => *count += 1,
            None => rules.push((finding.rule.id, 1)),
        }
    }
    if rules.is_empty() {
        return wording::text("plugin.nothing").told(danish).to_owned();
    }
    let mut parts: Vec<String> = rules.iter().take(NAMED).map(|(rule, count)| format!("{count} {rule}")).collect();
    let more: u64 = rules.iter().skip(NAMED).map(|(_, count)| count).sum();
    if more > 0 {
        let values = Values::from([("count", Text::same(more.to_string()))]);
        parts.push(wording::filled("plugin.rules", &values).told(danish).to_owned());
    }
    parts.join(", ")
}

/// Whether it is an error that counts.
fn is_critical(judged: &Judged<'_>, finding: &Finding) -> bool {
    finding.severity == Severity::Error && (judged.counts)(finding)
}
