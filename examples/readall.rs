//! Walks a tree and reads every regular file to its end, and does nothing else:
//! the floor that nothing which looks at every byte can go below.
//! `benches/race.py` races it.
//!
//! `readall TREE [THREADS]`: as many threads as the program has, a task a
//! directory, one buffer of 256 KiB a thread; three system calls for a small
//! file: open beside its directory, read, close. A hole is read like anything
//! else. What cannot be read is counted and left.

#![allow(clippy::print_stdout, reason = "it is a program")]

use rustix::fs::{CWD, Dir, FileType, Mode, OFlags, openat};
use std::cell::RefCell;
use std::ffi::CString;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// As much as the program reads at a time.
const BUFFER: usize = 256 << 10;

thread_local! {
    static SPACE: RefCell<Vec<u8>> = RefCell::new(vec![0; BUFFER]);
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let tree = arguments.next().unwrap_or_else(|| ".".into());
    let threads = arguments.next().and_then(|text| text.to_str()?.parse().ok()).unwrap_or(0);
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().map_err(io::Error::other)?;
    let root = openat(CWD, &tree, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
    let count = Count::default();
    rayon::scope(|scope| list(scope, &Arc::new(root), &count));
    let (files, octets, failed) = (&count.files, &count.octets, &count.failed);
    println!("{files:?} files, {octets:?} octets, {failed:?} not read");
    Ok(())
}

/// What was read.
#[derive(Default)]
struct Count {
    files: AtomicU64,
    octets: AtomicU64,
    failed: AtomicU64,
}

/// The files of one directory here, each directory in it as a task.
fn list<'s>(scope: &rayon::Scope<'s>, directory: &Arc<OwnedFd>, count: &'s Count) {
    let Ok(entries) = Dir::read_from(directory) else {
        return count_one(&count.failed);
    };
    let mut below: Vec<CString> = Vec::new();
    for entry in entries.flatten() {
        match entry.file_type() {
            FileType::Directory if !matches!(entry.file_name().to_bytes(), b"." | b"..") => {
                below.push(entry.file_name().to_owned());
            }
            FileType::RegularFile => match read(directory, &entry) {
                Ok(octets) => {
                    count_one(&count.files);
                    count.octets.fetch_add(octets, Ordering::Relaxed);
                }
                Err(_) => count_one(&count.failed),
            },
            _ => {}
        }
    }
    for name in below {
        // Opened when its turn comes: a wide directory would use up the descriptors.
        let parent = Arc::clone(directory);
        scope.spawn(move |scope| {
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            match openat(&parent, name, flags, Mode::empty()) {
                Ok(inner) => list(scope, &Arc::new(inner), count),
                Err(_) => count_one(&count.failed),
            }
        });
    }
}

fn read(directory: &impl AsFd, entry: &rustix::fs::DirEntry) -> io::Result<u64> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = openat(directory, entry.file_name(), flags, Mode::empty())?;
    SPACE.with_borrow_mut(|space| {
        let mut octets = 0;
        loop {
            let got = rustix::io::read(&file, &mut space[..])?;
            octets += got as u64;
            // A short read of a local file is its end.
            if got < BUFFER {
                return Ok(octets);
            }
        }
    })
}

fn count_one(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
