//! Locked stores: kept aside while the scan runs and tried with passwords when
//! all certificates are known, so that a person's store can be told from its
//! key identifiers before anybody tries it.

use super::haul::{FileHaul, Haul, LockedStore};
use super::{Artifact, Watch};
use crate::container::{ContainerReader, READERS};
use crate::failure::{Failure, FailureKind, PERSONAL, StoreFacts};
use crate::password::Passwords;

/// Tries the passwords that are allowed for the store of this content.
pub fn unlock(
    store: &LockedStore,
    content: &[u8],
    passwords: &Passwords,
    watch: &dyn Watch,
    haul: &mut Haul,
) -> FileHaul {
    let Some(reader) = reader_of(&store.facts) else { return FileHaul::default() };
    let mut candidates = passwords.candidates(&store.location.path, store.personal);
    let extraction = reader.unlock(content, &mut candidates);
    let still_locked =
        extraction.locked.is_some() || extraction.problems.iter().any(|problem| problem.kind == FailureKind::Locked);
    let mut artifact = Artifact::new(store.location.clone(), watch, haul);
    artifact.opened(reader.id(), extraction, store.line);
    let with_key = artifact.has_key();
    let mut file = artifact.finish();
    file.weak.extend(candidates.weak().filter(|_| with_key).map(|weak| (store.location.clone(), weak)));
    file.locked.clear();
    if still_locked && file.failures.is_empty() {
        file.failures.push(Failure::new(store.location.clone(), FailureKind::Locked, "no password fits"));
    }
    for failure in &mut file.failures {
        if failure.kind == FailureKind::Locked && store.personal {
            PERSONAL.clone_into(&mut failure.detail);
        }
        failure.detail = within(&failure.detail, store);
        if failure.kind == FailureKind::Locked || failure.kind == FailureKind::LimitExceeded {
            failure.store = Some(store.facts.clone());
        }
    }
    file
}

/// A store in other content says where it stands.
fn within(detail: &str, store: &LockedStore) -> String {
    let format = store.facts.format;
    match store.line {
        Some(line) => format!("{format} store (line {line}): {detail}"),
        None if store.offset > 0 => format!("{format} store at offset {}: {detail}", store.offset),
        None => detail.to_owned(),
    }
}

fn reader_of(facts: &StoreFacts) -> Option<&'static dyn ContainerReader> {
    READERS.iter().copied().find(|reader| reader.id() == facts.format)
}
