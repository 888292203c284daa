//! Objects by their offset: deltas are applied to their bases, and these to
//! theirs.

use super::cache::{Cache, Object};
use super::header::{Header, LONGEST, What};
use super::index::Index;
use super::tally::Why;
use super::{MOST, delta};
use crate::bounds::Grant;
use crate::container::archive::Visitor;
use crate::container::inflate::Inflate;
use crate::container::source::{ReadAt, Stretch, fill_at};
use flate2::Decompress;
use std::collections::HashMap;
use std::io::{self, BufReader};
use std::rc::Rc;

/// Git makes chains of at most 4095 deltas.
const MOST_LINKS: usize = 4096;

/// So much memory is not asked for.
const FREE: u64 = 256 << 10;

/// The contents that are kept, in octets.
const CACHE: u64 = 16 << 20;

/// What is inflated here and not handed on may cost so much, and so many times
/// the size of the pack: nobody else counts it.
const FREE_WORK: u64 = 1 << 30;
const WORK: u64 = 400;

/// What a look at an object costs at least.
const LOOK: u64 = 4 << 10;

/// The objects by the first octets of their ids.
pub(super) type Ids = HashMap<u64, usize, foldhash::fast::RandomState>;

/// Finds objects.
pub(super) struct Finder<'c> {
    pub(super) random: Option<&'c dyn ReadAt>,
    pub(super) state: Decompress,
    pub(super) ids: Ids,
    pub(super) cache: Cache,
    work: u64,
    _memory: Option<Grant>,
}

impl<'c> Finder<'c> {
    pub(super) fn new(random: Option<&'c dyn ReadAt>, visitor: &mut dyn Visitor) -> Finder<'c> {
        let size = random.map_or(CACHE, |random| random.size().saturating_mul(64).clamp(FREE, CACHE));
        // With less memory it takes longer and finds the same.
        let memory = if size > FREE { visitor.ask(size).ok() } else { None };
        let cache = Cache::new(if memory.is_some() { size } else { FREE });
        Finder { random, state: Decompress::new(true), ids: Ids::default(), cache, work: 0, _memory: memory }
    }

    /// Counts what was inflated and is not handed on; `position` is how far the
    /// pack was read.
    pub(super) fn spend(&mut self, octets: u64, position: u64) -> io::Result<()> {
        self.work = self.work.saturating_add(octets);
        let size = self.random.map_or(position, ReadAt::size);
        if self.work > FREE_WORK.saturating_add(size.saturating_mul(WORK)) {
            let detail = format!("its trees and differences expand to more than {WORK} times its size");
            return Err(io::Error::new(io::ErrorKind::QuotaExceeded, detail));
        }
        Ok(())
    }

    /// The header of the object at an offset.
    pub(super) fn header(&self, offset: u64) -> Result<Header, Why> {
        let random = self.random.ok_or(Why::Flows)?;
        let mut head = [0; LONGEST];
        let got = fill_at(random, offset, &mut head).map_err(Why::Failed)?;
        Header::parse(&head[..got], offset).map_err(|_| Why::Damaged)
    }

    /// The object at an offset, resolved.
    pub(super) fn object(&mut self, offset: u64, index: &Index, visitor: &mut dyn Visitor) -> Result<Object, Why> {
        let mut links = Vec::new();
        let mut at = offset;
        let mut object = loop {
            if let Some(object) = self.cache.get(at) {
                break object;
            }
            let header = self.header(at)?;
            self.spend(LOOK, at).map_err(Why::Failed)?;
            let base = match header.what {
                What::Whole(kind) => {
                    let content = Rc::new(self.content(at, &header, visitor)?);
                    self.cache.put(at, (kind, Rc::clone(&content)));
                    break (kind, content);
                }
                What::Behind(base) => base,
                What::Named(id) => {
                    let base = self.ids.get(&id.first).and_then(|number| index.get(*number));
                    base.ok_or(Why::Missing)?.0
                }
            };
            if links.len() == MOST_LINKS {
                return Err(Why::Large);
            }
            links.push((at, header));
            at = base;
        };
        while let Some((at, header)) = links.pop() {
            let delta = self.content(at, &header, visitor)?;
            object = self.apply(at, &object, &delta, visitor)?;
        }
        Ok(object)
    }

    /// The object at an offset from its base and the delta between them.
    pub(super) fn apply(
        &mut self,
        offset: u64,
        base: &Object,
        delta: &[u8],
        visitor: &mut dyn Visitor,
    ) -> Result<Object, Why> {
        let size = delta::result_size(delta).ok_or(Why::Damaged)?;
        if size > MOST {
            return Err(Why::Large);
        }
        let _memory = memory(base.1.len() as u64 + delta.len() as u64 + size, visitor).map_err(|_| Why::Large)?;
        let content = delta::apply(&base.1, delta, MOST).ok_or(Why::Damaged)?;
        self.spend(size, offset).map_err(Why::Failed)?;
        let object = (base.0, Rc::new(content));
        self.cache.put(offset, (object.0, Rc::clone(&object.1)));
        Ok(object)
    }

    /// What stands behind a header once more.
    fn content(&mut self, offset: u64, header: &Header, visitor: &mut dyn Visitor) -> Result<Vec<u8>, Why> {
        let random = self.random.ok_or(Why::Flows)?;
        if header.size > MOST {
            return Err(Why::Large);
        }
        let _memory = memory(header.size, visitor).map_err(|_| Why::Large)?;
        let mut input = stream(random, offset, header);
        let mut content = Vec::new();
        let got = Inflate::zlib(&mut input, &mut self.state).gather(header.size, &mut content);
        self.spend(content.len() as u64, offset).map_err(Why::Failed)?;
        match got {
            Ok(got) if got == header.size => Ok(content),
            Err(error) if error.raw_os_error().is_some() => Err(Why::Failed(error)),
            _ => Err(Why::Damaged),
        }
    }
}

/// The zlib stream behind a header, from its beginning.
pub(super) fn stream<'c>(random: &'c dyn ReadAt, offset: u64, header: &Header) -> BufReader<Stretch<'c>> {
    let from = offset.saturating_add(header.length as u64);
    BufReader::with_capacity(4 << 10, Stretch::new(random, from, random.size()))
}

/// Memory for so many octets, where they are many.
pub(super) fn memory(octets: u64, visitor: &mut dyn Visitor) -> io::Result<Option<Grant>> {
    if octets > FREE { visitor.ask(octets).map(Some) } else { Ok(None) }
}
