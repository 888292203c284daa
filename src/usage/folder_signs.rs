//! Signs that speak for their folder and what lies below it, such as the
//! project of a robot.
//!
//! Behaviour
//! 1. A sign speaks from its own folder downward, inside the host; at the root
//!    of the host or the scan only for what lies in that very folder.
//! 2. Signs in libraries, logs, messages, backups and archives say nothing.

use super::TextFile;
use super::host::{Hosts, octets};
use super::world::folder;
use crate::inventory::{Mention, Said};
use crate::location::{Location, StepKind};
use std::collections::HashMap;
use std::path::Path;

/// So many signs of one topic in one folder tell enough.
const ENOUGH: usize = 2;

/// Signs by the folder that they speak for.
pub(super) struct FolderSigns<'w> {
    by_folder: HashMap<&'w [u8], Vec<&'w Mention>>,
}

impl<'w> FolderSigns<'w> {
    pub(super) fn new(texts: &[TextFile<'w>]) -> FolderSigns<'w> {
        let mut by_folder: HashMap<&'w [u8], Vec<&'w Mention>> = HashMap::new();
        for text in texts.iter().filter(|text| text.speaks()) {
            for mention in &text.mentions {
                let Said::Sign(sign) = &mention.said else { continue };
                if !sign.folder {
                    continue;
                }
                let here = by_folder.entry(folder(text.location)).or_default();
                let alike = |known: &&&Mention| matches!(&known.said, Said::Sign(other) if other.topic == sign.topic);
                if here.iter().filter(alike).count() < ENOUGH {
                    here.push(mention);
                }
            }
        }
        FolderSigns { by_folder }
    }

    /// What is said of a place, from its own folder upward.
    pub(super) fn at(&self, hosts: &Hosts<'_>, location: &Location) -> Vec<&'w Mention> {
        if self.by_folder.is_empty() {
            return Vec::new();
        }
        let inside = location.steps.iter().any(|step| step.kind == StepKind::Member);
        let base = hosts.base(location);
        let own = if inside { Some(&*location.path) } else { location.path.parent() };
        let folders = own.into_iter().flat_map(Path::ancestors);
        let below = |ancestor: &&Path| base.is_some_and(|base| ancestor.starts_with(base) && *ancestor != base);
        let reach = folders.enumerate().take_while(|(steps, ancestor)| *steps == 0 || below(ancestor));
        reach.filter_map(|(_, ancestor)| self.by_folder.get(octets(ancestor))).flatten().copied().collect()
    }
}
