//! Trackers: what each calls things, how long its fields are, and the requests
//! it takes. A tracker is one file in `tracker/` and one line in [`TRACKERS`].
//!
//! Decides nothing and sends nothing.

mod github;
mod gitlab;
mod jira;
mod jira_csv;
pub(super) mod redmine;
pub(super) mod rt;
mod servicenow;
mod topdesk;

use super::decide::Kind;
use super::markup::Markup;
use super::{Desk, ExternalId};
use crate::check::Severity;
use crate::report::text::uri;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use time::Date;

/// What a site's tracker calls things. What is empty has the tracker's default.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Where tickets go that nobody's `[[owner]]` names.
    pub desk: Desk,
    /// The field with our identity, by name or number.
    pub field: Option<String>,
    /// The field in which a ticket remembers, by name or number.
    pub state_field: Option<String>,
    /// The status of a closed ticket.
    pub closed_status: Option<String>,
    /// The status of a ticket that is opened again.
    pub open_status: Option<String>,
    /// The type of a ticket.
    pub issue_type: Option<String>,
    /// Danish instead of English.
    pub danish: bool,
    /// What a live server told of itself, such as numbers of fields and statuses.
    pub learned: BTreeMap<String, String>,
    /// Whether a ticket remembers in its texts, because the server has no field for it.
    pub state_in_text: bool,
}

/// One request, its path below the server's address.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    /// `GET`, `POST`, `PUT` or `PATCH`.
    pub method: &'static str,
    /// The path with its query; `{ticket}` stands for the tracker's number where that is not known.
    pub path: String,
    /// The body; `null` where there is none.
    pub body: Value,
}

/// The requests of one operation, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requests {
    /// The one that does it.
    pub first: Request,
    /// What follows.
    pub then: Vec<Request>,
}

impl Requests {
    /// One request alone.
    pub fn one(method: &'static str, path: &str, body: Value) -> Requests {
        Requests { first: Request { method, path: path.to_owned(), body }, then: Vec::new() }
    }
}

/// Several tickets made by one request.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Whose, in the order of the request.
    pub creates: Vec<ExternalId>,
    /// How those that are there already are found: they must be left out.
    pub lookup: Request,
    /// What makes the others.
    pub request: Request,
}

/// A ticket to be made.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Create<'c> {
    pub id: ExternalId,
    pub title: &'c str,
    pub text: &'c str,
    pub severity: Severity,
    pub due: Option<Date>,
    pub desk: &'c Desk,
    pub state: &'c str,
    pub settings: &'c Settings,
}

/// A ticket to be changed.
#[derive(Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Change<'c> {
    pub id: ExternalId,
    pub kind: Kind,
    /// The tracker's number, if it is known.
    pub number: Option<&'c str>,
    pub comment: &'c str,
    pub desk: &'c Desk,
    pub state: &'c str,
    pub settings: &'c Settings,
}

impl Change<'_> {
    /// The number where it can be a part of a path as it is, or else what stands for it: a list
    /// that somebody gave may hold anything.
    pub fn ticket(&self) -> &str {
        let safe = |number: &&str| {
            !number.is_empty() && number.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet))
        };
        self.number.filter(safe).unwrap_or("{ticket}")
    }
}

/// A tracker.
pub trait Tracker: Sync {
    /// Its name on the command line.
    fn id(&self) -> &'static str;
    /// The marks of its texts.
    fn markup(&self) -> Markup;
    /// The longest title, in characters.
    fn longest_title(&self) -> usize;
    /// A title as it fits.
    fn title(&self, title: &str) -> String {
        clip(&line(title), self.longest_title())
    }
    /// The longest text, in characters.
    fn longest_text(&self) -> usize;
    /// What a ticket must have that this one has not, for people, in English.
    fn lacks(&self, _desk: &Desk) -> Option<&'static str> {
        None
    }
    /// Where a ticket of this number is, if the number tells more of that than the desk.
    fn home<'d>(&self, _number: Option<&str>, desk: &'d Desk) -> Cow<'d, Desk> {
        Cow::Borrowed(desk)
    }
    /// How a ticket is found; `None` where there is nothing to ask.
    fn lookup(&self, id: &ExternalId, desk: &Desk, settings: &Settings) -> Option<Request>;
    /// How a ticket is made.
    fn create(&self, new: &Create<'_>) -> Requests;
    /// How a ticket is told of a change, opened again or closed.
    fn change(&self, change: &Change<'_>) -> Requests;
    /// The same operations as a file to import, where that is how they come in.
    fn import(&self, _bodies: &[&Value]) -> Option<String> {
        None
    }
    /// The same new tickets in requests that make several at once.
    fn batches(&self, _creates: &[(ExternalId, &Value)]) -> Vec<Batch> {
        Vec::new()
    }
    /// What a sender of these requests must know.
    fn remarks(&self, _requests: &[&Requests], _danish: bool) -> Vec<String> {
        Vec::new()
    }
}

/// The trackers.
pub static TRACKERS: &[&dyn Tracker] = &[
    &rt::Rt,
    &redmine::Redmine,
    &jira::Jira,
    &jira_csv::JiraCsv,
    &servicenow::ServiceNow,
    &topdesk::TopDesk,
    &github::GitHub,
    &gitlab::GitLab,
];

/// A text as a part of a path or a query: all but letters, digits and `-._~` is
/// percent-encoded.
pub(super) fn percent(text: &str) -> String {
    uri::segment(text.as_bytes())
}

/// A text in at most so many UTF-16 units, which is how Java, .NET and `JavaScript`
/// count, and never fewer than characters.
pub(super) fn clip(text: &str, longest: usize) -> String {
    if text.len() <= longest || text.encode_utf16().count() <= longest {
        return text.to_owned();
    }
    let mut units = 1;
    let fits = |char: &char| {
        units += char.len_utf16();
        units <= longest
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    let breaks = |char: char| char.is_control() || matches!(char, '\u{2028}' | '\u{2029}');
    text.chars().map(|char| if breaks(char) { ' ' } else { char }).collect()
}
