//! What one file spends of the bounds, with all that is nested in it.

use super::{Grant, Shared};
use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many octets any file may expand to, whatever its size.
const FREE: u64 = 256 << 20;

/// How often the clock is asked: each time so many octets were expanded.
const TICK: u64 = 4 << 20;

/// What a member costs of a tick: many empty ones take time too.
const MEMBER: u64 = 4 << 10;

/// Tells how much processor time this thread has used.
pub type Clock = fn() -> Duration;

/// Why a file is not read any further.
#[derive(Debug)]
enum Stop {
    /// A bound was reached; the text is taken by who tells it.
    Bound(Option<String>),
    /// Memory is short while others hold it.
    NeedsAll,
}

/// Counts for one file at a time. It is shared by the readers that are nested
/// in each other, all on one thread.
#[derive(Debug)]
pub struct Meter {
    shared: Arc<Shared>,
    clock: Clock,
    started: AtomicU64,
    size: AtomicU64,
    consumed: AtomicU64,
    expanded: AtomicU64,
    members: AtomicU64,
    until_tick: AtomicU64,
    held: AtomicU64,
    exclusive: AtomicBool,
    stopped: AtomicBool,
    stop: Mutex<Option<Stop>>,
}

impl Default for Meter {
    fn default() -> Meter {
        Meter::new(Arc::default(), || Duration::ZERO)
    }
}

impl Meter {
    /// A meter that has counted nothing.
    pub fn new(shared: Arc<Shared>, clock: Clock) -> Meter {
        let zero = || AtomicU64::new(0);
        Meter {
            shared,
            clock,
            started: zero(),
            size: zero(),
            consumed: zero(),
            expanded: zero(),
            members: zero(),
            until_tick: zero(),
            held: zero(),
            exclusive: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            stop: Mutex::new(None),
        }
    }

    /// The bounds.
    pub fn bounds(&self) -> &super::Bounds {
        &self.shared.bounds
    }

    /// A new file of `size` octets begins.
    pub fn begin(&self, size: u64) {
        self.size.store(size, Relaxed);
        for counter in [&self.consumed, &self.expanded, &self.members] {
            counter.store(0, Relaxed);
        }
        self.until_tick.store(TICK, Relaxed);
        self.started.store(u64::MAX, Relaxed);
        self.stopped.store(false, Relaxed);
        *self.stop() = None;
    }

    /// So many octets of the file itself were read.
    pub fn consume(&self, octets: u64) {
        add(&self.consumed, octets);
    }

    /// How many members the file has held so far, and how many octets they.
    pub fn spent(&self) -> (u64, u64) {
        (self.members.load(Relaxed), self.expanded.load(Relaxed))
    }

    /// Another member is opened.
    pub fn member(&self) -> Result<(), Error> {
        if add(&self.members, 1) > self.bounds().members {
            return Err(self.bound("members", &format!("more than {} members", self.bounds().members)));
        }
        self.tick(MEMBER)
    }

    /// So many octets came out of a member.
    pub fn expand(&self, octets: u64) -> Result<(), Error> {
        if self.is_stopped() {
            return Err(stopped());
        }
        let bounds = self.bounds();
        let expanded = add(&self.expanded, octets);
        if expanded > bounds.expanded {
            return Err(self.bound("expanded", &format!("it expands to more than {} octets", bounds.expanded)));
        }
        if self.shared.expanded.fetch_add(octets, Relaxed).saturating_add(octets) > bounds.expanded_scan {
            let what = format!("what was opened so far expands to more than {} octets", bounds.expanded_scan);
            return Err(self.bound("expanded-scan", &what));
        }
        let own = self.consumed.load(Relaxed).min(self.size.load(Relaxed)).max(1);
        if expanded > FREE && expanded / own > bounds.ratio {
            return Err(self.bound("ratio", &format!("it expands to more than {} times its size", bounds.ratio)));
        }
        self.tick(octets)
    }

    /// Asks for memory, in octets; what refuses is a reader's error.
    pub fn ask(self: &Arc<Meter>, octets: u64) -> Result<Grant, Error> {
        let budget = &self.shared.budget;
        let held = self.held.load(Relaxed);
        if held.saturating_add(octets) > budget.size() {
            let needed = held.saturating_add(octets);
            let what = format!("it needs {needed} octets of memory, {} are allowed (--memory)", budget.size());
            return Err(Error::new(ErrorKind::QuotaExceeded, what));
        }
        if !self.exclusive.load(Relaxed) {
            let got = if held == 0 { budget.wait_for(octets) } else { budget.take(octets) };
            if !got {
                self.stop_with(Stop::NeedsAll);
                return Err(stopped());
            }
        }
        add(&self.held, octets);
        Ok(Grant { meter: Arc::clone(self), octets })
    }

    pub(super) fn give_back(&self, octets: u64) {
        self.held.fetch_sub(octets, Relaxed);
        if !self.exclusive.load(Relaxed) {
            self.shared.budget.give_back(octets);
        }
    }

    /// Whether the file must be read again with the whole budget to itself.
    pub fn needs_all(&self) -> bool {
        matches!(*self.stop(), Some(Stop::NeedsAll))
    }

    /// Does something with the whole budget to itself.
    pub fn with_all<T>(&self, work: impl FnOnce() -> T) -> T {
        let budget = &self.shared.budget;
        budget.wait_for(budget.size());
        self.exclusive.store(true, Relaxed);
        let back = Exclusive(self);
        let done = work();
        drop(back);
        done
    }

