//! A report as it stands in its file. Lenient: what the contract does not
//! promise may be missing, what nobody knows is passed by. Concludes nothing.

use super::head::Head;
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;

/// A text, borrowed from the file where it stands there as it is.
#[derive(Deserialize, Clone)]
#[serde(transparent)]
pub(super) struct Str<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

impl std::ops::Deref for Str<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A text in both languages.
#[derive(Deserialize)]
pub(super) struct Both<'a> {
    #[serde(borrow, default = "nothing")]
    pub(super) da: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(super) en: Str<'a>,
}

fn nothing<'a>() -> Str<'a> {
    Str(Cow::Borrowed(""))
}

/// The whole report.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document<'a> {
    #[serde(borrow)]
    schema_version: Str<'a>,
    scan: Option<Value>,
    scans: Option<Vec<Value>>,
    #[serde(borrow)]
    pub(super) certificates: Vec<Certificate<'a>>,
    #[serde(borrow, default)]
    pub(super) look_alikes: Vec<Certificate<'a>>,
    #[serde(borrow, default)]
    pub(super) unknown_authorities: Vec<Certificate<'a>>,
    #[serde(borrow, default)]
    pub(super) others: Vec<Certificate<'a>>,
    #[serde(borrow)]
    pub(super) findings: Option<Vec<Finding<'a>>>,
    #[serde(borrow, default)]
    pub(super) messages: Vec<Message<'a>>,
    #[serde(borrow, default)]
    pub(super) failures: Vec<Failure<'a>>,
    #[serde(borrow, default)]
    pub(super) systems: Vec<System<'a>>,
    #[serde(borrow, default)]
    pub(super) dependencies: Vec<Dependent<'a>>,
    #[serde(borrow, default)]
    pub(super) firewall: Vec<Opening<'a>>,
    #[serde(borrow, default)]
    pub(super) not_looked_at: Vec<Unseen<'a>>,
    #[serde(borrow, default)]
    pub(super) plan: Plan<'a>,
}

impl Document<'_> {
    /// Only the first number of the version tells what can be read.
    pub(super) fn check_version(&self) -> Result<(), String> {
        let version = &*self.schema_version;
        if version == "1" || version.starts_with("1.") {
            return Ok(());
        }
        let version: String = version.chars().take(20).filter(|one| !one.is_control()).collect();
        Err(format!("schemaVersion {version} is not one that this version reads (1.x)"))
    }

    /// Whether it was merged from several.
    pub(super) fn is_merged(&self) -> bool {
        self.scans.is_some()
    }

    /// The scans that it tells of.
    pub(super) fn heads(&self) -> Result<Vec<Head>, String> {
        let scans: Vec<&Value> = self.scan.iter().chain(self.scans.iter().flatten()).collect();
        if scans.is_empty() {
            return Err("no report of oces scan -o json: it has neither scan nor scans".to_owned());
        }
        scans.into_iter().map(Head::read).collect()
    }
}

/// One step into a file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Step<'a> {
    #[serde(borrow)]
    pub(super) kind: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(super) name: Str<'a>,
    #[serde(borrow)]
    pub(super) name_bytes: Option<Str<'a>>,
}

/// Where something lies.
pub(super) struct At<'r, 'a> {
    pub(super) scope: Option<&'r str>,
    pub(super) root: Option<&'r str>,
    pub(super) root_bytes: Option<&'r str>,
    pub(super) path: &'r str,
    pub(super) path_bytes: Option<&'r str>,
    pub(super) steps: &'r [Step<'a>],
}

