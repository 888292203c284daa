//! Persons in tickets, where they are left out and no key makes pseudonyms: the
//! number that stands for one counts within a report, so that another scan may
//! give it to another person. A ticket lives longer than a report and tells none.

use super::Teller;
use crate::privacy::{DOMAIN, PREFIX};

/// No number that stands for a person is longer.
const DIGITS: usize = 15;

/// The same without those numbers.
pub(super) fn nameless(teller: &Teller<'_>, foreign: &str) -> String {
    let mut out = String::with_capacity(foreign.len());
    let mut rest = foreign;
    while let Some((before, after)) = rest.split_once(PREFIX) {
        out.push_str(before);
        let (said, tail) = label(&out, after).map_or((PREFIX, after), |(key, tail)| (teller.told(key), tail));
        out.push_str(said);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// What is said instead of the label that this is, and what comes after it.
fn label<'f>(before: &str, after: &'f str) -> Option<(&'static str, &'f str)> {
    let tail = after.trim_start_matches(|char: char| char.is_ascii_digit());
    let digits = after.len() - tail.len();
    let open = |text: &str| !text.starts_with(char::is_alphanumeric);
    if !(1..=DIGITS).contains(&digits) || before.ends_with(char::is_alphanumeric) || !open(tail) {
        return None;
    }
    let domain = tail.strip_prefix('@').and_then(|tail| tail.strip_prefix(DOMAIN));
    if let Some(tail) = domain.filter(|tail| open(tail)) {
        return Some(("tickets.omitted.address", tail));
    }
    let folder = before.ends_with('/') && tail.starts_with('/');
    Some((if folder { "tickets.omitted.folder" } else { "tickets.omitted.name" }, tail))
}
