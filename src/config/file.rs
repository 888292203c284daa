//! `oces.toml`: where it is, whether it may be believed, and what stands in it.
//!
//! *Behaviour*
//! 1. A named file must be there. `./oces.toml` is read if it exists; run as
//!    root it is refused if root does not own it, so that nobody can steer
//!    root's scan by leaving a file in a directory.
//! 2. An unknown key is an error that names the nearest known one.
//! 3. No message repeats a line of the file.

use super::parse::parse;
use crate::cli::{Color, Lang};
use crate::error::Error;
use crate::exit::FailOn;
use crate::report::{CsvDialect, PersonalData};
use crate::tickets::{Least, Per};
use rustix::fs::OFlags;
use serde::Deserialize;
use std::fs::{self, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// More is no configuration.
const MAX_BYTES: u64 = 1024 * 1024;

/// What stands in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the keys are the long options and say it")]
pub struct File {
    /// The directory of the file: its relative paths are seen from there.
    #[serde(skip)]
    pub directory: PathBuf,
    pub acknowledge: Vec<AcknowledgeRule>,
    pub color: Option<Color>,
    pub ignore: Vec<IgnoreRule>,
    pub lang: Option<Lang>,
    pub quiet: Option<bool>,
    pub verbose: Option<bool>,
    pub scan: Scan,
    pub tickets: Tickets,
    pub decision: Vec<DecisionRule>,
    pub organisation: Organisation,
    pub owner: Vec<OwnerRule>,
    pub password: Vec<PasswordRule>,
    pub place: Vec<PlaceRule>,
    pub retain: Vec<RetainRule>,
}

/// `[scan]`: the long options of `oces scan`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the keys are the long options and say it")]
pub struct Scan {
    pub all: Option<bool>,
    pub allow_incomplete: Option<bool>,
    pub as_of: Option<String>,
    pub baseline: Option<PathBuf>,
    pub catalogue: Option<PathBuf>,
    pub csv_dialect: Option<CsvDialect>,
    pub exclude: Vec<String>,
    pub expiring_within: Option<TextOrNumber>,
    pub fail_on: Option<FailOn>,
    pub fail_on_rule: Vec<String>,
    pub files_from: Option<PathBuf>,
    pub follow: Option<bool>,
    pub idle: Option<bool>,
    pub jobs: Option<u16>,
    pub max_depth: Option<TextOrNumber>,
    pub max_expanded: Option<TextOrNumber>,
    pub max_expanded_scan: Option<TextOrNumber>,
    pub max_members: Option<TextOrNumber>,
    pub max_ratio: Option<TextOrNumber>,
    pub max_read_rate: Option<TextOrNumber>,
    pub max_seconds: Option<TextOrNumber>,
    pub mitid_erhverv_csv: Option<PathBuf>,
    pub memory: Option<TextOrNumber>,
    pub network_filesystems: Option<bool>,
    pub no_archives: Option<bool>,
    pub no_default_passwords: Option<bool>,
    pub no_home: Option<bool>,
    pub no_mail: Option<bool>,
    pub no_references: Option<bool>,
    pub one_file_system: Option<bool>,
    pub output: Vec<String>,
    pub password_file: Option<PathBuf>,
    pub personal_data: Option<PersonalData>,
    pub previous: Option<PathBuf>,
    pub pseudonym_key_file: Option<PathBuf>,
    pub recall_offline: Option<bool>,
    pub resume: Option<PathBuf>,
    pub scope: Option<String>,
    pub snapshots: Option<bool>,
    pub time_limit: Option<TextOrNumber>,
}

/// `[tickets]`: the long options of `oces tickets`, and what the tracker calls things.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[allow(missing_docs, reason = "the keys are the long options and say it")]
pub struct Tickets {
    pub ca_file: Option<PathBuf>,
    pub caller: Option<String>,
    pub category: Option<String>,
    pub closed_status: Option<String>,
    pub field: Option<TextOrNumber>,
    #[serde(rename = "for")]
    pub tracker: Option<String>,
    pub issue_type: Option<TextOrNumber>,
    pub max_new: Option<u32>,
    pub min_severity: Option<Least>,
    pub open_status: Option<String>,
    pub per: Option<Per>,
    pub plain_http: Option<bool>,
    pub queue: Option<String>,
    pub retry_for: Option<TextOrNumber>,
    pub state_field: Option<TextOrNumber>,
    pub team: Option<String>,
    pub token_file: Option<PathBuf>,
    pub url: Option<String>,
}

/// `[organisation]`: who scans.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Organisation {
    /// Its CVR numbers.
    pub cvr: Vec<TextOrNumber>,
    /// Its name, for the heading of reports.
    pub name: Option<String>,
}

/// `[[place]]`: what kind of place some paths are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceRule {
    /// The glob of the paths.
    pub path: String,
    /// The kind of place, by its name in reports.
    pub place: String,
}

/// `[[decision]]`: whether something is still needed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecisionRule {
    /// The beginning of the certificate's SHA-256.
    pub certificate: Option<String>,
    /// The glob of the paths.
    pub path: Option<String>,
    /// The system's name.
    pub system: Option<String>,
    /// The answer.
    pub needed: Option<bool>,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub on: Option<Day>,
    /// Why.
    pub reason: Option<String>,
}

/// `[[retain]]`: a key that is kept on purpose.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetainRule {
    /// The beginning of the certificate's SHA-256.
    pub certificate: Option<String>,
    /// The glob of the place where it is kept.
    pub path: Option<String>,
    /// What for.
    pub purpose: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The day of its review.
    pub review: Option<Day>,
}

