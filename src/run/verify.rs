//! `oces verify`: reads the store, opens its keys to see whether they fit,
//! looks for one in its folder, and has the verdict written.

use super::commands::{Outputs, load_catalogue};
use super::signals::Signals;
use crate::config::Config;
use crate::config::keys::nearest;
use crate::container;
use crate::error::Error;
use crate::exit;
use crate::inventory::Inventory;
use crate::key::Proof;
use crate::password::Passwords;
use crate::report::{self, Report};
use crate::verify::{Matter, parties, party_ids, verify as judge};
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// A larger file is no keystore; its keys are not opened.
const MAX_STORE: u64 = 64 << 20;

/// So many files of the store's folder are looked at for a key.
const MAX_BESIDE: usize = 1000;

/// Files beside it that are larger are not looked at: no key is.
const MAX_KEY_FILE: u64 = 1 << 20;

/// Runs the command: 0 if the store is ready, 1 if not.
pub(super) fn verify(mut config: Config, wanted: &[String]) -> Result<u8, Error> {
    let signals = Signals::listen()?;
    let (parties, test) = parties(wanted).map_err(|id| unknown_party(&id))?;
    config.references = false;
    let store = one_file(&config)?;
    let mut outputs = Outputs::open(&config)?;
    let report = super::report(&config, &outputs.own_paths(), &signals)?;
    exit::anything_seen(&report)?;
    let content = content(&store);
    let proofs = proofs(&config, &store, content.as_deref(), &report);
    let beside = beside(&mut config, &store, &report, &signals)?;
    let catalogue = load_catalogue(config.catalogue_file.as_deref())?;
    let verification = judge(&Matter {
        store: &store,
        certificates: &report.certificates,
        content: content.as_ref().map(|content| content.as_slice()),
        inventory: &report.inventory,
        beside: &beside,
        proofs: &proofs,
        catalogue: &catalogue,
        settings: &config.settings,
        parties: &parties,
        test,
    });
    let said = report::verify::Said { report: &report, store: &store, wanted, verification: &verification };
    outputs.write_each(&config, |format, style, out| report::verify::write(&said, format, style, out))?;
    signals.check()?;
    outputs.commit()?;
    Ok(u8::from(!verification.ready))
}

fn unknown_party(id: &str) -> Error {
    let known = party_ids();
    let hint = nearest(id, &known).map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
    Error::Usage(format!("--for: nobody is known as `{id}`{hint} (known: {})", known.join(", ")))
}

/// The store: a file that is there.
fn one_file(config: &Config) -> Result<PathBuf, Error> {
    let Some(store) = config.roots.first() else { return Err(Error::Usage("which keystore?".to_owned())) };
    match fs::metadata(store) {
        Ok(facts) if facts.is_dir() => {
            Err(Error::Usage(format!("{} is a directory: name the keystore in it", store.display())))
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Err(Error::Usage(format!("{}: no such file", store.display())))
        }
        // What cannot be read is a store that cannot be judged, and is told so.
        _ => Ok(store.clone()),
    }
}

/// What opening the store's keys tells. A person's own store is tried with no
/// password but those named for its path.
fn proofs(config: &Config, store: &Path, content: Option<&Vec<u8>>, report: &Report) -> Vec<Proof> {
    let personal = report.certificates.iter().any(|one| one.certificate.names_person());
    let mut candidates = config.passwords.candidates(store, personal);
    match content {
        Some(content) => container::prove(content, &mut candidates),
        None => Vec::new(),
    }
}

/// The store's octets; what cannot be read was told as a failure already.
fn content(store: &Path) -> Option<zeroize::Zeroizing<Vec<u8>>> {
    let file = fs::File::open(store).ok()?;
    let size = file.metadata().ok().filter(fs::Metadata::is_file)?.len();
    let mut content = zeroize::Zeroizing::new(Vec::new());
    file.take(MAX_STORE).read_to_end(&mut content).ok()?;
    (size <= MAX_STORE).then_some(content)
}

/// What the other files of the folder hold, where the store has no key itself.
fn beside(config: &mut Config, store: &Path, report: &Report, signals: &Signals) -> Result<Inventory, Error> {
    let has_key = |one: &crate::classify::Classified| one.occurrences.iter().any(|place| place.beside_key);
    if report.certificates.iter().any(has_key) || !report.inventory.failures.is_empty() {
        return Ok(Inventory::default());
    }
    config.roots = neighbours(store);
    // What was said for this store is not tried on others.
    config.passwords = Passwords::default();
    if config.roots.is_empty() {
        return Ok(Inventory::default());
    }
    let report = super::report(config, &crate::output::OwnPaths::default(), signals)?;
    Ok(report.inventory)
}

/// The regular files of the folder that may hold a key, sorted; the store itself is not among them.
fn neighbours(store: &Path) -> Vec<PathBuf> {
    let Some(Ok(listed)) = store.parent().map(fs::read_dir) else { return Vec::new() };
    let may_hold_key = |path: &PathBuf| {
        let small = |facts: fs::Metadata| facts.is_file() && facts.len() <= MAX_KEY_FILE;
        path != store && fs::symlink_metadata(path).is_ok_and(small)
    };
    let entries = listed.take(MAX_BESIDE).filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(may_hold_key).collect();
    files.sort();
    files
}
