//! From verdicts to findings: one rule, one certificate, one path.
//!
//! Plans nothing and writes nothing.

use crate::certificate::Fingerprint;
use crate::classify::Classified;
use crate::location::Location;

/// One finding. Its message is made from the rule and the certificate when it
/// is written, so that a hundred thousand of them stay small.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The first 16 octets of the finding's hash (design section 3).
    pub id: [u8; 16],
    /// The rule.
    pub rule: &'static Rule,
    /// The rule's severity, lowered or raised by what is known.
    pub severity: Severity,
    /// The certificate, if the rule is about one.
    pub certificate: Option<Fingerprint>,
    /// Path and members; encodings are left out.
    pub location: Location,
    /// How many places in that path and those members.
    pub places: u32,
    /// History: in a message or log without a key. Not counted by `--fail-on`.
    pub history: bool,
}

/// A rule of the registry.
#[derive(Debug)]
pub struct Rule {
    /// Its name: stable, part of the contract.
    pub id: &'static str,
    /// What it says, in Danish.
    pub summary_da: &'static str,
    /// What it says, in English.
    pub summary_en: &'static str,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// The registry of rules.
pub static RULES: &[Rule] = &[];

/// Applies every rule; sorted worst first, then by path.
pub fn check(certificates: &[Classified], scope: &str) -> Vec<Finding> {
    let _ = (certificates, scope);
    Vec::new()
}

/// The message of a finding, in Danish or English. `certificate` is the one it names.
pub fn message(finding: &Finding, certificate: Option<&Classified>, danish: bool) -> String {
    let _ = (finding, certificate, danish);
    String::new()
}
