//! The second reading: the files that the first one noted are read once more,
//! in parallel, and searched with one set of patterns.
//!
//! Behaviour
//! 1. A file that vanished or could not be read meanwhile is counted as
//!    unsearched; so is one that is too long, or for which there was no room in
//!    the list.
//! 2. A report that this run was given as a baseline or to compare with refers to nothing.
//! 3. Where nothing was flagged, only what says something by itself is read
//!    again; where only keystores stayed locked, what may name one is too.
//! 4. What comes out does not depend on the number of threads.

use super::legible::Legible;
use super::scan::{policy, pool};
use super::signals::Signals;
use crate::bounds::Shared;
use crate::config::Config;
use crate::error::Error;
use crate::examine::{Room, Texts, Watch};
use crate::failure::{Failure, FailureKind};
use crate::inventory::{Inventory, Mention};
use crate::location::Left;
use crate::output::OwnPaths;
use crate::read::{HardLinks, Reading, Way, Worker};
use crate::refer::Search;
use crate::walk::Notes;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// More than this are not kept of a whole scan.
const MAX_MENTIONS: usize = 200_000;

/// Looks at texts and at nothing else.
struct Only<'t>(&'t dyn Texts);

impl Watch for Only<'_> {
    fn concerns(&self, _name: &[u8]) -> bool {
        false
    }

    fn texts(&self) -> Option<&dyn Texts> {
        Some(self.0)
    }
}

/// Reads the noted files again and adds what they say to the inventory. What
/// there was no time for is handed back: another scan is to read it altogether.
pub(super) fn read_again(
    config: &Config,
    legible: &Legible,
    own: &OwnPaths,
    search: &Search,
    inventory: &mut Inventory,
    signals: &Signals,
) -> Result<Vec<Left>, Error> {
    let pool = pool(config)?;
    let shared = Arc::new(Shared::new(config.bounds.clone()));
    let (policy, watch, links) = (policy(config, own), Only(search), HardLinks::default());
    let least = search.least();
    let gentle = config.gentle.heeding(signals.shared());
    let notes = Notes::default();
    let read = |page: usize| {
        let mut worker = Worker::sharing(&Arc::new(Room::of(0)), &shared).gently(&gentle);
        let (mut mentions, mut missed) = (Vec::new(), 0);
        for location in legible.page(page, least) {
            if signals.check().is_err() {
                break;
            }
            if is_earlier_report(config, &location.path) {
                continue;
            }
            if gentle.is_over() {
                notes.leave_again(&location.root, &location.path);
                continue;
            }
            let way = Way { directory: None, through_link: config.walk.follow || location.root == location.path };
            let read = catch_unwind(AssertUnwindSafe(|| worker.read(&location, &way, &policy, &watch, &links)));
            match read {
                Ok(Reading::Done(file)) => {
                    let is_lost =
                        |failure: &Failure| matches!(failure.kind, FailureKind::Unreadable | FailureKind::Changed);
                    missed += file.unsearched.max(u64::from(file.failures.iter().any(is_lost)));
                    mentions.extend(file.mentions);
                }
                Ok(Reading::GivenUp) => notes.leave_again(&location.root, &location.path),
                Ok(Reading::Skipped(_)) | Err(_) => missed += 1,
            }
        }
        (mentions, missed)
    };
    let join = |mut one: (Vec<Mention>, u64), other: (Vec<Mention>, u64)| {
        one.0.extend(other.0);
        (one.0, one.1 + other.1)
    };
    let found = pool.install(|| (0..legible.pages()).into_par_iter().map(read).reduce(Default::default, join));
    signals.check()?;
    inventory.mentions = found.0;
    inventory.mentions.sort();
    inventory.mentions.dedup();
    inventory.unsearched = found.1 + legible.dropped(least);
    if let Some(over) = inventory.mentions.len().checked_sub(MAX_MENTIONS) {
        inventory.unsearched += over as u64;
        inventory.mentions.truncate(MAX_MENTIONS);
    }
    Ok(notes.close().left)
}

/// Whether it is a report that this run was given: it names what was found and
/// refers to nothing, also where it was formatted anew and is not known by sight.
fn is_earlier_report(config: &Config, path: &Path) -> bool {
    [&config.baseline, &config.previous, &config.resume].into_iter().flatten().any(|named| named == path)
}
