//! One block of LZ4: literals and matches in turn.

use super::super::archive::damaged;
use std::io;

/// Decodes a block behind what is there. Matches reach back to `floor` at the
/// most, and nothing is written beyond `most`.
pub(super) fn decode(block: &[u8], out: &mut Vec<u8>, floor: usize, most: usize) -> io::Result<()> {
    let mut rest = block;
    while let Some((token, behind)) = rest.split_first() {
        rest = behind;
        let literals = length(token >> 4, &mut rest)?;
        let Some((text, behind)) = rest.split_at_checked(literals) else {
            out.extend_from_slice(&rest[..rest.len().min(most.saturating_sub(out.len()))]);
            return Err(broken());
        };
        if text.len() > most.saturating_sub(out.len()) {
            return Err(broken());
        }
        out.extend_from_slice(text);
        // The last sequence has no match.
        if behind.is_empty() {
            return Ok(());
        }
        let [low, high, behind @ ..] = behind else { return Err(broken()) };
        rest = behind;
        let back = usize::from(u16::from_le_bytes([*low, *high]));
        let size = length(token & 15, &mut rest)? + 4;
        let from = out.len().checked_sub(back).filter(|from| back > 0 && *from >= floor).ok_or_else(broken)?;
        if size > most.saturating_sub(out.len()) {
            return Err(broken());
        }
        let mut left = size;
        while left > 0 {
            // A match may reach into what it writes itself.
            let step = left.min(out.len() - from);
            out.extend_from_within(from..from + step);
            left -= step;
        }
    }
    Ok(())
}

/// A length of four bits, and the octets that are added to it.
fn length(bits: u8, rest: &mut &[u8]) -> io::Result<usize> {
    let mut length = usize::from(bits);
    let mut goes_on = bits == 15;
    while goes_on {
        let (more, behind) = rest.split_first().ok_or_else(broken)?;
        *rest = behind;
        length += usize::from(*more);
        goes_on = *more == 255;
    }
    Ok(length)
}

fn broken() -> io::Error {
    damaged("a block is damaged")
}
