//! How a file is reached: by its whole path, or by its name in a directory that
//! is held open. Opens nothing itself.

use rustix::process::{Resource, getrlimit};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a file is reached.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Its directory: a name is looked up faster than a whole path, and no path is too long for it.
    pub directory: Option<Arc<Directory>>,
    /// Whether the last component may be a link: a named root, or `--follow`.
    pub through_link: bool,
}

/// A directory that is held open as long as anything in it is to be reached.
#[derive(Debug)]
pub struct Directory {
    opened: OwnedFd,
    held: Arc<Descriptors>,
}

impl AsFd for Directory {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.opened.as_fd()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        self.held.count.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many directories may be held open at a time, and how many are.
#[derive(Debug)]
pub struct Descriptors {
    most: usize,
    count: AtomicUsize,
}

/// Standard streams, outputs, the mount table, the pool's own.
const OTHERS: usize = 16;

/// More than this are never needed by a walk that goes into the depth first.
const MOST: usize = 1024;

impl Descriptors {
    /// What the limit of the process leaves for directories beside the files
    /// of that many threads.
    pub fn beside(threads: usize) -> Arc<Descriptors> {
        Descriptors::of((limit().saturating_sub(OTHERS + 2 * threads) / 2).min(MOST))
    }

    /// Room for so many.
    pub fn of(most: usize) -> Arc<Descriptors> {
        Arc::new(Descriptors { most, count: AtomicUsize::new(0) })
    }

    /// As many of the threads as may each hold a file open, and a directory; one at least.
    pub fn threads(wanted: usize) -> usize {
        wanted.min((limit().saturating_sub(OTHERS) / 2).max(1))
    }

    /// Opens a directory and holds it, if there is room for one more.
    pub fn hold<E>(self: &Arc<Self>, open: impl FnOnce() -> Result<OwnedFd, E>) -> Result<Option<Directory>, E> {
        if self.count.fetch_add(1, Ordering::Relaxed) >= self.most {
            self.count.fetch_sub(1, Ordering::Relaxed);
            return Ok(None);
        }
        match open() {
            Ok(opened) => Ok(Some(Directory { opened, held: Arc::clone(self) })),
            Err(error) => {
                self.count.fetch_sub(1, Ordering::Relaxed);
                Err(error)
            }
        }
    }
}

/// How many files the process may have open.
fn limit() -> usize {
    getrlimit(Resource::Nofile).current.map_or(usize::MAX, |limit| limit.try_into().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_are_held_than_there_is_room_for() {
        let room = Descriptors::of(2);
        let open = || std::fs::File::open("/").map(OwnedFd::from);
        let (first, second) = (room.hold(open).unwrap(), room.hold(open).unwrap());
        assert!(first.is_some() && second.is_some() && room.hold(open).unwrap().is_none());
        drop(first);
        assert!(room.hold(|| Err::<OwnedFd, _>("refused")).is_err());
        assert!(room.hold(open).unwrap().is_some());
    }
}
