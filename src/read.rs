//! Reading: one file to its windows, in constant memory, disturbing nothing.
//!
//! Opens regular files only and never waits for a FIFO; follows no link that
//! was put in a file's place; leaves the access time alone where it may.
//!
//! Behaviour:
//! 1. A file is read to its size at opening: one that only grew is complete.
//! 2. A file that was rewritten or cut while it was read is read once more,
//!    then it is a failure `changed`.
//! 3. Holes are jumped over. A file of tiered storage that is not on disk is
//!    skipped unless it may be recalled.
//! 4. A file with a key that every user of the machine can read is noted.
//! 5. A file that is not read to its end when the time is over is given up:
//!    nothing of it is told.
//! 6. A large file that was not in the page cache is not there afterwards.
//! 7. A buffer through which a private key went is wiped.

mod cache;
mod changed;
mod exposure;
pub mod gentle;
mod links;
mod stream;
mod way;

pub use gentle::Gentle;
pub use links::{HARD_LINK, HardLinks, Link};
pub use way::{Descriptors, Directory, Way};

use crate::bounds::{Meter, Shared};
use crate::container;
use crate::examine::{self, Artifact, FileHaul, Haul, Room, Watch};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use rustix::fs::{FileType, Mode, OFlags, Stat};
use rustix::io::Errno;
use std::io;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What a report of this very run is skipped as.
pub const OWN_OUTPUT: &str = "own-output";

/// What reading depends on.
#[derive(Debug)]
pub struct Policy {
    /// Read files that tiered storage would have to fetch.
    pub recall_offline: bool,
    /// Device and inode of our own reports.
    pub own_outputs: Vec<(u64, u64)>,
}

/// What became of a file.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "each lives for a moment, and nearly all are the large one")]
pub enum Reading {
    /// It was read, perhaps with failures.
    Done(FileHaul),
    /// It was not read, and that is no failure; the reason is a line of the books.
    Skipped(&'static str),
    /// The time was over before it was read to its end.
    GivenUp,
}

/// One worker and what it brought home.
#[derive(Debug, Default)]
pub struct Worker {
    /// Whether `O_NOATIME` was refused: it is not asked for again.
    atime_denied: bool,
    /// How it holds back.
    gentle: Gentle,
    /// Whether the file at hand was given up.
    gave_up: bool,
    /// What this worker brought home.
    pub haul: Haul,
}

/// An opened regular file.
struct Opened {
    file: OwnedFd,
    stat: Stat,
}

impl Opened {
    fn size(&self) -> u64 {
        u64::try_from(self.stat.st_size).unwrap_or(0)
    }
}

impl Worker {
    /// A worker that shares the room for locked stores, and the bounds, with others.
    pub fn sharing(room: &Arc<Room>, shared: &Arc<Shared>) -> Worker {
        let mut worker = Worker::default();
        worker.haul.room = Arc::clone(room);
        worker.haul.meter = Arc::new(Meter::new(Arc::clone(shared), processor_time));
        worker
    }

    /// The same, holding back.
    #[must_use]
    pub fn gently(mut self, gentle: &Gentle) -> Worker {
        self.gentle = gentle.clone();
        self
    }

    /// Reads and examines one file. A file with several names is read under
    /// the first that comes; `links` keeps the others.
    pub fn read(
        &mut self,
        location: &Location,
        way: &Way,
        policy: &Policy,
        watch: &dyn Watch,
        links: &HardLinks,
    ) -> Reading {
        let opened = match self.open(&location.path, way) {
            Ok(opened) => opened,
            Err(Opening::Skipped(reason)) => return Reading::Skipped(reason),
            Err(Opening::Refused(error)) => return refused(location, error),
        };
        let identity = (opened.stat.st_dev, opened.stat.st_ino);
        if policy.own_outputs.contains(&identity) {
            return Reading::Skipped(OWN_OUTPUT);
        }
        if !policy.recall_offline && is_offline(&opened) {
            return Reading::Skipped("offline");
        }
        let several = opened.stat.st_nlink > 1;
        if several && let Link::Seen = links.meet(identity, names_of(&opened.stat), location) {
            return Reading::Skipped(links::HARD_LINK);
        }
        let mode = opened.stat.st_mode;
        let (mut file, unclaimed) = self.twice(opened, location, watch);
        if std::mem::take(&mut self.gave_up) {
            if several {
                links.give_up(identity);
            }
            return Reading::GivenUp;
        }
        exposure::note(&mut file, mode, &location.path);
        if several {
            links.finish(identity, &file, unclaimed);
        }
        if file.left_out {
            return Reading::Skipped("mail");
        }
        keep_promise(&mut file, &location.root, &location.path, unclaimed);
        Reading::Done(file)
    }

