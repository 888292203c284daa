//! Seeds: every file of the test data goes to the targets that claim it, and so
//! does what it holds: members of archives, objects that are carved, names of
//! certificates. Nothing of it is kept in the repository twice.

use crate::{Target, guard};
use clap::Parser;
use oces::bounds::Grant;
use oces::carve::{Content, Window, carve};
use oces::certificate::outline;
use oces::config::keys;
use oces::container::archive::{ArchiveReader, Flow, Member, Visitor};
use oces::container::source::Memory;
use oces::container::{archive_by_end, sniff_archive};
use oces::failure::FailureKind;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Larger contents make slow seeds.
const LARGEST: usize = 128 << 10;

/// How deep contents are followed into contents.
const DEPTH: usize = 3;

/// Sorts the files of `OCES_FUZZ_FROM` (folders, `:` between them) into
/// `OCES_FUZZ_TO`; the exit code.
pub fn sort_from_environment(targets: &[Target]) -> i32 {
    let (Some(from), Some(to)) = (std::env::var_os("OCES_FUZZ_FROM"), std::env::var_os("OCES_FUZZ_TO")) else {
        eprintln!("OCES_FUZZ=seeds needs OCES_FUZZ_FROM and OCES_FUZZ_TO");
        return 2;
    };
    let mut sorter = Sorter { targets, to: PathBuf::from(to), seen: BTreeSet::new() };
    match sorter.all(&std::env::split_paths(&from).collect::<Vec<_>>()) {
        Ok(()) => 0,
        Err(error) => {
            eprintln!("seeds: {error}");
            1
        }
    }
}

struct Sorter<'t> {
    targets: &'t [Target],
    to: PathBuf,
    seen: BTreeSet<u64>,
}

impl Sorter<'_> {
    fn all(&mut self, from: &[PathBuf]) -> io::Result<()> {
        for folder in from {
            self.folder(folder)?;
        }
        self.put("config", configuration().as_bytes())?;
        self.report(from)
    }

    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.folder(&entry.path())?;
            } else if kind.is_file() && entry.metadata()?.len() <= 1 << 20 {
                self.content(&fs::read(entry.path())?, 0)?;
            }
        }
        Ok(())
    }

    /// One content for whoever claims it, then what is in it.
    fn content(&mut self, content: &[u8], depth: usize) -> io::Result<()> {
        if content.is_empty() || depth > DEPTH || !self.seen.insert(guard::lot(content)) {
            return Ok(());
        }
        if content.len() <= LARGEST {
            for target in self.targets {
                if (target.claims)(content) {
                    self.put(target.id, content)?;
                }
            }
        }
        let mut inner = carved(content);
        if let Some(reader) = sniff_archive(content).or_else(|| archive_by_end(&Memory::new(content))) {
            inner.extend(members(reader, content));
        }
        inner.iter().try_for_each(|one| self.content(one, depth + 1))
    }

    fn put(&self, id: &str, content: &[u8]) -> io::Result<()> {
        let folder = self.to.join(id);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{:016x}", guard::lot(content))), content)
    }

    /// The report of the demo, as `oces scan` writes it.
    fn report(&mut self, from: &[PathBuf]) -> io::Result<()> {
        let Some(demo) = from.iter().map(|folder| folder.join("demo")).find(|demo| demo.is_dir()) else {
            return Ok(());
        };
        let out = self.to.join("report");
        fs::create_dir_all(&out)?;
        let output = format!("json={}", out.join("demo").display());
        let words = ["oces", "scan", "-q", "--as-of", "2026-11-21", "--scope", "demo", "-o", &output];
        let words = words.iter().map(AsRef::as_ref).chain([demo.as_os_str()]);
        let cli = oces::cli::Cli::try_parse_from(words).map_err(io::Error::other)?;
        oces::run::run(cli).map(drop).map_err(|error| io::Error::other(error.to_string()))
    }
}

/// What the carver finds, and the names of certificates.
fn carved(content: &[u8]) -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    carve(Window::whole(content), &mut |carved| match carved.content {
        Content::Object { bytes, .. } => {
            found.push(bytes.to_vec());
            if let Some(outline) = outline(bytes) {
                found.extend([outline.issuer.to_vec(), outline.subject.to_vec()]);
            }
        }
        Content::KeyBlock(text) => found.push(text.to_vec()),
        Content::Nested { text, .. } => found.push(text.bytes.to_vec()),
        Content::Broken { .. } | Content::EndRecord => {}
    });
    found
}

fn members(reader: &dyn ArchiveReader, content: &[u8]) -> Vec<Vec<u8>> {
    struct Collector(Vec<Vec<u8>>, Arc<oces::bounds::Meter>);
    impl Visitor for Collector {
        fn member(&mut self, _member: Member<'_>, content: &mut dyn Read) -> Flow {
            let mut octets = Vec::new();
            if content.take(LARGEST as u64).read_to_end(&mut octets).is_ok() {
                self.0.push(octets);
            }
            if self.0.len() < 200 { Flow::Continue(()) } else { Flow::Break(()) }
        }
        fn failed(&mut self, _name: Option<&[u8]>, _kind: FailureKind, _detail: String) -> Flow {
            Flow::Continue(())
        }
        fn between(&mut self, _offset: u64, _content: &mut dyn Read) -> Flow {
            Flow::Continue(())
        }
        fn ask(&mut self, octets: u64) -> io::Result<Grant> {
            self.1.ask(octets)
        }
    }
    let mut collector = Collector(Vec::new(), guard::meter(content.len()));
    // A damaged archive gives the members before the damage.
    drop(reader.open(&mut Memory::new(content), &mut collector));
    collector.0
}

/// A configuration that names every key once, with values that some of them take.
fn configuration() -> String {
    let mut text = "# oces.toml\n".to_owned();
    let tables = [
        ("[scan]", keys::SCAN),
        ("[[acknowledge]]", keys::ACKNOWLEDGE),
        ("[[decision]]", keys::DECISION),
        ("[[ignore]]", keys::IGNORE),
        ("[organisation]", keys::ORGANISATION),
        ("[[owner]]", keys::OWNER),
        ("[tickets]", keys::TICKETS),
        ("[[password]]", keys::PASSWORD),
        ("[[place]]", keys::PLACE),
        ("[[retain]]", keys::RETAIN),
    ];
    for (head, names) in tables {
        text.push_str(head);
        text.push('\n');
        for (at, name) in names.iter().enumerate() {
            let value = ["\"x\"", "true", "7", "[\"a\"]", "2026-11-02"][at % 5];
            text.push_str(&format!("{name} = {value}\n"));
        }
    }
    text
}
