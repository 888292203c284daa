//! Passwords: where candidates come from, which store may be tried with which,
//! and how many tries a store gets. Never shown, stored or logged; wiped.
//!
//! No cryptography lives here.

use std::path::Path;
use std::sync::Mutex;
use zeroize::Zeroizing;

/// A password. Its `Debug` shows nothing; its memory is wiped.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

/// All that is known, from defaults, files, environment and `oces.toml`.
#[derive(Default)]
pub struct Passwords {
    /// For every store but a person's: defaults, `--password-file`, `OCES_PASSWORDS`.
    general: Vec<Password>,
    /// `[[password]]` of `oces.toml`: a path glob and the passwords named for it.
    named: Vec<(globset::GlobMatcher, Vec<Password>)>,
    /// What opened a store last, tried first.
    last: Mutex<Option<Password>>,
}

/// The candidates for one store, with the bounds of its tries.
pub struct Candidates<'p> {
    list: Vec<Password>,
    next: usize,
    /// Key derivation iterations that may still be spent on this store.
    pub iterations_left: u64,
    passwords: &'p Passwords,
}

impl Password {
    /// Takes a password over.
    pub fn new(text: String) -> Password {
        Password(Zeroizing::new(text))
    }
}

impl Passwords {
    /// `general` for every store but a person's, `named` for the paths that match.
    pub fn new(general: Vec<Password>, named: Vec<(globset::GlobMatcher, Vec<Password>)>) -> Passwords {
        Passwords { general, named, last: Mutex::new(None) }
    }

    /// The candidates for the store at `path`; a store that holds a person's
    /// key is tried only with the passwords named for its path.
    pub fn candidates(&self, path: &Path, personal: bool) -> Candidates<'_> {
        let _ = (path, personal, &self.general, &self.named, &self.last);
        Candidates { list: Vec::new(), next: 0, iterations_left: 0, passwords: self }
    }
}

impl Candidates<'_> {
    /// The next password to try.
    pub fn next_password(&mut self) -> Option<Password> {
        let _ = (&self.list, self.next, self.passwords);
        None
    }
}
