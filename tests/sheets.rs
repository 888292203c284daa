//! The sheets as people get them: what must stand on them, what must never,
//! and that nothing foreign breaks out of its place.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "support/sample.rs"]
mod sample;

use oces::classify::{Kind, Ownership, Settings, Status, Verdict};
use oces::ledger::Ledger;
use oces::name::{Attribute, Name};
use oces::plan::{Matter, plan};
use oces::report::{Report, Style, WRITERS, text};
use time::macros::date;

/// Everything that Markdown could take for a mark.
const MARKS: &str =
    "x\n# H\n- [ ] t `]|*_~$ <script>alert(1)</script> [l](http://e.example) ![i](i) &lt; www.e.example 1. \u{202e}";

const SHEETS: [&str; 4] = ["orders", "letters", "escrow", "tilbagemelding"];

/// The sample with a plan of its own making.
fn report(name: &str) -> Report {
    let mut report = sample::report();
    report.plan = oces::plan::Plan::default();
    for known in &mut report.certificates {
        let common = Attribute { oid: "2.5.4.3".to_owned(), value: name.to_owned() };
        known.certificate.subject = Name { der: Box::default(), rdns: vec![vec![common]] };
        known.certificate.emails = vec![format!("{name}@example.dk")];
        if let Verdict::Listed(listing) = &mut known.verdict {
            listing.organisation.name = Some(name.to_owned());
            listing.identifier = Some(format!("CVR:12345678-FID:{name}"));
        }
        for place in &mut known.occurrences {
            place.alias = Some(name.into());
        }
    }
    for system in &mut report.usage.systems {
        system.name = format!("/srv/{name}");
        system.places = vec![std::sync::Arc::from(std::path::Path::new("/srv/tomcat/store.jks"))];
    }
    report.scan.organisation = Some(name.to_owned());
    replan(&mut report);
    report
}

fn replan(report: &mut Report) {
    let settings =
        Settings { as_of: report.scan.as_of, expiring_within_days: 90, own_cvr: Vec::new(), foreign_cvr: Vec::new() };
    report.plan = plan(&Matter {
        certificates: &report.certificates,
        messages: &report.messages,
        usage: &report.usage,
        findings: &report.findings,
        settings: &settings,
        ledger: &Ledger::default(),
    });
}

fn write(report: &Report, format: &str, danish: bool) -> String {
    let writer = WRITERS.iter().find(|writer| writer.format() == format).expect("a writer");
    let mut out = Vec::new();
    writer.write(report, Style { danish, colour: false, width: 80, ..Style::default() }, &mut out).expect("it writes");
    String::from_utf8(out).expect("UTF-8")
}

/// The text without its code spans.
fn without_code(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let escaped = rest[..start].ends_with('\\');
        let fence = rest[start..].chars().take_while(|char| *char == '`').count();
        out.push_str(&rest[..start]);
        rest = &rest[start + fence..];
        if escaped {
            continue;
        }
        let mark = "`".repeat(fence);
        let end = rest.find(&mark).unwrap_or_else(|| panic!("an open code span: {line}"));
        rest = &rest[end + fence..];
    }
    out + rest
}

/// Headings and rows: what breaking out would change.
fn skeleton(out: &str) -> (usize, usize, usize) {
    let count = |mark: &str| out.lines().filter(|line| line.trim_start().starts_with(mark)).count();
    (count("#"), count("|"), count("- ["))
}

#[test]
fn nothing_foreign_breaks_out() {
    let (benign, hostile) = (report("Løn"), report(MARKS));
    for format in SHEETS.into_iter().chain(["markdown"]) {
        for danish in [true, false] {
            let (plain, marked) = (write(&benign, format, danish), write(&hostile, format, danish));
            assert_eq!(skeleton(&plain), skeleton(&marked), "{format}\n{marked}");
            for line in marked.lines() {
                assert!(!line.chars().any(text::is_unsafe), "{format}: {line:?}");
                let open = without_code(line).to_lowercase();
                for mark in ["<script", "](", "http://", "www.", "&lt; "] {
                    assert!(!open.replace("\\]", "").contains(mark), "{format}: {mark} in {line}");
                }
                if line.starts_with('|') {
                    let bars = line.replace("\\|", "").matches('|').count();
                    assert!([4, 7].contains(&bars), "{format}: {bars} in {line}");
                }
            }
        }
    }
}

#[test]
fn every_text_is_found_and_prose_fits_its_page() {
    let report = report("Løn");
    for format in SHEETS.into_iter().chain(["markdown"]) {
        for danish in [true, false] {
            let out = write(&report, format, danish);
            assert!(!out.contains("sheets.") && !out.replace("\\u{", "").contains('{'), "{format}\n{out}");
            assert!(!out.to_lowercase().contains("gyldig"), "{format}\n{out}");
            let prose = out.lines().filter(|line| !line.contains('`') && !line.starts_with(['|', '#']));
            assert!(prose.clone().all(|line| text::width(line) <= 120), "{format}\n{out}");
        }
    }
}

