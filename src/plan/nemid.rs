//! What still rests on NemID beside any certificate: log-in, look-ups, old
//! addresses, code that reads the old form of a subject. One action a folder.
//!
//! What each of them was, and what takes its place, is the clues' to say.

use super::endings::Endings;
use super::recipe::{self, Telling, path_text};
use super::seat::is_active;
use super::{Action, Text, telling};
use crate::clue::Dependency;
use crate::usage::{Dependent, Usage};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The system, by its number, else scope and folder of the texts.
type Home<'u> = (Option<usize>, Option<&'u str>, Option<&'u Path>);

/// One action for each system, and for each folder outside of them.
pub(super) fn actions(usage: &Usage, endings: &Endings<'_>) -> Vec<Action> {
    let mut homes: BTreeMap<Home<'_>, Vec<&Dependent>> = BTreeMap::new();
    for (number, dependent) in usage.dependencies.iter().enumerate().filter(|(_, one)| is_active(one.place)) {
        let system = usage.systems.iter().position(|system| system.dependencies.contains(&number));
        let place = &dependent.location;
        let folder = if system.is_none() { place.path.parent() } else { None };
        let scope = if system.is_none() { place.scope.as_deref() } else { None };
        homes.entry((system, scope, folder)).or_default().push(dependent);
    }
    let mut actions: Vec<Action> =
        homes.iter().filter_map(|(home, texts)| action(home, texts, usage, endings)).collect();
    tell_apart(&mut actions);
    actions
}

/// Two roots may hold a folder of one name: then the order of their paths tells.
fn tell_apart(actions: &mut [Action]) {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    for action in actions {
        let count = met.entry(action.id.clone()).or_default();
        *count += 1;
        if *count > 1 {
            action.id = recipe::identity(action.kind, &format!("{}\0{count}", action.id));
        }
    }
}

fn action(home: &Home<'_>, texts: &[&Dependent], usage: &Usage, endings: &Endings<'_>) -> Option<Action> {
    let (system, scope, folder) = home;
    let system = system.and_then(|number| usage.systems.get(number));
    let what: BTreeMap<&str, &Dependency> =
        texts.iter().flat_map(|text| &text.names).map(|(_, known, _)| (known.id.as_str(), *known)).collect();
    let names = telling::some(&what.values().map(|known| known.name.clone()).collect::<Vec<_>>(), "; ");
    let flags = if endings.are_over() { BTreeSet::from(["dead"]) } else { BTreeSet::new() };
    let values = [("dependencies", names)].into_iter().collect();
    let mut action = recipe::action("replace-nemid", &Telling { flags, values, as_of: endings.as_of })?;
    // Below the root, so that a tree that was moved keeps its actions.
    let below = || texts.first().and_then(|text| text.location.relative().parent()).unwrap_or(Path::new("")).display();
    let concern = system.map_or_else(
        || format!("nemid\0{}\0{}", scope.unwrap_or(""), below()),
        |system| format!("nemid\0{}", system.id),
    );
    action.id = recipe::identity(action.kind, &concern);
    action.priority = 2;
    action.systems = system.map(|system| system.id.clone()).into_iter().collect();
    let outside = || path_text(*scope, folder.unwrap_or(Path::new(""))).0;
    let name = system.map_or_else(outside, |system| telling::on_host(system.scope.as_deref(), &system.name));
    action.brief.name = Text::same(name);
    let paths: BTreeSet<&Path> = texts.iter().map(|text| &*text.location.path).collect();
    action.paths = paths.into_iter().map(Arc::from).collect();
    let scopes: BTreeSet<&Arc<str>> = texts.iter().filter_map(|text| text.location.scope.as_ref()).collect();
    action.scopes = scopes.into_iter().cloned().collect();
    let told = texts.iter().map(|text| path_text(text.location.scope.as_deref(), &text.location.path));
    action.brief.places = told.collect::<BTreeSet<_>>().into_iter().collect();
    Some(action)
}
