//! The counterparties that certificates are used with: what they demand, what
//! is registered there, how old that knowledge is; and the firewall.

use super::page::Page;
use crate::clue::{CLUES, Counterparty};
use crate::report::text;
use crate::usage::Opening;
use std::collections::BTreeSet;
use std::io;

pub(super) fn write(page: &mut Page<'_>, id: &str) -> io::Result<()> {
    let heading = page.word("pages.parties.heading");
    page.heading(id, &heading)?;
    let usage = &page.report.usage;
    let of_systems = usage.systems.iter().flat_map(|system| system.counterparties.iter().copied());
    let of_uses = usage.uses.values().flatten().filter_map(|one| Some(one.counterparty?.id.as_str()));
    let ids: BTreeSet<&str> = of_systems.chain(of_uses).collect();
    let parties: Vec<&'static Counterparty> = ids.iter().filter_map(|id| CLUES.counterparty(id)).collect();
    if parties.is_empty() {
        let none = page.word("pages.parties.none");
        page.el("p", &none)?;
    } else {
        let caption = page.word("pages.parties.table");
        let heads = [("m", "pages.parties.name"), ("m", "pages.parties.demands"), ("", "pages.parties.registration")];
        page.table(&caption, &heads)?;
        for party in parties {
            row(page, party)?;
        }
        page.end_table()?;
    }
    firewall(page)
}

fn row(page: &mut Page<'_>, party: &Counterparty) -> io::Result<()> {
    let known = party.knowledge.told(page.danish, page.report.scan.as_of);
    page.raw("<tr>")?;
    page.el(&format!("th scope=\"row\" id=\"p-{}\"", party.id), page.told(&party.name))?;
    page.el("td", page.told(&party.demand))?;
    page.lines("td", &[page.told(&party.registration).to_owned(), capital(&known)])?;
    page.raw("</tr>\n")
}

/// A sentence begins with a capital.
pub(super) fn capital(from: &str) -> String {
    let mut chars = from.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

/// What must be open outwards, and what can be closed.
fn firewall(page: &mut Page<'_>) -> io::Result<()> {
    let openings = &page.report.usage.firewall;
    if openings.is_empty() {
        return Ok(());
    }
    let heading = page.word("pages.parties.firewall");
    page.el("h3", &heading)?;
    let caption = page.word("pages.parties.firewall_table");
    page.table(&caption, &[("m", "pages.parties.host"), ("n", "pages.parties.action"), ("", "pages.parties.purpose")])?;
    for opening in openings {
        address(page, opening)?;
    }
    page.end_table()
}

fn address(page: &mut Page<'_>, opening: &Opening) -> io::Result<()> {
    let address = opening.address;
    let ports: Vec<String> = address.ports.iter().map(u16::to_string).collect();
    let host = if ports.is_empty() { address.host.clone() } else { format!("{} ({})", address.host, ports.join(", ")) };
    let action = page.word(if address.open { "pages.parties.open" } else { "pages.parties.close" });
    let mut said = vec![page.told(&address.purpose).to_owned()];
    if address.test {
        said.push(page.term("test").to_owned());
    }
    said.push(capital(&address.knowledge.told(page.danish, page.report.scan.as_of)));
    said.extend(opening.evidence.iter().take(2).map(|piece| page.evidence(piece)));
    page.raw("<tr>")?;
    page.el("th scope=\"row\"", &text::brief(&host))?;
    page.el("td", &action)?;
    page.lines("td", &said)?;
    page.raw("</tr>\n")
}
