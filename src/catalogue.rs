//! The catalogue: generations, authorities and dates, as data with sources.
//!
//! Knows no file of the scanned world. A new generation, CA or block date is a
//! change of `catalogue/*.toml` alone.
//!
//! Behaviour
//! 1. The data is checked when it is loaded; what is not sound is an `Error`.
//! 2. `kinship` says exactly what a name has to do with the catalogue.
//! 3. `concerns` says so for every certificate of a scan: a walk over the
//!    attributes without allocation, and `kinship` only where that walk hits.

mod file;
mod sound;
mod watch;

use crate::error::Error;
use crate::name::{Attribute, Name, attribute, comparison_key, fold};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use time::Date;
use watch::Watch;

const BUILTIN: [(&str, &str); 3] = [
    ("oces1.toml", include_str!("catalogue/oces1.toml")),
    ("oces2.toml", include_str!("catalogue/oces2.toml")),
    ("oces3.toml", include_str!("catalogue/oces3.toml")),
];

/// A generation of OCES and what is known of it.
#[derive(Clone, Debug)]
pub struct Generation {
    /// `I`, `II` or `III`.
    pub id: Arc<str>,
    /// The name for people, such as `OCES II`.
    pub name: String,
    /// The generation that succeeds it.
    pub successor: Option<Arc<str>>,
    /// The day from which its production end-entity certificates were to be blocked.
    pub blocked_on: Option<Date>,
    /// The day from which all else of it (or all of it) is retired.
    pub retired_on: Option<Date>,
    /// The dated source of those days.
    pub source: String,
}

/// Whether an authority issues for production or for tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Environment {
    Production,
    Test,
}

/// What a certificate is in its hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Role {
    Root,
    Issuing,
    EndEntity,
}

impl Environment {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Environment::Production => "production",
            Environment::Test => "test",
        }
    }
}

impl Role {
    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Role::Root => "root",
            Role::Issuing => "issuing",
            Role::EndEntity => "end-entity",
        }
    }
}

/// A certification authority of a generation, by one of its certificates.
#[derive(Clone, Debug)]
pub struct Authority {
    /// The generation's identifier.
    pub generation: Arc<str>,
    /// Production or test.
    pub environment: Environment,
    /// Root or issuing.
    pub role: Role,
    /// Of a qualified hierarchy.
    pub qualified: bool,
    /// The subject, RDNs in encoded order.
    pub subject: Vec<Vec<Attribute>>,
    /// SHA-256 of the certificate.
    pub sha256: [u8; 32],
    /// SHA-256 of the `SubjectPublicKeyInfo`.
    pub spki_sha256: [u8; 32],
    /// The subject key identifier; some authorities have none.
    pub subject_key_identifier: Option<Box<[u8]>>,
    /// The last day, UTC.
    pub not_after: Date,
}

/// An organisation name that makes a name one of a generation's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Family {
    /// The generation that a look-alike is taken to pretend to be.
    pub generation: Arc<str>,
    /// The value of organizationName.
    pub organisation: String,
    /// A word that must also stand in a commonName or organizationalUnitName.
    pub with: Option<String>,
}

/// What a name has to do with the catalogue.
#[derive(Clone, Copy, Debug)]
pub enum Kinship<'c> {
    /// It is the name of these authorities (never none).
    Authority(&'c [usize]),
    /// It bears a family's organisation, but is no authority's name.
    Family(&'c Family),
    /// It nearly bears a family's organisation, or bears an authority's common
    /// name under another organisation; with the authority where there is one.
    Near(&'c Family, Option<&'c Authority>),
    /// Nothing.
    None,
}

/// The catalogue, loaded and checked. Shared between threads by reference.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The generations, oldest first.
    pub generations: Vec<Generation>,
    /// The version of the data, shown in reports.
    pub version: String,
    /// The authorities, in the order of the data.
    pub authorities: Vec<Authority>,
    /// The families.
    pub families: Vec<Family>,
    /// Authorities by the comparison key of their subject.
    by_subject: BTreeMap<String, Vec<usize>>,
    /// Family and authority by the folded common name (or unit, where there is none).
    by_common_name: BTreeMap<String, (usize, usize)>,
    /// Names learned in a scan, as DER.
    learned: BTreeSet<Box<[u8]>>,
    watch: Watch,
}

impl Catalogue {
    /// The catalogue that is part of the program.
    ///
    /// # Errors
    /// [`Error::Catalogue`] if the data is not sound.
    pub fn builtin() -> Result<Catalogue, Error> {
        let mut data = file::Data::default();
        for (name, text) in BUILTIN {
            data.merge(name, text)?;
        }
        Catalogue::from_data(data)
    }

    /// The builtin catalogue with the generations, families and authorities
    /// of `extra` added; those with the same id, organisation or SHA-256 are replaced.
    ///
    /// # Errors
    /// [`Error::Catalogue`] if the data is not sound.
    pub fn load_with(extra: &str) -> Result<Catalogue, Error> {
        let mut data = file::Data::default();
        for (name, text) in BUILTIN.into_iter().chain([("--catalogue", extra)]) {
            data.merge(name, text)?;
        }
        Catalogue::from_data(data)
    }

    fn from_data(data: file::Data) -> Result<Catalogue, Error> {
        sound::check(&data)?;
        let watch = Watch::new(&data.families, &data.authorities);
        let mut catalogue = Catalogue {
            generations: data.generations,
            version: data.versions.join("+"),
            authorities: data.authorities,
            families: data.families,
            watch,
            ..Catalogue::default()
        };
        catalogue.index();
        Ok(catalogue)
    }

