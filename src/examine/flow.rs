//! One content from its beginning to its end: told by its first octets, then
//! opened, read whole or carved window by window in constant memory.
//!
//! Behaviour:
//! 1. Content that fits the buffer is read whole and looked at in every way.
//! 2. An archive is opened; it is not carved as it stands, but for what lies
//!    between its members.
//! 3. A store longer than the buffer is read whole up to a bound and carved.
//! 4. Anything else is carved; the buffer grows only for an object that is
//!    longer than it. Holes are jumped over.
//! 5. An end record of an archive, wherever the carver meets it, may show the
//!    content to be an archive behind something else: then it starts anew.
//! 6. Mail that is left out is not looked at, not even as text.
//! 7. On a second reading only texts are looked at (`texts`).
//! 8. What was read before an error is looked at before the error is told.

use super::Artifact;
use super::gather::{Gathered, Replay};
use super::inside::Inside;
use super::texts;
use crate::bounds::Grant;
use crate::carve::{Progress, Window};
use crate::container::archive::{ArchiveReader, Flow, Member, Visitor};
use crate::container::source::{Memory, Source};
use crate::container::{self, ContainerReader, Content};
use crate::failure::FailureKind;
use std::io::{self, Read};

/// The buffer's usual size, in octets: four reads a mebibyte, and it stays in
/// the second-level cache.
pub const BUFFER: usize = 256 << 10;

/// The buffer's largest size: base64 of the largest object, with line breaks.
const MAX_BUFFER: usize = 24 << 20;

/// The largest store that is read whole, in octets.
const MAX_STORE: usize = 16 << 20;

/// What programs and scripts begin with, behind which an archive may stand.
const PROGRAMS: [&[u8]; 3] = [b"#!", b"MZ", b"\x7fELF"];

/// Examines the content. An error is one of reading it; what an archive inside
/// it could not open is told already.
pub fn examine(artifact: &mut Artifact<'_>, source: &mut dyn Source) -> io::Result<()> {
    with_buffer(artifact, |artifact, buffer| by_extents(artifact, source, buffer))
}

/// Carves content that is only a part of what the artifact is.
pub(super) fn carve(artifact: &mut Artifact<'_>, content: &mut dyn Read) -> io::Result<()> {
    if artifact.texts().is_some() {
        return io::copy(content, &mut io::sink()).map(drop);
    }
    with_buffer(artifact, |artifact, buffer| windows(artifact, content, buffer, 0))
}

/// Lends a buffer of the usual size. It comes back wiped if a private key was
/// met, and no larger than it was.
fn with_buffer<'a, T>(artifact: &mut Artifact<'a>, work: impl FnOnce(&mut Artifact<'a>, &mut Vec<u8>) -> T) -> T {
    let mut buffer = artifact.haul.buffers.pop().unwrap_or_else(|| vec![0; BUFFER]);
    let done = work(artifact, &mut buffer);
    if artifact.has_key() {
        zeroize::Zeroize::zeroize(&mut buffer[..]);
    }
    if buffer.len() > BUFFER {
        buffer.truncate(BUFFER);
        buffer.shrink_to_fit();
    }
    artifact.haul.buffers.push(buffer);
    done
}

fn by_extents(artifact: &mut Artifact<'_>, source: &mut dyn Source, buffer: &mut Vec<u8>) -> io::Result<()> {
    if let Some(texts) = artifact.texts() {
        return texts::look(artifact, texts, source, buffer);
    }
    let Some(first) = source.next_extent()? else { return Ok(()) };
    let mut next = Some(first);
    if first == 0 {
        let (got, read) = fill(source, &mut buffer[..BUFFER]);
        artifact.begin(&buffer[..got]);
        next = if got < BUFFER && read.is_ok() { source.next_extent()? } else { None };
        if read.is_err() || (got < BUFFER && next.is_none()) {
            whole(artifact, &buffer[..got]);
            return read;
        }
        if let Some(reader) = archive(artifact, &buffer[..got]) {
            source.fill_holes();
            return open(artifact, reader, &buffer[..got], source);
        }
        if artifact.is_left_out() {
            return Ok(());
        }
        if let Some(reader) = container::sniff(&buffer[..got]) {
            source.fill_holes();
            return store(artifact, reader, got, source, buffer);
        }
        if source.random().is_none() && PROGRAMS.iter().any(|begin| buffer.starts_with(begin)) {
            return program(artifact, got, source, buffer);
        }
        windows(artifact, source, buffer, got)?;
        if got == BUFFER {
            next = source.next_extent()?;
        }
    }
    while let Some(from) = next {
        artifact.jump(from);
        windows(artifact, source, buffer, 0)?;
        next = source.next_extent()?;
    }
    behind_something(artifact, source);
    Ok(())
}

