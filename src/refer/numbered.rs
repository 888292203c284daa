//! Texts or octets by number, and which certificates each is of.

use std::collections::BTreeMap;

/// What is looked for, each once, and whose it is.
pub(super) struct Numbered<K> {
    flags: Vec<Vec<usize>>,
    numbers: BTreeMap<K, usize>,
}

impl<K> Default for Numbered<K> {
    fn default() -> Numbered<K> {
        Numbered { flags: Vec::new(), numbers: BTreeMap::new() }
    }
}

impl<K: Ord> Numbered<K> {
    /// Notes that a certificate has it.
    pub(super) fn add(&mut self, wanted: K, flag: usize) {
        let number = *self.numbers.entry(wanted).or_insert(self.flags.len());
        if number == self.flags.len() {
            self.flags.push(Vec::new());
        }
        if let Some(flags) = self.flags.get_mut(number) {
            flags.push(flag);
        }
    }

    /// Whose it is.
    pub(super) fn of(&self, number: usize) -> &[usize] {
        self.flags.get(number).map(Vec::as_slice).unwrap_or_default()
    }

    /// All of them with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, usize)> {
        self.numbers.iter().map(|(wanted, number)| (wanted, *number))
    }
}
