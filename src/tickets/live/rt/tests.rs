//! Against answers as a real RT 5.0.3 gave them.

use super::item::{Item, apart, text_of};
use super::texts::state_in;
use crate::tickets::tracker::Settings;
use serde_json::{Value, json};

const ID: &str = "oces:v1:0123456789abcdef0123456789abcdef";
const STATE: &str = r#"{"v":1,"per":"system","is":"present","scans":{},"places":[]}"#;

fn item(number: &str, into: &str, id: &str) -> Value {
    json!({ "type": "ticket", "id": number, "EffectiveId": into, "Status": "new", "CustomFields": [
        { "id": "3", "name": "oces_state", "type": "customfield", "values": [STATE] },
        { "id": "2", "name": "oces_id", "type": "customfield", "values": [id] },
    ] })
}

fn read(item: &Value) -> Item {
    Item::read(item, &Settings::default()).unwrap()
}

#[test]
fn an_item_is_read_by_the_name_or_number_of_its_fields() {
    let one = read(&item("7", "7", ID));
    assert_eq!((one.number.as_str(), one.into.as_deref()), ("7", None));
    assert_eq!(one.id.unwrap().to_string(), ID);
    assert!(one.state.is_some());
    let settings = Settings { field: Some("2".to_owned()), ..Settings::default() };
    assert!(Item::read(&item("7", "7", ID), &settings).unwrap().id.is_some());
}

#[test]
fn what_others_wrote_into_the_field_is_none_of_ours() {
    for other in ["see INC-4", &ID.to_uppercase(), &format!("{ID} ?")] {
        let one = read(&item("7", "7", other));
        assert!(one.id.is_none() && one.other, "{other}");
    }
    assert!(!read(&item("7", "7", "")).other);
}

#[test]
fn a_merged_ticket_is_there_and_is_not_written_to() {
    let one = read(&item("7", "9", ID)).standing(false);
    assert_eq!(one.number.as_deref(), Some("9"));
    assert!(one.open && !one.remembers && one.state.is_none());
}

#[test]
fn a_merged_ticket_does_not_count_beside_one_that_stands() {
    let both = vec![read(&item("7", "10", ID)), read(&item("10", "10", ID)), read(&item("9", "10", ID))];
    let numbers: Vec<String> = apart(both).into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, ["10"]);
    let merged = vec![read(&item("9", "4", ID)), read(&item("7", "4", ID))];
    let numbers: Vec<String> = apart(merged).into_iter().map(|one| one.number).collect();
    assert_eq!(numbers, ["7"]);
}

#[test]
fn a_number_is_digits_alone() {
    assert_eq!(text_of(Some(&json!("12"))).as_deref(), Some("12"));
    assert_eq!(text_of(Some(&json!(12))).as_deref(), Some("12"));
    for other in [json!("1/../2"), json!(""), json!(-1), Value::Null] {
        assert_eq!(text_of(Some(&other)), None);
    }
}

#[test]
fn a_state_is_read_from_its_own_line_alone() {
    assert!(state_in(&format!("text\n\noces-state: {STATE}\n")).is_some());
    assert!(state_in(&format!("> oces-state: {STATE}")).is_none());
    assert!(state_in(&format!("see oces-state: {STATE}")).is_none());
    assert!(state_in("oces-state: {}").is_none());
}
