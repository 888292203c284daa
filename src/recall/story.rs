//! Uses, references and systems of a report.

use super::document;
use super::shelf::{Reader, both, fingerprint};
use crate::clue::{Address, CLUES, Confidence, UseKind};
use crate::inventory::By;
use crate::usage::{Dependent, Evidence, Opening, Owner, Reference, System, Use};
use std::sync::Arc;

impl Reader<'_> {
    pub(super) fn one_use(&mut self, from: &document::Use<'_>) -> Option<Use> {
        let kind = self.one_of("use", &UseKind::ALL, UseKind::id, &from.kind)?;
        let confidence = self.one_of("confidence", &Confidence::ALL, Confidence::id, &from.confidence);
        let counterparty = from.counterparty.as_deref().and_then(|id| {
            let known = CLUES.counterparty(id);
            if known.is_none() {
                self.shelf.miss("counterparty", id);
            }
            known
        });
        Some(Use {
            kind,
            confidence: confidence.unwrap_or(Confidence::Low),
            counterparty,
            evidence: self.evidence(&from.evidence),
        })
    }

    fn evidence(&mut self, from: &[document::Evidence<'_>]) -> Vec<Evidence> {
        let mut evidence = Vec::with_capacity(from.len());
        for one in from {
            evidence.push(Evidence {
                what: self.shelf.word(&one.what),
                text: one.text.as_ref().map(both).unwrap_or_default(),
                location: self.location(&one.at()),
                line: one.line,
            });
        }
        evidence
    }

    pub(super) fn reference(&mut self, from: &document::Reference<'_>) -> Option<Reference> {
        Some(Reference {
            by: self.one_of("reference", &By::ALL, By::id, &from.by)?,
            location: self.location(&from.at()),
            line: from.line,
            token: (*from.token).into(),
            setting: from.setting.as_deref().map(Into::into),
            file: from.file.as_deref().map(|file| self.shelf.path(file, from.file_bytes.as_deref())),
        })
    }

    pub(super) fn systems(&mut self, from: &[document::System<'_>]) -> Vec<System> {
        from.iter().map(|one| self.system(one)).collect()
    }

    fn system(&mut self, from: &document::System<'_>) -> System {
        let scope = from.scope.as_deref().map_or_else(|| Arc::clone(&self.own), |scope| self.shelf.name(scope));
        let mut counterparties = Vec::new();
        for id in &from.counterparties {
            match CLUES.counterparty(id) {
                Some(known) => counterparties.push(known.id.as_str()),
                None => self.shelf.miss("counterparty", id),
            }
        }
        let text = |text: &Option<document::Str<'_>>| text.as_ref().map(|text| text.0.to_string());
        let owner = from.owner.as_ref();
        System {
            id: from.id.0.to_string(),
            name: from.name.0.to_string(),
            scope: Some(scope),
            host: text(&from.host),
            owner: owner.map(|owner| Owner { team: text(&owner.team), queue: text(&owner.queue), ..Owner::default() }),
            home: self.shelf.path(&from.home, from.home_bytes.as_deref()),
            certificates: from.certificates.iter().filter_map(|hex| fingerprint(hex)).collect(),
            counterparties,
            places: from.places.iter().map(|one| self.location(&one.at()).path).collect(),
            files: from.files.iter().map(|one| self.location(&one.at())).collect(),
            // Told when all reports are together.
            dependencies: Vec::new(),
            uses: Vec::new(),
        }
    }

    pub(super) fn dependencies(&mut self, from: &[document::Dependent<'_>]) -> Vec<Dependent> {
        let mut dependents = Vec::with_capacity(from.len());
        for one in from {
            let location = self.location(&one.at());
            let mut names = Vec::new();
            for name in &one.names {
                match CLUES.dependency(&name.id) {
                    Some(known) => names.push((name.line, known, (*name.token).into())),
                    None => self.shelf.miss("dependency", &name.id),
                }
            }
            let place = self.place(one.place.as_deref(), &location, "");
            dependents.push(Dependent { location, place, names });
        }
        dependents
    }

    pub(super) fn firewall(&mut self, from: &[document::Opening<'_>]) -> Vec<Opening> {
        let mut openings = Vec::new();
        for one in from {
            match address(one) {
                Some(address) => openings.push(Opening { address, evidence: self.evidence(&one.evidence) }),
                None => self.shelf.miss("address", &one.host),
            }
        }
        openings
    }
}

/// The address that we know, if we know it.
fn address(from: &document::Opening<'_>) -> Option<&'static Address> {
    let fits = |known: &&Address| {
        known.host == *from.host
            && known.open == (&*from.action == "open")
            && known.test == from.test.unwrap_or(false)
            && known.ports.iter().map(|port| u64::from(*port)).eq(from.ports.iter().copied())
    };
    CLUES.addresses.iter().find(fits)
}
