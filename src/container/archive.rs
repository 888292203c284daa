//! Archives: what hides whole contents, and how their members are handed on.
//!
//! A reader of an archive knows its format and nothing else. It examines
//! nothing: it hands every member to a [`Visitor`], which reads as much of it
//! as it wants, and it tells what it could not open.

use super::source::{ReadAt, Source};
use crate::bounds::Grant;
use crate::failure::FailureKind;
use crate::location::StepKind;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// One format that hides contents. To add one: one file in `container/`, one
/// line in [`super::ARCHIVES`], and its files in `testdata/`.
pub trait ArchiveReader: Sync {
    /// The name in reports, `testdata/` and the manual, such as `zip`.
    fn id(&self) -> &'static str;

    /// Which option leaves it closed.
    fn class(&self) -> Class {
        Class::Archive
    }

    /// Whether the content may be of this format, from its first octets (at
    /// least 4096 where the content has them).
    fn sniff(&self, head: &[u8]) -> bool;

    /// Whether the content, whatever it begins with, ends as this format does.
    /// Asked only where the carver met an end record.
    fn ends(&self, content: &dyn ReadAt) -> bool {
        let _ = content;
        false
    }

    /// Whether the reader reads at will where it can. Content that flows is
    /// then gathered in memory first, if it is not too large for that; the
    /// reader must do without where [`Source::random`] gives nothing.
    fn wants_random(&self) -> bool {
        false
    }

    /// Hands every member to the visitor, in the order in which they stand.
    ///
    /// An error ends the archive and becomes one failure of its place (its
    /// kind says which, see [`crate::failure::FailureKind::of`]); what does not
    /// end it is told with [`Visitor::failed`]. After a `Break` from the
    /// visitor the reader returns `Ok` at once.
    fn open(&self, content: &mut dyn Source, visitor: &mut dyn Visitor) -> io::Result<()>;
}

/// What kind of thing hides the contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Closed by `--no-archives`.
    Archive,
    /// Closed by `--no-mail`.
    Mail,
    /// Never closed: what it hides are the entries of a store.
    Store,
}

/// Whether the visitor wants more.
pub type Flow = ControlFlow<()>;

/// A member, before its content.
#[derive(Clone, Copy, Debug)]
pub struct Member<'m> {
    /// [`StepKind::Member`], or [`StepKind::Compressed`] for the only content
    /// of a compressed file.
    pub kind: StepKind,
    /// The name in UTF-8 where that is known, else as it stands; the format's
    /// identifier for compressed content.
    pub name: &'m [u8],
    /// Whether the archive is a message of which this is a part.
    pub of_message: bool,
}

impl<'m> Member<'m> {
    /// A member of an archive.
    pub fn named(name: &'m [u8]) -> Member<'m> {
        Member { kind: StepKind::Member, name, of_message: false }
    }

    /// The content of a compressed file.
    pub fn compressed(format: &'static str) -> Member<'static> {
        Member { kind: StepKind::Compressed, name: format.as_bytes(), of_message: false }
    }
}

/// Takes what a reader of an archive finds.
pub trait Visitor {
    /// Looks at one member. Its content need not be read to its end; an error
    /// from it becomes a failure of this member and of no other.
    fn member(&mut self, member: Member<'_>, content: &mut dyn Read) -> Flow;

    /// A member that cannot be opened, or the archive itself without a name.
    fn failed(&mut self, name: Option<&[u8]>, kind: FailureKind, detail: String) -> Flow;

    /// Content of the archive that belongs to no member, such as a program
    /// before it; `offset` is where it begins.
    fn between(&mut self, offset: u64, content: &mut dyn Read) -> Flow;

    /// Asks for memory before it is allocated, in octets. Small and fixed
    /// amounts (up to 256 KiB) need not be asked for.
    fn ask(&mut self, octets: u64) -> io::Result<Grant>;
}

/// A reader's error for content that is damaged.
pub fn damaged(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.into())
}

/// A reader's error for what no reader implements.
pub fn unsupported(what: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, what.into())
}
