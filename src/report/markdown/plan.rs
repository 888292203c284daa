//! The plan: wave for wave, what several actions share told once; then system
//! for system, to be ticked.
//!
//! Shortens nothing: every action, step and place is there.

use super::super::table::words::{term, wave};
use super::super::{Report, text};
use super::{Paper, brief, code, foreign, head};
use crate::certificate::Fingerprint;
use crate::check::date_text;
use crate::plan::{Action, State};
use crate::usage::System;
use crate::wording::Text;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// So many names are told before a step that holds for some only.
const NAMED: usize = 6;

/// Wave for wave.
pub(super) fn write(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    paper.heading(2, &paper.text("sheets.page.plan"))?;
    let actions = &report.plan.actions;
    if actions.is_empty() {
        return paper.paragraph(&paper.text("sheets.page.plan-none"));
    }
    paper.paragraph(&paper.text("sheets.page.plan-note"))?;
    for of_wave in actions.chunk_by(|one, next| one.wave == next.wave) {
        let Some(first) = of_wave.first() else { continue };
        let values = [("number", &*first.wave.to_string()), ("name", wave(first.wave, paper.danish))];
        paper.heading(3, &paper.fill("sheets.page.wave", &values))?;
        for group in groups(of_wave) {
            group_of(paper, report, &group)?;
        }
    }
    Ok(())
}

/// The actions of a wave by recipe, in the order in which recipes first come.
fn groups(actions: &[Action]) -> Vec<Vec<&Action>> {
    let mut groups: Vec<Vec<&Action>> = Vec::new();
    let mut known: BTreeMap<(&str, &Text), usize> = BTreeMap::new();
    for action in actions {
        let at = *known.entry((action.kind, heading(action))).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(action),
            None => groups.push(vec![action]),
        }
    }
    groups
}

fn heading(action: &Action) -> &Text {
    if action.brief.heading.en.is_empty() { &action.title } else { &action.brief.heading }
}

/// Who and what first, then each certificate with what is its own.
fn group_of(paper: &mut Paper<'_>, report: &Report, group: &[&Action]) -> io::Result<()> {
    let Some(first) = group.first() else { return Ok(()) };
    let title = if group.len() == 1 { &first.title } else { heading(first) };
    paper.heading(4, &foreign(title.told(paper.danish)))?;
    for action in group {
        single(paper, report, action, group.len() > 1)?;
    }
    paper.gap();
    let who: Vec<String> = first.who.iter().map(|who| foreign(who.told(paper.danish))).collect();
    if !who.is_empty() {
        paper.paragraph(&format!("**{}:** {}", paper.text("sheets.page.who"), who.join(", ")))?;
    }
    shared(paper, report, group, "sheets.page.steps", steps)?;
    shared(paper, report, group, "sheets.page.checks", |action| &action.checks)
}

/// One action: its certificate, day, state, what is said of it alone, its places.
fn single(paper: &mut Paper<'_>, report: &Report, action: &Action, named: bool) -> io::Result<()> {
    let mut told: Vec<String> = Vec::new();
    if named {
        told.push(format!("**{}**", name(paper, report, action)));
    }
    told.extend(due(paper, action));
    told.extend((action.state != State::Open).then(|| term(action.state.id(), paper.danish).to_owned()));
    told.extend(action.brief.points.iter().map(|point| foreign(point.told(paper.danish))));
    if !told.is_empty() {
        paper.item(0, &told.join("; "))?;
    }
    let level = usize::from(!told.is_empty());
    places(paper, action, level)
}

/// Where it is done: with what is said of each place, else the bare paths and
/// their hosts.
fn places(paper: &mut Paper<'_>, action: &Action, level: usize) -> io::Result<()> {
    if action.brief.places.is_empty() {
        for path in &action.paths {
            paper.item(level, &code(&text::path(path)))?;
        }
        let hosts: Vec<String> = action.scopes.iter().map(|scope| code(&text::brief(scope))).collect();
        return if hosts.is_empty() {
            Ok(())
        } else {
            let hosts = head::names(paper, &hosts, NAMED);
            paper.item(level, &paper.fill("sheets.page.hosts", &[("hosts", &hosts)]))
        };
    }
    let mut told: Vec<&(String, Text)> = action.brief.places.iter().collect();
    told.sort_by_key(|(place, _)| place);
    for told in told.chunk_by(|(one, _), (next, _)| one == next) {
        let Some((place, _)) = told.first() else { continue };
        let said = told.iter().map(|(_, said)| said.told(paper.danish)).filter(|said| !said.is_empty());
        let said: Vec<String> = said.map(foreign).collect();
        let said = if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) };
        paper.item(level, &format!("{}{said}", code(place)))?;
    }
    Ok(())
}

/// The steps that others have too; those of an action without a short form
/// stand as they are.
fn steps(action: &Action) -> &Vec<Text> {
    if action.brief.common.is_empty() { &action.steps } else { &action.brief.common }
}

