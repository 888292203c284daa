//! From where on a finding counts. What a scan that does not reach the bar
//! ends with is the exit code's to say.

use super::{Finding, Severity, State};
use clap::ValueEnum;
use serde::Deserialize;

/// From which severity on findings end a scan with code 1.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it, and the help needs no more")]
pub enum FailOn {
    Error,
    #[default]
    Warning,
    Note,
    Never,
}

/// What a scan must reach to end with 0.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// From which severity on findings count.
    pub fail_on: FailOn,
    /// Rules whose findings count whatever their severity.
    pub rules: Vec<&'static str>,
    /// Whether an incomplete scan ends like a complete one.
    pub allow_incomplete: bool,
}

impl Bar {
    /// Whether a finding ends the scan with 1.
    pub fn counts(&self, finding: &Finding) -> bool {
        let severe = self.fail_on.least().is_some_and(|least| finding.severity >= least);
        finding.state() == State::Counted && (severe || self.rules.contains(&finding.rule.id))
    }
}

impl FailOn {
    /// The least severity that counts; `None` if none does.
    pub fn least(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}
