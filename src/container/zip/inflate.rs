//! Deflate, with a state that is used for every member.

use super::input::Input;
use crate::container::archive::damaged;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read};

/// Inflates from where the input stands, and takes no octet too many.
pub(super) struct Inflate<'d, 'c> {
    input: &'d mut Input<'c>,
    state: &'d mut Decompress,
    over: bool,
}

impl<'d, 'c> Inflate<'d, 'c> {
    pub(super) fn new(input: &'d mut Input<'c>, state: &'d mut Option<Decompress>) -> Inflate<'d, 'c> {
        if let Some(state) = state {
            state.reset(false);
        }
        Inflate { input, state: state.get_or_insert_with(|| Decompress::new(false)), over: false }
    }
}

impl Read for Inflate<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !self.over && !into.is_empty() {
            let octets = self.input.fill_buf()?;
            let cut = octets.is_empty();
            let before = (self.state.total_in(), self.state.total_out());
            let status = self.state.decompress(octets, into, FlushDecompress::None);
            let taken = self.state.total_in() - before.0;
            let got = self.state.total_out() - before.1;
            self.input.consume(usize::try_from(taken).unwrap_or_default());
            match status {
                Ok(status) => self.over = status == Status::StreamEnd,
                Err(_) if got == 0 => return Err(damaged("its compressed content is damaged")),
                Err(_) => {}
            }
            if got > 0 {
                return Ok(usize::try_from(got).unwrap_or_default());
            }
            if !self.over && taken == 0 {
                return Err(damaged(if cut { "its compressed content is cut short" } else { "no progress" }));
            }
        }
        Ok(0)
    }
}
