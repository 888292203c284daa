//! What lies between a broken header and the next good one.

use super::super::input::Input;
use super::header::{self, BLOCK};
use std::io::{self, Read};

/// A block that is no header, and all that follow it until one is.
pub(super) struct Lost<'l, 's> {
    block: [u8; BLOCK],
    at: usize,
    size: usize,
    input: &'l mut Input<'s>,
}

impl<'l, 's> Lost<'l, 's> {
    pub(super) fn new(block: &[u8; BLOCK], input: &'l mut Input<'s>) -> Lost<'l, 's> {
        Lost { block: *block, at: 0, size: BLOCK, input }
    }
}

impl Read for Lost<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.size {
            let next = self.input.peek(BLOCK)?;
            if next.first_chunk().is_some_and(header::is_good) {
                return Ok(0);
            }
            self.size = next.len();
            self.at = 0;
            self.block[..next.len()].copy_from_slice(next);
            self.input.consume(self.size);
        }
        let got = into.len().min(self.size - self.at);
        into[..got].copy_from_slice(&self.block[self.at..self.at + got]);
        self.at += got;
        Ok(got)
    }
}
