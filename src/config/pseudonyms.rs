//! The secret that pseudonyms are made with. No message ever holds it.

use crate::cli::SpeakArgs;
use crate::error::Error;
use crate::privacy::{Key, MIN_KEY};
use crate::report::PersonalData;
use std::fs::File;
use std::io::Read;
use zeroize::Zeroizing;

/// More is no key.
const MAX_BYTES: u64 = 64 * 1024;

/// The key that was given; without one there are no pseudonyms.
pub fn key(args: &SpeakArgs) -> Result<Option<Key>, Error> {
    let Some(path) = &args.pseudonym_key_file else {
        if args.personal_data == Some(PersonalData::Pseudonymise) {
            let why = "--personal-data pseudonymise needs --pseudonym-key-file FILE: without a secret anybody \
                       could find out who is meant by trying names";
            return Err(Error::Usage(why.to_owned()));
        }
        return Ok(None);
    };
    let wrong = |why: String| Error::Usage(format!("--pseudonym-key-file {}: {why}", path.display()));
    let mut octets = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(|error| wrong(error.to_string()))?;
    file.take(MAX_BYTES + 1).read_to_end(&mut octets).map_err(|error| wrong(error.to_string()))?;
    if octets.len() as u64 > MAX_BYTES {
        return Err(wrong("more than 64 KiB is no key".to_owned()));
    }
    let too_short =
        || wrong(format!("a secret of at least {MIN_KEY} octets is needed, such as from `openssl rand -hex 32`"));
    Ok(Some(Key::new(&octets).ok_or_else(too_short)?))
}
