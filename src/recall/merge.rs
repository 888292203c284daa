//! Many reports as one: every certificate once, with the places of all hosts.

use super::draft::{Draft, MAX_EVIDENCE};
use super::odd::{self, Contradiction};
use super::resume;
use super::supersede::{self, Replaced};
use super::{Bench, Entry, Head, Planned, Recalled, Shelf};
use crate::certificate::Fingerprint;
use crate::check::Finding;
use crate::classify::{Classified, Message};
use crate::inventory::Inventory;
use crate::usage::{Opening, System, Usage};
use crate::wording::Text;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All reports together.
#[derive(Debug)]
pub struct Merged {
    /// Their scans, by scope; what a later report tells is left out.
    pub heads: Vec<Head>,
    /// What is odd about them.
    pub remarks: Vec<Text>,
    /// The verdicts, sorted by fingerprint.
    pub certificates: Vec<Classified>,
    /// The messages, sorted.
    pub messages: Vec<Message>,
    /// Uses, references and systems.
    pub usage: Usage,
    /// The findings, worst first.
    pub findings: Vec<Finding>,
    /// Failures, books and what was left out.
    pub inventory: Inventory,
    /// The actions that the reports planned.
    pub planned: Vec<Planned>,
}
/// Merges the reports, in whatever order they come.
pub fn merge(mut reports: Vec<Recalled>, shelf: Shelf, bench: &Bench<'_>) -> Merged {
    let held = resume::held(&mut reports);
    let (mut reports, again) = supersede::once(reports);
    let mut remarks: Vec<Text> = again.iter().map(|name| odd::twice(name)).collect();
    remarks.extend(held.iter().map(|(name, later)| odd::held(name, later)));
    let names: Vec<String> = reports.iter().map(|report| report.name.clone()).collect();
    let replaced = supersede::replaced(&reports, bench.settings.as_of.max(bench.today));
    remarks.extend(replaced.iter().map(|one| odd::replaced(one, &names)));
    let mut number = 0;
    reports.retain_mut(|report| {
        number += 1;
        supersede::take_out(report, number - 1, &replaced)
    });
    remarks.extend(reports.iter().flat_map(|report| odd::of_run(report, bench.settings.as_of)));
    remarks.extend(odd::unknown(&shelf));
    drop(shelf);
    let mut sum = Sum::with_room_for(&reports);
    for report in reports {
        sum.add(report);
    }
    remarks.extend(odd::contradictions(&sum.contradictions));
    sum.finish(remarks, &replaced, bench)
}

/// What the reports come to so far.
#[derive(Default)]
struct Sum {
    heads: Vec<Head>,
    drafts: BTreeMap<Fingerprint, Draft>,
    contradictions: Vec<Contradiction>,
    messages: Vec<Message>,
    findings: Vec<Finding>,
    /// Scopes of reports without findings of their own.
    unjudged: BTreeSet<Arc<str>>,
    usage: Usage,
    /// Identity and host of systems as their own scan tells them, by what they
    /// are called among others.
    systems_alone: BTreeMap<String, (String, Option<String>)>,
    inventory: Inventory,
    planned: Vec<Planned>,
    /// How many places and keys of each certificate there will be.
    room: BTreeMap<Fingerprint, (usize, usize)>,
}

impl Sum {
    /// Room for what is there, and no more: lists that grow by doubling take
    /// up to three times as much on the way.
    fn with_room_for(reports: &[Recalled]) -> Sum {
        let mut sum = Sum::default();
        sum.findings.reserve_exact(reports.iter().map(|report| report.findings.len()).sum());
        for entry in reports.iter().flat_map(|report| &report.certificates) {
            let room = sum.room.entry(entry.facts.certificate.sha256).or_default();
            room.0 += entry.occurrences.len();
            room.1 += entry.keys.len();
        }
        sum
    }

