//! A pack from its first object to its last.

use super::find::{Finder, memory, stream};
use super::header::{Header, LONGEST, What};
use super::index::{Index, Kind};
use super::input::Input;
use super::tally::{Tally, Why};
use super::{MOST, checksum, hash};
use crate::bounds::Grant;
use crate::container::archive::{Flow, Member, Visitor};
use crate::container::inflate::Inflate;
use crate::container::source::ReadAt;
use data_encoding::HEXLOWER;
use flate2::Decompress;
use memchr::memmem;
use sha1::Digest;
use std::io::{self, BufRead, Read};

/// A smaller blob holds no certificate.
const SMALLEST: usize = 200;

/// What may begin a certificate in a commit or tag: PEM, base64, base64 of PEM.
const SIGNS: [&[u8]; 3] = [b"-----BEGIN ", b"MII", b"LS0tLS1CRUdJTi"];

/// A pack as it is read.
pub(super) struct Walk<'w, 'c> {
    pub(super) input: Input<'c>,
    pub(super) finder: Finder<'c>,
    pub(super) index: Index,
    /// The numbers of the deltas whose base was not known in passing.
    pub(super) pending: Vec<usize>,
    /// Whether ids are SHA-256.
    pub(super) sha256: bool,
    pub(super) tally: Tally,
    pub(super) visitor: &'w mut dyn Visitor,
    pub(super) grants: Vec<Grant>,
}

/// Reads a pack of so many objects, whose header was taken.
pub(super) fn open<'c>(
    input: Input<'c>,
    random: Option<&'c dyn ReadAt>,
    count: u32,
    visitor: &mut dyn Visitor,
) -> io::Result<()> {
    let (index, tally) = (Index::default(), Tally::default());
    let finder = Finder::new(random, visitor);
    let mut walk =
        Walk { input, finder, index, pending: Vec::new(), sha256: false, tally, visitor, grants: Vec::new() };
    let ended = match walk.objects(count) {
        Ok(Flow::Break(())) => return Ok(()),
        Ok(Flow::Continue(())) => checksum::check(&mut walk.input, random),
        Err(error) if error.kind() == io::ErrorKind::QuotaExceeded => return Err(error),
        Err(error) => Err(error),
    };
    if walk.late()?.is_continue() && walk.tally.tell(walk.visitor).is_continue() {
        return ended;
    }
    Ok(())
}

impl Walk<'_, '_> {
    fn objects(&mut self, count: u32) -> io::Result<Flow> {
        for number in 0..count {
            let offset = self.input.offset();
            match self.object(offset) {
                Ok(Flow::Continue(())) => {}
                Ok(Flow::Break(())) => return Ok(Flow::Break(())),
                Err(error) => {
                    let place = format!("object {number} of {count}, at offset {offset}");
                    let error = io::Error::new(error.kind(), format!("{place}: {error}; nothing was read behind it"));
                    return Err(self.input.or_failure(error));
                }
            }
        }
        Ok(Flow::Continue(()))
    }

    fn object(&mut self, offset: u64) -> io::Result<Flow> {
        let header = Header::parse(self.input.peek(LONGEST)?, offset)?;
        self.input.consume(header.length);
        match header.what {
            What::Whole(Kind::Tree) => self.pass(offset, Kind::Tree)?,
            What::Whole(kind) => return self.whole(offset, kind, &header),
            What::Behind(base) => return self.delta(offset, base, &header),
            What::Named(id) => {
                self.sha256 |= id.sha256;
                self.put_off(offset)?;
            }
        }
        Ok(Flow::Continue(()))
    }

    /// Goes over an object that is not looked at.
    fn pass(&mut self, offset: u64, kind: Kind) -> io::Result<()> {
        let got = Inflate::zlib(&mut self.input, &mut self.finder.state).pass(|_| {})?;
        self.finder.spend(got, offset)?;
        self.index.push(offset, kind, 0, self.visitor)
    }

    /// Goes over a delta whose base may come later.
    fn put_off(&mut self, offset: u64) -> io::Result<()> {
        if self.pending.len() == self.pending.capacity() {
            let more = self.pending.len().max(1 << 10);
            self.grants.extend(memory((more * size_of::<usize>()) as u64, self.visitor)?);
            self.pending.reserve_exact(more);
        }
        self.pending.push(self.index.len());
        self.pass(offset, Kind::Unknown)
    }

    fn whole(&mut self, offset: u64, kind: Kind, header: &Header) -> io::Result<Flow> {
        let memory = if header.size > MOST { None } else { memory(header.size, self.visitor).ok() };
        let Some(_memory) = memory else { return self.large(offset, kind, header) };
        let mut content = Vec::new();
        match Inflate::zlib(&mut self.input, &mut self.finder.state).gather(header.size, &mut content) {
            Ok(got) if got == header.size => {}
            Ok(_) => self.tally.count(Why::Damaged)?,
            Err(error) => {
                let flow = self.hand(place(offset).as_bytes(), kind, &content);
                return if flow.is_break() { Ok(flow) } else { Err(error) };
            }
        }
        let content = std::rc::Rc::new(content);
        self.finder.cache.put(offset, (kind, std::rc::Rc::clone(&content)));
        self.known(offset, kind, &content)
    }

