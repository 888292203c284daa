//! The words that the page uses, for whoever does not work with certificates
//! every day.

use super::page::Page;
use std::io;

/// The keys of words and their explanations.
const WORDS: [(&str, &str); 10] = [
    ("pages.glossary.oces2.word", "pages.glossary.oces2.text"),
    ("pages.glossary.oces3.word", "pages.glossary.oces3.text"),
    ("pages.glossary.organisation.word", "pages.glossary.organisation.text"),
    ("pages.glossary.system.word", "pages.glossary.system.text"),
    ("pages.glossary.user.word", "pages.glossary.user.text"),
    ("pages.glossary.blocked.word", "pages.glossary.blocked.text"),
    ("pages.glossary.retired.word", "pages.glossary.retired.text"),
    ("pages.glossary.ca.word", "pages.glossary.ca.text"),
    ("pages.glossary.escrow.word", "pages.glossary.escrow.text"),
    ("pages.glossary.counterparty.word", "pages.glossary.counterparty.text"),
];

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.glossary.heading");
    page.heading(id, &heading)?;
    page.raw("<dl>\n")?;
    for (word, explained) in WORDS {
        let (word, explained) = (page.word(word), page.word(explained));
        page.el("dt", &word)?;
        page.el("dd", &explained)?;
    }
    page.raw("</dl>\n")
}
