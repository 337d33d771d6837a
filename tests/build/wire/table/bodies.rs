//! A field that is the whole body.

use std::collections::BTreeMap;

use api_request::body::{Form, Optional, Raw, Text};

use crate::wire::row::{Section, section};
use crate::wire::types::{Range, Sort};

pub(super) fn sections() -> Vec<Section> {
    vec![bodies(), others()]
}

fn bodies() -> Section {
    section! {
        title: "The whole body",
        prose: "Any value is sent as JSON. `None` sends no body.",
        shown: Request,
        #[api(post = "/a")]

        { #[api(body)] v: Range }
            v: Range { from: 5, to: None } => "POST /a" "content-type: application/json" r#"{"from":5,"to":null}"#;
        { #[api(body)] v: Vec<Range> }
            v: vec![] => "POST /a" "content-type: application/json" "[]";
            v: vec![Range { from: 5, to: Some(9) }]
                => "POST /a" "content-type: application/json" r#"[{"from":5,"to":9}]"#;
        { #[api(body)] v: BTreeMap<u8, Sort> }
            v: BTreeMap::new() => "POST /a" "content-type: application/json" "{}";
            v: BTreeMap::from([(1, Sort::Up)]) => "POST /a" "content-type: application/json" r#"{"1":"up"}"#;
        { #[api(body)] v: &'static str }
            v: "" => "POST /a" "content-type: application/json" "\"\"";
        { #[api(body)] v: Option<Range> }
            v: None => "POST /a" "content-length: 0";
        { #[api(body)] v: Option<Option<u8>> }
            v: Some(None) => "POST /a" "content-type: application/json" "null";
        { #[api(body)] v: u8, #[api(query)] dry_run: bool }
            v: 1, dry_run: true => "POST /a?dry_run=true" "content-type: application/json" "1";
        { #[api(body)] v: u8, #[api(header)] content_type: &'static str }
            v: 1, content_type: "application/vnd.a+json" => "POST /a" "content-type: application/vnd.a+json" "1";
        #[api(post = "/a", content_type = "application/vnd.api+json")]
        { #[api(body)] v: Option<Range> }
            v: Some(Range { from: 5, to: None }) => "POST /a" "content-type: application/vnd.api+json" r#"{"from":5,"to":null}"#;
            v: None => "POST /a" "content-length: 0";
        #[api(patch = "/a", content_type = "application/merge-patch+json")]
        { v: u8, #[api(header)] content_type: Option<&'static str> }
            v: 1, content_type: None => "PATCH /a" "content-type: application/merge-patch+json" r#"{"v":1}"#;
            v: 1, content_type: Some("a/b") => "PATCH /a" "content-type: a/b" r#"{"v":1}"#;
        #[api(put = "/a")]
        { #[api(body)] v: Option<u8> }
            v: None => "PUT /a" "content-length: 0";
        #[api(delete = "/a")]
        { #[api(body)] v: Option<u8> }
            v: None => "DELETE /a";
            v: Some(1) => "DELETE /a" "content-type: application/json" "1";
        #[api(delete = "/a")]
        { v: u8, #[api(property)] ids: Vec<u8> }
            v: 1, ids: vec![2] => "DELETE /a?v=1" "content-type: application/json" r#"{"ids":[2]}"#;
        #[api(options = "/a")]
        { #[api(body)] v: u8 }
            v: 1 => "OPTIONS /a" "content-type: application/json" "1";
    }
}

fn others() -> Section {
    section! {
        title: "Other whole bodies",
        prose: "`Text` and `Raw` have a content type, which a header field overrides.",
        shown: Request,
        #[api(post = "/a")]

        { #[api(body)] v: Text }
            v: Text::new("ü") => "POST /a" "content-type: text/plain; charset=utf-8" "ü";
            v: Text::new("") => "POST /a" "content-type: text/plain; charset=utf-8" "content-length: 0";
            v: Text::new("a,b").content_type("text/csv") => "POST /a" "content-type: text/csv" "a,b";
        { #[api(body)] v: Raw }
            v: Raw::new("x") => "POST /a" "content-type: application/octet-stream" "x";
            v: Raw::new("x").content_type("image/png") => "POST /a" "content-type: image/png" "x";
        { #[api(body)] v: Raw, #[api(header)] content_type: Option<&'static str> }
            v: Raw::new("x").content_type("image/png"), content_type: Some("image/webp")
                => "POST /a" "content-type: image/webp" "x";
            v: Raw::new("x").content_type("image/png"), content_type: None => "POST /a" "content-type: image/png" "x";
        { #[api(body)] v: Optional<Text> }
            v: Optional(None) => "POST /a" "content-length: 0";
            v: Optional(Some(Text::new("ü"))) => "POST /a" "content-type: text/plain; charset=utf-8" "ü";
        { #[api(body)] v: Optional<Form<Range>> }
            v: Optional(None) => "POST /a" "content-length: 0";
            v: Optional(Some(Form(Range { from: 5, to: None })))
                => "POST /a" "content-type: application/x-www-form-urlencoded" "from=5";
        #[api(delete = "/a")]
        { #[api(body)] v: Optional<Raw> }
            v: Optional(None) => "DELETE /a";
            v: Optional(Some(Raw::new("x"))) => "DELETE /a" "content-type: application/octet-stream" "x";
    }
}
