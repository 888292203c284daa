//! `--idle`: everything else on the machine goes first.
//!
//! *Behaviour*
//! 1. The thread that sets it hands it on to every thread that it starts.
//! 2. Linux gives a thread without an I/O class of its own that of its processor
//!    class, so that `SCHED_IDLE` stands for both (ionice(1)).
//! 3. Where the system refuses, the least of the usual priorities is asked for,
//!    and a warning told; the scan goes on.

use crate::config::{Config, Verbosity};
use std::io::Write;
use thread_priority::unix::{
    NormalThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
};
use thread_priority::{Error, ThreadPriority};

/// The least of the usual priorities.
const NICEST: i32 = 19;

/// Lets everything else go first, if it was asked for.
pub(super) fn step_back(config: &Config) {
    if !config.idle {
        return;
    }
    let Err(error) = idle() else { return };
    let nice = rustix::process::nice(NICEST);
    if config.verbosity != Verbosity::Quiet {
        let instead =
            if nice.is_ok() { "it has the lowest usual priority instead" } else { "its priority is as usual" };
        // Nobody may be listening; the scan is the same.
        drop(writeln!(std::io::stderr(), "oces: --idle: refused by the system ({}): {instead}", told(&error)));
    }
}

fn idle() -> Result<(), Error> {
    let policy = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
    set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Min, policy)
}

fn told(error: &Error) -> String {
    match error {
        Error::OS(number) => std::io::Error::from_raw_os_error(*number).to_string(),
        other => format!("{other:?}"),
    }
}
