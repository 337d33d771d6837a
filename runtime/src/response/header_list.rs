//! Splits the text of a header into its items, by the grammar of that header.

use crate::endpoint::grammar::is_tchar;
use std::ops::Range;

/// The newtype name by which [`Links`](super::Links) are deserialized. With it, any header can be split at its links.
pub(super) const LINKS: &str = "$api_request::Links";

/// How the items of a header are separated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grammar {
    /// Each line is one item. Its commas are part of a date, a URL, a file name or a comment.
    Lines,
    /// Commas separate the items, but not within `<..>`. RFC 8288, section 3, and RFC 4918, section 10.1.
    Links,
    /// Commas separate challenges, and also the parameters of a challenge (RFC 9110, section 11.6.1).
    Challenges,
    /// Commas separate the items, but not within a comment in parentheses (RFC 9110, section 5.6.5).
    Comments,
    /// Commas separate the items (RFC 9110, section 5.6.1).
    Commas,
}

/// Headers whose value may contain commas but is not a list. `Set-Cookie` is one: it is sent once for each cookie (RFC 6265, section 3).
const SINGLE: [&str; 16] = [
    "content-disposition",
    "content-location",
    "content-type",
    "date",
    "deprecation",
    "expires",
    "last-modified",
    "location",
    "memento-datetime",
    "refresh",
    "retry-after",
    "server",
    "set-cookie",
    "sourcemap",
    "sunset",
    "user-agent",
];

impl Grammar {
    /// The grammar of the header `name`, which is written in any case.
    pub(super) fn of(name: &str) -> Self {
        let is_one_of = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
        match () {
            () if is_one_of(&SINGLE) => Self::Lines,
            () if is_one_of(&["link", "dav"]) => Self::Links,
            () if is_one_of(&["www-authenticate", "proxy-authenticate"]) => Self::Challenges,
            () if is_one_of(&["via"]) => Self::Comments,
            () => Self::Commas,
        }
    }

    /// Where the items of one line are. The white space around them and empty items are left out.
    pub(super) fn items(self, line: &str) -> Vec<Range<usize>> {
        let trimmed = self.elements(line).into_iter().map(|item| trimmed(line, item)).filter(|item| !item.is_empty());
        if self == Self::Challenges { challenges(line, trimmed) } else { trimmed.collect() }
    }

    /// Splits at commas, except those that the grammar says are not separators.
    ///
    /// Neither are commas in a quoted string or in a date. A header of single lines is not split.
    fn elements(self, line: &str) -> Vec<Range<usize>> {
        let bytes = line.as_bytes();
        let (mut elements, mut start, mut at) = (Vec::new(), 0, 0);
        // After one that is never closed, all are ordinary characters, so that the time stays linear.
        let mut unclosed = Vec::new();
        while let Some(&byte) = bytes.get(at) {
            let end = match byte {
                _ if self == Self::Lines || unclosed.contains(&byte) => Some(at),
                b'"' => end_of_quoted(bytes, at),
                b'<' if self == Self::Links && bytes[start..at].trim_ascii_start().is_empty() => {
                    bytes[at..].iter().position(|&byte| byte == b'>').map(|len| at + len)
                }
                b'(' if self == Self::Comments => end_of_comment(bytes, at),
                b',' if !is_in_date(&line[start..at], &bytes[at + 1..]) => {
                    elements.push(start..at);
                    start = at + 1;
                    Some(at)
                }
                _ => Some(at),
            };
            at = end.unwrap_or_else(|| {
                unclosed.push(byte);
                at
            }) + 1;
        }
        elements.push(start..line.len());
        elements
    }
}

/// Whether the text is a parameter of a challenge, such as `realm="r"`. It is not the beginning of a challenge, such as
/// `Basic realm="r"`.
pub(super) fn is_parameter(element: &str) -> bool {
    let name = element.bytes().take_while(|&byte| is_tchar(byte)).count();
    let rest = element[name..].trim_start_matches([' ', '\t']);
    // `Negotiate=` is not a parameter, because each parameter has a value.
    name > 0 && rest.strip_prefix('=').is_some_and(|value| !value.trim_start_matches('=').is_empty())
}

/// Joins each challenge with its parameters. Parameters without a challenge before them form an item of their own.
fn challenges(line: &str, elements: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut challenges: Vec<Range<usize>> = Vec::new();
    for element in elements {
        match challenges.last_mut() {
            Some(last) if is_parameter(&line[element.clone()]) => last.end = element.end,
            _ => challenges.push(element),
        }
    }
    challenges
}

