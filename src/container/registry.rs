//! Hives of the Windows registry that lie as files: `NTUSER.DAT`, `SOFTWARE`,
//! and what `reg save` writes.
//!
//! *Behaviour*
//! 1. The values that hold the certificates of the system stores are members,
//!    named by their key: `…\SystemCertificates\My\Certificates\THUMBPRINT\Blob`.
//!    Their content is read as a property file, and the key names the store.
//! 2. Values that are split over cells are put together and are members too.
//! 3. All the rest of the file, deleted keys included, is looked at as it stands.
//! 4. The cells are passed once, in the order in which they lie, so that no
//!    chain of keys goes in a circle; names are found by the way up.
//! 5. A damaged bin, key or value is told; what lies after it is read.
//! 6. A hive that cannot be read at will is only looked at as it stands, and
//!    that is told. Its logs (`.LOG1`) are content of their own.
//!
//! Source: the layout that M. Suhanov describes in "Windows registry file
//! format specification" and J. Metz in `libregf`. Tried on files of our own
//! making only, on none that Windows wrote.

mod cells;
mod key;
mod value;

use self::cells::{Cells, Pass};
use super::archive::{ArchiveReader, Class, Flow, Member, Visitor};
use super::source::{Source, Stretch};
use crate::failure::FailureKind;
use std::io;

/// Reads hives.
pub struct Registry;

const MAGIC: &[u8] = b"regf";

/// More damage of one hive is not listed.
const MAX_DAMAGE: usize = 32;

impl ArchiveReader for Registry {
    fn id(&self) -> &'static str {
        "registry"
    }

    fn class(&self) -> Class {
        Class::Store
    }

    /// A log of the registry begins alike but is of another type.
    fn sniff(&self, head: &[u8]) -> bool {
        const PRIMARY: &[u8] = &[0; 4];
        head.starts_with(MAGIC) && head.get(28..32).is_some_and(|kind| kind == PRIMARY)
    }

    fn wants_random(&self) -> bool {
        true
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        if let Some(random) = content.random() {
            let _grant = visitor.ask(Cells::MEMORY)?;
            return Hive { cells: Cells::new(random), visitor, taken: Vec::new(), damage: 0 }.read();
        }
        let detail = "too large to be read at will here: stores are not named, split values not put together";
        if visitor.failed(None, FailureKind::LimitExceeded, detail.to_owned()).is_break() {
            return Ok(());
        }
        // The flow after the last piece is the visitor's own affair.
        match visitor.between(0, content) {
            Flow::Continue(()) | Flow::Break(()) => Ok(()),
        }
    }
}

/// A hive being read.
struct Hive<'h> {
    cells: Cells<'h>,
    visitor: &'h mut dyn Visitor,
    /// What was handed on as members: from, to.
    taken: Vec<(u64, u64)>,
    damage: usize,
}

impl Hive<'_> {
    fn read(mut self) -> io::Result<()> {
        if let Some(missing) = self.cells.missing()?
            && self.damaged(format!("the last {missing} octets of the hive are missing")).is_break()
        {
            return Ok(());
        }
        let mut pass = Pass::new();
        // Every value belongs to one key; a hostile hive may say otherwise.
        let mut values = self.cells.size() / value::LEAST;
        while let Some(met) = pass.next(&mut self.cells)? {
            let flow = match met {
                Ok(cell) => self.key(cell, &mut values)?,
                Err(what) => self.damaged(what),
            };
            if flow.is_break() {
                return Ok(());
            }
        }
        self.rest();
        Ok(())
    }

    /// Hands on the values of the key that a cell may hold.
    fn key(&mut self, cell: u64, left: &mut u64) -> io::Result<Flow> {
        let Some(key) = key::read(&mut self.cells, cell)? else { return Ok(Flow::Continue(())) };
        let Some(list) = key.values(&mut self.cells)? else {
            return Ok(self.damaged(format!("the list of values of the key {} is damaged", key.name)));
        };
        for offset in list {
            let Some(fewer) = left.checked_sub(1) else {
                *left = 0;
                return Ok(self.damaged("values belong to more than one key".to_owned()));
            };
            *left = fewer;
            let flow = match value::read(&mut self.cells, offset)? {
                Some(value) if value.is_split() || (value.is_blob() && key.is_certificate(&mut self.cells)?) => {
                    self.value(&key, &value)?
                }
                Some(_) => Flow::Continue(()),
                None => self.damaged(format!("a value of the key {} is damaged", key.name)),
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(Flow::Continue(()))
    }

    fn value(&mut self, key: &key::Key, value: &value::Value) -> io::Result<Flow> {
        let name = format!("{}\\{}", key.path(&mut self.cells)?, value.name);
        let Some(pieces) = value.pieces(&mut self.cells)? else {
            return Ok(self.visitor.failed(
                Some(name.as_bytes()),
                FailureKind::Corrupt,
                "the value is damaged".to_owned(),
            ));
        };
        self.taken.extend(&pieces);
        let mut content = value::Pieces::new(self.cells.content(), pieces);
        Ok(self.visitor.member(Member::named(name.as_bytes()), &mut content))
    }

    /// What is not part of a member, as it stands.
    fn rest(mut self) {
        self.taken.sort_unstable();
        let mut from = 0;
        let end = self.cells.content().size();
        for (start, stop) in self.taken.iter().copied().chain([(end, end)]) {
            if start > from {
                let mut stretch = Stretch::new(self.cells.content(), from, start);
                if self.visitor.between(from, &mut stretch).is_break() {
                    return;
                }
            }
            from = from.max(stop);
        }
    }

    fn damaged(&mut self, what: String) -> Flow {
        self.damage += 1;
        if self.damage > MAX_DAMAGE {
            return Flow::Continue(());
        }
        self.visitor.failed(None, FailureKind::Corrupt, what)
    }
}
