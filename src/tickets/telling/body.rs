//! The first text of a ticket, for somebody who has never heard of the tool.

use super::{Block, Draft, Finding, Matter, Orders, Teller, is_authority, places, task, title};
use crate::check::{certificate_text, date_text, display_name, message, status_text};
use crate::classify::{Classified, Listing, Ownership, Status};
use crate::report::text;
use std::collections::BTreeSet;
use time::Date;

pub(super) fn body(teller: &Teller<'_>, draft: &Draft, orders: &Orders<'_>) -> Vec<Block> {
    let findings = teller.findings(draft);
    let certificates = teller.certificates(&findings);
    let actions = teller.actions(draft, &findings);
    let mut blocks = vec![Block::Text(what(teller, draft))];
    blocks.extend(why(teller, &certificates, &findings).into_iter().map(Block::Text));
    if !certificates.is_empty() {
        blocks.push(heading(teller, "tickets.body.certificates"));
        blocks.push(Block::List(certificates.iter().map(|one| certificate(teller, one)).collect()));
    }
    blocks.push(heading(teller, "tickets.body.places"));
    blocks.push(Block::Places(places::lines(teller, &findings)));
    let hinders = hinders(teller, &findings);
    let hindered = !hinders.is_empty();
    blocks.extend(hinders);
    blocks.push(heading(teller, "tickets.body.do"));
    blocks.extend(if actions.is_empty() {
        task::unplanned(teller, &findings, hindered)
    } else {
        task::planned(teller, draft, &actions, orders)
    });
    blocks.push(heading(teller, "tickets.body.life"));
    blocks.push(Block::Text(teller.told("tickets.body.life-text").to_owned()));
    blocks.push(Block::Text(teller.fill("tickets.body.id", &[("id", &draft.id.to_string())])));
    blocks
}

fn heading(teller: &Teller<'_>, key: &'static str) -> Block {
    Block::Heading(teller.told(key).to_owned())
}

/// Whose word this is, and what the ticket is about.
fn what(teller: &Teller<'_>, draft: &Draft) -> String {
    let key = match &draft.matter {
        Matter::Named(_) | Matter::System => "tickets.body.what-system",
        Matter::Host => "tickets.body.what-host",
        Matter::Certificate => "tickets.body.what-certificate",
        Matter::Action(..) => "tickets.body.what-action",
    };
    teller.fill(key, &[("name", &title::name(teller, draft))])
}

/// Why it matters: one paragraph for each kind of trouble.
fn why(teller: &Teller<'_>, certificates: &[&Classified], findings: &[&Finding]) -> Vec<String> {
    let mut told = Vec::new();
    let own: Vec<(&Classified, &Listing)> =
        certificates.iter().filter_map(|one| Some((*one, one.listing()?))).collect();
    let old = |listing: &Listing| matches!(&*listing.generation, "I" | "II");
    let leaf = |authority: bool| own.iter().filter(move |(_, one)| old(one) && is_authority(one) == authority);
    let on = |date: Date| date_text(date, teller.danish);
    let blocked = leaf(false).filter(|(_, one)| one.status == Status::Blocked).filter_map(|(_, one)| one.status_since);
    if let Some(since) = blocked.min() {
        told.push(teller.fill("tickets.why.blocked", &[("date", &on(since))]));
    }
    let ahead = leaf(false).filter(|(_, one)| one.status == Status::ToBeBlocked).filter_map(|(_, one)| one.status_on);
    if let Some(day) = ahead.min() {
        told.push(teller.fill("tickets.why.to-be-blocked", &[("date", &on(day))]));
    }
    if told.is_empty() && leaf(false).next().is_some() {
        told.push(teller.told("tickets.why.old").to_owned());
    }
    if leaf(true).next().is_some() {
        told.push(teller.told("tickets.why.trust").to_owned());
    }
    let has = |rules: &[&str]| findings.iter().any(|one| rules.contains(&one.rule.id));
    for (rules, key) in [
        (&["oces3-expiring"][..], "tickets.why.expiring"),
        (&["oces3-expired"], "tickets.why.expired"),
        (&["nemid-dependency"], "tickets.why.nemid"),
        (&["missing-store"], "tickets.why.missing"),
        (&["encrypted-mail"], "tickets.why.mail"),
        (&["look-alike", "unknown-authority"], "tickets.why.unknown"),
    ] {
        if has(rules) {
            told.push(teller.told(key).to_owned());
        }
    }
    if told.is_empty() {
        told.push(teller.told("tickets.why.exposed").to_owned());
    }
    told
}

/// A certificate in one item: what, whose, number, status, key.
fn certificate(teller: &Teller<'_>, classified: &Classified) -> String {
    let danish = teller.danish;
    let Some(listing) = classified.listing() else {
        let name = display_name(classified);
        return teller.fill("tickets.body.other", &[("name", &name), ("serial", &serial(classified))]);
    };
    let mut told = format!("{}, {}.", certificate_text(classified, listing, danish), {
        teller.fill("tickets.body.serial", &[("serial", &serial(classified))])
    });
    let status = status_text(classified, listing, danish);
    let key = match (is_authority(listing), classified.private_key) {
        (true, _) => "",
        (false, true) => teller.told("tickets.body.key"),
        (false, false) => teller.told("tickets.body.no-key"),
    };
    let whose = if classified.ownership == Ownership::Unknown && !is_authority(listing) {
        teller.told("tickets.body.unknown-owner")
    } else {
        ""
    };
    for more in [status.as_str(), key, whose].into_iter().filter(|more| !more.is_empty()) {
        told.push(' ');
        told.push_str(more);
    }
    told
}

pub(super) fn serial(classified: &Classified) -> String {
    text::hex(&classified.certificate.serial)
}

/// What a person must look out for: keys that lie open, are shared or weakly
/// kept, stores that are missing, what is not what it says it is.
fn hinders(teller: &Teller<'_>, findings: &[&Finding]) -> Vec<Block> {
    let mut known = BTreeSet::new();
    let told = findings.iter().filter_map(|finding| {
        let certificate = finding.certificate.and_then(|print| teller.report.certificate(&print));
        let said = || message(finding, certificate, teller.danish);
        match finding.rule.id {
            "open-key" | "misplaced-key" | "shared-key" | "weak-password" | "missing-store" => {
                Some(format!("{}: {}", places::line(teller, finding), said()))
            }
            "look-alike" | "unknown-authority" | "encrypted-mail" => Some(said()),
            _ => None,
        }
    });
    let told: Vec<String> = told.filter(|told| known.insert(told.clone())).collect();
    if told.is_empty() {
        return Vec::new();
    }
    vec![heading(teller, "tickets.body.hinders"), Block::List(told)]
}
