//! `-o escrow`: the register of private keys that are kept: which, why, by
//! whom, until when, and what depends on them. Never the key, never a password.

use super::markdown::{Paper, brief, code, foreign, head};
use super::table::words::term;
use super::{Report, ReportWriter, Style, text};
use crate::catalogue::Environment;
use crate::check::{date_text, kind_text};
use crate::classify::{Classified, Listing, Status};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use crate::place::Place;
use crate::plan::sheets::Kept;
use crate::refer::decimal;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// So many stores that stayed shut are named; the JSON report has them all.
const SHOWN: usize = 50;

/// `-o escrow`.
pub struct Escrow;

impl ReportWriter for Escrow {
    fn format(&self) -> &'static str {
        "escrow"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        let paper = &mut Paper::new(style, &mut out);
        head::write(paper, report, "sheets.escrow.title")?;
        let kept = &report.plan.sheets.escrow;
        if kept.is_empty() {
            paper.paragraph(&paper.text("sheets.head.none"))?;
        } else {
            let live = kept.iter().any(|one| is_in_force(report, one));
            let moved = if live { "sheets.escrow.intro-live" } else { "sheets.escrow.intro-over" };
            paper.paragraph(&paper.fill("sheets.escrow.intro", &[("moved", &paper.text(moved))]))?;
            paper.paragraph(&paper.text("sheets.escrow.why-keep"))?;
        }
        for (at, one) in kept.iter().enumerate() {
            entry(paper, report, at + 1, one)?;
        }
        locked(paper, report)?;
        out.flush()
    }
}

/// Whether its certificate is not over yet: such a key may be at work.
fn is_in_force(report: &Report, kept: &Kept) -> bool {
    head::listed(report, &kept.certificate)
        .is_some_and(|(_, listing)| !matches!(listing.status, Status::Blocked | Status::Retired | Status::Expired))
}

/// One key: what can be pasted into a register.
fn entry(paper: &mut Paper<'_>, report: &Report, number: usize, kept: &Kept) -> io::Result<()> {
    let Some((classified, listing)) = head::listed(report, &kept.certificate) else { return Ok(()) };
    let name = head::name(classified, paper.danish);
    paper.heading(2, &paper.fill("sheets.escrow.entry", &[("number", &number.to_string()), ("name", &name)]))?;
    which(paper, classified, listing)?;
    if kept.personal {
        paper.field(0, &paper.text("sheets.escrow.sole"), &paper.text("sheets.escrow.sole-value"))?;
    }
    where_now(paper, classified, kept)?;
    several(paper, "sheets.escrow.why", &why(paper, kept))?;
    several(paper, "sheets.escrow.depends", &depends(paper, kept))?;
    if let Some(successor) = kept.successor {
        let told = format!("{} {}", head::name_of(report, &successor, paper.danish), code(&text::hex(&successor)));
        paper.field(0, &paper.text("sheets.escrow.successor"), &told)?;
    }
    answer(paper, kept)?;
    paper.gap();
    Ok(())
}

/// Which key it is.
fn which(paper: &mut Paper<'_>, classified: &Classified, listing: &Listing) -> io::Result<()> {
    let certificate = &classified.certificate;
    let test = listing.environment == Environment::Test;
    let environment = paper.text(if test { "sheets.letter.test" } else { "sheets.letter.production" });
    let values = [
        ("generation", &*brief(&listing.generation)),
        ("kind", &kind_text(listing, paper.danish, false)),
        ("environment", &environment),
        ("status", term(listing.status.id(), paper.danish)),
    ];
    paper.field(0, &paper.text("sheets.escrow.kind"), &paper.fill("sheets.escrow.kind-value", &values))?;
    let holder = code(listing.identifier.as_deref().unwrap_or_default());
    paper.field(0, &paper.text("sheets.escrow.holder"), &holder)?;
    let numbers = [("hex", &*code(&text::hex(&certificate.serial))), ("decimal", &code(&decimal(&certificate.serial)))];
    paper.field(0, &paper.text("sheets.escrow.serial"), &paper.fill("sheets.escrow.serial-value", &numbers))?;
    paper.field(0, &paper.text("sheets.escrow.sha256"), &code(&text::hex(&certificate.sha256)))?;
    paper.field(0, &paper.text("sheets.escrow.period"), &head::period(paper, classified))
}

/// Every place of the key, and whether it is where it was agreed to be.
fn where_now(paper: &mut Paper<'_>, classified: &Classified, kept: &Kept) -> io::Result<()> {
    let seen = classified.occurrences.iter().filter(|one| one.private_key);
    let seen = seen.map(|one| (&one.location, one.format, one.alias.as_deref(), one.place));
    let keys = classified.keys.iter().map(|key| (&key.location, key.format, key.alias.as_deref(), key.place));
    let told: BTreeSet<String> = seen
        .chain(keys)
        .map(|(location, format, alias, place)| {
            let alias = alias.map(|alias| format!(", alias {}", code(&text::brief(alias)))).unwrap_or_default();
            // That a file is neither copy nor archive does not say that anything uses it.
            let place = match place {
                Place::Live => String::new(),
                other => format!(", {}", term(other.id(), paper.danish)),
            };
            let told = format!("{} ({format}{alias}{place})", place_of(location));
            kept.retain.as_ref().map_or_else(
                || told.clone(),
                |retain| {
                    let agreed = retain.path.is_match(&*location.path);
                    let key = if agreed { "sheets.escrow.place-kept" } else { "sheets.escrow.place-astray" };
                    format!("{told}: {}", paper.text(key))
                },
            )
        })
        .collect();
    several(paper, "sheets.escrow.places", &told.into_iter().collect::<Vec<_>>())
}