    /// Notes an object whose content is known, and hands it on.
    fn known(&mut self, offset: u64, kind: Kind, content: &[u8]) -> io::Result<Flow> {
        let id = hash::id(kind, content);
        self.index.push(offset, kind, hash::first(&id), self.visitor)?;
        Ok(self.hand(HEXLOWER.encode(&id).as_bytes(), kind, content))
    }

    /// Hands on what may hold a certificate.
    pub(super) fn hand(&mut self, name: &[u8], kind: Kind, content: &[u8]) -> Flow {
        let wanted = match kind {
            Kind::Blob => content.len() >= SMALLEST,
            Kind::Commit | Kind::Tag => SIGNS.iter().any(|sign| memmem::find(content, sign).is_some()),
            Kind::Tree | Kind::Unknown => false,
        };
        if !wanted {
            return Flow::Continue(());
        }
        self.visitor.member(Member::named(name), &mut &*content)
    }

    /// An object that is not held in memory: read once for its id and again
    /// for what it holds, or only once where it flows.
    fn large(&mut self, offset: u64, kind: Kind, header: &Header) -> io::Result<Flow> {
        let Some(random) = self.finder.random else { return self.flowing(offset, kind, header) };
        let (mut id, mut total) = (hash::begin(kind, header.size), 0);
        let passed = Inflate::zlib(&mut self.input, &mut self.finder.state).pass(|piece| {
            total += piece.len() as u64;
            id.update(piece);
        });
        let id = id.finalize();
        let name = if passed.is_ok() { HEXLOWER.encode(&id) } else { place(offset) };
        let mut input = stream(random, offset, header);
        // The damage behind so many octets is told already.
        let mut content = Inflate::zlib(&mut input, &mut self.finder.state).take(total);
        let flow = self.visitor.member(Member::named(name.as_bytes()), &mut content);
        if flow.is_break() {
            return Ok(flow);
        }
        self.finder.spend(total, offset)?;
        self.sized(passed?, header)?;
        self.index.push(offset, kind, hash::first(&id), self.visitor)?;
        Ok(flow)
    }

    fn flowing(&mut self, offset: u64, kind: Kind, header: &Header) -> io::Result<Flow> {
        let mut state = Decompress::new(true);
        let mut content = Counted { content: Inflate::zlib(&mut self.input, &mut state), count: 0 };
        let flow = self.visitor.member(Member::named(place(offset).as_bytes()), &mut content);
        if flow.is_break() {
            return Ok(flow);
        }
        let rest = content.content.pass(|_| {})?;
        let total = content.count + rest;
        self.finder.spend(rest, offset)?;
        self.sized(total, header)?;
        self.index.push(offset, kind, 0, self.visitor)?;
        Ok(flow)
    }

    fn sized(&mut self, got: u64, header: &Header) -> io::Result<()> {
        if got == header.size { Ok(()) } else { self.tally.count(Why::Damaged) }
    }

    fn delta(&mut self, offset: u64, base: u64, header: &Header) -> io::Result<Flow> {
        let found = self.index.at(base).and_then(|number| self.index.get(number));
        let kind = match found {
            Some((_, Kind::Unknown, _)) => return self.put_off(offset).map(Flow::Continue),
            Some((_, Kind::Tree, _)) => return self.pass(offset, Kind::Tree).map(Flow::Continue),
            Some((_, kind, _)) => kind,
            None => return self.given_up(offset, Kind::Unknown, Why::Damaged),
        };
        let memory = if header.size > MOST { None } else { memory(header.size, self.visitor).ok() };
        let Some(_memory) = memory else { return self.given_up(offset, kind, Why::Large) };
        let mut delta = Vec::new();
        let got = Inflate::zlib(&mut self.input, &mut self.finder.state).gather(header.size, &mut delta)?;
        self.finder.spend(got, offset)?;
        let base = self.finder.object(base, &self.index, self.visitor);
        match base.and_then(|base| self.finder.apply(offset, &base, &delta, self.visitor)) {
            Ok((kind, content)) if got == header.size => self.known(offset, kind, &content),
            done => {
                self.tally.count(done.err().unwrap_or(Why::Damaged))?;
                self.index.push(offset, kind, 0, self.visitor)?;
                Ok(Flow::Continue(()))
            }
        }
    }

    /// Goes over an object that cannot be looked at.
    fn given_up(&mut self, offset: u64, kind: Kind, why: Why) -> io::Result<Flow> {
        self.tally.count(why)?;
        self.pass(offset, kind).map(Flow::Continue)
    }
}

/// What an object is called whose id is not known.
fn place(offset: u64) -> String {
    format!("object at {offset}")
}

/// Counts what was read.
struct Counted<R> {
    content: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.content.read(into)?;
        self.count += got as u64;
        Ok(got)
    }
}
