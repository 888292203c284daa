//! What the commands take. An option that was not given is `None` or empty.

#![expect(clippy::doc_markdown, reason = "these comments are the help, where backticks would show")]

use crate::exit::FailOn;
use crate::report::{CsvDialect, PersonalData};
use clap::Args;
use clap::builder::BoolishValueParser;
use std::path::PathBuf;

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
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub no_archives: Option<bool>,
    /// What may be spent on archives.
    #[command(flatten)]
    pub bounds: BoundArgs,
    /// Do not look into messages and mailboxes
    #[arg(long, env = "OCES_NO_MAIL", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub no_mail: Option<bool>,
    /// Do not read configuration and code a second time for what they name
    #[arg(long, env = "OCES_NO_REFERENCES", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub no_references: Option<bool>,
    /// How many threads [default: one a processor]
    #[arg(short, long, value_name = "N", env = "OCES_JOBS", hide_env = true,
        value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// How hard it goes about it.
    #[command(flatten)]
    pub hard: HardArgs,
    /// What the verdict depends on.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// What is known besides.
    #[command(flatten)]
    pub said: SaidArgs,
    /// How it is told.
    #[command(flatten)]
    pub speak: SpeakArgs,
    /// From which severity on findings end with code 1 [default: warning]
    #[arg(long, value_name = "SEVERITY", env = "OCES_FAIL_ON", hide_env = true)]
    pub fail_on: Option<FailOn>,
    /// End with 0 instead of 3 when not everything could be looked at
    #[arg(long, env = "OCES_ALLOW_INCOMPLETE", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub allow_incomplete: Option<bool>,
    /// Findings of this rule end with code 1 whatever their severity; repeatable
    #[arg(long, value_name = "RULE", env = "OCES_FAIL_ON_RULE", hide_env = true, value_delimiter = '\n')]
    pub fail_on_rule: Vec<String>,
    /// An earlier report (JSON): only findings that are not in it count for the exit code
    #[arg(long, value_name = "REPORT", env = "OCES_BASELINE", hide_env = true)]
    pub baseline: Option<PathBuf>,
    /// The name that stands for this machine in finding identities [default: the host name]
    #[arg(long, value_name = "NAME", env = "OCES_SCOPE", hide_env = true)]
    pub scope: Option<String>,
    /// List every certificate, also those of no OCES generation
    #[arg(long, env = "OCES_ALL", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub all: Option<bool>,
}

/// What the walk does.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Where to look")]
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
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub follow: Option<bool>,
    /// Stay on the filesystem of each root
    #[arg(long, env = "OCES_ONE_FILE_SYSTEM", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub one_file_system: Option<bool>,
    /// Enter network filesystems
    ///
    /// Without it they are named and passed by, and the scan counts as incomplete.
    #[arg(long, env = "OCES_NETWORK_FILESYSTEMS", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub network_filesystems: Option<bool>,
    /// Look into snapshot folders (.snapshot, .zfs/snapshot)
    #[arg(long, env = "OCES_SNAPSHOTS", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub snapshots: Option<bool>,
    /// Leave out the home directories of users
    ///
    /// Those below /home, /Users and "Documents and Settings", also of mounted images; one that is
    /// named on the command line is looked at. They are counted as skipped.
    #[arg(long, env = "OCES_NO_HOME", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub no_home: Option<bool>,
    /// Read files that tiered storage would first have to fetch
    #[arg(long, env = "OCES_RECALL_OFFLINE", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub recall_offline: Option<bool>,
}

/// What may be spent on what hides things. A bound that is reached is told as a
/// failure `limit-exceeded`, and what was read before it counts.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Bounds of what is opened")]
pub struct BoundArgs {
    /// How deep archives may nest in archives [default: 12]
    #[arg(long, value_name = "N", env = "OCES_MAX_DEPTH", hide_env = true)]
    pub max_depth: Option<String>,
    /// How many members one file may hold, nested ones included [default: 1000000]
    #[arg(long, value_name = "N", env = "OCES_MAX_MEMBERS", hide_env = true)]
    pub max_members: Option<String>,
    /// How much one file may expand to [default: 256GiB]
    #[arg(long, value_name = "SIZE", env = "OCES_MAX_EXPANDED", hide_env = true)]
    pub max_expanded: Option<String>,
    /// How much all files together may expand to [default: 4TiB]
    #[arg(long, value_name = "SIZE", env = "OCES_MAX_EXPANDED_SCAN", hide_env = true)]
    pub max_expanded_scan: Option<String>,
    /// How many times its own size a file may expand to, beyond 256MiB [default: 200]
    #[arg(long, value_name = "N", env = "OCES_MAX_RATIO", hide_env = true)]
    pub max_ratio: Option<String>,
    /// How many seconds of processor time one file may take [default: 600]
    #[arg(long, value_name = "N", env = "OCES_MAX_SECONDS", hide_env = true)]
    pub max_seconds: Option<String>,
    /// How much memory dictionaries and nested archives may take, all threads together [default: 96MiB]
    #[arg(long, value_name = "SIZE", env = "OCES_MEMORY", hide_env = true)]
    pub memory: Option<String>,
}

