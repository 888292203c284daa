//! Passwords: where candidates come from, which store may be tried with which,
//! and how many tries a store gets. Never shown, stored or logged; wiped.
//!
//! No cryptography lives here.

use crate::failure::StoreFacts;
use std::cell::Cell;
use std::fmt;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

/// How many passwords a store is tried with at most.
pub const MAX_TRIES: usize = 64;

/// How many key derivation iterations a store may cost in all: enough for
/// [`MAX_TRIES`] passwords at the 600,000 of NSS and for opening the safes
/// then. Some eight seconds of one core.
pub const MAX_ITERATIONS_PER_STORE: u64 = 42_000_000;

/// What is tried without being asked: the empty password, the ones that Java,
/// its application servers and their handbooks come with (`changeit`,
/// `changeme`, `password`, `secret`), the one of the public NemID/MitID test
/// certificates (`Test1234`), the one that Google ships its key files with
/// (`notasecret`), and what hurried people type.
const DEFAULTS: [&str; 10] =
    ["", "changeit", "changeme", "password", "secret", "Test1234", "notasecret", "test", "1234", "123456"];

/// What in a friendlyName tells that the key is a person's: the kinds of
/// OCES certificates for people and the parts of their serial numbers.
const PERSONAL_MARKS: [&str; 6] = ["moces", "poces", "medarbejdersignatur", "personlig signatur", "rid:", "pid:"];

/// Why everybody can open a store. The password itself is never told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weak {
    /// Its password is empty.
    Empty,
    /// Its password is one that software comes with or that everybody tries.
    Default,
}

impl Weak {
    /// What makes the password weak, if anything does.
    pub fn of(password: &Password) -> Option<Weak> {
        match password.as_str() {
            "" => Some(Weak::Empty),
            text if DEFAULTS.contains(&text) => Some(Weak::Default),
            _ => None,
        }
    }

    /// The name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Weak::Empty => "empty",
            Weak::Default => "default",
        }
    }
}

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
    /// In an order that depends on nothing but what was asked for.
    list: Vec<Password>,
    next: usize,
    /// Which of them opened a store last.
    likely: Option<usize>,
    /// Key derivation iterations that may still be spent on this store.
    pub iterations_left: u64,
    /// Whether everybody could have opened the store with what opened it.
    weak: Cell<Option<Weak>>,
    passwords: &'p Passwords,
}

/// Whether the store is known to hold a person's key by the friendly names of
/// its keys (any case); such a store is tried with named passwords only.
pub fn looks_personal(facts: &StoreFacts) -> bool {
    facts.keys.iter().filter_map(|key| key.friendly_name.as_deref()).any(|name| {
        let lower = name.to_lowercase();
        PERSONAL_MARKS.iter().any(|mark| lower.contains(mark))
    })
}

impl Password {
    /// Takes a password over.
    pub fn new(text: String) -> Password {
        Password(Zeroizing::new(text))
    }

    /// The password itself, for a key derivation and nothing else.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Passwords {
    /// `general` for every store but a person's, `named` for the paths that match.
    pub fn new(general: Vec<Password>, named: Vec<(globset::GlobMatcher, Vec<Password>)>) -> Passwords {
        Passwords { general, named, last: Mutex::new(None) }
    }

    /// The usual defaults, the empty password first.
    pub fn defaults() -> Vec<Password> {
        DEFAULTS.iter().map(|text| Password::new((*text).to_owned())).collect()
    }

    /// Whether all the usual defaults are tried.
    pub fn are_usual(&self) -> bool {
        Passwords::defaults().iter().all(|password| self.general.contains(password))
    }

    /// One password a line; CR before the line's end is dropped, and so are
    /// empty lines. Blanks are kept: they may belong to a password.
    pub fn parse_list(text: &str) -> Vec<Password> {
        text.split('\n')
            .map(|line| line.strip_suffix('\r').unwrap_or(line))
            .filter(|line| !line.is_empty())
            .map(|line| Password::new(line.to_owned()))
            .collect()
    }

    /// The candidates for the store at `path`, distinct and at most
    /// [`MAX_TRIES`]: what is named for the path, then the general ones. A
    /// store that holds a person's key is tried only with the passwords named
    /// for its path.
    pub fn candidates(&self, path: &Path, personal: bool) -> Candidates<'_> {
        let named = self.named.iter().filter(|(glob, _)| glob.is_match(path)).flat_map(|(_, list)| list);
        let general = self.general.iter().filter(|_| !personal);
        let mut allowed: Vec<Password> = Vec::new();
        for password in named.chain(general) {
            if allowed.len() < MAX_TRIES && !allowed.contains(password) {
                allowed.push(password.clone());
            }
        }
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let likely = last.as_ref().and_then(|last| allowed.iter().position(|password| password == last));
        drop(last);
        Candidates {
            list: allowed,
            next: 0,
            likely,
            iterations_left: MAX_ITERATIONS_PER_STORE,
            weak: Cell::default(),
            passwords: self,
        }
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").finish_non_exhaustive()
    }
}

