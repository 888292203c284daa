//! Paths and globs as typed, made absolute without touching the disk; and the
//! list that `--files-from` names.

use crate::error::Error;
pub use crate::location::absolute;
use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// A glob over absolute paths. `*` stays within a name. What begins with `/`
/// is a whole path, with `./` or `../` one seen from `base`; anything else
/// fits the end of a path, so that a bare name fits at any depth.
pub fn glob(base: &Path, text: &str) -> Result<Glob, String> {
    let trimmed = text.trim_end_matches('/');
    if trimmed.is_empty() {
        return Err(format!("`{text}` is no glob: it would be for everything or nothing"));
    }
    let pattern = if trimmed.starts_with("./") || trimmed.starts_with("../") {
        let base = globset::escape(&base.to_string_lossy());
        absolute(Path::new(&base), Path::new(trimmed)).to_string_lossy().into_owned()
    } else if trimmed.starts_with('/') || trimmed.starts_with("**/") {
        trimmed.to_owned()
    } else {
        format!("**/{trimmed}")
    };
    GlobBuilder::new(&pattern)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map_err(|error| format!("`{text}` is no glob: {}", error.kind()))
}

/// All of `--exclude` in one set, to be asked with absolute paths.
pub fn exclusions(base: &Path, globs: &[String]) -> Result<GlobSet, Error> {
    let mut set = GlobSetBuilder::new();
    for text in globs {
        set.add(glob(base, text).map_err(|why| Error::Usage(format!("--exclude: {why}")))?);
    }
    set.build().map_err(|error| Error::Usage(format!("--exclude: {error}")))
}

/// The files that `--files-from` lists; `-` is standard input.
pub fn listed(base: &Path, list: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut bytes = Vec::new();
    let read = if list == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(absolute(base, list)).map(|content| bytes = content)
    };
    read.map_err(|error| Error::Usage(format!("--files-from {}: {error}", list.display())))?;
    Ok(split(&bytes).map(|path| absolute(base, path)).collect())
}

/// Separated by NUL if there is one (`git ls-files -z`), else by newlines.
fn split(bytes: &[u8]) -> impl Iterator<Item = &Path> {
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    bytes
        .split(move |byte| *byte == separator)
        .filter(|path| !path.is_empty())
        .map(|path| Path::new(OsStr::from_bytes(path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_absolute_and_lexical() {
        let table =
            [("a", "/w/a"), ("./a/./b/", "/w/a/b"), ("../x", "/x"), ("/a/../../b", "/b"), ("", "/w"), ("..", "/")];
        for (given, path) in table {
            assert_eq!(absolute(Path::new("/w"), Path::new(given)), Path::new(path), "{given}");
        }
    }

    #[test]
    fn globs_fit_names_ends_and_whole_paths() {
        let table = [
            ("*.iso", "/w/deep/x.iso", true),
            ("*.iso", "/w/x.iso/y", false),
            ("node_modules/", "/w/a/node_modules", true),
            ("node_modules", "/w/a/my_node_modules", false),
            ("/srv/*", "/srv/a", true),
            ("/srv/*", "/srv/a/b", false),
            ("/srv/**", "/srv/a/b", true),
            ("a/b", "/w/a/b", true),
            ("./b", "/w[1]/b", true),
            ("./b", "/w[1]/a/b", false),
            ("../b", "/b", true),
            ("*.{p12,pfx}", "/w/x.pfx", true),
        ];
        for (text, path, fits) in table {
            let matcher = glob(Path::new("/w[1]"), text).unwrap().compile_matcher();
            assert_eq!(matcher.is_match(path), fits, "{text} {path}");
        }
        assert!(glob(Path::new("/w"), "/").is_err());
        assert!(glob(Path::new("/w"), "[").is_err());
    }

    #[test]
    fn lists_are_split_by_newline_or_nul() {
        let paths = |bytes: &[u8]| split(bytes).map(|path| path.to_string_lossy().into_owned()).collect::<Vec<_>>();
        assert_eq!(paths(b"a\nb c\n\n"), ["a", "b c"]);
        assert_eq!(paths(b"a\nb\0c\0"), ["a\nb", "c"]);
        assert!(paths(b"").is_empty());
    }
}
