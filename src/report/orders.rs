//! `-o orders`: the order sheet for MitID Erhverv, field by field as they stand
//! in its form. The labels are Danish in both languages: the portal is.

use super::markdown::{Paper, brief, code, head};
use super::{Report, ReportWriter, Style, text};
use crate::plan::sheets::{Email, Order, PRICE};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// So many names stand under one reason.
const NAMED: usize = 30;

/// `-o orders`.
pub struct Orders;

impl ReportWriter for Orders {
    fn format(&self) -> &'static str {
        "orders"
    }

    fn write(&self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        let mut out = io::BufWriter::new(out);
        let paper = &mut Paper::new(style, &mut out);
        head::write(paper, report, "sheets.order.title")?;
        let orders = &report.plan.sheets.orders;
        if orders.is_empty() {
            paper.paragraph(&paper.text("sheets.head.none"))?;
        } else {
            who(paper)?;
            counts(paper, orders)?;
            let now: Vec<&Order> = orders.iter().filter(|one| group(one) == Group::Now).collect();
            let waits: Vec<&Order> = orders.iter().filter(|one| group(one) == Group::Waits).collect();
            let renewals: Vec<&Order> = orders.iter().filter(|one| group(one) == Group::Renewal).collect();
            let mut number = 0;
            section(paper, report, "sheets.order.now", &now, &mut number)?;
            section(paper, report, "sheets.order.renewals", &renewals, &mut number)?;
            section(paper, report, "sheets.order.waits", &waits, &mut number)?;
        }
        unordered(paper, report)?;
        out.flush()
    }
}

/// What can be done with an order today.
#[derive(PartialEq, Eq)]
enum Group {
    Now,
    Renewal,
    Waits,
}

fn group(order: &Order) -> Group {
    match (order.waits, order.renewal) {
        (true, _) => Group::Waits,
        (false, true) => Group::Renewal,
        (false, false) => Group::Now,
    }
}

fn who(paper: &mut Paper<'_>) -> io::Result<()> {
    paper.heading(2, &paper.text("sheets.order.who"))?;
    for key in [
        "sheets.order.who-organisation",
        "sheets.order.who-user",
        "sheets.order.who-contact",
        "sheets.order.who-password",
        "sheets.order.who-identification",
        "sheets.order.who-issue",
        "sheets.order.who-test",
        "sheets.order.who-source",
    ] {
        paper.item(0, &paper.text(key))?;
    }
    paper.gap();
    Ok(())
}

/// How many, and what they cost by the list.
fn counts(paper: &mut Paper<'_>, orders: &[Order]) -> io::Result<()> {
    paper.heading(2, &paper.text("sheets.order.count"))?;
    let headings = ["sheets.order.count-head", "sheets.order.count-number", "sheets.order.count-price"];
    let mut rows = vec![headings.iter().map(|key| paper.text(key)).collect::<Vec<String>>()];
    let row = |key: &str, wanted: &dyn Fn(&Order) -> bool| {
        let of: Vec<&Order> = orders.iter().filter(|one| wanted(one)).collect();
        let price: u64 = of.iter().map(|one| one.price()).sum();
        (!of.is_empty()).then(|| vec![paper.text(key), of.len().to_string(), price.to_string()])
    };
    rows.extend(row("sheets.order.count-now", &|one| !one.test && group(one) == Group::Now));
    rows.extend(row("sheets.order.count-renewal", &|one| !one.test && group(one) == Group::Renewal));
    rows.extend(row("sheets.order.count-waits", &|one| !one.test && group(one) == Group::Waits));
    rows.extend(row("sheets.order.count-test", &|one| one.test));
    rows.extend(row("sheets.order.count-sum", &|_| true));
    paper.table(&rows)?;
    paper.paragraph(&paper.fill("sheets.order.price", &[("price", &PRICE.to_string())]))
}

