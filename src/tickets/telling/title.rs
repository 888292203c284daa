//! The title of a ticket: what it is about, in so few letters that every
//! tracker shows it whole.

use super::{Draft, Finding, Matter, Teller};
use crate::check::display_name;
use crate::classify::Classified;
use crate::plan::Action;
use crate::privacy;
use crate::report::text;
use crate::tickets::draft::scope_of;

/// The shortest title that a tracker takes.
const LONGEST: usize = 80;
/// A name that is cut to less tells nothing.
const SHORTEST: usize = 10;
/// A host's name takes no more of it.
const HOST: usize = 30;

pub(super) fn title(teller: &Teller<'_>, draft: &Draft) -> String {
    within(teller, draft, LONGEST)
}

/// What the ticket is about, in a text with room for it.
pub(super) fn name(teller: &Teller<'_>, draft: &Draft) -> String {
    let title = within(teller, draft, 5 * LONGEST);
    title.split_once(": ").map_or(title.as_str(), |(_, name)| name).to_owned()
}

fn within(teller: &Teller<'_>, draft: &Draft, longest: usize) -> String {
    let findings = teller.findings(draft);
    let first = findings.first().copied();
    let scope = || first.map_or_else(String::new, |one| scope_of(teller.report, one).to_owned());
    let head = head(teller, &findings);
    match &draft.matter {
        Matter::Named(name) => format!("{head}: {}", middle(&teller.nameless(&privacy::by_form(name)), longest - 10)),
        Matter::System => {
            let system = first.and_then(|one| teller.systems.of(scope_of(teller.report, one), one));
            let name = system.map_or_else(String::new, |system| system.name.clone());
            on_host(teller, [&head, &name, &scope()], longest)
        }
        Matter::Host => on_host(teller, [&head, teller.told("tickets.title.host"), &scope()], longest),
        Matter::Certificate => match first.and_then(|one| teller.report.certificate(&one.certificate?)) {
            Some(classified) => {
                let end = end_of(classified);
                let room = longest.saturating_sub(head.chars().count() + end.chars().count() + 7);
                let name = teller.fill(
                    "tickets.title.name",
                    &[("name", &middle(&teller.nameless(&display_name(classified)), room))],
                );
                format!("{head}: {name} ({end})")
            }
            None => bare(teller, first, longest),
        },
        Matter::Action(..) => match teller.actions(draft, &findings).first() {
            Some(action) => of_action(teller, action, &scope(), longest),
            None => bare(teller, first, longest),
        },
    }
}

/// The action's own title, and what tells it from another with the same.
fn of_action(teller: &Teller<'_>, action: &Action, scope: &str, longest: usize) -> String {
    let title = action.title.told(teller.danish);
    match (action.certificates.as_slice(), action.paths.first()) {
        ([one], _) => match teller.report.certificate(one) {
            Some(classified) => of_certificate(teller, &teller.nameless(title), classified, longest),
            None => format!("OCES: {}", middle(&teller.nameless(title), longest - 6)),
        },
        ([], Some(path)) => on_host(teller, [&format!("OCES: {title}"), &text::path(path), scope], longest),
        _ => format!("OCES: {}", middle(&teller.nameless(title), longest - 6)),
    }
}

/// What is to be done with one certificate. The name is cut, never the verb; where
/// that does not do, the name comes first.
fn of_certificate(teller: &Teller<'_>, title: &str, classified: &Classified, longest: usize) -> String {
    let end = end_of(classified);
    let room = longest.saturating_sub(end.chars().count() + 9);
    let count = title.chars().count();
    let quoted = |name: &str| teller.fill("tickets.title.name", &[("name", name)]);
    let name = teller.nameless(&display_name(classified));
    let Some((before, after)) = title.split_once(&quoted(&name)).filter(|_| count > room) else {
        return format!("OCES: {} ({end})", middle(title, room));
    };
    let left = (room + name.chars().count()).saturating_sub(count);
    if left >= SHORTEST {
        return format!("OCES: {before}{}{after} ({end})", quoted(&middle(&name, left)));
    }
    let name = quoted(&middle(&name, 2 * SHORTEST));
    let room = room.saturating_sub(name.chars().count() + 2);
    format!("OCES: {name} ({end}): {}", start(before.trim_end(), room))
}

/// Cuts at the end.
fn start(told: &str, room: usize) -> String {
    if told.chars().count() <= room {
        return told.to_owned();
    }
    let kept: String = told.chars().take(room.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The end of a serial number: two certificates may bear one name, an old one
/// and its successor.
fn end_of(classified: &Classified) -> String {
    let serial = text::hex(&classified.certificate.serial);
    serial.get(serial.len().saturating_sub(8)..).unwrap_or_default().to_owned()
}

/// `OCES II`, where everything is of one generation; else `OCES`.
fn head(teller: &Teller<'_>, findings: &[&Finding]) -> String {
    let certificates = teller.certificates(findings);
    let mut generations = certificates.iter().filter_map(|one| Some(&*one.listing()?.generation));
    match generations.next() {
        Some(first) if generations.all(|other| other == first) => format!("OCES {first}"),
        _ => "OCES".to_owned(),
    }
}

/// Something and its host, as much of both as there is room for.
fn on_host(teller: &Teller<'_>, [head, name, host]: [&str; 3], longest: usize) -> String {
    let host = middle(&teller.nameless(host), HOST);
    let taken = teller.fill("tickets.title.on-host", &[("name", ""), ("host", &host)]);
    let room = longest.saturating_sub(head.chars().count() + 2 + taken.chars().count());
    format!(
        "{head}: {}",
        teller.fill("tickets.title.on-host", &[("name", &middle(&teller.nameless(name), room)), ("host", &host)])
    )
}

/// A finding that no certificate tells of.
fn bare(teller: &Teller<'_>, first: Option<&Finding>, longest: usize) -> String {
    let Some(first) = first else { return "OCES".to_owned() };
    let place = text::location_there(&first.location);
    let kind = teller.kind(first);
    on_host(teller, [&format!("OCES: {kind}"), &place, scope_of(teller.report, first)], longest)
}

/// Cuts in the middle, where names that differ are most alike.
fn middle(foreign: &str, room: usize) -> String {
    let safe = text::safe(foreign);
    let count = safe.chars().count();
    if count <= room {
        return safe.into_owned();
    }
    let kept = room.saturating_sub(1);
    let tail = kept * 3 / 5;
    let start: String = safe.chars().take(kept - tail).collect();
    let end: String = safe.chars().skip(count - tail).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_goes_first() {
        assert_eq!(middle("abc", 3), "abc");
        assert_eq!(middle("/srv/a/very/long/way/to/app", 11), "/srv…to/app");
        assert_eq!(middle("/srv/a/very/long/way/to/app", 11).chars().count(), 11);
        assert_eq!(middle("æøåæøå", 0), "…");
    }
}
