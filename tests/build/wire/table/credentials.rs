//! Credentials, and what is printed of a request.

use std::collections::BTreeMap;

use api_request::Secret;
use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::Range;

pub(super) fn sections() -> Vec<Section> {
    vec![credentials(), printed()]
}

fn credentials() -> Section {
    section! {
        title: "Credentials",
        prose: "The requests of a client that was built with `.auth(Bearer::new(\"a.b.c\"))`, `.auth_named(\"monitor\", Bearer::new(\"d\"))` \
            and `.header(\"user-agent\", \"app/1\")`, with the features `gzip`, `brotli` and `zstd`.",
        shown: Sent,
        #[api(get = "/a", response = Raw)]

        {}
            => "GET /a" "user-agent: app/1" "accept-encoding: gzip, br, zstd" "authorization: Bearer a.b.c";
        #[api(get = "/a", response = Raw, auth = none)]
        {}
            => "GET /a" "user-agent: app/1" "accept-encoding: gzip, br, zstd";
        #[api(get = "/a", response = Raw, auth = "monitor")]
        {}
            => "GET /a" "user-agent: app/1" "accept-encoding: gzip, br, zstd" "authorization: Bearer d";
    }
}

fn printed() -> Section {
    section! {
        title: "What is printed",
        prose: "The `Display` output of a request's curl line. Values are masked unless they are `loggable`, secrets always. The keys of a map are values too.",
        shown: Curl,
        #[api(get = "/a", response = Raw)]

        { a: &'static str }
            a: "x" => "curl --globoff --request GET 'https://h.example/a?a=REDACTED' --header 'accept:'";
        { #[api(loggable)] a: &'static str }
            a: "it's" => "curl --globoff --request GET 'https://h.example/a?a=it%27s' --header 'accept:'";
        { #[api(secret)] a: &'static str }
            a: "x" => "curl --globoff --request GET 'https://h.example/a?a=REDACTED' --header 'accept:'";
        { #[api(loggable)] a: Secret<&'static str> }
            a: Secret::new("x") => "curl --globoff --request GET 'https://h.example/a?a=REDACTED' --header 'accept:'";
        { a: Option<u8>, b: Vec<u8> }
            a: None, b: vec![1, 2]
                => "curl --globoff --request GET 'https://h.example/a?b=REDACTED&b=REDACTED' --header 'accept:'";
        { a: BTreeMap<&'static str, &'static str> }
            a: BTreeMap::from([("x", "y")])
                => "curl --globoff --request GET 'https://h.example/a?REDACTED=REDACTED' --header 'accept:'";
        { a: Range }
            a: Range { from: 5, to: None }
                => "curl --globoff --request GET 'https://h.example/a?from=REDACTED' --header 'accept:'";
        #[api(get = "/{a}/{b}", response = Raw)]
        { a: u8, #[api(loggable)] b: u8 }
            a: 1, b: 2 => "curl --globoff --request GET 'https://h.example/REDACTED/2' --header 'accept:'";
        { #[api(header)] a: u8, #[api(header, loggable)] b: u8 }
            a: 1, b: 2
                => "curl --globoff --request GET 'https://h.example/a' --header 'a: REDACTED' --header 'b: 2' \
                    --header 'accept:'";
        { #[api(cookie)] a: u8, #[api(cookie, loggable)] b: u8 }
            a: 1, b: 2
                => "curl --globoff --request GET 'https://h.example/a' --header 'cookie: REDACTED' --header 'accept:'";
        #[api(post = "/a")]
        { a: u8, #[api(loggable)] b: u8, c: Option<u8> }
            a: 1, b: 2, c: None
                => "curl --globoff --request POST 'https://h.example/a' --header 'content-type: application/json' \
                    --header 'accept:' --data-raw '{\"a\":\"REDACTED\",\"b\":2}'";
        #[api(post = "/a")]
        { #[api(body)] a: [u8; 2] }
            a: [1, 2]
                => "curl --globoff --request POST 'https://h.example/a' --header 'content-type: application/json' \
                    --header 'accept:' --data-raw 'REDACTED'";
        #[api(head = "/a")]
        {}
            => "curl --globoff --head 'https://h.example/a' --header 'accept:'";
    }
}
