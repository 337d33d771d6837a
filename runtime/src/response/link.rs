//! The links of a `Link` header (RFC 8288).

use std::fmt;

use http::HeaderMap;
use http::header::LINK;
use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use crate::endpoint::grammar::is_tchar;

use super::header;
use super::header_list::{LINKS, end_of_quoted};

/// The links of a `Link` header (RFC 8288).
///
/// Write it as the type of a `header` field, in a type that derives [`ApiResponse`](macro@crate::ApiResponse).
///
/// All lines of the header are read. A missing header has no links, and a link that cannot be parsed is skipped.
///
/// ```
/// use api_request::reply::Links;
/// use api_request::{ApiRequest, ApiResponse};
///
/// #[derive(ApiResponse)]
/// struct Page {
///     #[api(header = "link")]
///     links: Links,
///     #[api(body)]
///     items: Vec<serde_json::Value>,
/// }
///
/// # let mut headers = http::HeaderMap::new();
/// # headers.insert("link", r#"</items?page=1>; rel="prev", </items?page=3>; rel=next"#.parse()?);
/// # let page = Page { links: Links::from_headers(&headers), items: vec![] };
/// assert_eq!(page.links.rel("next"), Some("/items?page=3"));
/// # Ok::<(), http::header::InvalidHeaderValue>(())
/// ```
///
/// To follow a link, give it to [`Call::url`](crate::client::Call::url).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links(Vec<Link>);

/// One link of a `Link` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    target: String,
    /// The names in lower case, with their values.
    params: Vec<(String, String)>,
}

impl Links {
    /// Parses the `Link` headers of a response, such as those of a [`Reply`](super::Reply).
    #[must_use]
    pub fn from_headers(headers: &HeaderMap) -> Self {
        header::read(headers, LINK.as_str()).unwrap_or_default()
    }

    /// The target of the first link with this relation, such as `next`.
    ///
    /// The case of the relation does not matter.
    ///
    /// A link with an `anchor` starts from a different resource, so it is skipped. [`iter`](Self::iter) returns it.
    #[must_use]
    pub fn rel(&self, rel: &str) -> Option<&str> {
        let is_it = |link: &&Link| link.param("anchor").is_none() && link.rels().any(|of| of.eq_ignore_ascii_case(rel));
        self.0.iter().find(is_it).map(Link::target)
    }

    /// Whether a link with the relation `next` cannot be parsed.
    ///
    /// Such a link has no `<..>` around its target, or no semicolon before `rel`.
    pub(crate) fn has_malformed_next(headers: &HeaderMap) -> bool {
        let items: Vec<String> = header::read(headers, LINK.as_str()).unwrap_or_default();
        items.iter().any(|item| match Link::parse(item) {
            None => names_next(item),
            Some(_) => {
                let (_, params) = item.split_once('>').unwrap_or_default();
                names_next(params.split(';').next().unwrap_or_default())
            }
        })
    }

    /// All links, in the order of the response.
    pub fn iter(&self) -> impl Iterator<Item = &Link> {
        self.0.iter()
    }
}

impl Link {
    /// The URL between `<` and `>`, which may be relative.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// The relations of the link, such as `next`.
    pub fn rels(&self) -> impl Iterator<Item = &str> {
        self.param("rel").unwrap_or_default().split_ascii_whitespace()
    }

    /// The value of a parameter, such as `title`, without its quotes.
    ///
    /// The case of the name does not matter.
    ///
    /// If the link has the parameter more than once, the first one counts. A parameter without a value is empty.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(other, _)| name.eq_ignore_ascii_case(other)).map(|(_, value)| &**value)
    }

    /// Parses one link; `None` if it does not begin with `<..>`.
    fn parse(text: &str) -> Option<Self> {
        let (target, mut rest) = text.trim_start().strip_prefix('<')?.split_once('>')?;
        let mut params = Vec::new();
        while let Some(start) = rest.find(';') {
            rest = rest[start + 1..].trim_start();
            let name = &rest[..rest.bytes().take_while(|&byte| is_tchar(byte)).count()];
            rest = rest[name.len()..].trim_start();
            let value = rest.strip_prefix('=').map_or_else(String::new, |text| {
                let (value, after) = value(text.trim_start());
                rest = after;
                value
            });
            if !name.is_empty() {
                params.push((name.to_ascii_lowercase(), value));
            }
        }
        Some(Self { target: target.trim().to_owned(), params })
    }
}

