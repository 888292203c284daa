//! Stored content whose size is told only behind it.

use super::input::Input;
use super::record::{DESCRIPTOR, u32_at, u64_at};
use crate::container::archive::damaged;
use std::io::{self, BufRead, Read};

/// The longest data descriptor, in octets.
pub(super) const DESCRIPTOR_SIZE: usize = 24;

/// The length of the data descriptor that begins so, with a checksum and sizes
/// that fit; `None` if it is none, or another content's.
pub(super) fn descriptor(head: &[u8], crc: u32, compressed: u64, size: u64) -> Option<usize> {
    let marked = if head.starts_with(DESCRIPTOR) { 4 } else { 0 };
    let fields = &head[marked..];
    if fields.len() < 12 || u32_at(fields, 0) != crc {
        return None;
    }
    let narrow = |number: u64| number & u64::from(u32::MAX);
    let fits = |one: u64, other: u64| (one, other) == (compressed, size);
    if fields.len() >= 20 && fits(u64_at(fields, 4), u64_at(fields, 12)) {
        return Some(marked + 20);
    }
    let (one, other) = (u32_at(fields, 4), u32_at(fields, 8));
    ((u64::from(one), u64::from(other)) == (narrow(compressed), narrow(size))).then_some(marked + 12)
}

/// Reads up to the first marked data descriptor that fits what was read.
pub(super) struct Scan<'d, 'c> {
    input: &'d mut Input<'c>,
    crc: flate2::Crc,
    size: u64,
}

impl<'d, 'c> Scan<'d, 'c> {
    pub(super) fn new(input: &'d mut Input<'c>) -> Scan<'d, 'c> {
        Scan { input, crc: flate2::Crc::new(), size: 0 }
    }

    /// How many of the next octets belong to the content for certain.
    fn clear(&mut self) -> io::Result<usize> {
        let head = self.input.peek(DESCRIPTOR_SIZE)?;
        if head.is_empty() {
            return Err(damaged("its end was not found"));
        }
        if head.starts_with(DESCRIPTOR) {
            let ends = descriptor(head, self.crc.sum(), self.size, self.size).is_some();
            return Ok(usize::from(!ends));
        }
        let whole = head.len() < DESCRIPTOR_SIZE;
        let there = self.input.fill_buf()?;
        Ok(match memchr::memmem::find(there, DESCRIPTOR) {
            Some(at) => at,
            None if whole => there.len(),
            // A mark may begin with the last octets.
            None => there.len() - (DESCRIPTOR.len() - 1),
        })
    }
}

impl Read for Scan<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = self.clear()?.min(into.len());
        let got = self.input.read(&mut into[..most])?;
        self.crc.update(&into[..got]);
        self.size += got as u64;
        Ok(got)
    }
}

/// Reads up to where the next record may begin.
pub(super) struct Unknown<'d, 'c>(pub(super) &'d mut Input<'c>);

impl Unknown<'_, '_> {
    /// Goes on to where the next record may begin.
    pub(super) fn pass(&mut self) -> io::Result<()> {
        loop {
            let most = self.clear()?;
            if most == 0 {
                return Ok(());
            }
            self.0.consume(most);
        }
    }

    fn clear(&mut self) -> io::Result<usize> {
        let head = self.0.peek(super::record::LOCAL_SIZE)?;
        if is_record(head) {
            return Ok(0);
        }
        let there = self.0.fill_buf()?;
        // The next mark; what stands here is none.
        let next = memchr::memmem::find(there.get(1..).unwrap_or_default(), b"PK");
        Ok(match next {
            Some(at) => at + 1,
            None if there.last() == Some(&b'P') && there.len() > 1 => there.len() - 1,
            None => there.len(),
        })
    }
}

impl Read for Unknown<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = self.clear()?.min(into.len());
        self.0.read(&mut into[..most])
    }
}

/// Whether a record begins so.
fn is_record(head: &[u8]) -> bool {
    use super::record::{CENTRAL, EMPTY, LOCAL, is_plausible};
    (head.starts_with(LOCAL) && is_plausible(head)) || head.starts_with(CENTRAL) || head.starts_with(EMPTY)
}
