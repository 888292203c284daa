//! The page that the reports for people are written on: lines, sections,
//! places and colour.

use super::super::{Report, Style, text};
use super::homes::Homes;
use super::words::{Words, fill, term};
use crate::certificate::Fingerprint;
use crate::check::Severity;
use crate::inventory::{Image, KeyPlace, Occurrence};
use crate::place::Place;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// So many places of a certificate are shown; the JSON report has them all.
pub(super) const PLACES: usize = 10;

/// A report being written for people.
pub(in crate::report) struct Page<'a> {
    pub(in crate::report) report: &'a Report,
    pub(in crate::report) words: &'static Words,
    pub(in crate::report) style: Style,
    /// The columns there are to fill.
    pub(in crate::report) columns: usize,
    /// Under which number the list of certificates has each of them.
    pub(super) numbers: BTreeMap<Fingerprint, usize>,
    /// Which system what belongs to, and what was told there.
    pub(super) homes: Homes<'a>,
    out: &'a mut dyn Write,
}

impl<'a> Page<'a> {
    /// No width means 80 columns; fewer than 60 are not served.
    pub(in crate::report) fn new(report: &'a Report, style: Style, out: &'a mut dyn Write) -> Page<'a> {
        let columns = if style.width == 0 { 80 } else { usize::from(style.width).max(60) };
        let (numbers, homes) = (BTreeMap::new(), Homes::default());
        Page { report, words: Words::of(style.danish), style, columns, numbers, homes, out }
    }

    /// A fixed word of the report in the language of the page.
    pub(in crate::report) fn term<'t>(&self, id: &'t str) -> &'t str {
        term(id, self.style.danish)
    }

    /// A text in lines of the page's width, each after so many spaces.
    pub(in crate::report) fn line(&mut self, indent: usize, line: &str) -> io::Result<()> {
        self.item(indent, "", line)
    }

    /// A text after a mark, its further lines under its first.
    pub(in crate::report) fn item(&mut self, indent: usize, mark: &str, item: &str) -> io::Result<()> {
        let hang = indent + text::width(mark);
        for (at, line) in text::wrap(item, self.columns.saturating_sub(hang)).iter().enumerate() {
            if at == 0 {
                writeln!(self.out, "{:indent$}{mark}{line}", "")?;
            } else {
                writeln!(self.out, "{:hang$}{line}", "")?;
            }
        }
        Ok(())
    }

    /// A path, never broken, and what is said of it: beside it, or under it
    /// where there is no room.
    pub(in crate::report) fn path(&mut self, indent: usize, path: &str, said: &str) -> io::Result<()> {
        if said.is_empty() || indent + text::width(path) + 2 + text::width(said) <= self.columns {
            let gap = if said.is_empty() { "" } else { "  " };
            return writeln!(self.out, "{:indent$}{path}{gap}{said}", "");
        }
        writeln!(self.out, "{:indent$}{path}", "")?;
        self.line(indent + 2, said)
    }

    /// A heading on the line itself.
    pub(in crate::report) fn strong(&mut self, heading: &str) -> io::Result<()> {
        for line in text::wrap(heading, self.columns) {
            let line = self.paint("1", &line);
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// A line as it is, its first word in the colour of a severity.
    pub(in crate::report) fn severe(&mut self, severity: Option<Severity>, line: &str) -> io::Result<()> {
        let colour = match severity {
            Some(Severity::Error) => "31",
            Some(Severity::Warning) => "33",
            Some(Severity::Note) => "36",
            None => return writeln!(self.out, "{line}"),
        };
        let (word, rest) = line.split_at(line.find(' ').unwrap_or(line.len()));
        let word = self.paint(colour, word);
        writeln!(self.out, "{word}{rest}")
    }

    /// A severity and what it is about; further lines under the first.
    pub(super) fn judged(&mut self, indent: usize, severity: Option<Severity>, said: &str) -> io::Result<()> {
        let word = severity.map_or("-", |severity| self.term(severity.id())).to_owned();
        self.marked(indent, severity, &word, said)
    }

    /// The same with a word of one's own.
    pub(in crate::report) fn marked(
        &mut self,
        indent: usize,
        severity: Option<Severity>,
        word: &str,
        said: &str,
    ) -> io::Result<()> {
        let hang = indent + text::width(word) + 1;
        for (at, line) in text::wrap(said, self.columns.saturating_sub(hang)).iter().enumerate() {
            if at == 0 {
                write!(self.out, "{:indent$}", "")?;
                self.severe(severity, &format!("{word} {line}"))?;
            } else {
                writeln!(self.out, "{:hang$}{line}", "")?;
            }
        }
        Ok(())
    }

    /// An empty line and a heading.
    pub(in crate::report) fn section(&mut self, heading: &str) -> io::Result<()> {
        let heading = self.paint("1", heading);
        writeln!(self.out, "\n{heading}")
    }

    /// The places of a certificate and of its key, those with a key first.
    pub(in crate::report) fn places(
        &mut self,
        indent: usize,
        from: &[Occurrence],
        keys: &[KeyPlace],
    ) -> io::Result<()> {
        let (from, keys): (Vec<&Occurrence>, Vec<&KeyPlace>) = (from.iter().collect(), keys.iter().collect());
        self.some_places(indent, &from, &keys)
    }

    /// Some places of a certificate and of its key, those with a key first.
    pub(super) fn some_places(&mut self, indent: usize, from: &[&Occurrence], keys: &[&KeyPlace]) -> io::Result<()> {
        let rank = |place: &Occurrence| (!place.private_key, matches!(place.place, Place::Log | Place::Message));
        for wanted in [(false, false), (false, true), (true, false), (true, true)] {
            let before = from.iter().filter(|place| rank(place) < wanted).count();
            let room = PLACES.saturating_sub(before);
            for place in from.iter().filter(|place| rank(place) == wanted).take(room) {
                let said = self.said_of(place);
                self.path(indent, &text::location(&place.location), &said)?;
            }
        }
        if from.len() > PLACES {
            let more = (from.len() - PLACES).to_string();
            self.line(indent, &fill(self.words.more_places, &[&more]))?;
        }
        let beside = |key: &KeyPlace| from.iter().any(|place| place.beside_key && place.location == key.location);
        let keys: Vec<&KeyPlace> = keys.iter().copied().take(PLACES * 100).filter(|key| !beside(key)).collect();
        for key in keys.iter().take(PLACES) {
            let place = text::location(&key.location);
            let line = fill(self.words.key_at, &[&place, key.format]);
            self.path(indent, &line, "")?;
        }
        if keys.len() > PLACES {
            let more = (keys.len() - PLACES).to_string();
            self.line(indent, &fill(self.words.more_places, &[&more]))?;
        }
        Ok(())
    }

    /// Which layer of which image, and what a later one says to it.
    fn image(&self, image: &Image) -> Vec<String> {
        let (layer, of) = (image.layer.to_string(), image.of.to_string());
        let mut said = vec![fill(self.words.image, &[&text::brief(&image.name), &layer, &of])];
        if image.others > 0 {
            said.push(fill(self.words.image_others, &[&image.others.to_string()]));
        }
        said.extend(image.deleted_by.map(|layer| fill(self.words.image_deleted, &[&layer.to_string()])));
        said
    }

    /// What a place of a certificate is.
    pub(super) fn said_of(&self, place: &Occurrence) -> String {
        let mut said = vec![place.format.to_owned()];
        said.extend(place.image.as_deref().map(|image| self.image(image)).unwrap_or_default());
        if let Some(alias) = &place.alias {
            said.push(fill(self.words.alias, &[&text::brief(alias)]));
        }
        if let Some(store) = &place.store {
            said.push(fill(self.words.store, &[&text::brief(store)]));
        }
        if let Some(line) = place.line {
            said.push(fill(self.words.line, &[&line.to_string()]));
        }
        if place.place != Place::Live {
            said.push(format!("[{}]", self.term(place.place.id())));
        }
        if place.private_key || place.beside_key {
            said.push(self.words.key_here.to_owned());
        }
        said.join(", ")
    }

    fn paint(&self, colour: &str, word: &str) -> String {
        if self.style.colour { format!("\u{1b}[{colour}m{word}\u{1b}[0m") } else { word.to_owned() }
    }
}
