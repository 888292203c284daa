//! The picture itself: what is drawn, where, and with which lines.

use super::called;
use crate::certificate::Fingerprint;
use crate::classify::{Classified, Verdict};
use crate::clue::Confidence;
use crate::report::html::named::sign;
use crate::report::html::page::{Page, fit};
use crate::report::html::shapes;
use crate::usage::System;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// So many systems, certificates and counterparties are drawn.
const SYSTEMS: usize = 14;
const CERTIFICATES: usize = 20;
const PARTIES: usize = 12;

/// So many certificates of one system are drawn.
const OF_ONE: usize = 4;

const BOX: (f32, f32) = (212.0, 34.0);
const ROW: f32 = 42.0;
const TOP: f32 = 24.0;
const COLUMNS: [f32; 3] = [2.0, 254.0, 506.0];

/// A box of a column: what it is called, what is said of it, how high it stands.
struct Node {
    name: String,
    said: String,
    /// Attributes of its border.
    border: &'static str,
    y: f32,
}

/// What is drawn.
pub(super) struct Drawing {
    columns: [Vec<Node>; 3],
    /// From a system to a certificate, by number.
    held: BTreeSet<(usize, usize)>,
    /// From a certificate to a counterparty, by number, and how sure that is.
    used: BTreeMap<(usize, usize), Confidence>,
    /// What there was no room for, by column.
    pub(super) left: [usize; 3],
}

/// Chooses what is drawn, and where.
pub(super) fn draw(page: &Page<'_>, systems: &[&System]) -> Drawing {
    let with: Vec<&&System> = systems.iter().filter(|system| !system.certificates.is_empty()).collect();
    let mut certificates: Vec<&Classified> = Vec::new();
    let mut held = BTreeSet::new();
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    for (at, system) in with.iter().take(SYSTEMS).enumerate() {
        columns[0].push(Node { name: called(system), said: uses(page, system), border: "", y: 0.0 });
        for known in system.certificates.iter().take(OF_ONE).filter_map(|sha256| page.report.certificate(sha256)) {
            let sha256 = known.certificate.sha256;
            let number = certificates.iter().position(|one| one.certificate.sha256 == sha256);
            let number = number.unwrap_or(certificates.len());
            if number == certificates.len() && number < CERTIFICATES {
                certificates.push(known);
            }
            if number < certificates.len() {
                held.insert((at, number));
            }
        }
    }
    columns[1] = certificates.iter().map(|known| certificate(page, known)).collect();
    let (parties, used) = parties(page, &certificates);
    let known: BTreeSet<&str> =
        page.report.usage.systems.iter().flat_map(|one| one.counterparties.iter().copied()).collect();
    let all: BTreeSet<&Fingerprint> = systems.iter().flat_map(|system| &system.certificates).collect();
    let left = [
        with.len().saturating_sub(SYSTEMS),
        all.len().saturating_sub(certificates.len()),
        known.len().saturating_sub(parties.len()),
    ];
    columns[2] = parties;
    let mut drawing = Drawing { columns, held, used, left };
    drawing.place();
    drawing
}

/// What the system's certificates are used for.
fn uses(page: &Page<'_>, system: &System) -> String {
    let uses: Vec<&str> = system.uses.iter().map(|(kind, _)| page.term(kind.id())).collect();
    if uses.is_empty() { page.word("pages.links.unknown_use") } else { uses.join(", ") }
}

fn certificate(page: &Page<'_>, known: &Classified) -> Node {
    let mut said = vec![page.what(known)];
    let mut border = " stroke-width=\"1\"";
    if let Verdict::Listed(listing) = &known.verdict {
        let status = listing.status.id();
        said = vec![format!("{} {}", sign(status), page.term(status)), page.kind(listing)];
        border = match sign(status) {
            "✖" => " stroke-width=\"3\"",
            "▲" => " stroke-width=\"2\" stroke-dasharray=\"6 3\"",
            "●" => " stroke-width=\"1\"",
            _ => " stroke-width=\"1\" stroke-dasharray=\"1.5 2.5\"",
        };
    }
    // What a FOCES calls itself need not be said again: its kind is told below.
    let name = page.called(known).replace(" (funktionscertifikat)", "");
    Node { name, said: said.join(" · "), border, y: 0.0 }
}

/// Whom the certificates are used with, and how sure that is.
fn parties(page: &Page<'_>, certificates: &[&Classified]) -> (Vec<Node>, BTreeMap<(usize, usize), Confidence>) {
    let mut ids: Vec<&str> = Vec::new();
    let (mut nodes, mut used) = (Vec::new(), BTreeMap::new());
    for (at, known) in certificates.iter().enumerate() {
        for one in page.report.usage.uses.get(&known.certificate.sha256).into_iter().flatten() {
            let Some(party) = one.counterparty else { continue };
            let number = ids.iter().position(|id| *id == party.id).unwrap_or(ids.len());
            if number == ids.len() && number < PARTIES {
                ids.push(&party.id);
                let said = page.word(match party.demands.as_deref() {
                    Some("system") => "pages.links.demands.system",
                    Some("organisation") => "pages.links.demands.organisation",
                    Some(_) => "pages.links.demands.other",
                    None => "pages.links.demands.unknown",
                });
                nodes.push(Node { name: page.told(&party.name).to_owned(), said, border: "", y: 0.0 });
            }
            if number < ids.len() {
                let known = used.entry((at, number)).or_insert(one.confidence);
                *known = one.confidence.max(*known);
            }
        }
    }
    (nodes, used)
}

