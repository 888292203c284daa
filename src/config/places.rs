//! `[[place]]`: what kind of place some paths are, whatever they look like.

use super::file::File;
use super::{keys, paths};
use crate::error::Error;
use crate::place::{Place, Rules};
use std::path::Path;

/// The rules in their order; globs are seen from the file's directory.
pub fn places(file: &File, around: &Path) -> Result<Rules, Error> {
    let directory = file.directory_or(around);
    let rules = file.place.iter().map(|rule| {
        let about = |why: String| Error::Config(format!("[[place]] for `{}`: {why}", rule.path));
        let glob = paths::glob(directory, &rule.path).map_err(about)?.compile_matcher();
        Ok((glob, place(&rule.place).map_err(about)?))
    });
    rules.collect::<Result<Vec<_>, Error>>().map(Rules)
}

/// The kind of place of this name.
fn place(name: &str) -> Result<Place, String> {
    let ids: Vec<&str> = Place::ALL.iter().map(|place| place.id()).collect();
    let unknown = || match keys::nearest(name, &ids) {
        Some(near) => format!("`{name}` is no kind of place, did you mean `{near}`?"),
        None => format!("`{name}` is no kind of place; known are {}", ids.join(", ")),
    };
    Place::ALL.into_iter().find(|place| place.id() == name).ok_or_else(unknown)
}