fn place_of(location: &Location) -> String {
    let path = code(&text::location(location));
    location.scope.as_ref().map_or_else(|| path.clone(), |scope| format!("{}: {path}", brief(scope)))
}

/// Why it is kept; that nobody knows yet is an answer too.
fn why(paper: &Paper<'_>, kept: &Kept) -> Vec<String> {
    let retain = kept.retain.as_ref();
    let purpose = retain.map(|retain| paper.fill("sheets.escrow.why-retain", &[("purpose", &brief(&retain.purpose))]));
    let mail = match kept.messages {
        0 => None,
        1 => Some(paper.text("sheets.escrow.why-mail-one")),
        count => Some(paper.fill("sheets.escrow.why-mail", &[("count", &count.to_string())])),
    };
    let told: Vec<String> = purpose.into_iter().chain(mail).collect();
    if told.is_empty() { vec![paper.text("sheets.escrow.why-undecided")] } else { told }
}

/// Mail, systems and records that hang on it.
fn depends(paper: &Paper<'_>, kept: &Kept) -> Vec<String> {
    let folder = |(path, count): &(std::sync::Arc<std::path::Path>, u64)| {
        let values = [("folder", &*code(&text::path(path))), ("count", &count.to_string())];
        paper.fill("sheets.escrow.depends-folder", &values)
    };
    let mut told: Vec<String> = kept.folders.iter().map(folder).collect();
    if kept.more_folders > 0 {
        told.push(paper.fill("sheets.escrow.depends-more", &[("count", &kept.more_folders.to_string())]));
    }
    let systems = kept.systems.iter();
    told.extend(systems.map(|system| paper.fill("sheets.escrow.depends-system", &[("system", &brief(system))])));
    if kept.records > 0 {
        told.push(paper.fill("sheets.escrow.depends-records", &[("count", &kept.records.to_string())]));
    }
    if told.is_empty() { vec![paper.text("sheets.escrow.depends-none")] } else { told }
}

/// By whom, until when, and what the register's keeper fills in.
fn answer(paper: &mut Paper<'_>, kept: &Kept) -> io::Result<()> {
    let blank = paper.text("sheets.head.blank");
    let owner = match (&kept.retain, &kept.team) {
        (Some(retain), _) => brief(&retain.owner),
        (None, Some(team)) => paper.fill("sheets.escrow.owner-team", &[("team", &brief(team))]),
        (None, None) => blank.clone(),
    };
    let until = kept.retain.as_ref().map_or_else(
        || paper.fill("sheets.escrow.until-blank", &[("blank", &blank)]),
        |retain| date_text(retain.review, paper.danish),
    );
    let password = paper.fill("sheets.escrow.password-value", &[("blank", &blank)]);
    let fields = [
        ("sheets.escrow.owner", owner),
        ("sheets.escrow.until", until),
        ("sheets.escrow.moved", blank),
        ("sheets.escrow.password", password),
    ];
    fields.into_iter().try_for_each(|(key, value)| paper.field(0, &paper.text(key), &value))
}

/// A field with one value, or with several below it.
fn several(paper: &mut Paper<'_>, key: &str, values: &[String]) -> io::Result<()> {
    let name = paper.text(key);
    match values {
        [value] => paper.field(0, &name, value),
        values => {
            paper.item(0, &format!("**{name}:**"))?;
            values.iter().try_for_each(|value| paper.item(1, value))
        }
    }
}

/// A store that is locked, or damaged, or not what its name promises.
fn is_shut(failure: &Failure) -> bool {
    let name = failure.location.path.extension().and_then(std::ffi::OsStr::to_str);
    let store = failure.store.is_some() || name.is_some_and(crate::container::promises_store);
    match failure.kind {
        FailureKind::Locked | FailureKind::Unrecognized => true,
        FailureKind::Corrupt | FailureKind::Unsupported => store,
        _ => false,
    }
}

/// What stayed shut may hold further keys.
fn locked(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    let shut = report.inventory.failures.iter().filter(|failure| is_shut(failure));
    let shut: Vec<&Failure> = shut.collect();
    if shut.is_empty() {
        return Ok(());
    }
    paper.heading(2, &format!("{} ({})", paper.text("sheets.escrow.locked"), shut.len()))?;
    paper.paragraph(&paper.text("sheets.escrow.locked-intro"))?;
    for failure in shut.iter().take(SHOWN) {
        let said = super::table::failures::detail(&failure.detail, paper.danish);
        paper.item(0, &format!("{} – {}", place_of(&failure.location), foreign(&text::brief(&said))))?;
    }
    if shut.len() > SHOWN {
        let count = (shut.len() - SHOWN).to_string();
        paper.item(0, &paper.fill("sheets.escrow.locked-more", &[("count", &count)]))?;
    }
    Ok(())
}
