//! A scan in parts: which there were, and where the last of them stopped.

use super::head::instant;
use crate::location::{Left, LeftKind, Stopped};
use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use serde_json::Value;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use time::OffsetDateTime;

/// The parts of a scan.
#[derive(Clone, Debug, Default)]
pub struct Stages {
    /// All of them, in their order; empty if it was done in one go.
    pub parts: Vec<Part>,
    /// Where the last one stopped, if it did.
    pub stopped: Option<Stopped>,
}

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Part {
    pub id: String,
    pub started_at: OffsetDateTime,
    pub finished_at: OffsetDateTime,
}

impl Stages {
    /// What a report says of it. A place that cannot be read is taken for all
    /// of its root: nothing that is left is ever lost.
    pub(super) fn read(scan: &Value) -> Stages {
        let list = |from: &Value, key: &str| from.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
        let stopped = scan.get("stopped").filter(|told| told.is_object()).map(|told| Stopped {
            left: list(told, "left").iter().filter_map(left).collect(),
            watch: list(told, "watch").iter().filter_map(|name| octets(name.as_str()?)).collect(),
            again: list(told, "again").iter().flat_map(again).collect(),
            gathered: told.get("gathered").and_then(Value::as_bool).unwrap_or(false),
        });
        Stages { parts: list(scan, "parts").iter().filter_map(part).collect(), stopped }
    }
}

fn octets(hex: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok()
}

fn part(from: &Value) -> Option<Part> {
    let text = |key: &str| from.get(key).and_then(Value::as_str);
    Some(Part {
        id: text("id")?.to_owned(),
        started_at: instant(text("startedAt")?)?,
        finished_at: instant(text("finishedAt")?)?,
    })
}

/// The files of one root.
fn again(from: &Value) -> Vec<Left> {
    let Some(root) = path(from, "root", "rootBytes") else { return Vec::new() };
    let list = |key: &str| from.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let plain = list("paths").map(PathBuf::from);
    let odd = list("pathsBytes").filter_map(|text| BASE64.decode(text.as_bytes()).ok());
    let odd = odd.map(|octets| Path::new(OsStr::from_bytes(&octets)).to_owned());
    plain.chain(odd).filter(|path| path.starts_with(&root)).map(|path| Left::file(&root, &path)).collect()
}

fn left(from: &Value) -> Option<Left> {
    let root = path(from, "root", "rootBytes")?;
    let kind = LeftKind::ALL.into_iter().find(|kind| from.get("kind").and_then(Value::as_str) == Some(kind.id()));
    let tried = from.get("tried").and_then(Value::as_bool).unwrap_or(false);
    Some(match path(from, "path", "pathBytes").zip(kind).filter(|(path, _)| path.starts_with(&root)) {
        Some((path, kind)) => Left { path, kind, root, tried },
        None => Left::root(&root),
    })
}

/// A path; what is not absolute is none of ours.
fn path(from: &Value, key: &str, bytes: &str) -> Option<PathBuf> {
    let text = |key: &str| from.get(key).and_then(Value::as_str);
    let octets = text(bytes).and_then(|bytes| BASE64.decode(bytes.as_bytes()).ok());
    let path = match octets {
        Some(octets) => Path::new(OsStr::from_bytes(&octets)).to_owned(),
        None => PathBuf::from(text(key)?),
    };
    path.is_absolute().then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_left_is_read_and_never_lost() {
        let odd = BASE64.encode(b"/r/\xff");
        let scan = json!({ "stopped": { "reason": "time-limit", "watch": ["3000"], "left": [
            { "root": "/r", "path": "/r/a", "kind": "tree" },
            { "root": "/r", "path": "/r/?", "pathBytes": odd, "kind": "file", "tried": true },
            { "root": "/r", "path": "/r/b", "kind": "of a later version" },
            { "root": "/r", "path": "/elsewhere", "kind": "tree" },
        ] } });
        let stopped = Stages::read(&scan).stopped.unwrap();
        assert_eq!(stopped.watch, [vec![0x30, 0]]);
        let told: Vec<(LeftKind, &[u8], bool)> =
            stopped.left.iter().map(|one| (one.kind, one.path.as_os_str().as_bytes(), one.tried)).collect();
        let expected: [(LeftKind, &[u8], bool); 4] = [
            (LeftKind::Tree, b"/r/a", false),
            (LeftKind::File, b"/r/\xff", true),
            (LeftKind::Tree, b"/r", false),
            (LeftKind::Tree, b"/r", false),
        ];
        assert_eq!(told, expected);
        assert!(Stages::read(&json!({})).stopped.is_none());
    }
}
