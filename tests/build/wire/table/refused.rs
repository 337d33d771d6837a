//! Values that cannot be delivered exactly.

use std::collections::BTreeMap;
use std::ffi::CStr;
use std::time::{Duration, SystemTime};

use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Filter, Range};

pub(super) fn sections() -> Vec<Section> {
    vec![in_paths(), in_styles(), in_headers(), in_cookies(), in_names(), anywhere()]
}

fn in_paths() -> Section {
    section! {
        title: "Refused in a path",
        prose: "Whatever would make it another path, however a URL parser reads it.",
        shown: Refusal,
        #[api(get = "/{v}", response = Raw)]

        { v: &'static str }
            v: "" => "`v`: there is nothing in it, and an empty segment would make another path";
            v: "." => "`v`: it would make a segment `.` or `..`, which is another path";
            v: ".." => "`v`: it would make a segment `.` or `..`, which is another path";
        { v: () }
            v: () => "`v`: there is nothing in it, and an empty segment would make another path";
        { v: Vec<&'static str> }
            v: vec![] => "`v`: there is nothing in it, and an empty segment would make another path";
            v: vec![""] => "`v`: there is nothing in it, and an empty segment would make another path";
        #[api(get = "/{a}{b}", response = Raw)]
        { a: &'static str, b: &'static str }
            a: ".", b: "." => "`b`: it would make a segment `.` or `..`, which is another path";
        #[api(get = "/.{v}", response = Raw)]
        { v: &'static str }
            v: "." => "`v`: it would make a segment `.` or `..`, which is another path";
        { #[api(style = label)] v: &'static str }
            v: "" => "`v`: it would make a segment `.` or `..`, which is another path";
            v: "." => "`v`: it would make a segment `.` or `..`, which is another path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { v: &'static str }
            v: "" => "`v`: a segment in it is empty, which would make another path";
            v: "/b" => "`v`: a segment in it is empty, which would make another path";
            v: "b/" => "`v`: a segment in it is empty, which would make another path";
            v: "b//c" => "`v`: a segment in it is empty, which would make another path";
            v: ".." => "`v`: it would make a segment `.` or `..`, which is another path";
            v: "../b" => "`v`: it would make a segment `.` or `..`, which is another path";
            v: "b/./c" => "`v`: it would make a segment `.` or `..`, which is another path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { v: Vec<&'static str> }
            v: vec![] => "`v`: there is nothing in it, and an empty segment would make another path";
            v: vec!["b", "", "c"] => "`v`: a segment in it is empty, which would make another path";
            v: vec!["..", "b"] => "`v`: it would make a segment `.` or `..`, which is another path";
        #[api(get = "/a/{v:+}", response = Raw)]
        { v: Range }
            v: Range { from: 5, to: None } => "`v`: segments of a path are text or a list";
        #[api(get = "/a/{v:?}", response = Raw)]
        { v: Option<&'static str> }
            v: Some("") => "`v`: there is nothing in it, and an empty segment would make another path";
            v: Some("..") => "`v`: it would make a segment `.` or `..`, which is another path";
    }
}

fn in_styles() -> Section {
    section! {
        title: "Refused by a style",
        prose: "What a receiver could not tell from the style's own characters, and what the style has no way to say.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { #[api(style = spaceDelimited)] v: Vec<&'static str> }
            v: vec!["a b"] => "`v`: an item has the character in it that separates items in this style";
        { #[api(style = pipeDelimited)] v: Vec<&'static str> }
            v: vec!["a|b"] => "`v`: an item has the character in it that separates items in this style";
        { #[api(style = deepObject)] v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a[b", 1)])
                => "`v`: a key in it has a bracket, which `deepObject` cannot tell from its own";
            v: BTreeMap::from([("", 1)]) => "`v`: a key in it is empty";
        { #[api(style = deepObject)] v: Vec<u8> }
            v: vec![1] => "`v`: `deepObject` is for maps and structs, and this is none";
        { #[api(style = deepObject)] v: u8 }
            v: 1 => "`v`: `deepObject` is for maps and structs, and this is none";
        { #[api(style = deepObject)] v: BTreeMap<u8, Vec<Range>> }
            v: BTreeMap::from([(1, vec![Range { from: 5, to: None }])])
                => "`v`: what is in it is nested deeper than its style can say: send it as JSON by `style = json`";
        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("", 1)]) => "`v`: a key in it is empty";
        { v: BTreeMap<Option<u8>, u8> }
            v: BTreeMap::from([(None, 1)]) => "`v`: a key in it is empty";
        { v: Vec<Vec<u8>> }
            v: vec![vec![1]]
                => "`v`: what is in it is nested deeper than its style can say: send it as JSON by `style = json`";
        { v: Filter }
            v: Filter { tags: vec!["a"], max_price: Range { from: 5, to: None } }
                => "`v`: what is in it is nested deeper than its style can say: send it as JSON by `style = json`";
        { v: Result<(u8, u8), u8> }
            v: Ok((1, 2))
                => "`v`: what is in it is nested deeper than its style can say: send it as JSON by `style = json`";
        { v: BTreeMap<(u8, u8), u8> }
            v: BTreeMap::from([((1, 2), 3)])
                => "`v`: what is in it is nested deeper than its style can say: send it as JSON by `style = json`";
    }
}

fn in_headers() -> Section {
    section! {
        title: "Refused in a header",
        prose: "What HTTP has no way to carry there (RFC 9110, section 5.5), and what receivers drop.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { #[api(header)] v: &'static str }
            v: "a\r\nb: c" => "`v`: it has a control character, which no header can carry";
            v: "\t" => "`v`: it has a control character, which no header can carry";
            v: "\0" => "`v`: it has a control character, which no header can carry";
            v: "\u{7f}" => "`v`: it has a control character, which no header can carry";
            v: " a" => "`v`: it begins or ends with a space, which receivers strip";
            v: "a " => "`v`: it begins or ends with a space, which receivers strip";
            v: " " => "`v`: it begins or ends with a space, which receivers strip";
        { #[api(header)] v: Vec<&'static str> }
            v: vec!["a", ""] => "`v`: an item of the list is empty, and receivers drop empty items";
            v: vec!["a", "b\n"] => "`v`: it has a control character, which no header can carry";
        { #[api(header, style = simple)] v: Vec<&'static str> }
            v: vec!["a,b"] => "`v`: an item has the character in it that separates items in this style";
            v: vec!["a", ""] => "`v`: an item of the list is empty, and receivers drop empty items";
            v: vec!["a", " b"] => "`v`: an item begins or ends with a space, which receivers strip";
        { #[api(header)] v: BTreeMap<&'static str, &'static str> }
            v: BTreeMap::from([("a", "b,c")])
                => "`v`: an item has the character in it that separates items in this style";
        { #[api(header, style = simple, explode)] v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a=b", 1)])
                => "`v`: an item has the character in it that separates items in this style";
    }
}

fn in_cookies() -> Section {
    section! {
        title: "Refused in a cookie",
        prose: "`form` carries any text, `cookie` what RFC 6265, section 4.1.1, allows.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { #[api(cookie, style = cookie)] v: &'static str }
            v: "a b" => "`v`: it has a character that no cookie can carry as it is";
            v: "a;b" => "`v`: it has a character that no cookie can carry as it is";
            v: "é" => "`v`: it has a character that no cookie can carry as it is";
        { #[api(cookie, style = cookie, explode = false)] v: Vec<&'static str> }
            v: vec!["a,b"] => "`v`: it has a character that no cookie can carry as it is";
        { #[api(cookie, style = cookie)] v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a=b", 1)]) => "`v`: a key in it is no name of a cookie";
        { #[api(header = "Idempotency-Key", idempotency_key(quoted))] v: Option<String> }
            v: Some("é".into()) => "`v`: a quoted key is printable ASCII (RFC 9651, section 3.3.3)";
    }
}

fn in_names() -> Section {
    section! {
        title: "Refused as a name",
        prose: "The keys of a map make no name that the request declares, whether that one is set or not.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { page: Option<u8>, v: BTreeMap<&'static str, u8> }
            page: None, v: BTreeMap::from([("page", 1)])
                => "`v`: its key `page` is the name of a query parameter that the request declares";
        { #[api(style = deepObject)] sort: Option<Range>, v: BTreeMap<&'static str, u8> }
            sort: None, v: BTreeMap::from([("sort[from]", 1)])
                => "`v`: its key `sort[from]` is the name of a query parameter that the request declares";
        { #[api(query = "v[a]")] w: Option<u8>, #[api(style = deepObject)] v: BTreeMap<&'static str, u8> }
            w: None, v: BTreeMap::from([("a", 1)])
                => "`v`: its key `a` makes the name of a query parameter that the request declares";
        {
            #[api(query = "v[a]", style = deepObject)] w: Option<Range>,
            #[api(style = deepObject)] v: BTreeMap<&'static str, Range>,
        }
            w: None, v: BTreeMap::from([("a", Range { from: 5, to: None })])
                => "`v`: its key `from` makes the name of a query parameter that the request declares";
        #[api(get = "/a?type=user", response = Raw)]
        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("type", 1)])
                => "`v`: its key `type` is the name of a query parameter that the request declares";
        #[api(get = "/a", response = Raw, query("type" = "user"))]
        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("type", 1)])
                => "`v`: its key `type` is the name of a query parameter that the request declares";
        { page: Option<u8>, #[api(query, secret)] v: BTreeMap<&'static str, u8> }
            page: None, v: BTreeMap::from([("page", 1)])
                => "`v`: one of its keys is the name of a query parameter that the request declares";
        { #[api(cookie)] session: Option<u8>, #[api(cookie)] v: BTreeMap<&'static str, u8> }
            session: None, v: BTreeMap::from([("session", 1)])
                => "`v`: its key `session` is the name of a cookie that the request declares";
    }
}

fn anywhere() -> Section {
    section! {
        title: "Refused everywhere",
        prose: "What has no text, and what a URL has no room for.",
        shown: Refusal,
        #[api(get = "/a", response = Raw)]

        { v: f64 }
            v: f64::NAN => "`v`: it is not a finite number";
            v: f64::NEG_INFINITY => "`v`: it is not a finite number";
        { v: Vec<f32> }
            v: vec![0.5, f32::NAN] => "`v`: it is not a finite number";
        #[api(get = "/{v}", response = Raw)]
        { v: f32 }
            v: f32::INFINITY => "`v`: it is not a finite number";
        { #[api(style = json)] v: f32 }
            v: f32::NAN => "`v`: it has no JSON form";
        #[api(post = "/a")]
        { v: f32 }
            v: f32::NAN => "`v`: it has no JSON form";
        #[api(post = "/a")]
        { #[api(body)] v: Option<f32> }
            v: Some(f32::NAN) => "`v`: it has no JSON form";
        #[api(post = "/a")]
        { v: BTreeMap<(u8, u8), u8> }
            v: BTreeMap::from([((1, 2), 3)]) => "`v`: it has no JSON form";
        { v: &'static CStr }
            v: c"a" => "`v`: bytes have no text form: encode them first, in base64 for instance";
        { v: SystemTime }
            v: SystemTime::UNIX_EPOCH - Duration::from_secs(1) => "`v`: its `Serialize` failed";
        { v: String }
            v: "a".repeat(65_534) => "`v`: with it the URL is longer than 65,534 bytes";
        #[api(get = "/{v}", response = Raw)]
        { v: String }
            v: "a".repeat(65_534) => "`v`: with it the URL is longer than 65,534 bytes";
        #[api(get = "/{v}?type=user", response = Raw)]
        { v: String }
            v: "a".repeat(65_510) => "`type`: with it the URL is longer than 65,534 bytes";
        #[api(get = "/{v}", response = Raw, query("type" = "user"))]
        { v: String }
            v: "a".repeat(65_510) => "`type`: with it the URL is longer than 65,534 bytes";
    }
}
