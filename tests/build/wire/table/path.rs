//! Methods, paths, and what fills a path.

use api_request::reply::{EventStream, JsonLines, Raw, Text};

use crate::wire::row::{Section, section};
use crate::wire::types::Sort;

pub(super) fn sections() -> Vec<Section> {
    vec![methods(), replies(), placeholders(), rests(), optional_segments()]
}

fn methods() -> Section {
    section! {
        title: "Method and path",
        prose: "POST, PUT and PATCH requests without a body send `Content-Length: 0` (RFC 9110, section 8.6).",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        {}
            => "GET /a";
        #[api(head = "/a")]
        {}
            => "HEAD /a";
        #[api(options = "/a")]
        {}
            => "OPTIONS /a";
        #[api(delete = "/a")]
        {}
            => "DELETE /a";
        #[api(post = "/a")]
        {}
            => "POST /a" "content-length: 0";
        #[api(put = "/a")]
        {}
            => "PUT /a" "content-length: 0";
        #[api(patch = "/a")]
        {}
            => "PATCH /a" "content-length: 0";
        #[api(method = "PURGE", path = "/a")]
        {}
            => "PURGE /a";
        #[api(get = "/", response = Raw)]
        {}
            => "GET /";
        #[api(get = "/a/", response = Raw)]
        {}
            => "GET /a/";
        #[api(get = "/a%20b/$c;d=e", response = Raw)]
        {}
            => "GET /a%20b/$c;d=e";
    }
}

fn replies() -> Section {
    section! {
        title: "The header `Accept`",
        prose: "The type of the response determines `Accept`, unless a field or a constant sets that header.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        #[api(get = "/a", response = serde_json::Value)]
        {}
            => "GET /a" "accept: application/json";
        #[api(get = "/a", response = Text)]
        {}
            => "GET /a";
        {}
            => "GET /a";
        #[api(get = "/a", response = JsonLines<u8>)]
        {}
            => "GET /a" "accept: application/x-ndjson, application/jsonl";
        #[api(get = "/a", response = EventStream<u8>)]
        {}
            => "GET /a" "accept: text/event-stream";
        #[api(delete = "/a")]
        {}
            => "DELETE /a";
        #[api(get = "/a", response = serde_json::Value, accept = "application/vnd.a+json, application/json;q=0.5")]
        { #[api(header = "Accept")] v: Option<&'static str> }
            v: None => "GET /a" "accept: application/vnd.a+json, application/json;q=0.5";
            v: Some("text/csv") => "GET /a" "accept: text/csv";
        #[api(get = "/a", response = Text, accept = "text/csv")]
        {}
            => "GET /a" "accept: text/csv";
        #[api(get = "/a", response = serde_json::Value)]
        { #[api(header)] accept: Option<&'static str> }
            accept: Some("text/csv") => "GET /a" "accept: text/csv";
            accept: None => "GET /a" "accept: application/json";
        #[api(get = "/a", response = serde_json::Value, header("Accept" = "application/vnd.a+json"))]
        {}
            => "GET /a" "accept: application/vnd.a+json";
    }
}

fn placeholders() -> Section {
    section! {
        title: "Placeholders in a path",
        prose: "A placeholder contains the Rust name of a field. It is a whole segment or a part of one. The wire name of the field is \
            not sent.",
        shown: Request,
        #[api(get = "/{v}", response = Raw)]

        #[api(get = "/u/{id}/{kind}", response = Raw)]
        { id: u8, kind: Sort }
            id: 7, kind: Sort::Up => "GET /u/7/up";
        #[api(get = "/v1/cats/{id}/:feed", response = Raw)]
        { id: u8 }
            id: 7 => "GET /v1/cats/7/:feed";
        #[api(get = "/:a/{v}:b/:c.d", response = Raw)]
        { v: u8 }
            v: 7 => "GET /:a/7:b/:c.d";
        #[api(get = "/{from}-{to}/v{n}.json/", response = Raw)]
        { from: &'static str, to: &'static str, #[api(path = "number")] n: u8 }
            from: "x y", to: "é", n: 1 => "GET /x%20y-%C3%A9/v1.json/";
        #[api(get = "/{a}{b}", response = Raw)]
        { a: &'static str, b: &'static str }
            a: ".", b: "x" => "GET /.x";
            a: "%2e", b: "." => "GET /%252e.";
        #[api(get = "/-._~!$&'()*+,;=:@/.{v}", response = Raw)]
        { v: u8 }
            v: 7 => "GET /-._~!$&'()*+,;=:@/.7";
        #[api(get = "/{type}", response = Raw)]
        { r#type: bool }
            r#type: false => "GET /false";
        { v: &'static str }
            v: "a" => "GET /a";
            v: "a/b" => "GET /a%2Fb";
            v: "%2e%2E" => "GET /%252e%252E";
            v: "..a" => "GET /..a";
            v: "..\\x" => "GET /..%5Cx";
            v: "?#" => "GET /%3F%23";
        { v: Vec<&'static str> }
            v: vec!["a", "b,c"] => "GET /a,b%2Cc";
    }
}

fn rests() -> Section {
    section! {
        title: "Several segments",
        prose: "`{name:+}` keeps the slashes of a text, or writes each item of a list as a segment.",
        shown: Request,
        #[api(get = "/files/{v:+}", response = Raw)]

        { v: &'static str }
            v: "a" => "GET /files/a";
            v: "a b/c" => "GET /files/a%20b/c";
            v: "..a/b.." => "GET /files/..a/b..";
        { v: Vec<&'static str> }
            v: vec!["a/b", "c"] => "GET /files/a%2Fb/c";
        { v: u8 }
            v: 7 => "GET /files/7";
        { #[api(empty_segments)] v: &'static str }
            v: "a//b" => "GET /files/a//b";
            v: "/a" => "GET /files//a";
            v: "a/" => "GET /files/a/";
            v: "/" => "GET /files//";
        { #[api(empty_segments)] v: Vec<&'static str> }
            v: vec!["a", "", "b/c"] => "GET /files/a//b%2Fc";
            v: vec!["", "a"] => "GET /files//a";
        #[api(get = "/{v:+}", response = Raw)]
        { #[api(empty_segments)] v: &'static str }
            v: "/a" => "GET //a";
            v: "//h.example/a" => "GET ///h.example/a";
        #[api(get = "/{dir:+}/x.{kind}", response = Raw)]
        { dir: &'static str, kind: &'static str }
            dir: "a/b", kind: "png" => "GET /a/b/x.png";
        #[api(get = "/{v:+}.json", response = Raw)]
        { v: &'static str }
            v: "a/b" => "GET /a/b.json";
    }
}

fn optional_segments() -> Section {
    section! {
        title: "An optional segment",
        prose: "`{name:?}`, which must be the last segment, is left out with its slash if the value is `None`.",
        shown: Request,
        #[api(get = "/{v:?}", response = Raw)]

        #[api(delete = "/jwt/refresh/{id:?}")]
        { id: Option<&'static str>, user: Option<u32> }
            id: Some("x"), user: None => "DELETE /jwt/refresh/x";
            id: None, user: Some(3) => "DELETE /jwt/refresh?user=3";
            id: None, user: None => "DELETE /jwt/refresh";
        { v: Option<u8> }
            v: Some(0) => "GET /0";
            v: None => "GET /";
        #[api(get = "/{rest:+}/tags/{tag:?}", response = Raw)]
        { rest: &'static str, tag: Option<u8> }
            rest: "a/b", tag: Some(1) => "GET /a/b/tags/1";
            rest: "a/b", tag: None => "GET /a/b/tags";
    }
}
