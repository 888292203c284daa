//! What a finding rests on, piece by piece, in words: the same for every
//! writer. Tells the recognised part of a line, never the line.

use crate::check::{Astray, Detail};
use crate::clue::Text;

/// One thing that a finding rests on.
pub(super) struct Told<'a> {
    /// The line, from 1, in a text.
    pub(super) line: Option<u64>,
    /// What it is: stable, part of reports.
    pub(super) what: &'a str,
    /// What stands there, raw.
    pub(super) token: Option<&'a str>,
    /// The same for people, its foreign parts raw.
    pub(super) text: Text,
}

/// Everything that the finding rests on, in its order.
pub(super) fn told(detail: &Detail) -> Vec<Told<'_>> {
    match detail {
        Detail::Dependencies(names) => names
            .iter()
            .map(|(line, from, token)| Told {
                line: Some(*line),
                what: &from.id,
                token: Some(token),
                text: both(
                    format!("{}. {}", from.name.da, from.replacement.da),
                    format!("{}. {}", from.name.en, from.replacement.en),
                ),
            })
            .collect(),
        Detail::Missing(paths) => paths
            .iter()
            .map(|(line, path)| Told {
                line: Some(*line),
                what: "missing-store",
                token: Some(path),
                text: both(format!("Peger på {path}"), format!("Points to {path}")),
            })
            .collect(),
        Detail::Shared { systems, .. } => {
            systems.iter().map(|name| plain("system", name.clone(), name.clone())).collect()
        }
        Detail::OpenToAll => vec![plain(
            "open-to-all",
            "Alle brugere på maskinen kan læse filen.".to_owned(),
            "Every user of the machine can read the file.".to_owned(),
        )],
        Detail::Misplaced(astray) => vec![misplaced(astray)],
        Detail::Weak(weak) => vec![match weak.id() {
            "empty" => plain("empty-password", "Adgangskoden er tom.".to_owned(), "Its password is empty.".to_owned()),
            _ => plain(
                "default-password",
                "Adgangskoden er en standardkode.".to_owned(),
                "Its password is a default.".to_owned(),
            ),
        }],
    }
}

fn misplaced(astray: &Astray) -> Told<'_> {
    match astray {
        Astray::Downloads(name) => plain(
            "downloads",
            format!("Mappen {name} er til downloads."),
            format!("The folder {name} is for downloads."),
        ),
        Astray::Shared(name) => {
            plain("shared-folder", format!("Mappen {name} er delt."), format!("The folder {name} is shared."))
        }
        Astray::Temporary(name) => plain(
            "temporary-folder",
            format!("Mappen {name} er til midlertidige filer."),
            format!("The folder {name} is for temporary files."),
        ),
        Astray::Web(name) => plain(
            "web-folder",
            format!("Mappen {name} deles ud af en webserver."),
            format!("A web server hands out the folder {name}."),
        ),
        Astray::Mail => plain("mail", "Den ligger i en mail.".to_owned(), "It lies in a mail.".to_owned()),
        Astray::Git => plain(
            "git",
            "Den ligger i historikken i et Git-lager.".to_owned(),
            "It lies in the history of a Git repository.".to_owned(),
        ),
    }
}

fn plain<'a>(what: &'static str, da: String, en: String) -> Told<'a> {
    Told { line: None, what, token: None, text: both(da, en) }
}

fn both(da: String, en: String) -> Text {
    Text { da, en }
}
