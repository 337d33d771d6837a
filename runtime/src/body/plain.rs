//! Whole bodies that are text or bytes, and optional bodies.

use std::fmt;

use bytes::Bytes;
use http::HeaderValue;

use crate::message::{BodyError, TypedBody};

use super::ToBody;

/// A whole body that is text.
///
/// The default content type is `text/plain; charset=utf-8`.
///
/// ```
/// use api_request::body::Text;
/// use api_request::{ApiRequest, BaseUrl};
///
/// #[derive(ApiRequest)]
/// #[api(put = "/notes/{id}")]
/// struct Write {
///     id: u64,
///     #[api(body)]
///     text: Text,
/// }
///
/// let base: BaseUrl = "https://api.example.com".parse()?;
/// let request = Write { id: 7, text: "Buy milk".into() }.to_http(&base)?;
/// assert_eq!(request.headers()["content-type"], "text/plain; charset=utf-8");
/// let markdown = Text::new("*Buy milk*").content_type("text/markdown");
/// assert_eq!(Write { id: 7, text: markdown }.to_http(&base)?.headers()["content-type"], "text/markdown");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Text {
    text: String,
    content_type: Option<String>,
}

impl Text {
    /// Creates a body from text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), content_type: None }
    }

    /// Sets the content type (RFC 9110, section 8.3).
    ///
    /// The request fails with [`Error::Encode`](crate::Error::Encode) if it is not a valid media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self::new(text)
    }
}

/// Prints the length, and never the text.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.text.len())
    }
}

#[diagnostic::do_not_recommend]
impl ToBody for Text {
    const MEDIA_TYPE: &'static str = "text/*";

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        let content_type = media_type(self.content_type.as_deref(), "text/plain; charset=utf-8")?;
        Ok(TypedBody::new(self.text.clone(), content_type))
    }
}

/// A whole body that is bytes.
///
/// The default content type is `application/octet-stream`.
///
/// A clone shares the bytes.
///
/// ```
/// use api_request::body::Raw;
/// use api_request::{ApiRequest, BaseUrl};
///
/// #[derive(ApiRequest)]
/// #[api(put = "/images/{id}")]
/// struct Upload {
///     id: u64,
///     #[api(body)]
///     image: Raw,
/// }
///
/// let upload = Upload { id: 7, image: Raw::new(b"GIF89a".as_slice()).content_type("image/gif") };
/// let request = upload.to_http(&"https://api.example.com".parse::<BaseUrl>()?)?;
/// assert_eq!(request.headers()["content-type"], "image/gif");
/// assert_eq!(request.body().as_bytes(), Some(b"GIF89a".as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Raw {
    bytes: Bytes,
    content_type: Option<String>,
}

impl Raw {
    /// Creates a body from bytes.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), content_type: None }
    }

    /// Sets the content type (RFC 9110, section 8.3).
    ///
    /// The request fails with [`Error::Encode`](crate::Error::Encode) if it is not a valid media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }
}

impl<T: Into<Bytes>> From<T> for Raw {
    fn from(bytes: T) -> Self {
        Self::new(bytes)
    }
}

/// Prints the length, and never the bytes.
impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({} bytes)", self.bytes.len())
    }
}

#[diagnostic::do_not_recommend]
impl ToBody for Raw {
    fn to_body(&self) -> Result<TypedBody, BodyError> {
        let content_type = media_type(self.content_type.as_deref(), OCTETS)?;
        Ok(TypedBody::new(self.bytes.clone(), content_type))
    }
}

/// A whole body that may be left out: `None` sends no body.
///
/// A JSON body does not need it; there you can write `Option<T>`.
///
/// ```
/// use api_request::body::{Optional, Raw};
/// use api_request::{ApiRequest, BaseUrl};
///
/// #[derive(ApiRequest)]
/// #[api(put = "/images/{id}")]
/// struct Upload {
///     id: u64,
///     #[api(body)]
///     image: Optional<Raw>,
/// }
///
/// let base: BaseUrl = "https://api.example.com".parse()?;
/// assert_eq!(Upload { id: 7, image: None.into() }.to_http(&base)?.headers()["content-length"], "0");
/// let image = Some(Raw::new("GIF89a")).into();
/// assert_eq!(Upload { id: 7, image }.to_http(&base)?.body().as_bytes(), Some(b"GIF89a".as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Optional<T>(pub Option<T>);

impl<T> From<Option<T>> for Optional<T> {
    fn from(body: Option<T>) -> Self {
        Self(body)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ToBody> ToBody for Optional<T> {
    const MEDIA_TYPE: &'static str = T::MEDIA_TYPE;

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        self.0.as_ref().map_or_else(|| Ok(TypedBody::default()), T::to_body)
    }
}

pub(super) const OCTETS: &str = "application/octet-stream";

/// Returns the header value of the specified media type, or else of the default one.
pub(super) fn media_type(specified: Option<&str>, default: &'static str) -> Result<HeaderValue, BodyError> {
    let Some(specified) = specified else {
        return Ok(HeaderValue::from_static(default));
    };
    // RFC 9110, section 8.3.1: a type and a subtype, both of them tokens, and then parameters.
    let (essence, _) = specified.split_once(';').unwrap_or((specified, ""));
    let is_token = |word: &str| !word.is_empty() && word.bytes().all(crate::endpoint::grammar::is_tchar);
    let is_media_type = essence.trim_end().split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
    let value = HeaderValue::from_str(specified).ok().filter(|_| is_media_type);
    value.ok_or_else(|| BodyError::new("the content type is not a valid media type, such as `text/plain`"))
}
