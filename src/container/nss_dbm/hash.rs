//! Hash files of Berkeley DB 1.85, bucket by bucket.
//!
//! ```text
//! file   ::= header page page …            (the header is big-endian)
//! page   ::= n:2 slot:2{n} free:2 end:2 … data, from the page's end downward
//! slots  ::= (key-offset data-offset)* [overflow-address 0]
//! big    ::= (offset 1)     part of a key; the next page has more
//!          | (offset 2)     end of a key, or part of data; data goes on
//!          | (offset 3)     end of data; or of a key with data before it
//! ```
//!
//! A page is visited once, so that no chain goes in a circle and nothing costs
//! more than the file is long. Source: `hash.h`, `hash_page.c` and
//! `hash_bigkey.c` of `lib/dbm` in NSS.

/// The magic number.
const MAGIC: u32 = 0x0006_1561;

/// How many of the header's octets are read.
const HEADER: usize = 68 + 4 * SPARES;
const SPARES: usize = 32;

const PARTIAL_KEY: usize = 1;
const FULL_KEY: usize = 2;
const FULL_KEY_DATA: usize = 3;
/// Greater numbers are offsets.
const REAL_KEY: usize = 4;

/// More damaged places are not listed.
const MAX_DAMAGE: usize = 16;

/// A key and its value, put together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
}

/// A hash file.
pub(super) struct Hash<'a> {
    bytes: &'a [u8],
    little: bool,
    page: usize,
    buckets: usize,
    count: usize,
    header_pages: usize,
    spares: Vec<usize>,
}

/// What is gathered on the way.
struct Walk {
    visited: Vec<bool>,
    pairs: Vec<Pair>,
    damage: Vec<String>,
}

/// A page, taken apart on demand.
#[derive(Clone, Copy)]
struct Page<'a> {
    bytes: &'a [u8],
    little: bool,
    /// How many slots it has.
    slots: usize,
}

/// Where the chain of a bucket goes on: the page, its first slot of interest
/// and the end of the data that is not read.
struct Position<'a> {
    page: Page<'a>,
    slot: usize,
    end: usize,
}

impl<'a> Hash<'a> {
    /// Whether content begins so.
    pub(super) fn begins(head: &[u8]) -> bool {
        let Some(magic) = head.first_chunk::<4>() else { return false };
        let version = |read: fn([u8; 4]) -> u32| head.get(4..8).and_then(|four| Some(read(four.try_into().ok()?)));
        // A file cut within its header is still one.
        (u32::from_be_bytes(*magic) == MAGIC && version(u32::from_be_bytes).is_none_or(|version| version <= 3))
            || (u32::from_le_bytes(*magic) == MAGIC && version(u32::from_le_bytes).is_none_or(|version| version <= 3))
    }

