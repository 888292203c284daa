//! What is to be done: the plan's tasks, in the words of somebody who has the
//! ticket alone and neither the report nor the configuration.

use super::{Block, Draft, Finding, Orders, Teller, body};
use crate::check::{date_text, display_name};
use crate::plan::{Action, State};
use crate::report::text;
use crate::wording;
use std::collections::BTreeSet;
use time::Date;

/// So many actions are told step by step; the others by title.
const STEP_BY_STEP: usize = 4;
/// So many are told by title; the rest stands in the plan.
const TITLES: usize = 30;
/// So many places of an action without a certificate are named.
const PATHS: usize = 3;
/// The waves of the plan: an order, the first that has the new certificate
/// beside the old one, and the last.
const ORDER: u8 = 2;
const BOTH: u8 = 3;
const RETIRE: u8 = 6;

/// What the plan says of a thing, and what a ticket says instead.
pub(super) const INSTEAD: [(&str, &str); 5] = [
    ("tickets.plan.answer", "tickets.here.answer"),
    ("tickets.plan.answer-several", "tickets.here.answer"),
    ("tickets.plan.idle", "tickets.here.idle"),
    ("tickets.plan.retain", "tickets.here.retain"),
    ("tickets.plan.organisation", "tickets.here.organisation"),
];

/// What the plan says: who, by when, how.
pub(super) fn planned(teller: &Teller<'_>, draft: &Draft, actions: &[&Action], orders: &Orders<'_>) -> Vec<Block> {
    let (deadlines, all) = deadlines(teller, actions);
    let mut blocks = vec![Block::Text(deadlines)];
    let wave = actions.first().map(|first| first.wave);
    let of_wave = actions.iter().filter(|action| Some(action.wave) == wave).count();
    let (now, later) = actions.split_at(of_wave.min(STEP_BY_STEP));
    for (at, action) in now.iter().enumerate() {
        blocks.push(Block::Text(format!("{}) {}", at + 1, about(teller, action, all))));
        blocks.push(Block::List(match elsewhere(teller, draft, action, orders) {
            Some(elsewhere) => vec![elsewhere],
            None => steps(teller, action, actions),
        }));
    }
    if !later.is_empty() {
        let from = now.len();
        let item = |(at, action): (usize, &&Action)| {
            let elsewhere = elsewhere(teller, draft, action, orders);
            let elsewhere = elsewhere.map(|told| format!(" {told}")).unwrap_or_default();
            format!("{}) {}{elsewhere}", from + at + 1, about(teller, action, all))
        };
        let mut items: Vec<String> = later.iter().take(TITLES).enumerate().map(item).collect();
        let left = later.len().saturating_sub(TITLES);
        items.extend((left > 0).then(|| teller.fill("tickets.body.more-actions", &[("count", &left.to_string())])));
        blocks.push(Block::Text(teller.told("tickets.body.then").to_owned()));
        blocks.push(Block::List(items));
    }
    blocks.push(Block::Text(teller.told("tickets.body.plan").to_owned()));
    blocks
}

/// What to do where the plan says nothing: what each rule says of itself.
pub(super) fn unplanned(teller: &Teller<'_>, findings: &[&Finding], hindered: bool) -> Vec<Block> {
    let text = |key| Block::Text(teller.told(key).to_owned());
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.id).collect();
    let advice = rules.iter().map(|rule| format!("rules.do.{rule}")).filter(|key| wording::knows(key));
    let advice: Vec<String> = advice.map(|key| teller.fill(&key, &[])).collect();
    let mut blocks: Vec<Block> = hindered.then(|| text("tickets.body.do-as-above")).into_iter().collect();
    blocks.extend([text("tickets.body.do-one"), Block::List(advice), text("tickets.body.do-stay")]);
    blocks
}

fn steps(teller: &Teller<'_>, action: &Action, actions: &[&Action]) -> Vec<String> {
    let shares = |other: &&&Action| other.certificates.iter().any(|one| action.certificates.contains(one));
    let told = actions.iter().take(STEP_BY_STEP + TITLES);
    let end = told.enumerate().find(|(_, other)| other.wave == RETIRE && shares(other)).map(|(at, _)| at + 1);
    let check = |check| teller.fill("tickets.body.check", &[("check", check)]);
    let checks = action.checks.iter().map(|one| check(one.told(teller.danish)));
    action.steps.iter().map(|step| here(teller, step.told(teller.danish), end)).chain(checks).collect()
}

