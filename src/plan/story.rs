//! What is known of one certificate beside its verdict: uses, counterparties,
//! what refers to it, its systems, the messages that its key opens.
//!
//! Concludes nothing from it.

use super::{Matter, Text};
use crate::certificate::Fingerprint;
use crate::check::{Detail, Finding};
use crate::classify::{Classified, JudgedParty, Message};
use crate::clue::{Confidence, Counterparty, UseKind};
use crate::location::Location;
use crate::place::Place;
use crate::usage::{Dependent, Reference, System, Usage, Use};
use std::collections::{BTreeMap, BTreeSet};

/// What is known, by certificate.
pub(super) struct Stories<'m> {
    usage: &'m Usage,
    systems: BTreeMap<Fingerprint, Vec<&'m System>>,
    messages: BTreeMap<Fingerprint, Vec<&'m Message>>,
    shared: BTreeMap<Fingerprint, &'m [String]>,
    /// The scopes whose texts were read: something in them refers to something.
    heard: BTreeSet<Option<&'m str>>,
}

/// What is known of one.
#[derive(Default)]
pub(super) struct Story<'m> {
    pub(super) uses: &'m [Use],
    /// What refers to it, history left out.
    pub(super) references: &'m [Reference],
    pub(super) systems: Vec<&'m System>,
    /// Texts of its systems that still name what died with NemID.
    pub(super) dependents: Vec<&'m Dependent>,
    /// The messages of old that its key opens.
    pub(super) messages: &'m [&'m Message],
    /// The names of the systems that share its key.
    pub(super) shared: &'m [String],
    pub(super) settle: Option<&'m Text>,
    /// Whether its silence means something: the texts around it were read.
    pub(super) heard: bool,
}

impl<'m> Stories<'m> {
    pub(super) fn of(matter: &Matter<'m>) -> Stories<'m> {
        let usage = matter.usage;
        let mut systems: BTreeMap<Fingerprint, Vec<&System>> = BTreeMap::new();
        for system in &usage.systems {
            for sha256 in &system.certificates {
                systems.entry(*sha256).or_default().push(system);
            }
        }
        let references = usage.references.values().flatten();
        let heard = references.map(|one| one.location.scope.as_deref()).collect();
        let shared = matter.findings.iter().filter_map(shared).collect();
        Stories { usage, systems, messages: openable(matter.messages), shared, heard }
    }

    pub(super) fn story<'s>(&'s self, classified: &Classified) -> Story<'s> {
        let sha256 = &classified.certificate.sha256;
        let systems = self.systems.get(sha256).cloned().unwrap_or_default();
        let numbers: BTreeSet<usize> = systems.iter().flat_map(|one| one.dependencies.iter().copied()).collect();
        let dependents = numbers.into_iter().filter_map(|number| self.usage.dependencies.get(number));
        let places = classified.occurrences.iter().map(|one| &one.location);
        let mut places = places.chain(classified.keys.iter().map(|key| &key.location));
        let in_store = classified.occurrences.iter().any(|one| one.store.is_some());
        let read = |location: &Location| self.heard.contains(&location.scope.as_deref());
        Story {
            uses: self.usage.uses.get(sha256).map(Vec::as_slice).unwrap_or_default(),
            references: self.usage.references.get(sha256).map(Vec::as_slice).unwrap_or_default(),
            dependents: dependents.filter(|one| !matches!(one.place, Place::Log | Place::Message)).collect(),
            messages: self.messages.get(sha256).map(Vec::as_slice).unwrap_or_default(),
            shared: self.shared.get(sha256).copied().unwrap_or_default(),
            settle: self.usage.settles.get(sha256),
            heard: self.usage.references_left_out == 0 && !in_store && places.all(read),
            systems,
        }
    }
}

/// The key that lies in several systems, and which.
fn shared(finding: &Finding) -> Option<(Fingerprint, &[String])> {
    match finding.detail.as_deref() {
        Some(Detail::Shared { systems, .. }) => Some((finding.certificate?, systems)),
        _ => None,
    }
}

/// The certificates of which a key lies open.
pub(super) fn exposed(findings: &[Finding]) -> BTreeSet<Fingerprint> {
    findings.iter().filter(|one| is_exposure(one)).filter_map(|one| one.certificate).collect()
}

/// Whether a finding says that a key lies open: to others by its folder or its
/// rights, or by its password.
pub(super) fn is_exposure(finding: &Finding) -> bool {
    !finding.history && matches!(finding.rule.id, "open-key" | "misplaced-key" | "weak-password")
}

/// The messages of old, by the certificates whose keys open them.
fn openable(messages: &[Message]) -> BTreeMap<Fingerprint, Vec<&Message>> {
    let mut found: BTreeMap<Fingerprint, Vec<&Message>> = BTreeMap::new();
    for message in messages {
        let opens = message.recipients().filter(|judged| judged.key && of_old(judged));
        for sha256 in opens.filter_map(|judged| judged.certificate).collect::<BTreeSet<_>>() {
            found.entry(sha256).or_default().push(message);
        }
    }
    found
}

/// Whether its certificate is one of OCES I or II.
pub(super) fn of_old(judged: &JudgedParty) -> bool {
    judged.hierarchy.as_ref().is_some_and(|(generation, _)| matches!(&**generation, "I" | "II"))
}

impl Story<'_> {
    /// Those at the other end, surest first, each once: for sure, or perhaps.
    pub(super) fn counterparties(&self, sure: bool) -> Vec<&'static Counterparty> {
        let mut found: Vec<&'static Counterparty> = Vec::new();
        let certain: Vec<&str> = self.sure().filter_map(|one| Some(one.counterparty?.id.as_str())).collect();
        for one in self.uses.iter().filter(|one| (one.confidence >= Confidence::Medium) == sure) {
            let named = one.counterparty.filter(|known| sure || !certain.contains(&known.id.as_str()));
            let new = named.filter(|known| found.iter().all(|other| other.id != known.id));
            found.extend(new);
        }
        found
    }

    /// The uses that are more than a guess.
    pub(super) fn sure(&self) -> impl Iterator<Item = &Use> {
        self.uses.iter().filter(|one| one.confidence >= Confidence::Medium)
    }

    /// What it is surely used for, surest first, each once.
    pub(super) fn sure_kinds(&self) -> Vec<UseKind> {
        let mut kinds = Vec::new();
        for one in self.sure().filter(|one| !kinds.contains(&one.kind)).collect::<Vec<_>>() {
            if !kinds.contains(&one.kind) {
                kinds.push(one.kind);
            }
        }
        kinds
    }

    pub(super) fn serves(&self, kind: UseKind) -> bool {
        self.sure().any(|one| one.kind == kind)
    }

    /// Nothing refers to it and no use is known, although texts were read.
    pub(super) fn is_idle(&self) -> bool {
        self.heard && self.references.is_empty() && self.sure().next().is_none()
    }
}
