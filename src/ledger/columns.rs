//! Which column of the list holds what, told from its header.
//!
//! The names that MitID Erhverv writes are not documented: those here are what
//! a Danish or English header would say, in any order, case and spacing.

/// Where what stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) name: Option<usize>,
    pub(super) uuid: Option<usize>,
    pub(super) serial: Option<usize>,
    pub(super) end: Option<usize>,
    pub(super) kind: Option<usize>,
    pub(super) status: Option<usize>,
    /// Whether, or since when, it is revoked.
    pub(super) revoked: Option<usize>,
}

// The surest name first.
const NAME: &[&str] = &["certifikatnavn", "certificatename", "navn", "name", "profilnavn", "certifikatprofil"];
const UUID: &[&str] = &[
    "uuid",
    "certifikatuuid",
    "certificateuuid",
    "subjectuuid",
    "uuidicertifikat",
    "certifikatid",
    "certificateid",
    "identifikator",
    "identifier",
    "id",
];
const SERIAL: &[&str] = &[
    "serienummer",
    "serialnumber",
    "certifikatserienummer",
    "certificateserialnumber",
    "certifikatetsserienummer",
    "serienr",
    "serialno",
    "serial",
];
const END: &[&str] = &[
    "udløbsdato",
    "udløb",
    "udløber",
    "gyldigtil",
    "expires",
    "validto",
    "expirydate",
    "expirationdate",
    "expiry",
    "notafter",
    "udloebsdato",
    "udloeb",
    "udloeber",
    "slutdato",
    "enddate",
];
const KIND: &[&str] = &["certifikattype", "certificatetype", "type", "kind"];
const STATUS: &[&str] = &["status", "certifikatstatus", "certificatestatus", "tilstand", "state"];

const REVOKED: &[&str] = &[
    "spærret",
    "spaerret",
    "spærringsdato",
    "spaerringsdato",
    "spærretdato",
    "spærretden",
    "revoked",
    "revocationdate",
    "revokedon",
    "revokedat",
];

impl Columns {
    /// The columns of a header.
    pub(super) fn of(header: &[String]) -> Columns {
        let names: Vec<String> = header.iter().map(|cell| plain(cell)).collect();
        let find = |known: &[&str]| known.iter().find_map(|known| names.iter().position(|name| name == known));
        let holds = |part: &str| names.iter().position(|name| name.contains(part));
        Columns {
            name: find(NAME),
            uuid: find(UUID).or_else(|| holds("uuid")),
            serial: find(SERIAL).or_else(|| holds("serienummer")).or_else(|| holds("serialnumber")),
            end: find(END).or_else(|| holds("gyldigtil")).or_else(|| holds("udløb")),
            kind: find(KIND),
            status: find(STATUS),
            revoked: find(REVOKED),
        }
    }

    /// Whether rows can be told apart by them.
    pub(super) fn identify(&self) -> bool {
        self.uuid.is_some() || self.serial.is_some()
    }

    /// How many are known.
    pub(super) fn known(&self) -> usize {
        let all = [self.name, self.uuid, self.serial, self.end, self.kind, self.status];
        all.into_iter().flatten().count()
    }
}

/// Lower case, letters and digits only.
fn plain(cell: &str) -> String {
    cell.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(header: &str) -> Columns {
        Columns::of(&header.split(';').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn danish_and_english_headers_in_any_order_and_case() {
        let danish = of("STATUS;Certifikat-type;Udløbsdato;Serienummer;UUID;Certifikatnavn;E-mail;Kontaktperson");
        let all = Columns {
            name: Some(5),
            uuid: Some(4),
            serial: Some(3),
            end: Some(2),
            kind: Some(1),
            status: Some(0),
            revoked: None,
        };
        assert_eq!(danish, all);
        assert_eq!(of("Status;Type;Valid to;Serial number;Certificate ID;Name;E-mail"), all);
        assert_eq!(
            of("Tilstand;certifikattype;Gyldig til (dato);Certifikatets serienummer (hex);Certifikatets UUID;navn"),
            all
        );
    }

    #[test]
    fn the_surer_name_wins_and_a_header_without_any_identifies_nothing() {
        assert_eq!(of("ID;UUID").uuid, Some(1));
        assert!(!of("Navn;Udløb;Kontaktperson").identify());
        assert!(of("serienr.").identify() && of("Id").identify());
    }
}
