//! Base64 as it stands in real text: wrapped, indented, quoted, escaped, in
//! concatenated literals. Decodes; judges nothing.
//!
//! Behaviour:
//! 1. White space is skipped; after a line break the prefix of the first line
//!    is skipped where it stands again (`> `, `# `, `// `, diff's `+`), else
//!    the quoting marks `>`, `|`, `*`, `#` and `;`.
//! 2. The escapes `\n`, `\r`, `\t`, `\/`, `\uXXXX`, a backslash before a line
//!    break, `%XX`, XML character references and quoted-printable are read; the
//!    spaces of word processors, broad or without width, are skipped, and the
//!    `-` and `_` of base64url are read within a run.
//! 3. A closing quote is followed to the next opening quote over what joins
//!    literals in source code.
//! 4. Padding, or anything else, ends the run.

use super::literal;
use super::symbol::{NO_SYMBOL, Symbol, bits, value_of};

/// How a run of base64 ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// As many octets as were wanted are there.
    Complete,
    /// Something that is no base64 came first.
    Ended,
    /// The text came to its end.
    Starved,
}

/// A position in a text, read symbol by symbol.
#[derive(Clone, Debug)]
pub struct Decoder<'a> {
    text: &'a [u8],
    /// The position of the next octet of text.
    pub at: usize,
    prefix: &'a [u8],
    group: u32,
    symbols: u32,
}

