//! `-o letters`: a letter to each counterparty and vendor, ready to be sent,
//! with the old and the new identifiers side by side.
//!
//! A person is never named: numbers do.

mod identity;

use super::markdown::{Paper, brief, code, head};
use super::{Report, ReportWriter, Style, text};
use crate::classify::Ownership;
use crate::clue::{Bound, Counterparty};
use crate::plan::sheets::{Item, Letter, Recipient};
use crate::wording;
use std::collections::BTreeSet;
use std::io::{self, Write};
use time::Date;
use time::macros::date;

/// So many certificates are named in a sentence.
const NAMED: usize = 5;

/// The day of the notice on secure mail, and when it is eighteen months old.
const NOTICE: Date = date!(2023 - 04 - 27);
const NOTICE_OLD: Date = date!(2024 - 10 - 27);

/// `-o letters`.
pub struct Letters;

impl ReportWriter for Letters {
    fn format(&self) -> &'static str {
        "letters"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        let paper = &mut Paper::new(style, &mut out);
        head::write(paper, report, "sheets.letter.title")?;
        let letters = &report.plan.sheets.letters;
        paper.paragraph(&paper.text(if letters.is_empty() { "sheets.head.none" } else { "sheets.letter.intro" }))?;
        for letter in letters {
            one(paper, report, letter)?;
        }
        out.flush()
    }
}

fn one(paper: &mut Paper<'_>, report: &Report, letter: &Letter) -> io::Result<()> {
    paper.heading(2, &to(paper, &letter.to))?;
    ourselves(paper, report, letter)?;
    paper.rule()?;
    let us = us(paper, report, letter);
    let subject = if letter.items.is_empty() { "sheets.letter.subject-fetch" } else { "sheets.letter.subject" };
    paper.paragraph(&paper.fill(subject, &[("us", &us)]))?;
    paper.paragraph(&paper.text("sheets.letter.greeting"))?;
    paper.paragraph(&opening(paper, letter, &us))?;
    for (at, item) in letter.items.iter().enumerate() {
        certificate(paper, report, letter, at + 1, item)?;
    }
    theirs(paper, report, letter)?;
    ask(paper, report, letter)?;
    let told = matches!(letter.to, Recipient::MailPartners);
    if !told && letter.items.iter().any(|item| !item.personal) {
        paper.paragraph(&paper.fill("sheets.letter.attached", &[("public", &paper.text(public(letter)))]))?;
    }
    paper.paragraph(&paper.text("sheets.letter.regards"))?;
    paper.paragraph(&paper.fill("sheets.letter.signature", &[("us", &us)]))?;
    paper.rule()
}

/// The heading: to whom.
fn to(paper: &Paper<'_>, to: &Recipient) -> String {
    match to {
        Recipient::Counterparty(counterparty) => {
            paper.fill("sheets.letter.to-counterparty", &[("name", counterparty.name.told(paper.danish))])
        }
        Recipient::Organisation { name, cvr } => {
            let name = name.as_deref().map_or_else(|| paper.text("sheets.head.blank"), brief);
            let name = match cvr {
                Some(cvr) => paper.fill("sheets.letter.to-cvr", &[("name", &name), ("cvr", &brief(cvr))]),
                None => name,
            };
            paper.fill("sheets.letter.to-organisation", &[("name", &name)])
        }
        Recipient::Vendor { system: Some(system), .. } => {
            paper.fill("sheets.letter.to-vendor", &[("system", &brief(system))])
        }
        Recipient::Vendor { system: None, .. } => paper.text("sheets.letter.to-vendor-unknown"),
        Recipient::MailPartners => paper.text("sheets.letter.to-mail"),
    }
}

/// What the sender must know and the reader need not.
fn ourselves(paper: &mut Paper<'_>, report: &Report, letter: &Letter) -> io::Result<()> {
    let fetches = matches!(letter.to, Recipient::Organisation { .. } | Recipient::Vendor { label: None, .. });
    if fetches && letter.items.is_empty() {
        return Ok(());
    }
    paper.paragraph(&format!("**{}**", paper.text("sheets.letter.self")))?;
    let waits = letter.items.iter().filter(|item| item.waits);
    let waits: Vec<String> = waits.map(|item| head::name_of(report, &item.old, paper.danish)).collect();
    if !waits.is_empty() {
        let names = head::names(paper, &waits, NAMED);
        let asks = matches!(letter.to, Recipient::Vendor { .. });
        let key = if asks { "sheets.letter.self-asks" } else { "sheets.letter.self-waits" };
        paper.item(0, &paper.fill(key, &[("names", &names)]))?;
    }
    match &letter.to {
        Recipient::Counterparty(counterparty) => procedure(paper, report, counterparty)?,
        Recipient::Vendor { label: Some(label), .. } => {
            paper.item(0, &paper.fill("sheets.letter.self-system", &[("system", &brief(label))]))?;
        }
        Recipient::MailPartners => mail(paper, report)?,
        Recipient::Vendor { label: None, .. } | Recipient::Organisation { .. } => {}
    }
    if letter.items.iter().any(|item| item.new.is_none()) {
        paper.item(0, &paper.text("sheets.letter.self-new"))?;
    }
    if letter.items.iter().any(|item| item.personal) {
        paper.item(0, &paper.text("sheets.letter.self-personal"))?;
    }
    if !letter.items.is_empty() {
        paper.item(0, &paper.text("sheets.letter.self-open"))?;
    }
    paper.gap();
    Ok(())
}

