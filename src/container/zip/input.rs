//! The content under one buffer: at will where it can be, else front to back.

use crate::container::archive::damaged;
use crate::container::source::ReadAt;
use std::io::{self, BufRead, ErrorKind, Read};

/// How much is read at a time, in octets: small members come with their
/// headers and their neighbours.
const CHUNK: usize = 64 << 10;

/// How much is read after a jump, in octets.
const STEP: usize = 4 << 10;

/// The least that the buffer holds, in octets; nobody peeks at more.
pub(super) const PEEK: usize = 64;

enum Origin<'c> {
    Random(&'c dyn ReadAt),
    Flow(&'c mut dyn Read),
}

/// Content from a position to an end, which can both be moved.
pub(super) struct Input<'c> {
    origin: Origin<'c>,
    buffer: Vec<u8>,
    /// The next octet's place in the buffer.
    start: usize,
    filled: usize,
    /// The next octet's offset in the content.
    at: u64,
    end: u64,
    /// How much is read next, in octets: little after a jump, since nobody
    /// may want what follows.
    step: usize,
}

impl<'c> Input<'c> {
    /// Content that is read at will.
    pub(super) fn random(content: &'c dyn ReadAt, at: u64, end: u64) -> Input<'c> {
        let size = usize::try_from(end.saturating_sub(at)).unwrap_or(CHUNK).clamp(PEEK, CHUNK);
        Input { origin: Origin::Random(content), buffer: vec![0; size], start: 0, filled: 0, at, end, step: size }
    }

    /// Content that is read front to back.
    pub(super) fn flowing(content: &'c mut dyn Read) -> Input<'c> {
        Input {
            origin: Origin::Flow(content),
            buffer: vec![0; CHUNK],
            start: 0,
            filled: 0,
            at: 0,
            end: u64::MAX,
            step: CHUNK,
        }
    }

    /// The offset of the next octet.
    pub(super) fn position(&self) -> u64 {
        self.at
    }

    /// Reading ends here from now on.
    pub(super) fn limit(&mut self, end: u64) {
        self.end = end;
    }

    /// The next octets, as many as were asked for or as there are.
    pub(super) fn peek(&mut self, octets: usize) -> io::Result<&[u8]> {
        let wanted = octets.min(usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(octets));
        if self.filled - self.start < wanted && self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            (self.start, self.filled) = (0, self.filled - self.start);
        }
        while self.filled - self.start < wanted {
            if self.more()? == 0 {
                break;
            }
        }
        let there = wanted.min(self.filled - self.start);
        Ok(&self.buffer[self.start..self.start + there])
    }

    /// Goes to an offset; backward only where content is read at will.
    pub(super) fn seek(&mut self, to: u64) -> io::Result<()> {
        let ahead = to.checked_sub(self.at).and_then(|ahead| usize::try_from(ahead).ok());
        let back = self.at.checked_sub(to).and_then(|back| usize::try_from(back).ok());
        match (ahead, back) {
            (Some(ahead), _) if ahead <= self.filled - self.start => self.start += ahead,
            (_, Some(back)) if back <= self.start => self.start -= back,
            _ if matches!(self.origin, Origin::Random(_)) => (self.start, self.filled, self.step) = (0, 0, STEP),
            (Some(_), _) => return self.pass(to),
            _ => return Err(damaged("its members overlap")),
        }
        self.at = to;
        Ok(())
    }

    /// Reads past what flows.
    fn pass(&mut self, to: u64) -> io::Result<()> {
        let end = std::mem::replace(&mut self.end, to);
        loop {
            let got = self.fill_buf()?.len();
            if got == 0 {
                break;
            }
            self.consume(got);
        }
        self.end = end;
        Ok(())
    }

    /// Reads behind what is there.
    fn more(&mut self) -> io::Result<usize> {
        let most = self.buffer.len().min(self.filled + self.step);
        let room = &mut self.buffer[self.filled..most];
        self.step = (4 * self.step).min(CHUNK);
        let got = match &mut self.origin {
            Origin::Random(content) => content.read_at(self.at + (self.filled - self.start) as u64, room)?,
            Origin::Flow(content) => loop {
                match content.read(room) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    read => break read?,
                }
            },
        };
        self.filled += got;
        Ok(got)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        if self.start == self.filled && left > 0 {
            (self.start, self.filled) = (0, 0);
            self.more()?;
        }
        let there = left.min(self.filled - self.start);
        Ok(&self.buffer[self.start..self.start + there])
    }

    fn consume(&mut self, octets: usize) {
        let octets = octets.min(self.filled - self.start);
        self.start += octets;
        self.at += octets as u64;
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.fill_buf()?.read(into)?;
        self.consume(got);
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::container::source::Memory;

    #[test]
    fn both_kinds_peek_seek_and_end_alike() {
        let content: Vec<u8> = (0..200_000_u32).map(|at| (at % 251).to_le_bytes()[0]).collect();
        let memory = Memory::new(&content);
        let mut flow = &content[..];
        for mut input in [Input::random(&memory, 0, 200_000), Input::flowing(&mut flow)] {
            for at in [0_usize, 10, 65_530, 65_600, 199_990] {
                input.seek(at as u64).unwrap();
                let end = (at + 30).min(content.len());
                assert_eq!(input.peek(30).unwrap(), &content[at..end]);
            }
            input.limit(199_995);
            let mut rest = Vec::new();
            input.read_to_end(&mut rest).unwrap();
            assert_eq!((&rest[..], input.position()), (&content[199_990..199_995], 199_995));
        }
    }
}
