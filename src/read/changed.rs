//! Whether a file is still the one that was read.

use super::Opened;
use rustix::fs::Stat;

/// How much of the start is compared when a file grew.
pub(super) const HEAD: usize = 256;

/// True if nothing of what was there at opening was rewritten. A file that grew and still begins with `head` was appended to:
/// logs do nothing else.
pub(super) fn unchanged(opened: &Opened, head: &[u8]) -> bool {
    let Ok(now) = rustix::fs::fstat(&opened.file) else { return false };
    if now.st_size < opened.stat.st_size {
        return false;
    }
    if modified(&now) == modified(&opened.stat) {
        return true;
    }
    let mut again = [0; HEAD];
    let again = &mut again[..head.len().min(HEAD)];
    let reread = rustix::io::pread(&opened.file, &mut *again, 0);
    now.st_size > opened.stat.st_size && reread == Ok(again.len()) && head.starts_with(again)
}

fn modified(stat: &Stat) -> (i64, u64) {
    #[allow(clippy::unnecessary_cast, reason = "the fields' widths differ between machines")]
    (stat.st_mtime as i64, stat.st_mtime_nsec as u64)
}
