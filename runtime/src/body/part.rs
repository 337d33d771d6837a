//! One part of a multipart body, and what a field must be to be some.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;

use crate::boxed::BoxError;
use crate::message::{Body, BodyError, disposition};
use crate::refused::Refused;
use crate::secret;

use super::plain::{OCTETS, media_type};
use super::{Stream, ToBody};

/// One part of a body that is `body = multipart`: what is no plain text, and what has a file's name or a content type.
///
/// The name of the part is that of its field. A list of parts repeats the name, and what is `None` sends none. What is sent once, such
/// as [`Part::stream`], makes the whole body one that is sent once; of the others each try sends the same.
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
    /// What of the content is secret, and the content without it.
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
    /// A part of these bytes: `application/octet-stream` unless it says otherwise.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self::of(Content::Bytes(bytes.into()))
    }

    /// A part of this text: `text/plain; charset=utf-8` unless it says otherwise. A field that is text is a part without a content
    /// type.
    pub fn text(text: impl Into<String>) -> Self {
        Self::bytes(text.into()).content_type("text/plain; charset=utf-8")
    }

    /// The content of a file under its own name, which is opened anew for each try as [`Stream::file`] does.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it cannot be read.
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let part = Self::from(Stream::file(path)?);
        Ok(match path.file_name() {
            Some(name) => part.file_name(name.to_string_lossy()),
            None => part,
        })
    }

    /// A part that is there once, as [`Stream::new`] has it: any [`http_body::Body`], and its length in bytes if that is known. If
    /// each length is known, so is that of the body.
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

    /// A part of this value as JSON: `application/json`.
    ///
    /// # Errors
    ///
    /// When the value has no such form.
    pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Self, BodyError> {
        let no_form = |error: serde_json::Error| BodyError(Refused::with_detail("it has no JSON form", &error));
        let mut texts = Vec::new();
        let json = secret::collect(&mut texts, || serde_json::to_vec(value)).map_err(no_form)?;
        let mut part = Self::bytes(json).content_type("application/json");
        if !texts.is_empty() {
            let masked = secret::mask(|| serde_json::to_vec(value)).map_err(no_form)?.into();
            part.hidden = Some(Arc::new(Hidden { texts, masked }));
        }
        Ok(part)
    }

    fn of(content: Content) -> Self {
        Self { content, content_type: None, file_name: None, hidden: None }
    }

    /// Says which file it is, or was. Quotes and line ends are escaped as browsers do (WHATWG HTML, section 4.10.22.7); any other
    /// control character ends the request as `Encode`.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Says what it is (RFC 9110, section 8.3). What is no media type ends the request as `Encode`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Where only its kind may be shown.
    pub(crate) fn masked(self, shown: &'static str) -> Self {
        let file_name = self.file_name.map(|_| shown.to_owned());
        Self { content: Content::Bytes(Bytes::from_static(shown.as_bytes())), file_name, ..self }
    }

    /// As it may be shown otherwise: without the secrets in it.
    pub(crate) fn without_secrets(self) -> Self {
        match &self.hidden {
            Some(hidden) => Self { content: Content::Bytes(hidden.masked.clone()), ..self },
            None => self,
        }
    }

    /// The secrets in it.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = Box<str>> {
        self.hidden.iter().flat_map(|hidden| hidden.texts.iter().cloned())
    }

    /// Its bytes, if it is in memory.
    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    pub(crate) fn name_of_file(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// What stands before the content, and the content.
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

/// How long it is, and not what it says.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Bytes(bytes) => write!(f, "Part({} bytes)", bytes.len()),
            Content::Stream(_) => f.write_str("Part(stream)"),
        }
    }
}

/// A type of one's own that is a part: an image, say.
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
    /// The part.
    ///
    /// # Errors
    ///
    /// When the value cannot be one.
    fn to_part(&self) -> Result<Part, BodyError>;
}

impl ToPart for Part {
    fn to_part(&self) -> Result<Part, BodyError> {
        Ok(self.clone())
    }
}
