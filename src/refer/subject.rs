//! Distinguished names in texts, in whatever order and notation.
//!
//! Behaviour
//! 1. RFC 4514, what Windows, Java and OpenSSL print (`C = DK`, `/C=DK/O=…`),
//!    multi-valued or not, types as names or OIDs, values quoted or escaped.
//! 2. The whole subject must stand there and nothing else: one attribute more
//!    or less is another name, as that of a test authority is.

use super::escape::{decoded, without_entities};
use super::hit::Finder;
use super::value::{blank, value_end};
use crate::name::{Name, attribute, fold};
use std::collections::BTreeMap;
use std::ops::Range;

/// Subjects by the value that they are looked for by.
#[derive(Default)]
pub(super) struct Names {
    anchors: Vec<Vec<Subject>>,
    by_text: BTreeMap<Vec<u8>, usize>,
}

struct Subject {
    flag: usize,
    attributes: Vec<(String, Vec<char>)>,
}

/// A find.
pub(super) struct Found {
    pub(super) at: usize,
    pub(super) flags: Vec<usize>,
    pub(super) token: String,
}

/// How far a name reaches from its anchor, in octets.
const REACH: usize = 500;

/// More attributes are not looked for, and more beginnings are not tried.
const MAX_ATTRIBUTES: usize = 12;
const MAX_STARTS: usize = 32;

/// The part of a subject that is looked for: its identifier, else a piece of
/// its name that no notation changes.
pub(super) fn anchor_of(subject: &Name) -> Option<String> {
    let identifier = subject.attribute(attribute::SERIAL_NUMBER).filter(|value| value.contains(':'));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | ':' | '(' | ')');
    let name = identifier.or_else(|| subject.common_name())?;
    let piece = name.split(|c| !plain(c)).map(str::trim).max_by_key(|piece| piece.len())?;
    (piece.len() >= 4).then(|| piece.to_owned())
}

impl Names {
    pub(super) fn add(&mut self, flag: usize, subject: &Name, anchor: Option<String>) {
        let attributes = subject.attributes().take(MAX_ATTRIBUTES + 1);
        let attributes: Vec<_> = attributes.map(|one| (one.oid.clone(), fold(&one.value).chars().collect())).collect();
        let Some(anchor) = anchor.filter(|_| (2..=MAX_ATTRIBUTES).contains(&attributes.len())) else { return };
        let number = *self.by_text.entry(anchor.to_ascii_lowercase().into_bytes()).or_insert(self.anchors.len());
        if number == self.anchors.len() {
            self.anchors.push(Vec::new());
        }
        if let Some(subjects) = self.anchors.get_mut(number) {
            subjects.push(Subject { flag, attributes });
        }
    }

    pub(super) fn patterns(&self) -> impl Iterator<Item = (Vec<u8>, usize)> {
        self.by_text.iter().map(|(text, number)| (text.clone(), *number))
    }

    /// The whole subject around its anchor, and whose it is.
    pub(super) fn at(&self, finder: &Finder<'_>, number: usize, anchor: &Range<usize>) -> Option<Found> {
        let subjects = self.anchors.get(number)?;
        let line = finder.line_before(anchor.start, REACH).start..finder.line_after(anchor.end, REACH).end;
        let region: Vec<char> = without_entities(&decoded(finder.get(&line))).chars().collect();
        let starts: Vec<Start> = starts(&region);
        let mut found: Option<Found> = None;
        for subject in subjects {
            let chain = |start: &Start| Some((start.at, chain(&region, start.at, &subject.attributes)?));
            let whole = starts.iter().filter(|start| !follows_another(&region, start, &starts)).find_map(chain);
            let Some((from, to)) = whole else { continue };
            let token: String = region.get(from..to).unwrap_or_default().iter().collect();
            let at = anchor.start;
            found.get_or_insert(Found { at, flags: Vec::new(), token }).flags.push(subject.flag);
        }
        found.map(|found| Found { at: begin(finder, &line, &found.token).unwrap_or(found.at), ..found })
    }
}

/// Where the name begins in the text itself, as far as that can be told.
fn begin(finder: &Finder<'_>, line: &Range<usize>, token: &str) -> Option<usize> {
    let at = memchr::memmem::find(finder.get(line), token.as_bytes())?;
    Some(line.start + at)
}

