//! The fixed words and forms of the report: what a consumer may rely on, each
//! written once, for the writer and for the schema.
//!
//! The lists stand here and not in the domain types on purpose: a renamed
//! variant must not change a published format unseen. A test compares them.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::marker::PhantomData;
use time::{Date, OffsetDateTime};

/// A text bound to a fixed list of words or to a form.
pub(super) struct Term<'a, B>(Cow<'a, str>, PhantomData<B>);

/// What binds a text.
pub(super) trait Bound {
    /// The JSON Schema of the texts that fit.
    fn schema() -> Schema;
}

impl<'a, B> Term<'a, B> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>) -> Term<'a, B> {
        Term(text.into(), PhantomData)
    }
}

impl<B> Serialize for Term<'_, B> {
    fn serialize<W: Serializer>(&self, serializer: W) -> Result<W::Ok, W::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<B: Bound> JsonSchema for Term<'_, B> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Term".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        B::schema()
    }
}

/// Marker types for words of which there are only so many.
macro_rules! words {
    ($($name:ident = [$($word:literal),+ $(,)?];)+) => {
        $(
            pub(super) struct $name;
            impl $name {
                pub(super) const WORDS: &'static [&'static str] = &[$($word),+];
            }
            impl Bound for $name {
                fn schema() -> Schema {
                    json_schema!({ "type": "string", "enum": Self::WORDS })
                }
            }
        )+
    };
}

/// Marker types for texts of a form, told by a regular expression.
macro_rules! forms {
    ($($name:ident = $pattern:literal;)+) => {
        $(
            pub(super) struct $name;
            impl Bound for $name {
                fn schema() -> Schema {
                    json_schema!({ "type": "string", "pattern": $pattern })
                }
            }
        )+
    };
}

words! {
    SchemaVersion = ["1.0"];
    Generation = ["I", "II", "III"];
    Environment = ["production", "test"];
    Role = ["root", "issuing", "end-entity"];
    Kind = ["poces", "moces", "voces", "foces", "employee", "organisation", "system"];
    Evidence = ["fingerprint", "chain", "key-identifier", "issuer-name"];
    Status = ["blocked", "to-be-blocked", "retired", "expired", "expiring", "current", "not-yet"];
    Ownership = ["own", "foreign", "unknown"];
    Place = ["live", "backup", "archive", "message", "log", "library", "source"];
    StepKind = ["base64", "compressed", "member", "utf-16"];
    EntryKind = ["expiry", "lead", "review"];
    UseKind = ["robot", "secure-email", "system-to-system"];
    Confidence = ["high", "medium", "low"];
    ReplacementKind = ["system", "organisation", "employee", "none"];
    ReplacementBasis = ["counterparty", "use", "old-kind"];
    SuccessorState = ["confirmed", "suspected", "expired"];
    State = ["open", "in-progress", "done"];
    FindingState = ["counted", "known", "ignored", "kept", "history"];
    PersonalData = ["show", "pseudonymise", "omit"];
    Keeping = ["kept", "overdue", "elsewhere"];
    Severity = ["error", "warning", "note"];
    FailureKind = ["unreadable", "locked", "corrupt", "unsupported", "limit-exceeded", "unrecognized", "changed", "internal"];
    By = ["path", "file-name", "alias", "sha1", "sha256", "serial", "subject-key-identifier", "subject", "identifier"];
    BoundTo = ["certificate", "uuid"];
    FirewallAction = ["open", "close"];
    LeftKind = ["file", "folder", "tree"];
    StopReason = ["time-limit"];
    KeyBasis = ["public-key", "local-key-id"];
}

forms! {
    Sha256 = "^[0-9a-f]{64}$";
    Sha1 = "^[0-9a-f]{40}$";
    Hex = "^([0-9a-f]{2})*$";
    FindingId = "^[0-9a-f]{32}$";
    Cvr = "^[0-9]{8}$";
    Base64 = "^[A-Za-z0-9+/]*={0,2}$";
    Day = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    Instant = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$";
}

impl<B> Term<'static, B> {
    /// Lower-case hexadecimal, no colons.
    pub(super) fn hex(bytes: &[u8]) -> Self {
        Term::new(data_encoding::HEXLOWER.encode(bytes))
    }
}

/// A day as `YYYY-MM-DD`.
pub(super) fn day(date: Date) -> Term<'static, Day> {
    Term::new(crate::report::text::day(date))
}

/// An instant in UTC, RFC 3339, whole seconds.
pub(super) fn instant(at: OffsetDateTime) -> Term<'static, Instant> {
    Term::new(crate::report::text::instant(at))
}

/// An instant from seconds since 1970; `None` if no calendar holds it.
pub(super) fn seconds(at: Option<i64>) -> Option<Term<'static, Instant>> {
    OffsetDateTime::from_unix_timestamp(at?).ok().map(instant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_published_words_are_those_of_the_rooms() {
        fn same<T: Copy>(all: &[T], id: fn(T) -> &'static str, words: &[&str]) {
            let ids: BTreeSet<&str> = all.iter().map(|value| id(*value)).collect();
            assert_eq!(ids, words.iter().copied().collect());
        }
        same(crate::classify::Kind::ALL, crate::classify::Kind::id, Kind::WORDS);
        same(crate::classify::Evidence::ALL, crate::classify::Evidence::id, Evidence::WORDS);
        same(crate::classify::Status::ALL, crate::classify::Status::id, Status::WORDS);
        same(crate::classify::Ownership::ALL, crate::classify::Ownership::id, Ownership::WORDS);
        same(&crate::inventory::By::ALL, crate::inventory::By::id, By::WORDS);
        same(&crate::clue::UseKind::ALL, crate::clue::UseKind::id, UseKind::WORDS);
        same(&crate::clue::Confidence::ALL, crate::clue::Confidence::id, Confidence::WORDS);
        same(&crate::place::Place::ALL, crate::place::Place::id, Place::WORDS);
        same(&crate::check::State::ALL, crate::check::State::id, FindingState::WORDS);
        same(&crate::report::PersonalData::ALL, crate::report::PersonalData::id, PersonalData::WORDS);
        same(&crate::ledger::Keeping::ALL, crate::ledger::Keeping::id, Keeping::WORDS);
        same(&crate::location::StepKind::ALL, crate::location::StepKind::id, StepKind::WORDS);
        same(&crate::failure::FailureKind::ALL, crate::failure::FailureKind::id, FailureKind::WORDS);
    }
}
