//! Whose places they are, told or not: in the plan of one report the scope
//! goes without saying.

use super::Merged;
use crate::location::Location;

/// Takes the scope from every place that is of this one.
pub(super) fn leave_out(merged: &mut Merged, scope: &str) {
    each_place(merged, &mut |place| {
        if place.scope.as_deref() == Some(scope) {
            place.scope = None;
        }
    });
    for system in &mut merged.usage.systems {
        if system.scope.as_deref() == Some(scope) {
            system.scope = None;
        }
    }
}

fn each_place(merged: &mut Merged, change: &mut impl FnMut(&mut Location)) {
    for classified in &mut merged.certificates {
        classified.occurrences.iter_mut().for_each(|one| change(&mut one.location));
        classified.keys.iter_mut().for_each(|key| change(&mut key.location));
    }
    merged.messages.iter_mut().for_each(|message| change(&mut message.location));
    merged.findings.iter_mut().for_each(|finding| change(&mut finding.location));
    merged.inventory.failures.iter_mut().for_each(|failure| change(&mut failure.location));
    merged.inventory.skipped_at.iter_mut().for_each(|(_, place)| change(place));
    let usage = &mut merged.usage;
    for one in usage.uses.values_mut().flatten() {
        one.evidence.iter_mut().for_each(|evidence| change(&mut evidence.location));
    }
    usage.references.values_mut().flatten().for_each(|one| change(&mut one.location));
    usage.dependencies.iter_mut().for_each(|one| change(&mut one.location));
    usage.missing.iter_mut().for_each(|one| change(&mut one.location));
    for opening in &mut usage.firewall {
        opening.evidence.iter_mut().for_each(|evidence| change(&mut evidence.location));
    }
    usage.systems.iter_mut().flat_map(|system| &mut system.files).for_each(change);
}
