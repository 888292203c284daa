//! Parse, run, exit: the only place that tells errors and ends the process.
//!
//! An error of `oces check` is told on standard output with code 3: monitors
//! read nothing else, and 2 would say that something was found.

use clap::{CommandFactory, Parser};
use oces::cli::{Cli, Command};
use oces::error::Error;
use oces::privacy;
use oces::report::plugin;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error),
    };
    let is_check = matches!(cli.command, Command::Check(_));
    match oces::run::run(cli) {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_check => unknown(&error.to_string()),
        Err(Error::Interrupted(signal)) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(2)),
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(2)
        }
    }
}

/// Help and version go to standard output with 0, usage errors to standard
/// error with 2. A reader that went away (`oces --help | head -1`) changes nothing.
fn unparsed(error: &clap::Error) -> ExitCode {
    if error.use_stderr() && means_check() {
        return unknown(&error.to_string());
    }
    match error.print() {
        Err(failure) if failure.kind() != ErrorKind::BrokenPipe => ExitCode::from(2),
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// Whether a command line that cannot be parsed is one of `oces check`.
fn means_check() -> bool {
    let lenient = Cli::command().ignore_errors(true).try_get_matches();
    lenient.is_ok_and(|matches| matches.subcommand_name() == Some("check"))
}

/// A monitor is told that nothing can be said, and nobody's name. Where standard output is closed
/// the code says it.
fn unknown(why: &str) -> ExitCode {
    drop(writeln!(io::stdout(), "{}", plugin::unknown(&privacy::by_form(why))));
    ExitCode::from(plugin::State::Unknown.code())
}

/// Where standard error is closed there is no one to tell, and the code says it.
fn complain(text: &str) {
    drop(writeln!(io::stderr(), "oces: {}", harmless(text)));
}

/// Paths come from others: control and bidi characters are told, not sent.
fn harmless(text: &str) -> String {
    let told = |c: char| {
        let bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if (c.is_control() && c != '\n') || bidi { c.escape_unicode().to_string() } else { c.to_string() }
    };
    text.chars().map(told).collect()
}
