//! The columns, in their order: what people look for first, what programs join
//! on last. New ones go to the end.

macro_rules! columns {
    ($($name:ident = $key:literal,)+) => {
        /// A column.
        #[derive(Clone, Copy)]
        pub(super) enum Column { $($name,)+ }

        impl Column {
            /// All of them.
            pub(super) const ALL: &'static [Column] = &[$(Column::$name,)+];

            /// Its name for programs.
            pub(super) fn key(self) -> &'static str {
                match self { $(Column::$name => $key,)+ }
            }
        }
    };
}

columns! {
    Record = "record",
    Severity = "severity",
    State = "state",
    Rule = "rule",
    Message = "message",
    Scope = "scope",
    Host = "host",
    System = "system",
    Team = "team",
    Queue = "queue",
    Path = "path",
    Members = "members",
    Lines = "lines",
    Places = "places",
    Name = "name",
    Kind = "kind",
    Generation = "generation",
    Environment = "environment",
    Status = "status",
    NotBefore = "notBefore",
    NotAfter = "notAfter",
    PrivateKey = "privateKey",
    Ownership = "ownership",
    Organisation = "organisation",
    Cvr = "cvr",
    Identifier = "identifier",
    Subject = "subject",
    Issuer = "issuer",
    Serial = "serial",
    SerialDecimal = "serialDecimal",
    Sha1 = "sha1",
    Sha256 = "sha256",
    Counterparties = "counterparties",
    Details = "details",
    Reason = "reason",
    Until = "until",
    Id = "id",
}
