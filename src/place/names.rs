//! The names that tell what kind of place something is. Data; compares nothing
//! but the folders of the system.

use super::Place;
use crate::location::Location;

/// What a folder of this name holds, at any depth below the root.
pub(super) const FOLDERS: &[(&str, Place)] = &[
    ("maildir", Place::Message),
    (".maildir", Place::Message),
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
    ("third_party", Place::Library),
    ("third-party", Place::Library),
    ("thirdparty", Place::Library),
    ("arkiver", Place::Archive),
    ("archives", Place::Archive),
    ("arkiveret", Place::Archive),
    ("archived", Place::Archive),
    (".svn", Place::Source),
    (".hg", Place::Source),
];

/// What a folder holds whose name is one of these words and no other, dates and
/// numbers aside: `backup-2021`, `2023_arkiv`.
pub(super) const WORDS: &[(&str, Place)] = &[
    ("backup", Place::Backup),
    ("backups", Place::Backup),
    ("bak", Place::Backup),
    ("old", Place::Backup),
    ("gammel", Place::Backup),
    ("gamle", Place::Backup),
    ("arkiv", Place::Archive),
    ("archive", Place::Archive),
];

/// What the last word of a folder's or file's name says of it, after `_`, `-`
/// or a dot: `tomcat_old`. `db-backup` may be a service.
pub(super) const LAST_WORDS: &[&str] = &["old", "gammel", "bak"];

/// What a file is called that was copied by hand, without its ending.
pub(super) const COPIES: &[&str] = &[" - kopi", " - copy", "_backup", "-backup", ".backup", "_kopi", "_copy"];

/// What such a name begins with.
pub(super) const COPIES_OF: &[&str] = &["kopi af ", "copy of "];

/// What a run of folders holds.
pub(super) const FOLDER_RUNS: &[(&[&str], Place)] = &[
    (&[".m2", "repository"], Place::Library),
    (&[".cargo", "registry"], Place::Library),
    (&[".nuget", "packages"], Place::Library),
    (&[".gradle", "caches"], Place::Library),
    (&[".ivy2", "cache"], Place::Library),
    (&["go", "pkg", "mod"], Place::Library),
    (&["vendor", "bundle"], Place::Library),
    (&["vendor", "composer"], Place::Library),
    (&["vendor", "github.com"], Place::Library),
    (&["vendor", "golang.org"], Place::Library),
    (&["boot-inf", "lib"], Place::Library),
    (&["web-inf", "lib"], Place::Library),
    (&["src", "test"], Place::Source),
    (&["src", "main"], Place::Source),
];

/// Folders that hold logs, and whatever an administrator put there: the file's
/// own ending must say so too.
pub(super) const LOG_FOLDERS: &[&str] = &["log", "logs", "logfiler"];

/// Endings of logs in a folder for logs.
pub(super) const LOG_ENDINGS: &[&str] = &[".txt", ".out", ".err", ".trace", ".trc"];

/// What lies under these absolute paths, wherever the root is.
const SYSTEM_FOLDERS: &[(&str, Place)] = &[
    ("/var/mail", Place::Message),
    ("/var/spool/mail", Place::Message),
    ("/var/spool/postfix", Place::Message),
    ("/var/vmail", Place::Message),
    ("/var/log", Place::Log),
    ("/var/backups", Place::Backup),
    ("/usr/share/doc", Place::Library),
    ("/usr/share/java", Place::Library),
    ("/usr/share/javascript", Place::Library),
    ("/usr/share/nodejs", Place::Library),
    ("/usr/share/maven-repo", Place::Library),
    ("/usr/share/ca-certificates", Place::Library),
    ("/usr/lib", Place::Library),
    ("/usr/lib64", Place::Library),
    ("/snap", Place::Library),
    ("/var/lib/flatpak", Place::Library),
];

/// What a file name with this ending is; endings of compressed files are
/// taken off first, except where they are listed here.
pub(super) const ENDINGS: &[(&str, Place)] = &[
    (".eml", Place::Message),
    (".emlx", Place::Message),
    (".msg", Place::Message),
    (".mbox", Place::Message),
    (".p7m", Place::Message),
    (".p7s", Place::Message),
    (".pst", Place::Message),
    (".ost", Place::Message),
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

/// Endings of compressed files, looked through.
pub(super) const COMPRESSED: &[&str] = &[".gz", ".bz2", ".xz", ".zst"];

/// Endings of certificates and keystores, behind which a date makes a copy.
pub(super) const STORES: &[&str] = &[".jks", ".p12", ".pfx", ".pem", ".crt", ".cer", ".key", ".keystore", ".jceks"];

/// What the system folder holds that the path lies in.
pub(super) fn system_folder(location: &Location) -> Option<(&'static str, Place)> {
    let path = location.path.as_os_str().as_encoded_bytes();
    let inside = |folder: &str| path.strip_prefix(folder.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'/'));
    SYSTEM_FOLDERS.iter().copied().find(|(folder, _)| inside(folder))
}
