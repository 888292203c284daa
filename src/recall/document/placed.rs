//! What lies somewhere, as it stands in a report.

use super::records::{Detail, Image, Named, Party, Retained, Store, Waived};
use super::{Both, Str, nothing};
use data_encoding::BASE64;
use serde::Deserialize;

/// One step into a file.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::recall) struct Step<'a> {
    #[serde(borrow)]
    pub(in crate::recall) kind: Str<'a>,
    #[serde(borrow, default = "nothing")]
    pub(in crate::recall) name: Str<'a>,
    #[serde(borrow)]
    pub(in crate::recall) name_bytes: Option<Str<'a>>,
}

/// Where something lies.
pub(in crate::recall) struct At<'r, 'a> {
    pub(in crate::recall) scope: Option<&'r str>,
    pub(in crate::recall) root: Option<&'r str>,
    pub(in crate::recall) root_bytes: Option<&'r str>,
    pub(in crate::recall) path: &'r str,
    pub(in crate::recall) path_bytes: Option<&'r str>,
    pub(in crate::recall) steps: &'r [Step<'a>],
}

impl At<'_, '_> {
    /// The octets of the path, as far as they can be read.
    pub(in crate::recall) fn octets(&self) -> Vec<u8> {
        let told = self.path_bytes.and_then(|bytes| BASE64.decode(bytes.as_bytes()).ok());
        told.unwrap_or_else(|| self.path.as_bytes().to_vec())
    }
}

/// What lies somewhere: its own fields, and those of its place.
macro_rules! placed {
    ($($(#[$doc:meta])* $name:ident { $($(#[$how:meta])* $field:ident: $type:ty,)* })+) => {
        $(
            $(#[$doc])*
            #[derive(Deserialize)]
            #[serde(rename_all = "camelCase")]
            pub(in crate::recall) struct $name<'a> {
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
                $($(#[$how])* pub(in crate::recall) $field: $type,)*
            }

            impl<'a> $name<'a> {
                pub(in crate::recall) fn at(&self) -> At<'_, 'a> {
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
        #[serde(borrow)]
        state: Option<Str<'a>>,
        #[serde(borrow)]
        ignored: Option<Waived<'a>>,
    }

    /// What could not be looked at.
    Failure {
        #[serde(borrow)]
        kind: Str<'a>,
        #[serde(borrow, default = "nothing")]
        detail: Str<'a>,
        #[serde(borrow)]
        store: Option<Store<'a>>,
        #[serde(borrow)]
        acknowledged: Option<Waived<'a>>,
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
