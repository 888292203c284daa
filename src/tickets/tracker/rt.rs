//! Request Tracker 5, by its REST interface 2.0.
//!
//! *Behaviour*
//!
//! 1. A change is a comment, never correspondence: that would go by mail to
//!    those who asked. Only what is closed or opened again has its status set.
//! 2. The status comes before the comment. Broken off between them, the next
//!    run sees from the status and what the ticket remembers what is to be
//!    done; and where RT refuses the status, no comment is written every night.
//! 3. The field with what a ticket remembers is always written; RT passes over
//!    a field that it does not have.
//! 4. RT cuts a subject at 200 octets without a word and ignores a day without
//!    a time: both are made to fit here.

use crate::check::Severity;
use crate::tickets::decide::Kind;
use crate::tickets::markup::Markup;
use crate::tickets::tracker::{Change, Create, Request, Requests, Settings, Tracker, percent};
use crate::tickets::{Desk, ExternalId};
use serde_json::{Value, json};

/// Request Tracker.
pub struct Rt;

impl Tracker for Rt {
    fn id(&self) -> &'static str {
        "rt"
    }

    fn markup(&self) -> Markup {
        Markup::Plain
    }

    fn longest_title(&self) -> usize {
        200
    }

    fn title(&self, title: &str) -> String {
        let words: Vec<&str> = title.split(|one: char| one.is_whitespace() || one.is_control()).collect();
        cut(&words.join(" "), self.longest_title())
    }

    fn longest_text(&self) -> usize {
        200_000
    }

    fn lacks(&self, desk: &Desk) -> Option<&'static str> {
        desk.queue.is_none().then_some("a queue")
    }

    fn lookup(&self, id: &ExternalId, _desk: &Desk, settings: &Settings) -> Option<Request> {
        // Merged tickets are found only where EffectiveId is named.
        let query = format!("CF.{{{}}} = '{id}' AND EffectiveId > 0", field(settings));
        let path =
            format!("/REST/2.0/tickets?query={}&fields=Status,EffectiveId,CustomFields&orderby=id", percent(&query));
        Some(Request { method: "GET", path, body: Value::Null })
    }

    fn create(&self, new: &Create<'_>) -> Requests {
        let fields = json!({
            field(new.settings): new.id.to_string(),
            state_field(new.settings): new.state,
        });
        let mut body = json!({
            "Queue": new.desk.queue,
            "Subject": new.title,
            "Content": new.text,
            "ContentType": "text/plain",
            "Priority": priority(new.severity),
            "CustomFields": fields,
        });
        if let Some(due) = new.due {
            // RT takes it for UTC: at noon it is the same day in Denmark.
            body["Due"] = json!(format!("{due} 12:00:00"));
        }
        if let Some(caller) = new.desk.caller.as_deref().filter(|one| is_address(one)) {
            body["Requestor"] = json!(caller);
        }
        Requests { first: Request { method: "POST", path: "/REST/2.0/ticket".to_owned(), body }, then: Vec::new() }
    }

    fn change(&self, change: &Change<'_>) -> Requests {
        let ticket = change.ticket();
        let told = json!({
            "Content": change.comment,
            "ContentType": "text/plain",
            "CustomFields": { state_field(change.settings): change.state },
        });
        let comment = Request { method: "POST", path: format!("/REST/2.0/ticket/{ticket}/comment"), body: told };
        let status = match change.kind {
            Kind::Close => change.settings.closed_status.as_deref().unwrap_or("resolved"),
            Kind::Reopen => change.settings.open_status.as_deref().unwrap_or("open"),
            Kind::Update | Kind::Create => return Requests { first: comment, then: Vec::new() },
        };
        let path = format!("/REST/2.0/ticket/{ticket}");
        let first = Request { method: "PUT", path, body: json!({ "Status": status }) };
        Requests { first, then: vec![comment] }
    }
}

/// The custom field with our identity.
pub fn field(settings: &Settings) -> &str {
    settings.field.as_deref().unwrap_or("oces_id")
}

/// The custom field in which a ticket remembers, if the server has it.
pub fn state_field(settings: &Settings) -> &str {
    settings.state_field.as_deref().unwrap_or("oces_state")
}

