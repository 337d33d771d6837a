//! `Xml<T>`, a value that is sent or received as XML.

use http::HeaderValue;
use serde::Serialize;

use crate::message::{BodyError, TypedBody};
use crate::refused::Refused;
use crate::secret;

use super::ToBody;

const XML: HeaderValue = HeaderValue::from_static("application/xml");

/// A whole body that is XML.
///
/// It is the body of a request, in a field `#[api(body)]`, or of a response.
///
/// serde writes and reads it with [quick-xml](https://docs.rs/quick-xml/latest/quick_xml/de/), whose rules for names hold: `@id` is an
/// attribute, `$text` is the text of an element, and a `Vec` is an element for each item. The name of the struct, or its
/// `#[serde(rename = "…")]`, is the root element.
///
/// **Request.** The content type is `application/xml`; a field `#[api(header = "content-type")]` replaces it. The encoding is UTF-8,
/// which is the default of XML, so no XML declaration is sent. `None` in a field is an empty element, unless the field has
/// `#[serde(skip_serializing_if = "Option::is_none")]`. The request fails with [`Error::Encode`](crate::Error::Encode) if the value has no
/// name for the root element, such as a list, or contains a character that XML does not allow.
///
/// **Response.** UTF-8, UTF-16 with a byte order mark, and ISO-8859-1 are read. A prefix of a namespace is ignored. An entity that the
/// document defines itself is refused, and so are elements that are nested deeper than 128.
///
/// ```
/// use api_request::body::Xml;
/// use api_request::{ApiRequest, BaseUrl, NoContent};
///
/// #[derive(serde::Serialize)]
/// #[serde(rename_all = "PascalCase")]
/// struct Tag<'a> {
///     key: &'a str,
///     value: &'a str,
/// }
///
/// #[derive(ApiRequest)]
/// #[api(put = "/tags/{id}", response = NoContent)]
/// struct PutTag<'a> {
///     id: u64,
///     #[api(body)]
///     tag: Xml<Tag<'a>>,
/// }
///
/// let put = PutTag { id: 7, tag: Xml(Tag { key: "team", value: "R&D" }) };
/// let request = put.to_http(&"https://api.example.com".parse::<BaseUrl>()?)?;
/// assert_eq!(request.headers()["content-type"], "application/xml");
/// assert_eq!(request.body().as_bytes(), Some(b"<Tag><Key>team</Key><Value>R&amp;D</Value></Tag>".as_slice()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The chapter [responses](crate::guide::responses) has an example of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Xml<T>(pub T);

impl<T> From<T> for Xml<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

const NOT_XML: &str =
    "the value cannot be written as XML; its root element must be named, by a struct or a variant of an enum";

#[diagnostic::do_not_recommend]
impl<T: Serialize> ToBody for Xml<T> {
    const MEDIA_TYPE: &'static str = "application/xml";

    fn to_body(&self) -> Result<TypedBody, BodyError> {
        secret::offer(&self.0);
        let refused = |error| BodyError(Refused::with_detail(NOT_XML, &error));
        let xml = quick_xml::se::to_string(&self.0).map_err(refused)?;
        if xml.is_empty() {
            return Err(BodyError::new(NOT_XML));
        }
        if !xml.chars().all(is_allowed) {
            return Err(BodyError::new("the value contains a control character, which XML cannot represent"));
        }
        Ok(TypedBody::new(xml, XML))
    }
}

/// XML 1.0, section 2.2.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..'\t' | '\u{b}' | '\u{c}' | '\u{e}'..' ' | '\u{fffe}' | '\u{ffff}')
}
