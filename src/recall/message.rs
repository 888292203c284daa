//! Messages and failures of a report.

use super::document;
use super::shelf::{Reader, fingerprint, octets};
use crate::catalogue::Environment;
use crate::certificate::{Identifier, Party, Role};
use crate::classify::{JudgedParty, Message};
use crate::failure::{Acknowledged, Failure, FailureKind, StoreFacts, StoreKey};

impl Reader<'_> {
    pub(super) fn messages(&mut self, from: &[document::Message<'_>]) -> Vec<Message> {
        let mut messages: Vec<Message> = Vec::with_capacity(from.len());
        for one in from {
            let mut parties: Vec<JudgedParty> =
                one.recipients.iter().map(|party| self.party(Role::Recipient, party)).collect();
            parties.extend(one.signers.iter().map(|party| self.party(Role::Signer, party)));
            messages.push(Message { location: self.location(&one.at()), parties });
        }
        messages
    }

    fn party(&mut self, role: Role, from: &document::Party<'_>) -> JudgedParty {
        let hex = |text: &Option<document::Str<'_>>| text.as_deref().and_then(octets);
        let identifier = match (&from.issuer, hex(&from.serial), hex(&from.subject_key_identifier)) {
            (Some(issuer), Some(serial), _) => {
                Identifier::IssuerAndSerial { issuer: self.dn(issuer).der.to_vec().into(), serial: serial.into() }
            }
            (_, _, Some(key)) => Identifier::KeyIdentifier(key.into()),
            _ => Identifier::None,
        };
        let environments = [Environment::Production, Environment::Test];
        let environment = from.environment.as_deref();
        let environment = environment.and_then(|word| self.one_of("environment", &environments, Environment::id, word));
        let generation = from.generation.as_deref().map(|generation| self.shelf.name(generation));
        JudgedParty {
            party: Party { role, identifier },
            hierarchy: generation.map(|generation| (generation, environment.unwrap_or(Environment::Production))),
            certificate: from.certificate.as_deref().and_then(fingerprint),
            key: from.key.unwrap_or(false),
        }
    }

    pub(super) fn failures(&mut self, from: &[document::Failure<'_>]) -> Vec<Failure> {
        from.iter().map(|one| self.failure(one)).collect()
    }

    /// What kind of trouble this version does not know is still trouble.
    fn failure(&mut self, from: &document::Failure<'_>) -> Failure {
        let kind = self.one_of("failure", &FailureKind::ALL, FailureKind::id, &from.kind);
        let key = |key: &document::Key<'_>| StoreKey {
            friendly_name: key.friendly_name.as_ref().map(|name| name.0.to_string()),
            local_key_id: key.local_key_id.as_deref().and_then(octets),
        };
        let store = from.store.as_ref().map(|store| StoreFacts {
            format: self.shelf.word(&store.format),
            keys: store.keys.iter().map(key).collect(),
            belongs_to: store.belongs_to.iter().filter_map(|hex| fingerprint(hex)).collect(),
        });
        let (kind, detail) = match kind {
            Some(kind) => (kind, from.detail.0.to_string()),
            None => (FailureKind::Internal, format!("{}: {}", &*from.kind, &*from.detail)),
        };
        let acknowledged = from.acknowledged.as_ref().map(|said| {
            let (reason, until, lapsed) = self.waived(said);
            Box::new(Acknowledged { reason, until, lapsed })
        });
        Failure { location: self.location(&from.at()), kind, detail, store, acknowledged, identity: None }
    }
}
