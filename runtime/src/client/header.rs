//! A header of the client or of a call, which is not the request's own.

use http::{HeaderName, HeaderValue};

use crate::value::header::check;
use crate::value::names::{RESERVED_REASON, is_reserved};

/// A header that is not the request's own, or why it cannot be sent.
pub(super) fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::try_from(name).map_err(|_| "the name is not a valid header name".to_owned())?;
    if is_reserved(&name) {
        return Err(RESERVED_REASON.to_owned());
    }
    check(value, false).map_err(|refused| refused.to_string())?;
    let value = HeaderValue::try_from(value).map_err(|_| "no header can carry its value".to_owned())?;
    Ok((name, value))
}
