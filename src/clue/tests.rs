use super::*;

#[test]
fn the_files_can_be_read() {
    let clues = file::load().unwrap();
    assert!(!clues.counterparties.is_empty() && !clues.dependencies.is_empty() && !clues.addresses.is_empty());
}
