//! Single signs of a use, and how the signs of one use come together.
//!
//! Behaviour
//! 1. A use is as sure as its surest sign.
//! 2. With a known counterparty the signs of an integration in general speak
//!    for each counterparty's, and make no use of their own.
//! 3. Evidence is told strongest first, [`MAX_EVIDENCE`] of each use.

use super::{Evidence, Use};
use crate::clue::{CLUES, Confidence, UseKind};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// More evidence of one use is not told.
const MAX_EVIDENCE: usize = 12;

/// More signs of one kind and one confidence are not collected.
const MAX_ALIKE: usize = 8;

/// One sign of a use.
#[derive(Clone, Debug)]
pub(super) struct Signal {
    pub(super) kind: UseKind,
    pub(super) confidence: Confidence,
    pub(super) counterparty: Option<&'static str>,
    pub(super) evidence: Evidence,
}

/// The signs of one certificate.
#[derive(Default)]
pub(super) struct Signals {
    signals: Vec<Signal>,
    alike: BTreeMap<(UseKind, Confidence, Option<&'static str>, &'static str), usize>,
}

impl Signals {
    pub(super) fn push(&mut self, signal: Signal) {
        let key = (signal.kind, signal.confidence, signal.counterparty, signal.evidence.what);
        let count = self.alike.entry(key).or_default();
        *count += 1;
        if *count <= MAX_ALIKE {
            self.signals.push(signal);
        }
    }

    /// The uses that they come to, surest first.
    pub(super) fn uses(self) -> Vec<Use> {
        type Found = Vec<(Reverse<Confidence>, Evidence)>;
        let mut groups: BTreeMap<(UseKind, Option<&'static str>), Found> = BTreeMap::new();
        for signal in self.signals {
            let group = groups.entry((signal.kind, signal.counterparty)).or_default();
            group.push((Reverse(signal.confidence), signal.evidence));
        }
        let general = (UseKind::SystemToSystem, None);
        if groups.keys().any(|(kind, counterparty)| *kind == general.0 && counterparty.is_some())
            && let Some(signs) = groups.remove(&general)
        {
            for ((kind, _), group) in &mut groups {
                if *kind == general.0 {
                    // They speak for an integration, not for this counterparty.
                    group.extend(signs.iter().map(|(_, evidence)| (Reverse(Confidence::Low), evidence.clone())));
                }
            }
        }
        let mut uses: Vec<Use> = groups.into_iter().filter_map(|(key, group)| put_together(key, group)).collect();
        let id = |one: &Use| one.counterparty.map(|counterparty| counterparty.id.as_str());
        uses.sort_by(|a, b| (Reverse(a.confidence), a.kind, id(a)).cmp(&(Reverse(b.confidence), b.kind, id(b))));
        uses
    }
}

fn put_together(
    (kind, counterparty): (UseKind, Option<&'static str>),
    mut group: Vec<(Reverse<Confidence>, Evidence)>,
) -> Option<Use> {
    group.sort();
    let confidence = group.first()?.0.0;
    let mut evidence: Vec<Evidence> = Vec::new();
    for (_, one) in group {
        if evidence.len() < MAX_EVIDENCE && !evidence.contains(&one) {
            evidence.push(one);
        }
    }
    Some(Use { kind, confidence, counterparty: counterparty.and_then(|id| CLUES.counterparty(id)), evidence })
}
