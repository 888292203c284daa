//! What a certificate's name says it is for, stripped of what all names say.
//!
//! Decides nothing: equal stems are a sign, not a proof.

use crate::check::common_name;
use crate::classify::{Classified, Listing};
use std::collections::BTreeSet;

/// The part of the common name that says what it is for: lower case, without
/// kinds, generations, years and the organisation's own name. `None` if
/// nothing of substance remains.
pub(super) fn stem(classified: &Classified, listing: &Listing) -> Option<String> {
    let own: BTreeSet<String> = pieces(listing.organisation.name.as_deref().unwrap_or_default());
    let rest: Vec<String> = pieces(common_name(classified)?)
        .into_iter()
        .filter(|piece| !is_filler(piece) && !own.contains(piece))
        .collect();
    let stem = rest.join(" ");
    (stem.chars().count() >= 3).then_some(stem)
}

fn pieces(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let pieces = lower.split(|character: char| !character.is_alphanumeric());
    pieces.filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

fn is_filler(piece: &str) -> bool {
    const FILLERS: &[&str] = &[
        "oces",
        "oces1",
        "oces2",
        "oces3",
        "i",
        "ii",
        "iii",
        "foces",
        "voces",
        "moces",
        "foces3",
        "voces3",
        "moces3",
        "funktionscertifikat",
        "virksomhedscertifikat",
        "medarbejdercertifikat",
        "systemcertifikat",
        "organisationscertifikat",
        "brugercertifikat",
        "certifikat",
        "prod",
        "produktion",
        "test",
    ];
    let year = piece.len() == 4 && piece.starts_with("20") && piece.bytes().all(|one| one.is_ascii_digit());
    year || FILLERS.contains(&piece)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::leaf;
    use crate::classify::{Kind, Verdict};

    fn of(name: &str) -> Option<String> {
        let classified = leaf(1, "II", Kind::Foces).name(name).build();
        let Verdict::Listed(listing) = &classified.verdict else { panic!() };
        stem(&classified, listing)
    }

    #[test]
    fn kinds_years_and_order_do_not_count() {
        assert_eq!(of("Løn-integration (funktionscertifikat)"), of("OCES3 integration LØN 2025"));
        assert_ne!(of("Løn 1"), of("Løn 2"));
    }

    #[test]
    fn the_organisations_own_name_says_nothing() {
        assert_eq!(of("Eksempel Kommune (funktionscertifikat)"), None);
        assert_eq!(of("Eksempel Kommune - Løn").as_deref(), Some("løn"));
        assert_eq!(of("2023"), None);
    }
}
