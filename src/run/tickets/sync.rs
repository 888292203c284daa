//! `oces tickets sync`: what the tracker has, what it should have, and the way
//! from one to the other.
//!
//! *Behaviour*
//!
//! 1. Runs with one token on one machine wait for each other: the token file is
//!    locked. Runs on several machines are sorted out by `live`.
//! 2. Nothing is sent before everything was read and decided.
//! 3. What was done is told as it is done, also when the run breaks off.

use super::super::commands::Outputs;
use super::super::signals::Signals;
use super::{Matter, not_too_many, tracker};
use crate::config::{Config, Verbosity};
use crate::error::Error;
use crate::report::text;
use crate::tickets::client::{Client, Pause, Proof, Terms, Trouble};
use crate::tickets::live::{self, Entry, LIVE, Live};
use crate::tickets::page::{self, Outcome};
use crate::tickets::tracker::Settings;
use crate::tickets::{self, Operation};
use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// More is no token, in octets.
const LONGEST_TOKEN: u64 = 64 * 1024;

/// How often a locked token file is looked at, and how many times.
const LOCKED: (Duration, u32) = (Duration::from_millis(200), 5 * 60 * 30);

/// Brings the tracker up to date.
pub(super) fn sync(config: &Config) -> Result<u8, Error> {
    let signals = Signals::listen()?;
    let tracker = tracker(config, "--tracker")?;
    let entry = LIVE.iter().find(|entry| entry.id == tracker.id());
    let entry = entry.ok_or_else(|| Error::Usage(format!("`{}` cannot be reached: use tickets plan", tracker.id())))?;
    let path = config.tickets.token_file.as_deref();
    let path = path.ok_or_else(|| Error::Usage("who asks? Give --token-file FILE".to_owned()))?;
    let mut outputs = Outputs::open(config)?;
    let (token, lock) = token(path)?;
    let mut live = connect(config, entry, &token, &signals)?;
    let matter = Matter::read(config, &config.tickets.reports, &signals)?;
    // The lock comes before the first look at the tracker, and lasts to the end.
    hold(&lock, path, config, &signals)?;
    let mut settings = Settings { danish: config.style.danish, ..config.tickets.settings.clone() };
    let over = |trouble: Trouble| ended(&trouble, &signals);
    live.prepare(&mut settings).map_err(over)?;
    let queues = matter.drafts.wanted.values().filter_map(|draft| draft.desk.queue.clone()).collect();
    live.expect(&queues, &mut settings).map_err(over)?;
    let standing = live.list(&settings).map_err(over)?;
    let decisions = tickets::decide(config.tickets.per, &matter.drafts, standing, &matter.sight);
    not_too_many(&decisions, config)?;
    let told = matter.tell(config, &decisions, tracker, &settings)?;
    let (outcomes, trouble) = if config.tickets.dry_run {
        (Vec::new(), None)
    } else {
        let mut say = |operation: &Operation, outcome: &Outcome| progress(operation, outcome, config);
        live::carry_out(live.as_mut(), &told.operations, &settings, &mut say)
    };
    let refused = outcomes.iter().any(|outcome| outcome.outcome == "refused");
    let head = told.head(config, tracker, &decisions, outcomes);
    outputs.write_each(config, |format, style, out| match format {
        "table" => page::lines(&head, style, out),
        _ => page::write(&head, out),
    })?;
    outputs.commit()?;
    match trouble {
        Some(trouble) => Err(ended(&trouble, &signals)),
        None if refused => Err(Error::Tracker("it refused some operations; the rest was done".to_owned())),
        None => Ok(0),
    }
}

/// A connection with the token; nothing is sent yet.
fn connect(config: &Config, entry: &Entry, token: &str, signals: &Signals) -> Result<Box<dyn Live>, Error> {
    let url = config.tickets.url.as_deref().ok_or_else(|| Error::Usage("which server? Give --url URL".to_owned()))?;
    let (name, value) = (entry.header)(token);
    let terms = Terms {
        url,
        proof: Proof::Header(name, Zeroizing::new(value)),
        ca_file: config.tickets.ca_file.as_deref(),
        plain_http: config.tickets.plain_http,
        retry_for: config.tickets.retry_for,
        pause: pause(signals),
    };
    let client = Client::new(terms).map_err(|why| Error::Usage(format!("--url: {why}")))?;
    Ok((entry.make)(client))
}

/// One line as it happens, for whoever watches.
fn progress(operation: &Operation, outcome: &Outcome, config: &Config) {
    if config.verbosity >= Verbosity::Verbose || config.progress {
        let ticket = outcome.ticket.as_deref().unwrap_or("-");
        let line = format!("{} {} {}", operation.decision.kind.id(), ticket, outcome.outcome);
        // Nobody may be listening; the outcome says the same.
        drop(writeln!(std::io::stderr(), "oces: {}", text::safe(&line)));
    }
}

/// What ended the run.
fn ended(trouble: &Trouble, signals: &Signals) -> Error {
    match (trouble, signals.check()) {
        (Trouble::Stopped, Err(error)) => error,
        _ => Error::Tracker(text::safe(&trouble.to_string()).into_owned()),
    }
}

/// Waits in small steps, so that a signal ends it.
fn pause(signals: &Signals) -> Pause {
    let signals = signals.clone();
    Box::new(move |length: Duration| {
        const STEP: Duration = Duration::from_millis(100);
        let mut left = length;
        while !left.is_zero() {
            if signals.check().is_err() {
                return false;
            }
            std::thread::sleep(left.min(STEP));
            left = left.saturating_sub(STEP);
        }
        signals.check().is_ok()
    })
}

/// The token, and the file for its lock.
fn token(path: &Path) -> Result<(Zeroizing<String>, File), Error> {
    let wrong = |why: String| Error::Usage(format!("--token-file {}: {why}", path.display()));
    let file = File::open(path).map_err(|error| wrong(error.to_string()))?;
    // A link or a pipe has the rights of what it leads to.
    let open = file.metadata().is_ok_and(|facts| facts.is_file() && facts.permissions().mode() & 0o004 != 0);
    if open {
        let line = format!("{}: everybody on this machine can read the token: chmod o-r", path.display());
        drop(writeln!(std::io::stderr(), "oces: warning: {}", text::safe(&line)));
    }
    let mut words = Zeroizing::new(String::new());
    let read = (&file).take(LONGEST_TOKEN + 1).read_to_string(&mut words);
    let read = read.map_err(|_| wrong("it cannot be read as text".to_owned()))?;
    let token = Zeroizing::new(words.trim().to_owned());
    let sound =
        !token.is_empty() && read as u64 <= LONGEST_TOKEN && token.chars().all(|one| (' '..='~').contains(&one));
    if !sound {
        return Err(wrong("one line with a token, an API key or USER:PASSWORD is needed".to_owned()));
    }
    Ok((token, file))
}

/// Waits until no other run holds the lock.
fn hold(file: &File, path: &Path, config: &Config, signals: &Signals) -> Result<(), Error> {
    for round in 0..LOCKED.1 {
        match file.try_lock() {
            // A file system without locks cannot make runs wait; `live` sorts them out.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
            Err(TryLockError::WouldBlock) => {}
        }
        if round == 0 && config.verbosity != Verbosity::Quiet {
            let line = format!("another run with {} is at work; waiting for it", path.display());
            drop(writeln!(std::io::stderr(), "oces: {}", text::safe(&line)));
        }
        std::thread::sleep(LOCKED.0);
        signals.check()?;
    }
    Err(Error::Tracker(format!("another run holds {} for half an hour", path.display())))
}
