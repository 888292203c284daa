//! The JSON Schemas (draft 2020-12) of the report and of its lines: strict about
//! fixed values and required keys, open for keys that later minor versions add.

use super::json;
use schemars::Schema;

/// The schema of the report, as `oces schema` prints it.
pub fn schema() -> serde_json::Value {
    let about = "What `oces scan -o json` writes, schemaVersion 1.0. Minor versions only add keys.";
    titled(json::schema(), "urn:oces:report:1.0", "oces report", about)
}

/// The schema of each line of `-o ndjson`, as `oces schema --of ndjson` prints it.
pub fn line_schema() -> serde_json::Value {
    let about = "One line of what `oces scan -o ndjson` writes, schemaVersion 1.0. Minor versions only add keys and types. \
        The output is whole if its last line is the summary and `lines` is the number of lines.";
    titled(json::lines::schema(), "urn:oces:line:1.0", "oces line", about)
}

fn titled(mut schema: Schema, id: &str, title: &str, about: &str) -> serde_json::Value {
    for (key, text) in [("$id", id), ("title", title), ("description", about)] {
        schema.insert(key.to_owned(), text.into());
    }
    schema.to_value()
}
