//! `oces check`: the state of a scan, or of its report, as a monitoring plugin.

use crate::cli::CheckArgs;
use crate::config::Config;
use crate::error::Error;

/// Scans or reads, and tells the state.
pub(super) fn run(_config: &Config, _args: &CheckArgs) -> Result<u8, Error> {
    Err(Error::Usage("not written yet".to_owned()))
}
