//! The title of a ticket: what it is about, in so few letters that every
//! tracker shows it whole.

use super::{Draft, Finding, Matter, Teller, listing};
use crate::check::display_name;
use crate::privacy;
use crate::report::text;
use crate::tickets::draft::scope_of;

/// The shortest title that a tracker takes.
const LONGEST: usize = 80;
/// A host's name takes no more of it.
const HOST: usize = 30;

pub(super) fn title(teller: &Teller<'_>, draft: &Draft) -> String {
    let findings = teller.findings(draft);
    let first = findings.first().copied();
    let scope = || first.map_or_else(String::new, |one| scope_of(teller.report, one).to_owned());
    let head = head(teller, &findings);
    match &draft.matter {
        Matter::Named(name) => format!("{head}: {}", middle(&privacy::by_form(name), LONGEST - 10)),
        Matter::System(_) => {
            let system = first.and_then(|one| teller.systems.of(scope_of(teller.report, one), one));
            let name = system.map_or_else(String::new, |system| system.name.clone());
            on_host(teller, &head, &name, &scope())
        }
        Matter::Host(scope) => on_host(teller, &head, teller.told("tickets.title.host"), &teller.cover(scope)),
        Matter::Certificate => match first.and_then(|one| teller.report.certificate(&one.certificate?)) {
            Some(classified) => {
                let serial = text::hex(&classified.certificate.serial);
                // Two certificates may bear one name: an old one and its successor.
                let end = serial.get(serial.len().saturating_sub(8)..).unwrap_or_default();
                let room = LONGEST - head.chars().count() - end.chars().count() - 8;
                let name = teller.fill("tickets.title.name", &[("name", &middle(&display_name(classified), room))]);
                format!("{head}: {name} ({end})")
            }
            None => bare(teller, first),
        },
        Matter::Action(..) => match teller.actions(draft, &findings).first() {
            Some(action) => format!("OCES: {}", middle(action.title.told(teller.danish), LONGEST - 6)),
            None => bare(teller, first),
        },
    }
}

/// `OCES II`, where everything is of one generation; else `OCES`.
fn head(teller: &Teller<'_>, findings: &[&Finding]) -> String {
    let certificates = teller.certificates(findings);
    let mut generations = certificates.iter().filter_map(|one| Some(&*listing(one)?.generation));
    match generations.next() {
        Some(first) if generations.all(|other| other == first) => format!("OCES {first}"),
        _ => "OCES".to_owned(),
    }
}

fn on_host(teller: &Teller<'_>, head: &str, name: &str, host: &str) -> String {
    let host = middle(host, HOST);
    let taken = teller.fill("tickets.title.on-host", &[("name", ""), ("host", &host)]);
    let room = LONGEST.saturating_sub(head.chars().count() + 2 + taken.chars().count());
    format!("{head}: {}", teller.fill("tickets.title.on-host", &[("name", &middle(name, room)), ("host", &host)]))
}

/// A finding that no certificate tells of.
fn bare(teller: &Teller<'_>, first: Option<&Finding>) -> String {
    let Some(first) = first else { return "OCES".to_owned() };
    let place = text::location_there(&first.location);
    let key = format!("tickets.kind.{}", first.rule.id);
    let kind = if crate::wording::knows(&key) { teller.fill(&key, &[]) } else { first.rule.id.to_owned() };
    on_host(teller, &format!("OCES: {kind}"), &place, scope_of(teller.report, first))
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
