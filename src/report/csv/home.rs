//! Which system a place lies in.

use crate::location::Location;
use crate::report::Report;
use crate::usage::System;
use std::collections::HashMap;
use std::path::Path;

/// The systems by scope and folder.
pub(super) struct Homes<'a>(HashMap<(Option<&'a str>, &'a Path), &'a System>);

impl<'a> Homes<'a> {
    pub(super) fn new(report: &'a Report) -> Homes<'a> {
        let mut homes = HashMap::new();
        for system in &report.usage.systems {
            homes.entry((system.scope.as_deref(), &*system.home)).or_insert(system);
        }
        Homes(homes)
    }

    /// The innermost one.
    pub(super) fn of(&self, place: &Location) -> Option<&'a System> {
        let scope = place.scope.as_deref();
        place.path.ancestors().find_map(|folder| self.0.get(&(scope, folder))).copied()
    }
}
