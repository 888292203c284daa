//! Locked stores at the end of a scan: told which are a person's now that all
//! certificates are known, and tried with the passwords that each may get.
//!
//! Behaviour:
//! 1. A store is tried once for each of its places, in any order: what comes
//!    out depends on no other store.
//! 2. Stores for which there was no room are read again, through the same
//!    examination that found them, and known by their digest.
//! 3. When the time is over, the files of those that were not tried are left to
//!    the scan that goes on.
//! 4. One that is not there any more is a failure.

use crate::bounds::Shared;
use crate::certificate::Certificate;
use crate::config::Config;
use crate::examine::{self, FileHaul, Haul, LockedStore, Room, Watch};
use crate::failure::{Failure, FailureKind};
use crate::location::Location;
use crate::password::Passwords;
use crate::read::{Gentle, HardLinks, Policy, Reading, Way, Worker};
use crate::walk::Notes;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

/// How many octets of stores a thread keeps that reads a file again.
const ROOM: u64 = 8 << 20;

/// What opening stores depends on.
pub(super) struct Keeper<'c> {
    passwords: &'c Passwords,
    follow: bool,
    policy: Policy,
    watch: &'c dyn Watch,
    room: u64,
    shared: Arc<Shared>,
    gentle: Gentle,
}

impl<'c> Keeper<'c> {
    pub(super) fn new(config: &'c Config, policy: Policy, watch: &'c dyn Watch) -> Keeper<'c> {
        let shared = Arc::new(Shared::new(config.bounds.clone()));
        Keeper {
            passwords: &config.passwords,
            follow: config.walk.follow,
            policy,
            watch,
            room: ROOM,
            shared,
            gentle: Gentle::default(),
        }
    }

    /// The same, holding back.
    pub(super) fn gently(self, gentle: Gentle) -> Keeper<'c> {
        Keeper { gentle, ..self }
    }

    /// Tries passwords on the stores that were locked, all certificates known.
    pub(super) fn open(&self, mut haul: Haul, notes: &Notes) -> Haul {
        // Readers that need no password try the defaults on their own.
        if !self.passwords.are_usual() {
            haul.files.weak.clear();
        }
        let mut stores = std::mem::take(&mut haul.files.locked);
        let persons: Vec<&Certificate> =
            haul.certificates.values().filter(|certificate| certificate.names_person()).collect();
        for store in &mut stores {
            store.personal |= persons.iter().any(|certificate| belongs(store, certificate));
        }
        let (here, elsewhere): (Vec<LockedStore>, Vec<LockedStore>) =
            stores.into_iter().partition(|store| store.bytes.is_some());
        let mut opened = gathered(here.into_par_iter().fold(Haul::default, |mut opened, store| {
            let content = store.bytes.clone().unwrap_or_default();
            if self.gentle.is_over() {
                leave(&store, notes);
            } else {
                self.try_on(&store, &content, &mut opened);
            }
            opened
        }));
        let mut files: BTreeMap<Arc<Path>, Vec<LockedStore>> = BTreeMap::new();
        for store in elsewhere {
            files.entry(Arc::clone(&store.location.path)).or_default().push(store);
        }
        opened.absorb(gathered(files.into_par_iter().fold(Haul::default, |mut opened, (_, stores)| {
            self.again(stores, &mut opened, notes);
            opened
        })));
        tell_once(&mut haul, &opened);
        haul.absorb(opened);
        haul
    }

    /// Tries passwords on one store.
    fn try_on(&self, store: &LockedStore, content: &[u8], haul: &mut Haul) {
        let opened =
            catch_unwind(AssertUnwindSafe(|| examine::unlock(store, content, self.passwords, self.watch, haul)));
        let file = opened.unwrap_or_else(|_| failed(store, FailureKind::Internal, FAULT));
        haul.files.absorb(file);
    }

    /// Reads one file again for the stores in it, as often as it takes to get
    /// hold of all of them.
    fn again(&self, mut stores: Vec<LockedStore>, haul: &mut Haul, notes: &Notes) {
        while let Some(first) = stores.first() {
            let wanted: BTreeSet<[u8; 32]> = stores.iter().map(|store| store.digest).collect();
            let mut found: BTreeMap<[u8; 32], Arc<[u8]>> = BTreeMap::new();
            for store in self.locked_in(&first.location, wanted) {
                found.extend(store.bytes.map(|bytes| (store.digest, bytes)));
            }
            if self.gentle.is_over() {
                return stores.iter().for_each(|store| leave(store, notes));
            }
            let before = stores.len();
            stores.retain(|store| {
                let content = found.get(&store.digest);
                if let Some(content) = content {
                    self.try_on(store, content, haul);
                }
                content.is_none()
            });
            if stores.len() == before {
                for store in &stores {
                    haul.files.absorb(failed(store, FailureKind::Changed, GONE));
                }
                return;
            }
        }
    }

    /// The locked stores of a file, with as many of the wanted ones' contents
    /// as there is room for. What else the file holds was told before.
    fn locked_in(&self, location: &Location, wanted: BTreeSet<[u8; 32]>) -> Vec<LockedStore> {
        let location = Location::file(Arc::clone(&location.root), Arc::clone(&location.path));
        let through_link = self.follow || location.root == location.path;
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut worker =
                Worker::sharing(&Arc::new(Room::wanting(self.room, wanted)), &self.shared).gently(&self.gentle);
            worker.read(
                &location,
                &Way { through_link, ..Way::default() },
                &self.policy,
                self.watch,
                &HardLinks::default(),
            )
        }));
        match read {
            Ok(Reading::Done(file)) => file.locked,
            Ok(Reading::Skipped(_) | Reading::GivenUp) | Err(_) => Vec::new(),
        }
    }
}