/// The reader of the archive that the content is, unless it stays closed.
pub(super) fn archive(artifact: &mut Artifact<'_>, head: &[u8]) -> Option<&'static dyn ArchiveReader> {
    container::sniff_archive(head).filter(|reader| artifact.may_open(*reader))
}

/// The whole content at once.
fn whole(artifact: &mut Artifact<'_>, bytes: &[u8]) {
    if let Some(reader) = archive(artifact, bytes) {
        return artifact.open(reader, &mut Memory::new(bytes));
    }
    if artifact.is_left_out() {
        return;
    }
    let content = container::sniff(bytes).and_then(|reader| artifact.store(reader, bytes));
    artifact.note_manifest(bytes);
    artifact.hear(bytes, true);
    artifact.around(bytes, content);
    if !artifact.end_record() || !opened_by_end(artifact, &mut Memory::new(bytes)) {
        artifact.whole(bytes);
    }
}

/// Opens an archive whose beginning is in `head`.
pub(super) fn open(
    artifact: &mut Artifact<'_>,
    reader: &'static dyn ArchiveReader,
    head: &[u8],
    source: &mut dyn Source,
) -> io::Result<()> {
    if reader.wants_random() && source.random().is_none() {
        let mut gathered = Gathered::read(head, source, &artifact.haul.meter)?;
        let failed = gathered.error.take();
        artifact.open(reader, &mut gathered);
        return failed.map_or(Ok(()), Err);
    }
    artifact.open(reader, &mut Replay::new(head, source));
    Ok(())
}

/// A store longer than the buffer: read whole up to a bound, or as far as is
/// enough for its reader, and carved beyond it. The first `got` octets are in the buffer.
fn store(
    artifact: &mut Artifact<'_>,
    reader: &'static dyn ContainerReader,
    got: usize,
    source: &mut dyn Source,
    buffer: &mut Vec<u8>,
) -> io::Result<()> {
    let mut content = zeroize::Zeroizing::new(buffer[..got].to_vec());
    let mut grants = Vec::new();
    let mut read = Ok(());
    let most = reader.enough().unwrap_or(MAX_STORE);
    loop {
        let wanted = content.len().min(most.saturating_sub(content.len()));
        // As much again for what the reader takes out of it.
        match artifact.haul.meter.ask(2 * wanted as u64) {
            Ok(grant) if wanted > 0 => grants.push(grant),
            Err(error) if artifact.haul.meter.is_stopped() => return Err(error),
            Ok(_) if reader.enough().is_some() => {
                drop(artifact.store(reader, &content));
                return windows(artifact, &mut Replay::new(&content, source), buffer, 0);
            }
            _ => {
                artifact.too_large(reader.id(), content.len());
                return windows(artifact, &mut Replay::new(&content, source), buffer, 0);
            }
        }
        content.reserve_exact(wanted);
        let before = content.len();
        if let Err(error) = source.take(wanted as u64).read_to_end(&mut content) {
            read = Err(error);
        }
        if content.len() < before + wanted {
            break;
        }
    }
    let inner = artifact.store(reader, &content);
    artifact.around(&content, inner);
    read
}

/// A program that flows out of something else: an archive may stand behind it.
fn program(artifact: &mut Artifact<'_>, got: usize, source: &mut dyn Source, buffer: &mut Vec<u8>) -> io::Result<()> {
    let mut gathered = Gathered::read(&buffer[..got], source, &artifact.haul.meter)?;
    if opened_by_end(artifact, &mut gathered) {
        return Ok(());
    }
    windows(artifact, &mut gathered, buffer, 0)
}

/// The content was carved to its end; an end record in it may say more.
fn behind_something(artifact: &mut Artifact<'_>, source: &mut dyn Source) {
    if artifact.end_record() {
        source.fill_holes();
        opened_by_end(artifact, source);
    }
}

/// Opens the archive that the content ends with, if it does. What was told of
/// the content before is told again by the archive's reader.
fn opened_by_end(artifact: &mut Artifact<'_>, source: &mut dyn Source) -> bool {
    let reader = source.random().and_then(container::archive_by_end).filter(|reader| artifact.may_open(*reader));
    if let Some(reader) = reader {
        artifact.restart();
        artifact.open(reader, source);
    }
    reader.is_some()
}

/// Carves what is to be read until its end; the first `kept` octets are in the
/// buffer already.
fn windows(
    artifact: &mut Artifact<'_>,
    source: &mut (impl Read + ?Sized),
    buffer: &mut Vec<u8>,
    mut kept: usize,
) -> io::Result<()> {
    let mut progress = Progress::default();
    let mut first = true;
    let mut grants: Vec<Grant> = Vec::new();
    loop {
        let full = buffer.len();
        let stuck = !std::mem::take(&mut first) && kept == full;
        let (got, read) = fill(source, &mut buffer[kept..]);
        let filled = kept + got;
        let ended = filled < full;
        // An object that outgrows the largest buffer is given up, not waited for.
        let last = ended || stuck;
        artifact.hear(&buffer[..filled], false);
        progress = artifact.window(progress.window(&buffer[..filled], last));
        if ended {
            return read;
        }
        if stuck {
            artifact.lose_thread();
            (kept, progress) = (0, Progress::default());
            continue;
        }
        buffer.copy_within(progress.keep..filled, 0);
        kept = filled - progress.keep;
        if kept > full / 2 && full < MAX_BUFFER {
            match artifact.haul.meter.ask(full as u64) {
                Ok(grant) => grants.push(grant),
                Err(error) if artifact.haul.meter.is_stopped() => return Err(error),
                // The object is given up when the buffer is full.
                Err(_) => continue,
            }
            buffer.resize((full * 2).min(MAX_BUFFER), 0);
        }
    }
}

/// Reads until the slice is full or the content ends; what was read before an
/// error counts.
pub(super) fn fill(source: &mut (impl Read + ?Sized), slice: &mut [u8]) -> (usize, io::Result<()>) {
    let mut filled = 0;
    while filled < slice.len() {
        match source.read(&mut slice[filled..]) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (filled, Err(error)),
        }
    }
    (filled, Ok(()))
}

