//! `[[ignore]]` for findings and `[[acknowledge]]` for failures: what somebody
//! takes responsibility for, why, and until when.
//!
//! *Behaviour*
//!
//! 1. All that a rule names must fit.
//! 2. A glob is held against the path; with `!` in it, against the path and
//!    the members behind it, as reports write them.
//! 3. An issuer is the whole distinguished name, or its common name.
//! 4. `until` is the last day on which it holds.

use super::begins;
use crate::certificate::Fingerprint;
use crate::failure::FailureKind;
use crate::location::Location;
use globset::GlobMatcher;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;
use time::Date;

/// Why, and until when.
#[derive(Clone, Debug)]
pub struct Term {
    /// Why.
    pub reason: Arc<str>,
    /// The last day on which it holds; `None` is for good.
    pub until: Option<Date>,
}

/// Findings that are not to be counted.
#[derive(Clone, Debug)]
pub struct Ignore {
    /// The beginning of the certificate's SHA-256, lower-case hexadecimal.
    pub certificate: Option<String>,
    /// The places.
    pub path: Option<Place>,
    /// The rule's name.
    pub rule: Option<&'static str>,
    /// The issuer: its distinguished name (RFC 4514) or its common name.
    pub issuer: Option<String>,
    /// Why, and until when.
    pub term: Term,
}

/// Failures that do not make a scan incomplete.
#[derive(Clone, Debug)]
pub struct Acknowledge {
    /// The places.
    pub path: Place,
    /// The kind of trouble; `None` is each.
    pub kind: Option<FailureKind>,
    /// Why, and until when.
    pub term: Term,
}

/// A glob for places.
#[derive(Clone, Debug)]
pub struct Place {
    /// The glob.
    pub glob: GlobMatcher,
    /// Whether it speaks of members too.
    pub members: bool,
}

impl Term {
    /// Whether its last day is past.
    pub fn is_past(&self, as_of: Date) -> bool {
        self.until.is_some_and(|until| as_of > until)
    }
}

impl Place {
    fn fits(&self, location: &Location) -> bool {
        if !self.members {
            return self.glob.is_match(&location.path);
        }
        let whole = [location.path.as_os_str().as_bytes(), b"!", &location.members()].concat();
        self.glob.is_match(Path::new(OsStr::from_bytes(&whole)))
    }
}

impl Ignore {
    /// Whether it is about this finding.
    pub fn fits(&self, sha256: Option<&Fingerprint>, location: &Location, rule: &str, issuer: &str) -> bool {
        let certificate = |prefix: &String| sha256.is_some_and(|sha256| begins(sha256, prefix));
        self.rule.is_none_or(|wanted| wanted == rule)
            && self.certificate.as_ref().is_none_or(certificate)
            && self.path.as_ref().is_none_or(|place| place.fits(location))
            && self.issuer.as_ref().is_none_or(|wanted| is_issuer(wanted, issuer))
    }
}

impl Acknowledge {
    /// Whether it is about this failure.
    pub fn fits(&self, location: &Location, kind: FailureKind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind) && self.path.fits(location)
    }
}

fn is_issuer(wanted: &str, issuer: &str) -> bool {
    let common = || issuer.split([',', '+']).find_map(|part| part.strip_prefix("CN="));
    !issuer.is_empty() && (wanted == issuer || common() == Some(wanted))
}
