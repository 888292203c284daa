//! Carving of DER and BER where it stands as it is, at any offset.

use super::shape::{self, Shape};
use super::{Clothing, Content, Search, Step};
use crate::asn1;

/// A certificate whose mark is at `mark`.
pub(super) fn certificate(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    match shape::certificate_start(&search.bytes[search.past.floor..], mark - search.past.floor) {
        Some(start) => object(search, search.past.floor + start, mark, Shape::Certificate),
        None => Step::Next(mark + 1),
    }
}

/// A certificate of version 1, told by the algorithm of its signature at `mark`.
pub(super) fn certificate_without_version(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    match shape::unversioned_start(&search.bytes[search.past.floor..], mark - search.past.floor) {
        Some(start) => object(search, search.past.floor + start, mark, Shape::Certificate),
        None => Step::Next(mark + 1),
    }
}

/// A PKCS#12 store whose mark is at `mark`.
pub(super) fn pkcs12(search: &mut Search<'_, '_, '_>, mark: usize) -> Step {
    match shape::pkcs12_start(&search.bytes[search.past.floor..], mark - search.past.floor) {
        Some(start) if search.past.floor + start >= search.past.store_end => {
            object(search, search.past.floor + start, mark, Shape::Pkcs12)
        }
        _ => Step::Next(mark + 1),
    }
}

fn object(search: &mut Search<'_, '_, '_>, start: usize, mark: usize, shape: Shape) -> Step {
    let bytes = search.bytes;
    let rest = &bytes[start..];
    let limit = shape.limit();
    let Some(header) = asn1::header(rest) else { return Step::Next(mark + 1) };
    let length = match header.length {
        Some(length) => length.saturating_add(header.size),
        None => asn1::read(&rest[..rest.len().min(limit)]).map_or(rest.len() + 1, |(element, _)| element.whole.len()),
    };
    if length > limit && header.length.is_some() {
        return Step::Next(mark + 1);
    }
    if length > rest.len() {
        if !search.last && rest.len() < limit {
            return Step::More { start, mark };
        }
        search.tell(start, Content::Broken { detail: "cut short", bytes: rest, armoured: false });
        search.past.floor = mark;
        return Step::Next(mark + 1);
    }
    let object = &rest[..length];
    search.tell(start, Content::Object { shape, clothing: Clothing::Der, bytes: object });
    search.past.floor = mark;
    if shape == Shape::Certificate && crate::certificate::outline(object).is_some() {
        search.past.floor = start + length;
        return Step::Next(start + length);
    }
    // A store's clear certificates are its reader's to tell, but the reader
    // may fail; and a damaged certificate may hide a whole one.
    search.past.store_end = search.past.store_end.max(start + length);
    Step::Next(mark + 1)
}
