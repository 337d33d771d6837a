//! What is printed of a request: its curl line, its `Debug`, and what says that a header is sensitive.

use api_request::reply::Raw;
use api_request::{ApiRequest, Secret};
use serde::Deserialize;

use super::base;

#[test]
fn a_curl_line_is_redacted_unless_told_otherwise() {
    #[derive(ApiRequest)]
    #[api(post = "/u/{id}/{kind}", response = serde_json::Value)]
    struct Post {
        id: &'static str,
        #[api(path, loggable)]
        kind: &'static str,
        #[api(query)]
        hidden: &'static str,
        #[api(query, loggable)]
        shown: Option<&'static str>,
        #[api(header = "X-Empty")]
        empty: &'static str,
        #[api(loggable)]
        note: &'static str,
        password: Secret<&'static str>,
    }
    let post = Post {
        id: "id-1",
        kind: "k",
        hidden: "it's",
        shown: Some("s"),
        empty: "",
        note: "it's",
        password: Secret::new("pw"),
    };
    let curl = post.to_curl(&base()).unwrap();
    assert_eq!(
        curl.to_string(),
        "curl --globoff --request POST 'https://h.example/u/REDACTED/k?hidden=REDACTED&shown=s' \
         --header 'x-empty: REDACTED' --header 'accept: application/json' --header 'content-type: application/json' \
         --data-raw '{\"note\":\"it'\\''s\",\"password\":\"REDACTED\"}'"
    );
    assert_eq!(format!("{curl:?}"), format!("Curl({curl})"));
    assert_eq!(curl.request_line(), "POST /u/REDACTED/k?hidden=REDACTED&shown=s");
    assert_eq!(
        curl.with_secrets().to_string(),
        "curl --globoff --request POST 'https://h.example/u/id-1/k?hidden=it%27s&shown=s' \
         --header 'x-empty;' --header 'accept: application/json' --header 'content-type: application/json' \
         --data-raw '{\"note\":\"it'\\''s\",\"password\":\"pw\"}'"
    );
    assert!(Post::ENDPOINT.param_list().iter().any(|param| param.field() == "password" && param.is_secret()));
}

#[test]
fn a_shown_request_may_be_longer_than_one_that_is_sent() {
    #[derive(ApiRequest)]
    #[api(get = "/{value}/{this}", response = Raw)]
    struct Get {
        value: u8,
        this: u8,
        #[api(query)]
        v: Vec<u8>,
    }
    let get = Get { value: 1, this: 2, v: vec![1; 12_000] };
    assert_eq!(get.to_http(&base()).unwrap().uri().path(), "/1/2");
    assert!(get.to_curl(&base()).unwrap().request_line().len() > 65_534);
}

#[test]
fn the_cookies_are_sensitive_when_one_of_them_is() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Get {
        #[api(cookie)]
        session: Option<&'static str>,
        #[api(cookie, secret)]
        token: Option<&'static str>,
    }
    let get = |token| Get { session: Some("s"), token };
    assert!(!get(None).to_http(&base()).unwrap().headers()["cookie"].is_sensitive());
    assert!(get(Some("canary")).to_http(&base()).unwrap().headers()["cookie"].is_sensitive());
    let curl = get(Some("canary")).to_curl(&base()).unwrap();
    assert!(!curl.to_string().contains("canary"), "{curl}");
}

#[test]
fn a_struct_with_a_secret_prints_masked() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw)]
    struct Issue {
        application_id: Option<&'static str>,
        #[api(query, secret)]
        refresh_token: Option<&'static str>,
    }
    let issue = Issue { application_id: Some("id"), refresh_token: Some("canary") };
    assert_eq!(format!("{issue:?}"), r#"Issue { application_id: Some("id"), refresh_token: REDACTED }"#);

    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw, debug)]
    struct Plain(#[api(query = "a")] u8, #[api(skip, secret)] &'static str);
    let plain = Plain(1, "canary");
    assert_eq!(format!("{plain:?} {}", plain.1), "Plain(1, REDACTED) canary");

    #[derive(Deserialize, Debug, PartialEq)]
    struct Reply {
        token: Secret<String>,
    }
    let reply: Reply = serde_json::from_str(r#"{"token":"canary"}"#).unwrap();
    assert_eq!(format!("{reply:?}"), "Reply { token: REDACTED }");
    assert_eq!(reply.token.expose(), "canary");
}

/// As a library does that re-exports the runtime to its users.
mod sdk {
    pub(crate) use ::api_request as http_api;
}

#[test]
fn the_runtime_may_be_named_and_debug_may_be_left_to_the_user() {
    #[derive(ApiRequest)]
    #[api(get = "/a", response = Raw, crate = crate::wire::printed::sdk::http_api, debug = false)]
    struct Get {
        #[api(secret)]
        token: &'static str,
    }
    impl std::fmt::Debug for Get {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "Get({} bytes)", self.token.len())
        }
    }
    let get = Get { token: "abc" };
    assert_eq!(get.to_http(&base()).unwrap().uri().query(), Some("token=abc"));
    assert_eq!(format!("{get:?}"), "Get(3 bytes)");
}
