//! `--known`: a list of the tickets that are there, as a tracker exports it.
//!
//! *Behaviour*
//!
//! 1. CSV with a heading (commas, semicolons or tabs; a byte order mark is passed
//!    by) or JSON: a list of objects, or an object with a list in it. The columns
//!    are known by what trackers call them; case, blanks and `_` do not count.
//! 2. Rows without an identity of ours are passed by: they are other people's.
//! 3. A state that is neither known as open nor as closed is an error: a guess
//!    would open or close wrongly.

use super::{ExternalId, Standing, State};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What trackers call the columns: identity, number, state, memory.
const IDENTITY: &[&str] = &[
    "externalid",
    "ocesid",
    "correlationid",
    "externalnumber",
    "externalissueid",
    "externalreference",
    "labels",
    "label",
    "body",
    "description",
    "cfocesid",
    "customfieldocesid",
];
const NUMBER: &[&str] = &["ticket", "number", "id", "key", "issuekey", "iid", "ticketnumber", "nummer", "#"];
const STATE: &[&str] = &["state", "status", "processingstatus", "statuscategory", "tilstand"];
const MEMORY: &[&str] = &["ocesstate", "memory"];

/// Words for open and for closed.
const OPEN: &[&str] = &[
    "open",
    "opened",
    "new",
    "in progress",
    "inprogress",
    "todo",
    "to do",
    "active",
    "pending",
    "on hold",
    "reopened",
    "stalled",
    "assigned",
    "feedback",
    "indeterminate",
    "firstline",
    "secondline",
    "true",
    "åben",
    "ny",
    "i gang",
    "igangværende",
    "afventer",
    "1",
    "2",
    "3",
];
const CLOSED: &[&str] = &[
    "closed",
    "done",
    "resolved",
    "rejected",
    "complete",
    "completed",
    "cancelled",
    "canceled",
    "deleted",
    "declined",
    "won't do",
    "false",
    "lukket",
    "løst",
    "afsluttet",
    "afvist",
    "annulleret",
    "6",
    "7",
    "8",
];

/// Reads the list. An error names the row.
pub fn read(text: &str) -> Result<Vec<Standing>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = if text.trim_start().starts_with(['[', '{']) { json(text)? } else { csv(text)? };
    let mut list = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        if let Some(one) = standing(row).map_err(|why| format!("row {}: {why}", number + 1))? {
            list.push(one);
        }
    }
    Ok(list)
}

type Row = BTreeMap<String, String>;

fn standing(row: &Row) -> Result<Option<Standing>, String> {
    let Some(id) = IDENTITY.iter().filter_map(|name| row.get(*name)).find_map(|cell| identity(cell)) else {
        return Ok(None);
    };
    let get = |names: &[&str]| names.iter().filter_map(|name| row.get(*name)).find(|cell| !cell.trim().is_empty());
    let word = get(STATE).ok_or_else(|| format!("{id} has no state (a column `state` or `status`)"))?;
    let state = get(MEMORY).and_then(|text| State::parse(text));
    let open = is_open(word)?;
    Ok(Some(Standing { id, number: get(NUMBER).cloned(), open, state, remembers: false }))
}

/// The identity in a cell: alone, as a label, or in a hidden mark of a text.
fn identity(cell: &str) -> Option<ExternalId> {
    let spelled = |start: &str| {
        cell.match_indices(start).find_map(|(at, _)| {
            let digits = cell.get(at + start.len()..at + start.len() + 32)?;
            ExternalId::parse(&format!("oces:v1:{digits}"))
        })
    };
    spelled("oces:v1:").or_else(|| spelled("oces-id-")).or_else(|| spelled("oces::"))
}

fn is_open(word: &str) -> Result<bool, String> {
    let plain = word.trim().to_lowercase();
    if OPEN.contains(&plain.as_str()) {
        return Ok(true);
    }
    if CLOSED.contains(&plain.as_str()) {
        return Ok(false);
    }
    let shown: String = word.chars().filter(|one| !one.is_control()).take(40).collect();
    Err(format!("the state `{shown}` is not known: write `open` or `closed`"))
}

fn plain(name: &str) -> String {
    name.chars().filter(|one| one.is_alphanumeric() || *one == '#').flat_map(char::to_lowercase).collect()
}

fn json(text: &str) -> Result<Vec<Row>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let list = match &value {
        Value::Array(list) => list,
        Value::Object(map) => map.values().find_map(Value::as_array).ok_or("no list of tickets is in it")?,
        _ => return Err("no list of tickets is in it".to_owned()),
    };
    Ok(list.iter().filter_map(Value::as_object).map(row).collect())
}

fn row(map: &Map<String, Value>) -> Row {
    let cell = |value: &Value| match value {
        Value::String(text) => text.clone(),
        // A status may be an object with a name.
        Value::Object(map) => map.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    map.iter().map(|(name, value)| (plain(name), cell(value))).collect()
}

fn csv(text: &str) -> Result<Vec<Row>, String> {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let mark = [';', '\t', ','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(',');
    let mut records = records(text, mark).into_iter();
    let heading: Vec<String> = records.next().unwrap_or_default().iter().map(|name| plain(name)).collect();
    if !heading.iter().any(|name| IDENTITY.contains(&name.as_str())) {
        return Err("no column with the external id: name it `externalId`".to_owned());
    }
    let row = |cells: Vec<String>| heading.iter().cloned().zip(cells).collect();
    Ok(records.map(row).collect())
}

/// The records of a CSV text: quoted cells may hold marks and line ends.
fn records(text: &str, mark: char) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(one) = chars.next() {
        match one {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            other if other == mark && !quoted => record.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    if !cell.is_empty() || !record.is_empty() {
        record.push(cell);
        records.push(record);
    }
    records.retain(|record| record.iter().any(|cell| !cell.trim().is_empty()));
    records
}
