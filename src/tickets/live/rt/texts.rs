//! What the texts of a ticket hold.

use super::said;
use crate::tickets::State;
use crate::tickets::client::{Client, Trouble};
use crate::tickets::operation::STATE_MARK;
use serde_json::Value;

/// How many pages of texts are read of one ticket.
const MOST_PAGES: usize = 50;

/// Texts a page.
const PAGE: usize = 20;

/// What the ticket remembers. Somebody may have answered with an older text of
/// ours below: so the latest state counts, not the latest text.
pub fn state(client: &Client, number: &str) -> Result<Option<State>, Trouble> {
    for page in 1..=MOST_PAGES {
        let texts = texts(client, number, page)?;
        let states = texts.iter().filter_map(|text| state_in(text));
        // Newest first, and of equals the last one wins: so turn them round.
        let found: Vec<State> = states.collect();
        if let Some(latest) = found.into_iter().rev().max_by_key(at) {
            return Ok(Some(latest));
        }
        if texts.len() < PAGE {
            return Ok(None);
        }
    }
    Ok(None)
}

/// Whether a text is among the newest of the ticket.
pub fn has(client: &Client, number: &str, text: &str) -> Result<bool, Trouble> {
    Ok(texts(client, number, 1)?.iter().any(|one| one.trim() == text.trim()))
}

/// The state in a text: in the last line that begins with its mark.
pub fn state_in(text: &str) -> Option<State> {
    text.lines().rev().find_map(|line| line.strip_prefix(STATE_MARK)).and_then(State::parse)
}

fn at(state: &State) -> i64 {
    state.scans.values().map(|seen| seen.at).max().unwrap_or(i64::MIN)
}

/// One page, newest first; what is no text is empty.
fn texts(client: &Client, number: &str, page: usize) -> Result<Vec<String>, Trouble> {
    let asked = format!("fields=Content,ContentType&orderby=id&order=DESC&per_page={PAGE}&page={page}");
    let answer = client.get(&format!("/REST/2.0/ticket/{number}/attachments?{asked}"))?;
    let json = answer.json.as_ref().filter(|_| answer.status == 200);
    let items = json.and_then(|json| json.get("items")).and_then(Value::as_array);
    let items = items.ok_or_else(|| Trouble::Refused(said(&answer)))?;
    let content = |item: &Value| {
        let kind = item.get("ContentType").and_then(Value::as_str);
        let content = item.get("Content").and_then(Value::as_str);
        content.filter(|_| kind.is_some_and(|kind| kind.starts_with("text/plain"))).unwrap_or_default().to_owned()
    };
    Ok(items.iter().map(content).collect())
}
