//! A report as it stands in its file. Lenient: what the contract does not
//! promise may be missing, what nobody knows is passed by. Concludes nothing.

mod certificate;
mod placed;
mod records;

pub(super) use certificate::Certificate;
pub(super) use placed::{At, Dependent, Evidence, Failure, Finding, KeyPlace, Message, Occurrence, Reference};
pub(super) use records::{Action, Detail, Key, Opening, Party, System, Unseen, Use, Waived};

use super::head::Head;
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// A text, borrowed from the file where it stands there as it is.
#[derive(Deserialize, Clone)]
#[serde(transparent)]
pub(super) struct Str<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

impl std::ops::Deref for Str<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A text in both languages.
#[derive(Deserialize)]
pub(super) struct Both<'a> {
    #[serde(borrow, default = "nothing")]
    pub(super) da: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(super) en: Str<'a>,
}

fn nothing<'a>() -> Str<'a> {
    Str(Cow::Borrowed(""))
}

/// The whole report.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    schema_version: Str<'a>,
    tool: Option<Value>,
    scan: Option<Value>,
    scans: Option<Vec<Value>>,
    #[serde(borrow)]
    pub(super) certificates: Vec<Certificate<'a>>,
    #[serde(borrow, default)]
    pub(super) look_alikes: Vec<Certificate<'a>>,
    #[serde(borrow, default)]
    pub(super) unknown_authorities: Vec<Certificate<'a>>,
    #[serde(borrow, default)]
    pub(super) others: Vec<Certificate<'a>>,
    #[serde(borrow)]
    pub(super) findings: Option<Vec<Finding<'a>>>,
    #[serde(borrow, default)]
    pub(super) messages: Vec<Message<'a>>,
    #[serde(borrow, default)]
    pub(super) failures: Vec<Failure<'a>>,
    #[serde(borrow, default)]
    pub(super) systems: Vec<System<'a>>,
    #[serde(borrow, default)]
    pub(super) dependencies: Vec<Dependent<'a>>,
    #[serde(borrow, default)]
    pub(super) firewall: Vec<Opening<'a>>,
    #[serde(borrow, default)]
    pub(super) not_looked_at: Vec<Unseen<'a>>,
    #[serde(borrow, default)]
    pub(super) plan: Plan<'a>,
}

impl Document<'_> {
    /// Only the first number of the version tells what can be read.
    pub(super) fn check_version(&self) -> Result<(), String> {
        let version = &*self.schema_version;
        if version == "1" || version.starts_with("1.") {
            return Ok(());
        }
        let version: String = version.chars().take(20).filter(|one| !one.is_control()).collect();
        Err(format!("schemaVersion {version} is not one that this version reads (1.x)"))
    }

    /// The version of the catalogue that it was made with.
    pub(super) fn catalogue(&self) -> Option<String> {
        self.tool.as_ref()?.get("catalogue")?.as_str().map(str::to_owned)
    }

    /// Whether it was merged from several.
    pub(super) fn is_merged(&self) -> bool {
        self.scans.is_some()
    }

    /// The scans that it tells of.
    pub(super) fn heads(&self) -> Result<Vec<Head>, String> {
        let scans: Vec<&Value> = self.scan.iter().chain(self.scans.iter().flatten()).collect();
        if scans.is_empty() {
            return Err("no report of oces scan -o json: it has neither scan nor scans".to_owned());
        }
        scans.into_iter().map(Head::read).collect()
    }
}

/// The plan.
#[derive(Deserialize, Default)]
pub(super) struct Plan<'a> {
    #[serde(borrow, default)]
    pub(super) actions: Vec<Action<'a>>,
}
