//! Content compared with its checksum and size when it has ended.

use super::member::{Expected, Outcome};
use super::record::Entry;
use crate::container::archive::damaged;
use std::io::{self, ErrorKind, Read};

/// Content that is counted and checked.
pub(super) struct Checked<R> {
    content: R,
    crc: flate2::Crc,
    size: u64,
    expected: Expected,
    header: (u32, u64),
    /// Whether nothing more comes.
    over: bool,
    ended: bool,
}

impl<R: Read> Checked<R> {
    pub(super) fn new(content: R, entry: &Entry, expected: Expected) -> Checked<R> {
        let header = (entry.crc, entry.size);
        Checked { content, crc: flate2::Crc::new(), size: 0, expected, header, over: false, ended: false }
    }

    pub(super) fn outcome(&self) -> Outcome {
        Outcome { ended: self.ended, crc: self.crc.sum(), size: self.size }
    }

    fn end(&mut self) -> io::Result<usize> {
        self.over = true;
        let (crc, size) = self.header;
        if self.expected == Expected::Here && size != self.size {
            return Err(damaged(format!("{} octets instead of {size}", self.size)));
        }
        if self.expected == Expected::Here && crc != self.crc.sum() {
            return Err(damaged("its checksum is wrong"));
        }
        self.ended = true;
        Ok(0)
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.over || into.is_empty() {
            return Ok(0);
        }
        match self.content.read(into) {
            Ok(0) => self.end(),
            Ok(got) => {
                self.size += got as u64;
                self.crc.update(&into[..got]);
                Ok(got)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.over = true;
                let known = self.expected == Expected::Cut && error.raw_os_error().is_none();
                if known { Ok(0) } else { Err(error) }
            }
        }
    }
}
