//! `[tickets]` and the options of `oces tickets`: whom to tell, and what the
//! tracker calls things.

#[cfg(feature = "tickets")]
use super::day::parse_age;
use super::file::{File, TextOrNumber};
use super::paths::absolute;
use crate::cli::{TicketsArgs, TicketsCommand};
use crate::error::Error;
use crate::tickets::{Desk, Least, Per, Settings};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What `oces tickets` comes to.
#[derive(Clone, Debug, Default)]
pub struct Tickets {
    /// The reports, as given.
    pub reports: Vec<PathBuf>,
    /// The tracker's name.
    pub tracker: Option<String>,
    /// What one ticket is about.
    pub per: Per,
    /// How many tickets may be made at once.
    pub max_new: usize,
    /// A draft below it makes no ticket.
    pub least: Least,
    /// What the tracker calls things.
    pub settings: Settings,
    /// Earlier reports, absolute.
    pub previous: Vec<PathBuf>,
    /// A list of the tickets that are there, absolute.
    pub known: Option<PathBuf>,
    /// Whether there are none.
    pub first_run: bool,
    /// The server.
    pub url: Option<String>,
    /// Where the token is, absolute.
    pub token_file: Option<PathBuf>,
    /// Authorities to trust besides, absolute.
    pub ca_file: Option<PathBuf>,
    /// Whether nothing is to be done.
    pub dry_run: bool,
    /// Whether http:// to other machines is allowed.
    pub plain_http: bool,
    /// How long a busy server is tried again.
    pub retry_for: Duration,
}

/// How many tickets may be made at once.
const MAX_NEW: u32 = 25;

/// The longest that a busy server may be tried again, in seconds.
#[cfg(feature = "tickets")]
const LONGEST_RETRY: i64 = 86_400;

/// Lays the command line over the file.
pub fn tickets(given: &TicketsCommand, file: &File, directory: &Path) -> Result<Tickets, Error> {
    let ours = |path: &PathBuf| if path == Path::new("-") { path.clone() } else { absolute(directory, path) };
    let common = common(given.common(), file);
    match given {
        TicketsCommand::Plan(args) => Ok(Tickets {
            tracker: args.tracker.clone().or_else(|| file.tickets.tracker.clone()),
            previous: args.previous.iter().map(ours).collect(),
            known: args.known.as_ref().map(ours),
            first_run: args.first_run.unwrap_or_default(),
            ..common
        }),
        #[cfg(feature = "tickets")]
        TicketsCommand::Sync(args) => {
            let theirs = |path: &Option<PathBuf>| path.as_ref().map(|path| absolute(&file.directory, path));
            let retry = args.retry_for.clone().or_else(|| file.tickets.retry_for.as_ref().map(TextOrNumber::to_string));
            Ok(Tickets {
                tracker: args.tracker.clone().or_else(|| file.tickets.tracker.clone()),
                url: args.url.clone().or_else(|| file.tickets.url.clone()),
                token_file: args.token_file.as_ref().map(ours).or_else(|| theirs(&file.tickets.token_file)),
                ca_file: args.ca_file.as_ref().map(ours).or_else(|| theirs(&file.tickets.ca_file)),
                dry_run: args.dry_run.unwrap_or_default(),
                plain_http: args.plain_http.or(file.tickets.plain_http).unwrap_or_default(),
                retry_for: retry_for(retry.as_deref())?,
                ..common
            })
        }
    }
}

fn common(args: &TicketsArgs, file: &File) -> Tickets {
    let told = &file.tickets;
    let word = |word: &Option<TextOrNumber>| word.as_ref().map(TextOrNumber::to_string);
    let settings = Settings {
        desk: Desk {
            queue: args.queue.clone().or_else(|| told.queue.clone()),
            team: told.team.clone(),
            category: told.category.clone(),
            caller: told.caller.clone(),
        },
        field: word(&told.field),
        state_field: word(&told.state_field),
        closed_status: told.closed_status.clone(),
        open_status: told.open_status.clone(),
        issue_type: word(&told.issue_type),
        ..Settings::default()
    };
    let max_new = args.max_new.or(told.max_new).unwrap_or(MAX_NEW);
    Tickets {
        reports: args.reports.clone(),
        per: args.per.or(told.per).unwrap_or_default(),
        max_new: usize::try_from(max_new).unwrap_or(usize::MAX),
        least: args.min_severity.or(told.min_severity).unwrap_or_default(),
        settings,
        ..Tickets::default()
    }
}

/// How long a busy server is tried again: seconds, or as `--max-age` has it.
#[cfg(feature = "tickets")]
fn retry_for(text: Option<&str>) -> Result<Duration, Error> {
    let Some(text) = text else { return Ok(Duration::from_mins(1)) };
    let seconds = text.strip_suffix('s').unwrap_or(text).parse::<i64>().ok();
    let seconds = seconds.or_else(|| parse_age(text).ok()).filter(|seconds| (0..=LONGEST_RETRY).contains(seconds));
    let seconds = seconds.and_then(|seconds| u64::try_from(seconds).ok());
    let wrong = || Error::Usage(format!("--retry-for `{text}`: a time of at most a day is needed, such as 60s or 5m"));
    seconds.map(Duration::from_secs).ok_or_else(wrong)
}
