//! Facts as words that stand in texts: lists, places, dates, identifiers.
//!
//! Foreign text comes out raw; the writers make it safe.

use super::Text;
use super::guide::Values;
use super::story::Story;
use crate::check::{date_text, display_name, kind_text};
use crate::classify::{Classified, Kind, Listing, Message};
use crate::clue::{Counterparty, UseKind};
use crate::inventory::By;
use crate::location::Location;
use crate::usage::Reference;
use crate::wording::{filled, text};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use time::Date;

/// So many of a list are named before the rest is only counted.
const NAMED: usize = 5;

/// Up to five, then a count.
pub(super) fn some(all: &[Text], separator: &str) -> Text {
    first(all.iter().cloned(), all.len(), separator)
}

/// The same of a list that is not made beyond that.
pub(super) fn first(all: impl Iterator<Item = Text>, count: usize, separator: &str) -> Text {
    let named: Vec<Text> = all.take(NAMED).collect();
    let side = |side: fn(&Text) -> &str| named.iter().map(side).collect::<Vec<_>>().join(separator);
    let list = Text { da: side(|one| &one.da), en: side(|one| &one.en) };
    if count <= NAMED {
        return list;
    }
    let more = Text::same((count - NAMED).to_string());
    filled("plan.values.more", &Values::from([("list", list), ("count", more)]))
}

/// A list of names.
pub(super) fn joined(all: &[Text]) -> Text {
    some(all, ", ")
}

/// A counterparty and the kind it demands.
pub(super) fn pair(name: &Text, demanded: &str) -> Text {
    let kind = kind(demanded);
    Text { da: format!("{}: {}", name.da, kind.da), en: format!("{}: {}", name.en, kind.en) }
}

/// The name of a use.
pub(super) fn use_name(kind: UseKind) -> Text {
    text(&format!("plan.uses.{}", kind.id()))
}

/// The name of a kind that replaces.
pub(super) fn kind(kind: &str) -> Text {
    text(&format!("plan.kinds.{kind}"))
}

/// The name of a kind that is replaced.
pub(super) fn old_kind(kind: Kind) -> Text {
    text(&format!("plan.old-kinds.{}", kind.id()))
}

/// The kind of a certificate that is renewed.
pub(super) fn present_kind(listing: &Listing) -> Text {
    let da = kind_text(listing, true, false);
    Text { en: format!("{} ({da})", kind_text(listing, false, false)), da }
}

