//! A file or archive member as a component: what failed in it stands in its
//! properties, what it holds under `dependencies`.

use super::asset::{Component, Context, Evidence, Occurrence};
use super::places::{Held, What};
use super::reference;
use crate::report::entry::Failed;
use crate::report::{Report, text};
use std::path::Path;

pub(super) fn component(report: &Report, held: &[Held<'_>]) -> Option<Component<()>> {
    let place = held.first()?.place;
    let mut component = Component::new("file", reference::file(&report.scan.scope, place), &name(held));
    let (mut keys, mut certificates) = (0_u64, 0_u64);
    for one in held {
        match one.what {
            What::Certificate(_) => certificates += 1,
            What::Key(_) => keys += 1,
            What::Failure(failed) => component.properties.tell("oces:failure", &failure(failed)),
            What::Finding => {}
        }
    }
    component.properties.tell("oces:root", &text::path(place.root()));
    component.properties.tell("oces:certificates", &certificates.to_string());
    component.properties.tell("oces:privateKeys", &keys.to_string());
    component.evidence = Some(Evidence { occurrences: vec![whole(report, held)?] });
    Some(component)
}

/// Kind, identity and detail; why it is accepted, if it is.
fn failure(failed: &Failed<'_>) -> String {
    let failure = failed.failure;
    let told = format!("{} {}: {}", failure.kind.id(), failed.id, failure.detail);
    match failure.acknowledged.as_deref() {
        None => told,
        Some(one) => {
            let until = one.until.map_or_else(String::new, |day| format!(" until {}", text::day(day)));
            let word = if one.lapsed { "no longer acknowledged" } else { "acknowledged" };
            format!("{told}; {word}{until}: {}", one.reason)
        }
    }
}

/// Where it is: the path, then the members.
fn whole(report: &Report, held: &[Held<'_>]) -> Option<Occurrence> {
    let place = held.first()?.place;
    let mut location = text::path(place.path());
    for member in place.members() {
        location.push('!');
        location.push_str(&text::bytes(member));
    }
    let context = Context::of_scope(place.scope().unwrap_or(&report.scan.scope));
    Some(Occurrence { location, line: None, offset: None, additional_context: context.finish() })
}

/// The name of the file, or of the innermost member.
fn name(held: &[Held<'_>]) -> String {
    let Some(place) = held.first().map(|one| one.place) else { return String::new() };
    match place.members().last() {
        Some(member) => text::bytes(member.rsplit(|octet| *octet == b'/').next().unwrap_or(member)),
        None => text::path(place.path().file_name().map_or(place.path(), Path::new)),
    }
}
