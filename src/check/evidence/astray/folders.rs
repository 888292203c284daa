//! The names of folders that hold downloads, are shared, or are handed out.

use crate::check::Astray;
use crate::location::Location;
use std::path::Path;

/// What browsers and mail programs download into.
const DOWNLOADS: &[&str] =
    &["downloads", "download", "hentede filer", "overførsler", "overfoersler", "hentet", "hentede"];

/// What everybody in a house can open, or what copies itself elsewhere.
const SHARED: &[&str] = &[
    "public",
    "offentlig",
    "fælles",
    "faelles",
    "fællesdrev",
    "faellesdrev",
    "fællesmappe",
    "share",
    "shared",
    "dropbox",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "icloud drive",
    "iclouddrive",
];

/// The same, where something may follow: `OneDrive - Fjordby Kommune`.
const SHARED_STARTS: &[&str] = &["onedrive", "dropbox", "nextcloud"];

/// What web servers hand out.
const WEB: &[&str] = &["public_html", "htdocs", "wwwroot"];

/// Folders of a system that hold what is temporary.
const TEMPORARY: &[&[&str]] = &[&["tmp"], &["var", "tmp"], &["dev", "shm"]];

/// The folder of a system that its web server hands out.
const WEB_ROOT: &[&str] = &["var", "www", "html"];

/// What the folders below a root tell; the outermost counts.
pub(super) fn below(folders: &[String]) -> Option<Astray> {
    let lower: Vec<String> = folders.iter().map(|folder| folder.to_lowercase()).collect();
    let named = |at: usize| {
        let (shown, name) = (folders.get(at)?, lower.get(at)?);
        let before = at.checked_sub(1).and_then(|before| lower.get(before));
        let after = lower.get(at + 1);
        told(shown, name, before.map(String::as_str), after.map(String::as_str))
    };
    (0..folders.len()).find_map(named).or_else(|| {
        let web = lower.windows(WEB_ROOT.len()).any(|run| run.iter().eq(WEB_ROOT));
        web.then(|| Astray::Web(WEB_ROOT.join("/")))
    })
}

fn told(shown: &str, name: &str, before: Option<&str>, after: Option<&str>) -> Option<Astray> {
    if DOWNLOADS.contains(&name) {
        return Some(Astray::Downloads(shown.to_owned()));
    }
    if WEB.contains(&name) {
        return Some(Astray::Web(shown.to_owned()));
    }
    let synchronised = SHARED_STARTS.iter().filter_map(|start| name.strip_prefix(start));
    let synchronised = synchronised.into_iter().any(|rest| rest.is_empty() || rest.starts_with([' ', '(']));
    let installed = name == "share" && matches!(before, Some("usr" | "local" | ".local"));
    let deployed = name == "shared" && matches!(after, Some("config" | "log" | "pids" | "system" | "tmp"));
    let shared = synchronised || (SHARED.contains(&name) && !installed && !deployed);
    shared.then(|| Astray::Shared(shown.to_owned()))
}

/// What the folders at the top of a host tell.
pub(super) fn at_top(folders: &[String]) -> Option<Astray> {
    let run = TEMPORARY.iter().find(|run| folders.iter().take(run.len()).eq(**run))?;
    Some(Astray::Temporary(format!("/{}", run.join("/"))))
}

/// What the folders of this very system tell.
pub(super) fn of_system(location: &Location) -> Option<Astray> {
    let temporary = TEMPORARY.iter().map(|run| format!("/{}", run.join("/"))).find(|folder| {
        let root_is_outside = Path::new(folder).starts_with(&location.root);
        root_is_outside && location.path.starts_with(folder)
    });
    let web = format!("/{}", WEB_ROOT.join("/"));
    temporary.map(Astray::Temporary).or_else(|| location.path.starts_with(&web).then_some(Astray::Web(web)))
}