/// Whether a malformed link contains `rel=next`, however it is quoted.
fn names_next(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.match_indices("rel").any(|(at, name)| {
        let begins = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        let value = text[at + name.len()..].trim_start().strip_prefix(['=', ':']);
        let value = value.and_then(|value| value.split([';', ',']).next()).unwrap_or_default();
        begins && value.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').any(|word| word == "next")
    })
}

/// The value of a parameter at the text's start, and the text after it.
fn value(text: &str) -> (String, &str) {
    if text.starts_with('"')
        && let Some(end) = end_of_quoted(text.as_bytes(), 0)
    {
        return (unescaped(&text[1..end]), &text[end + 1..]);
    }
    let (value, after) = text.split_at(text.find(';').unwrap_or(text.len()));
    let value = value.trim_end();
    // Some servers write single quotes.
    let unquoted = value.strip_prefix('\'').and_then(|value| value.strip_suffix('\''));
    (unquoted.unwrap_or(value).to_owned(), after)
}

/// The text of a quoted string without its backslashes.
fn unescaped(quoted: &str) -> String {
    let mut text = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        text.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    text
}

impl<'de> Deserialize<'de> for Links {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfList;

        impl<'de> Visitor<'de> for OfList {
            type Value = Links;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the links of a header")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(self, list: D) -> Result<Links, D::Error> {
                list.deserialize_seq(self)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Links, A::Error> {
                let mut links = Vec::new();
                while let Some(item) = items.next_element::<String>()? {
                    links.extend(Link::parse(&item));
                }
                Ok(Links(links))
            }
        }

        deserializer.deserialize_newtype_struct(LINKS, OfList)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn links(lines: &[&[u8]]) -> Links {
        let values = lines.iter().map(|line| (LINK, HeaderValue::from_bytes(line).unwrap()));
        let mut headers = HeaderMap::new();
        values.for_each(|(name, value)| _ = headers.append(name, value));
        Links::from_headers(&headers)
    }

    #[test]
    fn finds_a_relation_however_it_is_written() {
        for line in [
            "<https://h/a?ids=1,2;3>; rel=\"next\"",
            "<https://h/a?ids=1,2;3>;rel=next",
            "</other>; rel=prev, <https://h/a?ids=1,2;3> ; title=\"a, b; rel=prev\" ; REL = \"NEXT prev\"",
            "< https://h/a?ids=1,2;3 >; crossorigin; rel='next' ;x=1",
            "</next>; rel=next; anchor=\"/elsewhere\", <https://h/a?ids=1,2;3>; rel=\"prev  next\"",
            "not a link; rel=next, <https://h/a?ids=1,2;3>; ; =; rel=next; rel=prev",
            "<never closed, <https://h/a?ids=1,2;3>; rel=\"next",
        ] {
            let found = links(&[line.as_bytes()]);
            let expected = if line.starts_with("<never") { None } else { Some("https://h/a?ids=1,2;3") };
            assert_eq!(found.rel("Next"), expected, "{line}");
        }
    }

    #[test]
    fn reads_all_lines_and_parameters() {
        let found =
            links(&[b"<a>; rel=prev", b"", b"<b>; rel=\"last next\"; title=\"5\\\" \\\\ \xE4\", <>; rel=self; flag"]);
        assert_eq!(found.iter().map(Link::target).collect::<Vec<_>>(), ["a", "b", ""]);
        assert_eq!((found.rel("next"), found.rel("SELF"), found.rel("first")), (Some("b"), Some(""), None));
        let second = found.iter().nth(1).unwrap();
        assert_eq!((second.param("TITLE"), second.param("x")), (Some("5\" \\ ä"), None));
        assert_eq!(second.rels().collect::<Vec<_>>(), ["last", "next"]);
        assert_eq!(found.iter().nth(2).unwrap().param("flag"), Some(""));
        assert_eq!(links(&[]), Links::default());
    }
}
