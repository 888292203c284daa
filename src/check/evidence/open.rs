//! Keys that every user of the machine can read.

use super::held::Held;
use super::{Id, about_key};
use crate::check::{Detail, Finding, Matter};

/// The files that are open to all and hold the key of a listed certificate. A
/// locked store of which nobody knows what is in it is none.
pub(super) fn findings(held: &[Held<'_>], matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let open = held.iter().filter(|held| matter.inventory.open_to_all.contains(&held.location.path));
    open.map(|held| about_key(Id::OpenKey, held, Detail::OpenToAll, scope)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, told};
    use crate::check::testing::{leaf, location};
    use crate::classify::Kind;

    #[test]
    fn a_key_in_a_file_that_is_open_to_all_is_found() {
        let system =
            leaf(1, "III", Kind::System).with_key("/srv/a/key.p12").at("/srv/a/cert.pem").key_at("/srv/a/key.pem");
        let mut world = World::of([system.build()]);
        world.open(&["/srv/a/key.p12", "/srv/a/key.pem", "/srv/a/cert.pem", "/srv/a/other.p12"]);
        let found = ["warning open-key /srv/a/key.p12", "warning open-key /srv/a/key.pem"];
        assert_eq!(told(&world.findings()), found);
        let message = world.message("open-key", false);
        assert!(message.contains("chmod o-r /srv/a/key.p12") && message.contains("new certificate"), "{message}");
    }

    #[test]
    fn the_test_environment_counts_less_and_what_is_closed_not_at_all() {
        let mut world = World::of([leaf(1, "II", Kind::Foces).with_key("/srv/a.p12").test().build()]);
        assert!(world.findings().is_empty());
        world.open(&["/srv/a.p12"]);
        assert_eq!(told(&world.findings()), ["note open-key /srv/a.p12"]);
    }

    #[test]
    fn the_same_path_under_two_roots_is_told_twice() {
        let both = leaf(1, "II", Kind::Foces).with_key("/srv/a/key.pem").with_key("/srv/b/key.pem").build();
        let mut world = World::of([both]);
        for place in &mut world.certificates[0].occurrences {
            place.location.root = place.location.path.parent().unwrap().into();
        }
        world.open(&["/srv/a/key.pem", "/srv/b/key.pem"]);
        let found = world.findings();
        assert_eq!(told(&found), ["warning open-key /srv/a/key.pem", "warning open-key /srv/b/key.pem"]);
        assert_eq!(found[0].id, found[1].id, "identities are of the path below the root");
    }

    #[test]
    fn a_path_that_a_shell_would_read_otherwise_is_not_put_into_a_command() {
        let mut world = World::of([leaf(1, "II", Kind::Foces).with_key("/srv/a;b.p12").build()]);
        world.open(&["/srv/a;b.p12"]);
        let message = world.message("open-key", true);
        assert!(message.contains("chmod o-r") && !message.contains("a;b"), "{message}");
        assert_eq!(location("/srv/a;b.p12"), world.findings()[0].location);
    }
}
