//! A tracker of paper: hosts that are scanned, operations that are carried out
//! on a list, and the list that `--known` reads the next night.

use super::{list, oces, parse, text};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

/// A ticket on the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    pub id: String,
    pub number: String,
    pub open: bool,
    pub memory: String,
    /// What was written into it, first text first.
    pub texts: Vec<String>,
}

/// Hosts, reports and the list.
pub struct Desk {
    folder: tempfile::TempDir,
    pub tickets: Vec<Ticket>,
    /// Further arguments of each `tickets plan`.
    pub more: Vec<String>,
}

impl Desk {
    pub fn new(more: &[&str]) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        Desk { folder, tickets: Vec::new(), more: more.iter().map(ToString::to_string).collect() }
    }

    pub fn root(&self, host: &str) -> PathBuf {
        self.folder.path().join(host)
    }

    /// Puts a file of `testdata/made` on a host.
    pub fn put(&self, host: &str, path: &str, made: &str) {
        let store = fs::read(super::testdata("made").join(made)).expect("a store");
        self.write(host, path, &store);
    }

    pub fn write(&self, host: &str, path: &str, content: &[u8]) {
        let to = self.root(host).join(path);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::write(to, content).expect("a file");
    }

    pub fn remove(&self, host: &str, path: &str) {
        fs::remove_file(self.root(host).join(path)).expect("a file");
    }

    /// A file beside the hosts.
    pub fn beside(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, content).expect("a file");
        path.to_str().expect("UTF-8").to_owned()
    }

    /// Scans a host; the report lies beside it.
    pub fn scan(&self, host: &str, more: &[&str]) -> String {
        let root = self.root(host);
        // A host has other files too.
        self.write(host, "etc/hostname", host.as_bytes());
        let mut arguments = vec!["scan", root.to_str().expect("UTF-8"), "-o", "json", "--as-of", super::AS_OF];
        arguments.extend(["--scope", host]);
        arguments.extend(more);
        let report = parse(&oces(&arguments));
        self.beside(&format!("{host}.json"), &report.to_string())
    }

    /// What is planned with these reports, and nothing done.
    pub fn plan(&self, reports: &[&str], more: &[&str]) -> Value {
        let rows: Vec<Value> = self.tickets.iter().map(row).collect();
        let known = self.beside("known.json", &json!(rows).to_string());
        let mut arguments = vec!["tickets", "plan", "--for", "rt", "--queue", "Q", "--known", &known];
        arguments.extend(["--as-of", super::AS_OF]);
        arguments.extend(reports);
        arguments.extend(self.more.iter().map(String::as_str));
        arguments.extend(more);
        let outcome = oces(&arguments);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        parse(&outcome)
    }

    /// The same, carried out on the list. Tells what was done, such as `create 1`.
    pub fn night(&mut self, reports: &[&str], more: &[&str]) -> Vec<String> {
        let page = self.plan(reports, more);
        let mut done = Vec::new();
        for one in list(&page, "operations") {
            let (kind, id) = (text(one, "operation"), text(one, "externalId"));
            let mut bodies = [one].into_iter().chain(list(one, "then")).map(|request| &request["body"]["Content"]);
            let said = bodies.find_map(Value::as_str).expect("a text").to_owned();
            let memory = text(one, "state").to_owned();
            if kind == "create" {
                assert!(self.tickets.iter().all(|ticket| ticket.id != id), "a ticket is there twice");
                let number = (self.tickets.len() + 1).to_string();
                let id = id.to_owned();
                done.push(format!("create {number}"));
                self.tickets.push(Ticket { id, number, open: true, memory, texts: vec![said] });
                continue;
            }
            let ticket = self.tickets.iter_mut().find(|ticket| ticket.id == id).expect("a ticket");
            ticket.memory = memory;
            ticket.texts.push(said);
            match kind {
                "close" => ticket.open = false,
                "reopen" => ticket.open = true,
                _ => {}
            }
            done.push(format!("{kind} {}", ticket.number));
        }
        done
    }

    /// Why tickets are left as they are.
    pub fn left(&self, reports: &[&str]) -> Vec<String> {
        let page = self.plan(reports, &[]);
        list(&page, "left").iter().map(|one| text(one, "reason").to_owned()).collect()
    }
}

/// A row of the list.
fn row(ticket: &Ticket) -> Value {
    let state = if ticket.open { "open" } else { "resolved" };
    json!({ "oces_id": ticket.id, "id": ticket.number, "Status": state, "oces_state": ticket.memory })
}
