//! When a scan is to end.

use rustix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// Tells the time, from any beginning.
pub type Clock = fn() -> Duration;

/// Of five parts of the time, so many are for the first reading. The rest is for
/// locked stores and the second reading.
const FIRST_READING: u32 = 4;

/// The time that a scan may take.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    clock: Clock,
    from: Duration,
    length: Duration,
    until: Duration,
}

impl Limit {
    /// So much time from now on.
    pub fn new(length: Duration) -> Limit {
        Limit::by(monotonic, length)
    }

    /// The same by another clock.
    pub fn by(clock: Clock, length: Duration) -> Limit {
        let from = clock();
        Limit { clock, from, length, until: from.saturating_add(length) }
    }

    /// Ends earlier, so that something can still be done after it.
    pub(super) fn leaving_some(self) -> Limit {
        let part = self.length / 5 * FIRST_READING;
        Limit { until: self.from.saturating_add(part), ..self }
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        (self.clock)() >= self.until
    }

    /// The time, for [`Limit::had_most_since`].
    pub fn now(self) -> Duration {
        (self.clock)()
    }

    /// Whether nearly all of the time was there from `then` on: what did not get
    /// done in it will not get done in as much time again.
    pub fn had_most_since(self, then: Duration) -> bool {
        then.saturating_sub(self.from) <= self.length / 10
    }
}

/// The time since the machine was started.
pub(super) fn monotonic() -> Duration {
    let now = clock_gettime(ClockId::Monotonic);
    Duration::new(u64::try_from(now.tv_sec).unwrap_or(0), u32::try_from(now.tv_nsec).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn a_first_reading_leaves_a_fifth() {
        static NOW: AtomicU64 = AtomicU64::new(100);
        let at = |second: u64| NOW.store(second, Ordering::Relaxed);
        let limit = Limit::by(|| Duration::from_secs(NOW.load(Ordering::Relaxed)), Duration::from_secs(50));
        let first = limit.leaving_some();
        for (second, over) in [(100, [false, false]), (139, [false, false]), (140, [true, false]), (150, [true, true])]
        {
            at(second);
            assert_eq!([first.is_over(), limit.is_over()], over, "{second}");
        }
        assert!(limit.had_most_since(Duration::from_secs(105)) && !limit.had_most_since(Duration::from_secs(106)));
    }

    #[test]
    fn no_time_is_over_at_once() {
        assert!(Limit::new(Duration::ZERO).is_over());
        assert!(!Limit::new(Duration::MAX).is_over());
    }
}
