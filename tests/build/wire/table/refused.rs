//! Values that cannot be sent exactly.

use std::collections::BTreeMap;
use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Filter, Range};

pub(super) fn sections() -> Vec<Section> {
    vec![in_paths(), in_styles(), in_headers(), in_cookies(), in_names(), anywhere()]
}

fn in_paths() -> Section {
    section! {
        title: "Errors in a path",
        prose: "Values that would change the path, as a URL parser reads it.",
        shown: Refusal,
        #[api(get = "/{v}", response = Raw)]

        { v: &'static str }
            v: "" => "`v`: the value is empty, which would change the path";
            v: "." => "`v`: the segment would be `.` or `..`, which would change the path";
            v: ".." => "`v`: the segment would be `.` or `..`, which would change the path";
        { v: () }
            v: () => "`v`: the value is empty, which would change the path";
        { v: Vec<&'static str> }
            v: vec![] => "`v`: the value is empty, which would change the path";
            v: vec![""] => "`v`: the value is empty, which would change the path";
        #[api(get = "/{a}{b}", response = Raw)]
        { a: &'static str, b: &'static str }
            a: ".", b: "." => "`b`: the segment would be `.` or `..`, which would change the path";
        #[api(get = "/.{v}", response = Raw)]
        { v: &'static str }
            v: "." => "`v`: the segment would be `.` or `..`, which would change the path";
        { #[api(style = label)] v: &'static str }
            v: "" => "`v`: the segment would be `.` or `..`, which would change the path";
            v: "." => "`v`: the segment would be `.` or `..`, which would change the path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { v: &'static str }
            v: "" => "`v`: a segment of the value is empty, which would change the path";
            v: "/b" => "`v`: a segment of the value is empty, which would change the path";
            v: "b/" => "`v`: a segment of the value is empty, which would change the path";
            v: "b//c" => "`v`: a segment of the value is empty, which would change the path";
            v: ".." => "`v`: the segment would be `.` or `..`, which would change the path";
            v: "../b" => "`v`: the segment would be `.` or `..`, which would change the path";
            v: "b/./c" => "`v`: the segment would be `.` or `..`, which would change the path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { v: Vec<&'static str> }
            v: vec![] => "`v`: the value is empty, which would change the path";
            v: vec!["b", "", "c"] => "`v`: a segment of the value is empty, which would change the path";
            v: vec!["..", "b"] => "`v`: the segment would be `.` or `..`, which would change the path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { #[api(empty_segments)] v: &'static str }
            v: "" => "`v`: the value is empty, which would change the path";
            v: "a//.." => "`v`: the segment would be `.` or `..`, which would change the path";
            v: "/./" => "`v`: the segment would be `.` or `..`, which would change the path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { #[api(allow_reserved, empty_segments)] v: Vec<&'static str> }
            v: vec![""] => "`v`: the value is empty, which would change the path";
            v: vec!["", "%2e"]
                => "`v`: the value contains an escaped dot, slash, backslash or control character, which could change the path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { #[api(allow_reserved)] v: &'static str }
            v: "a/%2F"
                => "`v`: the value contains an escaped dot, slash, backslash or control character, which could change the path";
        #[api(get = "/{v}", response = Raw)]
        { #[api(allow_reserved)] v: &'static str }
            v: ".." => "`v`: the segment would be `.` or `..`, which would change the path";
            v: "%2e%2E"
                => "`v`: the value contains an escaped dot, slash, backslash or control character, which could change the path";
            v: "a%5cb"
                => "`v`: the value contains an escaped dot, slash, backslash or control character, which could change the path";
            v: "%0d%0A"
                => "`v`: the value contains an escaped dot, slash, backslash or control character, which could change the path";
            v: "%7f"
                => "`v`: the value contains an escaped dot, slash, backslash or control character, which could change the path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { v: Range }
            v: Range { from: 5, to: None } => "`v`: the value is an object, but path segments must be text or a list";
        #[api(get = "/a/{v:?}", response = Raw)]
        { v: Option<&'static str> }
            v: Some("") => "`v`: the value is empty, which would change the path";
            v: Some("..") => "`v`: the segment would be `.` or `..`, which would change the path";
    }
}

fn in_styles() -> Section {
    section! {
        title: "Errors in a style",
        prose: "Values that contain a separator of the style, and values that the style cannot represent.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { #[api(style = spaceDelimited)] v: Vec<&'static str> }
            v: vec!["a b"] => "`v`: an item contains the character that separates items in this style";
        { #[api(style = pipeDelimited)] v: Vec<&'static str> }
            v: vec!["a|b"] => "`v`: an item contains the character that separates items in this style";
        { #[api(style = deepObject)] v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a[b", 1)])
                => "`v`: a key of the value contains a bracket, which `style = deepObject` reserves";
            v: BTreeMap::from([("", 1)]) => "`v`: the value contains an empty key";
        { #[api(style = deepObject)] v: Vec<u8> }
            v: vec![1] => "`v`: `style = deepObject` requires a map, a struct, or a list of these";
        { #[api(style = deepObject)] v: u8 }
            v: 1 => "`v`: `style = deepObject` requires a map, a struct, or a list of these";
        { #[api(style = deepObject)] v: BTreeMap<&'static str, Vec<Range>> }
            v: BTreeMap::from([("", vec![Range { from: 5, to: None }])]) => "`v`: the value contains an empty key";
        { #[api(style = deepObject)] v: BTreeMap<u8, (Range, u8)> }
            v: BTreeMap::from([(1, (Range { from: 5, to: None }, 6))])
                => "`v`: the list contains both objects and texts, which `style = deepObject` cannot tell apart";
        { #[api(style = deepObject)] v: BTreeMap<u8, (u8, Range)> }
            v: BTreeMap::from([(1, (6, Range { from: 5, to: None }))])
                => "`v`: the list contains both objects and texts, which `style = deepObject` cannot tell apart";
        { #[api(style = deepObject)] v: BTreeMap<u8, Vec<Vec<Range>>> }
            v: BTreeMap::from([(1, vec![vec![Range { from: 5, to: None }]])])
                => "`v`: the value is nested deeper than its style allows; send it as JSON with `style = json`";
        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("", 1)]) => "`v`: the value contains an empty key";
        { v: BTreeMap<Option<u8>, u8> }
            v: BTreeMap::from([(None, 1)]) => "`v`: the value contains an empty key";
        { v: Vec<Vec<u8>> }
            v: vec![vec![1]]
                => "`v`: the value is nested deeper than its style allows; send it as JSON with `style = json`";
        { v: Filter }
            v: Filter { tags: vec!["a"], max_price: Range { from: 5, to: None } }
                => "`v`: the value is nested deeper than its style allows; send it as JSON with `style = json`";
        { v: Result<(u8, u8), u8> }
            v: Ok((1, 2))
                => "`v`: the value is nested deeper than its style allows; send it as JSON with `style = json`";
        { v: BTreeMap<(u8, u8), u8> }
            v: BTreeMap::from([((1, 2), 3)])
                => "`v`: the value is nested deeper than its style allows; send it as JSON with `style = json`";
    }
}

fn in_headers() -> Section {
    section! {
        title: "Errors in a header",
        prose: "Values that HTTP does not allow in a header (RFC 9110, section 5.5), and values that receivers would change.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { #[api(header)] v: &'static str }
            v: "a\r\nb: c" => "`v`: the value contains a control character, which is not allowed in a header";
            v: "\t" => "`v`: the value contains a control character, which is not allowed in a header";
            v: "\0" => "`v`: the value contains a control character, which is not allowed in a header";
            v: "\u{7f}" => "`v`: the value contains a control character, which is not allowed in a header";
            v: " a" => "`v`: the value begins or ends with a space, which receivers remove";
            v: "a " => "`v`: the value begins or ends with a space, which receivers remove";
            v: " " => "`v`: the value begins or ends with a space, which receivers remove";
        { #[api(header)] v: Vec<&'static str> }
            v: vec!["a", ""] => "`v`: an item of the list is empty, and receivers ignore empty items";
            v: vec!["a", "b\n"] => "`v`: the value contains a control character, which is not allowed in a header";
        { #[api(header, style = simple)] v: Vec<&'static str> }
            v: vec!["a,b"] => "`v`: an item contains the character that separates items in this style";
            v: vec!["a", ""] => "`v`: an item of the list is empty, and receivers ignore empty items";
            v: vec!["a", " b"] => "`v`: an item begins or ends with a space, which receivers remove";
        { #[api(header)] v: BTreeMap<&'static str, &'static str> }
            v: BTreeMap::from([("a", "b,c")])
                => "`v`: an item contains the character that separates items in this style";
        { #[api(header, style = simple, explode)] v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a=b", 1)])
                => "`v`: an item contains the character that separates items in this style";
    }
}

fn in_cookies() -> Section {
    section! {
        title: "Errors in a cookie",
        prose: "The style `form` encodes any text. The style `cookie` allows only the characters of RFC 6265, section 4.1.1.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { #[api(cookie, style = cookie)] v: &'static str }
            v: "a b" => "`v`: the value contains a character that is not allowed in a cookie; `style = form` encodes it";
            v: "a;b" => "`v`: the value contains a character that is not allowed in a cookie; `style = form` encodes it";
            v: "é" => "`v`: the value contains a character that is not allowed in a cookie; `style = form` encodes it";
        { #[api(cookie, style = cookie, explode = false)] v: Vec<&'static str> }
            v: vec!["a,b"] => "`v`: the value contains a character that is not allowed in a cookie; `style = form` encodes it";
        { #[api(cookie, style = cookie)] v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a=b", 1)]) => "`v`: a key of the value is not a valid cookie name";
        { #[api(header = "Idempotency-Key", idempotency_key(quoted))] v: Option<String> }
            v: Some("é".into()) => "`v`: a quoted idempotency key must be printable ASCII (RFC 9651, section 3.3.3)";
    }
}

fn in_names() -> Section {
    section! {
        title: "Errors in names",
        prose: "The key of a map must not be a name that the request declares, whether that parameter is set or not, or a key of another \
            map.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { page: Option<u8>, v: BTreeMap<&'static str, u8> }
            page: None, v: BTreeMap::from([("page", 1)])
                => "`v`: the key `page` is the name of a query parameter that the request declares";
        { #[api(style = deepObject)] sort: Option<Range>, v: BTreeMap<&'static str, u8> }
            sort: None, v: BTreeMap::from([("sort[from]", 1)])
                => "`v`: the key `sort[from]` is the name of a query parameter that the request declares";
        { #[api(query = "v[a]")] w: Option<u8>, #[api(style = deepObject)] v: BTreeMap<&'static str, u8> }
            w: None, v: BTreeMap::from([("a", 1)])
                => "`v`: the key `a` forms the name of a query parameter that the request declares";
        {
            #[api(query = "v[a]", style = deepObject)] w: Option<Range>,
            #[api(style = deepObject)] v: BTreeMap<&'static str, Range>,
        }
            w: None, v: BTreeMap::from([("a", Range { from: 5, to: None })])
                => "`v`: the key `from` forms the name of a query parameter that the request declares";
        #[api(get = "/a?type=user", response = Raw)]
        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("type", 1)])
                => "`v`: the key `type` is the name of a query parameter that the request declares";
        #[api(get = "/a", response = Raw, query("type" = "user"))]
        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("type", 1)])
                => "`v`: the key `type` is the name of a query parameter that the request declares";
        { v: BTreeMap<&'static str, u8>, w: Option<Range> }
            v: BTreeMap::from([("a", 1), ("to", 2)]), w: Some(Range { from: 5, to: Some(9) })
                => "`w`: the key `to` is also a key of `v`";
        { #[api(flatten, query)] v: BTreeMap<&'static str, u8>, #[api(flatten, query)] w: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a b", 1), ("c", 2)]), w: BTreeMap::from([("a b", 2), ("d", 2)])
                => "`w`: the key `a b` is also a key of `v`";
        { #[api(query, secret)] v: BTreeMap<&'static str, u8>, w: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a", 1)]), w: BTreeMap::from([("a", 2)])
                => "`w`: one of the keys is also a key of `v`";
        { #[api(cookie)] v: BTreeMap<&'static str, u8>, #[api(cookie, style = cookie)] w: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a", 1), ("b", 2)]), w: BTreeMap::from([("c", 2), ("b", 2)])
                => "`w`: the key `b` is also a key of `v`";
        { page: Option<u8>, #[api(query, secret)] v: BTreeMap<&'static str, u8> }
            page: None, v: BTreeMap::from([("page", 1)])
                => "`v`: one of the keys is the name of a query parameter that the request declares";
        { #[api(cookie)] session: Option<u8>, #[api(cookie)] v: BTreeMap<&'static str, u8> }
            session: None, v: BTreeMap::from([("session", 1)])
                => "`v`: the key `session` is the name of a cookie that the request declares";
    }
}

fn anywhere() -> Section {
    section! {
        title: "Errors in every place",
        prose: "Values without a text form, and URLs that are too long.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { v: f64 }
            v: f64::NAN => "`v`: the value is not a finite number";
            v: f64::NEG_INFINITY => "`v`: the value is not a finite number";
        { v: Vec<f32> }
            v: vec![0.5, f32::NAN] => "`v`: the value is not a finite number";
        #[api(get = "/{v}", response = Raw)]
        { v: f32 }
            v: f32::INFINITY => "`v`: the value is not a finite number";
        { #[api(style = json)] v: f32 }
            v: f32::NAN => "`v`: the value cannot be written as JSON";
        #[api(post = "/a")]
        { v: f32 }
            v: f32::NAN => "`v`: the value cannot be written as JSON";
        #[api(post = "/a")]
        { #[api(body)] v: Option<f32> }
            v: Some(f32::NAN) => "`v`: the value cannot be written as JSON";
        #[api(post = "/a")]
        { v: BTreeMap<(u8, u8), u8> }
            v: BTreeMap::from([((1, 2), 3)]) => "`v`: the value cannot be written as JSON";
        { v: &'static CStr }
            v: c"a" => "`v`: the value is bytes, which have no text form; encode it as text, for example as base64";
        { v: &'static Path }
            v: Path::new(OsStr::from_bytes(b"\xff")) => "`v`: the `Serialize` implementation of the value failed";
        { v: String }
            v: "a".repeat(65_534) => "`v`: the value makes the URL longer than 65,534 bytes";
        #[api(get = "/{v}", response = Raw)]
        { v: String }
            v: "a".repeat(65_534) => "`v`: the value makes the URL longer than 65,534 bytes";
        #[api(get = "/{v}?type=user", response = Raw)]
        { v: String }
            v: "a".repeat(65_510) => "`type`: the value makes the URL longer than 65,534 bytes";
        #[api(get = "/{v}", response = Raw, query("type" = "user"))]
        { v: String }
            v: "a".repeat(65_510) => "`type`: the value makes the URL longer than 65,534 bytes";
    }
}
