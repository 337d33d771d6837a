//! What is escaped, in each place.

use std::collections::BTreeMap;

use api_request::reply::Raw;

use crate::wire::row::{Section, section};

pub(super) fn sections() -> Vec<Section> {
    vec![escaped(), allowed()]
}

fn allowed() -> Section {
    section! {
        title: "Reserved characters that stay",
        prose: "With `allow_reserved`, the reserved characters (RFC 3986, section 2.2) stay as they are, and so do escapes. Still encoded \
            are `#`, `&`, `=`, `+`, `[` and `]`; in a query `'`; in a path `/` and `?`; and what separates items in the style.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(allow_reserved)] authors: &'static str }
            authors: "List(urn%3Ali%3Aorganization%3A1)" => "GET /a?authors=List(urn%3Ali%3Aorganization%3A1)";
        { #[api(query, allow_reserved)] v: &'static str }
            v: ":/?#[]@" => "GET /a?v=:/?%23%5B%5D@";
            v: "!$&'()*+,;=" => "GET /a?v=!$%26%27()*%2B,;%3D";
            v: "%2f%2E%00%zz% %4" => "GET /a?v=%2f%2E%00%25zz%25%20%254";
            v: "|\\é\n" => "GET /a?v=%7C%5C%C3%A9%0A";
        { #[api(allow_reserved)] v: Vec<&'static str> }
            v: vec!["a,b", "c:d"] => "GET /a?v=a,b&v=c:d";
        { #[api(allow_reserved, explode = false)] v: Vec<&'static str> }
            v: vec!["a,b", "c:d"] => "GET /a?v=a%2Cb,c:d";
        { #[api(allow_reserved)] v: BTreeMap<&'static str, &'static str> }
            v: BTreeMap::from([("a:b", "c:d")]) => "GET /a?a%3Ab=c:d";
        { #[api(flatten, query, allow_reserved)] v: BTreeMap<&'static str, &'static str> }
            v: BTreeMap::from([("a:b", "c:d")]) => "GET /a?a%3Ab=c:d";
        #[api(get = "/{v}", response = Raw)]
        { #[api(allow_reserved)] v: &'static str }
            v: ":/?#[]@" => "GET /:%2F%3F%23%5B%5D@";
            v: "!$&'()*+,;=" => "GET /!$%26'()*%2B,;%3D";
            v: "a%3Ab%" => "GET /a%3Ab%25";
        #[api(get = "/{v}", response = Raw)]
        { #[api(allow_reserved)] v: Vec<&'static str> }
            v: vec!["a,b", "c;d"] => "GET /a%2Cb,c;d";
        #[api(get = "/{v}", response = Raw)]
        { #[api(style = matrix, allow_reserved)] v: Vec<&'static str> }
            v: vec!["a,b", "c;d"] => "GET /;v=a%2Cb,c%3Bd";
        #[api(get = "/{v}", response = Raw)]
        { #[api(style = label, allow_reserved)] v: &'static str }
            v: "a.b:c" => "GET /.a%2Eb:c";
        #[api(get = "/{v:+}", response = Raw)]
        { #[api(allow_reserved)] v: &'static str }
            v: "a:b/c%20d?" => "GET /a:b/c%20d%3F";
    }
}

fn escaped() -> Section {
    section! {
        title: "Reserved characters",
        prose: "In the path and the query everything except letters, digits, `-`, `.`, `_` and `~` is percent-encoded (RFC 3986, \
            section 2.3). In a cookie `%` is percent-encoded, and every character that a cookie must not contain (RFC 6265, \
            section 4.1.1). In a header nothing is.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: &'static str }
            v: "-._~" => "GET /a?v=-._~";
            v: "!$&'()*+,;=" => "GET /a?v=%21%24%26%27%28%29%2A%2B%2C%3B%3D";
            v: ":/?#[]@" => "GET /a?v=%3A%2F%3F%23%5B%5D%40";
            v: "|\\%\"<>^`{} " => "GET /a?v=%7C%5C%25%22%3C%3E%5E%60%7B%7D%20";
            v: "\r\n\t\0\u{7f}" => "GET /a?v=%0D%0A%09%00%7F";
            v: "é\u{2028}" => "GET /a?v=%C3%A9%E2%80%A8";
            v: "a%20b+c" => "GET /a?v=a%2520b%2Bc";
        #[api(get = "/{v}", response = Raw)]
        { v: &'static str }
            v: "-._~" => "GET /-._~";
            v: "!$&'()*+,;=" => "GET /%21%24%26%27%28%29%2A%2B%2C%3B%3D";
            v: ":/?#[]@" => "GET /%3A%2F%3F%23%5B%5D%40";
            v: "|\\%\"<>^`{} " => "GET /%7C%5C%25%22%3C%3E%5E%60%7B%7D%20";
            v: "\r\n\t\0\u{7f}" => "GET /%0D%0A%09%00%7F";
        { v: BTreeMap<&'static str, &'static str> }
            v: BTreeMap::from([("a=&b", "c=&d")]) => "GET /a?a%3D%26b=c%3D%26d";
        { #[api(cookie)] v: &'static str }
            v: "!$&'()*+/:<=>?@[]^`{|}~" => "GET /a" "cookie: v=!$&'()*+/:<=>?@[]^`{|}~";
            v: "\",;\\% é\n" => "GET /a" "cookie: v=%22%2C%3B%5C%25%20%C3%A9%0A";
        { #[api(header)] v: &'static str }
            v: "a%20b, \"c\"; d=é" => "GET /a" "v: a%20b, \"c\"; d=é";
        #[api(post = "/a")]
        { v: &'static str }
            v: "\"\\\u{1f}é/" => "POST /a" "content-type: application/json" r#"{"v":"\"\\\u001fé/"}"#;
    }
}
