//! One artifact: a file's content or something nested in it, examined piece by
//! piece and closed into a [`FileHaul`]. What each piece means is in `pieces`.

mod archive;
mod failing;
mod line;
mod partial;
mod parties;
mod pieces;
mod system_store;

use super::{Texts, Voice, Watch};
use line::{Line, Lines};

use super::haul::{FileHaul, Haul, LockedStore, Sighting};
use crate::carve::{self, Progress, Window};
use crate::certificate::{Certificate, Fingerprint, outline};
use crate::container::{ContainerReader, Content, Extraction};
use crate::inventory::{KeyPlace, Mention, Occurrence};
use crate::location::Location;
use crate::place::{Place, place_of};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher;
use std::sync::LazyLock;

/// Keys the hash that counts distinct certificates, anew in every run.
static SEED: LazyLock<foldhash::quality::RandomState> = LazyLock::new(foldhash::quality::RandomState::default);

/// An artifact under examination.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the content")]
pub struct Artifact<'a> {
    location: Location,
    watch: &'a dyn Watch,
    pub(super) haul: &'a mut Haul,
    file: FileHaul,
    /// Hashes of the certificates that a reader told of these very bytes.
    told: HashSet<u64>,
    /// Where each listed certificate stands in `file.sightings`.
    seen: BTreeMap<Entered, usize>,
    /// The reader that read the whole content.
    reader: Option<&'static str>,
    /// Whether this content holds a private key of whatever kind.
    has_key: bool,
    /// Line breaks before the current window; `None` in binary content.
    lines: Option<u64>,
    /// The line that everything in here is told with, for nested content.
    fixed_line: Option<u64>,
    /// The offset of the current window.
    base: u64,
    /// Whether the content begins as a web page does.
    page: bool,
    /// Whether the content begins as UTF-16 text does.
    utf_16: bool,
    /// Whether anything at all was recognised.
    recognised: bool,
    /// Whether the content is an archive that stays closed: what looks broken
    /// in it may only be compressed.
    opaque: bool,
    /// Whether an archive's end record was met.
    end_record: bool,
    /// The message of which this is a part.
    message: Option<Location>,
    /// Whether this is wrapped in a message, and a message of its own no more
    /// than its signature is.
    wrapped: bool,
    /// Whether what is handed on next is wrapped in this.
    pub(super) wraps: bool,
    /// What this text says, as far as it was heard.
    voice: Option<Voice>,
    /// Whether its name promises text worth a second reading, once asked.
    legible: Option<bool>,
}

/// What makes one entry of one content: certificate, format, alias, system store.
type Entered = (Fingerprint, &'static str, Option<Box<str>>, Option<Box<str>>);

/// Whether content that begins so is a web page, as the backup of a NemID key file is.
fn is_page(start: &[u8]) -> bool {
    const NAMES: [&[u8]; 3] = [b"html", b"!doctype html", b"head>"];
    memchr::memchr_iter(b'<', start).any(|at| {
        let rest = &start[at + 1..];
        NAMES.iter().any(|name| rest.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name)))
    })
}

/// How a certificate was found.
struct Found<'f> {
    format: &'static str,
    alias: Option<Box<str>>,
    store: Option<Box<str>>,
    line: Line<'f>,
    offset: Option<u64>,
    private_key: bool,
}

impl Found<'_> {
    /// Nothing but a format is known.
    fn plain(format: &'static str) -> Found<'static> {
        Found { format, alias: None, store: None, line: Line::Told(None), offset: None, private_key: false }
    }
}

