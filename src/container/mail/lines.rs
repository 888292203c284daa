//! Content line by line, in constant memory. Knows no message.

use std::io::{self, Read};
use std::ops::Range;

/// A line longer than this comes in pieces, in octets.
const SIZE: usize = 64 << 10;

/// A cursor over the lines of some content.
pub(in crate::container) struct Lines<'r> {
    source: &'r mut dyn Read,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    ended: bool,
    begins: bool,
}

/// A line with its line break, or a piece of one that is too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::container) struct Line {
    range: Range<usize>,
    /// Whether it begins a line.
    pub(in crate::container) begins: bool,
}

impl Line {
    /// How many octets it has.
    pub(in crate::container) fn len(&self) -> usize {
        self.range.len()
    }
}

impl<'r> Lines<'r> {
    pub(in crate::container) fn new(source: &'r mut dyn Read) -> Lines<'r> {
        Lines { source, buffer: vec![0; SIZE], start: 0, end: 0, offset: 0, ended: false, begins: true }
    }

    /// Where the next line stands in the content.
    pub(in crate::container) fn offset(&self) -> u64 {
        self.offset
    }

    /// The next line, which stays the next one; `None` at the end. An error is
    /// told once, and is the end.
    pub(in crate::container) fn peek(&mut self) -> io::Result<Option<Line>> {
        let mut searched = self.start;
        loop {
            let rest = self.buffer.get(searched..self.end).unwrap_or_default();
            if let Some(at) = memchr::memchr(b'\n', rest) {
                return Ok(Some(Line { range: self.start..searched + at + 1, begins: self.begins }));
            }
            if self.end - self.start == SIZE || (self.ended && self.end > self.start) {
                return Ok(Some(Line { range: self.start..self.end, begins: self.begins }));
            }
            if self.ended {
                return Ok(None);
            }
            searched = self.end - self.start;
            self.more()?;
        }
    }

    /// The next octets, as many as are wanted and there are, at most a line's
    /// greatest length.
    pub(in crate::container) fn ahead(&mut self, wanted: usize) -> io::Result<&[u8]> {
        let wanted = wanted.min(SIZE);
        while self.end - self.start < wanted && !self.ended {
            self.more()?;
        }
        let end = self.end.min(self.start + wanted);
        Ok(self.buffer.get(self.start..end).unwrap_or_default())
    }

    /// The octets of a line that was peeked at.
    pub(in crate::container) fn text(&self, line: &Line) -> &[u8] {
        self.buffer.get(line.range.clone()).unwrap_or_default()
    }

    /// Goes so many octets on, at most to the end of the next line.
    pub(in crate::container) fn advance(&mut self, octets: usize) {
        let octets = octets.min(self.end - self.start);
        if octets > 0 {
            self.begins = self.buffer.get(self.start + octets - 1) == Some(&b'\n');
            self.start += octets;
            self.offset += octets as u64;
        }
    }

    fn more(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        loop {
            match self.source.read(self.buffer.get_mut(self.end..).unwrap_or_default()) {
                Ok(0) => self.ended = true,
                Ok(got) => self.end += got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.ended = true;
                    return Err(error);
                }
            }
            return Ok(());
        }
    }
}

/// A line without its line break.
pub(in crate::container) fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_and_long_ones_in_pieces() {
        let mut content = b"one\r\n\ntwo\n".to_vec();
        content.extend(vec![b'x'; SIZE + 5]);
        content.extend(b"\nend");
        let mut source = &content[..];
        let mut lines = Lines::new(&mut source);
        let mut seen = Vec::new();
        while let Some(line) = lines.peek().unwrap() {
            assert_eq!(lines.peek().unwrap().unwrap(), line, "peeking moves nothing");
            let first = lines.text(&line)[0];
            assert_eq!(lines.ahead(3).unwrap()[0], first);
            let line = lines.peek().unwrap().unwrap();
            seen.push((line.len(), line.begins));
            lines.advance(line.len());
        }
        assert_eq!(seen, [(5, true), (1, true), (4, true), (SIZE, true), (6, false), (3, true)]);
        assert_eq!(lines.offset(), content.len() as u64);
    }
}