    /// Whether the file is not read any further.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Relaxed)
    }

    /// The bound that was reached, once: the first who asks tells it.
    pub fn take_bound(&self) -> Option<String> {
        match &mut *self.stop() {
            Some(Stop::Bound(text)) => text.take(),
            _ => None,
        }
    }

    fn tick(&self, cost: u64) -> Result<(), Error> {
        let left = self.until_tick.load(Relaxed);
        if left > cost {
            self.until_tick.store(left - cost, Relaxed);
            return Ok(());
        }
        self.until_tick.store(TICK, Relaxed);
        let now = u64::try_from((self.clock)().as_millis()).unwrap_or(u64::MAX);
        // The clock starts with the first tick: most files never get there.
        let started = self.started.load(Relaxed).min(now);
        self.started.store(started, Relaxed);
        if now - started > self.bounds().seconds.saturating_mul(1000) {
            let what = format!("it takes more than {} seconds of processor time", self.bounds().seconds);
            return Err(self.bound("seconds", &what));
        }
        Ok(())
    }

    fn bound(&self, option: &str, what: &str) -> Error {
        self.stop_with(Stop::Bound(Some(format!("{what} (--max-{option})"))));
        stopped()
    }

    fn stop_with(&self, reason: Stop) {
        let mut stop = self.stop();
        if stop.is_none() {
            *stop = Some(reason);
        }
        self.stopped.store(true, Relaxed);
    }

    fn stop(&self) -> MutexGuard<'_, Option<Stop>> {
        self.stop.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the budget back, also if the work panics.
struct Exclusive<'m>(&'m Meter);

impl Drop for Exclusive<'_> {
    fn drop(&mut self) {
        self.0.exclusive.store(false, Relaxed);
        self.0.shared.budget.give_back(self.0.shared.budget.size());
    }
}

fn add(counter: &AtomicU64, octets: u64) -> u64 {
    counter.fetch_add(octets, Relaxed).saturating_add(octets)
}

fn stopped() -> Error {
    Error::new(ErrorKind::QuotaExceeded, "stopped")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounds::Bounds;

    fn meter(bounds: Bounds) -> Arc<Meter> {
        let meter = Meter::new(Arc::new(Shared::new(bounds)), || Duration::ZERO);
        meter.begin(1000);
        Arc::new(meter)
    }

    #[test]
    fn each_bound_is_named_by_its_option_and_told_once() {
        let limit = || Bounds { members: 2, expanded: 5000, ..Bounds::default() };
        let many = meter(limit());
        assert!(many.member().is_ok() && many.member().is_ok() && many.member().is_err());
        assert!(many.take_bound().unwrap().contains("--max-members"));
        assert_eq!(many.take_bound(), None);
        let large = meter(limit());
        assert!(large.expand(5000).is_ok() && large.expand(1).is_err() && large.is_stopped());
        assert!(large.take_bound().unwrap().contains("--max-expanded)"));
        large.begin(1);
        assert!(!large.is_stopped() && large.expand(5000).is_ok());
    }

    #[test]
    fn the_ratio_counts_what_was_read_and_small_files_are_free() {
        let meter = meter(Bounds::default());
        meter.consume(1 << 40);
        assert!(meter.expand(FREE).is_ok());
        assert!(meter.expand(1).is_err());
        assert!(meter.take_bound().unwrap().contains("--max-ratio"));
    }

    #[test]
    fn all_files_together_are_bounded() {
        let shared = Arc::new(Shared::new(Bounds { expanded_scan: 100, ..Bounds::default() }));
        let [one, other] = [0, 1].map(|_| Meter::new(Arc::clone(&shared), || Duration::ZERO));
        assert!(one.expand(60).is_ok());
        assert!(other.expand(60).is_err());
        assert!(other.take_bound().unwrap().contains("--max-expanded-scan"));
    }

    #[test]
    fn processor_time_is_bounded() {
        static NOW: AtomicU64 = AtomicU64::new(7000);
        let shared = Arc::new(Shared::new(Bounds { seconds: 10, ..Bounds::default() }));
        let meter = Meter::new(shared, || Duration::from_millis(NOW.load(Relaxed)));
        meter.begin(u64::MAX);
        meter.consume(u64::MAX);
        assert!(meter.expand(TICK).is_ok());
        NOW.store(17_000, Relaxed);
        assert!(meter.expand(TICK).is_ok());
        NOW.store(17_001, Relaxed);
        assert!(meter.expand(TICK).is_err());
        assert!(meter.take_bound().unwrap().contains("--max-seconds"));
    }

    #[test]
    fn memory_is_given_back_and_never_waited_for_while_some_is_held() {
        let shared = Arc::new(Shared::new(Bounds { memory: 100, ..Bounds::default() }));
        let [one, other] = [0, 1].map(|_| Arc::new(Meter::new(Arc::clone(&shared), || Duration::ZERO)));
        assert!(one.ask(101).is_err() && !one.needs_all());
        let first = one.ask(60).unwrap();
        let small = other.ask(30).unwrap();
        assert!(other.ask(30).is_err() && other.needs_all());
        drop((first, small));
        other.begin(1);
        let granted = other.with_all(|| [other.ask(30).is_ok(), other.ask(71).is_err()]);
        assert_eq!(granted, [true, true]);
        assert!(one.ask(100).is_ok(), "all came back");
    }
}
