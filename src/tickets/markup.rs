//! Texts of tickets: blocks of our own words with foreign ones among them, in
//! the marks of a tracker.
//!
//! *Behaviour*
//!
//! 1. Every text goes through the one place that makes foreign text safe, then
//!    through the escape of its marks: nothing in it becomes a mark, a link, a
//!    mention, a macro, a command or an image.
//! 2. No line begins with what stands before the state of a ticket, and none of
//!    ours is taken for a quotation.
//! 3. A text that is too long loses items of its lists from the end, and says
//!    how many; then blocks from the end. What stands under the last heading
//!    stays: who wrote it and what the ticket is known by.

mod escape;
mod words;

use escape::Escape;

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
    let last = blocks.iter().rposition(|block| matches!(block, Block::Heading(_))).unwrap_or(0);
    let (body, tail) = blocks.split_at(last);
    let fits = |text: &str| text.chars().count() <= longest;
    let whole = |body: &[Block], limit| all(markup, body.iter().chain(tail), limit, &more);
    let mut text = whole(body, usize::MAX);
    let mut limit = body.iter().map(Block::items).max().unwrap_or(0);
    while limit > 0 && !fits(&text) {
        limit /= 2;
        text = whole(body, limit);
    }
    if fits(&text) {
        return widest(text, limit, longest, |limit| whole(body, limit));
    }
    for kept in (0..body.len()).rev() {
        text = whole(body.get(..kept).unwrap_or_default(), 0);
        if fits(&text) {
            return text;
        }
    }
    // Nothing is left to leave out: only a tracker with no room at all comes here.
    text.chars().take(longest).collect()
}

/// The text with as many items as there is room for: between what fits and twice as many.
fn widest(fitting: String, limit: usize, longest: usize, whole: impl Fn(usize) -> String) -> String {
    if limit == usize::MAX {
        return fitting;
    }
    let (mut low, mut high, mut best) = (limit, limit.saturating_mul(2).saturating_add(1), fitting);
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        let text = whole(middle);
        if text.chars().count() <= longest {
            (low, best) = (middle, text);
        } else {
            high = middle;
        }
    }
    best
}

impl Block {
    fn items(&self) -> usize {
        match self {
            Block::Heading(_) | Block::Text(_) => 0,
            Block::List(items) | Block::Places(items) => items.len(),
        }
    }
}

fn all<'b>(
    markup: Markup,
    blocks: impl Iterator<Item = &'b Block>,
    limit: usize,
    more: &impl Fn(usize) -> String,
) -> String {
    let pieces = blocks.map(|block| one(markup, block, limit, more)).filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join(if markup == Markup::Html { "<br/><br/>" } else { "\n\n" })
}

fn one(markup: Markup, block: &Block, limit: usize, more: &impl Fn(usize) -> String) -> String {
    let escape = Escape(markup);
    match block {
        Block::Heading(text) => escape.heading(text),
        Block::Text(text) => escape.start(text),
        Block::List(items) => {
            let mut lines: Vec<String> = items.iter().take(limit).map(|item| escape.item(item)).collect();
            lines.extend((items.len() > limit).then(|| escape.item(&more(items.len() - limit))));
            lines.join(escape.line_end())
        }
        Block::Places(items) => {
            let left = items.len().saturating_sub(limit);
            let rest = (left > 0).then(|| more(left));
            escape.places(items.get(..limit.min(items.len())).unwrap_or_default(), rest.as_deref())
        }
    }
}

#[cfg(test)]
mod tests;
