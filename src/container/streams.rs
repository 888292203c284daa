//! Compressed streams in a row, read as one content.
//!
//! *Behaviour*
//! 1. Streams that follow each other, zeros between them or not, are one
//!    content. Zeros behind the last one are padding.
//! 2. Anything else behind the last one is told as damage, since a stream with
//!    a broken beginning looks so, and looked at as it stands.
//! 3. What came out before an error is handed on before the error is.
//! 4. Memory is asked for as the content grows: a small content with a large
//!    dictionary costs little.

use super::archive::{Flow, Member, Visitor};
use super::input::{Input, again};
use super::source::Source;
use crate::bounds::Grant;
use crate::failure::FailureKind;
use std::io::{self, Read};

/// What every decoder may hold unasked, in octets.
const FREE: u64 = 256 << 10;

/// So many steps may bring nothing before a decoder is given up.
const IDLE: u32 = 16;

/// Decodes one stream.
pub(super) trait Decoder {
    /// Reads on; 0 is the end of this stream, after which the input stands
    /// right behind it.
    fn read(&mut self, input: &mut Input<'_>, into: &mut [u8], memory: &mut Memory) -> io::Result<usize>;
}

/// A decoder that takes octets and makes others, and touches no input.
pub(super) trait Codec {
    /// Goes one step; true is the end of the stream. `last`: no more comes.
    fn step(&mut self, input: &[u8], output: &mut [u8], last: bool) -> io::Result<bool>;

    /// How many octets were taken, and how many made.
    fn counts(&self) -> (u64, u64);

    /// How many octets of those taken do not belong to the ended stream.
    fn unused(&self) -> usize {
        0
    }

    /// How many octets it is given at a time: what it made out of them is lost
    /// where it fails in the middle.
    fn most(&self) -> usize {
        usize::MAX
    }

    /// How many octets of memory it will hold after so many octets more.
    fn holds(&self, more: usize) -> u64 {
        let _ = more;
        FREE
    }
}

/// The memory of a decoder, asked for as it grows.
pub(super) struct Memory {
    grants: Vec<Grant>,
    granted: u64,
}

impl Memory {
    /// Asks until so many octets are granted, at least doubling each time.
    pub(super) fn reach(&mut self, octets: u64, most: u64) -> io::Result<()> {
        if octets <= self.granted {
            return Ok(());
        }
        let more = octets.max((self.granted * 2).min(most)) - self.granted;
        let Some(first) = self.grants.first() else { return Ok(()) };
        self.grants.push(first.more(more)?);
        self.granted += more;
        Ok(())
    }
}

/// How one format's streams are told and decoded.
pub(super) struct Format<D> {
    /// The reader's identifier.
    pub(super) id: &'static str,
    /// Whether another stream begins here.
    pub(super) begins: fn(&[u8]) -> bool,
    /// A decoder for the next stream.
    pub(super) decoder: fn() -> D,
}

/// Opens a content of compressed streams in a row.
pub(super) fn open<D: Decoder>(
    format: &Format<D>,
    content: &mut dyn Source,
    visitor: &mut dyn Visitor,
) -> io::Result<()> {
    let memory = Memory { grants: vec![visitor.ask(FREE)?], granted: FREE };
    let mut streams = Streams {
        format,
        input: Input::new(content),
        memory,
        now: Some((format.decoder)()),
        behind: false,
        failed: None,
    };
    let Flow::Continue(()) = visitor.member(Member::compressed(format.id), &mut streams) else { return Ok(()) };
    let Streams { mut input, behind, .. } = streams;
    if behind {
        let offset = input.offset();
        let detail = format!("what follows at offset {offset} is not of this format; it was looked at as it stands");
        if visitor.failed(None, FailureKind::Corrupt, detail).is_continue() {
            // Whether more is wanted does not matter at the end.
            return match visitor.between(offset, &mut input) {
                Flow::Continue(()) | Flow::Break(()) => Ok(()),
            };
        }
    }
    Ok(())
}

/// The content of streams in a row.
struct Streams<'f, 's, D> {
    format: &'f Format<D>,
    input: Input<'s>,
    memory: Memory,
    now: Option<D>,
    /// Whether something else follows the last stream.
    behind: bool,
    failed: Option<io::Error>,
}

impl<D: Decoder> Streams<'_, '_, D> {
    /// Goes to the next stream; false if there is none.
    fn next(&mut self) -> io::Result<bool> {
        if !(self.format.begins)(self.input.peek(16)?) {
            self.input.skip_zeros()?;
            let head = self.input.peek(16)?;
            if head.is_empty() {
                return Ok(false);
            }
            if !(self.format.begins)(head) {
                self.behind = true;
                return Ok(false);
            }
        }
        self.now = Some((self.format.decoder)());
        Ok(true)
    }

    fn read_on(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(decoder) = &mut self.now {
                let got = decoder.read(&mut self.input, into, &mut self.memory)?;
                if got > 0 {
                    return Ok(got);
                }
                self.now = None;
            }
            if self.behind || !self.next()? {
                return Ok(0);
            }
        }
    }
}

impl<D: Decoder> Read for Streams<'_, '_, D> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        if let Some(error) = &self.failed {
            return Err(again(error));
        }
        self.read_on(into).inspect_err(|error| self.failed = Some(again(error)))
    }
}

/// A codec as a decoder.
pub(super) struct Stepped<C> {
    codec: C,
    failed: Option<io::Error>,
    ended: bool,
}

impl<C: Codec> Stepped<C> {
    /// Nothing decoded yet.
    pub(super) fn new(codec: C) -> Stepped<C> {
        Stepped { codec, failed: None, ended: false }
    }
}

impl<C: Codec> Decoder for Stepped<C> {
    fn read(&mut self, input: &mut Input<'_>, into: &mut [u8], memory: &mut Memory) -> io::Result<usize> {
        let mut idle = 0;
        while !self.ended {
            if let Some(error) = self.failed.take() {
                return Err(error);
            }
            memory.reach(self.codec.holds(into.len()), u64::MAX)?;
            let here = input.fill()?;
            let last = here.is_empty();
            let here = &here[..here.len().min(self.codec.most())];
            let before = self.codec.counts();
            let stepped = self.codec.step(here, into, last);
            let after = self.codec.counts();
            let (taken, made) = (count(before.0, after.0), count(before.1, after.1));
            input.consume(taken);
            match stepped {
                Ok(ended) => self.ended = ended,
                Err(error) if made > 0 => self.failed = Some(error),
                Err(error) => return Err(error),
            }
            if self.ended {
                input.put_back(self.codec.unused());
            }
            if made > 0 {
                return Ok(made);
            }
            idle = if taken > 0 { 0 } else { idle + 1 };
            if !self.ended && idle > if last { 1 } else { IDLE } {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends before its time"));
            }
        }
        Ok(0)
    }
}

fn count(before: u64, after: u64) -> usize {
    usize::try_from(after.saturating_sub(before)).unwrap_or(usize::MAX)
}
