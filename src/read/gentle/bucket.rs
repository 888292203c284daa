//! A token bucket: how long to wait after so many octets. Asks no clock.

use std::time::Duration;

/// What may be read at once after a pause: this part of a second's octets.
const BURST: Duration = Duration::from_millis(100);

/// So many octets a second, in the long run.
#[derive(Clone, Debug)]
pub struct Bucket {
    rate: u64,
    /// When all that was taken is paid for.
    paid: Duration,
}

impl Bucket {
    /// A bucket for so many octets a second, at least one.
    pub fn new(rate: u64) -> Bucket {
        Bucket { rate: rate.max(1), paid: Duration::ZERO }
    }

    /// Takes so many octets at `now`, and tells how long to wait.
    pub fn take(&mut self, octets: u64, now: Duration) -> Duration {
        let nanos = u128::from(octets) * 1_000_000_000 / u128::from(self.rate);
        let cost = Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
        // What was not taken in a pause is lost, but for a little.
        self.paid = self.paid.max(now.saturating_sub(BURST)).saturating_add(cost);
        self.paid.saturating_sub(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn the_rate_holds_in_the_long_run() {
        let (mut bucket, mut now) = (Bucket::new(1000), 10 * SECOND);
        for _ in 0..100 {
            now += bucket.take(500, now);
        }
        // 50,000 octets at 1,000 a second, less what may be read at once.
        assert_eq!(now + BURST, 60 * SECOND);
    }

    #[test]
    fn threads_that_come_at_once_wait_in_turn() {
        let mut bucket = Bucket::new(1000);
        let waits = [(); 3].map(|()| bucket.take(1000, 5 * SECOND));
        assert_eq!(waits.map(|wait| wait + BURST), [1, 2, 3].map(|seconds| seconds * SECOND));
    }

    #[test]
    fn a_pause_is_not_saved_up() {
        let mut bucket = Bucket::new(1000);
        assert_eq!(bucket.take(1000, SECOND) + BURST, SECOND);
        assert_eq!(bucket.take(1000, 1000 * SECOND) + BURST, SECOND);
    }

    #[test]
    fn a_little_is_free_and_much_is_no_overflow() {
        let mut bucket = Bucket::new(1000);
        assert_eq!(bucket.take(100, SECOND), Duration::ZERO);
        assert!(Bucket::new(0).take(u64::MAX, SECOND) > SECOND);
    }
}