fn section(paper: &mut Paper<'_>, report: &Report, key: &str, orders: &[&Order], number: &mut usize) -> io::Result<()> {
    if orders.is_empty() {
        return Ok(());
    }
    paper.heading(2, &format!("{} ({})", paper.text(key), orders.len()))?;
    for order in orders {
        *number += 1;
        paper.heading(3, &format!("{number}. {}", brief(&order.name)))?;
        about(paper, report, order)?;
        fields(paper, order)?;
        paper.gap();
    }
    Ok(())
}

/// What stands above the fields: what it is for and what must come first.
fn about(paper: &mut Paper<'_>, report: &Report, order: &Order) -> io::Result<()> {
    if let Some((classified, listing)) = head::listed(report, &order.certificate) {
        let identifier = code(listing.identifier.as_deref().unwrap_or_default());
        let serial = code(&text::hex(&classified.certificate.serial));
        let name = head::name(classified, paper.danish);
        let values = [("name", &*name), ("identifier", &identifier), ("serial", &serial)];
        paper.field(0, &paper.text("sheets.order.replaces"), &paper.fill("sheets.order.replaces-value", &values))?;
    }
    if order.waits {
        let told = paper.text("sheets.order.not-before-value");
        paper.field(0, &paper.text("sheets.order.not-before"), &told)?;
    }
    if let Some(system) = &order.system {
        paper.field(0, &paper.text("sheets.order.system"), &brief(system))?;
    }
    for counterparty in &order.counterparties {
        let demand = counterparty.demand.told(paper.danish).to_owned();
        let values = [("name", counterparty.name.told(paper.danish)), ("demand", &demand)];
        let told = paper.fill("sheets.order.demand", &values);
        paper.field(0, &paper.text("sheets.order.counterparty"), &told)?;
    }
    if order.shared.len() > 1 {
        let kombit = order.counterparties.iter().any(|one| one.id == "kombit");
        let key = if kombit { "sheets.order.shared-kombit" } else { "sheets.order.shared-value" };
        let systems: Vec<String> = order.shared.iter().map(|system| brief(system)).collect();
        let told = paper.fill(key, &[("systems", &systems.join(", "))]);
        paper.field(0, &paper.text("sheets.order.shared"), &told)?;
    }
    paper.gap();
    Ok(())
}

/// The form itself, in its own order.
fn fields(paper: &mut Paper<'_>, order: &Order) -> io::Result<()> {
    let blank = paper.text("sheets.head.blank");
    let contact = order.team.as_ref().map_or_else(
        || blank.clone(),
        |team| paper.fill("sheets.order.contact-team", &[("blank", &blank), ("team", &brief(team))]),
    );
    let environment = if order.test { "sheets.order.environment-test" } else { "sheets.order.environment-production" };
    let rows = [
        ("sheets.order.environment", paper.text(environment)),
        ("sheets.order.name", on_profile(paper, order, brief(&order.name))),
        ("sheets.order.email", email(paper, order, &blank)),
        ("sheets.order.contact-name", contact),
        ("sheets.order.contact-email", blank),
        ("sheets.order.rights", tick(paper, order, ("sheets.order.rights-on", "sheets.order.rights-off"), order.idm)),
        ("sheets.order.signing", signing(paper, order)),
        ("sheets.order.type", kind(paper, order)),
        ("sheets.order.identification", paper.text("sheets.order.identification-value")),
        ("sheets.order.issue", issue(paper, order)),
        (
            "sheets.order.database",
            tick(paper, order, ("sheets.order.database-on", "sheets.order.database-off"), order.mail),
        ),
        ("sheets.order.number", price(paper, order)),
    ];
    for (key, value) in rows {
        paper.field(0, &paper.text(key), &value)?;
    }
    paper.gap();
    afterwards(paper, order)
}

/// The value of a field, or for a renewal that it stays: what stands on the
/// profile is nothing that a scan can know.
fn on_profile(paper: &Paper<'_>, order: &Order, value: String) -> String {
    if order.renewal { paper.text("sheets.order.unchanged") } else { value }
}

