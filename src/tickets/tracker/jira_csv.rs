//! Jira's import of CSV files, for who may not use the interface.
//!
//! *Behaviour*
//!
//! 1. The file holds new tickets alone: the import adds comments and closes
//!    nothing. What else is planned is named, to be done by hand.
//! 2. No cell is a formula when a spreadsheet opens the file (`csv`), and every
//!    cell is quoted. Lists are marked with `*`, which is none either.

use super::jira::{LONGEST_TEXT, LONGEST_TITLE, issue_type, label, priority};
use super::{Change, Create, Request, Requests, Settings, Tracker, clip, line};
use crate::report::text::csv;
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};

/// Jira's import.
pub struct JiraCsv;

/// The columns and the keys of a body that fill them; the second label has its own.
const COLUMNS: [(&str, &str); 8] = [
    ("Summary", "/Summary"),
    ("Description", "/Description"),
    ("Issue Type", "/Issue Type"),
    ("Priority", "/Priority"),
    ("Due Date", "/Due Date"),
    ("Labels", "/Labels/0"),
    ("Labels", "/Labels/1"),
    ("External issue ID", "/External issue ID"),
];

/// What stands instead of a method where somebody imports a file, or does it by hand.
const IMPORT: &str = "IMPORT";
const BY_HAND: &str = "BY-HAND";

impl Tracker for JiraCsv {
    fn id(&self) -> &'static str {
        "jira-csv"
    }

    fn markup(&self) -> Markup {
        Markup::JiraWiki
    }

    fn longest_title(&self) -> usize {
        LONGEST_TITLE
    }

    fn longest_text(&self) -> usize {
        // Room for apostrophes before what a spreadsheet would take for a formula.
        LONGEST_TEXT - 767
    }

    fn lookup(&self, _id: &ExternalId, _desk: &Desk, _settings: &Settings) -> Option<Request> {
        None
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let body = json!({
            "Summary": clip(&line(new.title), LONGEST_TITLE),
            "Description": clip(new.text, self.longest_text()),
            "Issue Type": issue_type(new.settings),
            "Priority": priority(new.severity),
            "Due Date": new.due.map(|due| due.to_string()).unwrap_or_default(),
            "Labels": ["oces", label(&new.id)],
            "External issue ID": new.id.to_string(),
        });
        Requests::one(IMPORT, "", body)
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let mut body = json!({
            "Comment": clip(change.comment, self.longest_text()),
            "Labels": ["oces", label(&change.id)],
        });
        match change.kind {
            Kind::Close => body["Status"] = json!(change.settings.closed_status.as_deref().unwrap_or("Done")),
            Kind::Reopen => body["Status"] = json!(change.settings.open_status.as_deref().unwrap_or("To Do")),
            Kind::Update | Kind::Create => {}
        }
        Requests::one(BY_HAND, "", body)
    }

    fn import(&self, bodies: &[&Value]) -> Option<String> {
        let heading: Vec<String> = COLUMNS.iter().map(|(name, _)| quoted(name)).collect();
        let record = |body: &&Value| {
            let cells = COLUMNS.iter().map(|(_, at)| body.pointer(at).and_then(Value::as_str).unwrap_or_default());
            let limits = COLUMNS.iter().map(|(name, _)| if *name == "Summary" { LONGEST_TITLE } else { LONGEST_TEXT });
            cells.zip(limits).map(|(text, limit)| quoted(&clip(&guarded(text), limit))).collect::<Vec<_>>().join(",")
        };
        let new = bodies.iter().filter(|body| body.get("Summary").is_some());
        let records = new.map(record);
        Some([heading.join(",")].into_iter().chain(records).map(|record| record + "\r\n").collect())
    }

    fn remarks(&self, requests: &[&Requests], danish: bool) -> Vec<String> {
        let count = requests.iter().filter(|one| one.first.method == BY_HAND).count();
        if count == 0 {
            return Vec::new();
        }
        let text = if danish {
            format!(
                "Jiras import kan kun oprette: {count} kommentarer, genåbninger og lukninger er ikke i CSV-filen og må \
                 gøres i hånden; se handlingerne med metoden {BY_HAND} i -o json"
            )
        } else {
            format!(
                "Jira's import only creates: {count} comments, reopenings and closings are not in the CSV file and have \
                 to be done by hand; see the operations with the method {BY_HAND} in -o json"
            )
        };
        vec![text]
    }
}

/// With an apostrophe wherever a spreadsheet would see a formula: at the start of the cell, after
/// what it may take for a separator, and at the start of each line, where a wrong separator begins
/// a new record.
fn guarded(text: &str) -> String {
    let lines = text.split('\n').map(|one| {
        let one = one.trim_end_matches('\r');
        let listed = one.strip_prefix("- ").map(|item| format!("* {item}"));
        csv::unformulated(listed.as_deref().unwrap_or(one))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}
