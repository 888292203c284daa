//! One scan: walk, read and examine in parallel, then locked stores, then the
//! inventory.

use super::legible::Legible;
use super::progress;
use super::signals::Signals;
use super::stores::Keeper;
use crate::bounds::Shared;
use crate::catalogue::Catalogue;
use crate::config::Config;
use crate::error::Error;
use crate::examine::{Haul, Room, Voice, Watch, WatchAll};
use crate::failure::{Failure, FailureKind};
use crate::inventory::{Inventory, Parts, Tally};
use crate::legible::is_signpost;
use crate::location::{self, Left, Location, Places, Stopped};
use crate::output::OwnPaths;
use crate::read::gentle::Limit;
use crate::read::{Descriptors, Gentle, HARD_LINK, HardLinks, OWN_OUTPUT, Policy, Reading, Worker};
use crate::refer::Listener;
use crate::walk::{self, Course, Entry, Noted, Notes, TIME_LIMIT};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// More of the files that say something by their names are not kept, by a worker.
const MAX_SIGNPOSTS: usize = 50_000;

/// A scan's result and what else the report must say about it.
pub(super) struct Found {
    pub(super) inventory: Inventory,
    /// Files worth a second reading.
    pub(super) legible: Legible,
    pruned_networks: Vec<(String, PathBuf)>,
    /// What was not looked at because the time was over, sorted.
    pub(super) left: Vec<Left>,
    /// Names (DER) that were watched for besides those of the catalogue.
    pub(super) watch: Vec<Vec<u8>>,
    /// Files that held anything or may name something, in any order.
    pub(super) again: Vec<Left>,
    /// Whether to see those of all parts together was begun.
    pub(super) gathered: bool,
    /// Whether all that was ever found by the scan is in here.
    pub(super) whole: bool,
}

/// What the workers share.
struct Crew<'c> {
    watch: &'c dyn Watch,
    policy: Policy,
    own: &'c OwnPaths,
    notes: &'c Notes,
    links: HardLinks,
    /// For the content of locked stores.
    room: Arc<Room>,
    /// The bounds and what was spent of them.
    shared: Arc<Shared>,
    gentle: Gentle,
    idle: Mutex<Vec<Worker>>,
    /// Paths whose haul is known: examined or failed.
    done: AtomicU64,
    /// Files worth a second reading.
    legible: Mutex<Legible>,
    /// Files that another scan gave up already.
    tried: BTreeSet<&'c Path>,
}

/// Scans the roots, or what another scan of them left.
pub(super) fn scan(
    config: &Config,
    left: Option<&[Left]>,
    catalogue: &Catalogue,
    own: &OwnPaths,
    signals: &Signals,
) -> Result<Found, Error> {
    let pool = pool(config)?;
    let notes = Notes::default();
    let watch: &dyn Watch = if config.all { &WatchAll } else { catalogue };
    let listener = config.references.then(|| Listener::new(watch));
    let crew = Crew {
        watch: listener.as_ref().map_or(watch, |listener| listener),
        policy: policy(config, own),
        own,
        notes: &notes,
        links: HardLinks::default(),
        room: Arc::default(),
        shared: Arc::new(Shared::new(config.bounds.clone())),
        gentle: config.gentle.leaving_time().heeding(signals.shared()),
        idle: Mutex::default(),
        done: AtomicU64::new(0),
        legible: Mutex::default(),
        tried: left.unwrap_or_default().iter().filter(|one| one.tried).map(|one| one.path.as_path()).collect(),
    };
    let course = Course { left, limit: crew.gentle.limit };
    let visit = |batch: Vec<Entry>| crew.batch(batch, signals);
    let walked = || walk::walk(&config.roots, &config.walk, course, &notes, signals.flag(), &visit);
    with_progress(config.progress, &notes, || pool.install(walked));
    signals.check()?;
    let (haul, done, legible) = crew.home();
    let keeper = Keeper::new(config, policy(config, own), watch).gently(config.gentle.heeding(signals.shared()));
    let haul = pool.install(|| keeper.open(haul, &notes));
    signals.check()?;
    let in_parts = config.gentle.limit.is_some() || left.is_some();
    let again = if in_parts { of_note(&haul, &legible, &config.roots) } else { Vec::new() };
    Ok(Found { again, ..assemble(haul, done, notes.close(), legible)? })
}

