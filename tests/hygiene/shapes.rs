//! The shapes make the requests that they declare.

use std::collections::BTreeMap;

use api_request_hygiene::{fields, generics, groups, macros, names};
use renamed::{ApiRequest, BaseUrl, Secret};

fn wire(request: &impl ApiRequest) -> String {
    let base: BaseUrl = "https://h.example".parse().unwrap();
    let request = request.to_http(&base).unwrap();
    let body = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
    format!("{} {} {body}", request.method(), request.uri().path_and_query().unwrap()).trim_end().to_owned()
}

#[test]
fn structs_of_every_kind() {
    assert_eq!(wire(&fields::Unit), "GET /unit");
    assert_eq!(wire(&fields::EmptyTuple()), "GET /empty");
    assert_eq!(wire(&fields::EmptyNamed {}), "GET /empty");
    assert_eq!(wire(&fields::Hides::new(7)), "GET /private?private=7");
}

#[test]
fn fields_of_every_name() {
    let tuple = fields::Tuple(1, "s".to_owned(), 2);
    assert_eq!(wire(&tuple), "POST /tuple?a=1 {\"b\":\"s\"}");
    assert_eq!(format!("{tuple:?}"), "Tuple(1, REDACTED, 2)");
    let awkward =
        fields::Awkward { out: "o".to_owned(), self_: 1, __p: 2, r#type: 3, f: None, this: None, r: 4, placeholder: 5 };
    assert_eq!(wire(&awkward), "POST /names/1/4/3 {\"out\":\"o\",\"__p\":2,\"placeholder\":5}");
    assert!(awkward.validate().is_ok());
    #[expect(deprecated, reason = "it is still sent")]
    let attributes = fields::Attributes { kept: 1, old: Some("o".to_owned()) };
    assert_eq!(wire(&attributes), "GET /attributes/1?old=o");
}

#[test]
fn generics_of_every_kind() {
    let lifetimes = generics::Lifetimes { first: "a", second: Some(&["b", "c"]), third: "d" };
    assert_eq!(wire(&lifetimes), "GET /lifetimes/a?second=b&second=c&third=d");
    let types = generics::Types::<_, _, _, _, u8> {
        path: 'p',
        query: vec![1.5],
        header: Some("h"),
        property: (true, false),
        reply: std::marker::PhantomData,
    };
    assert_eq!(wire(&types), "POST /types/p?query=1.5 {\"property\":[true,false]}");
    let body = generics::Body { inner: 1, secret: Secret::new("s".to_owned()) };
    let numbers = generics::Numbers { many: vec![[1_u8]], body, none: [0; 3] };
    assert!(numbers.to_http(&"https://h.example".parse().unwrap()).is_err(), "a list in a list has no text form");
}

#[test]
fn groups_of_every_kind() {
    type Grouped<'a> = groups::Grouped<'a, u8, groups::One<u8>>;
    let grouped = |choice, generic| Grouped {
        out: 1,
        choice,
        generic,
        map: BTreeMap::from([("m".to_owned(), vec![1, 2])]),
        headers: Some(BTreeMap::from([(1, true)])),
    };
    let awkward = || groups::Awkward { out: "o", clash: 1, r#match: Some(2), field_0: 3 };
    let choices = [
        (groups::Choice::LoginId("l".to_owned()), "PUT /groups/1?LOGIN-ID=l&m=1&m=2 {}"),
        (
            groups::Choice::Named { self_: 7, out: Some("x"), f: Some(8), skipped: () },
            "PUT /groups/1?fixed=1&SELF-=7&m=1&m=2 {\"F\":8}",
        ),
        (groups::Choice::Group(awkward()), "PUT /groups/1?out=o&m=1&m=2 {\"match\":2}"),
        (groups::Choice::Tuple(vec![1, 2], Secret::new(3), [4; 2]), "PUT /groups/1?a=1&a=2&m=1&m=2 {}"),
        (groups::Choice::None, "PUT /groups/1?m=1&m=2 {}"),
    ];
    for (choice, line) in choices {
        assert_eq!(wire(&grouped(choice, None)), line);
    }
    let one = grouped(groups::Choice::None, Some(groups::One(7)));
    assert_eq!(wire(&one), "PUT /groups/1?one=7&m=1&m=2 {}");
    let choice: groups::Choice<'_, u8, 2> = groups::Choice::LoginId("canary".to_owned());
    assert_eq!(format!("{choice:?}"), "LoginId(REDACTED)");
    assert_eq!(format!("{:?}", awkward()), "Awkward { out: \"o\", clash: 1, match: Some(2), field_0: 3 }");
}

#[test]
fn names_that_are_taken() {
    let request =
        names::Request { client: names::Client, option: names::Option, string: None, result: None, send: names::Send };
    assert_eq!(wire(&request), "POST /request {\"client\":null,\"option\":null,\"send\":null}");
    assert_eq!(wire(&names::Reexported), "HEAD /reexported");
}

#[test]
fn structs_that_a_macro_writes() {
    assert_eq!(wire(&macros::LiteralInside { id: 1, other: 2 }), "GET /inside/1?other=2");
    assert_eq!(wire(&macros::LiteralOutside { id: "x".to_owned() }), "GET /outside/x");
    assert_eq!(wire(&macros::Both { id: 1 }), "GET /both/1");
    assert_eq!(wire(&macros::many::R299 { id: 1 }), "DELETE /many/1");
}

fn broken(request: &impl ApiRequest) -> Vec<String> {
    let Err(violations) = request.validate() else {
        return Vec::new();
    };
    violations.iter().map(|broken| format!("{} {}: {}", broken.field(), broken.rule(), broken.message())).collect()
}

#[test]
fn rules_with_operands_of_every_kind() {
    let sound = fields::Ruled::<2> {
        __item: vec!["ab"],
        PATTERN: None,
        first: Some(&9),
        last: Some(1.0),
        out: Some(vec![vec!["a".to_owned()]]),
    };
    assert!(broken(&sound).is_empty());
    let unsound = fields::Ruled::<2> {
        __item: vec!["a\tb"],
        PATTERN: Some("a"),
        first: Some(&10),
        last: Some(0.4),
        out: Some(vec![vec![], vec!["c".to_owned()]]),
    };
    let expected = [
        "__item length: item 1: must have at most 2 characters, but has 3",
        "__item no_tab: item 1: it has a tab",
        "PATTERN pattern: must match `b$`",
        "PATTERN uuid: must be a UUID, such as `10000000-0000-0002-0000-000000000001`",
        "PATTERN url: must be an absolute URL, such as `https://example.com/path` (relative URL without a base)",
        "PATTERN email: must be an email address, such as `ada@example.com`",
        "first range: must be between 1 and 9, but is 10",
        "last range: must be at least 0.5 and less than 1.5, but is 0.4",
        "last one_of: must be one of 0.5, 1.0",
        "out one_of: item 2: item 1: must be one of \"a\", \"b\"",
    ];
    assert_eq!(broken(&unsound), expected);
    assert!(broken(&macros::Ruled { text: "abc".to_owned(), number: 4 }).is_empty());
    assert_eq!(broken(&macros::Ruled { text: "bcde".to_owned(), number: 5 }).len(), 4);
    let generic = generics::Ruled { text: "\u{e9}bc".to_owned(), list: Some(Vec::<u8>::new()) };
    assert_eq!(broken(&generic).len(), 4);
    assert!(broken(&generics::Ruled { text: "a", list: Some(vec![Secret::new(1)]) }).is_empty());
}
