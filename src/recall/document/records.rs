//! What lies nowhere by itself, as it stands in a report.

use super::placed::{Evidence, Place};
use super::{Both, Str, nothing};
use serde::Deserialize;

/// The plain records: what lies nowhere by itself.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($(#[$how:meta])* $field:ident: $type:ty,)* })+) => {
        $(
            $(#[$doc])*
            #[derive(Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub(in crate::recall) struct $name<'a> {
                $($(#[$how])* pub(in crate::recall) $field: $type,)*
            }
        )+
    };
}

records! {
    /// The organisation that a subject names.
    Organisation {
        #[serde(borrow)]
        name: Option<Str<'a>>,
        #[serde(borrow)]
        cvr: Option<Str<'a>>,
    }

    /// What a finding rests on.
    Detail {
        #[serde(default)]
        line: Option<u64>,
        #[serde(borrow)]
        what: Str<'a>,
        #[serde(borrow)]
        token: Option<Str<'a>>,
        #[serde(borrow)]
        text: Option<Both<'a>>,
    }

    /// What was said of a key that is kept.
    Retained {
        #[serde(borrow)]
        purpose: Str<'a>,
        #[serde(borrow)]
        owner: Str<'a>,
        #[serde(borrow)]
        review: Str<'a>,
        #[serde(borrow, default = "nothing")]
        place: Str<'a>,
        #[serde(borrow)]
        state: Str<'a>,
        #[serde(borrow)]
        otherwise: Option<Str<'a>>,
    }

    /// What was said of a finding that is ignored, or of a failure that is accepted.
    Waived {
        #[serde(borrow, default = "nothing")]
        reason: Str<'a>,
        #[serde(borrow)]
        until: Option<Str<'a>>,
    }

    /// What a locked store tells.
    Store {
        #[serde(default = "nothing")]
        #[serde(borrow)]
        format: Str<'a>,
        #[serde(default)]
        #[serde(borrow)]
        keys: Vec<Key<'a>>,
        #[serde(default)]
        #[serde(borrow)]
        belongs_to: Vec<Str<'a>>,
    }

    /// A private key seen from outside.
    Key {
        #[serde(borrow)]
        friendly_name: Option<Str<'a>>,
        #[serde(borrow)]
        local_key_id: Option<Str<'a>>,
    }

    /// A signer or recipient.
    Party {
        #[serde(borrow)]
        issuer: Option<Str<'a>>,
        #[serde(borrow)]
        serial: Option<Str<'a>>,
        #[serde(borrow)]
        subject_key_identifier: Option<Str<'a>>,
        #[serde(borrow)]
        generation: Option<Str<'a>>,
        #[serde(borrow)]
        environment: Option<Str<'a>>,
        #[serde(borrow)]
        certificate: Option<Str<'a>>,
        key: Option<bool>,
    }

    /// A use.
    Use {
        #[serde(rename = "use")]
        #[serde(borrow)]
        kind: Str<'a>,
        #[serde(borrow)]
        confidence: Str<'a>,
        #[serde(borrow)]
        counterparty: Option<Str<'a>>,
        #[serde(default)]
        #[serde(borrow)]
        evidence: Vec<Evidence<'a>>,
    }

    /// What a text names that died with NemID.
    Named {
        line: u64,
        #[serde(default = "nothing")]
        #[serde(borrow)]
        token: Str<'a>,
        #[serde(borrow)]
        id: Str<'a>,
    }

    /// An address.
    Opening {
        #[serde(borrow)]
        action: Str<'a>,
        #[serde(borrow)]
        host: Str<'a>,
        #[serde(default)]
        ports: Vec<u64>,
        test: Option<bool>,
        #[serde(default)]
        #[serde(borrow)]
        evidence: Vec<Evidence<'a>>,
    }

    /// A system.
    System {
        #[serde(borrow)]
        id: Str<'a>,
        #[serde(borrow)]
        name: Str<'a>,
        #[serde(borrow)]
        scope: Option<Str<'a>>,
        #[serde(borrow)]
        host: Option<Str<'a>>,
        #[serde(borrow)]
        home: Str<'a>,
        #[serde(borrow)]
        home_bytes: Option<Str<'a>>,
        #[serde(borrow)]
        owner: Option<Owner<'a>>,
        #[serde(default)]
        #[serde(borrow)]
        certificates: Vec<Str<'a>>,
        #[serde(default)]
        #[serde(borrow)]
        counterparties: Vec<Str<'a>>,
        #[serde(default)]
        #[serde(borrow)]
        places: Vec<Place<'a>>,
        #[serde(default)]
        #[serde(borrow)]
        files: Vec<Place<'a>>,
    }

    /// Who looks after a system.
    Owner {
        #[serde(borrow)]
        team: Option<Str<'a>>,
        #[serde(borrow)]
        queue: Option<Str<'a>>,
    }

    /// What was not looked at; only what is counted nowhere else.
    Unseen {
        #[serde(borrow)]
        kind: Str<'a>,
        count: Option<u64>,
    }

    /// An action of the plan.
    Action {
        #[serde(borrow)]
        id: Str<'a>,
        #[serde(borrow)]
        kind: Str<'a>,
        #[serde(default)]
        #[serde(borrow)]
        certificates: Vec<Str<'a>>,
        #[serde(borrow)]
        state: Option<Str<'a>>,
    }

    /// A layer of an image.
    Image {
        #[serde(borrow)]
        name: Str<'a>,
        layer: u64,
        layers: u64,
        deleted_by_layer: Option<u64>,
        others: Option<u64>,
    }
}
