//! What only all reports together can tell: mail that a key of another host
//! opens, findings of another day, what systems owe to the rest.

use super::{Merged, scopes};
use crate::certificate::{Fingerprint, Identifier};
use crate::check::{self, Detail, Finding, Severity};
use crate::classify::Classified;
use crate::clue::Confidence;
use crate::usage::{Missing, System};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Merged {
    /// The certificate of this fingerprint.
    fn certificate(&self, sha256: &Fingerprint) -> Option<&Classified> {
        let at = self.certificates.binary_search_by(|known| known.certificate.sha256.cmp(sha256)).ok()?;
        self.certificates.get(at)
    }

    /// A message on one host may be opened by a key on another.
    pub(super) fn open_messages(&mut self) {
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
    pub(super) fn judge(&mut self, unjudged: &BTreeSet<Arc<str>>) {
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
    pub(super) fn complete_systems(&mut self) {
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
    pub(super) fn tell_alone(&mut self, systems: &BTreeMap<String, (String, Option<String>)>) {
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
