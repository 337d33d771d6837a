//! What is always sent alike.

use api_request::reply::Raw;

use crate::wire::row::{Section, section};

pub(super) fn sections() -> Vec<Section> {
    vec![constants()]
}

fn constants() -> Section {
    section! {
        title: "Constants",
        prose: "Constants precede the fields of the same place. Text in the path template is sent unchanged.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        #[api(get = "/a?type=user:1/2&empty=", response = Raw)]
        { v: Option<u8> }
            v: None => "GET /a?type=user:1/2&empty=";
            v: Some(1) => "GET /a?type=user:1/2&empty=&v=1";
        #[api(get = "/{id}?a=b%20c", response = Raw)]
        { id: u8 }
            id: 7 => "GET /7?a=b%20c";
        #[api(get = "/a?q=it's&r=-._~!$&s=()*+,;:@/?=", response = Raw)]
        {}
            => "GET /a?q=it%27s&r=-._~!$&s=()*+,;:@/?=";
        #[api(put = "/{key:+}?uploads")]
        { key: &'static str }
            key: "a/b" => "PUT /a/b?uploads" "content-length: 0";
        #[api(get = "/a?acl&b=%26&c%20d", response = Raw)]
        { v: Option<u8> }
            v: None => "GET /a?acl&b=%26&c%20d";
            v: Some(1) => "GET /a?acl&b=%26&c%20d&v=1";
        #[api(get = "/a", response = Raw, query("q" = "a b", "deep" = true, "n" = 2))]
        {}
            => "GET /a?q=a%20b&deep=true&n=2";
        #[api(get = "/a", response = Raw, query("big" = 3_000_000_000, "ratio" = 1.50))]
        {}
            => "GET /a?big=3000000000&ratio=1.5";
        #[api(get = "/a?x=1", response = Raw, query("y" = 2))]
        { z: u8 }
            z: 3 => "GET /a?x=1&y=2&z=3";
        #[api(get = "/a", response = Raw, header("X-Client" = "one", "X-Version" = 2))]
        { #[api(header)] v: u8 }
            v: 1 => "GET /a" "x-client: one" "x-version: 2" "v: 1";
        #[api(post = "/a", property("version" = 3, "kind" = "x\"y", "dry" = true))]
        { v: Option<u8> }
            v: None => "POST /a" "content-type: application/json" r#"{"version":3,"kind":"x\"y","dry":true}"#;
            v: Some(1) => "POST /a" "content-type: application/json" r#"{"version":3,"kind":"x\"y","dry":true,"v":1}"#;
        #[api(post = "/a", header("Content-Type" = "application/vnd.a+json"))]
        { v: u8 }
            v: 1 => "POST /a" "content-type: application/vnd.a+json" r#"{"v":1}"#;
    }
}
