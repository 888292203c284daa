//! Signers and recipients of the message that an artifact is, or is a part of.

use super::Artifact;
use crate::certificate::{Identifier, Party};
use crate::inventory::MessageParty;

impl Artifact<'_> {
    /// Whether this is a message of its own, not a part of another.
    pub(in crate::examine) fn is_message(&self) -> bool {
        self.message.is_none()
    }

    /// Keeps the parties that concern the catalogue, or may: a key identifier
    /// is known only when all certificates are. A recipient that no certificate
    /// names is kept beside them, since it can open the message too.
    pub(super) fn take_parties(&mut self, mut parties: Vec<Party>) {
        let concerns = |party: &mut Party| match &mut party.identifier {
            Identifier::IssuerAndSerial { issuer, .. } => {
                let concerned = self.haul.concerned(self.watch, issuer);
                *issuer = self.haul.shared(issuer);
                concerned
            }
            Identifier::KeyIdentifier(_) => true,
            Identifier::None => false,
        };
        let kept: Vec<bool> = parties.iter_mut().map(concerns).collect();
        if !kept.contains(&true) {
            return;
        }
        let message = self.message.as_ref().unwrap_or(&self.location);
        let kept = parties.into_iter().zip(kept).filter(|(party, kept)| *kept || party.identifier == Identifier::None);
        let parties = kept.map(|(party, _)| MessageParty { message: message.clone(), party });
        self.file.parties.extend(parties);
    }
}
