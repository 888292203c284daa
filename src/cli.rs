//! What can be typed: commands, options, their help.
//!
//! What it comes to is `config`'s. An option that was not given is `None`, so
//! that the configuration file may still speak.

#![expect(clippy::doc_markdown, reason = "these comments are the help, where backticks would show")]

pub mod arguments;
pub mod generate;
pub mod tickets;

pub use arguments::{
    BoundArgs, CatalogueArgs, CheckArgs, DiffArgs, HardArgs, InspectArgs, JudgeArgs, PlanArgs, SaidArgs, ScanArgs,
    SpeakArgs, VerifyArgs, WalkArgs,
};
#[cfg(feature = "tickets")]
pub use tickets::TicketsSyncArgs;
pub use tickets::{TicketsArgs, TicketsCommand, TicketsPlanArgs};

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde::Deserialize;
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes of scan:
  0  everything was looked at, nothing at or above --fail-on
  1  findings at or above --fail-on
  2  usage or runtime error, or nothing was there to look at
  3  no such findings, but not everything could be looked at
     (--allow-incomplete makes it 0)
  130, 143  interrupted; reports are whole or absent

verify: 1 if the store is not ready. diff: 1 if anything is new.
check: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
Every other command: 0 or 2.

Long options may also come from the environment (--fail-on is OCES_FAIL_ON;
lists one item a line) and from the configuration file (--config, else
./oces.toml). The command line wins over the environment, the environment
over the file. A switch takes =false to undo what they say. OCES_PASSWORDS
holds keystore passwords, one a line.";

/// Finds OCES II certificates wherever they hide and plans the migration to OCES III.
///
/// Reads only, and never shows key material or a password. Opens no connection but for `tickets sync`.
#[derive(Clone, Debug, Parser)]
#[command(name = "oces", version, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Cli {
    /// The options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The options of every command.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// When to use colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN", env = "OCES_COLOR", hide_env = true)]
    pub color: Option<Color>,
    /// The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]
    #[arg(long, global = true, env = "OCES_LANG", hide_env = true)]
    pub lang: Option<Lang>,
    /// Say nothing but errors beside the report
    #[arg(short, long, global = true, env = "OCES_QUIET", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub quiet: Option<bool>,
    /// Say more
    #[arg(short, long, global = true, env = "OCES_VERBOSE", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub verbose: Option<bool>,
    /// The configuration file [default: ./oces.toml if it exists]
    ///
    /// Run as root, a ./oces.toml that root does not own is refused unless it is named here.
    #[arg(long, global = true, value_name = "FILE", env = "OCES_CONFIG", hide_env = true)]
    pub config: Option<PathBuf>,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it, and the help needs no more")]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// The language of texts for people.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Lang {
    /// Danish
    Da,
    /// English
    En,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// The report
    Json,
    /// One line
    Ndjson,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Find, judge and plan: the main job
    #[command(after_help = EXIT_CODES)]
    Scan(Box<ScanArgs>),
    /// The plan from one or many scan reports (JSON), merged
    Plan(PlanArgs),
    /// What is new, gone and remaining between two scan reports (JSON)
    Diff(DiffArgs),
    /// Everything known about each certificate and store in one file
    Inspect(InspectArgs),
    /// Whether a new OCES III keystore is ready to go live
    Verify(VerifyArgs),
    /// Feed a tracker: one ticket a system, never twice, closed when it is gone
    #[command(subcommand)]
    Tickets(TicketsCommand),
    /// The state in one line for Nagios and Icinga, of a scan or of its report
    Check(Box<CheckArgs>),
    /// The generations, authorities and dates that are known, with their sources
    Catalogue(CatalogueArgs),
    /// The JSON Schema of the report
    Schema {
        /// The report, or each line of `-o ndjson`
        #[arg(long, value_name = "FORMAT", default_value = "json")]
        of: SchemaOf,
    },
    /// The completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual pages
    Man {
        /// Write all pages into this directory instead of oces.1 to standard output
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_declaration_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_switch_never_swallows_the_path_after_it() {
        let Command::Scan(scan) = Cli::parse_from(["oces", "scan", "--follow", "/a", "--all=no"]).command else {
            panic!("not a scan")
        };
        assert_eq!(scan.walk.follow, Some(true));
        assert_eq!(scan.all, Some(false));
        assert_eq!(scan.no_archives, None);
        assert_eq!(scan.paths, [PathBuf::from("/a")]);
    }

    #[test]
    fn every_long_option_has_its_environment_variable() {
        let command = Cli::command();
        let scan = command.find_subcommand("scan").unwrap();
        for arg in command.get_arguments().chain(scan.get_arguments()) {
            let Some(long) = arg.get_long().filter(|long| !["help", "version"].contains(long)) else { continue };
            let variable = format!("OCES_{}", long.to_uppercase().replace('-', "_"));
            assert_eq!(arg.get_env().and_then(|name| name.to_str()), Some(variable.as_str()), "{long}");
        }
    }
}
