//! What a parameter is called on the wire.

use api_request::reply::Raw;

use crate::wire::row::{Section, section};

pub(super) fn sections() -> Vec<Section> {
    vec![names(), rules()]
}

fn names() -> Section {
    section! {
        title: "Names",
        prose: "The default name is that of the field, in a header with hyphens. The key of the place or `rename` overrides it. \
            Names are percent-encoded.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        { user_id: u8, r#type: u8 }
            user_id: 1, r#type: 2 => "GET /a?user_id=1&type=2";
        { #[api(rename = "user.id")] v: u8 }
            v: 1 => "GET /a?user.id=1";
        { #[api(query = "user[id]")] v: u8 }
            v: 1 => "GET /a?user%5Bid%5D=1";
        { #[api(query = "é&=")] v: u8 }
            v: 1 => "GET /a?%C3%A9%26%3D=1";
        { #[api(header)] x_trace_id: u8 }
            x_trace_id: 1 => "GET /a" "x-trace-id: 1";
        { #[api(header = "X-Trace_Id")] v: u8 }
            v: 1 => "GET /a" "x-trace_id: 1";
        { #[api(cookie)] session_id: u8 }
            session_id: 1 => "GET /a" "cookie: session_id=1";
        { #[api(cookie = "__Host-Id")] v: u8 }
            v: 1 => "GET /a" "cookie: __Host-Id=1";
        #[api(post = "/a")]
        { #[api(property = "a \"b\"")] v: u8 }
            v: 1 => "POST /a" "content-type: application/json" r#"{"a \"b\"":1}"#;
    }
}

fn rules() -> Section {
    section! {
        title: "Names by `rename_all`",
        prose: "`rename_all` supports the eight rules of serde. It applies to every field without an explicit name.",
        shown: Request,
        #[api(get = "/a", response = Raw)]

        #[api(get = "/a", response = Raw, rename_all = "camelCase")]
        { user_id: u8 }
            user_id: 1 => "GET /a?userId=1";
        #[api(get = "/a", response = Raw, rename_all = "PascalCase")]
        { user_id: u8 }
            user_id: 1 => "GET /a?UserId=1";
        #[api(get = "/a", response = Raw, rename_all = "kebab-case")]
        { user_id: u8 }
            user_id: 1 => "GET /a?user-id=1";
        #[api(get = "/a", response = Raw, rename_all = "SCREAMING-KEBAB-CASE")]
        { user_id: u8 }
            user_id: 1 => "GET /a?USER-ID=1";
        #[api(get = "/a", response = Raw, rename_all = "SCREAMING_SNAKE_CASE")]
        { user_id: u8 }
            user_id: 1 => "GET /a?USER_ID=1";
        #[api(get = "/a", response = Raw, rename_all = "UPPERCASE")]
        { user_id: u8 }
            user_id: 1 => "GET /a?USER_ID=1";
        #[api(get = "/a", response = Raw, rename_all = "snake_case")]
        { user_id: u8 }
            user_id: 1 => "GET /a?user_id=1";
        #[api(get = "/a", response = Raw, rename_all = "lowercase")]
        { user_id: u8 }
            user_id: 1 => "GET /a?user_id=1";
        #[api(post = "/{path_id}", rename_all = "camelCase")]
        {
            path_id: u8,
            #[api(header)] in_header: u8,
            #[api(cookie)] in_cookie: u8,
            in_body: u8,
            #[api(rename = "own")] named: u8,
        }
            path_id: 1, in_header: 2, in_cookie: 3, in_body: 4, named: 5
                => "POST /1" "inheader: 2" "cookie: inCookie=3"
                   "content-type: application/json" r#"{"inBody":4,"own":5}"#;
    }
}
