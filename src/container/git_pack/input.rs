//! The pack front to back, with the checksum of what was taken.

use crate::container::input::again;
use sha1::{Digest, Sha1};
use std::io::{self, BufRead, Read};

/// How much is read at a time, in octets.
const CHUNK: usize = 64 << 10;

/// Buffered content, hashed as it is taken.
pub(super) struct Input<'c> {
    content: &'c mut dyn Read,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// What of the buffer is in the checksum already.
    hashed: usize,
    offset: u64,
    checksum: Sha1,
    failed: Option<io::Error>,
}

impl<'c> Input<'c> {
    /// The content, from its beginning.
    pub(super) fn new(content: &'c mut dyn Read) -> Input<'c> {
        let (buffer, checksum) = (vec![0; CHUNK], Sha1::new());
        Input { content, buffer, start: 0, end: 0, hashed: 0, offset: 0, checksum, failed: None }
    }

    /// The offset of the next octet.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// The error that the content itself ended with, else the one given.
    pub(super) fn or_failure(&self, error: io::Error) -> io::Error {
        self.failed.as_ref().map_or(error, again)
    }

    /// The SHA-1 of all that was taken so far.
    pub(super) fn checksum(&mut self) -> [u8; 20] {
        self.hash();
        self.checksum.clone().finalize().into()
    }

    /// The next octets, as many as are wanted and there.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.end - self.start < wanted {
            let before = self.end - self.start;
            self.more()?;
            if self.end - self.start == before {
                break;
            }
        }
        Ok(&self.buffer[self.start..self.end.min(self.start + wanted)])
    }

    fn hash(&mut self) {
        self.checksum.update(&self.buffer[self.hashed..self.start]);
        self.hashed = self.start;
    }

    fn more(&mut self) -> io::Result<()> {
        if let Some(error) = &self.failed {
            return Err(again(error));
        }
        self.hash();
        self.buffer.copy_within(self.start..self.end, 0);
        (self.end, self.start, self.hashed) = (self.end - self.start, 0, 0);
        loop {
            match self.content.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failed = Some(again(&error));
                    return Err(error);
                }
                Ok(got) => {
                    self.end += got;
                    return Ok(());
                }
            }
        }
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            self.more()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, octets: usize) {
        let taken = octets.min(self.end - self.start);
        self.start += taken;
        self.offset += taken as u64;
    }
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let here = self.fill_buf()?;
        let got = here.len().min(into.len());
        into[..got].copy_from_slice(&here[..got]);
        self.consume(got);
        Ok(got)
    }
}
