//! The tool and its rules, the whole registry, each with its help; and what its
//! notifications are about.

use super::super::table::words::{advice, term};
use super::Message;
use super::rule::{Level, Rank, pascal, rank};
use crate::check::{RULES, Rule};
use crate::failure::FailureKind;
use crate::wording::{self, Text, Values};
use serde::Serialize;

/// The kind of notification about a reason for which a scan is not complete.
pub(super) const INCOMPLETE: &str = "scan-incomplete";

#[derive(Serialize)]
pub(super) struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    full_name: String,
    language: &'static str,
    semantic_version: &'static str,
    version: &'static str,
    /// Where the program is at home.
    information_uri: &'static str,
    rules: Vec<Descriptor>,
    notifications: Vec<Descriptor>,
}

/// A rule, or a kind of notification.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: String,
    name: String,
    short_description: Message,
    full_description: Message,
    help: Help,
    default_configuration: Configuration,
    message_strings: Strings,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: Level,
}

/// What is said where no more is known.
#[derive(Serialize)]
struct Strings {
    default: Message,
}

#[derive(Serialize)]
struct Properties {
    tags: [&'static str; 3],
    precision: &'static str,
    #[serde(rename = "problem.severity")]
    problem: &'static str,
    #[serde(rename = "security-severity")]
    security: &'static str,
}

impl Tool {
    pub(super) fn new(danish: bool) -> Tool {
        let version = env!("CARGO_PKG_VERSION");
        let kinds = FailureKind::ALL.into_iter().map(|kind| of_failure(kind, danish));
        Tool {
            driver: Driver {
                name: "oces",
                full_name: format!("oces {version}"),
                language: if danish { "da" } else { "en" },
                semantic_version: version,
                version,
                information_uri: env!("CARGO_PKG_HOMEPAGE"),
                rules: RULES.iter().map(|rule| of_rule(rule, danish)).collect(),
                notifications: kinds.chain([incomplete(danish)]).collect(),
            },
        }
    }
}

fn of_rule(rule: &Rule, danish: bool) -> Descriptor {
    let Rank { level, security, precision } = rank(rule.id);
    let told = |text: Text| text.told(danish).to_owned();
    let means = told(wording::text(&format!("rules.means.{}", rule.id)));
    let to_do = told(wording::text(&format!("rules.do.{}", rule.id)));
    Descriptor {
        properties: Some(Properties {
            tags: ["security", "certificates", "oces"],
            precision,
            problem: level.problem(),
            security,
        }),
        ..descriptor(rule.id, if danish { rule.summary_da } else { rule.summary_en }, (&means, &to_do), level)
    }
}

/// What the notifications about a kind of failure are about.
fn of_failure(kind: FailureKind, danish: bool) -> Descriptor {
    let word = term(kind.id(), danish);
    let title = wording::filled("rules.failure.title", &Values::from([("kind", Text::same(word))]));
    let unseen = wording::text("rules.failure.unseen");
    let said = (unseen.told(danish), advice(kind, danish));
    descriptor(&failure_id(kind), &format!("{}.", title.told(danish)), said, Level::Error)
}

fn incomplete(danish: bool) -> Descriptor {
    let unseen = wording::text("rules.failure.unseen");
    descriptor(INCOMPLETE, unseen.told(danish), (unseen.told(danish), ""), Level::Error)
}

/// The id of the notifications about a kind of failure.
pub(super) fn failure_id(kind: FailureKind) -> String {
    format!("failure-{}", kind.id())
}

fn descriptor(id: &str, title: &str, (means, to_do): (&str, &str), level: Level) -> Descriptor {
    Descriptor {
        id: id.to_owned(),
        name: pascal(id),
        short_description: Message::of(title),
        full_description: Message::of(means),
        help: Help {
            text: format!("{means} {to_do}").trim_end().to_owned(),
            markdown: format!("{means}\n\n{to_do}").trim_end().to_owned(),
        },
        default_configuration: Configuration { level },
        message_strings: Strings { default: Message::of(title) },
        properties: None,
    }
}
