//! What an attachment of an Outlook message is called.

use super::File;
use std::io::Read;
use std::path::Path;

/// The content of an attachment (`PidTagAttachDataBinary`).
const DATA: &str = "__substg1.0_37010102";

/// The names of an attachment, the best first (`PidTagAttachLongFilename`,
/// `PidTagAttachFilename`, `PidTagDisplayName`), in UTF-16.
const NAMES: [&str; 3] = ["__substg1.0_3707001F", "__substg1.0_3704001F", "__substg1.0_3001001F"];

/// The same in octets of some alphabet.
const OCTET_NAMES: [&str; 3] = ["__substg1.0_3707001E", "__substg1.0_3704001E", "__substg1.0_3001001E"];

/// The longest name, in octets of UTF-16.
const MAX_NAME: u64 = 2048;

/// The file name of the attachment whose content is the stream at `path`, in
/// the folder of its message.
pub(super) fn name(file: &mut File<'_>, path: &Path) -> Option<Vec<u8>> {
    let storage = path.parent().filter(|_| path.file_name().is_some_and(|name| name == DATA))?;
    let wide = NAMES.iter().find_map(|name| octets(file, &storage.join(name))).map(|octets| {
        let units: Vec<u16> = octets.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit)).collect();
        String::from_utf16_lossy(&units).trim_end_matches('\0').as_bytes().to_vec()
    });
    let name = wide.or_else(|| OCTET_NAMES.iter().find_map(|name| octets(file, &storage.join(name))))?;
    // An attachment of a message in the message stands in that one.
    let outer = storage.parent().map(|outer| outer.to_string_lossy().trim_start_matches('/').to_owned());
    Some(match outer {
        Some(outer) if !outer.is_empty() => [outer.as_bytes(), b"/", &name].concat(),
        _ => name,
    })
}

fn octets(file: &mut File<'_>, path: &Path) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    file.open_stream(path).ok()?.take(MAX_NAME).read_to_end(&mut octets).ok()?;
    (!octets.is_empty()).then_some(octets)
}