#[allow(clippy::cast_precision_loss, clippy::indexing_slicing, reason = "some rows; three columns")]
impl Drawing {
    /// Certificates from the top down; the others beside what they belong to.
    fn place(&mut self) {
        for (at, node) in self.columns[1].iter_mut().enumerate() {
            node.y = TOP + at as f32 * ROW;
        }
        let held: Vec<(usize, usize)> = self.held.iter().copied().collect();
        let used: Vec<(usize, usize)> = self.used.keys().map(|(certificate, party)| (*party, *certificate)).collect();
        self.beside(0, &held);
        self.beside(2, &used);
    }

    /// Puts the boxes of a column at the middle of their certificates, one
    /// below the other.
    fn beside(&mut self, column: usize, ties: &[(usize, usize)]) {
        let middle = |number: usize| {
            let own = ties.iter().filter(|(from, _)| *from == number);
            let ys: Vec<f32> = own.filter_map(|(_, to)| Some(self.columns[1].get(*to)?.y)).collect();
            if ys.is_empty() { f32::MAX } else { ys.iter().sum::<f32>() / ys.len() as f32 }
        };
        let mut wanted: Vec<(f32, usize)> = (0..self.columns[column].len()).map(|at| (middle(at), at)).collect();
        wanted.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        let mut free = TOP;
        let rest = wanted.len() as f32 * ROW;
        let floor = (self.columns[1].len() as f32 * ROW + TOP).max(TOP + rest);
        for (at, (y, number)) in wanted.iter().enumerate() {
            let below = (wanted.len() - at) as f32 * ROW;
            let y = y.max(free).min(floor - below).max(free);
            if let Some(node) = self.columns[column].get_mut(*number) {
                node.y = y;
            }
            free = y + ROW;
        }
    }

    fn height(&self) -> f32 {
        self.columns.iter().flatten().map(|node| node.y + ROW).fold(TOP + ROW, f32::max)
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the height of some rows")]
pub(super) fn picture(page: &mut Page<'_>, drawing: &Drawing) -> io::Result<()> {
    let (title, description) = (page.word("pages.links.title"), page.word("pages.links.description"));
    shapes::open(page, "links-picture", drawing.height().ceil() as u32, &title, &description)?;
    let heads = ["pages.links.systems", "pages.links.certificates", "pages.links.parties"];
    for (x, head) in COLUMNS.iter().zip(heads) {
        let head = page.word(head);
        shapes::text(page, (*x, 14.0), 12.0, " font-weight=\"700\"", &head)?;
    }
    let [systems, certificates, parties] = &drawing.columns;
    for (system, certificate) in &drawing.held {
        if let (Some(from), Some(to)) = (systems.get(*system), certificates.get(*certificate)) {
            curve(page, (COLUMNS[0] + BOX.0, from.y), (COLUMNS[1], to.y), "")?;
        }
    }
    for ((certificate, party), confidence) in &drawing.used {
        if let (Some(from), Some(to)) = (certificates.get(*certificate), parties.get(*party)) {
            let dashes = match confidence {
                Confidence::High => "",
                Confidence::Medium => " stroke-dasharray=\"7 3\"",
                Confidence::Low => " stroke-dasharray=\"1.5 3\"",
            };
            curve(page, (COLUMNS[1] + BOX.0, from.y), (COLUMNS[2], to.y), dashes)?;
        }
    }
    for (x, nodes) in COLUMNS.iter().zip(&drawing.columns) {
        for node in nodes {
            self::node(page, *x, node)?;
        }
    }
    let legend = page.word("pages.links.legend");
    shapes::close(page, &legend)
}

fn node(page: &mut Page<'_>, x: f32, node: &Node) -> io::Result<()> {
    let border = if node.border.is_empty() { " stroke-width=\"1\"" } else { node.border };
    shapes::rect(page, (x + 1.5, node.y), (BOX.0 - 3.0, BOX.1), &format!(" fill=\"#fff\" rx=\"3\"{border}"))?;
    // A picture of its own: whatever the font, no text leaves its box.
    page.raw(&format!(
        "<svg x=\"{:.1}\" y=\"{:.1}\" width=\"{}\" height=\"{}\">\n",
        x + 4.0,
        node.y,
        BOX.0 - 8.0,
        BOX.1
    ))?;
    shapes::text(page, (4.0, 14.5), 11.0, " font-weight=\"700\"", &fit(&node.name, 33))?;
    shapes::text(page, (4.0, 27.5), 9.5, "", &fit(&node.said, 43))?;
    page.raw("</svg>\n")
}

/// A line from the middle of a box's side to that of another.
fn curve(page: &mut Page<'_>, (x1, y1): (f32, f32), (x2, y2): (f32, f32), more: &str) -> io::Result<()> {
    let (y1, y2, half) = (y1 + BOX.1 / 2.0, y2 + BOX.1 / 2.0, f32::midpoint(x1, x2));
    page.raw(&format!(
        "<path d=\"M{x1:.1} {y1:.1}C{half:.1} {y1:.1} {half:.1} {y2:.1} {x2:.1} {y2:.1}\" fill=\"none\" \
         stroke=\"#111\" stroke-width=\"1.3\"{more}/>\n"
    ))
}
