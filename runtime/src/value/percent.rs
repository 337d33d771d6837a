//! Percent-encoding (RFC 3986, section 2.1), with upper-case hexadecimal digits.

use url::form_urlencoded;

use crate::endpoint::grammar::is_unreserved;

use super::buffer::Buffer;

/// The unreserved characters (RFC 3986, section 2.3).
const UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        table[byte as usize] = is_unreserved(byte);
        byte += 1;
    }
    table
};

/// Percent-encodes every byte that is not unreserved.
#[inline]
pub(crate) fn encode(out: &mut Buffer, text: &[u8]) {
    if is_unreserved_text(text) {
        out.extend(text);
    } else {
        encode_words(out, text);
    }
}

/// Checks eight bytes at a time, which takes a third of the time.
fn is_unreserved_text(text: &[u8]) -> bool {
    let (words, tail) = text.as_chunks::<8>();
    words.iter().all(|word| is_unreserved_word(word)) && tail.iter().all(|&byte| UNRESERVED[usize::from(byte)])
}

fn is_unreserved_word(word: &[u8]) -> bool {
    word.iter().fold(true, |clean, &byte| clean & UNRESERVED[usize::from(byte)])
}

fn encode_words(out: &mut Buffer, text: &[u8]) {
    let (words, tail) = text.as_chunks::<8>();
    for word in words {
        if is_unreserved_word(word) {
            out.extend(word);
        } else {
            encode_bytes(out, word);
        }
    }
    encode_bytes(out, tail);
}

fn encode_bytes(out: &mut Buffer, text: &[u8]) {
    for &byte in text {
        if UNRESERVED[usize::from(byte)] {
            out.push(byte);
        } else {
            out.extend(&escape(byte));
        }
    }
}

/// Like [`encode`], but also encodes the unreserved byte `also`.
pub(crate) fn encode_and(out: &mut Buffer, text: &[u8], also: u8) {
    let mut pieces = text.split(|&byte| byte == also);
    encode(out, pieces.next().unwrap_or_default());
    for piece in pieces {
        out.extend(&escape(also));
        encode(out, piece);
    }
}

/// Percent-encodes every byte that is not `kept`.
pub(crate) fn encode_unless(out: &mut Buffer, text: &[u8], kept: impl Fn(u8) -> bool) {
    for &byte in text {
        if kept(byte) {
            out.push(byte);
        } else {
            out.extend(&escape(byte));
        }
    }
}

/// Like [`encode_unless`], but leaves escapes such as `%3A` as they are.
pub(crate) fn encode_but_escapes(out: &mut Buffer, text: &[u8], kept: impl Fn(u8) -> bool) {
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        match rest {
            [high, low, after @ ..] if *byte == b'%' && high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.extend(&[b'%', *high, *low]);
                rest = after;
            }
            _ if kept(*byte) => out.push(*byte),
            _ => out.extend(&escape(*byte)),
        }
    }
}

/// The bytes that the escapes in the text stand for.
pub(crate) fn escaped_bytes(text: &[u8]) -> impl Iterator<Item = u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    text.windows(3).filter_map(move |window| match *window {
        [b'%', high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    })
}

/// Encodes text as in forms (WHATWG URL, section 5.2).
///
/// A space is `+`. Letters, digits, `*`, `-`, `.` and `_` are not encoded.
pub(crate) fn encode_form(out: &mut Buffer, text: &[u8]) {
    for piece in form_urlencoded::byte_serialize(text) {
        out.extend(piece.as_bytes());
    }
}

const fn escape(byte: u8) -> [u8; 3] {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    [b'%', HEX[(byte >> 4) as usize], HEX[(byte & 15) as usize]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_all_but_unreserved() {
        let mut out = Buffer::new();
        encode(&mut out, "aZ09-._~ %\\/?#&=+é\u{0}".as_bytes());
        assert_eq!(std::str::from_utf8(out.as_slice()).unwrap(), "aZ09-._~%20%25%5C%2F%3F%23%26%3D%2B%C3%A9%00");
    }
}
