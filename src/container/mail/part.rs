//! One part of a message as it flows: up to the boundary that ends it, its
//! transfer encoding taken off.

use super::header::Encoding;
use super::lines::{Lines, bare};
use std::io::{self, Read};

/// What ended a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The content is at its end.
    End,
    /// The boundary of the multipart at this level; the last one of it or not.
    Boundary { level: usize, last: bool },
}

/// The boundary that a line is, of the multiparts that are open. The innermost
/// is asked first.
pub(super) fn boundary(line: &[u8], open: &[Vec<u8>]) -> Option<Stop> {
    let rest = line.strip_prefix(b"--")?;
    if open.is_empty() {
        return None;
    }
    let rest = bare(rest).trim_ascii_end();
    open.iter().enumerate().rev().find_map(|(level, boundary)| match rest.strip_prefix(&boundary[..])? {
        b"" => Some(Stop::Boundary { level, last: false }),
        b"--" => Some(Stop::Boundary { level, last: true }),
        _ => None,
    })
}

/// Reads one part.
pub(super) struct Part<'p, 'r> {
    lines: &'p mut Lines<'r>,
    open: &'p [Vec<u8>],
    encoding: Encoding,
    ready: Vec<u8>,
    at: usize,
    /// The line break before a boundary belongs to the boundary.
    held: Vec<u8>,
    group: Group,
    stop: Option<Stop>,
}

impl<'p, 'r> Part<'p, 'r> {
    pub(super) fn new(lines: &'p mut Lines<'r>, open: &'p [Vec<u8>], encoding: Encoding) -> Part<'p, 'r> {
        Part { lines, open, encoding, ready: Vec::new(), at: 0, held: Vec::new(), group: Group::default(), stop: None }
    }

    /// Reads on to what ends the part, and tells it with how many symbols were
    /// no base64.
    pub(super) fn finish(mut self) -> io::Result<(Stop, u64)> {
        loop {
            if let Some(stop) = self.stop {
                return Ok((stop, self.group.strange));
            }
            self.ready.clear();
            self.line()?;
        }
    }

    /// Takes the next line in.
    fn line(&mut self) -> io::Result<()> {
        let Some(line) = self.lines.peek()? else {
            return self.end(Stop::End);
        };
        let text = self.lines.text(&line);
        if line.begins
            && let Some(stop) = boundary(text, self.open)
        {
            self.held.clear();
            self.lines.advance(line.len());
            return self.end(stop);
        }
        // The boundary of a multipart whose header is lost: the rest is as it is.
        if self.encoding == Encoding::Base64 && line.begins && text.starts_with(b"--") {
            self.group.flush(&mut self.ready);
            self.encoding = Encoding::Identity;
        }
        match self.encoding {
            Encoding::Base64 => self.group.decode(text, &mut self.ready),
            Encoding::Identity => {
                self.ready.append(&mut self.held);
                let content = bare(text);
                self.ready.extend_from_slice(content);
                self.held.extend_from_slice(text.get(content.len()..).unwrap_or_default());
            }
            Encoding::QuotedPrintable => {
                self.ready.append(&mut self.held);
                let content = bare(text);
                let trimmed = if content.len() < text.len() { content.trim_ascii_end() } else { content };
                let (soft, trimmed) = match trimmed.strip_suffix(b"=") {
                    Some(trimmed) => (true, trimmed),
                    None => (false, trimmed),
                };
                self.ready.extend(super::field::escapes(trimmed, b'='));
                if !soft {
                    self.held.extend_from_slice(text.get(content.len()..).unwrap_or_default());
                }
            }
        }
        self.lines.advance(line.len());
        Ok(())
    }

    #[allow(clippy::unnecessary_wraps, reason = "it ends what may fail")]
    fn end(&mut self, stop: Stop) -> io::Result<()> {
        self.group.flush(&mut self.ready);
        self.ready.append(&mut self.held);
        self.stop = Some(stop);
        Ok(())
    }
}

