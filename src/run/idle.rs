//! `--idle`: everything else on the machine goes first.
//!
//! *Behaviour*
//! 1. The thread that sets it hands it on to every thread that it starts.
//! 2. Linux gives a thread without an I/O class of its own that of its processor
//!    class, so that `SCHED_IDLE` stands for both (ionice(1)).
//! 3. Where the system refuses, the least of the usual priorities is asked for,
//!    and a warning told; the scan goes on.
//! 4. A kernel that shares the processor among sessions first (sched(7),
//!    autogroup) heeds the class within a session only. A session that nobody
//!    sits at, such as cron's, gets the least weight as long as the scan lasts; one
//!    with a terminal is a person's, and stays as it is.

use crate::config::{Config, Verbosity};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::time::Duration;
use thread_priority::unix::{
    NormalThreadSchedulePolicy, ThreadSchedulePolicy, set_thread_priority_and_policy, thread_native_id,
};
use thread_priority::{Error, ThreadPriority};

/// The least of the usual priorities, and of the weights of sessions.
const NICEST: i32 = 19;

/// Where the weight of this session stands: `/autogroup-7 nice 0`.
const SESSION: &str = "/proc/self/autogroup";

/// What is as it was before when this is dropped.
pub(super) struct Back {
    /// The weight of the session.
    session: Option<i32>,
}

impl Drop for Back {
    fn drop(&mut self) {
        if let Some(weight) = self.session {
            // What cannot be put back stays: it concerns this session alone.
            weigh(weight);
        }
    }
}

/// Lets everything else go first, if it was asked for, until that is dropped.
pub(super) fn step_back(config: &Config) -> Back {
    if !config.idle {
        return Back { session: None };
    }
    if let Err(error) = idle() {
        let nice = rustix::process::nice(NICEST);
        if config.verbosity != Verbosity::Quiet {
            let instead =
                if nice.is_ok() { "it has the lowest usual priority instead" } else { "its priority is as usual" };
            // Nobody may be listening; the scan is the same.
            drop(writeln!(std::io::stderr(), "oces: --idle: refused by the system ({}): {instead}", told(&error)));
        }
    }
    let is_at_terminal = File::open("/dev/tty").is_ok();
    let before = std::fs::read_to_string(SESSION).ok().filter(|_| !is_at_terminal);
    let before = before.and_then(|text| weight_in(&text)).filter(|weight| (0..NICEST).contains(weight));
    Back { session: before.filter(|_| weigh(NICEST)) }
}

/// The weight that the kernel tells.
fn weight_in(text: &str) -> Option<i32> {
    text.trim_end().rsplit_once(" nice ")?.1.parse().ok()
}

/// Gives the session a weight. The kernel takes ten a second, from all of the
/// machine together; a refusal for another reason stays one.
fn weigh(weight: i32) -> bool {
    let give = || OpenOptions::new().write(true).open(SESSION)?.write_all(weight.to_string().as_bytes());
    let mut given = give();
    for _ in 0..2 {
        if !matches!(&given, Err(error) if error.kind() == ErrorKind::WouldBlock) {
            break;
        }
        std::thread::sleep(Duration::from_millis(110));
        given = give();
    }
    given.is_ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_of_a_session_is_read() {
        assert_eq!(weight_in("/autogroup-171 nice 0\n"), Some(0));
        assert_eq!(weight_in("/autogroup-1 nice -15\n"), Some(-15));
        assert_eq!(weight_in("/autogroup-1\n"), None);
    }
}