/// The files that held anything, or that may name something.
fn of_note(haul: &Haul, legible: &Legible, roots: &[PathBuf]) -> Vec<Left> {
    let files = &haul.files;
    let places = files.sightings.iter().map(|one| &one.occurrence.location);
    let places = places.chain(files.keys.iter().map(|one| &one.location));
    let places = places.chain(files.parties.iter().map(|one| &one.message));
    let places = places.chain(files.images.iter().map(|one| &one.location));
    let places = places.chain(files.failures.iter().map(|one| &one.location));
    let mut again: BTreeSet<(Arc<Path>, Arc<Path>)> =
        places.map(|one| (Arc::clone(&one.root), Arc::clone(&one.path))).collect();
    let texts = (0..legible.pages()).flat_map(|page| legible.page(page, Voice::Silent));
    again.extend(texts.map(|one| (one.root, one.path)));
    for path in &files.signposts {
        let root = roots.iter().filter(|root| path.starts_with(root)).max_by_key(|root| root.as_os_str().len());
        again.extend(root.map(|root| (root.as_path().into(), Arc::clone(path))));
    }
    again.into_iter().map(|(root, path)| Left::file(&root, &path)).collect()
}

pub(super) fn policy(config: &Config, own: &OwnPaths) -> Policy {
    Policy { recall_offline: config.walk.recall_offline, own_outputs: own.inodes.clone() }
}

/// The threads of one reading.
pub(super) fn pool(config: &Config) -> Result<rayon::ThreadPool, Error> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads(config.threads))
        .build()
        .map_err(|error| Error::Internal(format!("threads cannot be started: {error}")))
}

/// As many threads as there are files that may be open.
fn threads(wanted: usize) -> usize {
    let wanted = if wanted == 0 { std::thread::available_parallelism().map_or(1, usize::from) } else { wanted };
    Descriptors::threads(wanted)
}

fn with_progress(wanted: bool, notes: &Notes, work: impl FnOnce()) {
    if !wanted {
        return work();
    }
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || progress::draw(notes, &receiver));
        work();
        drop(sender);
    });
}

