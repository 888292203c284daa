//! Places and texts of a report without what names a person in them.

use super::cover::Cover;
use super::marks::Slot;
use crate::location::{Location, Step};
use crate::wording::Text;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Cover {
    /// A place; tells whether anything was covered.
    pub(super) fn location(&mut self, location: &mut Location) -> bool {
        let Location { scope, path, root, steps } = location;
        let mut changed = false;
        if let Some(scope) = scope {
            changed |= self.shared(scope);
        }
        let covered = self.path(path);
        *root = self.root_of(root, path, &covered);
        changed |= covered != *path;
        *path = covered;
        for Step { kind: _, name } in steps {
            if let Some(new) = self.octets(name, Slot::Path) {
                *name = new;
                changed = true;
            }
        }
        changed
    }

    /// The root above a covered path: as many folders of it as before, since
    /// what follows a folder may tell that it is somebody's.
    fn root_of(&mut self, root: &Arc<Path>, path: &Arc<Path>, covered: &Arc<Path>) -> Arc<Path> {
        if root == path {
            return Arc::clone(covered);
        }
        let (old, new) = (root.as_os_str().as_bytes(), covered.as_os_str().as_bytes());
        let below = path.as_os_str().as_bytes().strip_prefix(old);
        if !below.is_some_and(|rest| old.ends_with(b"/") || rest.starts_with(b"/")) {
            return self.path(root);
        }
        let depth = memchr::memchr_iter(b'/', old).count() + usize::from(!old.ends_with(b"/"));
        let mut separators = new.iter().enumerate().filter(|(_, octet)| **octet == b'/').map(|(at, _)| at);
        let end = separators.nth(depth.saturating_sub(1)).map(|at| if old.ends_with(b"/") { at + 1 } else { at });
        let above = new.get(..end.unwrap_or(new.len())).unwrap_or(new);
        if above == old { Arc::clone(root) } else { Arc::from(Path::new(OsStr::from_bytes(above))) }
    }

    /// A path of its own.
    pub(super) fn path_buf(&mut self, path: &mut PathBuf) {
        let covered = self.path(&Arc::from(path.as_path()));
        if *covered != **path {
            *path = covered.to_path_buf();
        }
    }

    /// A text that others wrote.
    pub(super) fn foreign(&mut self, text: &mut String) {
        if let Some(new) = self.text(text, Slot::Foreign) {
            *text = new;
        }
    }

    /// The same, of a fixed length.
    pub(super) fn boxed(&mut self, text: &mut Box<str>) {
        if let Some(new) = self.text(text, Slot::Foreign) {
            *text = new.into();
        }
    }

    /// The same, kept once; tells whether anything was covered.
    pub(super) fn shared(&mut self, text: &mut Arc<str>) -> bool {
        let new = self.text(text, Slot::Foreign);
        let changed = new.is_some();
        if let Some(new) = new {
            *text = new.into();
        }
        changed
    }

    /// A sentence of ours.
    pub(super) fn sentence(&mut self, text: &mut String) {
        if let Some(new) = self.text(text, Slot::Ours) {
            *text = new;
        }
    }

    /// A sentence of ours in both languages.
    pub(super) fn ours(&mut self, text: &mut Text) {
        let Text { da, en } = text;
        self.sentence(da);
        self.sentence(en);
    }

    /// Many of them.
    pub(super) fn all_ours(&mut self, texts: &mut [Text]) {
        for text in texts {
            self.ours(text);
        }
    }
}