/// `[[ignore]]`: findings that are not to be counted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IgnoreRule {
    /// The beginning of the certificate's SHA-256.
    pub certificate: Option<String>,
    /// The glob of the paths.
    pub path: Option<String>,
    /// The rule's name.
    pub rule: Option<String>,
    /// The issuer, whole or by its common name.
    pub issuer: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The last day.
    pub until: Option<Day>,
}

/// `[[acknowledge]]`: failures that are known and accepted.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AcknowledgeRule {
    /// The glob of the paths.
    pub path: Option<String>,
    /// The kind of failure.
    pub kind: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The last day.
    pub until: Option<Day>,
}

/// A day, which people write with and without quotes.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(untagged, expecting = "expected a day of the form YYYY-MM-DD")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Day {
    Bare(toml::value::Datetime),
    Text(String),
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Day::Bare(day) => write!(f, "{day}"),
            Day::Text(text) => f.write_str(text),
        }
    }
}

/// `[[owner]]`: who looks after some paths, or after a CVR number's certificates.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OwnerRule {
    /// The glob of the paths.
    pub path: Option<String>,
    /// The CVR number.
    pub cvr: Option<TextOrNumber>,
    /// The system's name.
    pub system: Option<String>,
    /// The team.
    pub team: Option<String>,
    /// The queue of the ticket system.
    pub queue: Option<String>,
    /// The category of its tickets.
    pub category: Option<String>,
    /// In whose name its tickets are opened.
    pub caller: Option<String>,
    /// Whose the certificates of the CVR number are.
    pub ownership: Option<Ownership>,
}

/// Whose certificates are.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Ownership {
    Own,
    Foreign,
}

/// `[[password]]`: where the password for some paths lies. Never the password.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordRule {
    /// The glob of the stores' paths.
    pub path: String,
    /// A file with one password a line.
    pub file: Option<PathBuf>,
    /// The name of an environment variable.
    pub env: Option<String>,
}

/// A value that people write with and without quotes.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged, expecting = "expected a string or a whole number")]
#[allow(missing_docs, reason = "the names say it")]
pub enum TextOrNumber {
    Text(String),
    Number(i64),
}

impl std::fmt::Display for TextOrNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TextOrNumber::Text(text) => f.write_str(text),
            TextOrNumber::Number(number) => write!(f, "{number}"),
        }
    }
}

impl Scan {
    /// What of it is for a plan from reports.
    #[must_use]
    pub fn of_reports(&self) -> Scan {
        Scan {
            as_of: self.as_of.clone(),
            catalogue: self.catalogue.clone(),
            expiring_within: self.expiring_within.clone(),
            csv_dialect: self.csv_dialect,
            mitid_erhverv_csv: self.mitid_erhverv_csv.clone(),
            personal_data: self.personal_data,
            previous: self.previous.clone(),
            pseudonym_key_file: self.pseudonym_key_file.clone(),
            ..Scan::default()
        }
    }

    /// What of it is for a single named file: how to open and judge it, not
    /// where to look and whom to tell.
    #[must_use]
    pub fn of_one_file(&self) -> Scan {
        Scan {
            as_of: self.as_of.clone(),
            catalogue: self.catalogue.clone(),
            expiring_within: self.expiring_within.clone(),
            max_depth: self.max_depth.clone(),
            max_expanded: self.max_expanded.clone(),
            max_expanded_scan: self.max_expanded_scan.clone(),
            max_members: self.max_members.clone(),
            max_ratio: self.max_ratio.clone(),
            max_seconds: self.max_seconds.clone(),
            memory: self.memory.clone(),
            no_archives: self.no_archives,
            no_mail: self.no_mail,
            no_default_passwords: self.no_default_passwords,
            password_file: self.password_file.clone(),
            scope: self.scope.clone(),
            ..Scan::default()
        }
    }
}

impl File {
    /// The directory that its globs are seen from.
    pub fn directory_or<'d>(&'d self, around: &'d Path) -> &'d Path {
        if self.directory.as_os_str().is_empty() { around } else { &self.directory }
    }

    /// Reads the named file, or `oces.toml` in `directory` if there is one.
    pub fn find(named: Option<&Path>, directory: &Path, effective_uid: u32) -> Result<File, Error> {
        let path = named.map_or_else(|| directory.join("oces.toml"), |path| directory.join(path));
        let text = match read(&path, named.is_none(), effective_uid) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => return Ok(File::default()),
            Err(error) => return Err(Error::Config(format!("{}: {error}", path.display()))),
        };
        let file = parse(&text).map_err(|why| Error::Config(format!("{}{why}", path.display())))?;
        let directory = path.parent().unwrap_or(directory).to_owned();
        Ok(File { directory, ..file })
    }
}

/// Reads the text; an unnamed file is not waited for (a FIFO) and not believed
/// if another than root left it for root.
fn read(path: &Path, unnamed: bool, effective_uid: u32) -> io::Result<String> {
    let refusal = |why: &str| Err(io::Error::new(io::ErrorKind::PermissionDenied, why.to_owned()));
    let mut options = OpenOptions::new();
    options.read(true);
    if unnamed {
        options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    }
    let link = fs::symlink_metadata(path)?;
    let file = options.open(path)?;
    let facts = file.metadata()?;
    if unnamed && !facts.is_file() {
        return refusal("refused: not a regular file; name it with --config if it is meant");
    }
    if unnamed && effective_uid == 0 && (facts.uid() != 0 || link.uid() != 0) {
        return refusal("refused: root does not own it; name it with --config if it is meant");
    }
    let mut text = String::new();
    file.take(MAX_BYTES + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "more than 1 MiB is no configuration"));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_matters_only_if_it_was_named() {
        let dir = tempfile::tempdir().unwrap();
        assert!(File::find(None, dir.path(), 0).is_ok());
        assert!(matches!(File::find(Some(Path::new("oces.toml")), dir.path(), 0), Err(Error::Config(_))));
    }
}
