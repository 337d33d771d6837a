//! A field that is the whole body.

use std::collections::BTreeMap;

use crate::row::{Section, section};
use crate::types::{Range, Sort};

pub(super) fn sections() -> Vec<Section> {
    vec![bodies()]
}

fn bodies() -> Section {
    section! {
        title: "The whole body",
        prose: "Any value as JSON; what is `None` is no body.",
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
        #[api(delete = "/a")]
        { #[api(body)] v: Option<u8> }
            v: None => "DELETE /a";
    }
}
