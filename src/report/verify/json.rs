//! `oces verify -o json`: stable keys, documented in the README.

use super::super::json::stream::Safe;
use super::Said;
use crate::verify::{Check, Entry, Numbers, Registration, party_ids};
use crate::wording::Text;
use serde::Serialize;
use std::io::{self, Write};

/// Writes the document.
pub(super) fn write(said: &Said<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Safe::new());
    Document::new(said).serialize(&mut serializer)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    schema_version: &'static str,
    tool: Tool<'a>,
    verification: Verdict<'a>,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'static str,
    catalogue: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Verdict<'a> {
    store: String,
    as_of: String,
    ready: bool,
    #[serde(rename = "for")]
    wanted: &'a [String],
    known_for: Vec<&'static str>,
    checks: Vec<OneCheck<'a>>,
    entries: Vec<OneEntry<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OneCheck<'a> {
    id: &'static str,
    outcome: &'static str,
    text: Both<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_do: Option<Both<'a>>,
}

#[derive(Serialize)]
struct Both<'a> {
    da: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OneEntry<'a> {
    sha256: &'a str,
    aliases: &'a [String],
    ready: bool,
    checks: Vec<OneCheck<'a>>,
    numbers: OneNumbers<'a>,
    register: Vec<OneRegistration<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OneNumbers<'a> {
    uuid: Option<&'a str>,
    identifier: Option<&'a str>,
    cvr: Option<&'a str>,
    sha1: &'a str,
    sha256: &'a str,
    serial: &'a str,
    serial_decimal: &'a str,
    subject: &'a str,
    subject_encoded: &'a str,
    issuer: &'a str,
    subject_key_identifier: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OneRegistration<'a> {
    counterparty: &'a str,
    test: bool,
    name: Both<'a>,
    demand: Both<'a>,
    registration: Both<'a>,
    bound_to: Option<&'static str>,
    note: Both<'a>,
    source: Both<'a>,
}

impl<'a> Document<'a> {
    fn new(said: &'a Said<'a>) -> Document<'a> {
        let verification = said.verification;
        let tool = Tool {
            name: env!("CARGO_PKG_NAME"),
            version: env!("CARGO_PKG_VERSION"),
            catalogue: &said.report.scan.catalogue_version,
        };
        let verification = Verdict {
            store: crate::report::text::path(said.store),
            as_of: crate::report::text::day(said.report.scan.as_of),
            ready: verification.ready,
            wanted: said.wanted,
            known_for: party_ids(),
            checks: verification.checks.iter().map(check).collect(),
            entries: verification.entries.iter().map(entry).collect(),
        };
        Document { schema_version: "1.0", tool, verification }
    }
}

fn both(text: &Text) -> Both<'_> {
    Both { da: &text.da, en: &text.en }
}

fn check(one: &Check) -> OneCheck<'_> {
    OneCheck { id: one.id, outcome: one.outcome.id(), text: both(&one.text), to_do: one.to_do.as_ref().map(both) }
}

fn entry(one: &Entry) -> OneEntry<'_> {
    OneEntry {
        sha256: &one.numbers.sha256,
        aliases: &one.aliases,
        ready: one.ready,
        checks: one.checks.iter().map(check).collect(),
        numbers: numbers(&one.numbers),
        register: one.register.iter().map(registration).collect(),
    }
}

fn numbers(one: &Numbers) -> OneNumbers<'_> {
    OneNumbers {
        uuid: one.uuid.as_deref(),
        identifier: one.identifier.as_deref(),
        cvr: one.cvr.as_deref(),
        sha1: &one.sha1,
        sha256: &one.sha256,
        serial: &one.serial_hex,
        serial_decimal: &one.serial_decimal,
        subject: &one.subject,
        subject_encoded: &one.subject_encoded,
        issuer: &one.issuer,
        subject_key_identifier: one.subject_key_identifier.as_deref(),
    }
}

fn registration(one: &Registration) -> OneRegistration<'_> {
    OneRegistration {
        counterparty: &one.party,
        test: one.test,
        name: both(&one.name),
        demand: both(&one.demand),
        registration: both(&one.how),
        bound_to: one.bound_to,
        note: both(&one.hangs_on),
        source: both(&one.source),
    }
}
