//! The connection to a tracker: the only place of the program that opens one.
//!
//! Knows no tracker; what an answer means is `live`'s.
//!
//! *Behaviour*
//!
//! 1. A refused connection and a name that is not found are tried three times
//!    within ten seconds, then the run ends.
//! 2. 429 and 5xx are tried again, after what the server asks for or ever longer,
//!    as long as `--retry-for` says. A request that must not be done twice is
//!    tried again only where the server did nothing: else it is `Lost`, and who
//!    sent it looks first.
//! 3. Nothing is followed to another address: the token is for this one alone.
//! 4. The token stands in one header. It is in no error and no log.
//! 5. Answers are read to 64 MiB.

use serde_json::Value;
use std::fmt;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::{Response, Uri};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};
use ureq::{Agent, Body};
use zeroize::Zeroizing;

/// A longer answer is refused, in octets.
const LARGEST: u64 = 64 << 20;

/// How long one request may take, and one connection.
const PATIENCE: (Duration, Duration) = (Duration::from_mins(1), Duration::from_secs(5));

/// The pauses after a refused connection: three tries in all.
const REFUSED: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(5)];

/// The longest pause before a busy server is tried again.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Waits; `false` if the run is to end meanwhile.
pub type Pause = Box<dyn Fn(Duration) -> bool>;

/// How to prove who asks.
pub enum Proof {
    /// A header of the tracker's own.
    Header(&'static str, Zeroizing<String>),
}

/// Why something could not be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The run cannot go on.
    Over(String),
    /// This operation cannot be done; others may.
    Refused(String),
    /// The connection broke: whether it was done is not known.
    Lost(String),
    /// A signal ends the run.
    Stopped,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Trouble::Over(why) | Trouble::Refused(why) | Trouble::Lost(why) => f.write_str(why),
            Trouble::Stopped => f.write_str("stopped"),
        }
    }
}

/// What a server answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body, if it is JSON.
    pub json: Option<Value>,
    /// The body as text.
    pub text: String,
}

/// How a connection is made.
pub struct Terms<'t> {
    /// The server's address.
    pub url: &'t str,
    /// How to prove who asks.
    pub proof: Proof,
    /// Authorities to trust besides the system's.
    pub ca_file: Option<&'t Path>,
    /// Whether http:// to other machines is allowed.
    pub plain_http: bool,
    /// How long a busy server is tried again.
    pub retry_for: Duration,
    /// Waits.
    pub pause: Pause,
}

/// A connection to one server.
pub struct Client {
    agent: Agent,
    base: String,
    proof: Proof,
    retry_for: Duration,
    pause: Pause,
}

/// Whether a request may be sent again when nobody knows whether it was done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// It changes nothing, or nothing more the second time.
    Freely,
    /// It must be done once.
    Never,
}

