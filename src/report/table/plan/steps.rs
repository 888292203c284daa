//! The steps of a wave, each told once, and how to see that they are done.

use super::super::page::Page;
use super::super::words::fill;
use super::{in_language, number};
use crate::plan::{Action, Text};
use crate::report::table::page::PLACES;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// What a wave has told already.
#[derive(Default)]
pub(super) struct Told {
    steps: Vec<String>,
    checks: Vec<String>,
    who: String,
}

/// The steps, numbered through the wave; one that stands above is named only.
pub(super) fn numbered(page: &mut Page<'_>, steps: &[String], told: &mut Told) -> io::Result<()> {
    let mut above: Vec<String> = Vec::new();
    for step in steps {
        if let Some(at) = told.steps.iter().position(|known| known == step) {
            above.push((at + 1).to_string());
            continue;
        }
        told.steps.push(step.clone());
        let mark = format!("{}. ", told.steps.len());
        page.item(4, &mark, step)?;
    }
    if above.is_empty() {
        return Ok(());
    }
    let line = fill(page.words.steps_above, &[&above.join(", ")]);
    page.line(4, &line)
}

/// How to see that it is done; what stands above is not told again.
pub(super) fn checks(page: &mut Page<'_>, group: &[&Action], told: &mut Told) -> io::Result<()> {
    let all = group.iter().flat_map(|action| &action.brief.checks);
    for check in all.map(|check| in_language(page, check)).collect::<Vec<_>>() {
        if !told.checks.contains(&check) {
            page.item(4, page.words.check, &check)?;
            told.checks.push(check);
        }
    }
    Ok(())
}

pub(super) fn who(page: &mut Page<'_>, action: &Action, told: &mut Told) -> io::Result<()> {
    let who: Vec<String> = action.who.iter().map(|who| in_language(page, who)).collect();
    let who = who.join(", ");
    if who.is_empty() || who == told.who {
        return Ok(());
    }
    let line = fill(page.words.done_by, &[&who]);
    told.who = who;
    page.line(4, &line)
}

/// Every step once, in the order in which it stands; one that holds for some
/// of them only says for which.
pub(super) fn common_steps(page: &Page<'_>, group: &[&Action]) -> Vec<String> {
    let mut order: Vec<&Text> = Vec::new();
    let mut holders: BTreeMap<&Text, Vec<&Action>> = BTreeMap::new();
    for action in group {
        let mut at = 0;
        for step in &action.brief.common {
            if let Some(known) = order.iter().position(|known| *known == step) {
                at = known + 1;
            } else {
                order.insert(at.min(order.len()), step);
                at += 1;
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
        if holders.len() * 2 > group.len() {
            let holding: BTreeSet<&str> = holders.iter().map(|holder| holder.id.as_str()).collect();
            let others = group.iter().filter(|one| !holding.contains(one.id.as_str()));
            let others: Vec<&Action> = others.copied().collect();
            return fill(page.words.not_for, &[&named(page, &others), &step]);
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
    let mut holders = holders.to_vec();
    holders.sort_by_key(|action| number(page, action));
    holders.iter().map(name).collect::<Vec<_>>().join(", ")
}
