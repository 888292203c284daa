//! `[[owner]]`: who looks after what, and whose the certificates of a CVR
//! number are.

use super::file::{File, OwnerRule, Ownership};
use super::{paths, resolve};
use crate::error::Error;
use crate::usage::{self, Owner, Owners};
use std::path::Path;

/// The rules in their order; globs are seen from the file's directory. One that
/// only tells an ownership names nobody.
pub fn owners(file: &File, around: &Path) -> Result<Owners, Error> {
    let directory = file.directory_or(around);
    let naming = file.owner.iter().filter(|rule| names_somebody(rule));
    naming.map(|rule| owner(rule, directory)).collect::<Result<Vec<_>, Error>>().map(Owners)
}

/// Whose certificates are, by CVR number.
pub fn ownerships(file: &File) -> Result<Vec<(String, Ownership)>, Error> {
    let told = file.owner.iter().filter_map(|rule| Some((rule, rule.ownership?)));
    told.map(|(rule, ownership)| {
        let number = rule.cvr.as_ref().filter(|_| rule.path.is_none());
        let number = number.ok_or_else(|| about(rule, "`ownership` is told of a `cvr` alone"))?;
        Ok((resolve::cvr("[[owner]]", number)?, ownership))
    })
    .collect()
}

fn owner(rule: &OwnerRule, directory: &Path) -> Result<usage::OwnerRule, Error> {
    let path = match &rule.path {
        Some(text) => Some(paths::glob(directory, text).map_err(|why| about(rule, &why))?.compile_matcher()),
        None => None,
    };
    let cvr = rule.cvr.as_ref().map(|number| resolve::cvr("[[owner]]", number)).transpose()?;
    if path.is_none() && cvr.is_none() {
        return Err(about(rule, "`path` or `cvr` is needed"));
    }
    let owner = Owner {
        system: rule.system.clone(),
        team: rule.team.clone(),
        queue: rule.queue.clone(),
        category: rule.category.clone(),
        caller: rule.caller.clone(),
    };
    Ok(usage::OwnerRule { path, cvr, owner })
}

fn names_somebody(rule: &OwnerRule) -> bool {
    let told = [&rule.system, &rule.team, &rule.queue, &rule.category, &rule.caller];
    rule.ownership.is_none() || told.iter().any(|one| one.is_some())
}

fn about(rule: &OwnerRule, why: &str) -> Error {
    let cvr = rule.cvr.as_ref().map(ToString::to_string);
    let whom = rule.path.as_ref().or(cvr.as_ref()).or(rule.system.as_ref()).or(rule.team.as_ref());
    Error::Config(format!("[[owner]] for `{}`: {why}", whom.map_or("", String::as_str)))
}
