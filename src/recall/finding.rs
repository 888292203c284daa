//! Findings of a report, with their identities as they stand there.

use super::document::{self, Document};
use super::head::day;
use super::shelf::{Reader, fingerprint, octets};
use crate::check::{Astray, Detail, Finding, Ignored, RULES, Retained, Severity, State, is_record};
use crate::clue::CLUES;
use crate::ledger::Keeping;
use crate::location::Location;
use crate::password::Weak;
use std::collections::BTreeMap;
use std::sync::Arc;
use time::Date;

/// What the message of a key says that KOMBIT forbids to share.
const KOMBIT: &str = "KOMBIT forbids that several IT systems share one certificate.";

impl Reader<'_> {
    /// All findings. One of a rule that this version does not know is noted
    /// and left out: nothing could be said of it.
    pub(super) fn findings(&mut self, from: &Document<'_>) -> Vec<Finding> {
        let savable = self.savable(from);
        let list = from.findings.iter().flatten();
        list.filter_map(|one| self.finding(one, &savable)).collect()
    }

    /// The places of messages, and whether a key that opens them was found.
    fn savable(&mut self, from: &Document<'_>) -> BTreeMap<Location, bool> {
        let mut savable: BTreeMap<Location, bool> = BTreeMap::new();
        for message in &from.messages {
            let place = crate::check::without_encodings(&self.location(&message.at()));
            *savable.entry(place).or_default() |= message.recipients.iter().any(|party| party.key == Some(true));
        }
        savable
    }

    fn finding(&mut self, from: &document::Finding<'_>, savable: &BTreeMap<Location, bool>) -> Option<Finding> {
        let rule = RULES.iter().find(|rule| rule.id == &*from.rule);
        let severities = [Severity::Note, Severity::Warning, Severity::Error];
        let severity = self.one_of("severity", &severities, Severity::id, &from.severity);
        let id: Option<[u8; 16]> = octets(&from.id).and_then(|octets| octets.try_into().ok());
        let (Some(rule), Some(id)) = (rule, id) else {
            let (what, word) = if rule.is_none() { ("rule", &from.rule) } else { ("finding", &from.id) };
            self.shelf.miss(what, word);
            return None;
        };
        let location = self.location(&from.at());
        let told = severity.unwrap_or(Severity::Warning);
        let retained = self.retained(from, told);
        let severity = match &retained {
            Some(kept) if kept.keeping != Keeping::Kept => kept.otherwise,
            _ => told,
        };
        let known = savable.get(&location).copied();
        let encrypted = rule.id == "encrypted-mail";
        let record = || severity == Severity::Note && !encrypted && is_record(crate::place::place_of(&location, ""));
        Some(Finding {
            id,
            rule,
            severity,
            certificate: from.certificate.as_deref().and_then(fingerprint),
            places: from.places.map_or(1, |places| u32::try_from(places).unwrap_or(u32::MAX)),
            history: from.history.unwrap_or_else(record),
            savable: encrypted && known.unwrap_or(severity > Severity::Note),
            detail: self.detail(rule.id, from).map(Box::new),
            retained: retained.map(Box::new),
            ignored: self.ignored(from).map(Box::new),
            known: from.state.as_deref() == Some(State::Known.id()),
            location,
        })
    }

    /// Why it is ignored; the last day may be past since.
    fn ignored(&mut self, from: &document::Finding<'_>) -> Option<Ignored> {
        let (reason, until, lapsed) = self.waived(from.ignored.as_ref()?);
        Some(Ignored { reason, until, lapsed })
    }

    /// What was said of a finding or a failure, as of today. A day that cannot
    /// be read is past: nothing stays quiet by it.
    pub(super) fn waived(&mut self, from: &document::Waived<'_>) -> (Arc<str>, Option<Date>, bool) {
        let until = from.until.as_deref().and_then(day);
        let odd = from.until.is_some() && until.is_none();
        if odd {
            self.shelf.miss("day", from.until.as_deref().unwrap_or_default());
        }
        let past = until.is_some_and(|until| self.bench.settings.as_of > until);
        (self.shelf.name(&from.reason), until, odd || past)
    }

    /// What was said of keeping its key; the day of a review may have come since.
    fn retained(&mut self, from: &document::Finding<'_>, told: Severity) -> Option<Retained> {
        let said = from.retained.as_ref()?;
        let state = self.one_of("state of a kept key", &Keeping::ALL, Keeping::id, &said.state)?;
        let review = day(&said.review)?;
        let due = state == Keeping::Kept && review <= self.bench.settings.as_of;
        let severities = [Severity::Note, Severity::Warning, Severity::Error];
        let otherwise = said.otherwise.as_deref().and_then(|word| severities.into_iter().find(|one| one.id() == word));
        Some(Retained {
            purpose: said.purpose.to_string(),
            owner: said.owner.to_string(),
            place: said.place.to_string(),
            review,
            keeping: if due { Keeping::Overdue } else { state },
            // A report that does not tell it is believed to speak of the worst.
            otherwise: otherwise.unwrap_or(told.max(Severity::Error)),
        })
    }

    /// What it rests on, where the report tells it as we do.
    fn detail(&mut self, rule: &str, from: &document::Finding<'_>) -> Option<Detail> {
        let first = from.details.first();
        match rule {
            "nemid-dependency" => Some(Detail::Dependencies(self.dependencies_of(from))),
            "missing-store" => {
                let lines = from.details.iter().filter_map(|one| Some((one.line?, one.token.as_deref()?.into())));
                Some(Detail::Missing(lines.collect()))
            }
            "open-key" => Some(Detail::OpenToAll),
            "shared-key" => {
                let names = from.details.iter().filter(|one| &*one.what == "system");
                let names = names.filter_map(|one| Some(one.text.as_ref()?.en.0.to_string()));
                let kombit = from.message.as_ref().is_some_and(|message| message.en.contains(KOMBIT));
                Some(Detail::Shared { systems: names.collect(), kombit })
            }
            "weak-password" => Some(Detail::Weak(match &*first?.what {
                "empty-password" => Weak::Empty,
                _ => Weak::Default,
            })),
            "misplaced-key" => astray(first?).map(Detail::Misplaced),
            _ => None,
        }
    }

    fn dependencies_of(
        &mut self,
        from: &document::Finding<'_>,
    ) -> Vec<(u64, &'static crate::clue::Dependency, Box<str>)> {
        let mut names = Vec::new();
        for one in &from.details {
            match CLUES.dependency(&one.what) {
                Some(known) => {
                    names.push((one.line.unwrap_or(0), known, one.token.as_deref().unwrap_or_default().into()));
                }
                None => self.shelf.miss("dependency", &one.what),
            }
        }
        names
    }
}

/// Where a key lies that does not belong there; the folder's name stands in
/// the words alone.
fn astray(from: &document::Detail<'_>) -> Option<Astray> {
    let told = from.text.as_ref().map_or("", |text| &text.en);
    let name = |before: &str, after: &str| {
        told.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)).unwrap_or_default().to_owned()
    };
    match &*from.what {
        "downloads" => Some(Astray::Downloads(name("The folder ", " is for downloads."))),
        "shared-folder" => Some(Astray::Shared(name("The folder ", " is shared."))),
        "temporary-folder" => Some(Astray::Temporary(name("The folder ", " is for temporary files."))),
        "web-folder" => Some(Astray::Web(name("A web server hands out the folder ", "."))),
        "mail" => Some(Astray::Mail),
        "git" => Some(Astray::Git),
        _ => None,
    }
}
