//! Tries passwords on a store and reads what the fitting one opens.
//!
//! Where passwords come from is `password`'s.

use super::bags::Contents;
use super::mac::{Answer, Mac};
use super::pbe::Pbe;
use super::structure::{Safe, Store, corrupt};
use super::{clear_contents, entry, facts, pairing};
use crate::container::{Extraction, Problem};
use crate::failure::FailureKind;
use crate::password::{Candidates, Password, Weak};

/// Opens the encrypted safes of the store. Only what the password opened is
/// in the result; `locked` is set as long as a safe stays shut.
pub fn open(store: &Store<'_>, candidates: &mut Candidates<'_>) -> Extraction {
    let mut attempt = Attempt::new(store);
    if !attempt.shut.is_empty() {
        let mac = attempt.mac(store);
        let mut tried = attempt.by_mac(mac.as_ref(), store, candidates);
        // A MAC that none fits hardly ever means damage, and asking the safes
        // costs four times as much: only passwords that somebody named are worth it.
        tried.retain(|password| mac.is_none() || Weak::of(password).is_none());
        attempt.by_trial(mac.is_some(), &tried, candidates);
        attempt.tell_what_stayed_shut(candidates.tried());
    }
    attempt.finish(store)
}

/// What stands in the safes that one of the passwords opens.
pub fn open_all(store: &Store<'_>, passwords: &[Password], candidates: &mut Candidates<'_>) -> Contents {
    let mut attempt = Attempt::new(store);
    attempt.by_trial(false, passwords, candidates);
    attempt.opened
}

/// The state of one store while passwords are tried on it.
struct Attempt<'s> {
    shut: Vec<Shut<'s>>,
    opened: Contents,
    problems: Vec<Problem>,
    /// A safe that no password opens: unknown cipher, too many iterations.
    hopeless: bool,
    exhausted: bool,
    /// A MAC of an unknown kind: told only if a safe stays shut.
    unasked: Option<Problem>,
}

/// A safe that is still encrypted.
struct Shut<'s> {
    number: usize,
    pbe: Pbe,
    ciphertext: &'s [u8],
}

