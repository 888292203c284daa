//! Zstandard frames in a row (RFC 8878).

use super::input::Input;
use super::record::u32_at;
use crate::container::archive::damaged;
use crate::container::zstd::{explain, window};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, Read};

const MAGIC: u32 = 0xfd2f_b528;
const SKIPPED: u32 = 0x184d_2a50;
const SKIPPED_LAST: u32 = 0x184d_2a5f;

/// The largest window that every decoder must support, in octets.
const USUAL: u64 = 8 << 20;

/// The frames from where the input stands, read exactly to their end.
pub(super) struct Frames<'d, 'c> {
    input: &'d mut Input<'c>,
    decoder: FrameDecoder,
    inside: bool,
    begun: bool,
}

impl<'d, 'c> Frames<'d, 'c> {
    /// Frames of which none may need a larger window.
    pub(super) fn new(input: &'d mut Input<'c>, window: u64) -> Frames<'d, 'c> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(window);
        Frames { input, decoder, inside: false, begun: false }
    }

    /// The window of the frame that comes next, in octets.
    pub(super) fn window(input: &mut Input<'_>) -> io::Result<u64> {
        let head = input.peek(18)?;
        if head.len() < 6 {
            return Err(damaged("its compressed content is cut short"));
        }
        match u32_at(head, 0) {
            MAGIC => {}
            // What may be skipped tells nothing of the frame behind it.
            SKIPPED..=SKIPPED_LAST => return Ok(USUAL),
            _ => return Err(damaged("its compressed content is no Zstandard")),
        }
        Ok(window(head).min(u64::from(u32::MAX)).max(1 << 10))
    }

    /// Enters the next frame; false if none follows.
    fn enter(&mut self) -> io::Result<bool> {
        loop {
            let head = self.input.peek(8)?;
            match u32_at(head, 0) {
                MAGIC => break,
                SKIPPED..=SKIPPED_LAST if head.len() == 8 => {
                    let length = u64::from(u32_at(head, 4));
                    self.input.seek(self.input.position() + 8 + length)?;
                }
                _ if self.begun => return Ok(false),
                _ => return Err(damaged("its compressed content is no Zstandard")),
            }
        }
        self.begun = true;
        self.inside = true;
        self.decoder.init(&mut *self.input).map_err(|error| explain(&error))?;
        Ok(true)
    }
}

impl Read for Frames<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside && !self.enter()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut *self.input, one).map_err(|error| explain(&error))?;
            }
            let got = self.decoder.read(into)?;
            if got > 0 || into.is_empty() {
                return Ok(got);
            }
            self.inside = false;
        }
    }
}
