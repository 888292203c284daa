//! What can be typed: commands, options, their help.
//!
//! What it comes to is `config`'s. An option that was not given is `None`, so
//! that the configuration file may still speak.

pub mod generate;

use crate::exit::FailOn;
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

Every other command: 0 or 2.

Long options may also come from the environment (--fail-on is OCES_FAIL_ON;
lists one item a line) and from the configuration file (--config, else
./oces.toml). The command line wins over the environment, the environment
over the file. A switch takes =false to undo what they say. OCES_PASSWORDS
holds keystore passwords, one a line.";

/// Finds OCES II certificates wherever they hide and plans the migration to OCES III.
///
/// Runs offline, reads only, and never shows key material or a password.
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
pub struct Global {
    /// When to use colour [default: auto]
    #[arg(long, global = true, value_name = "WHEN", env = "OCES_COLOR", hide_env = true)]
    pub color: Option<Color>,
    /// The language of texts for people [default: from LC_ALL, LC_MESSAGES, LANG; else en]
    #[arg(long, global = true, env = "OCES_LANG", hide_env = true)]
    pub lang: Option<Lang>,
    /// Say nothing but errors beside the report
    #[arg(short, long, global = true, env = "OCES_QUIET", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub quiet: Option<bool>,
    /// Say more
    #[arg(short, long, global = true, env = "OCES_VERBOSE", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
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

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Find, judge and plan: the main job
    #[command(after_help = EXIT_CODES)]
    Scan(Box<ScanArgs>),
    /// Everything known about each certificate and store in one file
    Inspect(InspectArgs),
    /// The generations, authorities and dates that are known, with their sources
    Catalogue(CatalogueArgs),
    /// The JSON Schema of the report
    Schema,
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

/// What `scan` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct ScanArgs {
    /// Files and directories to look at [default: the current directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Also look at the files listed in FILE (- is standard input), one a line or separated by NUL
    #[arg(long, value_name = "FILE", env = "OCES_FILES_FROM", hide_env = true)]
    pub files_from: Option<PathBuf>,
    /// What the walk does.
    #[command(flatten)]
    pub walk: WalkArgs,
    /// Do not look into archives
    #[arg(long, env = "OCES_NO_ARCHIVES", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub no_archives: Option<bool>,
    /// How many threads [default: one a processor]
    #[arg(short, long, value_name = "N", env = "OCES_JOBS", hide_env = true,
        value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// What the verdict depends on.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// From which severity on findings end with code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", env = "OCES_FAIL_ON", hide_env = true)]
    pub fail_on: Option<FailOn>,
    /// End with 0 instead of 3 when not everything could be looked at
    #[arg(long, env = "OCES_ALLOW_INCOMPLETE", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub allow_incomplete: Option<bool>,
    /// The name that stands for this machine in finding identities [default: the host name]
    #[arg(long, value_name = "NAME", env = "OCES_SCOPE", hide_env = true)]
    pub scope: Option<String>,
    /// List every certificate, also those of no OCES generation
    #[arg(long, env = "OCES_ALL", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub all: Option<bool>,
}

/// What the walk does.
#[derive(Args, Clone, Debug, Default)]
pub struct WalkArgs {
    /// Leave out what matches; repeatable
    ///
    /// Without a slash the glob is for a name at any depth (*.iso, node_modules); with one at its
    /// start for an absolute path; with ./ at its start for a path under the current directory;
    /// with one elsewhere for the end of a path. A directory that matches is not entered.
    #[arg(long, value_name = "GLOB", env = "OCES_EXCLUDE", hide_env = true, value_delimiter = '\n')]
    pub exclude: Vec<String>,
    /// Follow symbolic links (loops end, nothing is counted twice)
    #[arg(long, env = "OCES_FOLLOW", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub follow: Option<bool>,
    /// Stay on the filesystem of each root
    #[arg(long, env = "OCES_ONE_FILE_SYSTEM", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub one_file_system: Option<bool>,
    /// Enter network filesystems
    ///
    /// Without it they are named and passed by, and the scan counts as incomplete.
    #[arg(long, env = "OCES_NETWORK_FILESYSTEMS", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub network_filesystems: Option<bool>,
    /// Look into snapshot folders (.snapshot, .zfs/snapshot)
    #[arg(long, env = "OCES_SNAPSHOTS", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub snapshots: Option<bool>,
    /// Read files that tiered storage would first have to fetch
    #[arg(long, env = "OCES_RECALL_OFFLINE", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub recall_offline: Option<bool>,
}

/// What the verdict and its report depend on, of `scan` and `inspect`.
#[derive(Args, Clone, Debug, Default)]
pub struct JudgeArgs {
    /// A report, to standard output or PATH; repeatable [default: table]
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
    /// Passwords to try on keystores, one a line
    #[arg(long, value_name = "FILE", env = "OCES_PASSWORD_FILE", hide_env = true)]
    pub password_file: Option<PathBuf>,
    /// Do not try the usual default passwords
    #[arg(long, env = "OCES_NO_DEFAULT_PASSWORDS", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub no_default_passwords: Option<bool>,
}

/// What `inspect` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct InspectArgs {
    /// The file
    pub file: PathBuf,
    /// What the verdict depends on.
    #[command(flatten)]
    pub judge: JudgeArgs,
}

/// What `catalogue` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct CatalogueArgs {
    /// Add to or replace parts of the catalogue
    #[arg(long, value_name = "FILE", env = "OCES_CATALOGUE", hide_env = true)]
    pub catalogue: Option<PathBuf>,
}

impl InspectArgs {
    /// The same as a scan of one file that lists everything.
    pub fn as_scan(&self) -> ScanArgs {
        ScanArgs { paths: vec![self.file.clone()], judge: self.judge.clone(), all: Some(true), ..ScanArgs::default() }
    }
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
