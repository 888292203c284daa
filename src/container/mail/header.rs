//! A block of header fields: what it says of the content that follows it, and
//! whether some content begins with one at all.

use super::field;

/// The fields that are kept, each up to this length in octets.
const MAX_FIELD: usize = 16 << 10;

/// How much of a content's beginning is looked at, in octets.
const HEAD: usize = 16 << 10;

/// The longest name of a field, in octets.
const MAX_NAME: usize = 78;

/// The fields that tell how the content is to be read.
#[derive(Debug, Default)]
pub(in crate::container) struct Header {
    content_type: Option<Vec<u8>>,
    encoding: Option<Vec<u8>>,
    disposition: Option<Vec<u8>>,
    message_id: Option<Vec<u8>>,
    /// The field that continuation lines belong to.
    open: Option<Kind>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Type,
    Encoding,
    Disposition,
    MessageId,
}

/// How a part is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::container) enum Encoding {
    /// As it is.
    Identity,
    Base64,
    QuotedPrintable,
}

impl Header {
    /// Takes the next line in, without its line break.
    pub(in crate::container) fn line(&mut self, line: &[u8]) {
        if line.first().is_some_and(|first| matches!(first, b' ' | b'\t')) {
            if let Some(field) = self.open.and_then(|kind| self.field(kind).as_mut()) {
                field.extend_from_slice(line.get(..line.len().min(MAX_FIELD - field.len())).unwrap_or_default());
            }
            return;
        }
        self.open = None;
        let Some(name) = name(line) else { return };
        let kind = match name.to_ascii_lowercase().as_slice() {
            b"content-type" => Kind::Type,
            b"content-transfer-encoding" => Kind::Encoding,
            b"content-disposition" => Kind::Disposition,
            b"message-id" => Kind::MessageId,
            _ => return,
        };
        // The first of several is what programs go by.
        if self.field(kind).is_none() {
            let text = line.get(name.len()..).unwrap_or_default().trim_ascii_start();
            let text = text.strip_prefix(b":").unwrap_or_default().trim_ascii_start();
            *self.field(kind) = Some(text.get(..text.len().min(MAX_FIELD)).unwrap_or_default().to_vec());
            self.open = Some(kind);
        }
    }

    fn field(&mut self, kind: Kind) -> &mut Option<Vec<u8>> {
        match kind {
            Kind::Type => &mut self.content_type,
            Kind::Encoding => &mut self.encoding,
            Kind::Disposition => &mut self.disposition,
            Kind::MessageId => &mut self.message_id,
        }
    }

    /// The boundary between the parts, if there are several.
    pub(in crate::container) fn boundary(&self) -> Option<Vec<u8>> {
        let field = self.content_type.as_deref()?;
        let boundary = field::parameter(field, b"boundary").filter(|boundary| !boundary.is_empty())?;
        field::value(field).starts_with(b"multipart/").then(|| boundary.trim_ascii_end().to_vec())
    }

    /// Whether it speaks of a content that follows it.
    pub(in crate::container) fn promises_content(&self) -> bool {
        self.boundary().is_some() || self.encoding() != Encoding::Identity
    }

    /// How the content is encoded.
    pub(in crate::container) fn encoding(&self) -> Encoding {
        match field::value(self.encoding.as_deref().unwrap_or_default()).as_slice() {
            b"base64" => Encoding::Base64,
            b"quoted-printable" => Encoding::QuotedPrintable,
            _ => Encoding::Identity,
        }
    }

    /// Whether the content is meant to be read as text.
    pub(in crate::container) fn is_text(&self) -> bool {
        self.content_type.as_deref().is_none_or(|field| field::value(field).starts_with(b"text/"))
    }

    /// Whether the content is the header of a message without the message (RFC 6522 and RFC 6533).
    pub(in crate::container) fn is_of_header_alone(&self) -> bool {
        let value = field::value(self.content_type.as_deref().unwrap_or_default());
        self.encoding() == Encoding::Identity
            && matches!(value.as_slice(), b"text/rfc822-headers" | b"message/global-headers")
    }

    /// The file name that the content is to get.
    pub(in crate::container) fn file_name(&self) -> Option<Vec<u8>> {
        let disposition = self.disposition.as_deref().and_then(|field| field::text(field, b"filename"));
        let name = disposition.or_else(|| self.content_type.as_deref().and_then(|field| field::text(field, b"name")));
        name.filter(|name| !name.trim_ascii().is_empty())
    }

    /// The Message-ID without its brackets.
    pub(in crate::container) fn message_id(&self) -> Option<&[u8]> {
        let text = self.message_id.as_deref()?.trim_ascii();
        let text = text.strip_prefix(b"<").unwrap_or(text);
        let end = memchr::memchr(b'>', text).unwrap_or(text.len());
        text.get(..end).filter(|text| !text.is_empty())
    }
}

/// The name of the field that a line begins.
fn name(line: &[u8]) -> Option<&[u8]> {
    let end = memchr::memchr(b':', line.get(..line.len().min(MAX_NAME + 2))?)?;
    // Some old programs put a space before the colon.
    let name = line.get(..end)?.trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

/// Whether the first line begins a field.
pub(in crate::container) fn begins_field(text: &[u8]) -> bool {
    name(first_line(text).0).is_some()
}

fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr(b'\n', text).map_or(text.len(), |at| at + 1);
    let (line, rest) = text.split_at(end);
    (super::lines::bare(line), rest)
}