impl Client {
    /// Makes one; nothing is sent yet.
    pub fn new(terms: Terms<'_>) -> Result<Client, String> {
        let base = terms.url.trim_end_matches('/').to_owned();
        let local = check_address(&base, terms.plain_http)?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(PATIENCE.0))
            .timeout_connect(Some(PATIENCE.1))
            .user_agent(concat!("oces/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls(base.starts_with("https:"), terms.ca_file)?);
        // A proxy of the environment is for other machines.
        let config = if local { config.proxy(None) } else { config };
        let agent = config.build().new_agent();
        Ok(Client { agent, base, proof: terms.proof, retry_for: terms.retry_for, pause: terms.pause })
    }

    /// Asks.
    pub fn get(&self, path: &str) -> Result<Answer, Trouble> {
        self.send("GET", path, None, Repeat::Freely)
    }

    /// Sends a request, again where that helps and does no harm.
    pub fn send(&self, method: &str, path: &str, body: Option<&Value>, repeat: Repeat) -> Result<Answer, Trouble> {
        let began = Instant::now();
        let mut waited = Duration::ZERO;
        let mut refused = REFUSED.iter();
        let mut pause = Duration::from_secs(1);
        loop {
            let wait = match self.once(method, path, body) {
                Ok((answer, after)) if answer.status == 429 || answer.status >= 500 => {
                    let why = format!("{} answers {} to {method} {}", self.base, answer.status, short(path));
                    if answer.status != 429 && repeat == Repeat::Never {
                        return Err(Trouble::Lost(why));
                    }
                    let wait = after.unwrap_or(pause).min(LONGEST_PAUSE);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    if waited.max(began.elapsed()) + wait > self.retry_for {
                        return Err(Trouble::Over(why));
                    }
                    wait
                }
                Ok((answer, _)) => return self.judged(method, path, answer),
                Err(Broken { why, unsent }) => {
                    if !unsent && repeat == Repeat::Never {
                        return Err(Trouble::Lost(why));
                    }
                    let Some(wait) = refused.next() else { return Err(Trouble::Over(why)) };
                    *wait
                }
            };
            waited += wait;
            if !(self.pause)(wait) {
                return Err(Trouble::Stopped);
            }
        }
    }

    /// What every tracker's answers have in common.
    fn judged(&self, method: &str, path: &str, answer: Answer) -> Result<Answer, Trouble> {
        match answer.status {
            401 => Err(Trouble::Over(format!("{} does not accept the token (401)", self.base))),
            300..=399 => {
                let why = format!(
                    "{} sends {method} {} elsewhere ({}): give the address itself",
                    self.base,
                    short(path),
                    answer.status
                );
                Err(Trouble::Over(why))
            }
            _ => Ok(answer),
        }
    }

    fn once(&self, method: &str, path: &str, body: Option<&Value>) -> Result<(Answer, Option<Duration>), Broken> {
        let Proof::Header(name, value) = &self.proof;
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header("Accept", "application/json")
            .header(*name, value.as_str());
        let broken = |why: String| Broken { why, unsent: true };
        let sent = match body {
            Some(body) => {
                let text = serde_json::to_vec(body).map_err(|error| broken(error.to_string()))?;
                let request = request.header("Content-Type", "application/json").body(text);
                self.agent.run(request.map_err(|_| broken("the address cannot be used".to_owned()))?)
            }
            None => self.agent.run(request.body(()).map_err(|_| broken("the address cannot be used".to_owned()))?),
        };
        let response = sent.map_err(|error| self.broken(&error))?;
        let after = retry_after(&response);
        let status = response.status().as_u16();
        let read = response.into_body().into_with_config().limit(LARGEST).read_to_vec();
        let octets = read.map_err(|error| Broken { unsent: false, ..self.broken(&error) })?;
        let text = String::from_utf8_lossy(&octets).into_owned();
        Ok((Answer { status, json: serde_json::from_slice(&octets).ok(), text }, after))
    }

    fn broken(&self, error: &ureq::Error) -> Broken {
        let unsent = match error {
            ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
            ureq::Error::Timeout(timeout) => matches!(timeout, ureq::Timeout::Connect | ureq::Timeout::Resolve),
            ureq::Error::Io(error) => error.kind() == ErrorKind::ConnectionRefused,
            _ => false,
        };
        Broken { why: format!("{}: {error}", self.base), unsent }
    }
}

/// A request without an answer.
struct Broken {
    why: String,
    /// Whether nothing can have reached the server.
    unsent: bool,
}

/// Whether the address is of this machine; an error if it cannot be used.
fn check_address(url: &str, plain_http: bool) -> Result<bool, String> {
    let uri: Uri = url.parse().map_err(|_| "it is no address such as https://rt.example.dk".to_owned())?;
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("a user or password in the address is refused: it belongs into the token file".to_owned());
    }
    if host.is_empty() || uri.query().is_some() {
        return Err("it is no address such as https://rt.example.dk".to_owned());
    }
    let local = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => Ok(local),
        Some("http") if local || plain_http => Ok(local),
        Some("http") => {
            Err("http:// would send the token over the network for all to read: give https:// (or --plain-http)"
                .to_owned())
        }
        _ => Err("it must begin with https://".to_owned()),
    }
}

/// The system's authorities, and those of the file.
fn tls(wanted: bool, ca_file: Option<&Path>) -> Result<TlsConfig, String> {
    let mut roots: Vec<Certificate<'static>> = Vec::new();
    if wanted {
        let found = rustls_native_certs::load_native_certs().certs;
        roots.extend(found.iter().map(|one| Certificate::from_der(one).to_owned()));
    }
    if let Some(path) = ca_file {
        let wrong = |why: String| format!("--ca-file {}: {why}", path.display());
        let text = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
        let before = roots.len();
        for item in parse_pem(&text) {
            if let PemItem::Certificate(one) = item.map_err(|error| wrong(error.to_string()))? {
                roots.push(one);
            }
        }
        if roots.len() == before {
            return Err(wrong("no certificate in PEM is in it".to_owned()));
        }
    }
    if wanted && roots.is_empty() {
        return Err("this machine has no authorities to trust: give --ca-file".to_owned());
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(provider)
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .build())
}

/// `Retry-After` in seconds; a date is passed by.
fn retry_after(response: &Response<Body>) -> Option<Duration> {
    let text = response.headers().get("retry-after")?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

/// A path without its query.
fn short(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}

#[cfg(test)]
mod tests;