impl<'a> Decoder<'a> {
    /// Starts at `at`, a symbol on a group's border, and learns the prefix of
    /// its line.
    pub fn new(text: &'a [u8], at: usize) -> Decoder<'a> {
        Decoder { prefix: line_prefix(text, at), ..Decoder::without_prefix(text, at) }
    }

    /// The same, but no prefix is learned.
    pub fn without_prefix(text: &'a [u8], at: usize) -> Decoder<'a> {
        Decoder { text, at, prefix: &[], group: 0, symbols: 0 }
    }

    /// Whether a prefix was learned.
    pub fn has_prefix(&self) -> bool {
        !self.prefix.is_empty()
    }

    /// Decodes until `out` holds `wanted` octets or the run ends.
    pub fn decode(&mut self, wanted: usize, out: &mut Vec<u8>) -> End {
        loop {
            if self.symbols == 0 {
                self.decode_groups(wanted, out);
            }
            if out.len() >= wanted {
                // What the last group holds beyond it belongs to what follows.
                self.at -= out.len() - wanted;
                out.truncate(wanted);
                return End::Complete;
            }
            // Padding that follows must not be taken for a soft line break.
            if self.symbols >= 2 && wanted - out.len() < self.symbols as usize {
                return self.flush(wanted, out, End::Complete);
            }
            match self.symbol() {
                Symbol::Value(value) => self.push(value, out),
                Symbol::Skip => {}
                Symbol::End => return self.flush(wanted, out, End::Ended),
                Symbol::Starved => return self.flush(wanted, out, End::Starved),
            }
        }
    }

    /// The fast path: whole groups of four plain symbols.
    fn decode_groups(&mut self, wanted: usize, out: &mut Vec<u8>) {
        self.decode_lines(wanted, out);
        let rest = self.text.get(self.at..).unwrap_or_default();
        for group in rest.as_chunks::<4>().0 {
            let bits = bits(*group);
            if bits >= NO_SYMBOL || out.len() >= wanted {
                return;
            }
            out.extend_from_slice(&bits.to_be_bytes()[1..]);
            self.at += 4;
        }
    }

    /// Faster still: whole lines of 64 plain symbols.
    fn decode_lines(&mut self, wanted: usize, out: &mut Vec<u8>) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for line in rest.chunks_exact(64) {
            let mut octets = [0; 48];
            // The end is the slow path's: another object may follow at once. So
            // is the break that ends most lines.
            let begins = line.first_chunk().is_some_and(|group| bits(*group) < NO_SYMBOL);
            if !begins || wanted.saturating_sub(out.len()) < octets.len() {
                return;
            }
            let mut all = 0;
            let (sixes, _) = octets.as_chunks_mut::<6>();
            for ([a, b, c, d, e, f, g, h], six) in line.as_chunks::<8>().0.iter().zip(sixes) {
                let (high, low) = (bits([*a, *b, *c, *d]), bits([*e, *f, *g, *h]));
                all |= high | low;
                let [_, _, whole @ ..] = (u64::from(high) << 24 | u64::from(low)).to_be_bytes();
                *six = whole;
            }
            if all >= NO_SYMBOL {
                return;
            }
            out.extend_from_slice(&octets);
            self.at += 64;
        }
    }

    fn push(&mut self, value: u8, out: &mut Vec<u8>) {
        self.group = self.group << 6 | u32::from(value);
        self.symbols += 1;
        if self.symbols == 4 {
            out.extend_from_slice(&self.group.to_be_bytes()[1..]);
            self.group = 0;
            self.symbols = 0;
        }
    }

    /// The octets of an unfinished last group.
    fn flush(&mut self, wanted: usize, out: &mut Vec<u8>, end: End) -> End {
        match self.symbols {
            2 => out.push((self.group >> 4).to_be_bytes()[3]),
            3 => out.extend_from_slice(&(self.group >> 2).to_be_bytes()[2..]),
            _ => {}
        }
        self.symbols = 0;
        if out.len() >= wanted {
            out.truncate(wanted);
            return End::Complete;
        }
        end
    }

    fn symbol(&mut self) -> Symbol {
        let Some(&octet) = self.text.get(self.at) else { return Symbol::Starved };
        if let Some(value) = value_of(octet) {
            self.at += 1;
            return Symbol::Value(value);
        }
        match octet {
            b'\n' => self.line_break(),
            b' ' | b'\t' | b'\r' => self.skip(1),
            _ => literal::symbol(self.text, &mut self.at),
        }
    }

    fn skip(&mut self, count: usize) -> Symbol {
        self.at += count;
        Symbol::Skip
    }

    fn line_break(&mut self) -> Symbol {
        self.at += 1;
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !self.prefix.is_empty() && rest.starts_with(self.prefix) {
            return self.skip(self.prefix.len());
        }
        let marks = rest.iter().take(32).take_while(|octet| b" \t>|*#;".contains(octet)).count();
        self.skip(marks)
    }
}

/// What stands between the start of the line and `at`; empty where it is only
/// white space (which is skipped anyway) or too long to be a prefix.
fn line_prefix(text: &[u8], at: usize) -> &[u8] {
    let before = &text[..at];
    let window = &before[before.len().saturating_sub(80)..];
    let prefix = match memchr::memrchr(b'\n', window) {
        Some(break_at) => &window[break_at + 1..],
        None if window.len() == before.len() => window,
        None => &[],
    };
    if prefix.iter().all(u8::is_ascii_whitespace) { &[] } else { prefix }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> (Vec<u8>, End) {
        let mut out = Vec::new();
        let at = text.find("TWFu").unwrap();
        let end = Decoder::new(text.as_bytes(), at).decode(usize::MAX, &mut out);
        (out, end)
    }

    #[test]
    fn every_clothing_of_base64_decodes_alike() {
        let expected = b"Manual?>1";
        for text in [
            "TWFudWFsPz4x<",
            "TWFu\n  dWFs\r\n\tPz4x<",
            "> TWFu\n> dWFs\n> Pz4x\n<",
            "+TWFu\n+dWFs\n+Pz4x\n<",
            "// TWFu\n// dWFs\n// Pz4x\n<",
            "\"TWFu\\ndWFs\\r\\nPz4x\"}",
            "\"TWFu\" +\n  \"dWFs\" +\n \"Pz4x\";",
            "'TWFu' .\n 'dWFs'\n . 'Pz4x';",
            "\"TWFu\" & _\n \"dWFs\" & _\n\"Pz4x\"\n<",
            "TWFu&#13;\ndWFs&#xD;\nPz4x<",
            "k=TWFu\\\n  dWFs\\\n  Pz4x\n-",
            "TWFudWFs%0APz4x&amp",
            "TWFudWFsPz4x=\r\n-",
        ] {
            let (out, _) = decoded(text);
            assert_eq!(out, expected, "{text}");
        }
    }

    #[test]
    fn escaped_symbols_are_symbols() {
        assert_eq!(decoded("TWFu\\/\\/\\u002bA<").0, [b'M', b'a', b'n', 0xff, 0xff, 0x80]);
        assert_eq!(decoded("TWFu%2F%2f%2BA<").0, [b'M', b'a', b'n', 0xff, 0xff, 0x80]);
        assert_eq!(decoded("TWFu&#47;&#x2f;&#43;A<").0, [b'M', b'a', b'n', 0xff, 0xff, 0x80]);
    }

    #[test]
    fn the_end_is_told() {
        assert_eq!(decoded("TWFu").1, End::Starved);
        assert_eq!(decoded("TWFuTQ==").1, End::Ended);
        assert_eq!(decoded("TWFuTQ==").0, b"ManM");
        let mut out = Vec::new();
        assert_eq!(Decoder::new(b"TWFuTWFu", 0).decode(4, &mut out), End::Complete);
        assert_eq!(out, b"ManM");
    }
}
