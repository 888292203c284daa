//! Lists of tickets in the forms in which the trackers export them. Written by
//! hand after their documentation; only Request Tracker and Redmine were run.

use oces::tickets::known::{read, text_of};
use serde_json::{Value, json};

const ONE: &str = "00112233445566778899aabbccddeeff";
const OTHER: &str = "ffeeddccbbaa99887766554433221100";
const STATE: &str = r#"{"v":1,"per":"system","is":"present","scans":{},"places":[]}"#;

/// Number, open, whether it remembers, of each.
fn known(text: &str) -> Vec<(String, bool, bool)> {
    let one = |one: oces::tickets::Standing| {
        assert!([ONE, OTHER].contains(&one.id.digits().as_str()));
        (one.number.unwrap_or_default(), one.open, one.state.is_some())
    };
    read(text).unwrap_or_else(|why| panic!("{why}: {text}")).into_iter().map(one).collect()
}

fn row(number: &str, open: bool) -> (String, bool, bool) {
    (number.to_owned(), open, false)
}

fn refused(text: &str, why: &str) {
    let said = read(text).expect_err(text);
    assert!(said.contains(why), "{said}");
}

#[test]
fn our_own_list() {
    let text = format!("externalId;ticket;state\noces:v1:{ONE};7;open\noces:v1:{OTHER};8;Closed\n;9;open\n");
    assert_eq!(known(&text), [row("7", true), row("8", false)]);
    let text = json!([{ "externalId": format!("oces:v1:{ONE}"), "ticket": "7", "state": "open", "ocesState": STATE }]);
    assert_eq!(known(&text.to_string()), [("7".to_owned(), true, true)]);
    assert_eq!(known(&format!("sep=;\r\nexternalId;ticket;state\r\noces:v1:{ONE};7;åben\r\n")), [row("7", true)]);
}

#[test]
fn request_tracker() {
    // The spreadsheet of a search quotes nothing.
    let heading = "id\tSubject\tStatus\tQueueName\tCustomField.{oces_id}\tCustomField.{oces_state}\n";
    let text = format!(
        "{heading}12\t\"OCES: Løn\tresolved\tOCES\toces:v1:{ONE}\t\n13\tNo \"quote\tnew\tOCES\t\t\n14\tx\topen\tOCES\toces:v1:{OTHER}\t{STATE}\n"
    );
    assert_eq!(known(&text), [row("12", false), ("14".to_owned(), true, true)]);
    let item = |id: &str, status: &str, digits: &str| {
        json!({ "type": "ticket", "id": id, "Status": status, "CustomFields": [
            { "id": "1", "type": "customfield", "name": "oces_id", "values": [format!("oces:v1:{digits}")] },
            { "id": "2", "type": "customfield", "name": "oces_state", "values": [STATE] },
        ] })
    };
    let page =
        |items: &[Value], total: u64| json!({ "items": items, "count": items.len(), "pages": 1, "total": total });
    let items = [item("12", "stalled", ONE), item("13", "deleted", OTHER)];
    assert_eq!(known(&page(&items, 2).to_string()), [("12".to_owned(), true, true)]);
    refused(&page(&items, 3).to_string(), "2 of 3 tickets");
    // Pages one after the other are one list.
    assert_eq!(known(&format!("{}\n{}", page(&items[..1], 2), page(&items[1..], 2))).len(), 1);
    let more = json!({ "items": items, "next_page": "https://rt/REST/2.0/tickets?page=2" });
    refused(&more.to_string(), "export all pages");
}

