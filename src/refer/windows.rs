//! The inventory of a Windows machine: the thumbprints in its bindings say
//! what is in use. Those that only identify what it lists do not.

use serde_json::Value;

/// A certificate that something on the machine is bound to.
pub(super) struct Binding {
    pub(super) thumbprint: String,
    pub(super) setting: Box<str>,
}

/// The value of `format`, by which the file is known, and how far it is looked for.
const FORMAT: &[u8] = b"\"oces-windows-inventory\"";
const HEAD: usize = 512;

/// More are not read.
const MAX_BINDINGS: usize = 1000;

/// The bindings, if the text is such an inventory.
pub(super) fn bindings(text: &[u8]) -> Option<Vec<Binding>> {
    memchr::memmem::find(text.get(..text.len().min(HEAD))?, FORMAT)?;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let Ok(Value::Object(inventory)) = serde_json::from_slice(text) else { return Some(Vec::new()) };
    let lists = inventory.into_iter().filter(|(name, _)| name.to_ascii_lowercase().ends_with("bindings"));
    let one_by_one = lists.flat_map(|(_, list)| match list {
        // PowerShell writes a list of one as its only entry.
        Value::Array(list) => list,
        one => vec![one],
    });
    Some(one_by_one.filter_map(|one| binding(&one)).take(MAX_BINDINGS).collect())
}

fn binding(one: &Value) -> Option<Binding> {
    let field = |names: &[&str]| names.iter().find_map(|name| one.get(name)?.as_str().filter(|text| !text.is_empty()));
    let thumbprint = field(&["thumbprint", "certificateHash", "certhash"])?;
    let endpoint = field(&["endpoint", "binding", "site"]).unwrap_or_default();
    let endpoint: String = endpoint.chars().filter(|c| !c.is_control()).take(60).collect();
    let setting = format!("binding {endpoint}");
    Some(Binding { thumbprint: thumbprint.to_owned(), setting: setting.trim_end().into() })
}
