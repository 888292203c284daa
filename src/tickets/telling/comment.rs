//! What is added to a ticket later: what changed, and what to do about it.

use super::{Block, Cause, Draft, Finding, Tag, Teller, places};
use crate::check::date_text;
use crate::classify::copenhagen_time;
use crate::report::text;
use crate::tickets::decide::Decision;
use crate::tickets::sight::Sight;
use std::collections::BTreeSet;
use std::path::Path;

/// So many places that nobody could look at are named.
const UNSEEN: usize = 10;

pub(super) fn comment(teller: &Teller<'_>, decision: &Decision, draft: Option<&Draft>, sight: &Sight) -> Vec<Block> {
    let findings = draft.map(|draft| teller.findings(draft)).unwrap_or_default();
    let text = |key| Block::Text(teller.told(key).to_owned());
    let mut blocks = match &decision.cause {
        Cause::New => vec![text("tickets.comment.new"), all(teller, &findings)],
        Cause::Changed { .. } if decision.state.marks.iter().any(|mark| mark.folder) => {
            // A mark of a whole folder does not tell what below it is new.
            vec![text("tickets.comment.many"), all(teller, &findings)]
        }
        Cause::Changed { new, gone } => changed(teller, draft, new, *gone),
        Cause::Forgotten => vec![text("tickets.comment.forgotten"), all(teller, &findings)],
        Cause::StillThere => vec![text("tickets.comment.still-there"), all(teller, &findings)],
        Cause::CameBack => vec![text("tickets.comment.came-back"), all(teller, &findings)],
        Cause::FoundClosed => vec![text("tickets.comment.found-closed"), all(teller, &findings)],
        Cause::Gone => vec![text("tickets.comment.gone"), text("tickets.comment.only-files")],
        Cause::Confirmed => vec![text("tickets.comment.confirmed"), text("tickets.comment.only-files")],
        Cause::Settled(why) => {
            let said = teller.fill("tickets.comment.settled", &[("why", &teller.why(why))]);
            vec![Block::Text(said), text("tickets.comment.settled-then")]
        }
    };
    if matches!(decision.cause, Cause::Gone | Cause::Confirmed | Cause::Settled(_)) {
        blocks.extend(looked(teller, decision, sight));
        let closed = matches!(decision.cause, Cause::Confirmed);
        let key = if closed { "tickets.comment.unseen-closed" } else { "tickets.comment.unseen" };
        blocks.extend(unseen(teller, &decision.scopes, key));
    }
    blocks.retain(|block| !matches!(block, Block::Places(items) | Block::List(items) if items.is_empty()));
    blocks
}

fn all(teller: &Teller<'_>, findings: &[&Finding]) -> Block {
    Block::Places(places::lines(teller, findings))
}

/// New places and what is left, or that something else is said of them. What is
/// gone is known by its mark alone: that tells neither its place nor its end.
fn changed(teller: &Teller<'_>, draft: Option<&Draft>, new: &BTreeSet<[u8; 6]>, gone: usize) -> Vec<Block> {
    let fresh = draft.map(|draft| {
        let fresh = draft.findings.iter().zip(&draft.keys).filter(|(_, key)| new.contains(*key));
        let findings = fresh.map(|(id, _)| *id).collect();
        places::lines(teller, &teller.findings(&Draft { findings, ..draft.clone() }))
    });
    let fresh = fresh.unwrap_or_default();
    let mut blocks = Vec::new();
    if !fresh.is_empty() {
        let keys = ["tickets.comment.places-new-one", "tickets.comment.places-new"];
        blocks.push(Block::Text(teller.counted(keys, fresh.len())));
        blocks.push(Block::Places(fresh));
    }
    let left = || all(teller, &draft.map(|draft| teller.findings(draft)).unwrap_or_default());
    if gone > 0 {
        let keys = ["tickets.comment.found-gone-one", "tickets.comment.found-gone"];
        blocks.extend([Block::Text(teller.counted(keys, gone)), left()]);
    }
    if blocks.is_empty() {
        blocks.extend([Block::Text(teller.told("tickets.comment.otherwise").to_owned()), left()]);
    }
    blocks
}

/// Which scan looked when.
fn looked(teller: &Teller<'_>, decision: &Decision, sight: &Sight) -> Vec<Block> {
    let scans = sight.seen(&decision.scopes);
    let told = scans.iter().filter_map(|(scope, seen)| {
        let name = teller.names.get(scope)?.clone();
        let (day, hour, minute) = copenhagen_time(seen.at)?;
        let dot = if teller.danish { '.' } else { ':' };
        let (day, at) = (date_text(day, teller.danish), format!("{hour:02}{dot}{minute:02}"));
        Some(teller.fill("tickets.comment.looked-at", &[("host", &name), ("date", &day), ("time", &at)]))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return Vec::new();
    }
    vec![Block::Text(teller.told("tickets.comment.looked").to_owned()), Block::List(told)]
}

/// What nobody could look at on those hosts: it was never part of the ticket.
fn unseen(teller: &Teller<'_>, scopes: &BTreeSet<Tag>, key: &'static str) -> Vec<Block> {
    let names: BTreeSet<&str> = scopes.iter().filter_map(|scope| teller.names.get(scope)).map(String::as_str).collect();
    let own = teller.report.scan.scope.as_str();
    let failures = &teller.report.inventory.failures;
    let here = failures.iter().map(|one| (one.location.scope.as_deref().unwrap_or(own), &*one.location.path));
    let places: BTreeSet<(&str, &Path)> = here.filter(|(scope, _)| names.contains(scope)).collect();
    if places.is_empty() {
        return Vec::new();
    }
    let told = places.iter().take(UNSEEN).map(|(scope, path)| format!("{}: {}", text::safe(scope), text::path(path)));
    let mut blocks = vec![Block::Text(teller.told(key).to_owned()), Block::Places(told.collect())];
    let left = places.len().saturating_sub(UNSEEN);
    if left > 0 {
        blocks.push(Block::Text(
            teller.counted(["tickets.comment.unseen-more-one", "tickets.comment.unseen-more"], left),
        ));
    }
    blocks
}