#[test]
fn redmine() {
    let english = format!(
        "#,Project,Tracker,Parent task,Status,Subject,Closed,oces_id\n7,OCES,Bug,\"\",Resolved,\"a, \"\"b\"\"\nc\",11/22/2026,oces:v1:{ONE}\n8,OCES,Bug,,Closed,x,,oces:v1:{OTHER}\n"
    );
    assert_eq!(known(&english), [row("7", true), row("8", false)]);
    let danish = format!(
        "#;Projekt;Tracker;Status;Emne;Lukket;oces_id\n7;OCES;Fejl;Løst;Løn;22-11-2026;oces:v1:{ONE}\n8;OCES;Fejl;Afvist;x;;oces:v1:{OTHER}\n"
    );
    assert_eq!(known(&danish), [row("7", true), row("8", false)]);
    // As Redmine exports it in Danish.
    let latin: Vec<u8> = danish.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect();
    assert_eq!(text_of(&latin), danish);
    let wide: Vec<u8> = "\u{feff}æ".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(text_of(&wide), "\u{feff}æ");
    let issue = |status: Value| {
        json!({ "issues": [{ "id": 7, "project": { "id": 1, "name": "OCES" }, "tracker": { "id": 1, "name": "Bug" },
            "status": status, "subject": "x", "custom_fields": [{ "id": 1, "name": "oces_id", "value": format!("oces:v1:{ONE}") }] }],
            "total_count": 1, "offset": 0, "limit": 25 })
    };
    assert_eq!(known(&issue(json!({ "id": 5, "name": "Arkiv", "is_closed": true })).to_string()), [row("7", false)]);
    assert_eq!(known(&issue(json!({ "id": 3, "name": "Resolved" })).to_string()), [row("7", true)]);
}

#[test]
fn jira() {
    let issue = |category: &str, properties: Value| {
        json!({ "id": "10001", "key": "OCES-7", "properties": properties, "fields": {
            "labels": ["oces", format!("oces-id-{ONE}")],
            "status": { "name": "Ude at gå", "id": "3", "statusCategory": { "id": 4, "key": category, "name": "X" } } } })
    };
    let page = |issue: Value, more: Value| {
        let mut page = json!({ "issues": [issue] });
        page.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        page.to_string()
    };
    assert_eq!(known(&page(issue("done", json!({})), json!({ "total": 1 }))), [row("OCES-7", false)]);
    let own = json!({ "oces.ticket": { "externalId": format!("oces:v1:{ONE}"), "state": STATE } });
    let both = known(&page(issue("indeterminate", own), json!({ "isLast": true })));
    assert_eq!(both, [("OCES-7".to_owned(), true, true)]);
    refused(&page(issue("new", json!({})), json!({ "total": 51 })), "1 of 51");
    refused(&page(issue("new", json!({})), json!({ "isLast": false, "nextPageToken": "x" })), "export all pages");
    // Columns of one name: the last one is often empty.
    let csv = format!(
        "Summary,Issue key,Issue id,Status,Status Category,Labels,Labels,Labels\nx,OCES-7,10001,Ude at gå,Done,oces,oces-id-{ONE},\ny,OCES-8,10002,To Do,,,,\n"
    );
    assert_eq!(known(&csv), [row("OCES-7", false)]);
    let twice = format!("Issue key,Status,Labels\nOCES-7,Done,oces oces-id-{ONE} oces-id-{OTHER}\n");
    refused(&twice, "several identities");
}

#[test]
fn servicenow() {
    let result = |state: Value, active: Value| {
        json!({ "result": [{ "sys_id": "0123456789abcdef0123456789abcdef", "number": "INC0010023", "state": state,
            "active": active, "correlation_id": format!("oces:v1:{ONE}"), "assignment_group": { "link": "x", "value": "y" } }] })
        .to_string()
    };
    // What is resolved is active still.
    assert_eq!(known(&result(json!("6"), json!("true"))), [row("INC0010023", false)]);
    assert_eq!(known(&result(json!("3"), json!("true"))), [row("INC0010023", true)]);
    assert_eq!(known(&result(json!("18"), json!("false"))), [row("INC0010023", false)]);
    let both = json!({ "display_value": "Under behandling", "value": "2" });
    assert_eq!(known(&result(both, json!("true"))), [row("INC0010023", true)]);
    let csv = format!("\"number\",\"state\",\"correlation_id\"\n\"INC0010023\",\"On Hold\",\"oces:v1:{ONE}\"\n");
    assert_eq!(known(&csv), [row("INC0010023", true)]);
    // A number is a state of ServiceNow's alone.
    refused(&format!("externalId,state\noces:v1:{ONE},6\n"), "`6`, which is not known");
}

