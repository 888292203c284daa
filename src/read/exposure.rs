//! Whether every user of the machine can read a file that holds a private key.
//!
//! Permission bits only: access control lists and shares are not asked.

use crate::examine::FileHaul;
use rustix::fs::Mode;
use std::path::Path;
use std::sync::Arc;

/// Notes the file if it holds a key, or may, and is open to all: readable for
/// others, in folders that others may search.
pub(super) fn note(file: &mut FileHaul, mode: rustix::fs::RawMode, path: &Arc<Path>) {
    let readable = Mode::from_raw_mode(mode).contains(Mode::ROTH);
    if readable && holds_key(file) && path.ancestors().skip(1).all(is_searchable) {
        file.open_to_all.push(Arc::clone(path));
    }
}

fn holds_key(file: &FileHaul) -> bool {
    !file.keys.is_empty()
        || !file.locked.is_empty()
        || file.sightings.iter().any(|sighting| sighting.occurrence.private_key)
}

fn is_searchable(folder: &Path) -> bool {
    rustix::fs::stat(folder).is_ok_and(|stat| Mode::from_raw_mode(stat.st_mode).contains(Mode::XOTH))
}
