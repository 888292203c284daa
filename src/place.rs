//! What kind of place holds a certificate, told from its path, its container
//! and its neighbours, with the evidence. Decides nothing else.
//!
//! Behaviour
//! 1. Whole path components and extensions are compared, in any case of letters.
//! 2. Only the path below the root counts, so that a root with a telling name
//!    says nothing of what is in it; of the absolute path only system folders do.
//! 3. Archive members count as the rest of the path.
//! 4. Where several kinds fit, the first of this order is told: message, log,
//!    backup, library, archive, source; where none does, live.
//! 5. What the configuration says overrules all of it.

mod names;
mod way;
mod why;

pub use why::Why;

use crate::location::Location;
use way::Way;

/// What kind of place it is; part of the report's contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Records that are kept.
    Archive,
    /// A copy that is made to be restored.
    Backup,
    /// Inside third-party software.
    Library,
    /// In use, or as good as: the answer where nothing says otherwise.
    Live,
    /// A log file.
    Log,
    /// A mail or another message.
    Message,
    /// Source code.
    Source,
}

impl Place {
    /// Every place.
    pub const ALL: [Place; 7] =
        [Place::Archive, Place::Backup, Place::Library, Place::Live, Place::Log, Place::Message, Place::Source];

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Place::Archive => "archive",
            Place::Backup => "backup",
            Place::Library => "library",
            Place::Live => "live",
            Place::Log => "log",
            Place::Message => "message",
            Place::Source => "source",
        }
    }
}

/// What the configuration says of places: the first glob that matches wins.
#[derive(Clone, Debug, Default)]
pub struct Rules(pub Vec<(globset::GlobMatcher, Place)>);

impl Rules {
    /// The kind of place that a path is, if a rule says so.
    pub fn place_of(&self, path: &std::path::Path) -> Option<Place> {
        self.0.iter().find(|(glob, _)| glob.is_match(path)).map(|(_, place)| *place)
    }

    /// The kind of place, and what says so: a rule, else the place itself.
    pub fn told(&self, location: &Location, format: &str) -> (Place, Option<Why>) {
        self.place_of(&location.path).map_or_else(|| told(location, format), |place| (place, Some(Why::Rule)))
    }

    /// Why something was told to be at this kind of place. What only the
    /// reader knew is left: that it came out of a mail.
    pub fn why(&self, place: Place, location: &Location, format: &str) -> Option<Why> {
        match self.told(location, format) {
            (told, why) if told == place => why,
            _ if place == Place::Message => Some(Why::Mail),
            _ => None,
        }
    }
}

/// The order in which kinds of places are asked for.
const ORDER: [Place; 6] = [Place::Message, Place::Log, Place::Backup, Place::Library, Place::Archive, Place::Source];

/// The kind of place. `format` decides nothing yet: what it knows of messages
/// stands in the path too.
pub fn place_of(location: &Location, format: &str) -> Place {
    told(location, format).0
}

