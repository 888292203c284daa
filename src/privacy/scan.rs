//! What a report says of its scans and of an earlier one, without what names a person.

use super::cover::Cover;
use super::finding;
use super::marks::Slot;
use crate::diff::Diff;
use crate::report::Scan;
use data_encoding::BASE64;
use serde_json::Value;

/// Deeper values are taken out: no scan tells any.
const DEEPEST: usize = 32;

pub(super) fn veil(scan: &mut Scan, cover: &mut Cover) {
    let Scan {
        id: _,
        scope,
        host,
        started_at: _,
        finished_at: _,
        as_of: _,
        roots,
        base,
        bar: _,
        options,
        uid: _,
        capabilities: _,
        personal_data: _,
        baseline: _,
        organisation,
        complete: _,
        incomplete_reasons,
        stages,
        catalogue_version: _,
    } = scan;
    // What another part would need goes: it is not gone on with.
    if let Some(stopped) = &mut stages.stopped {
        stopped.again.clear();
    }
    // Its names are of issuers, and its parts have but numbers.
    for one in stages.stopped.iter_mut().flat_map(|stopped| &mut stopped.left) {
        cover.path_buf(&mut one.root);
        cover.path_buf(&mut one.path);
    }
    for text in [scope, host].into_iter().chain(organisation) {
        cover.foreign(text);
    }
    for root in roots.iter_mut().chain(base) {
        cover.path_buf(root);
    }
    for value in options.values_mut() {
        veil_value(value, cover);
    }
    for text in incomplete_reasons.iter_mut() {
        cover.sentence(text);
    }
}

/// Another scan's own words.
pub(super) fn veil_value(value: &mut Value, cover: &mut Cover) {
    veil_deep(value, DEEPEST, cover);
}

fn veil_deep(value: &mut Value, deep: usize, cover: &mut Cover) {
    match value {
        _ if deep == 0 => *value = Value::Null,
        Value::String(text) => cover.foreign(text),
        Value::Array(values) => values.iter_mut().for_each(|one| veil_deep(one, deep - 1, cover)),
        Value::Object(map) => {
            for (key, one) in map.iter_mut() {
                match one {
                    Value::String(text) if key.ends_with("Bytes") => veil_base64(text, cover),
                    // What became of personal data is told for the whole report.
                    one => veil_deep(one, deep - 1, cover),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The octets of a path.
fn veil_base64(text: &mut String, cover: &mut Cover) {
    let octets = BASE64.decode(text.as_bytes()).unwrap_or_default();
    if let Some(new) = cover.octets(&octets, Slot::Path) {
        *text = BASE64.encode(&new);
    }
}

/// What changed since an earlier report. Certificates that are gone are not in
/// this one: they may have been a person's. Whose they were is known by now.
pub(super) fn veil_diff(diff: &mut Diff, cover: &mut Cover) {
    let Diff { since: _, new, gone, not_looked_at, remaining: _, planned: _, done: _, remarks, former } = diff;
    former.clear();
    for findings in [new, gone, not_looked_at] {
        finding::veil_all(findings, cover);
    }
    cover.all_ours(remarks);
}
