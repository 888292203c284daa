//! Encrypted mail of old: what a key opens, and what no key found here opens.
//!
//! Opens nothing.

use super::endings::Endings;
use super::recipe::{self, Telling, folder_places};
use super::story::of_old;
use super::{Action, ByPrint, Text, telling};
use crate::classify::{JudgedParty, Message, Ownership};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Makes an action about the folders of these messages.
pub(super) fn about(action: &mut Action, messages: &[&Message]) {
    let folders = telling::folders(messages);
    let paths: BTreeSet<Arc<Path>> = folders.keys().map(|(_, folder)| folder.clone()).collect();
    let scopes: BTreeSet<Arc<str>> = folders.keys().filter_map(|(scope, _)| scope.clone()).collect();
    action.paths = paths.into_iter().collect();
    action.paths.sort_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    action.scopes = scopes.into_iter().collect();
    action.brief.places = folder_places(messages);
}

/// One action for all messages of old that no key found here opens.
pub(super) fn locked(messages: &[Message], certificates: &ByPrint<'_>, endings: &Endings<'_>) -> Option<Action> {
    let locked: Vec<&Message> = messages.iter().filter(|message| is_locked(message, certificates)).collect();
    if locked.is_empty() {
        return None;
    }
    let count = Text::same(locked.len().to_string());
    let values = [("messages", count), ("folders", telling::folder_names(&locked))].into_iter().collect();
    let flags = if endings.are_over() { BTreeSet::from(["dead"]) } else { BTreeSet::new() };
    let mut action = recipe::action("find-mail-key", &Telling { flags, values, as_of: endings.as_of })?;
    action.id = recipe::identity(action.kind, "locked");
    action.priority = 3;
    about(&mut action, &locked);
    Some(action)
}

/// Encrypted to a certificate of old, and no key of a recipient was found. What
/// was sent to others alone is theirs to read.
fn is_locked(message: &Message, certificates: &ByPrint<'_>) -> bool {
    let theirs = |judged: &JudgedParty| {
        let known = judged.certificate.and_then(|sha256| certificates.get(&sha256));
        known.is_some_and(|one| one.ownership == Ownership::Foreign)
    };
    let mut old = message.recipients().filter(|judged| of_old(judged)).peekable();
    old.peek().is_some() && message.recipients().all(|judged| !judged.key) && !old.all(theirs)
}