impl Crew<'_> {
    /// Reads a batch with a worker that nobody uses.
    fn batch(&self, batch: Vec<Entry>, signals: &Signals) {
        let mut worker =
            self.idle().pop().unwrap_or_else(|| Worker::sharing(&self.room, &self.shared).gently(&self.gentle));
        let mut heard = Vec::new();
        for entry in batch {
            if signals.check().is_err() {
                break;
            }
            if self.gentle.is_over() {
                self.notes.leave_file(&entry.root, &entry.path, self.tried.contains(&*entry.path));
            } else {
                heard.extend(self.file(&mut worker, entry));
            }
        }
        if !heard.is_empty() {
            self.legible.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
        }
        self.idle().push(worker);
    }

    /// What workers brought home outlives a panic of another.
    fn idle(&self) -> MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a file; hands it back if it is a text, with what it says.
    fn file(&self, worker: &mut Worker, entry: Entry) -> Option<(Location, Voice)> {
        let location = Location::file(entry.root, entry.path);
        let signposts = &mut worker.haul.files.signposts;
        if signposts.len() < MAX_SIGNPOSTS && is_signpost(location.path.as_os_str().as_encoded_bytes()) {
            signposts.push(Arc::clone(&location.path));
        }
        let began = self.gentle.limit.map(Limit::now);
        let read = catch_unwind(AssertUnwindSafe(|| {
            worker.read(&location, &entry.way, &self.policy, self.watch, &self.links)
        }));
        match read {
            Ok(Reading::Done(file)) => {
                self.done.fetch_add(1, Ordering::Relaxed);
                let voice = file.voice;
                worker.haul.files.absorb(file);
                return voice.map(|voice| (location, voice));
            }
            Ok(Reading::GivenUp) => self.give_up(worker, location, began),
            Ok(Reading::Skipped(HARD_LINK)) => {}
            Ok(Reading::Skipped(OWN_OUTPUT)) => match self.own.told_as(&location.path) {
                Some(path) => self.notes.skip_handed_out(OWN_OUTPUT, Some(&path)),
                None => self.notes.forget(),
            },
            Ok(Reading::Skipped(reason)) => {
                let named = (reason == "offline").then_some(&*location.path);
                self.notes.skip_handed_out(reason, named);
            }
            Err(_) => {
                self.done.fetch_add(1, Ordering::Relaxed);
                let failure = Failure::new(location, FailureKind::Internal, "a fault in oces itself; please report it");
                worker.haul.files.failures.push(failure);
            }
        }
        None
    }

    /// The time was over before the file was read. One that had all of it, and
    /// twice, would never be read: that is a failure, and others get their turn.
    fn give_up(&self, worker: &mut Worker, location: Location, began: Option<Duration>) {
        let had_all = self.gentle.limit.zip(began).is_some_and(|(limit, began)| limit.had_most_since(began));
        if !had_all || !self.tried.contains(&*location.path) {
            return self.notes.leave_file(&location.root, &location.path, true);
        }
        self.done.fetch_add(1, Ordering::Relaxed);
        let detail = "reading it takes longer than a whole scan may (--time-limit)";
        worker.haul.files.failures.push(Failure::new(location, FailureKind::LimitExceeded, detail));
    }

    /// All workers' hauls as one, with the names of hard links told.
    fn home(self) -> (Haul, u64, Legible) {
        let mut haul = Haul::default();
        for worker in self.idle.into_inner().unwrap_or_else(PoisonError::into_inner) {
            haul.absorb(worker.haul);
        }
        for (root, path) in self.links.left() {
            self.notes.leave_file(&root, &path, false);
        }
        let (replayed, plain) = self.links.replay();
        let done = self.done.into_inner() + plain + replayed.len() as u64;
        for file in replayed {
            haul.files.absorb(file);
        }
        (haul, done, self.legible.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The inventory, its books balanced.
fn assemble(haul: Haul, done: u64, noted: Noted, legible: Legible) -> Result<Found, Error> {
    let failed: BTreeSet<&Path> = haul.files.failures.iter().map(|failure| &*failure.location.path).collect();
    let failed = failed.len() as u64;
    let tally = Tally {
        directories: noted.directories,
        files: noted.files,
        examined: done - failed,
        failed,
        skipped_files: noted.skipped_files,
        bytes: haul.files.bytes,
        containers: haul.files.containers,
        certificates: haul.files.certificates,
        distinct_certificates: haul.distinct.len() as u64,
        skipped: noted.skipped,
    };
    if tally.files != tally.examined + tally.failed + tally.skipped_files {
        return Err(Error::Internal(format!("the books do not balance: {tally:?}")));
    }
    let mut failures = noted.failures;
    failures.extend(haul.files.failures);
    let sightings =
        haul.files.sightings.into_iter().map(|sighting| (sighting.fingerprint, sighting.occurrence)).collect();
    let inventory = Inventory::gather(Parts {
        certificates: haul.certificates,
        sightings,
        keys: haul.files.keys,
        images: haul.files.images,
        parties: haul.files.parties,
        signposts: haul.files.signposts,
        open_to_all: haul.files.open_to_all,
        weak: haul.files.weak,
        failures,
        tally,
        skipped: noted.named.into_iter().collect(),
    });
    Ok(Found {
        inventory,
        legible,
        pruned_networks: noted.pruned_networks,
        left: noted.left,
        watch: Vec::new(),
        again: Vec::new(),
        gathered: false,
        whole: true,
    })
}

impl Found {
    /// Where the scan stopped, if it did. What was left is told among what was
    /// skipped too: whoever compares reports knows by that what nobody looked at.
    pub(super) fn stopped(&mut self, config: &Config) -> Option<Stopped> {
        /// More places are told by their roots there.
        const NAMED: usize = 1_000;
        if self.left.is_empty() {
            return None;
        }
        let left = location::once(std::mem::take(&mut self.left));
        let roots = config.roots.iter().map(|root| (TIME_LIMIT, root.clone()));
        if left.len() > NAMED {
            self.inventory.skipped.extend(roots);
        } else {
            self.inventory.skipped.extend(left.iter().map(|one| (TIME_LIMIT, one.path.clone())));
        }
        self.inventory.skipped.sort();
        self.inventory.skipped.dedup();
        let (watch, again) = (std::mem::take(&mut self.watch), std::mem::take(&mut self.again));
        Some(Stopped { left, watch, again, gathered: self.gathered })
    }

    /// The same with what all parts found, seen together; its books stay.
    pub(super) fn with_all(self, all: Found) -> Found {
        let Found { inventory: seen, legible: noted, again, .. } = self;
        let places = Places::new(&again);
        let elsewhere = |failure: &Failure| !places.hold(&failure.location.root, &failure.location.path);
        let Found { mut inventory, mut legible, .. } = all;
        inventory.failures.extend(seen.failures.into_iter().filter(elsewhere));
        inventory.failures.sort();
        (inventory.skipped, inventory.tally) = (seen.skipped, seen.tally);
        legible.lacks_too(&noted);
        Found {
            inventory,
            legible,
            pruned_networks: self.pruned_networks,
            left: self.left,
            watch: self.watch,
            again,
            gathered: self.gathered,
            whole: true,
        }
    }

    /// Why the scan is not complete; empty if it is.
    pub(super) fn incomplete_reasons(&self) -> Vec<String> {
        let mut reasons: Vec<String> = FailureKind::ALL
            .iter()
            .filter_map(|kind| {
                let count = self
                    .inventory
                    .failures
                    .iter()
                    .filter(|failure| failure.kind == *kind && !failure.is_acknowledged())
                    .count();
                (count > 0).then(|| format!("{count} {}", kind.id()))
            })
            .collect();
        let mut networks: Vec<String> = self
            .pruned_networks
            .iter()
            .map(|(kind, path)| format!("network filesystem {kind} not entered: {}", path.display()))
            .collect();
        networks.sort();
        reasons.extend(networks);
        reasons
    }
}
