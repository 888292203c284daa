//! Members by their local headers, front to back.

use super::decode::Tools;
use super::input::Input;
use super::member::{Expected, Outcome, hand, refused};
use super::record::{
    CENTRAL, DESCRIPTOR, EMPTY, END64, Entry, LOCAL, LOCAL_SIZE, LOCATOR64, MARKER, is_plausible, u16_at,
};
use super::scan::{DESCRIPTOR_SIZE, Unknown, descriptor};
use crate::container::archive::{Flow, Visitor};
use crate::failure::FailureKind;
use std::io;

/// The length of an end record without its comment.
const END_SIZE: u64 = 22;

/// What stands next.
enum Record {
    Member,
    /// An entry of the directory.
    Listed,
    /// A record of this length that tells nothing.
    Skip(u64),
    /// An end record with a comment of this length.
    End(u64),
    Unknown,
}

/// Reads from where the input stands up to `end`.
pub(super) struct Locals<'l, 'c> {
    input: &'l mut Input<'c>,
    tools: &'l mut Tools,
    entry: Entry,
    end: u64,
    members: u64,
    listed: u64,
    /// Where the last record ends, if that was an end record.
    ending: Option<u64>,
}

impl<'l, 'c> Locals<'l, 'c> {
    pub(super) fn new(input: &'l mut Input<'c>, tools: &'l mut Tools, end: u64) -> Locals<'l, 'c> {
        Locals { input, tools, entry: Entry::default(), end, members: 0, listed: 0, ending: None }
    }

    /// Whether everything up to an end record was there.
    pub(super) fn is_whole(&self) -> bool {
        self.listed <= self.members && self.ending.is_some_and(|ending| ending <= self.input.position())
    }

    /// Visits every member. What is no record is handed on and passed if that
    /// is wanted, or once there was a member; else it ends the walk.
    pub(super) fn walk(&mut self, visitor: &mut dyn Visitor, wanted: bool) -> io::Result<Flow> {
        loop {
            self.input.limit(self.end);
            let head = self.input.peek(LOCAL_SIZE)?;
            if head.is_empty() {
                return Ok(Flow::Continue(()));
            }
            let flow = match record(head) {
                Record::Member => self.member(visitor)?,
                Record::Listed => self.listed()?,
                Record::Skip(octets) => self.skip(octets)?,
                Record::End(comment) => {
                    self.ending = Some(self.input.position() + END_SIZE + comment);
                    self.skip(END_SIZE)?
                }
                Record::Unknown if wanted || self.members > 0 => self.unknown(visitor)?,
                Record::Unknown => return Ok(Flow::Continue(())),
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }

    /// Goes behind the data descriptor of what came before, if one is here.
    pub(super) fn pass_descriptor(&mut self) -> io::Result<()> {
        let head = self.input.peek(DESCRIPTOR_SIZE + 4)?;
        let ends = [16, 24, 12, 20].into_iter().find(|at| head.get(*at..).is_some_and(|rest| rest.starts_with(LOCAL)));
        if let Some(octets) = ends {
            self.skip(octets as u64).map(|_| ())?;
        }
        Ok(())
    }

    fn skip(&mut self, octets: u64) -> io::Result<Flow> {
        let to = self.input.position().saturating_add(octets);
        self.input.seek(to.min(self.end))?;
        Ok(Flow::Continue(()))
    }

    fn unknown(&mut self, visitor: &mut dyn Visitor) -> io::Result<Flow> {
        let mut content = Unknown(self.input);
        let flow = visitor.between(content.0.position(), &mut content);
        if flow.is_continue() {
            content.pass()?;
        }
        Ok(flow)
    }

    /// An entry of the directory: only counted.
    fn listed(&mut self) -> io::Result<Flow> {
        if !self.entry.read_central(self.input)? {
            return self.skip(u64::MAX);
        }
        self.listed += 1;
        Ok(Flow::Continue(()))
    }

    fn member(&mut self, visitor: &mut dyn Visitor) -> io::Result<Flow> {
        self.ending = None;
        self.members += 1;
        if !self.entry.read_local(self.input)? {
            return self.skip(u64::MAX);
        }
        let sized = !self.entry.has_descriptor() || self.entry.compressed > 0;
        let start = self.input.position();
        let data_end = start.saturating_add(self.entry.compressed).min(self.end);
        if sized {
            self.input.limit(data_end);
        }
        let flow = if self.entry.is_directory() && self.entry.compressed <= 2 {
            Flow::Continue(())
        } else if let Some((kind, detail)) = refused(&self.entry) {
            visitor.failed(Some(&self.entry.name), kind, detail)
        } else {
            self.content(sized, visitor)?
        };
        self.input.limit(self.end);
        if sized && flow.is_continue() {
            self.input.seek(data_end)?;
        }
        Ok(flow)
    }

    fn content(&mut self, sized: bool, visitor: &mut dyn Visitor) -> io::Result<Flow> {
        let start = self.input.position();
        let expected = if sized { Expected::Here } else { Expected::Behind };
        let (flow, outcome) = hand(self.input, self.tools, &self.entry, expected, visitor);
        if sized || flow.is_break() || !outcome.ended {
            return Ok(flow);
        }
        self.compare(start, outcome, visitor)
    }

    /// Compares what was read with the data descriptor behind it.
    fn compare(&mut self, start: u64, outcome: Outcome, visitor: &mut dyn Visitor) -> io::Result<Flow> {
        let compressed = self.input.position() - start;
        let head = self.input.peek(DESCRIPTOR_SIZE)?;
        if let Some(length) = descriptor(head, outcome.crc, compressed, outcome.size) {
            return self.skip(length as u64);
        }
        let detail = "its checksum or size is wrong".to_owned();
        Ok(visitor.failed(Some(&self.entry.name), FailureKind::Corrupt, detail))
    }
}

/// What begins so.
fn record(head: &[u8]) -> Record {
    match head {
        _ if head.starts_with(LOCAL) && is_plausible(head) => Record::Member,
        _ if head.starts_with(CENTRAL) => Record::Listed,
        _ if head.starts_with(MARKER) && head[4..].starts_with(LOCAL) => Record::Skip(4),
        _ if head.starts_with(DESCRIPTOR) => Record::Skip(descriptor_length(head)),
        _ if head.starts_with(END64) => Record::Skip(56),
        _ if head.starts_with(LOCATOR64) => Record::Skip(20),
        _ if head.starts_with(EMPTY) => Record::End(u64::from(u16_at(head, 20))),
        _ => Record::Unknown,
    }
}

/// How long a data descriptor is that fits nothing, by what follows it.
fn descriptor_length(head: &[u8]) -> u64 {
    let follows = |at: usize| head.get(at..).is_some_and(|rest| rest.starts_with(b"PK"));
    [4, 16, 24].into_iter().find(|at| follows(*at)).unwrap_or(4) as u64
}
