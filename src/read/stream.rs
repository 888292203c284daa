//! One file as a source: front to back over its holes, and at will.

use super::cache::Cache;
use super::{Gentle, Opened, changed};
use crate::bounds::Meter;
use crate::container::source::{ReadAt, Source};
use crate::examine::BUFFER;
use rustix::fs::SeekFrom;
use rustix::io::{Errno, pread};
use std::cell::Cell;
use std::io::{self, Read};

/// More stretches of data than this are read as one, holes and all.
const MAX_EXTENTS: u32 = 1 << 16;

/// A file, read to its size at opening.
pub(super) struct FileSource<'f> {
    opened: &'f Opened,
    meter: &'f Meter,
    gentle: &'f Gentle,
    cache: Cache<'f>,
    /// Whether holes are jumped over.
    sparse: bool,
    at: u64,
    /// The end of the stretch that is read.
    end: u64,
    extents: u32,
    /// The first octets, by which a file that grew is known again.
    start: Vec<u8>,
    bytes: Cell<u64>,
    /// Whether the file ended before its size.
    cut: Cell<bool>,
    /// Whether a read was refused because the time was over.
    refused: Cell<bool>,
}

impl<'f> FileSource<'f> {
    pub(super) fn new(opened: &'f Opened, meter: &'f Meter, gentle: &'f Gentle) -> FileSource<'f> {
        let size = opened.size();
        // A short file's holes are not worth a question.
        let sparse =
            size > BUFFER as u64 && u64::try_from(opened.stat.st_blocks).unwrap_or(u64::MAX).saturating_mul(512) < size;
        FileSource {
            opened,
            meter,
            gentle,
            cache: Cache::ask(&opened.file, size),
            sparse,
            at: 0,
            end: 0,
            extents: 0,
            start: Vec::new(),
            bytes: Cell::new(0),
            cut: Cell::new(false),
            refused: Cell::new(false),
        }
    }

    /// Whether the time was over before all that was asked for was read.
    pub(super) fn was_refused(&self) -> bool {
        self.refused.get()
    }

    /// How many octets were read.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.get()
    }

    /// Whether the file is still the one that was read. A short one was read
    /// at one blow, and needs no question.
    pub(super) fn unchanged(&self) -> bool {
        !self.cut.get() && (self.opened.size() <= BUFFER as u64 || changed::unchanged(self.opened, &self.start))
    }

    fn pread(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        self.gentle.may_read().inspect_err(|_| self.refused.set(true))?;
        loop {
            match pread(&self.opened.file, &mut *into, offset) {
                Ok(got) => {
                    self.cut.set(self.cut.get() || (got == 0 && !into.is_empty()));
                    self.bytes.set(self.bytes.get() + got as u64);
                    self.meter.consume(got as u64);
                    self.gentle.pace(got as u64);
                    return Ok(got);
                }
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl ReadAt for FileSource<'_> {
    fn size(&self) -> u64 {
        self.opened.size()
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.opened.size().saturating_sub(offset)).unwrap_or(usize::MAX);
        let wanted = into.len().min(left);
        if wanted == 0 { Ok(0) } else { self.pread(offset, &mut into[..wanted]) }
    }
}

impl Read for FileSource<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = into.len().min(left);
        if wanted == 0 {
            return Ok(0);
        }
        let got = self.pread(self.at, &mut into[..wanted])?;
        if self.at == 0 {
            self.start.extend_from_slice(&into[..got.min(changed::HEAD)]);
        }
        self.at += got as u64;
        self.cache.passed(self.at);
        Ok(got)
    }
}

impl Source for FileSource<'_> {
    fn random(&self) -> Option<&dyn ReadAt> {
        Some(self)
    }

    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        let size = self.opened.size();
        if self.end >= size || self.cut.get() {
            return Ok(None);
        }
        (self.at, self.end) = (self.end, size);
        if self.sparse && self.extents < MAX_EXTENTS {
            self.extents += 1;
            match rustix::fs::seek(&self.opened.file, SeekFrom::Data(self.at)) {
                Ok(from) => {
                    self.at = from;
                    let hole = rustix::fs::seek(&self.opened.file, SeekFrom::Hole(from)).unwrap_or(size);
                    self.end = if hole > from { hole.min(size) } else { size };
                }
                Err(Errno::NXIO) => return Ok(None),
                // A file system that knows no holes has none to jump over.
                Err(_) => self.sparse = false,
            }
        }
        Ok((self.at < size).then_some(self.at))
    }

    fn fill_holes(&mut self) {
        self.sparse = false;
        self.end = self.opened.size();
    }
}
