//! Whether a text speaks of anything by itself: asked on the first reading, so
//! that where nothing was flagged hardly a text is read twice.
//!
//! Behaviour:
//! 1. It does where a second reading could tell something of it whatever the
//!    scan flags: a sign, in the text or in its name, a keystore whose name
//!    speaks of OCES, or the name of a host.
//! 2. It may say so of more texts than that, never of fewer.

use super::hit::Finder;
use super::missing::{ENDINGS, speaks_of_oces};
use super::sieve::Sieve;
use super::signs::Signs;
use crate::examine::Watch;
use crate::location::Location;

/// Watches for what another watches for, and listens to texts besides.
pub struct Listener<'w> {
    watch: &'w dyn Watch,
    signs: &'static Signs,
    sieve: Sieve,
}

impl<'w> Listener<'w> {
    /// Listens beside `watch`.
    pub fn new(watch: &'w dyn Watch) -> Listener<'w> {
        let signs = Signs::known();
        let anchors: Vec<&str> = signs.anchors().chain(ENDINGS).collect();
        let sieve = Sieve::new(anchors.into_iter().map(|anchor| anchor.as_bytes().to_vec()));
        Listener { watch, signs, sieve }
    }

    fn says_something(&self, location: &Location, text: &[u8], is_whole: bool) -> bool {
        let (finder, signs) = (Finder::of_text(location, text), self.signs.len());
        let mut says = false;
        self.sieve.find(text, |number, range| {
            says = match number {
                // What stands around it may be in another part.
                sign if sign < signs => !is_whole || self.signs.token(sign, text, range).is_some(),
                _ => speaks_of_oces(&finder, &range),
            };
            !says
        });
        says
    }
}

impl Watch for Listener<'_> {
    fn concerns(&self, name: &[u8]) -> bool {
        self.watch.concerns(name)
    }

    fn speaks(&self, location: &Location, text: &[u8], is_whole: bool) -> bool {
        super::host::name_in(location, text).is_some()
            || self.says_something(location, text, is_whole)
            || !self.signs.in_name(location).is_empty()
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
        let speaks = |path: &str, text: &str| {
            listener.speaks(&Location::file(Path::new("/").into(), Path::new(path).into()), text.as_bytes(), true)
        };
        for (path, text) in [
            ("/a/app.conf", "url = https://prod.serviceplatformen.dk/x"),
            ("/a/app.conf", "store = /etc/pki/voces-prod.p12"),
            ("/a/app.conf", "STORE = /ETC/PKI/VOCES-PROD.JKS"),
            ("/a/RaspConfiguration.xml", "<a/>"),
            ("/a/etc/hostname", "sag01"),
        ] {
            assert!(speaks(path, text), "{path} {text}");
        }
        for (path, text) in [
            ("/a/app.conf", "store = /etc/pki/processes.p12"),
            ("/a/app.conf", "alias = serviceplatform"),
            ("/a/hostname", "sag01"),
            ("/a/app.conf", ""),
        ] {
            assert!(!speaks(path, text), "{path} {text}");
        }
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
            let file = artifact.finish();
            assert!(file.legible);
            file.speaks
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
