//! Content that flows, gathered in memory so that it can be read at will, or
//! put back together so that it can be read again from its beginning.

use crate::bounds::{Grant, Meter};
use crate::container::source::{ReadAt, Source};
use std::io::{self, Read};
use std::sync::Arc;

/// The size of a piece of memory, in octets.
const PIECE: usize = 1 << 20;

/// Content in pieces of memory, and what did not fit.
pub(super) struct Gathered<'g> {
    pieces: Vec<Vec<u8>>,
    size: u64,
    at: u64,
    begun: bool,
    /// The rest, if it was too large.
    rest: Option<&'g mut dyn Source>,
    /// What ended the reading before its time.
    pub(super) error: Option<io::Error>,
    /// Kept as long as the pieces are.
    grants: Vec<Grant>,
}

impl<'g> Gathered<'g> {
    /// Gathers the content that begins with `head`, up to half of the memory
    /// that there is: what is larger is only read front to back.
    pub(super) fn read(head: &[u8], source: &'g mut dyn Source, meter: &Arc<Meter>) -> io::Result<Gathered<'g>> {
        let most = meter.bounds().memory / 2;
        let mut gathered =
            Gathered { pieces: Vec::new(), size: 0, at: 0, begun: false, rest: None, error: None, grants: Vec::new() };
        let mut head = head;
        while gathered.size + PIECE as u64 <= most {
            match meter.ask(PIECE as u64) {
                Ok(grant) => gathered.grants.push(grant),
                // The file is read again with all the memory to itself.
                Err(error) if meter.is_stopped() => return Err(error),
                // Too little is left beside what holds this content.
                Err(_) => break,
            }
            let mut piece = Vec::with_capacity(PIECE);
            let read = head.by_ref().chain(&mut *source).take(PIECE as u64).read_to_end(&mut piece);
            gathered.size += piece.len() as u64;
            let ended = piece.len() < PIECE;
            gathered.pieces.push(piece);
            gathered.error = read.err();
            if ended {
                return Ok(gathered);
            }
        }
        if !head.is_empty() {
            gathered.size += head.len() as u64;
            gathered.pieces.push(head.to_vec());
        }
        gathered.rest = Some(source);
        Ok(gathered)
    }

    fn copy_from(&self, offset: u64, into: &mut [u8]) -> usize {
        let piece = usize::try_from(offset / PIECE as u64).ok().and_then(|number| self.pieces.get(number));
        let within = usize::try_from(offset % PIECE as u64).unwrap_or(PIECE);
        let rest = piece.and_then(|piece| piece.get(within..)).unwrap_or_default();
        let got = rest.len().min(into.len());
        into[..got].copy_from_slice(&rest[..got]);
        got
    }
}

impl ReadAt for Gathered<'_> {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        Ok(self.copy_from(offset, into))
    }
}

impl Read for Gathered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.copy_from(self.at, into);
        self.at += got as u64;
        match &mut self.rest {
            Some(rest) if got == 0 => rest.read(into),
            _ if got == 0 => self.error.take().map_or(Ok(0), Err),
            _ => Ok(got),
        }
    }
}

impl Source for Gathered<'_> {
    fn random(&self) -> Option<&dyn ReadAt> {
        self.rest.is_none().then_some(self)
    }

    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}

/// Content whose beginning was read, from its beginning.
pub(super) struct Replay<'r> {
    head: &'r [u8],
    rest: &'r mut dyn Source,
    begun: bool,
}

impl<'r> Replay<'r> {
    pub(super) fn new(head: &'r [u8], rest: &'r mut dyn Source) -> Replay<'r> {
        Replay { head, rest, begun: false }
    }
}

impl Read for Replay<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.head.is_empty() { self.rest.read(into) } else { self.head.read(into) }
    }
}

impl Source for Replay<'_> {
    fn random(&self) -> Option<&dyn ReadAt> {
        self.rest.random()
    }

    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounds::{Bounds, Shared};
    use crate::container::source::Memory;
    use std::time::Duration;

    fn meter(memory: u64) -> Arc<Meter> {
        let shared = Shared::new(Bounds { memory, ..Bounds::default() });
        Arc::new(Meter::new(Arc::new(shared), || Duration::ZERO))
    }

    #[test]
    fn gathered_content_is_the_content_whether_it_fits_or_not() {
        let content: Vec<u8> = (0..3 * PIECE + 17).map(|at| (at % 251).to_le_bytes()[0]).collect();
        for (memory, fits) in [(64 << 20, true), (4 << 20, false), (100, false)] {
            let (head, tail) = content.split_at(9999);
            let mut source = Memory::new(tail);
            let mut gathered = Gathered::read(head, &mut source, &meter(memory)).unwrap();
            assert_eq!(gathered.random().is_some(), fits);
            if let Some(random) = gathered.random() {
                let mut some = [0; 40];
                let at = PIECE - 20;
                let got = crate::container::source::fill_at(random, at as u64, &mut some).unwrap();
                assert_eq!((got, &some[..]), (40, &content[at..at + 40]));
            }
            let mut all = Vec::new();
            gathered.read_to_end(&mut all).unwrap();
            assert!(all == content, "{memory}");
        }
    }
}
