//! Properties of the JSON body.

use std::borrow::Cow;
use std::collections::BTreeMap;

use api_request::{Patch, Secret};
use uuid::Uuid;

use crate::wire::row::{Section, section};
use crate::wire::types::{Filter, Owner, Range, Sort, UserId};

pub(super) fn sections() -> Vec<Section> {
    vec![properties()]
}

fn properties() -> Section {
    section! {
        title: "Properties of a JSON body",
        prose: "A property that is `None` is left out. An empty list or map is sent. `NaN` as a property is an error; nested \
            in a property it is `null`, as in `serde_json`.",
        shown: Request,
        begins: ["POST /a", "content-type: application/json"],
        #[api(post = "/a")]

        { v: &'static str }
            v: "" => r#"{"v":""}"#;
            v: "grüße" => r#"{"v":"grüße"}"#;
        { v: Cow<'static, str> }
            v: Cow::Borrowed("a") => r#"{"v":"a"}"#;
        { v: u8, w: bool }
            v: 0, w: false => r#"{"v":0,"w":false}"#;
        { v: Option<u8> }
            v: None => "{}";
            v: Some(0) => r#"{"v":0}"#;
        { v: Option<u8>, w: Option<u8>, x: u8 }
            v: None, w: Some(1), x: 2 => r#"{"w":1,"x":2}"#;
        { v: Option<Option<u8>> }
            v: None => "{}";
            v: Some(None) => r#"{"v":null}"#;
            v: Some(Some(1)) => r#"{"v":1}"#;
        { v: Vec<u8> }
            v: vec![] => r#"{"v":[]}"#;
            v: vec![1, 2] => r#"{"v":[1,2]}"#;
        { v: Option<Vec<u8>> }
            v: None => "{}";
            v: Some(vec![]) => r#"{"v":[]}"#;
        { v: BTreeMap<&'static str, u8> }
            v: BTreeMap::new() => r#"{"v":{}}"#;
            v: BTreeMap::from([("a", 1)]) => r#"{"v":{"a":1}}"#;
        { v: u128 }
            v: u128::MAX => r#"{"v":340282366920938463463374607431768211455}"#;
        { v: i128 }
            v: i128::MIN => r#"{"v":-170141183460469231731687303715884105728}"#;
        { v: f32 }
            v: 0.1 => r#"{"v":0.1}"#;
        { v: f64 }
            v: 1.0 => r#"{"v":1.0}"#;
        { v: Vec<f64> }
            v: vec![0.5, f64::NAN] => r#"{"v":[0.5,null]}"#;
        { v: char }
            v: 'ß' => r#"{"v":"ß"}"#;
        { v: (u8, &'static str) }
            v: (1, "a") => r#"{"v":[1,"a"]}"#;
        { v: () }
            v: () => r#"{"v":null}"#;
        { v: Sort }
            v: Sort::Up => r#"{"v":"up"}"#;
        { v: UserId }
            v: UserId(7) => r#"{"v":7}"#;
        { v: Owner }
            v: Owner::UserId(7) => r#"{"v":{"userId":7}}"#;
        { v: Filter }
            v: Filter { tags: vec![], max_price: Range { from: 5, to: None } }
                => r#"{"v":{"tags":[],"maxPrice":{"from":5,"to":null}}}"#;
        { v: Uuid }
            v: Uuid::nil() => r#"{"v":"00000000-0000-0000-0000-000000000000"}"#;
        { v: Secret<&'static str> }
            v: Secret::new("a") => r#"{"v":"a"}"#;
        { v: Option<Secret<&'static str>> }
            v: None => "{}";
        { v: Patch<u8> }
            v: Patch::Absent => "{}";
            v: Patch::Null => r#"{"v":null}"#;
            v: Patch::Value(1) => r#"{"v":1}"#;
        { v: serde_json::Value }
            v: serde_json::json!({"a": [1, null]}) => r#"{"v":{"a":[1,null]}}"#;
    }
}
