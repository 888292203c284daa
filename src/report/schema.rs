//! The JSON Schema of the report (draft 2020-12): strict about fixed values
//! and required keys, open for keys that later minor versions add.

use super::json;

/// The schema, as `oces schema` prints it.
pub fn schema() -> serde_json::Value {
    let mut schema = json::schema();
    for (key, text) in [
        ("$id", "urn:oces:report:1.0"),
        ("title", "oces report"),
        ("description", "What `oces scan -o json` writes, schemaVersion 1.0. Minor versions only add keys."),
    ] {
        schema.insert(key.to_owned(), text.into());
    }
    schema.to_value()
}
