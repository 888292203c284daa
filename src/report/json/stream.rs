//! Lists that are written one item at a time, so that a report of any size
//! takes no memory of its own, and the escaping that makes them safe to print.

use crate::report::text;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::ser::{CharEscape, CompactFormatter, Formatter, PrettyFormatter};
use std::borrow::Cow;
use std::io::{self, Write};

/// A list that is made while it is written: each item of `from` through
/// `make`, which leaves out what has no place in this list.
pub(super) struct Each<'a, C, S, M> {
    pub(super) context: C,
    pub(super) from: &'a [S],
    pub(super) make: fn(C, &'a S) -> Option<M>,
}

impl<C: Copy, S, M: Serialize> Serialize for Each<'_, C, S, M> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        serializer.collect_seq(self.from.iter().filter_map(|item| (self.make)(self.context, item)))
    }
}

impl<C, S, M: JsonSchema> JsonSchema for Each<'_, C, S, M> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<M>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<M>::json_schema(generator)
    }
}

/// Printing in which no character reaches a terminal raw that could move its
/// cursor or reorder its text, and no bracket a job's log that begins a command.
pub(in crate::report) struct Safe<F>(F);

impl Safe<PrettyFormatter<'static>> {
    /// Indented by two spaces.
    pub(in crate::report) fn new() -> Self {
        Safe(PrettyFormatter::new())
    }
}

impl Safe<CompactFormatter> {
    /// On one line.
    pub(in crate::report) fn compact() -> Self {
        Safe(CompactFormatter)
    }
}

impl<F: Formatter> Formatter for Safe<F> {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let hashed = memchr::memchr(b'#', fragment.as_bytes()).is_some() && fragment.contains("##");
        if !hashed && text::is_plain(fragment.as_bytes()) {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        let is_command = |at, char| hashed && char == '[' && text::log::is_hashed(&fragment[..at]);
        let is_raw = |rest: &str| {
            let before = fragment.len() - rest.len();
            rest.char_indices().find(|(at, char)| text::is_unsafe(*char) || is_command(before + at, *char))
        };
        while let Some((at, char)) = is_raw(rest) {
            let (before, after) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = after.strip_prefix(char).unwrap_or_default();
        }
        out.write_all(rest.as_bytes())
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        self.0.write_char_escape(out, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_come_back_as_they_were_and_leave_nothing_raw() {
        let text = "##[x]a\n\u{9b}b\u{202e}\u{e0041}\u{1b}\"\\ æ\u{7f}";
        let mut out = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut out, Safe::new());
        text.serialize(&mut serializer).unwrap();
        let written = String::from_utf8(out).unwrap();
        assert!(!written.chars().any(text::is_unsafe) && !written.contains("##["), "{written}");
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
