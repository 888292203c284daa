//! A place as CI systems match it to the files of a repository: a path below
//! the directory in which the scan was started, else below its root.
//!
//! *Behaviour*
//!
//! 1. `oces scan src` in a repository tells `src/x.pem`, not `x.pem`: what lies
//!    below the current directory is told relative to that.
//! 2. Everything else is relative to its root; of a named file that is the
//!    directory that it lies in. Where a path must say alone where it leads, it
//!    is told whole.
//! 3. Places of a merged report are of other machines: never below ours.

use super::{Scan, text};
use crate::location::Location;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Such a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Artifact<'r> {
    /// The directory, and whose it is.
    pub(super) directory: Directory<'r>,
    /// The octets of the path below it: no slash before them; empty where the
    /// path is the root of the file system.
    pub(super) below: &'r [u8],
}

/// The directory that a path is told relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Directory<'r> {
    /// Whether the scan was started there; that one comes first.
    pub(super) elsewhere: bool,
    /// Whose it is, where reports of several hosts are merged.
    pub(super) scope: Option<&'r str>,
    /// Its octets with the slash behind it.
    pub(super) octets: &'r [u8],
}

impl<'r> Artifact<'r> {
    pub(super) fn new(scan: &Scan, location: &'r Location) -> Artifact<'r> {
        let path = location.path.as_os_str().as_bytes();
        let base = scan.base.as_deref().filter(|_| location.scope.is_none());
        let below = base.and_then(|base| below(path, base));
        let elsewhere = below.is_none();
        let relative = || Some(location.relative().as_os_str().as_bytes()).filter(|octets| *octets != b"/");
        let below = below.or_else(relative).unwrap_or_default();
        let octets = path.strip_suffix(below).unwrap_or_default();
        Artifact { directory: Directory { elsewhere, scope: location.scope.as_deref(), octets }, below }
    }
}

/// The root of a place without its last slash; of a named file the directory
/// that it lies in.
pub(super) fn root(location: &Location) -> &[u8] {
    let path = location.path.as_os_str().as_bytes();
    let relative = location.relative().as_os_str().as_bytes();
    match path.strip_suffix(relative).and_then(|root| root.strip_suffix(b"/")) {
        Some(root) if !root.is_empty() => root,
        _ => b"/",
    }
}

/// What of a path lies below a directory, if it does.
fn below<'p>(path: &'p [u8], directory: &Path) -> Option<&'p [u8]> {
    let directory = directory.as_os_str().as_bytes();
    let directory = directory.strip_suffix(b"/").unwrap_or(directory);
    path.strip_prefix(directory)?.strip_prefix(b"/").filter(|below| !below.is_empty())
}

/// The path alone as people read it: relative if the scan was started above it,
/// else whole and, in a merged report, with its host.
pub(super) fn shown(scan: &Scan, location: &Location) -> String {
    let artifact = Artifact::new(scan, location);
    if artifact.directory.elsewhere {
        format!("{}{}", text::host(location), text::path(&location.path))
    } else {
        text::bytes(artifact.below)
    }
}

/// The same with the way in.
pub(super) fn shown_whole(scan: &Scan, location: &Location) -> String {
    let (whole, path) = (text::location_there(location), text::path(&location.path));
    format!("{}{}", shown(scan, location), whole.strip_prefix(&path).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::StepKind;
    use std::ffi::OsStr;
    use std::sync::Arc;

    fn scan(base: Option<&str>) -> Scan {
        Scan { base: base.map(Into::into), ..super::super::testing::scan() }
    }

    fn at(root: &str, path: &[u8]) -> Location {
        Location::file(Arc::from(Path::new(root)), Arc::from(Path::new(OsStr::from_bytes(path))))
    }

    fn told(base: Option<&str>, root: &str, path: &[u8]) -> (bool, String, String) {
        let (scan, location) = (scan(base), at(root, path));
        let one = Artifact::new(&scan, &location);
        let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
        (one.directory.elsewhere, text(one.directory.octets), text(one.below))
    }

    fn pieces(elsewhere: bool, directory: &str, below: &str) -> (bool, String, String) {
        (elsewhere, directory.to_owned(), below.to_owned())
    }

    #[test]
    fn a_path_below_the_start_is_told_from_there_and_any_other_from_its_root() {
        for base in ["/w", "/w/"] {
            assert_eq!(told(Some(base), "/w/src", b"/w/src/x.pem"), pieces(false, "/w/", "src/x.pem"));
        }
        assert_eq!(told(Some("/w"), "/srv", b"/srv/a/x.pem"), pieces(true, "/srv/", "a/x.pem"));
        assert_eq!(told(Some("/w"), "/wide", b"/wide/x.pem"), pieces(true, "/wide/", "x.pem"));
        assert_eq!(told(Some("/w"), "/etc/x.pem", b"/etc/x.pem"), pieces(true, "/etc/", "x.pem"));
        assert_eq!(told(Some("/w"), "/w", b"/w"), pieces(true, "/", "w"));
        assert_eq!(told(Some("/"), "/srv", b"/srv/x.pem"), pieces(false, "/", "srv/x.pem"));
        assert_eq!(told(None, "/", b"/srv/x.pem"), pieces(true, "/", "srv/x.pem"));
        assert_eq!(told(None, "/", b"/"), pieces(true, "/", ""));
    }

    #[test]
    fn a_root_is_a_directory() {
        for (given, path, told) in
            [("/srv", "/srv/a/b", "/srv"), ("/", "/b", "/"), ("/srv/b", "/srv/b", "/srv"), ("/", "/", "/")]
        {
            assert_eq!(root(&at(given, path.as_bytes())), told.as_bytes());
        }
    }

    #[test]
    fn another_machines_path_is_never_below_our_directory() {
        let (scan, mut location) = (scan(Some("/w")), at("/w", b"/w/a\n.zip").step(StepKind::Member, b"b"));
        assert_eq!(shown(&scan, &location), "a\\n.zip");
        assert_eq!(shown_whole(&scan, &location), "a\\n.zip!b");
        location.scope = Some(Arc::from("web01"));
        assert!(Artifact::new(&scan, &location).directory.elsewhere);
        assert_eq!(shown_whole(&scan, &location), "web01: /w/a\\n.zip!b");
    }
}