#[test]
fn an_order_sheet_has_the_labels_of_the_form_and_the_right_sum() {
    let report = report("Løn");
    assert!(!report.plan.sheets.orders.is_empty());
    for danish in [true, false] {
        let out = write(&report, "orders", danish);
        for label in [
            "Certifikatnavn",
            "E-mailadresse i certifikat",
            "Navn på kontaktperson",
            "Systemrettigheder: Adgang til IdM services",
            "Signering",
            "Metode til identifikation",
            "Metode til udstedelse",
            "Føj certifikat til den offentlige certifikatdatabase",
            "Internetbrowser",
            "Engangskode",
        ] {
            assert!(out.contains(label), "{label}\n{out}");
        }
        let sum = out.lines().find(|line| line.starts_with(if danish { "| I alt" } else { "| Total" })).expect("a sum");
        let numbers: Vec<u64> = sum.split('|').filter_map(|cell| cell.trim().parse().ok()).collect();
        let orders = report.plan.sheets.orders.iter();
        let paid = orders.clone().filter(|order| !order.test).count() as u64;
        assert_eq!(numbers, [orders.count() as u64, paid * 20], "{sum}");
        let check = if danish { "Se den aktuelle prisliste" } else { "Check the current price list" };
        assert!(one_line(&out).contains(check), "{out}");
    }
}

#[test]
fn what_waits_for_a_decision_says_so_on_its_sheet_and_in_its_letter() {
    let report = report("Løn");
    assert!(report.plan.sheets.orders.iter().all(|order| order.waits));
    assert!(write(&report, "orders", true).contains("Bestil ikke endnu"));
    assert!(write(&report, "letters", true).contains("Send ikke endnu"));
}

#[test]
fn nothing_stands_on_the_order_sheet_for_a_foreign_certificate() {
    let mut report = report("Løn");
    for known in &mut report.certificates {
        known.ownership = Ownership::Foreign;
    }
    replan(&mut report);
    assert!(report.plan.sheets.orders.is_empty() && report.plan.sheets.escrow.is_empty());
    assert!(write(&report, "orders", true).contains("Der er intet at skrive"));
    let letters = write(&report, "letters", true);
    assert!(letters.contains("jeres nuværende certifikat") && !letters.contains("### Certifikat"), "{letters}");
}

#[test]
fn a_letter_names_numbers_of_a_person_and_no_more() {
    let mut report = report("Mette Hansen");
    for known in &mut report.certificates {
        if let Verdict::Listed(listing) = &mut known.verdict {
            listing.kind = listing.kind.map(|_| Kind::Moces);
            listing.identifier = Some("CVR:12345678-RID:42".to_owned());
            listing.organisation.name = Some("Fjordby Kommune".to_owned());
        }
    }
    for system in &mut report.usage.systems {
        system.name = "/srv/app".to_owned();
    }
    report.scan.organisation = None;
    replan(&mut report);
    let letters = write(&report, "letters", true);
    let sent: String = letters.split("\n---\n").skip(1).step_by(2).collect();
    assert!(sent.contains("RID:42"), "{letters}");
    assert!(!sent.contains("Mette") && !sent.contains("example.dk"), "{letters}");
}

#[test]
fn a_letter_never_carries_the_key_and_shows_every_form_of_a_number() {
    let letters = write(&report("Løn"), "letters", true);
    assert!(letters.contains("Vedlæg aldrig en .p12-fil"));
    for form in ["`4c0501`", "`4982017", "SHA-1-thumbprint", "SHA-256, tidligere: `0101", "[UUID udfyldes]", "12345678"]
    {
        assert!(letters.contains(form), "{form}\n{letters}");
    }
    assert!(one_line(&letters).contains("over 18 måneder siden: spørg KOMBIT"), "{letters}");
}

#[test]
fn the_register_never_speaks_of_deleting_and_holds_no_password() {
    for danish in [true, false] {
        let out = write(&report("Løn"), "escrow", danish).to_lowercase();
        for word in ["slet", "delet", "destru", "erase", "kasser", "remove"] {
            assert!(!out.contains(word), "{word}\n{out}");
        }
        assert!(out.contains("/srv/tomcat/store.jks") && out.contains("dpo"), "{out}");
        assert!(out.contains("/srv/bad/locked"), "{out}");
    }
}

