//! Texts of tickets: blocks of our own words with foreign ones among them, in
//! the marks of a tracker.
//!
//! *Behaviour*
//!
//! 1. Every text goes through the one place that makes foreign text safe, then
//!    through the escape of its marks: nothing in it becomes a mark, a link, a
//!    mention or an image.
//! 2. A text that is too long loses items of its lists from the end, and says
//!    how many.

use crate::report::text::safe;

/// The marks of a tracker's texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// None.
    Plain,
    /// GitHub's and GitLab's.
    Markdown,
    /// Redmine's, legible as Markdown too.
    Textile,
    /// Jira's.
    JiraWiki,
    /// The few tags that `TOPdesk` takes.
    Html,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A list in words.
    List(Vec<String>),
    /// A list of places, to be copied as they stand.
    Places(Vec<String>),
}

/// The whole text in at most `longest` characters. `more` tells how many items were left out.
pub fn write(markup: Markup, blocks: &[Block], longest: usize, more: impl Fn(usize) -> String) -> String {
    let mut limit = usize::MAX;
    loop {
        let text = all(markup, blocks, limit, &more);
        if text.chars().count() <= longest {
            return text;
        }
        let most = blocks.iter().map(Block::items).max().unwrap_or(0).min(limit);
        if most <= 1 {
            return text.chars().take(longest).collect();
        }
        limit = most / 2;
    }
}

impl Block {
    fn items(&self) -> usize {
        match self {
            Block::Heading(_) | Block::Text(_) => 0,
            Block::List(items) | Block::Places(items) => items.len(),
        }
    }
}

fn all(markup: Markup, blocks: &[Block], limit: usize, more: &impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&one(markup, block, limit, more));
    }
    text
}

fn one(_markup: Markup, block: &Block, limit: usize, more: &impl Fn(usize) -> String) -> String {
    let list = |items: &[String]| {
        let mut lines: Vec<String> = items.iter().take(limit).map(|item| format!("- {}", safe(item))).collect();
        if items.len() > limit {
            lines.push(format!("- {}", more(items.len() - limit)));
        }
        lines.join("\n")
    };
    match block {
        Block::Heading(text) | Block::Text(text) => safe(text).into_owned(),
        Block::List(items) | Block::Places(items) => list(items),
    }
}
