//! Tests of the catalogue.

use super::*;
use crate::asn1::{encode, tag};
use crate::certificate::tests::{Builder, name_der};

fn concerned(attributes: &[(&str, &str)]) -> bool {
    let name = name_der(attributes);
    let catalogue = Catalogue::builtin().unwrap();
    let stranger = name_der(&[("C", "US"), ("O", "Somebody"), ("CN", "Some CA")]);
    assert!(!catalogue.concerns(&stranger));
    catalogue.concerns(&name)
}

#[test]
fn the_builtin_catalogue_is_sound_and_whole() {
    let catalogue = Catalogue::builtin().unwrap();
    let count = |id: &str| catalogue.authorities.iter().filter(|authority| &*authority.generation == id).count();
    assert_eq!([count("I"), count("II"), count("III")], [3, 18, 10]);
    let second = catalogue.generation("II").unwrap();
    assert_eq!(second.blocked_on, Some(time::macros::date!(2023 - 10 - 31)));
    assert_eq!(second.successor.as_deref(), Some("III"));
    assert_eq!(catalogue.lines().len(), 31);
    assert_eq!(catalogue.version, "2026-11-21");
}

#[test]
fn names_of_the_families_concern() {
    assert!(concerned(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 OCES CA IV")]));
    assert!(concerned(&[("C", "DK"), ("O", "trust2408"), ("CN", "Something new")]));
    assert!(concerned(&[("C", "DK"), ("O", "TDC"), ("OU", "TDC OCES Systemtest CA I")]));
    assert!(concerned(&[("CN", "x"), ("O", "Den  Danske Stat "), ("C", "DK")]));
}

#[test]
fn near_misses_concern() {
    assert!(concerned(&[("C", "DK"), ("O", "TRUST2048"), ("CN", "Anything")]));
    assert!(concerned(&[("O", "Den Danske Stad"), ("CN", "Anything")]));
    assert!(concerned(&[("O", "Somebody else"), ("CN", "TRUST2408 OCES CA IV")]));
    assert!(concerned(&[("CN", "TDC OCES CA")]));
    assert!(concerned(&[("O", "TRÜST2408")]));
}

#[test]
fn other_danish_authorities_do_not_concern() {
    assert!(!concerned(&[("C", "DK"), ("O", "KMD"), ("OU", "KMD-CA"), ("CN", "KMD-CA Server")]));
    assert!(!concerned(&[("C", "DK"), ("O", "TDC"), ("OU", "TDC SSL Server CA")]));
    assert!(!concerned(&[("C", "DK"), ("O", "TDC Internet"), ("OU", "TDC Internet Root CA")]));
    assert!(!concerned(&[("C", "DK"), ("O", "DanID"), ("CN", "DanID OCES Development Primary CA")]));
    assert!(!concerned(&[("C", "DK"), ("O", "Kommune // CVR:12345678"), ("CN", "TRUST")]));
}

/// The quick look must never say no where the exact answer is yes.
#[test]
fn every_encoding_of_every_authority_concerns() {
    type Encoder = fn(&str) -> Vec<u8>;
    let encoders: [(u8, Encoder); 6] = [
        (0x0c, |text| text.as_bytes().to_vec()),
        (0x13, |text| text.to_uppercase().into_bytes()),
        (0x14, |text| format!(" {text}\t").into_bytes()),
        (0x16, |text| text.replace(' ', "  ").into_bytes()),
        (0x1e, |text| text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        (0x1c, |text| text.chars().flat_map(|character| u32::from(character).to_be_bytes()).collect()),
    ];
    let catalogue = Catalogue::builtin().unwrap();
    for authority in &catalogue.authorities {
        for (string, encoder) in encoders {
            let rdn = |attribute: &Attribute| {
                let arc = attribute.oid.rsplit('.').next().unwrap().parse().unwrap();
                let pair = [encode(tag::OID, &[0x55, 4, arc]), encode(string, &encoder(&attribute.value))].concat();
                encode(tag::SET, &encode(tag::SEQUENCE, &pair))
            };
            let rdns: Vec<Vec<u8>> = authority.subject.iter().flatten().map(rdn).collect();
            let name = encode(tag::SEQUENCE, &rdns.concat());
            assert!(catalogue.concerns(&name), "{authority:?} as {string:x}");
            assert!(
                matches!(catalogue.kinship(&Name::parse(&name)), Kinship::Authority(_)),
                "{authority:?} as {string:x}"
            );
        }
    }
}

const EXTRA: &str = r#"
version = "mine"
[[generation]]
id = "III"
name = "OCES III"
successor = "IV"
blocked-on = "2031-01-01"
source = "a letter"
[[generation]]
id = "IV"
name = "OCES IV"
source = "a letter"
[[family]]
generation = "IV"
organisation = "Riget"
"#;

#[test]
fn an_extra_file_adds_and_replaces() {
    let der = Builder::new(&name_der(&[("O", "Riget"), ("CN", "Rod")]), &name_der(&[("O", "Riget"), ("CN", "Rod")]))
        .ca()
        .ski(&[7; 20])
        .der();
    let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----", data_encoding::BASE64.encode(&der));
    let text = format!(
        "{EXTRA}[[authority]]\ngeneration = \"IV\"\nenvironment = \"test\"\ncertificate = \"\"\"\n{pem}\n\"\"\"\n"
    );
    let catalogue = Catalogue::load_with(&text).unwrap();
    assert_eq!(catalogue.version, "2026-11-21+mine");
    assert_eq!(
        catalogue.generations.iter().map(|generation| &*generation.id).collect::<Vec<_>>(),
        ["I", "II", "III", "IV"]
    );
    assert!(catalogue.generation("III").unwrap().blocked_on.is_some());
    let authority = catalogue.authorities.last().unwrap();
    assert_eq!((authority.role, authority.subject_key_identifier.as_deref()), (Role::Root, Some(&[7u8; 20][..])));
    assert!(catalogue.concerns(&name_der(&[("O", "riget"), ("CN", "new")])));
}

#[test]
fn what_is_not_sound_is_an_error() {
    let loop_back = EXTRA.replace("name = \"OCES IV\"", "name = \"OCES IV\"\nsuccessor = \"III\"");
    let faults = [
        ("[[authority]]\ngeneration = \"II\"\nenvironment = \"test\"\ncertificate = \"none\"", "exactly one PEM"),
        (
            "[[authority]]\ngeneration = \"II\"\nenvironment = \"test\"\nsubject = [[\"CN\", \"x\"]]\nrole = \"root\"\nsha256 = \"12\"",
            "64 hexadecimal",
        ),
        ("[[generation]]\nid = \"V\"\nname = \"V\"\nsource = \"\"\nsuccessor = \"VI\"", "no generation VI"),
        ("[[generation]]\nid = \"V\"\nname = \"V\"\nsource = \"\"\nblocked-on = \"2023-02-30\"", "no date"),
        ("[[family]]\ngeneration = \"X\"\norganisation = \"O\"", "no generation X"),
        ("[[family]]\ngeneration = \"II\"\norganization = \"O\"", "organization"),
        (loop_back.as_str(), "cycle"),
    ];
    for (text, expected) in faults {
        let error = Catalogue::load_with(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn learned_names_concern() {
    let mut catalogue = Catalogue::builtin().unwrap();
    let name = name_der(&[("O", "Kommune"), ("CN", "Own CA")]);
    assert!(!catalogue.concerns(&name));
    catalogue.watch_also([name.clone().into_boxed_slice()]);
    assert!(catalogue.concerns(&name));
}

#[test]
fn a_broken_name_is_looked_at_and_costs_no_panic() {
    let catalogue = Catalogue::builtin().unwrap();
    let name = name_der(&[("C", "DK"), ("O", "TRUST2408"), ("CN", "TRUST2408 OCES CA I")]);
    for cut in 0..name.len() {
        catalogue.concerns(&name[..cut]);
    }
}
