//! Where a field goes.

use api_request::reply::Raw;

use crate::wire::row::{Section, section};

pub(super) fn sections() -> Vec<Section> {
    vec![unsaid(), said()]
}

fn unsaid() -> Section {
    section! {
        title: "Default places",
        prose: "A field that the path names goes to the path. Other fields go to the query on GET, HEAD, DELETE and OPTIONS, and \
            to the JSON body on POST, PUT and PATCH.",
        shown: Request,
        #[api(get = "/u/{id}", response = Raw)]

        { id: u8, name: &'static str }
            id: 1, name: "n" => "GET /u/1?name=n";
        #[api(head = "/u/{id}")]
        { id: u8, name: &'static str }
            id: 1, name: "n" => "HEAD /u/1?name=n";
        #[api(delete = "/u/{id}")]
        { id: u8, name: &'static str }
            id: 1, name: "n" => "DELETE /u/1?name=n";
        #[api(options = "/u/{id}")]
        { id: u8, name: &'static str }
            id: 1, name: "n" => "OPTIONS /u/1?name=n";
        #[api(post = "/u/{id}")]
        { id: u8, name: &'static str }
            id: 1, name: "n" => "POST /u/1" "content-type: application/json" r#"{"name":"n"}"#;
        #[api(put = "/u/{id}")]
        { id: u8, name: &'static str }
            id: 1, name: "n" => "PUT /u/1" "content-type: application/json" r#"{"name":"n"}"#;
        #[api(patch = "/u/{id}")]
        { id: u8, name: &'static str }
            id: 1, name: "n" => "PATCH /u/1" "content-type: application/json" r#"{"name":"n"}"#;
    }
}

fn said() -> Section {
    section! {
        title: "Explicit places",
        prose: "Parameters of the same place are sent in the order of declaration.",
        shown: Request,
        #[api(post = "/a")]

        { #[api(query)] v: u8 }
            v: 1 => "POST /a?v=1" "content-length: 0";
        { #[api(header)] v: u8 }
            v: 1 => "POST /a" "v: 1" "content-length: 0";
        { #[api(cookie)] v: u8 }
            v: 1 => "POST /a" "cookie: v=1" "content-length: 0";
        { #[api(body)] v: u8 }
            v: 1 => "POST /a" "content-type: application/json" "1";
        #[api(delete = "/a")]
        { #[api(property)] v: u8 }
            v: 1 => "DELETE /a" "content-type: application/json" r#"{"v":1}"#;
        #[api(delete = "/a")]
        { #[api(body)] v: [u8; 2] }
            v: [1, 2] => "DELETE /a" "content-type: application/json" "[1,2]";
        #[api(method = "PURGE", path = "/u/{id}")]
        { #[api(path)] id: u8, #[api(query)] name: &'static str }
            id: 1, name: "n" => "PURGE /u/1?name=n";
        { #[api(query)] a: u8, #[api(query)] b: u8, #[api(header)] c: u8, #[api(header)] d: u8, e: u8, f: u8 }
            a: 1, b: 2, c: 3, d: 4, e: 5, f: 6
                => "POST /a?a=1&b=2" "c: 3" "d: 4" "content-type: application/json" r#"{"e":5,"f":6}"#;
        #[api(get = "/a", response = Raw)]
        { a: u8, #[api(skip)] cached: u8 }
            a: 1, cached: 2 => "GET /a?a=1";
    }
}
