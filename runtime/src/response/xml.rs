//! XML responses: their encoding, and what errors say about them.

use std::borrow::Cow;
use std::num::NonZeroUsize;

use quick_xml::DeError;
use quick_xml::de::Deserializer;
use serde::de::DeserializeOwned;

use crate::body::Xml;
use crate::error::DecodeError;

use super::{FromResponse, Incoming};

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + Send + 'static> FromResponse for Xml<T> {
    const ACCEPT: Option<&'static str> = Some("application/xml, text/xml");

    async fn from_response(mut reply: Incoming) -> Result<Self, DecodeError> {
        let bytes = reply.read().await?;
        let text = text_of(&bytes)?;
        if text.trim_ascii().is_empty() {
            return Err(DecodeError::new("the body is empty"));
        }
        let media_type = reply.media_type();
        let mut xml = Deserializer::from_str(&text);
        xml.event_buffer_size(Some(MAX_BETWEEN));
        T::deserialize(&mut xml).map(Self).map_err(|error| explain(&error, media_type.as_deref()))
    }
}

/// The most tags and texts between the items of a list. The items may be among other elements, which the parser keeps in memory.
const MAX_BETWEEN: NonZeroUsize = NonZeroUsize::new(1 << 14).unwrap();

/// The document as text: by byte order mark, by declaration, or else as UTF-8. XML 1.0, appendix F.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    let of_utf16 = |bytes: &[u8], read: fn([u8; 2]) -> u16| {
        let units = bytes.chunks(2).map(|pair| pair.try_into().map_or(0xd800, read));
        let text = char::decode_utf16(units).collect::<Result<String, _>>();
        text.map(Cow::Owned).map_err(|_| DecodeError::new("invalid UTF-16"))
    };
    let bytes = match bytes {
        [0xfe, 0xff, rest @ ..] => return of_utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => return of_utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => rest,
        bytes => bytes,
    };
    match str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(_) if declares_latin1(bytes) => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Err(error) => Err(DecodeError::new(format!("invalid UTF-8 at byte {}", error.valid_up_to()))),
    }
}

/// Whether the XML declaration says ISO-8859-1.
fn declares_latin1(bytes: &[u8]) -> bool {
    let declaration = bytes.split(|&byte| byte == b'>').next().unwrap_or_default().to_ascii_lowercase();
    let names: [&[u8]; 2] = [b"iso-8859-1", b"latin1"];
    declaration.starts_with(b"<?xml")
        && names.iter().any(|name| declaration.windows(name.len()).any(|word| word == *name))
}

/// Says what is wrong without quoting the response.
#[cold]
fn explain(error: &DeError, media_type: Option<&str>) -> DecodeError {
    let reason = match (error, media_type) {
        (DeError::Custom(message), _) => DecodeError::without_values(message),
        (DeError::MixedContent(_), _) => "expected text, found an element".to_owned(),
        // A type that contains itself is read by recursion, and deeper elements would overflow the stack.
        (DeError::TooDeeplyNested(limit), _) => format!("the elements are nested deeper than {limit}"),
        (DeError::TooManyEvents(_), _) => "too many other elements stand between the items of a list".to_owned(),
        (_, Some(media_type)) if !media_type.contains("xml") => format!("the content type is `{media_type}`, not XML"),
        (DeError::UnexpectedEof, _) => "unexpected end of XML".to_owned(),
        _ => "invalid XML".to_owned(),
    };
    DecodeError::new(reason).with_detail(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_that_xml_requires_is_read() {
        let utf16 = |mark: [u8; 2], write: fn(u16) -> [u8; 2]| {
            let units = "<a>é€𝄞</a>".encode_utf16().flat_map(write);
            mark.into_iter().chain(units).collect::<Vec<u8>>()
        };
        for bytes in [
            "<a>é€𝄞</a>".as_bytes().to_vec(),
            "\u{feff}<a>é€𝄞</a>".as_bytes().to_vec(),
            utf16([0xfe, 0xff], u16::to_be_bytes),
            utf16([0xff, 0xfe], u16::to_le_bytes),
        ] {
            assert_eq!(text_of(&bytes).unwrap(), "<a>é€𝄞</a>");
        }
        let latin1 = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>M\xe4rz</a>";
        assert!(text_of(latin1).unwrap().ends_with("<a>März</a>"));
        for (bytes, reason) in [
            (&b"<a>\xff</a>"[..], "invalid UTF-8 at byte 3"),
            (b"\xfe\xff\0<\0", "invalid UTF-16"),
            (b"\xff\xfe\0\xd8", "invalid UTF-16"),
        ] {
            assert_eq!(text_of(bytes).unwrap_err().reason(), reason);
        }
    }
}
