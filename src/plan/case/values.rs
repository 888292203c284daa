//! The values of a case that stand in braces.

use super::Case;
use crate::check::day;
use crate::classify::Verdict;
use crate::plan::guide::Values;
use crate::plan::{ByPrint, Text, seat, telling};

impl Case<'_> {
    /// What stands in braces.
    pub(in crate::plan) fn values(&self, certificates: &ByPrint<'_>) -> Values {
        let (organisation, story) = (&self.listing.organisation, &self.story);
        let mut values = Values::from([
            ("address", telling::address(self.classified)),
            ("counterparties", telling::counterparties(&story.counterparties(true))),
            ("counterparty", telling::counterparties(&[])),
            ("cvr", telling::known(organisation.cvr.as_deref())),
            ("date", telling::date(self.date)),
            ("dependencies", telling::dependencies(story)),
            ("ends", telling::date(self.classified.certificate.not_after.and_then(day))),
            ("folders", telling::folder_names(story.messages)),
            ("for", Text::default()),
            ("keys", seat::key_names(&self.seats)),
            ("kind", telling::present_kind(self.listing)),
            ("messages", Text::same(story.messages.len().to_string())),
            ("name", telling::name(self.classified)),
            ("old", telling::identifiers(self.classified, self.listing)),
            ("organisation", telling::known(organisation.name.as_deref())),
            ("perhaps", telling::counterparties(&story.counterparties(false))),
            ("pins", telling::some(&telling::pins(story.references), "; ")),
            ("places", seat::names(&self.working())),
            ("references", telling::references(story.references)),
            ("settle", story.settle.cloned().unwrap_or_default()),
            ("shared", telling::joined(&story.shared.iter().map(|name| Text::same(name.as_str())).collect::<Vec<_>>())),
            ("subject", Text::same(self.classified.certificate.subject.to_rfc4514())),
        ]);
        values.extend(self.basis_values());
        values.extend(self.successor_values(certificates));
        values
    }

    fn basis_values(&self) -> Values {
        let Some(basis) = self.basis else { return Values::new() };
        let side = |side: fn(&Text) -> &str| basis.reasons.iter().map(side).collect::<Vec<_>>().join(" ");
        let whole = Text { da: side(|one| &one.da), en: side(|one| &one.en) };
        Values::from([("basis", whole), ("basis-brief", basis.brief.clone())])
    }

    /// The surest successor, by name and the start of its fingerprint; what
    /// counterparties will know, if it is sure.
    fn successor_values(&self, certificates: &ByPrint<'_>) -> Values {
        let first = self.replacement.and_then(|one| one.successors.first());
        let found = first.and_then(|(sha256, sureness)| Some((certificates.get(sha256)?, *sureness)));
        let to_come = Values::from([
            ("successor", telling::known(None)),
            ("new", telling::identifiers_to_come()),
            ("new-subject", telling::subject_to_come(self.listing)),
        ]);
        let Some((found, sureness)) = found else { return to_come };
        let print = data_encoding::HEXLOWER.encode(&found.certificate.sha256[..8]);
        let name = telling::name(found);
        let named = Text { da: format!("{} ({print}…)", name.da), en: format!("{} ({print}…)", name.en) };
        let mut values = to_come;
        values.insert("successor", named);
        if let (Verdict::Listed(listing), "confirmed") = (&found.verdict, sureness) {
            values.insert("new", telling::identifiers(found, listing));
            values.insert("new-subject", Text::same(found.certificate.subject.to_rfc4514()));
        }
        values
    }
}
