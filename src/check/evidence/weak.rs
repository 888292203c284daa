//! Keys in stores that everybody can open.

use super::held::Held;
use super::{Id, about_key};
use crate::check::{Detail, Finding, Matter};
use crate::location::Location;
use crate::password::Weak;
use std::collections::BTreeMap;

/// The stores that a weak password opens and that hold the key of a listed
/// certificate. A key that stands beside such a store is not in it.
pub(super) fn findings(held: &[Held<'_>], matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let weak: BTreeMap<&Location, Weak> = matter.inventory.weak.iter().map(|(place, weak)| (place, *weak)).collect();
    let in_store = |held: &&Held<'_>| !matches!(held.format, "pem" | "der" | "base64" | "hex" | "bytes");
    let found = held.iter().filter(in_store).filter_map(|held| Some((held, *weak.get(held.location)?)));
    found.map(|(held, weak)| about_key(Id::WeakPassword, held, Detail::Weak(weak), scope)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, told};
    use crate::check::testing::leaf;
    use crate::classify::Kind;
    use crate::password::Weak;

    #[test]
    fn a_store_with_a_key_and_a_weak_password_is_found() {
        let mut world = World::of([leaf(1, "III", Kind::System).with_key("/srv/a.p12").at("/srv/trust.jks").build()]);
        assert!(world.findings().is_empty());
        world.weak("/srv/a.p12", Weak::Default);
        world.weak("/srv/trust.jks", Weak::Empty);
        assert_eq!(told(&world.findings()), ["warning weak-password /srv/a.p12"]);
        let message = world.message("weak-password", true);
        assert!(message.contains("almindeligt kendt standardkode") && !message.contains("changeit"), "{message}");
    }

    #[test]
    fn a_bare_key_beside_a_weak_store_is_not_in_it() {
        let mut world = World::of([leaf(1, "III", Kind::System).key_at("/srv/a.pem").build()]);
        world.weak("/srv/a.pem", Weak::Empty);
        assert!(world.findings().is_empty());
    }
}