/// What the authority said of secure mail, once it had said it, and the key.
fn mail(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    if report.scan.as_of >= NOTICE {
        paper.item(0, &paper.text("sheets.letter.self-mail"))?;
    }
    if report.scan.as_of > NOTICE_OLD {
        paper.item(0, &paper.text("sheets.letter.self-mail-old"))?;
    }
    paper.item(0, &paper.text("sheets.letter.self-mail-key"))
}

/// How the public part of the new certificates reaches the reader.
fn public(letter: &Letter) -> &'static str {
    let mut found = letter.items.iter().filter(|item| !item.personal).map(|item| item.new.is_some());
    match (found.clone().any(|one| one), found.all(|one| one)) {
        (true, true) => "sheets.letter.public-attached",
        (true, false) => "sheets.letter.public-both",
        (false, _) => "sheets.letter.public-follows",
    }
}

/// What is known of the counterparty's demand and procedure, and how old that is.
fn procedure(paper: &mut Paper<'_>, report: &Report, counterparty: &Counterparty) -> io::Result<()> {
    let demand = counterparty.demand.told(paper.danish);
    paper.item(0, &paper.fill("sheets.letter.self-demand", &[("demand", demand)]))?;
    let registration = counterparty.registration.told(paper.danish);
    paper.item(0, &paper.fill("sheets.letter.self-procedure", &[("procedure", registration)]))?;
    let told = counterparty.knowledge.told(paper.danish, report.scan.as_of);
    paper.item(0, &paper.fill("sheets.letter.self-told", &[("told", &told)]))
}

/// Who writes: the organisation of the certificates, else the configured one.
fn us(paper: &Paper<'_>, report: &Report, letter: &Letter) -> String {
    let mut own = letter.items.iter().filter_map(|item| head::listed(report, &item.old));
    let own = own.next().map(|(_, listing)| listing.organisation.clone()).unwrap_or_default();
    let cvr = own.cvr.or_else(|| own_cvr(report));
    let name = report.scan.organisation.clone().or(own.name);
    let name = name.map_or_else(|| paper.text("sheets.head.blank"), |name| brief(&name));
    match cvr {
        Some(cvr) => paper.fill("sheets.letter.us", &[("name", &name), ("cvr", &brief(&cvr))]),
        None => paper.fill("sheets.letter.us-name", &[("name", &name)]),
    }
}

/// The number that all our certificates bear, if it is one.
fn own_cvr(report: &Report) -> Option<String> {
    let own = report.certificates.iter().filter(|one| one.ownership == Ownership::Own);
    let own: BTreeSet<&str> =
        own.filter_map(|one| head::listed(report, &one.certificate.sha256)?.1.organisation.cvr.as_deref()).collect();
    own.first().filter(|_| own.len() == 1).map(|cvr| (*cvr).to_owned())
}

fn opening(paper: &Paper<'_>, letter: &Letter, us: &str) -> String {
    match &letter.to {
        _ if letter.items.is_empty() => paper.fill("sheets.letter.opening-fetch", &[("us", us)]),
        Recipient::Vendor { system: Some(system), folder, .. } => {
            let key = if *folder { "sheets.letter.opening-vendor-folder" } else { "sheets.letter.opening-vendor" };
            paper.fill(key, &[("system", &brief(system))])
        }
        Recipient::Vendor { system: None, .. } => paper.text("sheets.letter.opening-vendor-unknown"),
        Recipient::MailPartners => {
            paper.fill("sheets.letter.opening-mail", &[("us", us), ("public", &paper.text(public(letter)))])
        }
        Recipient::Counterparty(_) | Recipient::Organisation { .. } => {
            let what = if letter.items.len() == 1 { "sheets.letter.what-one" } else { "sheets.letter.what-many" };
            paper.fill("sheets.letter.opening", &[("us", us), ("what", &paper.text(what))])
        }
    }
}

