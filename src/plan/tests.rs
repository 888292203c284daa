//! Tests of the plan: what must hold, and what must never happen. Here is what
//! they are built with.

mod actions;
mod basis;
mod mail;
mod matter;
mod rules;
mod successors;
mod texts;

use super::*;
use crate::check::testing::{Builder, leaf, location, root_ca};
use crate::check::{RULES, Severity, check};
use crate::clue::{CLUES, Confidence, UseKind};
use crate::inventory::By;
use crate::place::Place;
use crate::usage::{Reference, Use};
use time::macros::date;

const AFTER: Date = date!(2026 - 11 - 21);

/// All that a plan is made from, changed by a test.
#[derive(Default)]
struct World {
    certificates: Vec<Classified>,
    messages: Vec<Message>,
    usage: Usage,
    ledger: Ledger,
    /// Beside those of the certificates.
    findings: Vec<Finding>,
    as_of: Option<Date>,
}

impl World {
    fn of(builders: Vec<Builder>) -> World {
        World { certificates: builders.into_iter().map(Builder::build).collect(), ..World::default() }
    }

    /// Certificate `number` is used with a counterparty, or for something.
    fn used(self, number: u8, kind: UseKind, confidence: Confidence, with: Option<&str>) -> World {
        let counterparty = with.map(|id| CLUES.counterparty(id).unwrap());
        self.used_with(number, Use { kind, confidence, counterparty, evidence: Vec::new() })
    }

    fn used_with(mut self, number: u8, one: Use) -> World {
        self.usage.uses.entry([number; 32]).or_default().push(one);
        self
    }

    /// The key of certificate `number` lies open at a path, by this rule.
    fn exposed(mut self, number: u8, rule: &str, path: &str) -> World {
        let rule = RULES.iter().find(|one| one.id == rule).unwrap();
        self.findings.push(Finding {
            id: [number; 16],
            rule,
            severity: Severity::Warning,
            certificate: Some([number; 32]),
            location: location(path),
            places: 1,
            history: false,
            savable: false,
            detail: None,
            retained: None,
            ignored: None,
            known: false,
        });
        self
    }

    /// A text refers to certificate `number`.
    fn referred(mut self, number: u8, by: By) -> World {
        let reference = Reference {
            location: location("/srv/app/app.conf"),
            line: 7,
            by,
            token: "token".into(),
            setting: Some("key-store".into()),
            file: None,
        };
        self.usage.references.entry([number; 32]).or_default().push(reference);
        self
    }

    fn plan(&self) -> Plan {
        let as_of = self.as_of.unwrap_or(AFTER);
        let settings = Settings { as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
        let mut findings = check(&self.certificates, &[], "host");
        findings.extend(self.findings.iter().cloned());
        plan(&Matter {
            certificates: &self.certificates,
            messages: &self.messages,
            usage: &self.usage,
            findings: &findings,
            settings: &settings,
            ledger: &self.ledger,
        })
    }
}

fn plan_of(builders: Vec<Builder>) -> Plan {
    World::of(builders).plan()
}

fn plan_at(builders: Vec<Builder>, as_of: Date) -> Plan {
    World { as_of: Some(as_of), ..World::of(builders) }.plan()
}

/// Texts that name what died with NemID: two of one folder, one of a system,
/// and one in a log, which is history.
fn resting_on_nemid() -> World {
    let text = |path: &str, place| crate::usage::Dependent {
        location: location(path),
        place,
        names: vec![(3, crate::clue::CLUES.dependency("nemid-login").unwrap(), "applet.danid.dk".into())],
    };
    let mut world = World::of(Vec::new());
    let paths =
        [("/srv/app/conf.xml", Place::Live), ("/var/www/a.php", Place::Live), ("/var/www/b.php", Place::Source)];
    world.usage.dependencies = paths.map(|(path, place)| text(path, place)).into();
    world.usage.dependencies.push(text("/var/log/a.log", Place::Log));
    world.usage.systems.push(crate::usage::System {
        scope: None,
        id: "abc".into(),
        name: "/srv/app".into(),
        host: None,
        owner: None,
        home: Arc::from(Path::new("/srv/app")),
        certificates: Vec::new(),
        counterparties: Vec::new(),
        places: Vec::new(),
        files: Vec::new(),
        dependencies: vec![0],
        uses: Vec::new(),
    });
    world
}

fn kinds(plan: &Plan) -> Vec<&'static str> {
    plan.actions.iter().map(|action| action.kind).collect()
}

/// Everything that an action says in English.
fn said(action: &Action) -> String {
    let texts = std::iter::once(&action.title).chain(&action.steps).chain(&action.checks);
    texts.map(|text| text.en.as_str()).collect::<Vec<_>>().join(" ")
}

/// The one action of this kind.
fn only<'p>(plan: &'p Plan, kind: &str) -> &'p Action {
    let found: Vec<&Action> = plan.actions.iter().filter(|one| one.kind == kind).collect();
    assert_eq!(found.len(), 1, "{kind} in {:?}", kinds(plan));
    found[0]
}
