//! What firewalls must let through, and what they need not any more.

use super::super::text;
use super::page::Page;
use super::uses::{described, evidence, said};
use super::words::fill;
use crate::usage::{Evidence, Opening};
use std::io;

pub(super) fn write(page: &mut Page<'_>) -> io::Result<()> {
    let openings = &page.report.usage.firewall;
    if openings.is_empty() {
        return Ok(());
    }
    page.section(page.words.firewall)?;
    for (open, heading) in [(true, page.words.firewall_open), (false, page.words.firewall_close)] {
        let some: Vec<&Opening> = openings.iter().filter(|opening| opening.address.open == open).collect();
        if some.is_empty() {
            continue;
        }
        page.line(0, heading)?;
        for opening in some {
            one(page, opening)?;
        }
    }
    Ok(())
}

fn one(page: &mut Page<'_>, opening: &Opening) -> io::Result<()> {
    let address = opening.address;
    let ports: Vec<String> = address.ports.iter().map(u16::to_string).collect();
    let mut said_of = Vec::new();
    if !ports.is_empty() {
        said_of.push(fill(page.words.port, &[&ports.join(", ")]));
    }
    said_of.extend(address.test.then(|| page.words.test_only.to_owned()));
    said_of.push(said(page, &address.purpose));
    let line =
        format!("{}: {}. {}", text::safe(&address.host), said_of.join("; "), described(page, &address.knowledge));
    page.item(2, "- ", &line)?;
    let pieces: Vec<&Evidence> = opening.evidence.iter().collect();
    evidence(page, 4, &pieces, None)
}
