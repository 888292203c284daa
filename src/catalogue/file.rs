//! The catalogue's files: TOML, strict about its keys.

use super::{Authority, Environment, Family, Generation, Role};
use crate::certificate::Certificate;
use crate::error::Error;
use crate::name::{Attribute, comparison_key, oid_of};
use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Deserialize;
use std::sync::Arc;
use time::Date;
use time::macros::format_description;

/// The data of all files, merged.
#[derive(Debug, Default)]
pub(super) struct Data {
    pub(super) versions: Vec<String>,
    pub(super) generations: Vec<Generation>,
    pub(super) families: Vec<Family>,
    pub(super) authorities: Vec<Authority>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Option<String>,
    #[serde(default)]
    generation: Vec<GenerationEntry>,
    #[serde(default)]
    family: Vec<FamilyEntry>,
    #[serde(default)]
    authority: Vec<AuthorityEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct GenerationEntry {
    id: String,
    name: String,
    successor: Option<String>,
    blocked_on: Option<String>,
    retired_on: Option<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct FamilyEntry {
    generation: String,
    organisation: String,
    with: Option<String>,
}

/// An authority by its facts, or by its certificate.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct AuthorityEntry {
    generation: String,
    environment: EnvironmentEntry,
    #[serde(default)]
    qualified: bool,
    role: Option<RoleEntry>,
    /// RDNs in encoded order, each one attribute.
    subject: Option<Vec<(String, String)>>,
    sha256: Option<String>,
    spki_sha256: Option<String>,
    subject_key_identifier: Option<String>,
    not_after: Option<String>,
    /// PEM; gives all the facts that are not given.
    certificate: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum EnvironmentEntry {
    Production,
    Test,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RoleEntry {
    Root,
    Issuing,
}

impl Data {
    /// Adds a file; what has the same identity is replaced where it stands.
    pub(super) fn merge(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let fault = |what: String| Error::Catalogue(format!("{name}: {what}"));
        let file: File = toml::from_str(text).map_err(|error| fault(error.to_string()))?;
        // The builtin files share a version; an extra file adds its own.
        let version = file.version.unwrap_or_else(|| name.to_owned());
        if !self.versions.contains(&version) {
            self.versions.push(version);
        }
        for entry in file.generation {
            let generation = entry.read().map_err(fault)?;
            put(&mut self.generations, generation, |one, other| one.id == other.id);
        }
        for entry in file.family {
            let family =
                Family { generation: entry.generation.into(), organisation: entry.organisation, with: entry.with };
            put(&mut self.families, family, |one, other| one.organisation == other.organisation);
        }
        let mut added: Vec<Authority> = Vec::new();
        for entry in file.authority {
            let authority = entry.read().map_err(fault)?;
            if added.iter().any(|other| other.sha256 == authority.sha256) {
                return Err(fault(format!(
                    "two authorities have the sha256 {}",
                    HEXLOWER_PERMISSIVE.encode(&authority.sha256)
                )));
            }
            added.push(authority);
        }
        for authority in added {
            put(&mut self.authorities, authority, |one, other| one.sha256 == other.sha256);
        }
        Ok(())
    }
}

fn put<T>(list: &mut Vec<T>, value: T, same: impl Fn(&T, &T) -> bool) {
    match list.iter_mut().find(|known| same(known, &value)) {
        Some(known) => *known = value,
        None => list.push(value),
    }
}

impl GenerationEntry {
    fn read(self) -> Result<Generation, String> {
        Ok(Generation {
            id: self.id.into(),
            name: self.name,
            successor: self.successor.map(Arc::from),
            blocked_on: self.blocked_on.as_deref().map(date).transpose()?,
            retired_on: self.retired_on.as_deref().map(date).transpose()?,
            source: self.source,
        })
    }
}

impl AuthorityEntry {
    fn read(self) -> Result<Authority, String> {
        let environment = match self.environment {
            EnvironmentEntry::Production => Environment::Production,
            EnvironmentEntry::Test => Environment::Test,
        };
        let generation = self.generation.as_str().into();
        let qualified = self.qualified;
        let facts = match &self.certificate {
            Some(pem) => Facts::of_certificate(pem)?,
            None => self.facts()?,
        };
        if self.certificate.is_some() {
            self.agrees_with(&facts)?;
        }
        let role = facts.role;
        let Facts { subject, sha256, spki_sha256, subject_key_identifier, not_after, .. } = facts;
        Ok(Authority {
            generation,
            environment,
            role,
            qualified,
            subject,
            sha256,
            spki_sha256,
            subject_key_identifier,
            not_after,
        })
    }

    fn facts(&self) -> Result<Facts, String> {
        let subject = self.subject.as_ref().ok_or("an authority without subject and certificate")?;
        let missing = |key: &str| format!("an authority without `{key}`: {subject:?}");
        Ok(Facts {
            subject: rdns(subject)?,
            role: self.role.map(role).ok_or_else(|| missing("role"))?,
            sha256: hash(self.sha256.as_ref().ok_or_else(|| missing("sha256"))?)?,
            spki_sha256: hash(self.spki_sha256.as_ref().ok_or_else(|| missing("spki-sha256"))?)?,
            subject_key_identifier: self.subject_key_identifier.as_ref().map(|text| hexadecimal(text)).transpose()?,
            not_after: date(self.not_after.as_ref().ok_or_else(|| missing("not-after"))?)?,
        })
    }

    /// Facts that stand beside a certificate must be the certificate's.
    fn agrees_with(&self, facts: &Facts) -> Result<(), String> {
        let differs = |key: &str| Err(format!("`{key}` is not that of the certificate beside it"));
        if self
            .subject
            .as_ref()
            .map(|subject| rdns(subject))
            .transpose()?
            .is_some_and(|own| comparison_key(&own) != comparison_key(&facts.subject))
        {
            return differs("subject");
        }
        if self.role.is_some_and(|own| role(own) != facts.role) {
            return differs("role");
        }
        if self.sha256.as_deref().map(hash).transpose()?.is_some_and(|own| own != facts.sha256) {
            return differs("sha256");
        }
        if self.spki_sha256.as_deref().map(hash).transpose()?.is_some_and(|own| own != facts.spki_sha256) {
            return differs("spki-sha256");
        }
        if self
            .subject_key_identifier
            .as_deref()
            .map(hexadecimal)
            .transpose()?
            .is_some_and(|own| Some(own) != facts.subject_key_identifier)
        {
            return differs("subject-key-identifier");
        }
        if self.not_after.as_deref().map(date).transpose()?.is_some_and(|own| own != facts.not_after) {
            return differs("not-after");
        }
        Ok(())
    }
}

/// What is known of an authority's certificate.
struct Facts {
    subject: Vec<Vec<Attribute>>,
    role: Role,
    sha256: [u8; 32],
    spki_sha256: [u8; 32],
    subject_key_identifier: Option<Box<[u8]>>,
    not_after: Date,
}

impl Facts {
    fn of_certificate(pem: &str) -> Result<Facts, String> {
        let mut found = rustls_pemfile::certs(&mut pem.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("certificate: {error}"))?;
        let (Some(der), true) = (found.pop(), found.is_empty()) else {
            return Err("`certificate` holds not exactly one PEM certificate".to_owned());
        };
        let certificate = Certificate::parse(&der).ok_or("`certificate` is no X.509 certificate")?;
        let not_after =
            certificate.not_after.and_then(|seconds| time::OffsetDateTime::from_unix_timestamp(seconds).ok());
        Ok(Facts {
            role: if certificate.is_self_issued() { Role::Root } else { Role::Issuing },
            sha256: certificate.sha256,
            spki_sha256: certificate.spki_sha256,
            not_after: not_after.ok_or("`certificate` has no notAfter")?.date(),
            subject: certificate.subject.rdns,
            subject_key_identifier: certificate.subject_key_identifier,
        })
    }
}

fn role(entry: RoleEntry) -> Role {
    match entry {
        RoleEntry::Root => Role::Root,
        RoleEntry::Issuing => Role::Issuing,
    }
}

fn rdns(subject: &[(String, String)]) -> Result<Vec<Vec<Attribute>>, String> {
    let attribute = |(short, value): &(String, String)| {
        let oid = oid_of(short).ok_or_else(|| format!("`{short}` is no attribute type"))?.to_owned();
        Ok(vec![Attribute { oid, value: value.clone() }])
    };
    subject.iter().map(attribute).collect()
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| format!("`{text}` is no date (YYYY-MM-DD)"))
}

fn hash(text: &str) -> Result<[u8; 32], String> {
    let octets = hexadecimal(text)?;
    <[u8; 32]>::try_from(&*octets).map_err(|_| format!("`{text}` is no SHA-256 (64 hexadecimal digits)"))
}

fn hexadecimal(text: &str) -> Result<Box<[u8]>, String> {
    HEXLOWER_PERMISSIVE
        .decode(text.as_bytes())
        .map(Vec::into_boxed_slice)
        .map_err(|_| format!("`{text}` is not hexadecimal"))
}
