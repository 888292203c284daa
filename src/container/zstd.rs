//! Zstandard (RFC 8878): one content out of any number of frames in a row.
//!
//! *Behaviour*
//! 1. Frames in a row are one content; skippable frames are skipped. What
//!    follows the last frame: see [`super::streams`].
//! 2. Memory follows what came out, up to the window that a frame declares.
//! 3. A frame that needs a dictionary is unsupported.
//! 4. A wrong checksum or an early end is an error after what could be read.

use super::archive::{ArchiveReader, Visitor, damaged, unsupported};
use super::input::Input;
use super::source::Source;
use super::streams::{self, Decoder, Format, Memory};
use ruzstd::decoding::errors::{FrameDecoderError, FrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, Read};

/// Reads Zstandard.
pub struct Zstd;

/// The largest block, in octets.
const BLOCK: u64 = 128 << 10;

/// What the decoder holds beside the window, in octets.
const BESIDE: u64 = 4 * BLOCK;

/// A last block that is raw and empty, and room for a checksum: ends a frame
/// that is damaged, so that what was decoded can be had.
const END: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

impl ArchiveReader for Zstd {
    fn id(&self) -> &'static str {
        "zstd"
    }

    fn sniff(&self, head: &[u8]) -> bool {
        // Skippable frames alone hold nothing; one may stand first.
        begins(head)
    }

    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()> {
        let format = Format { id: self.id(), begins, decoder: Frame::default };
        streams::open(&format, content, visitor)
    }
}

fn begins(head: &[u8]) -> bool {
    head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) || is_skippable(head)
}

fn is_skippable(head: &[u8]) -> bool {
    matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// One frame.
#[derive(Default)]
struct Frame {
    decoder: Option<FrameDecoder>,
    window: u64,
    /// The most that can have come out so far.
    out: u64,
    failed: Option<io::Error>,
}

impl Frame {
    /// Reads the header; false if the frame is one to skip.
    fn begin(&mut self, input: &mut Input<'_>) -> io::Result<bool> {
        let head = input.peek(8)?;
        if is_skippable(head) {
            let size = head.get(4..8).and_then(|size| <[u8; 4]>::try_from(size).ok());
            let whole = size.map_or(8, |size| 8 + u64::from(u32::from_le_bytes(size)));
            return if input.skip(whole)? == whole { Ok(false) } else { Err(early()) };
        }
        self.window = window(input.peek(14)?);
        let mut decoder = FrameDecoder::new();
        // Memory is asked for as it is needed.
        decoder.set_max_window_size(u64::MAX);
        if let Err(error) = decoder.init(&mut *input) {
            return Err(input.or_failure(explain(&error)));
        }
        self.decoder = Some(decoder);
        Ok(true)
    }
}

impl Decoder for Frame {
    fn read(&mut self, input: &mut Input<'_>, into: &mut [u8], memory: &mut Memory) -> io::Result<usize> {
        if self.decoder.is_none() && !self.begin(input)? {
            return Ok(0);
        }
        let Some(decoder) = &mut self.decoder else { return Ok(0) };
        while decoder.can_collect() == 0 {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            if decoder.is_finished() {
                let sums = (decoder.get_checksum_from_data(), decoder.get_calculated_checksum());
                let fits = sums.0.is_none() || sums.0 == sums.1;
                return if fits { Ok(0) } else { Err(damaged("the checksum is wrong")) };
            }
            self.out = (self.out + BLOCK).min(self.window);
            memory.reach(self.out.next_power_of_two() + BESIDE, self.window.saturating_mul(2) + BESIDE)?;
            if let Err(error) = decoder.decode_blocks(&mut *input, BlockDecodingStrategy::UptoBlocks(1)) {
                self.failed = Some(input.or_failure(explain(&error)));
                // If this fails too, nothing can be had.
                if decoder.decode_blocks(&END[..], BlockDecodingStrategy::UptoBlocks(1)).is_err() {
                    break;
                }
            }
        }
        match self.failed.take() {
            Some(error) if decoder.can_collect() == 0 => Err(error),
            failed => {
                self.failed = failed;
                decoder.read(into)
            }
        }
    }
}

/// The window that a frame header declares; 0 where it is cut short.
pub(super) fn window(head: &[u8]) -> u64 {
    let Some(descriptor) = head.get(4).copied() else { return 0 };
    if descriptor & 0x20 == 0 {
        let octet = u64::from(head.get(5).copied().unwrap_or_default());
        let base = 1u64 << (10 + (octet >> 3));
        return base + base / 8 * (octet & 7);
    }
    let dictionary = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let (length, add) = [(1, 0), (2, 256), (4, 0), (8, 0)][usize::from(descriptor >> 6)];
    let size = head.get(5 + dictionary..5 + dictionary + length).unwrap_or_default();
    size.iter().rev().fold(0, |value: u64, octet| value << 8 | u64::from(*octet)).saturating_add(add)
}

/// What a decoder's error means to a reader.
pub(super) fn explain(error: &FrameDecoderError) -> io::Error {
    match error {
        FrameDecoderError::DictNotProvided { dict_id } => {
            unsupported(format!("it needs the dictionary {dict_id}, which lies elsewhere"))
        }
        FrameDecoderError::WindowSizeTooBig { .. }
        | FrameDecoderError::FrameHeaderError(FrameHeaderError::WindowTooBig { .. }) => {
            io::Error::new(io::ErrorKind::QuotaExceeded, "its window is larger than any decoder allows")
        }
        error => damaged(error.to_string()),
    }
}

fn early() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it ends before its time")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_is_read_from_every_kind_of_header() {
        let magic = [0x28, 0xb5, 0x2f, 0xfd];
        for (rest, expected) in [
            (&[0x00u8, 0x58][..], 2 << 20),
            (&[0x00, 0x59], (2 << 20) + (2 << 20) / 8),
            (&[0x20, 7], 7),
            (&[0x60, 1, 1], 257 + 256),
            (&[0xa1, 9, 0, 0, 1, 0], 1 << 16),
            (&[0xe0, 0, 0, 0, 0, 1, 0, 0, 0], 1 << 32),
            (&[0xe0, 0], 0),
            (&[], 0),
        ] {
            let head = [&magic[..], rest].concat();
            assert_eq!(window(&head), expected, "{rest:02x?}");
        }
    }
}
