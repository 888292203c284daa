//! What each carved piece means for the artifact that holds it.

use super::super::flow;
use super::line::{Line, Lines};
use super::{Artifact, Found, partial};
use crate::carve::base64::Decoder;
use crate::carve::shape::{Shape, shape};
use crate::carve::{Carved, Clothing, Content, Encoding, Window};
use crate::container;
use crate::container::source::Memory;
use crate::failure::FailureKind;
use crate::inventory::KeyPlace;
use crate::key;
use crate::location::StepKind;
use zeroize::Zeroizing;

/// What a compressed text begins with; of the archives it alone is looked for in base64.
const GZIP: &[u8] = &[0x1f, 0x8b, 8];

/// How deep encodings may nest in encodings.
const MAX_NESTING: usize = 4;

impl Artifact<'_> {
    pub(super) fn carved(&mut self, lines: &Lines<'_>, carved: &Carved<'_>) {
        let line = match self.fixed_line {
            Some(line) => Line::Told(Some(line)),
            None => Line::At(lines, carved.offset),
        };
        let offset = self.base + carved.offset as u64;
        match carved.content {
            Content::Object { shape: Shape::Certificate, clothing, bytes } => {
                let found = Found { line, offset: Some(offset), ..Found::plain(format_of(clothing)) };
                if !self.certificate(bytes, found) && clothing == Clothing::Pem {
                    self.broken("PEM block whose content is no certificate", bytes, true, offset, line);
                }
            }
            Content::Object { shape: Shape::PrivateKey, clothing, bytes } => {
                self.private_key(bytes, format_of(clothing));
            }
            Content::Object { clothing, bytes, .. } => self.nested_store(clothing, bytes, offset, line),
            Content::KeyBlock(text) => self.key_block(text),
            Content::Nested { encoding, text } => self.nested_text(encoding, text, line),
            Content::Broken { detail, bytes, armoured } => self.broken(detail, bytes, armoured, offset, line),
            Content::EndRecord => self.end_record = true,
        }
    }

    /// The whole content is one object that bears no mark: a certificate of
    /// version 1 or in odd BER, or a private key.
    pub fn whole(&mut self, bytes: &[u8]) {
        match shape(bytes) {
            Some((Shape::Certificate, _)) if self.file.certificates == 0 => {
                let found = Found { offset: Some(0), ..Found::plain("der") };
                if !self.certificate(bytes, found) && self.file.failures.is_empty() && !partial::is_another(bytes) {
                    self.broken("cut short or damaged", bytes, false, 0, Line::Told(None));
                }
            }
            Some((Shape::PrivateKey, _)) => self.private_key(bytes, "der"),
            _ => {}
        }
    }

    /// A store that stands in other content: as PEM or DER it is part of it,
    /// as base64 it is a step further in.
    fn nested_store(&mut self, clothing: Clothing, bytes: &[u8], offset: u64, line: Line<'_>) {
        let Some(reader) = container::sniff(bytes) else { return };
        if clothing == Clothing::Der {
            if offset != 0 || self.reader != Some(reader.id()) {
                // No mark leads to a wrapped content where it stands as it is.
                drop(self.read_store(reader, bytes, offset));
            }
            return;
        }
        let location = match clothing {
            Clothing::Base64 => self.location.step(StepKind::Base64, b""),
            Clothing::Bytes | Clothing::Der | Clothing::Hex | Clothing::Pem => self.location.clone(),
        };
        self.recognised = true;
        let message = self.message.clone();
        let mut inner = Artifact { message, ..Artifact::new(location, self.watch, self.haul) };
        inner.fixed_line = line.number();
        inner.page = self.page;
        inner.reader = Some(reader.id());
        let content = inner.read_store(reader, bytes, 0);
        inner.around(bytes, content);
        self.has_key |= inner.has_key;
        let file = inner.finish();
        self.absorb(file);
    }

    fn nested_text(&mut self, encoding: Encoding, window: Window<'_>, line: Line<'_>) {
        let text = window.bytes;
        let encodings =
            self.location.steps.iter().rev().take_while(|step| matches!(step.kind, StepKind::Base64 | StepKind::Utf16));
        if encodings.count() >= MAX_NESTING {
            self.fail(FailureKind::LimitExceeded, format!("encodings nested more than {MAX_NESTING} deep"));
            return;
        }
        let kind = match encoding {
            Encoding::Base64 => StepKind::Base64,
            Encoding::Utf16 => StepKind::Utf16,
        };
        let message = self.message.clone();
        let location = self.location.step(kind, b"");
        let mut inner = Artifact { message, ..Artifact::new(location, self.watch, self.haul) };
        match encoding {
            Encoding::Base64 => inner.fixed_line = line.number(),
            // The lines of such a text can be counted from its start only.
            Encoding::Utf16 => inner.lines = (self.base == 0).then(|| line.breaks_before()),
        }
        inner.page = self.page || super::is_page(&text[..text.len().min(1024)]);
        inner.reader = self.reader;
        inner.told = std::mem::take(&mut self.told);
        match text.starts_with(GZIP).then(|| flow::archive(&mut inner, text)).flatten() {
            Some(reader) => inner.open(reader, &mut Memory::new(text)),
            None => drop(inner.window(window)),
        }
        self.told = std::mem::take(&mut inner.told);
        self.has_key |= inner.has_key;
        self.recognised |= inner.recognised;
        let file = inner.finish();
        self.absorb(file);
    }

    fn key_block(&mut self, text: &[u8]) {
        self.has_key = true;
        self.recognised = true;
        if let Some(strict) = key::from_pem(text) {
            for der in strict {
                self.private_key(&der, "pem");
            }
            return;
        }
        let label_end =
            memchr::memmem::find(text.get(11..).unwrap_or_default(), b"-----").map_or(text.len(), |at| at + 16);
        let symbols = text.get(label_end..).unwrap_or_default().iter().position(|octet| *octet == b'M');
        let Some(start) = symbols else { return };
        let mut der = Zeroizing::new(Vec::with_capacity(text.len()));
        Decoder::new(text, label_end + start).decode(usize::MAX, &mut der);
        self.private_key(&der, "pem");
    }

    fn private_key(&mut self, der: &[u8], format: &'static str) {
        let Some(public_key) = key::public_key_of(der) else { return };
        self.has_key = true;
        self.recognised = true;
        let key = KeyPlace {
            location: self.location.clone(),
            format,
            alias: None,
            public_key: Some(public_key),
            local_key_id: None,
            place: self.place(format),
        };
        if !self.file.keys.contains(&key) {
            self.file.keys.push(key);
        }
    }

    /// A loss is a failure unless it is certain that it does not concern us:
    /// the issuer can still be read and is none of the catalogue's. A piece
    /// without PEM lines that is too short for an issuer may be anything.
    fn broken(&mut self, detail: &str, bytes: &[u8], armoured: bool, offset: u64, line: Line<'_>) {
        // Compressed octets may look like the beginning of anything.
        if self.opaque && !armoured {
            return;
        }
        // The reader of this very content has told the same in its own words.
        if !armoured && offset == 0 && self.reader.is_some() && self.has_failed() {
            return;
        }
        let told = match partial::issuer(bytes) {
            Some(issuer) => self.haul.concerned(self.watch, issuer),
            None => armoured || offset == 0,
        };
        if told {
            let what = if armoured { detail.to_owned() } else { format!("certificate or store {detail}") };
            self.fail(FailureKind::Corrupt, at_line(&what, line));
        }
    }
}