/// RT makes a user of whatever is given as requestor, and writes to it.
fn is_address(text: &str) -> bool {
    let plain = |one: char| one.is_ascii_graphic() && !matches!(one, ',' | ';' | '<' | '>' | '"' | '(' | ')');
    text.chars().all(plain)
        && matches!(text.split_once('@'), Some((name, host)) if !name.is_empty() && host.contains('.') && !host.contains('@'))
}

/// A text of so many octets at most, with whole characters.
fn cut(text: &str, octets: usize) -> String {
    if text.len() <= octets {
        return text.to_owned();
    }
    let room = octets.saturating_sub('…'.len_utf8());
    let end = text.char_indices().map(|(at, one)| at + one.len_utf8()).take_while(|end| *end <= room).last();
    format!("{}…", text.get(..end.unwrap_or_default()).unwrap_or_default().trim_end())
}

/// 0 to 100; RT shows the higher first.
fn priority(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 80,
        Severity::Warning => 50,
        Severity::Note => 20,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tickets::Per;
    use time::Date;

    fn change(kind: Kind) -> Requests {
        let (desk, settings) = (Desk::default(), Settings::default());
        let id = ExternalId::of(Per::System, &[b"a"]);
        let number = Some("7");
        Rt.change(&Change { id, kind, number, comment: "text", desk: &desk, state: "{}", settings: &settings })
    }

    #[test]
    fn a_subject_is_cut_by_octets_between_characters() {
        for long in ["æ".repeat(300), "🔐".repeat(90), format!("{}🔐", "a".repeat(198))] {
            let title = Rt.title(&long);
            assert!(title.len() <= 200 && title.len() > 190 && title.ends_with('…'), "{} {title}", title.len());
        }
        assert_eq!(Rt.title("linje1\nlinje2"), "linje1 linje2");
        assert_eq!(Rt.title(&"a".repeat(200)), "a".repeat(200));
    }

    #[test]
    fn an_update_is_one_comment_and_sets_no_status() {
        let requests = change(Kind::Update);
        assert_eq!(requests.first.path, "/REST/2.0/ticket/7/comment");
        assert_eq!(requests.first.body.get("Status"), None);
        assert_eq!(requests.first.body["CustomFields"]["oces_state"], "{}");
        assert!(requests.then.is_empty());
    }

    #[test]
    fn the_status_comes_before_the_comment_and_alone() {
        for (kind, status) in [(Kind::Close, "resolved"), (Kind::Reopen, "open")] {
            let requests = change(kind);
            assert_eq!((requests.first.method, requests.first.body), ("PUT", json!({ "Status": status })));
            let [comment] = requests.then.as_slice() else { panic!("{:?}", requests.then) };
            assert_eq!(comment.path, "/REST/2.0/ticket/7/comment");
        }
    }

    #[test]
    fn a_new_ticket_has_both_fields_a_time_and_no_requestor_but_an_address() {
        let settings = Settings::default();
        let made = |caller: &str| {
            let desk = Desk { queue: Some("Q".to_owned()), caller: Some(caller.to_owned()), ..Desk::default() };
            let (id, due) = (ExternalId::of(Per::System, &[b"a"]), Date::from_ordinal_date(2026, 304).ok());
            let (severity, settings, desk) = (Severity::Error, &settings, &desk);
            Rt.create(&Create { id, title: "t", text: "x", severity, due, desk, state: "{}", settings }).first.body
        };
        let body = made("it@example.dk");
        assert_eq!(body["Due"], "2026-10-31 12:00:00");
        assert_eq!(body["CustomFields"]["oces_id"], ExternalId::of(Per::System, &[b"a"]).to_string());
        assert_eq!(body["CustomFields"]["oces_state"], "{}");
        assert_eq!(body["Requestor"], "it@example.dk");
        for other in ["Driften", "a b@c.dk", "a@b.dk, c@d.dk", "a@b@c.dk", "@b.dk", "a@b"] {
            assert_eq!(made(other).get("Requestor"), None, "{other}");
        }
        assert_eq!(body.get("Owner"), None);
    }
}