#[test]
fn feedback_has_its_four_fields_and_its_deadline_in_danish_always() {
    let mut report = report("Løn");
    for danish in [true, false] {
        let out = one_line(&write(&report, "tilbagemelding", danish));
        for field in [
            "Systemets funktion",
            "Udfordring",
            "Mitigerende tiltag",
            "Tidspunkt for fuld implementering af MitID eller MitID Erhverv",
            "31. marts 2023 og er overskredet. Arket sendes ikke",
            "(historisk)",
        ] {
            assert!(out.contains(field), "{field}\n{out}");
        }
    }
    report.scan.as_of = date!(2023 - 03 - 31);
    let early = write(&report, "tilbagemelding", true);
    assert!(!one_line(&early).contains("blev siden udskudt"), "{early}");
    assert!(!early.contains("overskredet") && early.contains("Fristen for tilbagemelding er"), "{early}");
}

#[test]
fn every_sheet_says_whether_the_scan_was_complete() {
    let mut report = report("Løn");
    for format in SHEETS {
        assert!(write(&report, format, true).contains("Scanningen er ikke fuldstændig"), "{format}");
    }
    report.scan.complete = true;
    for format in SHEETS {
        assert!(!write(&report, format, true).contains("Scanningen er ikke fuldstændig"), "{format}");
    }
}

#[test]
fn the_whole_report_has_every_finding_failure_and_action() {
    let report = report("Løn");
    let out = write(&report, "markdown", false);
    for finding in &report.findings {
        assert!(out.contains(&text::location(&finding.location)), "{out}");
    }
    for failure in &report.inventory.failures {
        assert!(out.contains(&text::location(&failure.location)), "{out}");
    }
    let flat = one_line(&out).replace('`', "");
    for action in &report.plan.actions {
        assert!(flat.contains(&format!("Wave {}: ", action.wave)), "{out}");
        for who in &action.who {
            assert!(flat.contains(&who.en), "{}", who.en);
        }
        let steps = if action.brief.common.is_empty() { &action.steps } else { &action.brief.common };
        for step in steps {
            let start: String = step.en.split(['*', '_', '<', '[']).next().unwrap_or_default().to_owned();
            assert!(flat.contains(start.trim()), "{start}");
        }
    }
}

/// The sample with another status and kind for its own certificate.
fn changed(generation: &str, kind: Kind, status: Status) -> Report {
    let mut report = report("Løn");
    for known in report.certificates.iter_mut().filter(|known| known.ownership == Ownership::Own) {
        known.certificate.not_after = Some(1_798_000_000);
        if let Verdict::Listed(listing) = &mut known.verdict {
            (listing.generation, listing.kind, listing.status) = (generation.into(), Some(kind), status);
        }
    }
    replan(&mut report);
    report
}

#[test]
fn a_renewal_guesses_no_field_of_its_profile() {
    let mut report = changed("III", Kind::Organisation, Status::Expiring);
    for order in &mut report.plan.sheets.orders {
        order.waits = false;
    }
    let out = one_line(&write(&report, "orders", true));
    assert!(out.contains("Signering:** **Uændret: aflæs på profilen** (certifikatet har bitten"), "{out}");
    assert!(out.contains("uden æ, ø og å, ellers virker certifikatet ikke") && !out.contains("står allerede"), "{out}");
    assert!(out.contains("Ret intet på profilen uden grund"), "{out}");
}

#[test]
fn a_kind_is_told_no_surer_than_the_certificate_is() {
    let unsure = one_line(&write(&changed("III", Kind::System, Status::Expiring), "letters", true));
    assert!(unsure.contains("organisations- eller systemcertifikat (slå arten op"), "{unsure}");
    assert!(unsure.contains("| Nuværende |") && unsure.contains("registreret samtidig"), "{unsure}");
    let sure = one_line(&write(&changed("III", Kind::Organisation, Status::Expiring), "letters", true));
    assert!(sure.contains("OCES III organisationscertifikat med Signering"), "{sure}");
}

#[test]
fn a_letter_of_what_is_over_asks_for_no_time_side_by_side() {
    let out = one_line(&write(&report("Løn"), "letters", true));
    assert!(out.contains("| Tidligere (OCES II) |") && !out.contains("registreret samtidig"), "{out}");
    assert!(out.contains("hvordan et nyt certifikat registreres hos jer i dag"), "{out}");
}

#[test]
fn the_register_moves_no_live_key_and_knows_damaged_stores() {
    let over = one_line(&write(&report("Løn"), "escrow", true));
    assert!(over.contains("adgangskoden i jeres adgangskodeboks") && !over.contains("i brug)"), "{over}");
    assert!(over.contains("/srv/bad/corrupt") && !over.contains("når afløseren er prøvet"), "{over}");
    let live = one_line(&write(&changed("II", Kind::Foces, Status::ToBeBlocked), "escrow", true));
    assert!(live.contains("når afløseren er prøvet"), "{live}");
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
