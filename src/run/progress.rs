//! A progress line on a terminal's standard error, four times a second.

use crate::walk::Notes;
use std::io::Write;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// Draws until the sender is dropped, then wipes the line.
pub(super) fn draw(notes: &Notes, done: &Receiver<()>) {
    let mut drawn = false;
    while let Err(RecvTimeoutError::Timeout) = done.recv_timeout(Duration::from_millis(250)) {
        drawn |= line(&format!("\r\x1b[K{} files", notes.files_so_far()));
    }
    if drawn {
        line("\r\x1b[K");
    }
}

/// That the terminal went away is no reason to stop a scan.
fn line(text: &str) -> bool {
    let mut out = std::io::stderr().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).is_ok()
}
