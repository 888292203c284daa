//! The page that is being written: markup that is ours, text that is made safe,
//! tables, and the words in the language of the reader.

use super::escape::escape;
use super::links::called;
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Kind, Listing, Verdict};
use crate::clue::{CLUES, Confidence, Counterparty};
use crate::location::Location;
use crate::report::table::words;
use crate::report::{Report, table, text};
use crate::usage::{Evidence, Use};
use crate::wording::{self, Text, Values};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// So many places are shown where a list would bury the page; what was cut is
/// counted, and the JSON report has all.
pub(super) const PLACES: usize = 6;

pub(super) struct Page<'a> {
    pub(super) report: &'a Report,
    pub(super) danish: bool,
    /// The number of each certificate: the same as in the table.
    pub(super) numbers: BTreeMap<Fingerprint, usize>,
    /// The names of the systems by their ids.
    systems: BTreeMap<&'a str, String>,
    out: &'a mut dyn Write,
}

impl<'a> Page<'a> {
    pub(super) fn new(report: &'a Report, danish: bool, out: &'a mut dyn Write) -> Page<'a> {
        let systems = report.usage.systems.iter().map(|system| (system.id.as_str(), called(system))).collect();
        Page { report, danish, numbers: table::numbers(report), systems, out }
    }

    /// Markup of our own.
    pub(super) fn raw(&mut self, markup: &str) -> io::Result<()> {
        self.out.write_all(markup.as_bytes())
    }

    /// Text, made safe.
    pub(super) fn say(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(escape(text).as_bytes())
    }

    /// An element with text in it; the tag may bring attributes of our own.
    pub(super) fn el(&mut self, tag: &str, text: &str) -> io::Result<()> {
        let name = tag.split(' ').next().unwrap_or(tag);
        write!(self.out, "<{tag}>{}</{name}>\n", escape(text))
    }

    /// The heading of a section.
    pub(super) fn heading(&mut self, id: &str, text: &str) -> io::Result<()> {
        self.el(&format!("h2 id=\"{id}-h\""), text)
    }

    /// A list item or cell that leads to an anchor of this page.
    pub(super) fn link(&mut self, anchor: &str, text: &str) -> io::Result<()> {
        write!(self.out, "<a href=\"#{}\">{}</a>", escape(anchor), escape(text))
    }

    /// Opens a table: its caption and the heads of its columns, each with a class.
    pub(super) fn table(&mut self, caption: &str, heads: &[(&str, &str)]) -> io::Result<()> {
        self.raw("<table>\n")?;
        self.el("caption", caption)?;
        self.raw("<thead><tr>")?;
        for (class, head) in heads {
            let head = self.word(head);
            self.el(&format!("th scope=\"col\" class=\"{class}\""), &head)?;
        }
        self.raw("</tr></thead>\n<tbody>\n")
    }

    pub(super) fn end_table(&mut self) -> io::Result<()> {
        self.raw("</tbody></table>\n")
    }

    /// A row of texts, its first the head of the row.
    pub(super) fn row(&mut self, cells: &[&str]) -> io::Result<()> {
        self.raw("<tr>")?;
        for (at, cell) in cells.iter().enumerate() {
            self.el(if at == 0 { "th scope=\"row\"" } else { "td" }, cell)?;
        }
        self.raw("</tr>\n")
    }

    /// Texts below each other in a cell; nothing leaves a dash.
    pub(super) fn lines(&mut self, tag: &str, lines: &[String]) -> io::Result<()> {
        let name = tag.split(' ').next().unwrap_or(tag);
        write!(self.out, "<{tag}>")?;
        for (at, line) in lines.iter().enumerate() {
            self.raw(if at == 0 { "" } else { "<br>" })?;
            self.say(line)?;
        }
        self.raw(if lines.is_empty() { "–" } else { "" })?;
        writeln!(self.out, "</{name}>")
    }

    /// A list with marks or numbers.
    pub(super) fn list(&mut self, tag: &str, items: &[String]) -> io::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "<{tag}>")?;
        for item in items {
            self.el("li", item)?;
        }
        let name = tag.split(' ').next().unwrap_or(tag);
        writeln!(self.out, "</{name}>")
    }

    /// A text of `wording` in the language of the page.
    pub(super) fn word(&self, key: &str) -> String {
        wording::text(key).told(self.danish).to_owned()
    }

    /// The same with values.
    pub(super) fn filled(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        let values: Values = values.iter().map(|(name, value)| (*name, Text::same(*value))).collect();
        wording::filled(key, &values).told(self.danish).to_owned()
    }

    pub(super) fn told<'t>(&self, text: &'t Text) -> &'t str {
        text.told(self.danish)
    }

    /// A fixed word of reports.
    pub(super) fn term<'t>(&self, id: &'t str) -> &'t str {
        words::term(id, self.danish)
    }

    /// `#7 Name`, as certificates are called here.
    pub(super) fn called(&self, known: &Classified) -> String {
        let name = text::brief(&crate::check::display_name(known));
        match self.numbers.get(&known.certificate.sha256) {
            Some(number) => format!("#{number} {name}"),
            None => name,
        }
    }

    /// The same for a fingerprint.
    pub(super) fn named(&self, sha256: &Fingerprint) -> String {
        let known = self.report.certificate(sha256);
        known.map_or_else(|| format!("SHA-256 {}…", self.short(sha256)), |known| self.called(known))
    }

    pub(super) fn short(&self, sha256: &Fingerprint) -> String {
        text::hex(sha256.get(..8).unwrap_or_default())
    }

    /// `OCES II FOCES, test`.
    pub(super) fn kind(&self, listing: &Listing) -> String {
        let kind = match listing.kind {
            Some(kind @ (Kind::Poces | Kind::Moces | Kind::Voces | Kind::Foces)) => kind.id().to_uppercase(),
            Some(Kind::Employee) => "brugercertifikat".to_owned(),
            Some(Kind::Organisation) => "organisationscertifikat".to_owned(),
            Some(Kind::System) => "systemcertifikat".to_owned(),
            None => self.term(listing.role.id()).to_owned(),
        };
        let mut kind = format!("OCES {} {kind}", listing.generation);
        for (is, word) in [(listing.qualified, "qualified"), (listing.environment.id() == "test", "test")] {
            if is {
                kind = format!("{kind}, {}", self.term(word));
            }
        }
        kind
    }

    /// What it is: generation and kind, or why it is none of ours.
    pub(super) fn what(&self, known: &Classified) -> String {
        match &known.verdict {
            Verdict::Listed(listing) => self.kind(listing),
            Verdict::LookAlike { .. } => self.word("pages.certificates.look_alike"),
            Verdict::UnknownAuthority { .. } => self.word("pages.certificates.unknown_authority"),
            Verdict::Other => self.word("pages.certificates.other"),
        }
    }

    /// The status with a sign before it and its day.
    pub(super) fn status(&self, known: &Classified) -> String {
        let Verdict::Listed(listing) = &known.verdict else { return "–".to_owned() };
        let day = listing.status_since.or(listing.status_on).map(text::day);
        let day = day.map_or_else(String::new, |day| format!(" ({day})"));
        format!("{} {}{day}", sign(listing.status.id()), self.term(listing.status.id()))
    }

    /// A place, with its host where several reports are merged.
    pub(super) fn place(&self, location: &Location) -> String {
        let place = text::location(location);
        location.scope.as_deref().map_or_else(|| place.clone(), |scope| format!("{}: {place}", text::brief(scope)))
    }

    /// What a certificate is used for, and with whom, surest first.
    pub(super) fn used(&self, sha256: &Fingerprint) -> Vec<String> {
        let uses = self.report.usage.uses.get(sha256).map_or(&[][..], Vec::as_slice);
        let told = |one: &Use| {
            let (kind, sure) = (self.term(one.kind.id()), self.term(one.confidence.id()));
            match one.counterparty {
                Some(party) => format!("{kind}: {} ({sure})", self.told(&party.name)),
                None => format!("{kind} ({sure})"),
            }
        };
        // A guess beside what is known only distracts; the JSON report has it.
        let is_known = uses.iter().any(|one| one.confidence >= Confidence::Medium);
        uses.iter().filter(|one| !is_known || one.confidence >= Confidence::Medium).map(told).collect()
    }

    /// A piece of evidence: where, and what.
    pub(super) fn evidence(&self, piece: &Evidence) -> String {
        let line = piece.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("{}{line}: {}", self.place(&piece.location), text::brief(self.told(&piece.text)))
    }

    /// What is known of a counterparty.
    pub(super) fn party(&self, id: &str) -> Option<&'static Counterparty> {
        CLUES.counterparty(id)
    }

    /// The name of a system by its id.
    pub(super) fn system(&self, id: &str) -> Option<String> {
        self.systems.get(id).cloned()
    }
}

/// A sign that tells a status in black and white, beside its word.
pub(super) fn sign(status: &str) -> &'static str {
    match status {
        "blocked" | "expired" | "to-be-blocked" => "✖",
        "expiring" => "▲",
        "current" => "●",
        _ => "○",
    }
}

/// The anchor of a certificate.
pub(super) fn anchor(sha256: &Fingerprint) -> String {
    format!("c-{}", text::hex(sha256.get(..12).unwrap_or_default()))
}

/// Where a picture's text ends: so many columns, the rest is cut.
pub(super) fn fit(from: &str, columns: usize) -> String {
    let safe: Cow<'_, str> = text::safe(from);
    text::fit(&safe, columns).into_owned()
}
