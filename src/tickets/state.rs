//! What a ticket remembers: one line of text that the tracker keeps for us.
//!
//! *Behaviour*
//!
//! 1. It is JSON with a version; what this version cannot read is no state, and
//!    a ticket without state is never closed.
//! 2. It names nobody and no place (`mark`).

use super::Per;
use super::draft::Draft;
use super::mark::{Mark, Tag};
use super::sight::Sight;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A longer text is none of ours, in octets.
const LONGEST: usize = 1 << 20;

/// What was so when we last wrote to a ticket.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Is {
    /// Its matter was there.
    Present,
    /// Its matter was gone, or settled.
    Gone,
    /// Its matter was there though a person had closed it.
    Disputed,
}

/// The scans of one scope that a ticket rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When the earliest ended, in seconds since 1970.
    pub at: i64,
    /// Options that widened or narrowed them, each with the tag of its value.
    pub options: BTreeMap<String, Tag>,
}

/// What a ticket remembers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the ticket is about.
    pub per: Per,
    /// What was so.
    pub is: Is,
    /// The scans, by scope.
    pub scans: BTreeMap<Tag, Seen>,
    /// Where its matter was last seen.
    pub marks: BTreeSet<Mark>,
}

/// The same as it is written.
#[derive(Deserialize, Serialize)]
struct Written {
    v: u32,
    per: Per,
    is: Is,
    scans: BTreeMap<String, (i64, BTreeMap<String, String>)>,
    places: Vec<String>,
}

impl State {
    /// What a ticket of this draft remembers.
    pub fn of(per: Per, draft: &Draft, sight: &Sight) -> State {
        let marks = draft.marks.clone();
        let scopes = marks.iter().map(|mark| mark.scope).collect();
        State { per, is: Is::Present, scans: sight.seen(&scopes), marks }
    }

    /// One line without line breaks.
    pub fn text(&self) -> String {
        let options = |seen: &Seen| seen.options.iter().map(|(name, tag)| (name.clone(), tag.text())).collect();
        let written = Written {
            v: 1,
            per: self.per,
            is: self.is,
            scans: self.scans.iter().map(|(scope, seen)| (scope.text(), (seen.at, options(seen)))).collect(),
            places: self.marks.iter().map(Mark::text).collect(),
        };
        // Strings and numbers alone: this cannot fail.
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// Reads what [`State::text`] writes.
    pub fn parse(text: &str) -> Option<State> {
        if text.len() > LONGEST {
            return None;
        }
        let written: Written = serde_json::from_str(text.trim()).ok()?;
        if written.v != 1 {
            return None;
        }
        let scans = written.scans.into_iter().map(|(scope, (at, options))| {
            let options = options.into_iter().map(|(name, tag)| Some((name, Tag::parse(&tag)?)));
            Some((Tag::parse(&scope)?, Seen { at, options: options.collect::<Option<_>>()? }))
        });
        Some(State {
            per: written.per,
            is: written.is,
            scans: scans.collect::<Option<_>>()?,
            marks: written.places.iter().map(|place| Mark::parse(place)).collect::<Option<_>>()?,
        })
    }

    /// The scopes of its places.
    pub fn scopes(&self) -> BTreeSet<Tag> {
        self.marks.iter().map(|mark| mark.scope).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::location::Location;
    use crate::tickets::mark::{MOST, Marker, gathered};
    use std::path::Path;

    fn mark(path: &str) -> Mark {
        let path: std::sync::Arc<Path> = Path::new(path).into();
        Marker::default().place("web01", &Location::file(Path::new("/").into(), path))
    }

    fn state() -> State {
        let folder = Mark { inside: true, of_text: true, of_mail: true, of_others: true, folder: true, ..mark("/srv") };
        let marks: BTreeSet<Mark> = [mark("/etc/a.pem"), folder].into();
        let options = BTreeMap::from([("follow".to_owned(), Marker::default().text(b"true"))]);
        let scans = BTreeMap::from([(Marker::default().scope("web01"), Seen { at: 1_795_000_000, options })]);
        State { per: Per::Certificate, is: Is::Disputed, scans, marks }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = state().text();
        assert_eq!(State::parse(&text), Some(state()));
        // Request Tracker ends a worker over anything beyond Latin-1, and a line is a line.
        assert!(text.is_ascii() && !text.contains('\n'), "{text}");
        assert!(!text.contains("etc") && !text.contains("web01"), "it names no place: {text}");
    }

    #[test]
    fn what_cannot_be_read_is_no_state() {
        let text = state().text();
        for other in [
            "",
            "null",
            "{}",
            &text[..text.len() - 1],
            &text.replace("\"v\":1", "\"v\":2"),
            &text.replace("disputed", "lost"),
            &text.replacen('.', ".z", 2),
            &format!("{}{}", " ".repeat(LONGEST), text),
        ] {
            assert_eq!(State::parse(other), None, "{}", &other[..other.len().min(80)]);
        }
    }

    #[test]
    fn too_many_places_become_folders_and_cover_them_all() {
        let one = |number: usize| mark(&format!("/srv/{}/{number}.pem", number % 7));
        let marks: BTreeSet<Mark> = (0..=MOST).map(one).collect();
        assert_eq!(gathered((0..MOST).map(one).collect()).len(), MOST, "as many as may be stay as they are");
        let few = gathered(marks.clone());
        assert_eq!(few.len(), 7);
        let covered = |mark: &Mark| few.iter().any(|folder| folder.folder && mark.way.starts_with(&folder.way));
        assert!(marks.iter().all(covered));
        let more: BTreeSet<Mark> = (1..=MOST + 1).map(one).collect();
        assert_ne!(gathered(more), few, "another file is another mark");
    }
}
