//! The plan: waves in order. Actions of one recipe are listed together, each
//! with its number in the list of certificates; what they share is told once.
//!
//! Shortens only: the JSON report has every action with all its steps.

mod steps;

use super::super::text;
use super::page::{PLACES, Page};
use super::words::{fill, wave};
use crate::plan::{Action, State, Text};
use std::collections::BTreeMap;
use std::io;
use steps::{Told, checks, common_steps, numbered, who};

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
        let mut told = Told::default();
        for group in groups(actions) {
            match group.as_slice() {
                [alone] => single(page, alone, &mut told)?,
                several => group_of(page, several, &mut told)?,
            }
        }
    }
    Ok(())
}

/// The actions of a wave by recipe and by who does them, in the order in which
/// they first come.
fn groups(actions: &[Action]) -> Vec<Vec<&Action>> {
    let mut groups: Vec<Vec<&Action>> = Vec::new();
    let mut known: BTreeMap<(&str, &Text, &[Text]), usize> = BTreeMap::new();
    for action in actions {
        let heading = if action.brief.heading.en.is_empty() { &action.title } else { &action.brief.heading };
        let at = *known.entry((action.kind, heading, action.who.as_slice())).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(action),
            None => groups.push(vec![action]),
        }
    }
    groups
}

/// One action alone: under its own title.
fn single(page: &mut Page<'_>, action: &Action, told: &mut Told) -> io::Result<()> {
    let mut title = vec![in_language(page, &action.title)];
    title.extend(due(page, action));
    title.extend(state(page, action));
    title.extend(action.brief.points.iter().map(|point| in_language(page, point)));
    page.item(2, &mark(page, action), &title.join("; "))?;
    places(page, action)?;
    who(page, action, told)?;
    let steps = if action.brief.common.is_empty() { &action.steps } else { &action.brief.common };
    let steps: Vec<String> = steps.iter().map(|step| in_language(page, step)).collect();
    numbered(page, &steps, told)?;
    checks(page, &[action], told)
}

/// What they have in common, then each with what is its own.
fn group_of(page: &mut Page<'_>, group: &[&Action], told: &mut Told) -> io::Result<()> {
    let Some(first) = group.first() else {
        return Ok(());
    };
    let day = common_day(page, group);
    let heading = if first.brief.heading.en.is_empty() { &first.title } else { &first.brief.heading };
    let title: Vec<String> = std::iter::once(in_language(page, heading)).chain(day.clone()).collect();
    page.item(2, "- ", &format!("{}:", title.join("; ")))?;
    for (own, actions) in alike(page, group.get(..SHOWN).unwrap_or(group), day.as_deref()) {
        items(page, &own, &actions)?;
    }
    if group.len() > SHOWN {
        let more = (group.len() - SHOWN).to_string();
        page.line(4, &fill(page.words.more_failures, &[&more]))?;
    }
    who(page, first, told)?;
    let steps = common_steps(page, group);
    numbered(page, &steps, told)?;
    checks(page, group, told)
}

/// The day that most of them share.
fn common_day(page: &Page<'_>, group: &[&Action]) -> Option<String> {
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for day in group.iter().filter_map(|action| due(page, action)) {
        *days.entry(day).or_default() += 1;
    }
    let (day, count) = days.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > group.len()).then_some(day)
}

/// The actions by what is said of each alone; those with places stand alone.
fn alike<'a>(page: &Page<'_>, group: &[&'a Action], day: Option<&str>) -> Vec<(String, Vec<&'a Action>)> {
    let mut found: Vec<(String, Vec<&Action>)> = Vec::new();
    for action in group {
        let mut own: Vec<String> = due(page, action).filter(|due| Some(due.as_str()) != day).into_iter().collect();
        own.extend(state(page, action));
        own.extend(action.brief.points.iter().map(|point| in_language(page, point)));
        let own = own.join("; ");
        let with_places = |one: &Action| !one.brief.places.is_empty() || number(page, one).is_none();
        let known = found.iter_mut().find(|(known, _)| *known == own && !with_places(action));
        match known {
            Some((_, actions)) => actions.push(action),
            None => found.push((own, vec![action])),
        }
    }
    for (_, actions) in &mut found {
        actions.sort_by_key(|action| number(page, action));
    }
    found
}

/// Names with their numbers, what is said of all of them, and their places.
fn items(page: &mut Page<'_>, own: &str, actions: &[&Action]) -> io::Result<()> {
    let name = |action: &&Action| {
        // What a FOCES calls itself need not be said again: the list tells its kind.
        let name = in_language(page, &action.brief.name).replace(" (funktionscertifikat)", "");
        format!("{}{name}", mark(page, action))
    };
    let mut said = actions.iter().map(name).collect::<Vec<_>>().join(", ");
    if !own.is_empty() {
        said = format!("{said}: {own}");
    }
    page.item(4, "", &said)?;
    for action in actions {
        places(page, action)?;
    }
    Ok(())
}

/// The places that are needed here; those of a certificate without a number
/// stand nowhere else.
fn places(page: &mut Page<'_>, action: &Action) -> io::Result<()> {
    if number(page, action).is_none() && action.brief.places.is_empty() {
        return paths(page, action);
    }
    for (place, said) in action.brief.places.iter().take(PLACES) {
        let said = in_language(page, said);
        page.path(6, &text::safe(place), &said)?;
    }
    more_places(page, action.brief.places.len())
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
