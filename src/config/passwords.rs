//! Gathers the passwords: defaults, `--password-file`, `OCES_PASSWORDS`, and
//! those that `oces.toml` names for paths. Which store may be tried with which
//! is `password`'s. No message ever holds one.

use super::file::PasswordRule;
use super::paths;
use crate::error::Error;
use crate::password::{Password, Passwords};
use globset::GlobMatcher;
use std::ffi::OsString;
use std::fs::File;
use std::io::Read;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use zeroize::Zeroizing;

/// More is no list of passwords.
const MAX_BYTES: u64 = 1024 * 1024;

/// Where passwords come from.
pub struct Sources<'s> {
    /// `--password-file`, absolute.
    pub file: Option<&'s Path>,
    /// Whether the usual defaults are tried.
    pub usual: bool,
    /// `[[password]]`, with the directory its paths are seen from.
    pub rules: (&'s Path, &'s [PasswordRule]),
    /// The environment.
    pub variable: fn(&str) -> Option<OsString>,
}

impl Sources<'_> {
    /// Reads them all. The empty password is no guess and comes first, then
    /// what was given, then the usual ones.
    pub fn gather(&self) -> Result<Passwords, Error> {
        let mut general = vec![Password::new(String::new())];
        if let Some(path) = self.file {
            general.extend(from_file(path)?);
        }
        if let Some(value) = (self.variable)("OCES_PASSWORDS") {
            general.extend(lines(value.into_vec(), "OCES_PASSWORDS")?);
        }
        if self.usual {
            general.extend(Passwords::defaults());
        }
        let (_, rules) = self.rules;
        let named = rules.iter().map(|rule| self.named(rule)).collect::<Result<Vec<_>, Error>>()?;
        Ok(Passwords::new(general, named))
    }

    fn named(&self, rule: &PasswordRule) -> Result<(GlobMatcher, Vec<Password>), Error> {
        let about = |why: String| Error::Config(format!("[[password]] for `{}`: {why}", rule.path));
        let (directory, _) = self.rules;
        let glob = paths::glob(directory, &rule.path).map_err(about)?.compile_matcher();
        let passwords = match (&rule.file, &rule.env) {
            (Some(file), None) => from_file(&paths::absolute(directory, file))?,
            (None, Some(name)) => {
                let value = (self.variable)(name);
                lines(value.ok_or_else(|| about(format!("the variable {name} is not set")))?.into_vec(), name)?
            }
            _ => return Err(about("exactly one of `file` and `env` is needed".to_owned())),
        };
        Ok((glob, passwords))
    }
}

fn from_file(path: &Path) -> Result<Vec<Password>, Error> {
    let failed = |why: &dyn std::fmt::Display| Error::Config(format!("passwords in {}: {why}", path.display()));
    let file = File::open(path).map_err(|error| failed(&error))?;
    let length = file.metadata().map_or(0, |facts| facts.len()).min(MAX_BYTES);
    // Room for all at once: a buffer that grows would leave copies behind.
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1);
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(failed(&"more than 1 MiB is no list of passwords"));
    }
    lines(bytes, &path.display().to_string())
}

/// One a line; empty lines say nothing, since the empty password is always tried.
fn lines(bytes: Vec<u8>, source: &str) -> Result<Vec<Password>, Error> {
    let bytes = Zeroizing::new(bytes);
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Error::Config(format!("passwords in {source}: not UTF-8")))?
        .trim_start_matches('\u{feff}');
    let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    Ok(lines.filter(|line| !line.is_empty()).map(|line| Password::new(line.to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(file: Option<&str>, env: Option<&str>) -> PasswordRule {
        PasswordRule { path: "*.p12".to_owned(), file: file.map(Into::into), env: env.map(str::to_owned) }
    }

    fn gather(rules: &[PasswordRule]) -> Result<Passwords, Error> {
        let variable = |name: &str| (name == "SET").then(|| OsString::from("one\ntwo"));
        Sources { file: None, usual: false, rules: (Path::new("/nowhere"), rules), variable }.gather()
    }

    #[test]
    fn one_password_a_line_whatever_the_line_ends() {
        let read = lines(b"\xef\xbb\xbfone\r\n two \n\nthree".to_vec(), "x").unwrap();
        assert!(read == ["one", " two ", "three"].map(|text| Password::new(text.to_owned())));
        assert!(lines(vec![0xff], "x").is_err());
    }

    #[test]
    fn a_rule_has_exactly_one_source_that_must_be_there() {
        assert!(gather(&[rule(None, Some("SET"))]).is_ok());
        for wrong in [rule(None, None), rule(Some("a"), Some("SET")), rule(None, Some("UNSET")), rule(Some("a"), None)]
        {
            assert!(matches!(gather(&[wrong]), Err(Error::Config(_))));
        }
    }
}
