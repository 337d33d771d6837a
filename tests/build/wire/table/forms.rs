//! Bodies that are forms, of pairs or of parts.

use std::collections::BTreeMap;

use api_request::body::{Form, Part};

use crate::wire::row::{Section, section};
use crate::wire::types::{Grant, Item, Range, Sort};

pub(super) fn sections() -> Vec<Section> {
    vec![properties(), styles(), whole(), parts(), refused()]
}

fn properties() -> Section {
    section! {
        title: "Properties of a form",
        prose: "Properties are encoded as in browsers (WHATWG URL, section 5.2), except that line breaks are not changed. A list repeats its name.",
        shown: Request,
        #[api(post = "/a", body = form)]

        { v: &'static str, w: u8 }
            v: "a b", w: 0 => "POST /a" "content-type: application/x-www-form-urlencoded" "v=a+b&w=0";
        { v: &'static str }
            v: "" => "POST /a" "content-type: application/x-www-form-urlencoded" "v=";
            v: "a+b/c=&%~*-._" => "POST /a" "content-type: application/x-www-form-urlencoded" "v=a%2Bb%2Fc%3D%26%25%7E*-._";
            v: "grüße\r\n" => "POST /a" "content-type: application/x-www-form-urlencoded" "v=gr%C3%BC%C3%9Fe%0D%0A";
        { v: Vec<&'static str> }
            v: vec!["a", "", "b,c"] => "POST /a" "content-type: application/x-www-form-urlencoded" "v=a&v=&v=b%2Cc";
            v: vec![] => "POST /a" "content-length: 0";
        { v: Option<u8>, w: Option<Sort> }
            v: None, w: Some(Sort::Up) => "POST /a" "content-type: application/x-www-form-urlencoded" "w=up";
            v: None, w: None => "POST /a" "content-length: 0";
        { v: f32, #[api(rename = "a b~")] w: bool }
            v: 0.1, w: false => "POST /a" "content-type: application/x-www-form-urlencoded" "v=0.1&a+b%7E=false";
        { v: u8, #[api(header)] content_type: &'static str }
            v: 1, content_type: "application/x-www-form-urlencoded; charset=utf-8"
                => "POST /a" "content-type: application/x-www-form-urlencoded; charset=utf-8" "v=1";
        #[api(post = "/a", body = form, property("grant_type" = "password", "n" = 7))]
        { v: u8 }
            v: 1 => "POST /a" "content-type: application/x-www-form-urlencoded" "grant_type=password&n=7&v=1";
        #[api(delete = "/a", body = form)]
        { v: u8, #[api(property)] w: u8 }
            v: 1, w: 2 => "DELETE /a?v=1" "content-type: application/x-www-form-urlencoded" "w=2";
        #[api(post = "/a", body = json)]
        { v: u8 }
            v: 1 => "POST /a" "content-type: application/json" r#"{"v":1}"#;
    }
}

fn styles() -> Section {
    section! {
        title: "Styles in a form",
        prose: "The styles of the query, except that an object is never exploded into separate names.",
        shown: Request,
        begins: ["POST /a", "content-type: application/x-www-form-urlencoded"],
        #[api(post = "/a", body = form)]

        { #[api(style = form)] v: Vec<&'static str> }
            v: vec!["a", "b"] => "v=a&v=b";
        { #[api(style = form, explode = false)] v: Vec<&'static str> }
            v: vec!["a", "b,c"] => "v=a,b%2Cc";
        { #[api(explode = false)] v: Range }
            v: Range { from: 5, to: Some(9) } => "v=from,5,to,9";
        { #[api(style = spaceDelimited)] v: Vec<&'static str> }
            v: vec!["a", "b"] => "v=a%20b";
        { #[api(style = spaceDelimited, explode)] v: Vec<&'static str> }
            v: vec!["a", "b c"] => "v=a&v=b+c";
        { #[api(style = pipeDelimited)] v: Vec<&'static str> }
            v: vec!["a", "b"] => "v=a%7Cb";
        { #[api(style = pipeDelimited, explode)] v: Vec<&'static str> }
            v: vec!["a", "b|c"] => "v=a&v=b%7Cc";
        { #[api(style = deepObject)] v: BTreeMap<&'static str, Vec<u8>> }
            v: BTreeMap::from([("a b", vec![1, 2]), ("c", vec![3])]) => "v%5Ba+b%5D=1&v%5Ba+b%5D=2&v%5Bc%5D=3";
        { #[api(style = deepObject)] line_items: Vec<Item> }
            line_items: vec![Item { price: Range { from: 5, to: Some(9) }, tags: vec!["a b"] }]
                => "line_items%5B0%5D%5Bprice%5D%5Bfrom%5D=5&line_items%5B0%5D%5Bprice%5D%5Bto%5D=9&line_items%5B0%5D%5Btags%5D=a+b";
        { #[api(style = json)] v: Range }
            v: Range { from: 5, to: None } => "v=%7B%22from%22%3A5%2C%22to%22%3Anull%7D";
    }
}

fn whole() -> Section {
    section! {
        title: "A form as the whole body",
        prose: "The pairs of a struct, a map or an internally tagged enum.",
        shown: Request,
        #[api(post = "/a")]

        { #[api(body)] v: Form<Grant> }
            v: Form(Grant::ClientCredentials)
                => "POST /a" "content-type: application/x-www-form-urlencoded" "grant_type=client_credentials";
            v: Form(Grant::RefreshToken { refresh_token: "a+b/c=", scope: None })
                => "POST /a" "content-type: application/x-www-form-urlencoded" "grant_type=refresh_token&refresh_token=a%2Bb%2Fc%3D";
        { #[api(body)] v: Form<BTreeMap<&'static str, Vec<u8>>> }
            v: Form(BTreeMap::from([("a b", vec![1, 2]), ("c", vec![])]))
                => "POST /a" "content-type: application/x-www-form-urlencoded" "a+b=1&a+b=2";
            v: Form(BTreeMap::new()) => "POST /a" "content-length: 0";
        #[api(delete = "/a")]
        { #[api(body)] v: Form<Range> }
            v: Form(Range { from: 5, to: None }) => "DELETE /a" "content-type: application/x-www-form-urlencoded" "from=5";
    }
}

fn parts() -> Section {
    section! {
        title: "Parts of a multipart body",
        prose: "Each line of the body ends with CRLF. `…` is the boundary, a random text that occurs in no part.",
        shown: Request,
        #[api(post = "/a", body = multipart)]

        { v: &'static str, w: Option<u8> }
            v: "grüße", w: None => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"v\"" "" "grüße" "--…--";
        { v: Vec<u16> }
            v: vec![1, 2] => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"v\"" "" "1"
                "--…" "Content-Disposition: form-data; name=\"v\"" "" "2" "--…--";
            v: vec![] => "POST /a" "content-length: 0";
        { #[api(rename = "a\"b")] v: Part }
            v: Part::bytes("x") => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"a%22b\"" "Content-Type: application/octet-stream" "" "x" "--…--";
            v: Part::bytes("x").file_name("ü\n.gif").content_type("image/gif")
                => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"a%22b\"; filename=\"ü%0A.gif\"" "Content-Type: image/gif" "" "x" "--…--";
            v: Part::text("x") => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"a%22b\"" "Content-Type: text/plain; charset=utf-8" "" "x" "--…--";
            v: Part::json(&[1]).unwrap() => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"a%22b\"" "Content-Type: application/json" "" "[1]" "--…--";
        { v: Option<Part>, w: Vec<Part> }
            v: None, w: vec![Part::bytes("x")] => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"w\"" "Content-Type: application/octet-stream" "" "x" "--…--";
            v: None, w: vec![] => "POST /a" "content-length: 0";
        { #[api(style = json)] v: Range }
            v: Range { from: 5, to: None } => "POST /a" "content-type: multipart/form-data; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"v\"" "Content-Type: application/json" "" r#"{"from":5,"to":null}"# "--…--";
        { v: u8, #[api(header)] content_type: &'static str }
            v: 1, content_type: "multipart/mixed" => "POST /a" "content-type: multipart/mixed; boundary=…"
                "--…" "Content-Disposition: form-data; name=\"v\"" "" "1" "--…--";
    }
}

fn refused() -> Section {
    section! {
        title: "Errors in forms",
        prose: "Values that are nested deeper than a pair or a part allows, and invalid parts.",
        shown: Refusal,
        #[api(post = "/a", body = form)]

        { v: Range }
            v: Range { from: 5, to: None }
                => "`v`: the value is an object, but a form allows only scalars and lists of scalars; write `style = json` or `style = deepObject`";
        { v: Vec<Vec<u8>> }
            v: vec![vec![1]] => "`v`: the value is nested deeper than its style allows; send it as JSON with `style = json`";
        { v: f64 }
            v: f64::NAN => "`v`: the value is not a finite number";
        #[api(post = "/a")]
        { #[api(body)] v: Form<BTreeMap<&'static str, Range>> }
            v: Form(BTreeMap::from([("a", Range { from: 5, to: None })]))
                => "`v`: the key `a`: the value is an object, but a form allows only scalars and lists of scalars";
        #[api(post = "/a")]
        { #[api(body)] v: Form<&'static str> }
            v: Form("a") => "`v`: the value must be a map or a struct, because its keys are sent as names";
        #[api(post = "/a", body = multipart)]
        { v: Range }
            v: Range { from: 5, to: None }
                => "`v`: the value is an object, but a part is text; write `style = json`, or use a `body::Part`";
        #[api(post = "/a", body = multipart)]
        { v: Part }
            v: Part::bytes("x").file_name("a\0") => "`v`: the file name contains a control character";
            v: Part::bytes("x").content_type("gif") => "`v`: the content type is not a valid media type, such as `text/plain`";
        #[api(post = "/a", body = multipart)]
        { v: u8, #[api(header)] content_type: &'static str }
            v: 1, content_type: "multipart/mixed; boundary=a" => "`content-type`: the content type of a multipart body must begin with `multipart/` and must not have a boundary, which is added for each request";
    }
}
