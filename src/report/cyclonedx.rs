//! `-o cyclonedx` (1.6) and `-o cyclonedx-1.7`: a bill of the cryptographic
//! material that was found, for registers such as Dependency-Track.
//!
//! *Behaviour*
//!
//! 1. Every certificate of the report is one component with all its places;
//!    what it is (listed, look-alike, unknown authority, other) is told by the
//!    property `oces:verdict`.
//! 2. Public keys, private keys (never their values) and algorithms are
//!    components of their own, as far as they are known: a report that was
//!    merged from others tells neither algorithms nor public keys.
//! 3. Every file or archive member that holds any of it, failed, or has a
//!    finding is a component of type `file`; what it holds stands under
//!    `dependencies`.
//! 4. A finding is a `vulnerability` that affects the certificate and the
//!    file. No analysis state is given, since nobody analysed anything; what
//!    was said of it is the `detail` of its analysis.
//! 5. A failure is a property `oces:failure` of its file.
//! 6. `compositions` tells whether the scan was complete: of what
//!    `metadata.component` names, and no more.
//! 7. References are made of content and places: the same in every run.
//! 8. What 1.6 has no field for is a property `oces:certificate:…` there.

mod algorithm;
mod asset;
mod bill;
mod certificate;
mod dependency;
mod file;
mod key;
mod metadata;
mod places;
mod property;
mod reference;
mod stream;
mod verdict;
mod vulnerability;

use super::{Report, ReportWriter, Style};
use std::io::{self, Write};

/// Which version is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Version {
    V1_6,
    V1_7,
}

impl Version {
    fn id(self) -> &'static str {
        match self {
            Version::V1_6 => "1.6",
            Version::V1_7 => "1.7",
        }
    }
}

/// `-o cyclonedx`.
pub struct V1_6;

impl ReportWriter for V1_6 {
    fn format(&self) -> &'static str {
        "cyclonedx"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        bill::write(report, Version::V1_6, style, out)
    }
}

/// `-o cyclonedx-1.7`.
pub struct V1_7;

impl ReportWriter for V1_7 {
    fn format(&self) -> &'static str {
        "cyclonedx-1.7"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        bill::write(report, Version::V1_7, style, out)
    }
}
