//! OpenAPI's styles, in each place that has them.

use std::collections::BTreeMap;

use api_request::reply::Raw;

use crate::wire::row::{Section, section};
use crate::wire::types::{Item, Range};

pub(super) fn sections() -> Vec<Section> {
    vec![in_query(), in_path(), in_header(), in_cookie(), json()]
}

fn in_query() -> Section {
    section! {
        title: "Styles in the query",
        prose: "The default style is `form`, exploded.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(style = form)] v: &'static str }
            v: "a" => "GET /a?v=a";
        { #[api(style = form)] v: Vec<u8> }
            v: vec![1, 2] => "GET /a?v=1&v=2";
        { #[api(style = form, explode)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a?from=5&to=9";
        { #[api(explode = false)] v: Vec<&'static str> }
            v: vec!["a", "b,c"] => "GET /a?v=a,b%2Cc";
            v: vec![""] => "GET /a?v=";
            v: vec![] => "GET /a";
        { #[api(explode = false)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a?v=from,5,to,9";
            v: Range { from: 5, to: None } => "GET /a?v=from,5";
        { #[api(style = spaceDelimited)] v: Vec<&'static str> }
            v: vec!["a", "b+c"] => "GET /a?v=a%20b%2Bc";
            v: vec![] => "GET /a";
        { #[api(style = spaceDelimited)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a?v=from%205%20to%209";
        { #[api(style = spaceDelimited, explode)] v: Vec<&'static str> }
            v: vec!["a b", "c"] => "GET /a?v=a%20b&v=c";
        { #[api(style = pipeDelimited)] v: Vec<&'static str> }
            v: vec!["a", "b c"] => "GET /a?v=a%7Cb%20c";
            v: vec![] => "GET /a";
        { #[api(style = pipeDelimited)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a?v=from%7C5%7Cto%7C9";
        { #[api(style = pipeDelimited, explode)] v: Vec<&'static str> }
            v: vec!["a|b", "c"] => "GET /a?v=a%7Cb&v=c";
        { #[api(style = deepObject)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a?v%5Bfrom%5D=5&v%5Bto%5D=9";
        { #[api(style = deepObject)] v: BTreeMap<&'static str, Vec<&'static str>> }
            v: BTreeMap::from([("a=&", vec!["b]", "c"])]) => "GET /a?v%5Ba%3D%26%5D=b%5D&v%5Ba%3D%26%5D=c";
            v: BTreeMap::from([("a", vec![])]) => "GET /a";
            v: BTreeMap::new() => "GET /a";
        { #[api(style = deepObject)] v: BTreeMap<u8, BTreeMap<u8, u8>> }
            v: BTreeMap::from([(1, BTreeMap::from([(2, 3)]))]) => "GET /a?v%5B1%5D%5B2%5D=3";
        { #[api(style = deepObject)] items: Vec<Item> }
            items: vec![
                Item { price: Range { from: 5, to: None }, tags: vec!["a", "b"] },
                Item { price: Range { from: 6, to: None }, tags: vec![] },
            ] => "GET /a?items%5B0%5D%5Bprice%5D%5Bfrom%5D=5&items%5B0%5D%5Btags%5D=a&items%5B0%5D%5Btags%5D=b&items%5B1%5D%5Bprice%5D%5Bfrom%5D=6";
            items: vec![] => "GET /a";
        { #[api(style = deepObject)] v: BTreeMap<&'static str, Vec<Option<Range>>> }
            v: BTreeMap::from([("a", vec![None, Some(Range { from: 5, to: None }), Some(Range { from: 6, to: None })])])
                => "GET /a?v%5Ba%5D%5B0%5D%5Bfrom%5D=5&v%5Ba%5D%5B1%5D%5Bfrom%5D=6";
        { #[api(style = deepObject)] v: Option<Range> }
            v: None => "GET /a";
            v: Some(Range { from: 5, to: None }) => "GET /a?v%5Bfrom%5D=5";
    }
}

fn in_path() -> Section {
    section! {
        title: "Styles in a path",
        prose: "The default style is `simple`, not exploded.",
        shown: Request,
        #[api(get = "/{v}", response = Raw)]

        { #[api(style = simple)] v: Vec<u8> }
            v: vec![1, 2] => "GET /1,2";
        { v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /from,5,to,9";
        { #[api(explode)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /from=5,to=9";
        { #[api(style = label)] v: &'static str }
            v: "a.b" => "GET /.a%2Eb";
        { #[api(style = label)] v: Vec<&'static str> }
            v: vec!["a", "b.c"] => "GET /.a,b%2Ec";
        { #[api(style = label)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /.from,5,to,9";
        { #[api(style = label, explode)] v: Vec<&'static str> }
            v: vec!["a", "b.c"] => "GET /.a.b%2Ec";
        { #[api(style = label, explode)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /.from=5.to=9";
        { #[api(style = matrix)] v: &'static str }
            v: "a" => "GET /;v=a";
            v: "" => "GET /;v";
        { #[api(style = matrix)] v: Vec<&'static str> }
            v: vec!["a", "b;c"] => "GET /;v=a,b%3Bc";
        { #[api(style = matrix)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /;v=from,5,to,9";
        { #[api(style = matrix, explode)] v: Vec<&'static str> }
            v: vec!["a", ""] => "GET /;v=a;v";
        { #[api(style = matrix, explode)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /;from=5;to=9";
        { #[api(path = "userId", style = matrix)] v: u8 }
            v: 7 => "GET /;userId=7";
        #[api(get = "/users{v}", response = Raw)]
        { #[api(style = matrix)] v: u8 }
            v: 7 => "GET /users;v=7";
    }
}

fn in_header() -> Section {
    section! {
        title: "Styles in a header",
        prose: "By default a list is written as in RFC 9110, section 5.6.1. `simple` is the style of OpenAPI.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(header)] v: Vec<&'static str> }
            v: vec!["a", "b c", "d,e"] => "GET /a" r#"v: a, b c, "d,e""#;
        { #[api(header, style = simple)] v: Vec<&'static str> }
            v: vec!["a", "b c", "d;e=f"] => "GET /a" "v: a,b c,d;e=f";
            v: vec![] => "GET /a";
        { #[api(header, style = simple)] v: &'static str }
            v: "a, b" => "GET /a" "v: a, b";
        { #[api(header)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a" "v: from,5,to,9";
        { #[api(header, style = simple)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a" "v: from,5,to,9";
        { #[api(header, style = simple, explode)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a" "v: from=5,to=9";
    }
}

fn in_cookie() -> Section {
    section! {
        title: "Styles in a cookie",
        prose: "The default style is `form`, exploded, with `&` between the pairs. In the style `cookie` each pair is a cookie.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(cookie)] v: Vec<&'static str> }
            v: vec!["a", "b&c"] => "GET /a" "cookie: v=a&v=b%26c";
        { #[api(cookie, style = form)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a" "cookie: from=5&to=9";
        { #[api(cookie, explode = false)] v: Vec<&'static str> }
            v: vec!["a", "b,c"] => "GET /a" "cookie: v=a,b%2Cc";
        { #[api(cookie, style = form, explode = false)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a" "cookie: v=from,5,to,9";
        { #[api(cookie, style = cookie)] v: Vec<&'static str> }
            v: vec!["a", "b"] => "GET /a" "cookie: v=a; v=b";
        { #[api(cookie, style = cookie)] v: Range }
            v: Range { from: 5, to: Some(9) } => "GET /a" "cookie: from=5; to=9";
        { #[api(cookie, style = cookie, explode = false)] v: Vec<&'static str> }
            v: vec!["a", "b"] => "GET /a" "cookie: v=a,b";
    }
}

fn json() -> Section {
    section! {
        title: "JSON as the value",
        prose: "`style = json` sends the value as one JSON text. In OpenAPI this is `content` instead of `schema`.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { #[api(style = json)] v: Vec<Option<u8>> }
            v: vec![] => "GET /a?v=%5B%5D";
            v: vec![Some(1), None] => "GET /a?v=%5B1%2Cnull%5D";
        { #[api(style = json)] v: Option<&'static str> }
            v: None => "GET /a";
            v: Some("a") => "GET /a?v=%22a%22";
        { #[api(style = json)] v: Option<Option<u8>> }
            v: Some(None) => "GET /a?v=null";
        { #[api(style = json)] v: f32 }
            v: 0.1 => "GET /a?v=0.1";
        #[api(get = "/{v}", response = Raw)]
        { #[api(style = json)] v: Range }
            v: Range { from: 5, to: None } => "GET /%7B%22from%22%3A5%2C%22to%22%3Anull%7D";
        { #[api(header, style = json)] v: Range }
            v: Range { from: 5, to: None } => "GET /a" r#"v: {"from":5,"to":null}"#;
        { #[api(cookie, style = json)] v: Range }
            v: Range { from: 5, to: None } => "GET /a" "cookie: v={%22from%22:5%2C%22to%22:null}";
    }
}
