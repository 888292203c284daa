//! `--baseline`: an earlier report that tells which findings are known.
//!
//! *Behaviour*
//!
//! 1. It is read before anything is scanned. What is cut off, no report, or of
//!    no finding at all is refused.
//! 2. Identities carry the scope: a report of another scope could match
//!    nothing, and is refused with both names.
//! 3. Of a merged report the findings of this scope count.
//! 4. One with pseudonyms needs their key.
//! 5. It says nothing of failures: an incomplete scan stays incomplete.

use super::plan::text_of;
use crate::check::{Baseline, Finding, Known};
use crate::config::Config;
use crate::error::Error;
use crate::privacy;
use crate::recall;
use crate::wording::{Text, Values, filled};
use time::OffsetDateTime;

/// What is known, and since when.
pub(super) struct Before {
    known: Known,
    made: Option<OffsetDateTime>,
}

/// Reads the baseline, if one was given.
pub(super) fn read(config: &Config) -> Result<Option<Before>, Error> {
    let Some(path) = &config.baseline else { return Ok(None) };
    let name = format!("--baseline {}", path.display());
    let text = text_of(path).map_err(|error| Error::Usage(format!("{name}: {error}")))?;
    let told = recall::baseline(&text, &name)?;
    let mine = || told.heads.iter().filter(|head| head.scope == config.scope);
    if mine().next().is_none() {
        let scopes: Vec<String> = told.heads.iter().take(5).map(|head| format!("`{}`", head.scope)).collect();
        let why = format!(
            "it is of the scope {}, this scan of `{}`: identities carry the scope, so nothing could match. \
             Give both scans the same `--scope NAME`, as where runners have names by chance",
            scopes.join(", "),
            config.scope
        );
        return Err(Error::Usage(format!("{name}: {why}")));
    }
    let veiled = mine().any(|head| head.raw.get("personalData").and_then(|mode| mode.as_str()) == Some("pseudonymise"));
    if veiled && config.pseudonym_key.is_none() {
        let why = "it has pseudonyms: give the --pseudonym-key-file that it was made with, else what is about persons \
                   would count as new";
        return Err(Error::Usage(format!("{name}: {why}")));
    }
    let made = mine().filter_map(|head| head.finished_at).max();
    Ok(Some(Before { known: told.known(&config.scope)?, made }))
}

impl Before {
    /// Marks the findings that it has.
    pub(super) fn lay_over(self, findings: &mut [Finding], config: &Config) -> Baseline {
        let total = self.known.total();
        let gone = self.known.lay_over(findings, |id| pseudonym(id, config));
        Baseline { made: self.made, total, gone }
    }
}

/// What stands for an identity where the baseline has pseudonyms.
fn pseudonym(id: &[u8; 16], config: &Config) -> Option<[u8; 16]> {
    privacy::identity(config.pseudonym_key.as_ref()?, id)
}

/// What is worth telling of it.
pub(super) fn remark(baseline: &Baseline) -> Option<Text> {
    let number = |number: u64| Text::same(number.to_string());
    let values = Values::from([("gone", number(baseline.gone)), ("total", number(baseline.total))]);
    match baseline.gone {
        0 => None,
        all if all == baseline.total => Some(filled("living.remark.none", &values)),
        _ => Some(filled("living.remark.gone", &values)),
    }
}