/// How hard a scan goes about it.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "How hard")]
pub struct HardArgs {
    /// Let everything else on the machine go first: idle classes of processor and disk, one thread
    ///
    /// More threads by --jobs. Where the system refuses, a warning is told and the scan goes on.
    #[arg(long, env = "OCES_IDLE", hide_env = true, value_name = "BOOL", num_args = 0..=1,
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub idle: Option<bool>,
    /// Read at most so much a second, all threads together: 20MiB
    #[arg(long, value_name = "SIZE", env = "OCES_MAX_READ_RATE", hide_env = true)]
    pub max_read_rate: Option<String>,
    /// Begin nothing new after so long: 90s, 30m, 2h, 1d
    ///
    /// What was not looked at stands in the JSON report, and the scan counts as incomplete;
    /// --resume goes on from there.
    #[arg(long, value_name = "DURATION", env = "OCES_TIME_LIMIT", hide_env = true)]
    pub time_limit: Option<String>,
    /// Go on where the scan of this report (JSON) was stopped; reports are of the whole
    ///
    /// If there is no such file, or its scan was not stopped, everything is looked at.
    #[arg(long, value_name = "REPORT", env = "OCES_RESUME", hide_env = true)]
    pub resume: Option<PathBuf>,
}

/// What the verdict and its report depend on, of `scan` and `inspect`.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Verdict and reports")]
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
        require_equals = true, default_missing_value = "true", hide_possible_values = true,
        value_parser = BoolishValueParser::new())]
    pub no_default_passwords: Option<bool>,
}

/// What is known besides what is found, of `scan` and `plan`.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What is known besides")]
pub struct SaidArgs {
    /// An earlier report (JSON): tells what is new, gone and remaining
    #[arg(long, value_name = "REPORT", env = "OCES_PREVIOUS", hide_env = true)]
    pub previous: Option<PathBuf>,
    /// The certificate list exported from MitID Erhverv (CSV), compared with what is found
    #[arg(long, value_name = "FILE", env = "OCES_MITID_ERHVERV_CSV", hide_env = true)]
    pub mitid_erhverv_csv: Option<PathBuf>,
}

/// How reports are written, of `scan` and `plan`.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "How it is told")]
pub struct SpeakArgs {
    /// What becomes of what names a person, in every report [default: by format, see PRIVACY.md]
    #[arg(long, value_name = "MODE", env = "OCES_PERSONAL_DATA", hide_env = true)]
    pub personal_data: Option<PersonalData>,
    /// The secret that pseudonyms are made with: at least 32 octets
    #[arg(long, value_name = "FILE", env = "OCES_PSEUDONYM_KEY_FILE", hide_env = true)]
    pub pseudonym_key_file: Option<PathBuf>,
    /// Which CSV [default: excel-da]
    #[arg(long, value_name = "DIALECT", env = "OCES_CSV_DIALECT", hide_env = true)]
    pub csv_dialect: Option<CsvDialect>,
}

/// What `check` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct CheckArgs {
    /// Tell of this report (oces scan -o json) instead of scanning; - is standard input
    #[arg(long, value_name = "REPORT", env = "OCES_REPORT", hide_env = true)]
    pub report: Option<PathBuf>,
    /// How old that report may be before the state is unknown: 26h, 2d [default: 2d]
    #[arg(long, value_name = "AGE", env = "OCES_MAX_AGE", hide_env = true)]
    pub max_age: Option<String>,
    /// What a scan takes.
    #[command(flatten)]
    pub scan: ScanArgs,
}

/// What `plan` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct PlanArgs {
    /// Reports of oces scan -o json; - is standard input
    #[arg(value_name = "REPORT", required = true)]
    pub reports: Vec<PathBuf>,
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
    /// What is known besides.
    #[command(flatten)]
    pub said: SaidArgs,
    /// How it is told.
    #[command(flatten)]
    pub speak: SpeakArgs,
}

/// What `diff` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct DiffArgs {
    /// The earlier report (JSON)
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The later report (JSON)
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// As a table or as json
    #[arg(short, long, value_name = "FORMAT[=PATH]", env = "OCES_OUTPUT", hide_env = true, value_delimiter = '\n')]
    pub output: Vec<String>,
}

/// What `verify` takes.
#[derive(Args, Clone, Debug, Default)]
pub struct VerifyArgs {
    /// The keystore: a file, or a certificate file with its key beside it
    #[arg(value_name = "STORE")]
    pub store: PathBuf,
    /// Who is at the other end, by an id as in the README; ID:test is their test environment; repeatable
    #[arg(long = "for", value_name = "COUNTERPARTY", env = "OCES_FOR", hide_env = true, value_delimiter = '\n')]
    pub counterparty: Vec<String>,
    /// What the verdict depends on.
    #[command(flatten)]
    pub judge: JudgeArgs,
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

impl VerifyArgs {
    /// The same as a scan of the store alone that lists everything.
    pub fn as_scan(&self) -> ScanArgs {
        ScanArgs { paths: vec![self.store.clone()], judge: self.judge.clone(), all: Some(true), ..ScanArgs::default() }
    }
}

impl DiffArgs {
    /// The options that it shares with a scan.
    pub fn as_scan(&self) -> ScanArgs {
        let judge = JudgeArgs { output: self.output.clone(), ..JudgeArgs::default() };
        ScanArgs { judge, ..ScanArgs::default() }
    }
}

impl PlanArgs {
    /// The options that it shares with a scan.
    pub fn as_scan(&self) -> ScanArgs {
        let judge = JudgeArgs {
            output: self.output.clone(),
            as_of: self.as_of.clone(),
            expiring_within: self.expiring_within.clone(),
            catalogue: self.catalogue.clone(),
            ..JudgeArgs::default()
        };
        ScanArgs { judge, said: self.said.clone(), speak: self.speak.clone(), ..ScanArgs::default() }
    }
}
