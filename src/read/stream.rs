//! One file's content, window by window. The buffer grows only for an object
//! that is longer than it, and shrinks again.

use super::{Opened, changed, reader_of};
use crate::carve::Window;
use crate::container::ContainerReader;
use crate::examine::Artifact;
use crate::failure::FailureKind;
use rustix::fs::SeekFrom;
use rustix::io::{Errno, pread};

/// The buffer's usual size, in octets: four reads a mebibyte, and it stays in
/// the second-level cache.
pub(super) const BUFFER: usize = 256 << 10;

/// The buffer's largest size: base64 of the largest object, with line breaks.
const MAX_BUFFER: usize = 24 << 20;

/// The largest store that is read whole, in octets.
const MAX_STORE: u64 = 16 << 20;

/// How a file was read.
pub(super) struct Streamed {
    pub(super) bytes: u64,
    pub(super) unchanged: bool,
}

/// Reads the file from its start to its size at opening.
pub(super) fn stream(opened: &Opened, buffer: &mut Vec<u8>, artifact: &mut Artifact<'_>) -> Result<Streamed, Errno> {
    let size = opened.size();
    if size == 0 {
        return Ok(Streamed { bytes: 0, unchanged: true });
    }
    if size <= BUFFER as u64 {
        let got = fill(opened, &mut buffer[..usize::try_from(size).unwrap_or(BUFFER)], 0)?;
        whole(artifact, &buffer[..got]);
        return Ok(Streamed { bytes: got as u64, unchanged: got as u64 == size });
    }
    let sparse = u64::try_from(opened.stat.st_blocks).unwrap_or(u64::MAX).saturating_mul(512) < size;
    let head = fill(opened, &mut buffer[..4096], 0)?;
    artifact.begin(&buffer[..head]);
    let start = buffer[..head.min(changed::HEAD)].to_vec();
    if let Some(reader) = reader_of(&buffer[..head]) {
        return store(opened, reader, artifact, buffer, &start);
    }
    let mut bytes = 0;
    for (from, to) in extents(opened, size, sparse) {
        artifact.jump(from);
        bytes += extent(opened, from, to, buffer, artifact)?;
    }
    shrink(buffer);
    // Holes were jumped over: what was read may be less than the size.
    let reached = if sparse { size } else { bytes };
    Ok(Streamed { bytes, unchanged: changed::unchanged(opened, reached, &start) })
}

/// The whole content at once.
fn whole(artifact: &mut Artifact<'_>, bytes: &[u8]) {
    artifact.begin(bytes);
    if let Some(reader) = reader_of(bytes) {
        artifact.store(reader, bytes);
    }
    artifact.window(Window::whole(bytes));
    artifact.whole(bytes);
}

/// A store longer than the buffer: read whole up to a bound, carved beyond it.
fn store(
    opened: &Opened,
    reader: &'static dyn ContainerReader,
    artifact: &mut Artifact<'_>,
    buffer: &mut Vec<u8>,
    start: &[u8],
) -> Result<Streamed, Errno> {
    let size = opened.size();
    if size > MAX_STORE {
        let detail = format!(
            "{} store of more than {} MiB: only what stands in it in clear was looked at",
            reader.id(),
            MAX_STORE >> 20
        );
        artifact.fail(FailureKind::LimitExceeded, detail);
        let bytes = extent(opened, 0, size, buffer, artifact)?;
        shrink(buffer);
        return Ok(Streamed { bytes, unchanged: changed::unchanged(opened, bytes, start) });
    }
    let mut content = zeroize::Zeroizing::new(Vec::new());
    while (content.len() as u64) < size {
        let at = content.len() as u64;
        let want = usize::try_from(size - at).unwrap_or(BUFFER).min(BUFFER);
        let got = fill(opened, &mut buffer[..want], at)?;
        if got == 0 {
            break;
        }
        content.extend_from_slice(&buffer[..got]);
    }
    artifact.store(reader, &content);
    artifact.window(Window::whole(&content));
    let bytes = content.len() as u64;
    Ok(Streamed { bytes, unchanged: changed::unchanged(opened, bytes, start) })
}

/// Carves the octets from `from` to `to`; how many could be read.
fn extent(
    opened: &Opened,
    from: u64,
    to: u64,
    buffer: &mut Vec<u8>,
    artifact: &mut Artifact<'_>,
) -> Result<u64, Errno> {
    let mut at = from;
    let mut kept = 0;
    let (mut resume, mut floor) = (0, 0);
    loop {
        let room = usize::try_from(to - at).unwrap_or(usize::MAX).min(buffer.len() - kept);
        let got = fill(opened, &mut buffer[kept..kept + room], at)?;
        at += got as u64;
        let filled = kept + got;
        let ended = at >= to || got < room;
        // An object that outgrows the largest buffer is given up, not waited for.
        let given_up = filled == buffer.len() && kept > 0 && room == 0;
        let progress = artifact.window(Window { bytes: &buffer[..filled], resume, floor, last: ended || given_up });
        if ended {
            return Ok(at - from);
        }
        if given_up {
            (kept, resume, floor) = (0, 0, 0);
            continue;
        }
        buffer.copy_within(progress.keep..filled, 0);
        kept = filled - progress.keep;
        resume = progress.resume - progress.keep;
        floor = progress.floor.saturating_sub(progress.keep);
        if kept > buffer.len() / 2 && buffer.len() < MAX_BUFFER {
            let grown = (buffer.len() * 2).min(MAX_BUFFER);
            buffer.resize(grown, 0);
        }
    }
}

/// Reads until the slice is full or the file ends: a short read of a network
/// file system is no end.
fn fill(opened: &Opened, slice: &mut [u8], at: u64) -> Result<usize, Errno> {
    let mut filled = 0;
    while filled < slice.len() {
        match pread(&opened.file, &mut slice[filled..], at + filled as u64) {
            Ok(0) => break,
            Ok(got) => filled += got,
            Err(Errno::INTR) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The stretches that hold data. A file that cannot tell is all data.
fn extents(opened: &Opened, size: u64, sparse: bool) -> Vec<(u64, u64)> {
    let mut extents = Vec::new();
    let mut at = 0;
    while sparse && at < size && extents.len() < 1 << 16 {
        let from = match rustix::fs::seek(&opened.file, SeekFrom::Data(at)) {
            Ok(from) => from,
            Err(Errno::NXIO) => return extents,
            // A file system that knows no holes has none to jump over.
            Err(_) => break,
        };
        let to = rustix::fs::seek(&opened.file, SeekFrom::Hole(from)).unwrap_or(size).min(size);
        if to <= from {
            break;
        }
        extents.push((from, to));
        at = to;
    }
    if at < size {
        extents.push((at, size));
    }
    extents
}

fn shrink(buffer: &mut Vec<u8>) {
    if buffer.len() > BUFFER {
        buffer.truncate(BUFFER);
        buffer.shrink_to_fit();
    }
}
