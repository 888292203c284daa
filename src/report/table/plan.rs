//! The plan: waves in order; actions that share their steps share the telling.

use super::super::text;
use super::page::{PLACES, Page};
use super::words::{fill, wave};
use crate::plan::{Action, Text};
use std::io;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let actions = &page.report.plan.actions;
    page.section(page.words.plan)?;
    if actions.is_empty() {
        return page.line(0, page.words.no_plan);
    }
    for actions in actions.chunk_by(|one, next| one.wave == next.wave) {
        let Some(first) = actions.first() else {
            continue;
        };
        let name = wave(first.wave, page.style.danish);
        let heading = fill(page.words.wave, &[&first.wave.to_string(), name]);
        page.line(0, &heading)?;
        let alike =
            |one: &Action, next: &Action| one.kind == next.kind && one.who == next.who && one.steps == next.steps;
        for group in actions.chunk_by(alike) {
            group_of(page, group)?;
        }
    }
    Ok(())
}

/// Titles with their places, then who does it and how, once.
fn group_of(page: &mut Page<'_>, group: &[Action]) -> io::Result<()> {
    for action in group {
        let mut title = vec![in_language(page, &action.title)];
        title.extend(action.overdue_since.map(|day| fill(page.words.overdue, &[&text::day(day)])));
        title.extend(action.deadline.map(|day| fill(page.words.deadline, &[&text::day(day)])));
        title.push(page.term(action.state.id()).to_owned());
        page.item(2, "- ", &title.join("; "))?;
        for path in action.paths.iter().take(PLACES) {
            page.path(6, &text::path(path), "")?;
        }
        if action.paths.len() > PLACES {
            let more = (action.paths.len() - PLACES).to_string();
            page.line(6, &fill(page.words.more_places, &[&more]))?;
        }
    }
    let Some(first) = group.first() else {
        return Ok(());
    };
    if !first.who.is_empty() {
        let who: Vec<String> = first.who.iter().map(|who| in_language(page, who)).collect();
        let line = fill(page.words.done_by, &[&who.join(", ")]);
        page.line(4, &line)?;
    }
    for (at, step) in first.steps.iter().enumerate() {
        let step = in_language(page, step);
        page.item(4, &format!("{}. ", at + 1), &step)?;
    }
    Ok(())
}

/// The text in the language of the page, safe: titles name certificates.
pub(super) fn in_language(page: &Page<'_>, from: &Text) -> String {
    text::safe(if page.style.danish { &from.da } else { &from.en }).into_owned()
}
