//! Where something was found: a path under a root, then the way in.
//!
//! No certificate, failure or verdict lives here; those point here.

mod left;

pub use left::{Left, LeftKind, Places, Stopped, once};

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A place in the scanned world. Cheap to clone. Sorted by the octets of the
/// path, not by its components, which is the same for every file of a
/// directory and much faster.
#[derive(Clone, Debug)]
pub struct Location {
    /// Whose scan it is from, where reports of several are merged; `None` is
    /// the scan itself.
    pub scope: Option<Arc<str>>,
    /// The absolute, lexical path. Links in it are not resolved.
    pub path: Arc<Path>,
    /// The root under which the path was met; the path itself for a named file.
    pub root: Arc<Path>,
    /// The way in through containers and encodings, outermost first.
    pub steps: Box<[Step]>,
}

/// One step into a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// What kind of wrapping was opened.
    pub kind: StepKind,
    /// The member's name; the format for compressed content, empty for encodings.
    pub name: Vec<u8>,
}

/// The kinds of wrapping that hide a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// Base64 text around something that is not itself a certificate.
    Base64,
    /// The content of a compressed file; the name is the format's.
    Compressed,
    /// A member of an archive; the only kind that counts for identities.
    Member,
    /// UTF-16 text.
    Utf16,
}

impl StepKind {
    /// Every kind, for the schema and its tests.
    pub const ALL: [StepKind; 4] = [StepKind::Base64, StepKind::Compressed, StepKind::Member, StepKind::Utf16];

    /// The kind's name in reports.
    pub fn id(self) -> &'static str {
        match self {
            StepKind::Base64 => "base64",
            StepKind::Compressed => "compressed",
            StepKind::Member => "member",
            StepKind::Utf16 => "utf-16",
        }
    }
}

impl Location {
    /// A whole file.
    pub fn file(root: Arc<Path>, path: Arc<Path>) -> Location {
        Location { scope: None, path, root, steps: Box::default() }
    }

    /// The same place, one step further in.
    #[must_use]
    pub fn step(&self, kind: StepKind, name: &[u8]) -> Location {
        let mut steps = self.steps.to_vec();
        steps.push(Step { kind, name: name.to_vec() });
        Location { steps: steps.into(), ..self.clone() }
    }

    /// The archive members on the way in, joined by `!`: the part of the way
    /// that belongs to an identity.
    pub fn members(&self) -> Vec<u8> {
        let names: Vec<&[u8]> =
            self.steps.iter().filter(|step| step.kind == StepKind::Member).map(|step| step.name.as_slice()).collect();
        names.join(&b'!')
    }

    /// The path relative to its root; the file name where the root is the file.
    pub fn relative(&self) -> &Path {
        let (path, root) = (self.path.as_os_str().as_bytes(), self.root.as_os_str().as_bytes());
        let below = path.strip_prefix(root).and_then(|rest| match root.last() {
            Some(b'/') => Some(rest),
            _ => rest.strip_prefix(b"/"),
        });
        match below {
            Some(rest) if !rest.is_empty() => Path::new(OsStr::from_bytes(rest)),
            _ => self.path.file_name().map_or(&self.path, Path::new),
        }
    }

    fn octets(&self) -> (Option<&str>, &[u8], &[Step], &[u8]) {
        let scope = self.scope.as_deref();
        (scope, self.path.as_os_str().as_encoded_bytes(), &self.steps, self.root.as_os_str().as_encoded_bytes())
    }
}

impl Ord for Location {
    fn cmp(&self, other: &Location) -> Ordering {
        self.octets().cmp(&other.octets())
    }
}

impl PartialOrd for Location {
    fn partial_cmp(&self, other: &Location) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Location {
    fn eq(&self, other: &Location) -> bool {
        self.octets() == other.octets()
    }
}

impl Eq for Location {}

/// The path, absolute and lexical: `.` and `..` are taken out, links are not
/// resolved.
pub fn absolute(base: &Path, path: &Path) -> PathBuf {
    let mut whole = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                whole.pop();
            }
            other => whole.push(other),
        }
    }
    whole
}
