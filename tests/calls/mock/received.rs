//! How a received request is read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use api_request::body::Part;
use api_request::mock::Mock;
use api_request::reply::Raw;
use api_request::{ApiParams, ApiRequest, Bearer, NoContent};
use serde_json::{Value, json};

use super::{Create, Search, shown};

#[derive(ApiParams)]
struct Page {
    #[api(query = "pageSize")]
    size: u32,
}

#[derive(ApiRequest)]
#[api(post = "/{user_id}/x{type}/{rest:+}", response = NoContent, rename_all = "camelCase")]
struct Everything {
    user_id: &'static str,
    r#type: u8,
    rest: &'static str,
    #[api(query = "b")]
    a: u8,
    #[api(query = "a")]
    b: u8,
    #[api(flatten)]
    page: Page,
    #[api(header = "X-Tenant")]
    tenant: &'static str,
    #[api(cookie)]
    theme_name: &'static str,
    first_name: &'static str,
}

#[tokio::test]
async fn values_are_read_by_field_or_wire_name() {
    let mock = Mock::new();
    mock.on::<Everything>();
    let client = mock.builder().auth(Bearer::new("jwt")).build().unwrap();
    let sent = Everything {
        user_id: "a/b c",
        r#type: 7,
        rest: "x/y",
        a: 1,
        b: 2,
        page: Page { size: 10 },
        tenant: "one",
        theme_name: "dark mode",
        first_name: "Ada",
    };
    sent.send(&client).await.unwrap();
    let received = mock.received();
    let r = &received[0];
    assert_eq!(r.method(), "POST");
    assert_eq!(r.uri().path(), "/a%2Fb%20c/x7/x/y");
    for name in ["user_id", "userId"] {
        assert_eq!(r.path(name), Some("a/b c"), "{name}");
    }
    for name in ["type", "r#type"] {
        assert_eq!(r.path(name), Some("7"), "{name}");
    }
    assert_eq!(r.path("rest"), Some("x/y"));
    // A field's name wins over a wire name.
    assert_eq!((r.query("a"), r.query("b"), r.query("c")), (Some("1"), Some("2"), None));
    for name in ["size", "page.size", "pageSize"] {
        assert_eq!(r.query(name), Some("10"), "{name}");
    }
    for name in ["tenant", "X-Tenant", "x-tenant"] {
        assert_eq!(r.header(name), Some("one"), "{name}");
    }
    assert_eq!(r.header("authorization"), Some("Bearer jwt"));
    assert_eq!(r.headers()["content-type"], "application/json");
    for name in ["theme_name", "themeName"] {
        assert_eq!(r.cookie(name), Some("dark mode"), "{name}");
    }
    assert_eq!(r.body_json(), json!({ "firstName": "Ada" }));
    assert_eq!(r.json::<Value>().unwrap()["firstName"], "Ada");
    assert_eq!(r.text(), Some("{\"firstName\":\"Ada\"}"));
    assert_eq!(r.body().len(), 19);
}

#[tokio::test]
async fn lists_forms_and_parts() {
    #[derive(ApiRequest)]
    #[api(post = "/form", response = Raw, body = form)]
    struct Form {
        #[api(rename = "user-name")]
        user: &'static str,
    }
    #[derive(ApiRequest)]
    #[api(post = "/parts", response = Raw, body = multipart)]
    struct Parts {
        title: &'static str,
        #[api(rename = "file-1")]
        file: Part,
    }
    let mock = Mock::new();
    mock.on::<Search>();
    mock.on::<Form>();
    mock.on::<Parts>();
    let client = mock.client();
    Search { tag: vec!["a b", "c+d", ""], ..Search::default() }.send(&client).await.unwrap();
    Form { user: "Ada & co" }.send(&client).await.unwrap();
    Parts { title: "t", file: Part::bytes(b"\xff\r\n\r\n".to_vec()).file_name("f") }.send(&client).await.unwrap();
    let [search, form, parts] = <[_; 3]>::try_from(mock.received()).unwrap();
    assert_eq!(search.query_all("tag"), ["a b", "c+d", ""]);
    assert_eq!(search.query("tag"), Some("a b"));
    assert!(search.query_all("name").is_empty());
    assert_eq!(search.body_json(), Value::Null);
    for name in ["user", "user-name"] {
        assert_eq!(form.form(name), Some("Ada & co"));
    }
    assert_eq!((parts.part("title"), parts.form("title")), (Some(&b"t"[..]), None));
    for name in ["file", "file-1"] {
        assert_eq!(parts.part(name), Some(&b"\xff\r\n\r\n"[..]));
    }
    assert_eq!(parts.text(), None);
}

#[tokio::test]
async fn styles_of_path_values() {
    #[derive(ApiRequest)]
    #[api(get = "/{a}/{b}", response = Raw)]
    struct Styled {
        #[api(style = label)]
        a: u8,
        #[api(style = matrix)]
        b: u8,
    }
    let mock = Mock::new();
    mock.on::<Styled>();
    Styled { a: 1, b: 2 }.send(&mock.client()).await.unwrap();
    let r = &mock.received()[0];
    assert_eq!((r.uri().path(), r.path("a"), r.path("b")), ("/.1/;b=2", Some("1"), Some("2")));
}

#[tokio::test]
async fn calls_that_nothing_answers_are_kept_too() {
    let mock = Mock::new();
    let error = Create { name: "Ada" }.send(&mock.client()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    assert_eq!(mock.received()[0].body_json()["name"], "Ada");
    assert!(!super::report(&mock).is_empty());
}

#[tokio::test]
#[should_panic(
    expected = "the body of Received { request: PUT /text, headers: [\"content-type\", \"user-agent\", \"accept-encoding\"], body_bytes: 4, .. } is not JSON: read it with `text`, `form`, `part` or `body`"
)]
async fn a_body_that_is_not_json_is_reported() {
    #[derive(ApiRequest)]
    #[api(put = "/text", response = Raw)]
    struct PutText {
        #[api(body)]
        text: api_request::body::Text,
    }
    let mock = Mock::new();
    mock.on::<PutText>();
    let client = mock.client();
    PutText { text: api_request::body::Text::new("text") }.send(&client).await.unwrap();
    let _ = mock.received()[0].body_json();
}

/// A name that the path does not have is a mistake of the test. Other names may be absent in a request.
#[tokio::test]
async fn an_unknown_placeholder_panics() {
    #[derive(ApiRequest)]
    #[api(get = "/{owner}/{type}/{id:?}", response = Raw, rename_all = "camelCase")]
    struct Get {
        owner: u8,
        r#type: u8,
        id: Option<u8>,
    }
    let mock = Mock::new();
    mock.on::<Get>();
    mock.on::<Search>();
    Get { owner: 1, r#type: 2, id: None }.send(&mock.client()).await.unwrap();
    Search::default().send(&mock.client()).await.unwrap();
    let received = mock.received();
    assert_eq!((received[0].path("id"), received[0].query("ownr"), received[0].header("x-ownr")), (None, None, None));
    let panic = |at: usize| shown(catch_unwind(AssertUnwindSafe(|| received[at].path("ownr").is_some())).err());
    assert_eq!(panic(0), "the path `/{owner}/{type}/{id:?}` has no placeholder `ownr`: use `owner` or `type` or `id`");
    assert_eq!(
        panic(1),
        "the path `/users/search` has no placeholder `ownr`, nor any other: read other fields with `query`"
    );
}
