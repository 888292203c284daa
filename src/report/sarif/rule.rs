//! What SARIF says of each rule of the registry beside its texts. A new rule is
//! one line here; without it, it is a warning of medium precision.

use serde::Serialize;

/// How bad a rule is, and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    pub(super) level: Level,
    /// GitHub's scale: above 0, 4 and more is medium, 7 high, 9 critical.
    pub(super) security: &'static str,
    pub(super) precision: &'static str,
}

/// A level of SARIF.
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    Note,
    Warning,
    Error,
}

impl Level {
    /// The same in the words of code scanning (`problem.severity`).
    pub(super) fn problem(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "recommendation",
        }
    }
}

/// The ranks by rule. What rests on keys and bytes is very precise; what rests
/// on names of folders and on texts is less so.
const RANKS: [(&str, Level, &str, &str); 17] = [
    ("oces2-key", Level::Error, "8.0", "very-high"),
    ("oces2-certificate", Level::Warning, "4.0", "very-high"),
    ("oces2-ca", Level::Warning, "5.0", "very-high"),
    ("oces1-key", Level::Error, "8.0", "very-high"),
    ("oces1-certificate", Level::Warning, "4.0", "very-high"),
    ("oces1-ca", Level::Warning, "5.0", "very-high"),
    ("encrypted-mail", Level::Warning, "2.0", "very-high"),
    ("nemid-dependency", Level::Warning, "4.0", "high"),
    ("open-key", Level::Warning, "6.5", "very-high"),
    ("misplaced-key", Level::Warning, "6.5", "high"),
    ("shared-key", Level::Warning, "5.0", "high"),
    ("weak-password", Level::Warning, "6.5", "very-high"),
    ("missing-store", Level::Note, "2.0", "medium"),
    ("oces3-expired", Level::Error, "5.0", "very-high"),
    ("oces3-expiring", Level::Note, "3.0", "very-high"),
    ("unknown-authority", Level::Warning, "4.0", "high"),
    ("look-alike", Level::Note, "2.0", "high"),
];

/// The rank of a rule.
pub(super) fn rank(id: &str) -> Rank {
    let known = RANKS.iter().find(|(rule, ..)| *rule == id);
    let (_, level, security, precision) = known.copied().unwrap_or(("", Level::Warning, "4.0", "medium"));
    Rank { level, security, precision }
}

/// A rule's name in `PascalCase`.
pub(super) fn pascal(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for word in id.split('-') {
        let mut chars = word.chars();
        out.extend(chars.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(chars.as_str());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::RULES;
    use crate::wording::knows;

    #[test]
    fn every_rule_has_its_rank_and_its_help() {
        let ranked: Vec<&str> = RANKS.iter().map(|(rule, ..)| *rule).collect();
        let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(ranked, rules);
        for rule in rules {
            assert!(knows(&format!("rules.means.{rule}")) && knows(&format!("rules.do.{rule}")), "{rule}");
            let security: f32 = rank(rule).security.parse().unwrap();
            assert!((0.1..=10.0).contains(&security), "{rule}");
        }
    }

    #[test]
    fn names_are_in_pascal_case() {
        assert_eq!(pascal("oces2-key"), "Oces2Key");
        assert_eq!(pascal("look-alike"), "LookAlike");
    }
}
