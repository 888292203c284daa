//! Texts that still name what died with NemID.

use super::{Id, finding};
use crate::check::{Detail, Finding, Matter, Severity, is_record, without_encodings};
use crate::clue::Dependency;
use crate::location::Location;
use crate::place::Place;
use std::collections::BTreeMap;

/// What a text names, by line.
type Names = Vec<(u64, &'static Dependency, Box<str>)>;

/// One finding for each text: a warning where it may be in use, a note in
/// copies, records and third-party software; in messages and logs history.
pub(super) fn findings(matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let mut texts: BTreeMap<Location, Names> = BTreeMap::new();
    for dependent in &matter.usage.dependencies {
        texts.entry(without_encodings(&dependent.location)).or_default().extend(dependent.names.iter().cloned());
    }
    let told = |(location, mut names): (Location, Names)| {
        names.sort_by(|one, other| (one.0, &one.1.id, &one.2).cmp(&(other.0, &other.1.id, &other.2)));
        names.dedup();
        let place = matter.inventory.rules.told(&location, "").0;
        let severity = match place {
            Place::Live | Place::Source => Severity::Warning,
            Place::Archive | Place::Backup | Place::Library | Place::Log | Place::Message => Severity::Note,
        };
        let detail = Detail::Dependencies(names);
        let finding = finding(Id::NemidDependency, severity, None, &location, detail, scope);
        Finding { history: is_record(place), ..finding }
    };
    texts.into_iter().filter(|(_, names)| !names.is_empty()).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, told};

    #[test]
    fn one_finding_for_each_text_by_its_place() {
        let mut world = World::default();
        for path in [
            "/srv/app/web.config",
            "/srv/app/Login.java",
            "/srv/backup/web.config",
            "/srv/app/node_modules/x/a.json",
            "/srv/arkiv/a.xml",
            "/srv/app/a.log",
        ] {
            world.depends(path, 12, "applet.danid.dk");
        }
        world.depends("/srv/app/web.config", 3, "applet.danid.dk");
        assert_eq!(
            told(&world.findings()),
            [
                "warning nemid-dependency /srv/app/Login.java",
                "warning nemid-dependency /srv/app/web.config",
                "note nemid-dependency /srv/app/node_modules/x/a.json",
                "note nemid-dependency /srv/arkiv/a.xml",
                "note nemid-dependency /srv/backup/web.config",
                "note nemid-dependency /srv/app/a.log (history)",
            ]
        );
    }

    #[test]
    fn the_message_names_lines_and_what_replaces_them() {
        let mut world = World::default();
        for line in [30, 12, 14, 15, 16] {
            world.depends("/srv/app/web.config", line, "applet.danid.dk");
        }
        let message = world.message("nemid-dependency", false);
        assert!(message.contains("line 12: applet.danid.dk (NemID log-in window)"), "{message}");
        assert!(message.contains("Log-in with MitID") && message.contains("2 more"), "{message}");
        assert!(world.message("nemid-dependency", true).contains("linje 12: applet.danid.dk ("));
    }
}
