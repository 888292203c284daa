//! What is said in a ticket: its title, its first text, the comments. Made from
//! the veiled report; decides nothing.

use super::decide::{Cause, Decision};
use super::draft::{Draft, Matter, Systems, scope_of, start};
use super::mark::Tag;
use super::markup::Block;
use super::sight::Sight;
use crate::check::{Finding, display_name};
use crate::privacy::{self, Key};
use crate::report::Report;
use crate::report::text;
use std::collections::{BTreeSet, HashMap};
use time::Date;

/// Tells of tickets in one language.
pub struct Teller<'t> {
    report: &'t Report,
    findings: HashMap<[u8; 16], &'t Finding>,
    systems: Systems<'t>,
    key: Option<&'t Key>,
    danish: bool,
}

impl<'t> Teller<'t> {
    /// From the veiled report.
    pub fn new(report: &'t Report, key: Option<&'t Key>, danish: bool) -> Teller<'t> {
        let findings = report.findings.iter().map(|finding| (finding.id, finding)).collect();
        Teller { report, findings, systems: Systems::new(report), key, danish }
    }

    /// The findings of a draft as they may be told, in the order of the report.
    pub fn findings(&self, draft: &Draft) -> Vec<&'t Finding> {
        let veiled = |id: &[u8; 16]| {
            let known = self.findings.get(id);
            known.or_else(|| self.findings.get(&privacy::identity(self.key?, id)?)).copied()
        };
        draft.findings.iter().filter_map(veiled).collect()
    }

    /// The title, stable while the matter is.
    pub fn title(&self, draft: &Draft) -> String {
        let findings = self.findings(draft);
        let first = findings.first();
        let name = match &draft.matter {
            Matter::Named(name) => privacy::by_form(name),
            Matter::System(_) => first
                .and_then(|one| self.systems.of(scope_of(self.report, one), one))
                .map_or_else(String::new, |system| system.name.clone()),
            Matter::Host(scope) => scope.clone(),
            Matter::Certificate | Matter::Action(..) => {
                first.and_then(|one| self.report.certificate(&one.certificate?)).map_or_else(String::new, display_name)
            }
        };
        format!("OCES: {name}")
    }

    /// By when it must be done, if that lies ahead.
    pub fn due(&self, draft: &Draft) -> Option<Date> {
        let certificates: BTreeSet<_> =
            self.findings(draft).into_iter().filter_map(|finding| finding.certificate).collect();
        let about = |action: &&crate::plan::Action| action.certificates.iter().any(|one| certificates.contains(one));
        self.report.plan.actions.iter().filter(about).filter_map(|action| action.deadline).min()
    }

    /// The first text of a new ticket.
    pub fn body(&self, draft: &Draft) -> Vec<Block> {
        let places = self.findings(draft).into_iter().map(|finding| self.place(finding)).collect();
        vec![Block::Places(places)]
    }

    /// What is said of a change, a return or the end.
    pub fn comment(&self, decision: &Decision, draft: Option<&Draft>, _sight: &Sight) -> Vec<Block> {
        let fresh = |id: &[u8; 16]| match &decision.cause {
            Cause::Changed { new, .. } => new.contains(&start(id)),
            _ => true,
        };
        let shown = draft.map(|draft| Draft {
            findings: draft.findings.iter().filter(|id| fresh(id)).copied().collect(),
            ..draft.clone()
        });
        let said = Block::Text(format!("{:?}", decision.cause));
        let places = shown.map(|draft| self.findings(&draft).into_iter().map(|one| self.place(one)).collect());
        [said].into_iter().chain(places.map(Block::Places)).collect()
    }

    /// Why, in one line for the operator.
    pub fn reason(&self, decision: &Decision) -> String {
        format!("{:?}", decision.cause)
    }

    /// The scopes by name.
    pub fn scopes(&self, scopes: &BTreeSet<Tag>, sight: &Sight) -> Vec<String> {
        scopes.iter().filter_map(|scope| sight.name(*scope)).map(str::to_owned).collect()
    }

    fn place(&self, finding: &Finding) -> String {
        let _ = self.danish;
        format!("{}: {}", scope_of(self.report, finding), text::location(&finding.location))
    }
}
