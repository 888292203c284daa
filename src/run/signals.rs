//! SIGINT and SIGTERM: the first ends the scan in an orderly way, the second
//! of the same kind at once.

use crate::error::Error;
use signal_hook::consts::{SIGINT, SIGTERM};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Where the number of the signal that came is found; 0 is none.
#[derive(Clone, Debug, Default)]
pub(super) struct Signals(Arc<AtomicUsize>);

impl Signals {
    /// Starts to listen.
    pub(super) fn listen() -> Result<Signals, Error> {
        let signals = Signals::default();
        let again = Arc::new(AtomicBool::new(false));
        for (signal, number) in [(SIGINT, 2), (SIGTERM, 15)] {
            let told = signal_hook::flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&again))
                .and_then(|_| signal_hook::flag::register(signal, Arc::clone(&again)))
                .and_then(|_| signal_hook::flag::register_usize(signal, Arc::clone(&signals.0), number));
            told.map_err(|error| Error::Internal(format!("signals cannot be listened to: {error}")))?;
        }
        Ok(signals)
    }

    /// The flag that the walk looks at.
    pub(super) fn flag(&self) -> &AtomicUsize {
        &self.0
    }

    /// The same, for those who must see it while they wait.
    pub(super) fn shared(&self) -> &Arc<AtomicUsize> {
        &self.0
    }

    /// An error if a signal came.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.0.load(Ordering::Relaxed) {
            0 => Ok(()),
            number => Err(Error::Interrupted(i32::try_from(number).unwrap_or(0))),
        }
    }
}