    /// Reads the header.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Hash<'a>> {
        let header = bytes.get(..HEADER)?;
        let big = header.starts_with(&MAGIC.to_be_bytes());
        let number = |index: usize| -> Option<usize> {
            let four: [u8; 4] = header.get(4 * index..4 * index + 4)?.try_into().ok()?;
            let number = if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
            usize::try_from(number).ok()
        };
        let little = match number(2)? {
            1234 => true,
            4321 => false,
            _ => return None,
        };
        let page = number(3)?;
        if !(64..=65536).contains(&page) || !page.is_power_of_two() {
            return None;
        }
        let spares = (17..17 + SPARES).map(number).collect::<Option<Vec<usize>>>()?;
        Some(Hash {
            bytes,
            little,
            page,
            buckets: number(10)?.checked_add(1)?,
            count: number(14)?,
            header_pages: number(15)?,
            spares,
        })
    }

    /// How many pairs the header counts.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// All pairs, and what is damaged.
    pub(super) fn pairs(&self) -> (Vec<Pair>, Vec<String>) {
        let pages = self.bytes.len().div_ceil(self.page);
        let mut walk = Walk { visited: vec![false; pages], pairs: Vec::new(), damage: Vec::new() };
        // There are no more buckets than pages; one beyond the end is empty.
        for bucket in 0..self.buckets.min(pages) {
            let page = self.page_of(bucket).filter(|page| *page < pages);
            let read = page.map_or(Some(()), |page| self.chain(page, &mut walk));
            if read.is_none() && walk.damage.len() < MAX_DAMAGE {
                walk.damage.push(format!("the chain of pages of bucket {bucket} is damaged"));
            }
        }
        (walk.pairs, walk.damage)
    }

    /// `BUCKET_TO_PAGE`.
    fn page_of(&self, bucket: usize) -> Option<usize> {
        let spare = match bucket {
            0 => 0,
            _ => *self.spares.get(usize::try_from((bucket + 1).next_power_of_two().trailing_zeros()).ok()? - 1)?,
        };
        bucket.checked_add(self.header_pages)?.checked_add(spare)
    }

    /// `OADDR_TO_PAGE`: five bits of the split, eleven of the page.
    fn overflow(&self, address: usize) -> Option<usize> {
        self.page_of((1_usize << (address >> 11)) - 1)?.checked_add(address & 0x7ff)
    }

    /// A page that was not visited before.
    fn visit(&self, number: usize, walk: &mut Walk) -> Option<Page<'a>> {
        let visited = walk.visited.get_mut(number)?;
        if std::mem::replace(visited, true) {
            return None;
        }
        let start = number.checked_mul(self.page)?;
        let bytes = self.bytes.get(start..start.checked_add(self.page)?)?;
        let page = Page { bytes, little: self.little, slots: 0 };
        let slots = page.number(0)?;
        // Two more follow: what is free, and where the data begins.
        (slots % 2 == 0 && (slots + 3) * 2 <= bytes.len()).then_some(Page { slots, ..page })
    }

    /// The pairs of one bucket. `None` where it is damaged.
    fn chain(&self, first: usize, walk: &mut Walk) -> Option<()> {
        let page = self.visit(first, walk)?;
        let mut at = Position { page, slot: 1, end: self.page };
        while at.slot < at.page.slots {
            let (offset, second) = (at.page.number(at.slot)?, at.page.number(at.slot + 1)?);
            match second {
                0 => at = self.start(self.overflow(offset)?, walk)?,
                REAL_KEY.. => {
                    let key = at.page.bytes.get(offset..at.end)?.to_vec();
                    let value = at.page.bytes.get(second..offset)?.to_vec();
                    walk.pairs.push(Pair { key, value });
                    at = Position { slot: at.slot + 2, end: second, ..at };
                }
                _ => at = self.big(at, walk)?,
            }
        }
        Some(())
    }

    fn start(&self, page: usize, walk: &mut Walk) -> Option<Position<'a>> {
        Some(Position { page: self.visit(page, walk)?, slot: 1, end: self.page })
    }

    /// A pair that is split over pages; tells where the chain goes on.
    fn big(&self, from: Position<'a>, walk: &mut Walk) -> Option<Position<'a>> {
        let (mut key, mut value) = (Vec::new(), Vec::new());
        let mut at = from;
        loop {
            let offset = at.page.number(at.slot)?;
            key.extend_from_slice(at.page.bytes.get(offset..at.end)?);
            match at.page.number(at.slot + 1)? {
                PARTIAL_KEY => at = self.start(self.overflow(at.page.next()?)?, walk)?,
                FULL_KEY => break,
                FULL_KEY_DATA => {
                    let data = at.page.number(at.page.slots)?;
                    value.extend_from_slice(at.page.bytes.get(data..offset)?);
                    // Data that ends here leaves room on the page.
                    if at.page.number(at.page.slots + 1)? > 0 {
                        walk.pairs.push(Pair { key, value });
                        return self.start(self.overflow(at.page.next()?)?, walk);
                    }
                    break;
                }
                _ => return None,
            }
        }
        loop {
            at = self.start(self.overflow(at.page.next()?)?, walk)?;
            let offset = at.page.number(1)?;
            value.extend_from_slice(at.page.bytes.get(offset..)?);
            match at.page.number(2)? {
                FULL_KEY => {}
                FULL_KEY_DATA => {
                    walk.pairs.push(Pair { key, value });
                    return Some(Position { slot: 3, end: offset, ..at });
                }
                _ => return None,
            }
        }
    }
}

impl Page<'_> {
    /// The number in a slot; slot 0 is their count.
    fn number(&self, slot: usize) -> Option<usize> {
        let two: [u8; 2] = self.bytes.get(2 * slot..2 * slot + 2)?.try_into().ok()?;
        Some(usize::from(if self.little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) }))
    }

    /// The address of the page that follows this one in its chain.
    fn next(&self) -> Option<usize> {
        self.number(self.slots.checked_sub(1)?)
    }
}
