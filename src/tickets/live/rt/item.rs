//! A ticket as RT lists it.

use super::{field, state_field};
use crate::tickets::tracker::Settings;
use crate::tickets::{ExternalId, Standing, State};
use serde_json::Value;
use std::collections::BTreeSet;

/// What counts of it.
pub struct Item {
    /// Its own number.
    pub number: String,
    /// The ticket that a person merged it into.
    pub into: Option<String>,
    /// Its identity, if the field can be seen and holds one.
    pub id: Option<ExternalId>,
    /// The field holds something else.
    pub other: bool,
    /// What it remembers, if there is a field for it.
    pub state: Option<State>,
}

impl Item {
    /// Reads one; `None` if it has no number.
    pub fn read(item: &Value, settings: &Settings) -> Option<Item> {
        let number = text_of(item.get("id"))?;
        let fields = item.get("CustomFields").and_then(Value::as_array);
        let value = |name: &str| {
            let field = fields?.iter().find(|field| is_named(field, name))?;
            field.get("values")?.as_array()?.first()?.as_str().filter(|value| !value.is_empty())
        };
        let held = value(field(settings));
        let id = held.and_then(ExternalId::parse);
        let into = item.get("EffectiveId");
        let into = text_of(into).or_else(|| text_of(into.and_then(|into| into.get("id"))));
        Some(Item {
            into: into.filter(|into| *into != number),
            id,
            other: held.is_some() && id.is_none(),
            state: value(state_field(settings)).and_then(State::parse),
            number,
        })
    }

    /// As the tracker's ticket. What a person merged into another ticket is there,
    /// and nothing is written to it: it would land in the other one.
    pub fn standing(&self, open: bool) -> Standing {
        let id = self.id.unwrap_or_else(|| ExternalId::of(crate::tickets::Per::System, &[]));
        match &self.into {
            Some(into) => Standing { id, number: Some(into.clone()), open: true, state: None, remembers: false },
            None => {
                Standing { id, number: Some(self.number.clone()), open, state: self.state.clone(), remembers: true }
            }
        }
    }
}

/// Lowest number first, merged ones only where none of their identity stands by itself.
pub fn apart(mut items: Vec<Item>) -> Vec<Item> {
    let alone: BTreeSet<ExternalId> = items.iter().filter(|one| one.into.is_none()).filter_map(|one| one.id).collect();
    items.sort_by(|one, other| (one.number.len(), &one.number).cmp(&(other.number.len(), &other.number)));
    let mut merged = BTreeSet::new();
    items.retain(|one| {
        let first = |id: ExternalId| !alone.contains(&id) && merged.insert(id);
        one.into.is_none() || one.id.is_none_or(first)
    });
    items
}

/// A number, as text or as number: RT does both.
pub fn text_of(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    // It becomes part of a path.
    (!text.is_empty() && text.bytes().all(|one| one.is_ascii_digit())).then_some(text)
}

/// Whether a custom field bears this name or number.
pub fn is_named(field: &Value, name: &str) -> bool {
    let is = |key: &str| field.get(key).and_then(Value::as_str) == Some(name);
    is("name") || is("id")
}
