//! What `tickets` takes. An option that was not given is `None` or empty.

use super::{PlanArgs, SpeakArgs};
use crate::report::PersonalData;
use crate::tickets::{self, Least, Per};
use clap::builder::{BoolishValueParser, PossibleValuesParser};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Feed a tracker: one ticket a system, never twice, closed when it is gone.
#[derive(Clone, Debug, Subcommand)]
pub enum TicketsCommand {
    /// The operations that bring a tracker up to date, as JSON for people and scripts; no network
    Plan(Box<TicketsPlanArgs>),
    /// Bring a tracker up to date: the only command that opens a connection
    #[cfg(feature = "tickets")]
    Sync(Box<TicketsSyncArgs>),
}

/// What `tickets plan` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct TicketsPlanArgs {
    /// Whose requests to write
    #[arg(long = "for", value_name = "TRACKER", env = "OCES_TRACKER", hide_env = true,
        value_parser = PossibleValuesParser::new(tickets::tracker_names()))]
    pub tracker: Option<String>,
    /// An earlier report (JSON) whose tickets are there already; repeatable, as reports are
    #[arg(long, value_name = "REPORT", env = "OCES_PREVIOUS", hide_env = true, value_delimiter = '\n')]
    pub previous: Vec<PathBuf>,
    /// The tickets that are there (CSV or JSON): external id, number, state
    #[arg(long, value_name = "FILE", env = "OCES_KNOWN", hide_env = true)]
    pub known: Option<PathBuf>,
    /// There are no tickets yet
    #[arg(long, env = "OCES_FIRST_RUN", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub first_run: Option<bool>,
    /// What both take.
    #[command(flatten)]
    pub common: TicketsArgs,
}

/// What `tickets sync` takes.
#[cfg(feature = "tickets")]
#[derive(Args, Clone, Debug, Default)]
pub struct TicketsSyncArgs {
    /// The tracker
    #[arg(long, value_name = "TRACKER", env = "OCES_TRACKER", hide_env = true,
        value_parser = PossibleValuesParser::new(live()))]
    pub tracker: Option<String>,
    /// Its address, as in a browser, with https
    #[arg(long, value_name = "URL", env = "OCES_URL", hide_env = true)]
    pub url: Option<String>,
    /// A file with the token or API key; with a colon in it, a user and a password
    #[arg(long, value_name = "FILE", env = "OCES_TOKEN_FILE", hide_env = true)]
    pub token_file: Option<PathBuf>,
    /// Tell what would be done, and do nothing
    #[arg(long, env = "OCES_DRY_RUN", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub dry_run: Option<bool>,
    /// How long a server that is busy or broken is tried again: 60s, 5m [default: 60s]
    #[arg(long, value_name = "TIME", env = "OCES_RETRY_FOR", hide_env = true)]
    pub retry_for: Option<String>,
    /// Authorities to trust besides those of the system (PEM)
    #[arg(long, value_name = "FILE", env = "OCES_CA_FILE", hide_env = true)]
    pub ca_file: Option<PathBuf>,
    /// Allow http:// to other machines: the token goes over the network for all to read
    #[arg(long, env = "OCES_PLAIN_HTTP", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub plain_http: Option<bool>,
    /// What both take.
    #[command(flatten)]
    pub common: TicketsArgs,
}

/// What both take.
#[derive(Args, Clone, Debug, Default)]
pub struct TicketsArgs {
    /// Reports of oces scan -o json; - is standard input
    #[arg(value_name = "REPORT", required = true)]
    pub reports: Vec<PathBuf>,
    /// What one ticket is about [default: system]
    #[arg(long, value_name = "WHAT", env = "OCES_PER", hide_env = true)]
    pub per: Option<Per>,
    /// How many tickets may be made at once; more stop the run before anything is done [default: 25]
    #[arg(long, value_name = "N", env = "OCES_MAX_NEW", hide_env = true)]
    pub max_new: Option<u32>,
    /// Findings below it alone make no ticket [default: warning]
    #[arg(long, value_name = "SEVERITY", env = "OCES_MIN_SEVERITY", hide_env = true)]
    pub min_severity: Option<Least>,
    /// Queue, project or repository, where no owner of oces.toml names one
    #[arg(long, value_name = "NAME", env = "OCES_QUEUE", hide_env = true)]
    pub queue: Option<String>,
    /// The outcome, to standard output or PATH; repeatable [default: plan json, sync table]
    #[arg(short, long, value_name = "FORMAT[=PATH]", env = "OCES_OUTPUT", hide_env = true, value_delimiter = '\n')]
    pub output: Vec<String>,
    /// The day of the verdicts, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE", env = "OCES_AS_OF", hide_env = true)]
    pub as_of: Option<String>,
    /// How long before its end a certificate counts as expiring: 90d, 12w [default: 90d]
    #[arg(long, value_name = "DAYS", env = "OCES_EXPIRING_WITHIN", hide_env = true)]
    pub expiring_within: Option<String>,
    /// Add to or replace parts of the catalogue
    #[arg(long, value_name = "FILE", env = "OCES_CATALOGUE", hide_env = true)]
    pub catalogue: Option<PathBuf>,
    /// What becomes of what names a person [default: omit]
    #[arg(long, value_name = "MODE", env = "OCES_PERSONAL_DATA", hide_env = true)]
    pub personal_data: Option<PersonalData>,
    /// The secret that pseudonyms are made with: at least 32 octets
    #[arg(long, value_name = "FILE", env = "OCES_PSEUDONYM_KEY_FILE", hide_env = true)]
    pub pseudonym_key_file: Option<PathBuf>,
}

impl TicketsCommand {
    /// What both take.
    pub fn common(&self) -> &TicketsArgs {
        match self {
            TicketsCommand::Plan(plan) => &plan.common,
            #[cfg(feature = "tickets")]
            TicketsCommand::Sync(sync) => &sync.common,
        }
    }

    /// The formats of the outcome.
    pub fn formats(&self) -> &'static [&'static str] {
        match self {
            TicketsCommand::Plan(_) => &["json", "csv"],
            #[cfg(feature = "tickets")]
            TicketsCommand::Sync(_) => &["table", "json"],
        }
    }
}

impl TicketsArgs {
    /// The same as a plan of these reports.
    pub fn as_plan(&self) -> PlanArgs {
        PlanArgs {
            reports: self.reports.clone(),
            output: self.output.clone(),
            as_of: self.as_of.clone(),
            expiring_within: self.expiring_within.clone(),
            catalogue: self.catalogue.clone(),
            speak: SpeakArgs {
                personal_data: self.personal_data,
                pseudonym_key_file: self.pseudonym_key_file.clone(),
                csv_dialect: None,
            },
            ..PlanArgs::default()
        }
    }
}

#[cfg(feature = "tickets")]
fn live() -> Vec<&'static str> {
    tickets::live::names()
}
