//! Header values (RFC 9110, section 5.5) and lists of them (section 5.6.1).

use http::HeaderName;

use crate::endpoint::Param;
use crate::endpoint::grammar::is_tchar;
use crate::refused::Refused;

use super::buffer::Buffer;
use super::names::{RESERVED_REASON, is_reserved};

/// Delivers the text exactly, or says why it cannot be.
pub(crate) fn check(text: &str, in_list: bool) -> Result<(), Refused> {
    // All at once costs less than to stop at the first, which is never there.
    if text.bytes().fold(false, |found, byte| found | byte.is_ascii_control()) {
        return Err(Refused::new("it has a control character, which no header can carry"));
    }
    if in_list {
        if text.is_empty() {
            return Err(Refused::new("an item of the list is empty, and receivers drop empty items"));
        }
    } else if text.starts_with(' ') || text.ends_with(' ') {
        return Err(Refused::new("it begins or ends with a space, which receivers strip"));
    }
    Ok(())
}

/// The name of the header, in which the derive has left nothing to refuse.
#[inline]
pub(crate) fn name_of(param: &Param) -> Result<HeaderName, Refused> {
    if let Some(name) = param.header_name() {
        return Ok(name);
    }
    match HeaderName::from_bytes(param.name().as_bytes()) {
        Ok(name) if is_reserved(&name) => Err(Refused::new(RESERVED_REASON)),
        Ok(name) => Ok(name),
        Err(_) => Err(Refused::new("its name is no header name")),
    }
}

/// Writes the item as a token where it is one, else as a quoted string.
pub(crate) fn write_list_item(out: &mut Buffer, item: &str) {
    if item.bytes().all(is_tchar) {
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
