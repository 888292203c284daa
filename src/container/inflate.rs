//! One deflated stream, with zlib's header or without, taken to its last octet
//! and not beyond.

use super::archive::damaged;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read};

/// Inflates from where the input stands.
pub(super) struct Inflate<'i, R> {
    input: &'i mut R,
    state: &'i mut Decompress,
    over: bool,
}

impl<'i, R: BufRead> Inflate<'i, R> {
    /// A zlib stream (RFC 1950).
    pub(super) fn zlib(input: &'i mut R, state: &'i mut Decompress) -> Inflate<'i, R> {
        state.reset(true);
        Inflate { input, state, over: false }
    }

    /// A raw stream (RFC 1951).
    pub(super) fn raw(input: &'i mut R, state: &'i mut Decompress) -> Inflate<'i, R> {
        state.reset(false);
        Inflate { input, state, over: false }
    }

    /// Inflates the rest into `content`, at most `most` octets and one more
    /// that tells of others, and goes to the end of the stream. What came out
    /// before an error is in `content`.
    pub(super) fn gather(&mut self, most: u64, content: &mut Vec<u8>) -> io::Result<u64> {
        let got = self.by_ref().take(most.saturating_add(1)).read_to_end(content)?;
        Ok(got as u64 + self.pass(|_| {})?)
    }

    /// Goes to the end of the stream; tells how much came out.
    pub(super) fn pass(&mut self, mut seen: impl FnMut(&[u8])) -> io::Result<u64> {
        let mut total = 0;
        if self.over {
            return Ok(total);
        }
        let mut piece = [0; 8 << 10];
        loop {
            match self.read(&mut piece)? {
                0 => return Ok(total),
                got => {
                    total += got as u64;
                    seen(&piece[..got]);
                }
            }
        }
    }
}

impl<R: BufRead> Read for Inflate<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.over && !into.is_empty() {
            let octets = self.input.fill_buf()?;
            let cut = octets.is_empty();
            let before = (self.state.total_in(), self.state.total_out());
            let status = self.state.decompress(octets, into, FlushDecompress::None);
            let taken = usize::try_from(self.state.total_in() - before.0).unwrap_or_default();
            let got = usize::try_from(self.state.total_out() - before.1).unwrap_or_default();
            self.input.consume(taken);
            match status {
                Ok(status) => self.over = status == Status::StreamEnd,
                Err(_) if got == 0 => return Err(damaged("its compressed content is damaged")),
                // An error is met again with the next step.
                Err(_) => {}
            }
            if got > 0 {
                return Ok(got);
            }
            if !self.over && taken == 0 {
                return Err(damaged(if cut { "its compressed content is cut short" } else { "no progress" }));
            }
        }
        Ok(0)
    }
}
