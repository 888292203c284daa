//! A finding or a failure as a row.

use super::column::Column;
use super::decimal::decimal;
use super::home::Homes;
use crate::catalogue::Environment;
use crate::check::{self, Finding};
use crate::classify::{Classified, Listing, Verdict};
use crate::failure::StoreFacts;
use crate::location::Location;
use crate::report::entry::{Failed, Found};
use crate::report::{CsvDialect, Report, Style, detail, text};
use std::collections::BTreeSet;
use std::io::{self, Write};
use time::Date;

/// The finished cells, one a column.
pub(super) struct Row {
    cells: Vec<String>,
    dialect: CsvDialect,
}

impl Row {
    pub(super) fn finding(report: &Report, homes: &Homes<'_>, found: &Found<'_>, style: Style) -> Row {
        let finding = found.finding;
        let mut row = Row::new("finding", style);
        row.own(Column::Severity, finding.severity.id());
        row.own(Column::State, found.state().id());
        row.own(Column::Rule, finding.rule.id);
        row.own(Column::Places, finding.places.to_string());
        row.text(Column::Message, &found.message(style.danish));
        row.text(Column::Id, &found.id());
        row.place(homes, found.scope(), &finding.location);
        row.rests_on(found);
        row.reason(finding);
        if let Some(sha256) = &finding.certificate {
            row.text(Column::Sha256, &text::hex(sha256));
            let uses = report.usage.uses.get(sha256).into_iter().flatten();
            let parties: BTreeSet<&str> = uses.filter_map(|one| Some(one.counterparty?.id.as_str())).collect();
            row.list(Column::Counterparties, parties);
        }
        if let Some(certificate) = found.certificate {
            row.certificate(certificate);
        }
        row
    }

    pub(super) fn failure(homes: &Homes<'_>, failed: &Failed<'_>, style: Style) -> Row {
        let failure = failed.failure;
        let mut row = Row::new("failure", style);
        row.own(Column::State, if failure.is_acknowledged() { "acknowledged" } else { "counted" });
        row.own(Column::Rule, failure.kind.id());
        row.text(Column::Message, &failure.detail);
        row.text(Column::Id, &failed.id);
        row.place(homes, failed.scope(), &failure.location);
        if let Some(said) = &failure.acknowledged {
            row.text(Column::Reason, &said.reason);
            row.day(Column::Until, said.until);
        }
        if let Some(store) = &failure.store {
            row.list(Column::Details, told(store));
        }
        row
    }

    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        super::line(&self.cells, self.dialect, out)
    }

    fn new(record: &str, style: Style) -> Row {
        let mut row = Row { cells: vec![String::new(); Column::ALL.len()], dialect: style.csv };
        row.own(Column::Record, record);
        row
    }

    /// A word or a number of ours, as it is.
    fn own(&mut self, column: Column, word: impl Into<String>) {
        if let Some(cell) = self.cells.get_mut(column as usize) {
            *cell = word.into();
        }
    }

    /// What somebody else wrote.
    fn text(&mut self, column: Column, foreign: &str) {
        self.own(column, text::csv::cell(foreign, self.dialect));
    }

    fn list<T: AsRef<str>>(&mut self, column: Column, items: impl IntoIterator<Item = T>) {
        let items: Vec<T> = items.into_iter().collect();
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        self.text(column, &items.join("; "));
    }

    /// A day, which spreadsheets know.
    fn day(&mut self, column: Column, date: Option<Date>) {
        self.own(column, date.map(text::day).unwrap_or_default());
    }

    fn place(&mut self, homes: &Homes<'_>, scope: &str, location: &Location) {
        self.text(Column::Scope, scope);
        self.text(Column::Path, &text::path(&location.path));
        self.text(Column::Members, text::way_in(location).trim_start_matches(['!', ' ']));
        let Some(system) = homes.of(location) else { return };
        self.text(Column::System, &system.name);
        self.text(Column::Host, system.host.as_deref().unwrap_or_default());
        let Some(owner) = &system.owner else { return };
        self.text(Column::Team, owner.team.as_deref().unwrap_or_default());
        self.text(Column::Queue, owner.queue.as_deref().unwrap_or_default());
    }

    /// The lines and what stands there; of a certificate the line where it begins.
    fn rests_on(&mut self, found: &Found<'_>) {
        let told = found.finding.detail.as_deref().map(detail::told).unwrap_or_default();
        let mut lines: BTreeSet<u64> = told.iter().filter_map(|one| one.line).collect();
        if lines.is_empty() {
            lines.extend(found.line());
        }
        self.own(Column::Lines, lines.iter().map(u64::to_string).collect::<Vec<_>>().join(" "));
        self.list(
            Column::Details,
            told.iter().map(|one| match one.token {
                Some(token) => format!("{}: {token}", one.what),
                // A name, the same in both languages.
                None if one.text.da == one.text.en => format!("{}: {}", one.what, one.text.en),
                None => one.what.to_owned(),
            }),
        );
    }

    /// Why it is not counted, or was not until a day that is past.
    fn reason(&mut self, finding: &Finding) {
        if let Some(said) = &finding.ignored {
            self.text(Column::Reason, &said.reason);
            self.day(Column::Until, said.until);
        } else if let Some(said) = &finding.retained {
            self.text(Column::Reason, &said.purpose);
            self.day(Column::Until, Some(said.review));
        }
    }

    fn certificate(&mut self, from: &Classified) {
        let certificate = &from.certificate;
        let day = |at: Option<i64>| at.and_then(check::day);
        self.text(Column::Name, &check::display_name(from));
        self.day(Column::NotBefore, day(certificate.not_before));
        self.day(Column::NotAfter, day(certificate.not_after));
        self.own(Column::PrivateKey, if from.private_key { "yes" } else { "no" });
        self.own(Column::Ownership, from.ownership.id());
        self.text(Column::Subject, &certificate.subject.to_rfc4514());
        self.text(Column::Issuer, &certificate.issuer.to_rfc4514());
        self.text(Column::Serial, &text::hex(&certificate.serial));
        self.text(Column::SerialDecimal, &decimal(&certificate.serial).unwrap_or_default());
        if certificate.sha1 != [0; 20] {
            self.text(Column::Sha1, &text::hex(&certificate.sha1));
        }
        if let Verdict::Listed(listing) | Verdict::LookAlike { listing, .. } = &from.verdict {
            self.listing(listing);
        }
    }

    fn listing(&mut self, from: &Listing) {
        self.text(Column::Generation, &from.generation);
        self.own(
            Column::Environment,
            match from.environment {
                Environment::Production => "production",
                Environment::Test => "test",
            },
        );
        self.own(Column::Kind, from.kind.map(crate::classify::Kind::id).unwrap_or_default());
        self.own(Column::Status, from.status.id());
        self.text(Column::Organisation, from.organisation.name.as_deref().unwrap_or_default());
        self.text(Column::Cvr, from.organisation.cvr.as_deref().unwrap_or_default());
        self.text(Column::Identifier, from.identifier.as_deref().unwrap_or_default());
    }
}

/// What a locked store tells without its password.
fn told(store: &StoreFacts) -> Vec<String> {
    let format = std::iter::once(format!("format: {}", store.format));
    let names = store.keys.iter().filter_map(|key| Some(format!("key: {}", key.friendly_name.as_ref()?)));
    let ids =
        store.keys.iter().filter_map(|key| Some(format!("localKeyID: {}", text::hex(key.local_key_id.as_ref()?))));
    let certificates = store.belongs_to.iter().map(|sha256| format!("belongsTo: {}", text::hex(sha256)));
    format.chain(names).chain(ids).chain(certificates).collect()
}
