//! What bounds every input: processor time here, memory by libFuzzer's own
//! options (`fuzz/run`).

use oces::bounds::{Bounds, Meter, Shared};
use rustix::time::{ClockId, clock_gettime};
use std::sync::Arc;
use std::time::Duration;

/// The promise: no input of this size takes longer. Processor time of the
/// thread, so that a busy machine accuses nobody; the sanitizer's cost is in it.
const LONGEST: Duration = Duration::from_secs(1);

/// What one input may expand to. The program allows 256 MiB to any file, which
/// takes longer than [`LONGEST`] under a sanitizer and tells nothing new.
const EXPANDED: u64 = 8 << 20;

/// How many members one input may hold.
const MEMBERS: u64 = 5_000;

/// Runs it and panics if it took too long.
pub fn within_time(work: impl FnOnce()) {
    let began = now();
    work();
    let took = now().saturating_sub(began);
    assert!(took <= LONGEST, "one input took {} ms of processor time", took.as_millis());
}

/// A meter for one input, with the program's own budget of memory.
pub fn meter(size: usize) -> Arc<Meter> {
    let bounds = Bounds { expanded: EXPANDED, members: MEMBERS, ..Bounds::default() };
    let meter = Meter::new(Arc::new(Shared::new(bounds)), now);
    meter.begin(size as u64);
    meter.consume(size as u64);
    Arc::new(meter)
}

/// A number that depends on the input alone, to vary what is done with it.
pub fn lot(data: &[u8]) -> u64 {
    data.iter().fold(0xcbf2_9ce4_8422_2325, |hash, octet| (hash ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3))
}

fn now() -> Duration {
    let spec = clock_gettime(ClockId::ThreadCPUTime);
    let part = |number: i64| u64::try_from(number).unwrap_or_default();
    Duration::from_secs(part(spec.tv_sec)) + Duration::from_nanos(part(spec.tv_nsec))
}
