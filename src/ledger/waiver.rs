//! `[[ignore]]` for findings and `[[acknowledge]]` for failures: what somebody
//! takes responsibility for, why, and until when.
//!
//! *Behaviour*
//!
//! 1. All that a rule names must fit.
//! 2. A glob is held against the path, and then fits whatever is in the file.
//!    With `!` in it, what stands behind is held against the members, as
//!    reports write them: `a.zip!b.p12`. There `*` goes over `/` and `!` too.
//! 3. An issuer is the whole distinguished name as RFC 4514 writes it, or its
//!    common name; case and white space are no difference.
//! 4. `until` is the last day on which it holds.

use super::begins;
use crate::certificate::Fingerprint;
use crate::failure::FailureKind;
use crate::location::Location;
use crate::name::{Name, fold};
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
    /// The issuer.
    pub issuer: Option<Issuer>,
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

/// An issuer as somebody wrote it.
#[derive(Clone, Debug)]
pub struct Issuer {
    text: String,
    /// Its common name, were it one.
    common: String,
    /// What the whole name is compared by, were it one.
    whole: Option<String>,
}

/// A glob for places.
#[derive(Clone, Debug)]
pub struct Place {
    /// The glob.
    pub glob: GlobMatcher,
    /// Where it has a `!`: what stands before it, for the file, and behind it,
    /// for the members.
    pub inside: Option<(GlobMatcher, GlobMatcher)>,
}

impl Term {
    /// Whether its last day is past.
    pub fn is_past(&self, as_of: Date) -> bool {
        self.until.is_some_and(|until| as_of > until)
    }
}

impl Issuer {
    /// A distinguished name (RFC 4514) or a common name.
    pub fn new(text: &str) -> Issuer {
        let whole = Name::from_rfc4514(text).map(|name| name.comparison_key());
        Issuer { text: text.to_owned(), common: fold(text), whole }
    }

    fn is(&self, name: &Name) -> bool {
        let common = name.common_name().is_some_and(|common| fold(common) == self.common);
        common || self.whole.as_ref().is_some_and(|whole| *whole == name.comparison_key())
    }
}

impl Place {
    fn fits(&self, location: &Location) -> bool {
        if self.glob.is_match(&location.path) {
            return true;
        }
        let Some((file, members)) = &self.inside else { return false };
        let way = location.members();
        !way.is_empty() && file.is_match(&location.path) && members.is_match(Path::new(OsStr::from_bytes(&way)))
    }

    fn text(&self) -> &str {
        self.glob.glob().glob()
    }
}

impl Ignore {
    /// Whether it is about this finding.
    pub fn fits(&self, sha256: Option<&Fingerprint>, location: &Location, rule: &str, issuer: Option<&Name>) -> bool {
        let certificate = |prefix: &String| sha256.is_some_and(|sha256| begins(sha256, prefix));
        self.rule.is_none_or(|wanted| wanted == rule)
            && self.certificate.as_ref().is_none_or(certificate)
            && self.path.as_ref().is_none_or(|place| place.fits(location))
            && self.issuer.as_ref().is_none_or(|wanted| issuer.is_some_and(|name| wanted.is(name)))
    }

    /// What it is about, as it was written.
    pub fn subject(&self) -> String {
        let path = self.path.as_ref().map(Place::text);
        let issuer = self.issuer.as_ref().map(|issuer| issuer.text.as_str());
        let named = [self.certificate.as_deref(), path, self.rule, issuer];
        named.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

impl Acknowledge {
    /// Whether it is about this failure.
    pub fn fits(&self, location: &Location, kind: FailureKind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind) && self.path.fits(location)
    }

    /// What it is about, as it was written.
    pub fn subject(&self) -> String {
        let kind = self.kind.map(FailureKind::id);
        [Some(self.path.text()), kind].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::testing::place;
    use crate::location::StepKind;

    fn fits(glob: &str, path: &str, members: &[&str]) -> bool {
        let place = place(glob);
        let file = Location::file(Path::new("/").into(), Path::new(path).into());
        let location = members.iter().fold(file, |at, name| at.step(StepKind::Member, name.as_bytes()));
        place.fits(&location.step(StepKind::Base64, b""))
    }

    #[test]
    fn a_place_is_a_file_or_a_member_of_it() {
        for (glob, path, members, expected) in [
            ("/srv/*.zip", "/srv/a.zip", &["b.p12"][..], true),
            ("/srv/a.zip!b.p12", "/srv/a.zip", &["b.p12"], true),
            ("/srv/a.zip!b.p12", "/srv/a.zip", &["c.p12"], false),
            ("/srv/a.zip!b.p12", "/srv/a.zip", &[], false),
            ("/srv/a.zip!*/b.p12", "/srv/a.zip", &["deep/in/b.p12"], true),
            ("/srv/a.zip!*", "/srv/a.zip", &["deep/in", "b.p12"], true),
            ("/srv/a.zip!*", "/srv/a.zip", &[], false),
            ("/srv/*!b.p12", "/srv/x/a.zip", &["b.p12"], false),
            ("/srv/a.zip!inner.jar!b.p12", "/srv/a.zip", &["inner.jar", "b.p12"], true),
            ("**/*.zip!b.p12", "/srv/x/a.zip", &["b.p12"], true),
            // A name may have the mark itself.
            ("/srv/wow!.p12", "/srv/wow!.p12", &[], true),
        ] {
            assert_eq!(fits(glob, path, members), expected, "{glob} {path} {members:?}");
        }
    }

    #[test]
    fn an_issuer_is_told_by_its_name_or_its_common_name() {
        let name = Name::from_rfc4514("CN=TRUST2408 OCES CA II,O=A\\, B & C,C=DK").unwrap();
        for (wanted, is) in [
            ("TRUST2408 OCES CA II", true),
            ("trust2408  oces ca ii", true),
            ("CN=TRUST2408 OCES CA II,O=A\\, B & C,C=DK", true),
            ("CN=TRUST2408 OCES CA II, O=A\\, B & C, C=DK", true),
            ("CN=TRUST2408 OCES CA II", false),
            ("OCES CA II", false),
            ("B & C", false),
            ("", false),
        ] {
            assert_eq!(Issuer::new(wanted).is(&name), is, "{wanted}");
        }
        let comma = Name::from_rfc4514("CN=Foo\\, Bar,C=DK").unwrap();
        assert!(Issuer::new("Foo, Bar").is(&comma), "a comma in a common name");
        assert!(!Issuer::new("Foo").is(&comma));
    }
}
