//! Checks a header that is set on the client or on a call.

use http::{HeaderName, HeaderValue};

use crate::value::header::check;
use crate::value::names::{RESERVED_REASON, is_reserved};

/// Parses and checks a header that is set on the client or on a call; the error is the reason why it cannot be sent.
pub(super) fn parse(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::try_from(name).map_err(|_| "the name is not a valid header name".to_owned())?;
    if is_reserved(&name) {
        return Err(RESERVED_REASON.to_owned());
    }
    check(value, false).map_err(|refused| refused.to_string())?;
    let value = HeaderValue::try_from(value).map_err(|_| "its value is not a valid header value".to_owned())?;
    Ok((name, value))
}
