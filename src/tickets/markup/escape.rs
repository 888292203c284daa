//! Each tracker's marks: what is ours is marked, what is foreign is not.
//!
//! *Behaviour*
//!
//! 1. `Plain`: nothing is a mark; a line that could be taken for a quotation, a
//!    section or what a ticket remembers gets a dot before it.
//! 2. `Markdown`: the reports' escape, and what forges make links of is code.
//! 3. `Textile`: marks have look-alikes, what Redmine would look up is parted by
//!    an invisible joiner; places stand in `<pre>`, which `CommonMark` knows too.
//! 4. `JiraWiki`: the same with Jira's marks; places stand in `{noformat}`.
//! 5. `Html`: entities, and `<b>` and `<br/>` alone.

use super::Markup;
use super::words::{self, JOINER};
use crate::report::markdown::escape;
use crate::report::text::safe;

/// What a line must not begin with, in any case of letters.
const STATE: &str = "oces-state";

/// The escape of some marks.
#[derive(Clone, Copy)]
pub(super) struct Escape(pub(super) Markup);

impl Escape {
    /// A heading.
    pub(super) fn heading(self, foreign: &str) -> String {
        let text = self.text(foreign);
        let text = text.trim();
        match self.0 {
            Markup::Plain => format!("== {text} =="),
            Markup::Markdown => format!("### {text}"),
            Markup::Textile | Markup::JiraWiki => format!("*{text}*"),
            Markup::Html => format!("<b>{text}</b>"),
        }
    }

    /// An item of a list.
    pub(super) fn item(self, foreign: &str) -> String {
        let text = self.start(foreign);
        match self.0 {
            Markup::Textile | Markup::JiraWiki => format!("* {text}"),
            Markup::Plain | Markup::Markdown | Markup::Html => format!("- {text}"),
        }
    }

    /// What stands between two lines.
    pub(super) fn line_end(self) -> &'static str {
        if self.0 == Markup::Html { "<br/>" } else { "\n" }
    }

    /// Places as they stand, and how many more there are.
    pub(super) fn places(self, items: &[String], rest: Option<&str>) -> String {
        let lines: Vec<String> = items.iter().map(|item| self.place(item)).collect();
        let fence = match self.0 {
            Markup::Textile => Some(("<pre>", "</pre>")),
            Markup::JiraWiki => Some(("{noformat}", "{noformat}")),
            Markup::Plain | Markup::Markdown | Markup::Html => None,
        };
        let told = match fence {
            Some((open, close)) if !lines.is_empty() => Some(format!("{open}\n{}\n{close}", lines.join("\n"))),
            Some(_) => None,
            None => (!lines.is_empty()).then(|| lines.join(self.line_end())),
        };
        let rest = rest.map(|rest| self.item(rest));
        let between = if fence.is_some() { "\n\n" } else { self.line_end() };
        told.into_iter().chain(rest).collect::<Vec<_>>().join(between)
    }

    fn place(self, foreign: &str) -> String {
        match self.0 {
            Markup::Markdown => format!("- {}", escape::plain(&escape::code(foreign))),
            Markup::Textile => no_state(&safe(foreign), &words::verbatim(&safe(foreign))),
            Markup::JiraWiki => no_state(&safe(foreign), &words::noformat(&safe(foreign))),
            Markup::Html => format!("- {}", self.text(foreign)),
            Markup::Plain => self.item(foreign),
        }
    }

    /// A text at the start of a line.
    pub(super) fn start(self, foreign: &str) -> String {
        let text = self.text(foreign);
        let bare = safe(foreign);
        let trimmed = bare.trim_start();
        if self.0 == Markup::Plain {
            return if is_state(trimmed) || trimmed.starts_with(['>', '|', '=', '-', '*', '#', '_', '~']) {
                format!("· {text}")
            } else {
                text
            };
        }
        if self.0 == Markup::Html {
            return if is_state(trimmed) { format!("· {text}") } else { text };
        }
        // `h1.`, `bq.`, `1.`, `- `, `> `, `/close`: a sentence begins otherwise.
        let first = trimmed.split(' ').next().unwrap_or_default();
        // A host and a colon are none of them, nor is a path outside forges.
        let mark = first.ends_with(['.', ')']) || first.ends_with(".:") || first.ends_with("):");
        let short = first.len() <= 40 && mark && !first.starts_with(char::is_uppercase);
        let path = first.starts_with('/') && self.0 != Markup::Markdown;
        let sign = first.starts_with(|char: char| !char.is_alphanumeric()) && !path;
        let bad = short || trimmed.len() < bare.len() || sign;
        let code = self.0 == Markup::Markdown && text.starts_with('`');
        let quote = first.starts_with(['»', '“', '«', '·']);
        if is_state(trimmed) || (bad && !code && !quote) { format!("{JOINER}{}", text.trim_start()) } else { text }
    }

    /// A text within a line.
    fn text(self, foreign: &str) -> String {
        match self.0 {
            Markup::Plain => safe(foreign).into_owned(),
            Markup::Markdown => markdown(foreign),
            Markup::Textile => words::textile(&safe(foreign)),
            Markup::JiraWiki => words::jira(&safe(foreign)),
            Markup::Html => html(&safe(foreign)),
        }
    }
}

fn is_state(text: &str) -> bool {
    text.get(..STATE.len()).is_some_and(|start| start.eq_ignore_ascii_case(STATE))
}

/// A line of a block that is taken as it stands.
fn no_state(bare: &str, line: &str) -> String {
    if is_state(bare.trim_start()) { format!("· {line}") } else { line.to_owned() }
}

/// What a forge makes a link or a mention of is code; brackets in pairs make none.
fn markdown(foreign: &str) -> String {
    let safe = safe(foreign);
    let words = safe.split(' ').map(|word| {
        if words::is_forge_link(word) {
            // What surrounds a number in a sentence is no part of it.
            let core = word.trim_matches(['(', ')', ',', '.', ':', ';', '?']);
            let (before, after) = word.split_once(core).unwrap_or_default();
            return format!("{before}{}{after}", escape::plain(&escape::code(core)));
        }
        let told = escape::plain(&escape::text(word));
        if told.starts_with('`') { told } else { told.replace("[[", "\\[\\[") }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn html(safe: &str) -> String {
    let mut out = String::with_capacity(safe.len());
    for char in words::unlinked(safe).chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(char),
        }
    }
    out
}
