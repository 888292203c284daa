//! Each part of the configuration from the options that make it.

use super::file::{File, Ownership, TextOrNumber};
use super::surroundings::Surroundings;
use super::{Verbosity, WalkOptions, day, owners, passwords, paths};
use crate::classify::Settings;
use crate::cli::{Global, ScanArgs};
use crate::error::Error;
use crate::exit::Bar;
use crate::password::Passwords;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// How long before its end a certificate is expiring, unless told otherwise.
const EXPIRING_WITHIN: &str = "90d";

/// Absolute and lexical, each once; without any the current directory.
pub fn roots(args: &ScanArgs, around: &Surroundings) -> Result<Vec<PathBuf>, Error> {
    let base = around.directory.as_path();
    let mut roots: Vec<PathBuf> = args.paths.iter().map(|path| paths::absolute(base, path)).collect();
    match &args.files_from {
        Some(list) => roots.extend(paths::listed(base, list)?),
        None if roots.is_empty() => roots.push(paths::absolute(base, base)),
        None => {}
    }
    let mut met = BTreeSet::new();
    roots.retain(|root| met.insert(root.clone()));
    Ok(roots)
}

/// All that may be tried on keystores.
pub fn passwords(args: &ScanArgs, file: &File, around: &Surroundings) -> Result<Passwords, Error> {
    let given = args.judge.password_file.as_ref().map(|path| paths::absolute(&around.directory, path));
    let directory = file.directory_or(&around.directory);
    passwords::Sources {
        file: given.as_deref(),
        usual: !args.judge.no_default_passwords.unwrap_or_default(),
        rules: (directory, &file.password),
        variable: around.variable,
    }
    .gather()
}

/// What the verdict depends on.
pub fn settings(args: &ScanArgs, file: &File, around: &Surroundings) -> Result<Settings, Error> {
    let usage = |option: &str, why: &str| Error::Usage(format!("{option}: {why}"));
    let as_of = match &args.judge.as_of {
        Some(text) => day::parse(text).map_err(|why| usage("--as-of", &why))?,
        None => crate::classify::copenhagen_day(around.now.unix_timestamp()).unwrap_or(around.now.date()),
    };
    let span = args.judge.expiring_within.as_deref().unwrap_or(EXPIRING_WITHIN);
    let expiring_within_days = day::parse_span(span).map_err(|why| usage("--expiring-within", &why))?;
    let own = file.organisation.cvr.iter().map(|number| cvr("[organisation]", number));
    let mut own_cvr = own.collect::<Result<BTreeSet<_>, Error>>()?;
    let mut foreign_cvr = BTreeSet::new();
    for (number, ownership) in owners::ownerships(file)? {
        match ownership {
            Ownership::Own => own_cvr.insert(number),
            Ownership::Foreign => foreign_cvr.insert(number),
        };
    }
    if let Some(both) = own_cvr.intersection(&foreign_cvr).next() {
        return Err(Error::Config(format!("CVR {both} is said to be both own and foreign")));
    }
    let (own_cvr, foreign_cvr) = (own_cvr.into_iter().collect(), foreign_cvr.into_iter().collect());
    Ok(Settings { as_of, expiring_within_days, own_cvr, foreign_cvr })
}

/// A CVR number: eight digits.
pub fn cvr(table: &str, value: &TextOrNumber) -> Result<String, Error> {
    let text = value.to_string();
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text);
    }
    Err(Error::Config(format!("{table} cvr: `{text}` is no CVR number of eight digits")))
}

/// What a scan must reach to end with 0.
pub fn bar(args: &ScanArgs) -> Result<Bar, Error> {
    let named =
        |name: &String| super::waivers::rule_named(name).map_err(|why| Error::Usage(format!("--fail-on-rule: {why}")));
    Ok(Bar {
        fail_on: args.fail_on.unwrap_or_default(),
        rules: args.fail_on_rule.iter().map(named).collect::<Result<_, Error>>()?,
        allow_incomplete: args.allow_incomplete.unwrap_or_default(),
    })
}

/// A name without control characters: it goes into identities between NULs.
pub fn scope(name: &str) -> Result<String, Error> {
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::Usage("--scope: a name without control characters is needed".to_owned()));
    }
    Ok(name.to_owned())
}

/// How much is said; quiet wins.
pub fn verbosity(global: &Global) -> Verbosity {
    match (global.quiet, global.verbose) {
        (Some(true), _) => Verbosity::Quiet,
        (_, Some(true)) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    }
}

/// What the walk does.
pub fn walk(args: ScanArgs, around: &Surroundings) -> Result<WalkOptions, Error> {
    let walk = args.walk;
    Ok(WalkOptions {
        follow: walk.follow.unwrap_or_default(),
        network_filesystems: walk.network_filesystems.unwrap_or_default(),
        one_file_system: walk.one_file_system.unwrap_or_default(),
        snapshots: walk.snapshots.unwrap_or_default(),
        no_home: walk.no_home.unwrap_or_default(),
        recall_offline: walk.recall_offline.unwrap_or_default(),
        exclude: paths::exclusions(&around.directory, &walk.exclude)?,
        exclude_globs: walk.exclude,
    })
}
