//! Content as the readers that go front to back take it: with a look ahead,
//! a count of what was taken, and an error that stays.

use super::source::Source;
use std::io::{self, BufRead, Read};

/// How much is read at a time, in octets.
const CHUNK: usize = 48 << 10;

/// So much of what was taken can be put back.
const KEEP: usize = 64;

/// Buffered content.
pub(super) struct Input<'s> {
    source: &'s mut dyn Source,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    ended: bool,
    failed: Option<io::Error>,
}

impl<'s> Input<'s> {
    /// The content, from its beginning.
    pub(super) fn new(source: &'s mut dyn Source) -> Input<'s> {
        Input { source, buffer: vec![0; KEEP + CHUNK], start: 0, end: 0, offset: 0, ended: false, failed: None }
    }

    /// The offset of the next octet.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the content beneath could not be read to its end.
    pub(super) fn failed(&self) -> bool {
        self.failed.is_some()
    }

    /// The error that the content beneath ended with, else the one given.
    pub(super) fn or_failure(&self, error: io::Error) -> io::Error {
        self.failed.as_ref().map_or(error, again)
    }

    /// What comes next, at least one octet unless the content has ended.
    pub(super) fn fill(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.more()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    /// The next octets, as many as are wanted (at most [`CHUNK`]) and there.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.end - self.start < wanted.min(CHUNK) && !self.ended {
            self.more()?;
        }
        Ok(&self.buffer[self.start..self.end.min(self.start + wanted)])
    }

    /// Takes octets that [`Input::fill`] or [`Input::peek`] showed.
    pub(super) fn consume(&mut self, octets: usize) {
        let taken = octets.min(self.end - self.start);
        self.start += taken;
        self.offset += taken as u64;
    }

    /// Puts back what was taken last, at most [`KEEP`] octets.
    pub(super) fn put_back(&mut self, octets: usize) {
        let back = octets.min(self.start).min(KEEP);
        self.start -= back;
        self.offset -= back as u64;
    }

    /// Goes on by so many octets; tells by how many it could.
    pub(super) fn skip(&mut self, octets: u64) -> io::Result<u64> {
        let mut left = octets;
        while left > 0 {
            let here = self.fill()?.len();
            if here == 0 {
                break;
            }
            let step = here.min(usize::try_from(left).unwrap_or(usize::MAX));
            self.consume(step);
            left -= step as u64;
        }
        Ok(octets - left)
    }

    /// Goes over zeros.
    pub(super) fn skip_zeros(&mut self) -> io::Result<()> {
        loop {
            let here = self.fill()?;
            let zeros = here.iter().position(|octet| *octet != 0).unwrap_or(here.len());
            let all = zeros == here.len();
            if here.is_empty() {
                return Ok(());
            }
            self.consume(zeros);
            if !all {
                return Ok(());
            }
        }
    }

    /// Reads on behind what is in the buffer.
    fn more(&mut self) -> io::Result<()> {
        if let Some(error) = &self.failed {
            return Err(again(error));
        }
        if self.ended {
            return Ok(());
        }
        if self.start == self.end || self.end == self.buffer.len() {
            let from = self.start.saturating_sub(KEEP);
            self.buffer.copy_within(from..self.end, 0);
            self.end -= from;
            self.start -= from;
        }
        let got = read(self.source, &mut self.buffer[self.end..]);
        let got = self.note(got)?;
        self.ended = got == 0;
        self.end += got;
        Ok(())
    }

    fn note(&mut self, got: io::Result<usize>) -> io::Result<usize> {
        got.inspect_err(|error| self.failed = Some(again(error)))
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.fill()
    }

    fn consume(&mut self, octets: usize) {
        Input::consume(self, octets);
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // Much at a time goes past the buffer.
        if self.start == self.end && into.len() >= CHUNK && !self.ended && self.failed.is_none() {
            let got = read(self.source, into);
            let got = self.note(got)?;
            (self.start, self.end) = (0, 0);
            self.ended = got == 0;
            self.offset += got as u64;
            return Ok(got);
        }
        let here = self.fill()?;
        let got = here.len().min(into.len());
        into[..got].copy_from_slice(&here[..got]);
        self.consume(got);
        Ok(got)
    }
}

fn read(source: &mut dyn Source, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// The same error once more.
pub(super) fn again(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// So many octets of the content, as the data of one member.
pub(super) struct Data<'d, 's> {
    input: &'d mut Input<'s>,
    left: u64,
    /// Whether the content ended before the data did.
    pub(super) short: bool,
}

impl<'d, 's> Data<'d, 's> {
    /// The next `size` octets.
    pub(super) fn new(input: &'d mut Input<'s>, size: u64) -> Data<'d, 's> {
        Data { input, left: size, short: false }
    }

    /// What was not read yet, in octets.
    pub(super) fn left(&self) -> u64 {
        self.left
    }
}

impl Read for Data<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let wanted = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let got = self.input.read(&mut into[..wanted])?;
        if got == 0 && wanted > 0 {
            self.short = true;
            let text = format!("it ends {} octets before its time", self.left);
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, text));
        }
        self.left -= got as u64;
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Memory;
    use super::*;

    #[test]
    fn what_was_taken_can_be_put_back_and_is_counted() {
        let content: Vec<u8> = (0..3 * CHUNK).map(|at| (at % 251).to_le_bytes()[0]).collect();
        let mut memory = Memory::new(&content);
        let mut input = Input::new(&mut memory);
        assert_eq!(input.skip(CHUNK as u64).unwrap(), CHUNK as u64);
        assert_eq!(input.peek(9).unwrap(), &content[CHUNK..CHUNK + 9]);
        input.put_back(30);
        assert_eq!(input.offset(), CHUNK as u64 - 30);
        let mut rest = Vec::new();
        input.read_to_end(&mut rest).unwrap();
        assert!(rest == content[CHUNK - 30..]);
        assert_eq!(input.offset(), content.len() as u64);
        assert!(input.peek(1).unwrap().is_empty());
    }
}
