//! The extensions that we use (RFC 5280, 4.2.1): our own walk over all of
//! them, with `x509-parser`'s reading where it has one.

use crate::asn1::{self, Element, Elements, tag};
use crate::name;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};

const SUBJECT_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 14];
const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];
const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 17];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];
const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1d, 32];
const AUTHORITY_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 35];
/// `[0] keyIdentifier` of the authority key identifier.
const KEY_IDENTIFIER: u8 = 0x80;
/// `[1] rfc822Name` of a `GeneralName`.
const RFC822_NAME: u8 = 0x81;

/// What the extensions say.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    pub(super) subject_key_identifier: Option<Box<[u8]>>,
    pub(super) authority_key_identifier: Option<Box<[u8]>>,
    pub(super) is_ca: bool,
    pub(super) key_usage: Option<u16>,
    pub(super) policies: Vec<String>,
    pub(super) emails: Vec<String>,
}

impl Extensions {
    /// From the content of `[3]`, and from what `x509-parser` made of the certificate.
    ///
    /// ```text
    /// Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension
    /// Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
    /// ```
    pub(super) fn read(content: &[u8], strict: Option<&X509Certificate<'_>>) -> Extensions {
        let mut extensions = Extensions::default();
        if let Some((list, _)) = asn1::read(content) {
            for extension in list.children() {
                extensions.walk(&extension);
            }
        }
        for extension in strict.map(|certificate| certificate.extensions()).unwrap_or_default() {
            extensions.take(extension.parsed_extension());
        }
        extensions
    }

    /// Our own reading of one extension; nothing where it is damaged.
    fn walk(&mut self, extension: &Element<'_>) {
        let mut parts = extension.children();
        let Some(oid) = parts.next_if(tag::OID) else { return };
        parts.next_if(tag::BOOLEAN);
        let Some(octets) =
            parts.next().filter(|value| value.tag & !0x20 == tag::OCTET_STRING).and_then(|value| asn1::octets(&value))
        else {
            return;
        };
        let Some((value, _)) = asn1::read(&octets) else { return };
        match oid.content {
            SUBJECT_KEY_IDENTIFIER => self.subject_key_identifier = asn1::octets(&value).map(Vec::into_boxed_slice),
            AUTHORITY_KEY_IDENTIFIER => {
                self.authority_key_identifier =
                    value.children().find(|part| part.tag == KEY_IDENTIFIER).map(|part| part.content.into());
            }
            BASIC_CONSTRAINTS => {
                self.is_ca = value.children().next_if(tag::BOOLEAN).is_some_and(|ca| ca.content != [0]);
            }
            KEY_USAGE => self.key_usage = key_usage(&value),
            CERTIFICATE_POLICIES => self.policies = policies(value.children()),
            SUBJECT_ALT_NAME => self.emails = rfc822_names(value.children()),
            _ => {}
        }
    }

    /// What `x509-parser` made of one extension. It never reads the policies.
    fn take(&mut self, parsed: &ParsedExtension<'_>) {
        match parsed {
            ParsedExtension::SubjectKeyIdentifier(identifier) => {
                self.subject_key_identifier = Some(identifier.0.into());
            }
            ParsedExtension::AuthorityKeyIdentifier(identifier) => {
                self.authority_key_identifier = identifier.key_identifier.as_ref().map(|key| key.0.into());
            }
            ParsedExtension::BasicConstraints(constraints) => self.is_ca = constraints.ca,
            ParsedExtension::KeyUsage(usage) => self.key_usage = Some(usage.flags),
            ParsedExtension::SubjectAlternativeName(names) => self.take_emails(&names.general_names),
            _ => {}
        }
    }

    fn take_emails(&mut self, names: &[GeneralName<'_>]) {
        for address in names
            .iter()
            .filter_map(|name| if let GeneralName::RFC822Name(address) = name { Some(*address) } else { None })
        {
            if !self.emails.iter().any(|known| known == address) {
                self.emails.push(address.to_owned());
            }
        }
    }
}

/// `KeyUsage ::= BIT STRING`, bit 0 in the highest bit of the first octet.
fn key_usage(value: &Element<'_>) -> Option<u16> {
    let octets = value.with_tag(tag::BIT_STRING)?.content.get(1..)?;
    let octet = |at: usize| octets.get(at).map_or(0, |octet| u16::from(octet.reverse_bits()));
    Some(octet(0) | octet(1) << 8)
}

/// Of `PolicyInformation ::= SEQUENCE { policyIdentifier, policyQualifiers OPTIONAL }`
/// the identifiers alone: the qualifiers are not always valid ASN.1.
fn policies(list: Elements<'_>) -> Vec<String> {
    list.filter_map(|policy| policy.children().next_if(tag::OID)).map(|oid| asn1::oid_text(oid.content)).collect()
}

/// The addresses as text, read as UTF-8 or Latin-1 as the names are.
fn rfc822_names(names: Elements<'_>) -> Vec<String> {
    const IA5_STRING: u8 = 0x16;
    names
        .filter(|name| name.tag == RFC822_NAME)
        .map(|name| name::decode(&Element { tag: IA5_STRING, ..name }))
        .collect()
}
