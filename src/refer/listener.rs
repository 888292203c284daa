//! What a text speaks of by itself: asked on the first reading, so that where
//! nothing was flagged hardly a text is read twice.
//!
//! Behaviour:
//! 1. It speaks where a second reading could tell something of it whatever the
//!    scan flags: a sign, in the text or in its name, a keystore whose name
//!    speaks of OCES, or the name of a host.
//! 2. It names where it has what a keystore's name ends with, or a word that
//!    settings of an alias end with.
//! 3. It may say so of more texts than that, never of fewer.
//! 4. Once a certificate concerned the catalogue, nearly every scan reads all
//!    texts again: nobody listens any more, and every text counts as speaking.

use super::alias::WORDS;
use super::hit::Finder;
use super::missing::{ENDINGS, speaks_of_oces};
use super::sieve::Sieve;
use super::signs::Signs;
use crate::examine::{Voice, Watch};
use crate::location::Location;
use std::sync::atomic::{AtomicBool, Ordering};

/// Watches for what another watches for, and listens to texts besides.
pub struct Listener<'w> {
    watch: &'w dyn Watch,
    signs: &'static Signs,
    /// The anchors of signs, then endings, then words.
    sieve: Sieve,
    concerned: AtomicBool,
}

impl<'w> Listener<'w> {
    /// Listens beside `watch`.
    pub fn new(watch: &'w dyn Watch) -> Listener<'w> {
        let signs = Signs::known();
        let anchors: Vec<&str> = signs.anchors().chain(ENDINGS).chain(WORDS).collect();
        let sieve = Sieve::new(anchors.into_iter().map(|anchor| anchor.as_bytes().to_vec()));
        Listener { watch, signs, sieve, concerned: AtomicBool::new(false) }
    }

    fn heard_in(&self, location: &Location, text: &[u8], is_whole: bool) -> Voice {
        let (finder, signs) = (Finder::of_text(location, text), self.signs.len());
        let mut voice = Voice::Silent;
        self.sieve.find(text, |number, range| {
            let speaks = match number.checked_sub(signs) {
                // What stands around it may be in another part.
                None => !is_whole || self.signs.token(number, text, range).is_some(),
                Some(ending) => {
                    voice = voice.max(Voice::Names);
                    ending < ENDINGS.len() && speaks_of_oces(&finder, &range)
                }
            };
            if speaks {
                voice = Voice::Speaks;
            }
            !speaks
        });
        voice
    }
}

impl Watch for Listener<'_> {
    fn concerns(&self, name: &[u8]) -> bool {
        let concerns = self.watch.concerns(name);
        if concerns {
            self.concerned.store(true, Ordering::Relaxed);
        }
        concerns
    }

    fn hear(&self, location: &Location, text: &[u8], is_whole: bool) -> Voice {
        let speaks = self.concerned.load(Ordering::Relaxed)
            || super::host::name_in(location, text).is_some()
            || !self.signs.in_name(location).is_empty();
        if speaks { Voice::Speaks } else { self.heard_in(location, text, is_whole) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examine::WatchAll;
    use std::path::Path;

    #[test]
    fn what_a_second_reading_would_tell_is_heard() {
        let listener = Listener::new(&WatchAll);
        let heard = |path: &str, text: &str| {
            listener.hear(&Location::file(Path::new("/").into(), Path::new(path).into()), text.as_bytes(), true)
        };
        for (path, text) in [
            ("/a/app.conf", "url = https://prod.serviceplatformen.dk/x"),
            ("/a/app.conf", "store = /etc/pki/voces-prod.p12"),
            ("/a/app.conf", "STORE = /ETC/PKI/VOCES-PROD.JKS"),
            ("/a/RaspConfiguration.xml", "<a/>"),
            ("/a/etc/hostname", "sag01"),
        ] {
            assert_eq!(heard(path, text), Voice::Speaks, "{path} {text}");
        }
        for (path, text) in [
            ("/a/app.conf", "store = /etc/pki/processes.p12"),
            ("/a/app.conf", "STORE = A.PFX"),
            ("/a/app.conf", "Alias = serviceplatform"),
            ("/a/app.conf", "findBySubjectName('sag')"),
        ] {
            assert_eq!(heard(path, text), Voice::Names, "{path} {text}");
        }
        for (path, text) in [("/a/hostname", "sag01"), ("/a/app.conf", "cert = a.pem"), ("/a/app.conf", "")] {
            assert_eq!(heard(path, text), Voice::Silent, "{path} {text}");
        }
    }

    #[test]
    fn nobody_listens_once_a_certificate_concerned() {
        let listener = Listener::new(&WatchAll);
        let location = Location::file(Path::new("/").into(), Path::new("/a/app.conf").into());
        assert_eq!(listener.hear(&location, b"text", true), Voice::Silent);
        assert!(listener.concerns(b"name"));
        assert_eq!(listener.hear(&location, b"text", true), Voice::Speaks);
    }

    /// A text longer than the buffer is heard part by part.
    #[test]
    fn what_stands_across_a_border_is_heard() {
        use crate::container::source::Memory;
        use crate::examine::{Artifact, BUFFER, Haul, examine};
        let listener = Listener::new(&WatchAll);
        let heard = |text: &[u8]| {
            let mut haul = Haul::default();
            let location = Location::file(Path::new("/").into(), Path::new("/a/app.conf").into());
            let mut artifact = Artifact::new(location, &listener, &mut haul);
            examine(&mut artifact, &mut Memory::new(text)).unwrap();
            artifact.finish().voice.expect("a text worth a second reading") == Voice::Speaks
        };
        let plain = b"some text\n".repeat(BUFFER / 4);
        assert!(!heard(&plain));
        for at in (BUFFER - 24..BUFFER + 2).chain([40, 2 * BUFFER - 300, plain.len() - 20]) {
            let mut text = plain.clone();
            text[at..at + 10].copy_from_slice(b" nemid.nu ");
            assert!(heard(&text), "{at}");
        }
    }
}
