//! The plan: waves in order. Actions of one recipe are listed together, each
//! with its number in the list of certificates; what they share is told once.
//!
//! Shortens only: the JSON report has every action with all its steps.

use super::super::text;
use super::page::{PLACES, Page};
use super::words::{fill, wave};
use crate::plan::{Action, State, Text};
use std::collections::BTreeMap;
use std::io;

/// So many actions of a recipe are listed; the JSON report has them all.
const SHOWN: usize = 200;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let actions = &page.report.plan.actions;
    page.section(page.words.plan)?;
    if actions.is_empty() {
        return page.line(0, page.words.no_plan);
    }
    page.line(0, page.words.plan_note)?;
    for actions in actions.chunk_by(|one, next| one.wave == next.wave) {
        let Some(first) = actions.first() else {
            continue;
        };
        let name = wave(first.wave, page.style.danish);
        let heading = fill(page.words.wave, &[&first.wave.to_string(), name]);
        page.line(0, "")?;
        page.strong(&heading)?;
        for group in groups(actions) {
            match group.as_slice() {
                [alone] => single(page, alone)?,
                several => group_of(page, several)?,
            }
        }
    }
    Ok(())
}

/// The actions of a wave by recipe, in the order in which recipes first come.
fn groups(actions: &[Action]) -> Vec<Vec<&Action>> {
    let mut groups: Vec<Vec<&Action>> = Vec::new();
    let mut known: BTreeMap<(&str, &Text), usize> = BTreeMap::new();
    for action in actions {
        let heading = if action.brief.heading.en.is_empty() { &action.title } else { &action.brief.heading };
        let at = *known.entry((action.kind, heading)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(action),
            None => groups.push(vec![action]),
        }
    }
    groups
}

/// One action, in full.
fn single(page: &mut Page<'_>, action: &Action) -> io::Result<()> {
    let mut title = vec![in_language(page, &action.title)];
    title.extend(due(page, action));
    title.extend(state(page, action));
    page.item(2, &mark(page, action), &title.join("; "))?;
    if action.brief.name.en.is_empty() || number(page, action).is_none() {
        paths(page, action)?;
    }
    who(page, action)?;
    let steps: Vec<String> = action.steps.iter().map(|step| in_language(page, step)).collect();
    numbered(page, &steps)
}

/// What they have in common, then each with what is its own.
fn group_of(page: &mut Page<'_>, group: &[&Action]) -> io::Result<()> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let days: Vec<Option<String>> = group.iter().map(|action| due(page, action)).collect();
    let shared_day = days.first().filter(|day| days.iter().all(|other| other == *day)).cloned().flatten();
    let heading = if first.brief.heading.en.is_empty() { &first.title } else { &first.brief.heading };
    let title: Vec<String> = std::iter::once(in_language(page, heading)).chain(shared_day.clone()).collect();
    page.item(2, "- ", &format!("{}:", title.join("; ")))?;
    for (action, day) in group.iter().zip(&days).take(SHOWN) {
        let day = day.clone().filter(|_| shared_day.is_none());
        item(page, action, day)?;
    }
    if group.len() > SHOWN {
        let more = (group.len() - SHOWN).to_string();
        page.line(4, &fill(page.words.more_failures, &[&more]))?;
    }
    who(page, first)?;
    let steps = common_steps(page, group);
    numbered(page, &steps)
}

/// One of several: its number, its name and what is said of it alone.
fn item(page: &mut Page<'_>, action: &Action, day: Option<String>) -> io::Result<()> {
    let mut said = vec![in_language(page, &action.brief.name)];
    said.extend(day);
    said.extend(state(page, action));
    said.extend(action.brief.points.iter().map(|point| in_language(page, point)));
    page.item(4, &mark(page, action), &said.join("; "))?;
    if number(page, action).is_none() && action.brief.places.is_empty() {
        return paths(page, action);
    }
    for (place, said) in action.brief.places.iter().take(PLACES) {
        let said = in_language(page, said);
        page.path(8, &text::safe(place), &said)?;
    }
    more_places(page, action.brief.places.len())
}

/// Every step once, in the order in which it stands; one that holds for some
/// of them only says for which.
fn common_steps(page: &Page<'_>, group: &[&Action]) -> Vec<String> {
    let mut order: Vec<&Text> = Vec::new();
    let mut holders: BTreeMap<&Text, Vec<&Action>> = BTreeMap::new();
    for action in group {
        let mut at = 0;
        for step in &action.brief.common {
            match order.iter().position(|known| *known == step) {
                Some(known) => at = known + 1,
                None => {
                    order.insert(at.min(order.len()), step);
                    at += 1;
                }
            }
            holders.entry(step).or_default().push(action);
        }
    }
    let told = order.into_iter().map(|step| {
        let holders = holders.get(step).map_or(&[][..], Vec::as_slice);
        let step = in_language(page, step);
        if holders.len() == group.len() {
            return step;
        }
        fill(page.words.only_for, &[&named(page, holders), &step])
    });
    told.collect()
}

/// The numbers of some certificates, or their count where they are many.
fn named(page: &Page<'_>, holders: &[&Action]) -> String {
    if holders.len() > PLACES * 2 {
        return fill(page.words.of_them, &[&holders.len().to_string()]);
    }
    let name = |action: &&Action| {
        number(page, action).map_or_else(|| in_language(page, &action.brief.name), |number| format!("#{number}"))
    };
    holders.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn numbered(page: &mut Page<'_>, steps: &[String]) -> io::Result<()> {
    for (at, step) in steps.iter().enumerate() {
        page.item(4, &format!("{}. ", at + 1), step)?;
    }
    Ok(())
}

fn who(page: &mut Page<'_>, action: &Action) -> io::Result<()> {
    if action.who.is_empty() {
        return Ok(());
    }
    let who: Vec<String> = action.who.iter().map(|who| in_language(page, who)).collect();
    let line = fill(page.words.done_by, &[&who.join(", ")]);
    page.line(4, &line)
}

fn paths(page: &mut Page<'_>, action: &Action) -> io::Result<()> {
    for path in action.paths.iter().take(PLACES) {
        page.path(6, &text::path(path), "")?;
    }
    more_places(page, action.paths.len())
}

fn more_places(page: &mut Page<'_>, there: usize) -> io::Result<()> {
    if there > PLACES {
        let more = (there - PLACES).to_string();
        page.line(6, &fill(page.words.more_places, &[&more]))?;
    }
    Ok(())
}

/// By when, or since when it is overdue.
fn due(page: &Page<'_>, action: &Action) -> Option<String> {
    let overdue = action.overdue_since.map(|day| fill(page.words.overdue, &[&text::day(day)]));
    overdue.or_else(|| action.deadline.map(|day| fill(page.words.deadline, &[&text::day(day)])))
}

/// How far it is; that something is still to be done need not be said.
fn state(page: &Page<'_>, action: &Action) -> Option<String> {
    (action.state != State::Open).then(|| page.term(action.state.id()).to_uppercase())
}

/// The number of the action's one certificate in the list.
fn number(page: &Page<'_>, action: &Action) -> Option<usize> {
    match action.certificates.as_slice() {
        [sha256] => page.numbers.get(sha256).copied(),
        _ => None,
    }
}

fn mark(page: &Page<'_>, action: &Action) -> String {
    number(page, action).map_or_else(|| "- ".to_owned(), |number| format!("#{number} "))
}

/// The text in the language of the page, safe: titles name certificates.
pub(super) fn in_language(page: &Page<'_>, from: &Text) -> String {
    text::safe(if page.style.danish { &from.da } else { &from.en }).into_owned()
}
