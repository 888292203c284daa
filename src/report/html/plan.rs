//! The plan by wave: who does what, step by step, and how to see that it is
//! done. What several certificates need alike is told once, above them.

use super::named::anchor;
use super::page::{PLACES, Page};
use crate::plan::{Action, State, Text};
use crate::report::table::words::wave;
use crate::report::text;
use std::collections::BTreeMap;
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.plan.heading");
    page.heading(id, &heading)?;
    let actions = &page.report.plan.actions;
    if actions.is_empty() {
        let nothing = page.word("pages.plan.nothing");
        return page.el("p", &nothing);
    }
    let note = page.word("pages.plan.note");
    page.el("p", &note)?;
    for actions in actions.chunk_by(|one, next| one.wave == next.wave) {
        let Some(first) = actions.first() else { continue };
        let number = first.wave.to_string();
        let heading = page.filled("pages.plan.wave", &[("wave", &number), ("name", wave(first.wave, page.danish))]);
        page.el(&format!("h3 id=\"wave-{number}\""), &heading)?;
        for group in groups(actions) {
            self::group(page, &group)?;
        }
    }
    Ok(())
}

/// The steps as they hold for others too; without such, all of them.
fn steps(action: &Action) -> &[Text] {
    if action.brief.common.is_empty() { &action.steps } else { &action.brief.common }
}

fn title(action: &Action) -> &Text {
    if action.brief.heading.en.is_empty() { &action.title } else { &action.brief.heading }
}

/// Actions that differ in their certificate alone stand together.
fn groups(actions: &[Action]) -> Vec<Vec<&Action>> {
    type Key<'a> = (&'a str, &'a Text, &'a [Text], &'a [Text], &'a [Text]);
    let mut groups: Vec<Vec<&Action>> = Vec::new();
    let mut known: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for action in actions {
        let key = (action.kind, title(action), &*action.who, steps(action), &*action.checks);
        let at = *known.entry(key).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(action),
            None => groups.push(vec![action]),
        }
    }
    groups
}

fn group(page: &mut Page<'_>, group: &[&Action]) -> io::Result<()> {
    let Some(first) = group.first() else { return Ok(()) };
    page.raw("<article>\n")?;
    if group.len() == 1 {
        page.el("h4", page.told(&first.title))?;
    } else {
        let heading = format!("{} ({})", page.told(title(first)), group.len());
        page.el("h4", &heading)?;
    }
    let who: Vec<&str> = first.who.iter().map(|who| page.told(who)).collect();
    if !who.is_empty() {
        let who = page.filled("pages.plan.who", &[("who", &who.join(", "))]);
        page.el("p", &who)?;
    }
    let told = |texts: &[Text]| texts.iter().map(|text| page.told(text).to_owned()).collect::<Vec<_>>();
    let (steps, checks) = (told(steps(first)), told(&first.checks));
    page.list("ol class=\"steps\"", &steps)?;
    if !checks.is_empty() {
        let word = page.word("pages.plan.checks");
        page.el("p", &word)?;
        page.list("ul class=\"checks\"", &checks)?;
    }
    units(page, group)?;
    page.raw("</article>\n")
}

/// What it is to be done for, each with what is its own.
fn units(page: &mut Page<'_>, group: &[&Action]) -> io::Result<()> {
    let caption = page.word("pages.plan.table");
    let heads = [("m", "pages.plan.for"), ("", "pages.plan.own"), ("d", "pages.plan.state")];
    page.table(&caption, &heads)?;
    for action in group {
        page.raw("<tr>")?;
        page.raw(&format!("<th scope=\"row\" id=\"a-{}\">", super::escape::escape(&action.id)))?;
        certificates(page, action)?;
        page.raw("</th>\n")?;
        let own = own(page, action);
        page.lines("td", &own)?;
        let mut state = vec![page.term(action.state.id()).to_owned()];
        state.extend(page.due(action));
        page.lines("td", &state)?;
        page.raw("</tr>\n")?;
    }
    page.end_table()
}

fn certificates(page: &mut Page<'_>, action: &Action) -> io::Result<()> {
    for (at, sha256) in action.certificates.iter().take(PLACES).enumerate() {
        page.raw(if at == 0 { "" } else { "<br>" })?;
        let name = page.named(sha256);
        page.link(&anchor(sha256), &name)?;
    }
    if action.certificates.len() > PLACES {
        let more = page.filled("pages.more", &[("count", &(action.certificates.len() - PLACES).to_string())]);
        page.raw("<br>")?;
        page.say(&more)?;
    }
    if action.certificates.is_empty() { page.say(page.told(&action.title)) } else { Ok(()) }
}

/// What is said of this one alone: its points, system, counterparties, places.
fn own(page: &Page<'_>, action: &Action) -> Vec<String> {
    let mut own: Vec<String> = action.brief.points.iter().map(|point| page.told(point).to_owned()).collect();
    let systems: Vec<String> = action.systems.iter().filter_map(|id| page.system(id)).collect();
    if !systems.is_empty() {
        own.push(page.filled("pages.plan.systems", &[("systems", &systems.join(", "))]));
    }
    let parties: Vec<&str> = action.counterparties.iter().map(|party| page.told(&party.name)).collect();
    if !parties.is_empty() {
        own.push(page.filled("pages.plan.parties", &[("parties", &parties.join("; "))]));
    }
    if !action.scopes.is_empty() {
        let scopes: Vec<String> = action.scopes.iter().take(PLACES).map(|scope| text::brief(scope)).collect();
        own.push(page.filled("pages.plan.scopes", &[("scopes", &scopes.join(", "))]));
    }
    let told = |(place, said): &(String, Text)| {
        let (place, said) = (text::safe(place), page.told(said));
        if said.is_empty() { place.into_owned() } else { format!("{place} ({said})") }
    };
    let places: Vec<String> = if action.brief.places.is_empty() {
        action.paths.iter().take(PLACES).map(|path| text::path(path)).collect()
    } else {
        action.brief.places.iter().take(PLACES).map(told).collect()
    };
    let all = if action.brief.places.is_empty() { action.paths.len() } else { action.brief.places.len() };
    own.extend(places);
    if all > PLACES {
        own.push(page.filled("pages.more", &[("count", &(all - PLACES).to_string())]));
    }
    own
}

impl Page<'_> {
    /// By when, or since when it is overdue; nothing where it is done.
    pub(super) fn due(&self, action: &Action) -> Option<String> {
        if action.state == State::Done {
            return None;
        }
        let told = |key, day| self.filled(key, &[("day", &text::day(day))]);
        let overdue = action.overdue_since.map(|day| told("pages.overdue", day));
        overdue.or_else(|| action.deadline.map(|day| told("pages.deadline", day)))
    }
}
