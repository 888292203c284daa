//! `--known`: a list of the tickets that are there, as a tracker exports it.
//!
//! *Behaviour*
//!
//! 1. CSV with a heading or JSON (`known/sheet`, `known/list`). The columns are
//!    known by what trackers call them; case, blanks and `_` do not count.
//! 2. Rows without an identity of ours are passed by: they are other people's.
//!    So are pull requests, partial incidents, and tickets that were deleted.
//! 3. A text holds an identity only as the hidden mark on a line of its own: a
//!    quotation, or a path with an identity in it, is none.
//! 4. A row with two identities, and a state that is neither known as open nor
//!    as closed, is an error: a guess would open or close wrongly. So is a list
//!    that says itself that it is not whole: what is missing would be made anew.
//! 5. What a ticket remembers is read where the tracker keeps it up to date:
//!    a field, Jira's entity property, or a text to which nothing was added.

mod list;
mod sheet;
mod words;

use super::{ExternalId, Standing, State};
use std::collections::{BTreeMap, BTreeSet};

/// What trackers call the columns: identity, texts with a hidden mark, number, memory.
const IDENTITY: &[&str] = &[
    "externalid",
    "ocesid",
    "cfocesid",
    "customfieldocesid",
    "correlationid",
    "externalnumber",
    "eksterntnummer",
    "externalissueid",
    "customfieldexternalissueid",
    "externalreference",
    "labels",
    "label",
    "etiketter",
];
const TEXT: &[&str] = &["body", "description"];
const NUMBER: &[&str] =
    &["ticket", "key", "issuekey", "iid", "number", "ticketnumber", "nummer", "#", "issuenumber", "id"];
const MEMORY: &[&str] = &["ocesstate", "cfocesstate", "customfieldocesstate", "memory"];

/// What begins a hidden mark, and what ends it.
const ID_MARK: &str = "<!-- oces-id: ";
const STATE_MARK: &str = "<!-- oces-state: ";
const MARK_END: &str = " -->";

/// One ticket: cells by the plain name of their column; several values on lines.
type Row = BTreeMap<String, String>;

/// Reads the list. An error names the row.
pub fn read(text: &str) -> Result<Vec<Standing>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rows = if text.trim_start().starts_with(['[', '{']) { list::rows(text)? } else { sheet::rows(text)? };
    let mut known = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        if let Some(one) = standing(row).map_err(|why| format!("row {}: {why}", number + 1))? {
            known.push(one);
        }
    }
    Ok(known)
}

/// The octets of a list as text: UTF-8, UTF-16 as spreadsheets save it, or else
/// Latin-1, which Redmine exports in Danish.
pub fn text_of(octets: &[u8]) -> String {
    let wide = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = octets.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(of).collect();
        String::from_utf16_lossy(&units)
    };
    match (octets, std::str::from_utf8(octets)) {
        ([0xff, 0xfe, ..], _) => wide(u16::from_le_bytes),
        ([0xfe, 0xff, ..], _) => wide(u16::from_be_bytes),
        (_, Ok(text)) => text.to_owned(),
        _ => octets.iter().copied().map(char::from).collect(),
    }
}

fn standing(row: &Row) -> Result<Option<Standing>, String> {
    let get = |names: &[&str]| names.iter().filter_map(|name| row.get(*name)).find(|cell| !cell.trim().is_empty());
    let ids = identities(row);
    let Some(id) = ids.first().copied() else { return Ok(None) };
    if words::is_none_of_ours(row) {
        return Ok(None);
    }
    if ids.len() > 1 {
        return Err(format!("it bears several identities ({id} and more): take all but one away"));
    }
    let open = words::is_open(row).map_err(|why| format!("{id} {why}"))?;
    let state = get(MEMORY).and_then(|text| State::parse(text)).or_else(|| hidden_state(row));
    let number = get(NUMBER).map(|number| whole(number.trim(), row));
    Ok(Some(Standing { id, number, open, state, remembers: false }))
}

/// Every identity that a row bears.
fn identities(row: &Row) -> BTreeSet<ExternalId> {
    let cells = IDENTITY.iter().filter_map(|name| row.get(*name));
    let words = cells.flat_map(|cell| cell.split([' ', ',', ';', '\n', '\t']));
    let mut ids: BTreeSet<ExternalId> = words.filter_map(|word| identity(word.trim())).collect();
    // Strangers may write a body, but not set a label.
    let labelled = row.get("labels").is_none_or(|labels| labels.split([' ', ',', '\n']).any(|label| label == "oces"));
    if ids.is_empty() && labelled {
        let lines = TEXT.iter().filter_map(|name| row.get(*name)).flat_map(|text| text.lines());
        let marks = lines.filter_map(|line| line.trim_end().strip_prefix(ID_MARK)?.strip_suffix(MARK_END));
        ids.extend(marks.take(1).filter_map(ExternalId::parse));
    }
    ids
}

/// An identity alone, or in a label.
fn identity(word: &str) -> Option<ExternalId> {
    let digits = ["oces:v1:", "oces-id-", "oces::"].iter().find_map(|start| word.strip_prefix(start))?;
    ExternalId::parse(&format!("oces:v1:{digits}"))
}

/// What a text remembers that nothing was added to: later comments know better.
fn hidden_state(row: &Row) -> Option<State> {
    let comments = row.get("comments").or_else(|| row.get("usernotescount"))?;
    if comments.trim() != "0" {
        return None;
    }
    let lines = TEXT.iter().filter_map(|name| row.get(*name)).flat_map(|text| text.lines());
    let last = lines.filter_map(|line| line.trim_end().strip_prefix(STATE_MARK)?.strip_suffix(MARK_END)).next_back()?;
    State::parse(last)
}

/// The number, with its repository or project where the row tells it: alone it is not unique.
fn whole(number: &str, row: &Row) -> String {
    let digits = !number.is_empty() && number.bytes().all(|octet| octet.is_ascii_digit());
    if let Some(full) = row.get("references").filter(|full| digits && full.ends_with(&format!("#{number}"))) {
        return full.clone();
    }
    let address = row.get("htmlurl").or_else(|| row.get("url"));
    let parts: Vec<&str> = address.map(|address| address.rsplit('/').take(4).collect()).unwrap_or_default();
    match parts.as_slice() {
        [last, "issues", name, owner] if digits && *last == number && *name != "-" => {
            format!("{owner}/{name}#{number}")
        }
        _ => number.to_owned(),
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|one| one.is_alphanumeric() || *one == '#').flat_map(char::to_lowercase).collect()
}

/// Puts a value beside those that the column has already.
fn add(row: &mut Row, name: &str, value: &str) {
    let cell = row.entry(plain(name)).or_default();
    if !cell.is_empty() && !value.is_empty() {
        cell.push('\n');
    }
    cell.push_str(value);
}
