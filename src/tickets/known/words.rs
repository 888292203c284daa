//! Whether a ticket is open: what trackers call it, in English and Danish.
//!
//! *Behaviour*
//!
//! 1. What is yes or no counts before words: `closed`, `completed`, `is_closed`.
//! 2. Then Jira's category of the status, which nobody renames, then the status.
//! 3. The same word means different things: numbers are `ServiceNow`'s alone, and
//!    Redmine's `Resolved` is still open.

use super::Row;

/// Columns that say yes or no.
const FLAGS: &[&str] = &["closed", "completed", "isclosed", "archived", "lukket", "afsluttet"];
/// Columns with a word.
const STATE: &[&str] = &["statuscategory", "statuskategori", "state", "status", "processingstatus", "tilstand"];

const OPEN: &[&str] = &[
    "open",
    "opened",
    "new",
    "in progress",
    "inprogress",
    "in-progress",
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
    "backlog",
    "selected for development",
    "in review",
    "firstline",
    "secondline",
    "registered",
    "registreret",
    "åben",
    "ny",
    "i gang",
    "igangværende",
    "afventer",
    "genåbnet",
    "tildelt",
    "under behandling",
    "opgaver",
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
    "declined",
    "won't do",
    "firstlinearchived",
    "secondlinearchived",
    "lukket",
    "løst",
    "afsluttet",
    "afvist",
    "annulleret",
    "færdig",
    "udført",
];
/// `ServiceNow`'s numbers.
const OPEN_NUMBERS: &[&str] = &["1", "2", "3", "4", "5", "-5"];
const CLOSED_NUMBERS: &[&str] = &["6", "7", "8"];
/// Redmine counts these among the open ones.
const OPEN_IN_REDMINE: &[&str] = &["resolved", "løst"];

/// Whether a row that bears our identity is nevertheless no ticket of ours.
pub(super) fn is_none_of_ours(row: &Row) -> bool {
    let is = |name: &str, test: fn(&str) -> bool| row.get(name).is_some_and(|cell| test(&cell.trim().to_lowercase()));
    let deleted = |word: &str| matches!(word, "deleted" | "slettet");
    is("pullrequest", |cell| !cell.is_empty() && cell != "false")
        || is("status", |word| word.starts_with("partial"))
        || is("status", deleted)
}

/// Whether the ticket is open.
pub(super) fn is_open(row: &Row) -> Result<bool, String> {
    let flags: Vec<bool> = FLAGS.iter().filter_map(|name| row.get(*name)).filter_map(|cell| yes(cell)).collect();
    let word = |name: &&str| row.get(*name).filter(|cell| !cell.trim().is_empty());
    let words: Vec<&String> = STATE.iter().filter_map(word).collect();
    if flags.contains(&true) {
        return Ok(false);
    }
    if !flags.is_empty() {
        return Ok(true);
    }
    if let Some(open) = words.iter().find_map(|word| means(word, row)) {
        return Ok(open);
    }
    if let Some(active) = row.get("active").and_then(|cell| yes(cell)) {
        return Ok(active);
    }
    match words.first() {
        None => Err("has no state: a column `state` or `status` is needed".to_owned()),
        Some(word) => {
            let shown: String = word.chars().filter(|one| !one.is_control()).take(40).collect();
            Err(format!("has the state `{shown}`, which is not known: write `open` or `closed`"))
        }
    }
}

fn means(word: &str, row: &Row) -> Option<bool> {
    let word = word.trim().to_lowercase();
    let is = |list: &[&str]| list.contains(&word.as_str());
    let servicenow = ["correlationid", "sysid"].iter().any(|name| row.contains_key(*name));
    let redmine = ["#", "tracker"].iter().any(|name| row.contains_key(*name));
    if is(OPEN) || (servicenow && is(OPEN_NUMBERS)) || (redmine && is(OPEN_IN_REDMINE)) {
        return Some(true);
    }
    (is(CLOSED) || (servicenow && is(CLOSED_NUMBERS))).then_some(false)
}

/// Yes or no; a date in such a column, as Redmine has it, is neither.
fn yes(cell: &str) -> Option<bool> {
    match cell.trim().to_lowercase().as_str() {
        "true" | "yes" | "ja" | "sand" => Some(true),
        "false" | "no" | "nej" | "falsk" => Some(false),
        _ => None,
    }
}
