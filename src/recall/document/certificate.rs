//! A certificate as it stands in a report.

use super::placed::{KeyPlace, Occurrence, Reference};
use super::records::{Organisation, Use};
use super::{Both, Str, nothing};
use serde::Deserialize;

/// A certificate, of whatever list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::recall) struct Certificate<'a> {
    #[serde(borrow)]
    pub(in crate::recall) sha256: Str<'a>,
    #[serde(borrow)]
    pub(in crate::recall) sha1: Option<Str<'a>>,
    #[serde(borrow, default = "nothing")]
    pub(in crate::recall) subject: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(in crate::recall) issuer: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(in crate::recall) serial: Str<'a>,
    #[serde(borrow)]
    pub(in crate::recall) not_before: Option<Str<'a>>,
    #[serde(borrow)]
    pub(in crate::recall) not_after: Option<Str<'a>>,
    #[serde(borrow)]
    pub(in crate::recall) subject_key_identifier: Option<Str<'a>>,
    #[serde(borrow)]
    pub(in crate::recall) ownership: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(in crate::recall) emails: Vec<Str<'a>>,
    #[serde(default)]
    pub(in crate::recall) private_key: bool,
    #[serde(borrow, default)]
    pub(in crate::recall) keys: Vec<KeyPlace<'a>>,
    #[serde(borrow, default)]
    pub(in crate::recall) occurrences: Vec<Occurrence<'a>>,
    #[serde(borrow, default = "nothing")]
    pub(in crate::recall) generation: Str<'a>,
    #[serde(default)]
    pub(in crate::recall) qualified: bool,
    #[serde(borrow, default = "nothing")]
    pub(in crate::recall) environment: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(in crate::recall) role: Str<'a>,
    #[serde(borrow)]
    pub(in crate::recall) kind: Option<Str<'a>>,
    #[serde(borrow)]
    pub(in crate::recall) evidence: Option<Str<'a>>,
    #[serde(borrow)]
    pub(in crate::recall) organisation: Option<Organisation<'a>>,
    #[serde(borrow)]
    pub(in crate::recall) identifier: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(in crate::recall) uses: Vec<Use<'a>>,
    #[serde(borrow)]
    pub(in crate::recall) settles: Option<Both<'a>>,
    #[serde(borrow, default)]
    pub(in crate::recall) references: Vec<Reference<'a>>,
    /// Of a look-alike.
    #[serde(borrow)]
    pub(in crate::recall) reason: Option<Str<'a>>,
    /// Of one under an unknown authority.
    #[serde(borrow)]
    pub(in crate::recall) family: Option<Str<'a>>,
}
