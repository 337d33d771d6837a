//! Values that are one text.

use std::borrow::Cow;

use api_request::Secret;
use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Sort, UserId};

pub(super) fn sections() -> Vec<Section> {
    vec![texts(), numbers(), unset()]
}

fn texts() -> Section {
    section! {
        title: "Text, and values that are written as text",
        prose: "Every type that implements `serde::Serialize`, as serde serialises it.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: &'static str }
            v: "a" => "GET /a?v=a";
            v: "" => "GET /a?v=";
            v: "grüße 😀" => "GET /a?v=gr%C3%BC%C3%9Fe%20%F0%9F%98%80";
        { v: String }
            v: "a".to_owned() => "GET /a?v=a";
        { v: Cow<'static, str> }
            v: Cow::Borrowed("a") => "GET /a?v=a";
        { v: Box<str> }
            v: "a".into() => "GET /a?v=a";
        { v: char }
            v: 'ß' => "GET /a?v=%C3%9F";
        { v: bool }
            v: true => "GET /a?v=true";
            v: false => "GET /a?v=false";
        { v: Sort }
            v: Sort::Up => "GET /a?v=up";
        { v: UserId }
            v: UserId(7) => "GET /a?v=7";
        { v: &'static UserId }
            v: &UserId(7) => "GET /a?v=7";
        { v: Secret<&'static str> }
            v: Secret::new("a") => "GET /a?v=a";
        { v: serde_json::Value }
            v: "a".into() => "GET /a?v=a";
            v: serde_json::Value::Null => "GET /a";
        { v: () }
            v: () => "GET /a";
    }
}

fn numbers() -> Section {
    section! {
        title: "Numbers",
        prose: "Integers are written in full. Floats are written as in JSON: the shortest text that parses to the same number, \
            with a decimal point or an exponent.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: u8 }
            v: 0 => "GET /a?v=0";
        { v: i8 }
            v: -128 => "GET /a?v=-128";
        { v: u64 }
            v: u64::MAX => "GET /a?v=18446744073709551615";
        { v: u128 }
            v: u128::MAX => "GET /a?v=340282366920938463463374607431768211455";
        { v: i128 }
            v: i128::MIN => "GET /a?v=-170141183460469231731687303715884105728";
        { v: f32 }
            v: 0.1 => "GET /a?v=0.1";
            v: 1.0 => "GET /a?v=1.0";
            v: -0.0 => "GET /a?v=-0.0";
        { v: f64 }
            v: 0.1 => "GET /a?v=0.1";
            v: 1e-7 => "GET /a?v=1e-7";
            v: 1e300 => "GET /a?v=1e300";
    }
}

fn unset() -> Section {
    section! {
        title: "Unset and empty values",
        prose: "`None` and an empty list or map send nothing. An empty text, `0` and `false` are sent.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { v: Option<&'static str> }
            v: None => "GET /a";
            v: Some("") => "GET /a?v=";
            v: Some("a") => "GET /a?v=a";
        { v: Option<bool> }
            v: None => "GET /a";
            v: Some(false) => "GET /a?v=false";
        { v: Option<u8> }
            v: None => "GET /a";
            v: Some(0) => "GET /a?v=0";
        { v: Option<char> }
            v: None => "GET /a";
            v: Some('x') => "GET /a?v=x";
        { v: Option<f32> }
            v: None => "GET /a";
            v: Some(0.5) => "GET /a?v=0.5";
        { v: Option<Sort> }
            v: None => "GET /a";
            v: Some(Sort::Up) => "GET /a?v=up";
        { v: Option<UserId> }
            v: None => "GET /a";
            v: Some(UserId(7)) => "GET /a?v=7";
        { v: Option<Cow<'static, str>> }
            v: None => "GET /a";
            v: Some("a".into()) => "GET /a?v=a";
        { v: Option<Option<u8>> }
            v: None => "GET /a";
            v: Some(None) => "GET /a";
            v: Some(Some(0)) => "GET /a?v=0";
        { v: Option<Secret<&'static str>> }
            v: None => "GET /a";
            v: Some(Secret::new("a")) => "GET /a?v=a";
        { a: Option<u8>, b: Option<u8>, c: Option<u8> }
            a: None, b: Some(2), c: None => "GET /a?b=2";
            a: None, b: Some(2), c: Some(3) => "GET /a?b=2&c=3";
    }
}
