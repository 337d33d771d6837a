//! Values in cookies.

use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Sort, UserId};

pub(super) fn sections() -> Vec<Section> {
    vec![cookies()]
}

fn cookies() -> Section {
    section! {
        title: "Cookies",
        prose: "All cookies are sent in one header.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(cookie)] v: Option<&'static str> }
            v: None => "GET /a";
            v: Some("") => "GET /a" "cookie: v=";
            v: Some("a b;c") => "GET /a" "cookie: v=a%20b%3Bc";
        { #[api(cookie)] a: u8, #[api(cookie)] b: Option<bool>, #[api(cookie)] c: Sort }
            a: 0, b: Some(false), c: Sort::Up => "GET /a" "cookie: a=0; b=false; c=up";
            a: 0, b: None, c: Sort::Up => "GET /a" "cookie: a=0; c=up";
        { #[api(cookie)] v: Vec<u8> }
            v: vec![] => "GET /a";
        { #[api(cookie)] v: UserId }
            v: UserId(7) => "GET /a" "cookie: v=7";
        { #[api(cookie)] v: f32 }
            v: 0.1 => "GET /a" "cookie: v=0.1";
        { #[api(cookie, style = cookie)] v: &'static str }
            v: "a%20b=c&d" => "GET /a" "cookie: v=a%20b=c&d";
        { #[api(cookie)] a: Vec<u8>, #[api(cookie, style = cookie)] b: Vec<u8> }
            a: vec![1, 2], b: vec![3, 4] => "GET /a" "cookie: a=1&a=2; b=3; b=4";
    }
}
