//! `oces catalogue`: what is known, one authority a line, with the dates of
//! its generation and their sources; then the timeline.

use super::{Style, text};
use crate::catalogue::{Catalogue, Environment, Line, Role};
use crate::timeline::{self, TIMELINE};
use std::io::{self, Write};

/// Writes the catalogue for people.
pub fn write(catalogue: &Catalogue, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let (version, blocked, retired, source) = if style.danish {
        ("Kataloget", "slutbrugercertifikater i produktion spærret fra", "resten udgået fra", "kilde")
    } else {
        ("Catalogue", "production end-entity certificates blocked from", "the rest retired from", "source")
    };
    writeln!(out, "{version} {}", text::safe(&catalogue.version))?;
    let lines = catalogue.lines();
    for generation in &catalogue.generations {
        writeln!(out, "\n{}", text::safe(&generation.name))?;
        for (words, day) in [(blocked, generation.blocked_on), (retired, generation.retired_on)] {
            if let Some(day) = day {
                writeln!(out, "  {words} {day}")?;
            }
        }
        writeln!(out, "  {source}: {}", text::safe(&generation.source))?;
        for line in lines.iter().filter(|line| line.generation == generation.id) {
            authority(line, style.danish, out)?;
        }
    }
    timeline(style.danish, out)
}

/// Every date that is known, with its source.
fn timeline(danish: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n{}", if danish { "Tidslinje" } else { "Timeline" })?;
    for event in TIMELINE.iter() {
        writeln!(out, "  {}: {}", event.when.told().told(danish), event.text.told(danish))?;
        if let Some(later) = event.superseded_by.as_deref().and_then(timeline::event) {
            let later = later.when.told();
            let holds = if danish { "gælder ikke længere; i stedet" } else { "no longer holds; instead" };
            writeln!(out, "    {holds}: {}", later.told(danish))?;
        }
        writeln!(out, "    {}: {}", if danish { "kilde" } else { "source" }, event.source.told(danish))?;
    }
    Ok(())
}

fn authority(line: &Line, danish: bool, out: &mut dyn Write) -> io::Result<()> {
    let environment = match (line.environment, danish) {
        (Environment::Production, true) => "produktion",
        (Environment::Production, false) => "production",
        (Environment::Test, _) => "test",
    };
    let role = match (line.role, danish) {
        (Role::Root, true) => "rod-CA",
        (Role::Root, false) => "root",
        (Role::Issuing, true) => "udstedende CA",
        (Role::Issuing, false) => "issuing",
        (Role::EndEntity, true) => "slutbruger",
        (Role::EndEntity, false) => "end-entity",
    };
    let qualified = match (line.qualified, danish) {
        (false, _) => "",
        (true, true) => ", kvalificeret",
        (true, false) => ", qualified",
    };
    let end = if danish { "udløb" } else { "notAfter" };
    let sha256 = text::hex(&line.sha256);
    let not_after = text::day(line.not_after);
    writeln!(out, "  {environment}, {role}{qualified}: {}", text::safe(&line.subject))?;
    writeln!(out, "    sha256 {sha256}  {end} {not_after}")
}
