//! Header values (RFC 9110, section 5.5) and lists in them (section 5.6.1).

use http::HeaderName;

use crate::endpoint::Param;
use crate::refused::Refused;

use super::buffer::Buffer;
use super::names::{RESERVED_REASON, is_reserved};

/// Checks that a header can carry the text unchanged.
pub(crate) fn check(text: &str, in_list: bool) -> Result<(), Refused> {
    // Checking every byte is faster than stopping at the first match, because there is almost never one.
    if text.bytes().fold(false, |found, byte| found | byte.is_ascii_control()) {
        return Err(Refused::new("the value contains a control character, which is not allowed in a header"));
    }
    if in_list {
        if text.is_empty() {
            return Err(Refused::new("an item of the list is empty, and receivers ignore empty items"));
        }
    } else if text.starts_with(' ') || text.ends_with(' ') {
        return Err(Refused::new("the value begins or ends with a space, which receivers remove"));
    }
    Ok(())
}

/// Returns the header name of a parameter.
///
/// It fails only in a request that implements `ApiRequest` by hand, because the derive checks the name.
#[inline]
pub(crate) fn name_of(param: &Param) -> Result<HeaderName, Refused> {
    if let Some(name) = param.header_name() {
        return Ok(name);
    }
    match HeaderName::from_bytes(param.name().as_bytes()) {
        Ok(name) if is_reserved(&name) => Err(Refused::new(RESERVED_REASON)),
        Ok(name) => Ok(name),
        Err(_) => Err(Refused::new("the name is not a valid header name")),
    }
}

/// Writes an item of a list, in quotes if a receiver would misread it. Otherwise it is unchanged (RFC 9110, section 5.6.1).
pub(crate) fn write_list_item(out: &mut Buffer, item: &str) {
    if is_one_item(item) {
        return out.extend(item.as_bytes());
    }
    out.push(b'"');
    for byte in item.bytes() {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Whether a receiver reads the text as one item.
///
/// Such a text has no comma outside of quoted strings, ends each of these, and has no space around it.
fn is_one_item(item: &str) -> bool {
    let (mut is_quoted, mut bytes) = (false, item.bytes());
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\\' if is_quoted => {
                bytes.next();
            }
            b',' if !is_quoted => return false,
            _ => {}
        }
    }
    !is_quoted && !item.starts_with(' ') && !item.ends_with(' ')
}