/// Each text once, in its order; one that holds for some only says for which.
fn shared<'a>(
    paper: &mut Paper<'_>,
    report: &Report,
    group: &[&'a Action],
    key: &str,
    of: fn(&'a Action) -> &'a Vec<Text>,
) -> io::Result<()> {
    let mut order: Vec<&Text> = Vec::new();
    let mut holders: BTreeMap<&Text, Vec<&Action>> = BTreeMap::new();
    for action in group {
        let mut at = 0;
        for step in of(action) {
            if let Some(known) = order.iter().position(|known| *known == step) {
                at = at.max(known + 1);
            } else {
                order.insert(at.min(order.len()), step);
                at += 1;
            }
            holders.entry(step).or_default().push(action);
        }
    }
    if order.is_empty() {
        return Ok(());
    }
    paper.paragraph(&format!("{}:", paper.text(key)))?;
    for (at, step) in order.into_iter().enumerate() {
        let of_step = holders.get(step).map_or(&[][..], Vec::as_slice);
        let mut told = foreign(step.told(paper.danish));
        if of_step.len() < group.len() {
            let names: Vec<String> = of_step.iter().map(|action| name(paper, report, action)).collect();
            let names = head::names(paper, &names, NAMED);
            told = paper.fill("sheets.page.only", &[("names", &names), ("step", &told)]);
        }
        paper.numbered(0, at + 1, &told)?;
    }
    paper.gap();
    Ok(())
}

/// The name of an action's certificate, else its title.
fn name(paper: &Paper<'_>, report: &Report, action: &Action) -> String {
    match action.certificates.as_slice() {
        [print] if report.certificate(print).is_some() => head::name_of(report, print, paper.danish),
        _ if !action.brief.name.en.is_empty() => code(action.brief.name.told(paper.danish)),
        _ => foreign(action.title.told(paper.danish)),
    }
}

/// By when, or since when it is overdue.
fn due(paper: &Paper<'_>, action: &Action) -> Option<String> {
    let told = |key: &str, day| paper.fill(key, &[("day", &date_text(day, paper.danish))]);
    let overdue = action.overdue_since.map(|day| told("sheets.page.overdue", day));
    overdue.or_else(|| action.deadline.map(|day| told("sheets.page.deadline", day)))
}

/// System for system and certificate for certificate, to be ticked.
pub(super) fn by_system(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    if report.plan.actions.is_empty() {
        return Ok(());
    }
    paper.heading(2, &paper.text("sheets.page.by-system"))?;
    let mut of: BTreeMap<Fingerprint, Vec<&Action>> = BTreeMap::new();
    for action in &report.plan.actions {
        for print in &action.certificates {
            of.entry(*print).or_default().push(action);
        }
    }
    let mut told: BTreeSet<Fingerprint> = BTreeSet::new();
    for system in &report.usage.systems {
        let here: Vec<Fingerprint> =
            system.certificates.iter().filter(|print| of.contains_key(*print)).copied().collect();
        if !here.is_empty() {
            paper.heading(3, &system_name(system))?;
            paper.paragraph(&about(paper, system))?;
            tasks(paper, report, &here, &of)?;
            told.extend(here);
        }
    }
    let rest: Vec<Fingerprint> = of.keys().filter(|print| !told.contains(*print)).copied().collect();
    if rest.is_empty() {
        return Ok(());
    }
    paper.heading(3, &paper.text("sheets.page.no-system"))?;
    tasks(paper, report, &rest, &of)
}

fn system_name(system: &System) -> String {
    match &system.host {
        Some(host) => format!("{}: {}", brief(host), brief(&system.name)),
        None => brief(&system.name),
    }
}

/// Whose a system is and where it lies.
fn about(paper: &Paper<'_>, system: &System) -> String {
    let owner = system.owner.as_ref().map(|owner| {
        [&owner.team, &owner.queue].into_iter().flatten().map(|one| brief(one)).collect::<Vec<_>>().join(", ")
    });
    let owner = owner
        .filter(|owner| !owner.is_empty())
        .map(|owner| paper.fill("sheets.page.system-owner", &[("owner", &owner)]));
    let home = code(&text::path(&system.home));
    paper.fill("sheets.page.system-home", &[("owner", &owner.unwrap_or_default()), ("home", &home)])
}

fn tasks(
    paper: &mut Paper<'_>,
    report: &Report,
    prints: &[Fingerprint],
    of: &BTreeMap<Fingerprint, Vec<&Action>>,
) -> io::Result<()> {
    for print in prints {
        let short = code(&text::hex(print.get(..8).unwrap_or_default()));
        paper.item(0, &format!("**{}** ({short})", head::name_of(report, print, paper.danish)))?;
        for action in of.get(print).into_iter().flatten() {
            let title = foreign(action.title.told(paper.danish));
            let values = [("wave", &*action.wave.to_string()), ("title", &*title)];
            let mut told = vec![paper.fill("sheets.page.task", &values)];
            told.extend(due(paper, action));
            told.extend((action.state == State::InProgress).then(|| term(action.state.id(), paper.danish).to_owned()));
            paper.task(1, action.state == State::Done, &told.join("; "))?;
        }
    }
    paper.gap();
    Ok(())
}