impl<'a> Artifact<'a> {
    /// Opens the examination of the content at `location`.
    pub fn new(location: Location, watch: &'a dyn Watch, haul: &'a mut Haul) -> Artifact<'a> {
        Artifact {
            location,
            watch,
            haul,
            file: FileHaul::default(),
            told: HashSet::new(),
            seen: BTreeMap::new(),
            reader: None,
            has_key: false,
            lines: None,
            fixed_line: None,
            base: 0,
            page: false,
            utf_16: false,
            recognised: false,
            opaque: false,
            end_record: false,
            message: None,
            wrapped: false,
            wraps: false,
            voice: None,
            legible: None,
        }
    }

    /// Hears the text that this is, or its next part, if it is worth a second reading.
    pub(super) fn hear(&mut self, text: &[u8], is_whole: bool) {
        let worth = self.lines.is_some() && !self.utf_16 && self.voice != Some(Voice::Speaks);
        if worth && self.is_legible() {
            self.voice = self.voice.max(Some(self.watch.hear(&self.location, text, is_whole)));
        }
    }

    fn is_legible(&mut self) -> bool {
        *self.legible.get_or_insert_with(|| super::texts::is_legible(&self.location))
    }

    /// The next part does not overlap the last one.
    pub(super) fn lose_thread(&mut self) {
        self.voice = self.voice.map(|_| Voice::Speaks);
    }

    /// Why no reader claimed this content of `size` octets; only a name that
    /// promises a keystore makes it a failure.
    pub fn unclaimed(&self, size: u64) -> Option<&'static str> {
        if size == 0 {
            Some("empty, though its name promises a keystore")
        } else if !self.recognised && !self.has_failed() {
            Some("its name promises a keystore, but no reader knows the content")
        } else {
            None
        }
    }

    /// Looks at the first bytes; comes before the first window.
    pub fn begin(&mut self, head: &[u8]) {
        let start = &head[..head.len().min(1024)];
        self.lines = memchr::memchr(0, start).is_none().then_some(0);
        self.page |= is_page(start);
        self.utf_16 = super::texts::is_utf_16(start);
    }

    /// Whether the content is text, as its beginning says.
    pub(super) fn is_text(&self) -> bool {
        self.lines.is_some() || self.utf_16
    }

    /// What looks at texts, if that is all that is wanted.
    pub(super) fn texts(&self) -> Option<&'a dyn Texts> {
        self.watch.texts()
    }

    /// Takes note of a text that is too long to be looked at.
    pub(super) fn unsearched(&mut self) {
        self.file.unsearched += 1;
    }

    /// Takes note of what a text says.
    pub(super) fn mentioned(&mut self, mentions: Vec<Mention>) {
        self.file.mentions.extend(mentions);
    }

    /// Carves the next window.
    pub fn window(&mut self, window: Window<'_>) -> Progress {
        let lines = Lines::new(window.bytes, self.lines);
        let progress = carve::carve(window, &mut |carved| self.carved(&lines, &carved));
        if let Some(lines) = &mut self.lines
            && !window.last
        {
            *lines += memchr::memchr_iter(b'\n', &window.bytes[..progress.keep]).count() as u64;
        }
        self.base += progress.keep as u64;
        progress
    }

    /// Jumps over content that holds no data, such as a hole.
    pub fn jump(&mut self, offset: u64) {
        self.base = offset;
    }

    /// Reads the whole content with the reader that recognised it. What is
    /// wrapped in it is handed back.
    pub fn store(&mut self, reader: &'static dyn ContainerReader, bytes: &[u8]) -> Option<Content> {
        self.reader = Some(reader.id());
        self.read_store(reader, bytes, 0)
    }

    /// Adds what a password opened in a store that this artifact is.
    pub fn opened(&mut self, format: &'static str, extraction: Extraction, line: Option<u64>) {
        self.fixed_line = line;
        self.take_extraction(format, extraction);
    }

    /// Adds what a reader extracted.
    fn take_extraction(&mut self, format: &'static str, extraction: Extraction) {
        self.take_parties(extraction.parties);
        self.has_key |= !extraction.keys.is_empty() || extraction.certificates.iter().any(|entry| entry.private_key);
        self.file.weak.extend(extraction.weak.map(|weak| (self.location.clone(), weak)));
        let line = Line::Told(self.fixed_line);
        for entry in extraction.certificates {
            let alias = entry.alias.map(String::into_boxed_str);
            let store =
                entry.store.or_else(|| system_store::named_by(&self.location, format)).map(String::into_boxed_str);
            let private_key = entry.private_key;
            self.certificate(&entry.der, Found { alias, store, line, private_key, ..Found::plain(format) });
        }
        for key in extraction.keys.into_iter().filter(|key| !key.paired) {
            self.file.keys.push(KeyPlace {
                location: self.location.clone(),
                format,
                alias: key.alias.map(String::into_boxed_str),
                public_key: key.public_key,
                local_key_id: key.local_key_id.map(Vec::into_boxed_slice),
                place: self.place(format),
            });
        }
        for problem in extraction.problems {
            self.fail(problem.kind, problem.detail);
        }
    }

    /// Whether something in here could not be looked at.
    pub fn has_failed(&self) -> bool {
        !self.file.failures.is_empty()
    }

    /// Whether a private key passed through the buffers.
    pub fn has_key(&self) -> bool {
        self.has_key
    }

    /// What kind of place this is.
    fn place(&self, format: &str) -> Place {
        if self.message.is_some() { Place::Message } else { place_of(&self.location, format) }
    }

    /// Closes the examination.
    pub fn finish(mut self) -> FileHaul {
        if self.is_text() && self.is_legible() {
            self.file.voice = self.file.voice.max(self.voice.or(Some(Voice::Speaks)));
        }
        for sighting in &mut self.file.sightings {
            if sighting.occurrence.location == self.location {
                sighting.occurrence.beside_key |= self.has_key;
            }
        }
        self.file
    }

    fn read_store(&mut self, reader: &'static dyn ContainerReader, bytes: &[u8], offset: u64) -> Option<Content> {
        self.recognised = true;
        self.file.containers += 1;
        let mut extraction = reader.read(bytes);
        let hashes = extraction.certificates.iter().filter_map(|entry| outline(&entry.der));
        self.told.extend(hashes.map(|outline| SEED.hash_one(outline.whole)));
        if let Some(facts) = extraction.locked.take() {
            let personal = self.page || crate::password::looks_personal(&facts);
            let store = LockedStore::new(self.location.clone(), bytes, facts, &self.haul.room);
            self.file.locked.push(LockedStore { personal, line: self.fixed_line, offset, ..store });
        }
        if offset > 0 {
            for problem in &mut extraction.problems {
                problem.detail = format!("{} store at offset {offset}: {}", reader.id(), problem.detail);
            }
        }
        let content = extraction.content.take();
        self.take_extraction(reader.id(), extraction);
        content
    }

    /// Counts a certificate, and lists it if it concerns the catalogue.
    /// False if the bytes are no certificate.
    fn certificate(&mut self, bytes: &[u8], found: Found<'_>) -> bool {
        let Some(outline) = outline(bytes) else { return false };
        self.recognised = true;
        let hash = SEED.hash_one(outline.whole);
        let may_be_told = found.format == "der" || (found.format == "base64" && self.reader.is_some());
        if may_be_told && self.told.contains(&hash) {
            return true;
        }
        self.file.certificates += 1;
        self.haul.distinct.insert(hash);
        if !self.haul.concerned(self.watch, outline.issuer)
            && (outline.subject == outline.issuer || !self.watch.concerns(outline.subject))
        {
            return true;
        }
        let fingerprint: Fingerprint = Sha256::digest(outline.whole).into();
        if let std::collections::btree_map::Entry::Vacant(e) = self.haul.certificates.entry(fingerprint) {
            let Some(certificate) = Certificate::parse(outline.whole) else { return false };
            e.insert(certificate);
        }
        self.sight(fingerprint, found);
        true
    }

    fn sight(&mut self, fingerprint: Fingerprint, found: Found<'_>) {
        let key = (fingerprint, found.format, found.alias.clone(), found.store.clone());
        if let Some(sighting) = self.seen.get(&key).and_then(|at| self.file.sightings.get_mut(*at)) {
            sighting.occurrence.count += 1;
            sighting.occurrence.private_key |= found.private_key;
            return;
        }
        self.seen.insert(key, self.file.sightings.len());
        let place = self.place(found.format);
        let occurrence = Occurrence {
            location: self.location.clone(),
            format: found.format,
            alias: found.alias,
            store: found.store,
            line: found.line.number(),
            offset: found.offset,
            count: 1,
            private_key: found.private_key,
            beside_key: false,
            place,
            image: None,
        };
        self.file.sightings.push(Sighting { fingerprint, occurrence });
    }
}