/// The names of counterparties; without any, the word itself.
pub(super) fn counterparties(all: &[&'static Counterparty]) -> Text {
    if all.is_empty() {
        return text("plan.values.the-counterparty");
    }
    joined(&all.iter().map(|one| one.name.clone()).collect::<Vec<_>>())
}

/// A date, or that there is none.
pub(super) fn date(date: Option<Date>) -> Text {
    let told = |date: Date| Text { da: date_text(date, true), en: date_text(date, false) };
    date.map_or_else(|| text("plan.values.unknown-date"), told)
}

/// The certificate's name in quotation marks.
pub(super) fn name(classified: &Classified) -> Text {
    filled("plan.values.name", &Values::from([("name", Text::same(display_name(classified)))]))
}

/// What may be unknown.
pub(super) fn known(value: Option<&str>) -> Text {
    value.map_or_else(|| text("plan.values.unknown"), Text::same)
}

/// The address that a certificate is for.
pub(super) fn address(classified: &Classified) -> Text {
    classified
        .certificate
        .emails
        .first()
        .map_or_else(|| text("plan.values.the-address"), |one| Text::same(one.as_str()))
}

/// A path or a name with the host in front, where hosts are told apart.
pub(super) fn on_host(scope: Option<&str>, what: impl std::fmt::Display) -> String {
    scope.map_or_else(|| what.to_string(), |scope| format!("{scope}: {what}"))
}

/// The path of a place.
pub(super) fn file(location: &Location) -> String {
    on_host(location.scope.as_deref(), location.path.display())
}

/// Where texts refer to it: file, line, setting.
pub(super) fn references(references: &[Reference]) -> Text {
    let mut known = BTreeSet::new();
    let lines = references.iter().filter(|one| known.insert((&one.location, one.line)));
    let told = lines.map(|one| {
        let mut values = at(&one.location, one.line);
        match one.setting.as_deref() {
            Some(setting) => {
                values.insert("setting", Text::same(setting));
                filled("plan.values.at-setting", &values)
            }
            None => filled("plan.values.at", &values),
        }
    });
    some(&told.collect::<Vec<_>>(), "; ")
}

/// Where texts pin it, so that the new one must be written there: all but paths
/// and the alias, which stays.
pub(super) fn pins(references: &[Reference]) -> Vec<Text> {
    let pinned = references.iter().filter(|one| !matches!(one.by, By::Path | By::FileName | By::Alias));
    let told = pinned.map(|one| {
        let mut values = at(&one.location, one.line);
        values.insert("by", text(&format!("plan.by.{}", one.by.id())));
        filled("plan.values.pin", &values)
    });
    told.collect()
}

fn at(location: &Location, line: u64) -> Values {
    Values::from([("file", Text::same(file(location))), ("line", Text::same(line.to_string()))])
}

/// The folders of messages, each with the number of messages in it.
pub(super) fn folders(messages: &[&Message]) -> BTreeMap<(Option<Arc<str>>, Arc<Path>), usize> {
    let mut found = BTreeMap::new();
    for message in messages {
        let location = &message.location;
        // An archive of mail is a folder itself.
        let folder = if location.members().is_empty() { location.path.parent() } else { None };
        let folder = folder.map_or_else(|| location.path.clone(), Arc::from);
        *found.entry((location.scope.clone(), folder)).or_default() += 1;
    }
    found
}

/// The same in words.
pub(super) fn folder_names(messages: &[&Message]) -> Text {
    let told = folders(messages).into_iter().map(|((scope, folder), count)| {
        let name = on_host(scope.as_deref(), folder.display());
        filled(
            "plan.values.folder",
            &Values::from([("folder", Text::same(name)), ("count", Text::same(count.to_string()))]),
        )
    });
    some(&told.collect::<Vec<_>>(), "; ")
}

/// What its systems' texts name that died with NemID.
pub(super) fn dependencies(story: &Story<'_>) -> Text {
    let told = story.dependents.iter().flat_map(|one| {
        let names: BTreeSet<&Text> = one.names.iter().map(|(_, dependency, _)| &dependency.name).collect();
        names.into_iter().map(|name| {
            let values = Values::from([("file", Text::same(file(&one.location))), ("name", name.clone())]);
            filled("plan.values.dependency", &values)
        })
    });
    some(&told.collect::<Vec<_>>(), "; ")
}

/// What a counterparty may know a certificate by.
pub(super) fn identifiers(classified: &Classified, listing: &Listing) -> Text {
    let hex = |octets: &[u8]| Text::same(data_encoding::HEXLOWER.encode(octets));
    let certificate = &classified.certificate;
    let values = Values::from([
        ("identifier", known(listing.identifier.as_deref())),
        ("serial", hex(&certificate.serial)),
        ("sha1", known(certificate.thumbprint().as_deref())),
    ]);
    filled("plan.values.old-identifiers", &values)
}

/// What a successor that is yet to come will be known by.
pub(super) fn identifiers_to_come() -> Text {
    text("plan.values.new-identifiers")
}

/// The subject that a successor will bear, in the order of OCES III (last RDN first).
pub(super) fn subject_to_come(listing: &Listing) -> Text {
    let part = |value: Option<&str>| value.unwrap_or("…").to_owned();
    let (cvr, name) = (part(listing.organisation.cvr.as_deref()), part(listing.organisation.name.as_deref()));
    Text::same(format!("C=DK,organizationIdentifier=NTRDK-{cvr},O={name},serialNumber=UI:DK-O:G:<UUID>,CN=…"))
}