    fn index(&mut self) {
        for (at, authority) in self.authorities.iter().enumerate() {
            self.by_subject.entry(comparison_key(&authority.subject)).or_default().push(at);
            let name = Name { der: Box::default(), rdns: authority.subject.clone() };
            let Some(family) = self.families.iter().position(|family| family.bears(&name)) else { continue };
            if let Some(own) = distinguishing(&name) {
                self.by_common_name.entry(own).or_insert((family, at));
            }
        }
    }

    /// The generation of an identifier.
    pub fn generation(&self, id: &str) -> Option<&Generation> {
        self.generations.iter().find(|generation| &*generation.id == id)
    }

    /// Whether a certificate that bears this name (DER, header included) must
    /// be listed: it is, or nearly is, a name of the catalogue or of a
    /// catalogue family. Called for every certificate; cheap.
    pub fn concerns(&self, der: &[u8]) -> bool {
        if !self.learned.is_empty() && self.learned.contains(der) {
            return true;
        }
        self.watch.hits(der) && !matches!(self.kinship(&Name::parse(der)), Kinship::None)
    }

    /// Has [`Catalogue::concerns`] say yes to these names (DER) as well: the
    /// subjects of authorities that a scan learned by their chain.
    pub fn watch_also(&mut self, names: impl IntoIterator<Item = Box<[u8]>>) {
        self.learned.extend(names);
    }

    /// What a name has to do with the catalogue.
    pub fn kinship(&self, name: &Name) -> Kinship<'_> {
        if let Some(authorities) = self.by_subject.get(&name.comparison_key()) {
            return Kinship::Authority(authorities);
        }
        if let Some(family) = self.families.iter().find(|family| family.bears(name)) {
            return Kinship::Family(family);
        }
        let borrowed = borrowable(name).find_map(|own| self.by_common_name.get(&own));
        if let Some((family, authority)) = borrowed {
            return match (self.families.get(*family), self.authorities.get(*authority)) {
                (Some(family), authority) => Kinship::Near(family, authority),
                _ => Kinship::None,
            };
        }
        match self.families.iter().find(|family| family.nearly_bears(name)) {
            Some(family) => Kinship::Near(family, None),
            None => Kinship::None,
        }
    }

    /// Everything that the catalogue holds, as rows for `oces catalogue`.
    pub fn lines(&self) -> Vec<Line> {
        self.authorities.iter().filter_map(|authority| self.line(authority)).collect()
    }

    fn line(&self, authority: &Authority) -> Option<Line> {
        let generation = self.generation(&authority.generation)?;
        let name = Name { der: Box::default(), rdns: authority.subject.clone() };
        Some(Line {
            generation: generation.id.clone(),
            environment: authority.environment,
            role: authority.role,
            qualified: authority.qualified,
            subject: name.to_rfc4514(),
            sha256: authority.sha256,
            not_after: authority.not_after,
            blocked_on: generation.blocked_on,
            retired_on: generation.retired_on,
            source: generation.source.clone(),
        })
    }
}

/// One authority with the dates of its generation.
#[derive(Clone, Debug)]
pub struct Line {
    /// The generation's identifier.
    pub generation: Arc<str>,
    /// Production or test.
    pub environment: Environment,
    /// Root or issuing.
    pub role: Role,
    /// Of a qualified hierarchy.
    pub qualified: bool,
    /// The subject, RFC 4514.
    pub subject: String,
    /// SHA-256 of the certificate.
    pub sha256: [u8; 32],
    /// The last day, UTC.
    pub not_after: Date,
    /// The generation's block date.
    pub blocked_on: Option<Date>,
    /// The day from which the rest of the generation is retired.
    pub retired_on: Option<Date>,
    /// The source of those days.
    pub source: String,
}

impl Family {
    /// Whether the name is one of the family's.
    pub fn bears(&self, name: &Name) -> bool {
        let organisation = fold(&self.organisation);
        name.values(attribute::ORGANISATION).any(|value| fold(value) == organisation) && self.has_word(name)
    }

    fn has_word(&self, name: &Name) -> bool {
        let Some(word) = self.with.as_deref().map(fold) else { return true };
        [attribute::COMMON_NAME, attribute::ORGANISATIONAL_UNIT]
            .into_iter()
            .any(|oid| name.values(oid).any(|value| fold(value).contains(&word)))
    }

    /// Whether an organisation or common name differs from the family's
    /// organisation by a slip of the pen. Short organisations have no
    /// neighbours: every three letters are near `TDC`.
    fn nearly_bears(&self, name: &Name) -> bool {
        [attribute::ORGANISATION, attribute::COMMON_NAME]
            .into_iter()
            .any(|oid| name.values(oid).any(|value| watch::is_near(&fold(&self.organisation), &fold(value))))
    }
}

/// What tells an authority from its siblings: its common name, or its unit.
fn distinguishing(name: &Name) -> Option<String> {
    name.common_name().or_else(|| name.attribute(attribute::ORGANISATIONAL_UNIT)).map(fold)
}

/// The values of a name that could be an authority's distinguishing one.
fn borrowable(name: &Name) -> impl Iterator<Item = String> {
    name.values(attribute::COMMON_NAME).chain(name.values(attribute::ORGANISATIONAL_UNIT)).map(fold)
}

#[cfg(test)]
mod tests;
