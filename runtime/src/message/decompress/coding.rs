//! The content codings of a response, and the decoder of each.

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use crate::message::Body;
use crate::shown;

use super::error::{CodingError, MOST};

/// A content coding that an enabled feature decodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    #[cfg(feature = "gzip")]
    Gzip,
    #[cfg(feature = "gzip")]
    Deflate,
    #[cfg(feature = "brotli")]
    Brotli,
    #[cfg(feature = "zstd")]
    Zstd,
}

/// What servers write although it is not a coding. The body is then decoded as if the header were missing.
const NO_CODING: [&str; 7] = ["", "identity", "none", "binary", "utf-8", "utf8", "aws-chunked"];

impl Coding {
    fn parse(name: &str) -> Option<Self> {
        match name {
            #[cfg(feature = "gzip")]
            "gzip" | "x-gzip" => Some(Self::Gzip),
            #[cfg(feature = "gzip")]
            "deflate" => Some(Self::Deflate),
            #[cfg(feature = "brotli")]
            "br" => Some(Self::Brotli),
            #[cfg(feature = "zstd")]
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }
}

/// Returns the codings in the order in which they were applied. Several lines are one list.
pub(super) fn read(headers: &HeaderMap) -> Result<Vec<Coding>, CodingError> {
    let mut codings = Vec::new();
    for line in headers.get_all(CONTENT_ENCODING) {
        for name in line.as_bytes().split(|&byte| byte == b',') {
            let name = name.trim_ascii().to_ascii_lowercase();
            let name = String::from_utf8_lossy(&name);
            if NO_CODING.contains(&&*name) {
                continue;
            }
            if codings.len() == MOST {
                return Err(CodingError::TooMany);
            }
            codings.push(Coding::parse(&name).ok_or_else(|| CodingError::Unknown(cut(&name)))?);
        }
    }
    Ok(codings)
}

/// The name of an unknown coding, which is part of messages.
fn cut(name: &str) -> Box<str> {
    shown::escaped(name.chars().take(40).collect::<String>().into()).into()
}

/// The body without these codings.
#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
pub(super) fn decoded(body: Body, codings: &[Coding]) -> Body {
    use std::io::{BufRead, BufReader, Read};

    #[cfg(feature = "brotli")]
    use super::brotli::Brotli;
    #[cfg(feature = "gzip")]
    use super::gzip::{Deflate, Gzip};
    #[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
    use super::step::Stepped;
    #[cfg(feature = "zstd")]
    use super::zstd::Zstd;

    type Source = Box<dyn BufRead + Send>;

    fn reader(coding: Coding, source: Source) -> Box<dyn Read + Send> {
        match coding {
            #[cfg(feature = "gzip")]
            Coding::Gzip => Box::new(Gzip::new(source)),
            #[cfg(feature = "gzip")]
            Coding::Deflate => Box::new(Stepped::new(Deflate::default(), source)),
            #[cfg(feature = "brotli")]
            Coding::Brotli => Box::new(Stepped::new(Brotli::default(), source)),
            #[cfg(feature = "zstd")]
            Coding::Zstd => Box::new(Stepped::new(Zstd::default(), source)),
        }
    }

    let (input, feed) = super::input::pair();
    // The coding that was applied last is decoded first.
    let mut codings = codings.iter().rev();
    let Some(&outermost) = codings.next() else { return body };
    let decode = |inner, &coding: &Coding| reader(coding, Box::new(BufReader::new(inner)));
    let reader = codings.fold(reader(outermost, Box::new(input)), decode);
    Body::of_pieces(super::body::Decoded::new(body, reader, feed, outermost.name()))
}

#[cfg(not(any(feature = "gzip", feature = "brotli", feature = "zstd")))]
pub(super) fn decoded(body: Body, _: &[Coding]) -> Body {
    body
}

#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
impl Coding {
    const fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "gzip")]
            Self::Gzip => "gzip",
            #[cfg(feature = "gzip")]
            Self::Deflate => "deflate",
            #[cfg(feature = "brotli")]
            Self::Brotli => "br",
            #[cfg(feature = "zstd")]
            Self::Zstd => "zstd",
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read_lines(lines: &[&'static str]) -> Result<Vec<Coding>, String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(CONTENT_ENCODING, HeaderValue::from_static(line));
        }
        read(&headers).map_err(|error| error.to_string())
    }

    #[test]
    fn words_that_name_no_coding_are_ignored() {
        assert_eq!(read_lines(&["identity", "", "UTF-8, ,none"]), Ok(Vec::new()));
    }

    #[test]
    fn an_unknown_coding_is_named_and_cut() {
        let error = read_lines(&["compress"]).unwrap_err();
        assert_eq!(
            error,
            "the body has the content coding `compress`, which is not decoded; call `no_decompress()` for the bytes as they were sent"
        );
        let long = "x".repeat(300);
        let error = read(&HeaderMap::from_iter([(CONTENT_ENCODING, HeaderValue::from_str(&long).unwrap())]));
        assert!(error.unwrap_err().to_string().len() < 200);
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn lines_are_one_list_with_an_end() {
        assert_eq!(read_lines(&["X-GZip", "deflate, gzip"]), Ok(vec![Coding::Gzip, Coding::Deflate, Coding::Gzip]));
        let error = read_lines(&["gzip, gzip, gzip", "gzip, gzip"]).unwrap_err();
        assert!(error.starts_with("the body has more than 4 content codings"), "{error}");
    }

    #[cfg(not(feature = "brotli"))]
    #[test]
    fn a_coding_that_a_feature_decodes_names_the_feature() {
        let error = read_lines(&["br"]).unwrap_err();
        assert!(error.contains("`br`") && error.contains("enable the feature `brotli`"), "{error}");
    }
}
