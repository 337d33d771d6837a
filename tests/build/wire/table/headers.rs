//! Values in headers.

use std::collections::BTreeMap;

use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Sort, UserId};

pub(super) fn sections() -> Vec<Section> {
    vec![headers()]
}

fn headers() -> Section {
    section! {
        title: "Headers",
        prose: "Text is sent unchanged, in UTF-8. So are the items of a list (RFC 9110, section 5.6.1), and a quoted string in \
            an item stays as it is. An item is quoted only if a receiver would read it as something else: it has a comma or a quote \
            outside of quoted strings, or a space around it.",
        shown: Request,
        begins: ["GET /a"],
        #[api(get = "/a", response = Raw)]

        { #[api(header = "X-Id")] v: &'static str }
            v: "a" => "x-id: a";
            v: "" => "x-id: ";
            v: "grüße" => "x-id: grüße";
        { #[api(header)] v: u128 }
            v: u128::MAX => "v: 340282366920938463463374607431768211455";
        { #[api(header)] v: f32 }
            v: 0.1 => "v: 0.1";
        { #[api(header)] v: bool }
            v: false => "v: false";
        { #[api(header)] v: char }
            v: 'ß' => "v: ß";
        { #[api(header)] v: Sort }
            v: Sort::Up => "v: up";
        { #[api(header)] v: UserId }
            v: UserId(7) => "v: 7";
        { #[api(header)] v: Option<&'static str>, #[api(header)] w: u8 }
            v: None, w: 0 => "w: 0";
            v: Some(""), w: 0 => "v: " "w: 0";
        { #[api(header)] v: Vec<&'static str>, #[api(header)] w: u8 }
            v: vec![], w: 0 => "w: 0";
            v: vec!["a", "b"], w: 0 => "v: a, b" "w: 0";
            v: vec!["a b", "c\"\\"], w: 0 => r#"v: a b, "c\"\\""# "w: 0";
            v: vec![" a "], w: 0 => r#"v: " a ""# "w: 0";
            v: vec!["é"], w: 0 => "v: é" "w: 0";
        { #[api(header)] prefer: Vec<&'static str> }
            prefer: vec!["return=representation", "count=exact"] => "prefer: return=representation, count=exact";
        { #[api(header)] if_none_match: Vec<&'static str> }
            if_none_match: vec![r#""a,b""#, r#"W/"c\",d""#] => r#"if-none-match: "a,b", W/"c\",d""#;
        { #[api(header)] accept: Vec<&'static str> }
            accept: vec!["application/json;q=0.5", "text/event-stream"] => "accept: application/json;q=0.5, text/event-stream";
        { #[api(header)] v: Vec<&'static str> }
            v: vec!["a,b", r#""a"#, r#"a="b"c""#, r#""a\""#] => r#"v: "a,b", "\"a", "a=\"b\"c\"", "\"a\\\"""#;
        { #[api(header)] v: (u8, f32) }
            v: (1, 0.5) => "v: 1, 0.5";
        { #[api(header)] v: BTreeMap<&'static str, u8> }
            v: BTreeMap::from([("a", 1), ("b", 2)]) => "v: a,1,b,2";
    }
}