fn format_of(clothing: Clothing) -> &'static str {
    match clothing {
        Clothing::Pem => "pem",
        Clothing::Base64 => "base64",
        Clothing::Bytes => "bytes",
        Clothing::Der => "der",
        Clothing::Hex => "hex",
    }
}

fn at_line(detail: &str, line: Line<'_>) -> String {
    line.number().map_or_else(|| detail.to_owned(), |line| format!("{detail} (line {line})"))
}

#[cfg(test)]
mod tests {
    use crate::container::source::Memory;
    use crate::examine::{Artifact, BUFFER, FileHaul, Haul, WatchAll, examine};
    use crate::location::Location;
    use std::io::Write;
    use std::path::Path;

    fn haul_of(content: &[u8]) -> FileHaul {
        let mut haul = Haul::default();
        let location = Location::file(Path::new("/").into(), Path::new("/a/user-data").into());
        let mut artifact = Artifact::new(location, &WatchAll, &mut haul);
        examine(&mut artifact, &mut Memory::new(content)).unwrap();
        artifact.finish()
    }

    /// A certificate, compressed and in base64, with or without a time in its header.
    fn compressed(time: u32) -> String {
        let pem = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/certificates/ii-moces.pem")).unwrap();
        let mut gzip = flate2::GzBuilder::new().mtime(time).write(Vec::new(), flate2::Compression::default());
        gzip.write_all(&pem).unwrap();
        data_encoding::BASE64.encode(&gzip.finish().unwrap())
    }

    #[test]
    fn what_is_compressed_in_base64_is_opened() {
        let (plain, timed) = (compressed(0), compressed(1_700_000_000));
        let lines: Vec<&str> = (0..plain.len()).step_by(60).map(|at| &plain[at..plain.len().min(at + 60)]).collect();
        let folded = format!("write_files:\n  content: |\n    {}\n", lines.join("\n    "));
        let late = format!("{}{plain}", "x\n".repeat(BUFFER / 2 - 300));
        for text in [format!("a: {plain}"), format!("a: {timed}"), format!("\x08A1{plain}"), folded, late] {
            let file = haul_of(text.as_bytes());
            assert!(file.failures.is_empty(), "{:?}", file.failures);
            let steps: Vec<&str> = file
                .sightings
                .iter()
                .flat_map(|one| &one.occurrence.location.steps)
                .map(|step| step.kind.id())
                .collect();
            assert_eq!(steps, ["base64", "compressed"]);
        }
    }

    /// As in a secret of Kubernetes, where Helm keeps a release.
    #[test]
    fn twice_encoded_is_opened() {
        for time in [0, 1_700_000_000] {
            let twice = data_encoding::BASE64.encode(compressed(time).as_bytes());
            let file = haul_of(format!("data:\n  release: {twice}\n").as_bytes());
            assert!(file.failures.is_empty(), "{:?}", file.failures);
            assert_eq!(file.sightings.len(), 1, "{time}");
        }
    }

    #[test]
    fn an_example_is_passed_by_and_what_is_cut_is_told() {
        let (plain, timed) = (compressed(0), compressed(1_700_000_000));
        for text in [format!("a: {}...", &plain[..300]), format!("A1{timed}"), "H4sI".repeat(200)] {
            let file = haul_of(text.as_bytes());
            assert!(file.failures.is_empty() && file.sightings.is_empty(), "{text}");
        }
        let cut = haul_of(format!("a: {}", &plain[..plain.len() / 2]).as_bytes());
        assert!(!cut.failures.is_empty() && cut.failures.iter().all(|one| one.kind.id() == "corrupt"));
    }
}
