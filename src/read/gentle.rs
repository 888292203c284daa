//! How a scan holds back: how fast it reads and how long.
//!
//! Decides nothing about files; what was given up is the reader's to tell. What
//! becomes of the page cache is in `read::cache`.
//!
//! *Behaviour*
//! 1. Every octet that is read from a file counts, whichever reading it is of;
//!    all threads share one bucket.
//! 2. Who has to wait sleeps in short slices, so that a signal and the end of
//!    the time are seen.
//! 3. When the time is over, the next read of a file is refused.

mod bucket;
mod limit;

pub use bucket::Bucket;
pub use limit::{Clock, Limit};

use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The longest sleep without a look around.
const SLICE: Duration = Duration::from_millis(50);

/// How a scan holds back; copies share the bucket.
#[derive(Clone, Debug, Default)]
pub struct Gentle {
    bucket: Option<Arc<Mutex<Bucket>>>,
    /// When it is to end.
    pub limit: Option<Limit>,
    /// The signal that ends the run, or 0.
    interrupt: Arc<AtomicUsize>,
}

impl Gentle {
    /// Reads at most so many octets a second, and no longer than the limit.
    pub fn new(rate: Option<u64>, limit: Option<Limit>) -> Gentle {
        let bucket = rate.map(|rate| Arc::new(Mutex::new(Bucket::new(rate))));
        Gentle { bucket, limit, interrupt: Arc::default() }
    }

    /// The same, ended by this signal too.
    #[must_use]
    pub fn heeding(&self, interrupt: &Arc<AtomicUsize>) -> Gentle {
        Gentle { interrupt: Arc::clone(interrupt), ..self.clone() }
    }

    /// The same for a first reading, after which something has still to be done.
    #[must_use]
    pub fn leaving_time(&self) -> Gentle {
        Gentle { limit: self.limit.map(Limit::leaving_some), ..self.clone() }
    }

    /// Whether nothing new is to be begun.
    pub fn is_over(&self) -> bool {
        self.limit.is_some_and(Limit::is_over)
    }

    /// Refuses a read when the time is over.
    pub(super) fn may_read(&self) -> Result<(), Error> {
        if self.is_over() { Err(Error::new(ErrorKind::TimedOut, "time-limit")) } else { Ok(()) }
    }

    /// So many octets were read: waits until the next may be.
    pub(super) fn pace(&self, octets: u64) {
        let Some(bucket) = &self.bucket else { return };
        let mut left = bucket.lock().unwrap_or_else(PoisonError::into_inner).take(octets, limit::monotonic());
        while !left.is_zero() && self.interrupt.load(Ordering::Relaxed) == 0 && !self.is_over() {
            let slice = left.min(SLICE);
            std::thread::sleep(slice);
            left = left.saturating_sub(slice);
        }
    }
}
