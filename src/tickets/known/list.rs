//! Lists in JSON: what the interfaces of trackers answer.
//!
//! *Behaviour*
//!
//! 1. A list of tickets, an object with one in it, or several of either one
//!    after the other, as pages that were put together.
//! 2. Pages that say themselves that there are more are an error.

use super::{Row, add, plain};
use serde_json::{Map, Value};

/// Where trackers put the list: Jira and Redmine, RT, `ServiceNow`, others.
const LISTS: &[&str] = &["issues", "items", "result", "tickets", "results", "incidents"];

/// The rows.
pub(super) fn rows(text: &str) -> Result<Vec<Row>, String> {
    let (mut tickets, mut promised, mut more) = (Vec::new(), 0, false);
    for page in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        match page.map_err(|error| error.to_string())? {
            Value::Array(list) => tickets.extend(flat(list)),
            Value::Object(mut map) => {
                if map.get("kind").and_then(Value::as_str) == Some("ticket-operations") {
                    return Err(
                        "it is what `oces tickets plan` wrote, not a list of the tickets that are there".to_owned()
                    );
                }
                promised = total(&map).unwrap_or(0).max(promised);
                more = has_more(&map);
                match LISTS.iter().find_map(|name| map.remove(*name)) {
                    Some(Value::Array(list)) => tickets.extend(flat(list)),
                    _ => return Err(format!("no list of tickets is in it (a key such as {})", LISTS.join(", "))),
                }
            }
            _ => return Err("no list of tickets is in it".to_owned()),
        }
    }
    let count = u64::try_from(tickets.len()).unwrap_or(u64::MAX);
    if count < promised || more {
        let of = if promised > count { format!(" of {promised}") } else { String::new() };
        return Err(format!("it holds {count}{of} tickets: export all pages, or what is missing would be made anew"));
    }
    let not_one = |(at, _): (usize, &Value)| format!("row {}: it is no object", at + 1);
    if let Some(odd) = tickets.iter().enumerate().find(|(_, one)| !one.is_object()) {
        return Err(not_one(odd));
    }
    Ok(tickets.iter().filter_map(Value::as_object).map(row).collect())
}

/// A list of pages is one list.
fn flat(list: Vec<Value>) -> Vec<Value> {
    let parts = list.into_iter().map(|one| if let Value::Array(page) = one { page } else { vec![one] });
    parts.flatten().collect()
}

fn total(page: &Map<String, Value>) -> Option<u64> {
    ["total", "total_count"].iter().find_map(|name| page.get(*name)).and_then(Value::as_u64)
}

fn has_more(page: &Map<String, Value>) -> bool {
    let said = |name: &str| page.get(name).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)));
    page.get("isLast").and_then(Value::as_bool) == Some(false) || said("next_page") || said("nextPageToken")
}

fn row(ticket: &Map<String, Value>) -> Row {
    let mut row = Row::new();
    // Jira has nearly all below `fields`, and our own below `properties`.
    let inner = ticket.get("fields").and_then(Value::as_object);
    for (name, value) in ticket.iter().chain(inner.into_iter().flatten()) {
        field(&mut row, name, value);
    }
    let own = ticket.get("properties").and_then(|all| all.get("oces.ticket"));
    for (name, key) in [("oces id", "externalId"), ("oces state", "state")] {
        if let Some(text) = own.and_then(|own| own.get(key)).and_then(Value::as_str) {
            add(&mut row, name, text);
        }
    }
    row
}

fn field(row: &mut Row, name: &str, value: &Value) {
    match (plain(name).as_str(), value) {
        ("comments", Value::Array(list)) => add(row, name, &list.len().to_string()),
        ("customfields", Value::Array(list)) => {
            for one in list {
                if let Some(name) = one.get("name").and_then(Value::as_str) {
                    add(row, name, &one.get("values").or_else(|| one.get("value")).map(cell).unwrap_or_default());
                }
            }
        }
        ("customfields", Value::Object(map)) => map.iter().for_each(|(name, value)| add(row, name, &cell(value))),
        ("references", Value::Object(map)) => add(row, name, &map.get("full").map(cell).unwrap_or_default()),
        ("pullrequest", Value::Object(_)) => add(row, name, "true"),
        ("status", Value::Object(map)) => {
            add(row, name, &cell(value));
            if let Some(key) = map.get("statusCategory").and_then(|category| category.get("key")) {
                add(row, "status category", &cell(key));
            }
            if let Some(closed) = map.get("is_closed") {
                add(row, "is closed", &cell(closed));
            }
        }
        ("fields" | "properties", Value::Object(_)) => {}
        _ => add(row, name, &cell(value)),
    }
}

/// A value as the text of a cell: of an object its name, of a list its parts on lines.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(map) => {
            let known = ["value", "name", "display_value"].iter().find_map(|key| map.get(*key));
            known.and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join("\n"),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