#[test]
fn topdesk() {
    let incident = |number: &str, status: &str, completed: bool, closed: bool, digits: &str| {
        json!({ "id": "a-b", "number": number, "externalNumber": format!("oces:v1:{digits}"), "status": status,
            "processingStatus": { "id": "x", "name": "Afventer leverandør" }, "completed": completed, "closed": closed })
    };
    let list = json!([
        incident("I 2611 042", "firstLine", false, false, ONE),
        incident("I 2611 043", "secondLine", true, false, OTHER),
        incident("I 2611 044", "partial", false, false, ONE),
        { "number": "I 2611 045", "externalNumber": "", "closed": false },
    ]);
    assert_eq!(known(&list.to_string()), [row("I 2611 042", true), row("I 2611 043", false)]);
    let csv = format!("Nummer;Eksternt nummer;Lukket\nI 2611 042;oces:v1:{ONE};Nej\nI 2611 043;oces:v1:{OTHER};Ja\n");
    assert_eq!(known(&csv), [row("I 2611 042", true), row("I 2611 043", false)]);
}

#[test]
fn github() {
    let body = format!("<!-- oces-id: oces:v1:{ONE} -->\r\n\r\ntext\r\n\r\n<!-- oces-state: {STATE} -->\r\n");
    let issue = |number: u64, body: &str, comments: u64| {
        json!({ "id": 99, "number": number, "state": "closed", "comments": comments, "labels": [{ "id": 1, "name": "oces" }],
            "url": format!("https://api.github.com/repos/kommune/drift/issues/{number}"),
            "html_url": format!("https://github.com/kommune/drift/issues/{number}"), "body": body, "user": { "login": "bot" } })
    };
    assert_eq!(known(&json!([issue(7, &body, 0)]).to_string()), [("kommune/drift#7".to_owned(), false, true)]);
    // What was said later is not in this list, and knows better.
    assert_eq!(known(&json!([[issue(7, &body, 1)], []]).to_string()), [row("kommune/drift#7", false)]);
    let mut pull = issue(8, &body, 0);
    pull["pull_request"] = json!({ "url": "x" });
    let mut strange = issue(9, &body, 0);
    strange["labels"] = json!([{ "name": "bug" }]);
    let quoted = body.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n");
    let mentioned = format!("see oces:v1:{ONE}");
    let list = json!([pull, strange, issue(10, &quoted, 0), issue(11, &mentioned, 0), issue(12, "", 0)]);
    assert_eq!(known(&list.to_string()), []);
    let cli = json!([{ "number": 7, "state": "OPEN", "body": body, "labels": [{ "name": "oces" }], "comments": [],
        "url": "https://github.com/kommune/drift/issues/7" }]);
    assert_eq!(known(&cli.to_string()), [("kommune/drift#7".to_owned(), true, true)]);
}

#[test]
fn gitlab() {
    let issue = json!([{ "id": 4711, "iid": 7, "project_id": 3, "state": "opened", "labels": ["oces", format!("oces::{ONE}")],
        "references": { "short": "#7", "relative": "#7", "full": "it/drift/oces#7" }, "user_notes_count": 0,
        "description": format!("<!-- oces-id: oces:v1:{ONE} -->\n\nx\n\n<!-- oces-state: {STATE} -->"),
        "web_url": "https://gitlab.example/it/drift/oces/-/issues/7" }]);
    assert_eq!(known(&issue.to_string()), [("it/drift/oces#7".to_owned(), true, true)]);
}

#[test]
fn what_is_broken_or_no_list_is_an_error() {
    refused("", "no column");
    refused("number,state\n7,open\n", "no column");
    refused(&format!("externalId,ticket\noces:v1:{ONE},7\n"), "row 1: oces:v1:");
    refused(&format!("externalId,state\noces:v1:{ONE},perhaps\u{1b}[31m\n"), "the state `perhaps[31m`");
    refused(&format!("externalId,title,state\noces:v1:{ONE},\"x,open\noces:v1:{OTHER},y,open\n"), "a quote has no end");
    refused(&format!("externalId,state\noces:v1:{ONE},open,more\n"), "3 cells, and the heading 2");
    refused("{\"result\": {}}", "no list");
    refused("{\"name\": []}", "no list");
    refused("[1]", "row 1: it is no object");
    refused("{\"kind\": \"ticket-operations\", \"operations\": []}", "what `oces tickets plan` wrote");
    refused("[{}", "EOF");
    assert_eq!(known("[]"), []);
    assert_eq!(known("externalId,state\n"), []);
}