/// Notes a store that is too large to be read whole.
impl Artifact<'_> {
    fn too_large(&mut self, format: &str, most: usize) {
        let detail =
            format!("{format} store of {} KiB or more: only what stands in it in clear was looked at", most >> 10);
        self.fail(FailureKind::LimitExceeded, detail);
    }

    /// Carves a store, but for the content that is wrapped in it: that is
    /// examined in its turn.
    pub(super) fn around(&mut self, bytes: &[u8], content: Option<Content>) {
        let Some(content) = content.filter(|_| self.haul.meter.bounds().mail) else {
            self.window(Window::whole(bytes));
            return;
        };
        self.window(Window::whole(bytes.get(..content.stands.start).unwrap_or_default()));
        self.jump(content.stands.end as u64);
        self.window(Window::whole(bytes.get(content.stands.end..).unwrap_or_default()));
        let member = Member { of_message: self.is_message(), ..Member::named(b"content") };
        self.wraps = true;
        // Whether more is wanted is for the archive around this to ask.
        let (Flow::Continue(()) | Flow::Break(())) =
            Inside::new(self, "pkcs7").member(member, &mut &content.octets[..]);
        self.wraps = false;
    }

    /// Opens the archive that this content is.
    pub(super) fn open(&mut self, reader: &'static dyn ArchiveReader, source: &mut dyn Source) {
        self.begin_archive(reader);
        let opened = reader.open(source, &mut Inside::new(self, reader.id()));
        if let Err(error) = opened {
            self.reading_failed(&error, Some(reader.id()));
        }
    }
}
