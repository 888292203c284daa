//! Where a key is astray, and near misses.

use super::super::testing::{World, told};
use super::*;
use crate::check::testing::{leaf, location, member};
use crate::classify::{Classified, Kind};
use crate::inventory::Mention;

fn key_at(location: Location, place: Place) -> Classified {
    leaf(1, "III", Kind::System).occurs(location, "pkcs12", place, true).build()
}

fn astray(location: Location, place: Place) -> Option<Astray> {
    let world = World::of([key_at(location, place)]);
    let findings = world.findings();
    assert!(findings.len() < 2, "{:?}", told(&findings));
    findings.first().and_then(|finding| match finding.detail.as_deref() {
        Some(Detail::Misplaced(astray)) => Some(astray.clone()),
        _ => None,
    })
}

fn at(root: &str, path: &str) -> Option<Astray> {
    astray(Location::file(Path::new(root).into(), Path::new(path).into()), Place::Live)
}

#[test]
fn folders_for_downloads_and_shares_are_no_home_of_a_key() {
    let downloads = |name: &str| Some(Astray::Downloads(name.into()));
    let shared = |name: &str| Some(Astray::Shared(name.into()));
    let web = |name: &str| Some(Astray::Web(name.into()));
    let table = [
        ("/srv/home/ane/Downloads/a.p12", downloads("Downloads")),
        ("/srv/Brugere/ane/Overførsler/x/a.p12", downloads("Overførsler")),
        ("/srv/home/ane/Hentede filer/a.p12", downloads("Hentede filer")),
        ("/srv/home/ane/Downloads.old/a.p12", None),
        ("/srv/downloads-service/a.p12", None),
        ("/srv/Downloads", None),
        ("/srv/Public/a.p12", shared("Public")),
        ("/srv/Fællesdrev/it/a.p12", shared("Fællesdrev")),
        ("/srv/public-api/a.p12", None),
        ("/srv/home/ane/OneDrive - Fjordby Kommune/a.p12", shared("OneDrive - Fjordby Kommune")),
        ("/srv/home/ane/OneDriveSetup/a.p12", None),
        ("/srv/home/ane/Dropbox/backup/a.p12", shared("Dropbox")),
        ("/srv/x/usr/share/app/a.p12", None),
        ("/srv/x/usr/local/share/app/a.p12", None),
        ("/srv/home/ane/.local/share/app/a.p12", None),
        ("/srv/nas/share/a.p12", shared("share")),
        ("/srv/app/shared/config/a.p12", None),
        ("/srv/app/shared/a.p12", shared("shared")),
        ("/srv/site/wwwroot/a.p12", web("wwwroot")),
        ("/srv/w1/var/www/html/a.p12", web("var/www/html")),
        ("/srv/w1/var/www/a.p12", None),
        ("/srv/app/conf/a.p12", None),
        ("/srv/app/tmp/a.p12", None),
    ];
    for (path, expected) in table {
        assert_eq!(at("/srv", path), expected, "{path}");
    }
    assert_eq!(at("/home/ane/Downloads", "/home/ane/Downloads/a.p12"), None, "the root is what was asked for");
}

#[test]
fn folders_of_the_system_count_where_they_stand() {
    let temporary = |name: &str| Some(Astray::Temporary(name.into()));
    assert_eq!(at("/", "/tmp/a.p12"), temporary("/tmp"));
    assert_eq!(at("/", "/var/tmp/x/a.p12"), temporary("/var/tmp"));
    assert_eq!(at("/dev/shm", "/dev/shm/a.p12"), temporary("/dev/shm"));
    assert_eq!(at("/", "/tmpfiles/a.p12"), None);
    assert_eq!(at("/tmp/unpacked", "/tmp/unpacked/a.p12"), None);
    assert_eq!(at("/var/www/html", "/var/www/html/a.p12"), Some(Astray::Web("/var/www/html".into())));
}

#[test]
fn a_host_that_was_copied_has_its_own_folders_of_the_system() {
    let mut world = World::of([
        leaf(1, "II", Kind::Foces).with_key("/srv/web01/tmp/a.p12").build(),
        leaf(2, "II", Kind::Foces).with_key("/srv/other/tmp/a.p12").build(),
    ]);
    assert!(world.findings().is_empty());
    world.inventory.mentions.push(Mention {
        location: location("/srv/web01/etc/hostname"),
        line: 1,
        said: Said::Host("web01".into()),
        token: "web01".into(),
        setting: None,
        blocks: Box::default(),
    });
    assert_eq!(told(&world.findings()), ["warning misplaced-key /srv/web01/tmp/a.p12"]);
}

#[test]
fn mail_and_the_history_of_git_are_no_home_of_a_key() {
    assert_eq!(astray(member("/srv/a.eml", "a.p12"), Place::Message), Some(Astray::Mail));
    assert_eq!(astray(member("/srv/a.zip", "a.p12"), Place::Live), None);
    let pack = member("/srv/app/.git/objects/pack/pack-1.pack", "0a1b");
    assert_eq!(astray(pack, Place::Source), Some(Astray::Git));
    let bare = member("/srv/app.git/objects/pack/pack-1.pack", "0a1b");
    assert_eq!(astray(bare, Place::Source), Some(Astray::Git));
    let loose = location("/srv/app.git/objects/0a/1b").step(StepKind::Compressed, b"git-object");
    assert_eq!(astray(loose, Place::Live), Some(Astray::Git));
    assert_eq!(astray(location("/srv/app.git.d/a.p12"), Place::Live), None);
    assert_eq!(astray(location("/srv/.github/a.p12"), Place::Live), None);
}

#[test]
fn names_in_archives_count_unless_it_is_kept_as_it_was() {
    let inside = member("/srv/a.zip", "home/ane/Downloads/a.p12");
    assert_eq!(astray(inside.clone(), Place::Live), Some(Astray::Downloads("Downloads".into())));
    assert_eq!(astray(inside, Place::Backup), None);
    assert_eq!(
        astray(member("/srv/Downloads/a.zip", "a.p12"), Place::Backup),
        Some(Astray::Downloads("Downloads".into()))
    );
}