/// Where a type and its equals sign stand.
#[derive(Clone, Debug)]
struct Start {
    at: usize,
    oid: String,
    value: usize,
}

/// Every place where an attribute begins.
fn starts(region: &[char]) -> Vec<Start> {
    let mut all = Vec::new();
    let mut at = 0;
    while at < region.len() && all.len() < MAX_STARTS {
        let bound =
            at == 0 || region.get(at - 1).is_some_and(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-'));
        match start_at(region, at).filter(|_| bound) {
            Some(start) => {
                at = start.value;
                all.push(start);
            }
            None => at += 1,
        }
    }
    all
}

/// The type that begins there, with its equals sign.
fn start_at(region: &[char], at: usize) -> Option<Start> {
    const LONGEST_TYPE: usize = 40;
    let rest = region.get(at..)?;
    let length = rest.iter().take(LONGEST_TYPE).take_while(|c| c.is_ascii_alphanumeric() || **c == '.').count();
    let oid = oid_of(&rest.get(..length)?.iter().collect::<String>())?;
    let equals = at + length + blank(region, at + length);
    (region.get(equals) == Some(&'=')).then(|| Start { at, oid, value: equals + 1 + blank(region, equals + 1) })
}

/// The type as an OID, by whatever name.
fn oid_of(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let oid = match lower.strip_prefix("oid.").unwrap_or(&lower) {
        "cn" | "commonname" => "2.5.4.3",
        "sn" | "surname" => "2.5.4.4",
        "serialnumber" => "2.5.4.5",
        "c" | "countryname" => "2.5.4.6",
        "l" => "2.5.4.7",
        "st" | "s" => "2.5.4.8",
        "o" | "organizationname" => "2.5.4.10",
        "ou" => "2.5.4.11",
        "t" | "title" => "2.5.4.12",
        "gn" | "g" | "givenname" => "2.5.4.42",
        "organizationidentifier" => "2.5.4.97",
        "e" | "emailaddress" | "email" => "1.2.840.113549.1.9.1",
        "mail" => "0.9.2342.19200300.100.1.3",
        dotted => return crate::name::oid_of(dotted).filter(|_| dotted.contains('.')).map(str::to_owned),
    };
    Some(oid.to_owned())
}

/// Whether another attribute of the same name stands before it.
fn follows_another(region: &[char], start: &Start, starts: &[Start]) -> bool {
    let Some(previous) = starts.iter().rev().find(|one| one.at < start.at) else { return false };
    let between = region.get(previous.at..start.at).unwrap_or_default();
    let separated =
        between.iter().rev().find(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, ',' | '+' | ';' | '/'));
    let (quotes, apart) =
        (between.iter().filter(|c| **c == '"').count(), between.iter().any(|c| matches!(c, '<' | '>')));
    separated && !apart && quotes % 2 == 0
}

/// Follows the name from its first attribute; its end, if it is that subject.
fn chain(region: &[char], from: usize, attributes: &[(String, Vec<char>)]) -> Option<usize> {
    let mut open: Vec<&(String, Vec<char>)> = attributes.iter().collect();
    let mut at = from;
    loop {
        let start = start_at(region, at)?;
        let same = |oid: &str| oid == start.oid || (oid == attribute::SERIAL_NUMBER && start.oid == attribute::SURNAME);
        let fits =
            |one: &&(String, Vec<char>)| if same(&one.0) { value_end(region, start.value, &one.1) } else { None };
        let (number, end) = open.iter().enumerate().find_map(|(number, one)| Some((number, fits(one)?)))?;
        let (oid, _) = open.swap_remove(number);
        let next = end + blank(region, end);
        let separator = region.get(next).is_some_and(|c| matches!(c, ',' | '+' | ';' | '/'));
        let after = next + 1 + blank(region, next + 1);
        if separator && start_at(region, after).is_some() {
            at = after;
            continue;
        }
        // A value that goes on is another one; `C=DK` cannot.
        let goes_on = next > end && region.get(next).is_some_and(|c| c.is_alphanumeric()) && oid != attribute::COUNTRY;
        return (open.is_empty() && !goes_on).then_some(end);
    }
}
