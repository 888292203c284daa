//! The whole bill, written item by item.

use super::dependency::Dependencies;
use super::metadata::{Composition, Metadata, composition, metadata, serial_number};
use super::places::Places;
use super::stream::Items;
use super::vulnerability::vulnerability;
use super::{Version, algorithm, certificate, file, key};
use crate::report::entry::{self, Failed};
use crate::report::json::stream::Safe;
use crate::report::{Report, Style};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use std::io::{self, BufWriter, Write};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bill<C: Serialize, D: Serialize, V: Serialize> {
    #[serde(rename = "$schema")]
    schema: String,
    bom_format: &'static str,
    spec_version: &'static str,
    serial_number: String,
    version: u8,
    metadata: Metadata,
    components: C,
    dependencies: D,
    compositions: [Composition; 1],
    vulnerabilities: V,
}

/// The parts, gathered once.
struct Parts<'r> {
    report: &'r Report,
    version: Version,
    places: &'r Places<'r>,
    public: &'r key::Public<'r>,
    private: &'r key::Private<'r>,
}

pub(super) fn write(report: &Report, version: Version, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let failures: Vec<Failed<'_>> = entry::failures(report).collect();
    let places = &Places::new(report, &failures);
    let (public, private) = (&key::public(&report.certificates), &key::private(&report.certificates));
    let bill = Bill {
        schema: format!("http://cyclonedx.org/schema/bom-{}.schema.json", version.id()),
        bom_format: "CycloneDX",
        spec_version: version.id(),
        serial_number: serial_number(report),
        version: 1,
        metadata: metadata(report, style),
        components: Parts { report, version, places, public, private },
        dependencies: Dependencies { report, places, public, private },
        compositions: [composition(report)],
        vulnerabilities: Items(|| entry::findings(report).map(|found| vulnerability(report, style, found))),
    };
    let mut out = BufWriter::with_capacity(64 * 1024, out);
    bill.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Safe::new()))?;
    out.write_all(b"\n")?;
    out.flush()
}

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = self.report;
        let mut all = serializer.serialize_seq(None)?;
        for one in &report.certificates {
            all.serialize_element(&certificate::component(report, self.version, one))?;
        }
        for (reference, of) in self.public {
            all.serialize_element(&key::public_component(reference, of))?;
        }
        for (reference, of) in self.private {
            if let Some(component) = key::private_component(report, reference, of) {
                all.serialize_element(&component)?;
            }
        }
        for one in algorithm::all(&report.certificates) {
            all.serialize_element(&algorithm::component(one))?;
        }
        for held in self.places.files() {
            if let Some(component) = file::component(report, held) {
                all.serialize_element(&component)?;
            }
        }
        all.end()
    }
}
