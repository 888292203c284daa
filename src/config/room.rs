//! What fits where the address space is limited (`ulimit -v`, `RLIMIT_AS`).
//!
//! *Behaviour*
//! 1. Without a limit nothing changes.
//! 2. With one there are as few threads as it has room for, then less of
//!    `--memory`; what then has no room is a failure `limit-exceeded`.
//! 3. A limit in which no scan has room is told before anything is read: the
//!    system would end the program in the middle of it.

use super::Config;
use crate::error::Error;
use rustix::process::{Resource, getrlimit};

const MIB: u64 = 1 << 20;

/// What each thread takes of the address space, though hardly of the memory:
/// the C library reserves 64 MiB for each, beside its stack and its buffers.
const THREAD: u64 = 72 * MIB;

/// What a scan itself needs: what was found, and the reports of it.
const SCAN: u64 = 48 * MIB;

/// Less than this for what is opened is not worth a beginning.
const OPENED: u64 = 16 * MIB;

/// Fits a configuration into the address space that is left.
pub(super) fn fit(config: &mut Config) -> Result<(), Error> {
    let Some(limit) = getrlimit(Resource::As).current else { return Ok(()) };
    let wanted = match config.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        wanted => wanted,
    };
    let free = limit.saturating_sub(taken());
    let Some((threads, memory)) = within(free, wanted, config.bounds.memory) else {
        let (limit, short) = (limit / MIB, (THREAD + SCAN + OPENED - free).div_ceil(MIB));
        let text = format!("the address space is limited to {limit} MiB (ulimit -v); a scan needs {short} MiB more");
        return Err(Error::Usage(text));
    };
    (config.threads, config.bounds.memory) = (threads, memory);
    Ok(())
}

/// How many threads and how much for what is opened; `None` if not even one fits.
fn within(free: u64, wanted: usize, memory: u64) -> Option<(usize, u64)> {
    let left = free.checked_sub(SCAN + THREAD).filter(|left| *left >= OPENED)?;
    let more = left.saturating_sub(memory) / THREAD;
    let threads = usize::try_from(more).unwrap_or(usize::MAX).saturating_add(1).min(wanted.max(1));
    Some((threads, memory.min(left)))
}

/// The address space that is taken by now, as `proc_pid_status(5)` tells it;
/// where it does not, as much as usual.
fn taken() -> u64 {
    const USUAL: u64 = 64 * MIB;
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kib.map_or(USUAL, |kib| kib.saturating_mul(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_go_first_and_memory_second() {
        let fits = |free: u64| within(free * MIB, 8, 96 * MIB).map(|(threads, memory)| (threads, memory / MIB));
        assert_eq!(fits(4096), Some((8, 96)));
        assert_eq!(fits(48 + 96 + 2 * 72), Some((2, 96)));
        assert_eq!(fits(48 + 96 + 2 * 72 - 1), Some((1, 96)));
        assert_eq!(fits(48 + 72 + 20), Some((1, 20)));
        assert_eq!(fits(48 + 72 + 15), None);
    }
}
