//! A visitor that writes down what it is handed.

use crate::bounds::{Grant, Meter};
use crate::container::archive::{ArchiveReader, Flow, Member, Visitor};
use crate::container::source::Memory;
use crate::failure::FailureKind;
use std::io::{self, Read};
use std::sync::Arc;

/// What a visitor was handed, one line each.
#[derive(Default)]
pub(in crate::container) struct Seen {
    pub(in crate::container) members: Vec<(String, Vec<u8>)>,
    pub(in crate::container) between: Vec<u8>,
    pub(in crate::container) failed: Vec<(FailureKind, String)>,
    /// How much of each member is read.
    pub(in crate::container) most: Option<u64>,
}

impl Visitor for Seen {
    fn member(&mut self, member: Member<'_>, content: &mut dyn Read) -> Flow {
        let mut read = Vec::new();
        if let Err(error) = content.take(self.most.unwrap_or(u64::MAX)).read_to_end(&mut read) {
            self.failed.push((FailureKind::of(&error), error.to_string()));
        }
        self.members.push((String::from_utf8_lossy(member.name).into_owned(), read));
        Flow::Continue(())
    }

    fn failed(&mut self, name: Option<&[u8]>, kind: FailureKind, detail: String) -> Flow {
        let name = name.map(|name| format!("{}: ", String::from_utf8_lossy(name))).unwrap_or_default();
        self.failed.push((kind, format!("{name}{detail}")));
        Flow::Continue(())
    }

    fn between(&mut self, _: u64, content: &mut dyn Read) -> Flow {
        content.read_to_end(&mut self.between).unwrap();
        Flow::Continue(())
    }

    fn ask(&mut self, octets: u64) -> io::Result<Grant> {
        Arc::new(Meter::default()).ask(octets)
    }
}

/// What the reader hands on.
pub(in crate::container) fn seen(reader: &dyn ArchiveReader, content: &[u8]) -> Seen {
    let mut seen = Seen::default();
    if let Err(error) = reader.open(&mut Memory::new(content), &mut seen) {
        seen.failed.push((FailureKind::of(&error), error.to_string()));
    }
    seen
}
