//! The symbols of base64 (RFC 4648 section 4) and what they stand for.

/// What one step over the text gave.
pub(super) enum Symbol {
    /// Six bits.
    Value(u8),
    /// Nothing, but the position moved.
    Skip,
    /// The run is over.
    End,
    /// The text is over.
    Starved,
}

/// The 24 bits of a group of four symbols; more if one is none.
pub(super) fn bits(group: [u8; 4]) -> u32 {
    TABLES[0][usize::from(group[0])]
        | TABLES[1][usize::from(group[1])]
        | TABLES[2][usize::from(group[2])]
        | TABLES[3][usize::from(group[3])]
}

/// The six bits of a base64 symbol.
pub(super) fn value_of(octet: u8) -> Option<u8> {
    let value = TABLES[3][usize::from(octet)];
    (value < NO_SYMBOL).then(|| value.to_be_bytes()[3])
}

/// Whether the octet is one of the 64 symbols.
pub fn is_symbol(octet: u8) -> bool {
    TABLES[3][usize::from(octet)] < NO_SYMBOL
}

/// Above every group of four symbols' bits.
pub(super) const NO_SYMBOL: u32 = 1 << 24;

/// The bits of a symbol at each of the four places of its group.
pub(super) static TABLES: [[u32; 256]; 4] = tables();

const fn tables() -> [[u32; 256]; 4] {
    let alphabet = *b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut tables = [[NO_SYMBOL; 256]; 4];
    let mut place = 0;
    while place < 4 {
        let mut value = 0;
        let mut bits = 0;
        while value < 64 {
            tables[place][alphabet[value] as usize] = bits << (18 - 6 * place);
            value += 1;
            bits += 1;
        }
        place += 1;
    }
    tables
}
