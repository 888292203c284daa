//! Many reports as one: every certificate once, with the places of all hosts.

use super::odd::{self, Contradiction};
use super::supersede::{self, Replaced};
use super::{Bench, Entry, Facts, Head, Planned, Recalled, Shelf, scopes};
use crate::certificate::{Fingerprint, Identifier};
use crate::check::{self, Detail, Finding, Severity};
use crate::classify::{Classified, Message, Ownership, Verdict, whose};
use crate::clue::Confidence;
use crate::inventory::{Inventory, KeyPlace, Occurrence};
use crate::usage::{Missing, Opening, Reference, System, Usage, Use};
use crate::wording::Text;
use sha2::{Digest, Sha256};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// More evidence of one use, or texts of one address, is not kept.
const MAX_EVIDENCE: usize = 20;

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

/// One certificate while reports are put together.
struct Draft {
    facts: Arc<Facts>,
    /// Name and scope of the report that its facts are from.
    from: (String, String),
    occurrences: Vec<Occurrence>,
    keys: Vec<KeyPlace>,
    private_key: bool,
    ownership: Ownership,
    uses: Vec<Use>,
    references: Vec<Reference>,
    settles: Option<Text>,
}

/// Merges the reports, in whatever order they come.
pub fn merge(reports: Vec<Recalled>, shelf: Shelf, bench: &Bench<'_>) -> Merged {
    let (mut reports, again) = supersede::once(reports);
    let mut remarks: Vec<Text> = again.iter().map(|name| odd::twice(name)).collect();
    let names: Vec<String> = reports.iter().map(|report| report.name.clone()).collect();
    let replaced = supersede::replaced(&reports);
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

impl Draft {
    fn new(entry: Entry, from: (String, String)) -> Draft {
        Draft {
            facts: entry.facts,
            from,
            occurrences: entry.occurrences,
            keys: entry.keys,
            private_key: entry.private_key,
            ownership: entry.ownership,
            uses: entry.uses,
            references: entry.references,
            settles: entry.settles,
        }
    }

    fn take(&mut self, mut entry: Entry) {
        self.ownership = joined((self.ownership, self.private_key), (entry.ownership, entry.private_key));
        self.private_key |= entry.private_key;
        self.occurrences.append(&mut entry.occurrences);
        self.keys.append(&mut entry.keys);
        self.references.append(&mut entry.references);
        for one in entry.uses {
            let same = |known: &&mut Use| {
                known.kind == one.kind && known.counterparty.map(|a| &a.id) == one.counterparty.map(|b| &b.id)
            };
            match self.uses.iter_mut().find(same) {
                Some(known) => {
                    known.confidence = known.confidence.max(one.confidence);
                    let room = MAX_EVIDENCE.saturating_sub(known.evidence.len());
                    known.evidence.extend(one.evidence.into_iter().take(room));
                }
                None => self.uses.push(one),
            }
        }
        self.settles = self.settles.take().or(entry.settles);
    }

    /// The certificate as all reports together tell it; its story goes to the usage.
    fn told(mut self, usage: &mut Usage, sha256: Fingerprint, bench: &Bench<'_>) -> Classified {
        self.occurrences.sort_unstable();
        self.occurrences.dedup();
        self.keys.sort_unstable();
        self.keys.dedup();
        self.references.sort_unstable();
        self.references.dedup();
        // A scan has the surest first; a second sort of one report changes nothing.
        self.uses.sort_by_key(|one| Reverse(one.confidence));
        let known = self.uses.iter().any(|one| one.confidence >= Confidence::Medium);
        if let Some(settles) = self.settles.filter(|_| !known) {
            usage.settles.insert(sha256, settles);
        }
        if !self.uses.is_empty() {
            usage.uses.insert(sha256, self.uses);
        }
        if !self.references.is_empty() {
            usage.references.insert(sha256, self.references);
        }
        let certificate = self.facts.certificate.clone();
        let verdict = self.facts.verdict.clone();
        let organisation = match &verdict {
            Verdict::Listed(listing) | Verdict::LookAlike { listing, .. } => listing.organisation.clone(),
            _ => crate::classify::organisation(&certificate.subject),
        };
        let ownership = whose(&organisation, self.private_key, self.ownership, bench.settings);
        let private_key = self.private_key;
        Classified { certificate, occurrences: self.occurrences, keys: self.keys, verdict, ownership, private_key }
    }
}

/// Whose it is by what two reports say: foreign although its key is here was
/// configured so, and holds; a key or a number that is ours comes next.
fn joined(one: (Ownership, bool), other: (Ownership, bool)) -> Ownership {
    let both = [one, other];
    let has = |wanted: Ownership| both.iter().any(|(told, _)| *told == wanted);
    if both.contains(&(Ownership::Foreign, true)) {
        Ownership::Foreign
    } else if has(Ownership::Own) || both.iter().any(|(_, key)| *key) {
        Ownership::Own
    } else if has(Ownership::Foreign) {
        Ownership::Foreign
    } else {
        Ownership::Unknown
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

impl Merged {
    /// The certificate of this fingerprint.
    fn certificate(&self, sha256: &Fingerprint) -> Option<&Classified> {
        let at = self.certificates.binary_search_by(|known| known.certificate.sha256.cmp(sha256)).ok()?;
        self.certificates.get(at)
    }

    /// A message on one host may be opened by a key on another.
    fn open_messages(&mut self) {
        let mut messages = std::mem::take(&mut self.messages);
        let mut by_serial: BTreeMap<(Vec<u8>, &[u8]), &Classified> = BTreeMap::new();
        if !messages.is_empty() {
            for one in self.certificates.iter().filter(|one| one.private_key) {
                let issuer = one.certificate.issuer.der.to_vec();
                by_serial.insert((issuer, &one.certificate.serial), one);
            }
        }
        for party in messages.iter_mut().flat_map(|message| &mut message.parties).filter(|party| !party.key) {
            let by_print = party.certificate.and_then(|sha256| self.certificate(&sha256));
            let found = by_print.filter(|one| one.private_key).or_else(|| match &party.party.identifier {
                Identifier::IssuerAndSerial { issuer, serial } => by_serial.get(&(issuer.to_vec(), &**serial)).copied(),
                _ => None,
            });
            if let Some(found) = found {
                party.key = true;
                party.certificate = Some(found.certificate.sha256);
            }
        }
        self.messages = messages;
    }

    /// Brings the findings up to date: those about dates, and mail that can be
    /// saved after all.
    fn judge(&mut self, unjudged: &BTreeSet<Arc<str>>) {
        if !unjudged.is_empty() {
            let made = check::check(&self.certificates, &self.messages, "").into_iter();
            let asked = |finding: &Finding| finding.location.scope.as_ref().is_some_and(|one| unjudged.contains(one));
            self.findings.extend(made.filter(asked));
        }
        let key = |finding: &Finding| {
            (
                finding.rule.id,
                finding.certificate,
                finding.location.scope.clone(),
                finding.location.path.clone(),
                finding.location.members(),
            )
        };
        let mut due: BTreeMap<_, Finding> =
            check::of_dates(&self.certificates, "").into_iter().map(|finding| (key(&finding), finding)).collect();
        self.findings.retain_mut(|finding| {
            if !finding.rule.id.starts_with("oces3-") {
                return true;
            }
            // What is still due keeps its identity; what is not is over.
            due.remove(&key(finding)).is_some_and(|now| {
                finding.severity = now.severity;
                true
            })
        });
        self.findings.extend(due.into_values());
        self.save_mail();
        check::sort(&mut self.findings);
        self.findings.dedup_by(|again, first| again.id == first.id && again.location == first.location);
        self.missing_stores();
    }

    /// Mail that a key of another host opens can be saved.
    fn save_mail(&mut self) {
        let lost = |finding: &&mut Finding| finding.rule.id == "encrypted-mail" && !finding.savable;
        for finding in self.findings.iter_mut().filter(lost) {
            let from = self.messages.partition_point(|message| message.location < finding.location);
            let here = self.messages.iter().skip(from).take_while(|message| {
                message.location.scope == finding.location.scope && message.location.path == finding.location.path
            });
            let mut here = here.filter(|message| message.location.members() == finding.location.members());
            if let Some(opened) = here.find(|message| message.recipients().any(|party| party.key)) {
                let test = |party: &crate::classify::JudgedParty| {
                    party.hierarchy.as_ref().is_some_and(|(_, at)| *at == crate::catalogue::Environment::Test)
                };
                finding.savable = true;
                if !opened.recipients().all(test) {
                    finding.severity = finding.severity.max(Severity::Warning);
                }
            }
        }
    }

    /// Keystores that texts name and no scan saw: told by findings alone.
    fn missing_stores(&mut self) {
        for finding in &self.findings {
            if let Some(Detail::Missing(lines)) = finding.detail.as_deref() {
                let one = |(line, path): &(u64, Box<str>)| Missing {
                    location: finding.location.clone(),
                    line: *line,
                    path: path.clone(),
                    setting: None,
                };
                self.usage.missing.extend(lines.iter().map(one));
            }
        }
        self.usage.missing.sort();
    }

    /// What systems owe to the rest: uses, and the texts that depend on NemID.
    fn complete_systems(&mut self) {
        let usage = &mut self.usage;
        for system in &mut usage.systems {
            let mut best: BTreeMap<_, Confidence> = BTreeMap::new();
            for one in system.certificates.iter().filter_map(|sha256| usage.uses.get(sha256)).flatten() {
                let known = best.entry(one.kind).or_insert(one.confidence);
                *known = one.confidence.max(*known);
            }
            system.uses = best.into_iter().collect();
            system.uses.sort_by_key(|(kind, confidence)| (Reverse(*confidence), *kind));
        }
        for (at, dependent) in usage.dependencies.iter().enumerate() {
            let around = |system: &&mut System| {
                system.scope == dependent.location.scope && dependent.location.path.starts_with(&system.home)
            };
            let innermost = usage.systems.iter_mut().filter(around);
            if let Some(system) = innermost.max_by_key(|system| system.home.as_os_str().len()) {
                system.dependencies.push(at);
            }
        }
    }

    /// One scan alone needs no scope, and its systems keep their own names.
    fn tell_alone(&mut self, systems: &BTreeMap<String, (String, Option<String>)>) {
        for system in &mut self.usage.systems {
            if let Some((id, host)) = systems.get(&system.id) {
                (system.id, system.host) = (id.clone(), host.clone());
            }
        }
        let scope = self.heads.first().map_or_else(String::new, |head| head.scope.clone());
        scopes::leave_out(self, &scope);
        let alone = std::mem::take(&mut self.inventory.skipped_at).into_iter();
        self.inventory.skipped = alone.map(|(reason, place)| (reason, place.path.to_path_buf())).collect();
    }
}
