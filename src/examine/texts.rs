//! The second reading: texts that may name a certificate, a keystore or a
//! counterparty, as files and as members of archives.
//!
//! Behaviour
//! 1. A text of up to [`MAX_TEXT`] octets is looked at as a whole; UTF-16 is
//!    turned into UTF-8 first. What is larger is no configuration.
//! 2. Archives are opened as on the first reading, but nothing is carved, no
//!    store is read, and members whose names promise neither text nor archive
//!    are passed by without a look.
//! 3. What is wrong with content was told on the first reading.

use super::flow::{self, BUFFER};
use super::{Artifact, Texts};
use crate::container::source::{Memory, Source};
use crate::legible::{ending_promises_text, promises_text};
use crate::location::{Location, StepKind};
use crate::place::{Place, place_of};
use std::io::{self, Read};

/// The largest text that is looked at, in octets.
pub const MAX_TEXT: usize = 4 << 20;

/// Endings of compressed files, looked through to the name inside.
const COMPRESSED: [&[u8]; 6] = [b".gz", b".bz2", b".xz", b".zst", b".lz4", b".lzma"];

/// Whether the name of the content promises text worth a second reading.
pub(super) fn is_legible(location: &Location) -> bool {
    let file = location.path.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default();
    match location.steps.last() {
        None => promises_text(file),
        // What third-party software carries in its archives names nobody's keystore.
        Some(step) if step.kind == StepKind::Member => {
            promises_text(&step.name) && place_of(location, "") != Place::Library
        }
        Some(step) if step.kind == StepKind::Compressed && location.steps.len() == 1 => {
            COMPRESSED.iter().find_map(|ending| file.strip_suffix(*ending)).is_some_and(ending_promises_text)
        }
        Some(_) => false,
    }
}

/// Endings of archives, in which texts may be.
const ARCHIVES: &str = "7z aar apk ar bz2 cpio deb ear egg gz img iso jar lz lz4 lzma nupkg ova rar rpm sar tar tbz tbz2 tgz tlz txz war \
    whl xz zip zst";

/// Whether a member may be text, or hold one. What third-party software
/// carries is passed by, however deep it goes.
fn may_matter(location: &Location) -> bool {
    let Some(step) = location.steps.last().filter(|step| step.kind == StepKind::Member) else { return true };
    let ending = step.name.rsplit(|octet| *octet == b'.').next().unwrap_or_default().to_ascii_lowercase();
    let is_archive = || ARCHIVES.split_whitespace().any(|archive| archive.as_bytes() == ending);
    is_legible(location) || (is_archive() && place_of(location, "") != Place::Library)
}

/// Whether content that begins so is UTF-16.
pub(super) fn is_utf_16(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])
}

/// Looks at the content, if it is text, or at the texts in it.
pub(super) fn look(
    artifact: &mut Artifact<'_>,
    texts: &dyn Texts,
    source: &mut dyn Source,
    buffer: &mut [u8],
) -> io::Result<()> {
    if !may_matter(artifact.location()) || source.next_extent()? != Some(0) {
        return Ok(());
    }
    let (got, read) = flow::fill(source, &mut buffer[..BUFFER]);
    let head = &buffer[..got];
    artifact.begin(head);
    if let Some(reader) = flow::archive(artifact, head) {
        if got < BUFFER && read.is_ok() {
            artifact.open(reader, &mut Memory::new(head));
            return Ok(());
        }
        source.fill_holes();
        return flow::open(artifact, reader, head, source);
    }
    if artifact.is_left_out() || !artifact.is_text() || !is_legible(artifact.location()) {
        return Ok(());
    }
    read?;
    let mut whole = Vec::new();
    if got == BUFFER {
        whole.extend_from_slice(head);
        let most = (MAX_TEXT - BUFFER) as u64;
        source.take(most + 1).read_to_end(&mut whole)?;
        if whole.len() > MAX_TEXT {
            artifact.unsearched();
            return Ok(());
        }
    }
    let text = if whole.is_empty() { head } else { &whole };
    let mentions = match utf_8(text) {
        Some(text) => texts.look(artifact.location(), text.as_bytes()),
        None => texts.look(artifact.location(), text),
    };
    artifact.mentioned(mentions);
    Ok(())
}

/// UTF-16 text as UTF-8; `None` where it is none.
fn utf_8(text: &[u8]) -> Option<String> {
    let unit: fn([u8; 2]) -> u16 = match text {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = text.chunks_exact(2).skip(1).map(|pair| unit([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}