fn trimmed(line: &str, item: Range<usize>) -> Range<usize> {
    let text = &line[item.clone()];
    let start = item.start + text.len() - text.trim_start_matches([' ', '\t']).len();
    start..start + line[start..item.end].trim_end_matches([' ', '\t']).len()
}

/// The position of the closing quote of the string that begins at `start`.
pub(super) fn end_of_quoted(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// The position of the closing parenthesis of the comment that begins at `start`.
fn end_of_comment(text: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at),
            b')' => depth -= 1,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether a comma is between the day of the week and an HTTP date's day. RFC 9110, section 5.6.7.
fn is_in_date(before: &str, after: &[u8]) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let day = before.trim_matches([' ', '\t']).to_ascii_lowercase();
    let is_day = DAYS.iter().any(|name| day == *name || day == name[..3]);
    let after = after.trim_ascii_start();
    let digits = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let month = after.get(digits + 1..digits + 4).unwrap_or_default();
    is_day
        && (1..=2).contains(&digits)
        && after.get(digits).is_some_and(|byte| b" -".contains(byte))
        && month.len() == 3
        && month.iter().all(u8::is_ascii_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items<'a>(name: &str, line: &'a str) -> Vec<&'a str> {
        Grammar::of(name).items(line).into_iter().map(|item| &line[item]).collect()
    }

    #[test]
    fn each_header_is_split_by_its_own_grammar() {
        for (name, line, split) in [
            ("X-A", "a, b ,,\t, \"c,\\\"d\" ", &["a", "b", "\"c,\\\"d\""][..]),
            ("x-a", "5\" disk, 3.5 inch", &["5\" disk", "3.5 inch"]),
            ("x-a", "", &[]),
            (
                "set-cookie",
                " a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b ",
                &["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT, b"],
            ),
            ("Location", "/a,b", &["/a,b"]),
            ("Last-Modified", "Wed, 21 Oct 2015 07:28:00 GMT", &["Wed, 21 Oct 2015 07:28:00 GMT"]),
            ("content-disposition", "attachment; filename=a,b.txt", &["attachment; filename=a,b.txt"]),
            (
                "x-dates",
                "Wed, 21 Oct 2015 07:28:00 GMT, Sunday, 06-Nov-94 08:49:37 GMT",
                &["Wed, 21 Oct 2015 07:28:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"],
            ),
            ("x-days", "Mon, Tue, 3", &["Mon", "Tue", "3"]),
            ("via", "1.1 a (Unix, (b, c)), 1.0 d (never closed", &["1.1 a (Unix, (b, c))", "1.0 d (never closed"]),
            ("dav", "1, 2, <http://a.example/b,c>", &["1", "2", "<http://a.example/b,c>"]),
            (
                "LINK",
                "<a?ids=1,2>; rel=\"prev\",<b;c>;title=\"d, e\" , <never closed, f",
                &["<a?ids=1,2>; rel=\"prev\"", "<b;c>;title=\"d, e\"", "<never closed", "f"],
            ),
            (
                "www-authenticate",
                "Basic realm=\"r, s\", Bearer realm=\"t\", error = \"x\" , Negotiate, NTLM TlRM==, Digest a=b,c=d",
                &[
                    "Basic realm=\"r, s\"",
                    "Bearer realm=\"t\", error = \"x\"",
                    "Negotiate",
                    "NTLM TlRM==",
                    "Digest a=b,c=d",
                ],
            ),
            ("proxy-authenticate", "Negotiate,Basic realm=p", &["Negotiate", "Basic realm=p"]),
            ("www-authenticate", "realm=\"lost\", Basic", &["realm=\"lost\"", "Basic"]),
        ] {
            assert_eq!(items(name, line), split, "{name}: {line}");
        }
    }

    #[test]
    fn takes_linear_time() {
        for (name, part) in
            [("x", "\"\\"), ("link", ",<"), ("link", " "), ("via", "("), ("date", "Mon,"), ("x", "Mon,")]
        {
            let _ = items(name, &part.repeat(200_000));
        }
    }

    #[test]
    fn never_panics() {
        for name in ["x", "link", "via", "www-authenticate", "date"] {
            let line = "<é,\">(\\\",Mon, 1 Ja\\";
            for (end, _) in line.char_indices() {
                for (start, _) in line[..end].char_indices() {
                    let _ = items(name, &line[start..end]);
                }
            }
        }
    }
}
