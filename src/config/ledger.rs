//! What people have said: `[[decision]]`, `[[retain]]` and the certificate list
//! of MitID Erhverv.
//!
//! A rule that would make findings quiet is held to say about what, who, why
//! and until when.

use super::file::{Day, DecisionRule, File, RetainRule};
use super::{day, paths, waivers};
use crate::error::Error;
use crate::ledger::{self, Decision, Ledger, Listed, Retain};
use globset::GlobMatcher;
use std::io::Read;
use std::path::Path;
use time::Date;

/// A hundred thousand rows have room in it.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Everything that was said. Globs are seen from the file's directory.
pub fn ledger(file: &File, around: &Path, list: Option<&Path>) -> Result<Ledger, Error> {
    let directory = file.directory_or(around);
    let decisions =
        file.decision.iter().enumerate().map(|(at, rule)| decision(&Rule::decision(at, rule), rule, directory));
    let retains = file.retain.iter().enumerate().map(|(at, rule)| retain(&Rule::retain(at, rule), rule, directory));
    Ok(Ledger {
        decisions: decisions.collect::<Result<_, Error>>()?,
        retains: retains.collect::<Result<_, Error>>()?,
        listed: list.map(listed).transpose()?,
        ignores: waivers::ignores(file, directory)?,
        acknowledges: waivers::acknowledges(file, directory)?,
    })
}

/// How a rule is named in messages.
pub(super) struct Rule(String);

impl Rule {
    fn decision(at: usize, rule: &DecisionRule) -> Rule {
        Rule::new("decision", at, [&rule.certificate, &rule.path, &rule.system])
    }

    fn retain(at: usize, rule: &RetainRule) -> Rule {
        Rule::new("retain", at, [&rule.certificate, &rule.path, &rule.purpose])
    }

    pub(super) fn new(table: &str, at: usize, subjects: [&Option<String>; 3]) -> Rule {
        let number = || format!("[[{table}]] number {}", at + 1);
        let subject = subjects.into_iter().flatten().next();
        Rule(subject.map_or_else(number, |subject| format!("[[{table}]] for `{subject}`")))
    }

    pub(super) fn wrong(&self, why: &str) -> Error {
        Error::Config(format!("{}: {why}", self.0))
    }

    pub(super) fn needs<'v, T>(&self, key: &str, value: Option<&'v T>) -> Result<&'v T, Error> {
        value.ok_or_else(|| self.wrong(&format!("`{key}` is needed")))
    }

    /// A text that says something.
    pub(super) fn text(&self, key: &str, value: Option<&String>) -> Result<String, Error> {
        let text = self.needs(key, value.filter(|text| !text.trim().is_empty()))?;
        Ok(text.trim().to_owned())
    }

    pub(super) fn day(&self, key: &str, value: Option<&Day>) -> Result<Date, Error> {
        let text = self.needs(key, value)?.to_string();
        day::parse(&text).map_err(|why| self.wrong(&format!("`{key}`: {why}")))
    }

    /// The beginning of a SHA-256, as tools print it.
    pub(super) fn certificate(&self, text: &str) -> Result<String, Error> {
        let digits: String = text.chars().filter(|one| !matches!(one, ':' | ' ')).collect();
        let fits = (8..=64).contains(&digits.len()) && digits.bytes().all(|one| one.is_ascii_hexdigit());
        let why = "`certificate` is the beginning of its SHA-256: 8 to 64 hexadecimal digits";
        fits.then(|| digits.to_ascii_lowercase()).ok_or_else(|| self.wrong(why))
    }

    pub(super) fn glob(&self, directory: &Path, text: &str) -> Result<GlobMatcher, Error> {
        Ok(paths::glob(directory, text).map_err(|why| self.wrong(&why))?.compile_matcher())
    }

    /// A place, not a name that fits anywhere: what is kept there goes quiet.
    fn place(&self, directory: &Path, text: &str) -> Result<GlobMatcher, Error> {
        let first = text.trim_start_matches("../").trim_start_matches("./").trim_start_matches('/');
        let first = first.split('/').next().unwrap_or_default();
        let named = !first.is_empty() && !first.contains(['*', '?', '[', '{']);
        let placed = ["/", "./", "../"].iter().any(|start| text.starts_with(start));
        if !named || !placed {
            let why = "`path` is the place where the key is kept: it begins with `/` or `./` and names a folder";
            return Err(self.wrong(why));
        }
        self.glob(directory, text)
    }
}

fn decision(rule: &Rule, from: &DecisionRule, directory: &Path) -> Result<Decision, Error> {
    let system = from.system.as_ref().filter(|name| !name.trim().is_empty());
    if from.certificate.is_none() && from.path.is_none() && system.is_none() {
        return Err(rule.wrong("`certificate`, `path` or `system` is needed"));
    }
    Ok(Decision {
        certificate: from.certificate.as_ref().map(|text| rule.certificate(text)).transpose()?,
        path: from.path.as_ref().map(|text| rule.glob(directory, text)).transpose()?,
        system: system.cloned(),
        needed: *rule.needs("needed", from.needed.as_ref())?,
        by: rule.text("by", from.by.as_ref())?,
        on: rule.day("on", from.on.as_ref())?,
        reason: rule.text("reason", from.reason.as_ref())?,
    })
}

fn retain(rule: &Rule, from: &RetainRule, directory: &Path) -> Result<Retain, Error> {
    Ok(Retain {
        certificate: rule.certificate(rule.needs("certificate", from.certificate.as_ref())?)?,
        path: rule.place(directory, rule.needs("path", from.path.as_ref())?)?,
        purpose: rule.text("purpose", from.purpose.as_ref())?,
        owner: rule.text("owner", from.owner.as_ref())?,
        review: rule.day("review", from.review.as_ref())?,
    })
}

/// The rows of the list.
fn listed(path: &Path) -> Result<Vec<Listed>, Error> {
    let wrong = |why: String| Error::Usage(format!("--mitid-erhverv-csv {}: {why}", path.display()));
    let mut octets = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| wrong(error.to_string()))?;
    file.take(MAX_BYTES + 1).read_to_end(&mut octets).map_err(|error| wrong(error.to_string()))?;
    if octets.len() as u64 > MAX_BYTES {
        return Err(wrong("more than 32 MiB is no certificate list".to_owned()));
    }
    ledger::read_list(&octets).map_err(wrong)
}