/// The kind of place, and what says so; nothing says that a place is live.
pub fn told(location: &Location, format: &str) -> (Place, Option<Why>) {
    let _ = format;
    let way = Way::of(location);
    let system = names::system_folder(location);
    let tell = |place: Place| match system {
        Some((folder, kind)) if kind == place => Some((place, Why::System(folder))),
        _ => way.tells(place).map(|why| (place, why)),
    };
    ORDER.into_iter().find_map(tell).map_or((Place::Live, None), |(place, why)| (place, Some(why)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::StepKind;
    use std::path::Path;

    fn place(root: &str, path: &str) -> Place {
        place_of(&Location::file(Path::new(root).into(), Path::new(path).into()), "pem")
    }

    #[test]
    fn paths_tell_the_place() {
        let cases = [
            ("/srv/post/.Sent/cur/1698710400.M1P2.host:2,S", Place::Message),
            ("/srv/post/Maildir/new/a", Place::Message),
            ("/srv/a/Svar.EML", Place::Message),
            ("/srv/a/catalina.log", Place::Log),
            ("/srv/a/catalina.log.3", Place::Log),
            ("/srv/a/sts.log-20230101.gz", Place::Log),
            ("/srv/Backup/a.jks", Place::Backup),
            ("/srv/a.jks.bak", Place::Backup),
            ("/srv/a.jks~", Place::Backup),
            ("/srv/app/node_modules/x/ca.pem", Place::Library),
            ("/srv/u/.m2/repository/seal.jar", Place::Library),
            ("/srv/Arkiv/2015/a.xml", Place::Archive),
            ("/srv/app/src/test/resources/a.p12", Place::Source),
            ("/srv/app/Keys.java", Place::Source),
            ("/srv/app/keystore.jks", Place::Live),
            ("/srv/new/keystore.jks", Place::Live),
            ("/srv/catalog/blog", Place::Live),
            ("/srv/backup-server/a.pem", Place::Live),
            ("/srv/backup-2021/a.pem", Place::Backup),
            ("/srv/2021_backup/a.pem", Place::Backup),
            ("/srv/backup2/a.pem", Place::Live),
            ("/srv/backup-agent-2021/a.pem", Place::Live),
            ("/srv/db-backup/a.pem", Place::Live),
            ("/srv/tomcat_old/conf/a.pem", Place::Backup),
            ("/srv/gammel/a.pem", Place::Backup),
            ("/srv/gammelby/a.pem", Place::Live),
            ("/srv/golden/a.pem", Place::Live),
            ("/srv/old.fjordby.example/a.pem", Place::Live),
            ("/srv/a_old.jks", Place::Backup),
            ("/srv/threshold.jks", Place::Live),
            ("/srv/a - Kopi.p12", Place::Backup),
            ("/srv/Kopi af a.p12", Place::Backup),
            ("/srv/kopimaskine.p12", Place::Live),
            ("/srv/a.jks.20210101", Place::Backup),
            ("/srv/a.p12-2021-01-01", Place::Backup),
            ("/srv/a.p12.1", Place::Live),
            ("/srv/server2023.p12", Place::Live),
            ("/srv/arkiv-2019/a.xml", Place::Archive),
            ("/srv/arkivsystem/a.pem", Place::Live),
            ("/srv/app/logs/sts-trace.txt", Place::Log),
            ("/srv/app/logs/logback.xml", Place::Live),
            ("/srv/app/logs/a.p12", Place::Live),
            ("/srv/app/login/a.txt", Place::Live),
            ("/srv/app/vendor/bundle/ruby/ca.pem", Place::Library),
            ("/srv/vendor/app/a.jks", Place::Live),
            ("/srv/app/third_party/ca.pem", Place::Library),
            ("/srv/x/lib/python3.11/certs.pem", Place::Library),
            ("/srv/x/lib/python3-scripts/a.pem", Place::Live),
            ("/srv/app/.git/objects/0a/1b", Place::Source),
            ("/srv/app.git/objects/pack/pack-12.pack", Place::Source),
            ("/srv/app.git/a.pem", Place::Live),
            ("/srv/a.pst", Place::Message),
        ];
        for (path, expected) in cases {
            assert_eq!(place("/srv", path), expected, "{path}");
        }
    }

    #[test]
    fn what_lies_above_the_root_says_nothing_but_system_folders() {
        assert_eq!(place("/home/x/backup", "/home/x/backup/a.pem"), Place::Live);
        assert_eq!(place("/arkiv/a.pem", "/arkiv/a.pem"), Place::Live);
        assert_eq!(place("/var/log/sts", "/var/log/sts/trace"), Place::Log);
        assert_eq!(place("/var/spool/mail/x", "/var/spool/mail/x"), Place::Message);
    }

    #[test]
    fn archive_members_count() {
        let archive = Location::file(Path::new("/srv").into(), Path::new("/srv/all.zip").into());
        assert_eq!(place_of(&archive.step(StepKind::Member, b"Backup\\a.jks"), "jks"), Place::Backup);
        assert_eq!(
            place_of(&archive.step(StepKind::Member, b"mail/1.eml").step(StepKind::Member, b"a.p12"), "pkcs12"),
            Place::Message
        );
        assert_eq!(place_of(&archive.step(StepKind::Base64, b""), "pem"), Place::Live);
    }

    #[test]
    fn the_evidence_is_told_with_the_place() {
        let why = |path: &str| told(&Location::file(Path::new("/srv").into(), Path::new(path).into()), "pem").1;
        let folder = |name: &str| Some(Why::Folder(name.to_owned()));
        let name = |name: &str| Some(Why::Name(name.to_owned()));
        assert_eq!(why("/srv/Backups/a.jks"), folder("Backups"));
        assert_eq!(why("/srv/x/Web-Inf/lib/a.jar"), folder("web-inf/lib"));
        assert_eq!(why("/srv/a.jks.bak"), name(".bak"));
        assert_eq!(why("/srv/a.log.3"), name(".log"));
        assert_eq!(why("/srv/a_old.jks"), name("_old"));
        assert_eq!(why("/srv/.git/objects/0a/1b"), Some(Why::Git));
        assert_eq!(why("/srv/app/a.jks"), None);
        let log = Location::file(Path::new("/").into(), Path::new("/var/log/a").into());
        assert_eq!(told(&log, "pem"), (Place::Log, Some(Why::System("/var/log"))));
    }

    #[test]
    fn the_configuration_overrules_and_says_so() {
        let glob = globset::Glob::new("/srv/backup/live/**").unwrap().compile_matcher();
        let rules = Rules(vec![(glob, Place::Live)]);
        let at = |path: &str| Location::file(Path::new("/srv").into(), Path::new(path).into());
        let (live, kept) = (at("/srv/backup/live/a.jks"), at("/srv/backup/a.jks"));
        assert_eq!(rules.told(&live, "jks"), (Place::Live, Some(Why::Rule)));
        assert_eq!(rules.told(&kept, "jks"), (Place::Backup, Some(Why::Folder("backup".to_owned()))));
        let part = at("/srv/app/data.bin");
        assert_eq!(rules.why(Place::Message, &part, "pem"), Some(Why::Mail));
        assert_eq!(rules.why(Place::Live, &part, "pem"), None);
        assert_eq!(rules.why(Place::Backup, &kept, "jks"), Some(Why::Folder("backup".to_owned())));
    }
}
