//! Groups of parameters, and maps of further ones.

use std::collections::BTreeMap;

use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Key, Page, Range};

pub(super) fn sections() -> Vec<Section> {
    vec![groups(), maps(), refused()]
}

fn groups() -> Section {
    section! {
        title: "Groups",
        prose: "Each parameter of a group goes to its own place, in the position of the group among the fields. The default place \
            depends on the method of the request. An enum sends the parameters of its current variant.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(flatten)] page: Page, v: u8 }
            page: Page { limit: 10, after: None }, v: 1 => "GET /a?limit=10&v=1";
            page: Page { limit: 0, after: Some("x") }, v: 1 => "GET /a?limit=0&v=1" "x-after: x";
        { v: u8, #[api(flatten)] page: Option<Page> }
            v: 1, page: None => "GET /a?v=1";
            v: 1, page: Some(Page { limit: 10, after: None }) => "GET /a?v=1&limit=10";
        { #[api(flatten)] key: Key }
            key: Key::Email("a@b") => "GET /a?email=a%40b";
            key: Key::Team { team_id: 7, role: None } => "GET /a?by=team&teamId=7";
        #[api(post = "/a")]
        { #[api(flatten)] key: Key }
            key: Key::Team { team_id: 7, role: Some("r") } =>
                "POST /a?by=team" "content-type: application/json" r#"{"teamId":7,"role":"r"}"#;
    }
}

fn maps() -> Section {
    section! {
        title: "Maps of further parameters",
        prose: "Each entry is a parameter. Its key is the name.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(flatten, query)] more: BTreeMap<&'static str, Vec<u8>> }
            more: BTreeMap::new() => "GET /a";
            more: BTreeMap::from([("a b", vec![1, 2]), ("c", vec![])]) => "GET /a?a%20b=1&a%20b=2";
        { #[api(flatten, query)] more: Option<Range> }
            more: None => "GET /a";
            more: Some(Range { from: 1, to: None }) => "GET /a?from=1";
        { #[api(flatten, query, style = deepObject)] more: BTreeMap<&'static str, Range> }
            more: BTreeMap::from([("a", Range { from: 1, to: Some(2) })]) => "GET /a?a%5Bfrom%5D=1&a%5Bto%5D=2";
        { #[api(flatten, header_prefix = "X-Meta-")] meta: BTreeMap<&'static str, &'static str> }
            meta: BTreeMap::from([("Team", "a b"), ("x", "")]) => "GET /a" "x-meta-team: a b" "x-meta-x: ";
        { #[api(flatten, header_prefix = "")] meta: BTreeMap<&'static str, Vec<u8>> }
            meta: BTreeMap::from([("accept", vec![1, 2])]) => "GET /a" "accept: 1, 2";
    }
}

fn refused() -> Section {
    section! {
        title: "Errors in maps of further parameters",
        prose: "A map must not set a name that the request declares, whether that parameter is set or not, and it must not set a reserved header.",
        shown: Refusal,
        #[api(get = "/a?fixed=1", response = Raw)]

        { v: Option<u8>, #[api(flatten, query)] more: BTreeMap<&'static str, u8> }
            v: None, more: BTreeMap::from([("v", 1)]) => "`more`: the key `v` is the name of a query parameter that the request declares";
            v: None, more: BTreeMap::from([("fixed", 1)]) => "`more`: the key `fixed` is the name of a query parameter that the request declares";
            v: None, more: BTreeMap::from([("", 1)]) => "`more`: the value contains an empty key";
        { #[api(flatten, query)] more: u8 }
            more: 1 => "`more`: the value must be a map or a struct, because its keys are sent as names";
        { #[api(flatten, header_prefix = "X-")] meta: BTreeMap<&'static str, u8> }
            meta: BTreeMap::from([("a b", 1)]) => "`meta`: the key `a b` does not form a valid header name";
            meta: BTreeMap::from([("A", 1), ("a", 2)]) => "`meta`: the key `a` forms the name of a header that is already set";
        { #[api(flatten, header_prefix = "")] meta: BTreeMap<&'static str, u8> }
            meta: BTreeMap::from([("Host", 1)]) => "`meta`: the key `Host` forms the name of a header that the client sets itself";
    }
}
