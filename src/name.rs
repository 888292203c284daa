//! Distinguished names: RDNs as sets, values decoded leniently, RFC 4514 text.
//!
//! Knows no authority and no generation.

/// A decoded X.501 name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The bytes as they stand in the certificate: for matching.
    pub der: Box<[u8]>,
    /// The RDNs in encoded order, each a set of attributes.
    pub rdns: Vec<Vec<Attribute>>,
}

/// One attribute of an RDN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The type as dotted OID.
    pub oid: String,
    /// The value, decoded leniently (UTF-8, Latin-1, T61, BMP, Universal).
    pub value: String,
}

impl Name {
    /// The name as RFC 4514 text, last RDN first.
    pub fn to_rfc4514(&self) -> String {
        let rdn = |rdn: &Vec<Attribute>| {
            let parts: Vec<String> = rdn.iter().map(|a| format!("{}={}", a.oid, a.value)).collect();
            parts.join("+")
        };
        let rdns: Vec<String> = self.rdns.iter().rev().map(rdn).collect();
        rdns.join(",")
    }
}