const FAULT: &str = "a fault in oces itself; please report it";
const GONE: &str = "a locked store in here changed or vanished before its passwords were tried";

fn leave(store: &LockedStore, notes: &Notes) {
    notes.leave_again(&store.location.root, &store.location.path);
}

fn failed(store: &LockedStore, kind: FailureKind, detail: &str) -> FileHaul {
    FileHaul { failures: vec![Failure::new(store.location.clone(), kind, detail)], ..FileHaul::default() }
}

fn gathered(hauls: impl ParallelIterator<Item = Haul>) -> Haul {
    hauls.reduce(Haul::default, |mut all, some| {
        all.absorb(some);
        all
    })
}

/// Keys that were told from outside are told with their certificates now. A
/// key whose certificate its store does not hold stays told.
fn tell_once(haul: &mut Haul, opened: &Haul) {
    let shut: BTreeSet<&Location> = opened.files.failures.iter().map(|failure| &failure.location).collect();
    let paired: BTreeSet<(&Location, Option<&str>)> = opened
        .files
        .sightings
        .iter()
        .map(|sighting| &sighting.occurrence)
        .filter(|occurrence| occurrence.private_key)
        .map(|occurrence| (&occurrence.location, occurrence.alias.as_deref()))
        .collect();
    haul.files.keys.retain(|key| {
        let told = paired.contains(&(&key.location, key.alias.as_deref()));
        key.public_key.is_some() || shut.contains(&key.location) || !told
    });
}

/// Whether a key in the store is that of a person's certificate.
fn belongs(store: &LockedStore, certificate: &Certificate) -> bool {
    let common_name = certificate.subject.common_name();
    store.facts.keys.iter().any(|key| {
        key.local_key_id.as_deref().is_some_and(|identifier| certificate.answers_to(identifier))
            || (common_name.is_some() && key.friendly_name.as_deref() == common_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examine::WatchAll;
    use crate::password::Password;
    use std::path::PathBuf;

    /// Every store of `testdata/made` twice, one of them twice in one file.
    fn tree() -> tempfile::TempDir {
        let tree = tempfile::tempdir().unwrap();
        let mut all = b"in a file \x00".to_vec();
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/made")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "p12") {
                let content = std::fs::read(&path).unwrap();
                std::fs::write(tree.path().join(path.file_name().unwrap()), &content).unwrap();
                all.extend(&content);
            }
        }
        std::fs::write(tree.path().join("all.bin"), all).unwrap();
        tree
    }

    fn outcome(every: &[PathBuf], root: &Path, size: u64, meanwhile: impl FnOnce()) -> (Vec<String>, usize) {
        let general = ["", "changeit"].map(|text| Password::new(text.to_owned())).to_vec();
        let known = Passwords::new(general, Vec::new());
        let rules = || Policy { recall_offline: false, own_outputs: Vec::new() };
        let mut worker = Worker::sharing(&Arc::new(Room::of(size)), &Arc::default());
        for one in every {
            let location = Location::file(root.into(), one.as_path().into());
            let Reading::Done(haul) =
                worker.read(&location, &Way::default(), &rules(), &WatchAll, &HardLinks::default())
            else {
                panic!("{} is not read", one.display())
            };
            worker.haul.files.absorb(haul);
        }
        let kept = worker.haul.files.locked.iter().filter(|store| store.bytes.is_some()).count();
        meanwhile();
        let keeper = Keeper {
            passwords: &known,
            follow: false,
            policy: rules(),
            watch: &WatchAll,
            room: size,
            shared: Arc::default(),
            gentle: Gentle::default(),
        };
        let files = keeper.open(worker.haul, &Notes::default()).files;
        let mut told: Vec<String> = files.sightings.iter().map(|one| format!("{one:?}")).collect();
        told.extend(files.keys.iter().map(|one| format!("{one:?}")));
        told.extend(files.failures.iter().map(|one| format!("{one:?}")));
        told.sort();
        (told, kept)
    }

    fn files(root: &Path) -> Vec<PathBuf> {
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    #[test]
    fn what_comes_out_does_not_depend_on_the_room() {
        let tree = tree();
        let mut paths = files(tree.path());
        let (all, kept) = outcome(&paths, tree.path(), 1 << 30, || ());
        assert!(kept >= 16 && all.len() > kept, "{kept}");
        for room in [0, 3000, 9000] {
            paths.reverse();
            let (told, fewer) = outcome(&paths, tree.path(), room, || ());
            assert!(fewer < kept / 2, "{fewer}");
            assert_eq!(told, all, "{room}");
        }
    }

    #[test]
    fn a_store_that_is_gone_is_a_failure() {
        let tree = tree();
        let paths = files(tree.path());
        let gone = tree.path().join("demo-skat.p12");
        let (told, _) = outcome(&paths, tree.path(), 0, || std::fs::remove_file(&gone).unwrap());
        let changed: Vec<&String> = told.iter().filter(|line| line.contains("Changed")).collect();
        assert!(changed.len() == 1 && changed[0].contains("demo-skat.p12"), "{changed:?}");
    }
}