fn tick(paper: &Paper<'_>, order: &Order, (on, off): (&str, &str), is_on: bool) -> String {
    on_profile(paper, order, paper.text(if is_on { on } else { off }))
}

/// The tick of Signering; the bit in the certificate comes from it.
fn signing(paper: &Paper<'_>, order: &Order) -> String {
    let told = tick(paper, order, ("sheets.order.signing-on", "sheets.order.signing-off"), order.signing);
    if order.renewal && order.signs {
        return format!("{told} {}", paper.text("sheets.order.signing-bit"));
    }
    told
}

/// The address, and always what every address must be.
fn email(paper: &Paper<'_>, order: &Order, blank: &str) -> String {
    let told = match &order.email {
        _ if order.renewal => paper.text("sheets.order.unchanged"),
        Email::None => paper.text("sheets.order.email-none"),
        Email::Address(address) => paper.fill("sheets.order.email-address", &[("address", &code(address))]),
        Email::Unfit(address) => {
            paper.fill("sheets.order.email-unfit", &[("address", &code(address)), ("blank", blank)])
        }
        Email::Missing => paper.fill("sheets.order.email-missing", &[("blank", blank)]),
    };
    format!("{told} {}", paper.text("sheets.order.email-rule"))
}

/// The type, what it follows from, and why.
fn kind(paper: &Paper<'_>, order: &Order) -> String {
    let basis = paper.text(&format!("sheets.order.basis.{}", order.basis));
    let mut told = match (order.renewal, order.unsure) {
        (true, _) if order.basis == "old-kind" => return paper.text("sheets.order.unchanged"),
        (_, true) => format!("**{}**", paper.text("sheets.head.either")),
        _ => format!("**{}** ({basis})", paper.text(&format!("sheets.order.kind.{}", order.kind))),
    };
    for reason in &order.reasons {
        told.push(' ');
        told.push_str(&super::markdown::foreign(reason.told(paper.danish)));
    }
    told
}

fn issue(paper: &Paper<'_>, order: &Order) -> String {
    let mut told = paper.text("sheets.order.issue-value");
    if order.formats.iter().any(|format| *format != "pkcs12") {
        let formats: Vec<String> = order.formats.iter().map(|format| code(format)).collect();
        told.push(' ');
        told.push_str(&paper.fill("sheets.order.issue-formats", &[("formats", &formats.join(", "))]));
    }
    told
}

fn price(paper: &Paper<'_>, order: &Order) -> String {
    match order.price() {
        0 => paper.text("sheets.order.number-free"),
        price => paper.fill("sheets.order.number-value", &[("price", &price.to_string())]),
    }
}

/// What is different with renewals and with people.
fn afterwards(paper: &mut Paper<'_>, order: &Order) -> io::Result<()> {
    if order.renewal {
        let day = head::day_text(paper, order.by);
        paper.paragraph(&paper.fill("sheets.order.renew", &[("day", &day)]))?;
    }
    if order.expired {
        paper.paragraph(&paper.text("sheets.order.renew-expired"))?;
    }
    if order.kind == "employee" {
        paper.paragraph(&paper.text("sheets.order.employee"))?;
    }
    Ok(())
}

/// What nothing is ordered for, by reason.
fn unordered(paper: &mut Paper<'_>, report: &Report) -> io::Result<()> {
    let mut reasons: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (print, reason) in &report.plan.sheets.unordered {
        reasons.entry(reason).or_default().push(head::name_of(report, print, paper.danish));
    }
    if reasons.is_empty() {
        return Ok(());
    }
    paper.heading(2, &paper.text("sheets.order.not"))?;
    for (reason, names) in reasons {
        let names = head::names(paper, &names, NAMED);
        paper.item(0, &format!("{} {names}.", paper.text(&format!("sheets.order.why.{reason}"))))?;
    }
    paper.gap();
    Ok(())
}
