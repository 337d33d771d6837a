//! Fields that are not written by their own type alone.

use crate::wire::row::{Section, section};
use crate::wire::types::weeks;

pub(super) fn sections() -> Vec<Section> {
    vec![functions(), idempotency_keys()]
}

fn functions() -> Section {
    section! {
        title: "Custom serialisation",
        prose: "`serialize_with` names a function with the signature that serde defines. It receives the whole field, including its \
            `Option`. If it calls `serialize_none`, nothing is sent.",
        shown: Request,
        #[api(post = "/a")]

        { #[api(query, serialize_with = weeks)] v: Option<u32> }
            v: Some(14) => "POST /a?v=P2W" "content-length: 0";
            v: None => "POST /a" "content-length: 0";
        { #[api(query, style = json, serialize_with = weeks)] v: Option<u32> }
            v: Some(14) => "POST /a?v=%22P2W%22" "content-length: 0";
            v: None => "POST /a" "content-length: 0";
        { #[api(header, serialize_with = weeks)] v: Option<u32> }
            v: Some(14) => "POST /a" "v: P2W" "content-length: 0";
            v: None => "POST /a" "content-length: 0";
        { #[api(cookie, serialize_with = weeks)] v: Option<u32> }
            v: Some(14) => "POST /a" "cookie: v=P2W" "content-length: 0";
            v: None => "POST /a" "content-length: 0";
        { #[api(serialize_with = weeks)] v: Option<u32> }
            v: Some(14) => "POST /a" "content-type: application/json" r#"{"v":"P2W"}"#;
            v: None => "POST /a" "content-type: application/json" "{}";
        #[api(delete = "/{v}")]
        { #[api(serialize_with = weeks)] v: Option<u32> }
            v: Some(14) => "DELETE /P2W";
        #[api(delete = "/a/{v:?}")]
        { #[api(serialize_with = weeks)] v: Option<u32> }
            v: None => "DELETE /a";
    }
}

fn idempotency_keys() -> Section {
    section! {
        title: "Idempotency keys",
        prose: "If the field is `None`, a new UUID of version 4 is sent.",
        shown: Request,
        #[api(post = "/a")]

        { #[api(header = "Idempotency-Key", idempotency_key)] key: Option<String> }
            key: Some("mine".to_owned()) => "POST /a" "idempotency-key: mine" "content-length: 0";
        { #[api(header = "Idempotency-Key", idempotency_key(quoted))] key: Option<String> }
            key: Some("a\"\\".to_owned()) => "POST /a" r#"idempotency-key: "a\"\\""# "content-length: 0";
        { #[api(query = "key", idempotency_key)] key: Option<String> }
            key: Some("a b".to_owned()) => "POST /a?key=a%20b" "content-length: 0";
        { #[api(query = "key", idempotency_key(quoted))] key: Option<String> }
            key: Some("mine".to_owned()) => "POST /a?key=%22mine%22" "content-length: 0";
    }
}
