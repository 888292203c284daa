//! Keystores that texts name and the scan did not see.

use super::{Id, finding};
use crate::check::{Detail, Finding, Matter, Severity, is_record, without_encodings};
use crate::location::Location;
use std::collections::BTreeMap;

/// One note for each text.
pub(super) fn findings(matter: &Matter<'_>, scope: &str) -> Vec<Finding> {
    let mut texts: BTreeMap<Location, Vec<(u64, Box<str>)>> = BTreeMap::new();
    for missing in &matter.usage.missing {
        texts.entry(without_encodings(&missing.location)).or_default().push((missing.line, missing.path.clone()));
    }
    let note = |(location, mut lines): (Location, Vec<(u64, Box<str>)>)| {
        lines.sort();
        lines.dedup();
        let history = is_record(matter.inventory.rules.told(&location, "").0);
        let detail = Detail::Missing(lines);
        Finding { history, ..finding(Id::MissingStore, Severity::Note, None, &location, detail, scope) }
    };
    texts.into_iter().map(note).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{World, told};

    #[test]
    fn one_note_for_each_text() {
        let mut world = World::default();
        world.missing("/srv/a/server.xml", 9, "/opt/b.jks");
        world.missing("/srv/a/server.xml", 4, "/opt/a.jks");
        world.missing("/srv/b/app.properties", 1, "/opt/a.jks");
        let found = ["note missing-store /srv/a/server.xml", "note missing-store /srv/b/app.properties"];
        assert_eq!(told(&world.findings()), found);
        let message = world.message("missing-store", false);
        let (first, second) = (message.find("line 4: /opt/a.jks"), message.find("line 9: /opt/b.jks"));
        assert!(first.is_some() && first < second, "{message}");
    }
}
