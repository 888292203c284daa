//! Certificates with the shape of real ones, real issuers and invented holders.
//! Nobody signed them: the rooms look at no signature.

use super::der::{name, oid, tlv};
use oces::certificate::Certificate;
use sha2::{Digest, Sha256};

const CN: &str = "2.5.4.3";
const SERIAL: &str = "2.5.4.5";
const C: &str = "2.5.4.6";
const O: &str = "2.5.4.10";
const ORGANISATION: &str = "2.5.4.97";
const EMAIL: &str = "1.2.840.113549.1.9.1";

/// The key identifiers of the two authorities: without them every certificate
/// would be a look-alike.
const OCES2: [u8; 20] = [
    0x5c, 0xbb, 0x75, 0x62, 0x16, 0x32, 0x99, 0xaa, 0x36, 0xa0, 0xb8, 0x9a, 0xfb, 0x6f, 0xa7, 0x0c, 0x5f, 0xf0, 0x0a,
    0xd5,
];
const OCES3: [u8; 20] = [
    0x4c, 0x01, 0xe2, 0xca, 0x73, 0xbc, 0xc3, 0xbe, 0x38, 0x0a, 0x38, 0x3d, 0x36, 0xb0, 0x5c, 0x74, 0x9c, 0x7b, 0x97,
    0xb9,
];

/// How many organisations hold them; the first few are ours.
const ORGANISATIONS: usize = 40;

/// Their CVR numbers.
pub(super) fn cvr(organisation: usize) -> String {
    (10_000_000 + organisation % ORGANISATIONS).to_string()
}

/// What kind a certificate is, by its number: of twenty, sixteen of OCES II.
#[derive(Clone, Copy)]
enum Holder {
    Function,
    Company,
    Employee,
    Person,
    System,
    User,
}

fn holder(number: usize) -> Holder {
    match number % 20 {
        0..=6 => Holder::Function,
        7..=9 => Holder::Company,
        10..=14 => Holder::Employee,
        15 => Holder::Person,
        16..=18 => Holder::System,
        _ => Holder::User,
    }
}

/// Bytes that look like chance, the same on every machine.
pub(super) fn noise(what: &str, number: usize, size: usize) -> Vec<u8> {
    let blocks = (0..size.div_ceil(32)).flat_map(|at| Sha256::digest(format!("{what}/{number}/{at}")));
    blocks.take(size).collect()
}

/// The certificate of this number, parsed from its DER.
pub(super) fn certificate(number: usize) -> Option<Certificate> {
    let old = !matches!(holder(number), Holder::System | Holder::User);
    let (issuer, key) = if old { (issuer_of_oces2(), OCES2) } else { (issuer_of_oces3(), OCES3) };
    let algorithm = tlv(0x30, &[&oid("1.2.840.113549.1.1.11"), &tlv(0x05, &[])]);
    let until = if old { "240601000000Z" } else { ["260601000000Z", "270105000000Z"][number % 2] };
    let validity = tlv(0x30, &[&tlv(0x17, &[b"210601000000Z"]), &tlv(0x17, &[until.as_bytes()])]);
    let serial = tlv(0x02, &[&[0x5d], &noise("serial", number, 7)]);
    let body = tlv(
        0x30,
        &[
            &tlv(0xa0, &[&tlv(0x02, &[&[2]])]),
            &serial,
            &algorithm,
            &issuer,
            &validity,
            &subject(number),
            &public_key(number),
            &extensions(number, &key),
        ],
    );
    let whole = tlv(0x30, &[&body, &algorithm, &tlv(0x03, &[&[0], &noise("signature", number, 256)])]);
    Certificate::parse(&whole)
}

fn issuer_of_oces2() -> Vec<u8> {
    name(&[(C, "DK"), (O, "TRUST2408"), (CN, "TRUST2408 OCES CA IV")])
}

fn issuer_of_oces3() -> Vec<u8> {
    name(&[(CN, "Den Danske Stat OCES udstedende-CA 1"), (O, "Den Danske Stat"), (C, "DK")])
}

fn public_key(number: usize) -> Vec<u8> {
    let modulus = tlv(0x02, &[&[0, 0xc1], &noise("modulus", number, 254), &[1]]);
    let key = tlv(0x30, &[&modulus, &tlv(0x02, &[&[1, 0, 1]])]);
    tlv(0x30, &[&tlv(0x30, &[&oid("1.2.840.113549.1.1.1"), &tlv(0x05, &[])]), &tlv(0x03, &[&[0], &key])])
}

fn extensions(number: usize, authority: &[u8]) -> Vec<u8> {
    let key_usage = tlv(0x30, &[&oid("2.5.29.15"), &tlv(0x04, &[&tlv(0x03, &[&[5, 0xa0]])])]);
    let issuer = tlv(0x30, &[&oid("2.5.29.35"), &tlv(0x04, &[&tlv(0x30, &[&tlv(0x80, &[authority])])])]);
    let own = tlv(0x30, &[&oid("2.5.29.14"), &tlv(0x04, &[&tlv(0x04, &[&noise("ski", number, 20)])])]);
    tlv(0xa3, &[&tlv(0x30, &[&key_usage, &issuer, &own])])
}

fn subject(number: usize) -> Vec<u8> {
    let cvr = cvr(number);
    let (of, place) = (number % ORGANISATIONS, ["Fjordby", "Sønderå", "Østerlund", "Klitkøbing"][number % 4]);
    let uuid = data_encoding::HEXLOWER.encode(&noise("uuid", number, 16));
    let old = format!("{place} Kommune {of} // CVR:{cvr}");
    let new = format!("{place} Kommune {of}");
    let identified = format!("NTRDK-{cvr}");
    let (who, id) = match holder(number) {
        Holder::Function => (format!("Fagsystem {number} (funktionscertifikat)"), format!("CVR:{cvr}-FID:{number:08}")),
        Holder::Company => (format!("{place} Kommune - Løn {number}"), format!("CVR:{cvr}-UID:{number:08}")),
        Holder::Employee => (format!("Åse Sørensen-Nr {number}"), format!("CVR:{cvr}-RID:{number:08}")),
        Holder::Person => (format!("Bjørn Opfundet {number}"), format!("PID:9208-2002-2-{number:012}")),
        Holder::System => (format!("Fagsystem {number}"), format!("UI:DK-O:G:{uuid}")),
        Holder::User => (format!("Åse Sørensen-Nr {number}"), format!("UI:DK-E:G:{uuid}")),
    };
    let email = format!("nr{number}@fjordby.example");
    match holder(number) {
        Holder::Function | Holder::Company => name(&[(C, "DK"), (O, &old), (SERIAL, &id), (CN, &who)]),
        Holder::Employee => name(&[(C, "DK"), (O, &old), (SERIAL, &id), (CN, &who), (EMAIL, &email)]),
        Holder::Person => name(&[(C, "DK"), (O, "Ingen organisatorisk tilknytning"), (SERIAL, &id), (CN, &who)]),
        Holder::System => name(&[(CN, &who), (SERIAL, &id), (O, &new), (ORGANISATION, &identified), (C, "DK")]),
        Holder::User => {
            name(&[(EMAIL, &email), (CN, &who), (SERIAL, &id), (O, &new), (ORGANISATION, &identified), (C, "DK")])
        }
    }
}
