//! Which declaration answers a request.

use api_request::encode::Encoder;
use api_request::endpoint::{Endpoint, Param};
use api_request::mock::Mock;
use api_request::reply::Raw;
use api_request::{ApiParams, ApiRequest};
use serde_json::json;

use super::{Create, GetUser, Search, report, status};

#[tokio::test]
async fn expect_precedes_on_and_later_precedes_earlier() {
    let mock = Mock::new();
    mock.on::<GetUser>().status(201);
    mock.expect(&GetUser { id: 7 }).status(202);
    mock.on::<GetUser>().status(203);
    let client = mock.client();
    assert_eq!(status(&client, &GetUser { id: 8 }).await, 203);
    assert_eq!(status(&client, &GetUser { id: 7 }).await, 202);
    // The expected call has been answered.
    assert_eq!(status(&client, &GetUser { id: 7 }).await, 203);
    assert_eq!(report(&mock), "");
}

#[tokio::test]
async fn literal_segments_precede_placeholders() {
    #[derive(ApiRequest)]
    #[api(get = "/users/{name}", response = Raw)]
    struct ByName {
        name: &'static str,
    }
    #[derive(ApiRequest)]
    #[api(get = "/users/{name}.json", response = Raw)]
    struct AsJson {
        name: &'static str,
    }
    #[derive(ApiRequest)]
    #[api(get = "/{rest:+}", response = Raw)]
    struct Anything {
        rest: &'static str,
    }
    let mock = Mock::new();
    mock.on::<Search>().status(201);
    mock.on::<AsJson>().status(202);
    mock.on::<ByName>().status(203);
    mock.on::<Anything>().status(204);
    let client = mock.client();
    assert_eq!(status(&client, &Search::default()).await, 201);
    assert_eq!(status(&client, &AsJson { name: "a" }).await, 202);
    assert_eq!(status(&client, &ByName { name: "a" }).await, 203);
    assert_eq!(status(&client, &Anything { rest: "users/a/b" }).await, 204);
    assert_eq!(status(&client, &Anything { rest: "users" }).await, 204);
    // Even `expect` of a less specific path answers before `on`.
    mock.expect(&ByName { name: "search" }).status(205);
    assert_eq!(status(&client, &ByName { name: "search" }).await, 205);
}

#[tokio::test]
async fn an_optional_segment_may_be_missing() {
    #[derive(ApiRequest)]
    #[api(get = "/groups/{id:?}", response = Raw)]
    struct Groups {
        id: Option<u8>,
    }
    let mock = Mock::new();
    mock.on::<Groups>().status(201);
    mock.expect(&Groups { id: None }).status(202);
    let client = mock.client();
    assert_eq!(status(&client, &Groups { id: Some(7) }).await, 201);
    assert_eq!(status(&client, &Groups { id: None }).await, 202);
    assert_eq!(mock.received()[0].path("id"), Some("7"));
    assert_eq!(mock.received()[1].path("id"), None);
}