    fn add(&mut self, mut report: Recalled) {
        let scope = report.heads.first().map_or_else(String::new, |head| head.scope.clone());
        for entry in std::mem::take(&mut report.certificates) {
            self.certificate(entry, (&report.name, &scope));
        }
        if !report.has_findings {
            self.unjudged.extend(report.heads.iter().map(|head| Arc::from(&*head.scope)));
        }
        self.findings.append(&mut report.findings);
        self.messages.append(&mut report.messages);
        for system in &mut report.systems {
            self.name_system(system, report.merged);
        }
        self.usage.systems.append(&mut report.systems);
        self.usage.dependencies.append(&mut report.dependencies);
        self.usage.references_left_out = self.usage.references_left_out.saturating_add(report.references_left_out);
        openings(&mut self.usage.firewall, report.firewall);
        let inventory = &mut self.inventory;
        inventory.failures.append(&mut report.failures);
        inventory.unsearched = inventory.unsearched.saturating_add(report.unsearched);
        inventory.tally = std::mem::take(&mut inventory.tally).plus(&report.tally);
        inventory.skipped_at.append(&mut report.skipped);
        self.planned.append(&mut report.planned);
        self.heads.append(&mut report.heads);
    }

    /// Among several scans a system is told apart by whose scan it is from.
    fn name_system(&mut self, system: &mut System, merged: bool) {
        if merged {
            return;
        }
        let scope = system.scope.as_deref().unwrap_or_default();
        let digest = Sha256::digest(format!("oces/system/merged/v1\0{scope}\0{}", system.id));
        // A scan may tell hosts apart by itself; what was scanned is told before them.
        let host = match &system.host {
            Some(host) if host != scope => format!("{scope}/{host}"),
            _ => scope.to_owned(),
        };
        let id = std::mem::replace(&mut system.id, data_encoding::HEXLOWER.encode(&digest[..8]));
        self.systems_alone.insert(system.id.clone(), (id, system.host.replace(host)));
    }

    fn certificate(&mut self, entry: Entry, (name, scope): (&str, &str)) {
        let sha256 = entry.facts.certificate.sha256;
        let from = (name.to_owned(), scope.to_owned());
        let Some(known) = self.drafts.get_mut(&sha256) else {
            let mut draft = Draft::new(entry, from);
            let (occurrences, keys) = self.room.get(&sha256).copied().unwrap_or_default();
            draft.occurrences.reserve_exact(occurrences.saturating_sub(draft.occurrences.len()));
            draft.keys.reserve_exact(keys.saturating_sub(draft.keys.len()));
            self.drafts.insert(sha256, draft);
            return;
        };
        if !Arc::ptr_eq(&known.facts, &entry.facts) {
            if !known.facts.agrees(&entry.facts) {
                let what = odd::differences(&known.facts, &entry.facts);
                let reports = [known.from.clone(), from.clone()];
                let sha256 = data_encoding::HEXLOWER.encode(&sha256);
                self.contradictions.push(Contradiction { sha256, reports, what });
            }
            if entry.facts.rank() < known.facts.rank() {
                (known.facts, known.from) = (Arc::clone(&entry.facts), from);
            }
        }
        known.take(entry);
    }

    fn finish(mut self, remarks: Vec<Text>, replaced: &[Replaced], bench: &Bench<'_>) -> Merged {
        self.usage.dependencies.sort_by(|a, b| a.location.cmp(&b.location));
        self.messages.sort_by(|a, b| a.location.cmp(&b.location));
        self.inventory.failures.sort();
        self.inventory.skipped_at.sort();
        self.inventory.rules = bench.places.clone();
        let mut certificates = Vec::with_capacity(self.drafts.len());
        for (sha256, draft) in std::mem::take(&mut self.drafts) {
            let told = draft.told(&mut self.usage, sha256, bench);
            certificates.push(told);
        }
        let mut merged = Merged {
            remarks,
            certificates,
            messages: self.messages,
            usage: self.usage,
            findings: self.findings,
            inventory: self.inventory,
            planned: self.planned,
            heads: self.heads,
        };
        merged.open_messages();
        merged.judge(&self.unjudged);
        if merged.heads.len() == 1 && replaced.is_empty() {
            merged.tell_alone(&self.systems_alone);
        }
        merged
            .usage
            .systems
            .sort_by(|a, b| (&a.host, &a.name, a.home.as_os_str()).cmp(&(&b.host, &b.name, b.home.as_os_str())));
        merged.complete_systems();
        merged
    }
}

/// Puts addresses together.
fn openings(known: &mut Vec<Opening>, more: Vec<Opening>) {
    for one in more {
        match known.iter_mut().find(|known| std::ptr::eq(known.address, one.address)) {
            Some(known) => {
                let room = MAX_EVIDENCE.saturating_sub(known.evidence.len());
                known.evidence.extend(one.evidence.into_iter().take(room));
            }
            None => known.push(one),
        }
    }
    known.sort_by_key(|one| (!one.address.open, one.address.test, &one.address.host));
}
