//! The JSON types of fields in `ENDPOINT`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::net::IpAddr;
use std::num::NonZero;

use api_request::endpoint::{JsonType, Param};
use api_request::reply::Raw;
use api_request::{ApiRequest, Patch, Secret};
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Own(bool);

/// An alias for a list, and an alias with a name of the library for another type. Only the type itself counts.
type Ids = Vec<u64>;

mod shadows {
    #[derive(serde::Serialize)]
    pub(super) struct String;
}

fn kinds<R: ApiRequest>() -> Vec<JsonType> {
    R::ENDPOINT.param_list().iter().map(Param::json_type).collect()
}

macro_rules! kinds {
    ($($type:ty => $kind:expr,)*) => {$({
        #[derive(ApiRequest)]
        #[api(post = "/")]
        struct Post<'a> {
            value: $type,
            _a: &'a (),
        }
        assert_eq!(kinds::<Post<'_>>()[0], $kind, "{}", stringify!($type));
    })*};
}

const UNKNOWN: JsonType = JsonType::List(&JsonType::Unknown);
const TEXTS: JsonType = JsonType::List(&JsonType::Text);
const INTEGERS: JsonType = JsonType::List(&JsonType::Integer);

#[test]
fn standard_library_types_are_known() {
    kinds! {
        String => JsonType::Text,
        &'a str => JsonType::Text,
        char => JsonType::Text,
        Cow<'a, str> => JsonType::Text,
        Box<str> => JsonType::Text,
        IpAddr => JsonType::Text,
        u8 => JsonType::Integer,
        i128 => JsonType::Integer,
        NonZero<u32> => JsonType::Integer,
        f32 => JsonType::Number,
        f64 => JsonType::Number,
        bool => JsonType::Boolean,
        BTreeMap<String, Own> => JsonType::Object,
        HashMap<u8, u8> => JsonType::Object,
        serde_json::Map<String, serde_json::Value> => JsonType::Object,
    }
}

#[test]
fn the_items_of_a_list_are_known() {
    kinds! {
        Vec<String> => TEXTS,
        &'a [&'a str] => TEXTS,
        [u8; 3] => INTEGERS,
        VecDeque<f64> => JsonType::List(&JsonType::Number),
        BTreeSet<i64> => INTEGERS,
        HashSet<bool> => JsonType::List(&JsonType::Boolean),
        Cow<'a, [u8]> => INTEGERS,
        Vec<Vec<u8>> => JsonType::List(&INTEGERS),
        Vec<Own> => UNKNOWN,
        Option<&'a [Own]> => UNKNOWN,
        (u8, String) => UNKNOWN,
        Option<(f64, f64)> => UNKNOWN,
    }
}

#[test]
fn wrappers_and_aliases_do_not_matter() {
    kinds! {
        Option<String> => JsonType::Text,
        Option<Option<u8>> => JsonType::Integer,
        Option<Vec<&'a str>> => TEXTS,
        &'a Option<bool> => JsonType::Boolean,
        Box<Vec<Box<u8>>> => INTEGERS,
        Secret<String> => JsonType::Text,
        Option<Secret<&'a str>> => JsonType::Text,
        Option<Ids> => INTEGERS,
        shadows::String => JsonType::Unknown,
    }
}

#[test]
fn other_types_are_unknown() {
    kinds! {
        Own => JsonType::Unknown,
        Option<Own> => JsonType::Unknown,
        &'a Own => JsonType::Unknown,
        serde_json::Value => JsonType::Unknown,
        () => JsonType::Unknown,
    }
    #[derive(ApiRequest)]
    #[api(get = "/", response = Raw)]
    struct Generic<T> {
        bare: T,
        list: Vec<T>,
    }
    assert_eq!(kinds::<Generic<u8>>(), [JsonType::Unknown, UNKNOWN]);
}

fn hex<S: Serializer>(value: &u128, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&format_args!("{value:x}"))
}

#[test]
fn serialize_with_makes_a_type_unknown_and_constants_are_known() {
    #[derive(ApiRequest)]
    #[api(post = "/?a=b", header("X-C" = "d"), query("page" = 1), property("on" = true), property("by" = 0.5))]
    struct Post {
        #[api(query, serialize_with = hex)]
        color: u128,
    }
    let kinds: Vec<_> = Post::ENDPOINT.param_list().iter().map(|param| (param.name(), param.json_type())).collect();
    let integer = ("page", JsonType::Integer);
    let texts = [("a", JsonType::Text), ("X-C", JsonType::Text)];
    let others = [("on", JsonType::Boolean), ("by", JsonType::Number)];
    assert_eq!(kinds, [&[("color", JsonType::Unknown), texts[0], integer, texts[1]][..], &others].concat());
    let request = Post { color: 255 }.to_http(&"https://h".parse().unwrap()).unwrap();
    assert_eq!(request.uri().query(), Some("a=b&page=1&color=ff"));
}

#[test]
fn a_list_of_secrets_is_secret() {
    #[derive(ApiRequest)]
    #[api(get = "/", response = Raw)]
    struct Get {
        codes: Vec<Secret<String>>,
    }
    let codes = &Get::ENDPOINT.param_list()[0];
    assert_eq!((codes.is_secret(), codes.json_type()), (true, TEXTS));
}

#[test]
fn a_secret_is_known_by_its_type_in_any_collection() {
    #[derive(ApiRequest)]
    #[api(patch = "/")]
    struct Change<'a> {
        patch: Patch<Secret<String>>,
        array: [Secret<String>; 2],
        queue: VecDeque<Secret<String>>,
        by_name: BTreeMap<String, Secret<String>>,
        hashed: Option<HashMap<String, Secret<String>>>,
        borrowed: &'a Option<Secret<String>>,
        deep: Option<Box<[Option<Secret<String>>; 2]>>,
        #[expect(clippy::option_option, reason = "serde distinguishes `null` from a missing field this way")]
        twice: Option<Option<Secret<String>>>,
    }
    for param in Change::ENDPOINT.param_list() {
        assert!(param.is_secret(), "{}", param.field());
    }
    let required = Change::ENDPOINT.param_list().iter().filter(|param| param.is_required()).map(Param::field);
    assert_eq!(required.collect::<Vec<_>>(), ["array", "queue", "by_name"]);
}
