//! `-o tilbagemelding`: the four fields that the letter of 13 March 2023 asked
//! for, a system each. Danish always, as the letter is.

use super::markdown::{Paper, brief, foreign, head};
use super::{Report, ReportWriter, Style};
use crate::plan::sheets::Feedback;
use std::io::{self, Write};
use time::Date;
use time::macros::date;

/// The last day on which it was to be sent.
const DEADLINE: Date = date!(2023 - 03 - 31);

/// The day on which the closing was known to be put off.
const NOTICE: Date = date!(2023 - 04 - 27);

/// `-o tilbagemelding`.
pub struct Tilbagemelding;

impl ReportWriter for Tilbagemelding {
    fn format(&self) -> &'static str {
        "tilbagemelding"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        let paper = &mut Paper::new(Style { danish: true, ..style }, &mut out);
        head::write(paper, report, "sheets.feedback.title")?;
        let passed = report.scan.as_of > DEADLINE;
        let (line, recipient) = if passed {
            ("sheets.feedback.passed", "sheets.feedback.recipient-passed")
        } else {
            ("sheets.feedback.ahead", "sheets.feedback.recipient-ahead")
        };
        paper.paragraph(&paper.text(line))?;
        paper.paragraph(&paper.text("sheets.feedback.letter"))?;
        if report.scan.as_of >= NOTICE {
            paper.paragraph(&paper.text("sheets.feedback.letter-later"))?;
        }
        paper.paragraph(&paper.text(recipient))?;
        let feedback = &report.plan.sheets.feedback;
        if feedback.is_empty() {
            paper.paragraph(&paper.text("sheets.head.none"))?;
        }
        for one in feedback {
            system(paper, one)?;
        }
        out.flush()
    }
}

fn system(paper: &mut Paper<'_>, one: &Feedback) -> io::Result<()> {
    paper.heading(2, &brief(&one.system))?;
    if let Some(team) = &one.team {
        paper.paragraph(&format!("{}: {}", paper.text("sheets.feedback.owner"), brief(team)))?;
    }
    field(paper, 1, "sheets.feedback.field-function", std::slice::from_ref(&one.function))?;
    field(paper, 2, "sheets.feedback.field-challenge", &one.challenge)?;
    field(paper, 3, "sheets.feedback.field-measures", &one.measures)?;
    field(paper, 4, "sheets.feedback.field-completion", std::slice::from_ref(&one.completion))?;
    paper.gap();
    Ok(())
}

fn field(paper: &mut Paper<'_>, number: usize, key: &str, values: &[String]) -> io::Result<()> {
    let name = paper.text(key);
    match values {
        [value] => paper.numbered(0, number, &format!("**{name}:** {}", foreign(value))),
        values => {
            paper.numbered(0, number, &format!("**{name}:**"))?;
            values.iter().try_for_each(|value| paper.item(2, &foreign(value)))
        }
    }
}
