//! What a report says of its own run. Asks for a scope alone; the rest may be
//! missing, and what is missing is never told as complete.

use super::Stages;
use crate::check::Baseline;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

/// The run of a scan, as its report tells it.
#[derive(Clone, Debug)]
pub struct Head {
    /// The run's own name; empty where none is told.
    pub id: String,
    /// Whose scan it is.
    pub scope: String,
    /// The host name.
    pub host: String,
    /// When it began.
    pub started_at: Option<OffsetDateTime>,
    /// When it ended.
    pub finished_at: Option<OffsetDateTime>,
    /// The day of its verdicts.
    pub as_of: Option<Date>,
    /// What was looked at.
    pub roots: Vec<PathBuf>,
    /// The options that changed what was found.
    pub options: BTreeMap<String, Value>,
    /// Whether everything was looked at.
    pub complete: bool,
    /// Why not.
    pub incomplete_reasons: Vec<String>,
    /// The effective user.
    pub uid: u32,
    /// Its capabilities.
    pub capabilities: Vec<String>,
    /// The baseline that was used, if any.
    pub baseline: Option<Baseline>,
    /// Its parts, and where it was stopped.
    pub stages: Stages,
    /// All of it, as it stands in the report.
    pub raw: Value,
}

/// A list of so many skipped paths may have been cut (`walk` names no more).
const MAX_NAMED: usize = 10_000;

impl Head {
    /// Whether the report names everything that it must name of what it left out.
    pub fn names_all_skipped(&self) -> bool {
        self.raw.get("skipped").and_then(Value::as_array).is_none_or(|list| list.len() < MAX_NAMED)
    }

    pub(super) fn read(scan: &Value) -> Result<Head, String> {
        let host = text(scan, "host").unwrap_or_default();
        let scope =
            text(scan, "scope").filter(|scope| !scope.is_empty()).or(Some(host)).filter(|name| !name.is_empty());
        let scope = scope.ok_or("no report of oces scan -o json: its scan has no scope")?;
        Ok(Head {
            id: text(scan, "id").unwrap_or_default().to_owned(),
            scope: scope.to_owned(),
            host: if host.is_empty() { scope } else { host }.to_owned(),
            started_at: text(scan, "startedAt").and_then(instant),
            finished_at: text(scan, "finishedAt").and_then(instant),
            as_of: text(scan, "asOf").and_then(day),
            roots: texts(scan, "roots").into_iter().map(PathBuf::from).collect(),
            options: options(scan),
            complete: scan.get("complete").and_then(Value::as_bool).unwrap_or(false),
            incomplete_reasons: texts(scan, "incompleteReasons"),
            uid: scan.pointer("/user/uid").and_then(Value::as_u64).and_then(|uid| u32::try_from(uid).ok()).unwrap_or(0),
            capabilities: scan.get("user").map(|user| texts(user, "capabilities")).unwrap_or_default(),
            baseline: scan.get("baseline").filter(|told| told.is_object()).map(baseline),
            stages: Stages::read(scan),
            raw: without_again(scan),
        })
    }

    /// Whether the path lies under one of its roots.
    pub fn covers(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }

    /// The day on which it ended, else that of its verdicts.
    pub fn day(&self) -> Option<Date> {
        let ended = self.finished_at.and_then(|at| crate::classify::copenhagen_day(at.unix_timestamp()));
        ended.or(self.as_of)
    }
}

/// The scan as it stands, but for a list that only the scan that goes on needs.
fn without_again(scan: &Value) -> Value {
    let Value::Object(map) = scan else { return scan.clone() };
    let told = |(key, value): (&String, &Value)| match value {
        Value::Object(stopped) if key == "stopped" => {
            let rest = stopped.iter().filter(|(key, _)| *key != "again");
            (key.clone(), Value::Object(rest.map(|(key, value)| (key.clone(), value.clone())).collect()))
        }
        value => (key.clone(), value.clone()),
    };
    Value::Object(map.iter().map(told).collect())
}

fn baseline(told: &Value) -> Baseline {
    let number = |key: &str| told.get(key).and_then(Value::as_u64).unwrap_or(0);
    Baseline { made: text(told, "made").and_then(instant), total: number("total"), gone: number("gone") }
}

fn options(scan: &Value) -> BTreeMap<String, Value> {
    let options = scan.get("options").and_then(Value::as_object);
    options.map(|options| options.iter().map(|(key, value)| (key.clone(), value.clone())).collect()).unwrap_or_default()
}

fn text<'v>(from: &'v Value, key: &str) -> Option<&'v str> {
    from.get(key).and_then(Value::as_str)
}

fn texts(from: &Value, key: &str) -> Vec<String> {
    let list = from.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// An instant as reports write it; a bare day is its first second.
pub(super) fn instant(text: &str) -> Option<OffsetDateTime> {
    let bare = || day(text).map(|day| day.midnight().assume_utc());
    OffsetDateTime::parse(text, &Rfc3339).ok().or_else(bare)
}

/// A day as `YYYY-MM-DD`.
pub(super) fn day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}
