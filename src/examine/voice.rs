//! How much a text may say of what is looked for on the second reading.

/// What was heard of a text on the first reading; more never means less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// It may name something by a word that nobody listens for.
    #[default]
    Silent,
    /// It also has what the name of a keystore or the setting of an alias ends with.
    Names,
    /// It says something by itself, or was not heard.
    Speaks,
}

impl Voice {
    /// How many there are.
    pub const COUNT: usize = Voice::Speaks as usize + 1;
}