    /// Reads the file, and once more if it changed meanwhile.
    fn twice(&mut self, mut opened: Opened, location: &Location, watch: &dyn Watch) -> (FileHaul, Unclaimed) {
        let mut file = FileHaul::default();
        for _ in 0..2 {
            let (haul, unclaimed, read) = self.within_memory(&opened, location, watch);
            file = haul;
            if self.gave_up {
                return (file, unclaimed);
            }
            match read {
                Ok(true) => return (file, unclaimed),
                Ok(false) => {
                    if let Ok(stat) = rustix::fs::fstat(&opened.file) {
                        opened.stat = stat;
                    }
                }
                Err(error) => {
                    let detail = format!("cannot be read: {error}");
                    file.failures.push(Failure::new(location.clone(), FailureKind::Unreadable, detail));
                    return (file, None);
                }
            }
        }
        let detail = "rewritten while it was read, twice";
        file.failures.push(Failure::new(location.clone(), FailureKind::Changed, detail));
        (file, None)
    }

    /// Reads the file; once more with all the memory to itself if what others
    /// leave of it is too little.
    fn within_memory(&mut self, opened: &Opened, location: &Location, watch: &dyn Watch) -> Read {
        let meter = Arc::clone(&self.haul.meter);
        let read = self.once(opened, location, watch);
        if meter.needs_all() { meter.with_all(|| self.once(opened, location, watch)) } else { read }
    }

    /// Reads the file; false with the haul if it changed under our hands.
    fn once(&mut self, opened: &Opened, location: &Location, watch: &dyn Watch) -> Read {
        let meter = Arc::clone(&self.haul.meter);
        meter.begin(opened.size());
        let mut source = stream::FileSource::new(opened, &meter, &self.gentle);
        let mut artifact = Artifact::new(location.clone(), watch, &mut self.haul);
        let examined = examine::examine(&mut artifact, &mut source);
        let unclaimed = artifact.unclaimed(opened.size()).filter(|_| examined.is_ok());
        let read = match examined {
            Err(error) if error.raw_os_error().is_some() => Err(error),
            Err(error) => {
                artifact.reading_failed(&error, None);
                Ok(true)
            }
            Ok(()) => Ok(source.unchanged()),
        };
        let mut haul = artifact.finish();
        haul.bytes = source.bytes();
        self.gave_up = source.was_refused();
        (haul, unclaimed, read)
    }

    fn open(&mut self, path: &Path, way: &Way) -> Result<Opened, Opening> {
        let mut flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC | OFlags::NOCTTY;
        flags.set(OFlags::NOFOLLOW, !way.through_link);
        let quiet = if self.atime_denied { flags } else { flags | OFlags::NOATIME };
        let open = |flags| match (&way.directory, path.file_name()) {
            (Some(directory), Some(name)) => rustix::fs::openat(directory, name, flags, Mode::empty()),
            _ => rustix::fs::open(path, flags, Mode::empty()),
        };
        let mut opened = open(quiet);
        if matches!(opened, Err(Errno::PERM)) && !self.atime_denied {
            // Only the owner may leave the access time alone (open(2)).
            self.atime_denied = true;
            opened = open(flags);
        }
        let file = opened.map_err(|error| match error {
            Errno::NOENT | Errno::NOTDIR => Opening::Skipped("vanished"),
            Errno::LOOP if !way.through_link => Opening::Skipped("vanished"),
            Errno::NXIO => Opening::Skipped("special"),
            error => Opening::Refused(error),
        })?;
        let stat = rustix::fs::fstat(&file).map_err(Opening::Refused)?;
        if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile {
            Ok(Opened { file, stat })
        } else {
            Err(Opening::Skipped("vanished"))
        }
    }
}

/// Why a file was not opened.
enum Opening {
    Skipped(&'static str),
    Refused(Errno),
}

fn refused(location: &Location, error: Errno) -> Reading {
    let failure = Failure::new(location.clone(), FailureKind::Unreadable, format!("cannot be opened: {error}"));
    Reading::Done(FileHaul { failures: vec![failure], ..FileHaul::default() })
}

/// Data that is not on this disk: a size, no blocks, and no hole that would
/// explain it. Small files may live in the inode (ext4, btrfs) and are read.
fn is_offline(opened: &Opened) -> bool {
    const IN_INODE: u64 = 4096;
    opened.stat.st_blocks == 0
        && opened.size() > IN_INODE
        && rustix::fs::seek(&opened.file, rustix::fs::SeekFrom::Data(0)).is_ok()
}

fn names_of(stat: &Stat) -> u64 {
    #[allow(clippy::unnecessary_cast, reason = "the field's width differs between machines")]
    let names = stat.st_nlink as u64;
    names
}

/// Why no reader claimed a content; only a name that promises a keystore makes
/// it a failure.
type Unclaimed = Option<&'static str>;

/// What one reading of a file comes to; false if it changed meanwhile.
type Read = (FileHaul, Unclaimed, Result<bool, io::Error>);

/// Holds a name to what it promises.
fn keep_promise(file: &mut FileHaul, root: &Arc<Path>, path: &Arc<Path>, unclaimed: Unclaimed) {
    if let Some(why) = unclaimed.filter(|_| promises(path)) {
        let location = Location::file(Arc::clone(root), Arc::clone(path));
        file.failures.push(Failure::new(location, FailureKind::Unrecognized, why));
    }
}

fn promises(path: &Path) -> bool {
    path.extension().and_then(std::ffi::OsStr::to_str).is_some_and(container::promises_store)
}

/// How much processor time this thread has used.
fn processor_time() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), u32::try_from(now.tv_nsec).unwrap_or(0))
}
