//! The certificate list that MitID Erhverv exports, as text.
//!
//! Opens no file and compares nothing.
//!
//! Behaviour
//! 1. Encoding, separator and columns are told from the file itself. The line
//!    `sep=;` that Excel wants, and lines of titles before the header, are
//!    passed over.
//! 2. A file without a column for UUID or serial number is refused, and so is
//!    one in which no row has either: a comparison with it would say nothing.
//! 3. A person's certificate is told by its UUID: the name is left out.

use super::cells::{canonical, day, serials, uuid};
use super::columns::Columns;
use super::encoding::decode;
use super::rows::{Row, Rows};
use time::Date;

/// More rows has no organisation; MitID Erhverv lists eight a page.
const MAX_ROWS: usize = 200_000;

/// So many lines may stand before the header.
const TITLES: usize = 10;

/// A certificate as MitID Erhverv lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// Its name there; empty for a person's.
    pub name: String,
    /// The UUID in its subject, lower case.
    pub uuid: Option<String>,
    /// The serial numbers that its cell may mean, in hexadecimal without
    /// leading zeros; none where it has no readable one.
    pub serials: Vec<String>,
    /// Its end.
    pub not_after: Option<Date>,
    /// Its kind, as it stands there.
    pub kind: Option<String>,
    /// Its status, as it stands there.
    pub status: Option<String>,
}

/// What a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In use, or to be.
    Active,
    /// Spærret.
    Revoked,
    /// Run out or taken off the list.
    Ended,
}

impl Listed {
    /// Whether this is the serial number (hexadecimal) of its cell.
    pub fn has_serial(&self, serial: &str) -> bool {
        let serial = canonical(&serial.to_ascii_lowercase());
        self.serials.contains(&serial)
    }

    /// Whether it is a person's.
    pub fn is_personal(&self) -> bool {
        let kind = self.kind.as_deref().unwrap_or_default().to_lowercase();
        ["bruger", "user", "medarbejder", "employee", "moces", "person"].iter().any(|word| kind.contains(word))
    }

    /// What its status and its end say.
    pub fn standing(&self, as_of: Date) -> Standing {
        let status = self.status.as_deref().unwrap_or_default().to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| status.contains(word));
        let revoked = says(&["spær", "spaer", "revoked", "tilbagekald", "blocked", "blokeret", "suspend"]);
        if revoked && says(&["ikke", "not ", "unrevoked", "never", "aldrig"]) {
            return self.ended_by(as_of);
        }
        if revoked {
            return Standing::Revoked;
        }
        if says(&["ikke aktiv", "not active"]) {
            return Standing::Ended;
        }
        if says(&[
            "udløbet",
            "udloebet",
            "expired",
            "slettet",
            "deleted",
            "annulleret",
            "cancel",
            "inaktiv",
            "inactive",
        ]) {
            return Standing::Ended;
        }
        self.ended_by(as_of)
    }

    fn ended_by(&self, as_of: Date) -> Standing {
        if self.not_after.is_some_and(|end| end < as_of) { Standing::Ended } else { Standing::Active }
    }
}

/// Reads the list; the error says what is wrong with it.
pub fn read(octets: &[u8]) -> Result<Vec<Listed>, String> {
    let text = decode(octets);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let separator = best_separator(text);
    let mut rows = Rows::new(text, separator);
    let columns = header(&mut rows)?;
    let mut listed = Vec::new();
    for row in rows {
        let row = row?;
        if listed.len() == MAX_ROWS {
            return Err(format!("more than {MAX_ROWS} rows: this is no certificate list of one organisation"));
        }
        listed.push(one(&columns, &row));
    }
    let identified = |one: &Listed| one.uuid.is_some() || !one.serials.is_empty();
    if !listed.is_empty() && !listed.iter().any(identified) {
        return Err("no row has a readable UUID or serial number".to_owned());
    }
    Ok(listed)
}

/// The separator under which the first lines make most sense.
fn best_separator(text: &str) -> char {
    let sense = |separator: char| {
        let rows = Rows::new(text, separator).take(TITLES).map_while(Result::ok);
        rows.map(|row| (Columns::of(&row.cells).known(), row.cells.len())).max().unwrap_or_default()
    };
    // The last of equals wins: the semicolon of Danish Excel.
    ['\t', ',', ';'].into_iter().max_by_key(|separator| sense(*separator)).unwrap_or(';')
}

/// Reads up to the header.
fn header(rows: &mut Rows<'_>) -> Result<Columns, String> {
    let mut met: Vec<String> = Vec::new();
    for row in rows.take(TITLES) {
        let row = row?;
        let columns = Columns::of(&row.cells);
        if columns.identify() && (row.cells.len() > 1 || columns.known() > 0) {
            return Ok(columns);
        }
        if row.cells.len() > met.len() {
            met = row.cells;
        }
    }
    if met.is_empty() {
        return Err("nothing stands in it".to_owned());
    }
    let named: Vec<String> = met.iter().take(20).map(|name| format!("`{}`", shown(name))).collect();
    Err(format!("no column for UUID or serial number is known in it; its columns are {}", named.join(", ")))
}

/// A cell for a message: short, and nothing that moves a terminal's cursor.
fn shown(cell: &str) -> String {
    cell.chars().take(40).map(|one| if one.is_control() { '\u{fffd}' } else { one }).collect()
}