#[tokio::test]
async fn constants_tell_requests_of_one_path_apart() {
    #[derive(ApiRequest)]
    #[api(get = "/search?type=user&deep", response = Raw)]
    struct Users {}
    #[derive(ApiRequest)]
    #[api(get = "/search", response = Raw, query("type" = "a b"), header("X-Version" = 2))]
    struct Groups {}
    #[derive(ApiRequest)]
    #[api(get = "/search", response = Raw)]
    struct All {
        r#type: Option<&'static str>,
    }
    let mock = Mock::new();
    mock.on::<Users>().status(201);
    mock.on::<Groups>().status(202);
    mock.on::<All>().status(203);
    let client = mock.client();
    assert_eq!(status(&client, &Users {}).await, 201);
    assert_eq!(status(&client, &Groups {}).await, 202);
    assert_eq!(status(&client, &All { r#type: None }).await, 203);
    // It has one of two constants.
    assert_eq!(status(&client, &All { r#type: Some("a b") }).await, 203);
    assert_eq!(mock.received()[3].query("type"), Some("a b"));
}

#[tokio::test]
async fn constants_of_the_body_count_too() {
    #[derive(ApiRequest)]
    #[api(post = "/token", response = Raw, body = form, property("grant_type" = "password"))]
    struct Password {
        user: &'static str,
    }
    #[derive(ApiRequest)]
    #[api(post = "/token", response = Raw, body = form, property("grant_type" = "refresh_token"))]
    struct Refresh {}
    #[derive(ApiRequest)]
    #[api(post = "/json", response = Raw, property("version" = 3, "dry" = true))]
    struct Third {}
    #[derive(ApiRequest)]
    #[api(post = "/json", response = Raw, property("version" = 4))]
    struct Fourth {}
    #[derive(ApiRequest)]
    #[api(post = "/parts", response = Raw, body = multipart, property("kind" = "a"))]
    struct Parts {
        b: u8,
    }
    let mock = Mock::new();
    mock.on::<Password>().status(201);
    mock.on::<Refresh>().status(202);
    mock.on::<Third>().status(203);
    mock.on::<Fourth>().status(204);
    mock.on::<Parts>().status(205);
    let client = mock.client();
    assert_eq!(status(&client, &Password { user: "Ada" }).await, 201);
    assert_eq!(status(&client, &Refresh {}).await, 202);
    assert_eq!(status(&client, &Third {}).await, 203);
    assert_eq!(status(&client, &Fourth {}).await, 204);
    assert_eq!(status(&client, &Parts { b: 1 }).await, 205);
}

#[tokio::test]
async fn constants_of_alternatives_are_not_required() {
    #[derive(ApiParams)]
    enum By {
        #[api(query("kind" = "id"))]
        Id {
            #[api(query)]
            id: u8,
        },
        #[api(query("kind" = "name"))]
        Name {
            #[api(query)]
            name: &'static str,
        },
    }
    #[derive(ApiRequest)]
    #[api(get = "/find", response = Raw)]
    struct Find {
        #[api(flatten)]
        by: By,
    }
    let mock = Mock::new();
    mock.on::<Find>().status(201);
    let client = mock.client();
    assert_eq!(status(&client, &Find { by: By::Id { id: 1 } }).await, 201);
    assert_eq!(status(&client, &Find { by: By::Name { name: "a" } }).await, 201);
}

#[tokio::test]
async fn methods_are_compared_even_custom_ones() {
    #[derive(ApiRequest)]
    #[api(method = "PURGE", path = "/users/{id}", response = Raw)]
    struct Purge {
        #[api(path)]
        id: u64,
    }
    let mock = Mock::new();
    mock.on::<Purge>().status(202);
    let client = mock.client();
    assert_eq!(status(&client, &Purge { id: 1 }).await, 202);
    assert_eq!(status(&client, &GetUser { id: 1 }).await, 501);
    assert!(report(&mock).contains("method: expected PURGE, got GET"));
}

/// A request without the derive.
struct Delete {
    id: u64,
    hard: Option<bool>,
}

impl ApiRequest for Delete {
    type Response = Raw;
    type Error = Raw;
    const ENDPOINT: &'static Endpoint = &Endpoint::new("DELETE", "/users/{id}")
        .params(&[Param::path("id", "id"), Param::query("hard", "hardDelete").required(false)]);

    fn encode(&self, out: &mut Encoder<'_>) {
        out.path("/users/{id}");
        out.segment(0, &self.id);
        out.query(1, &self.hard);
    }
}

/// Adds a header to any request.
struct Sudo<R>(&'static str, R);

impl<R: ApiRequest> ApiRequest for Sudo<R> {
    type Response = R::Response;
    type Error = R::Error;
    const ENDPOINT: &'static Endpoint = &Endpoint::wrap(R::ENDPOINT, &[Param::header("user", "Sudo")]);

    fn encode(&self, out: &mut Encoder<'_>) {
        out.within(R::ENDPOINT, |out| self.1.encode(out));
        out.header(0, &self.0);
    }
}

#[tokio::test]
async fn requests_without_the_derive_match_alike() {
    let mock = Mock::new();
    mock.on::<Delete>().status(201);
    mock.expect(&Delete { id: 7, hard: Some(true) }).status(202);
    mock.expect(&Sudo("root", GetUser { id: 7 })).status(203);
    let client = mock.client();
    assert_eq!(status(&client, &Delete { id: 7, hard: None }).await, 201);
    assert_eq!(status(&client, &Delete { id: 7, hard: Some(true) }).await, 202);
    assert_eq!(status(&client, &Sudo("Ada", GetUser { id: 7 })).await, 501);
    assert_eq!(status(&client, &Sudo("root", GetUser { id: 7 })).await, 203);
    assert_eq!(mock.received()[1].query("hard"), Some("true"));
    let report = report(&mock);
    assert!(
        report.contains(
            "`expect` of Sudo<GetUser> (GET /users/{id}) at <here>\n    header `Sudo`: expected \"root\", got \"Ada\""
        ),
        "{report}"
    );
}

#[tokio::test]
async fn a_base_with_a_path_is_removed_and_other_origins_are_refused() {
    let mock = Mock::new();
    mock.on::<GetUser>().status(201);
    let client = mock.client();
    let tenant = client.with_base("https://mock.invalid/api/v2").unwrap();
    assert_eq!(status(&tenant, &GetUser { id: 1 }).await, 201);
    let other = client.with_base("https://other.example").unwrap();
    assert_eq!(status(&other, &GetUser { id: 1 }).await, 501);
    assert_eq!(
        report(&mock),
        "the calls differ from the mock: 1 unexpected\n\nunexpected: GET /users/1\n    origin: expected `https://mock.invalid`, got `https://other.example`\n"
    );
}

#[tokio::test]
async fn a_client_of_your_own_code_can_use_the_transport() {
    let mock = Mock::new();
    mock.on::<Create>().json(201, json!({ "id": 7 }));
    let client = api_request::Client::builder("https://mock.invalid").transport(mock.transport()).build().unwrap();
    assert_eq!(status(&client, &Create { name: "Ada" }).await, 201);
}

#[tokio::test]
async fn a_mock_can_be_inside_layers() {
    use api_request::transport::Tower;
    use tower::ServiceBuilder;

    let mock = Mock::new();
    mock.on::<GetUser>().refuse().then_status(201);
    let add_header = |mut request: http::Request<api_request::body::Body>| {
        request.headers_mut().insert("x-layer", http::HeaderValue::from_static("1"));
        request
    };
    let service = ServiceBuilder::new().map_request(add_header).service(mock.transport());
    let client = api_request::Client::builder("https://mock.invalid/v1").transport(Tower(service)).build().unwrap();
    assert_eq!(status(&client, &GetUser { id: 7 }).await, 201);
    assert_eq!(mock.received()[1].header("x-layer"), Some("1"));
}
