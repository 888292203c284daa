//! What went wrong with us or the command line; it ends the run with code 2.
//!
//! What goes wrong in the scanned world is never an `Error`: see `failure`.

use std::fmt;

/// An error of the run itself.
#[derive(Debug)]
pub enum Error {
    /// The catalogue is not sound.
    Catalogue(String),
    /// The configuration file or an environment variable is wrong.
    Config(String),
    /// A signal ended the run; the number is the signal's.
    Interrupted(i32),
    /// A report could not be opened or written.
    Output(String),
    /// The books do not balance or another promise to ourselves was broken.
    Internal(String),
    /// The tracker could not be brought up to date.
    Tracker(String),
    /// The command line asks for something that cannot be.
    Usage(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Catalogue(text) => write!(f, "catalogue: {text}"),
            Error::Config(text) => write!(f, "configuration: {text}"),
            Error::Interrupted(signal) => write!(f, "interrupted by signal {signal}"),
            Error::Output(text) => write!(f, "output: {text}"),
            Error::Internal(text) => write!(f, "internal fault: {text}"),
            Error::Tracker(text) => write!(f, "tracker: {text}"),
            Error::Usage(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {}
