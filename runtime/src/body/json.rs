//! `Json<T>`, a value of any type that is sent as JSON.

use serde::Serialize;

use crate::message::{BodyError, JSON, TypedBody};
use crate::secret;
use crate::value::buffer::Buffer;
use crate::value::json;

use super::ToBody;

/// A whole body that is a value of any type, as JSON.
///
/// Most fields with `#[api(body)]` are sent as JSON without it. Use it in these cases:
///
/// - A list of bytes, such as `Vec<u8>`, is sent as a JSON array of numbers. To send the bytes themselves, use [`Raw`](super::Raw).
/// - `None` is sent as `null`. Without `Json`, it sends no body.
///
/// ```
/// use api_request::body::Json;
/// use api_request::{ApiRequest, BaseUrl};
///
/// #[derive(ApiRequest)]
/// #[api(put = "/palette")]
/// struct SetPalette {
///     #[api(body)]
///     colors: Json<Vec<u8>>,
/// }
///
/// let request = SetPalette { colors: Json(vec![0, 127, 255]) }.to_http(&"https://api.example.com".parse::<BaseUrl>()?)?;
/// assert_eq!(request.headers()["content-type"], "application/json");
/// assert_eq!(request.body().as_bytes(), Some(b"[0,127,255]".as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Serialize> ToBody for Json<T> {
    const MEDIA_TYPE: &'static str = "application/json";

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        secret::offer(&self.0);
        let mut out = Buffer::new();
        match json::write_unless_none(&self.0, &mut out) {
            Ok(true) => {}
            Ok(false) => out.extend(b"null"),
            Err(refused) => return Err(BodyError(refused)),
        }
        Ok(TypedBody::new(out.take(), JSON))
    }
}
