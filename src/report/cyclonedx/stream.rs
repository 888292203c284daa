//! Lists that are made while they are written.

use serde::{Serialize, Serializer};

/// A list whose items are made one by one.
pub(super) struct Items<F>(pub(super) F);

impl<F, I> Serialize for Items<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
