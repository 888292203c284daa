//! The folder that a keystore's system lives in.
//!
//! Behaviour
//! 1. Folders that only say "configuration" are taken off from the end, in any
//!    case of letters, but never so far that nothing of its own is left:
//!    `/opt/sag/conf/ssl` is `/opt/sag`, `/etc/ssl/private` is `/etc/ssl`.
//! 2. It never lies above the host or the root of the scan.
//! 3. What lies in a deployed archive (war, ear, jar) lives in that archive.

use super::host::{HostId, Hosts};
use crate::location::{Location, StepKind};
use std::cmp::Ordering;
use std::path::{Path, PathBuf};

/// Where a system lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) host: HostId,
    /// Absolute.
    pub(super) folder: PathBuf,
}

/// Folders that say nothing but "configuration".
const CONFIGURATION: &[&str] = &[
    "cert",
    "certificate",
    "certificates",
    "certifikat",
    "certifikater",
    "certs",
    "cfg",
    "classes",
    "conf",
    "conf.d",
    "config",
    "configs",
    "configuration",
    "etc",
    "key",
    "keys",
    "keystore",
    "keystores",
    "meta-inf",
    "metadata",
    "nøgler",
    "pki",
    "private",
    "resources",
    "secret",
    "secrets",
    "settings",
    "ssl",
    "store",
    "stores",
    "tls",
    "trust",
    "truststore",
    "web-inf",
];

/// Folders that are built into a program as a whole.
const RUNS: &[&[&str]] = &[&["src", "main", "resources"], &["src", "test", "resources"], &["src", "main", "webapp"]];

/// Folders of the machine, which are no system of their own.
const COMMON: &[&str] =
    &["data", "etc", "home", "mnt", "opt", "root", "srv", "tmp", "usr", "usr/local", "users", "var", "var/lib"];

const DEPLOYED: &[&str] = &["ear", "jar", "war"];

impl Home {
    /// The home of a place.
    pub(super) fn of(hosts: &Hosts<'_>, location: &Location) -> Home {
        let host = hosts.of(&location.path);
        let inside = location.steps.iter().any(|step| step.kind == StepKind::Member);
        if inside && is_deployed(&location.path) {
            return Home { host, folder: location.path.to_path_buf() };
        }
        let folder = location.path.parent().unwrap_or(&location.path);
        let top = hosts.root(host).unwrap_or(Path::new("/"));
        let floor = (location.root != location.path).then_some(&*location.root).filter(|_| host.is_none());
        Home { host, folder: without_configuration(folder, top, floor).to_path_buf() }
    }
}

impl Ord for Home {
    fn cmp(&self, other: &Home) -> Ordering {
        (self.host, self.folder.as_os_str()).cmp(&(other.host, other.folder.as_os_str()))
    }
}

impl PartialOrd for Home {
    fn partial_cmp(&self, other: &Home) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn is_deployed(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| DEPLOYED.contains(&ending.as_str()))
}

/// Takes folders off while they say nothing and enough is left below `top`.
fn without_configuration<'p>(folder: &'p Path, top: &Path, floor: Option<&Path>) -> &'p Path {
    let mut home = folder;
    while let Some(shorter) = shorter(home) {
        let below = shorter.strip_prefix(top).map(|rest| rest.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_high = floor.is_some_and(|floor| !shorter.starts_with(floor));
        if below.is_empty() || COMMON.contains(&below.as_str()) || is_high {
            break;
        }
        home = shorter;
    }
    home
}

/// The folder without what says "configuration" at its end.
fn shorter(folder: &Path) -> Option<&Path> {
    for run in RUNS {
        let mut names = folder.ancestors().filter_map(Path::file_name);
        if run.iter().rev().all(|part| names.next().is_some_and(|name| name.eq_ignore_ascii_case(part))) {
            return folder.ancestors().nth(run.len());
        }
    }
    let name = folder.file_name()?.to_string_lossy().to_lowercase();
    if CONFIGURATION.contains(&name.as_str()) { folder.parent() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configuration_folders_are_taken_off() {
        let home = |root: &str, path: &str| {
            let location = Location::file(Path::new(root).into(), Path::new(path).into());
            Home::of(&Hosts::default(), &location).folder.to_string_lossy().into_owned()
        };
        for (path, expected) in [
            ("/opt/sag/a.jks", "/opt/sag"),
            ("/opt/sag/Conf/SSL/a.jks", "/opt/sag"),
            ("/etc/ssl/private/a.key", "/etc/ssl"),
            ("/etc/nginx/ssl/a.pem", "/etc/nginx"),
            ("/etc/a.pem", "/etc"),
            ("/srv/certs/a.pem", "/srv/certs"),
            ("/app/config/a.pem", "/app"),
            ("/home/x/sag/src/main/resources/a.jks", "/home/x/sag"),
            ("/opt/tomcat/webapps/sag/WEB-INF/classes/a.jks", "/opt/tomcat/webapps/sag"),
            ("/opt/configurator/a.jks", "/opt/configurator"),
            ("/opt/sag/config/live/a.jks", "/opt/sag/config/live"),
        ] {
            assert_eq!(home("/", path), expected, "{path}");
        }
        assert_eq!(home("/opt/sag/conf", "/opt/sag/conf/ssl/a.jks"), "/opt/sag/conf");
        assert_eq!(home("/opt/sag/conf/a.jks", "/opt/sag/conf/a.jks"), "/opt/sag");
    }

    #[test]
    fn what_is_in_a_deployed_archive_lives_there() {
        let archive = Location::file(Path::new("/opt").into(), Path::new("/opt/a/sag.war").into());
        let inside = archive.step(StepKind::Member, b"WEB-INF/classes/a.jks");
        assert_eq!(Home::of(&Hosts::default(), &inside).folder, Path::new("/opt/a/sag.war"));
        assert_eq!(Home::of(&Hosts::default(), &archive).folder, Path::new("/opt/a"));
    }
}
