//! What becomes of an archive's members: each is an artifact like any other.
//!
//! Behaviour:
//! 1. A member costs of the bounds before it is opened, and with all it
//!    expands to.
//! 2. A member that fails hides no other, unless a bound of the whole file is
//!    reached: then everything ends, and one failure says so.

use super::{Artifact, flow};
use crate::bounds::{Grant, Meter};
use crate::container;
use crate::container::archive::{Flow, Member, Visitor};
use crate::container::source::Source;
use crate::failure::FailureKind;
use crate::location::StepKind;
use std::io::{self, Read};
use std::sync::Arc;

/// The visitor that examines.
pub(super) struct Inside<'i, 'a> {
    artifact: &'i mut Artifact<'a>,
    format: &'static str,
}

impl<'i, 'a> Inside<'i, 'a> {
    pub(super) fn new(artifact: &'i mut Artifact<'a>, format: &'static str) -> Inside<'i, 'a> {
        Inside { artifact, format }
    }

    fn flow(&self) -> Flow {
        if self.artifact.haul.meter.is_stopped() { Flow::Break(()) } else { Flow::Continue(()) }
    }

    /// Whether the member may be opened; false is told.
    fn may_enter(&mut self) -> bool {
        if let Err(error) = self.artifact.haul.meter.member() {
            self.artifact.reading_failed(&error, None);
            return false;
        }
        let bound = self.artifact.haul.meter.bounds().depth;
        if self.artifact.depth() >= bound {
            let detail = format!("{} nested more than {bound} deep was not opened (--max-depth)", self.format);
            self.artifact.fail_once(FailureKind::LimitExceeded, detail);
            return false;
        }
        true
    }
}

impl Visitor for Inside<'_, '_> {
    fn member(&mut self, member: Member<'_>, content: &mut dyn Read) -> Flow {
        if !self.may_enter() {
            return self.flow();
        }
        let meter = Arc::clone(&self.artifact.haul.meter);
        let mut nested = self.artifact.nested(member);
        if self.format == "tar" {
            nested.note_whiteout();
        }
        let mut stream = Stream { content, meter: &meter, begun: false, size: 0 };
        if let Err(error) = flow::examine(&mut nested, &mut stream) {
            nested.reading_failed(&error, None);
        }
        if let Some(why) = nested.unclaimed(stream.size).filter(|_| {
            member.kind == StepKind::Member && container::name_promises_store(member.name) && !meter.is_stopped()
        }) {
            nested.fail(FailureKind::Unrecognized, why);
        }
        let has_key = nested.has_key();
        let file = nested.finish();
        self.artifact.take_member(file, has_key);
        self.flow()
    }

    fn failed(&mut self, name: Option<&[u8]>, kind: FailureKind, detail: String) -> Flow {
        match name {
            Some(name) => {
                let mut nested = self.artifact.nested(Member::named(name));
                nested.fail(kind, detail);
                let file = nested.finish();
                self.artifact.take_member(file, false);
            }
            None => self.artifact.fail(kind, format!("{}: {detail}", self.format)),
        }
        self.flow()
    }

    fn between(&mut self, offset: u64, content: &mut dyn Read) -> Flow {
        self.artifact.jump(offset);
        if let Err(error) = flow::carve(self.artifact, content) {
            self.artifact.reading_failed(&error, None);
        }
        self.flow()
    }

    fn ask(&mut self, octets: u64) -> io::Result<Grant> {
        self.artifact.haul.meter.ask(octets)
    }
}

/// A member's content as it flows out of its archive, counted.
struct Stream<'s> {
    content: &'s mut dyn Read,
    meter: &'s Meter,
    begun: bool,
    size: u64,
}

impl Read for Stream<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.content.read(into)?;
        self.size += got as u64;
        self.meter.expand(got as u64)?;
        Ok(got)
    }
}

impl Source for Stream<'_> {
    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}
