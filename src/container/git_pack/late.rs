//! Deltas whose base was told by its id, or whose base is such a delta: all
//! ids must be known first. Git keeps such packs of what it has fetched.

use super::hash;
use super::header::What;
use super::index::Kind;
use super::tally::Why;
use super::walk::Walk;
use crate::container::archive::Flow;
use data_encoding::HEXLOWER;
use std::io;

/// What an id costs in memory, in octets.
const ID: u64 = 40;

/// Bases that stand before their deltas are resolved at once; so many times
/// one may stand behind.
const ROUNDS: usize = 50;

impl Walk<'_, '_> {
    /// Looks at what was put off.
    pub(super) fn late(&mut self) -> io::Result<Flow> {
        let mut pending = std::mem::take(&mut self.pending);
        if pending.is_empty() {
            return Ok(Flow::Continue(()));
        }
        if self.finder.random.is_some() {
            self.grants.push(self.visitor.ask(ID * self.index.len() as u64)?);
            self.name_all()?;
            for _ in 0..ROUNDS {
                let before = pending.len();
                if self.round(&mut pending)?.is_break() {
                    return Ok(Flow::Break(()));
                }
                if pending.is_empty() || pending.len() == before {
                    break;
                }
            }
        }
        for _ in pending {
            self.tally.count(if self.finder.random.is_some() { Why::Missing } else { Why::Flows })?;
        }
        Ok(Flow::Continue(()))
    }

    /// Computes the ids that were not needed before: those of trees, and all
    /// where they are SHA-256.
    fn name_all(&mut self) -> io::Result<()> {
        for number in 0..self.index.len() {
            let Some((offset, kind, mut id)) = self.index.get(number) else { break };
            if kind == Kind::Unknown {
                continue;
            }
            if id == 0 || self.sha256 {
                match self.finder.object(offset, &self.index, self.visitor) {
                    Ok((kind, content)) => id = hash::first_of(kind, &content, self.sha256),
                    Err(Why::Failed(error)) => return Err(error),
                    // Told already, or a tree; what needs it is told in its turn.
                    Err(_) => continue,
                }
            }
            self.finder.ids.insert(id, number);
        }
        Ok(())
    }

    /// Looks at what can be resolved now; the rest stays.
    fn round(&mut self, pending: &mut Vec<usize>) -> io::Result<Flow> {
        let mut left = Vec::new();
        std::mem::swap(&mut left, pending);
        let mut kept = 0;
        for at in 0..left.len() {
            let Some(&number) = left.get(at) else { break };
            let Some((offset, ..)) = self.index.get(number) else { break };
            let Some(kind) = self.kind_of_base(offset)? else {
                left[kept] = number;
                kept += 1;
                continue;
            };
            if self.resolved(number, offset, kind)?.is_break() {
                return Ok(Flow::Break(()));
            }
        }
        left.truncate(kept);
        *pending = left;
        Ok(Flow::Continue(()))
    }

    /// What the delta at an offset makes, once its base is known.
    fn kind_of_base(&mut self, offset: u64) -> io::Result<Option<Kind>> {
        let base = match self.finder.header(offset).map(|header| header.what) {
            Ok(What::Behind(base)) => self.index.at(base),
            Ok(What::Named(id)) => self.finder.ids.get(&id.first).copied(),
            Ok(What::Whole(_)) | Err(Why::Missing | Why::Large | Why::Damaged | Why::Flows) => None,
            Err(Why::Failed(error)) => return Err(error),
        };
        let kind = base.and_then(|number| self.index.get(number)).map(|(_, kind, _)| kind);
        Ok(kind.filter(|kind| *kind != Kind::Unknown))
    }

    fn resolved(&mut self, number: usize, offset: u64, kind: Kind) -> io::Result<Flow> {
        let (kind, content) = match self.finder.object(offset, &self.index, self.visitor) {
            Ok(object) => object,
            Err(why) => {
                self.index.set(number, kind, 0);
                self.tally.count(why)?;
                return Ok(Flow::Continue(()));
            }
        };
        let id = hash::id(kind, &content);
        let first = if self.sha256 { hash::first_of(kind, &content, true) } else { hash::first(&id) };
        self.index.set(number, kind, first);
        self.finder.ids.insert(first, number);
        Ok(self.hand(HEXLOWER.encode(&id).as_bytes(), kind, &content))
    }
}