/// What lies somewhere: its own fields, and those of its place.
macro_rules! placed {
    ($($(#[$doc:meta])* $name:ident { $($(#[$how:meta])* $field:ident: $type:ty,)* })+) => {
        $(
            $(#[$doc])*
            #[derive(Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub(super) struct $name<'a> {
                #[serde(borrow)]
                scope: Option<Str<'a>>,
                #[serde(borrow)]
                root: Option<Str<'a>>,
                #[serde(borrow)]
                root_bytes: Option<Str<'a>>,
                #[serde(borrow)]
                path: Str<'a>,
                #[serde(borrow)]
                path_bytes: Option<Str<'a>>,
                #[serde(borrow, default)]
                steps: Vec<Step<'a>>,
                $($(#[$how])* pub(super) $field: $type,)*
            }

            impl<'a> $name<'a> {
                pub(super) fn at(&self) -> At<'_, 'a> {
                    At {
                        scope: self.scope.as_deref(),
                        root: self.root.as_deref(),
                        root_bytes: self.root_bytes.as_deref(),
                        path: &self.path,
                        path_bytes: self.path_bytes.as_deref(),
                        steps: &self.steps,
                    }
                }
            }
        )+
    };
}

placed! {
    /// One place of a certificate.
    Occurrence {
        #[serde(borrow, default = "nothing")]
        format: Str<'a>,
        #[serde(borrow)]
        alias: Option<Str<'a>>,
        #[serde(borrow)]
        store: Option<Str<'a>>,
        line: Option<u64>,
        offset: Option<u64>,
        count: Option<u64>,
        #[serde(default)]
        private_key: bool,
        #[serde(borrow)]
        place: Option<Str<'a>>,
        #[serde(borrow)]
        image: Option<Image<'a>>,
    }

    /// A place of a private key.
    KeyPlace {
        #[serde(borrow, default = "nothing")]
        format: Str<'a>,
        #[serde(borrow)]
        alias: Option<Str<'a>>,
        #[serde(borrow)]
        basis: Option<Str<'a>>,
        #[serde(borrow)]
        place: Option<Str<'a>>,
    }

    /// A finding.
    Finding {
        #[serde(borrow)]
        id: Str<'a>,
        #[serde(borrow)]
        rule: Str<'a>,
        #[serde(borrow)]
        severity: Str<'a>,
        #[serde(borrow)]
        certificate: Option<Str<'a>>,
        places: Option<u64>,
        history: Option<bool>,
        #[serde(borrow)]
        message: Option<Both<'a>>,
        #[serde(borrow, default)]
        details: Vec<Detail<'a>>,
        #[serde(borrow)]
        retained: Option<Retained<'a>>,
    }

    /// What could not be looked at.
    Failure {
        #[serde(borrow)]
        kind: Str<'a>,
        #[serde(borrow, default = "nothing")]
        detail: Str<'a>,
        #[serde(borrow)]
        store: Option<Store<'a>>,
    }

    /// A message.
    Message {
        #[serde(borrow, default)]
        recipients: Vec<Party<'a>>,
        #[serde(borrow, default)]
        signers: Vec<Party<'a>>,
    }

    /// Evidence of a use.
    Evidence {
        #[serde(borrow)]
        what: Str<'a>,
        line: Option<u64>,
        #[serde(borrow)]
        text: Option<Both<'a>>,
    }

    /// What refers to a certificate.
    Reference {
        line: u64,
        #[serde(borrow)]
        by: Str<'a>,
        #[serde(borrow, default = "nothing")]
        token: Str<'a>,
        #[serde(borrow)]
        setting: Option<Str<'a>>,
        #[serde(borrow)]
        file: Option<Str<'a>>,
        #[serde(borrow)]
        file_bytes: Option<Str<'a>>,
    }

    /// A text that names what died with NemID.
    Dependent {
        #[serde(borrow)]
        place: Option<Str<'a>>,
        #[serde(borrow, default)]
        names: Vec<Named<'a>>,
    }

    /// A bare place.
    Place {
    }
}

/// What was said of a key that is kept.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Retained<'a> {
    #[serde(borrow)]
    pub(super) purpose: Str<'a>,
    #[serde(borrow)]
    pub(super) owner: Str<'a>,
    #[serde(borrow)]
    pub(super) review: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(super) place: Str<'a>,
    #[serde(borrow)]
    pub(super) state: Str<'a>,
    #[serde(borrow)]
    pub(super) otherwise: Option<Str<'a>>,
}

/// A certificate, of whatever list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Certificate<'a> {
    #[serde(borrow)]
    pub(super) sha256: Str<'a>,
    #[serde(borrow)]
    pub(super) sha1: Option<Str<'a>>,
    #[serde(borrow, default = "nothing")]
    pub(super) subject: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(super) issuer: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(super) serial: Str<'a>,
    #[serde(borrow)]
    pub(super) not_before: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) not_after: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) subject_key_identifier: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) ownership: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(super) emails: Vec<Str<'a>>,
    #[serde(default)]
    pub(super) private_key: bool,
    #[serde(borrow, default)]
    pub(super) keys: Vec<KeyPlace<'a>>,
    #[serde(borrow, default)]
    pub(super) occurrences: Vec<Occurrence<'a>>,
    #[serde(borrow, default = "nothing")]
    pub(super) generation: Str<'a>,
    #[serde(default)]
    pub(super) qualified: bool,
    #[serde(borrow, default = "nothing")]
    pub(super) environment: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(super) role: Str<'a>,
    #[serde(borrow)]
    pub(super) kind: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) evidence: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) organisation: Option<Organisation<'a>>,
    #[serde(borrow)]
    pub(super) identifier: Option<Str<'a>>,
    #[serde(borrow, default)]
    pub(super) uses: Vec<Use<'a>>,
    #[serde(borrow)]
    pub(super) settles: Option<Both<'a>>,
    #[serde(borrow, default)]
    pub(super) references: Vec<Reference<'a>>,
    /// Of a look-alike.
    #[serde(borrow)]
    pub(super) reason: Option<Str<'a>>,
    /// Of one under an unknown authority.
    #[serde(borrow)]
    pub(super) family: Option<Str<'a>>,
}

/// The plain records: what lies nowhere by itself.
macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($(#[$how:meta])* $field:ident: $type:ty,)* })+) => {
        $(
            $(#[$doc])*
            #[derive(Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub(super) struct $name<'a> {
                $($(#[$how])* pub(super) $field: $type,)*
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

/// The plan.
#[derive(Deserialize, Default)]
pub(super) struct Plan<'a> {
    #[serde(borrow, default)]
    pub(super) actions: Vec<Action<'a>>,
}
