//! A report as a baseline: whose scans it tells of, and which findings.

use super::document::Document;
use super::shelf::octets;
use super::{Head, document};
use crate::check::Known;
use crate::error::Error;

/// A report that tells what is known.
pub struct Told<'a> {
    /// Its scans: one, but for a merged report.
    pub heads: Vec<Head>,
    name: &'a str,
    document: Document<'a>,
}

/// Reads it. `name` stands for it in errors.
pub fn baseline<'a>(text: &'a [u8], name: &'a str) -> Result<Told<'a>, Error> {
    let (document, heads) = super::open(text, name)?;
    if document.findings.is_none() {
        return Err(Error::Usage(format!("{name}: it has no findings: a report of oces scan -o json is needed")));
    }
    Ok(Told { heads, name, document })
}

impl Told<'_> {
    /// The findings of this scope.
    pub fn known(&self, scope: &str) -> Result<Known, Error> {
        let mut known = Known::default();
        let first = self.heads.first().map_or("", |head| &head.scope);
        for one in self.document.findings.iter().flatten() {
            let at = one.at();
            if at.scope.unwrap_or(first) == scope {
                known.add(self.id(one)?, &at.octets());
            }
        }
        Ok(known)
    }

    fn id(&self, from: &document::Finding<'_>) -> Result<[u8; 16], Error> {
        let id = octets(&from.id).and_then(|octets| octets.try_into().ok());
        id.ok_or_else(|| {
            let rule: String = from.rule.chars().filter(|one| !one.is_control()).take(40).collect();
            Error::Usage(format!("{}: a finding of {rule} has no identity of 32 hexadecimal digits", self.name))
        })
    }
}