impl Read for Part<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && self.stop.is_none() {
            self.ready.clear();
            self.at = 0;
            self.line()?;
        }
        let rest = self.ready.get(self.at..).unwrap_or_default();
        let got = rest.len().min(into.len());
        into[..got].copy_from_slice(&rest[..got]);
        self.at += got;
        Ok(got)
    }
}

/// Base64 across lines. A symbol that is none counts as one, so that what
/// follows it stays readable.
#[derive(Debug, Default)]
struct Group {
    bits: u32,
    symbols: u32,
    /// Whether padding has ended it.
    padded: bool,
    /// Symbols that are no base64, before any padding.
    strange: u64,
}

impl Group {
    fn decode(&mut self, text: &[u8], out: &mut Vec<u8>) {
        for octet in text {
            let value = match octet {
                b'A'..=b'Z' => octet - b'A',
                b'a'..=b'z' => octet - b'a' + 26,
                b'0'..=b'9' => octet - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                b' ' | b'\t' | b'\r' | b'\n' => continue,
                b'=' => {
                    self.flush(out);
                    self.padded = true;
                    continue;
                }
                _ if self.padded => continue,
                _ => {
                    self.strange += 1;
                    0
                }
            };
            self.bits = self.bits << 6 | u32::from(value);
            self.symbols += 1;
            if self.symbols == 4 {
                out.extend_from_slice(self.bits.to_be_bytes().get(1..).unwrap_or_default());
                (self.bits, self.symbols) = (0, 0);
            }
        }
    }

    /// The octets of a group that is not full.
    fn flush(&mut self, out: &mut Vec<u8>) {
        let whole = match self.symbols {
            2 => 1,
            3 => 2,
            _ => 0,
        };
        let bits = self.bits << (6 * (4 - self.symbols.min(4)));
        out.extend_from_slice(bits.to_be_bytes().get(1..1 + whole).unwrap_or_default());
        (self.bits, self.symbols) = (0, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &[u8], encoding: Encoding) -> (Vec<u8>, Stop, u64) {
        let mut source = content;
        let mut lines = Lines::new(&mut source);
        let open = [b"out".to_vec(), b"in".to_vec()];
        let mut part = Part::new(&mut lines, &open, encoding);
        let mut out = Vec::new();
        part.read_to_end(&mut out).unwrap();
        let (stop, strange) = part.finish().unwrap();
        (out, stop, strange)
    }

    #[test]
    fn a_part_ends_before_the_line_break_of_its_boundary() {
        let next = Stop::Boundary { level: 1, last: false };
        assert_eq!(read(b"a\r\n--b\r\n--in \r\nrest", Encoding::Identity), (b"a\r\n--b".to_vec(), next, 0));
        let last = Stop::Boundary { level: 0, last: true };
        assert_eq!(read(b"a\n\n--out--\n", Encoding::Identity), (b"a\n".to_vec(), last, 0));
        assert_eq!(read(b"a\n", Encoding::Identity), (b"a\n".to_vec(), Stop::End, 0));
    }

    #[test]
    fn base64_is_read_over_lines_padding_and_damage() {
        assert_eq!(read(b"aGVs\r\nbG8=\r\n--in", Encoding::Base64).0, b"hello");
        assert_eq!(read(b"aGVsbG8=aGVs\nfooter!", Encoding::Base64).0[..8], *b"hellohel");
        let (out, _, strange) = read(b"aG!sbG8=", Encoding::Base64);
        assert_eq!((&out[3..], strange), (&b"lo"[..], 1));
        assert_eq!(read(b"aGVsbG8", Encoding::Base64).0, b"hello");
        assert_eq!(read(b"aGVs\n--lost\nX: y\n", Encoding::Base64).0, b"hel--lost\nX: y\n");
    }

    #[test]
    fn quoted_printable_loses_only_its_clothes() {
        let (out, _, _) = read(b"a=3Db=\r\nc  \r\n=ZZ=e6\n--in", Encoding::QuotedPrintable);
        assert_eq!(out, b"a=bc\r\n=ZZ\xe6");
    }
}