impl<'s> Attempt<'s> {
    fn new(store: &'s Store<'_>) -> Attempt<'s> {
        let mut attempt = Attempt {
            shut: Vec::new(),
            opened: Contents::default(),
            problems: Vec::new(),
            hopeless: false,
            exhausted: false,
            unasked: None,
        };
        for (at, safe) in store.safes.iter().enumerate() {
            let Safe::Encrypted { algorithm, ciphertext } = safe else { continue };
            match Pbe::parse(algorithm) {
                Ok(pbe) => attempt.shut.push(Shut { number: at + 1, pbe, ciphertext }),
                Err(problem) => {
                    attempt.hopeless = true;
                    attempt
                        .problems
                        .push(Problem { detail: format!("safe {}: {}", at + 1, problem.detail), ..problem });
                }
            }
        }
        attempt
    }

    /// The MAC, if there is one that can be asked.
    fn mac(&mut self, store: &Store<'_>) -> Option<Mac> {
        match Mac::parse(store.mac?.content) {
            Ok(mac) => Some(mac),
            Err(problem) if problem.kind == FailureKind::Unsupported => {
                self.unasked = Some(problem);
                None
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    /// Asks the MAC for each password and opens the safes with the one that
    /// fits. The passwords that did not are returned; all of them if there is
    /// no MAC.
    fn by_mac(&mut self, mac: Option<&Mac>, store: &Store<'_>, candidates: &mut Candidates<'_>) -> Vec<Password> {
        let content = &store.authenticated[..];
        let early = mac.map_or(Early::Unknown, |mac| ask_early(mac, content, candidates));
        if let Early::Fits(password) = early {
            candidates.accept(&password);
            self.open_all(&password, candidates);
            return Vec::new();
        }
        let mut differing = Vec::new();
        while let Some(password) = candidates.next_password() {
            let answer = match (mac, &early) {
                (None, _) => Answer::Differs,
                (Some(mac), Early::Differs(known)) if *known == password => {
                    if candidates.spend(mac.full_cost(&password, content)) {
                        Answer::Differs
                    } else {
                        Answer::TooExpensive
                    }
                }
                (Some(mac), _) => mac.ask(&password, content, candidates),
            };
            match answer {
                Answer::Differs => differing.push(password),
                Answer::TooExpensive => {
                    self.exhausted = true;
                    differing.push(password);
                    break;
                }
                Answer::Fits => {
                    candidates.accept(&password);
                    self.open_all(&password, candidates);
                    return Vec::new();
                }
            }
        }
        differing
    }

    /// Opens every safe with the password that the MAC confirmed.
    fn open_all(&mut self, password: &Password, candidates: &mut Candidates<'_>) {
        for shut in std::mem::take(&mut self.shut) {
            match shut.open(password, true, candidates) {
                Outcome::Open(contents) => self.opened.append(contents),
                Outcome::Shut => {
                    self.hopeless = true;
                    let detail = format!("safe {}: the password fits the MAC, but the content is damaged", shut.number);
                    self.problems.push(corrupt(detail));
                }
                Outcome::TooExpensive => {
                    self.exhausted = true;
                    self.shut.push(shut);
                }
            }
        }
    }

    /// Tries the passwords on the safes themselves: there is no MAC, or it may
    /// be damaged.
    fn by_trial(&mut self, has_mac: bool, passwords: &[Password], candidates: &mut Candidates<'_>) {
        let mut opened_one = false;
        for password in passwords {
            for shut in std::mem::take(&mut self.shut) {
                match shut.open(password, false, candidates) {
                    Outcome::Open(contents) => {
                        opened_one = true;
                        candidates.accept(password);
                        self.opened.append(contents);
                    }
                    Outcome::Shut => self.shut.push(shut),
                    Outcome::TooExpensive => {
                        self.exhausted |= !has_mac;
                        self.shut.push(shut);
                    }
                }
            }
        }
        if opened_one && has_mac {
            self.problems.push(corrupt("the MAC does not verify: the file is damaged"));
        }
    }

    fn tell_what_stayed_shut(&mut self, tried: usize) {
        if self.shut.is_empty() {
            return;
        }
        self.problems.extend(self.unasked.take());
        let (kind, detail) = if self.exhausted {
            let detail = "locked: the iterations that one store may cost were spent before a password fitted";
            (FailureKind::LimitExceeded, detail.to_owned())
        } else if tried == 0 {
            (FailureKind::Locked, "no password to try".to_owned())
        } else {
            (FailureKind::Locked, format!("none of {} fits (or the file is damaged)", passwords(tried)))
        };
        self.problems.push(Problem { kind, detail });
    }

    /// Pairs what was opened with what stood in the clear.
    fn finish(mut self, store: &Store<'_>) -> Extraction {
        let mut all = clear_contents(store);
        let clear = (all.certificates.len(), all.keys.len());
        let known = pairing::pair(&all.certificates, &mut all.keys, false);
        self.problems.append(&mut self.opened.problems);
        all.append(self.opened);
        let shut = self.hopeless || !self.shut.is_empty();
        let owned = pairing::pair(&all.certificates, &mut all.keys, !shut && store.problems.is_empty());
        let locked = shut.then(|| facts(&all.keys));
        let is_news = |at: usize, owned: bool| at >= clear.0 || (owned && known.get(at) == Some(&false));
        let certificates = all.certificates.into_iter().zip(owned).enumerate();
        Extraction {
            certificates: certificates
                .filter(|(at, (_, owned))| is_news(*at, *owned))
                .map(|(_, pair)| entry(pair))
                .collect(),
            keys: all.keys.into_iter().skip(clear.1).collect(),
            problems: self.problems,
            locked,
            ..Extraction::default()
        }
    }
}

/// What the MAC said to the likeliest password, ahead of its turn.
enum Early {
    Fits(Password),
    Differs(Password),
    /// Not asked.
    Unknown,
}

/// Asks for the password that opened a store last. The store is charged as if
/// those before it had been asked: whether it opens must not depend on what
/// other threads opened.
fn ask_early(mac: &Mac, content: &[u8], candidates: &mut Candidates<'_>) -> Early {
    let Some((password, before)) = candidates.likely() else { return Early::Unknown };
    let left = candidates.iterations_left;
    let charge = before.iter().fold(0_u64, |sum, password| sum.saturating_add(mac.full_cost(password, content)));
    let answer = if candidates.spend(charge) { mac.ask(&password, content, candidates) } else { Answer::TooExpensive };
    if answer == Answer::Fits {
        return Early::Fits(password);
    }
    candidates.iterations_left = left;
    if answer == Answer::Differs { Early::Differs(password) } else { Early::Unknown }
}

/// What a password did to a safe.
enum Outcome {
    Open(Contents),
    Shut,
    TooExpensive,
}

impl Shut<'_> {
    /// Decrypts with each spelling of the password until bags appear. Only a
    /// password that the MAC confirmed may open a safe without a single bag.
    fn open(&self, password: &Password, confirmed: bool, candidates: &mut Candidates<'_>) -> Outcome {
        for spelled in self.pbe.spellings(password) {
            if !candidates.spend(self.pbe.cost(self.ciphertext)) {
                return Outcome::TooExpensive;
            }
            let Some(plain) = self.pbe.decrypt(&spelled, self.ciphertext, confirmed) else {
                return Outcome::Shut;
            };
            let contents = Contents::read(&plain, self.number);
            if contents.known > 0 || (confirmed && contents.problems.is_empty()) {
                return Outcome::Open(contents);
            }
        }
        Outcome::Shut
    }
}

fn passwords(count: usize) -> String {
    if count == 1 { "1 password".to_owned() } else { format!("{count} passwords") }
}
