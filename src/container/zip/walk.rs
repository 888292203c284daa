//! Members as the directory lists them, and what lies between them.

use super::decode::Tools;
use super::directory::Directory;
use super::ending::Ending;
use super::input::Input;
use super::layout::{Layout, Place};
use super::locals::Locals;
use super::member::{Expected, hand, refused};
use super::record::{Entry, LOCAL, LOCAL_SIZE, u16_at};
use crate::container::archive::{Flow, Visitor};
use crate::container::source::{ReadAt, Stretch};
use crate::failure::FailureKind;
use std::io;

/// The smallest gap that is looked at, in octets: a data descriptor is
/// shorter, and anything that concerns us longer.
const GAP: u64 = 64;

/// Reads an archive by its directory.
pub(super) fn open(content: &dyn ReadAt, ending: Ending, visitor: &mut dyn Visitor) -> io::Result<()> {
    let mut directory = Directory::new(content, ending);
    let layout = Layout::read(content, &mut directory, visitor)?;
    let input = Input::random(content, 0, content.size());
    let mut walk = Walk { content, ending, layout, input, tools: Tools::default(), overlap_told: false };
    if walk.members(&mut directory, visitor)?.is_break() {
        return Ok(());
    }
    if !ending.counts(directory.entries) {
        let Ending { entries, .. } = ending;
        let detail = format!(
            "its directory is damaged: {} members can be read of it, its end record says {entries}",
            directory.entries
        );
        let Flow::Continue(()) = visitor.failed(None, FailureKind::Corrupt, detail) else { return Ok(()) };
    }
    let Flow::Continue(()) = between(content, ending.directory, content.size(), visitor) else { return Ok(()) };
    Ok(())
}

fn between(content: &dyn ReadAt, from: u64, to: u64, visitor: &mut dyn Visitor) -> Flow {
    visitor.between(from, &mut Stretch::new(content, from, to))
}

fn nowhere(entry: &Entry, visitor: &mut dyn Visitor) -> Flow {
    let detail = "no local header where the directory says".to_owned();
    visitor.failed(Some(&entry.name), FailureKind::Corrupt, detail)
}

struct Walk<'c> {
    content: &'c dyn ReadAt,
    ending: Ending,
    layout: Layout,
    input: Input<'c>,
    tools: Tools,
    overlap_told: bool,
}

impl Walk<'_> {
    /// Every member, each with the gap behind it.
    fn members(&mut self, directory: &mut Directory<'_>, visitor: &mut dyn Visitor) -> io::Result<Flow> {
        let bound = self.ending.directory;
        let first = self.layout.first().min(bound);
        if self.gap(0, first, false, visitor)?.is_break() {
            return Ok(Flow::Break(()));
        }
        let (mut entry, mut following) = (Entry::default(), Entry::default());
        let mut more = directory.next(&mut entry)?;
        while more {
            more = directory.next(&mut following)?;
            let flow = match self.layout.visit(&entry, more.then_some(&following)) {
                Place::Before(next) => self.member(&entry, next.min(bound), visitor)?,
                Place::Taken => self.overlap(visitor),
                Place::Nowhere => nowhere(&entry, visitor),
            };
            if flow.is_break() {
                return Ok(flow);
            }
            std::mem::swap(&mut entry, &mut following);
        }
        Ok(Flow::Continue(()))
    }

    /// One member, which ends before `next`.
    fn member(&mut self, entry: &Entry, next: u64, visitor: &mut dyn Visitor) -> io::Result<Flow> {
        if entry.offset >= next {
            return Ok(nowhere(entry, visitor));
        }
        let Some(start) = self.data(entry, next)? else {
            let flow = nowhere(entry, visitor);
            return if flow.is_break() { Ok(flow) } else { self.gap(entry.offset, next, false, visitor) };
        };
        let claimed = start.saturating_add(entry.compressed);
        let end = claimed.min(next);
        let mut flow = if claimed > next { self.overlap(visitor) } else { Flow::Continue(()) };
        let mut rest = end;
        if flow.is_continue() && !entry.is_directory() {
            flow = match refused(entry) {
                Some((kind, detail)) => visitor.failed(Some(&entry.name), kind, detail),
                None => self.content(entry, (start, end), claimed == end, &mut rest, visitor)?,
            };
        }
        if flow.is_break() { Ok(flow) } else { self.gap(rest, next, entry.has_descriptor(), visitor) }
    }

    /// Where the member's data begins; `None` without a local header.
    fn data(&mut self, entry: &Entry, next: u64) -> io::Result<Option<u64>> {
        self.input.limit(next);
        self.input.seek(entry.offset)?;
        let head = self.input.peek(LOCAL_SIZE)?;
        if head.len() < LOCAL_SIZE || !head.starts_with(LOCAL) {
            return Ok(None);
        }
        let lengths = u64::from(u16_at(head, 26)) + u64::from(u16_at(head, 28));
        Ok(entry.offset.checked_add(LOCAL_SIZE as u64 + lengths).filter(|start| *start <= next))
    }

    /// Hands on the content from `start` to `end`; `rest` becomes where it
    /// really ended, if it was read so far.
    fn content(
        &mut self,
        entry: &Entry,
        (start, end): (u64, u64),
        complete: bool,
        rest: &mut u64,
        visitor: &mut dyn Visitor,
    ) -> io::Result<Flow> {
        self.input.seek(start)?;
        self.input.limit(end);
        let expected = if complete { Expected::Here } else { Expected::Cut };
        let (flow, outcome) = hand(&mut self.input, &mut self.tools, entry, expected, visitor);
        if outcome.ended && complete {
            *rest = self.input.position();
        }
        Ok(flow)
    }

    fn overlap(&mut self, visitor: &mut dyn Visitor) -> Flow {
        if std::mem::replace(&mut self.overlap_told, true) {
            return Flow::Continue(());
        }
        let detail = "its members overlap; what is claimed twice is looked at once".to_owned();
        visitor.failed(None, FailureKind::Corrupt, detail)
    }

    /// What the directory says nothing of.
    fn gap(&mut self, from: u64, to: u64, descriptor: bool, visitor: &mut dyn Visitor) -> io::Result<Flow> {
        if to.saturating_sub(from) < GAP {
            return Ok(Flow::Continue(()));
        }
        self.input.limit(to);
        self.input.seek(from)?;
        let mut locals = Locals::new(&mut self.input, &mut self.tools, to);
        if descriptor {
            locals.pass_descriptor()?;
        }
        if locals.walk(visitor, false)?.is_break() {
            return Ok(Flow::Break(()));
        }
        let from = self.input.position();
        Ok(if to.saturating_sub(from) < GAP { Flow::Continue(()) } else { between(self.content, from, to, visitor) })
    }
}
