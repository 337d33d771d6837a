//! Multipart bodies (RFC 7578): the boundary, and how names are written.

use bytes::Bytes;
use http::HeaderValue;

use super::{Body, BodyError, TypedBody};

const NOT_MULTIPART: &str = "the content type of a multipart body must begin with `multipart/` and must not have a boundary, \
    which is added for each request";

/// The parts of a body, in the order in which they are sent.
#[derive(Default)]
pub(crate) struct Parts(Vec<(Vec<u8>, Body)>);

/// Returns the content type `new` with the boundary of `old`. The body is already encoded.
pub(crate) fn with_boundary_of(old: &HeaderValue, new: HeaderValue) -> Result<HeaderValue, &'static str> {
    let Some((_, boundary)) = old.to_str().ok().and_then(|old| old.split_once("; boundary=")) else {
        return Ok(new);
    };
    with_boundary(&new, boundary)
}

fn with_boundary(content_type: &HeaderValue, boundary: &str) -> Result<HeaderValue, &'static str> {
    let kind = content_type.to_str().map_err(|_| NOT_MULTIPART)?;
    let lower = kind.to_ascii_lowercase();
    if !lower.starts_with("multipart/") || lower.contains("boundary=") {
        return Err(NOT_MULTIPART);
    }
    HeaderValue::from_str(&format!("{kind}; boundary={boundary}")).map_err(|_| NOT_MULTIPART)
}

const FORM_DATA: HeaderValue = HeaderValue::from_static("multipart/form-data");

impl Parts {
    /// Adds a text part, with a content type if there is one.
    pub(crate) fn push_text(
        &mut self,
        name: &str,
        text: &str,
        content_type: Option<&'static str>,
    ) -> Result<(), BodyError> {
        let mut head = disposition(name, None)?;
        if let Some(content_type) = content_type {
            head.extend_from_slice(format!("Content-Type: {content_type}\r\n").as_bytes());
        }
        self.0.push((head, Bytes::copy_from_slice(text.as_bytes()).into()));
        Ok(())
    }

    /// Adds a part: its header block, which [`disposition`] begins, and its content.
    pub(crate) fn push(&mut self, head: Vec<u8>, body: Body) {
        self.0.push((head, body));
    }

    /// Joins the parts into a body, which is in memory if every part is. The boundary is added to the content type.
    pub(crate) fn into_body(self, content_type: Option<&HeaderValue>) -> Result<TypedBody, &'static str> {
        if self.0.is_empty() {
            return Ok(TypedBody { body: Body::empty(), content_type: content_type.cloned() });
        }
        let boundary = self.boundary();
        let content_type = with_boundary(content_type.unwrap_or(&FORM_DATA), &boundary)?;
        let length = |(head, body): &(Vec<u8>, Body)| head.len() + body.as_bytes().map_or(0, <[u8]>::len) + 80;
        let mut pieces = Pieces { text: Vec::with_capacity(self.0.iter().map(length).sum()), done: Vec::new() };
        for (head, body) in self.0 {
            pieces.text.extend_from_slice(b"--");
            pieces.text.extend_from_slice(boundary.as_bytes());
            pieces.text.extend_from_slice(b"\r\n");
            pieces.text.extend_from_slice(&head);
            pieces.text.extend_from_slice(b"\r\n");
            pieces.push(body);
            pieces.text.extend_from_slice(b"\r\n");
        }
        pieces.text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Ok(TypedBody::new(pieces.into_body(), content_type))
    }

    /// Returns a random boundary that occurs in no part. Streams cannot be searched; there a collision is too improbable to matter.
    fn boundary(&self) -> String {
        loop {
            let boundary = uuid::Uuid::new_v4().simple().to_string();
            let occurs_in = |text: &[u8]| {
                let mut rest = text;
                // In a body a boundary always follows two hyphens, so only what follows a hyphen is compared.
                while let Some(at) = rest.iter().position(|&byte| byte == b'-') {
                    rest = rest.get(at + 1..).unwrap_or_default();
                    if rest.starts_with(boundary.as_bytes()) {
                        return true;
                    }
                }
                false
            };
            let contains_it =
                |(head, body): &(Vec<u8>, Body)| occurs_in(head) || body.as_bytes().is_some_and(occurs_in);
            if !self.0.iter().any(contains_it) {
                return boundary;
            }
        }
    }
}

/// A body that is being built. Adjacent parts in memory become one piece.
struct Pieces {
    done: Vec<Body>,
    text: Vec<u8>,
}

impl Pieces {
    fn push(&mut self, body: Body) {
        match body.as_bytes() {
            Some(bytes) => self.text.extend_from_slice(bytes),
            None => self.done.extend([std::mem::take(&mut self.text).into(), body]),
        }
    }

    fn into_body(mut self) -> Body {
        if self.done.is_empty() {
            return self.text.into();
        }
        self.done.push(self.text.into());
        Body::joined(self.done)
    }
}

/// Returns the `Content-Disposition` header of a part.
///
/// Quotes and line breaks are escaped as in browsers (WHATWG HTML, section 4.10.22.7).
pub(crate) fn disposition(name: &str, file_name: Option<&str>) -> Result<Vec<u8>, BodyError> {
    let mut head = b"Content-Disposition: form-data; name=\"".to_vec();
    escape(&mut head, name).ok_or_else(|| BodyError::new("the name of the part contains a control character"))?;
    if let Some(file_name) = file_name {
        head.extend_from_slice(b"\"; filename=\"");
        escape(&mut head, file_name).ok_or_else(|| BodyError::new("the file name contains a control character"))?;
    }
    head.extend_from_slice(b"\"\r\n");
    Ok(head)
}

/// Appends the escaped name. Returns `None` if it contains a control character that cannot be escaped.
fn escape(out: &mut Vec<u8>, name: &str) -> Option<()> {
    for byte in name.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"%22"),
            b'\r' => out.extend_from_slice(b"%0D"),
            b'\n' => out.extend_from_slice(b"%0A"),
            other if other.is_ascii_control() && other != b'\t' => return None,
            other => out.push(other),
        }
    }
    Some(())
}
