//! The names on the way to something, and what each of them tells.

use super::names::{
    COMPRESSED, COPIES, COPIES_OF, ENDINGS, FOLDER_RUNS, FOLDERS, LAST_WORDS, LOG_ENDINGS, LOG_FOLDERS, STORES, WORDS,
};
use super::{Place, Why};
use crate::location::{Location, StepKind};
use std::ops::Range;

/// The names on the way to something.
#[derive(Default)]
pub(super) struct Way {
    /// Below the root, and inside archives.
    folders: Vec<Name>,
    /// The file, and each archive member on the way.
    files: Vec<Name>,
    /// Whether it is what Git keeps of former times.
    history: bool,
}

/// A name as it stands and in lower case.
struct Name {
    shown: String,
    lower: String,
    /// Where its only word stands, dates and numbers aside, if it is one word.
    word: Option<Range<usize>>,
}

impl Name {
    fn new(shown: &str) -> Name {
        let lower = shown.to_lowercase();
        Name { shown: shown.to_owned(), word: only_word(&lower), lower }
    }
}

impl Way {
    pub(super) fn of(location: &Location) -> Way {
        let mut way = Way { history: is_git_history(location), ..Way::default() };
        way.add(&location.relative().to_string_lossy(), &['/']);
        for step in location.steps.iter().filter(|step| step.kind == StepKind::Member) {
            way.add(&String::from_utf8_lossy(&step.name), &['/', '\\']);
        }
        way
    }

    fn add(&mut self, path: &str, separators: &[char]) {
        let parts = path.split(separators).filter(|part| !part.is_empty() && *part != ".");
        let mut parts: Vec<Name> = parts.map(Name::new).collect();
        self.files.extend(parts.pop());
        self.folders.append(&mut parts);
    }

    /// What on the way tells that it is a place of this kind.
    pub(super) fn tells(&self, place: Place) -> Option<Why> {
        if place == Place::Source && self.history {
            return Some(Why::Git);
        }
        let folder = self.folders.iter().find(|folder| is_folder_of(folder, place));
        let folder = folder.map(|folder| Why::Folder(folder.shown.clone()));
        folder
            .or_else(|| self.run_of(place))
            .or_else(|| self.files.iter().find_map(|file| file_tells(&file.lower, place)))
            .or_else(|| self.last_tells(place))
    }

    fn run_of(&self, place: Place) -> Option<Why> {
        let stands = |run: &[&str]| self.folders.windows(run.len()).any(|window| names(window).eq(run.iter().copied()));
        let known = FOLDER_RUNS.iter().filter(|(_, kind)| *kind == place).find(|(run, _)| stands(run));
        let known = known.map(|(run, _)| Why::Folder(run.join("/")));
        known.or_else(|| self.python().filter(|_| place == Place::Library))
    }

    /// `lib/python3.11` and the like: the modules of an interpreter.
    fn python(&self) -> Option<Why> {
        self.folders.windows(2).find_map(|window| {
            let [library, python] = window else { return None };
            let version = python.lower.strip_prefix("python")?;
            let is_version = version.starts_with(['2', '3']) && version.bytes().all(is_version_octet);
            let fits = matches!(library.lower.as_str(), "lib" | "lib64") && is_version;
            fits.then(|| Why::Folder(format!("{}/{}", library.shown, python.shown)))
        })
    }

    /// What the file's name tells together with its folder's.
    fn last_tells(&self, place: Place) -> Option<Why> {
        let (folder, file) = (self.folders.last()?, self.files.last()?);
        let fits = match place {
            Place::Message => is_in_maildir(&folder.lower, &file.lower),
            Place::Log => {
                LOG_FOLDERS.contains(&folder.lower.as_str())
                    && LOG_ENDINGS.iter().any(|ending| uncompressed(&file.lower).ends_with(ending))
            }
            _ => false,
        };
        fits.then(|| Why::Folder(folder.shown.clone()))
    }
}

fn names(names: &[Name]) -> impl Iterator<Item = &str> {
    names.iter().map(|name| name.lower.as_str())
}

fn is_version_octet(octet: u8) -> bool {
    octet.is_ascii_digit() || octet == b'.'
}

