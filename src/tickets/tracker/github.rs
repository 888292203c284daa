//! GitHub's issues.
//!
//! *Behaviour*
//!
//! 1. A ticket is known by a hidden mark, which is the first line of its body,
//!    and by the label `oces`. It is looked up in the list of that label: the
//!    search lags behind.
//! 2. Its body, and each comment, ends with what it remembers, hidden too, if
//!    that fits.
//! 3. No text of others can be such a mark: `<!--` is written out.
//! 4. Numbers are a repository's own. Only `owner/name#7` says which is meant;
//!    a bare number is left to the look-up.

use super::{Change, Create, Request, Requests, Settings, Tracker, clip, line};
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};
use std::borrow::Cow;

/// GitHub.
pub struct GitHub;

const LONGEST_TITLE: usize = 256;
/// A body holds 65,536; the marks need some of it.
const LONGEST_BODY: usize = 65_536;
const LONGEST_TEXT: usize = 60_000;

impl Tracker for GitHub {
    fn id(&self) -> &'static str {
        "github"
    }

    fn markup(&self) -> Markup {
        Markup::Markdown
    }

    fn longest_title(&self) -> usize {
        LONGEST_TITLE
    }

    fn longest_text(&self) -> usize {
        LONGEST_TEXT
    }

    fn lacks(&self, desk: &Desk) -> Option<&'static str> {
        repository(desk).is_none().then_some("a repository, written owner/name,")
    }

    fn home<'d>(&self, number: Option<&str>, desk: &'d Desk) -> Cow<'d, Desk> {
        match number.and_then(|number| number.rsplit_once('#')) {
            Some((place, _)) => Cow::Owned(Desk { queue: Some(place.to_owned()), ..desk.clone() }),
            None => Cow::Borrowed(desk),
        }
    }

    fn lookup(&self, _id: &ExternalId, desk: &Desk, _settings: &Settings) -> Option<Request> {
        let path = format!("{}?labels=oces&state=all&per_page=100", issues(desk));
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let body = json!({
            "title": clip(&line(new.title), LONGEST_TITLE),
            "body": marked(Some(&new.id), new.text, new.state, LONGEST_BODY),
            "labels": ["oces"],
        });
        Requests::one("POST", &issues(new.desk), body)
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let issue = format!("{}/{}", issues(change.desk), ticket(change.number));
        let body = json!({ "body": marked(None, change.comment, change.state, LONGEST_BODY) });
        let first = Request { method: "POST", path: format!("{issue}/comments"), body };
        let state = match change.kind {
            Kind::Close => Some(json!({ "state": "closed", "state_reason": "completed" })),
            Kind::Reopen => Some(json!({ "state": "open", "state_reason": "reopened" })),
            Kind::Update | Kind::Create => None,
        };
        let then = state.map(|body| Request { method: "PATCH", path: issue, body });
        Requests { first, then: then.into_iter().collect() }
    }

    fn remarks(&self, requests: &[&Requests], danish: bool) -> Vec<String> {
        let there = requests.iter().any(|one| one.first.path.contains("{ticket}"));
        if !there {
            return Vec::new();
        }
        vec![listed(danish)]
    }
}

/// What a sender must know of a look-up by list.
pub(super) fn listed(danish: bool) -> String {
    let text = if danish {
        "Opslaget giver en liste over flere sider: sagen er den, hvis tekst begynder med <!-- oces-id: … -->"
    } else {
        "The look-up gives a list of several pages: the ticket is the one whose text begins with <!-- oces-id: … -->"
    };
    text.to_owned()
}

/// The number where it is known of which place, else what stands for it.
pub(super) fn ticket(number: Option<&str>) -> &str {
    let digits = number.and_then(|number| number.rsplit_once('#')).map(|(_, digits)| digits);
    digits.filter(|digits| !digits.is_empty() && digits.bytes().all(|one| one.is_ascii_digit())).unwrap_or("{ticket}")
}

/// A text with its hidden marks in at most `longest` UTF-16 units.
pub(super) fn marked(id: Option<&ExternalId>, text: &str, state: &str, longest: usize) -> String {
    let head = id.map(|id| format!("<!-- oces-id: {id} -->\n\n")).unwrap_or_default();
    // `--` would end the comment; between quotes, where alone it can be, this is the same.
    let tail = format!("\n\n<!-- oces-state: {} -->", state.replace("--", "-\\u002d").replace('\n', " "));
    let text = text.replace("<!--", "&lt;!--");
    let units = |text: &str| text.encode_utf16().count();
    let room = longest.saturating_sub(units(&head));
    if units(&text) + units(&tail) <= room { head + &text + &tail } else { head + &clip(&text, room) }
}

fn issues(desk: &Desk) -> String {
    let (owner, name) = repository(desk).unwrap_or(("{owner}", "{repo}"));
    format!("/repos/{owner}/{name}/issues")
}

/// The two parts of `owner/name`, if they are such.
fn repository(desk: &Desk) -> Option<(&str, &str)> {
    let (owner, name) = desk.queue.as_deref()?.split_once('/')?;
    let of = |text: &str, longest: usize, more: &str| {
        let known = |char: char| char.is_ascii_alphanumeric() || more.contains(char);
        (1..=longest).contains(&text.len()) && text.chars().all(known)
    };
    // What is let through needs no percent-encoding; two dots would lead out of the path.
    let good = of(owner, 39, "-_") && of(name, 100, "-._") && !name.bytes().all(|octet| octet == b'.');
    good.then_some((owner, name))
}
