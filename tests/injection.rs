//! Every string of `tests/oracles/hostile.json`, in every place of a report that
//! foreigners write, through every writer: nothing comes out that moves, hides
//! or reorders text. What the formats' own readers make of it, the oracles see.

#![allow(
    clippy::cast_possible_truncation,
    clippy::assigning_clones,
    clippy::unwrap_used,
    reason = "a test that cannot go on fails"
)]

#[path = "support/sample.rs"]
#[allow(dead_code, reason = "shared between tests")]
mod sample;

use oces::check::Ignored;
use oces::failure::Acknowledged;
use oces::location::{Location, StepKind};
use oces::report::{CsvDialect, Report, Style, WRITERS, text};
use serde_json::Value;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

/// The octets of each string.
fn strings() -> Vec<Vec<u8>> {
    let groups: Value = serde_json::from_str(include_str!("oracles/hostile.json")).unwrap();
    groups.as_object().unwrap().values().flat_map(|group| group.as_array().unwrap()).map(octets).collect()
}

fn octets(one: &Value) -> Vec<u8> {
    if let Some(text) = one.as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some(hex) = one["hex"].as_str() {
        return data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap();
    }
    let times = usize::try_from(one["times"].as_u64().unwrap()).unwrap();
    [one["before"].as_str().unwrap_or(""), &one["text"].as_str().unwrap().repeat(times)].concat().into_bytes()
}

/// The sample with one finding, failure, certificate and system for each string.
fn report() -> Report {
    let mut report = sample::report();
    let (findings, failures) = (report.findings.clone(), report.inventory.failures.clone());
    let (known, system) = (report.certificates[0].clone(), report.usage.systems[1].clone());
    for (at, octets) in strings().into_iter().enumerate() {
        let foreign = String::from_utf8_lossy(&octets).into_owned();
        let place = place(&octets);
        let mut certificate = known.clone();
        certificate.certificate.sha256 = [100, (at / 256) as u8]
            .into_iter()
            .chain(std::iter::repeat((at % 256) as u8))
            .take(32)
            .collect::<Vec<u8>>()
            .try_into()
            .unwrap();
        for attribute in certificate.certificate.subject.rdns.iter_mut().flatten() {
            attribute.value.clone_from(&foreign);
        }
        certificate.certificate.emails = vec![foreign.clone()];
        certificate.occurrences.truncate(1);
        certificate.occurrences[0].location = place.clone();
        certificate.occurrences[0].alias = Some(foreign.as_str().into());
        let mut finding = findings[at % findings.len()].clone();
        finding.id = certificate.certificate.sha256[..16].try_into().unwrap();
        finding.certificate = Some(certificate.certificate.sha256);
        finding.location = place.clone();
        finding.history = false;
        finding.ignored = Some(Box::new(Ignored { reason: foreign.as_str().into(), until: None, lapsed: at % 2 == 0 }));
        let mut failure = failures[at % failures.len()].clone();
        failure.location = place;
        failure.detail.clone_from(&foreign);
        failure.acknowledged =
            Some(Box::new(Acknowledged { reason: foreign.as_str().into(), until: None, lapsed: at % 2 == 0 }));
        let mut system = system.clone();
        (system.id, system.name) = (format!("h{at}"), foreign.clone());
        system.home = Arc::from(finding.location.path.parent().unwrap());
        system.host = Some(foreign);
        system.certificates = vec![certificate.certificate.sha256];
        report.certificates.push(certificate);
        report.findings.push(finding);
        report.inventory.failures.push(failure);
        report.usage.systems.push(system);
    }
    report.certificates.sort_by_key(|known| known.certificate.sha256);
    report.scan.scope = sample::HOSTILE.to_owned();
    report
}

/// A file of that name, and a member of that name in it.
fn place(octets: &[u8]) -> Location {
    let name: Vec<u8> = octets.iter().copied().filter(|octet| !matches!(octet, b'/' | 0)).collect();
    let path = [b"/srv/", name.as_slice(), b"/", name.as_slice()].concat();
    Location::file(Arc::from(Path::new("/srv")), Arc::from(Path::new(OsStr::from_bytes(&path))))
        .step(StepKind::Member, octets)
}

#[test]
fn there_are_at_least_sixty_strings() {
    assert!(strings().len() >= 60 && strings().iter().any(|one| std::str::from_utf8(one).is_err()));
}

#[test]
fn no_writer_lets_anything_raw_through() {
    let report = report();
    for writer in WRITERS {
        for danish in [false, true] {
            for csv in [CsvDialect::ExcelDa, CsvDialect::Rfc4180] {
                let style = Style { danish, colour: false, width: 80, csv };
                let mut out = Vec::new();
                writer.write(&report, style, &mut out).unwrap_or_else(|why| panic!("{}: {why}", writer.format()));
                plain(writer.format(), &String::from_utf8(out).unwrap());
                if writer.format() != "csv" {
                    break;
                }
            }
        }
    }
}

/// Lines end with LF; where the format says so, with CR LF.
fn plain(format: &str, out: &str) {
    let crlf = ["csv", "ics"].contains(&format);
    // The mark by which Excel knows UTF-8.
    let out = if format == "csv" { out.strip_prefix('\u{feff}').unwrap_or(out) } else { out };
    for line in out.split('\n') {
        let line = if crlf { line.strip_suffix('\r').unwrap_or(line) } else { line };
        if let Some(at) = line.find(text::is_unsafe) {
            let around: String = line[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
            panic!("{format}: {:?} after {around:?}", line[at..].chars().next().unwrap());
        }
    }
}
