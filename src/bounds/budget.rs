//! One budget of memory, shared by all workers: ask before you allocate.
//!
//! Behaviour:
//! 1. Who holds nothing waits its turn; who asks for more than there is at all
//!    is refused.
//! 2. Who holds something never waits, since two who did could wait for each
//!    other. It gets more at once or not; then its file is given up, the memory
//!    set free, and the file read again with the whole budget to itself (see
//!    [`super::Meter::needs_all`]). What comes out does not depend on others.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The memory that may be held.
#[derive(Debug)]
pub struct Budget {
    size: u64,
    free: Mutex<u64>,
    returned: Condvar,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget::new(super::Bounds::default().memory)
    }
}

impl Budget {
    /// A budget of so many octets.
    pub fn new(size: u64) -> Budget {
        Budget { size, free: Mutex::new(size), returned: Condvar::new() }
    }

    /// How much there is at all, in octets.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Takes so many octets; waits until they are free. False if there are
    /// never so many.
    pub(super) fn wait_for(&self, octets: u64) -> bool {
        if octets > self.size {
            return false;
        }
        let mut free = self.free();
        while *free < octets {
            free = self.returned.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= octets;
        true
    }

    /// Takes so many octets if they are free now.
    pub(super) fn take(&self, octets: u64) -> bool {
        let mut free = self.free();
        let enough = *free >= octets;
        if enough {
            *free -= octets;
        }
        enough
    }

    pub(super) fn give_back(&self, octets: u64) {
        *self.free() += octets;
        self.returned.notify_all();
    }

    fn free(&self) -> MutexGuard<'_, u64> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Memory that may be used as long as this is kept.
#[derive(Debug)]
pub struct Grant {
    pub(super) meter: Arc<super::Meter>,
    pub(super) octets: u64,
}

impl Grant {
    /// Asks for so many octets more, for what grows while it is read.
    pub fn more(&self, octets: u64) -> std::io::Result<Grant> {
        self.meter.ask(octets)
    }
}

impl Drop for Grant {
    fn drop(&mut self) {
        self.meter.give_back(self.octets);
    }
}
