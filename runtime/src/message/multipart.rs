//! A whole body of several parts (RFC 7578), its boundary, and how names are written in it.

use bytes::Bytes;
use http::HeaderValue;

use super::{Body, BodyError, TypedBody};

const NO_MULTIPART: &str = "the body has parts, so it is `multipart/…`; which boundary is between them is added here, as it is chosen for each request";

/// The parts of a body, in the order in which they are sent.
#[derive(Default)]
pub(crate) struct Parts(Vec<(Vec<u8>, Body)>);

/// A content type for a body that has its parts already: the boundary stays.
pub(crate) fn with_boundary_of(old: &HeaderValue, said: HeaderValue) -> Result<HeaderValue, &'static str> {
    let Some((_, boundary)) = old.to_str().ok().and_then(|old| old.split_once("; boundary=")) else {
        return Ok(said);
    };
    said_with(&said, boundary)
}

fn said_with(said: &HeaderValue, boundary: &str) -> Result<HeaderValue, &'static str> {
    let kind = said.to_str().map_err(|_| NO_MULTIPART)?;
    let lower = kind.to_ascii_lowercase();
    if !lower.starts_with("multipart/") || lower.contains("boundary=") {
        return Err(NO_MULTIPART);
    }
    HeaderValue::from_str(&format!("{kind}; boundary={boundary}")).map_err(|_| NO_MULTIPART)
}

const FORM_DATA: HeaderValue = HeaderValue::from_static("multipart/form-data");

impl Parts {
    /// Adds a part that is text, without a content type unless it has one.
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

    /// Adds a part: what stands before its content, as [`disposition`] begins it, and the content.
    pub(crate) fn push(&mut self, head: Vec<u8>, body: Body) {
        self.0.push((head, body));
    }

    /// The body, which is in memory if each part is; its content type is the one that is `said`, with the boundary.
    pub(crate) fn into_body(self, said: Option<&HeaderValue>) -> Result<TypedBody, &'static str> {
        if self.0.is_empty() {
            return Ok(TypedBody { body: Body::empty(), content_type: said.cloned() });
        }
        let boundary = self.boundary();
        let content_type = said_with(said.unwrap_or(&FORM_DATA), &boundary)?;
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

    /// A random text that no part has in it. Of what is a stream nobody can look for it: there it is absent as no one can know it.
    fn boundary(&self) -> String {
        loop {
            let boundary = uuid::Uuid::new_v4().simple().to_string();
            let is_within = |text: &[u8]| {
                let mut rest = text;
                // Whatever stands before it, in a body it is a boundary behind two dashes only.
                while let Some(at) = rest.iter().position(|&byte| byte == b'-') {
                    rest = rest.get(at + 1..).unwrap_or_default();
                    if rest.starts_with(boundary.as_bytes()) {
                        return true;
                    }
                }
                false
            };
            let is_taken = |(head, body): &(Vec<u8>, Body)| is_within(head) || body.as_bytes().is_some_and(is_within);
            if !self.0.iter().any(is_taken) {
                return boundary;
            }
        }
    }
}

/// A body on its way: what is in memory as one piece.
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

/// What tells a part's name, and that of its file. Quotes and line ends are escaped as browsers do (WHATWG HTML, section 4.10.22.7).
pub(crate) fn disposition(name: &str, file_name: Option<&str>) -> Result<Vec<u8>, BodyError> {
    let mut head = b"Content-Disposition: form-data; name=\"".to_vec();
    escape(&mut head, name)
        .ok_or_else(|| BodyError::new("its name has a control character, which no header can carry"))?;
    if let Some(file_name) = file_name {
        head.extend_from_slice(b"\"; filename=\"");
        escape(&mut head, file_name)
            .ok_or_else(|| BodyError::new("its file name has a control character, which no header can carry"))?;
    }
    head.extend_from_slice(b"\"\r\n");
    Ok(head)
}

/// `None` for what cannot stand in a header.
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