/// Whether Git keeps it: below `.git`, in a pack or a loose object.
fn is_git_history(location: &Location) -> bool {
    let folder = location.relative().parent().is_some_and(|parent| parent.iter().any(|name| name == ".git"));
    let name = location.path.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default();
    let pack = name.starts_with(b"pack-") && name.ends_with(b".pack");
    folder || pack || location.steps.iter().any(|step| step.kind == StepKind::Compressed && step.name == b"git-object")
}

/// Maildir: `cur`, `new` or `tmp` with a message's name in it, such as
/// `1698710400.M1P2.host:2,S`.
fn is_in_maildir(folder: &str, file: &str) -> bool {
    let seconds = file.bytes().take_while(u8::is_ascii_digit).count();
    let message = file.contains(":2,") || (seconds >= 9 && file.as_bytes().get(seconds) == Some(&b'.'));
    message && matches!(folder, "cur" | "new" | "tmp")
}

fn is_folder_of(folder: &Name, place: Place) -> bool {
    let word = folder.word.clone().and_then(|word| folder.lower.get(word));
    FOLDERS.iter().any(|(name, kind)| *kind == place && *name == folder.lower)
        || WORDS.iter().any(|(known, kind)| *kind == place && word == Some(known))
        || (place == Place::Backup && ends_in_word(&folder.lower))
}

/// Where the only word of a name stands, dates and numbers aside.
fn only_word(name: &str) -> Option<Range<usize>> {
    let separator = |octet: &u8| matches!(octet, b'-' | b'_' | b'.' | b' ');
    let mut from = 0;
    let mut words = name.as_bytes().split(separator).filter_map(|part| {
        let range = from..from + part.len();
        from = range.end + 1;
        (!part.iter().all(u8::is_ascii_digit)).then_some(range)
    });
    words.next().filter(|_| words.next().is_none())
}

fn ends_in_word(name: &str) -> bool {
    let last = name.rfind(['-', '_', '.']).filter(|at| *at > 0);
    last.and_then(|at| name.get(at + 1..)).is_some_and(|word| LAST_WORDS.contains(&word))
}

fn uncompressed(file: &str) -> &str {
    COMPRESSED.iter().find_map(|ending| file.strip_suffix(ending)).unwrap_or(file)
}

/// What a file name tells of a kind of place. What a rotation or a compressor
/// appended is looked through.
fn file_tells(file: &str, place: Place) -> Option<Why> {
    let bare = uncompressed(file);
    let unrotated =
        bare.trim_end_matches(|character: char| character.is_ascii_digit() || matches!(character, '-' | '.' | '_'));
    if place == Place::Log && unrotated.strip_suffix(".log").is_some() {
        return Some(Why::Name(".log".to_owned()));
    }
    let ends = |ending: &str| bare.len() > ending.len() && bare.ends_with(ending);
    let ending = ENDINGS.iter().find(|(ending, kind)| *kind == place && ends(ending));
    let ending = ending.map(|(ending, _)| Why::Name((*ending).to_owned()));
    ending.or_else(|| copy(bare).filter(|_| place == Place::Backup))
}

/// Names that copies made by hand get.
fn copy(file: &str) -> Option<Why> {
    let name = |part: &str| Some(Why::Name(part.trim().to_owned()));
    if let Some(start) = COPIES_OF.iter().find(|start| file.starts_with(**start)) {
        return name(start);
    }
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if let Some(end) = COPIES.iter().find(|end| stem.len() > end.len() && stem.ends_with(**end)) {
        return name(end);
    }
    if ends_in_word(stem) {
        return name(stem.get(stem.rfind(['-', '_', '.'])?..)?);
    }
    STORES.iter().find_map(|ending| dated(file, ending)).and_then(name)
}

/// The date behind the ending of a keystore.
fn dated<'f>(file: &'f str, ending: &str) -> Option<&'f str> {
    let of_date = |octet: u8| octet.is_ascii_digit() || matches!(octet, b'-' | b'.' | b'_');
    let date = file.as_bytes().last().filter(|last| of_date(**last)).and_then(|_| file.rfind(ending));
    let date = file.get(date? + ending.len()..)?;
    let is_date = date.bytes().all(of_date);
    (is_date && date.bytes().filter(u8::is_ascii_digit).count() >= 6).then_some(date)
}
