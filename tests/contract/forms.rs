//! What design section 3 says of each value, written without the program's
//! own types: keys, words and forms.

use serde_json::Value;

/// A form: what a value must look like.
pub type Form = fn(&Value) -> bool;

/// One key of an object; `?` behind its name: it may be absent.
pub type Key = (&'static str, Form);

/// Every key there, nothing ill-formed, every name camelCase.
pub fn hold(what: &str, object: &Value, keys: &[Key]) {
    let map = object.as_object().unwrap_or_else(|| panic!("{what} is no object: {object}"));
    for (name, form) in keys {
        let bare = name.trim_end_matches('?');
        match map.get(bare) {
            Some(value) => assert!(form(value), "{what}.{bare}: {value}"),
            None => assert!(name.ends_with('?'), "{what}.{bare} is missing: {object}"),
        }
    }
    for name in map.keys().filter(|name| what != "scan.options" && !what.ends_with("skipped") && *name != "failures") {
        let camel = name.starts_with(|one: char| one.is_ascii_lowercase());
        assert!(camel && name.chars().all(|one| one.is_ascii_alphanumeric()), "{what}.{name}");
    }
}

fn text_that(value: &Value, fits: impl Fn(&str) -> bool) -> bool {
    value.as_str().is_some_and(fits)
}

fn lower_hex(text: &str) -> bool {
    text.bytes().all(|one| one.is_ascii_digit() || (b'a'..=b'f').contains(&one))
}

pub fn text(value: &Value) -> bool {
    value.is_string()
}

pub fn some_text(value: &Value) -> bool {
    text_that(value, |text| !text.is_empty())
}

pub fn text_or_null(value: &Value) -> bool {
    value.is_null() || some_text(value)
}

pub fn truth(value: &Value) -> bool {
    value.is_boolean()
}

pub fn count(value: &Value) -> bool {
    value.is_u64()
}

pub fn from_one(value: &Value) -> bool {
    value.as_u64().is_some_and(|count| count > 0)
}

pub fn list(value: &Value) -> bool {
    value.is_array()
}

pub fn object(value: &Value) -> bool {
    value.is_object()
}

pub fn object_or_null(value: &Value) -> bool {
    value.is_null() || value.is_object()
}

pub fn both_languages(value: &Value) -> bool {
    some_text(&value["da"]) && some_text(&value["en"]) && value["da"] != value["en"]
}

/// Roles may be called the same in both languages.
pub fn roles(value: &Value) -> bool {
    some_text(&value["da"]) && some_text(&value["en"])
}

/// An absolute, lexical path.
pub fn path(value: &Value) -> bool {
    text_that(value, |text| {
        let lexical = text.split('/').skip(1).all(|part| !part.is_empty() && part != "." && part != "..");
        text == "/" || (text.starts_with('/') && lexical)
    })
}

pub fn base64(value: &Value) -> bool {
    text_that(value, |text| {
        data_encoding::BASE64.decode(text.as_bytes()).is_ok_and(|raw| std::str::from_utf8(&raw).is_err())
    })
}

/// Digits where the pattern has `0`, the same character elsewhere.
fn shaped(text: &str, pattern: &str) -> bool {
    let fits = |(one, wanted): (u8, u8)| if wanted == b'0' { one.is_ascii_digit() } else { one == wanted };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(fits)
}

pub fn instant(value: &Value) -> bool {
    text_that(value, |text| shaped(text, "0000-00-00T00:00:00Z"))
}

pub fn day(value: &Value) -> bool {
    text_that(value, |text| shaped(text, "0000-00-00"))
}

pub fn cvr(value: &Value) -> bool {
    value.is_null() || text_that(value, |text| shaped(text, "00000000"))
}

pub fn sha256(value: &Value) -> bool {
    text_that(value, |text| text.len() == 64 && lower_hex(text))
}

pub fn finding_id(value: &Value) -> bool {
    text_that(value, |text| text.len() == 32 && lower_hex(text))
}

/// Even digits, and no octet in front that only keeps a number positive.
pub fn serial(value: &Value) -> bool {
    text_that(value, |text| {
        let sign = text.len() > 2 && text.starts_with("00");
        !text.is_empty() && text.len().is_multiple_of(2) && lower_hex(text) && !sign
    })
}

pub fn key_identifier(value: &Value) -> bool {
    value.is_null() || text_that(value, |text| !text.is_empty() && text.len().is_multiple_of(2) && lower_hex(text))
}

/// RFC 4514: `TYPE=value`, divided by `,` without spaces.
pub fn name(value: &Value) -> bool {
    text_that(value, |text| text.contains('=') && !text.contains(", C=") && !text.starts_with('/'))
}

/// A word of a fixed list, for keys whose list is short.
macro_rules! words {
    ($($name:ident: $($word:literal)|+;)+) => {
        $(pub fn $name(value: &Value) -> bool { text_that(value, |text| matches!(text, $($word)|+)) })+
    };
}

words! {
    generation: "I" | "II" | "III";
    environment: "production" | "test";
    role: "root" | "issuing" | "end-entity";
    evidence: "fingerprint" | "chain" | "key-identifier" | "issuer-name";
    status: "blocked" | "to-be-blocked" | "retired" | "expired" | "expiring" | "current" | "not-yet";
    ownership: "own" | "foreign" | "unknown";
    place: "live" | "backup" | "archive" | "message" | "log" | "library" | "source";
    replacement_kind: "system" | "organisation" | "employee" | "none";
    basis: "counterparty" | "use" | "old-kind";
    successor_state: "confirmed" | "suspected" | "expired";
    state: "open" | "in-progress" | "done";
    severity: "error" | "warning" | "note";
    failure_kind: "unreadable" | "locked" | "corrupt" | "unsupported" | "limit-exceeded" | "unrecognized" | "changed" | "internal";
    rule: "oces2-key" | "oces2-certificate" | "oces2-ca" | "oces1-key" | "oces1-certificate" | "oces1-ca"
        | "oces3-expired" | "oces3-expiring" | "look-alike" | "unknown-authority" | "encrypted-mail"
        | "nemid-dependency" | "open-key" | "misplaced-key" | "shared-key" | "weak-password" | "missing-store";
    use_kind: "robot" | "secure-email" | "system-to-system";
    confidence: "high" | "medium" | "low";
    by: "path" | "file-name" | "alias" | "sha1" | "sha256" | "serial" | "subject-key-identifier" | "subject"
        | "identifier";
    evidence_what: "certificate-kind" | "mail-address" | "key-usage" | "encrypted-mail" | "counterparty" | "reference"
        | "robot-project" | "mail-gateway" | "application-server" | "folder" | "service-account" | "binding";
    firewall_action: "open" | "close";
    entry_kind: "expiry" | "lead" | "review";
    bound_to: "certificate" | "uuid";
    action_kind: "ask-owner" | "save-mail" | "replace-nemid" | "decide" | "fetch" | "trust" | "order" | "renew" | "register" | "swap" | "verify" | "retire";
}

pub fn kind(value: &Value) -> bool {
    let known =
        |text: &str| matches!(text, "poces" | "moces" | "voces" | "foces" | "employee" | "organisation" | "system");
    value.is_null() || text_that(value, known)
}
