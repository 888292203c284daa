//! What kind of place holds a certificate, told from its path, its container
//! and its neighbours. Decides nothing else.
//!
//! Behaviour
//! 1. Whole path components and extensions are compared, in any case of letters.
//! 2. Only the path below the root counts, so that a root with a telling name
//!    says nothing of what is in it; of the absolute path only system folders do.
//! 3. Archive members count as the rest of the path.
//! 4. Where several kinds fit, the first of this order is told: message, log,
//!    backup, library, archive, source; where none does, live.

use crate::location::{Location, StepKind};

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
}

/// What a folder of this name holds, at any depth below the root.
const FOLDERS: &[(&str, Place)] = &[
    ("maildir", Place::Message),
    (".maildir", Place::Message),
    ("backup", Place::Backup),
    ("backups", Place::Backup),
    ("bak", Place::Backup),
    ("sikkerhedskopi", Place::Backup),
    ("sikkerhedskopier", Place::Backup),
    (".snapshot", Place::Backup),
    (".snapshots", Place::Backup),
    ("backups.backupdb", Place::Backup),
    (".timemachine", Place::Backup),
    ("node_modules", Place::Library),
    ("bower_components", Place::Library),
    ("site-packages", Place::Library),
    ("dist-packages", Place::Library),
    ("arkiv", Place::Archive),
    ("arkiver", Place::Archive),
    ("archive", Place::Archive),
    ("archives", Place::Archive),
];

/// What a run of folders holds.
const FOLDER_RUNS: &[(&[&str], Place)] = &[
    (&[".m2", "repository"], Place::Library),
    (&[".cargo", "registry"], Place::Library),
    (&[".nuget", "packages"], Place::Library),
    (&["src", "test"], Place::Source),
    (&["src", "main"], Place::Source),
    (&[".git", "objects"], Place::Source),
    (&["boot-inf", "lib"], Place::Library),
    (&["web-inf", "lib"], Place::Library),
];

/// What lies under these absolute paths, wherever the root is.
const SYSTEM_FOLDERS: &[(&str, Place)] = &[
    ("/var/mail", Place::Message),
    ("/var/spool/mail", Place::Message),
    ("/var/vmail", Place::Message),
    ("/var/log", Place::Log),
    ("/var/backups", Place::Backup),
    ("/usr/share/doc", Place::Library),
    ("/usr/share/java", Place::Library),
    ("/usr/share/maven-repo", Place::Library),
    ("/usr/share/ca-certificates", Place::Library),
    ("/usr/lib", Place::Library),
    ("/usr/lib64", Place::Library),
];

/// What a file name with this ending is; endings of compressed files are
/// taken off first, except where they are listed here.
const ENDINGS: &[(&str, Place)] = &[
    (".eml", Place::Message),
    (".emlx", Place::Message),
    (".msg", Place::Message),
    (".mbox", Place::Message),
    (".p7m", Place::Message),
    (".p7s", Place::Message),
    (".log", Place::Log),
    (".bak", Place::Backup),
    (".backup", Place::Backup),
    (".old", Place::Backup),
    (".orig", Place::Backup),
    (".save", Place::Backup),
    ("~", Place::Backup),
    (".java", Place::Source),
    (".kt", Place::Source),
    (".scala", Place::Source),
    (".groovy", Place::Source),
    (".cs", Place::Source),
    (".vb", Place::Source),
    (".php", Place::Source),
    (".py", Place::Source),
    (".rb", Place::Source),
    (".go", Place::Source),
    (".rs", Place::Source),
    (".c", Place::Source),
    (".cpp", Place::Source),
    (".h", Place::Source),
    (".ts", Place::Source),
    (".js", Place::Source),
];

const COMPRESSED: &[&str] = &[".gz", ".bz2", ".xz", ".zst"];

/// The place of an occurrence. First version: good for message, log, backup
/// and live; the others where the path is plain about it. `format` decides
/// nothing yet: what it knows of messages stands in the path too.
pub fn place_of(location: &Location, format: &str) -> Place {
    let _ = format;
    let names = Names::of(location);
    let order = [Place::Message, Place::Log, Place::Backup, Place::Library, Place::Archive, Place::Source];
    let system = system_folder(location);
    order.into_iter().find(|place| system == Some(*place) || names.tell(*place)).unwrap_or(Place::Live)
}

/// The names on the way to an occurrence, lower case.
#[derive(Default)]
struct Names {
    /// Below the root, and inside archives.
    folders: Vec<String>,
    /// The file, and each archive member on the way.
    files: Vec<String>,
}

impl Names {
    fn of(location: &Location) -> Names {
        let mut names = Names::default();
        names.add(&location.relative().to_string_lossy(), &['/']);
        for step in location.steps.iter().filter(|step| step.kind == StepKind::Member) {
            names.add(&String::from_utf8_lossy(&step.name), &['/', '\\']);
        }
        names
    }

    fn add(&mut self, path: &str, separators: &[char]) {
        let mut parts: Vec<String> =
            path.split(separators).filter(|part| !part.is_empty() && *part != ".").map(str::to_lowercase).collect();
        self.files.extend(parts.pop());
        self.folders.append(&mut parts);
    }

    fn tell(&self, place: Place) -> bool {
        let is_run = |run: &[&str]| self.folders.windows(run.len()).any(|window| window.iter().eq(run));
        FOLDERS.iter().any(|(name, kind)| *kind == place && self.folders.iter().any(|folder| folder == name))
            || FOLDER_RUNS.iter().any(|(run, kind)| *kind == place && is_run(run))
            || self.files.iter().any(|file| ends_as(file, place))
            || (place == Place::Message && self.is_in_maildir())
    }

    /// Maildir: `cur`, `new` or `tmp` with a message's name in it, such as
    /// `1698710400.M1P2.host:2,S`.
    fn is_in_maildir(&self) -> bool {
        let folder = self.folders.last().is_some_and(|folder| matches!(folder.as_str(), "cur" | "new" | "tmp"));
        let message = |file: &String| {
            let seconds = file.bytes().take_while(u8::is_ascii_digit).count();
            file.contains(":2,") || (seconds >= 9 && file.as_bytes().get(seconds) == Some(&b'.'))
        };
        folder && self.files.last().is_some_and(message)
    }
}

/// What the system folder holds that the path lies in.
fn system_folder(location: &Location) -> Option<Place> {
    let path = location.path.as_os_str().as_encoded_bytes();
    let inside = |folder: &str| path.strip_prefix(folder.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'/'));
    SYSTEM_FOLDERS.iter().find(|(folder, _)| inside(folder)).map(|(_, place)| *place)
}

/// Whether a file name ends as files of that place do. What a rotation or a
/// compressor appended is looked through.
fn ends_as(file: &str, place: Place) -> bool {
    let bare = COMPRESSED.iter().find_map(|ending| file.strip_suffix(ending)).unwrap_or(file);
    let unrotated =
        bare.trim_end_matches(|character: char| character.is_ascii_digit() || matches!(character, '-' | '.' | '_'));
    let rotated_log = place == Place::Log && unrotated.strip_suffix(".log").is_some();
    let ends = |ending: &str| bare.len() > ending.len() && bare.ends_with(ending);
    rotated_log || ENDINGS.iter().any(|(ending, kind)| *kind == place && ends(ending))
}

#[cfg(test)]
mod tests {
    use super::*;
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
}
