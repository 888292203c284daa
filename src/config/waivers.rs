//! `[[ignore]]` and `[[acknowledge]]`: held to say about what, why and, if they
//! will, until when.

use super::file::{AcknowledgeRule, Day, File, IgnoreRule};
use super::keys::nearest;
use super::ledger::Rule;
use crate::check::RULES;
use crate::error::Error;
use crate::failure::FailureKind;
use crate::ledger::{Acknowledge, Ignore, Issuer, Place, Term};
use globset::GlobBuilder;
use std::path::Path;

/// All of `[[ignore]]`, in their order.
pub(super) fn ignores(file: &File, directory: &Path) -> Result<Vec<Ignore>, Error> {
    file.ignore.iter().enumerate().map(|(at, from)| ignore(at, from, directory)).collect()
}

/// All of `[[acknowledge]]`, in their order.
pub(super) fn acknowledges(file: &File, directory: &Path) -> Result<Vec<Acknowledge>, Error> {
    file.acknowledge.iter().enumerate().map(|(at, from)| acknowledge(at, from, directory)).collect()
}

/// The rule of this name, for `--fail-on-rule` and `[[ignore]]`.
pub(super) fn rule_named(name: &str) -> Result<&'static str, String> {
    let ids: Vec<&'static str> = RULES.iter().map(|rule| rule.id).collect();
    if let Some(known) = ids.iter().copied().find(|id| *id == name) {
        return Ok(known);
    }
    let near = nearest(name, &ids).map(|near| format!(", did you mean `{near}`?"));
    Err(format!("`{name}` is no rule{}", near.unwrap_or_else(|| format!("; known are {}", ids.join(", ")))))
}

fn ignore(at: usize, from: &IgnoreRule, directory: &Path) -> Result<Ignore, Error> {
    let rule = Rule::new("ignore", at, [&from.certificate, &from.path, &from.rule]);
    let named = [&from.certificate, &from.path, &from.rule, &from.issuer];
    if named.iter().all(|one| one.is_none()) {
        return Err(rule.wrong("`certificate`, `path`, `rule` or `issuer` is needed"));
    }
    Ok(Ignore {
        certificate: from.certificate.as_ref().map(|text| rule.certificate(text)).transpose()?,
        path: from.path.as_ref().map(|text| place(&rule, directory, text)).transpose()?,
        rule: from.rule.as_ref().map(|name| rule_named(name).map_err(|why| rule.wrong(&why))).transpose()?,
        issuer: from.issuer.as_ref().map(|name| Ok(Issuer::new(&rule.text("issuer", Some(name))?))).transpose()?,
        term: term(&rule, from.reason.as_ref(), from.until.as_ref())?,
    })
}

fn acknowledge(at: usize, from: &AcknowledgeRule, directory: &Path) -> Result<Acknowledge, Error> {
    let rule = Rule::new("acknowledge", at, [&from.path, &from.kind, &None]);
    Ok(Acknowledge {
        path: place(&rule, directory, rule.needs("path", from.path.as_ref())?)?,
        kind: from.kind.as_ref().map(|name| kind(name).map_err(|why| rule.wrong(&why))).transpose()?,
        term: term(&rule, from.reason.as_ref(), from.until.as_ref())?,
    })
}

fn term(rule: &Rule, reason: Option<&String>, until: Option<&Day>) -> Result<Term, Error> {
    let until = until.map(|day| rule.day("until", Some(day))).transpose()?;
    Ok(Term { reason: rule.text("reason", reason)?.into(), until })
}

/// A glob that names something: one for everything would make the tool say nothing.
fn place(rule: &Rule, directory: &Path, text: &str) -> Result<Place, Error> {
    /// Places that have nothing in common.
    const APART: [&str; 3] = ["/srv/app/key.p12", "/home/anna/post.eml", "/etc/0"];
    let glob = rule.glob(directory, text)?;
    let parts = text.split('[').enumerate().map(|(at, part)| {
        let outside = part.split_once(']').map_or(part, |(_, outside)| outside);
        if at == 0 { part } else { outside }
    });
    let names = parts.flat_map(str::chars).any(char::is_alphanumeric);
    if !names || APART.iter().all(|path| glob.is_match(path)) {
        return Err(rule.wrong("`path` is for everything: name a folder, a file or an ending"));
    }
    let inside = mark(text).map(|at| {
        let members = GlobBuilder::new(&text[at + 1..]).backslash_escape(true).build();
        let why = |error: globset::Error| rule.wrong(&format!("`{text}` is no glob: {}", error.kind()));
        Ok((rule.glob(directory, &text[..at])?, members.map_err(why)?.compile_matcher()))
    });
    Ok(Place { glob, inside: inside.transpose()? })
}

/// Where the members begin: at the first `!` that negates no class.
fn mark(text: &str) -> Option<usize> {
    let mut before = ' ';
    text.char_indices().find_map(|(at, here)| {
        let begins = here == '!' && !matches!(before, '[' | '\\');
        before = here;
        begins.then_some(at)
    })
}

fn kind(name: &str) -> Result<FailureKind, String> {
    let ids: Vec<&str> = FailureKind::ALL.iter().map(|kind| kind.id()).collect();
    let near = nearest(name, &ids).map(|near| format!(", did you mean `{near}`?"));
    let unknown = || {
        format!("`{name}` is no kind of failure{}", near.unwrap_or_else(|| format!("; known are {}", ids.join(", "))))
    };
    FailureKind::ALL.into_iter().find(|kind| kind.id() == name).ok_or_else(unknown)
}

#[cfg(test)]
mod tests;
