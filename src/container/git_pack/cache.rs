//! The contents that were read last: what follows often differs from them.

use super::index::Kind;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// An object's kind and content.
pub(super) type Object = (Kind, Rc<Vec<u8>>);

/// Objects by their offset, within a number of octets.
pub(super) struct Cache {
    objects: HashMap<u64, (u64, Object), foldhash::fast::RandomState>,
    /// When each was used last.
    used: BTreeMap<u64, u64>,
    now: u64,
    held: u64,
    most: u64,
}

/// What an object costs beside its content.
const OVERHEAD: u64 = 128;

impl Cache {
    /// Holds at most so many octets.
    pub(super) fn new(most: u64) -> Cache {
        Cache { objects: HashMap::default(), used: BTreeMap::new(), now: 0, held: 0, most }
    }

    /// The object at an offset.
    pub(super) fn get(&mut self, offset: u64) -> Option<Object> {
        let (used, object) = self.objects.get_mut(&offset)?;
        self.now += 1;
        self.used.remove(used);
        self.used.insert(self.now, offset);
        *used = self.now;
        Some((object.0, Rc::clone(&object.1)))
    }

    /// Keeps an object, in place of those that were not used for longest.
    pub(super) fn put(&mut self, offset: u64, object: Object) {
        let cost = object.1.capacity() as u64 + OVERHEAD;
        if cost > self.most / 2 || self.objects.contains_key(&offset) {
            return;
        }
        while self.held + cost > self.most {
            let Some((_, oldest)) = self.used.pop_first() else { break };
            if let Some((_, (_, content))) = self.objects.remove(&oldest) {
                self.held -= content.capacity() as u64 + OVERHEAD;
            }
        }
        self.now += 1;
        self.held += cost;
        self.used.insert(self.now, offset);
        self.objects.insert(offset, (self.now, object));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_last_stays() {
        let mut cache = Cache::new(3 * (100 + OVERHEAD));
        let object = || (Kind::Blob, Rc::new(vec![0; 100]));
        for offset in [1, 2, 3] {
            cache.put(offset, object());
        }
        assert!(cache.get(1).is_some());
        cache.put(4, object());
        let held: Vec<bool> = [1, 2, 3, 4].map(|offset| cache.get(offset).is_some()).to_vec();
        assert_eq!(held, [true, false, true, true]);
        cache.put(5, (Kind::Blob, Rc::new(vec![0; 600])));
        assert!(cache.get(5).is_none() && cache.get(1).is_some());
    }
}