/// A step of the plan for whom the ticket is all there is. `end` is the number of
/// the task that takes the certificate out of service.
fn here(teller: &Teller<'_>, step: &str, end: Option<usize>) -> String {
    let skip = match end {
        Some(number) => teller.fill("tickets.here.skip-to", &[("number", &number.to_string())]),
        None => teller.told("tickets.here.skip").to_owned(),
    };
    let mut told = step.to_owned();
    for (plan, here) in INSTEAD {
        told = told.replace(teller.told(plan), &teller.fill(here, &[("skip", &skip)]));
    }
    told
}

/// Where an order is another ticket's: two must not order one certificate.
fn elsewhere(teller: &Teller<'_>, draft: &Draft, action: &Action, orders: &Orders<'_>) -> Option<String> {
    let [print] = action.certificates.as_slice() else { return None };
    let other = orders.of(print).filter(|other| action.wave == ORDER && other.id != draft.id)?;
    Some(teller.fill("tickets.here.ordered-at", &[("title", &teller.title(other))]))
}

/// By when, or since when it should have been done; and whether that is said of all.
fn deadlines(teller: &Teller<'_>, actions: &[&Action]) -> (String, bool) {
    let day = |date: Date| date_text(date, teller.danish);
    let days: BTreeSet<_> = actions.iter().map(|action| (action.overdue_since, action.deadline)).collect();
    let all = actions.len() > 1 && days.len() == 1;
    let overdue = actions.iter().filter_map(|action| action.overdue_since).min();
    let due = actions.iter().filter_map(|action| action.deadline).min();
    let told = match (overdue, due) {
        (Some(since), _) => {
            let key = if all { "tickets.body.overdue-all" } else { "tickets.body.overdue" };
            teller.fill(key, &[("date", &day(since))])
        }
        (None, Some(by)) => {
            let key = if all { "tickets.body.due-all" } else { "tickets.body.due" };
            teller.fill(key, &[("date", &day(by))])
        }
        (None, None) => teller.told("tickets.body.no-deadline").to_owned(),
    };
    (told, all)
}

/// An action in a line: title, who, by when unless that was said of all, how far.
fn about(teller: &Teller<'_>, action: &Action, day_is_told: bool) -> String {
    let mut told = vec![title(teller, action)];
    if action.certificates.is_empty() {
        // Several actions may bear one title: their places tell them apart.
        let paths: Vec<String> = action.paths.iter().take(PATHS).map(|path| text::path(path)).collect();
        told.extend((!paths.is_empty()).then(|| teller.fill("tickets.body.at", &[("paths", &paths.join("; "))])));
    }
    let who: Vec<&str> = action.who.iter().map(|who| who.told(teller.danish)).collect();
    if !who.is_empty() {
        told.push(teller.fill("tickets.body.who", &[("who", &who.join(", "))]));
    }
    let day = |date: Date| date_text(date, teller.danish);
    if let Some(since) = action.overdue_since.filter(|_| !day_is_told) {
        told.push(teller.fill("tickets.body.since", &[("date", &day(since))]));
    } else if let Some(by) = action.deadline.filter(|_| !day_is_told) {
        told.push(teller.fill("tickets.body.by", &[("date", &day(by))]));
    }
    if action.state == State::InProgress {
        told.push(teller.told("tickets.body.in-progress").to_owned());
    }
    format!("{}.", told.join(". "))
}

/// The plan's title; where the new certificate is there too, which may bear the
/// same name, it says which one is meant.
fn title(teller: &Teller<'_>, action: &Action) -> String {
    let title = action.title.told(teller.danish);
    let [print] = action.certificates.as_slice() else { return title.to_owned() };
    let Some(classified) = teller.report.certificate(print).filter(|_| action.wave >= BOTH) else {
        return title.to_owned();
    };
    let name = teller.fill("plan.values.name", &[("name", &display_name(classified))]);
    match title.split_once(&name) {
        // It already says what kind of certificate it is.
        Some((before, _)) if before.trim_end().ends_with(teller.told("tickets.here.certificate")) => title.to_owned(),
        Some((before, after)) => {
            let serial = body::serial(classified);
            let old = teller.fill("tickets.here.old", &[("name", &name), ("serial", &serial)]);
            format!("{before}{old}{after}")
        }
        None => title.to_owned(),
    }
}