/// What a block of fields speaks for.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one fact a field")]
struct Signs {
    from: bool,
    /// Written by those who carry messages and hardly by anybody else.
    carried: u32,
    /// Written by those who write messages, and in other files too.
    written: u32,
    mime: bool,
    multipart: bool,
    content_type: bool,
    encoding: bool,
}

/// Whether the text begins with the header of a message, or of a MIME entity
/// that stood in one: every line up to the first empty one is a field, and the
/// fields are those of messages.
pub(in crate::container) fn sniff(text: &[u8]) -> bool {
    let mut rest = text.get(..text.len().min(HEAD)).unwrap_or(text);
    let cut = rest.len() < text.len();
    let mut signs = Signs::default();
    let mut lines = 0;
    while !rest.is_empty() {
        let (line, after) = first_line(rest);
        // The last line of a head may be cut.
        let is_whole = !after.is_empty() || !cut;
        rest = after;
        if line.is_empty() {
            break;
        }
        if line.first().is_some_and(|first| matches!(first, b' ' | b'\t')) && lines > 0 {
            continue;
        }
        match name(line) {
            Some(name) => signs.note(name, line),
            None if !is_whole => break,
            None => return false,
        }
        lines += 1;
    }
    signs.tell_message()
}

impl Signs {
    fn note(&mut self, name: &[u8], line: &[u8]) {
        match name.to_ascii_lowercase().as_slice() {
            b"received" | b"return-path" | b"message-id" | b"delivered-to" | b"x-originating-ip" => self.carried += 1,
            b"mime-version" => self.mime = true,
            // In lower case these are the keys of any configuration.
            b"from" => self.from |= name.starts_with(b"F"),
            b"to" | b"date" | b"subject" | b"cc" | b"sender" | b"reply-to" | b"newsgroups" => {
                self.written += u32::from(name.first().is_some_and(u8::is_ascii_uppercase));
            }
            b"content-type" => {
                self.content_type = true;
                let value = line.get(name.len() + 1..).unwrap_or_default().trim_ascii().to_ascii_lowercase();
                self.multipart |= value.starts_with(b"multipart/");
            }
            b"content-transfer-encoding" => self.encoding = true,
            _ => {}
        }
    }

    fn tell_message(self) -> bool {
        let others = self.carried + self.written + u32::from(self.mime);
        (self.from && others >= 1)
            || (self.carried >= 1 && others >= 2)
            || (self.content_type && (self.mime || self.encoding || self.multipart))
            || (self.mime && others >= 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_messages_are_told() {
        for text in [
            "From: a@b.example\r\nSubject: x\r\n\r\nbody",
            "Received: from a\n\tby b\nDate: Mon, 1 Jan 2024 00:00:00 +0100\n\n",
            "Return-Path: <>\nDelivered-To: x\nx-any: y\n\n",
            "Content-Type: multipart/mixed; boundary=a\n\n--a\n",
            "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMII",
            "MIME-Version: 1.0\nTo: a\nSubject: b\n\n",
            "From : a\nTo : b\n\n",
        ] {
            assert!(sniff(text.as_bytes()), "{text}");
        }
        let long = format!("From: a\nTo: b\n{}", "X-Long: yes\n".repeat(4000));
        assert!(sniff(long.as_bytes()));
    }

    #[test]
    fn other_files_are_not() {
        for text in [
            "Metadata-Version: 2.1\nName: x\nAuthor-email: a@b.example\nContent-Type: text/plain\n\nFrom: x\n",
            "from: a@b.example\nto: c@d.example\nsubject: x\n\n",
            "HTTP/1.1 200 OK\nDate: x\nContent-Type: multipart/mixed; boundary=a\n\n",
            "GET / HTTP/1.1\r\nFrom: a\r\nDate: b\r\n\r\n",
            "Manifest-Version: 1.0\nCreated-By: x\n\n",
            "Package: x\nMaintainer: a\nDate: b\n\n",
            "# From: a\nFrom: a\nTo: b\n\n",
            "From: a\nTo: b\nthis is no field\n\n",
            "Date: a\nSubject: b\nTo: c\n\n",
            "server:\n  port: 80\nFrom: x\n\n",
            "Subject: C=DK\n",
            "",
            "\n\nFrom: a\nTo: b\n\n",
        ] {
            assert!(!sniff(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn fields_are_unfolded_and_the_first_of_several_counts() {
        let mut header = Header::default();
        for line in [
            "Content-Type: multipart/signed;",
            "\tboundary=\"x y\"",
            "Content-Type: text/plain; name=a",
            "Content-Transfer-Encoding: BASE64",
            "Message-ID:",
            " <a@b>",
        ] {
            header.line(line.as_bytes());
        }
        assert_eq!(header.boundary().unwrap(), b"x y");
        assert_eq!((header.encoding(), header.is_text()), (Encoding::Base64, false));
        assert_eq!(header.message_id(), Some(&b"a@b"[..]));
        assert_eq!(header.file_name(), None);
    }
}
