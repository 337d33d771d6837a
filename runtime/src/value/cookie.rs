//! Cookie values (RFC 6265, section 4.1.1).

use super::buffer::Buffer;
use super::percent;

/// Whether the byte is a `cookie-octet`.
pub(crate) fn is_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2B | 0x2D..=0x3A | 0x3C..=0x5B | 0x5D..=0x7E)
}

/// Percent-encodes every byte that is not a `cookie-octet`, and the percent sign.
///
/// The percent sign is encoded so that the value can be decoded. In an item of a list or an object it also encodes `&` and `=`, which
/// separate the items.
pub(crate) fn encode(out: &mut Buffer, text: &str, is_item: bool) {
    let separates = |byte: u8| is_item && matches!(byte, b'&' | b'=');
    percent::encode_unless(out, text.as_bytes(), |byte| is_octet(byte) && byte != b'%' && !separates(byte));
}