impl Candidates<'_> {
    /// The next password to try.
    pub fn next_password(&mut self) -> Option<Password> {
        let password = self.list.get(self.next)?.clone();
        self.next += 1;
        Some(password)
    }

    /// All that were not handed out yet: for what is tried several times.
    pub fn rest(&mut self) -> Vec<Password> {
        std::iter::from_fn(|| self.next_password()).collect()
    }

    /// The password that opened a store last, if it may be tried here, and
    /// those that come before it. Which one it is depends on what other
    /// threads opened: who tries it early must charge the store for those
    /// before it all the same, so that nothing but the time depends on it.
    pub fn likely(&self) -> Option<(Password, Vec<Password>)> {
        let at = self.likely.filter(|at| *at > 0)?;
        Some((self.list.get(at)?.clone(), self.list.get(..at)?.to_vec()))
    }

    /// How many passwords were handed out.
    pub fn tried(&self) -> usize {
        self.next
    }

    /// Tells that the password opened the store; the next store may try it early.
    pub fn accept(&self, password: &Password) {
        self.weak.set(Weak::of(password));
        *self.passwords.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(password.clone());
    }

    /// Whether what opened the store is a password that everybody tries.
    pub fn weak(&self) -> Option<Weak> {
        self.weak.get()
    }

    /// Takes the cost of a derivation from the store's budget. `false`, and
    /// nothing taken, where it does not suffice: the derivation must not begin.
    pub fn spend(&mut self, iterations: u64) -> bool {
        match self.iterations_left.checked_sub(iterations) {
            Some(left) => {
                self.iterations_left = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::StoreKey;

    fn passwords(texts: &[&str]) -> Vec<Password> {
        texts.iter().map(|text| Password::new((*text).to_owned())).collect()
    }

    fn handed_out(mut candidates: Candidates<'_>) -> Vec<String> {
        std::iter::from_fn(|| candidates.next_password()).map(|password| password.as_str().to_owned()).collect()
    }

    fn known() -> Passwords {
        let glob = globset::Glob::new("/srv/robot/**").unwrap().compile_matcher();
        Passwords::new(passwords(&["a", "b", "c", "b"]), vec![(glob, passwords(&["r", "b"]))])
    }

    #[test]
    fn named_passwords_come_before_general_ones_and_each_once() {
        let known = known();
        assert_eq!(handed_out(known.candidates(Path::new("/srv/robot/x.p12"), false)), ["r", "b", "a", "c"]);
        assert_eq!(handed_out(known.candidates(Path::new("/etc/x.p12"), false)), ["a", "b", "c"]);
    }

    #[test]
    fn a_persons_store_gets_only_what_is_named_for_it() {
        let known = known();
        assert_eq!(handed_out(known.candidates(Path::new("/srv/robot/x.p12"), true)), ["r", "b"]);
        assert!(handed_out(known.candidates(Path::new("/etc/x.p12"), true)).is_empty());
    }

    #[test]
    fn the_last_success_is_likely_where_it_is_allowed_and_changes_no_order() {
        let known = known();
        let likely = |path: &str, personal| {
            let likely = known.candidates(Path::new(path), personal).likely();
            likely.map(|(password, before)| (password.as_str().to_owned(), before.len()))
        };
        assert_eq!(likely("/etc/x.p12", false), None);
        known.candidates(Path::new("/x"), false).accept(&Password::new("c".to_owned()));
        assert_eq!(likely("/etc/x.p12", false), Some(("c".to_owned(), 2)));
        assert_eq!(likely("/srv/robot/x.p12", true), None);
        assert_eq!(handed_out(known.candidates(Path::new("/etc/x.p12"), false)), ["a", "b", "c"]);
        known.candidates(Path::new("/x"), false).accept(&Password::new("r".to_owned()));
        assert_eq!(likely("/etc/x.p12", false), None);
    }

    #[test]
    fn tries_and_iterations_are_bounded() {
        let many: Vec<Password> = (0..200).map(|at| Password::new(at.to_string())).collect();
        let known = Passwords::new(many, Vec::new());
        assert_eq!(handed_out(known.candidates(Path::new("/x"), false)).len(), MAX_TRIES);
        let mut candidates = known.candidates(Path::new("/x"), false);
        assert!(candidates.spend(MAX_ITERATIONS_PER_STORE - 1));
        assert!(!candidates.spend(2));
        assert!(candidates.spend(1));
        assert!(!candidates.spend(u64::MAX));
    }

    #[test]
    fn lists_are_one_a_line() {
        let texts: Vec<String> = Passwords::parse_list("én\r\n\r\n to \nthree")
            .iter()
            .map(|password| password.as_str().to_owned())
            .collect();
        assert_eq!(texts, ["én", " to ", "three"]);
    }

    #[test]
    fn debug_shows_no_password() {
        assert!(!format!("{:?} {:?}", passwords(&["hemmelig"]), known()).contains("hemmelig"));
    }

    #[test]
    fn a_persons_store_is_told_by_its_friendly_names() {
        let facts = |name: &str| StoreFacts {
            keys: vec![StoreKey { friendly_name: Some(name.to_owned()), local_key_id: None }],
            ..StoreFacts::default()
        };
        assert!(looks_personal(&facts("CN=Ane + serialNumber=CVR:11111111-RID:1")));
        assert!(looks_personal(&facts("Min Medarbejdersignatur")));
        assert!(!looks_personal(&facts("robot (funktionscertifikat)")));
        assert!(!looks_personal(&StoreFacts::default()));
    }
}
