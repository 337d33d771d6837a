//! `Part`, one part of a multipart body, and the trait `ToPart`.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use crate::boxed::BoxError;
use crate::message::{Body, BodyError, disposition};
use crate::refused::Refused;
use crate::secret;

use super::plain::{OCTETS, media_type};
use super::{Stream, ToBody};

/// One part of a multipart body, with an optional file name and content type.
///
/// Use it in a request with `body = multipart`, for every part that is not plain text.
///
/// - The name of the part is that of its field. A list of parts repeats the name, and `None` sends no part.
/// - A one-shot part, such as [`Part::stream`], makes the whole body one-shot. Such a request is not retried.
/// - All other parts are sent again on each retry.
///
/// ```
/// use api_request::body::Part;
/// use api_request::{ApiRequest, BaseUrl};
///
/// #[derive(ApiRequest)]
/// #[api(post = "/photos", body = multipart)]
/// struct Upload<'a> {
///     title: &'a str,
///     tags: Vec<&'a str>,
///     image: Part,
///     thumbnail: Option<Part>,
/// }
///
/// let image = Part::bytes(b"GIF89a".as_slice()).file_name("cat.gif").content_type("image/gif");
/// let upload = Upload { title: "A cat", tags: vec!["a", "b"], image, thumbnail: None };
/// let request = upload.to_http(&"https://api.example.com".parse::<BaseUrl>()?)?;
/// let kind = request.headers()["content-type"].to_str()?;
/// let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
/// let body = std::str::from_utf8(request.body().as_bytes().unwrap())?;
/// let parts: Vec<&str> = body.split(boundary).collect();
/// assert_eq!(parts[1], "\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA cat\r\n--");
/// assert_eq!(
///     parts[4],
///     "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"cat.gif\"\r\nContent-Type: image/gif\r\n\r\nGIF89a\r\n--"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Part {
    content: Content,
    content_type: Option<String>,
    file_name: Option<String>,
    /// The secrets in the content, and the content with these secrets masked.
    hidden: Option<Arc<Hidden>>,
}

struct Hidden {
    texts: Vec<Box<str>>,
    masked: Bytes,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    Stream(Stream),
}

impl Part {
    /// Creates a part from bytes.
    ///
    /// The default content type is `application/octet-stream`.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Content::Bytes(bytes.into()))
    }

    /// Creates a part from text.
    ///
    /// The default content type is `text/plain; charset=utf-8`.
    ///
    /// In contrast, a field that is a `String` is sent as a part without a content type.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes(text.into()).content_type("text/plain; charset=utf-8")
    }

    /// Creates a one-shot part from any [`http_body::Body`], as [`Stream::new`] does.
    ///
    /// `length` is the length in bytes, if you know it. The request has a `Content-Length` only if the length of every part is known.
    pub fn stream<B>(body: B, length: Option<u64>) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let stream = Stream::new(body);
        Self::from(match length {
            Some(length) => stream.length(length),
            None => stream,
        })
    }

    /// Creates a part that contains the value as JSON: `application/json`.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, BodyError> {
        let not_json =
            |error: serde_json::Error| BodyError(Refused::with_detail("the value cannot be written as JSON", &error));
        let mut texts = Vec::new();
        let json = secret::collect(&mut texts, || serde_json::to_vec(value)).map_err(not_json)?;
        let mut part = Self::bytes(json).content_type("application/json");
        if !texts.is_empty() {
            let masked = secret::mask(|| serde_json::to_vec(value)).map_err(not_json)?.into();
            part.hidden = Some(Arc::new(Hidden { texts, masked }));
        }
        Ok(part)
    }

    fn of(content: Content) -> Self {
        Self { content, content_type: None, file_name: None, hidden: None }
    }

    /// Sets the file name.
    ///
    /// Quotes and line breaks are escaped as in browsers (WHATWG HTML, section 4.10.22.7). The request fails with
    /// [`Error::Encode`](crate::Error::Encode) if the name contains another control character.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the content type (RFC 9110, section 8.3).
    ///
    /// The request fails with [`Error::Encode`](crate::Error::Encode) if it is not a valid media type.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Replaces the content and the file name, for a request that is only printed.
    pub(crate) fn masked(self, shown: &'static str) -> Self {
        let file_name = self.file_name.map(|_| shown.to_owned());
        Self { content: Content::Bytes(Bytes::from_static(shown.as_bytes())), file_name, ..self }
    }

    /// Masks the secrets in the content, for a request that is only printed.
    pub(crate) fn without_secrets(self) -> Self {
        match &self.hidden {
            Some(hidden) => Self { content: Content::Bytes(hidden.masked.clone()), ..self },
            None => self,
        }
    }

    /// Returns the secrets in the content.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = Box<str>> {
        self.hidden.iter().flat_map(|hidden| hidden.texts.iter().cloned())
    }

    /// Returns the content, if it is in memory.
    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    pub(crate) fn name_of_file(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the header block of the part, and the content.
    pub(super) fn encode(&self, name: &str) -> Result<(Vec<u8>, Body), BodyError> {
        let content_type = media_type(self.content_type.as_deref(), OCTETS)?;
        let body = match &self.content {
            Content::Bytes(bytes) => bytes.clone().into(),
            Content::Stream(stream) => stream.to_body()?.body,
        };
        let mut head = disposition(name, self.file_name.as_deref())?;
        head.extend_from_slice(b"Content-Type: ");
        head.extend_from_slice(content_type.as_bytes());
        head.extend_from_slice(b"\r\n");
        Ok((head, body))
    }
}

impl From<Stream> for Part {
    fn from(stream: Stream) -> Self {
        Self { content_type: stream.media_type().map(str::to_owned), ..Self::of(Content::Stream(stream)) }
    }
}

/// Prints the length, and never the content.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Bytes(bytes) => write!(f, "Part({} bytes)", bytes.len()),
            Content::Stream(_) => f.write_str("Part(stream)"),
        }
    }
}

/// A type of your own that is sent as a part, such as an image.
///
/// ```
/// use api_request::body::{BodyError, Part, ToPart};
///
/// struct Png(Vec<u8>);
///
/// impl ToPart for Png {
///     fn to_part(&self) -> Result<Part, BodyError> {
///         Ok(Part::bytes(self.0.clone()).file_name("image.png").content_type("image/png"))
///     }
/// }
/// ```
pub trait ToPart {
    /// Converts the value into a part.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be sent as a part.
    fn to_part(&self) -> Result<Part, BodyError>;
}

impl ToPart for Part {
    fn to_part(&self) -> Result<Part, BodyError> {
        Ok(self.clone())
    }
}
