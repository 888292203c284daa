//! Stands in until the whole program is here.

use crate::cli::{generate, Cli, Command};
use crate::config::Config;
use crate::error::Error;
use crate::output::to_standard_output;

/// Runs the command and returns the exit code.
#[expect(clippy::needless_pass_by_value, reason = "the command is done with it")]
pub fn run(cli: Cli) -> Result<u8, Error> {
    match &cli.command {
        Command::Completions { shell } => to_standard_output(|out| out.write_all(&generate::completions(*shell)))?,
        Command::Man { out: Some(dir) } => generate::man_pages(dir)?,
        Command::Man { out: None } => to_standard_output(|out| generate::man(out))?,
        Command::Scan(_) | Command::Inspect(_) => drop(Config::load(&cli)?),
        Command::Catalogue(args) => drop(crate::config::for_catalogue(&cli.global, args)?),
        Command::Schema => {}
    }
    Ok(0)
}
