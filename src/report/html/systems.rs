//! The plan by system: what each holds, what that is for, and what is to be
//! done about it, with the way to each step.

use super::links::{called, worst_first};
use super::named::anchor;
use super::page::{PLACES, Page};
use crate::clue::CLUES;
use crate::plan::Action;
use crate::report::text;
use crate::usage::System;
use std::collections::BTreeMap;
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.systems.heading");
    page.heading(id, &heading)?;
    let systems = worst_first(page);
    if systems.is_empty() {
        let none = page.word("pages.systems.none");
        return page.el("p", &none);
    }
    let todo = Todo::of(page);
    for system in systems {
        page.raw("<article>\n")?;
        page.el("h3", &called(system))?;
        facts(page, system)?;
        certificates(page, system)?;
        actions(page, &todo.of_system(system))?;
        page.raw("</article>\n")?;
    }
    Ok(())
}

/// The actions by system and by certificate.
pub(super) struct Todo<'a> {
    systems: BTreeMap<&'a str, Vec<&'a Action>>,
    certificates: BTreeMap<&'a [u8; 32], Vec<&'a Action>>,
}

impl<'a> Todo<'a> {
    pub(super) fn of(page: &Page<'a>) -> Todo<'a> {
        let mut todo = Todo { systems: BTreeMap::new(), certificates: BTreeMap::new() };
        for action in &page.report.plan.actions {
            for system in &action.systems {
                todo.systems.entry(system).or_default().push(action);
            }
            for sha256 in &action.certificates {
                todo.certificates.entry(sha256).or_default().push(action);
            }
        }
        todo
    }

    /// What names the system, and what is about its certificates.
    fn of_system(&self, system: &System) -> Vec<&'a Action> {
        let named = self.systems.get(system.id.as_str()).into_iter().flatten();
        let held = system.certificates.iter().flat_map(|sha256| self.of_certificate(sha256));
        let mut all: Vec<&Action> = named.chain(held).copied().collect();
        all.sort_by(|a, b| (a.wave, a.priority, &a.id).cmp(&(b.wave, b.priority, &b.id)));
        all.dedup_by(|a, b| a.id == b.id);
        all
    }

    pub(super) fn of_certificate(&self, sha256: &[u8; 32]) -> &[&'a Action] {
        self.certificates.get(sha256).map_or(&[], Vec::as_slice)
    }
}

fn facts(page: &mut Page<'_>, system: &System) -> io::Result<()> {
    let mut facts = vec![("pages.systems.home", text::path(&system.home))];
    if let Some(owner) = &system.owner {
        let parts: Vec<String> = owner.team.iter().chain(&owner.queue).map(|part| text::brief(part)).collect();
        facts.push(("pages.systems.owner", parts.join(", ")));
    }
    let parties: Vec<String> = system
        .counterparties
        .iter()
        .filter_map(|id| CLUES.counterparty(id))
        .map(|party| page.told(&party.name).to_owned())
        .collect();
    if !parties.is_empty() {
        facts.push(("pages.systems.parties", parties.join("; ")));
    }
    page.raw("<dl class=\"facts\">\n")?;
    for (key, value) in facts {
        let key = page.word(key);
        page.el("dt", &key)?;
        page.el("dd", &value)?;
    }
    page.raw("</dl>\n")
}

fn certificates(page: &mut Page<'_>, system: &System) -> io::Result<()> {
    let known: Vec<_> = system.certificates.iter().filter_map(|sha256| page.report.certificate(sha256)).collect();
    if known.is_empty() {
        return Ok(());
    }
    page.raw("<ul>\n")?;
    for known in known {
        page.raw("<li>")?;
        let name = page.called(known);
        page.link(&anchor(&known.certificate.sha256), &name)?;
        let said = format!(": {}, {}", page.status(known), page.what(known));
        page.say(&said)?;
        for used in page.used(&known.certificate.sha256).into_iter().take(PLACES) {
            page.say(&format!("; {used}"))?;
        }
        page.raw("</li>\n")?;
    }
    page.raw("</ul>\n")
}

/// What is to be done, in order, with the way to each.
fn actions(page: &mut Page<'_>, actions: &[&Action]) -> io::Result<()> {
    if actions.is_empty() {
        let nothing = page.word("pages.systems.nothing");
        return page.el("p", &nothing);
    }
    page.raw("<ol class=\"steps\">\n")?;
    for action in actions {
        page.raw("<li>")?;
        let wave = page.filled("pages.plan.in_wave", &[("wave", &action.wave.to_string())]);
        let words = format!("{} ({wave})", page.told(&action.title));
        todo(page, action, &words)?;
        page.raw("</li>\n")?;
    }
    page.raw("</ol>\n")
}

/// One thing to do in a line, with the way to its steps: how far, by when.
fn todo(page: &mut Page<'_>, action: &Action, words: &str) -> io::Result<()> {
    page.link(&format!("a-{}", action.id), words)?;
    page.say(&format!(": {}", page.term(action.state.id())))?;
    if let Some(due) = page.due(action) {
        page.raw(", ")?;
        page.el("span class=\"nb\"", &due)?;
    }
    Ok(())
}
