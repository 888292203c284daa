//! The client against a server on loopback that answers as it is told.

use super::*;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Mutex;
use std::thread::{self, JoinHandle};

const TOKEN: &str = "s3cret-t0ken";

/// Answers one connection each, as told; an empty answer hangs up. Tells the requests it got.
fn server(answers: &[&str]) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answers: Vec<String> = answers.iter().map(ToString::to_string).collect();
    let thread = thread::spawn(move || answers.iter().map(|answer| one(&listener, answer)).collect());
    (url, thread)
}

fn one(listener: &TcpListener, answer: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut text, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        text.push_str(&line);
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    text.push_str(&String::from_utf8(body).unwrap());
    stream.write_all(answer.as_bytes()).unwrap();
    text
}

fn answer(status: &str, header: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{header}Content-Length: {}\r\n\r\n{body}", body.len())
}

/// A client that waits for nobody, and how long it would have waited each time.
fn client(url: &str) -> (Client, Arc<Mutex<Vec<u64>>>) {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&waits);
    let pause: Pause = Box::new(move |wait| {
        told.lock().unwrap().push(wait.as_secs());
        true
    });
    let proof = Proof::Header("Authorization", Zeroizing::new(format!("token {TOKEN}")));
    let retry_for = Duration::from_mins(1);
    let terms = Terms { url, proof, ca_file: None, plain_http: false, retry_for, pause };
    (Client::new(terms).unwrap(), waits)
}

#[test]
fn the_token_stands_in_its_header_and_nothing_else() {
    let (url, server) = server(&[&answer("200 OK", "", "{\"id\":1}")]);
    let body = serde_json::json!({ "a": 1 });
    let got = client(&url).0.send("POST", "/x", Some(&body), Repeat::Never).unwrap();
    assert_eq!((got.status, got.json), (200, Some(serde_json::json!({ "id": 1 }))));
    let asked = server.join().unwrap().remove(0).to_lowercase();
    assert!(asked.starts_with("post /x http/1.1\r\n") && asked.ends_with("{\"a\":1}"), "{asked}");
    assert!(asked.contains(&format!("authorization: token {TOKEN}\r\n")) && !asked.contains("cookie"), "{asked}");
}

#[test]
fn a_refused_connection_is_tried_three_times_within_ten_seconds() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for repeat in [Repeat::Freely, Repeat::Never] {
        let (client, waits) = client(&url);
        let trouble = client.send("POST", "/x", None, repeat).unwrap_err();
        assert!(matches!(&trouble, Trouble::Over(why) if why.contains(&url) && !why.contains(TOKEN)), "{trouble:?}");
        let waits = waits.lock().unwrap();
        assert!(waits.len() == 2 && waits.iter().sum::<u64>() <= 10, "{waits:?}");
    }
}

#[test]
fn a_busy_server_is_tried_again_as_it_asks() {
    let (url, server) = server(&[
        &answer("429 Too Many", "Retry-After: 7\r\n", ""),
        &answer("503 Busy", "", ""),
        &answer("200 OK", "", "[]"),
    ]);
    let (client, waits) = client(&url);
    assert_eq!(client.get("/x").unwrap().status, 200);
    assert_eq!(*waits.lock().unwrap(), [7, 2]);
    assert_eq!(server.join().unwrap().len(), 3);
}

#[test]
fn a_server_that_stays_busy_ends_the_run_within_its_time() {
    let busy = answer("500 No", "", "secret words of the server");
    let (url, _server) = server(&vec![busy.as_str(); 20]);
    let (client, waits) = client(&url);
    let trouble = client.get("/x?query=long").unwrap_err();
    assert!(matches!(&trouble, Trouble::Over(why) if why.ends_with("answers 500 to GET /x")), "{trouble:?}");
    let waits = waits.lock().unwrap();
    assert!(waits.iter().sum::<u64>() <= 60 && waits.len() > 3, "{waits:?}");
}

#[test]
fn what_must_not_be_done_twice_is_not_sent_twice() {
    let (url, server) = server(&["", &answer("200 OK", "", "")]);
    let body = serde_json::json!({});
    let trouble = client(&url).0.send("POST", "/x", Some(&body), Repeat::Never).unwrap_err();
    assert!(matches!(trouble, Trouble::Lost(_)), "{trouble:?}");
    // The second answer is for a request that may be repeated.
    client(&url).0.get("/free").unwrap();
    let asked = server.join().unwrap();
    assert!(asked[0].starts_with("POST /x") && asked[1].starts_with("GET /free"), "{asked:?}");
    let (url, _server) = self::server(&[&answer("502 Bad", "", "")]);
    let trouble = client(&url).0.send("POST", "/x", Some(&body), Repeat::Never).unwrap_err();
    assert!(matches!(trouble, Trouble::Lost(_)), "{trouble:?}");
}

#[test]
fn what_may_be_repeated_is() {
    let (url, server) = server(&["", &answer("200 OK", "", "")]);
    assert_eq!(client(&url).0.get("/x").unwrap().status, 200);
    assert_eq!(server.join().unwrap().len(), 2);
}

#[test]
fn the_token_is_taken_nowhere_else() {
    let (other, _none) = server(&[&answer("200 OK", "", "")]);
    let (url, _server) = server(&[&answer("302 Found", &format!("Location: {other}/login\r\n"), "")]);
    let trouble = client(&url).0.get("/x").unwrap_err();
    assert!(matches!(&trouble, Trouble::Over(why) if why.contains("elsewhere (302)")), "{trouble:?}");
    let (url, _server) = server(&[&answer("401 No", "", "")]);
    let trouble = client(&url).0.get("/x").unwrap_err();
    assert!(matches!(&trouble, Trouble::Over(why) if why.contains("401") && !why.contains(TOKEN)), "{trouble:?}");
}

#[test]
fn addresses_that_would_give_the_token_away_are_refused() {
    for (url, sound) in [
        ("https://rt.example.dk", true),
        ("https://rt.example.dk/rt", true),
        ("http://127.0.0.1:8080", true),
        ("http://[::1]:8080", true),
        ("http://localhost", true),
        ("http://rt.example.dk", false),
        ("http://127.0.0.1.example.dk", false),
        ("https://user:password@rt.example.dk", false),
        ("https://rt.example.dk/?token=x", false),
        ("ftp://rt.example.dk", false),
        ("rt.example.dk", false),
        ("", false),
    ] {
        assert_eq!(check_address(url, false).is_ok(), sound, "{url}");
    }
    assert!(check_address("http://rt.example.dk", true).is_ok());
}

#[test]
fn a_signal_ends_the_waiting() {
    let (url, _server) = server(&[&answer("503 Busy", "", "")]);
    let (mut client, _) = client(&url);
    client.pause = Box::new(|_| false);
    assert_eq!(client.get("/x").unwrap_err(), Trouble::Stopped);
}