fn one(columns: &Columns, row: &Row) -> Listed {
    let cell = |at: Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", String::as_str);
    let text = |at: Option<usize>| Some(cell(at)).filter(|text| !text.is_empty()).map(short);
    let holder = cell(columns.uuid);
    // A column of serial numbers may be that of the subject: `UI:DK-O:G:…`.
    let number = cell(columns.serial);
    let uuid = uuid(holder).or_else(|| uuid(number).filter(|_| number.contains('-')));
    let serials = if number.contains('-') { Vec::new() } else { serials(number) };
    let mut one = Listed {
        name: text(columns.name).unwrap_or_default(),
        uuid,
        serials,
        not_after: day(cell(columns.end)),
        kind: text(columns.kind),
        status: revoked(cell(columns.revoked)).or_else(|| text(columns.status)),
    };
    if one.is_personal() || [holder, number].iter().any(|cell| cell.contains("UI:DK-E:")) {
        one.name = String::new();
    }
    one
}

/// What a column that asks whether, or since when, it is revoked makes of a status.
fn revoked(cell: &str) -> Option<String> {
    const NO: [&str; 8] = ["", "nej", "no", "false", "0", "-", "–", "n"];
    let lower = cell.trim().to_lowercase();
    let no = NO.contains(&lower.as_str()) || lower.starts_with("ikke") || lower.starts_with("not ");
    (!no).then(|| short(&format!("spærret: {}", cell.trim())))
}

fn short(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const UUID: &str = "5e50b9bb-0000-4a4a-8b8b-0123456789ab";

    fn expected() -> Listed {
        Listed {
            name: "Løn; prod".to_owned(),
            uuid: Some(UUID.to_owned()),
            serials: vec!["a1b2c".to_owned()],
            not_after: Some(date!(2026 - 12 - 01)),
            kind: Some("Systemcertifikat".to_owned()),
            status: Some("Aktiv".to_owned()),
        }
    }

    #[test]
    fn dialects_tell_the_same() {
        let semicolon = format!(
            "Certifikatnavn;UUID;Serienummer;Udløbsdato;Type;Status\r\n\"Løn; prod\";{UUID};0A:1B:2C;01-12-2026;Systemcertifikat;Aktiv\r\n"
        );
        let comma = format!(
            "Status,Type,Valid to,Serial number,Certificate ID,Name\nAktiv,Systemcertifikat,2026-12-01T23:59:59Z,0x0a1b2c,{UUID},Løn; prod\n"
        );
        let tab = format!(
            "sep=\t\nnavn\tid\tserienummer\tgyldig til\ttype\tstatus\n\nLøn; prod\tUI:DK-O:G:{UUID}\t0a1b2c\t01.12.2026 12:00\tSystemcertifikat\tAktiv"
        );
        let titled = format!("Fjordby Kommune\nUdtræk 21-11-2026\n{semicolon}");
        for text in [semicolon, comma, tab, titled] {
            assert_eq!(read(text.as_bytes()), Ok(vec![expected()]), "{text}");
        }
    }

    #[test]
    fn a_list_that_says_nothing_is_refused() {
        let refused = |text: &str| read(text.as_bytes()).unwrap_err();
        assert_eq!(refused(""), "nothing stands in it");
        let message = refused("Navn;Ud\u{1b}løb\nLøn;01-12-2026\n");
        assert_eq!(
            message,
            "no column for UUID or serial number is known in it; its columns are `Navn`, `Ud\u{fffd}løb`"
        );
        assert_eq!(refused("Navn;Id\nLøn;4711\n"), "no row has a readable UUID or serial number");
        assert!(refused(&format!("uuid\n\"{UUID}\n{UUID}\n")).contains("never closed"));
        assert!(refused(&format!("uuid\n{}", "x\n".repeat(MAX_ROWS + 1))).starts_with("more than 200000 rows"));
        assert_eq!(read(b"UUID;Navn\n"), Ok(Vec::new()), "an empty list is a list");
    }

    #[test]
    fn names_of_persons_are_left_out() {
        let text = format!(
            "Navn;UUID;Type\nAne Fjord;{UUID};Brugercertifikat\nAne Fjord;UI:DK-E:G:{UUID};\nSTS;{UUID};System\n"
        );
        let names: Vec<String> = read(text.as_bytes()).unwrap().into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["", "", "STS"]);
    }

    #[test]
    fn a_subjects_serial_number_is_a_uuid() {
        let listed = read(format!("Navn;Serienummer\nSTS;UI:DK-O:G:{UUID}\n").as_bytes()).unwrap();
        assert_eq!((listed[0].uuid.as_deref(), listed[0].serials.len()), (Some(UUID), 0));
    }

    #[test]
    fn a_status_is_read_in_both_languages() {
        let standing =
            |status: &str| Listed { status: Some(status.to_owned()), ..expected() }.standing(date!(2026 - 11 - 21));
        for revoked in ["Spærret", "SPÆRRET 01-02-2026", "Revoked", "spaerret", "Blokeret", "Suspenderet"] {
            assert_eq!(standing(revoked), Standing::Revoked, "{revoked}");
        }
        for active in ["Aktiv", "", "Active", "Ikke spærret", "Ikke-spærret", "Spærres ikke", "Afventer udstedelse"]
        {
            assert_eq!(standing(active), Standing::Active, "{active}");
        }
        for ended in ["Udløbet", "expired", "Slettet", "Inaktiv"] {
            assert_eq!(standing(ended), Standing::Ended, "{ended}");
        }
        assert_eq!(expected().standing(date!(2026 - 12 - 02)), Standing::Ended);
    }

    #[test]
    fn hostile_octets_break_nothing() {
        let line = format!("UUID;Navn\n{UUID};{}\n", "=cmd|'/c calc'!A0\0\u{1b}[2J".repeat(400_000));
        let listed = read(line.as_bytes()).unwrap();
        assert_eq!(listed[0].name.chars().count(), 200);
        for octets in [&b"\0\0\0\0"[..], b"\xff\xfe\0", b"\"", b";;;;;", b"\xef\xbb\xbf"] {
            assert!(read(octets).is_err());
        }
    }
}