/// One of ours: old and new side by side.
fn certificate(paper: &mut Paper<'_>, report: &Report, letter: &Letter, number: usize, item: &Item) -> io::Result<()> {
    let Some((classified, listing)) = head::listed(report, &item.old) else { return Ok(()) };
    let name =
        if item.personal { paper.text("sheets.letter.personal-name") } else { head::name(classified, paper.danish) };
    let test = listing.environment == crate::catalogue::Environment::Test;
    let environment = paper.text(if test { "sheets.letter.test" } else { "sheets.letter.production" });
    let values = [("number", &*number.to_string()), ("name", &name), ("environment", &environment)];
    paper.heading(3, &paper.fill("sheets.letter.certificate", &values))?;
    if let Some(status) = identity::status(paper, classified, listing) {
        paper.paragraph(&status)?;
    }
    if let Recipient::Counterparty(counterparty) = &letter.to {
        paper.item(0, &format!("**{}:** {}", paper.text("sheets.letter.form.label"), form(paper, counterparty)))?;
    }
    if matches!(letter.to, Recipient::Vendor { .. }) {
        for file in identity::files(classified) {
            paper.item(0, &format!("**{}:** {file}", paper.text("sheets.letter.file")))?;
        }
    }
    let uid = matches!(&letter.to, Recipient::Counterparty(one) if one.bound_to == Some(Bound::Uuid));
    identity::side_by_side(paper, report, item, (classified, listing), uid)
}

/// What the counterparty keys on.
fn form(paper: &Paper<'_>, counterparty: &Counterparty) -> String {
    let own = format!("sheets.letter.form.{}", counterparty.id);
    if wording::knows(&own) {
        return paper.text(&own);
    }
    paper.text(match counterparty.bound_to {
        Some(Bound::Certificate) => "sheets.letter.form.certificate",
        Some(Bound::Uuid) => "sheets.letter.form.uuid",
        None => "sheets.letter.form.unknown",
    })
}

/// What we hold of theirs.
fn theirs(paper: &mut Paper<'_>, report: &Report, letter: &Letter) -> io::Result<()> {
    if letter.theirs.is_empty() {
        return Ok(());
    }
    paper.paragraph(&paper.text("sheets.letter.theirs"))?;
    for (classified, listing) in letter.theirs.iter().filter_map(|print| head::listed(report, print)) {
        let personal = classified.certificate.names_person();
        let name = if personal {
            code(listing.identifier.as_deref().unwrap_or_default())
        } else {
            head::name(classified, paper.danish)
        };
        let serial = code(&text::hex(&classified.certificate.serial));
        let sha256 = code(&text::hex(&classified.certificate.sha256));
        let day = classified.certificate.not_after.and_then(crate::check::day);
        let past = day.is_some_and(|day| day < report.scan.as_of);
        let end = if past { "sheets.letter.theirs-ended" } else { "sheets.letter.theirs-ends" };
        let until = paper.fill(end, &[("day", &head::day_text(paper, day))]);
        let values = [("name", &*name), ("serial", &serial), ("sha256", &sha256), ("until", &until)];
        paper.item(0, &paper.fill("sheets.letter.theirs-item", &values))?;
    }
    paper.gap();
    Ok(())
}

/// What we ask for.
fn ask(paper: &mut Paper<'_>, report: &Report, letter: &Letter) -> io::Result<()> {
    paper.paragraph(&format!("{}:", paper.text("sheets.letter.ask")))?;
    for (at, asked) in asked(paper, report, letter).iter().enumerate() {
        paper.numbered(0, at + 1, asked)?;
    }
    paper.gap();
    Ok(())
}

fn asked(paper: &Paper<'_>, report: &Report, letter: &Letter) -> Vec<String> {
    let keys: &[&str] = match &letter.to {
        _ if letter.items.is_empty() => &["sheets.letter.ask-theirs"],
        Recipient::Vendor { .. } => &[
            "sheets.letter.vendor-who",
            "sheets.letter.vendor-version",
            "sheets.letter.vendor-where",
            "sheets.letter.vendor-trust",
            "sheets.letter.vendor-address",
            "sheets.letter.vendor-day",
        ],
        Recipient::MailPartners => &[
            "sheets.letter.mail-compare",
            "sheets.letter.mail-replace",
            "sheets.letter.mail-stop",
            "sheets.letter.mail-theirs",
            "sheets.letter.mail-confirm",
        ],
        Recipient::Counterparty(_) | Recipient::Organisation { .. } => &[
            "sheets.letter.ask-registration",
            "sheets.letter.ask-day",
            "sheets.letter.ask-parallel",
            "sheets.letter.ask-theirs",
        ],
    };
    // What is over is no longer registered beside anything.
    let parallel = letter.items.iter().filter_map(|item| head::listed(report, &item.old));
    let parallel = parallel.into_iter().any(|(_, listing)| !identity::is_over(listing));
    let keys = keys.iter().filter(|key| parallel || **key != "sheets.letter.ask-parallel");
    let mut asked: Vec<String> = keys.map(|key| paper.text(key)).collect();
    if let Recipient::Counterparty(counterparty) = &letter.to {
        if letter.items.iter().all(|item| item.personal) && !letter.items.is_empty() {
            asked = vec![paper.text("sheets.letter.ask-personal"), paper.text("sheets.letter.ask-theirs")];
        } else if letter.items.iter().any(|item| item.personal) {
            asked.push(paper.text("sheets.letter.ask-personal"));
        }
        if counterparty.demands.is_none() && letter.items.iter().any(|item| !item.personal) {
            asked.push(paper.text("sheets.letter.ask-kind"));
        }
        asked.push(paper.text("sheets.letter.ask-procedure"));
    }
    asked
}
