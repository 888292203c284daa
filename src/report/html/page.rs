//! The page that is being written: markup that is ours, text that is made safe,
//! tables, and the words in the language of the reader.

use super::escape::escape;
use super::links::called;
use crate::certificate::Fingerprint;
use crate::report::table::words;
use crate::report::{Report, table, text};
use crate::wording::{self, Text};
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
    pub(super) systems: BTreeMap<&'a str, String>,
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
        let end = if name == "span" { "" } else { "\n" };
        write!(self.out, "<{tag}>{}</{name}>{end}", escape(text))
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
        wording::told(key, self.danish).to_owned()
    }

    /// The same with values.
    pub(super) fn filled(&self, key: &str, values: &[(&'static str, &str)]) -> String {
        wording::told_with(key, self.danish, values)
    }

    pub(super) fn told<'t>(&self, text: &'t Text) -> &'t str {
        text.told(self.danish)
    }

    /// A fixed word of reports.
    pub(super) fn term<'t>(&self, id: &'t str) -> &'t str {
        words::term(id, self.danish)
    }
}

/// Where a picture's text ends: so many columns, the rest is cut.
pub(super) fn fit(from: &str, columns: usize) -> String {
    let safe: Cow<'_, str> = text::safe(from);
    text::fit(&safe, columns).into_owned()
}
