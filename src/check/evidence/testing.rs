//! A small world of certificates, systems and texts, for the tests of the rules.

use crate::check::testing::location;
use crate::check::{Finding, Matter, check_all};
use crate::classify::Classified;
use crate::clue::{CLUES, Confidence, UseKind};
use crate::inventory::Inventory;
use crate::password::Weak;
use crate::place::place_of;
use crate::usage::{Dependent, Missing, System, Usage, Use};
use std::path::Path;

#[derive(Default)]
pub(super) struct World {
    pub(super) certificates: Vec<Classified>,
    pub(super) usage: Usage,
    pub(super) inventory: Inventory,
}

impl World {
    pub(super) fn of<const N: usize>(certificates: [Classified; N]) -> World {
        World { certificates: certificates.into(), ..World::default() }
    }

    pub(super) fn open(&mut self, paths: &[&str]) {
        self.inventory.open_to_all.extend(paths.iter().map(|path| Path::new(path).into()));
    }

    pub(super) fn weak(&mut self, path: &str, weak: Weak) {
        self.inventory.weak.insert((location(path), weak));
    }

    pub(super) fn missing(&mut self, path: &str, line: u64, names: &str) {
        let missing = Missing { location: location(path), line, path: names.into(), setting: None };
        self.usage.missing.push(missing);
    }

    pub(super) fn depends(&mut self, path: &str, line: u64, token: &str) {
        let dependency = CLUES.dependency("nemid-login").unwrap();
        let names = vec![(line, dependency, token.into())];
        self.usage.dependencies.push(Dependent {
            place: place_of(&location(path), ""),
            location: location(path),
            names,
        });
    }

    pub(super) fn system(&mut self, name: &str, host: Option<&str>, home: &str, certificates: &[u8]) {
        self.usage.systems.push(System {
            id: format!("{host:?} {name}"),
            name: name.to_owned(),
            scope: None,
            host: host.map(str::to_owned),
            owner: None,
            home: Path::new(home).into(),
            certificates: certificates.iter().map(|number| [*number; 32]).collect(),
            counterparties: Vec::new(),
            places: Vec::new(),
            files: Vec::new(),
            dependencies: Vec::new(),
            uses: Vec::new(),
        });
    }

    pub(super) fn used_with_kombit(&mut self, number: u8) {
        let counterparty = CLUES.counterparty("kombit");
        let (kind, confidence) = (UseKind::SystemToSystem, Confidence::High);
        self.usage.uses.insert([number; 32], vec![Use { kind, confidence, counterparty, evidence: Vec::new() }]);
    }

    /// What the rules of this room say, without those about generations.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let matter =
            Matter { certificates: &self.certificates, messages: &[], usage: &self.usage, inventory: &self.inventory };
        check_all(&matter, "s").into_iter().filter(|finding| finding.detail.is_some()).collect()
    }

    /// The message of the first finding of a rule.
    pub(super) fn message(&self, rule: &str, danish: bool) -> String {
        let findings = self.findings();
        let finding = findings.iter().find(|finding| finding.rule.id == rule).unwrap();
        let certificate = self.certificates.iter().find(|one| Some(one.certificate.sha256) == finding.certificate);
        crate::check::message(finding, certificate, danish)
    }
}

pub(super) fn told(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let history = if finding.history { " (history)" } else { "" };
        format!("{} {} {}{history}", finding.severity.id(), finding.rule.id, finding.location.path.display())
    };
    findings.iter().map(line).collect()
}
