//! Content as archive readers get it: front to back, and at will where it lies
//! on a disk or in memory.

use std::io::{self, Read};

/// Content that is read front to back.
pub trait Source: Read {
    /// The same content at will, from its beginning, whatever was read so far.
    /// `None` where it flows out of something else.
    fn random(&self) -> Option<&dyn ReadAt> {
        None
    }

    /// Goes to the next stretch that holds data and tells its offset. The
    /// content begins before its first stretch; reading ends with each.
    fn next_extent(&mut self) -> io::Result<Option<u64>>;

    /// From here on holes are read as the zeros that they are.
    fn fill_holes(&mut self) {}
}

/// Content at will.
pub trait ReadAt {
    /// How many octets there are.
    fn size(&self) -> u64;

    /// Reads at an offset, as [`Read::read`] does: 0 is the end.
    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize>;
}

/// Fills the slice from an offset as far as the content goes.
pub fn fill_at(content: &dyn ReadAt, offset: u64, into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match content.read_at(offset.saturating_add(filled as u64), &mut into[filled..])? {
            0 => break,
            got => filled += got,
        }
    }
    Ok(filled)
}

/// Fills the slice as far as the content goes.
pub fn fill(content: &mut (impl Read + ?Sized), into: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < into.len() {
        match content.read(&mut into[filled..]) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// A stretch of content, read front to back.
pub struct Stretch<'c> {
    content: &'c dyn ReadAt,
    at: u64,
    end: u64,
}

impl<'c> Stretch<'c> {
    /// The octets from `at` to `end`, as far as the content goes.
    pub fn new(content: &'c dyn ReadAt, at: u64, end: u64) -> Stretch<'c> {
        Stretch { content, at, end: end.min(content.size()) }
    }

    /// The offset of the next octet.
    pub fn position(&self) -> u64 {
        self.at
    }
}

impl Read for Stretch<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = into.len().min(left);
        let got = self.content.read_at(self.at, &mut into[..wanted])?;
        self.at += got as u64;
        Ok(got)
    }
}

/// Content that lies in memory.
pub struct Memory<'m> {
    bytes: &'m [u8],
    at: usize,
    begun: bool,
}

impl<'m> Memory<'m> {
    /// The whole of it.
    pub fn new(bytes: &'m [u8]) -> Memory<'m> {
        Memory { bytes, at: 0, begun: false }
    }
}

impl ReadAt for Memory<'_> {
    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.bytes.get(offset..)).unwrap_or_default();
        let got = rest.len().min(into.len());
        into[..got].copy_from_slice(&rest[..got]);
        Ok(got)
    }
}

impl Read for Memory<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.read_at(self.at as u64, into)?;
        self.at += got;
        Ok(got)
    }
}

impl Source for Memory<'_> {
    fn random(&self) -> Option<&dyn ReadAt> {
        Some(self)
    }

    fn next_extent(&mut self) -> io::Result<Option<u64>> {
        Ok((!std::mem::replace(&mut self.begun, true)).then_some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_both_ways() {
        let mut memory = Memory::new(b"abcdef");
        let mut two = [0; 2];
        assert_eq!(fill(&mut memory, &mut two).unwrap(), 2);
        assert_eq!(memory.read_at(5, &mut two).unwrap(), 1);
        assert_eq!(memory.read_at(9, &mut two).unwrap(), 0);
        let mut rest = Vec::new();
        memory.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"cdef");
        rest.clear();
        Stretch::new(&memory, 1, 99).read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"bcdef");
    }
}
